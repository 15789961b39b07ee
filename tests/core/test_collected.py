"""Answers that add nothing, cells that are not there, and corrections without what they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

import pytest
from build import book

from partnerxl.core import texts, wording
from partnerxl.core.catalogue import load_rules, load_sheets
from partnerxl.core.collected import Collected, cell_of, collected
from partnerxl.core.correcting import Accepted, accepted
from partnerxl.core.grids import Book, Grid
from partnerxl.core.language import speaking
from partnerxl.core.records import read_project
from partnerxl.core.returned import Answer, Returned
from partnerxl.core.values import Habits, Reader

TODAY = date(2026, 10, 21)
PARTNERS = [{"PartnerID": "P1", "PartnerName": "Bolt", "AgreementStatus": "Draft"}]


def came(content: Book, answers: Mapping[str, str], partner: str = "Bolt") -> Collected:
    """What one copy with these answers adds."""
    found = tuple(Answer(tag, tag, text) for tag, text in answers.items())
    copy = Returned("a.docx", "R-00000001", partner=partner, tags=tuple(answers), answers=found)
    return collected([copy], content, read_project(content), TODAY)


def place(content: Book, column: str) -> str:
    """The cell of the first partner in a column."""
    return f"{read_project(content).sheets['Partners'].letters[column]}2"


def test_a_correction_that_says_what_the_cell_holds_is_none() -> None:
    content = book(Partners=PARTNERS)

    assert came(content, {f"fix-Partners!{place(content, 'AgreementStatus')}": "Draft"}).tables == ()


def test_an_answer_to_a_question_of_the_report_names_it() -> None:
    (table,) = came(book(Partners=PARTNERS), {"answer-2": "The Friday call"}).tables

    assert dict(zip(table.columns, table.rows[0], strict=True))["Topic"] == "Question 2"


@pytest.mark.parametrize(("sheet", "cell"), [("Nowhere", "A1"), ("Partners", "A99")])
def test_a_cell_that_is_not_there_holds_nothing(sheet: str, cell: str) -> None:
    assert cell_of(book(Partners=PARTNERS), sheet, cell) is None


def test_a_column_that_a_sheet_lacks_is_left_out() -> None:
    usual = book(Partners=PARTNERS)
    few = Grid(
        "Actions", (1, 2), (("Action", "Topic", "Due date"), ("Old step", "P1", datetime(2026, 12, 4)))
    )
    content = replace(usual, grids=(*usual.grids, few), sheet_names=(*usual.sheet_names, "Actions"))

    found = came(content, {"step-P4-what": "New step", "step-P4-when": "2026-12-04"})

    assert {edit.value for edit in found.edits} == {"New step", "P4", date(2026, 12, 4)}


def test_a_step_that_stands_there_already_is_not_added_again() -> None:
    rows = [{"Action": "Step", "Topic": "P4", "Owner": "Bolt", "DueDate": datetime(2026, 12, 4)}]
    content = book(Partners=PARTNERS, Actions=rows)
    answers = {"step-P4-what": "Step", "step-P4-who": "Bolt", "step-P4-when": "2026-12-04"}

    assert came(content, answers).edits == ()


def judged(**row: object) -> Accepted:
    """What becomes of one accepted correction."""
    usual: dict[str, object] = {
        "Accept": "Yes",
        "Done": "",
        "Old": "Draft",
        "Proposed": "Signed",
        "Partner": "Bolt",
    }
    content = book(Partners=PARTNERS)
    where = {"Sheet": "Partners", "Cell": place(content, "AgreementStatus")}
    content = book(Partners=PARTNERS, Corrections=[{**where, **usual, **row}])
    (found,) = accepted(content, read_project(content))
    return found


def test_a_correction_that_no_partner_proposed_is_carried_out_as_well() -> None:
    found = judged(Partner=None)

    assert found.edit is not None
    assert found.edit.value == "Signed"


def test_a_correction_may_empty_a_cell() -> None:
    found = judged(Proposed=None)

    assert found.edit is not None
    assert found.edit.value is None


# --- words and numbers that only papers use -------------------------------------------------------


def test_the_language_is_named_as_word_files_name_it() -> None:
    assert texts.language_tag() == "en-US"
    with speaking("es"):
        assert texts.language_tag() == "es-US"


def test_a_score_is_drawn_as_it_is_printed() -> None:
    rules = load_rules()

    assert wording.drawn_score(Fraction(455, 10), rules) == float(wording.score(Fraction(455, 10), rules))


def test_a_whole_number_between_two_others_is_asked_for_in_words() -> None:
    spec = load_sheets()["Partners"].columns["EngagementLevel"]

    fault = Reader(spec, Habits()).read(9.0).fault

    assert fault is not None
    assert fault.slots["bounds"] == "a whole number from 1 to 5"


def test_dates_are_written_as_the_language_writes_them() -> None:
    day = date(2026, 6, 3)
    with speaking("es"):
        assert (texts.long_date(day), texts.month(day)) == ("3 de junio de 2026", "junio de 2026")
        assert "2026" in texts.short_date(day)
        assert "Jun" not in texts.short_date(day)
