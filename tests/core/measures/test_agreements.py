"""Agreements, vision and launch (R96, R97, R100 to R102, R120 T3, T4, T9, T10)."""

from __future__ import annotations

from datetime import date

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import agreements
from partnerxl.core.readings import State
from partnerxl.core.view import View

Row = dict[str, object]
END: Row = {"PeriodEnd": date(2026, 6, 30), "LaunchDate": date(2026, 1, 1)}


def look(*partners: Row, form: Row | None = None, **sheets: list[Row]) -> View:
    rows = [{"PartnerID": f"P{at}", "Role": "Core", **cells} for at, cells in enumerate(partners)]
    return View(project(Initiative=END | (form or {}), Partners=rows, **sheets), load_rules())


@pytest.mark.parametrize(
    ("day", "part"),
    [
        (date(2026, 1, 1), 1),
        (date(2025, 12, 31), 0),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 1), 0),
        (None, 0),
    ],
)
def test_an_agreement_signed_in_the_last_180_days(day: date | None, part: int) -> None:
    old: Row = {"AgreementStatus": "Signed", "AgreementDate": date(2020, 1, 1)}

    reading = agreements.new_agreements(look({"AgreementStatus": "Signed", "AgreementDate": day}, old))

    assert (reading.part, reading.whole) == (part, 2)


def test_signed_agreements_without_any_date_are_not_recorded() -> None:
    assert agreements.new_agreements(look({"AgreementStatus": "Signed"})).state is State.NOT_RECORDED
    assert agreements.new_agreements(look({"AgreementStatus": "Draft"})).part == 0


@pytest.mark.parametrize(
    ("day", "part"),
    [(date(2026, 4, 1), 1), (date(2026, 4, 2), 0), (date(2025, 10, 3), 1), (date(2025, 10, 2), 0)],
)
def test_an_agreement_signed_around_the_launch(day: date, part: int) -> None:
    reading = agreements.launch_agreements(look({"AgreementDate": day}))

    assert (reading.part, reading.whole) == (part, 1)


def test_agreements_around_the_launch_need_a_date() -> None:
    assert agreements.launch_agreements(look({"AgreementStatus": "Signed"})).state is State.NOT_RECORDED


@pytest.mark.parametrize(
    ("launch", "day", "part"),
    [
        (date(2026, 6, 1), date(2026, 6, 30), 1),
        (date(2026, 6, 1), date(2026, 7, 1), 0),  # after the end: it has not happened (R14)
    ],
)
def test_an_agreement_after_the_end_is_not_signed_yet(launch: date, day: date, part: int) -> None:
    reading = agreements.launch_agreements(look({"AgreementDate": day}, form={"LaunchDate": launch}))

    assert (reading.part, reading.whole) == (part, 1)


@pytest.mark.parametrize(
    ("cells", "whole"),
    [
        ({}, 2),
        ({"AgreementStatus": "Draft"}, 2),
        ({"AgreementStatus": "Not needed"}, 1),
        ({"JoinedDate": date(2026, 4, 1)}, 2),
        ({"JoinedDate": date(2026, 4, 2)}, 1),
        ({"Role": "Supporting"}, 1),
    ],
)
def test_who_could_sign_around_the_launch(cells: Row, whole: int) -> None:
    signed: Row = {"AgreementStatus": "Signed", "AgreementDate": date(2026, 1, 1)}

    reading = agreements.launch_agreements(look(signed, cells))

    assert (reading.part, reading.whole) == (1, whole)


def test_agreements_around_the_launch_need_a_launch() -> None:
    view = look({"AgreementDate": date(2026, 1, 1)}, form={"LaunchDate": None})

    assert agreements.launch_agreements(view).state is State.NOT_RECORDED


# --- core partners without an agreement (R96) -----------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "part", "whole"),
    [
        ({"AgreementStatus": "Signed"}, 0, 1),
        ({"AgreementStatus": "Draft"}, 1, 1),
        ({"AgreementStatus": "Not needed"}, 0, 0),
        ({}, 0, 0),
        ({"AgreementStatus": "Signed", "AgreementEnds": date(2026, 6, 29)}, 1, 1),
        ({"AgreementStatus": "Signed", "AgreementEnds": date(2026, 6, 30)}, 0, 1),
        ({"AgreementStatus": "Draft", "JoinedDate": date(2026, 4, 1)}, 1, 1),
        ({"AgreementStatus": "Draft", "JoinedDate": date(2026, 4, 2)}, 0, 0),  # a newcomer (R22)
        ({"AgreementStatus": "Draft", "Role": "Supporting"}, 0, 0),
    ],
)
def test_core_partners_without_an_agreement_in_force(cells: Row, part: int, whole: int) -> None:
    reading = agreements.core_unsigned(look(cells))

    assert (reading.part, reading.whole) == (part, whole)


@pytest.mark.parametrize(
    ("cells", "part", "whole"),
    [
        ({"AgreementStatus": "Draft", "AgreementDate": date(2026, 6, 1)}, 0, 2),  # not signed
        ({"AgreementStatus": "Not needed", "AgreementDate": date(2026, 6, 1)}, 0, 1),
        ({"AgreementDate": date(2026, 6, 1)}, 0, 1),
        ({"AgreementStatus": "Signed", "AgreementDate": date(2026, 6, 1)}, 1, 2),
        (
            {"AgreementStatus": "Signed", "AgreementDate": date(2026, 6, 1), "JoinedDate": date(2026, 4, 2)},
            0,
            1,
        ),
    ],
)
def test_who_could_have_signed_lately(cells: Row, part: int, whole: int) -> None:
    old: Row = {"AgreementStatus": "Signed", "AgreementDate": date(2020, 1, 1)}

    reading = agreements.new_agreements(look(cells, old))

    assert (reading.part, reading.whole) == (part, whole)


