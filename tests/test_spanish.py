"""Everything that is made from the samples in Spanish: no English is left, and it says the same."""

from __future__ import annotations

import io
import re
import shutil
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date, format_skeleton
from command_line import CommandLine, changed
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from partnerxl import workflow
from partnerxl.core import dashboard, highlights, summary, texts
from partnerxl.core.assess import assess
from partnerxl.core.assessment import Assessment, Status, TipState
from partnerxl.core.catalogue import FOLDER, load_rules, load_sheets
from partnerxl.core.explain import explain
from partnerxl.core.grids import Book
from partnerxl.core.history import history_table
from partnerxl.core.language import asked_for, speaking, spoken
from partnerxl.core.measures import MEASURES
from partnerxl.core.records import read_project, wanted
from partnerxl.core.rulebook import SLOT, load_rulebook
from partnerxl.hosts import files
from partnerxl.report.accessibility import check
from partnerxl.report.kinds import KINDS
from partnerxl.report.pages import partner_papers
from partnerxl.report.review import review_paper

ROOT = Path(__file__).parents[1]
SAMPLES = ("empty", "new", "mature", "second-wave", "troubled", "nearly-empty")
TODAY = date(2026, 11, 25)
STOP = re.compile(
    r"\b(the|and|of|with|is|are|was|were|our|this|that|not|for|yet|from|have|has|had|more|row|rows|under|over|"
    r"least|most|when|which|what|who|they|their|there|been|than|would|out|see|seen|page|done)\b",
    re.IGNORECASE,
)
PIECE = re.compile(r"\{[^{}]*\}")
FEWEST_WORDS = 3
VALUE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val"


@dataclass(frozen=True)
class Made:
    """What is made from a sample: the assessment, the report and the pages."""

    found: Assessment
    review: bytes
    papers: tuple[bytes, ...]


@cache
def grids(name: str) -> Book:
    return files.read(ROOT / "workbooks" / f"{name}.xlsx", wanted)


@cache
def made(name: str, language: str) -> Made:
    with asked_for(language):
        found = assess(read_project(grids(name)))
        papers = partner_papers(found, KINDS["partner"].packaged())
        return Made(
            found,
            review_paper(found, KINDS["review"].packaged()),
            tuple(paper.content for paper in papers[:2]),
        )


@cache
def typed(name: str) -> re.Pattern[str]:
    """What people typed into a sample, and names of sheets and columns, which stay as they are."""
    cells = {
        str(cell)
        for grid in grids(name).grids
        for row in grid.rows
        for cell in row
        if isinstance(cell, str) and len(cell) > 1
    }
    columns = [column for sheet in load_sheets().values() for column in sheet.columns.values()]
    names = {word for column in columns for word in (column.heading, *column.choices)}
    source = {"“Partnership Building Pitfalls and Tips”"}
    words = sorted({*cells, *names, *source, *filters(), *load_sheets(), *MEASURES}, key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words if word))


def filters() -> set[str]:
    """Words that sheets are filtered and colored by, which stay English."""
    words = (*Status, *TipState, *load_rules().bands, summary.NOT_JUDGED, "(on partial evidence)")
    return set(map(str, words))


def printed(paper: bytes) -> Iterator[str]:
    """The paragraphs of a Word file and of its headers, and what it says of itself."""
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        for part in package.namelist():
            if re.fullmatch(r"word/(document|header\d|footer\d)\.xml|docProps/core\.xml", part):
                root = etree.fromstring(package.read(part))
                for paragraph in root.iter("{*}p", "{*}title", "{*}subject", "{*}keywords", "{*}description"):
                    yield "".join(paragraph.itertext("{*}t")) or paragraph.text or ""


def tables(found: Assessment) -> Iterator[str]:
    """The cells of the result sheets but for their keys, and of the Dashboard."""
    sheets = [table for table in summary.tables(found, TODAY) if table.name != "History"]
    for table in sheets:
        for row in table.rows:
            texts_of = (cell for cell in row[1:] if isinstance(cell, str))
            yield from (line for text in texts_of for line in text.split("\n"))
    yield from (
        str(spot.value)
        for spot in dashboard.board(summary.tables(found, TODAY)).spots
        if isinstance(spot.value, str)
    )


