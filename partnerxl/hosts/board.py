"""Draws the Dashboard into a workbook, and on a later refresh renews what its formulas show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core import dashboard
from partnerxl.core.dashboard import Board, Spot
from partnerxl.core.grids import Odd, column_letters
from partnerxl.hosts.charts import bars, frames, lines
from partnerxl.hosts.looks import NAVY, RULE, TEAL, WHITE, Ink, Look, Styles
from partnerxl.hosts.sheets import DATE_FORMAT, ZERO_DAY, escaped, insert
from partnerxl.hosts.sparse import unescaped

if TYPE_CHECKING:
    from partnerxl.hosts.contents import Contents
    from partnerxl.hosts.package import Node
    from partnerxl.hosts.rewrite import Rewrite

MUTED, PANEL = "52616B", "EDF2F5"
EXTENDED = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
FORMULAS = "http://schemas.microsoft.com/office/excel/2006/main"
BARS, SPARKLINES = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}", "{05C60535-1F16-4fd2-B633-F4F36F0B64E0}"
BAR_LINK = "{B025F937-C7B1-47D3-B67F-A62EFF666E3E}"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BAR_COLORS = {"bar now": "A9C3D6", "bar last": "D5DDE3"}

LOOKS: Mapping[str, Look] = {
    "title": Look(ink=Ink(20, WHITE, NAVY, bold=True, indent=1)),
    "subtitle": Look(ink=Ink(12, NAVY, bold=True)),
    "note": Look(ink=Ink(9, MUTED)),
    "section": Look(ink=Ink(13, NAVY, below=TEAL, bold=True)),
    "head": Look(ink=Ink(9, NAVY, PANEL, bold=True)),
    "head middle": Look(ink=Ink(9, NAVY, PANEL, across="center", bold=True)),
    "name": Look(ink=Ink(11, NAVY, below=RULE, bold=True)),
    "word": Look(wrap=True, ink=Ink(10, below=RULE)),
    "bar now": Look("0", ink=Ink(12, NAVY, below=RULE, bold=True)),
    "bar last": Look("0", ink=Ink(10, below=RULE)),
    "share": Look("0%", ink=Ink(10, below=RULE, across="center")),
    "chip": Look(wrap=True, ink=Ink(10, MUTED, below=RULE, across="center", bold=True)),
    "row link": Look(ink=Ink(9, TEAL, below=RULE, underline=True)),
    "link": Look(ink=Ink(9, TEAL, underline=True)),
    "line": Look(wrap=True, ink=Ink(10)),
    "day": Look(DATE_FORMAT, ink=Ink(9, MUTED)),
    "figure": Look("0", ink=Ink(9, MUTED)),
}
CHIPS: Mapping[str, Ink] = {
    "Priority": Ink(color=WHITE, fill="8F1D1D", edge=WHITE),
    "Discuss": Ink(color="4A3200", fill="FCE3A6", edge="A87400"),
    "Watch": Ink(color="4A3200", fill=WHITE, edge="A87400"),
    "No sign in the records": Ink(color="1E5631", fill="E2F1E6", edge=WHITE),
    "No sign so far": Ink(color="1E5631", fill=WHITE, edge="1E5631"),
    "Not enough evidence": Ink(color=MUTED, fill=WHITE, edge="6F808C"),
    "Too early": Ink(color=MUTED, fill=WHITE, edge="6F808C"),
}
HIDDEN = Ink(color=WHITE)  # a gap in a chart is a cell with #N/A


def shown(board: Board) -> dict[str, object]:
    """Formula -> what it shows now."""
    return {spot.formula: spot.value for spot in board.spots if spot.formula}


# --- a new one ------------------------------------------------------------------------------------


class BoardSheet:
    """The XML of a new Dashboard."""

    def __init__(self, root: Node, styles: Styles, *, date1904: bool) -> None:
        """Work on the root element of an empty worksheet."""
        self.root = root
        self._styles = styles
        self._date1904 = date1904
        self._tag = f"{{{etree.QName(root).namespace}}}"

    def draw(self, board: Board) -> None:
        """Write cells, rules, sparklines and the page."""
        self._lay_page()
        self._lay_cells(board)
        merged = [spot for spot in board.spots if spot.last > spot.column]
        holder = self._put("mergeCells", count=str(len(merged)))
        for spot in merged:
            etree.SubElement(holder, f"{self._tag}mergeCell", ref=f"{spot.place}:{_end(spot)}")
        self._lay_rules(board)
        self._put_node(_extensions(board, self._tag))

    def _lay_page(self) -> None:
        """Columns, no lines between cells, one page across and down."""
        for name in ("sheetViews", "cols", "pageMargins", "pageSetup", "dimension"):
            for each in self.root.findall(f"{self._tag}{name}"):
                self.root.remove(each)
        views = self._put("sheetViews")
        etree.SubElement(
            views, f"{self._tag}sheetView", showGridLines="0", zoomScale="90", workbookViewId="0"
        )
        columns = self._put("cols")
        for number, width in enumerate(dashboard.WIDTHS, start=1):
            facts = {"min": str(number), "max": str(number), "width": f"{width:g}", "customWidth": "1"}
            etree.SubElement(columns, f"{self._tag}col", facts)
        self._put("printOptions", horizontalCentered="1")
        edges = {
            "left": "0.4",
            "right": "0.4",
            "top": "0.5",
            "bottom": "0.5",
            "header": "0.3",
            "footer": "0.3",
        }
        self._put("pageMargins", **edges)
        self._put("pageSetup", paperSize="1", orientation="landscape", fitToWidth="1", fitToHeight="1")

    def _lay_cells(self, board: Board) -> None:
        holder = self.root.find(f"{self._tag}sheetData")
        for number, spots in groupby(sorted(board.spots, key=attrgetter("row", "column")), attrgetter("row")):
            row = etree.SubElement(holder, f"{self._tag}row", r=str(number))
            if number in board.heights:
                row.set("ht", f"{board.heights[number]:g}")
                row.set("customHeight", "1")
            for spot in spots:
                row.extend(self._cells(spot))

    def _cells(self, spot: Spot) -> Iterator[Node]:
        """The cell of a spot, and those it reaches across, which carry its lines."""
        style = str(self._styles.index(LOOKS[spot.look]))
        cell = etree.Element(f"{self._tag}c", r=spot.place, s=style)
        if spot.formula:
            etree.SubElement(cell, f"{self._tag}f").text = spot.formula
        set_value(cell, spot.value, date1904=self._date1904)
        yield cell
        for column in range(spot.column + 1, spot.last + 1):
            yield etree.Element(f"{self._tag}c", r=f"{column_letters(column)}{spot.row}", s=style)

    def _lay_rules(self, board: Board) -> None:
        """Bars and chips follow the values, so that a refresh changes values alone."""
        rules = [(board.chips, words) for words in self._chip_rules(board)]
        rules += [(cells, self._bar_rule(number, look)) for number, (cells, look) in enumerate(board.bars)]
        rules += [(f"B{dashboard.FIGURES + 1}:F{dashboard.FIGURES + dashboard.RUNS}", self._gap_rule())]
        for priority, (cells, rule) in enumerate(rules, start=1):
            rule.set("priority", str(priority))
            holder = etree.Element(f"{self._tag}conditionalFormatting", sqref=cells)
            holder.append(rule)
            self._put_node(holder)

    def _chip_rules(self, board: Board) -> Iterator[Node]:
        first = board.chips.partition(":")[0]
        for (word, _), number in zip(CHIPS.items(), self._styles.words(list(CHIPS.values())), strict=True):
            yield self._rule(f'LEFT(${first},{len(word)})="{word}"', number)

    def _gap_rule(self) -> Node:
        return self._rule(f"ISNA(B{dashboard.FIGURES + 1})", self._styles.words([HIDDEN])[0])

    def _rule(self, formula: str, number: int) -> Node:
        rule = etree.Element(f"{self._tag}cfRule", type="expression", dxfId=str(number))
        etree.SubElement(rule, f"{self._tag}formula").text = formula
        return rule

    def _bar_rule(self, number: int, look: str) -> Node:
        rule = etree.Element(f"{self._tag}cfRule", type="dataBar")
        bar = etree.SubElement(rule, f"{self._tag}dataBar")
        for end in ("0", "100"):
            etree.SubElement(bar, f"{self._tag}cfvo", type="num", val=end)
        etree.SubElement(bar, f"{self._tag}color", rgb=f"FF{BAR_COLORS[look]}")
        link = etree.SubElement(etree.SubElement(rule, f"{self._tag}extLst"), f"{self._tag}ext", uri=BAR_LINK)
        etree.SubElement(link, f"{{{EXTENDED}}}id", nsmap={"x14": EXTENDED}).text = _bar_id(number)
        return rule

    # --- small ones -----------------------------------------------------------------------------

    def _put(self, name: str, **facts: str) -> Node:
        return self._put_node(etree.Element(f"{self._tag}{name}", facts))

    def _put_node(self, node: Node) -> Node:
        insert(self.root, node)
        return node


def _end(spot: Spot) -> str:
    return f"{column_letters(spot.last)}{spot.row}"


def _bar_id(number: int) -> str:
    return f"{{00000000-000E-0000-0000-00000000000{number + 1}}}"


def _extensions(board: Board, tag: str) -> Node:
    """Bars of one color from 0 to 100, and sparklines: what Excel added to the format in 2010."""
    bars = "".join(
        f'<x14:conditionalFormatting><x14:cfRule type="dataBar" id="{_bar_id(number)}">'
        '<x14:dataBar minLength="0" maxLength="100" gradient="0"><x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo>'
        '<x14:cfvo type="num"><xm:f>100</xm:f></x14:cfvo></x14:dataBar></x14:cfRule>'
        f"<xm:sqref>{cells}</xm:sqref></x14:conditionalFormatting>"
        for number, (cells, _) in enumerate(board.bars)
    )
    lines = "".join(
        f"<x14:sparkline><xm:f>{source}</xm:f><xm:sqref>{cell}</xm:sqref></x14:sparkline>"
        for cell, source in board.sparklines.items()
    )
    colors = "".join(
        f'<x14:color{name} rgb="FF{color}"/>'
        for name, color in zip(
            ("Series", "Negative", "Axis", "Markers", "First", "Last", "High", "Low"),
            (NAVY, NAVY, RULE, NAVY, NAVY, TEAL, NAVY, NAVY),
            strict=True,
        )
    )
    main = tag.strip("{}")
    return etree.fromstring(
        f'<extLst xmlns="{main}" xmlns:x14="{EXTENDED}" xmlns:xm="{FORMULAS}">'
        f'<ext uri="{BARS}"><x14:conditionalFormattings>{bars}</x14:conditionalFormattings></ext>'
        f'<ext uri="{SPARKLINES}"><x14:sparklineGroups><x14:sparklineGroup manualMax="100" manualMin="0" lineWeight="1.5" '
        'displayEmptyCellsAs="gap" markers="1" last="1" minAxisType="custom" maxAxisType="custom">'
        f"{colors}<x14:sparklines>{lines}</x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst>"
    )


def put_charts(rewrite: Rewrite, part: str, root: Node, contents: Contents) -> None:
    """Add the drawing with the two charts to the sheet in a part."""
    folder, related = contents.part[: contents.part.rfind("/") + 1], contents.relation_base
    drawing = rewrite.add(f"{folder}drawings/drawing{{}}.xml", etree.Element("drawing"), DRAWING_TYPE)
    places = {}
    for draw, place in ((bars, dashboard.BARS_PLACE), (lines, dashboard.LINES_PLACE)):
        chart = rewrite.add(f"{folder}charts/chart{{}}.xml", draw(strict=contents.strict), CHART_TYPE)
        places[rewrite.relate(drawing, f"{related}/chart", chart)] = place
    rewrite.put(drawing, frames(places, related, strict=contents.strict))
    identity = rewrite.relate(part, f"{related}/drawing", drawing)
    insert(root, etree.Element(contents.tag("drawing"), {f"{{{related}}}id": identity}))


# --- values ---------------------------------------------------------------------------------------


def set_value(cell: Node, value: object, *, date1904: bool) -> None:
    """Let a cell show a value; its formula and look stay."""
    tag = f"{{{etree.QName(cell).namespace}}}"
    for each in [*cell.findall(f"{tag}v"), *cell.findall(f"{tag}is")]:
        cell.remove(each)
    cell.attrib.pop("t", None)
    if value is None:
        return
    if isinstance(value, str) and cell.find(f"{tag}f") is None:
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{tag}is"), f"{tag}t").text = escaped(value)
        return
    kind, text = _stored(value, date1904=date1904)
    if kind:
        cell.set("t", kind)
    etree.SubElement(cell, f"{tag}v").text = text


def _stored(value: object, *, date1904: bool) -> tuple[str, str]:
    """The kind of a cell, and its value as text."""
    if isinstance(value, Odd):
        return "e", value.text
    if isinstance(value, str):
        return "str", escaped(value)
    if isinstance(value, date):
        return "", repr(value.toordinal() - ZERO_DAY[date1904])
    return "", repr(value)


def renew(root: Node, values: Mapping[str, object], *, date1904: bool) -> bool:
    """Let every formula of ours show its value, wherever people moved it.

    Returns:
        True when every formula of the sheet is one of ours.
    """
    cells = [cell for cell in root.iter("{*}c") if cell.find("{*}f") is not None]
    for cell in cells:
        formula = _formula(cell)
        if formula in values:
            set_value(cell, values[formula], date1904=date1904)
    return all(_formula(cell) in values for cell in cells)


def shows(root: Node, values: Mapping[str, object], read: Callable[[Node], object]) -> bool:
    """Whether every formula of ours reads back as what it shows."""
    return all(
        _same(read(cell), values[formula])
        for cell in root.iter("{*}c")
        if cell.find("{*}f") is not None and (formula := _formula(cell)) in values
    )


def _same(found: object, wanted: object) -> bool:
    if isinstance(wanted, str):
        return (found or "") == unescaped(escaped(wanted))
    return isinstance(found, (date, float)) if isinstance(wanted, date) else found == wanted


def _formula(cell: Node) -> str:
    return (cell.findtext("{*}f") or "").strip()


def is_empty(root: Node) -> bool:
    """Whether nothing has been drawn on the sheet yet."""
    return next(root.iter("{*}c"), None) is None
