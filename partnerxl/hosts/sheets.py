"""The XML of a result sheet and of its table."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.grids import column_letters
from partnerxl.hosts.contents import cell_place
from partnerxl.hosts.looks import Look, Styles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from partnerxl.core.grids import ResultTable
    from partnerxl.hosts.package import Node

LONGEST_TEXT = 32_767
CUT = " […]"
ZERO_DAY = {False: date(1899, 12, 30).toordinal(), True: date(1904, 1, 1).toordinal()}
DATE_FORMAT = "yyyy\\-mm\\-dd"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_x(?=[0-9A-Fa-f]{4}_)|\r")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DEFAULT_WIDTH = 16.0
LETTER, LINE_HEIGHT = 0.86, 15.0
MOST_LINES = 27  # Excel shows no row that is taller than 409 points
STYLE = "TableStyleMedium2"
ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    "autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations "
    "hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
    "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls "
    "webPublishItems tableParts extLst"
).split()


def position(cell: str) -> tuple[int, int]:
    """Row and column of a reference such as B7, both from 1; 0 and 0 for none.

    >>> position("AB7")
    (7, 28)
    """
    return cell_place(cell) or (0, 0)


def reference(table: ResultTable) -> str:
    """The rectangle of a table; at least one row below the headings, as Excel wants it."""
    return f"A1:{column_letters(len(table.columns))}{max(len(table.rows), 1) + 1}"


def escaped(text: str) -> str:
    r"""Text as a cell stores it: control characters written out, too long text cut.

    >>> escaped("a\x01b")
    'a_x0001_b'
    """
    if len(text) > LONGEST_TEXT:
        text = text[: LONGEST_TEXT - len(CUT)] + CUT
    return UNSAFE.sub(lambda found: "_x005F_x" if found[0] == "_x" else f"_x{ord(found[0]):04X}_", text)


def height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row with these wrapped texts, each beside the width of its column.

    >>> height([("Yes", 10), ("Ask again in the spring" + chr(10) + "or not", 10)])
    45.0
    """
    found = [
        sum(math.ceil(len(line) * LETTER / wide) or 1 for line in text.split("\n")) for text, wide in texts
    ]
    return LINE_HEIGHT * min(max(found, default=1), MOST_LINES)


