"""Whether possible workers are reached, asked, recruited and finish (P7)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.matching import clean
from partnerxl.core.measures.base import (
    exact_sum,
    joinable,
    listed,
    measure,
    ratio,
    share,
    share_of_keys,
    spelled,
    unused,
)
from partnerxl.core.measures.progress import period_end
from partnerxl.core.readings import Reading, Rows, not_recorded
from partnerxl.core.view import View, certain, filled


@measure("share")
def labor_org_share(view: View) -> Reading:
    """Active partners that reach possible workers and are no employers, among partners with a type (R80)."""
    active = view.active
    reach = active["PartnerType"].isin(view.rules.words["worker types"]) | serves(active)
    test = reach & ~view.is_employer(active)
    return share(view, "Partners", test.astype("boolean").where(filled(active["PartnerType"])))


def serves(partners: Frame) -> pd.Series:
    """True for partners that serve at least one pool of workers."""
    pools = joinable(partners["LaborPoolServed"].explode())
    return (pools.notna() & ~certain(pools == clean("None"))).groupby(level=0).any()


# --- pools --------------------------------------------------------------------------------------


@measure("share", "names")
def pools_reached(view: View) -> Reading:
    """Pools of workers reached by joint activity or agreement, among all pools we wrote down (R81).

    Without LaborPools: target pools that an active partner, no employer, serves, among target pools.
    """
    if not view.exists("LaborPools"):
        return _target_pools(view)
    frame = _pools(view)
    if unused(frame["Relationship"]):
        return not_recorded(view.numbers("LaborPools", frame.index))
    return _of_pools(view, frame, frame["Relationship"].isin(view.rules.words["reached"]))


def _target_pools(view: View) -> Reading:
    targets = pd.Series(view.words("TargetPools"), dtype=object)
    others = view.active[~view.is_employer(view.active)]
    served = others["LaborPoolServed"].explode().dropna()
    if not len(targets) or not filled(view.active["LaborPoolServed"]).any():
        return not_recorded(view.cells("TargetPools"))
    wanted = targets[certain(joinable(targets) != clean("None"))]
    reached = joinable(wanted).isin(joinable(served))
    return _by_pool(wanted, reached, view.cells("TargetPools") + view.numbers("Partners", served.index))


def _pools(view: View) -> Frame:
    """Rows of LaborPools that name a pool."""
    frame = view.frame("LaborPools")
    return frame[joinable(frame["Pool"]).notna()]


def _of_pools(view: View, frame: Frame, test: pd.Series) -> Reading:
    return _by_pool(frame["Pool"], test, view.numbers("LaborPools", frame.index))


def _by_pool(pools: pd.Series, test: pd.Series, rows: Rows) -> Reading:
    """Distinct pools with a yes row, among distinct pools; names of those without one."""
    reached = test.astype(bool).groupby(joinable(pools)).any()
    typed = spelled(pools)
    return share_of_keys(
        dict(zip(reached.index, reached, strict=True)),
        rows,
        names=listed(typed[key] for key in reached.index[~reached]),
    )


@measure("share", "names")
def needs_asked(view: View) -> Reading:
    """Pools whose workers were asked within the last 24 months what they need, among all pools (R83)."""
    frame = _pools(view)
    if unused(frame["NeedSource"]):
        return not_recorded(view.numbers("LaborPools", frame.index))
    lately = view.within(frame["NeedDate"], view.rules.months["needs asked"])
    return _of_pools(view, frame, certain((frame["NeedSource"] == "Workers asked") & lately))


# --- people -------------------------------------------------------------------------------------


@measure("share")
def recruit_ratio(view: View) -> Reading:
    """People recruited, of those planned, over all pools with both numbers (R82).

    Without LaborPools: Actual of Target over recruitment entries of the period on Progress.
    """
    if view.exists("LaborPools"):
        frame = view.frame("LaborPools")
        return _planned(view, "LaborPools", frame, ("RecruitedNumber", "TargetNumber"))
    frame = view.frame("Progress")
    people = certain(frame["Kind"] == "Recruitment") & ~certain(frame["Unit"] == "%")
    frame = frame[people & certain(view.in_period(period_end(frame)))]
    return _planned(view, "Progress", frame, ("Actual", "Target"))


def _planned(view: View, sheet: str, frame: Frame, columns: tuple[str, str]) -> Reading:
    """Sum of the first column over the sum of the second, where that is over 0."""
    part, whole = columns
    known = frame[certain(filled(frame[part]) & (frame[whole] > 0))]
    reading = ratio(exact_sum(known[part]), exact_sum(known[whole]), view.numbers(sheet, known.index))
    return replace(reading, size=Fraction(len(known)))


@measure("share")
def completion(view: View) -> Reading:
    """People who completed a program, of those enrolled, over programs with both numbers (R84)."""
    frame = view.frame("Programs")
    known = frame[filled(frame["Completed"]) & filled(frame["Enrolled"])]
    part, whole = exact_sum(known["Completed"]), exact_sum(known["Enrolled"])
    return ratio(part, whole, view.numbers("Programs", known.index))
