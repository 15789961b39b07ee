"""Our templates: fresh, accessible, complete for full, last and bare contexts."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from papers import opened, part
from sample_context import bare, sample, signed_off, with_last

from partnerxl.report import tokens
from partnerxl.report.design import FILES, build
from partnerxl.report.design.language import languages, name_of
from partnerxl.report.template import Template
from partnerxl.report.wordml import CELL, PARAGRAPH, ROW, TABLE, VALUE, Node, W, parse, plain, style_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from partnerxl.report.shape import ReportContext

FOLDER = Path(__file__).parents[2] / "report_templates"
CONTEXTS: list[Callable[[], ReportContext]] = [sample, with_last, signed_off, bare]
PAPERS = [tokens.LETTER, tokens.A4]


def filled(context: ReportContext, paper: tokens.Paper = tokens.LETTER) -> bytes:
    """The review report for a context."""
    return Template(build(paper)).render(dict(context))


def body(raw: bytes) -> Node:
    """The document part of a file."""
    return parse(part(raw, "word/document.xml").encode())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", FILES)
def test_the_packaged_template_is_fresh(name: str, language: str) -> None:
    assert (FOLDER / name_of(name, language)).read_bytes() == build(*FILES[name], language)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("context", CONTEXTS)
def test_no_tag_is_left_and_python_docx_opens_it(
    context: Callable[[], ReportContext], paper: tokens.Paper
) -> None:
    raw = filled(context(), paper)

    document = opened(raw)
    assert document.core_properties.title == (
        "Gulf Coast Advanced Manufacturing Partnership: progress report April 2025 \u2013 March 2026"
    )
    for name in ("document", "header1", "header2", "footer1", "footer2"):
        assert not re.search(r"\{\{|\{%|%\}|\}\}", part(raw, f"word/{name}.xml"))


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_table_is_simple_titled_and_headed(context: Callable[[], ReportContext]) -> None:
    tables = list(body(filled(context())).iter(TABLE))

    assert len(tables) >= 8
    for table in tables:
        rows = table.findall(ROW)
        assert len(rows) > 1
        assert table.find(f"{W}tblPr/{W}tblCaption").get(VALUE)
        assert table.find(f"{W}tblPr/{W}tblDescription").get(VALUE)
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(plain(cell).strip() for cell in rows[0].findall(CELL))
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert len({len(row.findall(CELL)) for row in rows}) == 1
        assert not list(table.iter(W + "gridSpan", W + "vMerge"))
        assert len(list(table.iter(TABLE))) == 1
        assert all(cell[-1].tag == PARAGRAPH for cell in table.iter(CELL))


@pytest.mark.parametrize("context", CONTEXTS)
def test_headings_do_not_skip_a_level_and_none_is_empty(context: Callable[[], ReportContext]) -> None:
    raw = filled(context())
    styles = parse(part(raw, "word/styles.xml").encode())
    outline = {
        str(mark.getparent().getparent().get(W + "styleId")): int(mark.get(VALUE)) + 1
        for mark in styles.iter(W + "outlineLvl")
    }

    headings = [paragraph for paragraph in body(raw).iter(PARAGRAPH) if style_of(paragraph) in outline]

    levels = [outline[style_of(heading)] for heading in headings]
    assert [style_of(heading) for heading in headings].count("Heading1") == 11
    assert all(later <= earlier + 1 for earlier, later in zip([0, *levels], levels, strict=False))
    assert all(plain(heading).strip() for heading in headings)


@pytest.mark.parametrize("context", CONTEXTS)
def test_content_controls_have_a_title_and_a_tag_of_their_own(context: Callable[[], ReportContext]) -> None:
    root = body(filled(context()))

    titles = [str(mark.get(VALUE)) for mark in root.iter(W + "alias")]
    tags = [str(mark.get(VALUE)) for mark in root.iter(W + "tag")]
    assert len(titles) == len(tags) == len(list(root.iter(W + "sdt")))
    assert all(titles)
    assert len(set(tags)) == len(tags)
    assert all(len(name) <= 64 for name in titles + tags)


def test_every_control_of_a_topic_offers_the_partners() -> None:
    context = sample()

    root = body(filled(context))

    lists = {
        str(mark.getparent().find(W + "tag").get(VALUE)): [str(item.get(W + "displayText")) for item in mark]
        for mark in root.iter(W + "dropDownList")
    }
    assert lists["step-P4-who"][1:] == context["partner_names"]
    assert lists["sign-p01-agree"][1:] == ["Agree", "Agree with comment", "Do not agree"]


def test_links_lead_to_bookmarks_and_each_bookmark_stands_once() -> None:
    root = body(filled(sample()))

    marks = [str(mark.get(W + "name")) for mark in root.iter(W + "bookmarkStart")]
    numbers = [str(mark.get(W + "id")) for mark in root.iter(W + "bookmarkStart")]
    assert len(set(marks)) == len(marks) == len(set(numbers))
    assert {str(link.get(W + "anchor")) for link in root.iter(W + "hyperlink")} <= set(marks)


def test_language_and_compatibility_are_set() -> None:
    raw = filled(sample())

    assert 'w:lang w:val="en-US"' in part(raw, "word/styles.xml")
    assert 'w:name="compatibilityMode"' in part(raw, "word/settings.xml")
    assert "<dc:language>en-US</dc:language>" in part(raw, "docProps/core.xml")
    assert "GCAMP-2026Q1-7F3A19C2" in part(raw, "docProps/custom.xml")


def test_every_style_that_is_used_is_defined() -> None:
    styles = parse(part(filled(sample()), "word/styles.xml").encode())
    defined = {str(style.get(W + "styleId")) for style in styles.iter(W + "style")}

    root = body(filled(with_last()))

    used = {str(mark.get(VALUE)) for mark in root.iter(W + "pStyle", W + "rStyle", W + "tblStyle")}
    assert used <= defined
    assert {"Bar", "BarLast", "BarEmpty", "ChipPriority", "ChipNoSignInTheRecords"} <= used


@pytest.mark.parametrize(("word", "chip"), tokens.CHIPS.items())
def test_every_chip_can_be_read(word: str, chip: tokens.Chip) -> None:
    assert tokens.contrast(chip.text, chip.fill) >= 6, word


@pytest.mark.parametrize(
    ("text", "fill"),
    [
        (tokens.INK, tokens.WHITE),
        (tokens.MUTED, tokens.WHITE),
        (tokens.NAVY, tokens.PANEL),
        (tokens.TEAL, tokens.WHITE),
        (tokens.WHITE, tokens.NAVY),
        (tokens.ON_NAVY, tokens.NAVY),
    ],
)
def test_every_text_can_be_read(text: str, fill: str) -> None:
    assert tokens.contrast(text, fill) >= 4.5


def test_no_text_is_smaller_than_nine_points() -> None:
    styles = parse(part(build(tokens.LETTER), "word/styles.xml").encode())

    sizes = {
        str(style.get(W + "styleId")): int(size.get(VALUE))
        for style in styles.iter(W + "style")
        for size in style.iter(W + "sz")
    }
    assert all(size >= 18 for style, size in sizes.items() if not style.startswith("Bar"))


def test_a_bar_is_as_long_as_its_number() -> None:
    context = sample()
    context["phases"]["rows"][0]["bar"] = 100
    context["phases"]["rows"][1]["bar"] = 50

    root = body(filled(context))

    cells = [
        mark.getparent().getparent()
        for mark in root.iter(W + "pStyle")
        if mark.get(VALUE) in ("Bar", "BarEmpty")
    ]
    indents = [int(cell.find(f"{W}pPr/{W}ind").get(W + "right")) for cell in cells]
    room = int(cells[0].getparent().find(f"{W}tcPr/{W}tcW").get(W + "w")) - tokens.CELL_BESIDE
    assert indents[:2] == [0, round(room / 2)]
    assert indents[3] == room


def test_last_report_is_shown_only_when_there_is_one() -> None:
    texts = [plain(body(filled(context()))) for context in (sample, with_last)]

    assert ["Light bar: last time" in text for text in texts] == [False, True]
    assert ["What changed since" in text for text in texts] == [False, True]


def test_empty_sections_say_so_in_a_sentence() -> None:
    text = plain(body(filled(bare())))

    for sentence in (
        "No celebration is recorded yet.",
        "No promised item was due in this period.",
        "No limit was changed",
        "No status was set by a person",
        "The checks found nothing to mend.",
    ):
        assert sentence in text
    assert "Topics with no sign" not in text


def test_hostile_words_of_people_are_printed_as_typed() -> None:
    context = sample()
    context["standouts"] = ["a & b < c {{ d }} {% e \x0b\x07 “f”\nnext"]
    context["topics"]["rows"][0]["title"] = "R&D " * 40

    raw = filled(context)

    assert "a & b < c {{ d }} {% e  “f”\nnext" in [paragraph.text for paragraph in opened(raw).paragraphs]


@pytest.mark.parametrize("paper", PAPERS)
def test_libreoffice_makes_pages_of_it(paper: tokens.Paper, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    (tmp_path / "review.docx").write_bytes(filled(with_last(), paper))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"

    command = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "review.docx")], check=True, capture_output=True, timeout=120)

    pages = len(re.findall(rb"/Type\s*/Page[^s]", (tmp_path / "review.pdf").read_bytes()))
    assert 6 <= pages <= 11
