"""Agreements in the period and around the launch (R101, R120 T3)."""

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


def look(*partners: Row) -> View:
    rows = [{"PartnerID": f"P{at}", "Role": "Core", **cells} for at, cells in enumerate(partners)]
    return View(project(Initiative=END, Partners=rows), load_rules())


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


# --- answers of the Initiative form (R97, R100, R102, R120) -----------------------------------------


def form(**answers: object) -> View:
    return View(project(Initiative={"PeriodEnd": date(2026, 6, 30), **answers}), load_rules())


NEAR, OLD, LATER = date(2026, 6, 30), date(2025, 6, 29), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("answers", "still_open"),
    [
        ({"VisionAgreed": "No"}, 1),
        ({"VisionAgreed": "In work"}, 1),
        ({"VisionAgreed": "Yes"}, 0),
        ({"VisionAgreed": "Yes", "VisionAgreedDate": NEAR}, 0),
        ({"VisionAgreed": "Yes", "VisionAgreedDate": LATER}, 1),
        ({"VisionAgreed": "No", "VisionAgreedDate": OLD}, 1),
        ({}, None),
        ({"VisionAgreedDate": OLD}, None),
    ],
)
def test_the_vision_is_open_until_it_is_agreed(answers: Row, still_open: int | None) -> None:
    closed = None if still_open is None else 1 - still_open

    assert agreements.vision_open(form(**answers)).known == still_open
    assert agreements.vision_agreed(form(**answers)).known == closed


@pytest.mark.parametrize(
    ("answers", "fresh"),
    [
        ({"VisionAgreed": "Yes", "VisionAgreedDate": date(2025, 6, 30)}, 1),
        ({"VisionAgreed": "Yes", "VisionAgreedDate": OLD}, 0),
        ({"VisionAgreedDate": NEAR}, 1),
        ({"VisionAgreedDate": LATER}, 0),
        ({"VisionAgreed": "In work", "VisionAgreedDate": NEAR}, 0),
        ({"VisionAgreed": "No"}, 0),
        ({"LaunchDate": NEAR}, 1),
        ({"LaunchDate": OLD}, 0),
        ({"LaunchDate": NEAR, "VisionAgreed": "No"}, 1),
        ({"LaunchDate": OLD, "VisionAgreedDate": NEAR}, 1),
        ({"VisionAgreed": "Yes"}, None),
        ({}, None),
    ],
)
def test_a_start_is_fresh_within_twelve_months(answers: Row, fresh: int | None) -> None:
    assert agreements.fresh_start(form(**answers)).known == fresh


@pytest.mark.parametrize(
    ("start", "months"),
    [(date(2025, 6, 30), 12), (date(2026, 6, 30), 0), (date(2026, 9, 30), 0), (None, None)],
)
def test_the_age_of_the_initiative(start: date | None, months: int | None) -> None:
    assert agreements.age(form(StartDate=start)).known == months


@pytest.mark.parametrize(("day", "yes"), [(NEAR, 1), (OLD, 1), (LATER, 0), (None, None)])
def test_a_launch_counts_once_it_has_happened(day: date | None, yes: int | None) -> None:
    assert agreements.launched(form(LaunchDate=day)).known == yes


@pytest.mark.parametrize(
    ("day", "yes"), [(NEAR, 1), (date(2025, 6, 30), 1), (OLD, 0), (LATER, 0), (None, None)]
)
def test_the_vision_was_read_again_within_twelve_months(day: date | None, yes: int | None) -> None:
    assert agreements.vision_reread(form(VisionRereadDate=day)).known == yes


def test_a_facilitator_is_named_or_not_recorded() -> None:
    assert agreements.facilitator(form(Facilitator="Ana Diaz")).known == 1
    assert agreements.facilitator(form()).known is None


@pytest.mark.parametrize(("said", "yes"), [("Yes", 1), ("No", 0), (None, None)])
def test_the_background_of_the_coordinator(said: str | None, yes: int | None) -> None:
    assert agreements.coordinator_background(form(CoordinatorIndustryBackground=said)).known == yes


# --- agreements in force (R96) ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "unsigned"),
    [
        ({"AgreementStatus": "Signed"}, (0, 1)),
        ({"AgreementStatus": "Signed", "AgreementEnds": date(2026, 6, 30)}, (0, 1)),
        ({"AgreementStatus": "Signed", "AgreementEnds": date(2026, 6, 29)}, (1, 1)),
        ({"AgreementStatus": "Draft"}, (1, 1)),
        ({"AgreementStatus": "Not needed"}, (0, 0)),
        ({}, (0, 0)),
        ({"AgreementStatus": "Draft", "Role": "Supporting"}, (0, 0)),
        ({"AgreementStatus": "Draft", "JoinedDate": date(2026, 6, 1)}, (0, 0)),
        ({"AgreementStatus": "Draft", "JoinedDate": date(2026, 1, 1)}, (1, 1)),
    ],
)
def test_core_partners_without_an_agreement_in_force(cells: Row, unsigned: tuple[int, int]) -> None:
    reading = agreements.core_unsigned(look(cells))

    assert (reading.part, reading.whole) == unsigned


