"""Workbooks with everything a careless program would lose, made here: one for each feature."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
STRICT = (
    (MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
)


def corpus() -> dict[str, bytes]:
    """Every workbook by the name of its feature; names of macro workbooks end in .xlsm."""
    made = {f"{name}.xlsx": make() for name, make in MAKERS.items()}
    return made | {"macros and a ribbon.xlsm": _macros()}


def content(raw: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return out.getvalue()


def plain() -> bytes:
    """A workbook of one sheet with a table and a formula."""
    return _opened(_fill)


def _fill(book: Workbook) -> None:
    _fill_plainly(book)
    book.active.add_table(Table(displayName="OurList", ref="A1:B4"))


def _fill_plainly(book: Workbook) -> None:
    sheet = book.active
    sheet.title = "Our list"
    for row in (["Name", "Hours"], ["Ana", 4], ["Ben", 6], ["Sum", "=SUM(B2:B3)"]):
        sheet.append(row)


def _opened(*fills: Callable[[Workbook], None]) -> bytes:
    """A workbook by openpyxl."""
    book, out = Workbook(), io.BytesIO()
    for fill in fills:
        fill(book)
    book.save(out)
    return out.getvalue()


def _written(fill: Callable[[Any, Any], None], **options: Any) -> bytes:
    """A workbook by XlsxWriter."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Our list")
    sheet.write_column("A1", [3, 1, 2])
    fill(book, sheet)
    book.close()
    return out.getvalue()


