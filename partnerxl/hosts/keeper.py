"""Writes result sheets into a saved workbook; every other part of it stays byte for byte as it was."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core import dashboard
from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import column_letters
from partnerxl.core.messages import message
from partnerxl.hosts import saving
from partnerxl.hosts.board import BoardSheet, is_empty, put_charts, renew, shown, shows
from partnerxl.hosts.book_part import CONTENT, MARK, BookPart
from partnerxl.hosts.cell_edits import CellEdits, grown
from partnerxl.hosts.contents import LAST_ROW, Contents
from partnerxl.hosts.earlier_nodes import EarlierNodes
from partnerxl.hosts.files import MOST_CELLS
from partnerxl.hosts.looks import Styles
from partnerxl.hosts.package import Node, Package, as_utf8, raw_bytes
from partnerxl.hosts.rewrite import Rewrite, untouched
from partnerxl.hosts.sheets import Sheet, across, block_of, escaped, fill_table, holds
from partnerxl.hosts.sparse import SparseReader, unescaped
from partnerxl.hosts.workbook import Kept

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from partnerxl.core.dashboard import Board
    from partnerxl.core.grids import CellEdit, ResultTable
    from partnerxl.hosts.contents import SheetEntry
    from partnerxl.hosts.earlier import Plan
    from partnerxl.hosts.sparse import SparseRows

FILTER = "_xlnm._FilterDatabase"
EXCELS_OWN = "_xlnm."  # names such as what is printed on every page
ODD_PARTS = (LookupError, ValueError, TypeError, AttributeError, StopIteration, OverflowError, etree.Error)
"""What our own code meets when the parts of a package do not say what the standard promises."""
HEADINGS = ("_xlnm.Print_Titles", "$1:$1")
HEADINGS_AND_KEY = ("_xlnm.Print_Titles", "$A:$A", "$1:$1")
PRINTED = ("_xlnm.Print_Area", f"$A$1:${column_letters(dashboard.LAST)}${dashboard.LAST_ROW}")


@dataclass(frozen=True)
class _Columns:
    """A result table that was put: its name, empty for a plain range, and the numbers of its columns."""

    table: str
    numbers: Mapping[str, int]


def write(
    path: Path,
    tables: Sequence[ResultTable],
    digest: str = "",
    keep: int = saving.KEEP,
    edits: Sequence[CellEdit] = (),
) -> Kept:
    """Put the result tables into a saved workbook, each on a sheet of its own, and values into people's cells.

    Args:
        path: The workbook; .xlsx or .xlsm.
        tables: What to write; sheets of earlier runs are written anew.
        digest: SHA-256 of the file the tables were worked out from; empty when it does not matter.
        keep: How many backups of the workbook stay beside it.
        edits: Cells of people's sheets and what they are to hold.

    Raises:
        WorkbookError: If the workbook is open elsewhere, was changed meanwhile or cannot be kept
            safe; it is as it was then.
    """
    place = saving.real_place(path)
    saving.check_free(place)
    raw = raw_bytes(place)
    if digest not in {"", hashlib.sha256(raw).hexdigest()}:
        saving.refuse_changed(place)
    new, notes = patched(raw, path.name, tables, edits)
    if new == raw:
        return Kept(changed=False, notes=notes)
    saving.save(place, raw, new, keep)
    return Kept(changed=True, notes=(*notes, *saving.notes(place)))


def patched(
    raw: bytes, name: str, tables: Sequence[ResultTable], edits: Sequence[CellEdit] = ()
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a workbook with the result tables, and notes; checked before they are given back.

    Raises:
        WorkbookError: If the workbook cannot be kept safe.
    """
    package = Package(raw, name)
    try:
        book = Workbook(Rewrite(package))
        for table in tables:
            book.put(table)
        book.edit(edits)
        if dashboard.can_be_fed(tables):
            book.put_board(dashboard.board(tables, book.column))
        book.close()
        package.check()
        new = book.rewrite.as_bytes() if book.rewrite.changed else raw
    except ODD_PARTS as fault:
        why, mend = message("unsafe", "contradiction"), message("mend", "repair")
        raise WorkbookError(message("workbook", "unchanged", name=name, why=why, mend=mend)) from fault
    if new is not raw:
        book.check(Package(new, name), tables)
        book.check_edits(Package(new, name), edits)
    return new, tuple(book.notes)


def formulas(path: Path, edits: Iterable[CellEdit]) -> frozenset[str]:
    """The places among these that hold a formula.

    Raises:
        WorkbookError: If the workbook cannot be read safely.
    """
    package = Package(raw_bytes(saving.real_place(path)), path.name)
    return Workbook(Rewrite(package)).formulas(edits)


