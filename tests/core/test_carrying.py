"""What goes along to the next period, row by row, and how long that period is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from build import book

from partnerxl.core.assess import assess
from partnerxl.core.carrying import Block, Carried, NextPeriod, following, load_rules, next_period
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import ExcelTable, Grid
from partnerxl.core.records import read_project

YEAR = {"PeriodStart": date(2026, 1, 1), "PeriodEnd": date(2026, 12, 31)}
BEFORE, AFTER = date(2026, 6, 1), date(2027, 1, 15)


def period(**sheets: Any) -> NextPeriod:
    found = book(**{"Initiative": YEAR, **sheets})
    return next_period(found, assess(read_project(found)))


def carried(name: str, **sheets: Any) -> Carried:
    return next(each for each in period(**sheets).sheets if each.name == name)


def goes_along(name: str, row: dict[str, Any], **sheets: Any) -> bool:
    """Whether one row of a sheet goes along."""
    return len(carried(name, **{name: [row], **sheets}).kept) == 1


# --- the days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2026-01-01", "2026-12-31", "2027-01-01", "2027-12-31"),
        ("2023-03-01", "2024-02-29", "2024-03-01", "2025-02-28"),
        ("2026-01-01", "2026-03-31", "2026-04-01", "2026-06-30"),
        ("2026-02-01", "2026-02-28", "2026-03-01", "2026-03-31"),
        ("2026-01-15", "2026-04-14", "2026-04-15", "2026-07-14"),
        ("2026-01-05", "2026-01-18", "2026-01-19", "2026-02-01"),
        ("2026-01-05", "2026-01-05", "2026-01-06", "2026-01-06"),
    ],
)
def test_the_next_period_follows_at_once_and_is_as_long(start: str, end: str, first: str, last: str) -> None:
    found = following(date.fromisoformat(start), date.fromisoformat(end))

    assert [day.isoformat() for day in found] == [first, last]


def test_the_form_gets_the_days_and_loses_the_day_of_the_old_report() -> None:
    found = period()

    assert set(found.answers.values()) == {date(2027, 1, 1), date(2027, 12, 31), None}
    assert {place.partition("!")[0] for place in found.answers} == {"Initiative"}


@pytest.mark.parametrize("missing", ["PeriodStart", "PeriodEnd"])
def test_without_the_days_of_the_period_nothing_is_rolled_over(missing: str) -> None:
    heading = load_sheets()["Initiative"].columns[missing].heading

    with pytest.raises(WorkbookError, match=f"found no {heading}"):
        period(Initiative={**YEAR, missing: None})


# --- sheets ---------------------------------------------------------------------------------------


def test_every_sheet_of_the_catalogue_has_a_rule_in_the_same_order() -> None:
    assert list(load_rules()) == list(load_sheets())


def test_columns_that_become_empty_are_in_the_catalogue() -> None:
    for name, rule in load_rules().items():
        assert set(rule.empty) <= set(load_sheets()[name].columns)


def test_all_partners_go_along_and_what_is_counted_in_a_period_becomes_empty() -> None:
    found = carried("Partners", Partners=[{"PartnerID": "P1"}, {"PartnerID": "P2", "Role": "Left"}])

    headings = list(load_sheets()["Partners"].columns)
    assert found.kept == found.rows == (2, 3)
    assert {headings[at - 1] for at in found.empty} == {"MeetingsInvited", "MeetingsAttended"}


MILESTONE = {"ProgressID": "M1", "Kind": "Milestone", "DueDate": BEFORE}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Status": "Late"}, True),
        ({"Status": None}, True),
        ({"Status": "Done"}, False),
        ({"Status": "Done", "DoneDate": BEFORE}, False),
        ({"Status": "Done", "DoneDate": AFTER}, True),  # it is done in the next period
        ({"Status": "Done", "DoneDate": BEFORE, "DueDate": AFTER}, True),  # it counts when it is due
        ({"Status": "Done", "DoneDate": date(2026, 12, 31), "DueDate": date(2026, 12, 31)}, False),
        ({"Status": "Done", "DueDate": None}, False),
        ({"Status": "Done", "RevisedDate": AFTER, "DecisionID": "D1"}, True),
        ({"Status": "Dropped"}, True),  # nobody said why
        ({"Status": "Dropped", "ReasonLate": "No money"}, False),
        ({"Status": "Dropped", "DecisionID": "D1"}, False),
        ({"Kind": "Outcome", "Actual": 3, "Period": "2026-Q2", "Status": "At risk"}, False),
        ({"Kind": "Outcome", "Actual": 3, "Period": "2027-Q1", "Status": "At risk"}, True),
        ({"Kind": "Outcome", "Period": "2026-Q2", "Status": "At risk"}, True),
        ({"Kind": "Recruitment", "Actual": 3, "Period": "2026-Q2"}, False),
        ({"Kind": "Output", "Actual": 3, "Period": "2026-Q2"}, True),
        ({"Kind": "Celebration", "Status": "Done"}, False),
        *(({"Kind": kind, "Status": "Done", "DoneDate": BEFORE}, True) for kind in
          ("Research", "Lesson", "Plan change", "Industry change")),
    ],
)  # fmt: skip
def test_progress_goes_along_that_is_open_due_later_or_still_of_use(
    row: dict[str, Any], expected: bool
) -> None:
    assert goes_along("Progress", {**MILESTONE, **row}) is expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Status": "Committed"}, True),
        ({"Status": "Received"}, True),
        ({"Status": None}, True),
        ({"Status": "Declined"}, False),
        ({"Status": "Withdrawn"}, True),
        ({"Status": "Withdrawn", "ReasonNotUsed": "Budget cut"}, False),
    ],
)
def test_resources_go_along_unless_they_are_over(row: dict[str, Any], expected: bool) -> None:
    assert goes_along("Resources", {"ResourceID": "R1", **row}) is expected


PROGRAM = {"ProgramID": "G1", "StartDate": date(2026, 3, 1)}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, False),
        ({"DueDate": BEFORE}, True),
        ({"DueDate": BEFORE, "DoneDate": BEFORE}, False),
        ({"DueDate": BEFORE, "DoneDate": AFTER}, True),
        ({"Disagreement": "Raised and open"}, True),
        ({"Disagreement": "Raised and settled"}, False),
        ({"Date": AFTER}, True),
        ({"Date": date(2026, 12, 31)}, False),
        ({"Category": "Program design", "ProgramID": "g1", "Date": date(2026, 2, 28)}, True),
        ({"Category": "Program design", "ProgramID": "G1", "Date": date(2026, 3, 1)}, False),
        ({"Category": "Budget", "ProgramID": "G1", "Date": date(2026, 2, 28)}, False),
    ],
)
def test_decisions_go_along_that_are_open_or_behind_a_running_program(
    row: dict[str, Any], expected: bool
) -> None:
    decision = {"DecisionID": "D1", "Title": "Ours", "Date": BEFORE, **row}

    assert goes_along("Decisions", decision, Programs=[PROGRAM]) is expected


@pytest.mark.parametrize(
    ("day", "status", "expected"),
    [
        (date(2026, 2, 28), None, True),
        (date(2026, 2, 28), "Paused", True),
        (date(2026, 2, 28), "Ended", False),
        (date(2026, 3, 1), None, False),
        (AFTER, "Ended", True),
        (None, None, False),
    ],
)
def test_employer_input_goes_along_from_before_a_running_program_began(
    day: date | None, status: str | None, expected: bool
) -> None:
    given = {"InputID": "I1", "Date": day, "ProgramID": "G1"}

    assert goes_along("EmployerInput", given, Programs=[{**PROGRAM, "Status": status}]) is expected


def test_meetings_after_the_period_go_along_with_who_came() -> None:
    meetings = [{"MeetingID": "A", "Date": BEFORE}, {"MeetingID": "B", "Date": AFTER}, {"MeetingID": "C"}]
    came = [{"MeetingID": name, "PartnerID": "P1", "Present": "Yes"} for name in ("A", "b", "C", "X")]

    assert carried("Meetings", Meetings=meetings).kept == (3,)
    assert carried("Attendance", Meetings=meetings, Attendance=came).kept == (3,)


@pytest.mark.parametrize(
    ("name", "row", "expected"),
    [
        ("Programs", {"ProgramID": "G1", "Status": "Ended"}, True),
        ("IndustryChanges", {"ChangeID": "C1", "ResponseType": "Changed"}, True),
        ("Actions", {"Action": "Ask", "Status": "Done"}, True),
        ("Settings", {"Threshold": "Day first", "Current": "yes"}, True),
        ("Overrides", {"Pitfall": "P1", "Status": "Watch"}, False),
        ("Replies", {"Reference": "R-1", "Topic": "P1", "Partner": "P1"}, False),
        ("Pulse", {"Round": "2026", "RespondentCode": "A"}, False),
    ],
)
def test_registers_go_along_and_answers_stay_behind(name: str, row: dict[str, Any], expected: bool) -> None:
    assert goes_along(name, row) is expected


# --- where the records stand ----------------------------------------------------------------------


def block(headings: list[object], *tables: ExcelTable) -> Block:
    """Where the records of a sheet Programs with these headings stand."""
    found = book(Initiative=YEAR)
    grid = Grid("Programs", range(1, 3), [headings, ["G1"] * len(headings)], tables)
    whole = replace(found, sheet_names=(*found.sheet_names, "Programs"), grids=(*found.grids, grid))
    period = next_period(whole, assess(read_project(whole)))
    return next(each for each in period.sheets if each.name == "Programs").block


OURS: list[object] = ["Program ID", "Name"]


def test_headings_of_peoples_own_side_by_side_with_ours_belong_to_the_records() -> None:
    assert block(["Our code", *OURS, "Remark"]) == Block(1, 1, 4)
    assert block([None, "Far", None, *OURS, None, "Beside"]) == Block(1, 4, 5)


def test_an_excel_table_says_how_far_the_records_go() -> None:
    table = ExcelTable("Programs", 1, 2, 9, 5)

    assert block(["Beside", *OURS, "Remark", None], table) == Block(1, 2, 5)
    assert block(["Beside", *OURS], ExcelTable("Other", 1, 3, 9, 5)) == Block(1, 1, 3)