@pytest.mark.parametrize(
    ("cells", "counted"),
    [
        ({"AgreementStatus": "Signed", "AgreementDate": NEAR}, (1, 2)),
        ({"AgreementStatus": "Draft", "AgreementDate": NEAR}, (0, 2)),
        ({"AgreementStatus": "Not needed", "AgreementDate": NEAR}, (0, 1)),
        ({"AgreementDate": NEAR}, (0, 1)),
        ({"AgreementStatus": "Signed", "AgreementDate": NEAR, "JoinedDate": NEAR}, (0, 1)),
    ],
)
def test_new_agreements_count_partners_that_need_one(cells: Row, counted: tuple[int, int]) -> None:
    old: Row = {"AgreementStatus": "Signed", "AgreementDate": date(2020, 1, 1)}
    reading = agreements.new_agreements(look(cells, old))

    assert (reading.part, reading.whole) == counted


@pytest.mark.parametrize(
    ("cells", "counted"),
    [
        ({"AgreementStatus": "Not needed"}, (1, 1)),
        ({"JoinedDate": date(2026, 4, 2)}, (1, 1)),  # joined more than 90 days after the launch
        ({"JoinedDate": date(2026, 4, 1)}, (1, 2)),
        ({"Role": "Supporting"}, (1, 1)),
        ({}, (1, 2)),
    ],
)
def test_agreements_around_the_launch_are_asked_of_core_partners_of_the_time(
    cells: Row, counted: tuple[int, int]
) -> None:
    signed: Row = {"AgreementStatus": "Signed", "AgreementDate": date(2026, 1, 1)}
    reading = agreements.launch_agreements(look(cells, signed))

    assert (reading.part, reading.whole) == counted


@pytest.mark.parametrize(("day", "signed"), [(date(2026, 6, 30), 1), (date(2026, 7, 1), 0)])
def test_an_agreement_after_the_period_has_not_been_signed_yet(day: date, signed: int) -> None:
    late = View(
        project(
            Initiative=END | {"LaunchDate": date(2026, 6, 1)},
            Partners=[{"PartnerID": "P1", "Role": "Core", "AgreementDate": day}],
        ),
        load_rules(),
    )

    assert agreements.launch_agreements(late).part == signed


def test_without_a_launch_no_agreement_is_around_it() -> None:
    view = View(
        project(Initiative={"PeriodEnd": NEAR}, Partners=[{"Role": "Core", "AgreementDate": NEAR}]),
        load_rules(),
    )

    assert agreements.launch_agreements(view).state is State.NOT_RECORDED


# --- the vision and employers (R120 T4) -------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "yes"),
    [
        ({}, 1),
        ({"Date": date(2026, 4, 30)}, 1),
        ({"Date": date(2026, 5, 1)}, 0),
        ({"Date": date(2026, 3, 1)}, 1),
        ({"Date": date(2026, 2, 28)}, 0),
        ({"Date": None}, 0),
        ({"Category": "Budget"}, 0),
        ({"EmployersTookPart": "No"}, 0),
        ({"EmployersTookPart": None}, 0),
    ],
)
def test_the_vision_was_decided_with_employers(cells: Row, yes: int) -> None:
    decision = {"Date": date(2026, 4, 1), "Category": "Strategy", "EmployersTookPart": "Yes"} | cells
    form = {"PeriodEnd": NEAR, "VisionAgreedDate": date(2026, 3, 31)}
    view = View(project(Initiative=form, Decisions=[decision]), load_rules())

    assert agreements.vision_decided(view).known == yes


@pytest.mark.parametrize(("day", "taken"), [(NEAR, 1), (LATER, 0)])
def test_a_decision_after_the_period_has_not_been_taken_yet(day: date, taken: int) -> None:
    decision = {"Date": day, "Category": "Strategy", "EmployersTookPart": "Yes"}
    view = View(
        project(Initiative={"PeriodEnd": NEAR, "VisionAgreedDate": NEAR}, Decisions=[decision]), load_rules()
    )

    assert agreements.vision_decided(view).known == taken


def test_the_decision_on_the_vision_needs_its_day_and_the_log() -> None:
    decision = {"Date": NEAR, "Category": "Strategy", "EmployersTookPart": "Yes"}
    no_day = View(project(Initiative={"PeriodEnd": NEAR}, Decisions=[decision]), load_rules())

    assert agreements.vision_decided(no_day).known is None
    assert agreements.vision_decided(form(VisionAgreedDate=NEAR)).known is None
