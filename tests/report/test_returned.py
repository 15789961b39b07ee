"""What is read from a copy that came back."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from command_line import WORKBOOKS
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from papers import changed, paper, part
from returning import (
    Written,
    edited,
    fields,
    filled,
    options,
    run,
    tag_of,
    with_property,
    without_fields,
    write,
)

from partnerxl import workflow
from partnerxl.core.returned import Returned
from partnerxl.report.kinds import KINDS
from partnerxl.report.pages import partner_papers
from partnerxl.report.returned import read_bytes, read_copy
from partnerxl.report.review import review_paper
from partnerxl.report.wordml import CONTROL, CONTROL_CONTENT, RUN, W

NAME = "copy.docx"
LINES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zs", "Zl", "Zp"], include_characters=" \n"),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip() == text)


@cache
def report() -> bytes:
    """The review report of a sample."""
    return review_paper(workflow.assess(WORKBOOKS / "troubled.xlsx"), KINDS["review"].packaged())


@cache
def page() -> bytes:
    """The page of its first partner."""
    return partner_papers(workflow.assess(WORKBOOKS / "troubled.xlsx"), KINDS["partner"].packaged())[
        0
    ].content


def read(raw: bytes) -> dict[str, str]:
    """Tags and answers of a copy."""
    found = read_bytes(raw, NAME)
    assert not found.refusal
    return {each.tag: each.text for each in found.answers}


# --- what was written -----------------------------------------------------------------------------


def test_a_copy_that_nobody_filled_in_has_fields_and_no_answers() -> None:
    found = read_bytes(report(), NAME)

    assert found.fields == len(fields(report())) > 50
    assert found.answers == ()
    assert found.reference.startswith("R-")
    assert (found.partner, found.initiative) == ("", "Copper Basin Construction Careers")
    assert read_bytes(page(), NAME).partner


def test_whatever_is_written_chosen_or_picked_is_read() -> None:
    choice = next(options(fields(report())["sign-001-agree"]))
    said: dict[str, Written] = {
        "answer-1": "First line\nSecond line",
        "decision-1-when": date(2026, 10, 5),
        "sign-001-agree": choice,
        "sign-001-comment": "=HYPERLINK(1) & <b>",
        "sign-001-name": "\u202b\u0645\u0631\u064a\u0645\u202c",
    }

    assert read(filled(report(), said)) == {**said, "decision-1-when": "2026-10-05"}


@settings(max_examples=40)
@given(st.data())
def test_any_text_comes_back_as_it_was_written(data: st.DataObject) -> None:
    open_fields = sorted(tag for tag in fields(page()) if "when" not in tag)
    said = data.draw(st.dictionaries(st.sampled_from(open_fields), LINES, max_size=8))

    assert read(filled(page(), said)) == said


def test_a_text_of_five_thousand_signs_comes_back_whole() -> None:
    assert read(filled(page(), {"question": "x" * 5000})) == {"question": "x" * 5000}


def test_a_field_with_nothing_but_blanks_is_no_answer() -> None:
    assert read(filled(page(), {"question": " \n\u00a0"})) == {}


def test_text_in_several_runs_links_and_paragraphs_is_one_answer() -> None:
    def scatter(document: etree._Element) -> None:
        control = next(each for each in document.iter(CONTROL) if tag_of(each) == "question")
        write(control, "We ")
        content = control.find(CONTROL_CONTENT)
        link = etree.SubElement(content, f"{W}hyperlink")
        link.append(run("agree"))
        content.append(run(" here"))

    assert read(edited(page(), scatter)) == {"question": "We agree here"}


def test_a_text_box_in_a_field_takes_nothing_away_and_comes_once() -> None:
    word, other = W[1:-1], "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f'<w:r xmlns:w="{word}"><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:r>'

    def paste(document: etree._Element) -> None:
        control = next(each for each in document.iter(CONTROL) if tag_of(each) == "question")
        write(control, "We a")
        content = control.find(CONTROL_CONTENT)
        etree.SubElement(content[0], f"{W}noBreakHyphen")
        content.append(run("gree"))
        both = etree.SubElement(content, f"{{{other}}}AlternateContent")
        for name in ("Choice", "Fallback"):
            etree.SubElement(both, f"{{{other}}}{name}").append(etree.fromstring(box))

    assert read(edited(page(), paste)) == {"question": "We a-gree\nboxed"}


# --- tracked changes and comments -----------------------------------------------------------------


def tracked(raw: bytes) -> bytes:
    """A copy in which "We agree" was changed into "We differ" with changes tracked."""

    def track(document: etree._Element) -> None:
        control = next(each for each in document.iter(CONTROL) if tag_of(each) == "question")
        write(control, "We ")
        content = control.find(CONTROL_CONTENT)
        gone = etree.SubElement(content, f"{W}del", {f"{W}id": "1", f"{W}author": "A"})
        old = etree.SubElement(gone, RUN)
        etree.SubElement(old, f"{W}delText").text = "agree"
        etree.SubElement(old, f"{W}br")
        added = etree.SubElement(content, f"{W}ins", {f"{W}id": "2", f"{W}author": "A"})
        added.append(run("differ"))

    return edited(raw, track)


def test_tracked_changes_are_read_as_accepted_and_named() -> None:
    found = read_bytes(tracked(page()), NAME)

    assert [each.text for each in found.answers] == ["We differ"]
    assert found.tracked
    assert not read_bytes(page(), NAME).tracked


def test_moved_text_counts_where_it_went() -> None:
    def move(document: etree._Element) -> None:
        controls = {tag_of(each): each for each in document.iter(CONTROL)}
        for tag, mark in (("question", "moveFrom"), ("correction-1-what", "moveTo")):
            write(controls[tag], "")
            moved = etree.SubElement(controls[tag].find(CONTROL_CONTENT), W + mark, {f"{W}id": "1"})
            moved.append(run("A thought"))

    assert read(edited(page(), move)) == {"correction-1-what": "A thought"}


def test_comments_are_counted() -> None:
    three = f'<w:comments xmlns:w="{W[1:-1]}">' + "<w:comment/>" * 3 + "</w:comments>"

    assert read_bytes(changed(page(), [("word/comments.xml", three.encode())]), NAME).comments == 3
    assert read_bytes(page(), NAME).comments == 0


# --- copies that were saved elsewhere -------------------------------------------------------------


def test_a_copy_saved_by_libreoffice_is_read_or_has_lost_its_fields_and_says_so(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    said: dict[str, Written] = {
        "answer-1": "First line\nSecond line",
        "decision-1-what": "Ask & tell <all>",
        "decision-1-when": date(2026, 10, 5),
        "sign-001-agree": next(options(fields(report())["sign-001-agree"])),
        "sign-001-name": "Ana Ruiz",
    }
    before = tmp_path / NAME
    before.write_bytes(filled(report(), said))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    folder = tmp_path / "saved"

    command = [soffice, profile, "--headless", "--convert-to", "docx", "--outdir", str(folder), str(before)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found, was = read_copy(folder / NAME), read_bytes(report(), NAME)

    assert found.reference == was.reference
    if "<w:tag " in part((folder / NAME).read_bytes(), "word/document.xml"):
        assert {each.tag: each.text for each in found.answers} == {**said, "decision-1-when": "2026-10-05"}
        assert found.fields == was.fields
    else:  # before version 7.5 it drops what a field is for
        assert (found.fields, found.answers) == (0, ())


def test_a_copy_without_fields_keeps_its_reference() -> None:
    found = read_bytes(without_fields(filled(page(), {"question": "Lost?"})), NAME)

    assert (found.fields, found.answers) == (0, ())
    assert found.reference


def test_a_word_file_of_others_has_no_reference() -> None:
    assert read_bytes(paper("Hello"), NAME) == Returned(NAME)
    assert read_bytes(with_property(page(), "Reference", "=cmd"), NAME).reference == ""


# --- copies that cannot be read -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "not a Word file"),
        (b"Dear colleagues", "not a Word file"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "password or an old .doc"),
        (page()[: len(page()) // 2], "not a Word file"),
        (changed(page(), [("word/vbaProject.bin", b"x")]), "macros"),
        (changed(page(), [("word/document.xml", b"<w:document")]), "damaged"),
        (changed(page(), [("docProps/custom.xml", b"<")]), "damaged"),
        (changed(page(), [("word/comments.xml", b"<")]), "damaged"),
        (changed(page(), [("word/document.xml", b"<!DOCTYPE a><a/>")]), "document type"),
        (changed(page(), [("word/big.xml", bytes(30 << 20))]), "unpacks to 30 MB"),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes, why: str) -> None:
    found = read_bytes(raw, NAME)

    assert why in found.refusal
    assert (found.answers, found.reference) == ((), "")


def test_a_macro_document_is_refused() -> None:
    types = part(page(), "[Content_Types].xml").replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        "vnd.ms-word.document.macroEnabled.main",
    )

    assert (
        "macros" in read_bytes(changed(page(), [("[Content_Types].xml", types.encode())]), "x.docm").refusal
    )


def test_a_file_of_two_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.docx"
    with huge.open("wb") as file:
        file.truncate(200 << 20)

    assert "60 MB" in read_copy(huge).refusal


def test_a_file_that_is_gone_or_a_folder_says_so(tmp_path: Path) -> None:
    assert "No such file" in read_copy(tmp_path / "gone.docx").refusal
    assert read_copy(tmp_path).refusal


@settings(max_examples=60)
@given(st.integers(0), st.binary(min_size=1, max_size=20))
def test_damage_anywhere_never_ends_the_reading(at: int, junk: bytes) -> None:
    raw = bytearray(page())
    at %= len(raw)
    raw[at : at + len(junk)] = junk

    assert isinstance(read_bytes(bytes(raw), NAME), Returned)
