"""The XML of a result sheet and of its table."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.grids import HIDDEN, column_letters
from partnerxl.hosts.contents import cell_place
from partnerxl.hosts.earlier import moved_reference
from partnerxl.hosts.looks import Look, Styles
from partnerxl.hosts.sparse import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from partnerxl.core.grids import ResultTable
    from partnerxl.hosts.earlier import Place, Plan
    from partnerxl.hosts.earlier_nodes import EarlierNodes
    from partnerxl.hosts.package import Node
    from partnerxl.hosts.sparse import SparseRows

LONGEST_TEXT = 32_767
CUT = " […]"
ZERO_DAY = {False: date(1899, 12, 30).toordinal(), True: date(1904, 1, 1).toordinal()}
DATE_FORMAT = "yyyy\\-mm\\-dd"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_x(?=[0-9A-Fa-f]{4}_)|\r")
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
DEFAULT_WIDTH, PAGE_WIDTH = 16.0, 200.0
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


def last_row(table: ResultTable) -> int:
    """The last row of a table; at least one below the headings, as Excel wants it."""
    return max(len(table.rows), 1) + 1


def block_of(table: ResultTable, plan: Plan[Node]) -> str:
    """The cells of a table with its headings, such as A1:D9."""
    return f"A1:{column_letters(plan.width)}{last_row(table)}"


def escaped(text: str) -> str:
    r"""Text as a cell stores it: control characters written out, too long text cut.

    >>> escaped("a\x01b")
    'a_x0001_b'
    """
    text = shortened(text)
    return UNSAFE.sub(lambda found: "_x005F_x" if found[0] == "_x" else f"_x{ord(found[0]):04X}_", text)


def shortened(text: str) -> str:
    """Text that is not longer than a cell can hold."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


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

    def fill(self, table: ResultTable, earlier: EarlierNodes) -> Plan[Node]:
        """Write a table from A1 on; what people put on the sheet stays, and so does the look they gave it.

        Args:
            table: What to write.
            earlier: What stands on the sheet.
        """
        plan = earlier.plan(table)
        cells = self.part("sheetData")
        rows = {int(row.get("r", "0")): dict(row.attrib) for row in cells}
        for row in list(cells):
            cells.remove(row)
        ours = dict(self._ours(table, earlier, plan))
        placed = {**plan.people, **ours}
        for number, places in groupby(sorted(placed), key=itemgetter(0)):
            row = etree.SubElement(cells, self._tag("row"), r=str(number))
            self._set_row(row, rows, table, plan, number)
            for place in places:
                cell = placed[place]
                cell.set("r", f"{column_letters(place[1])}{number}")
                row.append(cell)
        self.part("dimension").set("ref", block_of(table, plan))
        self._set_widths(table, plan)
        self._set_links(table, plan, earlier.last_row)
        self._move_merged(plan)
        return plan

    @property
    def filter(self) -> Node | None:
        """The filter over our rows where there is no table."""
        found = self.root.find(self._tag("autoFilter"))
        return found if found is not None and found.get("ref", "").startswith("A1:") else None

    def set_filter(self, reference: str | None) -> None:
        """Let people filter these cells, or none; what an earlier filter chose is dropped."""
        for each in self.root.findall(self._tag("autoFilter")):
            self.root.remove(each)
        if reference:
            insert(self.root, etree.Element(self._tag("autoFilter"), ref=reference))

    def _ours(
        self, table: ResultTable, earlier: EarlierNodes, plan: Plan[Node]
    ) -> Iterator[tuple[Place, Node]]:
        """Our cells by their place, each in the look that its place had."""
        for heading, column in plan.columns.items():
            style = earlier.style(1, column)
            yield (1, column), self._cell(heading, self._look(table, heading, None), style)
            for at, row in enumerate(table.rows):
                value = row[table.columns.index(heading)]
                style = earlier.style(plan.old_row.get(at, 2), column)
                yield (at + 2, column), self._cell(value, self._look(table, heading, at), style)

    def _look(self, table: ResultTable, heading: str, at: int | None) -> Look:
        """How a cell looks until people change it; without a row the heading."""
        if at is None:
            return Look(heading=True)
        wrap, link = heading in table.wrap, (at, heading) in table.links
        return Look(table.formats.get(heading, ""), wrap, link=link)

    def _cell(self, value: object, look: Look, style: str | None) -> Node:
        """A cell with a value; its look is the one it had, else ours."""
        cell = etree.Element(self._tag("c"))
        if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
            pass
        elif isinstance(value, bool):
            cell.set("t", "b")
            etree.SubElement(cell, self._tag("v")).text = str(int(value))
        elif isinstance(value, (int, float)):
            etree.SubElement(cell, self._tag("v")).text = repr(value)
        elif isinstance(value, date):
            look = replace(look, number_format=look.number_format or DATE_FORMAT)
            etree.SubElement(cell, self._tag("v")).text = repr(self._serial(value))
        else:
            look = self._text(cell, str(value), look)
        number = self._styles.index(look) if style is None else self._styles.kept(int(style), look)
        cell.set("s", str(number))
        return cell

    def _text(self, cell: Node, value: str, look: Look) -> Look:
        cell.set("t", "inlineStr")
        holder = etree.SubElement(etree.SubElement(cell, self._tag("is")), self._tag("t"))
        holder.text = escaped(value)
        holder.set(SPACE, "preserve")
        return replace(look, number_format="", quote=value.startswith(FORMULA_STARTS))

    def _serial(self, day: date) -> int:
        ordinal = day.date().toordinal() if isinstance(day, datetime) else day.toordinal()
        return ordinal - ZERO_DAY[self._date1904]

    def _set_row(
        self,
        row: Node,
        rows: Mapping[int, Mapping[str, str]],
        table: ResultTable,
        plan: Plan[Node],
        number: int,
    ) -> None:
        """Height and other facts of a row: those that people set, else room for wrapped text."""
        shift, first = plan.shift
        ours = 1 < number <= last_row(table)
        old = plan.old_row.get(number - 2, 0) if ours else number - (shift if number >= first + shift else 0)
        kept = {name: value for name, value in rows.get(old, {}).items() if name not in {"r", "spans"}}
        if ours:
            kept.pop("hidden", None)  # an old filter would hide what is new
            if kept.get("customHeight") not in {"1", "true"}:
                kept.pop("ht", None)
                kept |= self._height(table, number)
        for name, value in kept.items():
            row.set(name, value)

    def _height(self, table: ResultTable, number: int) -> dict[str, str]:
        """Room for wrapped text; Excel takes its own measure as soon as somebody edits the row."""
        values = table.rows[number - 2] if number - 2 < len(table.rows) else ()
        texts = [
            (str(value or ""), table.widths.get(name, DEFAULT_WIDTH))
            for name, value in zip(table.columns, values, strict=False)
            if name in table.wrap
        ]
        tall = height(texts)
        return {"ht": f"{tall:g}"} if tall > LINE_HEIGHT else {}

    def _set_widths(self, table: ResultTable, plan: Plan[Node]) -> None:
        """Widths of a new sheet; later they are the user's."""
        if self.root.find(self._tag("cols")) is not None:
            return
        columns = self.part("cols")
        for heading, number in sorted(plan.columns.items(), key=lambda each: each[1]):
            width = table.widths.get(heading, DEFAULT_WIDTH)
            place = {"min": str(number), "max": str(number), "width": f"{width:g}", "customWidth": "1"}
            if width == HIDDEN:
                place["hidden"] = "1"
            etree.SubElement(columns, self._tag("col"), place)

    def _set_links(self, table: ResultTable, plan: Plan[Node], last: int) -> None:
        """Links of the table; links that people set elsewhere stay."""
        old = self.root.find(self._tag("hyperlinks"))
        ours = set(plan.columns.values())
        for each in [] if old is None else list(old):
            row, column = position(each.get("ref").partition(":")[0])
            if row <= last and column in ours:
                old.remove(each)
            else:
                each.set("ref", moved_reference(each.get("ref"), plan.shift))
        for (row, heading), target in sorted(table.links.items()):
            place = f"{column_letters(plan.columns[heading])}{row + 2}"
            etree.SubElement(self.part("hyperlinks"), self._tag("hyperlink"), ref=place, location=target)
        if old is not None and not len(old):
            self.root.remove(old)

    def _move_merged(self, plan: Plan[Node]) -> None:
        """Merged cells below the table move with what they hold."""
        for each in self.root.iterfind(f"{self._tag('mergeCells')}/{self._tag('mergeCell')}"):
            each.set("ref", moved_reference(each.get("ref"), plan.shift))

    def part(self, name: str) -> Node:
        """A child of the sheet, put where the schema wants it when it is not there."""
        found = self.root.find(self._tag(name))
        if found is None:
            found = etree.Element(self._tag(name))
            insert(self.root, found)
        return found

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def across(table: ResultTable) -> int:
    """How many pages a result sheet is printed across."""
    return pages_across(sum(table.widths.get(heading, DEFAULT_WIDTH) for heading in table.columns))


