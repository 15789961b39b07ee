"""Write the report templates: ``python -m partnerxl.report.design [FOLDER [LANGUAGE]]``."""

from __future__ import annotations

import sys
from pathlib import Path

from partnerxl.report.design.package import write

FOLDER = Path(__file__).parents[3] / "report_templates"

if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, *sys.argv[2:3])