# --- vision and launch (R97, R100, R102, R120) ----------------------------------------------------


@pytest.mark.parametrize(
    ("form", "agreed"),
    [
        ({}, None),
        ({"VisionAgreedDate": date(2026, 6, 30)}, None),
        ({"VisionAgreed": "Yes"}, 1),
        ({"VisionAgreed": "Yes", "VisionAgreedDate": date(2026, 6, 30)}, 1),
        ({"VisionAgreed": "Yes", "VisionAgreedDate": date(2026, 7, 1)}, 0),
        ({"VisionAgreed": "No"}, 0),
        ({"VisionAgreed": "No", "VisionAgreedDate": date(2026, 6, 30)}, 0),
        ({"VisionAgreed": "In work"}, 0),
    ],
)
def test_the_vision_is_agreed_or_open(form: Row, agreed: int | None) -> None:
    view = look(form=form)

    assert agreements.vision_agreed(view).value == agreed
    assert agreements.vision_open(view).value == (None if agreed is None else 1 - agreed)


@pytest.mark.parametrize(
    ("said", "agreed_on", "launch", "fresh"),
    [
        (None, None, None, None),
        ("Yes", None, None, None),
        ("Yes", date(2026, 1, 1), None, 1),
        (None, date(2026, 1, 1), None, 1),
        ("Yes", date(2025, 6, 30), None, 1),
        ("Yes", date(2025, 6, 29), None, 0),
        ("Yes", date(2026, 6, 30), None, 1),
        ("Yes", date(2026, 7, 1), None, 0),
        ("No", None, None, 0),
        ("In work", None, None, 0),
        ("In work", date(2026, 1, 1), None, 0),
        ("No", date(2026, 1, 1), None, 0),
        ("In work", None, date(2026, 1, 1), 1),
        ("Yes", None, date(2025, 6, 29), 0),
        ("Yes", date(2020, 1, 1), date(2025, 6, 30), 1),
    ],
)
def test_agreed_or_launched_within_12_months(
    said: str | None, agreed_on: date | None, launch: date | None, fresh: int | None
) -> None:
    form: Row = {"VisionAgreed": said, "VisionAgreedDate": agreed_on, "LaunchDate": launch}

    assert agreements.fresh_start(look(form=form)).value == fresh


@pytest.mark.parametrize(
    ("day", "months"),
    [(None, None), (date(2026, 3, 30), 3), (date(2026, 6, 30), 0), (date(2026, 8, 30), 0)],
)
def test_months_since_the_initiative_began(day: date | None, months: int | None) -> None:
    assert agreements.age(look(form={"StartDate": day})).value == months


@pytest.mark.parametrize(
    ("day", "yes"), [(None, None), (date(2026, 6, 30), 1), (date(2026, 7, 1), 0), (date(2020, 1, 1), 1)]
)
def test_the_initiative_is_launched(day: date | None, yes: int | None) -> None:
    assert agreements.launched(look(form={"LaunchDate": day})).value == yes


@pytest.mark.parametrize(
    ("day", "yes"),
    [
        (None, None),
        (date(2025, 6, 30), 1),
        (date(2025, 6, 29), 0),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 1), 0),
    ],
)
def test_the_vision_was_read_again(day: date | None, yes: int | None) -> None:
    assert agreements.vision_reread(look(form={"VisionRereadDate": day})).value == yes


def test_a_facilitator_and_a_coordinator_from_the_industry() -> None:
    assert agreements.facilitator(look(form={"Facilitator": "Ann"})).value == 1
    assert agreements.facilitator(look()).value is None
    for said, yes in (("Yes", 1), ("No", 0), (None, None)):
        view = look(form={"CoordinatorIndustryBackground": said})
        assert agreements.coordinator_background(view).value == yes


# --- the vision in a decision with employers (R120 T4) --------------------------------------------

AGREED: Row = {"VisionAgreedDate": date(2026, 6, 1)}
DECISION: Row = {"Category": "Strategy", "EmployersTookPart": "Yes", "Date": date(2026, 6, 1)}


@pytest.mark.parametrize(
    ("cells", "yes"),
    [
        ({}, 1),
        ({"Date": date(2026, 5, 2)}, 1),
        ({"Date": date(2026, 5, 1)}, 0),
        ({"Date": date(2026, 6, 30)}, 1),
        ({"Date": None}, 0),
        ({"Category": "Budget"}, 0),
        ({"EmployersTookPart": "No"}, 0),
    ],
)
def test_the_vision_was_decided_with_employers(cells: Row, yes: int) -> None:
    assert agreements.vision_decided(look(form=AGREED, Decisions=[{**DECISION, **cells}])).value == yes


def test_a_decision_after_the_end_has_not_been_taken() -> None:
    view = look(
        form={"VisionAgreedDate": date(2026, 6, 30)}, Decisions=[{**DECISION, "Date": date(2026, 7, 1)}]
    )

    assert agreements.vision_decided(view).value == 0


def test_a_vision_without_a_date_or_decisions_is_not_recorded() -> None:
    assert agreements.vision_decided(look(form=AGREED)).state is State.NOT_RECORDED
    assert agreements.vision_decided(look(Decisions=[DECISION])).state is State.NOT_RECORDED