def picture() -> bytes:
    """A PNG file of one red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    points = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", points) + chunk(b"IEND", b"")


# --- by a library ---------------------------------------------------------------------------------


def _chart(book: Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.active.add_chart(chart, "D2")


def _comments_and_colors(book: Workbook) -> None:
    book.active["A2"].comment = Comment("Ask her in May", "Ben")
    book.active.conditional_formatting.add(
        "B2:B3", ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="0B6E74")
    )


def _dynamic_arrays(_book: Any, sheet: Any) -> None:
    sheet.write_dynamic_array_formula("C1", "=_xlfn._xlws.SORT(A1:A3)", None, 1)


def _controls_and_shapes(book: Any, sheet: Any) -> None:
    sheet.insert_button("D1", {"macro": "go", "caption": "Go"})
    sheet.insert_checkbox("A5", True)
    sheet.insert_textbox("D6", "Our own words")
    sheet.write_rich_string("A6", "plain ", book.add_format({"bold": True}), "bold", " text")


def _picture(_book: Any, sheet: Any) -> None:
    sheet.insert_image("F2", "point.png", {"image_data": io.BytesIO(picture())})


def _sparklines(_book: Any, sheet: Any) -> None:
    sheet.add_sparkline("D1", {"range": "'Our list'!A1:A3"})


def _properties(book: Any, sheet: Any) -> None:
    book.set_custom_property("Grant", "H1B-2026")
    book.define_name("OurHours", "='Our list'!$A$1:$A$3")
    sheet.data_validation("B1", {"validate": "list", "source": ["Yes", "No"]})
    sheet.set_header("&CFor the review")


def _chart_sheet(book: Any, _sheet: Any) -> None:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "='Our list'!$A$1:$A$3"})
    book.add_chartsheet("Trend").set_chart(chart)


# --- by hand --------------------------------------------------------------------------------------


def with_parts(
    parts: Mapping[str, str | bytes], relations: Mapping[str, Mapping[str, str]], raw: bytes = b""
) -> bytes:
    """A workbook, the plain one if none is given, with more parts and relations from an owner to a part."""
    found = content(raw or plain())
    found |= {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}
    for owner, targets in relations.items():
        lines = "".join(
            f'<Relationship Id="ours{at}" Type="{kind}" Target="/{target}"/>'
            for at, (target, kind) in enumerate(targets.items())
        )
        old = found.get(owner, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
        found[owner] = old.replace(b"</Relationships>", lines.encode() + b"</Relationships>")
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPES[name]}"/>' for name in parts if name in TYPES
    )
    found["[Content_Types].xml"] = found["[Content_Types].xml"].replace(
        b"</Types>", types.encode() + b"</Types>"
    )
    return packed(found)


TYPES = {
    "xl/pivotCache/pivotCacheDefinition1.xml": f"{SHEET}pivotCacheDefinition+xml",
    "xl/pivotTables/pivotTable1.xml": f"{SHEET}pivotTable+xml",
    "xl/slicers/slicer1.xml": "application/vnd.ms-excel.slicer+xml",
    "xl/slicerCaches/slicerCache1.xml": "application/vnd.ms-excel.slicerCache+xml",
    "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
    "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
    "xl/externalLinks/externalLink1.xml": f"{SHEET}externalLink+xml",
    "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "xl/connections.xml": f"{SHEET}connections+xml",
    "xl/queryTables/queryTable1.xml": f"{SHEET}queryTable+xml",
    "xl/calcChain.xml": f"{SHEET}calcChain+xml",
    "xl/printerSettings/printerSettings1.bin": f"{SHEET}printerSettings",
    "xl/embeddings/oleObject1.bin": "application/vnd.openxmlformats-officedocument.oleObject",
    "xl/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml",
}
OF_BOOK, OF_SHEET, OF_PACKAGE = (
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/_rels/sheet1.xml.rels",
    "_rels/.rels",
)


def _pivot() -> bytes:
    source = '<cacheSource type="worksheet"><worksheetSource ref="A1:B3" sheet="Our list"/></cacheSource>'
    fields = (
        '<cacheFields count="2"><cacheField name="Name" numFmtId="0"><sharedItems/></cacheField>'
        '<cacheField name="Hours" numFmtId="0"><sharedItems/></cacheField></cacheFields>'
    )
    table = (
        f'<pivotTableDefinition xmlns="{MAIN}" name="Pivot" cacheId="1" dataCaption="Values">'
        '<location ref="D1:E3" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        '<pivotFields count="2"><pivotField axis="axisRow"/><pivotField dataField="1"/></pivotFields></pivotTableDefinition>'
    )
    made = with_parts(
        {
            "xl/pivotCache/pivotCacheDefinition1.xml": f'<pivotCacheDefinition xmlns="{MAIN}" refreshOnLoad="1">{source}{fields}</pivotCacheDefinition>',
            "xl/pivotTables/pivotTable1.xml": table,
            "xl/slicerCaches/slicerCache1.xml": '<slicerCacheDefinition xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" name="Slicer_Name" sourceName="Name"/>',
            "xl/slicers/slicer1.xml": '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer name="Name" cache="Slicer_Name" rowHeight="241300"/></slicers>',
        },
        {
            OF_BOOK: {
                "xl/pivotCache/pivotCacheDefinition1.xml": f"{OFFICE}/pivotCacheDefinition",
                "xl/slicerCaches/slicerCache1.xml": f"{MICROSOFT}/2007/relationships/slicerCache",
            },
            OF_SHEET: {
                "xl/pivotTables/pivotTable1.xml": f"{OFFICE}/pivotTable",
                "xl/slicers/slicer1.xml": f"{MICROSOFT}/2007/relationships/slicer",
            },
            "xl/pivotTables/_rels/pivotTable1.xml.rels": {
                "xl/pivotCache/pivotCacheDefinition1.xml": f"{OFFICE}/pivotCacheDefinition"
            },
        },
    )
    caches = (
        f'<pivotCaches><pivotCache cacheId="1" r:id="ours0" xmlns:r="{OFFICE}"/></pivotCaches></workbook>'
    )
    parts = content(made)
    return packed(
        parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"</workbook>", caches.encode())}
    )


def _threads() -> bytes:
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    return with_parts(
        {
            "xl/threadedComments/threadedComment1.xml": f'<ThreadedComments xmlns="{space}"><threadedComment ref="A2" dT="2026-05-04T10:00:00.00" personId="{{1}}" id="{{2}}"><text>Who asks?</text></threadedComment></ThreadedComments>',
            "xl/persons/person.xml": f'<personList xmlns="{space}"><person displayName="Ben" id="{{1}}"/></personList>',
        },
        {
            OF_SHEET: {
                "xl/threadedComments/threadedComment1.xml": f"{MICROSOFT}/2017/10/relationships/threadedComment"
            },
            OF_BOOK: {"xl/persons/person.xml": f"{MICROSOFT}/2017/10/relationships/person"},
        },
    )


def _links() -> bytes:
    link = f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{OFFICE}" r:id="ours0"><sheetNames><sheetName val="Far"/></sheetNames></externalBook></externalLink>'
    return with_parts(
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="ours0" Type="{OFFICE}/externalLinkPath" Target="far.xlsx" TargetMode="External"/></Relationships>',
            "customXml/item1.xml": "<grant xmlns='urn:ours'>H1B</grant>",
            "customXml/itemProps1.xml": '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" ds:itemID="{3}"/>',
            "customXml/_rels/item1.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="ours0" Type="{OFFICE}/customXmlProps" Target="itemProps1.xml"/></Relationships>',
        },
        {
            OF_BOOK: {
                "xl/externalLinks/externalLink1.xml": f"{OFFICE}/externalLink",
                "customXml/item1.xml": f"{OFFICE}/customXml",
            }
        },
    )


def _queries_and_objects() -> bytes:
    connection = '<connection id="1" name="Query - Hours" type="5" refreshedVersion="8"><dbPr connection="Provider=Microsoft.Mashup.OleDb.1" command="SELECT * FROM [Hours]"/></connection>'
    active = "http://schemas.microsoft.com/office/2006/activeX"
    return with_parts(
        {
            "xl/connections.xml": f'<connections xmlns="{MAIN}">{connection}</connections>',
            "xl/queryTables/queryTable1.xml": f'<queryTable xmlns="{MAIN}" name="Hours" connectionId="1"/>',
            "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="B4" i="1"/></calcChain>',
            "xl/printerSettings/printerSettings1.bin": bytes(range(256)),
            "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
            "xl/activeX/activeX1.xml": f'<ax:ocx xmlns:ax="{active}" ax:classid="{{8BD21D40-EC42-11CE-9E0D-00AA006002F3}}" ax:persistence="persistStreamInit"/>',
        },
        {
            OF_BOOK: {
                "xl/connections.xml": f"{OFFICE}/connections",
                "xl/calcChain.xml": f"{OFFICE}/calcChain",
            },
            OF_SHEET: {
                "xl/queryTables/queryTable1.xml": f"{OFFICE}/queryTable",
                "xl/printerSettings/printerSettings1.bin": f"{OFFICE}/printerSettings",
                "xl/embeddings/oleObject1.bin": f"{OFFICE}/oleObject",
                "xl/activeX/activeX1.xml": f"{OFFICE}/control",
            },
        },
    )


def _macros() -> bytes:
    ribbon = '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs/></ribbon></customUI>'
    made = with_parts(
        {"xl/vbaProject.bin": bytes(range(256)) * 9, "customUI/customUI14.xml": ribbon},
        {
            OF_BOOK: {"xl/vbaProject.bin": f"{MICROSOFT}/2006/relationships/vbaProject"},
            OF_PACKAGE: {"customUI/customUI14.xml": f"{MICROSOFT}/2007/relationships/ui/extensibility"},
        },
    )
    parts = content(made)
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        f"{SHEET}sheet.main+xml".encode(), b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    )
    return packed(parts)


def strict() -> bytes:
    """The plain workbook in the strict namespaces."""
    parts = content(plain())
    for name, part in parts.items():
        for loose, tight in STRICT if name.endswith((".xml", ".rels")) else ():
            part = part.replace(loose.encode(), tight.encode())  # noqa: PLW2901
        parts[name] = part
    return packed(parts)


def _prefixed() -> bytes:
    """A workbook part whose elements have a prefix."""
    parts = content(plain())
    name = "xl/workbook.xml"
    text = parts[name].decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    for tag in ("workbookPr", "workbookProtection", "bookViews", "workbookView", "sheets", "sheet"):
        text = text.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
        text = text.replace(f"</{tag}>", f"</x:{tag}>").replace(f"<{tag}/>", f"<x:{tag}/>")
    for tag in ("definedNames", "calcPr", "workbook"):
        text = text.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}/>", f"<x:{tag}/>")
        text = text.replace(f"</{tag}>", f"</x:{tag}>")
    return packed(parts | {name: text.encode()})


def _wide_letters() -> bytes:
    """Parts in UTF-16."""
    parts = content(plain())
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        text = parts[name].decode()
        body = text.partition("?>")[2] if text.startswith("<?xml") else text
        parts[name] = f'<?xml version="1.0" encoding="UTF-16"?>{body}'.encode("utf-16")
    return packed(parts)


def custom_views() -> bytes:
    """The plain workbook without its table, with a view of somebody's own."""
    identity = 'guid="{6F8B1A52-0D3C-4C55-9E1B-4A7C2D9E0F11}"'
    view = f'<customWorkbookViews><customWorkbookView name="Ana" {identity} windowWidth="9000" windowHeight="6000" activeSheetId="1"/></customWorkbookViews>'
    of_sheet = f'<customSheetViews><customSheetView {identity} scale="90"><pageMargins left="0.7" right="0.7" top="0.7" bottom="0.7" header="0.3" footer="0.3"/></customSheetView></customSheetViews>'
    parts = content(_opened(_fill_plainly))
    for name, before, added in (
        ("xl/workbook.xml", b"</workbook>", view),
        ("xl/worksheets/sheet1.xml", b"<pageMargins", of_sheet),
    ):
        first, mark, rest = parts[name].partition(before)
        parts[name] = first + added.encode() + mark + rest
    return packed(parts)


