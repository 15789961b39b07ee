"""What a package says of itself: its workbook part, its sheets in order, and their Excel tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from lxml import etree

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import ExcelTable, column_letters, column_number
from partnerxl.core.messages import message

if TYPE_CHECKING:
    from partnerxl.hosts.package import Node, Package, Relation

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATION_BASES = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_OTHER_ZIPS = {"content.xml": "open_document", "Index/Document.iwa": "numbers"}


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as the workbook part lists it."""

    name: str
    part: str
    kind: str
    visible: bool

    @property
    def has_cells(self) -> bool:
        """False for a chart sheet or a dialog; a sheet whose part is missing should have some."""
        return self.kind in {"worksheet", ""}


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A block of cells, 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def __str__(self) -> str:
        first = f"{column_letters(self.left)}{self.top}"
        return f"{first}:{column_letters(self.right)}{self.bottom}"


class Contents:
    """The workbook part of a package and what it lists."""

    def __init__(self, package: Package) -> None:
        """Find and read the workbook part.

        Raises:
            WorkbookError: If the package holds no Excel workbook of a kind that can be read.
        """
        self.package = package
        self.part = self._main_part()
        self.root: Node = package.xml(self.part)
        self.namespace: str = etree.QName(self.root).namespace or ""
        if etree.QName(self.root).localname != "workbook" or self.namespace not in RELATION_BASES:
            self._refuse("other_office", "save_in_own")
        self.relation_base = RELATION_BASES[self.namespace]
        self.relations: tuple[Relation, ...] = package.relations(self.part)
        self._by_id = {each.id: each for each in reversed(self.relations)}
        self.sheets: tuple[SheetEntry, ...] = tuple(map(self._entry, self.sheet_elements()))

    @property
    def strict(self) -> bool:
        """Whether it is a Strict OOXML workbook."""
        return self.namespace == STRICT

    def tag(self, name: str) -> str:
        """A name in this workbook's namespace (a strict workbook has another one), as lxml writes it."""
        return f"{{{self.namespace}}}{name}"

    def _main_part(self) -> str:
        targets = (relation for relation in self.package.relations("") if relation.kind == "officeDocument")
        main = next(targets, None)
        if main is None or not self.package.has(main.target):
            known = (found for part, found in _OTHER_ZIPS.items() if self.package.has(part))
            self._refuse(next(known, "zip"), "save_in_own")
        if main.target.lower().endswith(".bin"):
            self._refuse("binary", "save_as")
        return main.target

    def _refuse(self, found: str, mend: str) -> NoReturn:
        said, way_out = message("found", found), message("mend", mend)
        text = message("workbook", "expected", name=self.package.name, found=said, mend=way_out)
        raise WorkbookError(text)

    def relation(self, identity: str) -> Relation | None:
        """The workbook's relation of that id; the first if there are several."""
        return self._by_id.get(identity)

    def sheet_elements(self) -> list[Node]:
        """The ``sheet`` elements of the workbook part, in order."""
        return list(self.root.iterfind(f"{self.tag('sheets')}/{self.tag('sheet')}"))

    def _entry(self, sheet: Node) -> SheetEntry:
        found = self.relation(sheet.get(f"{{{self.relation_base}}}id", ""))
        return SheetEntry(
            name=sheet.get("name", ""),
            part=found.target if found else "",
            kind=found.kind if found else "",
            visible=sheet.get("state", "visible") == "visible",
        )

    @property
    def date1904(self) -> bool:
        """Whether serial days count from 1904."""
        facts = self.root.find(self.tag("workbookPr"))
        return facts is not None and is_true(facts.get("date1904"))

    def related(self, kind: str) -> str:
        """Name of the workbook's part of a kind, like ``styles``; empty when there is none."""
        targets = (relation.target for relation in self.relations if relation.kind == kind)
        return next((target for target in targets if self.package.has(target)), "")

    def tables(self, sheet: SheetEntry) -> tuple[ExcelTable, ...]:
        """The Excel tables that stand on a sheet."""
        targets = (found.target for found in self.package.relations(sheet.part) if found.kind == "table")
        found_tables = (_table(self.package.xml(target)) for target in targets if self.package.has(target))
        return tuple(table for table in found_tables if table is not None)


def _table(root: Node) -> ExcelTable | None:
    block = rectangle(root.get("ref", ""))
    if block is None:
        return None
    name = root.get("displayName") or root.get("name") or ""
    return ExcelTable(name, block.top, block.left, block.bottom, block.right)


def is_true(value: str | None) -> bool:
    """Whether an XML attribute says yes."""
    return value in {"1", "true", "on"}


def cell_place(address: str) -> tuple[int, int] | None:
    """Row and column of an address; None when it is none or lies outside a worksheet.

    >>> cell_place("$C$7")
    (7, 3)
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if 1 <= row <= LAST_ROW and column <= LAST_COLUMN else None


def rectangle(reference: str) -> Rectangle | None:
    """The block a reference like ``A1:C9`` or ``B2`` names; None when it names none."""
    first, _, last = reference.partition(":")
    start, end = cell_place(first), cell_place(last or first)
    if start is None or end is None:
        return None
    return Rectangle(
        min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])
    )
