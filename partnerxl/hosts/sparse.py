"""Reads the cells of a sheet one by one, so that room follows what is there and not the farthest cell."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import Odd
from partnerxl.core.messages import message
from partnerxl.hosts.contents import cell_place, is_true
from partnerxl.hosts.scan import never_calculated
from partnerxl.hosts.serials import Shown, moment, shown_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partnerxl.hosts.contents import Contents, SheetEntry
    from partnerxl.hosts.package import Node

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(slots=True)
class SparseRows:
    """The rows of a sheet that hold something, with their numbers."""

    numbers: list[int] = field(default_factory=list)
    rows: list[list[object]] = field(default_factory=list)
    hidden_rows: int = 0


class SparseReader:
    """Reads sheets of one workbook through a stream of their rows."""

    def __init__(self, contents: Contents, most_cells: int) -> None:
        """Prepare to read; nothing is read yet."""
        self._contents = contents
        self._package = contents.package
        self._most_cells = most_cells

    def read(self, sheet: SheetEntry) -> SparseRows:
        """The rows of a sheet that hold something, in ascending order.

        Raises:
            WorkbookError: If its part is damaged or holds too many cells.
        """
        found: dict[int, list[object]] = {}
        hidden = places = 0
        number = 0
        for row in self._elements(sheet.part, "row"):
            number = _whole(row.get("r"), number + 1)
            values = self._values(row)
            if values:
                places += len(values)
                self._check_size(sheet, places)
                _lay(found.setdefault(number, []), values)
                hidden += is_true(row.get("hidden"))
        numbers = sorted(found)
        return SparseRows(numbers, [found[number] for number in numbers], hidden)

    def _check_size(self, sheet: SheetEntry, places: int) -> None:
        if places > self._most_cells:
            raise too_many_cells(sheet.name, self._most_cells)

    def _values(self, row: Node) -> list[object]:
        """The values of one row from column A on, without blank cells at its end."""
        values: list[object] = []
        column = 0
        for cell in row.iterchildren("{*}c"):
            place = cell_place(cell.get("r", ""))
            column = place[1] if place else column + 1
            value = self.value(cell)
            if value is not None:
                values.extend([None] * (column - len(values)))
                values[column - 1] = value
        return values

    def value(self, cell: Node) -> object:
        """What a cell holds; None for nothing."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _text_in(cell) or None
        text = cell.findtext("{*}v") or ""
        if not text:
            formula = cell.find("{*}f")
            is_waiting = formula is not None and kind != "str"
            return never_calculated(formula.text or "") if is_waiting else None
        return self._stated(kind, text, cell)

    def _stated(self, kind: str, text: str, cell: Node) -> object:
        if kind == "s":
            return self._shared(text)
        if kind == "str":
            return unescaped(text)
        if kind == "b":
            return is_true(text.strip())
        if kind == "e":
            return Odd("error", text)
        return _date(text) if kind == "d" else self._number(text, cell)

    def _shared(self, text: str) -> object:
        index = _whole(text, -1)
        if 0 <= index < len(self._strings):
            return self._strings[index] or None
        return Odd("unreadable", f"shared text {text}")

    def _number(self, text: str, cell: Node) -> object:
        try:
            number = float(text)
        except ValueError:
            return unescaped(text)
        if not math.isfinite(number):
            return Odd("unreadable", text)
        style = _whole(cell.get("s"), 0)
        shown = self._formats[style] if 0 <= style < len(self._formats) else "number"
        return number if shown == "number" else moment(number, shown, date1904=self._contents.date1904)

    @cached_property
    def _strings(self) -> list[str]:
        part = self._contents.related("sharedStrings")
        return [_text_in(item) for item in self._elements(part, "si")] if part else []

    @cached_property
    def _formats(self) -> list[Shown]:
        """How each cell style shows a number."""
        part = self._contents.related("styles")
        if not part:
            return []
        root = self._package.xml(part)
        codes = {
            item.get("numFmtId"): item.get("formatCode", "") for item in root.iterfind("{*}numFmts/{*}numFmt")
        }
        wanted = [style.get("numFmtId", "0") for style in root.iterfind("{*}cellXfs/{*}xf")]
        return [shown_as(_whole(number, 0), codes.get(number)) for number in wanted]

    def _elements(self, part: str, name: str) -> Iterator[Node]:
        """The elements of a name in a part, one at a time; each is emptied after its turn."""
        stream = etree.iterparse(
            io.BytesIO(self._package.read(part)),
            tag=f"{{{self._contents.namespace}}}{name}",
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=True,
        )
        try:
            for _, element in stream:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as fault:
            self._package.damaged(part, str(fault))


def too_many_cells(sheet: str, most_cells: int) -> WorkbookError:
    """The refusal of a sheet that holds more than can be read."""
    return WorkbookError(message("workbook", "too_large", sheet=sheet, most=f"{most_cells:,}"))


def unescaped(text: str) -> str:
    """A text with Excel's ``_xHHHH_`` escapes read.

    >>> unescaped("a_x0041_b")
    'aAb'
    """
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _lay(row: list[object], values: list[object]) -> None:
    """Lay values over a row, which grows as needed; where they say nothing the row stays."""
    row.extend([None] * (len(values) - len(row)))
    for index, value in enumerate(values):
        if value is not None:
            row[index] = value


def _text_in(element: Node) -> str:
    """All text of a string item, without its phonetic reading."""
    texts = (text for text in element.iter("{*}t") if etree.QName(text.getparent()).localname != "rPh")
    return unescaped("".join(text.text or "" for text in texts))


def _date(text: str) -> object:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return Odd("unreadable", text)
    return found.replace(tzinfo=None) if "T" in text else found.date()


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text else otherwise
    except ValueError:
        return otherwise
