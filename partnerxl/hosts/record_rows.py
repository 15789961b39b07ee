"""The rows of records on a sheet of people's: some stay and move up, the others are emptied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.grids import column_letters
from partnerxl.hosts.contents import cell_place, rectangle

if TYPE_CHECKING:
    from partnerxl.core.carrying import Carried
    from partnerxl.hosts.package import Node

QUOTED = re.compile(r'"[^"]*"')
OF_ITS_ROW = re.compile(r"(?<![\w.\]$])\$?[A-Z]{1,3}\d{1,7}(?![\w(])|(?<![\w$])\d+:\d+", re.IGNORECASE)
"""A reference that would mean other cells once its formula stands in another row."""
HEIGHT = ("ht", "customHeight", "hidden")


def numbered_rows(root: Node) -> dict[int, Node]:
    """The rows of a worksheet by their numbers; rows and cells without an address get theirs."""
    tag = f"{{{etree.QName(root).namespace}}}"
    found: dict[int, Node] = {}
    number = 0
    for row in root.iterfind(f"{tag}sheetData/{tag}row"):
        number = int(row.get("r") or number + 1)
        row.set("r", str(number))
        found[number] = row
        column = 0
        for cell in row.iterfind(f"{tag}c"):
            place = cell_place(cell.get("r", ""))
            column = place[1] if place else column + 1
            cell.set("r", f"{column_letters(column)}{number}")
    return found


class RecordRows:
    """The cells of a sheet with records."""

    def __init__(self, root: Node, carried: Carried) -> None:
        """Look at a worksheet; rows and cells without an address get theirs."""
        self.root = root
        self.carried = carried
        self._tag = f"{{{etree.QName(root).namespace}}}"
        self._rows = numbered_rows(root)
        self.values: list[str] = []

    # --- looking ----------------------------------------------------------------------------------

    @property
    def first(self) -> int:
        """The first row of the records."""
        return min(self.carried.rows)

    @property
    def last(self) -> int:
        """The last row of the records."""
        return max(self.carried.rows)

    def hurdle(self) -> str:
        """What keeps rows from moving up, by the name of its sentence; empty when nothing does."""
        checks = {
            "formula": self._formulas_of_a_row(),
            "between": self._rows_between(),
            "beside": self._beside(),
            "merged": self._touched("mergeCells", "mergeCell"),
            "link": self._touched("hyperlinks", "hyperlink"),
            "filter": self.root.find(f".//{self._tag}filterColumn") is not None,
        }
        return next((name for name, is_there in checks.items() if is_there), "")

    def touches(self, reference: str) -> bool:
        """True when a reference covers some of the records and not all of them."""
        block = rectangle(reference.replace("$", ""))
        if block is None:
            return False
        outside = block.bottom < self.first or block.top > self.last
        return not outside and not (block.top <= self.first and block.bottom >= self.last)

    def formulas(self) -> Iterator[str]:
        """Every formula of the sheet."""
        yield from (each.text or "" for each in self.root.iter(f"{self._tag}f"))

    def _touched(self, group: str, name: str) -> bool:
        found = self.root.iterfind(f"{self._tag}{group}/{self._tag}{name}")
        blocks = (rectangle(each.get("ref", "")) for each in found)
        return any(block and block.bottom >= self.first and block.top <= self.last for block in blocks)

    def _formulas_of_a_row(self) -> bool:
        """True when people's own columns hold formulas that belong where they stand."""
        own = (
            cell for cell in self._cells(self.carried.rows) if self._column(cell) not in self.carried.columns
        )
        formulas = (cell.find(f"{self._tag}f") for cell in own)
        return any(formula is not None and is_fixed(formula) for formula in formulas)

    def _rows_between(self) -> bool:
        """True when rows that are no records stand among them."""
        others = set(range(self.first, self.last + 1)) - set(self.carried.rows)
        return any(_holds(cell) for cell in self._cells(sorted(others)))

    def _beside(self) -> bool:
        """True when something stands beside the records that may not belong to them."""
        block = self.carried.block
        cells = self._cells(self.carried.rows)
        return any(_holds(cell) for cell in cells if not block.left <= self._column(cell) <= block.right)

    def _cells(self, numbers: Iterable[int]) -> Iterator[Node]:
        for number in numbers:
            if number in self._rows:
                yield from self._rows[number].iterfind(f"{self._tag}c")

    @staticmethod
    def _column(cell: Node) -> int:
        place = cell_place(cell.get("r", ""))
        return place[1] if place else 0

    # --- changing ---------------------------------------------------------------------------------

    def settle(self) -> None:
        """Let formulas in the columns of records become what they show, where they belong to one row."""
        ours = [cell for cell in self._cells(self.carried.rows) if self._column(cell) in self.carried.columns]
        formulas = [formula for cell in ours if (formula := cell.find(f"{self._tag}f")) is not None]
        shared = {each.get("si") for each in formulas if each.get("t") == "shared"}
        for formula in list(self.root.iter(f"{self._tag}f")):
            if (formula in formulas and is_fixed(formula)) or (formula.get("si") or "") in shared:
                cell = formula.getparent()
                cell.remove(formula)
                cell.attrib.pop("cm", None)
                self.values.append(cell.get("r"))

    def empty_columns(self) -> None:
        """Empty what is counted anew; a formula stays and is worked out anew."""
        for cell in self._cells(self.carried.kept):
            if self._column(cell) in self.carried.empty:
                if cell.find(f"{self._tag}f") is None:
                    self._empty(cell)
                else:
                    self._forget(cell)

    def empty_in_place(self) -> None:
        """Empty the rows that stay behind; every other row stays where it is."""
        left = set(self.carried.rows) - set(self.carried.kept)
        block = self.carried.block
        for cell in self._cells(sorted(left)):
            column = self._column(cell)
            formula = cell.find(f"{self._tag}f")
            if column in self.carried.columns or (formula is None and block.left <= column <= block.right):
                self._empty(cell)

    def move_up(self) -> None:
        """Let the rows that go along stand without gaps below the headings, and empty the rest."""
        rows, kept = self.carried.rows, self.carried.kept
        content = {source: deepcopy(self._rows[source]) for source in kept}
        for target, source in zip(rows, kept, strict=False):
            self._lay(content[source], target)
        for number in rows[len(kept) :]:
            row = self._rows[number]
            for name in HEIGHT:
                row.attrib.pop(name, None)
            for cell in row.iterfind(f"{self._tag}c"):
                self._empty(cell)

    def _lay(self, content: Node, target: int) -> None:
        row = self._rows[target]
        row.attrib.clear()
        row.attrib.update(content.attrib)
        row.set("r", str(target))
        row[:] = list(content)
        for cell in row.iterfind(f"{self._tag}c"):
            cell.set("r", f"{column_letters(self._column(cell))}{target}")

    def _empty(self, cell: Node) -> None:
        for each in list(cell):
            cell.remove(each)
        for name in ("t", "cm", "vm"):
            cell.attrib.pop(name, None)

    def _forget(self, cell: Node) -> None:
        """Let a formula wait for Excel."""
        for value in cell.findall(f"{self._tag}v"):
            cell.remove(value)
        cell.attrib.pop("t", None)


def is_fixed(formula: Node) -> bool:
    """True for a formula that belongs to the row it stands in: it names cells by the number of a row."""
    return formula.get("t") is not None or bool(OF_ITS_ROW.search(QUOTED.sub("", formula.text or "")))


def _holds(cell: Node) -> bool:
    return any(etree.QName(each).localname in {"f", "v", "is"} for each in cell)
