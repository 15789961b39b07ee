"""From returned forms of the pulse to the sheet Pulse: answers without whoever gave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from partnerxl.core import pulse, records
from partnerxl.core.assess import assess
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.errors import OutputError, TemplateError, WorkbookError
from partnerxl.core.messages import doing
from partnerxl.core.settings import backups
from partnerxl.core.tables import find_grid, find_table
from partnerxl.hosts import files
from partnerxl.hosts.added_rows import Spot, add_rows
from partnerxl.report.pulse_answers import read_form

if TYPE_CHECKING:
    from partnerxl.core.grids import Book
    from partnerxl.core.pulse import Given
    from partnerxl.core.tables import Table

Step = Callable[[str], None]
ENDING = ".docx"


@dataclass(frozen=True)
class Heard:
    """What became of returned forms.

    Attributes:
        forms: How many forms of the pulse the folder holds.
        answers: How many rows with answers were added.
        comments: How many rows with a comment were added.
        waiting: How many new forms wait, because they are too few.
        strange: Other Word files of the folder.
    """

    forms: int
    answers: int
    comments: int
    waiting: int
    strange: tuple[str, ...]


def hear(book: Path, folder: Path, step: Step) -> Heard:
    """Add what returned forms say to the sheet Pulse; what stands there stays.

    Args:
        book: The workbook.
        folder: The folder with the returned forms.
        step: Told what is being done.

    Raises:
        WorkbookError: If the workbook cannot be read or written, or has no sheet Pulse of ours.
        OutputError: If there is no such folder.
    """
    step(doing("reading", name=book.name))
    read = files.read(book, records.wanted)
    found = assess(records.read_project(read))
    table = _table(read, book.name)
    step(doing("reading_forms"))
    forms, strange = _forms(folder)
    new = pulse.collected(found.view, forms)
    if new.rows:
        step(doing("writing", name=book.name))
        _write(book, table, new, backups(found.view.project.settings))
    comments = sum("Comment" in row for row in new.rows)
    return Heard(len(forms), len(new.rows) - comments, comments, new.waiting, strange)


def _table(read: Book, name: str) -> Table:
    grid = find_grid(read, pulse.SHEET)
    spec = load_sheets()[pulse.SHEET]
    table = find_table(grid, spec) if grid else None
    if table is None or set(spec.columns) - set(table.columns):
        raise WorkbookError(pulse.say("collect", "no_sheet", name=name))
    return table


def _forms(folder: Path) -> tuple[list[Given], tuple[str, ...]]:
    """The forms of a folder, and the names of its other Word files."""
    if not folder.is_dir():
        raise OutputError(pulse.say("collect", "no_folder", folder=folder))
    found = [(path, _form(path)) for path in _papers(folder)]
    forms = [form for _, form in found if form is not None]
    return forms, tuple(path.name for path, form in found if form is None)


def _papers(folder: Path) -> Iterator[Path]:
    """The Word files of a folder, without those that Word keeps open."""
    yield from sorted(
        path for path in folder.iterdir() if path.suffix.lower() == ENDING and not path.name.startswith("~$")
    )


def _form(path: Path) -> Given | None:
    try:
        return read_form(path.read_bytes(), path.name)
    except (TemplateError, OSError):
        return None


def _write(book: Path, table: Table, new: pulse.Collected, keep: int) -> None:
    columns = {name: at + 1 for name, at in table.columns.items()}
    rows = [
        {columns[name]: value for name, value in row.items() if value not in {None, ""}} for row in new.rows
    ]
    spot = Spot(table.sheet, table.heading, max((table.heading, *table.numbers)))
    add_rows(book, spot, rows, keep)
