"""Puts values into cells of people's sheets, and leaves every other cell as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from copy import deepcopy
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.grids import column_letters
from partnerxl.hosts.board import set_value
from partnerxl.hosts.contents import cell_place, rectangle
from partnerxl.hosts.looks import Look
from partnerxl.hosts.record_rows import numbered_rows

if TYPE_CHECKING:
    from partnerxl.core.grids import CellEdit
    from partnerxl.hosts.contents import Rectangle
    from partnerxl.hosts.looks import Styles
    from partnerxl.hosts.package import Node

DAY = Look(number_format="yyyy-mm-dd")
RICH = (
    "vm",
    "cm",
)  # what leads from a cell to a picture or a data type, which Excel shows instead of its value
BLOCKS = frozenset({"array", "dataTable"})


class CellEdits:
    """The cells of one sheet of people's."""

    def __init__(self, root: Node, styles: Styles, read: Callable[[Node], object], *, date1904: bool) -> None:
        """Work on the root of a worksheet.

        Args:
            root: The worksheet.
            styles: The styles of the workbook.
            read: Tells what a cell holds.
            date1904: Whether serial days count from 1904.
        """
        self.root = root
        self._styles, self._read, self._date1904 = styles, read, date1904
        self._tag = f"{{{etree.QName(root).namespace}}}"
        self._rows = numbered_rows(root)

    def holds_formula(self, row: int, column: int) -> bool:
        """True for a cell that is worked out, by a formula of its own or one for a block of cells."""
        return any(block.holds(row, column) for block in self._worked_out)

    def last_formula(self, columns: Collection[int]) -> int:
        """The last row with a formula in one of some columns, whatever it shows; 0 for none."""
        met = (block.bottom for block in self._worked_out if _lies_in(block, columns))
        return max(met, default=0)

    @cached_property
    def _worked_out(self) -> list[Rectangle]:
        """The cells of each formula: a formula of an array, or of a what-if table, fills a block."""
        formulas = self.root.iter(f"{self._tag}f")
        found = (rectangle(_reach(formula) or formula.getparent().get("r", "")) for formula in formulas)
        return [block for block in found if block]

    def put(self, edit: CellEdit) -> None:
        """Let a cell hold a value; a new cell looks like the one above it."""
        cell = self._found(edit.row, edit.column)
        if cell is None:
            cell = self._added(edit.row, edit.column)
        for mark in RICH:
            cell.attrib.pop(mark, None)
        set_value(cell, edit.value, date1904=self._date1904)
        if isinstance(edit.value, date) and not isinstance(self._read(cell), date):
            cell.set("s", str(self._styles.index(DAY)))

    def _found(self, row: int, column: int) -> Node | None:
        cells = self._rows[row].iterfind(f"{self._tag}c") if row in self._rows else ()
        return next((cell for cell in cells if cell_place(cell.get("r", "")) == (row, column)), None)

    def _added(self, number: int, column: int) -> Node:
        row = self._rows.get(number)
        if row is None:
            row = self._rows[number] = self._new_row(number)
        cell = etree.Element(f"{self._tag}c", {"r": f"{column_letters(column)}{number}"})
        above = self._found(number - 1, column)
        if above is not None and above.get("s"):
            cell.set("s", above.get("s"))
        before = sum((cell_place(each.get("r", "")) or (0, 0))[1] < column for each in row)
        row.insert(before, cell)
        row.attrib.pop("spans", None)
        return cell

    def _new_row(self, number: int) -> Node:
        row = etree.Element(f"{self._tag}row", {"r": str(number)})
        sheet = self.root.find(f"{self._tag}sheetData")
        sheet.insert(sum(each < number for each in self._rows), row)
        return row

    def widen(self) -> None:
        """Let the sheet's own note of its size hold every cell."""
        size = self.root.find(f"{self._tag}dimension")
        places = [
            place for cell in self.root.iter(f"{self._tag}c") if (place := cell_place(cell.get("r", "")))
        ]
        if size is None or not places:
            return
        rows, columns = zip(*places, strict=True)
        first = f"{column_letters(min(columns))}{min(rows)}"
        size.set("ref", f"{first}:{column_letters(max(columns))}{max(rows)}")


def _reach(formula: Node) -> str:
    """The block of cells that a formula fills; empty when it is its own cell."""
    return str(formula.get("ref", "")) if formula.get("t") in BLOCKS else ""


def _lies_in(block: Rectangle, columns: Collection[int]) -> bool:
    return any(block.left <= column <= block.right for column in columns)


def grown(table: Node, edits: Sequence[CellEdit]) -> Node | None:
    """An Excel table that reaches down to rows written right below it; None where it need not grow.

    A table grows by rows all of whose cells lie in its columns: one of people's further down is another table.
    """
    tag = f"{{{etree.QName(table).namespace}}}"
    block = rectangle(table.get("ref", ""))
    if block is None or table.get("totalsRowCount", "0") != "0":
        return None
    beside = {each.row for each in edits if not block.left <= each.column <= block.right}
    below = sorted({each.row for each in edits if each.row > block.bottom} - beside)
    last = block.bottom
    for row in below:
        last = row if row == last + 1 else last
    if last == block.bottom:
        return None
    root = deepcopy(table)
    cells = f"{column_letters(block.left)}{block.top}:{column_letters(block.right)}{last}"
    for each in (root, *root.findall(f"{tag}autoFilter")):
        each.set("ref", cells)
    return root
