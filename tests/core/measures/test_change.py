"""How the partnership answers change: industry changes, program reviews, the plan (R85 to R91, R116)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import change
from partnerxl.core.readings import Reading, State
from partnerxl.core.view import View

Row = dict[str, object]
END: Row = {"PeriodEnd": "2026-06-30"}
OLD, NEW = "2025-12-31", "2026-01-01"


def look(form: Row | None = None, **sheets: object) -> View:
    return View(project(**{"Initiative": END | (form or {}), **sheets}), load_rules())


def noted(**cells: object) -> Row:
    return {"ChangeID": "C1", "Significance": "High", "NotedDate": OLD, **cells}


def numbers(reading: Reading) -> tuple[State, Fraction | None, Fraction | None]:
    return reading.state, reading.part, reading.whole


# --- changes and answers (R85) ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "answered"),
    [
        ({"ResponseType": "Changed"}, True),
        ({"ResponseType": "Ended"}, True),
        ({"ResponseType": "Added"}, True),
        ({"ResponseType": "Reviewed – no change needed"}, True),
        ({"ResponseType": "None yet"}, False),
        ({"ResponseType": "None yet", "ResponseDate": "2026-01-01"}, False),
        ({"ResponseType": "Changed", "ResponseDate": "2026-06-30"}, True),
        ({"ResponseType": "Changed", "ResponseDate": "2026-07-01"}, False),
        ({"ResponseDate": "2026-06-30"}, True),
        ({"ResponseDate": "2026-07-01"}, False),
        ({}, False),
    ],
)
def test_a_change_is_answered(cells: Row, *, answered: bool) -> None:
    view = look(IndustryChanges=[noted(**cells)])

    assert change.is_answered(view, view.frame("IndustryChanges")).tolist() == [answered]


@pytest.mark.parametrize(("day", "counts"), [("2026-06-30", 1), ("2026-07-01", 0), (None, 1)])
def test_a_change_noted_after_the_end_has_not_happened(day: str | None, counts: int) -> None:
    assert len(change.changes(look(IndustryChanges=[noted(NotedDate=day)])).frame) == counts


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        ({"NotedDate": "2026-01-01", "DueDate": "2026-02-01"}, "2026-01-01"),
        ({"DueDate": "2026-02-01", "Period": "2026-03"}, "2026-02-01"),
        ({"Period": "2026-03"}, "2026-03-31"),
    ],
)
def test_a_change_on_progress_is_noted_on_the_first_day_that_stands_there(cells: Row, day: str) -> None:
    rows = [{"Kind": "Industry change", **cells}, {"Kind": "Milestone", **cells}]

    assert change.changes(look(Progress=rows)).noted.tolist() == [date.fromisoformat(day).toordinal()]


# --- open_high_changes (R86) --------------------------------------------------------------------

LOOKED = noted(Significance="Low", NotedDate="2026-06-01")


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({}, 1),
        ({"NotedDate": NEW}, 0),
        ({"Significance": "Medium"}, 0),
        ({"ResponseType": "Changed"}, 0),
        ({"Significance": None}, None),
        ({"Significance": None, "NotedDate": None}, None),
        ({"Significance": None, "NotedDate": NEW}, 0),
        ({"Significance": None, "ResponseType": "Changed"}, 0),
        ({"NotedDate": None}, None),
        ({"NotedDate": None, "Significance": "Low"}, 0),
        ({"NotedDate": None, "ResponseType": "Changed"}, 0),
    ],
)
def test_a_high_change_is_open(cells: Row, value: int | None) -> None:
    reading = change.open_high_changes(look(IndustryChanges=[LOOKED, noted(**cells)]))

    assert reading.value == value
    assert reading.recorded == (value is not None)


def test_open_changes_are_named_with_what_became_of_the_others() -> None:
    rows = [
        noted(Direction="Technology"),
        noted(ChangeID="C2", NotedDate="2020-01-01"),
        noted(Direction="Demand up", ResponseDate="2026-01-10"),
        noted(Direction="Demand up", ResponseDate="2026-01-30", ResponseType="Changed"),
        noted(Direction="Demand up", ResponseType="Changed"),
        noted(Direction="Demand up", ResponseDate="2025-12-30"),
        noted(Direction="Demand up", NotedDate="2026-07-01"),
    ]

    reading = change.open_high_changes(look(IndustryChanges=rows))

    assert (reading.value, list(reading.rows)) == (2, ["IndustryChanges!2", "IndustryChanges!3"])
    assert reading.facts == {"names": ("C2", "Technology"), "noted": 6, "answered": 4, "median_days": 10}


def test_a_change_answered_before_it_was_noted_took_no_time() -> None:
    reading = change.responded_share(look(IndustryChanges=[noted(ResponseDate="2025-12-01")]))

    assert reading.facts["median_days"] == 0


def test_changes_on_progress_stand_in_for_the_log() -> None:
    old: Row = {"Significance": "High", "NotedDate": OLD}
    rows: list[Row] = [
        {"Kind": "Industry change", "Title": "Plant closes", **old},
        {"Kind": "Industry change", "Direction": "Rule change", **old},
        {"Kind": "Lesson", **old},
    ]

    reading = change.open_high_changes(look(Progress=rows))

    assert (reading.value, list(reading.rows)) == (2, ["Progress!2", "Progress!3"])
    assert reading.facts["names"] == ("Plant closes", "Rule change")
    assert reading.facts["median_days"] is None


@pytest.mark.parametrize(
    ("rows", "given", "recorded"),
    [
        ([noted(Significance="Low", NotedDate="2025-06-30")], [], True),
        ([noted(Significance="Low", NotedDate="2025-06-29")], [], False),
        ([noted(Significance="Low", NotedDate="2025-06-29")], [{"Date": "2025-06-30"}], True),
        ([noted(Significance="Low", NotedDate="2025-06-29")], [{"Date": "2025-06-29"}], False),
        ([noted(Significance="Low", NotedDate=None)], [], False),
        ([], [{"Date": "2026-06-30"}], True),
        ([], [{"Date": "2026-07-01"}], False),
        ([], [], False),
    ],
)
def test_silence_is_not_zero(rows: list[Row], given: list[Row], *, recorded: bool) -> None:
    reading = change.open_high_changes(look(IndustryChanges=rows, EmployerInput=given))

    assert reading.recorded == recorded
    assert reading.value == (0 if recorded else None)


# --- responded_share (R87), answered (R116) -----------------------------------------------------


def test_responded_share_counts_weighty_changes_older_than_90_days() -> None:
    rows = [
        noted(NotedDate="2026-03-31", ResponseType="Changed"),
        noted(NotedDate="2026-04-01", ResponseType="Changed"),
        noted(Significance="Medium", NotedDate="1999-01-01"),
        noted(Significance="Low"),
        noted(Significance=None),
        noted(NotedDate=None),
    ]

    reading = change.responded_share(look(IndustryChanges=rows))

    assert numbers(reading) == (State.RECORDED, 1, 2)
    assert list(reading.rows) == ["IndustryChanges!2", "IndustryChanges!4"]
    assert (reading.facts["noted"], reading.facts["answered"]) == (6, 2)


ANSWERED, OPEN = noted(ResponseType="Changed"), noted()


@pytest.mark.parametrize(
    ("plan", "rows", "value"),
    [
        ("2025-06-30", [], 1),
        ("2025-06-29", [], 0),
        ("2026-07-01", [], 0),
        (None, [ANSWERED], 1),
        (None, [ANSWERED, OPEN], 0),
        (None, [noted(Significance="Low")], None),
        (None, [], None),
        ("2025-06-29", [ANSWERED], 1),
        ("2025-06-30", [OPEN], 1),
        ("2025-06-29", [OPEN], 0),
    ],
)
def test_change_is_answered_by_the_plan_or_by_every_response(
    plan: str | None, rows: list[Row], value: int | None
) -> None:
    reading = change.answered(look({"PlanUpdated": plan}, IndustryChanges=rows))

    assert reading.value == value
    assert reading.recorded == (value is not None)


# --- stale_prog (R88) ---------------------------------------------------------------------------

REVIEWED: Row = {"ProgramID": "R", "LastReviewDate": "2026-06-01"}


@pytest.mark.parametrize(
    ("cells", "part", "whole"),
    [
        ({"LastReviewDate": "2025-06-29"}, 1, 2),
        ({"LastReviewDate": "2025-06-30"}, 0, 2),
        ({"LastReviewDate": "2026-06-30"}, 0, 2),
        ({"StartDate": "2025-06-29"}, 1, 2),
        ({"StartDate": "2025-06-30"}, 0, 1),
        ({}, 0, 1),
        ({"LastReviewDate": "2026-07-01", "StartDate": "2025-06-29"}, 1, 2),
        ({"LastReviewDate": "2026-07-01"}, 0, 1),
        ({"LastReviewDate": "2020-01-01", "Status": "Active"}, 1, 2),
        ({"LastReviewDate": "2020-01-01", "Status": "Paused"}, 0, 1),
        ({"LastReviewDate": "2020-01-01", "Status": "Ended"}, 0, 1),
        ({"LastReviewDate": "2020-01-01", "StartDate": "2026-06-30"}, 1, 2),
        ({"LastReviewDate": "2020-01-01", "StartDate": "2026-07-01"}, 0, 1),
    ],
)
def test_a_running_program_is_stale_without_a_review_in_12_months(cells: Row, part: int, whole: int) -> None:
    reading = change.stale_prog(look(Programs=[REVIEWED, {"ProgramID": "A", **cells}]))

    assert numbers(reading) == (State.RECORDED, part, whole)


def test_stale_programs_are_named() -> None:
    rows = [REVIEWED, {"ProgramID": "A", "LastReviewDate": "2020-01-01"}]
    rows.append({"ProgramID": "B", "Name": "Welding", "StartDate": "2020-01-01"})

    reading = change.stale_prog(look(Programs=rows))

    assert reading.facts == {"names": ("A", "Welding")}
    assert list(reading.rows) == ["Programs!2", "Programs!3", "Programs!4"]


@pytest.mark.parametrize(
    "cells",
    [{}, {"LastReviewDate": "2026-07-01"}],
)
def test_stale_prog_is_not_recorded_when_no_running_program_has_a_review(cells: Row) -> None:
    ended = {"Status": "Ended", "LastReviewDate": "2020-01-01"}

    reading = change.stale_prog(look(Programs=[{"StartDate": "2020-01-01", **cells}, ended]))

    assert (reading.state, reading.size) == (State.NOT_RECORDED, None)


def test_without_running_programs_there_is_nothing_to_review() -> None:
    assert numbers(change.stale_prog(look(Programs=[{"Status": "Ended"}]))) == (State.NOT_RECORDED, 0, 0)


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({"Kind": "Plan change", "DoneDate": "2025-06-30"}, 1),
        ({"Kind": "Plan change", "DoneDate": "2025-06-29"}, 2),
        ({"Kind": "Industry change", "ResponseDate": "2026-06-30"}, 1),
        ({"Kind": "Industry change", "ResponseDate": "2025-06-29"}, 2),
    ],
)
def test_without_programs_those_on_progress_are_stale_unless_changed_or_answered(
    cells: Row, part: int
) -> None:
    rows = [
        {"ProgramID": "A", **cells},
        {"ProgramID": "a", "Kind": "Output"},
        {"ProgramID": "B"},
        {"Kind": "Output"},
    ]

    reading = change.stale_prog(look(Progress=rows))

    assert numbers(reading) == (State.RECORDED, part, 2)
    assert reading.facts["names"] == (("B",) if part == 1 else ("A", "B"))
    assert list(reading.rows) == ["Progress!2", "Progress!3", "Progress!4"]


@pytest.mark.parametrize(
    "cells",
    [
        {"Kind": "Plan change", "ResponseDate": "2026-01-01"},
        {"Kind": "Industry change", "DoneDate": "2026-01-01"},
        {"Kind": "Milestone", "DoneDate": "2026-01-01"},
        {"Kind": "Plan change", "DoneDate": "2026-07-01"},
        {"Kind": "Plan change", "DoneDate": "2026-01-01", "ProgramID": None},
    ],
)
def test_stale_prog_on_progress_is_not_recorded_without_a_dated_row(cells: Row) -> None:
    reading = change.stale_prog(look(Progress=[{"ProgramID": "A", **cells}, {"ProgramID": "B"}]))

    assert reading.state is State.NOT_RECORDED


# --- plan_age, place_drop, falling_unreviewed (R89 to R91) --------------------------------------


@pytest.mark.parametrize(("plan", "months"), [("2024-12-30", 18), ("2026-07-01", None), (None, None)])
def test_plan_age_is_the_months_since_the_update(plan: str | None, months: int | None) -> None:
    assert change.plan_age(look({"PlanUpdated": plan})).value == months


def placed(completed: float | None, related: float | None, rate: float | None) -> Row:
    return {"Completed": completed, "RelatedPlaced": related, "PrevRelatedRate": rate}


def test_place_drop_compares_with_the_rate_before_in_points() -> None:
    rows = [
        placed(10, 5, 0.9),
        placed(10, 6, 70),
        placed(0, 1, 0.5),
        placed(9, None, 0.5),
        placed(9, 3, None),
    ]

    reading = change.place_drop(look(Programs=[*rows, placed(None, 3, 0.5)]))

    assert (numbers(reading), reading.value, reading.size) == ((State.RECORDED, 11, 20), 25, 20)
    assert list(reading.rows) == ["Programs!2", "Programs!3"]


def test_one_person_who_completed_counts() -> None:
    assert change.place_drop(look(Programs=[placed(1, 1, 1)])).whole == 1


@pytest.mark.parametrize(("rate", "value"), [(1, 50), (0.1, -40), (1.5, Fraction(-97, 2))])
def test_place_drop_is_exact_and_below_0_when_the_rate_rose(rate: float, value: Fraction) -> None:
    assert change.place_drop(look(Programs=[placed(10, 5, rate)])).value == value


def test_place_drop_without_numbers_has_the_size_0_and_without_programs_none() -> None:
    assert change.place_drop(look(Programs=[placed(10, 5, None)])).size == 0
    assert change.place_drop(look()).size is None


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({}, 1),
        ({"Status": "Active"}, 1),
        ({"Status": "Paused"}, 0),
        ({"StartDate": "2026-07-01"}, 0),
        ({"LastReviewDate": "2025-06-29"}, 1),
        ({"LastReviewDate": "2025-06-30"}, 0),
        ({"DemandNow": "Steady"}, 0),
        ({"DemandNow": None}, None),
        ({"DemandNow": None, "LastReviewDate": "2026-01-01"}, 0),
    ],
)
def test_a_program_for_falling_demand_goes_unreviewed(cells: Row, value: int | None) -> None:
    rows = [
        REVIEWED | {"DemandNow": "Growing"},
        {"ProgramID": "A", "Name": "Mill", "DemandNow": "Falling", **cells},
    ]

    reading = change.falling_unreviewed(look(Programs=rows))

    assert reading.value == value
    assert reading.recorded == (value is not None)
    assert reading.facts.get("names", ()) == (("Mill",) if value else ())


@pytest.mark.parametrize(
    ("rows", "recorded"),
    [([{"DemandNow": "Falling"}], False), ([{"DemandNow": "Steady"}], True), ([], False)],
)
def test_without_any_review_recorded_falling_demand_stays_unknown(rows: list[Row], *, recorded: bool) -> None:
    assert change.falling_unreviewed(look(Programs=rows)).recorded == recorded