class Sheet:
    """One result sheet."""

    def __init__(self, root: Node, styles: Styles, *, date1904: bool) -> None:
        """Work on the root element of a worksheet."""
        self.root = root
        self._styles = styles
        self._date1904 = date1904
        self._namespace = etree.QName(root).namespace

    def fill(self, table: ResultTable, old: tuple[int, int]) -> None:
        """Write a table from A1 on; cells outside the old and the new rectangle stay.

        Args:
            table: What to write.
            old: Last row and column of what was written before; (0, 0) for a new sheet.
        """
        size = (len(table.rows) + 1, len(table.columns))
        kept = self._kept(max(old[0], size[0]), max(old[1], size[1]))
        cells = self._part("sheetData")
        for row in list(cells):
            cells.remove(row)
        lines = dict(enumerate([table.columns, *table.rows], start=1))
        for number in sorted(lines.keys() | kept.keys()):
            row = etree.SubElement(cells, self._tag("row"), r=str(number))
            self._set_height(row, table, lines.get(number, ()))
            for cell in self._cells(table, number, lines.get(number, ())):
                row.append(cell)
            row.extend(kept.get(number, []))
        self._part("dimension").set("ref", reference(table))
        self._set_widths(table)
        self._set_links(table, max(old[0], size[0]))

    def _kept(self, last_row: int, last_column: int) -> dict[int, list[Node]]:
        """Cells that people put beside or below the table."""
        found: dict[int, list[Node]] = {}
        for cell in self.root.iterfind(f"{self._tag('sheetData')}/{self._tag('row')}/{self._tag('c')}"):
            row, column = position(cell.get("r"))
            if row > last_row or column > last_column:
                found.setdefault(row, []).append(cell)
        return found

    def _cells(self, table: ResultTable, number: int, values: Sequence[object]) -> Iterator[Node]:
        for column, (heading, value) in enumerate(zip(table.columns, values, strict=False), start=1):
            if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
                continue
            link = (number - 2, heading) in table.links
            wrap = heading in table.wrap and number > 1
            yield self._cell(
                f"{column_letters(column)}{number}",
                value,
                Look(table.formats.get(heading, ""), wrap, link=link),
            )

    def _cell(self, place: str, value: object, look: Look) -> Node:
        cell = etree.Element(self._tag("c"), r=place)
        if isinstance(value, bool):
            cell.set("t", "b")
            etree.SubElement(cell, self._tag("v")).text = str(int(value))
        elif isinstance(value, (int, float)):
            etree.SubElement(cell, self._tag("v")).text = repr(value)
        elif isinstance(value, date):
            look = Look(look.number_format or DATE_FORMAT, look.wrap, link=look.link)
            etree.SubElement(cell, self._tag("v")).text = repr(self._serial(value))
        else:
            look = self._text(cell, str(value), look)
        cell.set("s", str(self._styles.index(look)))
        return cell

    def _text(self, cell: Node, value: str, look: Look) -> Look:
        cell.set("t", "inlineStr")
        holder = etree.SubElement(etree.SubElement(cell, self._tag("is")), self._tag("t"))
        holder.text = escaped(value)
        holder.set(SPACE, "preserve")
        return Look("", look.wrap, value.startswith(FORMULA_STARTS), look.link)

    def _serial(self, day: date) -> int:
        ordinal = day.date().toordinal() if isinstance(day, datetime) else day.toordinal()
        return ordinal - ZERO_DAY[self._date1904]

    def _set_height(self, row: Node, table: ResultTable, values: Sequence[object]) -> None:
        """Room for wrapped text; Excel takes its own measure as soon as somebody edits the row."""
        pairs = zip(table.columns, values, strict=False)
        texts = [
            (str(value or ""), table.widths.get(name, DEFAULT_WIDTH))
            for name, value in pairs
            if name in table.wrap
        ]
        if (tall := height(texts)) > LINE_HEIGHT:
            row.set("ht", f"{tall:g}")

    def _set_widths(self, table: ResultTable) -> None:
        """Widths of a new sheet; later they are the user's."""
        if self.root.find(self._tag("cols")) is not None:
            return
        columns = self._part("cols")
        for number, heading in enumerate(table.columns, start=1):
            width = f"{table.widths.get(heading, DEFAULT_WIDTH):g}"
            place = {"min": str(number), "max": str(number), "width": width, "customWidth": "1"}
            etree.SubElement(columns, self._tag("col"), place)

    def _set_links(self, table: ResultTable, last_row: int) -> None:
        """Links of the table; links that people set elsewhere stay."""
        old = self.root.find(self._tag("hyperlinks"))
        for each in [] if old is None else list(old):
            row, column = position(each.get("ref").partition(":")[0])
            if row <= last_row and column <= len(table.columns):
                old.remove(each)
        for (row, heading), target in sorted(table.links.items()):
            place = f"{column_letters(table.columns.index(heading) + 1)}{row + 2}"
            etree.SubElement(self._part("hyperlinks"), self._tag("hyperlink"), ref=place, location=target)
        if old is not None and not len(old):
            self.root.remove(old)

    def _part(self, name: str) -> Node:
        """A child of the sheet, put where the schema wants it when it is not there."""
        found = self.root.find(self._tag(name))
        if found is None:
            found = etree.Element(self._tag(name))
            self.insert(found)
        return found

    def insert(self, element: Node) -> None:
        """Put a child where the schema wants it."""
        name = etree.QName(element).localname
        later = {self._tag(each) for each in ORDER[ORDER.index(name) + 1 :]}
        at = next((at for at, each in enumerate(self.root) if each.tag in later), len(self.root))
        self.root.insert(at, element)

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def new_sheet(namespace: str, relations: str) -> Node:
    """An empty sheet with frozen headings, ready to be printed on pages as wide as the table."""
    return etree.fromstring(
        f'<worksheet xmlns="{namespace}" xmlns:r="{relations}">'
        '<sheetPr><tabColor rgb="FF0B6E74"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/><sheetData/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup orientation="landscape" fitToHeight="0"/></worksheet>'
    )


def fill_table(root: Node, table: ResultTable) -> None:
    """Write rectangle and columns of an Excel table; filters and sorting of the old rows are dropped."""
    namespace = etree.QName(root).namespace
    root.set("ref", reference(table))
    for name in ("autoFilter", "sortState", "tableColumns"):
        for each in root.findall(f"{{{namespace}}}{name}"):
            root.remove(each)
    root.insert(0, etree.Element(f"{{{namespace}}}autoFilter", ref=reference(table)))
    columns = etree.Element(f"{{{namespace}}}tableColumns", count=str(len(table.columns)))
    root.insert(1, columns)
    for number, heading in enumerate(table.columns, start=1):
        etree.SubElement(columns, f"{{{namespace}}}tableColumn", id=str(number), name=escaped(heading))
    if root.find(f"{{{namespace}}}tableStyleInfo") is None:
        shown = {
            "showFirstColumn": "0",
            "showLastColumn": "0",
            "showRowStripes": "1",
            "showColumnStripes": "0",
        }
        etree.SubElement(root, f"{{{namespace}}}tableStyleInfo", {"name": STYLE, **shown})
