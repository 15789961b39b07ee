"""The result sheets of a new workbook, in which nothing is worked out yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from partnerxl.core import highlights, summary, texts
from partnerxl.core.assess import assess
from partnerxl.core.catalogue import SheetSpec, load_sheets
from partnerxl.core.grids import Book, Grid, ResultTable
from partnerxl.core.records import read_project


@cache
def blank_tables() -> tuple[ResultTable, ...]:
    """The result sheets with their headings and without a result."""
    grids = tuple(_blank(name, spec) for name, spec in load_sheets().items() if spec.core)
    project = read_project(Book("", tuple(grid.name for grid in grids), grids))
    found = summary.tables(assess(project), date.min)
    return tuple(replace(table, rows=_rows(table), links={}) for table in found)


def _blank(name: str, spec: SheetSpec) -> Grid:
    """A core sheet with nothing but its headings, or labels for a form."""
    headings = [column.heading for column in spec.columns.values()]
    rows = [[heading] for heading in headings] if spec.form else [headings]
    return Grid(name, range(1, len(rows) + 1), rows)


def _rows(table: ResultTable) -> tuple[tuple[object, ...], ...]:
    if table.name != highlights.SHEET:
        return ()
    says = (texts.say("highlights", key) for key in ("not_yet", "how"))
    return tuple((f"Title {at}", None, text, None, None) for at, text in enumerate(says, start=1))
