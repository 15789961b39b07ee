"""partnerxl turns a workforce partnership's records into phases, topics to discuss and a Word report.

Importing it opens no room: what a function needs is imported when it is called.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import partnerxl.report  # noqa: F401  binds the room's name first, so that the function of that name stays
from partnerxl.core.errors import PartnerxlError

if TYPE_CHECKING:
    from partnerxl.core.errors import Problem
    from partnerxl.hosts.workbook import Named
    from partnerxl.workflow import Refreshed

__all__ = ["PartnerxlError", "check", "refresh", "report"]
__version__ = "0.1.0"


def check(book: Named) -> tuple[Problem, ...]:
    """Everything in a workbook's records that a person should look at; nothing is written.

    Args:
        book: The workbook: its file, or a book open in Excel (``xlwings.Book``).

    Raises:
        PartnerxlError: If the workbook cannot be read.
    """
    from partnerxl import workflow

    return workflow.check(book)


def refresh(book: Named) -> Refreshed:
    """Work out phases, topics and tips and write the result sheets into the workbook.

    Args:
        book: The workbook: its file, or a book open in Excel (``xlwings.Book``).

    Raises:
        PartnerxlError: If the workbook cannot be read or written; a file is as it was then.
    """
    from partnerxl import workflow

    return workflow.refresh(book)


def report(book: Named, folder: str | Path | None = None) -> Path:
    """Make the Word report of a workbook and say where it is.

    Args:
        book: The workbook: its file, or a book open in Excel (``xlwings.Book``).
        folder: Where the report goes; beside the workbook by default.

    Raises:
        PartnerxlError: If the workbook cannot be read or the report cannot be written.
    """
    from partnerxl import workflow

    return workflow.report(book, None if folder is None else Path(folder))
