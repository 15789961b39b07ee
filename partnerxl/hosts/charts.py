"""The two charts of the Dashboard: phases now and last, and phases over time, drawn from its own cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core import dashboard, texts
from partnerxl.core.grids import column_letters

if TYPE_CHECKING:
    from partnerxl.hosts.package import Node

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/"
STRICT = "http://purl.oclc.org/ooxml/drawingml/"
CHART, SHEET_DRAWING = "chart", "spreadsheetDrawing"
INK, RULE = "1B2A36", "C9D3DA"
NOW, LAST = "14344F", "6E8CA0"
LINES = (("14344F", "circle"), ("0B6E74", "square"), ("A87400", "diamond"), ("6E8CA0", "triangle"))
THIN = f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{RULE}"/></a:solidFill></a:ln>'
BAR_HEADS = (dashboard.LEFT + 1, dashboard.LEFT + 2)


@dataclass(frozen=True, slots=True)
class Series:
    """Values with their name, both as references to cells, their color and the mark of a point."""

    name: str
    values: str
    color: str
    mark: str = ""


def bars(*, strict: bool) -> Node:
    """Phases now and last as lying bars."""
    first, last = dashboard.FIRST, dashboard.BARS_PLACE[1] - 2
    letters = [column_letters(column) for column in BAR_HEADS]
    series = [
        Series(_at(f"${letter}${dashboard.HEADS}"), _at(f"${letter}${first}:${letter}${last}"), color)
        for letter, color in zip(letters, (NOW, LAST), strict=True)
    ]
    drawn = "".join(_bar(number, each, _at(f"$B${first}:$B${last}")) for number, each in enumerate(series))
    plot = (
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{drawn}<c:gapWidth val="60"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f"{_names_axis('l', 'maxMin', 'General')}{_scale_axis('b', 'max')}"
    )
    return _chart(plot, strict=strict)


def lines(*, strict: bool) -> Node:
    """The phases over the last refreshes as lines with marks."""
    top, first = dashboard.FIGURES, dashboard.FIGURES + 1
    last = dashboard.FIGURES + dashboard.RUNS
    letters = [column_letters(dashboard.LEFT + 1 + at) for at in range(len(LINES))]
    series = [
        Series(_at(f"${letter}${top}"), _at(f"${letter}${first}:${letter}${last}"), color, mark)
        for letter, (color, mark) in zip(letters, LINES, strict=True)
    ]
    drawn = "".join(_line(number, each, _at(f"$B${first}:$B${last}")) for number, each in enumerate(series))
    plot = (
        '<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{drawn}<c:marker val="1"/><c:axId val="1"/><c:axId val="2"/></c:lineChart>'
        f"{_names_axis('b', 'minMax', 'mmm d')}{_scale_axis('l', 'autoZero')}"
    )
    return _chart(plot, strict=strict)


def _at(cells: str) -> str:
    return f"{dashboard.SHEET}!{cells}"


def _bar(number: int, series: Series, names: str) -> str:
    look = f'<c:spPr>{_solid(series.color)}</c:spPr><c:invertIfNegative val="0"/>'
    return f"<c:ser>{_named(number, series)}{look}{_cells(series, names, 'strRef')}</c:ser>"


def _line(number: int, series: Series, names: str) -> str:
    line = f'<a:ln w="22225">{_solid(series.color)}</a:ln>'
    mark = f'<c:marker><c:symbol val="{series.mark}"/><c:size val="6"/><c:spPr>{_solid(series.color)}</c:spPr></c:marker>'
    cells = _cells(series, names, "numRef")
    return f'<c:ser>{_named(number, series)}<c:spPr>{line}</c:spPr>{mark}{cells}<c:smooth val="0"/></c:ser>'


def _named(number: int, series: Series) -> str:
    name = f"<c:tx><c:strRef><c:f>{series.name}</c:f></c:strRef></c:tx>"
    return f'<c:idx val="{number}"/><c:order val="{number}"/>{name}'


def _cells(series: Series, names: str, kind: str) -> str:
    return (
        f"<c:cat><c:{kind}><c:f>{names}</c:f></c:{kind}></c:cat>"
        f"<c:val><c:numRef><c:f>{series.values}</c:f></c:numRef></c:val>"
    )


def _solid(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


def _names_axis(side: str, order: str, code: str) -> str:
    """The axis of names, the first of the two."""
    ending = '<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/>'
    scale = f'<c:scaling><c:orientation val="{order}"/></c:scaling>'
    crosses = '<c:crossAx val="2"/><c:crosses val="autoZero"/>'
    return f'<c:catAx><c:axId val="1"/>{scale}{_axis_look(side, code)}{crosses}{ending}</c:catAx>'


def _scale_axis(side: str, crosses: str) -> str:
    """The axis of 0 to 100, the second of the two."""
    scale = '<c:scaling><c:orientation val="minMax"/><c:max val="100"/><c:min val="0"/></c:scaling>'
    grid = f"<c:majorGridlines><c:spPr>{THIN}</c:spPr></c:majorGridlines>"
    ending = '<c:crossBetween val="between"/><c:majorUnit val="25"/>'
    crossed = f'<c:crossAx val="1"/><c:crosses val="{crosses}"/>'
    return f'<c:valAx><c:axId val="2"/>{scale}{_axis_look(side, "0", grid)}{crossed}{ending}</c:valAx>'


def _axis_look(side: str, code: str, grid: str = "") -> str:
    return (
        f'<c:delete val="0"/><c:axPos val="{side}"/>{grid}<c:numFmt formatCode="{code}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f"<c:spPr>{THIN}</c:spPr>"
    )


def _chart(plot: str, *, strict: bool) -> Node:
    text = (
        f'<c:chartSpace xmlns:c="{DRAWING}chart" xmlns:a="{DRAWING}main"><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}</c:plotArea>'
        '<c:legend><c:legendPos val="r"/><c:overlay val="0"/></c:legend>'
        '<c:plotVisOnly val="0"/><c:dispBlanksAs val="span"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="900">{_solid(INK)}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr></c:chartSpace>'
    )
    return etree.fromstring(_spaces(text, strict=strict))


def frames(charts: Mapping[str, tuple[int, int, int, int]], related: str, *, strict: bool) -> Node:
    """Frames that hold the charts.

    Args:
        charts: Relationship of each chart -> first column, first row, last column and last row, from 1.
        related: Namespace of relationships.
        strict: Whether the workbook is a strict one.
    """
    alternatives = [texts.say("dashboard", key) for key in ("bars_alt", "lines_alt")]
    drawn = "".join(
        _frame(number, identity, place, text)
        for number, ((identity, place), text) in enumerate(
            zip(charts.items(), alternatives, strict=True), start=2
        )
    )
    root = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}spreadsheetDrawing" xmlns:a="{DRAWING}main" xmlns:c="{DRAWING}chart" '
        f'xmlns:r="{related}">{drawn}</xdr:wsDr>'
    )
    return etree.fromstring(_spaces(root, strict=strict))


def _frame(number: int, identity: str, place: Sequence[int], text: str) -> str:
    left, top, right, bottom = place
    corners = "".join(
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>{off}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>{off}</xdr:rowOff></xdr:{name}>"
        for name, column, row, off in (("from", left - 1, top - 1, 38100), ("to", right, bottom, 0))
    )
    return (
        f'<xdr:twoCellAnchor>{corners}<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr>'
        f'<xdr:cNvPr id="{number}" name="Chart {number - 1}" descr="{text}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{DRAWING}chart"><c:chart r:id="{identity}"/></a:graphicData></a:graphic>'
        "</xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
    )


def _spaces(text: str, *, strict: bool) -> str:
    """The names of a strict workbook where it is one."""
    if not strict:
        return text
    for name in (CHART, SHEET_DRAWING, "main"):
        text = text.replace(f"{DRAWING}{name}", f"{STRICT}{name}")
    return text
