"""Agreements, vision and launch (Forming, Norming, tips)."""

from __future__ import annotations

from fractions import Fraction

from partnerxl.core.calendar import months_between
from partnerxl.core.frames import Frame
from partnerxl.core.measures.base import answer, measure, share, unused, value
from partnerxl.core.readings import Reading, not_recorded
from partnerxl.core.view import View, certain


def _asked(frame: Frame) -> Frame:
    """Partners with an agreement status for whom an agreement is needed."""
    return frame[certain(frame["AgreementStatus"] != "Not needed")]


@measure("share")
def core_unsigned(view: View) -> Reading:
    """Core partners, newcomers left out, without a signed agreement in force (R96)."""
    core = view.core_partners
    asked = _asked(core[~view.newcomers(core)])
    ended = certain(asked["AgreementEnds"] < view.end)
    return share(view, "Partners", (asked["AgreementStatus"] != "Signed") | ended)


@measure("share")
def new_agreements(view: View) -> Reading:
    """Active partners, newcomers left out, who signed an agreement lately (R101)."""
    asked = _asked(view.settled)
    signed = certain(asked["AgreementStatus"] == "Signed")
    if unused(asked[signed]["AgreementDate"]):
        return not_recorded()
    days = view.end - asked["AgreementDate"]
    lately = certain((days >= 0) & (days <= view.rules.days["signed lately"]))
    return share(view, "Partners", signed & lately)


@measure("yes or no")
def vision_open(view: View) -> Reading:
    """1 while the vision is not agreed, 0 once it is (R97)."""
    agreed = _agreed(view)
    rows = view.cells("VisionAgreed", "VisionAgreedDate")
    return not_recorded(rows) if agreed is None else answer(yes=not agreed, rows=rows)


@measure("yes or no")
def vision_agreed(view: View) -> Reading:
    """1 once the vision is agreed (R120 T4)."""
    agreed = _agreed(view)
    rows = view.cells("VisionAgreed", "VisionAgreedDate")
    return not_recorded(rows) if agreed is None else answer(yes=agreed, rows=rows)


def _agreed(view: View) -> bool | None:
    """Whether the vision was agreed by the end of the period; None when not recorded."""
    said = view.field("VisionAgreed")
    if said is None:
        return None
    day = view.day("VisionAgreedDate")
    return said == "Yes" and (day is None or day <= view.end)


@measure("yes or no")
def fresh_start(view: View) -> Reading:
    """1 when the vision was agreed or the initiative launched within the last 12 months (R102)."""
    still_open = view.field("VisionAgreed") in view.rules.words["open vision"]
    days = [view.day("LaunchDate"), None if still_open else view.day("VisionAgreedDate")]
    rows = view.cells("VisionAgreed", "VisionAgreedDate", "LaunchDate")
    if not still_open and days == [None, None]:
        return not_recorded(rows)
    return answer(yes=any(view.lately(day) for day in days), rows=rows)


@measure("months")
def age(view: View) -> Reading:
    """Months since the initiative began; 0 before it begins (R100)."""
    start = view.day("StartDate")
    rows = view.cells("StartDate")
    return (
        not_recorded(rows)
        if start is None
        else value(max(months_between(start, view.end), Fraction(0)), rows)
    )


# --- tips -----------------------------------------------------------------------------------------


@measure("yes or no")
def launched(view: View) -> Reading:
    """1 once the initiative is launched (R120 T3)."""
    day = view.day("LaunchDate")
    rows = view.cells("LaunchDate")
    return not_recorded(rows) if day is None else answer(yes=day <= view.end, rows=rows)


@measure("share")
def launch_agreements(view: View) -> Reading:
    """Core partners of the time who signed an agreement around the launch (R120 T3)."""
    launch = view.day("LaunchDate")
    if launch is None:
        return not_recorded()
    near = view.rules.days["around launch"]
    core = view.core_partners
    early = ~certain(core["JoinedDate"] > launch + near)
    asked = core[early & ~certain(core["AgreementStatus"] == "Not needed")]
    if unused(asked["AgreementDate"]):
        return not_recorded()
    signed = (asked["AgreementDate"] - launch).abs() <= near
    return share(view, "Partners", certain(signed & (asked["AgreementDate"] <= view.end)))


@measure("yes or no")
def vision_decided(view: View) -> Reading:
    """1 when employers took part in a strategy decision around the day the vision was agreed (R120 T4)."""
    day = view.day("VisionAgreedDate")
    if day is None or not view.exists("Decisions"):
        return not_recorded()
    frame = view.frame("Decisions")
    near = (frame["Date"] - day).abs() <= view.rules.days["around vision"]
    shared = (frame["Category"] == "Strategy") & (frame["EmployersTookPart"] == "Yes")
    rows = view.rows("Decisions", shared & near & (frame["Date"] <= view.end))
    return answer(yes=len(rows) > 0, rows=rows)


@measure("yes or no")
def vision_reread(view: View) -> Reading:
    """1 when the vision was read again within the last 12 months (R120 T9)."""
    day = view.day("VisionRereadDate")
    rows = view.cells("VisionRereadDate")
    return not_recorded(rows) if day is None else answer(yes=view.lately(day), rows=rows)


@measure("yes or no")
def facilitator(view: View) -> Reading:
    """1 when a facilitator is named (R120 T9)."""
    rows = view.cells("Facilitator")
    return not_recorded(rows) if view.field("Facilitator") is None else answer(yes=True, rows=rows)


@measure("yes or no")
def coordinator_background(view: View) -> Reading:
    """1 when the coordinator has worked in the industry (R120 T10)."""
    said = view.field("CoordinatorIndustryBackground")
    rows = view.cells("CoordinatorIndustryBackground")
    return not_recorded(rows) if said is None else answer(yes=said is True, rows=rows)
