"""Who is new, busy, silent or gone, and what partners said (R95, R98, R111, R120)."""

from __future__ import annotations

from datetime import date

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import people
from partnerxl.core.readings import Reading, State
from partnerxl.core.view import View

Row = dict[str, object]
END = date(2026, 6, 30)  # the period begins on 2025-07-01


def look(*partners: Row, **sheets: list[Row]) -> View:
    rows = [{"PartnerID": f"P{at}", "Role": "Core", **cells} for at, cells in enumerate(partners)]
    return View(project(Initiative={"PeriodEnd": END}, Partners=rows, **sheets), load_rules())


def counted(reading: Reading) -> object:
    """Part and whole, or the state of what is not recorded."""
    return (reading.part, reading.whole) if reading.recorded else reading.state


@pytest.mark.parametrize(
    ("day", "part"), [(END, 1), (date(2026, 1, 1), 1), (date(2025, 12, 31), 0), (date(2020, 1, 1), 0)]
)
def test_joined_in_the_last_180_days(day: date, part: int) -> None:
    assert counted(people.joined_share(look({"JoinedDate": day}, {}))) == (part, 1)


@pytest.mark.parametrize(
    ("progress", "resources", "expected"),
    [
        ([], [], State.NOT_RECORDED),
        ([{"ResponsiblePartnerID": "P0"}], [], (1, 2)),
        ([{"Title": "A"}], [{"PartnerID": "P0"}], State.NOT_RECORDED),
        ([{"Title": "A"}], [{"Status": "Received"}], State.NOT_RECORDED),
        ([{"Title": "A"}], [{"Status": "Received"}, {"PartnerID": "P0"}], State.NOT_RECORDED),
        ([], [{"PartnerID": "P0", "Status": "Received"}], (1, 2)),
        ([], [{"PartnerID": "P0", "Status": "Idea"}], (2, 2)),
        ([{"ResponsiblePartnerID": "P0"}], [{"PartnerID": "P1", "Status": "Received"}], (0, 2)),
        ([{"ResponsiblePartnerID": "P0"}], [{"PartnerID": "P1", "Status": "Asked"}], (1, 2)),
    ],
)
def test_partners_without_a_task_and_a_contribution(
    progress: list[Row], resources: list[Row], expected: object
) -> None:
    newcomer: Row = {"JoinedDate": date(2026, 6, 1)}

    found = people.no_task(look({}, {}, newcomer, Progress=progress, Resources=resources))

    assert counted(found) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, (0, 1)),
        ({"LastContactDate": END}, (0, 2)),
        ({"LastContactDate": date(2026, 1, 1)}, (0, 2)),
        ({"LastContactDate": date(2025, 12, 31)}, (1, 2)),
        ({"LastContactDate": date(2026, 7, 1)}, (0, 1)),
        ({"LeftDate": date(2025, 7, 1)}, (1, 2)),
        ({"LeftDate": date(2025, 6, 30)}, (0, 1)),
        ({"LeftDate": END}, (1, 2)),
        ({"LeftDate": date(2026, 7, 1)}, (0, 1)),
        ({"LeftDate": END, "Role": "Left"}, (1, 2)),
        ({"LeftDate": END, "Role": "Invited"}, (0, 1)),
        ({"LeftDate": END, "LastContactDate": date(2020, 1, 1)}, (1, 2)),  # counted once
    ],
)
def test_partners_who_left_or_were_silent_for_180_days(cells: Row, expected: tuple[int, int]) -> None:
    found = people.left_or_silent(look({"LastContactDate": END}, cells))

    assert counted(found) == expected
    assert len(found.rows) == expected[1]


def test_nobody_is_silent_where_no_contact_is_on_record() -> None:
    assert people.left_or_silent(look({}, {"LeftDate": END})).state is State.NOT_RECORDED


@pytest.mark.parametrize(
    ("day", "number"), [(END, 1), (date(2025, 6, 30), 1), (date(2025, 6, 29), 0), (date(2020, 1, 1), 0)]
)
def test_new_partners_of_the_last_12_months(day: date, number: int) -> None:
    assert people.new_partners(look({"JoinedDate": day}, {})).value == number
    assert people.new_partners(look({}, {})).state is State.NOT_RECORDED


def test_partners_who_are_invited() -> None:
    assert people.prospects(look({}, {"Role": "Invited"})).value == 1
    assert people.prospects(look({})).value == 0
    assert people.prospects(look()).state is State.NOT_RECORDED


def test_what_partners_said_once_one_of_them_did() -> None:
    rows: list[Row] = [
        {"BenefitSought": "Staff", "HowWeSupport": "Tools", "CostHoursPerMonth": 3},
        {"HowWeSupport": "Rooms", "CostNote": "Travel"},
        {},
    ]

    assert counted(people.benefit_share(look(*rows))) == (1, 3)
    assert counted(people.support_share(look(*rows))) == (2, 3)
    assert counted(people.cost_share(look(*rows))) == (2, 3)
    for said in (people.benefit_share, people.support_share, people.cost_share):
        assert said(look({}, {})).state is State.NOT_RECORDED
