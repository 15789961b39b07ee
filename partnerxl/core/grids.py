"""What every host delivers: for each sheet a grid of plain values that starts at A1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

HIDDEN = 0.0
OddKind = Literal["error", "never calculated", "unreadable"]


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that holds no value: an error, a formula never calculated, or something unreadable."""

    kind: OddKind
    text: str


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """A table of the workbook: its name and its rectangle, 1-based and inclusive."""

    name: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block of merged cells, 1-based and inclusive; only its first cell holds anything."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet.

    Attributes:
        name: The sheet's name as it stands in the workbook.
        numbers: Worksheet row numbers (1-based, ascending), one per row of ``rows``.
        rows: Cell values from column A on; rows may differ in length. A value is None (empty),
            str, bool, int, float, date, datetime, time, timedelta or :class:`Odd`.
        tables: Excel tables on this sheet.
        hidden_rows: How many rows are hidden or filtered away (they are read like all others).
        visible: False for a hidden or very hidden sheet.
        merged: Blocks of merged cells.
    """

    name: str
    numbers: Sequence[int]
    rows: Sequence[Sequence[object]]
    tables: tuple[ExcelTable, ...] = ()
    hidden_rows: int = 0
    visible: bool = True
    merged: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook as read: the grids that were asked for and the names of all sheets.

    Attributes:
        name: File name, without folder.
        sheet_names: Every sheet of the workbook, in order.
        grids: The grids that were read, in workbook order.
        date1904: True when serial days count from 1904.
        digest: SHA-256 of the file's bytes, hex; empty for a live workbook.
    """

    name: str
    sheet_names: tuple[str, ...]
    grids: tuple[Grid, ...] = field(default=())
    date1904: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """One result sheet to be written: headings, rows and how its columns look.

    Attributes:
        name: Name of the sheet and of its table.
        columns: Headings, unique.
        rows: Plain values (None, str, bool, int, float, date), one list per row.
        formats: Column heading -> Excel number format.
        widths: Column heading -> width in characters; ``HIDDEN`` for what only partnerxl reads.
        wrap: Column headings whose text wraps.
        links: (row index, heading) -> place in this workbook, like ``'My sheet'!A7``.
        key: Headings that tell the rows apart, so that notes beside a row can follow it.
        own: A pattern of what stands in the first key column of rows of ours; others belong to people.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    formats: dict[str, str] = field(default_factory=dict)
    widths: dict[str, float] = field(default_factory=dict)
    wrap: frozenset[str] = frozenset()
    links: dict[tuple[int, str], str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    own: str = ".*"

    def key_of(self, row: Sequence[object]) -> tuple[str, ...]:
        """What tells a row of this table from the others."""
        cells = dict(zip(self.columns, row, strict=True))
        return tuple(str(cells[heading] or "") for heading in self.key)


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell of people's that is to hold another value: its sheet, row and column (both from 1), and the value."""

    sheet: str
    row: int
    column: int
    value: object

    @property
    def place(self) -> str:
        """Its address, like ``Partners!K7``."""
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"


def column_letters(number: int) -> str:
    """The letters of a column, A for 1.

    >>> column_letters(16_384)
    'XFD'
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, 1 for A.

    >>> column_number("AA")
    27
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
