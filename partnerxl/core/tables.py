"""Finding a sheet's table, its headings and its rows in a grid of cells (R1 to R6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter

from partnerxl.core.catalogue import SheetSpec
from partnerxl.core.errors import Problem
from partnerxl.core.grids import Book, ExcelTable, Grid, column_letters
from partnerxl.core.matching import clean
from partnerxl.core.messages import message
from partnerxl.core.problems import problem
from partnerxl.core.values import trimmed

SEARCHED_ROWS = 50
LEAST_HEADINGS = 2
SHOWN_BLOCKS = 5
TOTAL = "total"


def letter(column: int) -> str:
    """The letters of a column by its number from 0.

    >>> letter(0), letter(26)
    ('A', 'AA')
    """
    return column_letters(column + 1)


@dataclass(frozen=True)
class Table:
    """The rows of one sheet's table; every cell keeps its address.

    Attributes:
        sheet: Name of the sheet in the workbook.
        columns: Column id -> column number from 0, in the order of the sheet.
        numbers: Worksheet row numbers of the records.
        rows: Their cells from column A on; rows may differ in length.
        problems: What is wrong with headings and rows.
        heading: Worksheet row of the headings.
    """

    sheet: str
    columns: Mapping[str, int]
    numbers: tuple[int, ...]
    rows: tuple[Sequence[object], ...]
    problems: tuple[Problem, ...]
    heading: int

    def where(self, number: int, column: str) -> str:
        """The address of a cell."""
        return f"{self.sheet}!{letter(self.columns[column])}{number}"

    def cells(self, column: str) -> list[object]:
        """The cells of a column, one for each record."""
        at = self.columns[column]
        if at < self._shortest:
            return list(map(itemgetter(at), self.rows))
        return [row[at] if at < len(row) else None for row in self.rows]

    @cached_property
    def _shortest(self) -> int:
        return min(map(len, self.rows), default=0)


def headings(spec: SheetSpec) -> dict[str, str]:
    """Every heading, identifier and alias of a sheet as it is compared, with its column id."""
    known: dict[str, str] = {}
    for column, words in spec.columns.items():
        for word in (column, words.heading, *words.aliases):
            known.setdefault(clean(word), column)
    return known


def find_grid(book: Book, name: str) -> Grid | None:
    """The sheet of that name, else the sheet that holds an Excel table of that name."""
    wanted = clean(name)
    named = [grid for grid in book.grids if clean(grid.name) == wanted]
    if named:
        return next((grid for grid in named if grid.name == name), named[0])
    for grid in book.grids:
        for table in grid.tables:
            if clean(table.name) == wanted:
                return _without_others(grid, table)
    return None


def _without_others(grid: Grid, table: ExcelTable) -> Grid:
    """The grid without the cells of its other Excel tables."""
    others = [each for each in grid.tables if each is not table]
    rows = [_blanked(number, row, others) for number, row in zip(grid.numbers, grid.rows, strict=True)]
    return replace(grid, rows=rows)


def _blanked(number: int, row: Sequence[object], tables: Sequence[ExcelTable]) -> Sequence[object]:
    kept = list(row)
    for table in tables:
        if table.first_row <= number <= table.last_row:
            last = min(table.last_column, len(kept))
            kept[table.first_column - 1 : last] = [None] * max(0, last - table.first_column + 1)
    return kept


def find_table(grid: Grid, spec: SheetSpec) -> Table | None:
    """The table of a sheet, or None when no row holds two known headings (R2, R4, R5)."""
    known = headings(spec)
    found = [(at, _recognized(row, known)) for at, row in _searched(grid)]
    best = max(found, key=lambda each: len(each[1]), default=(0, {}))
    at, columns = best
    if len(columns) < LEAST_HEADINGS:
        return None
    numbers, rows, totals = _records(grid, at + 1, columns, spec.key)
    heading = grid.numbers[at]
    doubled = _doubled(grid, at, known, columns, spec)
    missing = _missing(grid.name, columns, spec)
    skipped = [problem("PX-160", f"{grid.name}!{letter(columns[spec.key])}{number}") for number in totals]
    odd = [*_merged(grid, columns, heading), *_blank(grid, at, columns)]
    return Table(
        grid.name, columns, tuple(numbers), tuple(rows), (*missing, *doubled, *odd, *skipped), heading
    )


def _searched(grid: Grid) -> Iterator[tuple[int, Sequence[object]]]:
    for at, (number, row) in enumerate(zip(grid.numbers, grid.rows, strict=True)):
        if number > SEARCHED_ROWS:
            return
        yield at, row


def _recognized(row: Sequence[object], known: Mapping[str, str]) -> dict[str, int]:
    """Column id -> column number, each from its first occurrence."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(row):
        if isinstance(cell, str) and (column := known.get(clean(cell))):
            columns.setdefault(column, at)
    return columns


