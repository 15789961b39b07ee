"""The main part of a workbook that is to be changed: its sheets, marked as ours or not, and its names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from lxml import etree

from partnerxl.core.errors import WorkbookError
from partnerxl.core.messages import message
from partnerxl.hosts.contents import Contents
from partnerxl.hosts.package import as_utf8
from partnerxl.hosts.sheets import new_sheet

if TYPE_CHECKING:
    from partnerxl.hosts.package import Node, Relation
    from partnerxl.hosts.rewrite import Rewrite

MARK = "_partnerxl"
FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[ >]")
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml."
BOOK_ORDER = (
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences "
    "definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing "
    "fileRecoveryPr webPublishObjects extLst"
).split()


class BookPart:
    """The parts of a workbook that name its sheets."""

    def __init__(self, rewrite: Rewrite) -> None:
        """Open the main part of a package.

        Raises:
            WorkbookError: If it is no workbook we can keep safe.
        """
        self.rewrite = rewrite
        self._contents = Contents(rewrite.package)
        self.part = self._contents.part
        self.root = rewrite.xml(self.part)
        self._namespace = self._contents.namespace
        self._related = self._contents.relation_base
        self._folder = self.part[: self.part.rfind("/") + 1]  # some programs look for parts beside it only
        self._check_safe()

    def _check_safe(self) -> None:
        for sheet in self._contents.sheets:
            if not self.rewrite.has(sheet.part):
                self.rewrite.package.damaged(sheet.name, message("damage", "no_sheet"))
        kinds = {each.kind for each in self.rewrite.package.relations(self.part)}
        if any(key.startswith("_xmlsignatures/") for key in self.rewrite.package.parts):
            self._refuse(message("unsafe", "signed"), message("mend", "unsigned"))
        if "revisionHeaders" in kinds:
            self._refuse(message("unsafe", "shared"), message("mend", "unshare"))

    # --- sheets -----------------------------------------------------------------------------------

    def _find(self, name: str) -> tuple[int, Node | None]:
        for number, entry in enumerate(self._child("sheets")):
            if entry.get("name", "").casefold() == name.casefold():
                return number, entry
        return -1, None

    def _ours(self, number: int) -> bool:
        names = self.root.find(self._tag("definedNames"))
        return any(
            each.get("name") == MARK and each.get("localSheetId") == str(number)
            for each in (() if names is None else names)
        )

    def _part_of(self, entry: Node) -> str:
        """The part of a sheet of ours."""
        found = self._relation_of(entry)
        if found is None or found.kind != "worksheet":
            why = message("unsafe", "no_worksheet", sheet=entry.get("name"))
            self._refuse(why, message("mend", "delete_sheet"))
        return found.target

    def _relation_of(self, entry: Node) -> Relation | None:
        return self._contents.relation(entry.get(f"{{{self._related}}}id", ""))

    def _new_sheet(self, name: str, pages: int, printed: tuple[str, ...]) -> str:
        protection = self.root.find(self._tag("workbookProtection"))
        if protection is not None and protection.get("lockStructure") in {"1", "true"}:
            self._refuse(message("unsafe", "structure"), message("mend", "unprotect"))
        root = new_sheet(self._namespace, self._related, pages)
        if self.root.find(self._tag("bookViews")) is None:
            root.remove(root.find(self._tag("sheetViews")))
        part = self.rewrite.add(f"{self._folder}worksheets/sheet{{}}.xml", root, f"{CONTENT}worksheet+xml")
        related = self.rewrite.relate(self.part, f"{self._related}/worksheet", part)
        sheets = self._child("sheets")
        used = [int(each.get("sheetId")) for each in sheets if each.get("sheetId", "").isdigit()]
        place = {"name": name, "sheetId": str(max(used, default=0) + 1), f"{{{self._related}}}id": related}
        number = len(sheets)
        etree.SubElement(sheets, self._tag("sheet"), place)
        mark = {"name": MARK, "localSheetId": str(number), "hidden": "1"}
        etree.SubElement(self._child("definedNames"), self._tag("definedName"), mark).text = f"'{name}'!$A$1"
        kind, *cells = printed
        named = etree.SubElement(self._child("definedNames"), self._tag("definedName"), name=kind)
        named.set("localSheetId", str(number))
        named.text = ",".join(f"'{name}'!{each}" for each in cells)
        return part

    @property
    def calculates(self) -> bool:
        """True when a sheet of people's holds a formula."""
        package = self.rewrite.package
        sheets = [sheet for at, sheet in enumerate(self._contents.sheets) if not self._ours(at)]
        return any(FORMULA.search(as_utf8(package.read(each.part))) for each in sheets)

    # --- small ones -------------------------------------------------------------------------------

    def _child(self, name: str) -> Node:
        found = self.root.find(self._tag(name))
        if found is None:
            found = etree.Element(self._tag(name))
            later = {self._tag(each) for each in BOOK_ORDER[BOOK_ORDER.index(name) + 1 :]}
            at = next((at for at, each in enumerate(self.root) if each.tag in later), len(self.root))
            self.root.insert(at, found)
        return found

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"

    def _refuse(self, why: str, mend: str) -> NoReturn:
        name = self.rewrite.package.name
        raise WorkbookError(message("workbook", "unchanged", name=name, why=why, mend=mend))
