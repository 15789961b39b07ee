"""Result sheets as an earlier file holds them, ready to be written again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from partnerxl.core.beginning import blank_tables
from partnerxl.core.grids import Book, Grid, ResultTable
from partnerxl.core.matching import clean
from partnerxl.core.places import place

SCORES = "Scores"
LINKED = ("Link", "Where")


def is_result(name: str) -> bool:
    """True for the name of a result sheet."""
    return clean(name) in {clean(table.name) for table in blank_tables()}


def result_tables(book: Book) -> tuple[ResultTable, ...]:
    """The result sheets of a workbook that it has; none when nothing was worked out in it yet."""
    grids = {clean(grid.name): grid for grid in book.grids}
    found = ((table, grids.get(clean(table.name))) for table in blank_tables())
    tables = tuple(_filled(table, grid) for table, grid in found if grid is not None)
    return tables if any(table.name == SCORES and table.rows for table in tables) else ()


def _filled(table: ResultTable, grid: Grid) -> ResultTable:
    rows = tuple(_rows(table, grid))
    links = {
        (at, heading): place(str(cell))
        for at, row in enumerate(rows)
        for heading, cell in zip(table.columns, row, strict=True)
        if heading in LINKED and isinstance(cell, str) and "!" in cell
    }
    return replace(table, rows=rows, links=links)


def _rows(table: ResultTable, grid: Grid) -> Iterator[tuple[object, ...]]:
    """The rows that are ours, in our order of columns."""
    own, (headings, *below) = re.compile(table.own), grid.rows or [()]
    places = [list(headings).index(heading) if heading in headings else None for heading in table.columns]
    key = table.columns.index(table.key[0])
    for row in below:
        cells = tuple(_value(row, at) for at in places)
        if own.fullmatch(str(cells[key])):
            yield cells


def _value(row: Sequence[object], at: int | None) -> object:
    """What a cell holds; nothing when it is something that a result sheet never holds, like an error."""
    value = row[at] if at is not None and at < len(row) else None
    return value if isinstance(value, (str, int, float, date)) else None
