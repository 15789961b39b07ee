"""A line chart that people can edit in Word: a chart part with its workbook inside, for numbers from 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from lxml import etree

from partnerxl.core.messages import message
from partnerxl.core.texts import language_tag
from partnerxl.report.packing import TYPES, pack
from partnerxl.report.program import NOTHING, Asking, Page, as_attribute
from partnerxl.report.tokens import FONT, INK, MUTED, NAVY, RULE, STEEL, TEAL
from partnerxl.report.wordml import MAIN, parse

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINKS = "word/_rels/document.xml.rels"
NAME = "word/charts/trend"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
WIDTH, HEIGHT = 9360 * 635, 2560320  # 6.5 by 2.8 inches
FIRST_ID = 9000  # of drawings
LINES = ((NAVY, "circle", "solid"), (TEAL, "square", "dash"), (STEEL, "triangle", "sysDot"), (INK, "diamond", "lgDashDot"))  # fmt: skip
PARTS = ("labels", "lines", "says")


@dataclass(frozen=True, slots=True)
class ChartSlot(Asking):
    """A paragraph with a chart; without labels it vanishes.

    Attributes:
        look: The paragraph's properties as XML.
    """

    look: str
    wants: ClassVar[str] = "chart"

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the paragraph and leave the chart with the page."""
        value = self.source.ask(scope, page)
        if value is None or value is NOTHING:
            return
        if type(value) is not dict or not set(PARTS) <= value.keys():
            self.source.fail(page, message("fit", "no_chart"))
        elif value["labels"]:
            page.work.charts.append(value)
            number = page.work.charts_before + len(page.work.charts)
            page.add(_paragraph(self.look, number, value["says"]))