def problems(found: Assessment) -> Iterator[str]:
    for each in found.problems:
        yield from (each.expected, each.found, each.mend)


def said(name: str) -> set[str]:
    """Every text that is made from a sample in Spanish."""
    this = made(name, "es")
    with speaking("es"):
        rules = [*load_rulebook().pitfalls, *load_rulebook().phases, *load_rulebook().tips, *MEASURES]
        lines = [line for rule in rules for line in explain(rule, this.found)]
        return {
            *tables(this.found),
            *problems(this.found),
            *lines,
            *(text for paper in (this.review, *this.papers) for text in printed(paper)),
        }


# --- no English is left ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_no_english_is_left_beside_what_people_typed(name: str) -> None:
    left = {text for text in said(name) if STOP.search(typed(name).sub("", text.replace("\u00a0", " ")))}
    assert not left


@pytest.mark.parametrize("name", SAMPLES)
def test_no_english_sentence_of_the_catalogue_is_left(name: str) -> None:
    found = "\n".join(said(name))
    assert not {piece for piece in english_pieces() if piece in found}


@cache
def english_pieces() -> frozenset[str]:
    """What stands between the slots of English sentences, where it has some words."""
    told = [text for file in FOLDER.glob("*.toml") for text in strings(load(file))]
    spanish = "\n".join(text for file in FOLDER.glob("es/*.toml") for text in strings(load(file)))
    pieces = {piece.strip() for text in told for piece in PIECE.split(text)}
    return frozenset(
        piece for piece in pieces - filters() if len(piece.split()) >= FEWEST_WORDS and piece not in spanish
    )


def load(file: Path) -> Any:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(part)


# --- it says the same -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_numbers_statuses_and_rows_are_the_same_in_both_languages(name: str) -> None:
    english, spanish = (
        without_words(summary.as_json(made(name, language).found)) for language in ("en", "es")
    )
    assert spanish == english


def without_words(found: dict[str, Any]) -> dict[str, Any]:
    """An assessment without its sentences."""
    del found["changes"]
    for pitfall in found["pitfalls"].values():
        del pitfall["sentences"], pitfall["record"]
    found["problems"] = [(each["code"], each["where"]) for each in found["problems"]]
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_result_sheets_hold_the_same_numbers_and_keys(name: str) -> None:
    sheets = []
    for language in ("en", "es"):
        with speaking(language):
            tables = summary.tables(made(name, language).found, TODAY)
        sheets.append(
            [(table.name, table.columns, table.own, list(map(fixed, table.rows))) for table in tables]
        )
    assert sheets[0] == sheets[1]


def fixed(row: tuple[object, ...]) -> tuple[object, ...]:
    """The first cell of a row and all that are no text."""
    return (row[0], *(cell for cell in row[1:] if not isinstance(cell, str)))


def test_a_run_in_another_language_is_no_other_run() -> None:
    found = made("mature", "en").found
    with speaking("en"):
        english = history_table(found, TODAY)
    with speaking("es"):
        assert history_table(made("mature", "es").found, TODAY) == english


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_workbook_gives_the_same_bytes(name: str) -> None:
    with asked_for("es"):
        assert review_paper(made(name, "es").found, KINDS["review"].packaged()) == made(name, "es").review


@pytest.mark.parametrize("name", SAMPLES)
def test_a_spanish_report_is_accessible_and_says_its_language(name: str) -> None:
    this = made(name, "es")
    with speaking("es"):
        assert not [fault for paper in (this.review, *this.papers) for fault in check(paper, "report.docx")]
    with zipfile.ZipFile(io.BytesIO(this.review)) as package:
        styles = etree.fromstring(package.read("word/styles.xml"))
        parts = [package.read(part) for part in package.namelist() if part.endswith(".xml")]
    assert {each.get(VALUE) for each in styles.iter("{*}lang")} == {"es-US"}
    assert not [part for part in parts if b'lang="en' in part or b'lid w:val="en' in part]


