"""A result sheet of an earlier run as it stands in a package: its cells are XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.hosts.contents import cell_place, rectangle
from partnerxl.hosts.earlier import Earlier
from partnerxl.hosts.package import Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnerxl.hosts.earlier import Place


class EarlierNodes(Earlier[Node]):
    """A result sheet in a package."""

    def __init__(self, root: Node, table: Node | None, value: Callable[[Node], object]) -> None:
        """Read a sheet.

        Args:
            root: The root element of the worksheet.
            table: The root element of our table on it, if there is one.
            value: Gives the value of a cell.
        """
        self._value = value
        block = None if table is None else rectangle(table.get("ref", ""))
        super().__init__(dict(_placed(root)), (block.bottom, block.right) if block else None)

    def said(self, cell: Node) -> str:
        """What a cell says; empty for nothing."""
        value = self._value(cell)
        return "" if value is None else str(value)

    def stays(self, cell: Node) -> bool:
        """True for a formula, and for a cell that only has a look."""
        return cell.find("{*}f") is not None or self.is_empty(cell)

    def is_empty(self, cell: Node) -> bool:
        """True for a cell that only has a look."""
        return not len(cell)

    def style(self, row: int, column: int) -> str | None:
        """The number of the look of a cell; None when it is not there."""
        cell = self.cells.get((row, column))
        return None if cell is None else cell.get("s", "0")


def _placed(root: Node) -> Iterator[tuple[Place, Node]]:
    """Every cell of a worksheet by its place; rows get their numbers."""
    tag = f"{{{etree.QName(root).namespace}}}"
    number = 0
    for row in root.iterfind(f"{tag}sheetData/{tag}row"):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        column = 0
        for cell in row.iterfind(f"{tag}c"):
            place = cell_place(cell.get("r", "")) or (number, column + 1)
            column = place[1]
            yield place, cell
