"""A copy of a saved workbook whose records are those that go along to the next period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import column_letters
from partnerxl.core.messages import message
from partnerxl.hosts.board import set_value
from partnerxl.hosts.book_part import BookPart
from partnerxl.hosts.contents import SheetEntry, rectangle
from partnerxl.hosts.files import MOST_CELLS
from partnerxl.hosts.keeper import ODD_PARTS
from partnerxl.hosts.package import Package, as_utf8
from partnerxl.hosts.record_rows import RecordRows
from partnerxl.hosts.rewrite import Rewrite, untouched
from partnerxl.hosts.sparse import SparseReader

if TYPE_CHECKING:
    from partnerxl.core.carrying import Carried, NextPeriod
    from partnerxl.hosts.package import Node

POINTER = re.compile(
    rb"<(?:[\w.-]+:)?(?:f|formula|formula1|formula2|definedName)\b[^>]*>([^<]+)<|\blocation=\"([^\"]+)\""
)
CELLS = r"\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?"
SHEETS = r"'[^'\\/]+:[^'\\/]+'|[\w.]+:[\w.]+"  # from one sheet to another, as in 'Meetings:Progress'!A5
NOTES = frozenset({"comments", "threadedComment"})


@dataclass(frozen=True)
class Rolled:
    """The new workbook.

    Attributes:
        content: Its bytes.
        hurdles: Sheet (by its catalogue name) -> what kept its rows from moving up, by the name of its sentence.
        values: Cells of the old workbook whose formula became the value it showed.
        calculates: True when it holds formulas, which Excel works out anew.
    """

    content: bytes
    hurdles: Mapping[str, str]
    values: tuple[str, ...]
    calculates: bool


def rolled(raw: bytes, name: str, period: NextPeriod) -> Rolled:
    """The workbook for the next period; everything that is no record stays as it is.

    Args:
        raw: The bytes of the workbook.
        name: Its name, for messages.
        period: What goes along.

    Raises:
        WorkbookError: If it cannot be kept safe.
    """
    package = Package(raw, name)
    try:
        book = _Book(Rewrite(package))
        for sheet in period.sheets:
            book.carry(sheet)
        for place, day in period.answers.items():
            book.answer(place, day)
        book.close()
        package.check()
        content = book.rewrite.as_bytes()
    except ODD_PARTS as fault:
        raise WorkbookError(message("rolling", "contradiction", name=name)) from fault
    if wrong := untouched(package, Package(content, name), book.rewrite.changed, book.rewrite.dropped):
        package.damaged(wrong, message("damage", "not_kept"))
    return Rolled(content, book.hurdles, tuple(book.values), book.calculates)


class _Book(BookPart):
    """A workbook that is rolled over."""

    def __init__(self, rewrite: Rewrite) -> None:
        super().__init__(rewrite)
        self.hurdles: dict[str, str] = {}
        self.values: list[str] = []
        self._reader = SparseReader(self._contents, MOST_CELLS)

    # --- records ----------------------------------------------------------------------------------

    def carry(self, carried: Carried) -> None:
        """Let the rows of a sheet that go along stand, and no others."""
        if carried.rows == carried.kept and not carried.empty:
            return
        entry = self._entry(carried.sheet)
        rows = RecordRows(self.rewrite.xml(entry.part), carried)
        rows.empty_columns()
        if carried.rows != carried.kept:
            self._leave_behind(entry, rows)
        self.rewrite.put(entry.part, rows.root)

    def _leave_behind(self, entry: SheetEntry, rows: RecordRows) -> None:
        carried = rows.carried
        rows.settle()
        self.values += [f"{entry.name}!{cell}" for cell in rows.values]
        hurdle = rows.hurdle() or self._hurdle_outside(entry, rows)
        if hurdle:
            rows.empty_in_place()
        else:
            rows.move_up()
            self._shrink_table(entry, carried)
        if hurdle and carried.kept and carried.kept != carried.rows[: len(carried.kept)]:
            self.hurdles[carried.name] = hurdle

    def _hurdle_outside(self, entry: SheetEntry, rows: RecordRows) -> str:
        """What keeps rows from moving up outside their cells."""
        if any(rectangle(each) and rows.last >= self._row(each) >= rows.first for each in self._notes(entry)):
            return "note"
        table = self._table(entry, rows.carried)
        if table is not None and (
            table.get("totalsRowCount", "0") != "0" or table.find(".//{*}filterColumn") is not None
        ):
            return "filter"
        return "pointed" if any(map(rows.touches, self._pointers(entry, rows))) else ""

    def _notes(self, entry: SheetEntry) -> Iterator[str]:
        """The cells of a sheet that carry a note."""
        for each in self.rewrite.package.relations(entry.part):
            if each.kind in NOTES and self.rewrite.package.has(each.target):
                yield from (
                    node.get("ref", "")
                    for node in self.rewrite.package.xml(each.target).iter()
                    if node.get("ref")
                )

    @staticmethod
    def _row(reference: str) -> int:
        found = rectangle(reference)
        return found.top if found else 0

    def _pointers(self, entry: SheetEntry, rows: RecordRows) -> Iterator[str]:
        """References to cells of a sheet: from its own formulas, and from everything else that names it."""
        for formula in rows.formulas():
            yield from re.findall(rf"(?<![\w.!'])({CELLS})(?![\w(])", formula, re.IGNORECASE)
        named = re.escape(entry.name), re.escape("'" + entry.name.replace("'", "''") + "'")
        to_sheet = re.compile(rf"(?<![\w.])(?:{SHEETS}|{'|'.join(named)})!({CELLS})", re.IGNORECASE)
        for text in self._pointing():
            yield from to_sheet.findall(text)

    def _pointing(self) -> Iterator[str]:
        """Every formula, name and link of the workbook but those on sheets of ours."""
        package = self.rewrite.package
        ours = {Package.key(sheet.part) for at, sheet in enumerate(self._contents.sheets) if self._ours(at)}
        for key, part in package.parts.items():
            if key.endswith(".xml") and key not in ours and not key.endswith("sharedstrings.xml"):
                for found in POINTER.finditer(as_utf8(package.read(part))):
                    yield _unescaped((found[1] or found[2]).decode("utf-8", "replace"))

    # --- tables -----------------------------------------------------------------------------------

    def _shrink_table(self, entry: SheetEntry, carried: Carried) -> None:
        """Let the Excel table of the records end with the last row that goes along."""
        part = self._table_part(entry, carried)
        if not part:
            return
        root, block = self.rewrite.xml(part), carried.block
        last = carried.rows[max(len(carried.kept), 1) - 1]
        cells = f"{column_letters(block.left)}{block.heading}:{column_letters(block.right)}{last}"
        root.set("ref", cells)
        for each in root.findall(f"{self._tag('autoFilter')}"):
            each.set("ref", cells)
        for each in root.iterfind(".//{*}sortState"):
            each.getparent().remove(each)
        self.rewrite.put(part, root)

    def _table(self, entry: SheetEntry, carried: Carried) -> Node | None:
        part = self._table_part(entry, carried)
        return self.rewrite.xml(part) if part else None

    def _table_part(self, entry: SheetEntry, carried: Carried) -> str:
        """The part of the Excel table that holds the records; empty when there is none."""
        for each in self.rewrite.package.relations(entry.part):
            if each.kind == "table" and self.rewrite.has(each.target):
                block = rectangle(self.rewrite.xml(each.target).get("ref", ""))
                if block and (block.top, block.left) == (carried.block.heading, carried.block.left):
                    return each.target
        return ""

    # --- the form ---------------------------------------------------------------------------------

    def answer(self, place: str, day: date | None) -> None:
        """Let a cell of the form hold a day, written as it was before, or nothing."""
        sheet, _, cell = place.rpartition("!")
        entry = self._entry(sheet)
        root = self.rewrite.xml(entry.part)
        found = next((each for each in root.iter(self._tag("c")) if each.get("r") == cell), None)
        if found is None:
            return
        was = self._reader.value(found)
        for formula in found.findall(self._tag("f")):
            found.remove(formula)
            self.values.append(place)
        text = day.isoformat() if day and isinstance(was, str) else day
        set_value(found, text, date1904=self._contents.date1904)
        self.rewrite.put(entry.part, root)

    # --- the end ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Let Excel work out formulas anew; its list of them is out of date."""
        chain = next((each for each in self._contents.relations if each.kind == "calcChain"), None)
        if chain is not None and self.rewrite.package.has(chain.target):
            self.rewrite.drop(self.part, chain.target)
        if self.calculates:
            self._child("calcPr").set("fullCalcOnLoad", "1")
        self.rewrite.put(self.part, self.root)

    def _entry(self, name: str) -> SheetEntry:
        return next(sheet for sheet in self._contents.sheets if sheet.name == name)


def _unescaped(text: str) -> str:
    for code, sign in (("&apos;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(code, sign)
    return text
