"""What goes along when a workbook is rolled over to the next period, and when that period is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import msgspec
import pandas as pd

from partnerxl.core import texts
from partnerxl.core.assessment import Assessment
from partnerxl.core.calendar import add_months, months_between
from partnerxl.core.catalogue import load_sheets, read_blocks
from partnerxl.core.errors import WorkbookError
from partnerxl.core.frames import Frame
from partnerxl.core.grids import Book, Grid
from partnerxl.core.language import each_language
from partnerxl.core.measures.base import joinable
from partnerxl.core.measures.progress import done, effective_due
from partnerxl.core.measures.progress import period_end as measured_until
from partnerxl.core.messages import message
from partnerxl.core.records import FORM, Records
from partnerxl.core.tables import Table, find_grid, find_table
from partnerxl.core.view import DAY, View, certain, filled

Keep = Literal["all", "none", "later", "attended", "promised", "standing", "pending", "grounds"]


class SheetRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What goes along of one sheet (period.toml)."""

    keep: Keep
    why: str
    empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """Where the records of a sheet stand: the row of the headings, the first and the last column, from 1."""

    heading: int
    left: int
    right: int


@dataclass(frozen=True)
class Carried:
    """What goes along of one sheet.

    Attributes:
        name: Its name in the catalogue.
        sheet: Its name in the workbook.
        block: Where its records stand, with the columns that people added to them.
        columns: Columns of the catalogue, from 1; the others of the block are people's own.
        rows: Worksheet rows of the records.
        kept: Those that go along.
        empty: Columns that become empty in them, from 1.
        why: What staff read about it.
    """

    name: str
    sheet: str
    block: Block
    columns: frozenset[int]
    rows: tuple[int, ...]
    kept: tuple[int, ...]
    empty: frozenset[int]
    why: str


@dataclass(frozen=True)
class NextPeriod:
    """The next period and what goes along.

    Attributes:
        start: Its first day.
        end: Its last day.
        answers: Cell of the Initiative form -> what it holds then.
        unanswered: Fields of the form that have no cell, so that nothing could be set.
        sheets: The sheets with records, in the order of the catalogue.
    """

    start: date
    end: date
    answers: Mapping[str, date | None] = field(default_factory=dict)
    sheets: tuple[Carried, ...] = ()


@each_language
def load_rules() -> dict[str, SheetRule]:
    """What goes along, by sheet."""
    return read_blocks("period.toml", SheetRule)


def next_period(book: Book, found: Assessment) -> NextPeriod:
    """What goes along of a workbook to the period after the one it is about.

    Raises:
        WorkbookError: If nothing says when its period ends.
    """
    view = found.view
    start, end = _days(view)
    rules = load_rules()
    sheets = (_carried(book, view.project.sheets[name], rules[name], view) for name in rules if name != FORM)
    answers = {"PeriodStart": start, "PeriodEnd": end} | dict.fromkeys(rules[FORM].empty)
    cells = view.project.form.cells
    return NextPeriod(
        start,
        end,
        {cells[name]: day for name, day in answers.items() if name in cells},
        tuple(sheet for sheet in sheets if sheet is not None),
    )


# --- the days of the period -----------------------------------------------------------------------


def _days(view: View) -> tuple[date, date]:
    missing = [name for name in ("PeriodStart", "PeriodEnd") if view.day(name) is None]
    if missing:
        words = texts.listed([load_sheets()[FORM].columns[name].heading for name in missing])
        raise WorkbookError(message("rolling", "no_days", sheet=view.project.form.sheet, words=words))
    return following(date.fromordinal(view.start), date.fromordinal(view.end))


