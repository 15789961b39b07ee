"""Every part of every output keeps to the schemas of Office Open XML.

openxml-audit carries the element rules of Microsoft's Open XML SDK (order, number and nesting of elements),
which are those of the transitional schemas of ECMA-376. It reads damaged XML without a word and does not look
at document properties, so those two are looked at here.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from papers import changed, part
from sample_context import bare, sample, signed_off, with_last, with_trend

from partnerxl.report import accessibility, tokens
from partnerxl.report.checking import with_comments
from partnerxl.report.design import build
from partnerxl.report.faults import Fault, Place
from partnerxl.report.shape import ReportContext
from partnerxl.report.template import Template

FAULT = Fault(Place("t.docx"), "{{ a }}", "'a' is unknown.")
PAPERS = [tokens.LETTER, tokens.A4]
CONTEXTS: list[Callable[[], ReportContext]] = [sample, with_last, with_trend, signed_off, bare]
CORE_ONCE = ("title", "subject", "creator", "keywords", "description", "lastModifiedBy", "revision", "created", "modified", "language")  # fmt: skip


def against_the_schemas(raw: bytes, folder: Path) -> list[str]:
    """What is not as the schemas want it."""
    file = folder / "checked.docx"
    file.write_bytes(raw)
    found = [str(error) for error in OpenXmlValidator().validate(file).errors]
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        xml = {name: package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))}
    trees = {name: etree.fromstring(text) for name, text in xml.items()}
    return [*found, *properties(trees)]


def properties(trees: dict[str, Any]) -> list[str]:
    """Properties that occur twice or have an attribute that none may have."""
    names = [etree.QName(child).localname for child in trees["docProps/core.xml"]]
    odd = [name for name in names if names.count(name) > 1 or name not in CORE_ONCE]
    spaced = [name for name, tree in trees.items() if "docProps" in name and tree.xpath("//@xml:space")]
    return [f"property {name}" for name in odd + spaced]


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("sheet", PAPERS, ids=lambda sheet: sheet.name)
def test_every_part_of_a_report_is_valid(
    context: Callable[[], ReportContext], sheet: tokens.Paper, tmp_path: Path
) -> None:
    assert against_the_schemas(Template(build(sheet)).render(dict(context())), tmp_path) == []


@pytest.mark.parametrize("sheet", PAPERS, ids=lambda sheet: sheet.name)
def test_our_templates_are_valid_before_they_are_filled(sheet: tokens.Paper, tmp_path: Path) -> None:
    assert against_the_schemas(build(sheet), tmp_path) == []


def test_hostile_values_leave_a_report_valid(tmp_path: Path) -> None:
    context = sample()
    hostile = "& < > \" ' {{ x }} {% y %} \x0b\a </w:t> \n \t 😀 مرحبا " * 40
    for topic in context["topics"]["rows"]:
        topic["title"] = topic["override"] = topic["prompt"] = hostile
    context["report"]["initiative"] = context["report"]["short_name"] = hostile
    context["partner_names"] = [hostile[:60], "\x0b", "'\"<&>"]

    assert against_the_schemas(Template(build(tokens.LETTER)).render(dict(context)), tmp_path) == []


NAMES = [
    "Partnership for Advanced Manufacturing, Logistics and Clean Energy of the Lower Copper Basin and Its Neighbors",
    "مركز التدريب المهني",
    "R&D <Tools> {{ x }}",
    "Ab",
]


@pytest.mark.parametrize("count", [1, 9, 40, 100])
@pytest.mark.parametrize("sheet", PAPERS, ids=lambda sheet: sheet.name)
def test_a_report_of_any_size_is_valid_and_everybody_can_read_it(
    count: int, sheet: tokens.Paper, tmp_path: Path
) -> None:
    context = with_last()
    names = [f"{NAMES[at % len(NAMES)]} {at}" for at in range(count)]
    row = context["contributions"]["rows"][0]
    context["contributions"]["rows"] = [{**row, "name": name, "brings": "word " * 200} for name in names]
    context["sign_off"] = [{"name": name, "tag": f"{at:03}"} for at, name in enumerate(names)]
    context["partner_names"] = names
    context["topics"]["rows"][0]["override"] = "A note of a thousand characters. " * 30

    raw = Template(build(sheet)).render(dict(context))

    assert against_the_schemas(raw, tmp_path) == []
    assert accessibility.check(raw, "r.docx") == ()


def test_a_copy_with_comments_is_valid_but_for_a_style_that_word_knows(tmp_path: Path) -> None:
    found = against_the_schemas(with_comments(build(tokens.LETTER), [FAULT, FAULT]), tmp_path)

    assert [line for line in found if "'CommentReference'" not in line] == []


def test_a_report_without_the_comments_of_its_template_is_valid(tmp_path: Path) -> None:
    commented = with_comments(build(tokens.LETTER), [FAULT])

    assert against_the_schemas(Template(commented).render(dict(sample())), tmp_path) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("word/document.xml", "<w:cantSplit/>", "<w:cantSplitt/>"),
        ("word/document.xml", '<w:pStyle w:val="TableHead"/>', '<w:jc w:val="left"/><w:pStyle w:val="TableHead"/>'),
        ("word/document.xml", "<w:sdtContent>", "<w:sdtContent><w:p/>"),
        ("word/document.xml", "<w:tblGrid>", "<w:p/><w:tblGrid>"),
        ("word/header2.xml", '<w:pStyle w:val="Header"/>', '<w:jc w:val="left"/><w:pStyle w:val="Header"/>'),
        ("word/settings.xml", "<w:zoom ", "<w:zooom "),
        ("word/styles.xml", "<w:name ", "<w:namme "),
        ("word/numbering.xml", "<w:lvl ", "<w:p/><w:lvl "),
        ("word/theme/theme1.xml", "<a:themeElements>", "<a:foo/><a:themeElements>"),
        ("docProps/core.xml", "<cp:revision>", "<cp:revision>1</cp:revision><cp:revision>"),
        ("docProps/custom.xml", "<vt:lpwstr>", '<vt:lpwstr xml:space="preserve">'),
    ],
)  # fmt: skip
def test_an_element_out_of_place_is_noticed_in_every_part(
    name: str, old: str, new: str, tmp_path: Path
) -> None:
    raw = Template(build(tokens.LETTER)).render(dict(sample()))
    text = part(raw, name)
    assert old in text

    assert against_the_schemas(changed(raw, [(name, text.replace(old, new, 1).encode())]), tmp_path)


def test_an_element_out_of_place_is_noticed_in_a_chart(tmp_path: Path) -> None:
    raw = Template(build(tokens.LETTER)).render(dict(with_trend()))
    text = part(raw, "word/charts/trend1.xml").replace('<c:varyColors val="0"/>', "", 1)
    wrong = text.replace("<c:grouping ", '<c:varyColors val="0"/><c:grouping ')

    assert against_the_schemas(changed(raw, [("word/charts/trend1.xml", wrong.encode())]), tmp_path)
