"""Where the sample workbooks, the report templates and the pages are, after an install and in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent
INSTALLED = PACKAGE / "_shipped"


def workbooks() -> Path:
    """The folder with the empty workbook and the sample initiatives."""
    return _folder("workbooks")


def report_templates() -> Path:
    """The folder with the Word templates."""
    return _folder("report_templates")


def docs() -> Path:
    """The folder with the pages for people."""
    return _folder("docs")


def _folder(name: str) -> Path:
    installed = INSTALLED / name
    return installed if installed.is_dir() else PACKAGE.parent / name
