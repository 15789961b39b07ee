"""The circle with partners: drafts to them, what comes back, and the next period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerxl.workflow.steps import Step, quietly

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from partnerxl.collecting import Agree as CollectAgree
    from partnerxl.collecting import Gathered
    from partnerxl.hosts.workbook import Named
    from partnerxl.preparing import Agree, Prepared, Wishes
    from partnerxl.rolling import NewBook


def prepare(
    book: Named, wishes: Wishes | None = None, agree: Agree | None = None, step: Step = quietly
) -> Prepared:
    """Make a draft of a message for each active partner, and note them on the sheet Sent; nothing is sent.

    Args:
        book: The workbook: its file, or a book open in Excel.
        wishes: Another folder, report or day to answer than usual.
        agree: Shown the drafts before anything is written; nothing is unless it says yes.
        step: Told what is being done.

    Raises:
        WorkbookError: If the workbook cannot be read or written, or was never saved.
        TemplateError: If a template or the report cannot be used.
        OutputError: If the folder cannot be written.
    """
    from partnerxl import preparing

    return preparing.prepare(book, wishes or preparing.Wishes(), agree or bool, step)


def collect(
    book: Named, copies: Sequence[Path], agree: CollectAgree | None = None, step: Step = quietly
) -> Gathered:
    """Bring what partners wrote into returned copies into the workbook; nothing a person wrote is overwritten.

    Args:
        book: The workbook: its file, or a book open in Excel.
        copies: Returned files, and folders that hold some.
        agree: Shown what would be written; nothing is unless it says yes.
        step: Told what is being done.

    Raises:
        WorkbookError: If the workbook cannot be read or written.
    """
    from partnerxl import collecting

    return collecting.collect(book, copies, agree or bool, step)


def returned_folder(book: Named) -> Path:
    """The folder beside a workbook for copies that came back, made if need be.

    Raises:
        WorkbookError: If the workbook was never saved.
        OutputError: If the folder cannot be made.
    """
    from partnerxl import collecting

    return collecting.returned_folder(book)


def next_period(book: Path, folder: Path | None = None, step: Step = quietly) -> NewBook:
    """Write a workbook for the next period with what goes along; the old one stays as it is.

    Args:
        book: The workbook of the period that ends.
        folder: Where the new one goes; beside it by default.
        step: Told what is being done.

    Raises:
        WorkbookError: If it cannot be read or kept safe, or does not say when its period ends.
        OutputError: If the folder cannot be written.
    """
    from partnerxl import rolling

    return rolling.roll(book, folder, step)