def last_formula(path: Path, edits: Sequence[CellEdit]) -> int:
    """The last row with a formula in the columns of these cells, all of one sheet; 0 for none.

    Raises:
        WorkbookError: If the workbook cannot be read safely.
    """
    package = Package(raw_bytes(saving.real_place(path)), path.name)
    return Workbook(Rewrite(package)).last_formula(edits)


class Workbook(BookPart):
    """A workbook into which result sheets are put."""

    def __init__(self, rewrite: Rewrite) -> None:
        """Open the main part of a package.

        Raises:
            WorkbookError: If it is no workbook we can keep safe.
        """
        super().__init__(rewrite)
        self.notes: list[str] = []
        self._names: list[str] = []
        self._columns: dict[str, _Columns] = {}
        self._board_part = ""
        self._shown: dict[str, object] = {}
        self._strange = False
        self._styles_part = self._find_styles()
        self._styles = Styles(rewrite.xml(self._styles_part))

    def _find_styles(self) -> str:
        for each in self.rewrite.package.relations(self.part):
            if each.kind == "styles" and self.rewrite.has(each.target):
                return each.target
        root = etree.fromstring(
            f'<styleSheet xmlns="{self._namespace}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
            '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
        )
        # some programs look for it under this name only
        part = self.rewrite.add(f"{self._folder}styles{{}}.xml", root, f"{CONTENT}styles+xml", first=0)
        self.rewrite.relate(self.part, f"{self._related}/styles", part)
        return part

    @cached_property
    def _cells(self) -> SparseReader:
        """Tells what a cell holds."""
        return SparseReader(self._contents, MOST_CELLS)

    def put(self, table: ResultTable) -> None:
        """Write one result table on its sheet, which is added when it is not there."""
        number, entry = self._find(table.name)
        if entry is None:
            pages = across(table)
            part = self._new_sheet(table.name, pages, HEADINGS if pages == 1 else HEADINGS_AND_KEY)
        elif not self._ours(number):
            why = message("unsafe", "not_ours", sheet=table.name)
            self._refuse(why, message("mend", "rename_sheet", sheet=table.name))
        else:
            part = self._part_of(entry)
        sheet = Sheet(self.rewrite.xml(part), self._styles, date1904=self._contents.date1904)
        old = self._old_table(part, table.name)
        written = sheet.filter if old is None else self.rewrite.xml(old)
        earlier = EarlierNodes(sheet.root, written, self._cells.value)
        plan = sheet.fill(table, earlier)
        called = self._put_table(sheet, part, old, table, plan)
        self.rewrite.put(part, sheet.root)
        self.notes += plan.notes
        self._names.append(table.name)
        self._columns[table.name] = _Columns(called, plan.columns)

    # --- cells of people's ------------------------------------------------------------------------

    def formulas(self, edits: Iterable[CellEdit]) -> frozenset[str]:
        """The places among these that hold a formula."""
        sheets = {name: self._edited(entry) for name, entry in self._entries(edits).items()}
        return frozenset(
            edit.place for edit in edits if sheets[edit.sheet].holds_formula(edit.row, edit.column)
        )

    def last_formula(self, edits: Sequence[CellEdit]) -> int:
        """The last row with a formula in the columns of these cells, all of one sheet; 0 for none."""
        entry = self._entries(edits)[edits[0].sheet]
        return self._edited(entry).last_formula({edit.column for edit in edits})

    def edit(self, edits: Sequence[CellEdit]) -> None:
        """Put values into cells of people's sheets; an Excel table reaches down to a row written right below it."""
        for name, entry in self._entries(edits).items():
            own = [edit for edit in edits if edit.sheet == name]
            cells = self._edited(entry)
            for each in own:
                cells.put(each)
            cells.widen()
            self.rewrite.put(entry.part, cells.root)
            self._grow_tables(entry, own)
        if edits:
            self._child("calcPr").set("fullCalcOnLoad", "1")

    def _entries(self, edits: Iterable[CellEdit]) -> dict[str, SheetEntry]:
        names = dict.fromkeys(edit.sheet for edit in edits)
        return {name: next(each for each in self._contents.sheets if each.name == name) for name in names}

    def _edited(self, entry: SheetEntry) -> CellEdits:
        root, dates = self.rewrite.xml(entry.part), self._contents.date1904
        return CellEdits(root, self._styles, self._cells.value, date1904=dates)

    def _grow_tables(self, entry: SheetEntry, edits: Sequence[CellEdit]) -> None:
        for each in self.rewrite.package.relations(entry.part):
            if each.kind == "table" and self.rewrite.has(each.target):
                root = grown(self.rewrite.xml(each.target), edits)
                if root is not None:
                    self.rewrite.put(each.target, root)

    def check_edits(self, new: Package, edits: Sequence[CellEdit]) -> None:
        """Read what is to be saved: in people's sheets these cells changed, and no other.

        Raises:
            WorkbookError: If not; nothing has been written then.
        """
        before, after = (SparseReader(contents, MOST_CELLS) for contents in (self._contents, Contents(new)))
        for name, entry in self._entries(edits).items():
            wanted = {(edit.row, edit.column): edit.value for edit in edits if edit.sheet == name}
            was, now = _filled(before.read(entry)), _filled(after.read(entry))
            changed = {place for place in was.keys() | now.keys() if was.get(place) != now.get(place)}
            if changed - wanted.keys() or any(
                not _same_value(now.get(at), value) for at, value in wanted.items()
            ):
                self.rewrite.package.damaged(name, message("damage", "cell_not_as_meant"))

    def column(self, name: str, heading: str) -> str:
        """A column of a result table that was put, as a formula names it."""
        found = self._columns[name]
        if found.table:
            return dashboard.structured(found.table, heading)
        letter = column_letters(found.numbers[heading])
        return f"{name}!${letter}$2:${letter}${LAST_ROW}"

    def put_board(self, board: Board) -> None:
        """Draw the Dashboard, or renew what it shows; the look that people gave it stays."""
        number, entry = self._find(dashboard.SHEET)
        if entry is not None and not self._ours(number):
            self.notes.append(message("writing", "own_dashboard"))
            return
        part = self._new_sheet(dashboard.SHEET, 1, PRINTED) if entry is None else self._part_of(entry)
        root, self._board_part = self.rewrite.xml(part), part
        self._shown = shown(board)
        if is_empty(root):
            BoardSheet(root, self._styles, date1904=self._contents.date1904).draw(board)
            put_charts(self.rewrite, part, root, self._contents)
        else:
            self._strange = not renew(root, self._shown, date1904=self._contents.date1904)
        self.rewrite.put(part, root)

    def close(self) -> None:
        """Put the main part and the styles back."""
        if self._pointed_at():
            self._child("calcPr").set("fullCalcOnLoad", "1")
        self.rewrite.put(self._styles_part, self._styles.root)
        self.rewrite.put(self.part, self.root)

    def check(self, new: Package, tables: Sequence[ResultTable]) -> None:
        """Read what is to be saved: every other part must be as it was, and our sheets as they should be.

        Raises:
            WorkbookError: If it is not; nothing has been written then.
        """
        package = self.rewrite.package
        if wrong := untouched(package, new, self.rewrite.changed):
            package.damaged(wrong, message("damage", "not_kept"))
        contents = Contents(new)
        reader = SparseReader(contents, MOST_CELLS)
        sheets = {sheet.name.casefold(): sheet for sheet in contents.sheets}
        wrong_ones = [
            table.name for table in tables if not holds(reader.read(sheets[table.name.casefold()]), table)
        ]
        if self._board_part and not shows(new.xml(self._board_part), self._shown, reader.value):
            wrong_ones.append(dashboard.SHEET)
        if wrong_ones:
            package.damaged(wrong_ones[0], message("damage", "not_as_meant"))

    def _pointed_at(self) -> bool:
        """True when a formula or a name of people's speaks of a sheet of ours or its table."""
        package = self.rewrite.package
        found = [relation.target for relation in map(self._relation_of, self._child("sheets")) if relation]
        parts = [part for part in found if part != self._board_part or self._strange]
        formula, named = _in_a_formula(self._names), _speaks_of(self._names)
        texts = (as_utf8(package.read(part)) for part in parts if package.has(part))
        return any(_may_speak(text) and formula.search(text) for text in texts) or any(
            named.search(each.text or "")
            for each in self.root.iterfind(f"{self._tag('definedNames')}/{self._tag('definedName')}")
            if not each.get("name", "").startswith((EXCELS_OWN, MARK))
        )

    # --- tables -----------------------------------------------------------------------------------

    def _old_table(self, part: str, name: str) -> str | None:
        """The table of a result sheet from an earlier run: the one that begins at A1."""
        found = [each.target for each in self.rewrite.package.relations(part) if each.kind == "table"]
        tables = {target: self.rewrite.xml(target) for target in found if self.rewrite.has(target)}
        for target, root in tables.items():
            if root.get("ref", "").startswith("A1:"):
                return target
        if any(
            root.get("displayName", "").casefold().startswith(name.casefold()) for root in tables.values()
        ):
            self._refuse(message("unsafe", "moved", sheet=name), message("mend", "back_to_a1"))
        return None

    def _put_table(
        self, sheet: Sheet, part: str, old: str | None, table: ResultTable, plan: Plan[Node]
    ) -> str:
        """Write the Excel table of a result sheet and give its name back; empty where there can be none."""
        if old is not None:
            root = self.rewrite.xml(old)
            fill_table(root, table, plan)
            self.rewrite.put(old, root)
            self._names.append(root.get("displayName", ""))
            return str(root.get("displayName"))
        if self.root.find(self._tag("customWorkbookViews")) is not None:
            self._put_filter(sheet, table, plan)
            return ""
        self._drop_filter(sheet, table.name)
        names, number = self._table_names()
        name = next(
            each for each in _numbered(re.sub(r"\W", "_", table.name)) if each.casefold() not in names
        )
        called = {"id": str(number), "name": name, "displayName": name, "totalsRowShown": "0"}
        root = etree.Element(self._tag("table"), called, nsmap={None: self._namespace})
        fill_table(root, table, plan)
        added = self.rewrite.add(f"{self._folder}tables/table{{}}.xml", root, f"{CONTENT}table+xml")
        related = self.rewrite.relate(part, f"{self._related}/table", added)
        parts = sheet.part("tableParts")
        etree.SubElement(parts, self._tag("tablePart"), {f"{{{self._related}}}id": related})
        parts.set("count", str(len(parts)))
        self._names.append(name)
        return name

    def _put_filter(self, sheet: Sheet, table: ResultTable, plan: Plan[Node]) -> None:
        """A filter over a plain range: Excel turns custom views off in a workbook with a table."""
        if sheet.filter is None and (plain := message("writing", "plain")) not in self.notes:
            self.notes.append(plain)
        reference = block_of(table, plan)
        sheet.set_filter(reference)
        first, last = (re.sub(r"([A-Z]+)", r"$\1$", cell) for cell in reference.split(":"))
        self._filter_name(table.name).text = f"'{table.name}'!{first}:{last}"

    def _drop_filter(self, sheet: Sheet, name: str) -> None:
        """Take a filter off the sheet: a table brings its own, and two over the same cells are damage."""
        sheet.set_filter(None)
        self._child("definedNames").remove(self._filter_name(name))

    def _filter_name(self, sheet: str) -> Node:
        """The hidden name by which Excel knows the filter of a sheet; added when it is not there."""
        facts = {"name": FILTER, "localSheetId": str(self._find(sheet)[0]), "hidden": "1"}
        names = self._child("definedNames")
        for each in names:
            if all(each.get(fact) == facts[fact] for fact in ("name", "localSheetId")):
                return each
        return etree.SubElement(names, self._tag("definedName"), facts)

    def _table_names(self) -> tuple[set[str], int]:
        """Names in use for tables and ranges, and the next free table number."""
        names = self.root.find(self._tag("definedNames"))
        taken = {each.get("name", "").casefold() for each in (() if names is None else names)}
        numbers = [0]
        for part in self._table_parts():
            root = self.rewrite.xml(part)
            numbers.append(int(root.get("id", "0")))
            taken |= {root.get("displayName", "").casefold(), root.get("name", "").casefold()}
        return taken, max(numbers) + 1

    def _table_parts(self) -> set[str]:
        """The tables of every sheet, those just added among them."""
        sheets = [found.target for found in map(self._relation_of, self._child("sheets")) if found]
        package = self.rewrite.package
        old = {each.target for sheet in sheets for each in package.relations(sheet) if each.kind == "table"}
        new = {part for part in self.rewrite.changed if "/tables/" in f"/{Package.key(part)}"}
        return {part for part in old if package.has(part)} | {part for part in new if part.endswith(".xml")}


