"""Coordination staff (P4)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.measures.base import exact_sum, measure, ratio
from partnerxl.core.numbers import exact
from partnerxl.core.readings import Reading, not_recorded
from partnerxl.core.view import View, certain


@measure("share", "in_place estimate")
def staff_ratio(view: View) -> Reading:
    """Coordination FTE in place over FTE needed, which is half a post where nothing is estimated (R60).

    Default and commitments that stand in for what was received may raise a signal but never clear it (R35).
    Committed FTE that is not due yet is unknown: it may be there.
    """
    posts = _posts(view)
    if not len(posts):
        return not_recorded()
    amounts, stood_in = _in_place(view, posts)
    in_place, (needed, estimated) = exact_sum(amounts), _needed(view)
    if in_place < needed <= in_place + _perhaps(view, posts, needed):
        return not_recorded(view.numbers("Resources", posts.index))
    rows = view.numbers("Resources", posts.index) + view.cells("CoordFTENeeded")
    reading = ratio(in_place, needed, rows, in_place=in_place, estimate=needed if estimated else None)
    return replace(reading, size=None, stand_in=stood_in or not estimated)


def _posts(view: View) -> Frame:
    """Resources for coordination in FTE that are not only an idea, declined or withdrawn."""
    frame = view.frame("Resources")
    meant = (frame["UsedFor"] == "Coordination") & (frame["Unit"] == "FTE")
    closed = frame["Status"].isin(view.rules.words["closed resource statuses"])
    return frame[certain(meant) & ~closed]


def _in_place(view: View, posts: Frame) -> tuple[pd.Series, bool]:
    """FTE of every post in place, and whether a commitment stands in for one of them."""
    received = certain(posts["Status"] == "Received")
    here = received | certain(posts["Status"] == "Partly received")
    there = posts[here & ~certain(posts["ReceivedDate"] > view.end)]
    stands_in = received.loc[there.index] & there["ReceivedAmount"].isna() & there["CommittedAmount"].notna()
    return there["ReceivedAmount"].mask(stands_in, there["CommittedAmount"]), bool(stands_in.any())


def _needed(view: View) -> tuple[Fraction, bool]:
    """FTE needed, and whether the partnership estimated it."""
    said = view.field("CoordFTENeeded")
    if isinstance(said, float) and said > 0:
        return exact(said), True
    return view.rules.shares["default FTE"], False


def _perhaps(view: View, posts: Frame, needed: Fraction) -> Fraction:
    """FTE that may be in place: committed and not due yet, or received without any amount."""
    here = ~certain(posts["ReceivedDate"] > view.end)
    blank = posts["ReceivedAmount"].isna() & posts["CommittedAmount"].isna()
    if certain((posts["Status"] == "Received") & blank & here).any():
        return needed
    waiting = certain(posts["Status"] == "Committed") & ~certain(posts["DueDate"] <= view.end)
    return exact_sum(posts[waiting]["CommittedAmount"])
