"""Who decides, and how differences are dealt with (P3, Norming, Storming)."""

from __future__ import annotations

import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.measures.base import count, in_use, listed, measure, share, unused
from partnerxl.core.readings import Fact, Reading, not_recorded
from partnerxl.core.view import View, certain, filled

UNNOTED = "Not recorded"


@measure("share", "convener together employers group funder not_noted counted")
def alone_share(view: View) -> Reading:
    """Strategic decisions the convener took alone, among those that say who decided (R56, R57).

    Read from Decisions; without that log, from milestones, plan changes and program entries on Progress.
    """
    if view.exists("Decisions"):
        return _alone(view, "Decisions", strategic(view), "strategic decisions")
    frame = view.frame("Progress")
    planned = frame["Kind"].isin(view.rules.words["decided kinds"]) | filled(frame["ProgramID"])
    return _alone(view, "Progress", frame[certain(planned)], "milestones, plan changes and program entries")


def _alone(view: View, sheet: str, frame: Frame, counted: str) -> Reading:
    decided = _noted(frame["DecidedBy"])
    times = decided.value_counts()
    facts: dict[str, Fact] = {
        "convener": None if view.convener is None else view.name_of(view.convener),
        "together": int(times.get("Full partnership", 0)),
        "employers": int(times.get("Employers", 0)),
        "group": sum(int(times.get(group, 0)) for group in view.rules.words["deciding groups"]),
        "funder": int(times.get("Funder", 0)),
        "not_noted": int(decided.isna().sum()) or None,
        "counted": counted,
    }
    return share(view, sheet, decided == "Convener alone", **facts)


def in_period(view: View) -> Frame:
    """Decisions of all categories taken in the period."""
    frame = view.frame("Decisions")
    return frame[certain(view.in_period(frame["Date"]))]


def strategic(view: View) -> Frame:
    """Strategic decisions of the period (R56)."""
    frame = in_period(view)
    return frame[frame["Category"].isin(view.rules.words["strategic categories"])]


def _noted(column: pd.Series) -> pd.Series:
    """The column with "Not recorded" as a blank."""
    return column.mask(certain(column == UNNOTED))


@measure("share", "not_noted")
def emp_part_share(view: View) -> Reading:
    """Strategic decisions in which employers took part, among those that say Yes or No (R58)."""
    part = _noted(strategic(view)["EmployersTookPart"])
    return share(view, "Decisions", part == "Yes", not_noted=int(part.isna().sum()))


@measure("share")
def dec_notrec(view: View) -> Reading:
    """Strategic decisions that do not say who decided, among all strategic decisions (R58)."""
    return share(view, "Decisions", ~filled(_noted(strategic(view)["DecidedBy"])))


@measure("share")
def disagreement(view: View) -> Reading:
    """Decisions of the period in which someone disagreed, among those that say (R106).

    Recorded when at least 65 % of the decisions in the period say.
    """
    return _when_known_enough(view, _raised(view, in_period(view)))


@measure("share")
def contested(view: View) -> Reading:
    """Decisions of the period that were disagreed with or reopened, among those that say (R110).

    Recorded when at least 65 % of the decisions in the period say, and Reopened is in use.
    """
    frame = in_period(view)
    if unused(frame["Reopened"]):
        return not_recorded()
    return _when_known_enough(view, _raised(view, frame) | certain(frame["Reopened"]))


def _raised(view: View, frame: Frame) -> pd.Series:
    """Three-valued: did someone disagree?"""
    known = _noted(frame["Disagreement"])
    raised = known.isin(view.rules.words["raised differences"]).astype("boolean")
    return raised.where(known.notna())


def _when_known_enough(view: View, test: pd.Series) -> Reading:
    reading = share(view, "Decisions", test)
    if test.notna().sum() < view.rules.shares["disagreement known"] * len(test):
        return not_recorded(reading.rows)
    return reading


@measure("count", "names")
def open_differences(view: View) -> Reading:
    """Decisions with a difference that has been open for more than 60 days, whole record (R112).

    It proves looking when at least one decision says whether someone disagreed.
    """
    frame = view.frame("Decisions")
    frame = frame[~certain(frame["Date"] > view.end)]
    known = _noted(frame["Disagreement"])
    test = (known == "Raised and open") & (view.end - frame["Date"] > view.rules.days["open difference"])
    titles = listed(frame[test]["Title"])
    return count(view, "Decisions", test, looked=in_use(known), names=titles)
