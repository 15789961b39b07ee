"""What partners bring, what arrives and what is left untried (P6, Norming, Storming, Performing, tips)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.measures.base import count, exact_sum, in_use, listed, measure, ratio, share, value
from partnerxl.core.readings import Fact, Reading, not_recorded, too_early
from partnerxl.core.view import View, certain, filled, once


@once
def contributions(view: View) -> Frame:
    """Resources committed, partly received or received by the end of the period (R70)."""
    frame = view.frame("Resources")
    given = frame["Status"].isin(view.rules.words["contribution statuses"])
    return frame[given & ~certain(frame["CommittedDate"] > view.end)]


# --- funding possibilities ------------------------------------------------------------------------


@measure("count", "names")
def untapped_noreason(view: View) -> Reading:
    """Funding possibilities that are overdue or old, without an application or a reason (R74, R75).

    It proves looking when Eligibility review date is filled and Eligibility only is in use.
    """
    frame = view.frame("Resources")
    used = in_use(frame["EligibilityOnly"])
    eligible = frame["EligibilityOnly"].fillna(False) if used else frame["EligibilityOnly"]  # noqa: FBT003
    test = eligible & (frame["Status"] == "Idea") & frame["ReasonNotUsed"].isna() & _waited(view, frame)
    looked = view.past("EligibilityReviewDate") is not None and used
    return count(view, "Resources", test, looked=looked, names=_names(frame[certain(test)]))


def _waited(view: View, frame: Frame) -> pd.Series:
    """Three-valued: past the deadline, or without one on the list for a long time."""
    review = view.day("EligibilityReviewDate")
    listed_on = frame["AskedDate"].fillna(pd.NA if review is None else review)
    old = view.end - listed_on > view.rules.days["untapped"]
    return (frame["ApplyBy"] < view.end).where(filled(frame["ApplyBy"]), old)


def _names(frame: Frame) -> tuple[str, ...]:
    return listed(frame["Description"])


# --- who contributes ------------------------------------------------------------------------------


@measure("share")
def contrib_share(view: View) -> Reading:
    """Active partners, newcomers left out, with at least one contribution of any kind (R76)."""
    return _contributing(view, view.settled)


@measure("share")
def emp_contrib(view: View) -> Reading:
    """Employers, newcomers left out, with at least one contribution of any kind (R76)."""
    return _contributing(view, view.settled[view.is_employer(view.settled)])


def _contributing(view: View, partners: Frame) -> Reading:
    frame = view.frame("Resources")
    if not (frame["PartnerID"].notna() & frame["Status"].notna()).any():
        return not_recorded()
    givers = contributions(view)["PartnerID"].dropna()
    return share(view, "Partners", partners["key"].isin(givers).astype("boolean"))


@measure("share")
def top_share(view: View) -> Reading:
    """The largest number of contributions of one partner, among contributions with a known partner (R79)."""
    given = contributions(view)
    given = given[given["PartnerID"].notna()]
    most = int(given["PartnerID"].value_counts().max()) if len(given) else 0
    return replace(ratio(most, len(given), view.numbers("Resources", given.index)), flips=True)


@measure("share")
def asked_share(view: View) -> Reading:
    """Active partners, newcomers left out, with a resource of any status (R120 T6)."""
    return _asked(view, view.settled)


@measure("share")
def asked_employers(view: View) -> Reading:
    """Employers, newcomers left out, with a resource of any status (R120 T6)."""
    return _asked(view, view.settled[view.is_employer(view.settled)])


def _asked(view: View, partners: Frame) -> Reading:
    asked = view.frame("Resources")["PartnerID"].dropna()
    if asked.empty:
        return not_recorded()
    return share(view, "Partners", partners["key"].isin(asked).astype("boolean"))


@measure("count")
def cost_met(view: View) -> Reading:
    """Number of contributions that meet partners' costs (R120 T5)."""
    given = contributions(view)
    if not in_use(given["UsedFor"]):
        return not_recorded()
    rows = view.rows("Resources", given["UsedFor"] == "Partner costs")
    return value(len(rows), rows)


# --- what arrived ---------------------------------------------------------------------------------


