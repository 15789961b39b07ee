"""From a workbook to a new one for the next period, with what goes along; the old one stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from partnerxl.core import records, restoring, sent
from partnerxl.core.assess import assess
from partnerxl.core.beginning import blank_tables
from partnerxl.core.carrying import load_rules, next_period
from partnerxl.core.errors import WorkbookError
from partnerxl.core.messages import doing, message
from partnerxl.core.records import FORM
from partnerxl.core.runs import SHEET as HISTORY
from partnerxl.core.texts import listed, say
from partnerxl.hosts import files, keeper
from partnerxl.hosts.package import raw_bytes
from partnerxl.hosts.rolling import rolled
from partnerxl.report.saving import save

if TYPE_CHECKING:
    from partnerxl.core.carrying import NextPeriod
    from partnerxl.core.grids import Book, ResultTable
    from partnerxl.core.records import Project, Records
    from partnerxl.hosts.rolling import Rolled

Step = Callable[[str], None]
OF_A_PERIOD = re.compile(r" \d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class Line:
    """What became of one sheet: how many rows went along, how many stayed behind, and why."""

    sheet: str
    carried: int
    left: int
    why: str


@dataclass(frozen=True)
class NewBook:
    """A workbook for the next period.

    Attributes:
        book: Where it is.
        start: The first day of its period.
        end: The last day of its period.
        lines: What became of each sheet.
        notes: What its owner should look at.
    """

    book: Path
    start: date
    end: date
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def roll(book: Path, folder: Path | None, step: Step) -> NewBook:
    """Write a workbook for the next period and say what went along; no file is ever overwritten.

    Args:
        book: The workbook of the period that ends.
        folder: Where the new one goes; beside it by default.
        step: Told what is being done.

    Raises:
        WorkbookError: If it cannot be read or kept safe, or does not say when its period ends.
        OutputError: If the folder cannot be written.
    """
    step(doing("reading", name=book.name))
    raw = raw_bytes(book)
    old = files.read(book, _wanted)
    project = records.read_project(old)
    period = next_period(old, assess(project))
    step(doing("carrying"))
    made = rolled(raw, book.name, period)
    tables = _fresh_results(old)
    content, notes = keeper.patched(made.content, book.name, tables)
    step(doing("reading_new"))
    _check(book.name, content, project, period)
    name = f"{OF_A_PERIOD.sub('', book.stem)} {period.end.isoformat()}"
    path = save(content, folder or book.parent, name, book.suffix)
    return NewBook(path, period.start, period.end, _lines(period, tables), (*_notes(made, period), *notes))


def _wanted(name: str) -> bool:
    return records.wanted(name) or sent.is_sent(name) or restoring.is_result(name)


def _fresh_results(book: Book) -> tuple[ResultTable, ...]:
    """Our own sheets as a new period begins with them: History as it is, the others without a result."""
    blank = {table.name: table for table in blank_tables()}
    found = [table if table.name == HISTORY else blank[table.name] for table in restoring.result_tables(book)]
    return (*found, *((sent.sent_table(()),) if sent.read_sent(book) else ()))


# --- what became of it ----------------------------------------------------------------------------


def _lines(period: NextPeriod, tables: Sequence[ResultTable]) -> tuple[Line, ...]:
    found = [
        Line(sheet.sheet, len(sheet.kept), len(sheet.rows) - len(sheet.kept), sheet.why)
        for sheet in period.sheets
        if sheet.rows
    ]
    return (Line(FORM, len(period.answers), 0, load_rules()[FORM].why), *found, *_of_ours(tables))


def _of_ours(tables: Sequence[ResultTable]) -> Iterator[Line]:
    """History and Sent, and all other sheets of ours together."""
    told = {HISTORY: "history", sent.SHEET: "sent"}
    others = [table.name for table in tables if table.name not in told]
    if others:
        yield Line(", ".join(others), 0, 0, say("next period", "result"))
    for table in tables:
        if table.name in told:
            yield Line(table.name, len(table.rows), 0, say("next period", told[table.name]))


def _notes(made: Rolled, period: NextPeriod) -> tuple[str, ...]:
    names = {sheet.name: sheet.sheet for sheet in period.sheets}
    notes = [
        say("next period", "in place", sheet=names[name], why=say("hurdles", hurdle))
        for name, hurdle in made.hurdles.items()
    ]
    if made.values:
        notes.append(say("next period", "values", cells=listed(made.values)))
    if made.calculates:
        notes.append(say("next period", "calculates"))
    return tuple(notes)


# --- read again -----------------------------------------------------------------------------------


def _check(name: str, content: bytes, old: Project, period: NextPeriod) -> None:
    """Read what is to be saved: the rows that go along must be there as they were, and no others.

    Raises:
        WorkbookError: If they are not; nothing was written then.
    """
    new = records.read_project(files.read_bytes(content, name, records.wanted))
    for sheet in period.sheets:
        if _said(new.sheets[sheet.name], None) != _said(old.sheets[sheet.name], sheet.kept):
            raise WorkbookError(message("rolling", "not_as_meant", name=name, sheet=sheet.sheet))


def _said(found: Records, rows: Sequence[int] | None) -> list[tuple[object, ...]]:
    """What some records say, or all."""
    frame = found.frame if rows is None else found.frame.at(rows)
    counted = load_rules()[found.name].empty
    return list(frame.rows(*(column for column in frame.columns if column not in (*counted, "key"))))
