"""Whether possible workers are reached, asked, recruited and finish (R80 to R84)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import workers
from partnerxl.core.readings import Reading, State
from partnerxl.core.view import View

Row = dict[str, object]
END: Row = {"PeriodEnd": "2026-06-30"}


def look(form: Row | None = None, **sheets: object) -> View:
    return View(project(**{"Initiative": END | (form or {}), **sheets}), load_rules())


def numbers(reading: Reading) -> tuple[State, Fraction | None, Fraction | None]:
    return reading.state, reading.part, reading.whole


# --- labor_org_share (R80) ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "pools", "part"),
    [
        ("Labor organization", None, 1),
        ("Community-based organization", None, 1),
        ("Workforce board/job center", None, 1),
        ("College/university", None, 0),
        ("College/university", "Youth", 1),
        ("College/university", "None", 0),
        ("College/university", "none; Youth", 1),
        ("Employer", "Youth", 0),
        ("Employer association", "Youth; Rural", 0),
    ],
)
def test_a_partner_that_reaches_workers(kind: str, pools: str | None, part: int) -> None:
    rows: list[Row] = [{"PartnerID": "P", "PartnerType": kind, "LaborPoolServed": pools}]

    assert numbers(workers.labor_org_share(look(Partners=rows))) == (State.RECORDED, part, 1)


def test_partners_without_a_type_or_gone_stay_out_of_labor_org_share() -> None:
    rows: list[Row] = [
        {"PartnerID": "P1", "LaborPoolServed": "Youth"},
        {"PartnerID": "P2", "PartnerType": "Labor organization", "Role": "Left"},
        {"PartnerID": "P3", "PartnerType": "Government"},
    ]

    reading = workers.labor_org_share(look(Partners=rows))

    assert (numbers(reading), list(reading.rows)) == ((State.RECORDED, 0, 1), ["Partners!4"])


# --- pools_reached (R81) ------------------------------------------------------------------------


def pool(name: str | None, relationship: str | None = None, **cells: object) -> Row:
    return {"Pool": name, "Relationship": relationship, **cells}


@pytest.mark.parametrize(
    ("relationship", "part"),
    [("Joint activity", 1), ("Agreement", 1), ("Meeting", 0), ("Contacted", 0), ("Named", 0), ("None", 0)],
)
def test_a_pool_is_reached_by_joint_activity_or_agreement(relationship: str, part: int) -> None:
    assert numbers(workers.pools_reached(look(LaborPools=[pool("Youth", relationship)]))) == (
        State.RECORDED,
        part,
        1,
    )


def test_distinct_pools_count_once_and_a_blank_relationship_is_none() -> None:
    rows = [
        pool("Youth"),
        pool("youth!", "Agreement"),
        pool("Veterans"),
        pool("Rural", "Named"),
        pool(None, "Agreement"),
    ]

    reading = workers.pools_reached(look(LaborPools=rows))

    assert numbers(reading) == (State.RECORDED, 1, 3)
    assert (reading.facts, reading.flips) == ({"names": ("Rural", "Veterans")}, True)
    assert list(reading.rows) == ["LaborPools!2", "LaborPools!3", "LaborPools!4", "LaborPools!5"]


def test_pools_reached_is_not_recorded_when_no_pool_has_a_relationship() -> None:
    rows = [pool("Youth"), pool(None, "Agreement")]

    reading = workers.pools_reached(look(LaborPools=rows))

    assert (reading.state, reading.size) == (State.NOT_RECORDED, None)


def test_a_log_without_a_pool_has_nothing_to_reach() -> None:
    assert numbers(workers.pools_reached(look(LaborPools=[pool("-", "Agreement")]))) == (
        State.NOT_RECORDED,
        0,
        0,
    )


def test_without_the_log_target_pools_are_reached_by_partners_that_serve_them() -> None:
    rows: list[Row] = [
        {"PartnerID": "P1", "LaborPoolServed": "youth"},
        {"PartnerID": "P2", "PartnerType": "Employer", "LaborPoolServed": "Veterans"},
        {"PartnerID": "P3", "Role": "Left", "LaborPoolServed": "Veterans"},
        {"PartnerID": "P4", "PartnerType": "Government"},
    ]
    view = look({"TargetPools": "Youth; Veterans, None; YOUTH"}, Partners=rows)

    reading = workers.pools_reached(view)

    assert (numbers(reading), reading.facts) == ((State.RECORDED, 1, 2), {"names": ("Veterans",)})
    assert [row for row in reading.rows if row.startswith("Partners")] == ["Partners!2"]
    assert len(reading.rows) == 2


@pytest.mark.parametrize(
    ("targets", "cells", "size"),
    [
        (None, {"LaborPoolServed": "Youth"}, None),
        ("Youth", {}, None),
        ("None", {"LaborPoolServed": "Youth"}, 0),
    ],
)
def test_without_targets_or_pools_served_nothing_is_recorded(
    targets: str | None, cells: Row, size: int | None
) -> None:
    reading = workers.pools_reached(look({"TargetPools": targets}, Partners=[{"PartnerID": "P", **cells}]))

    assert (reading.state, reading.size) == (State.NOT_RECORDED, size)


def test_pools_that_only_employers_serve_are_not_reached() -> None:
    employer = {"PartnerID": "P", "LaborPoolServed": "Youth", "PartnerType": "Employer"}

    reading = workers.pools_reached(look({"TargetPools": "Youth"}, Partners=[employer]))

    assert numbers(reading) == (State.RECORDED, 0, 1)


# --- needs_asked (R83) --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({}, 1),
        ({"NeedDate": "2024-06-30"}, 1),
        ({"NeedDate": "2024-06-29"}, 0),
        ({"NeedDate": "2026-07-01"}, 0),
        ({"NeedDate": None}, 0),
        ({"NeedSource": "Agency data"}, 0),
    ],
)
def test_workers_were_asked_within_24_months(cells: Row, part: int) -> None:
    row = pool("Youth", NeedSource="Workers asked", NeedDate="2026-01-01") | cells

    assert numbers(workers.needs_asked(look(LaborPools=[row]))) == (State.RECORDED, part, 1)


def test_needs_asked_counts_distinct_pools_and_a_blank_source_is_none() -> None:
    asked: Row = {"NeedSource": "Workers asked", "NeedDate": "2026-01-01"}
    rows = [pool("Youth"), pool("YOUTH") | asked, pool("Rural"), pool(None) | asked]

    reading = workers.needs_asked(look(LaborPools=rows))

    assert (numbers(reading), reading.facts) == ((State.RECORDED, 1, 2), {"names": ("Rural",)})


def test_needs_asked_is_not_recorded_when_no_pool_has_a_source() -> None:
    reading = workers.needs_asked(look(LaborPools=[pool("Youth", NeedDate="2026-01-01")]))

    assert (reading.state, reading.size) == (State.NOT_RECORDED, None)


def test_needs_asked_has_no_stand_in() -> None:
    view = look({"TargetPools": "Youth"}, Partners=[{"PartnerID": "P", "LaborPoolServed": "Youth"}])

    assert numbers(workers.needs_asked(view)) == (State.NOT_RECORDED, 0, 0)


# --- recruit_ratio (R82) ------------------------------------------------------------------------


def test_recruit_ratio_adds_rows_with_both_numbers_and_is_not_capped() -> None:
    pairs = [(30, 10), (0.1, 0.2), (5, None), (None, 5), (9, 0), (0, 10)]
    rows = [pool("Youth", RecruitedNumber=a, TargetNumber=b) for a, b in pairs]

    reading = workers.recruit_ratio(look(LaborPools=rows))

    assert numbers(reading) == (State.RECORDED, Fraction(301, 10), Fraction(202, 10))
    assert (reading.size, list(reading.rows)) == (3, ["LaborPools!2", "LaborPools!3", "LaborPools!7"])


def recruited(**cells: object) -> Row:
    return {"Kind": "Recruitment", "Target": 10, "Actual": 4, "Period": "2026-Q1", **cells}


@pytest.mark.parametrize(
    ("cells", "size"),
    [
        ({}, 1),
        ({"Unit": "people enrolled"}, 1),
        ({"Unit": "%"}, 0),
        ({"Kind": "Outcome"}, 0),
        ({"Actual": None}, 0),
        ({"Target": 0}, 0),
        ({"Period": "2026-06"}, 1),
        ({"Period": "2026"}, 0),
        ({"Period": "2025-06"}, 0),
        ({"Period": None}, 0),
        ({"Period": None, "DueDate": "2025-07-01"}, 1),
        ({"Period": None, "DueDate": "2025-06-30"}, 0),
        ({"Period": None, "DueDate": "2025-06-30", "RevisedDate": "2026-01-01", "DecisionID": "D"}, 1),
        ({"Period": None, "DueDate": "2025-06-30", "RevisedDate": "2026-01-01"}, 0),
        ({"Period": None, "DueDate": "2026-06-30", "DecisionID": "D"}, 1),
    ],
)
def test_without_the_log_recruitment_of_the_period_is_read_from_progress(cells: Row, size: int) -> None:
    reading = workers.recruit_ratio(look(Progress=[recruited(**cells)]))

    assert reading.size == size
    assert numbers(reading) == ((State.RECORDED, 4, 10) if size else (State.NOT_RECORDED, 0, 0))


# --- completion (R84) ---------------------------------------------------------------------------


def test_completion_adds_programs_with_both_numbers() -> None:
    rows: list[Row] = [
        {"Enrolled": 8, "Completed": 6},
        {"Enrolled": 1, "Completed": 0},
        {"Enrolled": 9},
        {"Completed": 9},
    ]

    reading = workers.completion(look(Programs=rows))

    assert (numbers(reading), reading.size) == ((State.RECORDED, 6, 9), 9)
    assert list(reading.rows) == ["Programs!2", "Programs!3"]
