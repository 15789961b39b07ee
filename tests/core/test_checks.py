"""Checks across rows and sheets; each names the cell, what was expected and what to do."""

from __future__ import annotations

import random
import time
from datetime import date

import pytest
from build import project

from partnerxl.core.checks import check_project
from partnerxl.core.errors import Problem
from partnerxl.core.problems import LONGEST, load_problems, problem

Row = dict[str, object]
END: Row = {"PeriodStart": date(2025, 7, 1), "PeriodEnd": date(2026, 6, 30)}
ACME: Row = {
    "PartnerID": "P01",
    "PartnerName": "Acme",
    "PartnerType": "Employer",
    "Role": "Core",
    "JoinedDate": date(2024, 1, 1),
}


def found(code: str, **sheets: object) -> list[Problem]:
    return [each for each in check_project(project(**{"Initiative": END, **sheets})) if each.code == code]


def places(code: str, **sheets: object) -> list[str]:
    return [each.where for each in found(code, **sheets)]


def test_a_reference_to_no_partner_is_named_with_the_nearest_name() -> None:
    (each,) = found("PX-201", Partners=[ACME], Resources=[{"PartnerID": "Acne"}])

    assert each.where == "Resources!B2"
    assert "did you mean 'Acme'?" in each.mend
    (other,) = found("PX-201", Partners=[ACME], Resources=[{"PartnerID": "Zzz"}])
    assert "did you mean" not in other.mend


@pytest.mark.parametrize(
    ("committed", "received", "count"), [(10, 11, 1), (10, 10, 0), (None, 5, 0), (10, None, 0)]
)
def test_more_received_than_committed(committed: float | None, received: float | None, count: int) -> None:
    rows = [{"ResourceID": "R1", "CommittedAmount": committed, "ReceivedAmount": received}]

    assert len(found("PX-202", Resources=rows)) == count


def test_done_without_a_done_date() -> None:
    rows = [{"Status": "Done"}, {"Status": "Done", "DoneDate": date(2026, 1, 1)}, {"Status": "Late"}]

    assert places("PX-203", Progress=rows) == ["Progress!F2"]


@pytest.mark.parametrize(("form", "count"), [(END, 1), ({"PreparedOn": date(2026, 6, 30)}, 1), ({}, 0)])
def test_a_done_date_after_the_end(form: Row, count: int) -> None:
    rows = [{"DoneDate": date(2026, 7, 1)}, {"DoneDate": date(2026, 6, 30)}]

    problems = found("PX-204", Initiative=form, Progress=rows)

    assert [each.found for each in problems] == ["2026-07-01"] * count


def test_left_without_a_left_date() -> None:
    rows = [
        ACME | {"Role": "Left"},
        ACME | {"PartnerID": "P02", "Role": "Left", "LeftDate": date(2026, 1, 1)},
    ]

    assert places("PX-205", Partners=rows) == ["Partners!F2"]


def test_names_that_are_alike_are_both_named() -> None:
    rows = [
        ACME | {"PartnerName": "Polk Community College"},
        ACME | {"PartnerID": "P02", "PartnerName": "Polk Comunity College"},
    ]

    (each,) = found("PX-206", Partners=[*rows, ACME | {"PartnerID": "P03", "PartnerName": "Zebra"}])

    assert {each.where, f"Partners!B{each.found[-1]}"} == {"Partners!B2", "Partners!B3"}


def test_two_conveners() -> None:
    rows = [ACME | {"PartnerID": f"P{at}", "Role": "Convener"} for at in (1, 2)]

    (each,) = found("PX-207", Partners=rows)

    assert (each.where, each.found) == ("Partners!D3", "2 partners with the role Convener: rows 2, 3")
    assert not found("PX-207", Partners=rows[:1])


def test_an_outcome_without_a_target() -> None:
    rows = [{"Kind": "Outcome"}, {"Kind": "Outcome", "Target": 3}, {"Kind": "Milestone"}]

    assert places("PX-208", Progress=rows) == ["Progress!K2"]


def test_recruitment_in_several_units() -> None:
    rows = [{"Kind": "Recruitment", "Unit": unit} for unit in ("people enrolled", "completions")]

    assert [each.found for each in found("PX-209", Progress=rows)] == ["completions, people enrolled"]
    assert not found("PX-209", Progress=rows[:1])


def test_more_meetings_attended_than_invited() -> None:
    rows = [ACME | {"MeetingsInvited": 3, "MeetingsAttended": 4}]

    (each,) = found("PX-210", Partners=rows)

    assert (each.expected[-3:], each.found) == ("(3)", "4")


@pytest.mark.parametrize(("start", "count"), [(date(2026, 7, 1), 1), (date(2026, 6, 30), 0), (None, 0)])
def test_a_period_that_ends_before_it_starts(start: date | None, count: int) -> None:
    assert len(found("PX-211", Initiative={"PeriodStart": start, "PeriodEnd": date(2026, 6, 30)})) == count


def test_a_partner_without_a_role() -> None:
    assert places("PX-212", Partners=[ACME | {"Role": None}]) == ["Partners!D2"]


