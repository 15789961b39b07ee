"""A light look over the bytes of a sheet, before anything that needs room for its cells opens it.

Full parsing would cost as much as reading. A sheet that is not written the way Excel writes it
(every cell starting with ``<c r="A1"``) is not scanned but given to the sparse reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from partnerxl.core.grids import Block, Odd, column_letters
from partnerxl.hosts.contents import cell_place, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Place = tuple[int, int]

LONGEST_FORMULA = 60
MOST_WIDENINGS = 200
EVERY_CELL_FITS = 100_000

_END = b"sheetData>"
_CELL_START, _CELL_END = b"<c ", b"</c>"
_CELL = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"([^<>]*)>')
_ERROR = re.compile(rb"\s*(?:<f(?:\s[^>]*)?/>|<f(?:\s[^>]*)?>[^<]*</f>)?\s*<v>([^<]+)</v>")
_ERROR_KIND, _TEXT_KIND = b' t="e"', b' t="str"'
_FORMULA_WITHOUT_VALUE = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>([^<]*)</f>)\s*+(?!<v>[^<]|<v\s[^>]*>[^<])")
_MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^>]*?\bref=["']([^"']*)["']""")
_HIDDEN_ROW = re.compile(rb'<row\s[^>]*?\bhidden="(?:1|true)"')


@dataclass(frozen=True, slots=True)
class Scan:
    """What the bytes of a sheet tell.

    Attributes:
        rows: The last row that holds a value, 0 when none does.
        columns: The last column that holds a value.
        size: Length of the part between the first row and the last value.
        odd: Cells without a value: errors and formulas never calculated, by row and column.
        hidden_rows: How many rows are hidden or filtered away.
    """

    rows: int = 0
    columns: int = 0
    size: int = 0
    odd: Mapping[Place, Odd] = field(default_factory=dict)
    hidden_rows: int = 0

    def is_dense(self, most_cells: int) -> bool:
        """Whether the block from A1 to the last value is small beside the sheet's own bytes."""
        cells = self.rows * self.columns
        return cells <= max(EVERY_CELL_FITS, self.size) and cells <= most_cells


def scan(xml: bytes) -> Scan | None:
    """What the bytes of a worksheet part tell; None when they are not written the plain way."""
    begin = xml.find(b"<sheetData")
    if begin < 0:
        return None
    end = xml.rfind(_CELL_END, begin, max(xml.rfind(b"</sheetData>"), begin))
    if end < 0:
        return Scan()
    end += len(_CELL_END)
    bounds = _bounds(xml, begin, end)
    if bounds is None:
        return None
    odd = dict(_errors(xml, begin, end)) | dict(_never_calculated(xml, begin, end))
    return Scan(*bounds, end - begin, odd, _hidden_rows(xml, begin, end))


def _bounds(xml: bytes, begin: int, end: int) -> Place | None:
    """The last row and column that hold a value; cells that hold none do not count."""
    bounds = _row_bounds(xml, xml.rfind(_CELL_START, begin, end), end)
    position = begin
    for _ in range(MOST_WIDENINGS):
        if bounds is None:
            return None
        beyond = _beyond(*bounds).search(xml, position, end)
        if beyond is None:
            return bounds
        wider = _row_bounds(xml, beyond.start(), end)
        bounds = (max(bounds[0], wider[0]), max(bounds[1], wider[1])) if wider else None
        position = beyond.end()
    return None


def _row_bounds(xml: bytes, start: int, end: int) -> Place | None:
    """The farthest row and column from a cell to the end of its row; None when a cell is not plain."""
    stop = xml.find(b"</row>", start, end)
    tags = [
        tag
        for tag in re.findall(rb"<c\b[^>]*>", xml[start : stop if stop >= 0 else end])
        if tag[-2:] != b"/>"
    ]
    cells = [_CELL.fullmatch(tag) for tag in tags]
    places = [cell_place(cell[1].decode()) for cell in cells if cell]
    found = [place for place in places if place]
    if not found or len(found) != len(tags):
        return None
    return max(row for row, _ in found), max(column for _, column in found)


@lru_cache(maxsize=MOST_WIDENINGS)
def _beyond(rows: int, columns: int) -> re.Pattern[bytes]:
    """A pattern for a cell that holds a value and is not plain, or lies beyond these bounds.

    The row is compared by its number of digits and its first digit, which is enough to keep
    the room that a reader takes within twice the room that is needed.
    """
    within = _columns_up_to(column_letters(columns))
    first, rest = str(rows)[0], len(str(rows)) - 1
    shorter = rf' r="{within}\d{{1,{rest}}}"|' if rest else ""
    return re.compile(rf'<c\b(?!{shorter} r="{within}[1-{first}]\d{{{rest}}}"|[^>]*/>)'.encode())


def _columns_up_to(letters: str) -> str:
    """A pattern for the letters of every column up to this one.

    >>> _columns_up_to("AD")
    '(?:[A-Z]{1,1}|A[A-D])'
    """
    shorter = [f"[A-Z]{{1,{len(letters) - 1}}}"] if len(letters) > 1 else []
    same_length = []
    for index, letter in enumerate(letters):
        is_last = index == len(letters) - 1
        highest = letter if is_last else chr(ord(letter) - 1)
        if highest >= "A":
            rest = "" if is_last else f"[A-Z]{{{len(letters) - 1 - index}}}"
            same_length.append(f"{letters[:index]}[A-{highest}]{rest}")
    return f"(?:{'|'.join(shorter + same_length)})"


def _errors(xml: bytes, begin: int, end: int) -> Iterator[tuple[Place, Odd]]:
    position = xml.find(_ERROR_KIND, begin, end)
    while position >= 0:
        cell = _CELL.match(xml, xml.rfind(_CELL_START, begin, position), end)
        if cell and cell.end() > position:
            value = _ERROR.match(xml, cell.end(), end)
            place = cell_place(cell[1].decode())
            if value and place:
                yield place, Odd("error", value[1].decode(errors="replace"))
        position = xml.find(_ERROR_KIND, position + 1, end)


def _never_calculated(xml: bytes, begin: int, end: int) -> Iterator[tuple[Place, Odd]]:
    if xml.find(b"<f", begin, end) < 0:
        return
    for formula in _FORMULA_WITHOUT_VALUE.finditer(xml, begin, end):
        cell = _CELL.match(xml, xml.rfind(_CELL_START, begin, formula.start()), end)
        place = cell_place(cell[1].decode()) if cell else None
        if cell and place and _TEXT_KIND not in cell[2]:  # a text without a value is an empty text
            yield place, never_calculated(unescape((formula[1] or b"").decode(errors="replace")))


def never_calculated(formula: str) -> Odd:
    """The value of a cell whose formula has no result yet."""
    return Odd("never calculated", f"={formula}"[:LONGEST_FORMULA])


def _hidden_rows(xml: bytes, begin: int, end: int) -> int:
    if xml.find(b' hidden="', begin, end) < 0:
        return 0
    return sum(1 for _ in _HIDDEN_ROW.finditer(xml, begin, end))


def merged(xml: bytes) -> tuple[Block, ...]:
    """The merged cells of a sheet, whose XML is in UTF-8."""
    references = (
        found[1].decode(errors="replace") for found in _MERGED.finditer(xml, max(xml.rfind(_END), 0))
    )
    blocks = (rectangle(reference) for reference in references)
    return tuple(Block(each.top, each.left, each.bottom, each.right) for each in blocks if each)
