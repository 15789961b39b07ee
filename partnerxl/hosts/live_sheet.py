"""One result sheet of a workbook open in Excel: its values in a few blocks, and the look of what is new."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from partnerxl.core import dashboard
from partnerxl.core.grids import HIDDEN, ResultTable, column_letters
from partnerxl.core.messages import message
from partnerxl.hosts import native
from partnerxl.hosts.contents import LAST_ROW
from partnerxl.hosts.earlier import Plan
from partnerxl.hosts.looks import NAVY, WHITE
from partnerxl.hosts.sheets import DATE_FORMAT, DEFAULT_WIDTH, STYLE, last_row
from partnerxl.hosts.typed import Block, Cell, EarlierCells, blocks, entry

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True)
class Draft:
    """What will stand on a result sheet, where it goes, and what stands there now."""

    table: ResultTable
    earlier: EarlierCells
    plan: Plan[Cell]

    @classmethod
    def make(cls, table: ResultTable, earlier: EarlierCells) -> Draft:
        """Plan a sheet."""
        return cls(table, earlier, earlier.plan(table))

    @property
    def name(self) -> str:
        """Name of the sheet."""
        return self.table.name

    @property
    def notes(self) -> tuple[str, ...]:
        """What the owner should know."""
        moves = any(row != at + 2 for at, row in self.plan.old_row.items())
        if not (self.earlier.untold and moves):
            return self.plan.notes
        return (*self.plan.notes, message("writing", "stayed", sheet=self.name))

    @property
    def ends(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """First and last cell of the table."""
        return (1, 1), (last_row(self.table), self.plan.width)

    def number_format(self, heading: str) -> str:
        """The number format of a column; empty for the usual one."""
        at = self.table.columns.index(heading)
        days = any(isinstance(row[at], date) for row in self.table.rows)
        return self.table.formats.get(heading, DATE_FORMAT if days else "")


class LiveSheet:
    """A sheet of an open workbook on which a draft is written."""

    def __init__(
        self, book: xlwings.Book, sheet: xlwings.Sheet, draft: Draft, taken: Collection[str] = ()
    ) -> None:
        """Write on a sheet; ``taken`` are the names that Excel tables have."""
        self._book = book
        self._sheet = sheet
        self._taken = taken
        self._table = ""
        self.draft = draft

    def try_out(self) -> None:
        """Write a heading where it goes; Excel refuses on a protected sheet or while someone is typing."""
        heading, column = next(iter(self.draft.plan.columns.items()))
        if column <= len(self.draft.earlier.headings):
            self._sheet.range((1, column)).value = entry(heading)

    def write(self) -> None:
        """Make room, type every block in one go, and give what is new its look."""
        self._show_rows()
        self._make_room()
        for block in blocks(self.draft.table, self.draft.plan, self.draft.earlier):
            self._type(block)
        self._put_table()
        if not self.draft.earlier.last_row:
            self._dress_sheet()
        self._dress_cells()

    def _type(self, block: Block) -> None:
        self._sheet.range(*block.ends).value = block.rows

    # --- room -------------------------------------------------------------------------------------

    def _show_rows(self) -> None:
        """Show the rows of an earlier run, which an old filter may hide."""
        last = self.draft.earlier.last_row
        if not last:
            return
        cells = self._sheet.range((1, 1), (last, self.draft.plan.width))
        for table in self._sheet.tables:
            native.look(table, show_autofilter=False, show_totals=False)
        native.look(cells.rows, hidden=False)
        native.drop_links(cells)

    def _make_room(self) -> None:
        """Let Excel move what people have below and beside the table, with its looks and formulas."""
        plan, earlier = self.draft.plan, self.draft.earlier
        rows, first = plan.shift
        if rows:
            self._sheet.range(f"{first}:{first + rows - 1}").insert("down")
        old = len(earlier.headings)
        if earlier.has_beside and plan.width > old:
            self._sheet.range((1, old + 1), (earlier.last_row, plan.width)).insert("right")

    # --- the Excel table --------------------------------------------------------------------------

    def _put_table(self) -> None:
        """Make the cells an Excel table, or let the one of the earlier run go as far as they go."""
        cells = self._sheet.range(*self.draft.ends)
        ours = next((each for each in self._sheet.tables if each.range.address.startswith("$A$1:")), None)
        if ours is not None:
            ours.resize(cells)
            native.look(ours, show_autofilter=True)
            self._table = ours.name
        elif not self.draft.earlier.last_row:
            with suppress(NotImplementedError):  # a plain range reads as well
                name = self._free_name()
                self._sheet.tables.add(cells, name=name, table_style_name=STYLE)
                self._table = name

    def column(self, heading: str) -> str:
        """A column of ours as a formula names it, once it is written."""
        if self._table:
            return dashboard.structured(self._table, heading)
        letter = column_letters(self.draft.plan.columns[heading])
        return f"{self.draft.name}!${letter}$2:${letter}${LAST_ROW}"

    def _free_name(self) -> str:
        names = (self.draft.name + ending for ending in _endings())
        return next(name for name in names if name.casefold() not in self._taken and not self._named(name))

    def _named(self, name: str) -> bool:
        return name in self._book.names

    # --- looks ------------------------------------------------------------------------------------

    def _dress_sheet(self) -> None:
        """The look of a new sheet."""
        heading = self._sheet.range((1, 1), (1, self.draft.plan.width))
        native.look(heading, color=f"#{NAVY}", wrap_text=True, vertical_alignment="center")
        native.look(heading.font, color=f"#{WHITE}", bold=True)
        native.look(self._sheet, show_gridlines=False)
        with suppress(Exception):  # a hidden window cannot be frozen
            self._sheet.freeze_panes.freeze_at("1:1")

    def _dress_cells(self) -> None:
        """The look of columns and rows that were not there before; what was there keeps the look it has."""
        plan, earlier, last = self.draft.plan, self.draft.earlier, last_row(self.draft.table)
        first = max(earlier.last_row, 1) + 1
        for heading, column in plan.columns.items():
            new = heading not in earlier.headings
            if new:
                self._set_width(column, self.draft.table.widths.get(heading, DEFAULT_WIDTH))
            if new or first <= last:
                self._dress_column(heading, self._sheet.range((2 if new else first, column), (last, column)))
        if first <= last:
            with suppress(Exception):
                self._sheet.range((first, 1), (last, plan.width)).rows.autofit()

    def _set_width(self, column: int, letters: float) -> None:
        cells = self._sheet.range((1, column))
        if letters == HIDDEN:
            native.look(cells.columns, hidden=True)
        else:
            native.look(cells, column_width=native.column_width(self._book, letters))

    def _dress_column(self, heading: str, cells: xlwings.Range) -> None:
        number_format = self.draft.number_format(heading)
        native.look(cells, vertical_alignment="top")
        if heading in self.draft.table.wrap:
            native.look(cells, wrap_text=True)
        if number_format:
            native.look(cells, number_format=number_format, horizontal_alignment="right")


def _endings() -> Iterator[str]:
    """What is put behind a name that is taken."""
    yield ""
    yield from map(str, count(2))
