"""A worksheet of openpyxl that takes what is typed as Excel does, and remembers what formulas gave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from typed_into_excel import entered, result

Place = tuple[int, int]
NAMED = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE!".split())
OTHER_ERROR = -2_146_826_243  # how Windows hands over #SPILL!
FIRST_DAY = dt.datetime(1899, 12, 30)


class RefusedError(Exception):
    """What Excel answers to what it does not allow."""


class ErrorCell(str):
    """An error in a cell, which is no text."""

    __slots__ = ()


def reference(first: Place, last: Place) -> str:
    """The address of a rectangle."""
    return f"{get_column_letter(first[1])}{first[0]}:{get_column_letter(last[1])}{last[0]}"


@dataclass
class Page:
    """A worksheet.

    Attributes:
        sheet: The worksheet of openpyxl.
        results: What formulas gave when the workbook was saved.
        busy: Somebody is typing in a cell, so that Excel answers nobody else.
        stubborn: More than one cell at a time cannot be typed into.
        rules: Conditional formats: their cells and what they are.
        charts: Charts: their kind, the cells they show and the cells they cover.
    """

    sheet: Worksheet
    results: dict[Place, object] = field(default_factory=dict)
    busy: bool = False
    stubborn: bool = False
    rules: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    charts: list[tuple[Any, ...]] = field(default_factory=list)

    def rows(self, first: Place, last: Place) -> Iterator[tuple[Cell, ...]]:
        """The cells of a rectangle, row by row."""
        if self.busy:
            raise RefusedError
        (top, left), (bottom, right) = first, last
        return self.sheet.iter_rows(top, bottom, left, right)  # type: ignore[no-any-return]

    def cells(self, first: Place, last: Place) -> Iterator[Cell]:
        """The cells of a rectangle."""
        return (cell for row in self.rows(first, last) for cell in row)

    def value(self, cell: Cell) -> Any:
        """What a cell shows, as Excel hands it over."""
        if cell.data_type == "f":
            place = (cell.row, cell.column)
            return as_excel_says(self.results[place] if place in self.results else result(cell.value))
        if cell.data_type == "e":
            return ErrorCell(cell.value) if cell.value in NAMED else OTHER_ERROR
        is_money = "$" in cell.number_format and isinstance(cell.value, (int, float))
        return Decimal(str(cell.value)) if is_money else as_excel_says(cell.value)

    def type(self, first: Place, last: Place, rows: Any) -> None:
        """Type into the cells of a rectangle."""
        if self.sheet.protection.sheet or (self.stubborn and first != last):
            raise RefusedError
        for cells, values in zip(self.rows(first, last), rows, strict=True):
            for cell, typed in zip(cells, values, strict=True):
                self._type(cell, typed)

    def _type(self, cell: Cell, typed: object) -> None:
        self.results.pop((cell.row, cell.column), None)
        found = entered(typed)
        cell.value = found.formula or found.value
        if isinstance(found.value, str) and not found.formula:
            cell.data_type = "s"
        if cell.quotePrefix != found.quoted:
            cell.quotePrefix = found.quoted

    def move(self, first: Place, last: Place, down: int, right: int) -> None:
        """Move the cells of a rectangle, with their looks and formulas."""
        self.sheet.move_range(reference(first, last), rows=down, cols=right, translate=False)
        moved = {
            place: value
            for place, value in self.results.items()
            if first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]
        }
        for place in moved:
            del self.results[place]
        self.results |= {(row + down, column + right): value for (row, column), value in moved.items()}


def as_excel_says(value: Any) -> Any:
    """A value as Excel hands it over: every number but money is a float, a time is one of the day before 1900."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, dt.timedelta):
        return value / dt.timedelta(days=1)
    if isinstance(value, dt.time):
        return dt.datetime.combine(FIRST_DAY, value)
    return value
