"""What was promised, done and owned (R59, R61 to R63, R69, R105, R107, R113, R115, tips)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import delivery
from partnerxl.core.readings import Reading, State
from partnerxl.core.view import View

Row = dict[str, object]
END: Row = {"PeriodStart": date(2025, 7, 1), "PeriodEnd": date(2026, 6, 30), "ConvenerOrg": "P1"}
IN, BEFORE, AFTER = date(2026, 3, 1), date(2025, 6, 30), date(2026, 7, 1)


def look(*rows: Row, form: Row | None = None) -> View:
    partners = [{"PartnerID": "P1"}, {"PartnerID": "P2"}]
    return View(project(Initiative=END | (form or {}), Partners=partners, Progress=list(rows)), load_rules())


def item(**cells: object) -> Row:
    return {"ProgressID": "G1", "Kind": "Milestone", "DueDate": IN, "Status": "Done", "DoneDate": IN, **cells}


LATE = item(Status="Late", DoneDate=None)


def parts(reading: Reading) -> tuple[State, Fraction | None, Fraction | None]:
    return reading.state, reading.part, reading.whole


# --- which items are due (R61, R62) ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "whole", "done"),
    [
        ({}, 1, 1),
        ({"Kind": "Output"}, 1, 1),
        ({"Kind": "Output", "PromisedTo": "Nobody outside"}, 0, 0),
        ({"Kind": "Milestone", "PromisedTo": "Nobody outside"}, 1, 1),
        ({"Kind": "Outcome"}, 0, 0),
        ({"DueDate": date(2026, 6, 30)}, 1, 1),
        ({"DoneDate": date(2026, 6, 30)}, 1, 1),
        ({"DoneDate": AFTER}, 1, 0),
        ({"Status": "Dropped"}, 1, 0),
        ({"DueDate": AFTER}, 0, 0),
        ({"DueDate": None}, 0, 0),
        ({"DueDate": date(2025, 7, 1)}, 1, 1),
        ({"DueDate": date(2025, 7, 1), "DoneDate": BEFORE}, 1, 1),
        ({"DueDate": BEFORE}, 1, 1),
        ({"DueDate": BEFORE, "DoneDate": date(2025, 7, 1)}, 1, 1),
        ({"DueDate": BEFORE, "DoneDate": BEFORE}, 0, 0),
        ({"DueDate": BEFORE, "DoneDate": None}, 0, 0),
        ({"DueDate": BEFORE, "Status": "Late", "DoneDate": None}, 1, 0),
        ({"RevisedDate": AFTER, "DecisionID": "D1"}, 0, 0),
        ({"RevisedDate": AFTER}, 1, 1),
        ({"DecisionID": "D1"}, 1, 1),
        ({"DueDate": AFTER, "RevisedDate": IN, "DecisionID": "D1"}, 1, 1),
        ({"Status": "Dropped", "DoneDate": None}, 1, 0),
        ({"Status": "Dropped", "DoneDate": None, "ReasonLate": "moved away"}, 0, 0),
        ({"Status": "Dropped", "DoneDate": None, "DecisionID": "D1"}, 0, 0),
        ({"Status": None, "DoneDate": None}, 1, 0),
        ({"Status": "Late", "DoneDate": IN}, 1, 1),
        ({"Status": "Done", "DoneDate": AFTER}, 1, 0),
        ({"Status": "Done", "DoneDate": None}, 1, 1),
    ],
)
def test_which_items_are_due_and_done(cells: Row, whole: int, done: int) -> None:
    anchor = item(DueDate=IN)
    reading = delivery.delivered(look(anchor, item(**cells)))

    assert parts(reading) == (State.RECORDED, 1 + done, 1 + whole)


def test_nothing_due_yet_is_too_early_also_without_any_status() -> None:
    later = item(DueDate=AFTER, Status=None, DoneDate=None)
    for read in (delivery.delivered, delivery.overdue, delivery.on_time, delivery.late_days):
        assert read(look(later)).state is State.TOO_EARLY
        assert read(look(later, item(Kind="Lesson"))).state is State.TOO_EARLY
        assert read(look(later, item(DueDate=None, Status=None, DoneDate=None))).state is State.NOT_RECORDED


def test_dropped_items_do_not_decide_whether_something_is_due() -> None:
    assert (
        delivery.delivered(look(item(DueDate=AFTER), item(Status="Dropped", DueDate=IN))).state
        is State.TOO_EARLY
    )


def test_without_status_and_done_date_anywhere_nothing_is_recorded() -> None:
    bare = item(Status=None, DoneDate=None)

    assert delivery.delivered(look(bare, bare)).state is State.NOT_RECORDED
    assert delivery.delivered(look(bare, item(Kind="Lesson"))).state is State.NOT_RECORDED
    assert delivery.delivered(look()).size == 0
    assert parts(delivery.delivered(look(item(Status=None)))) == (State.RECORDED, 1, 1)


def test_what_is_due_on_the_last_day_is_due() -> None:
    last = LATE | {"DueDate": date(2026, 6, 30)}

    assert parts(delivery.delivered(look(last))) == (State.RECORDED, 0, 1)
    assert parts(delivery.not_yet_due(look(last))) == (State.RECORDED, 0, 1)


def test_what_is_open_and_moved_is_told() -> None:
    rows = [
        LATE | {"PromisedTo": "Funder"},
        LATE | {"PromisedTo": "Employers"},
        LATE | {"PromisedTo": "Nobody outside"},
    ]
    moved = item(RevisedDate=AFTER, DecisionID="D1", Status="Changed", DoneDate=None)

    facts = delivery.delivered(look(*rows, moved, item(PromisedTo="Public"))).facts

    assert facts == {"promised_to": ("Employers", "Funder"), "moved": 1}
    assert delivery.delivered(look(item())).facts["moved"] is None


@pytest.mark.parametrize(
    ("cells", "moved"),
    [
        ({"RevisedDate": AFTER}, 1),
        ({"RevisedDate": AFTER, "DueDate": date(2026, 6, 30)}, 1),
        ({"RevisedDate": date(2026, 8, 1), "DueDate": AFTER}, None),
        ({"RevisedDate": date(2026, 6, 30)}, None),
        ({"RevisedDate": AFTER, "Status": "Dropped"}, None),
        ({"RevisedDate": AFTER, "DecisionID": None}, None),
    ],
)
def test_moved_is_what_was_due_and_is_due_later(cells: Row, moved: int | None) -> None:
    again = LATE | {"DecisionID": "D1", **cells}

    assert delivery.delivered(look(item(), again)).facts["moved"] == moved


def test_overdue_is_the_rest() -> None:
    assert parts(delivery.overdue(look(item(), LATE, LATE))) == (State.RECORDED, 2, 3)


@pytest.mark.parametrize(
    ("cells", "part", "whole"),
    [
        ({"DoneDate": IN}, 1, 1),
        ({"DoneDate": date(2026, 3, 2)}, 0, 1),
        ({"DoneDate": None}, 0, 0),
        ({"DoneDate": date(2026, 3, 2), "RevisedDate": date(2026, 3, 2), "DecisionID": "D1"}, 1, 1),
        ({"Status": "Late", "DoneDate": None}, 0, 1),
        ({"DoneDate": AFTER}, 0, 1),
    ],
)
def test_done_on_time(cells: Row, part: int, whole: int) -> None:
    reading = delivery.on_time(look(item(**cells)))

    assert (reading.part, reading.whole) == (part, whole)


@pytest.mark.parametrize(
    ("days", "middle", "size"),
    [
        ([0], "0", 1),
        ([-5], "0", 1),
        ([3, 10], "13/2", 2),
        ([1, 7, 30], "7", 3),
        ([1, None], "1", 1),
        (["open"], "121", 1),
    ],
)
def test_the_median_of_days_late(days: list[object], middle: str, size: int) -> None:
    rows = [_late(day) for day in days]

    reading = delivery.late_days(look(*rows))

    assert (reading.value, reading.size) == (Fraction(middle), size)


def _late(day: object) -> Row:
    if day == "open":
        return LATE
    return item(DoneDate=None if day is None else date.fromordinal(IN.toordinal() + int(str(day))))


def test_days_late_of_items_done_without_a_date_are_not_recorded() -> None:
    reading = delivery.late_days(look(item(DoneDate=None)))

    assert (reading.state, reading.size) == (State.NOT_RECORDED, 0)


# --- outcomes (R63) -------------------------------------------------------------------------------


def outcome(**cells: object) -> Row:
    return {"Kind": "Outcome", "Target": 10, "Actual": 5, "Period": "2026-Q1", **cells}


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({}, "1/2"),
        ({"Actual": 12}, "1"),
        ({"Actual": -3}, "0"),
        ({"Target": 0.6, "Actual": 54, "Unit": "%"}, "9/10"),
        ({"Target": 60, "Actual": 0.54, "Unit": "%"}, "9/10"),
        ({"Target": 1, "Actual": 0.5, "Unit": "%"}, "1/2"),
        ({"Target": 100, "Actual": 1, "Unit": "%"}, "1"),
        ({"Target": 0.5, "Actual": 0.3}, "3/5"),
        ({"Period": None, "DueDate": IN}, "1/2"),
        ({"Period": "2026-Q2"}, "1/2"),
        ({"Period": "2025-Q3"}, "1/2"),
        ({"Actual": None}, None),
        ({"Target": 0}, None),
        ({"Target": -1}, None),
        ({"Target": None}, None),
        ({"Period": "2025-Q2"}, None),
        ({"Period": "2026-Q3"}, None),
        ({"Status": "Dropped"}, None),
        ({"Kind": "Output"}, None),
    ],
)
def test_what_an_outcome_attains(cells: Row, part: str | None) -> None:
    reading = delivery.attain(look(outcome(Actual=10), outcome(**cells)))

    assert (reading.part, reading.whole) == ((1, 1) if part is None else (1 + Fraction(part), 2))


def test_outcomes_of_later_periods_are_too_early() -> None:
    assert (
        delivery.attain(look(outcome(Period="2026-Q3"), outcome(Status="Dropped"))).state is State.TOO_EARLY
    )
    assert delivery.attain(look(outcome(Period="2026-Q3"), outcome(Period=None))).state is State.NOT_RECORDED


# --- owners ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "part", "whole"),
    [
        ({"ResponsiblePartnerID": "P1"}, 1, 1),
        ({"ResponsiblePartnerID": "P2"}, 0, 1),
        ({}, 0, 0),
        ({"ResponsiblePartnerID": "P1", "Status": "Done"}, 0, 0),
        ({"ResponsiblePartnerID": "P1", "Status": "Dropped"}, 0, 0),
        ({"ResponsiblePartnerID": "P1", "Kind": "Output"}, 0, 0),
        ({"ResponsiblePartnerID": "P1", "DoneDate": AFTER}, 1, 1),
    ],
)
def test_open_milestones_of_the_convener(cells: Row, part: int, whole: int) -> None:
    reading = delivery.conv_owns(look(LATE | cells, LATE))

    assert (reading.part, reading.whole) == (part, whole)


def test_owners_need_a_known_convener_and_a_status() -> None:
    owned = LATE | {"ResponsiblePartnerID": "P1"}

    assert delivery.conv_owns(look(owned, form={"ConvenerOrg": None})).size is None
    assert delivery.shared_ownership(look(owned, form={"ConvenerOrg": None})).size is None
    assert delivery.conv_owns(look(owned | {"Status": None})).size is None


def test_milestones_of_others_are_shared() -> None:
    rows = [
        item(ResponsiblePartnerID="P2"),
        item(ResponsiblePartnerID="P2"),
        item(ResponsiblePartnerID="P1"),
        item(),
        item(ResponsiblePartnerID="P2", Status="Dropped"),
    ]

    assert parts(delivery.shared_ownership(look(*rows))) == (State.RECORDED, 2, 3)


def test_milestones_not_yet_due() -> None:
    rows = [
        item(DueDate=AFTER),
        item(),
        item(DueDate=None),
        item(DueDate=AFTER, Status="Dropped"),
        item(Kind="Output"),
    ]

    assert parts(delivery.not_yet_due(look(*rows))) == (State.RECORDED, 1, 2)


# --- tips -----------------------------------------------------------------------------------------


def test_late_items_are_explained_by_a_reason_and_a_new_date() -> None:
    told = LATE | {"ReasonLate": "weather", "RevisedDate": AFTER}

    assert parts(delivery.late_explained(look(told, LATE, LATE | {"ReasonLate": "x"}))) == (
        State.RECORDED,
        1,
        3,
    )
    assert delivery.late_explained(look(told, LATE | {"RevisedDate": AFTER})).part == 1
    assert delivery.late_explained(look(told, LATE | {"DueDate": date(2026, 6, 30)})).whole == 2
    assert delivery.late_explained(look(told, LATE | {"Status": "Dropped"})).whole == 1
    assert delivery.late_explained(look(item())).value == 1
    assert delivery.late_explained(look(item(DueDate=AFTER))).state is State.NOT_RECORDED
    assert delivery.late_explained(look(item(Status=None, DoneDate=None))).state is State.NOT_RECORDED


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"DecisionID": "D1"}, 1),
        ({"DecidedBy": "Employers"}, 1),
        ({"DecidedBy": "Not recorded"}, 0),
        ({}, 0),
        ({"DecisionID": "D1", "DoneDate": AFTER}, 0),
        ({"DecisionID": "D1", "Kind": "Lesson"}, 0),
    ],
)
def test_plan_changes_that_were_decided(cells: Row, counts: int) -> None:
    assert delivery.plan_changes(look({"Kind": "Plan change", **cells})).value == counts


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"DoneDate": IN}, 1),
        ({"DoneDate": None, "Status": "Done", "DueDate": IN}, 1),
        ({"DoneDate": None, "Status": "On track", "DueDate": IN}, 0),
        ({"DoneDate": BEFORE}, 0),
        ({"DoneDate": AFTER}, 0),
    ],
)
def test_celebrations_of_the_period(cells: Row, counts: int) -> None:
    assert delivery.celebrations(look({"Kind": "Celebration", **cells})).value == counts


@pytest.mark.parametrize(
    ("day", "counts"), [(date(2024, 6, 30), 1), (date(2024, 6, 29), 0), (IN, 1), (AFTER, 0)]
)
def test_research_of_the_last_24_months(day: date, counts: int) -> None:
    assert delivery.research_done(look({"Kind": "Research", "DoneDate": day})).value == counts


def test_lessons_are_counted_and_unknown_only_without_records() -> None:
    assert delivery.lessons(look({"Kind": "Lesson"}, {"Kind": "Lesson", "DoneDate": AFTER})).value == 1
    assert delivery.lessons(look(item())).value == 0
    assert delivery.lessons(look()).state is State.NOT_RECORDED


def test_a_lesson_after_the_end_has_not_been_learned() -> None:
    lessons: list[Row] = [{"Kind": "Lesson", "DoneDate": day} for day in (None, date(2026, 6, 30), AFTER)]

    assert delivery.lessons(look(*lessons)).value == 2


def test_research_that_is_not_done_does_not_count() -> None:
    assert delivery.research_done(look(item(Kind="Research"), LATE | {"Kind": "Research"})).value == 1