def _odd_names() -> bytes:
    """Parts in another folder, with a space, a letter beyond ASCII and other case."""
    parts = content(plain())
    parts["XL/Worksheets/Our list é.xml"] = parts.pop("xl/worksheets/sheet1.xml")
    parts["XL/Worksheets/_rels/Our list é.xml.rels"] = parts.pop(OF_SHEET).replace(b"/xl/", b"../../xl/")
    for name in (OF_BOOK, "[Content_Types].xml"):
        parts[name] = parts[name].replace(
            b"/xl/worksheets/sheet1.xml", "/xl/worksheets/our list é.xml".encode()
        )
    return packed(parts)


def days_from_1904() -> bytes:
    """A workbook that counts days the way the first Macintosh did."""
    return _opened(_fill, lambda book: setattr(book, "epoch", CALENDAR_MAC_1904))


def _elsewhere() -> bytes:
    """Nothing lies in the folder xl, where openpyxl looks for the look of a cell, whatever the package says."""
    parts = content(_opened(_fill, lambda book: setattr(book.active["A1"], "font", Font(bold=True))))
    return packed(
        {name.replace("xl/", "office/"): part.replace(b"/xl/", b"/office/") for name, part in parts.items()}
        | {OF_PACKAGE: parts[OF_PACKAGE].replace(b"xl/", b"office/")}
    )


