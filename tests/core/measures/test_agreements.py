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
