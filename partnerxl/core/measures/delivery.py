"""What was promised, what is done, and who owns it (P3, P4, Norming, Storming, Performing, tips)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.measures.base import exact_pairs, listed, measure, ratio, share, value
from partnerxl.core.measures.progress import done, done_day, effective_due, period_end
from partnerxl.core.readings import Fact, Reading, State, not_recorded, too_early
from partnerxl.core.view import View, certain, filled, once

# --- due items ------------------------------------------------------------------------------------


@once
def _promised(view: View) -> Frame:
    """Milestones, and outputs unless they were promised to nobody outside (R62)."""
    frame = view.frame("Progress")
    inside = certain((frame["Kind"] == "Output") & (frame["PromisedTo"] == "Nobody outside"))
    return frame[frame["Kind"].isin(view.rules.words["promised kinds"]) & ~inside]


def _dropped(frame: Frame) -> pd.Series:
    return certain(frame["Status"] == "Dropped")


def _untold(frame: Frame) -> bool:
    """True when there are rows and none says whether it is done."""
    return len(frame) > 0 and not (frame["Status"].notna() | frame["DoneDate"].notna()).any()


def _all_later(view: View, days: pd.Series) -> bool:
    """True when there are items and every one of them is due after the end of the period (R33)."""
    return len(days) > 0 and bool(certain(days > view.end).all())


@once
def _not_due_or_untold(view: View) -> Reading | None:
    """The reading of every measure on due items where nothing is due yet or nothing says what is done."""
    promised = _promised(view)
    if _all_later(view, effective_due(promised[~_dropped(promised)])):
        return too_early()
    return not_recorded() if _untold(promised) else None


@once
def due_items(view: View) -> Frame:
    """Promised items due in the period, or earlier and not done before it (R62)."""
    frame = _promised(view)
    explained = _dropped(frame) & (filled(frame["DecisionID"]) | filled(frame["ReasonLate"]))
    days = effective_due(frame)
    before = done(view, frame) & ~certain(frame["DoneDate"] >= view.start)
    asked = certain(days >= view.start) | ~before
    return frame[certain(days <= view.end) & asked & ~explained]


@once
def _finished(view: View) -> pd.Series:
    """True for due items done by the end of the period."""
    return done(view, due_items(view))


@measure("share", "promised_to moved")
def delivered(view: View) -> Reading:
    """Due items done by the end of the period, among due items (R62, R63)."""
    if blocked := _not_due_or_untold(view):
        return blocked
    due, finished = due_items(view), _finished(view)
    left_open = due[~finished]["PromisedTo"].dropna()
    outside = left_open[left_open != "Nobody outside"]
    facts: dict[str, Fact] = {"promised_to": listed(outside), "moved": _moved(view) or None}
    return share(view, "Progress", finished, **facts)


def _moved(view: View) -> int:
    """Number of promised items whose agreed new date lies after the end of the period."""
    frame = _promised(view)
    again = certain((frame["DueDate"] <= view.end) & (effective_due(frame) > view.end))
    return int((again & ~_dropped(frame)).sum())


@measure("share")
def overdue(view: View) -> Reading:
    """Due items not done by the end of the period, among due items (R107)."""
    if blocked := _not_due_or_untold(view):
        return blocked
    return share(view, "Progress", ~_finished(view))


@measure("share")
def on_time(view: View) -> Reading:
    """Due items done on time, among due items; those done without a date stay out (R113)."""
    if blocked := _not_due_or_untold(view):
        return blocked
    due = due_items(view)
    return share(view, "Progress", _finished(view) & (due["DoneDate"] <= effective_due(due)))


@measure("days")
def late_days(view: View) -> Reading:
    """Median days late of due items, to the Done date or to the end of the period (R63)."""
    if blocked := _not_due_or_untold(view):
        return blocked
    due, finished = due_items(view), _finished(view)
    due = due[~finished | filled(due["DoneDate"])]
    until = due["DoneDate"].where(finished.loc[due.index], view.end)
    days = (until - effective_due(due)).clip(lower=0)
    return _median(days, view, due)


def _median(days: pd.Series, view: View, due: Frame) -> Reading:
    rows = view.numbers("Progress", due.index)
    if days.empty:
        return Reading(State.NOT_RECORDED, size=Fraction(0))
    ordered = np.sort(days.to_numpy(dtype="int64"))
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return replace(value(Fraction(int(middle.sum()), len(middle)), rows), size=Fraction(len(ordered)))


# --- outcomes -------------------------------------------------------------------------------------


@measure("share")
def attain(view: View) -> Reading:
    """Mean of actual over target, between 0 and 1, of the outcomes of the period (R63)."""
    frame = view.frame("Progress")
    frame = frame[certain(frame["Kind"] == "Outcome") & ~_dropped(frame)]
    days = period_end(frame)
    if _all_later(view, days):
        return too_early()
    frame = frame[certain(view.in_period(days) & (frame["Target"] > 0)) & filled(frame["Actual"])]
    percent = certain(frame["Unit"] == "%")
    reached = _reached(frame[~percent], 1) + _reached(frame[percent], 100)
    return ratio(reached, len(frame), view.numbers("Progress", frame.index))


def _reached(frame: Frame, scale: int) -> Fraction:
    """Sum of the shares reached; numbers up to 1 are multiplied by the scale."""
    found = Fraction(0)
    for target, actual, times in exact_pairs(frame["Target"], frame["Actual"]):
        goal = target * scale if target <= 1 else target
        done_so_far = actual * scale if actual <= 1 else actual
        found += min(max(done_so_far, Fraction(0)) / goal, Fraction(1)) * times
    return found


# --- owners ---------------------------------------------------------------------------------------


@once
def _milestones(view: View) -> Frame:
    frame = view.frame("Progress")
    return frame[certain(frame["Kind"] == "Milestone")]


@measure("share")
def conv_owns(view: View) -> Reading:
    """Open milestones owned by the convener, among open milestones with an owner (R59)."""
    milestones = _milestones(view)
    if view.convener is None or _untold(milestones):
        return not_recorded()
    left_open = milestones[~_dropped(milestones) & ~done(view, milestones)]
    return share(view, "Progress", left_open["ResponsiblePartnerID"] == view.convener)


@measure("share")
def shared_ownership(view: View) -> Reading:
    """Milestones owned by partners other than the convener, among milestones with an owner (R115)."""
    if view.convener is None:
        return not_recorded()
    milestones = _milestones(view)
    milestones = milestones[~_dropped(milestones)]
    return share(view, "Progress", milestones["ResponsiblePartnerID"] != view.convener)


@measure("share")
def not_yet_due(view: View) -> Reading:
    """Milestones due after the end of the period, among milestones with a due date (R105)."""
    milestones = _milestones(view)
    return share(view, "Progress", effective_due(milestones[~_dropped(milestones)]) > view.end)


# --- tips -----------------------------------------------------------------------------------------


@measure("share")
def late_explained(view: View) -> Reading:
    """Late items with a reason and a new date, among late items; 1 when none is late (R120 T12)."""
    promised = _promised(view)
    frame = promised[~_dropped(promised) & certain(promised["DueDate"] <= view.end)]
    if not len(frame) or _untold(promised):
        return not_recorded()
    late = frame[~done(view, frame)]
    if not len(late):
        return value(1, view.numbers("Progress", frame.index))
    return share(view, "Progress", filled(late["ReasonLate"]) & filled(late["RevisedDate"]))


@measure("count")
def lessons(view: View) -> Reading:
    """Number of lessons on record (R120 T12)."""
    return _kind(view, "Lesson", ~_later(view))


@measure("count")
def plan_changes(view: View) -> Reading:
    """Number of plan changes that a decision stands behind (R120 T9)."""
    frame = view.frame("Progress")
    decider = frame["DecidedBy"]
    decided = filled(frame["DecisionID"]) | (filled(decider) & (decider != "Not recorded"))
    return _kind(view, "Plan change", decided & ~_later(view))


def _later(view: View) -> pd.Series:
    """True where a row is dated after the end of the period: it has not happened (R14)."""
    return certain(view.frame("Progress")["DoneDate"] > view.end)


@measure("count")
def celebrations(view: View) -> Reading:
    """Number of celebrations in the period (R118)."""
    frame = view.frame("Progress")
    return _kind(view, "Celebration", done(view, frame) & view.in_period(done_day(frame)))


@measure("count")
def research_done(view: View) -> Reading:
    """Number of research products done within the last 24 months (R120 T2)."""
    frame = view.frame("Progress")
    recent = view.within(done_day(frame), view.rules.months["recent research"])
    return _kind(view, "Research", done(view, frame) & recent)


def _kind(view: View, kind: str, test: pd.Series) -> Reading:
    """Number of rows of a kind; unknown only when Progress has no records (R119)."""
    if not view.exists("Progress"):
        return not_recorded()
    rows = view.rows("Progress", (view.frame("Progress")["Kind"] == kind) & test)
    return value(len(rows), rows)