def test_attendance_on_partners_that_contradicts_the_log() -> None:
    rows = [
        ACME | {"MeetingsAttended": 2},
        ACME | {"PartnerID": "P02", "PartnerName": "Bolt", "MeetingsAttended": 1},
    ]
    log = [
        {"MeetingID": meeting, "PartnerID": partner, "Present": "Yes"}
        for meeting, partner in (("M1", "P01"), ("M1", "P02"), ("M2", "P01"), ("M2", "P01"), ("M3", "P01"))
    ]
    meetings = [
        {"MeetingID": "M1", "Date": date(2026, 1, 1), "Type": "Full partnership"},
        {"MeetingID": "M2", "Date": date(2026, 2, 1), "Type": "Review"},
        {"MeetingID": "M3", "Date": date(2026, 2, 1), "Type": "Steering"},
        {"MeetingID": "M3", "Date": date(2024, 2, 1), "Type": "Review"},
    ]

    assert not found("PX-213", Partners=rows, Attendance=log, Meetings=meetings)
    assert not found("PX-213", Partners=rows)
    (each,) = found("PX-213", Partners=rows, Attendance=log)
    assert (each.expected[-3:], each.found) == ("(3)", "2")
    (other,) = found(
        "PX-213", Partners=[rows[0] | {"MeetingsAttended": 1}], Attendance=log, Meetings=meetings
    )
    assert (other.expected[-3:], other.found) == ("(2)", "1")


def test_a_last_input_date_that_contradicts_the_log() -> None:
    log = [{"PartnerID": "P01", "Date": date(2026, 1, 1)}, {"EmployerName": "Acme", "Date": date(2026, 3, 1)}]

    (each,) = found("PX-214", Partners=[ACME | {"LastInputDate": date(2026, 1, 1)}], EmployerInput=log)

    assert (each.found, each.expected[-12:]) == ("2026-01-01", "(2026-03-01)")
    assert not found("PX-214", Partners=[ACME | {"LastInputDate": date(2026, 3, 1)}], EmployerInput=log)
    assert not found("PX-214", Partners=[ACME | {"LastInputDate": date(2026, 1, 1)}])
    assert not found(
        "PX-214",
        Partners=[ACME, ACME | {"PartnerID": "P2", "LastInputDate": date(2026, 1, 1)}],
        EmployerInput=log,
    )


# --- required cells -------------------------------------------------------------------------------


def test_required_cells_without_a_value_are_one_problem_for_the_column() -> None:
    rows = [{"ResourceID": f"R{at}"} for at in range(8)]

    (each,) = (one for one in found("PX-162", Resources=rows) if one.expected.startswith("Kind"))

    assert (each.where, each.found) == ("Resources!C2", "8 without it: rows 2, 3, 4, 5, 6 and 3 more")


def test_dont_know_is_an_answer_to_a_required_column() -> None:
    (each,) = (
        one
        for one in found(
            "PX-162",
            Partners=[ACME | {"PartnerType": "Don't know"}, ACME | {"PartnerID": "P2", "PartnerType": None}],
        )
        if "type" in one.expected
    )

    assert each.found == "1 without it: row 3"


@pytest.mark.parametrize(
    ("kind", "responsible", "due"),
    [("Milestone", 1, 1), ("Output", 1, 1), ("Outcome", 0, 1), ("Lesson", 0, 0)],
)
def test_who_is_responsible_and_when_is_only_asked_of_some_kinds(
    kind: str, responsible: int, due: int
) -> None:
    expected = [each.expected for each in found("PX-162", Progress=[{"Kind": kind}])]

    assert sum(text.startswith("Responsible") for text in expected) == responsible
    assert sum(text.startswith("Due date") for text in expected) == due


def test_an_invited_partner_has_not_joined_yet() -> None:
    rows = [ACME | {"Role": "Invited", "JoinedDate": None}]

    assert not any(each.expected.startswith("Joined") for each in found("PX-162", Partners=rows))


def test_required_fields_of_the_form() -> None:
    (each,) = (one for one in found("PX-163", Initiative=END) if one.expected == "Region")

    assert each.where == "Initiative!B2"
    assert not any(one.expected == "Period end" for one in found("PX-163", Initiative=END))


# --- words ----------------------------------------------------------------------------------------


def test_long_and_private_texts_are_shortened_and_masked() -> None:
    each = problem("PX-110", "A!A1", typed="call (212) 555-0100 " + "x" * 100)

    assert "555" not in each.found
    assert len(each.found) < LONGEST + 30


def test_every_kind_of_problem_says_what_to_do() -> None:
    for words in load_problems().values():
        assert words.expected
        assert words.found
        assert words.mend.endswith((".", "}", "cell."))


def test_names_as_long_as_a_cell_are_compared_at_once() -> None:
    dice = random.Random(1)
    letters = list(map(chr, range(0x4E00, 0x4E00 + 110)))
    names = ["Harbor" * 40 + "".join(dice.choices(letters, k=32_000)) for _ in range(2)]
    begin = time.perf_counter()

    assert found("PX-206", Partners=[{"PartnerName": name} for name in names])

    assert time.perf_counter() - begin < 3.0
