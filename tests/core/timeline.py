"""Workbooks that are refreshed again and again, each time with the History of the time before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from build import book

from partnerxl.core.assess import assess
from partnerxl.core.assessment import Assessment
from partnerxl.core.grids import Book, Grid, ResultTable
from partnerxl.core.history import history_table
from partnerxl.core.records import read_project
from partnerxl.core.runs import SHEET, Run, read_runs

Row = dict[str, Any]
TODAY = date(2026, 10, 2)


def ended(day: str, **more: Any) -> Row:
    """The Initiative form of a period of a year."""
    return {"PeriodEnd": day, "InitiativeName": "Harbor Plains", **more}


def due(number: int, status: str = "Late", **more: Any) -> Row:
    """A promised item that was due."""
    return {
        "ProgressID": f"M{number}",
        "Kind": "Milestone",
        "DueDate": "2026-03-01",
        "Status": status,
        **more,
    }


def done(number: int, **more: Any) -> Row:
    """A promised item that was done in time."""
    return due(number, "Done", DoneDate="2026-02-20", **more)


def look(found: Book) -> Assessment:
    return assess(read_project(found))


def table(found: Book, today: date = TODAY) -> ResultTable:
    """History as a refresh writes it."""
    return history_table(look(found), today)


def with_history(found: Book, headings: Sequence[object], rows: Sequence[Sequence[object]]) -> Book:
    """A workbook with this History in place of its own."""
    grid = Grid(SHEET, range(1, len(rows) + 2), [headings, *rows])
    return replace(found, grids=(*(each for each in found.grids if each.name != SHEET), grid))


def refreshed(found: Book, today: date = TODAY) -> Book:
    """A workbook after a refresh."""
    written = table(found, today)
    return with_history(found, written.columns, written.rows)


def next_time(before: Book, **sheets: Any) -> Book:
    """A workbook with other records and the History of the one before."""
    history = tuple(each for each in before.grids if each.name == SHEET)
    now = book(**sheets)
    return replace(now, grids=(*now.grids, *history))


def story(*times: Row) -> Book:
    """A workbook that was refreshed with each of these records, one after the other."""
    found = refreshed(book(**times[0]))
    for sheets in times[1:]:
        found = refreshed(next_time(found, **sheets))
    return found


def runs(found: Book) -> tuple[Run, ...]:
    return read_runs(found)


def edited(found: Book, run: str, heading: str, value: object) -> Book:
    """A workbook in which somebody typed into a cell of History."""
    (history,) = (each for each in found.grids if each.name == SHEET)
    headings, *rows = history.rows
    at = list(headings).index(heading)
    new = [[*row[:at], value, *row[at + 1 :]] if row[0] == run else row for row in rows]
    return with_history(found, headings, new)