@pytest.mark.parametrize("name", SAMPLES)
def test_chips_keep_their_looks_and_lists_the_values_that_are_read_back(name: str) -> None:
    english, spanish = (document(made(name, language).review) for language in ("en", "es"))
    for pattern in (r'<w:pStyle w:val="(Chip\w*)"', r'<w:tag w:val="([^"]*)"', r' w:value="([^"]*)"'):
        assert re.findall(pattern, spanish) == re.findall(pattern, english)


def document(paper: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(paper)) as package:
        return package.read("word/document.xml").decode()


# --- which language -------------------------------------------------------------------------------


def told(book: Path) -> str:
    return highlights.highlights_table(workflow.assess(book)).rows[0][1]  # type: ignore[return-value]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(ROOT / "workbooks" / "troubled.xlsx", tmp_path / "ours.xlsx"))


def choose(book: Path, language: str) -> None:
    """Write a language into the Settings of a workbook."""
    with changed(book) as opened:
        for row in opened["Settings"].iter_rows():
            if row[0].value == "Language":
                row[3].value = language


@pytest.mark.parametrize("typed", ["Español", "es", "spanish"])
def test_the_workbook_says_its_language(book: Path, typed: str, partnerxl: CommandLine) -> None:
    choose(book, typed)

    partnerxl("report", str(book))

    assert [file.name for file in book.parent.glob("*.docx")] == ["ours informe de avance 2026-09-30.docx"]
    assert spoken() == "en"


def test_the_option_wins_over_the_workbook(book: Path, partnerxl: CommandLine) -> None:
    choose(book, "Español")

    partnerxl("report", str(book), "--lang", "en")

    assert [file.name for file in book.parent.glob("*.docx")] == ["ours progress report 2026-09-30.docx"]


def test_a_language_that_we_do_not_speak_is_a_problem_and_english(book: Path) -> None:
    choose(book, "Klingon")

    with speaking("en"):
        found = workflow.check(book)
        assert spoken() == "en"

    assert [(each.code, each.found) for each in found if each.where.startswith("Settings")] == [
        ("PX-302", "'Klingon'")
    ]


def test_an_option_for_a_language_that_we_do_not_speak_is_refused(book: Path, partnerxl: CommandLine) -> None:
    outcome = partnerxl("report", str(book), "--lang", "xx")

    assert outcome.code == 2
    assert "There is no language 'xx'. Choose from en (English), es (Español)." in outcome.err


def test_a_template_for_the_language_comes_before_the_other(tmp_path: Path) -> None:
    kind = KINDS["review"]
    (tmp_path / "review.docx").touch()
    with speaking("es"):
        assert kind.template(None, tmp_path).name == "review.docx"
        (tmp_path / "review-es.docx").touch()
        assert kind.template(None, tmp_path).name == "review-es.docx"
    assert kind.template(None, tmp_path).name == "review.docx"


def test_a_template_is_begun_in_a_language(tmp_path: Path, partnerxl: CommandLine) -> None:
    partnerxl("template", "new", "partner", "--lang", "es", "--out", str(tmp_path))

    begun = tmp_path / "partner-es.docx"
    assert begun.read_bytes() == (ROOT / "report_templates" / "partner-es.docx").read_bytes()


# --- laws -----------------------------------------------------------------------------------------


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_english_dates_are_what_the_library_would_write(day: date) -> None:
    assert texts.long_date(day) == format_date(day, "long", locale="en_US")
    assert texts.short_date(day) == format_date(day, "medium", locale="en_US")
    assert texts.month(day) == format_skeleton("yMMMM", day, locale="en_US")


@given(st.text(), st.integers(0, 10**9))
def test_every_sentence_can_be_filled_in_both_languages(word: str, number: int) -> None:
    for folder in (FOLDER, FOLDER / "es"):
        for name in ("report", "texts", "problems", "send", "messages", "explain"):
            for text in strings(load_once(folder / f"{name}.toml")):
                slots = dict.fromkeys(re.findall(r"\{(\w+)\}", text), word)
                assert text.format(**slots).count(word) >= len(slots)
        for name in ("pitfalls", "phases"):
            for text in strings(load_once(folder / f"{name}.toml")):
                slots = {slot[1]: str(number) for slot in SLOT.finditer(text)}
                assert "{" not in texts.sentence([text], slots)


@cache
def load_once(file: Path) -> Any:
    return load(file)
