"""A template as a Word file: its parts and properties, the same bytes every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from partnerxl.report import tokens as t
from partnerxl.report.design.ending import ending
from partnerxl.report.design.facilitator import facilitator_page
from partnerxl.report.design.language import name_of, translated
from partnerxl.report.design.ooxml import page_field, para_of, runs
from partnerxl.report.design.opening import opening
from partnerxl.report.design.partner import partner_page
from partnerxl.report.design.pulse import pulse_page
from partnerxl.report.design.styles import numbering_part, styles_part
from partnerxl.report.design.theme import theme_part
from partnerxl.report.design.topics import topics
from partnerxl.report.packing import pack
from partnerxl.report.wordml import MAIN

if TYPE_CHECKING:
    from pathlib import Path

    from partnerxl.report.tokens import Paper


@dataclass(frozen=True)
class Design:
    """What sets one kind of template apart: its contents, title, what it is about, further properties, and a corner."""

    body: Callable[[int], str]
    title: str
    subject: str
    properties: Mapping[str, str] = field(default_factory=dict)
    aside: str = "Records up to {{ report.as_of }}"


def _review(width: int) -> str:
    return opening(width) + topics(width) + ending(width)


REVIEW = Design(
    _review,
    "{{ report.initiative }}: progress report {{ report.period }}",
    "Partnership progress report for review by all partners",
)
PARTNER = Design(
    partner_page,
    "{{ partner.name }}: our records of {{ report.period }}",
    "What is on record about one partner, for that partner only",
    {"Partner": "{{ partner.name }}"},
)
FACILITATOR = Design(
    facilitator_page,
    "{{ report.initiative }}: leading our review {{ report.period }}",
    "A plan for whoever leads the review",
)
PULSE = Design(
    pulse_page,
    "{{ report.initiative }}: pulse {{ pulse.round }}",
    "Twelve statements about our partnership, answered without a name",
    aside="{{ report.period }}",
)
FILES = {
    f"{name}{ending}.docx": (paper, design)
    for name, design in (
        ("review", REVIEW),
        ("partner", PARTNER),
        ("facilitator", FACILITATOR),
        ("pulse", PULSE),
    )
    for ending, paper in (("", t.LETTER), ("-a4", t.A4))
}
MADE = "2026-01-01T00:00:00Z"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
HEADERS = ("header1", "header2", "footer1", "footer2")

OVERRIDES = {
    "word/document.xml": f"{KIND}.document.main+xml",
    "word/styles.xml": f"{KIND}.styles+xml",
    "word/numbering.xml": f"{KIND}.numbering+xml",
    "word/settings.xml": f"{KIND}.settings+xml",
    "word/fontTable.xml": f"{KIND}.fontTable+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "word/header1.xml": f"{KIND}.header+xml",
    "word/header2.xml": f"{KIND}.header+xml",
    "word/footer1.xml": f"{KIND}.footer+xml",
    "word/footer2.xml": f"{KIND}.footer+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
CUSTOM = {
    "Initiative": "{{ report.initiative }}",
    "Reference": "{{ report.reference }}",
    "Records hash": "{{ report.records_hash }}",
    "Rules hash": "{{ report.rules_hash }}",
    "Template hash": "{{ report.template_hash }}",
}


def build(paper: Paper, design: Design = REVIEW, language: str = "") -> bytes:
    """A template for a sheet of paper; in English unless a language is named."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _package_relations(),
        "word/document.xml": _document(paper, design),
        "word/_rels/document.xml.rels": _document_relations(),
        "word/styles.xml": styles_part(paper),
        "word/numbering.xml": numbering_part(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _fonts(),
        "word/theme/theme1.xml": theme_part(),
        **_ends(design),
        "docProps/core.xml": _core(design),
        "docProps/app.xml": _app(),
        "docProps/custom.xml": _custom({**CUSTOM, **design.properties}),
    }
    if language:
        parts = {name: translated(text, language) for name, text in parts.items()}
    return pack({name: (XML + text).encode() for name, text in parts.items()})


def write(folder: Path, language: str = "") -> list[Path]:
    """Write every template into a folder, in English unless a language is named; their paths come back."""
    made = {folder / name_of(name, language): build(*FILES[name], language) for name in FILES}
    for path, content in made.items():
        path.write_bytes(content)
    return list(made)