def _records(
    grid: Grid, first: int, columns: Mapping[str, int], key: str
) -> tuple[list[int], list[Sequence[object]], list[int]]:
    """Numbers and cells of the records, and the numbers of rows of totals."""
    places = sorted(columns.values())
    total = columns.get(key)
    numbers: list[int] = []
    rows: list[Sequence[object]] = []
    totals: list[int] = []
    for at in range(first, len(grid.rows)):
        row = grid.rows[at]
        if not _filled(row, places):
            continue
        if total is not None and total < len(row) and _is_total(row[total]):
            totals.append(grid.numbers[at])
            continue
        numbers.append(grid.numbers[at])
        rows.append(row)
    return numbers, rows, totals


def _filled(row: Sequence[object], places: Sequence[int]) -> bool:
    width = len(row)
    for at in places:
        if at >= width:
            return False
        cell = row[at]
        if cell is not None and trimmed(cell):
            return True
    return False


def _is_total(cell: object) -> bool:
    return isinstance(cell, str) and clean(cell) == TOTAL


def _doubled(
    grid: Grid, at: int, known: Mapping[str, str], columns: Mapping[str, int], spec: SheetSpec
) -> Iterator[Problem]:
    number = grid.numbers[at]
    for place, cell in enumerate(grid.rows[at]):
        column = known.get(clean(cell)) if isinstance(cell, str) else None
        if column is not None and columns[column] != place:
            first = f"{letter(columns[column])}{number}"
            where = f"{grid.name}!{letter(place)}{number}"
            yield problem("PX-151", where, heading=spec.columns[column].heading, first=first)


def _merged(grid: Grid, columns: Mapping[str, int], heading: int) -> Iterator[Problem]:
    """Merged cells among headings and records; a title above may be merged."""
    first, last = min(columns.values()) + 1, max(columns.values()) + 1
    found = [
        block
        for block in grid.merged
        if block.last_row >= heading and block.first_column <= last and block.last_column >= first
    ]
    if found:
        blocks = ", ".join(map(str, found[:SHOWN_BLOCKS]))
        if len(found) > SHOWN_BLOCKS:
            blocks = message("cells", "more_blocks", blocks=blocks, n=len(found) - SHOWN_BLOCKS)
        yield problem("PX-155", f"{grid.name}!{found[0]}", blocks=blocks)


def _blank(grid: Grid, at: int, columns: Mapping[str, int]) -> Iterator[Problem]:
    """Columns between others that have entries and no heading."""
    row = grid.rows[at]
    headless = {
        place for place in range(min(columns.values()), max(columns.values())) if not _says(row, place)
    }
    for number, cells in zip(grid.numbers[at + 1 :], grid.rows[at + 1 :], strict=True) if headless else ():
        for place in sorted(each for each in headless if _says(cells, each)):
            headless.remove(place)
            entry = f"{letter(place)}{number}"
            yield problem("PX-156", f"{grid.name}!{letter(place)}{grid.numbers[at]}", entry=entry)


def _says(row: Sequence[object], place: int) -> bool:
    return place < len(row) and row[place] is not None and trimmed(row[place]) != ""


def _missing(sheet: str, columns: Mapping[str, int], spec: SheetSpec) -> Iterator[Problem]:
    for column, words in spec.columns.items():
        if column not in columns and words.need != "optional":
            yield problem("PX-150", sheet, heading=words.heading)
