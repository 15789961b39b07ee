"""Other initiatives in the same region and sector, and who is seen as convener (P1, P2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd

from partnerxl.core.calendar import months_between
from partnerxl.core.frames import Frame
from partnerxl.core.matching import clean
from partnerxl.core.measures.base import answer, count, listed, measure, names, share, value
from partnerxl.core.readings import Fact, Reading, not_recorded
from partnerxl.core.view import View, certain, filled


@measure("count", "names scan_date scan_result relationship months_before")
def other_unagreed(view: View) -> Reading:
    """Other initiatives in our sector and region that began before ours, with nothing agreed (R48, R49).

    Read from Landscape; without that log, distinct names of other initiatives on Partners.
    It proves looking when Landscape scan date is filled.
    """
    scanned = view.past("LandscapeScanDate") is not None
    if view.exists("Landscape"):
        return replace(_from_landscape(view, looked=scanned), flips=True)
    none_found = view.field("LandscapeScanResult") == "None found"
    return _from_partners(view, looked=scanned and none_found)


def _from_landscape(view: View, *, looked: bool) -> Reading:
    frame = view.frame("Landscape")
    test = _same_ground(view, frame) & _began_before(view, frame["StartDate"])
    test &= (
        frame["Relationship"]
        .isin(view.rules.words["nothing agreed"])
        .astype("boolean")
        .where(filled(frame["Relationship"]))
    )
    found = frame[certain(test)]
    facts = _facts(view, found["OtherInitiative"], found["StartDate"])
    facts["relationship"] = listed(found["Relationship"])
    return count(view, "Landscape", test, looked=looked, **facts)


def _from_partners(view: View, *, looked: bool) -> Reading:
    active = view.active
    named = filled(active["OtherInitiativeName"])
    test = (active["OtherSameSectorInitiative"] == "Yes") & named.where(named)
    test &= _began_before(view, active["OtherInitiativeStart"])
    found = active[certain(test)]
    facts = _facts(view, found["OtherInitiativeName"], found["OtherInitiativeStart"])
    reading = count(view, "Partners", test, looked=looked, **facts)
    if not reading.recorded:
        return reading
    distinct = {clean(name) for name in found["OtherInitiativeName"]}
    return replace(reading, value=Fraction(len(distinct)))


def _same_ground(view: View, frame: Frame) -> pd.Series:
    region = frame["RegionOverlap"]
    overlaps = region.isin(view.rules.words["overlapping regions"]).astype("boolean").where(filled(region))
    return (frame["SectorOverlap"] == "Same") & overlaps


def _began_before(view: View, starts: pd.Series) -> pd.Series:
    ours = view.day("StartDate")
    return (starts < (pd.NA if ours is None else ours)) & (starts <= view.end)


def _facts(view: View, other: pd.Series, starts: pd.Series) -> dict[str, Fact]:
    ours = view.day("StartDate")
    first = starts.min() if len(starts) else pd.NA
    scan = view.past("LandscapeScanDate")
    return {
        "names": listed(other),
        "scan_date": None if scan is None else date.fromordinal(scan),
        "scan_result": str(view.field("LandscapeScanResult") or "nothing written down"),
        "relationship": "not recorded",
        "months_before": None if ours is None or pd.isna(first) else months_between(int(first), ours),
    }


@measure("share")
def partner_overlap(view: View) -> Reading:
    """Active partners in another initiative of the sector, among those who said Yes or No (R50)."""
    test = view.active["OtherSameSectorInitiative"] == "Yes"
    return _answered(share(view, "Partners", test), len(view.active))


@measure("months", "date")
def scan_age(view: View) -> Reading:
    """Months since someone last looked for other initiatives (R51)."""
    return months_since(view, "LandscapeScanDate")


def months_since(view: View, name: str) -> Reading:
    """Months from a date of the Initiative form to the end of the period; blank or later is not recorded."""
    day = view.past(name)
    if day is None:
        return not_recorded(view.cells(name))
    return value(months_between(day, view.end), view.cells(name), date=date.fromordinal(day))


@measure("yes or no", "names")
def supporting_role(view: View) -> Reading:
    """We support an initiative that industry recognizes in our sector and region (R55)."""
    frame = view.frame("Landscape")
    recognized = certain((frame["IndustryRecognized"] == "Yes") & _same_ground(view, frame))
    found = frame[recognized]["OtherInitiative"]
    yes = view.field("OurRole") == "Supporting" and bool(recognized.any())
    rows = view.cells("OurRole") + view.rows("Landscape", recognized)
    return answer(yes=yes, rows=rows, names=listed(found))


@measure("share", "convener others unsure")
def convener_agree(view: View) -> Reading:
    """Active partners who name our convener or a co-convener, among the others who answered (R52)."""
    asked = view.active[view.active["key"] != view.convener]
    return _seen_as(view, asked, ours=True)


@measure("share", "convener others unsure")
def employer_names_other(view: View) -> Reading:
    """Employers who name another organization as convener, among employers who answered (R53)."""
    asked = view.employers[view.employers["key"] != view.convener]
    return _seen_as(view, asked, ours=False)


def _seen_as(view: View, asked: Frame, *, ours: bool) -> Reading:
    if view.convener is None:
        return not_recorded()
    seen = asked["ConvenerSeenAs"]
    named_ours = seen.isin(view.conveners).astype("boolean").where(filled(seen))
    others = seen[certain(~named_ours)]
    unsure = set(view.records("Partners").unsure.get("ConvenerSeenAs", ())) & set(asked.index)
    facts: dict[str, Fact] = {
        "convener": view.name_of(view.convener),
        "others": names(view, others),
        "unsure": len(unsure),
    }
    reading = share(view, "Partners", named_ours if ours else ~named_ours, **facts)
    return _answered(reading, len(asked))


def _answered(reading: Reading, asked: int) -> Reading:
    """Blanks and "Don't know" lower the weight that counts as recorded (R34)."""
    if reading.whole is None or asked == 0:
        return reading
    return replace(reading, answered=reading.whole / asked)


@measure("yes or no", "document")
def role_not_written(view: View) -> Reading:
    """1 when Initiative says that no document states the convening role, 0 when it names one (R54)."""
    document = view.field("ConvenerRoleDoc")
    rows = view.cells("ConvenerRoleDoc")
    if document is None:
        return not_recorded(rows)
    none = clean(str(document)) in {clean(word) for word in view.rules.words["not written"]}
    return answer(yes=none, rows=rows, document=str(document))
