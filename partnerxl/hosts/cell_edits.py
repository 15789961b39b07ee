"""Puts values into cells of people's sheets, and leaves every other cell as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.grids import column_letters
from partnerxl.hosts.board import set_value
from partnerxl.hosts.contents import cell_place, rectangle
from partnerxl.hosts.looks import Look

if TYPE_CHECKING:
    from partnerxl.core.grids import CellEdit
    from partnerxl.hosts.looks import Styles
    from partnerxl.hosts.package import Node

DAY = Look(number_format="yyyy-mm-dd")


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
        self._rows = {
            int(row.get("r") or 0): row for row in root.iterfind(f"{self._tag}sheetData/{self._tag}row")
        }

    def holds_formula(self, row: int, column: int) -> bool:
        """True for a cell that is worked out."""
        cell = self._found(row, column)
        return cell is not None and cell.find(f"{self._tag}f") is not None

    def put(self, edit: CellEdit) -> None:
        """Let a cell hold a value; a new cell looks like the one above it."""
        cell = self._found(edit.row, edit.column)
        if cell is None:
            cell = self._added(edit.row, edit.column)
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


def grown(table: Node, edits: Sequence[CellEdit]) -> Node | None:
    """An Excel table that reaches down to cells written right below it; None where it need not grow."""
    tag = f"{{{etree.QName(table).namespace}}}"
    block = rectangle(table.get("ref", ""))
    if block is None or table.get("totalsRowCount", "0") != "0":
        return None
    below = sorted(
        {each.row for each in edits if each.row > block.bottom and block.left <= each.column <= block.right}
    )
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
