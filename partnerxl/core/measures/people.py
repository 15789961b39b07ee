"""Who is in the partnership, who is new, and what is known of them (Forming, Storming, tips)."""

from __future__ import annotations

import pandas as pd

from partnerxl.core.measures.base import in_use, measure, ratio, share, value
from partnerxl.core.measures.resources import contributions
from partnerxl.core.readings import Reading, not_recorded
from partnerxl.core.view import View, certain, filled


@measure("share")
def joined_share(view: View) -> Reading:
    """Active partners who joined lately, among those whose joining date is known (R95)."""
    return share(view, "Partners", view.end - view.active["JoinedDate"] <= view.rules.days["joined lately"])


@measure("share")
def no_task(view: View) -> Reading:
    """Active partners, newcomers left out, who own no Progress row and made no contribution (R98)."""
    owners = view.frame("Progress")["ResponsiblePartnerID"].dropna()
    resources = view.frame("Resources")
    told = certain(resources["PartnerID"].notna() & resources["Status"].notna()).any()
    if owners.empty and not told:
        return not_recorded()
    keys = view.settled["key"]
    busy = keys.isin(owners) | keys.isin(contributions(view)["PartnerID"].dropna())
    return share(view, "Partners", ~busy.astype("boolean"))


@measure("share")
def left_or_silent(view: View) -> Reading:
    """Partners who left in the period or were not in touch, among them and those with a known contact (R111).

    A contact after the end of the period has not happened (R14).
    """
    active = view.active[certain(view.active["LastContactDate"] <= view.end)]
    if not len(active):
        return not_recorded()
    silent = certain(view.end - active["LastContactDate"] > view.rules.days["silent"])
    partners = view.partners
    left = partners[certain(view.in_period(partners["LeftDate"])) & ~certain(partners["Role"] == "Invited")]
    rows = view.numbers("Partners", active.index.union(left.index))
    return ratio(len(left) + int(silent.sum()), len(left) + len(active), rows)


@measure("count")
def new_partners(view: View) -> Reading:
    """Number of active partners who joined within the last 12 months (R120 T13)."""
    joined = view.active["JoinedDate"]
    return _counted(view, view.within(joined, view.rules.months["year"]), known=in_use(joined))


@measure("count")
def prospects(view: View) -> Reading:
    """Number of partners who are invited (R120 T13)."""
    return _counted(view, view.partners["Role"] == "Invited", known=view.exists("Partners"))


def _counted(view: View, test: pd.Series, *, known: bool) -> Reading:
    rows = view.rows("Partners", test)
    return value(len(rows), rows) if known else not_recorded()


@measure("share")
def benefit_share(view: View) -> Reading:
    """Active partners who say which benefit they seek (R120 T1)."""
    return _said(view, filled(view.active["BenefitSought"]))


@measure("share")
def support_share(view: View) -> Reading:
    """Active partners who say how they support the vision (R120 T4)."""
    return _said(view, filled(view.active["HowWeSupport"]))


@measure("share")
def cost_share(view: View) -> Reading:
    """Active partners whose hours or costs are on record (R120 T5)."""
    return _said(view, filled(view.active["CostHoursPerMonth"]) | filled(view.active["CostNote"]))


def _said(view: View, test: pd.Series) -> Reading:
    """A blank means no as soon as one partner said something (R30)."""
    return share(view, "Partners", test) if test.any() else not_recorded()
