"""The records as they stood at the end of the period (R14 to R26)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.view import View, certain, filled

Row = dict[str, object]
END: Row = {"PeriodEnd": "2026-06-30"}


def look(form: Row | None = None, **sheets: object) -> View:
    return View(project(Initiative=END if form is None else form, **sheets), load_rules())


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def partners(*rows: Row) -> View:
    return look(
        Partners=[{"PartnerID": f"P{number}", "Role": "Core", **row} for number, row in enumerate(rows)]
    )


# --- the period (R15, R16, R18, R19) ------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "start", "end"),
    [
        ({"PeriodEnd": "2026-06-30"}, "2025-07-01", "2026-06-30"),
        ({"PeriodEnd": "2026-06-30", "PreparedOn": "2026-09-01"}, "2025-07-01", "2026-06-30"),
        ({"PreparedOn": "2026-02-28"}, "2025-03-01", "2026-02-28"),
        ({"PeriodStart": "2026-01-01", "PeriodEnd": "2026-06-30"}, "2026-01-01", "2026-06-30"),
    ],
)
def test_the_period(form: Row, start: str, end: str) -> None:
    view = look(form)

    assert (view.dated, view.start, view.end) == (True, day(start), day(end))


def test_without_any_end_there_is_no_period() -> None:
    view = look({"StartDate": "2026-01-01"})

    assert (view.dated, view.young) == (False, False)
    assert date.fromordinal(view.end).year == 9000


def test_the_previous_period_has_the_same_number_of_days() -> None:
    view = look({"PeriodStart": "2026-01-01", "PeriodEnd": "2026-01-31"})

    assert view.previous == (day("2025-12-01"), day("2025-12-31"))


@pytest.mark.parametrize(
    ("start", "young"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-07-01", True), ("2020-01-01", False), (None, False)],
)
def test_an_initiative_is_young_under_six_months(start: str | None, *, young: bool) -> None:
    assert look(END | {"StartDate": start}).young == young


def test_a_day_lies_in_the_period_or_within_some_months() -> None:
    view = look()
    days = pd.Series(
        [day(text) for text in ("2025-06-29", "2025-06-30", "2025-07-01", "2026-06-30", "2026-07-01")]
    )
    days = days.astype("Int64")

    assert view.in_period(days).tolist() == [False, False, True, True, False]
    assert view.within(days, 12).tolist() == [False, True, True, True, False]
    assert [view.lately(int(one)) for one in days] == [False, True, True, True, False]
    assert not view.lately(None)


def test_a_blank_day_lies_nobody_knows_where() -> None:
    view = look()
    days = pd.Series([pd.NA], dtype="Int64")

    assert view.in_period(days).isna().all()
    assert view.within(days, 12).isna().all()


# --- the form -----------------------------------------------------------------------------------


def test_fields_of_the_form() -> None:
    view = look(
        END | {"TargetPools": "Youth; Rural", "PlanUpdated": "2026-07-01", "LaunchDate": "2026-06-30"}
    )

    assert view.words("TargetPools") == ("Youth", "Rural")
    assert view.words("Sector") == ()
    assert view.day("PlanUpdated") == day("2026-07-01")
    assert (view.past("PlanUpdated"), view.past("LaunchDate")) == (None, day("2026-06-30"))
    assert (view.day("Sector"), view.past("StartDate")) == (None, None)


def test_rows_of_the_form_stand_where_its_labels_stand() -> None:
    view = look(END | {"Sector": "Care"})

    rows = list(view.cells("PeriodEnd"))

    assert len(rows) == 1
    assert rows[0].startswith("Initiative!")
    assert rows[0].rsplit("!", 1)[1].isdigit()


# --- partners (R21 to R24) ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "active"),
    [
        ({}, True),
        ({"Role": None}, True),
        ({"Role": "Supporting"}, True),
        ({"Role": "Invited"}, False),
        ({"Role": "Left"}, False),
        ({"JoinedDate": "2026-06-30"}, True),
        ({"JoinedDate": "2026-07-01"}, False),
        ({"LeftDate": "2026-06-30"}, False),
        ({"LeftDate": "2026-07-01"}, True),
    ],
)
def test_an_active_partner(cells: Row, *, active: bool) -> None:
    assert len(partners(cells).active) == int(active)


@pytest.mark.parametrize(
    ("joined", "settled"), [("2026-04-01", 1), ("2026-04-02", 0), (None, 1), ("2026-07-01", 0)]
)
def test_a_newcomer_joined_under_90_days_before_the_end(joined: str | None, settled: int) -> None:
    assert len(partners({"JoinedDate": joined}).settled) == settled


@pytest.mark.parametrize(
    ("cells", "employer"),
    [
        ({"PartnerType": "Employer"}, True),
        ({"PartnerType": "Employer association"}, True),
        ({"PartnerType": "Government"}, False),
        ({}, False),
        ({"PartnerType": "Employer", "Role": "Left"}, False),
    ],
)
def test_an_employer(cells: Row, *, employer: bool) -> None:
    assert len(partners(cells).employers) == int(employer)


@pytest.mark.parametrize(
    ("role", "core"),
    [
        ("Convener", 1),
        ("Co-convener", 1),
        ("Champion", 1),
        ("Core", 1),
        ("Supporting", 0),
        (None, 0),
        ("Left", 0),
    ],
)
def test_a_core_partner(role: str | None, core: int) -> None:
    assert len(partners({"Role": role}).core_partners) == core


def test_types_are_known_also_of_partners_who_left() -> None:
    view = partners({"PartnerType": "Employer", "Role": "Left"}, {})

    assert view.types == {"p0": "Employer"}


# --- the convener (R25, R26) --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "roles", "convener"),
    [
        ({"ConvenerOrg": "P1"}, ["Convener", "Core"], "p1"),
        ({}, ["Convener", "Core"], "p0"),
        ({}, ["Convener", "Convener"], None),
        ({}, ["Core", None], None),
    ],
)
def test_the_convener(form: Row, roles: list[str | None], convener: str | None) -> None:
    rows: list[Row] = [{"PartnerID": f"P{number}", "Role": role} for number, role in enumerate(roles)]

    assert look(END | form, Partners=rows).convener == convener


def test_conveners_are_the_convener_and_the_co_conveners() -> None:
    rows: list[Row] = [
        {"PartnerID": f"P{number}", "Role": role}
        for number, role in enumerate(["Convener", "Co-convener", "Core"])
    ]

    named = look(END | {"ConvenerOrg": "P2", "CoConveners": "Other Hub"}, Partners=rows)
    unknown = look(END, Partners=[{"PartnerID": "P0", "Role": "Core"}])

    assert named.conveners == {"p0", "p1", "p2", "outside:otherhub"}
    assert unknown.conveners == frozenset()


def test_organizations_are_called_by_their_names() -> None:
    view = look(Partners=[{"PartnerID": "P0", "PartnerName": "The Hub"}])

    assert (view.name_of("p0"), view.name_of("nobody")) == ("The Hub", "nobody")


# --- columns and rows ---------------------------------------------------------------------------


def test_filled_lists_have_an_entry() -> None:
    lists = pd.Series([("a",), ()], dtype=object)
    words = pd.Series(["a", pd.NA], dtype=pd.StringDtype("python"))

    assert filled(lists).tolist() == filled(words).tolist() == [True, False]


def test_what_is_unknown_is_not_certain() -> None:
    test = pd.Series([True, False, pd.NA], dtype="boolean")

    assert certain(test).tolist() == [True, False, False]


def test_rows_where_a_test_is_yes() -> None:
    view = partners({"PartnerType": "Employer"}, {"PartnerType": "Government"}, {})

    assert list(view.rows("Partners", view.partners["PartnerType"] == "Employer")) == ["Partners!2"]
    assert list(view.numbers("Partners", pd.Index([4, 2, 4]))) == ["Partners!2", "Partners!4"]


def test_a_log_exists_when_it_has_a_record() -> None:
    view = look(Decisions=[{"Title": "One"}])

    assert (view.exists("Decisions"), view.exists("Meetings")) == (True, False)
    assert view.year_start == day("2025-06-30")


def test_months_are_counted_from_the_rules() -> None:
    assert Fraction(load_rules().months["year"]) == 12
