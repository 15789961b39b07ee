"""Write the report templates in every language: ``python -m partnerxl.report.design [FOLDER [LANGUAGE]]``."""

from __future__ import annotations

import sys
from pathlib import Path

from partnerxl.report.design.language import languages
from partnerxl.report.design.package import write

FOLDER = Path(__file__).parents[3] / "report_templates"

if __name__ == "__main__":
    for language in sys.argv[2:3] or languages():
        write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, language)