def following(start: date, end: date) -> tuple[date, date]:
    """First and last day of the period that follows and is as long, in months where it has whole months.

    >>> following(date(2026, 1, 1), date(2026, 3, 31))
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    first, after = start.toordinal(), end.toordinal() + DAY
    months = months_between(first, after)
    if months.denominator == 1 and months > 0:
        last = add_months(first, 2 * int(months)) - DAY
    else:
        last = after + (after - first) - DAY
    return date.fromordinal(after), date.fromordinal(last)


# --- the rows of a sheet --------------------------------------------------------------------------


def _carried(book: Book, records: Records, rule: SheetRule, view: View) -> Carried | None:
    """What goes along of a sheet; None when the workbook has no such records."""
    grid = find_grid(book, records.name)
    table = find_table(grid, load_sheets()[records.name]) if grid else None
    if grid is None or table is None:
        return None
    keeps = certain(KEEPS[rule.keep](view, records.frame)).to_numpy(dtype=bool)
    columns = {name: at + 1 for name, at in table.columns.items()}
    return Carried(
        records.name,
        grid.name,
        _block(grid, table),
        frozenset(columns.values()),
        tuple(records.frame.index.tolist()),
        tuple(records.frame.index[keeps].tolist()),
        frozenset(columns[name] for name in rule.empty if name in columns),
        rule.why,
    )


def _block(grid: Grid, table: Table) -> Block:
    """The Excel table around the headings, else as far as headings stand side by side."""
    left, right = min(table.columns.values()) + 1, max(table.columns.values()) + 1
    for each in grid.tables:
        if each.first_row == table.heading and each.first_column <= left and each.last_column >= right:
            return Block(table.heading, each.first_column, each.last_column)
    row = grid.rows[list(grid.numbers).index(table.heading)]
    while left > 1 and row[left - 2] is not None:
        left -= 1
    while right < len(row) and row[right] is not None:
        right += 1
    return Block(table.heading, left, right)


def _all(_view: View, frame: Frame) -> pd.Series:
    return pd.Series(True, index=frame.index, dtype="boolean")  # noqa: FBT003  the value to fill in


def _none(view: View, frame: Frame) -> pd.Series:
    return ~_all(view, frame)


def _later(view: View, frame: Frame) -> pd.Series:
    """Rows dated after the period."""
    return certain(frame["Date"] > view.end)


def _attended(view: View, frame: Frame) -> pd.Series:
    """Rows of meetings dated after the period."""
    meetings = view.frame("Meetings")
    later = joinable(meetings[_later(view, meetings)]["MeetingID"]).dropna()
    return joinable(frame["MeetingID"]).isin(later).astype("boolean")


def _promised(view: View, frame: Frame) -> pd.Series:
    """All but what is done, explained as dropped or measured, and due by the end of the period."""
    kinds, words = frame["Kind"], view.rules.words
    measured = certain(kinds.isin(words["measured kinds"]).astype("boolean"))
    explained = certain(frame["Status"] == "Dropped") & (
        filled(frame["DecisionID"]) | filled(frame["ReasonLate"])
    )
    closed = done(view, frame) | explained | (measured & filled(frame["Actual"]))
    due = effective_due(frame).mask(measured, measured_until(frame))
    later = certain(due > view.end)
    return ~closed | later | certain(kinds.isin(words["lasting kinds"]).astype("boolean"))


def _standing(_view: View, frame: Frame) -> pd.Series:
    """All but what was declined, or withdrawn with a reason (R71)."""
    explained = certain(frame["Status"] == "Withdrawn") & filled(frame["ReasonNotUsed"])
    return ~(certain(frame["Status"] == "Declined") | explained)


def _pending(view: View, frame: Frame) -> pd.Series:
    """Decisions still to be carried out, in open disagreement, behind a running program, or dated later."""
    waiting = filled(frame["DueDate"]) & ~certain(frame["DoneDate"] <= view.end)
    open_ = certain(frame["Disagreement"] == "Raised and open")
    design = certain(frame["Category"] == "Program design")
    return waiting | open_ | _later(view, frame) | (design & _before_a_program(view, frame))


def _grounds(view: View, frame: Frame) -> pd.Series:
    """Input from before a program began that runs, or dated later."""
    return _later(view, frame) | _before_a_program(view, frame)


def _before_a_program(view: View, frame: Frame) -> pd.Series:
    """True for a row about a program that runs, dated before it began (R67)."""
    programs = view.frame("Programs")
    running = programs[~certain(programs["Status"] == "Ended")]
    began = dict(zip(joinable(running["ProgramID"]), running["StartDate"], strict=True))
    starts = joinable(frame["ProgramID"]).map(lambda name: began.get(name, pd.NA))
    return certain(frame["Date"] < starts.astype("Int64"))


KEEPS: Mapping[Keep, Callable[[View, Frame], pd.Series]] = {
    "all": _all,
    "none": _none,
    "later": _later,
    "attended": _attended,
    "promised": _promised,
    "standing": _standing,
    "pending": _pending,
    "grounds": _grounds,
}
