"""Every measure offers to sentences what it declares, and only plain values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import change, decisions, employers, initiatives, meetings, workers
from partnerxl.core.measures.base import MEASURES, Measure
from partnerxl.core.view import View

MODULES = {module.__name__ for module in (change, decisions, employers, initiatives, meetings, workers)}
OURS = [found for found in MEASURES.values() if found.read.__module__ in MODULES]
PLAIN = (str, int, Fraction, date, type(None))
DAY = {"Date": "2026-03-01"}
SHEETS: dict[str, object] = {
    "Initiative": {
        "PeriodEnd": "2026-06-30",
        "StartDate": "2024-01-01",
        "ConvenerOrg": "P1",
        "ConvenerRoleDoc": "MOU",
        "LandscapeScanDate": "2026-01-01",
        "PlanUpdated": "2026-01-01",
    },
    "Partners": [
        {
            "PartnerID": f"P{number}",
            "PartnerType": "Employer",
            "Role": "Core",
            "ConvenerSeenAs": "P1",
            "EngagementLevel": 5,
            "OtherSameSectorInitiative": "No",
        }
        for number in range(1, 6)
    ],
    "Decisions": [
        {
            **DAY,
            "Category": "Strategy",
            "DecidedBy": "Funder",
            "EmployersTookPart": "Yes",
            "Disagreement": "None",
            "Reopened": "No",
            "MeetingID": "M1",
        },
    ],
    "Meetings": [
        {
            "MeetingID": f"M{number}",
            "Date": f"2026-0{number}-01",
            "Type": "Review",
            "AgendaSetBy": "Jointly",
            "LearningItem": "Yes",
        }
        for number in range(1, 5)
    ],
    "Attendance": [
        {"MeetingID": f"M{number}", "PartnerID": "P2", "Present": "Yes"} for number in range(1, 5)
    ],
    "EmployerInput": [{**DAY, "PartnerID": "P1", "Method": "Survey", "Stage": "Plan", "ProgramID": "A"}],
    "Programs": [
        {
            "ProgramID": "A",
            "StartDate": "2025-01-01",
            "LastReviewDate": "2026-01-01",
            "Enrolled": 20,
            "Completed": 10,
            "RelatedPlaced": 5,
            "PrevRelatedRate": 0.5,
            "DemandNow": "Steady",
        },
    ],
    "LaborPools": [
        {
            "Pool": "Youth",
            "TargetNumber": 9,
            "RecruitedNumber": 5,
            "Relationship": "Agreement",
            "NeedSource": "Assumed",
        },
    ],
    "Landscape": [{"OtherInitiative": "Bright", "SectorOverlap": "Related"}],
    "IndustryChanges": [
        {
            "NotedDate": "2026-01-02",
            "Significance": "High",
            "Direction": "Demand up",
            "ResponseType": "Added",
        },
    ],
}


@pytest.mark.parametrize("found", OURS, ids=lambda found: found.name)
def test_a_recorded_measure_offers_the_facts_it_declares(found: Measure) -> None:
    reading = found.read(View(project(**SHEETS), load_rules()))

    assert reading.recorded
    assert set(reading.facts) == set(found.facts)
    for fact in reading.facts.values():
        assert isinstance(fact, PLAIN) or all(isinstance(word, str) for word in fact)


@pytest.mark.parametrize("found", OURS, ids=lambda found: found.name)
def test_a_measure_of_an_empty_workbook_is_not_recorded(found: Measure) -> None:
    reading = found.read(View(project(Initiative={"PeriodEnd": "2026-06-30"}), load_rules()))

    assert reading.recorded == (found.name in {"supporting_role", "usefulness"})


@pytest.mark.parametrize("found", OURS, ids=lambda found: found.name)
def test_a_measure_explains_itself(found: Measure) -> None:
    assert found.explanation.endswith(".")
    assert "(R" in str(found.read.__doc__)
    assert "(R" not in found.explanation
