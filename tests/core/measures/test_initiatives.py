"""Other initiatives, and who is seen as convener (R48 to R55)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import initiatives
from partnerxl.core.readings import State
from partnerxl.core.view import View

Row = dict[str, object]
FORM: Row = {"PeriodEnd": "2026-06-30", "StartDate": "2024-01-01", "LandscapeScanDate": "2026-01-01"}


def look(form: Row | None = None, **sheets: object) -> View:
    return View(project(Initiative=FORM | (form or {}), **sheets), load_rules())


def other(**cells: object) -> Row:
    known = {
        "SectorOverlap": "Same",
        "RegionOverlap": "Same",
        "StartDate": "2023-01-01",
        "Relationship": "None",
    }
    return {"OtherInitiative": "Med Forward", **known, **cells}


# --- other_unagreed (R48, R49) ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({}, 1),
        ({"RegionOverlap": "Partial"}, 1),
        ({"Relationship": "Talking"}, 1),
        ({"SectorOverlap": "Related"}, 0),
        ({"RegionOverlap": "None"}, 0),
        ({"Relationship": "Agreement"}, 0),
        ({"StartDate": "2024-01-01"}, 0),
        ({"StartDate": "2023-12-31"}, 1),
        ({"SectorOverlap": None}, None),
        ({"RegionOverlap": None}, None),
        ({"StartDate": None}, None),
        ({"Relationship": None}, None),
        ({"StartDate": None, "Relationship": "Merged"}, 0),
        ({"SectorOverlap": "Related", "Relationship": None}, 0),
    ],
)
def test_another_initiative_is_unagreed(cells: Row, value: int | None) -> None:
    reading = initiatives.other_unagreed(look(Landscape=[other(**cells)]))

    assert reading.value == value
    assert reading.recorded == (value is not None)


def test_an_unagreed_initiative_is_named_with_its_head_start() -> None:
    rows = [other(), other(OtherInitiative="Bright", StartDate="2023-07-01", Relationship="Talking")]

    reading = initiatives.other_unagreed(look(Landscape=rows))

    assert (reading.value, reading.flips, list(reading.rows)) == (2, True, ["Landscape!2", "Landscape!3"])
    assert reading.facts == {
        "names": ("Bright", "Med Forward"),
        "scan_date": date(2026, 1, 1),
        "scan_result": "nothing written down",
        "relationship": ("None", "Talking"),
        "months_before": Fraction(12),
    }


def test_no_start_of_our_own_leaves_it_open_who_began_first() -> None:
    reading = initiatives.other_unagreed(look({"StartDate": None}, Landscape=[other()]))

    assert reading.state is State.NOT_RECORDED


@pytest.mark.parametrize(("start", "value"), [("2026-06-30", 1), ("2026-07-01", 0)])
def test_an_initiative_that_begins_after_the_period_has_not_begun(start: str, value: int) -> None:
    form: Row = {"StartDate": "2027-01-01"}

    reading = initiatives.other_unagreed(look(form, Landscape=[other(StartDate=start)]))

    assert reading.value == value


@pytest.mark.parametrize("scan", [None, "2026-07-01"])
def test_without_a_scan_by_the_end_an_unagreed_initiative_counts_but_none_does_not(scan: str | None) -> None:
    found = initiatives.other_unagreed(look({"LandscapeScanDate": scan}, Landscape=[other()]))
    none = initiatives.other_unagreed(
        look({"LandscapeScanDate": scan}, Landscape=[other(SectorOverlap="Related")])
    )

    assert (found.value, none.state) == (1, State.NOT_RECORDED)
    assert found.facts["scan_date"] is None


def partner(**cells: object) -> Row:
    known = {"OtherSameSectorInitiative": "Yes", "OtherInitiativeStart": "2023-01-01"}
    return {"PartnerID": "P", "Role": "Core", "OtherInitiativeName": "Med Forward", **known, **cells}


def test_without_the_log_distinct_names_on_partners_count() -> None:
    rows = [
        partner(PartnerID="P1"),
        partner(PartnerID="P2", OtherInitiativeName="MED-FORWARD"),
        partner(PartnerID="P3", OtherInitiativeName="Bright"),
        partner(PartnerID="P4", OtherInitiativeName="Late", OtherInitiativeStart="2024-01-01"),
        partner(PartnerID="P5", OtherInitiativeName="Gone", Role="Left"),
        partner(PartnerID="P6", OtherInitiativeName="No", OtherSameSectorInitiative="No"),
    ]

    reading = initiatives.other_unagreed(look(Partners=rows))

    assert (reading.value, list(reading.rows)) == (2, ["Partners!2", "Partners!3", "Partners!4"])


@pytest.mark.parametrize(
    ("result", "cells", "recorded"),
    [
        ("None found", {"OtherSameSectorInitiative": "No"}, True),
        ("None found", {"OtherInitiativeStart": None}, False),
        ("None found", {"OtherInitiativeName": None}, False),
        ("None found", {"OtherSameSectorInitiative": None}, False),
        ("None found", {"OtherSameSectorInitiative": None, "OtherInitiativeStart": "2025-01-01"}, True),
        ("Not checked", {"OtherSameSectorInitiative": "No"}, False),
        (None, {"OtherSameSectorInitiative": "No"}, False),
    ],
)
def test_without_the_log_none_is_recorded_when_the_scan_found_none(
    result: str | None,
    cells: Row,
    *,
    recorded: bool,
) -> None:
    reading = initiatives.other_unagreed(look({"LandscapeScanResult": result}, Partners=[partner(**cells)]))

    assert reading.recorded == recorded
    assert reading.value == (0 if recorded else None)


def test_none_is_not_recorded_without_the_day_of_the_scan() -> None:
    found: Row = {"LandscapeScanDate": None, "LandscapeScanResult": "None found"}
    looked = look(found, Partners=[partner(OtherSameSectorInitiative="No")])

    assert initiatives.other_unagreed(looked).state is State.NOT_RECORDED


def test_what_the_scan_found_is_told() -> None:
    view = look({"LandscapeScanResult": "None found"}, Landscape=[other()])

    assert initiatives.other_unagreed(view).facts["scan_result"] == "None found"


# --- overlap and scan (R50, R51, R34) -----------------------------------------------------------


def test_partner_overlap_lowers_the_weight_by_partners_who_did_not_say() -> None:
    answers = ["Yes", "No", "No", "Don't know", None]
    rows: list[Row] = [{"PartnerID": n, "OtherSameSectorInitiative": word} for n, word in enumerate(answers)]
    rows.append({"PartnerID": "gone", "Role": "Left", "OtherSameSectorInitiative": "Yes"})

    reading = initiatives.partner_overlap(look(Partners=rows))

    assert (reading.part, reading.whole, reading.answered) == (1, 3, Fraction(3, 5))


def test_partner_overlap_without_partners_is_not_recorded() -> None:
    reading = initiatives.partner_overlap(look())

    assert (reading.state, reading.answered) == (State.NOT_RECORDED, 1)


def test_scan_age_is_the_months_since_the_scan() -> None:
    reading = initiatives.scan_age(look({"LandscapeScanDate": "2025-06-15"}))

    assert (reading.value, reading.facts) == (Fraction(25, 2), {"date": date(2025, 6, 15)})


@pytest.mark.parametrize("scan", [None, "2026-07-01"])
def test_scan_age_without_a_scan_by_the_end_is_not_recorded(scan: str | None) -> None:
    assert initiatives.scan_age(look({"LandscapeScanDate": scan})).state is State.NOT_RECORDED


# --- the supporting role (R55) ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "cells", "yes"),
    [
        ("Supporting", {}, 1),
        ("Supporting", {"RegionOverlap": "Partial"}, 1),
        ("Supporting", {"RegionOverlap": "None"}, 0),
        ("Supporting", {"SectorOverlap": "Related"}, 0),
        ("Supporting", {"IndustryRecognized": "No"}, 0),
        ("Supporting", {"IndustryRecognized": "Don't know"}, 0),
        ("Supporting", {"RegionOverlap": None}, 0),
        ("Convener", {}, 0),
        (None, {}, 0),
    ],
)
def test_supporting_role(role: str | None, cells: Row, yes: int) -> None:
    reading = initiatives.supporting_role(
        look({"OurRole": role}, Landscape=[other(**{"IndustryRecognized": "Yes", **cells})]),
    )

    assert reading.value == yes


def test_supporting_role_names_the_recognized_initiative() -> None:
    reading = initiatives.supporting_role(
        look({"OurRole": "Supporting"}, Landscape=[other(IndustryRecognized="Yes")])
    )

    assert reading.facts == {"names": ("Med Forward",)}


# --- who is seen as convener (R52, R53) ---------------------------------------------------------


def seen(**answers: str | None) -> list[Row]:
    """The convener Hub, the co-convener Duo and employers E1, E2, ... with what they say."""
    ours: list[Row] = [
        {"PartnerID": "Hub", "PartnerName": "The Hub", "Role": "Convener", "PartnerType": "Employer"},
        {"PartnerID": "Duo", "PartnerName": "The Duo", "Role": "Co-convener", "PartnerType": "Government"},
    ]
    return ours + [
        {"PartnerID": key, "PartnerType": "Employer", "ConvenerSeenAs": answer}
        for key, answer in answers.items()
    ]


def test_convener_agree_counts_convener_and_co_conveners() -> None:
    rows = seen(E1="Hub", E2="the duo", E3="Med Forward", E4="Don't know", E5=None)
    rows[0]["ConvenerSeenAs"] = "Hub"

    reading = initiatives.convener_agree(look(Partners=rows))

    assert (reading.part, reading.whole, reading.answered) == (2, 3, Fraction(3, 6))
    assert reading.facts == {"convener": "The Hub", "others": ("Med Forward",), "unsure": 1}


def test_only_partners_who_were_asked_can_be_unsure() -> None:
    rows = seen(E1="Don't know", E2="Hub")
    rows[0]["ConvenerSeenAs"] = "Don't know"  # the convener's own row

    assert initiatives.convener_agree(look(Partners=rows)).facts["unsure"] == 1


def test_employer_names_other_leaves_the_conveners_own_row_out() -> None:
    rows = seen(E1="Hub", E2="Med Forward", E3=None, E4="Bright")
    rows[0]["ConvenerSeenAs"] = "Med Forward"
    rows[1]["ConvenerSeenAs"] = "Med Forward"

    reading = initiatives.employer_names_other(look(Partners=rows))

    assert (reading.part, reading.whole, reading.answered) == (2, 3, Fraction(3, 4))
    assert list(reading.rows) == ["Partners!4", "Partners!5", "Partners!7"]
    assert reading.facts["others"] == ("Bright", "Med Forward")


def test_co_conveners_of_the_form_count_as_ours() -> None:
    view = look({"ConvenerOrg": "Hub", "CoConveners": "Med Forward"}, Partners=seen(E1="Med Forward"))

    assert initiatives.convener_agree(view).part == 1


@pytest.mark.parametrize("read", [initiatives.convener_agree, initiatives.employer_names_other])
def test_without_a_known_convener_answers_say_nothing(read: object) -> None:
    rows: list[Row] = [{"PartnerID": "E1", "PartnerType": "Employer", "ConvenerSeenAs": "Hub"}]

    reading = read(look(Partners=rows))  # type: ignore[operator]

    assert (reading.state, reading.size) == (State.NOT_RECORDED, None)


# --- the role in writing (R54) ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("document", "value"),
    [("None", 1), ("no", 1), ("Not written", 1), ("MOU of 2024", 0), ("Not written by us", 0), (None, None)],
)
def test_role_not_written(document: str | None, value: int | None) -> None:
    reading = initiatives.role_not_written(look({"ConvenerRoleDoc": document}))

    assert reading.value == value
    assert reading.recorded == (value is not None)


def test_the_document_is_named_as_typed() -> None:
    reading = initiatives.role_not_written(look({"ConvenerRoleDoc": "MOU of 2024"}))

    assert reading.facts == {"document": "MOU of 2024"}
    assert len(reading.rows) == 1
