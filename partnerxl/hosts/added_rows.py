"""New records below those that stand on a sheet of people's; everything else stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import column_letters
from partnerxl.core.messages import message
from partnerxl.hosts import saving
from partnerxl.hosts.board import set_value
from partnerxl.hosts.book_part import BookPart
from partnerxl.hosts.contents import cell_place, rectangle
from partnerxl.hosts.keeper import ODD_PARTS
from partnerxl.hosts.package import Package, raw_bytes
from partnerxl.hosts.rewrite import Rewrite, untouched

if TYPE_CHECKING:
    from partnerxl.hosts.package import Node

Row = Mapping[int, object]
"""Number of the column, from 1 -> what goes into it."""


@dataclass(frozen=True)
class Spot:
    """Where new records go: the sheet, the row of its headings, and the last row of its records."""

    sheet: str
    heading: int
    last: int


def add_rows(path: Path, spot: Spot, rows: Sequence[Row], keep: int) -> None:
    """Write new records into a saved workbook, after a backup.

    Args:
        path: The workbook.
        spot: Where they go.
        rows: The records.
        keep: How many backups of the workbook stay beside it.

    Raises:
        WorkbookError: If it cannot be kept safe or there is no room; it is as it was then.
    """
    place = saving.real_place(path)
    saving.check_free(place)
    raw = raw_bytes(place)
    saving.save(place, raw, added(raw, path.name, spot, rows), keep)


def added(raw: bytes, name: str, spot: Spot, rows: Sequence[Row]) -> bytes:
    """The bytes of a workbook with new records.

    Raises:
        WorkbookError: If it cannot be kept safe, or something stands where they would go.
    """
    package = Package(raw, name)
    try:
        book = _Book(Rewrite(package))
        book.add(spot, rows)
        package.check()
        content = book.rewrite.as_bytes()
    except ODD_PARTS as fault:
        why, mend = message("unsafe", "contradiction"), message("mend", "repair")
        raise WorkbookError(message("workbook", "unchanged", name=name, why=why, mend=mend)) from fault
    if wrong := untouched(package, Package(content, name), book.rewrite.changed):
        package.damaged(wrong, message("damage", "not_kept"))
    return content


class _Book(BookPart):
    """A workbook that gets new records."""

    def add(self, spot: Spot, rows: Sequence[Row]) -> None:
        """Write the records in the rows below the last one."""
        part = next(sheet.part for sheet in self._contents.sheets if sheet.name == spot.sheet)
        root = self.rewrite.xml(part)
        cells = root.find(self._tag("sheetData"))
        looks = self._looks(cells, spot.heading + 1)
        for number, row in enumerate(rows, start=spot.last + 1):
            self._write(self._row(cells, number), number, row, looks, spot)
        self.rewrite.put(part, root)
        self._stretch(part, spot, spot.last + len(rows))
        if self.calculates:
            self._child("calcPr").set("fullCalcOnLoad", "1")
            self.rewrite.put(self.part, self.root)

    def _looks(self, cells: Node, number: int) -> dict[int, str]:
        """The look of each column in the first row below the headings."""
        first = next((row for row in cells if row.get("r") == str(number)), ())
        return {_column(cell): cell.get("s") for cell in first if cell.get("s")}

    def _row(self, cells: Node, number: int) -> Node:
        """A row of the sheet, put in its place when it is not there."""
        for at, row in enumerate(cells):
            if int(row.get("r", "0")) == number:
                return row
            if int(row.get("r", "0")) > number:
                new = etree.Element(self._tag("row"), r=str(number))
                cells.insert(at, new)
                return new
        return etree.SubElement(cells, self._tag("row"), r=str(number))

    def _write(self, row: Node, number: int, values: Row, looks: Mapping[int, str], spot: Spot) -> None:
        old = {_column(cell): cell for cell in row}
        if any(len(old[column]) for column in values if column in old):
            why = message("unsafe", "row_taken", row=number, sheet=spot.sheet)
            self._refuse(why, message("mend", "move_below"))
        for column, value in values.items():
            cell = old.setdefault(
                column, etree.Element(self._tag("c"), r=f"{column_letters(column)}{number}")
            )
            if column in looks:
                cell.set("s", looks[column])
            set_value(cell, value, date1904=self._contents.date1904)
        row[:] = [old[column] for column in sorted(old)]

    def _stretch(self, part: str, spot: Spot, last: int) -> None:
        """Let the Excel table of the records reach to the last of them."""
        for each in self.rewrite.package.relations(part):
            root = (
                self.rewrite.xml(each.target)
                if each.kind == "table" and self.rewrite.has(each.target)
                else None
            )
            block = rectangle(root.get("ref", "")) if root is not None else None
            if root is None or block is None or block.top != spot.heading or block.bottom >= last:
                continue
            if root.get("totalsRowCount", "0") != "0":
                why = message("unsafe", "totals", sheet=spot.sheet)
                self._refuse(why, message("mend", "take_off_totals"))
            cells = f"{column_letters(block.left)}{block.top}:{column_letters(block.right)}{last}"
            for node in (root, *root.findall(self._tag("autoFilter"))):
                node.set("ref", cells)
            self.rewrite.put(each.target, root)


def _column(cell: Node) -> int:
    place = cell_place(cell.get("r", ""))
    return place[1] if place else 0
