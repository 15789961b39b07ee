"""Full meetings: who was there, who set the agenda, what came of them (P3, P5, phases, T8, T11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.measures.base import (
    answer,
    exact_pairs,
    exact_sum,
    joinable,
    measure,
    ratio,
    share,
    unused,
    value,
)
from partnerxl.core.measures.presence import Pair, Presence, presence
from partnerxl.core.measures.progress import done, done_day
from partnerxl.core.numbers import exact, total
from partnerxl.core.readings import Reading, Rows, State, not_recorded
from partnerxl.core.view import View, certain, filled, once

POINTS = 100
HALVES = 2


def held(view: View, types: Collection[str]) -> Frame:
    """Meetings of these types in the period."""
    frame = view.frame("Meetings")
    return frame[certain(view.in_period(frame["Date"])) & frame["Type"].isin(types)]


@once
def full_meetings(view: View) -> Frame:
    """Full meetings of the period (R46)."""
    return held(view, view.rules.words["full meetings"])


@measure("share")
def agenda_alone(view: View) -> Reading:
    """Full meetings whose agenda the convener set, among those that say who set it (R58)."""
    return share(view, "Meetings", full_meetings(view)["AgendaSetBy"] == "Convener")


# --- who was there ------------------------------------------------------------------------------


@once
def at_full(view: View) -> Presence:
    """Who was at full meetings."""
    return presence(view, full_meetings(view))


def came(view: View, partners: Frame) -> pd.Series | None:
    """True for partners who were at a full meeting; None when nothing says who was (R117)."""
    found = at_full(view)
    if found.says:
        return partners["key"].isin({pair.key for pair in found.there})
    tallies = partners["MeetingsAttended"]
    return None if unused(tallies) else certain(tallies >= 1)


# --- attendance of core partners ----------------------------------------------------------------


@measure("share")
def core_attendance(view: View) -> Reading:
    """Mean attendance of core partners at full meetings; newcomers stay out (R22, R103).

    Part is the sum of their rates, whole the number of core partners with a rate. Read from Attendance,
    else from the lists of partners present, else from the tallies on Partners.
    """
    core = view.core_partners[~view.newcomers(view.core_partners)]
    found = at_full(view)
    if not found.says:
        return _tally_rates(view, core)
    pairs, possible = found.of(core), found.possible(core)
    present = Counter(pair.key for pair in pairs if pair.present)
    rates = total(Fraction(present[key], number) for key, number in possible.items())
    return ratio(rates, len(possible), _rows(view, found, pairs))


def _rows(view: View, found: Presence, pairs: Iterable[Pair]) -> Rows:
    return Rows.of(view.records(found.sheet).sheet, (pair.row for pair in pairs))


def _tally_rates(view: View, core: Frame) -> Reading:
    known = core[certain((core["MeetingsInvited"] > 0) & filled(core["MeetingsAttended"]))]
    invited = known["MeetingsInvited"]
    attended = known["MeetingsAttended"].clip(upper=invited)
    return ratio(sum_of_rates(attended, invited), len(known), view.numbers("Partners", known.index))


def sum_of_rates(parts: pd.Series, wholes: pd.Series) -> Fraction:
    """Exact sum of part / whole, row by row."""
    return total(part / whole * times for part, whole, times in exact_pairs(parts, wholes))


# --- fall in attendance -------------------------------------------------------------------------


@measure("points", "meetings first second")
def attendance_fall(view: View) -> Reading:
    """Mean attendance at full meetings in the first half of the period minus the second, in points (R109).

    Not below 0; a middle meeting is left out, newcomers stay out (R22). Tallies on Partners do not say it.
    """
    found = at_full(view)
    if not found.says and view.active["MeetingsAttended"].notna().any():
        return not_recorded()
    rates = found.rates(view.settled)
    half = len(rates) // HALVES
    if half == 0:
        return Reading(State.NOT_RECORDED, size=Fraction(len(rates)))
    ordered = list(rates.values())
    first, second = (total(part) / half for part in (ordered[:half], ordered[-half:]))
    fall = max(POINTS * (first - second), Fraction())
    rows = Rows.of(view.records("Meetings").sheet, rates)
    reading = value(fall, rows, meetings=len(rates), first=first, second=second)
    return replace(reading, size=Fraction(len(rates)))


# --- employers' seats ---------------------------------------------------------------------------


@measure("share", "meetings")
def emp_seat_share(view: View) -> Reading:
    """Seats at full meetings filled by employers, among seats filled by partners whose type is known (R64).

    Read from Attendance, else from the lists of partners present, else from the tallies on Partners, else
    from the employers' share of active partners, which may raise a signal but never clear it.
    """
    found = at_full(view)
    if found.says:
        return _seats(view, found)
    if unused(view.active["PartnerType"]):
        return not_recorded()
    if view.active["MeetingsAttended"].notna().any():
        return _tallied_seats(view)
    return _roster(view)


def _seats(view: View, found: Presence) -> Reading:
    seats = [pair for pair in found.there if pair.key in view.types]
    part = sum(view.types[pair.key] in view.rules.words["employer types"] for pair in seats)
    meetings = len({pair.meeting for pair in seats})
    reading = ratio(part, len(seats), _rows(view, found, seats), meetings=meetings)
    least = Fraction(view.rules.counts["seat meetings"])
    return replace(reading, size=Fraction(meetings), least=least, flips=True)


def _tallied_seats(view: View) -> Reading:
    known = view.active[filled(view.active["MeetingsAttended"])]
    part = exact_sum(known[view.is_employer(known)]["MeetingsAttended"])
    most = view.active["MeetingsInvited"].fillna(0).max()
    rows = view.numbers("Partners", known.index)
    reading = ratio(part, exact_sum(known["MeetingsAttended"]), rows, meetings=None)
    return replace(reading, size=exact(most), least=Fraction(view.rules.counts["seat meetings"]))


def _roster(view: View) -> Reading:
    rows = view.numbers("Partners", view.active.index)
    reading = ratio(len(view.employers), len(view.active), rows, meetings=None)
    least = Fraction(view.rules.counts["roster partners"])
    return replace(reading, least=least, stand_in=True, flips=True)


# --- review, decisions and usefulness -----------------------------------------------------------


@measure("yes or no")
def review_held(view: View) -> Reading:
    """A review meeting or a celebration in the period (R118)."""
    reviews = held(view, ("Review",)).index
    frame = view.frame("Progress")
    parties = frame[certain(frame["Kind"] == "Celebration")]
    feasts = parties[done(view, parties) & certain(view.in_period(done_day(parties)))].index
    if not view.exists("Meetings") and not len(parties):
        return not_recorded()
    rows = view.numbers("Meetings", reviews) + view.numbers("Progress", feasts)
    return answer(yes=len(rows) > 0, rows=rows)


@measure("share", "date")
def review_turnout(view: View) -> Reading:
    """Partners present at the best attended review meeting of the period, among active partners (R120 T8).

    Newcomers stay out (R22). 0 without a review meeting; not recorded when none of them says who was there.
    """
    if not view.exists("Meetings"):
        return not_recorded()
    reviews = held(view, ("Review",))
    if not len(reviews):
        return value(0, Rows(), date=None)
    found = presence(view, reviews)
    if not found.pairs:
        return not_recorded(view.numbers("Meetings", reviews.index))
    return _best_turnout(view, found)


def _best_turnout(view: View, found: Presence) -> Reading:
    settled = set(view.settled["key"])
    present = Counter(pair.meeting for pair in found.there if pair.key in settled)
    most = max(present[meeting] for meeting in found.days)
    day = max(day for meeting, day in found.days.items() if present[meeting] == most)
    rows = Rows.of(view.records("Meetings").sheet, found.days)
    return ratio(most, len(view.settled), rows, date=date.fromordinal(day))


@measure("share")
def meetings_with_both(view: View) -> Reading:
    """Full meetings with both a decision and something learned, among full meetings (R120 T11)."""
    meetings = full_meetings(view)
    if not view.exists("Decisions") or unused(meetings["LearningItem"]):
        return not_recorded()
    decisions = view.frame("Decisions")
    taken = joinable(decisions[~certain(decisions["Date"] > view.end)]["MeetingID"]).dropna()
    decided = joinable(meetings["MeetingID"]).isin(taken)
    return share(view, "Meetings", certain(meetings["LearningItem"]) & decided)


@measure("points", "meetings")
def usefulness(view: View) -> Reading:
    """Mean usefulness of full meetings rated by at least 5 people, each counted once (R120 T11).

    Without such a meeting nothing speaks against it: the top of the scale, from 0 meetings.
    """
    meetings = full_meetings(view)
    enough = certain(meetings["NRatings"] >= view.rules.counts["ratings"])
    rated = meetings[enough & filled(meetings["Usefulness"])]
    if not len(rated):
        return value(view.rules.counts["top rating"], Rows(), meetings=0)
    mean = exact_sum(rated["Usefulness"]) / len(rated)
    return value(mean, view.numbers("Meetings", rated.index), meetings=len(rated))
