"""What employers told the partnership, when, and what it was used for (P5, phases, T1, T2, T7)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pandas as pd

from partnerxl.core.calendar import months_between
from partnerxl.core.frames import Frame
from partnerxl.core.matching import clean
from partnerxl.core.measures.base import (
    answer,
    count,
    in_use,
    joinable,
    listed,
    measure,
    share,
    unused,
    value,
)
from partnerxl.core.measures.meetings import came
from partnerxl.core.measures.progress import done, done_day
from partnerxl.core.readings import Reading, not_recorded
from partnerxl.core.view import View, certain, filled, once


@measure("count")
def n_employers(view: View) -> Reading:
    """Number of employers among the active partners (R65)."""
    if not in_use(view.active["PartnerType"]):
        return not_recorded()
    return value(len(view.employers), view.numbers("Partners", view.employers.index))


# --- input --------------------------------------------------------------------------------------


def from_employers(view: View, frame: Frame) -> pd.Series:
    """True for rows of EmployerInput that come from an employer, whatever their date (R47)."""
    kinds = view.rules.words["employer types"]
    given_as = joinable(frame["StakeholderType"])
    types = frame["PartnerID"].map(view.types)
    unsaid = frame["StakeholderType"].isna() & (types.isna() | types.isin(kinds))
    return unsaid | given_as.isin({clean(kind) for kind in kinds})


@once
def dated_inputs(view: View) -> tuple[str, Frame]:
    """The sheet and its rows of employer input up to the end of the period, with Date and Method (R47, R66).

    Without EmployerInput, each employer's last input on Partners.
    """
    if view.exists("EmployerInput"):
        frame = view.frame("EmployerInput")
        return "EmployerInput", frame[certain(frame["Date"] <= view.end) & from_employers(view, frame)]
    frame = view.employers.renamed({"LastInputDate": "Date", "LastInputHow": "Method"})
    return "Partners", frame[certain(frame["Date"] <= view.end)]


def latest_input(view: View) -> int | None:
    """Day of the latest employer input, or None."""
    return _latest(dated_inputs(view)[1])


def _latest(inputs: Frame) -> int | None:
    return int(inputs["Date"].max()) if len(inputs) else None


@measure("months", "date method")
def months_since_input(view: View) -> Reading:
    """Months since the latest employer input (R66)."""
    sheet, inputs = dated_inputs(view)
    day = _latest(inputs)
    if day is None:
        return not_recorded()
    latest = inputs[inputs["Date"] == day]
    method = listed(latest["Method"]) or None
    rows = view.numbers(sheet, latest.index)
    return value(months_between(day, view.end), rows, date=date.fromordinal(day), method=method)


@measure("share")
def emp_breadth(view: View) -> Reading:
    """Employers who gave input in the period, among all employers (R68)."""
    gave = gave_input(view)
    if gave is None:
        return not_recorded()
    return share(view, "Partners", gave)


@once
def gave_input(view: View) -> pd.Series | None:
    """True for employers who gave input in the period; None when nothing says who did (R30, R68)."""
    employers = view.employers
    if view.exists("EmployerInput"):
        _, inputs = dated_inputs(view)
        lately = inputs[certain(view.in_period(inputs["Date"]))]
        return employers["key"].isin([*lately["PartnerID"].dropna(), *lately["EmployerName"].dropna()])
    if unused(employers["LastInputDate"]):
        return None
    return certain(view.in_period(employers["LastInputDate"])).astype(bool)


@measure("share")
def employers_active(view: View) -> Reading:
    """Employers who gave input in the period or were at a full meeting, among all employers (R117)."""
    gave, present = gave_input(view), came(view, view.employers)
    if gave is None and present is None:
        return not_recorded()
    neither = pd.Series(data=False, index=view.employers.index)
    active = (neither if gave is None else gave) | (neither if present is None else present)
    return share(view, "Partners", active.astype("boolean"))


@measure("share")
def level5_share(view: View) -> Reading:
    """Employers at the highest engagement level, among employers with a level (R68)."""
    return share(view, "Partners", view.employers["EngagementLevel"] == view.rules.counts["top engagement"])


# --- input and programs -------------------------------------------------------------------------


@measure("share", "names")
def prog_with_input(view: View) -> Reading:
    """Programs that had employer input before they began, among programs that have begun (R67).

    A program design decision in which employers took part counts as input. Without Programs: Progress rows
    that used employer input, among those that say Yes or No.
    """
    if view.exists("Programs"):
        return _programs_with_input(view)
    frame = view.frame("Progress")
    test = frame["EmployerInputUsed"] == "Yes"
    return share(view, "Progress", test, names=listed(frame[~test]["Title"]))


def _programs_with_input(view: View) -> Reading:
    frame = view.frame("Programs")
    begun = frame[certain(frame["StartDate"] <= view.end) & ~certain(frame["Status"] == "Ended")]
    inputs, decisions = _until_end(view, "EmployerInput"), _until_end(view, "Decisions")
    if not in_use(inputs["ProgramID"]) and not in_use(decisions["ProgramID"]):
        return not_recorded(view.numbers("Programs", begun.index))
    design = (decisions["Category"] == "Program design") & (decisions["EmployersTookPart"] == "Yes")
    sources = (inputs[from_employers(view, inputs)], decisions[design])
    keys, days = (
        pd.concat([each[name] for each in sources], ignore_index=True) for name in ("ProgramID", "Date")
    )
    first = days.groupby(joinable(keys)).min()
    programs = joinable(begun["ProgramID"])
    earlier = certain(programs.map(first).astype("Int64") < begun["StartDate"])
    test = earlier.where(programs.notna())
    missing = begun[certain(~test)]
    return share(view, "Programs", test, names=listed(missing["Name"].fillna(missing["ProgramID"])))


def _until_end(view: View, sheet: str) -> Frame:
    """Rows that are not dated after the end of the period (R14)."""
    frame = view.frame(sheet)
    return frame[~certain(frame["Date"] > view.end)]


# --- research, talks and stages -----------------------------------------------------------------


@measure("share")
def research_share(view: View) -> Reading:
    """Input of the period that was research or one-to-one, among input with a stage or a method (R99)."""
    frame = view.frame("EmployerInput")
    frame = frame[certain(view.in_period(frame["Date"]))]
    early = certain((frame["Stage"] == "Research") | (frame["Method"] == "One-to-one"))
    return share(view, "EmployerInput", early.where(filled(frame["Stage"]) | filled(frame["Method"])))


@measure("count")
def employer_talks(view: View) -> Reading:
    """One-to-one talks with employers before the launch or within the last 12 months (R120 T1)."""
    sheet, inputs = dated_inputs(view)
    launch = view.day("LaunchDate")
    before = inputs["Date"] < (pd.NA if launch is None else launch)
    test = (inputs["Method"] == "One-to-one") & (before | (inputs["Date"] >= view.year_start))
    return count(view, sheet, test, looked=len(inputs) > 0)


@measure("yes or no")
def data_checked(view: View) -> Reading:
    """Employers checked the data, or research of the last 24 months used their input (R120 T2)."""
    sheet, inputs = dated_inputs(view)
    months = view.rules.months["recent research"]
    checked = (inputs["Method"] == "Data check") & view.within(inputs["Date"], months)
    used = _recent_research(view, months)["EmployerInputUsed"] == "Yes"
    rows = view.rows(sheet, checked) + view.rows("Progress", used)
    unknown = checked.isna().any() or used.isna().any() or not len(inputs)
    if unknown and not len(rows):
        return not_recorded()
    return answer(yes=len(rows) > 0, rows=rows)


def _recent_research(view: View, months: int) -> Frame:
    frame = view.frame("Progress")
    research = frame[certain(frame["Kind"] == "Research")]
    return research[done(view, research) & certain(view.within(done_day(research), months))]


@measure("count", "names")
def input_stages(view: View) -> Reading:
    """Stages of the work with input both from employers and from others, whole record (R120 T7)."""
    if not view.exists("EmployerInput"):
        return not_recorded()
    frame = _until_end(view, "EmployerInput")
    known = frame[filled(frame["Date"]) & filled(frame["Stage"])]
    ours = from_employers(view, known)
    both = sorted(set(known[ours]["Stage"]) & set(known[~ours]["Stage"]))
    if not both and len(known) < len(frame):
        return not_recorded()
    return value(len(both), view.rows("EmployerInput", known["Stage"].isin(both)), names=tuple(both))


@measure("months")
def input_step(view: View) -> Reading:
    """Longest time without input in the period, or since the initiative's later start (R120 T7)."""
    frame = view.frame("EmployerInput")
    if not in_use(frame["Date"]):
        return not_recorded()
    began = max(view.start, view.day("StartDate") or view.start)
    inputs = frame[certain(view.in_period(frame["Date"]) & (frame["Date"] >= began))]
    days = [min(began, view.end), *sorted(inputs["Date"].unique()), view.end]
    longest = max(months_between(int(one), int(other)) for one, other in pairwise(days))
    return value(Fraction(longest), view.numbers("EmployerInput", inputs.index))
