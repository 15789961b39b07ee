"""``python -m partnerxl`` is the command ``partnerxl``."""

from __future__ import annotations

from partnerxl.cli import main

if __name__ == "__main__":
    main()