def _types() -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in OVERRIDES.items()
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(targets: dict[str, str]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _package_relations() -> str:
    return _relations(
        {
            "word/document.xml": f"{OFFICE}/relationships/officeDocument",
            "docProps/core.xml": f"{PACKAGE}/relationships/metadata/core-properties",
            "docProps/app.xml": f"{OFFICE}/relationships/extended-properties",
            "docProps/custom.xml": f"{OFFICE}/relationships/custom-properties",
        }
    )


def _document_relations() -> str:
    kinds = ("header", "header", "footer", "footer")
    parts = {f"{name}.xml": kind for name, kind in zip(HEADERS, kinds, strict=True)}
    parts |= {f"{name}.xml": name for name in ("styles", "numbering", "settings", "fontTable")}
    return _relations(
        {
            name: f"{OFFICE}/relationships/{kind}"
            for name, kind in (parts | {"theme/theme1.xml": "theme"}).items()
        }
    )


def _document(paper: Paper, design: Design) -> str:
    return (
        f'<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}/relationships"><w:body>'
        f"{design.body(paper.text_width)}{_section(paper)}</w:body></w:document>"
    )


def _section(paper: Paper) -> str:
    return (
        '<w:sectPr><w:headerReference w:type="first" r:id="rId1"/><w:headerReference '
        'w:type="default" r:id="rId2"/>'
        '<w:footerReference w:type="first" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        f'<w:pgSz w:w="{paper.width}" w:h="{paper.height}"/>'
        f'<w:pgMar w:top="{paper.top}" w:right="{paper.side}" w:bottom="{paper.bottom}" '
        f'w:left="{paper.side}" '
        'w:header="640" w:footer="560" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )


def _ends(design: Design) -> dict[str, str]:
    tab = "<w:r><w:tab/></w:r>"
    pages = runs("Page ") + page_field("PAGE", "1") + runs(" of ") + page_field("NUMPAGES", "6")
    first = para_of(runs("**{{ report.prepared_by }}**") + tab + runs(design.aside), "HeaderFirst")
    other = para_of(runs("{{ report.short_name }}") + tab + runs("{{ report.period }}"), "Header")
    foot = para_of(runs("Reference {{ report.reference }}") + tab + pages, "Footer")
    inner = (("hdr", first), ("hdr", other), ("ftr", foot), ("ftr", foot))
    return {
        f"word/{name}.xml": f'<w:{tag} xmlns:w="{MAIN}" xmlns:r="{OFFICE}/relationships">{text}</w:{tag}>'
        for name, (tag, text) in zip(HEADERS, inner, strict=True)
    }


def _settings() -> str:
    colors = "".join(
        f' w:{name}="{value}"'
        for name, value in {"bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2"}.items()
    )
    accents = "".join(f' w:accent{number}="accent{number}"' for number in range(1, 7))
    return (
        f'<w:settings xmlns:w="{MAIN}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang '
        'w:val="en-US"/>'
        f'<w:clrSchemeMapping{colors}{accents} w:hyperlink="hyperlink" '
        'w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _fonts() -> str:
    return (
        f'<w:fonts xmlns:w="{MAIN}"><w:font w:name="{t.FONT}"><w:altName w:val="Carlito"/>'
        '<w:panose1 w:val="020F0502020204030204"/><w:charset w:val="00"/><w:family w:val="swiss"/>'
        '<w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _core(design: Design) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{design.title}</dc:title><dc:subject>{design.subject}</dc:subject>"
        "<dc:creator>{{ report.prepared_by }}</dc:creator>"
        "<cp:keywords>workforce partnership, progress report</cp:keywords>"
        "<dc:description>Reference {{ report.reference }}; rules {{ report.rules }}</dc:description>"
        "<cp:lastModifiedBy>partnerxl</cp:lastModifiedBy><cp:revision>1</cp:revision>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{MADE}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{MADE}</dcterms:modified>'
        "<dc:language>en-US</dc:language>"
        "</cp:coreProperties>"
    )


def _app() -> str:
    return (
        f'<Properties xmlns="{OFFICE}/extended-properties"><Application>partnerxl</Application></Properties>'
    )


def _custom(properties: Mapping[str, str]) -> str:
    entries = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties.items(), 2)
    )
    return (
        f'<Properties xmlns="{OFFICE}/custom-properties" '
        f'xmlns:vt="{OFFICE}/docPropsVTypes">{entries}</Properties>'
    )