@measure("share", "by_value partly")
def fulfil(view: View) -> Reading:
    """Resources due that arrived, among resources due (R71, R72, R77)."""
    if _nothing_due(view):
        return too_early()
    due = due_resources(view)
    here = arrived(view, due)
    return share(view, "Resources", here, **_fulfil_facts(view, due, here))


@measure("share", "by_value partly")
def gap(view: View) -> Reading:
    """Resources due that have not arrived, among resources due (R108)."""
    if _nothing_due(view):
        return too_early()
    due = due_resources(view)
    here = arrived(view, due)
    return share(view, "Resources", ~here, **_fulfil_facts(view, due, ~here))


@once
def _agreed(view: View) -> Frame:
    """Resources that are committed, came, or were withdrawn without a reason (R71)."""
    frame = view.frame("Resources")
    withdrawn = certain(frame["Status"] == "Withdrawn") & frame["ReasonNotUsed"].isna()
    return frame[frame["Status"].isin(view.rules.words["contribution statuses"]) | withdrawn]


@once
def _nothing_due(view: View) -> bool:
    """True when every agreed resource is due only after the end of the period (R33)."""
    days = _agreed(view)["DueDate"]
    return len(days) > 0 and bool((days > view.end).fillna(False).all())  # noqa: FBT003


def arrived(view: View, frame: Frame) -> pd.Series:
    """True where a resource has arrived in full (R72)."""
    full = certain((frame["CommittedAmount"] > 0) & (frame["ReceivedAmount"] >= frame["CommittedAmount"]))
    full &= ~certain(frame["Status"] == "Withdrawn")
    came = certain(frame["Status"] == "Received") | full
    return came & ~certain(frame["ReceivedDate"] > view.end)


@once
def due_resources(view: View) -> Frame:
    """Resources due in the period, or earlier and not arrived before it (R71)."""
    frame = _agreed(view)
    frame = frame[certain(frame["DueDate"] <= view.end)]
    before = arrived(view, frame) & ~certain(frame["ReceivedDate"] >= view.start)
    return frame[certain(frame["DueDate"] >= view.start) | ~before]


def _fulfil_facts(view: View, due: Frame, counted: pd.Series) -> dict[str, Fact]:
    partly = int(certain(due["Status"] == "Partly received").sum())
    return {"by_value": _by_value(view, due, counted), "partly": partly or None}


def _by_value(view: View, due: Frame, counted: pd.Series) -> str | None:
    """The share by value in words, where enough rows have one; it decides nothing (R73)."""
    dollars = due["CommittedAmount"].where(certain(due["Unit"] == "USD"))
    worth = due["EstValueUSD"].fillna(dollars)
    whole = exact_sum(worth)
    if whole <= 0 or worth.notna().sum() < view.rules.shares["valued"] * len(due):
        return None
    return str(int(100 * exact_sum(worth[counted]) / whole + Fraction(1, 2)))


# --- new resources --------------------------------------------------------------------------------


@measure("count", "names")
def new_res_12m(view: View) -> Reading:
    """Contributions that are new to the partnership within the last 12 months (R78).

    It proves looking when New is in use.
    """
    given = contributions(view)
    used = in_use(given["New"])
    days = given["CommittedDate"].fillna(given["ReceivedDate"]).fillna(given["AskedDate"])
    new = given["New"].fillna(False) if used else given["New"]  # noqa: FBT003
    test = new & view.within(days, view.rules.months["year"])
    return count(view, "Resources", test, looked=used, names=_names(given[certain(test)]))


@measure("share")
def growth(view: View) -> Reading:
    """Growth of commitments against the previous period; part and whole are their numbers (R104)."""
    began = view.day("StartDate")
    if began is not None and began >= view.start:
        return too_early()
    frame = view.frame("Resources")
    frame = frame[filled(frame["Status"]) & ~frame["Status"].isin(view.rules.words["uncommitted statuses"])]
    now = view.rows("Resources", view.in_period(frame["CommittedDate"]))
    first, last = view.previous
    before = view.rows("Resources", (frame["CommittedDate"] >= first) & (frame["CommittedDate"] <= last))
    reading = ratio(len(now), len(before), now + before)
    return replace(reading, value=None if reading.value is None else reading.value - 1)
