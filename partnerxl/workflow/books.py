"""A workbook: begun, checked, worked out, refreshed, restored, explained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from partnerxl.core.errors import OutputError, WorkbookError
from partnerxl.core.messages import doing, message
from partnerxl.workflow.steps import Step, quietly

if TYPE_CHECKING:
    from partnerxl.core.assessment import Assessment
    from partnerxl.core.errors import Problem
    from partnerxl.hosts.workbook import Named, Workbook

WORKBOOK = ".xlsx"
DASHBOARD = "Dashboard"
EVERY = 1_000_000  # backups that stay: to restore is no reason to drop one


@dataclass(frozen=True)
class Refreshed:
    """A workbook that holds new result sheets.

    Attributes:
        book: Where it is.
        sheets: The result sheets, in order.
        notes: What its owner should know about the writing.
        assessment: What was worked out.
    """

    book: Path
    sheets: tuple[str, ...]
    notes: tuple[str, ...]
    assessment: Assessment


@dataclass(frozen=True)
class Restored:
    """A workbook whose result sheets are those of an earlier file.

    Attributes:
        book: Where it is.
        backup: The file they were taken from.
        sheets: The result sheets that were put back.
    """

    book: Path
    backup: Path
    sheets: tuple[str, ...]


def new(file: Path) -> Path:
    """Write an empty workbook and say where it is; .xlsx is added to a name without an ending.

    Raises:
        OutputError: If the name has another ending, the file is there already or cannot be written.
    """
    from partnerxl.hosts.blank import write_blank

    path = file if file.suffix else file.with_suffix(WORKBOOK)
    if path.suffix.lower() != WORKBOOK:
        raise OutputError(message("new", "ending", name=file.name, found=path.suffix, stem=path.stem))
    write_blank(path)
    return path


def check(book: Named, step: Step = quietly) -> tuple[Problem, ...]:
    """Everything in a workbook's records that a person should look at; writes nothing.

    Raises:
        WorkbookError: If it cannot be read, or a core sheet is not there.
    """
    return assess(book, step).problems


def assess(book: Named, step: Step = quietly) -> Assessment:
    """The phases, topics and tips that follow from a workbook; writes nothing.

    Raises:
        WorkbookError: If it cannot be read, or a core sheet is not there.
    """
    from partnerxl.hosts.workbook import opened

    return assessed(opened(book), step)


def assessed(workbook: Workbook, step: Step) -> Assessment:
    """The phases, topics and tips that follow from a workbook that is opened.

    Raises:
        WorkbookError: If it cannot be read, or a core sheet is not there.
    """
    from partnerxl.core import records
    from partnerxl.core.assess import assess as work_out

    step(doing("reading", name=workbook.name))
    project = records.read_project(workbook.read(records.wanted))
    step(doing("working_out"))
    return work_out(project)


def refresh(book: Named, step: Step = quietly) -> Refreshed:
    """Write the result sheets into a workbook and leave the rest of it as it is, in a file byte for byte.

    Raises:
        WorkbookError: If it cannot be read or written; a file is as it was then.
    """
    from partnerxl.core import summary
    from partnerxl.core.settings import backups
    from partnerxl.hosts.workbook import opened

    workbook = opened(book)
    workbook.check_writable()
    found = assessed(workbook, step)
    tables = summary.tables(found, datetime.now().astimezone().date())
    step(doing("writing", name=workbook.name))
    project = found.view.project
    keep = backups(project.settings)
    workbook.keep_scores(keep)
    kept = workbook.write(tables, project.digest, keep)
    return Refreshed(workbook.path, (DASHBOARD, *(table.name for table in tables)), kept.notes, found)


def restore(book: Named, step: Step = quietly) -> Restored:
    """Put back the result sheets as they were before the last refresh; records stay as they are.

    Raises:
        WorkbookError: If there are no earlier ones, or the workbook cannot be read or written.
    """
    from partnerxl.core.restoring import is_result, result_tables
    from partnerxl.hosts import saving, scores
    from partnerxl.hosts.workbook import opened

    workbook = opened(book)
    workbook.check_writable()
    step(doing("looking_for_scores", name=workbook.name))
    now = workbook.read(is_result)
    for kept, tables in scores.earlier(workbook.path):
        if tables and tables != result_tables(now):
            workbook.keep_scores(EVERY)
            workbook.write(tables, now.digest, EVERY)
            return Restored(workbook.path, kept, tuple(table.name for table in tables))
    raise WorkbookError(message("restore", "none", name=workbook.name, folder=saving.BACKUPS))


def explain(what: str, book: Named | None = None, step: Step = quietly) -> tuple[str, ...]:
    """The rule of a pitfall, phase, tip or measure in lines, and with a workbook its values and rows.

    Raises:
        PartnerxlError: If there is no such rule, or the workbook cannot be read.
    """
    from partnerxl.core.explain import explain as put_into_words

    return tuple(put_into_words(what, assess(book, step) if book else None))
