"""Result sheets as an earlier file holds them, ready to be written again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from partnerxl.core.beginning import blank_tables
from partnerxl.core.grids import Book, Grid, ResultTable
from partnerxl.core.matching import clean
from partnerxl.core.places import place

LINKED = ("Link", "Where")


def is_result(name: str) -> bool:
    """True for the name of a result sheet."""
    return clean(name) in {clean(table.name) for table in blank_tables()}


def result_tables(book: Book) -> tuple[ResultTable, ...]:
    """The result sheets of a workbook; one that it does not have is left out."""
    grids = {clean(grid.name): grid for grid in book.grids}
    found = ((table, grids.get(clean(table.name))) for table in blank_tables())
    return tuple(_filled(table, grid) for table, grid in found if grid is not None)


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
    at = [_index(headings, heading) for heading in table.columns]
    for row in below:
        cells = tuple(row[column] if column is not None and column < len(row) else None for column in at)
        if cells[0] is not None and own.fullmatch(str(cells[table.columns.index(table.key[0])])):
            yield cells


def _index(headings: Sequence[object], heading: str) -> int | None:
    return next((at for at, found in enumerate(headings) if found == heading), None)
