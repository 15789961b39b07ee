"""When a row of Progress is due, done and over (R20, R61, R69)."""

from __future__ import annotations

import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.view import View, certain, filled


def effective_due(frame: Frame) -> pd.Series:
    """Day each row is due; a new date counts when a decision stands behind it (R61)."""
    agreed = certain(filled(frame["RevisedDate"]) & filled(frame["DecisionID"]))
    return frame["DueDate"].mask(agreed, frame["RevisedDate"])


def period_end(frame: Frame) -> pd.Series:
    """Last day of each row's Period; blank: its effective due date (R63, R82)."""
    return frame["Period"].fillna(effective_due(frame))


def done(view: View, frame: Frame) -> pd.Series:
    """True where a row is done by the end of the period; Dropped is never done (R69)."""
    undated = frame["DoneDate"].isna() & (frame["Status"] == "Done")
    return certain((frame["DoneDate"] <= view.end) | undated) & ~certain(frame["Status"] == "Dropped")


def done_day(frame: Frame) -> pd.Series:
    """DoneDate; blank: DueDate (R118, R120)."""
    return frame["DoneDate"].fillna(frame["DueDate"])
