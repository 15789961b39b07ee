"""What earlier refreshes found, as the sheet History remembers it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from partnerxl.core.grids import Book
from partnerxl.core.tables import find_grid

SHEET = "History"
RUN, DAY, PERIOD_END = "Run", "Date", "Period end"
RECORDS, VERSION, LIMITS = "Data hash", "Catalogue version", "Limits in force"
READINGS = "Readings"
SAME = (RECORDS, VERSION, LIMITS)
NAME = r"Run \d+"
LONGEST = 30_000  # characters of a cell


@dataclass(frozen=True, slots=True)
class Past:
    """What a measure said: part, whole and value as they were shown, and its rows.

    Attributes:
        shown: Part, whole and value in words; None where there was none.
        rows: Name of each row behind them -> a mark of what stood in it; None when they were too many.
    """

    shown: tuple[str | None, ...]
    rows: Mapping[str, str] | None


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

    def number_in(self, heading: str) -> float | None:
        """A score or a coverage; None where there was none."""
        value = self.cells.get(heading)
        return float(value) if isinstance(value, (int, float)) else None

    def word_in(self, heading: str) -> str:
        """A status; empty where there was none."""
        value = self.cells.get(heading)
        return value if isinstance(value, str) else ""

    @cached_property
    def readings(self) -> Mapping[str, Past]:
        """What each measure said, by pitfall or phase and measure; empty when nobody can read it any more."""
        try:
            return unpacked(json.loads(self.word_in(READINGS) or "{}"))
        except (ValueError, TypeError, LookupError, AttributeError):
            return {}


def packed(readings: Mapping[str, Past]) -> str:
    """Readings as one text that fits into a cell, each row named once; without rows where they are too many."""
    rows = {name: mark for past in readings.values() for name, mark in (past.rows or {}).items()}
    at = {name: number for number, name in enumerate(rows)}
    found = {key: [*past.shown, [at[name] for name in past.rows or {}]] for key, past in readings.items()}
    text = _text({"rows": rows, "readings": found})
    if len(text) <= LONGEST:
        return text
    return _text({"readings": {key: [*past.shown, None] for key, past in readings.items()}})


def _text(found: Mapping[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def unpacked(found: Mapping[str, Any]) -> dict[str, Past]:
    """Readings as they were before they were packed."""
    rows = list(found.get("rows", {}).items())
    return {
        key: Past(tuple(shown), None if places is None else dict(rows[at] for at in places))
        for key, (*shown, places) in found.get("readings", {}).items()
    }


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def read_runs(book: Book) -> tuple[Run, ...]:
    """The runs that a workbook remembers, the oldest first; none when it has no such sheet of ours."""
    grid = find_grid(book, SHEET)
    rows = iter(grid.rows if grid else ())
    headings = next((list(row) for row in rows if {RUN, *SAME} <= set(map(str, row))), [])
    found = [Run(_cells(headings, row)) for row in rows]
    named = [run for run in found if re.fullmatch(NAME, str(run.cells.get(RUN)))]
    return tuple(sorted(named, key=lambda run: run.number))


def _cells(headings: Sequence[object], row: Sequence[object]) -> dict[str, object]:
    return {heading: value for heading, value in zip(headings, row, strict=False) if isinstance(heading, str)}


def before(runs: Sequence[Run], same: tuple[str, ...]) -> tuple[Run, ...]:
    """The runs before the present one, which may be the last of them already."""
    return tuple(runs[:-1] if runs and runs[-1].same == same else runs)


def last_time(runs: Iterable[Run], period_end: date | None) -> Run | None:
    """The run to compare with: the last one of an earlier period, else the last one."""
    found = list(runs)
    earlier = [run for run in found if run.period_end and period_end and run.period_end < period_end]
    return next(iter((earlier or found)[-1:]), None)