def _backslashes() -> bytes:
    """Names of parts as a careless program on Windows writes them."""
    return packed({name.replace("/", "\\"): part for name, part in content(plain()).items()})


def _stored() -> bytes:
    """Nothing is compressed, and the package has a comment."""
    return packed(content(plain()), zipfile.ZIP_STORED)


def _dangling() -> bytes:
    """A relation to a sheet and a table that are not there."""
    relation = {"xl/worksheets/sheet2.xml": f"{OFFICE}/worksheet"}
    return with_parts({}, {OF_BOOK: relation, OF_SHEET: {"xl/tables/table9.xml": f"{OFFICE}/table"}})


def _without_styles() -> bytes:
    """No styles part at all."""
    parts = content(plain())
    del parts["xl/styles.xml"]
    for name in (OF_BOOK, "[Content_Types].xml"):
        text = parts[name].decode()
        start = text.index("styles")
        begin, end = text.rindex("<", 0, start), text.index("/>", start) + 2
        parts[name] = (text[:begin] + text[end:]).encode()
    return packed(parts)


MAKERS: dict[str, Callable[[], bytes]] = {
    "plain": plain,
    "charts": lambda: _opened(_fill, _chart),
    "pictures": lambda: _written(_picture),
    "comments and colors": lambda: _opened(_fill, _comments_and_colors),
    "dynamic arrays": lambda: _written(_dynamic_arrays),
    "form controls and shapes": lambda: _written(_controls_and_shapes),
    "sparklines": lambda: _written(_sparklines),
    "own properties": lambda: _written(_properties),
    "chart sheet": lambda: _written(_chart_sheet),
    "pivot tables and slicers": _pivot,
    "threaded comments": _threads,
    "links and custom XML": _links,
    "strict": strict,
    "prefixes": _prefixed,
    "UTF-16": _wide_letters,
    "custom views": custom_views,
    "odd names": _odd_names,
    "queries and objects": _queries_and_objects,
    "days from 1904": days_from_1904,
    "elsewhere": _elsewhere,
    "backslashes": _backslashes,
    "not compressed": _stored,
    "dangling relations": _dangling,
    "no styles": _without_styles,
}
