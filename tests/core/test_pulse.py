"""What partners answered without a name: from five answers on, beside the records, never in a score."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from build import project

from partnerxl.core.assess import assess
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.pulse import Pulse, items, load_words, pulse, sentences
from partnerxl.core.rulebook import load_rulebook

FORM = {"PeriodStart": date(2026, 1, 1), "PeriodEnd": date(2026, 12, 31)}
FORMING = ("GettingToKnow", "PurposeOpen", "PartOpen")


def row(value: object, code: str = "A", group: str | None = None, **more: object) -> dict[str, Any]:
    """An answer that says the same to everything."""
    return {"Round": "R1", "RespondentCode": code, "Group": group, **dict.fromkeys(items(), value), **more}


def heard(*rows: dict[str, Any], **sheets: Any) -> Pulse | None:
    return pulse(assess(project(Initiative=FORM, Pulse=list(rows), **sheets)).view)


def said(*rows: dict[str, Any], **sheets: Any) -> list[str]:
    return sentences(
        assess(project(Initiative={**FORM, **sheets.pop("form", {})}, Pulse=list(rows), **sheets))
    )


# --- the statements -------------------------------------------------------------------------------


def test_there_are_twelve_statements_three_for_each_phase_and_each_has_its_column() -> None:
    words = load_words()

    assert list(words["items"]) == list(words["speaks_of"])
    assert list(words["items"]) == list(load_sheets()["Pulse"].columns)[3:15]
    phases = list(words["speaks_of"].values())
    assert {phase: phases.count(phase) for phase in phases} == dict.fromkeys(load_rulebook().phases, 3)


def test_the_help_of_a_column_is_the_statement() -> None:
    for item, text in load_words()["items"].items():
        assert load_sheets()["Pulse"].columns[item].help.endswith(text)


# --- how many -------------------------------------------------------------------------------------


def test_five_answers_are_shown_and_four_are_not() -> None:
    four, five = heard(*[row(3)] * 4), heard(*[row(3)] * 5)

    assert four is not None
    assert five is not None
    assert four.all.means == {}
    assert five.all.means == dict.fromkeys(load_rulebook().phases, Fraction(50))
    assert said(*[row(3)] * 4) == ["Fewer than 5 partners answered the pulse of R1, too few to be shown."]
    assert not any(sign in text for text in said(*[row(4)] * 4) for sign in ("75", "4 "))


def test_the_mean_runs_from_0_to_100() -> None:
    for value, expected in ((1, 0), (2, 25), (5, 100)):
        found = heard(*[row(value)] * 5)
        assert found is not None
        assert set(found.all.means.values()) == {Fraction(expected)}


def test_a_statement_that_fewer_than_five_answered_is_left_out() -> None:
    unsure = [row(5, GettingToKnow="Don't know", PurposeOpen=None)] * 4
    found = heard(*unsure, row(5, GettingToKnow=1, PurposeOpen=1), row(3))

    assert found is not None
    assert found.all.means["Forming"] == found.all.means["Norming"] == 100 * (Fraction(28, 6) - 1) / 4


def test_a_phase_without_enough_answers_is_not_shown() -> None:
    found = heard(*[row(5, **dict.fromkeys(FORMING, "Don't know"))] * 5)

    assert found is not None
    assert "Forming" not in found.all.means


def test_rows_without_an_answer_or_a_round_do_not_count() -> None:
    empty = {"Round": "R1", "RespondentCode": "K", "Comment": "Well done"}
    found = heard(*[row(3)] * 4, empty, row("Don't know"), {**row(3), "Round": None})

    assert found is not None
    assert found.all.count == 4
    assert said(empty) == []


def test_the_latest_round_with_enough_answers_is_shown() -> None:
    later = [{**row(5), "Round": "R2"}]
    one, two = heard(*[row(1)] * 5, *later * 4), heard(*[row(1)] * 5, *later * 5)

    assert one is not None
    assert two is not None
    assert (one.round, two.round) == ("R1", "R2")


# --- groups ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("employers", "others", "untold", "expected"),
    [
        (5, 5, 0, {"Employer", "Other"}),
        (5, 4, 0, set()),  # the four could be told by subtraction
        (4, 9, 0, set()),
        (5, 0, 4, set()),
        (5, 0, 5, {"Employer"}),
        (9, 0, 0, set()),
    ],
)
def test_groups_are_shown_when_each_has_five_answers(
    employers: int, others: int, untold: int, expected: set[str]
) -> None:
    rows = [row(4, group="Employer")] * employers + [row(2, group="Other")] * others + [row(3)] * untold
    found = heard(*rows)

    assert found is not None
    assert set(found.groups) == expected


def test_groups_are_told_in_words() -> None:
    told = said(*[row(5, group="Employer")] * 5, *[row(1, group="Other")] * 6)

    assert "Answers of employers (5): Forming 100, Norming 100, Storming 100, Performing 100." in told
    assert "Answers of others (6): Forming 0, Norming 0, Storming 0, Performing 0." in told


# --- beside the records ---------------------------------------------------------------------------

YOUNG = {"StartDate": date(2026, 12, 1), "VisionAgreed": "No"}
MANY = [{"PartnerID": f"P{at}", "JoinedDate": date(2026, 12, 1), "Role": "Core"} for at in range(6)]


def test_a_phase_without_a_score_says_so() -> None:
    assert "Storming: 50 in the answers; our records do not allow a score." in said(*[row(3)] * 5)


@pytest.mark.parametrize(("answers", "expected"), [((4,) * 5, True), ((5, 4, 4, 4, 4), False)])
def test_25_points_between_answers_and_records_print_a_question(
    answers: tuple[int, ...], expected: bool
) -> None:
    signed = [{**partner, "AgreementStatus": "Draft"} for partner in MANY]
    told = said(*map(row, answers), form=YOUNG, Partners=signed)

    line = next(text for text in told if text.startswith("Forming: "))
    assert line.endswith("100 in our records.")
    assert any("looks different" in text for text in told if "Forming looks" in text) is expected


def test_the_pulse_enters_no_score() -> None:
    without = assess(project(Initiative=FORM, Partners=MANY))
    with_it = assess(project(Initiative=FORM, Partners=MANY, Pulse=[row(5)] * 9))

    assert [each.score for each in without.phases] == [each.score for each in with_it.phases]
    assert [each.coverage for each in without.phases] == [each.coverage for each in with_it.phases]
