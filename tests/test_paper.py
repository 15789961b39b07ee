"""Which paper Word files are for: what the Settings say, unless a person asks for another."""

from __future__ import annotations

import shutil
from email import message_from_bytes
from pathlib import Path

import openpyxl
import pytest
from command_line import ROOT, CommandLine, sample
from docx import Document

LETTER, A4 = (12240, 15840), (11906, 16838)
PAPERS = (("report",), ("partners",), ("facilitator",), ("pulse", "new"))


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A workbook whose Settings say nothing about paper."""
    return sample("nearly-empty", tmp_path)


@pytest.fixture
def on_a4(ours: Path) -> Path:
    """A workbook whose Settings say A4."""
    book = openpyxl.load_workbook(ours)
    rows = {str(row[0].value): row for row in book["Settings"].iter_rows()}
    headings = next(row for name, row in rows.items() if name == "Threshold")
    at = [cell.value for cell in headings].index("Current")
    rows["Paper"][at].value = "A4"
    book.save(ours)
    return ours


def size(file: Path) -> tuple[int, int]:
    """Width and height of a Word file's pages, in twips."""
    section = Document(str(file)).sections[0]
    width, height = section.page_width, section.page_height
    assert width is not None
    assert height is not None
    return round(width.twips), round(height.twips)


def made(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.docx"))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_option_chooses_the_paper(partnerxl: CommandLine, ours: Path, paper: tuple[str, ...]) -> None:
    usual, asked = ours.parent / "usual", ours.parent / "asked"

    codes = [
        partnerxl(*paper, ours, "--out", usual).code,
        partnerxl(*paper, ours, "--out", asked, "--a4").code,
    ]

    assert codes == [0, 0]
    assert {size(file) for file in made(usual)} == {LETTER}
    assert {size(file) for file in made(asked)} == {A4}


@pytest.mark.parametrize("paper", PAPERS)
def test_the_settings_choose_the_paper_and_the_option_wins(
    partnerxl: CommandLine, on_a4: Path, paper: tuple[str, ...]
) -> None:
    usual, asked = on_a4.parent / "usual", on_a4.parent / "asked"

    partnerxl(*paper, on_a4, "--out", usual)
    partnerxl(*paper, on_a4, "--out", asked, "--letter")

    assert {size(file) for file in made(usual)} == {A4}
    assert {size(file) for file in made(asked)} == {LETTER}


def attached(draft: Path, folder: Path) -> list[Path]:
    """The files that go along with a draft, saved."""
    files = []
    for part in message_from_bytes(draft.read_bytes()).walk():
        name = part.get_filename()
        if name:
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            files.append(folder / name)
            files[-1].write_bytes(content)
    return files


@pytest.mark.parametrize(("option", "expected"), [((), A4), (("--letter",), LETTER)])
def test_drafts_carry_papers_of_that_size(
    partnerxl: CommandLine, on_a4: Path, option: tuple[str, ...], expected: tuple[int, int]
) -> None:
    partnerxl("prepare", on_a4, *option)

    drafts = sorted(on_a4.parent.rglob("*.eml"))
    files = attached(drafts[0], on_a4.parent)
    assert len(files) == 2
    assert {size(file) for file in files} == {expected}


def test_a_template_of_ones_own_keeps_its_paper(partnerxl: CommandLine, on_a4: Path) -> None:
    shutil.copyfile(ROOT / "report_templates" / "facilitator.docx", on_a4.parent / "facilitator.docx")
    out = on_a4.parent / "out"

    partnerxl("facilitator", on_a4, "--out", out)

    assert {size(file) for file in made(out)} == {LETTER}


def test_a_template_and_a_paper_at_once_are_refused(partnerxl: CommandLine, ours: Path) -> None:
    outcome = partnerxl("report", ours, "--a4", "--template", ROOT / "report_templates" / "review.docx")

    assert outcome.code == 2
    assert "Leave out --a4 or --letter" in outcome.err
    assert made(ours.parent) == []
