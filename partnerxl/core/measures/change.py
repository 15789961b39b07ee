"""How the partnership answers change: industry changes, program reviews, the plan (P8, Performing)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.measures.base import (
    answer,
    count,
    exact_sum,
    in_use,
    joinable,
    listed,
    measure,
    ratio,
    share,
    share_of_keys,
    spelled,
    unused,
)
from partnerxl.core.measures.employers import latest_input
from partnerxl.core.measures.initiatives import months_since
from partnerxl.core.numbers import exact, total
from partnerxl.core.readings import Fact, Reading, not_recorded
from partnerxl.core.view import View, certain, filled, once

POINTS = 100


@dataclass(frozen=True)
class Changes:
    """Changes in the industry up to the end of the period (R85).

    Attributes:
        sheet: Where they stand: IndustryChanges, without that log Progress.
        frame: Their rows.
        noted: Day each was noticed, blank when not known.
        names: What each is called.
    """

    sheet: str
    frame: Frame
    noted: pd.Series
    names: pd.Series


@once
def changes(view: View) -> Changes:
    """Changes noted up to the end of the period, or at an unknown day (R85)."""
    found = _logged(view) if view.exists("IndustryChanges") else _on_progress(view)
    past = ~certain(found.noted > view.end)
    return replace(found, frame=found.frame[past], noted=found.noted[past], names=found.names[past])


def _logged(view: View) -> Changes:
    frame = view.frame("IndustryChanges")
    return Changes("IndustryChanges", frame, frame["NotedDate"], frame["Direction"].fillna(frame["ChangeID"]))


def _on_progress(view: View) -> Changes:
    frame = view.frame("Progress")
    frame = frame[certain(frame["Kind"] == "Industry change")]
    noted = frame["NotedDate"].fillna(frame["DueDate"]).fillna(frame["Period"])
    return Changes("Progress", frame, noted, frame["Title"].fillna(frame["Direction"]))


def is_answered(view: View, frame: Frame) -> pd.Series:
    """True for changes answered by the end of the period; a review without a change is an answer (R85)."""
    kind, day = frame["ResponseType"], frame["ResponseDate"]
    named = certain(kind != "None yet") & ~certain(day > view.end)
    return named | (kind.isna() & certain(day <= view.end))


@measure("count", "names noted answered median_days")
def open_high_changes(view: View) -> Reading:
    """Changes of high significance, noted more than 180 days ago and not answered (R86).

    It proves looking when a change was noted, or employer input given, within the last 12 months.
    """
    found = changes(view)
    old = view.end - found.noted > view.rules.days["old change"]
    test = ~is_answered(view, found.frame) & (found.frame["Significance"] == "High") & old
    looked = bool((found.noted >= view.year_start).any()) or view.lately(latest_input(view))
    names = listed(found.names[certain(test)])
    return count(view, found.sheet, test, looked=looked, names=names, **_facts(view))


@once
def _facts(view: View) -> dict[str, Fact]:
    found = changes(view)
    settled = is_answered(view, found.frame)
    days = (found.frame["ResponseDate"] - found.noted)[settled].dropna().clip(lower=0)
    return {
        "noted": len(found.frame),
        "answered": int(settled.sum()),
        "median_days": exact(days.median()) if len(days) else None,
    }


@measure("share", "noted answered median_days")
@once
def responded_share(view: View) -> Reading:
    """Changes of medium or high significance noted more than 90 days ago that were answered (R87)."""
    found = changes(view)
    matters = found.frame["Significance"].isin(view.rules.words["weighty changes"])
    old = certain(view.end - found.noted > view.rules.days["answerable change"])
    test = is_answered(view, found.frame)[matters & old]
    return share(view, found.sheet, test, **_facts(view))


@measure("yes or no")
def answered(view: View) -> Reading:
    """The plan was updated within the last 12 months, or every weighty change was answered (R116)."""
    updated = view.day("PlanUpdated")
    changed = responded_share(view)
    rows = view.cells("PlanUpdated") + changed.rows
    if updated is None and not changed.recorded:
        return not_recorded(rows)
    return answer(yes=view.lately(updated) or changed.value == 1, rows=rows)


# --- programs and the plan ----------------------------------------------------------------------


@once
def running(view: View) -> Frame:
    """Programs that are active, or do not say, and have begun or do not say when (R88)."""
    frame = view.frame("Programs")
    active = frame["Status"].isna() | certain(frame["Status"] == "Active")
    return frame[active & ~certain(frame["StartDate"] > view.end)]


def _reviews(view: View, programs: Frame) -> pd.Series:
    """Last review of each program; a review after the end of the period has not happened (R88)."""
    days = programs["LastReviewDate"]
    return days.mask(certain(days > view.end))


@measure("share", "names")
def stale_prog(view: View) -> Reading:
    """Active programs not reviewed for more than 12 months, among active programs that can say (R88).

    Without Programs: programs on Progress without a plan change or an answered industry change in that time.
    """
    if not view.exists("Programs"):
        return _stale_on_progress(view)
    programs = running(view)
    reviews = _reviews(view, programs)
    if unused(reviews):
        return not_recorded(view.numbers("Programs", programs.index))
    never = programs["StartDate"] < view.year_start
    test = (reviews < view.year_start).fillna(never.where(certain(never)))
    stale = programs[certain(test)]
    return share(view, "Programs", test, names=listed(stale["Name"].fillna(stale["ProgramID"])))


def _stale_on_progress(view: View) -> Reading:
    frame = view.frame("Progress")
    keys = joinable(frame["ProgramID"])
    frame, keys = frame[keys.notna()], keys.dropna()
    looked = frame["DoneDate"].where(certain(frame["Kind"] == "Plan change"))
    looked = looked.fillna(frame["ResponseDate"].where(certain(frame["Kind"] == "Industry change")))
    looked = looked.mask(certain(looked > view.end))
    rows = view.numbers("Progress", frame.index)
    if not in_use(looked):
        return not_recorded(rows)
    stale = ~certain(looked >= view.year_start).groupby(keys).any()
    typed = spelled(frame["ProgramID"])
    return share_of_keys(
        dict(zip(stale.index, stale, strict=True)),
        rows,
        names=listed(typed[key] for key in stale.index[stale]),
    )


@measure("months", "date")
def plan_age(view: View) -> Reading:
    """Months since the plan was last updated (R89)."""
    return months_since(view, "PlanUpdated")


@measure("points")
def place_drop(view: View) -> Reading:
    """Fall of the rate of related placements against the previous period, in points (R90).

    Part is the number placed in related work, whole the number who completed; below 0 the rate rose.
    """
    if not view.exists("Programs"):
        return not_recorded()
    frame = view.frame("Programs")
    both = filled(frame["RelatedPlaced"]) & filled(frame["PrevRelatedRate"])
    known = frame[certain((frame["Completed"] > 0) & both)]
    placed, whole = exact_sum(known["RelatedPlaced"]), exact_sum(known["Completed"])
    reading = ratio(placed, whole, view.numbers("Programs", known.index))
    if not reading.recorded:
        return reading
    return replace(reading, value=POINTS * (_expected(known) - placed) / whole)


def _expected(programs: Frame) -> Fraction:
    """People who would be in related work at the previous rate."""
    people = programs["Completed"].groupby(programs["PrevRelatedRate"]).apply(exact_sum)
    return total(_rate(number) * completed for number, completed in zip(people.index, people, strict=True))


def _rate(number: float) -> Fraction:
    """A rate as a share; over 1 it was typed in percent."""
    return exact(number) / POINTS if number > 1 else exact(number)


@measure("count", "names")
def falling_unreviewed(view: View) -> Reading:
    """Active programs for which demand falls and that were not reviewed within the last 12 months (R91)."""
    programs = running(view)
    reviews = _reviews(view, programs)
    lately = certain(reviews >= view.year_start)
    unreviewed = (~lately).where(lately | in_use(reviews))
    test = (programs["DemandNow"] == "Falling") & unreviewed
    found = programs[certain(test)]
    titles = listed(found["Name"].fillna(found["ProgramID"]))
    return count(view, "Programs", test, looked=len(programs) > 0, names=titles)