def _paragraph(look: str, number: int, says: str) -> str:
    return (
        f'<w:p xmlns:w="{MAIN}">{look}<w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{WIDTH}" cy="{HEIGHT}"/>'
        f'<wp:docPr id="{FIRST_ID + number}" name="Trend {number}" descr="{as_attribute(says)}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/chart">'
        f'<c:chart xmlns:c="{DRAWING}/chart" xmlns:r="{OFFICE}" r:id="trend{number}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


# --- the parts of the package ---------------------------------------------------------------------


def chart_parts(
    charts: Sequence[dict[str, Any]], types: bytes, links: bytes, before: int
) -> dict[str, bytes]:
    """The parts that charts add to a package, and its list of types and links with them.

    Args:
        charts: Labels, lines and words of each chart.
        types: The template's list of types.
        links: The links of its document.
        before: How many charts of ours the template holds already.
    """
    kinds, relations = parse(types), parse(links)
    parts: dict[str, bytes] = {}
    for number, chart in enumerate(charts, start=before + 1):
        book = f"word/embeddings/trend{number}.xlsx"
        _add(kinds, "Override", PartName=f"/{NAME}{number}.xml", ContentType=CHART_TYPE)
        _add(kinds, "Override", PartName=f"/{book}", ContentType=BOOK_TYPE)
        _add(relations, "Relationship", Id=f"trend{number}", Type=f"{OFFICE}/chart", Target=f"charts/trend{number}.xml")  # fmt: skip
        parts[f"{NAME}{number}.xml"] = _chart(chart["labels"], chart["lines"])
        parts[f"word/charts/_rels/trend{number}.xml.rels"] = _link(
            "package", f"../embeddings/trend{number}.xlsx"
        )
        parts[book] = workbook(chart["labels"], chart["lines"])
    return {TYPES: _written(kinds), LINKS: _written(relations), **parts}


def _add(root: Any, name: str, **attributes: str) -> None:
    etree.SubElement(root, etree.QName(etree.QName(root).namespace, name), attributes)


def _written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _link(kind: str, target: str) -> bytes:
    return (
        f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    ).encode()


# --- the workbook ---------------------------------------------------------------------------------


def workbook(labels: Sequence[str], lines: Sequence[dict[str, Any]]) -> bytes:
    """The workbook of a chart: a row for each label, a column for each line."""
    heads = [("A", ""), *((_column(at), line["name"]) for at, line in enumerate(lines))]
    rows = [_row(1, "".join(_text(f"{column}1", text) for column, text in heads if text))]
    for at, label in enumerate(labels):
        cells = [_number(f"{_column(of)}{at + 2}", line["values"][at]) for of, line in enumerate(lines)]
        rows.append(_row(at + 2, _text(f"A{at + 2}", label) + "".join(cells)))
    return pack(
        {
            TYPES: _types().encode(),
            "_rels/.rels": _link("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": (
                f'{DECLARATION}<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets>'
                '<sheet name="Trend" sheetId="1" r:id="rId1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": _link("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": (
                f'{DECLARATION}<worksheet xmlns="{SHEETS}"><sheetData>{"".join(rows)}</sheetData></worksheet>'
            ).encode(),
        }
    )


def _types() -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'
    )


def _column(at: int) -> str:
    return "BCDE"[at]


def _row(number: int, cells: str) -> str:
    return f'<row r="{number}">{cells}</row>'


def _text(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{as_attribute(text)}</t></is></c>'


def _number(address: str, value: float | None) -> str:
    return "" if value is None else f'<c r="{address}"><v>{value:g}</v></c>'


# --- the chart ------------------------------------------------------------------------------------


def _chart(labels: Sequence[str], lines: Sequence[dict[str, Any]]) -> bytes:
    series = "".join(_series(at, line, labels) for at, line in enumerate(lines))
    return (
        f'{DECLARATION}<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main" xmlns:r="{OFFICE}">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{series}<c:marker val="1"/>'
        f'<c:axId val="111"/><c:axId val="112"/></c:lineChart>{_periods()}{_scale()}</c:plotArea>'
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_type(INK)}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _series(at: int, line: dict[str, Any], labels: Sequence[str]) -> str:
    color, shape, dash = LINES[at]
    column, last = _column(at), len(labels) + 1
    fill = f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f"<c:tx>{_strings(f'Trend!${column}$1', [line['name']])}</c:tx>"
        f'<c:spPr><a:ln w="22225" cap="rnd">{fill}<a:prstDash val="{dash}"/><a:round/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="{shape}"/><c:size val="8"/><c:spPr>{fill}<a:ln w="9525">{fill}</a:ln></c:spPr></c:marker>'
        f"<c:cat>{_strings(f'Trend!$A$2:$A${last}', labels)}</c:cat>"
        f"<c:val>{_numbers(f'Trend!${column}$2:${column}${last}', line['values'])}</c:val>"
        '<c:smooth val="0"/></c:ser>'
    )


def _strings(cells: str, texts: Sequence[str]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{as_attribute(text)}</c:v></c:pt>' for at, text in enumerate(texts)
    )
    return f'<c:strRef><c:f>{cells}</c:f><c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache></c:strRef>'


def _numbers(cells: str, values: Sequence[float | None]) -> str:
    known = [(at, value) for at, value in enumerate(values) if value is not None]
    points = "".join(f'<c:pt idx="{at}"><c:v>{value:g}</c:v></c:pt>' for at, value in known)
    count = f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>'
    return f"<c:numRef><c:f>{cells}</c:f><c:numCache>{count}{points}</c:numCache></c:numRef>"


def _periods() -> str:
    return (
        '<c:catAx><c:axId val="111"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{_rule(MUTED)}{_type(INK)}<c:crossAx val="112"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        '<c:noMultiLvlLbl val="1"/></c:catAx>'
    )


def _scale() -> str:
    return (
        '<c:valAx><c:axId val="112"/><c:scaling><c:orientation val="minMax"/><c:max val="100"/><c:min val="0"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines>{_rule(RULE)}</c:majorGridlines>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_rule(RULE)}{_type(MUTED)}<c:crossAx val="111"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="between"/><c:majorUnit val="25"/></c:valAx>'
    )


def _rule(color: str) -> str:
    return f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{color}"/></a:solidFill></a:ln></c:spPr>'


def _type(color: str) -> str:
    return (
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900">'
        f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill><a:latin typeface="{FONT}"/></a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{language_tag()}"/></a:p></c:txPr>'
    )
