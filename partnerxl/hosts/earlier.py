"""What stands on a result sheet from an earlier run, and where the parts of it that people added go."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from partnerxl.core.grids import column_letters
from partnerxl.core.messages import message
from partnerxl.hosts.contents import rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from partnerxl.core.grids import ResultTable

Key = tuple[str, ...]
Place = tuple[int, int]
C = TypeVar("C")
"""A cell as a host has it."""


@dataclass(frozen=True)
class Plan(Generic[C]):
    """Where everything on a result sheet stands next.

    Attributes:
        columns: Number of the column of each heading of ours.
        width: Number of the last column of the table.
        people: Cells of people by their new place.
        old_row: Number of the row that a row of ours had, by its index.
        shift: By how many rows what stands below the table moves down, and from which row on.
        notes: What the owner should know.
    """

    columns: Mapping[str, int]
    width: int
    people: Mapping[Place, C] = field(default_factory=dict)
    old_row: Mapping[int, int] = field(default_factory=dict)
    shift: tuple[int, int] = (0, 0)
    notes: tuple[str, ...] = ()


class Earlier(ABC, Generic[C]):
    """A result sheet as an earlier run and its people left it; a host says how it looks at a cell."""

    def __init__(self, cells: Mapping[Place, C], table: Place | None) -> None:
        """Find out how far the table of the earlier run goes.

        Args:
            cells: What stands on the sheet.
            table: Last row and last column of our table on it, if there is one.
        """
        self.cells = cells
        self.headings, self.last_row = self._extent(table)

    @abstractmethod
    def said(self, cell: C) -> str:
        """What a cell says; empty for nothing."""

    @abstractmethod
    def stays(self, cell: C) -> bool:
        """True for a formula, which speaks of its own row, and for a cell that only has a look."""

    @abstractmethod
    def is_empty(self, cell: C) -> bool:
        """True for a cell that holds nothing."""

    def _extent(self, table: Place | None) -> tuple[tuple[str, ...], int]:
        """The headings and the last row of what was written before; without a table as far as cells go."""
        width = table[1] if table else max((column for row, column in self.cells if row == 1), default=0)
        headings: list[str] = []
        while len(headings) < width and (text := self.text(1, len(headings) + 1)):
            headings.append(text)
        if table:
            return tuple(headings + [""] * (width - len(headings))), table[0]
        row = 1
        while headings and self.text(row + 1, 1):
            row += 1
        return tuple(headings), row if headings else 0

    def text(self, row: int, column: int) -> str:
        """What the cell at a place says; empty for none."""
        cell = self.cells.get((row, column))
        return "" if cell is None else self.said(cell)

    def beside(self, place: Place, width: int) -> Place:
        """Where a place beside the table goes when the table gets new columns."""
        old = len(self.headings)
        row, column = place
        return (row, column + width - old) if column > old else place

    # --- the plan -------------------------------------------------------------------------------

    def plan(self, table: ResultTable) -> Plan[C]:
        """Where a table goes, and where what people put beside and below it goes."""
        columns = self._columns(table)
        width = max(len(self.headings), *columns.values())
        old_row, strange = self._match(table, columns)
        return _Moves(self, table, columns, width, old_row, strange).plan()

    def _columns(self, table: ResultTable) -> dict[str, int]:
        """Our columns where people left them; new ones behind."""
        known = {heading: at for at, heading in reversed(list(enumerate(self.headings, start=1)))}
        columns = {heading: known[heading] for heading in table.columns if heading in known}
        for heading in table.columns:
            columns.setdefault(heading, max([len(self.headings), *columns.values()]) + 1)
        return columns

    def _match(self, table: ResultTable, columns: Mapping[str, int]) -> tuple[dict[int, int], set[int]]:
        """The earlier row of each row of ours, and rows in the table that people typed."""
        if not table.key:
            return {at: at + 2 for at in range(min(len(table.rows), self.last_row - 1))}, set()
        new = {key: at for at, key in enumerate(map(table.key_of, table.rows))}
        own = re.compile(table.own)
        old_row: dict[int, int] = {}
        strange = set()
        for row in range(2, self.last_row + 1):
            key = tuple(self.text(row, columns[heading]) for heading in table.key)
            if key in new:
                old_row.setdefault(new[key], row)
            elif not own.fullmatch(key[0]):
                strange.add(row)
        return old_row, strange


@dataclass
class _Moves(Generic[C]):
    """The moves of the cells of people, one after another."""

    earlier: Earlier[C]
    table: ResultTable
    columns: Mapping[str, int]
    width: int
    old_row: Mapping[int, int]
    strange: set[int]
    people: dict[Place, C] = field(default_factory=dict)
    homeless: list[tuple[Place, C]] = field(default_factory=list)

    def plan(self) -> Plan[C]:
        shift = self._shift()
        for place, cell in sorted(self.earlier.cells.items()):
            self._move(place, cell, shift)
        self._house()
        return Plan(
            self.columns,
            self.width,
            self.people,
            self.old_row,
            (shift, self.earlier.last_row + 1),
            tuple(self._notes(shift)),
        )

    @property
    def _size(self) -> int:
        """The last row of the new table, which has one row at least."""
        return max(len(self.table.rows), 1) + 1

    def _shift(self) -> int:
        """By how many rows the cells below move down so that the table does not cover them."""
        last = self.earlier.last_row
        below = [row for row, column in self.earlier.cells if row > last and column <= self.width]
        return self._size - last if below and last and min(below) <= self._size else 0

    def _move(self, place: Place, cell: C, shift: int) -> None:
        row, column = place
        if row > self.earlier.last_row:
            self._put((row + shift, column), cell)
        elif row in self.strange:
            self.homeless.append((place, cell))
        elif column <= len(self.earlier.headings) and column in self.columns.values():
            return
        elif row == 1 or self.earlier.stays(cell):
            self._put(self.earlier.beside(place, self.width), cell)
        elif (new := self._new_row.get(row)) is not None:
            self._put(self.earlier.beside((new + 2, column), self.width), cell)
        else:
            self.homeless.append((place, cell))

    @cached_property
    def _new_row(self) -> dict[int, int]:
        return {old: new for new, old in self.old_row.items()}

    def _put(self, place: Place, cell: C) -> None:
        if place in self.people:
            self.homeless.append((place, cell))
        else:
            self.people[place] = cell

    def _house(self) -> None:
        """Put cells whose row is gone below everything else, row by row."""
        free = max([self._size, *(row for row, _ in self.people)]) + 2
        rows = sorted({place[0] for place, cell in self.homeless if not self.earlier.is_empty(cell)})
        new = {row: free + at for at, row in enumerate(rows)}
        for (row, column), cell in self.homeless:
            if row in new:
                self.people[new[row], column] = cell

    def _notes(self, shift: int) -> Iterator[str]:
        name = self.table.name
        moved = len({row for (row, _), cell in self.homeless if not self.earlier.is_empty(cell)})
        if moved == 1:
            yield message("writing", "homeless_one", sheet=name)
        elif moved:
            yield message("writing", "homeless_other", sheet=name, n=moved)
        if shift == 1:
            yield message("writing", "shifted_one", sheet=name)
        elif shift:
            yield message("writing", "shifted_other", sheet=name, n=shift)


def moved_reference(reference: str, shift: tuple[int, int]) -> str:
    """A reference such as ``B7:C9`` after rows from a number on moved down.

    >>> moved_reference("B7:C9", (2, 5)), moved_reference("B7:C9", (2, 8))
    ('B9:C11', 'B7:C9')
    """
    rows, first = shift
    block = rectangle(reference)
    if block is None or block.top < first or not rows:
        return reference
    ends = ((block.left, block.top + rows), (block.right, block.bottom + rows))
    start, end = (f"{column_letters(column)}{row}" for column, row in ends)
    return start if start == end else f"{start}:{end}"