def pages_across(total: float) -> int:
    """How many pages a sheet of this width in characters is printed across.

    >>> pages_across(90), pages_across(420)
    (1, 2)
    """
    return max(1, round(total / PAGE_WIDTH))


def insert(root: Node, element: Node) -> None:
    """Put a child of a worksheet where the schema wants it."""
    name = etree.QName(element)
    later = {f"{{{name.namespace}}}{each}" for each in ORDER[ORDER.index(name.localname) + 1 :]}
    at = next((at for at, each in enumerate(root) if each.tag in later), len(root))
    root.insert(at, element)


def new_sheet(namespace: str, relations: str, pages: int = 1) -> Node:
    """An empty sheet with frozen headings, ready to be printed on so many pages across."""
    return etree.fromstring(
        f'<worksheet xmlns="{namespace}" xmlns:r="{relations}">'
        '<sheetPr><tabColor rgb="FF0B6E74"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        '<sheetFormatPr defaultRowHeight="15"/><sheetData/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup orientation="landscape" fitToWidth="{pages}" fitToHeight="0"/></worksheet>'
    )


def fill_table(root: Node, table: ResultTable, plan: Plan[Node]) -> None:
    """Write rectangle and columns of an Excel table; filters, sorting and totals of the old rows are dropped."""
    tag = f"{{{etree.QName(root).namespace}}}"
    reference = block_of(table, plan)
    root.set("ref", reference)
    root.set("totalsRowShown", "0")
    root.attrib.pop("totalsRowCount", None)
    old = {each.get("name"): each for each in root.iterfind(f"{tag}tableColumns/{tag}tableColumn")}
    names = list(old) + [""] * (plan.width - len(old))
    for heading, column in plan.columns.items():
        names[column - 1] = escaped(heading)
    for name in ("autoFilter", "sortState", "tableColumns"):
        for each in root.findall(f"{tag}{name}"):
            root.remove(each)
    root.insert(0, etree.Element(f"{tag}autoFilter", ref=reference))
    columns = etree.Element(f"{tag}tableColumns", count=str(plan.width))
    root.insert(1, columns)
    free = max((int(each.get("id", "0")) for each in old.values()), default=0)
    for name in names:
        if name not in old:
            free += 1
        column = old.get(name, etree.Element(f"{tag}tableColumn", id=str(free), name=name))
        for total in ("totalsRowLabel", "totalsRowFunction"):
            column.attrib.pop(total, None)
        columns.append(column)
    if root.find(f"{tag}tableStyleInfo") is None:
        shown = {
            "showFirstColumn": "0",
            "showLastColumn": "0",
            "showRowStripes": "1",
            "showColumnStripes": "0",
        }
        etree.SubElement(root, f"{tag}tableStyleInfo", {"name": STYLE, **shown})


def holds(found: SparseRows, table: ResultTable) -> bool:
    """Whether a sheet that was read holds a table."""
    rows = dict(zip(found.numbers, found.rows, strict=True))
    headings = rows.get(1, [])
    columns = [headings.index(escaped(heading)) for heading in table.columns if escaped(heading) in headings]
    if len(columns) != len(table.columns):
        return False
    return all(
        _same(_at(rows.get(number, []), column), value)
        for number, row in enumerate(table.rows, start=2)
        for column, value in zip(columns, row, strict=True)
    )


def _at(row: Sequence[object], column: int) -> object:
    return row[column] if column < len(row) else None


def _same(found: object, wanted: object) -> bool:
    """Whether a cell says what it should; a text is as long as a cell can hold, a day may be shown as a number."""
    if isinstance(wanted, str):
        return (found or "") == unescaped(escaped(wanted))
    if isinstance(wanted, float) and not math.isfinite(wanted):
        return found is None
    if isinstance(wanted, date):
        return isinstance(found, (date, float))
    return found == wanted
