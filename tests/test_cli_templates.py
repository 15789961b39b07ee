"""What the commands for templates print and write, and where a report finds its template."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from command_line import ROOT, CommandLine, sample, snapshot
from docx import Document

OURS = ROOT / "report_templates"


def with_paragraph(file: Path, text: str) -> Path:
    """Our template with another first paragraph."""
    document = Document(str(OURS / "review.docx"))
    document.paragraphs[0].insert_paragraph_before(text)
    document.save(str(file))
    return file


def lines_of(report: str) -> list[str]:
    return [paragraph.text for paragraph in Document(report.strip()).paragraphs]


def test_a_new_template_is_ours_and_never_replaces_one(partnerxl: CommandLine, tmp_path: Path) -> None:
    first = partnerxl("template", "new", "--out", tmp_path / "here", "--a4")
    before = snapshot(tmp_path)
    second = partnerxl("template", "new", "review", "--out", tmp_path / "here")

    assert (first.code, second.code) == (0, 2)
    assert before == {"here/review.docx": (OURS / "review-a4.docx").read_bytes()} == snapshot(tmp_path)
    assert "is there already" in second.err


def test_a_template_that_is_fine_is_said_to_be(partnerxl: CommandLine) -> None:
    outcome = partnerxl("template", "check", OURS / "review.docx")

    assert (outcome.code, outcome.out) == (0, "review.docx: nothing to mend.\n")


def test_faults_are_listed_and_the_copy_with_comments_is_named(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    file = with_paragraph(tmp_path / "review.docx", "{{ report.titel }} {{ nothing }} {{ report.titel }}")

    outcome = partnerxl("template", "check", file)
    told = json.loads(partnerxl("template", "check", file, "--json").out)

    assert outcome.code == 1
    assert "review.docx: 2 things to mend." in outcome.out
    assert "review.docx, {{ report.titel }}: 'titel' is unknown." in outcome.out
    assert f"A copy with a comment at each: {tmp_path / 'review checked.docx'}" in outcome.out
    assert [fault["tag"] for fault in told["faults"]] == ["{{ report.titel }}", "{{ nothing }}"]
    assert told["faults"][0] == {
        "where": "review.docx",
        "tag": "{{ report.titel }}",
        "text": "'titel' is unknown.",
    }
    assert Path(told["copy"]).name == "review checked 2.docx"


def test_hurdles_are_listed_too(partnerxl: CommandLine, tmp_path: Path) -> None:
    file = with_paragraph(tmp_path / "review.docx", "a      b")

    outcome = partnerxl("template", "check", file)

    assert outcome.code == 1
    assert "review.docx: 1 thing some people could not read or use." in outcome.out
    assert "many blanks" in outcome.out


def test_a_preview_is_written_beside_the_template_or_where_it_is_told(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    file = with_paragraph(tmp_path / "review.docx", "Dear {{ report.initiative }}")

    beside = partnerxl("template", "preview", file)
    told = json.loads(partnerxl("template", "preview", file, "--out", tmp_path / "other", "--json").out)

    assert lines_of(beside.out)[0] == lines_of(told["preview"])[0] == "Dear Copper Basin Construction Careers"
    assert Path(told["preview"]) == tmp_path / "other" / "review preview.docx"


def test_a_template_with_faults_has_no_preview(partnerxl: CommandLine, tmp_path: Path) -> None:
    file = with_paragraph(tmp_path / "review.docx", "{{ nothing }}")

    outcome = partnerxl("template", "preview", file)

    assert outcome.code == 2
    assert "{{ nothing }}: 'nothing' is unknown." in outcome.err
    assert len(list(tmp_path.iterdir())) == 1


def test_every_name_is_listed(partnerxl: CommandLine) -> None:
    outcome = partnerxl("template", "list")
    told = json.loads(partnerxl("template", "list", "--json").out)

    assert "report.initiative  (text)  Name of the initiative." in outcome.out
    assert re.search(r"^    topic\.title  \(text\)  Its neutral name\.$", outcome.out, re.MULTILINE)
    assert {name["name"] for name in told["names"]} >= {"report.reference", "topic.prompt", "tip.state"}


@pytest.mark.parametrize("word", ["new", "list"])
def test_a_kind_that_is_not_there_is_refused(partnerxl: CommandLine, word: str, tmp_path: Path) -> None:
    options = ["--out", tmp_path] if word == "new" else []

    outcome = partnerxl("template", word, "letter", *options)

    assert outcome.code == 2
    assert "There is no template 'letter'. Choose from review, partner, facilitator, pulse." in outcome.err


@pytest.mark.parametrize("word", ["new", "check", "preview", "list"])
def test_each_command_shows_an_example(partnerxl: CommandLine, word: str) -> None:
    assert f"\n    partnerxl template {word}" in partnerxl("template", word, "--help").out


# --- the template of a report ---------------------------------------------------------------------


def test_a_report_uses_the_template_beside_the_workbook_unless_told_otherwise(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("nearly-empty", tmp_path)
    with_paragraph(tmp_path / "review.docx", "Beside")
    given = with_paragraph(tmp_path / "given.docx", "Given")

    beside = partnerxl("report", book)
    told = partnerxl("report", book, "--template", given)

    assert lines_of(beside.out)[0] == "Beside"
    assert lines_of(told.out)[0] == "Given"


def test_what_some_people_could_not_read_is_said_where_errors_go(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("nearly-empty", tmp_path)
    given = with_paragraph(tmp_path / "given.docx", "a      b")

    outcome = partnerxl("report", book, "--template", given)
    told = json.loads(partnerxl("report", book, "--template", given, "--json").out)

    assert outcome.code == 0
    assert Path(outcome.out.strip()).is_file()
    assert outcome.err.startswith(
        "1 thing in this report some people could not read or use:\n  given.docx: many blanks"
    )
    assert told["hurdles"][0].startswith("given.docx: many blanks")


def test_a_report_from_our_template_has_no_hurdle(partnerxl: CommandLine, tmp_path: Path) -> None:
    assert partnerxl("report", sample("mature", tmp_path)).err == ""


def test_faults_of_a_template_refuse_the_report_with_every_place(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("nearly-empty", tmp_path)
    given = with_paragraph(tmp_path / "given.docx", "{{ a }} {{ b }}")
    before = snapshot(tmp_path)

    outcome = partnerxl("report", book, "--template", given)

    assert outcome.code == 2
    assert outcome.err.count("is unknown") == 2
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(("command", "kind"), [("partners", "partner"), ("facilitator", "facilitator")])
def test_pages_use_the_template_beside_the_workbook_unless_told_otherwise(
    partnerxl: CommandLine, command: str, kind: str, tmp_path: Path
) -> None:
    book = sample("nearly-empty", tmp_path)
    for name, text in ((f"{kind}.docx", "Beside"), ("given.docx", "a      b")):
        document = Document(str(OURS / f"{kind}.docx"))
        document.paragraphs[0].insert_paragraph_before(text)
        document.save(str(tmp_path / name))

    beside = partnerxl(command, book)
    told = json.loads(partnerxl(command, book, "--template", tmp_path / "given.docx", "--json").out)

    first = told["page"] if command == "facilitator" else told["pages"][0]
    assert lines_of(beside.out.splitlines()[0])[0] == "Beside"
    assert lines_of(first)[0] == "a      b"
    assert told["hurdles"][0].startswith("given.docx: many blanks")


def test_pages_go_to_the_folder_that_was_named(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("nearly-empty", tmp_path)

    pages = partnerxl("partners", book, "--out", tmp_path / "here")
    page = partnerxl("facilitator", book, "--out", tmp_path / "here")

    assert (pages.code, page.code) == (0, 0)
    assert {Path(line).parents[1] for line in pages.out.splitlines()} == {tmp_path / "here"}
    assert Path(page.out.strip()).parent == tmp_path / "here"


@pytest.mark.parametrize("command", ["partners", "facilitator"])
def test_a_folder_that_cannot_be_made_is_refused(
    partnerxl: CommandLine, command: str, tmp_path: Path
) -> None:
    book = sample("nearly-empty", tmp_path)
    (tmp_path / "file").write_bytes(b"")

    outcome = partnerxl(command, book, "--out", tmp_path / "file" / "inside")

    assert outcome.code == 2
    assert "--out FOLDER" in outcome.err


# --- PDF ------------------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_a_pdf_is_tagged_and_says_its_language(partnerxl: CommandLine, tmp_path: Path) -> None:
    told = json.loads(partnerxl("report", sample("nearly-empty", tmp_path), "--pdf", "--json").out)

    found = Path(told["pdf"]).read_bytes()
    assert Path(told["pdf"]).stem == Path(told["report"]).stem
    assert found.startswith(b"%PDF-")
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang(en-US)", b"<pdfuaid:part>1<"):
        assert mark in found


def test_without_libreoffice_the_report_comes_and_the_pdf_is_explained(
    partnerxl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    outcome = partnerxl("report", sample("nearly-empty", tmp_path), "--pdf")

    assert outcome.code == 2
    assert outcome.err.startswith("A PDF needs LibreOffice, which was not found.")
    assert len(list(tmp_path.glob("*.docx"))) == 1


def test_a_libreoffice_that_fails_is_named(
    partnerxl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    outcome = partnerxl("report", sample("nearly-empty", tmp_path), "--pdf")

    assert outcome.code == 2
    assert "LibreOffice could not make a PDF of it (CalledProcessError)" in outcome.err
    assert not list(tmp_path.glob("*.pdf"))


def test_without_an_active_partner_no_page_and_no_folder_is_made(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("empty", tmp_path)

    made = partnerxl("partners", book)

    assert (made.code, list(tmp_path.iterdir())) == (0, [book])
    assert made.out == "There is no active partner to make a page for. Add one to the sheet Partners.\n"