def _filled(rows: SparseRows) -> dict[tuple[int, int], object]:
    """Row and column of every cell that holds something, with what it holds."""
    return {
        (number, column): value
        for number, row in zip(rows.numbers, rows.rows, strict=True)
        for column, value in enumerate(row, start=1)
        if value is not None
    }


def _same_value(found: object, wanted: object) -> bool:
    return found == (unescaped(escaped(wanted)) if isinstance(wanted, str) else wanted)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}{number}"
        number += 1


def _speaks_of(names: Sequence[str]) -> re.Pattern[str]:
    """Finds a name that stands for a sheet (Name!, 'Name'!) or for a table (Name[)."""
    known = "|".join(re.escape(name) for name in names if name)
    return re.compile(rf"\b(?:{known})(?:&apos;|')?[!\[]", re.IGNORECASE)


def _in_a_formula(names: Sequence[str]) -> re.Pattern[bytes]:
    """Finds such a name in the formula of a cell."""
    return re.compile(rb"<(?:[\w.-]+:)?f\b[^>]*>[^<]*" + _speaks_of(names).pattern.encode(), re.IGNORECASE)


def _may_speak(part: bytes) -> bool:
    """False for a sheet in which no formula can name another sheet or a table, told in a moment."""
    return b"!" in part or b"[" in part
