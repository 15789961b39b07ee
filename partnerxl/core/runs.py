"""What earlier refreshes found, as the sheet History remembers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

import msgspec

from partnerxl.core.contact import mask
from partnerxl.core.grids import Book
from partnerxl.core.tables import find_grid

SHEET = "History"
RUN, DAY, PERIOD_END = "Run", "Date", "Period end"
RECORDS, VERSION, LIMITS = "Data hash", "Catalogue version", "Limits in force"
READINGS = "Readings"
SAME = (RECORDS, VERSION, LIMITS)
OURS = frozenset({DAY, PERIOD_END, *SAME, READINGS})
NAME = "Run [1-9][0-9]{0,8}"
HIGHEST = 100
LONGEST = 30_000  # characters of a cell
UNREADABLE = (msgspec.MsgspecError, ValueError, LookupError, RecursionError)
"""What is met in a cell of ours that people typed into."""

Shown: TypeAlias = tuple[str | None, str | None, str | None]
Mark: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Past:
    """What a measure said: part, whole and value as they were shown, and its rows.

    Attributes:
        shown: Part, whole and value in words; None where there was none.
        rows: Of each row behind them its name and a mark of what stood in it; None when they were too many.
    """

    shown: Shown
    rows: tuple[Mark, ...] | None


@dataclass(frozen=True)
class Run:
    """One row of History: heading -> value."""

    cells: Mapping[str, object]

    @property
    def name(self) -> str:
        """Its name, like "Run 3"."""
        return str(self.cells[RUN])

    @property
    def number(self) -> int:
        """The number in its name."""
        return int(self.name.split()[1])

    @property
    def same(self) -> tuple[str, ...]:
        """What two runs that find the same have in common: records, rules and limits."""
        return tuple(str(self.cells.get(heading) or "") for heading in SAME)

    @property
    def day(self) -> date | None:
        """The day of the refresh."""
        return _day(self.cells.get(DAY))

    @property
    def period_end(self) -> date | None:
        """The last day of the period it looked at."""
        return _day(self.cells.get(PERIOD_END))

    def score_in(self, heading: str) -> Fraction | None:
        """A score from 0 to 100; None where there is none."""
        value = self.cells.get(heading)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return None
        return Fraction(value) if 0 <= value <= HIGHEST else None

    def word_in(self, heading: str) -> str:
        """A status; empty where there was none."""
        value = self.cells.get(heading)
        return value if isinstance(value, str) else ""

    @cached_property
    def readings(self) -> Mapping[str, Past]:
        """What each measure said, by pitfall or phase and measure; empty when nobody can read it any more."""
        return unpacked(self.word_in(READINGS))


class Packed(msgspec.Struct):
    """Readings as a cell holds them.

    Attributes:
        rows: Name and mark of each row, once.
        readings: What was shown of each reading, and which of the rows stand behind it.
    """

    rows: list[Mark]
    readings: dict[str, tuple[str | None, str | None, str | None, list[int] | None]]


def packed(readings: Mapping[str, Past]) -> str:
    """Readings as one text that fits into a cell; without rows where they are too many."""
    at: dict[Mark, int] = {}
    found = {
        key: (*past.shown, None if past.rows is None else [at.setdefault(row, len(at)) for row in past.rows])
        for key, past in readings.items()
    }
    text = _text(Packed(list(at), found))
    if len(text) <= LONGEST:
        return text
    return _text(Packed([], {key: (*past.shown, None) for key, past in readings.items()}))


def _text(found: Packed) -> str:
    return msgspec.json.encode(found).decode()


def unpacked(text: str) -> dict[str, Past]:
    """Readings as they were before they were packed; none when the text is no such text."""
    try:
        found = msgspec.json.decode(text, type=Packed)
        return {
            key: Past(
                (part, whole, value), None if places is None else tuple(found.rows[at] for at in places)
            )
            for key, (part, whole, value, places) in found.readings.items()
        }
    except UNREADABLE:
        return {}


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def read_runs(book: Book) -> tuple[Run, ...]:
    """The runs that a workbook remembers, the oldest first; of two with one name the upper one."""
    grid = find_grid(book, SHEET)
    rows = iter(grid.rows if grid else ())
    headings = next((row for row in rows if RUN in row and not OURS.isdisjoint(row)), ())
    found = (_cells(headings, row) for row in rows)
    named = [Run(cells) for cells in found if re.fullmatch(NAME, str(cells.get(RUN)))]
    runs = {run.number: run for run in reversed(named)}
    return tuple(runs[number] for number in sorted(runs))


def _cells(headings: Sequence[object], row: Sequence[object]) -> dict[str, object]:
    """Heading -> value; of two columns with one heading the left one is ours."""
    found = list(zip(headings, row, strict=False))
    return {heading: _plain(value) for heading, value in reversed(found) if isinstance(heading, str)}


def _plain(value: object) -> object:
    """What a result sheet may hold, without contact data; None for anything else."""
    if isinstance(value, str):
        return mask(value)
    return value if isinstance(value, (int, float, date)) else None


def before(runs: Sequence[Run], same: tuple[str, ...]) -> tuple[Run, ...]:
    """The runs before the present one, which may be the last of them already."""
    return tuple(runs[:-1] if runs and runs[-1].same == same else runs)


def run_at(runs: Iterable[Run], day: date) -> Run | None:
    """The last run of a day or before it; None without one."""
    found = [run for run in runs if run.day and run.day <= day]
    return next(iter(found[-1:]), None)


def last_time(runs: Iterable[Run], period_end: date | None) -> Run | None:
    """The run to compare with: the last one of an earlier period, else the last one."""
    found = list(runs)
    earlier = [run for run in found if run.period_end and period_end and run.period_end < period_end]
    return next(iter((earlier or found)[-1:]), None)
