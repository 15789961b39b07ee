"""Faults that keep people from reading a report: planted one at a time, each is noticed with its place."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor
from papers import changed, part, saved
from sample_context import sample

from partnerxl.report import tokens
from partnerxl.report.accessibility import check
from partnerxl.report.design import build
from partnerxl.report.template import Template

REPORT = Template(build(tokens.LETTER)).render(dict(sample()))
BODY, STYLES, SETTINGS, CORE = (
    "word/document.xml",
    "word/styles.xml",
    "word/settings.xml",
    "docProps/core.xml",
)
FOOTER = "word/footer2.xml"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"


def said(raw: bytes) -> list[str]:
    """What the check says of a file."""
    return [str(fault) for fault in check(raw, "r.docx")]


def with_change(name: str, pattern: str, new: str) -> bytes:
    """The report with the first match of a pattern in one part replaced."""
    text, count = re.subn(pattern, new, part(REPORT, name), count=1, flags=re.DOTALL)
    assert count == 1
    return changed(REPORT, [(name, text.encode())])


def picture(words: str) -> str:
    """A paragraph with a picture."""
    inline = f"<wp:inline xmlns:wp='{DRAWING}'><wp:docPr id='1' name='p'{words}/></wp:inline>"
    return f"<w:p><w:r><w:drawing>{inline}</w:drawing></w:r></w:p><w:sectPr>"


PLANTED = {
    "no_title": (CORE, "<dc:title[^>]*>.*?</dc:title>", "<dc:title> </dc:title>", "it has no title"),
    "no_language": (STYLES, '<w:lang w:val="en-US"[^>]*/>', "", "its language is not set"),
    "old_mode": (SETTINGS, 'w:val="15"', 'w:val="12"', "Compatibility Mode"),
    "no_mode": (SETTINGS, "<w:compat>.*</w:compat>", "", "Compatibility Mode"),
    "protected": (SETTINGS, "<w:zoom", '<w:documentProtection w:edit="forms"/><w:zoom', "it is protected"),
    "empty_heading": (
        BODY,
        '(<w:pStyle w:val="Heading1"/>.*?</w:pPr>).*?</w:p>',
        r"\1</w:p>",
        "a heading is empty",
    ),
    "skipped_level": (STYLES, '<w:outlineLvl w:val="1"/>', '<w:outlineLvl w:val="2"/>', "one level at a time"),
    "endless_heading": (BODY, ">Sign-off<", f">{'Where ' * 30}<", "longer than 120"),
    "merged_cells": (BODY, '(<w:tcW w:w="\\d+" w:type="dxa"/>)', r'\1<w:gridSpan w:val="2"/>', "cells are merged"),
    "no_table_title": (BODY, '<w:tblCaption w:val="[^"]*"/>', "", "the table has no title"),
    "no_header_row": (BODY, "<w:tblHeader/>", "", "no header row"),
    "empty_header_cell": (BODY, ">Topic</w:t>", "> </w:t>", "a column has no heading"),
    "rows_break": (BODY, "<w:cantSplit/>", "", "rows may break"),
    "nested_table": (BODY, "</w:tc>", "<w:tbl><w:tblPr/></w:tbl><w:p/></w:tc>", "stands inside another"),
    "no_control_title": (BODY, '<w:alias w:val="[^"]*"/>', "", "field to fill in has no title"),
    "same_tag": (BODY, 'w:tag w:val="answer-2"', 'w:tag w:val="answer-1"', "the tag 'answer-1'"),
    "no_alt_text": (BODY, "<w:sectPr>", picture(""), "no words for those who cannot see it"),
    "file_name_as_alt_text": (BODY, "<w:sectPr>", picture(" descr='chart1.png'"), "no words for those"),
    "placeholder_as_alt_text": (BODY, "<w:sectPr>", picture(" descr='Picture'"), "no words for those"),
    "dark_table_style": (
        STYLES,
        '(w:styleId="ReportTable">.*?</w:tblPr>)',
        r'\1<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="14344F"/></w:tcPr>',
        "on #14344F",
    ),
    "floating": (BODY, "<w:sectPr>", f"<w:p><w:r><wp:anchor xmlns:wp='{DRAWING}'/></w:r></w:p><w:sectPr>", "floats"),
    "text_box": (BODY, "<w:sectPr>", "<w:p><w:r><w:pict/></w:r></w:p><w:sectPr>", "floats"),
    "pale_text": (STYLES, tokens.MUTED, "AABBCC", "hard to read: the contrast of #AABBCC on #FFFFFF"),
    "pale_run": (BODY, "<w:r><w:rPr><w:b/>", '<w:r><w:rPr><w:color w:val="FFFF00"/><w:b/>', "#FFFF00"),
    "dark_on_dark_chip": (STYLES, f'w:fill="{tokens.RED}"', 'w:fill="FFFFFF"', "#FFFFFF on #FFFFFF"),
    "small_text": (STYLES, '<w:sz w:val="18"/>', '<w:sz w:val="15"/>', "7.5 points"),
    "small_run": (BODY, "<w:r><w:rPr><w:b/>", '<w:r><w:rPr><w:sz w:val="12"/><w:b/>', "6 points"),
    "small_footer": (FOOTER, "<w:r><w:t", '<w:r><w:rPr><w:sz w:val="12"/></w:rPr><w:t', "footer: its text has 6"),
    "link_to_nowhere": (BODY, 'w:anchor="signoff"', 'w:anchor="signof"', "not in the report"),
    "link_without_words": (BODY, "(<w:hyperlink .*?<w:t[^>]*>)[^<]*", r"\1here", "do not say where it leads"),
    "blanks": (BODY, ">Sign-off<", ">Sign      off<", "many blanks"),
    "empty_paragraphs": (BODY, "<w:sectPr>", "<w:p/><w:p/><w:sectPr>", "several empty paragraphs"),
    "hand_made_list": (
        BODY,
        "<w:sectPr>",
        "<w:p><w:r><w:t>- one</w:t></w:r></w:p><w:p><w:r><w:t>- two</w:t></w:r></w:p><w:sectPr>",
        "a list is made by hand",
    ),
    "hand_made_heading": (
        BODY,
        "<w:sectPr>",
        "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Our results</w:t></w:r></w:p><w:sectPr>",
        "bold like a heading",
    ),
}  # fmt: skip


def test_our_report_has_none() -> None:
    assert said(REPORT) == []


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_fault_is_noticed(name: str) -> None:
    where, pattern, new, expected = PLANTED[name]

    found = said(with_change(where, pattern, new))

    assert any(expected in line for line in found), found
    assert all(line.startswith("r.docx") for line in found)


def test_a_fault_names_its_heading_and_table() -> None:
    found = said(with_change(BODY, "(>Sign-off<.*?)<w:tblHeader/>", r"\1"))

    assert len(found) == 1
    assert re.match(r"r\.docx, under “[^”]+”, table \d+: its first row is no header row\.", found[0])


def test_every_fault_comes_once() -> None:
    found = said(with_change(STYLES, '<w:lang w:val="en-US"[^>]*/>', ""))

    assert len(found) == len(set(found))


def test_a_plain_document_of_staff_is_told_everything() -> None:
    document = Document()
    document.add_paragraph("Our report")
    document.add_table(1, 2)

    found = " ".join(said(saved(document)))

    for words in ("no title", "Compatibility Mode", "no headings", "table has no title", "no header row"):
        assert words in found


def test_a_level_that_a_paragraph_sets_for_itself_makes_it_a_heading() -> None:
    outline = '<w:pPr><w:outlineLvl w:val="{}"/></w:pPr>'
    line = "<w:p>{}<w:r><w:t>Our results</w:t></w:r></w:p><w:sectPr>"

    deep, plain = (
        said(with_change(BODY, "<w:sectPr>", line.format(outline.format(level)))) for level in (5, 9)
    )

    assert len(deep) == 1
    assert "Our results" in deep[0]
    assert plain == []


@pytest.mark.parametrize(
    ("shading", "expected"), [("", ["#FFFFFF on #FFFFFF"]), ("<w:shd w:val='clear' w:fill='14344F'/>", [])]
)
def test_white_text_needs_a_dark_ground(shading: str, expected: list[str]) -> None:
    document = Document()
    text = "<w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>x</w:t></w:r>"
    document.add_paragraph()._p.addnext(  # noqa: SLF001  python-docx has no public way
        parse_xml(f"<w:p {nsdecls('w')}><w:pPr>{shading}</w:pPr>{text}</w:p>")
    )

    found = [line for line in said(saved(document)) if "hard to read" in line]

    assert [words for words in expected if words in " ".join(found)] == expected
    assert len(found) == len(expected)


def test_text_of_automatic_color_can_be_read_on_dark_ground() -> None:
    document = Document()
    text = "<w:r><w:rPr><w:color w:val='auto'/></w:rPr><w:t>x</w:t></w:r>"
    shade = "<w:pPr><w:shd w:val='clear' w:fill='14344F'/></w:pPr>"
    document.add_paragraph()._p.addnext(parse_xml(f"<w:p {nsdecls('w')}>{shade}{text}</w:p>"))  # noqa: SLF001  the same

    assert not [line for line in said(saved(document)) if "hard to read" in line]


def test_a_real_list_is_no_hand_made_one_whatever_its_items_begin_with() -> None:
    document = Document()
    numbered = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    items = [f"<w:p {nsdecls('w')}>{numbered}<w:r><w:t>- {word}</w:t></w:r></w:p>" for word in "ab"]
    for item in items:
        document.add_paragraph()._p.addnext(parse_xml(item))  # noqa: SLF001  the same
    document.add_paragraph("- a", style="List Bullet")
    document.add_paragraph("- b", style="List Bullet")

    assert not [line for line in said(saved(document)) if "made by hand" in line]


def test_text_without_a_style_looks_like_the_usual_style_of_paragraphs() -> None:
    document = Document()
    document.styles["Normal"].font.color.rgb = RGBColor(0xDD, 0xDD, 0xDD)
    document.add_paragraph("pale")

    assert any("#DDDDDD" in line for line in said(saved(document)))


@pytest.mark.parametrize(("text", "heading"), [("Our results", 1), ("Our results " * 9, 0), ("We met.", 0)])
def test_only_a_short_bold_line_looks_like_a_heading(text: str, heading: int) -> None:
    document = Document()
    document.add_paragraph().add_run(text).bold = True

    assert len([line for line in said(saved(document)) if "bold like a heading" in line]) == heading


def test_a_link_to_the_web_leads_somewhere() -> None:
    raw = with_change(BODY, 'w:anchor="signoff"', 'w:tooltip="x"')

    assert said(raw) == []


@pytest.mark.parametrize(
    ("size", "bold", "hard"), [(35, False, 1), (36, False, 0), (28, False, 1), (27, True, 1), (28, True, 0)]
)
def test_large_text_needs_less_contrast(size: int, bold: bool, hard: int) -> None:
    document = Document()
    font = document.add_paragraph().add_run("x").font
    font.color.rgb, font.size, font.bold = RGBColor(0x88, 0x88, 0x88), Pt(size / 2), bold

    assert len([line for line in said(saved(document)) if "hard to read" in line]) == hard


def test_a_file_without_properties_has_no_title() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(REPORT)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != CORE:
                new.writestr(name, old.read(name))

    assert any("it has no title" in line for line in said(target.getvalue()))
