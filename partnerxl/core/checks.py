"""Checks across rows and sheets; each finding is a Problem with an address."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import pairwise

import pandas as pd

from partnerxl.core.actions import unknown_names
from partnerxl.core.catalogue import load_rules, load_sheets
from partnerxl.core.errors import Problem
from partnerxl.core.matching import clean, nearest
from partnerxl.core.messages import message
from partnerxl.core.problems import problem
from partnerxl.core.records import Project, Records
from partnerxl.core.view import certain

SHOWN_ROWS = 5
ALIKE = 0.9
LONGEST_NAME = 200  # letters that are compared
NEEDED_FOR = {("Progress", "ResponsiblePartnerID"): "responsible kinds", ("Progress", "DueDate"): "due kinds"}
Check = Callable[[Project], Iterable[Problem]]


def check_project(project: Project) -> tuple[Problem, ...]:
    """Everything that rows and sheets say against each other, check by check, in sheet order."""
    return tuple(found for check in CHECKS for found in check(project))


def _where(records: Records, column: str, number: int) -> str:
    return f"{records.sheet}!{records.letters.get(column, 'A')}{number}"


def _each(project: Project, sheet: str, column: str, test: pd.Series) -> Iterator[tuple[str, int]]:
    """Address and number of every record where a test is yes."""
    records = project.sheets[sheet]
    for number in records.frame[test].index.tolist():
        yield _where(records, column, number), number


def _number(value: float) -> str:
    return f"{value:,.10g}"


def _day(value: object) -> str:
    return date.fromordinal(int(str(value))).isoformat()


def _rows_in_words(numbers: list[int]) -> str:
    words = ", ".join(map(str, numbers[:SHOWN_ROWS]))
    if len(numbers) > SHOWN_ROWS:
        return message("cells", "more_rows", rows=words, n=len(numbers) - SHOWN_ROWS)
    return message("cells", "row" if len(numbers) == 1 else "rows", rows=words)


# --- what is missing ------------------------------------------------------------------------------


def required(project: Project) -> Iterator[Problem]:
    """Required cells that are empty, one Problem for each column."""
    for name, words in load_sheets()["Initiative"].columns.items():
        empty = project.form.values[name] in {None, ()}
        if words.need == "required" and empty and name in project.form.cells:
            yield problem("PX-163", project.form.cells[name], heading=words.heading)
    for name, records in project.sheets.items():
        for column, words in load_sheets()[name].columns.items():
            if words.need == "required" and column in records.letters:
                yield from _blanks(records, column, words.heading)


def _blanks(records: Records, column: str, heading: str) -> Iterator[Problem]:
    empty = records.frame[column].isna() & _asked(records, column)
    unsure = set(records.unsure.get(column, ()))
    numbers = [number for number in empty.index[empty] if number not in unsure]
    if numbers and (records.name, column) != ("Partners", "Role"):
        where = _where(records, column, numbers[0])
        yield problem("PX-162", where, heading=heading, count=len(numbers), rows=_rows_in_words(numbers))


def _asked(records: Records, column: str) -> pd.Series:
    """True in the rows that need the column."""
    frame = records.frame
    if (records.name, column) == ("Partners", "JoinedDate"):
        return ~certain(frame["Role"] == "Invited")
    kinds = NEEDED_FOR.get((records.name, column))
    if kinds is None:
        return pd.Series(data=True, index=frame.index)
    return frame["Kind"].isin(load_rules().words[kinds])


def roles(project: Project) -> Iterator[Problem]:
    """Partners without a role (R21)."""
    partners = project.sheets["Partners"].frame
    yield from (
        problem("PX-212", where) for where, _ in _each(project, "Partners", "Role", partners["Role"].isna())
    )


# --- references and names -------------------------------------------------------------------------


def references(project: Project) -> Iterator[Problem]:
    """References to partners that are not on Partners (R11)."""
    inside = {key: name for key, name in project.names.items() if not key.startswith("outside:")}
    for where, text in project.outside:
        near = nearest(text, inside.values())
        yield problem("PX-201", where, typed=text, hint=message("hint", "aside", near=near) if near else "")


def doubled_names(project: Project) -> Iterator[Problem]:
    """Partners whose names are alike."""
    partners = project.sheets["Partners"]
    named = partners.frame["PartnerName"].dropna()
    cleaned = (clean(name[:LONGEST_NAME]) for name in named)
    ordered = sorted(zip(cleaned, named.index.tolist(), named, strict=True))
    for (one, first, other), (two, number, typed) in pairwise(ordered):
        if difflib.SequenceMatcher(None, one, two).ratio() >= ALIKE:
            where = _where(partners, "PartnerName", number)
            yield problem("PX-206", where, typed=typed, other=other, first=first)


def conveners(project: Project) -> Iterator[Problem]:
    """Several partners with the role Convener while Initiative names none (R25)."""
    partners = project.sheets["Partners"]
    found = partners.frame.index[certain(partners.frame["Role"] == "Convener")].tolist()
    if len(found) > 1:
        where = _where(partners, "Role", found[1])
        yield problem("PX-207", where, count=len(found), rows=_rows_in_words(found))


# --- dates and amounts ----------------------------------------------------------------------------


def period(project: Project) -> Iterator[Problem]:
    """A period that ends before it starts."""
    start, end = project.form.values["PeriodStart"], project.form.values["PeriodEnd"]
    if isinstance(start, date) and isinstance(end, date) and end < start:
        yield problem("PX-211", project.form.cells["PeriodEnd"], start=start.isoformat(), end=end.isoformat())


def left(project: Project) -> Iterator[Problem]:
    """Partners that left without a date."""
    frame = project.sheets["Partners"].frame
    test = (frame["Role"] == "Left") & frame["LeftDate"].isna()
    yield from (problem("PX-205", where) for where, _ in _each(project, "Partners", "LeftDate", test))


def meetings(project: Project) -> Iterator[Problem]:
    """More meetings attended than invited to."""
    frame = project.sheets["Partners"].frame
    test = frame["MeetingsAttended"] > frame["MeetingsInvited"]
    for where, row in _each(project, "Partners", "MeetingsAttended", test):
        invited, attended = (_number(frame[name][row]) for name in ("MeetingsInvited", "MeetingsAttended"))
        yield problem("PX-210", where, invited=invited, attended=attended)


def received(project: Project) -> Iterator[Problem]:
    """More received than committed."""
    frame = project.sheets["Resources"].frame
    test = frame["ReceivedAmount"] > frame["CommittedAmount"]
    for where, row in _each(project, "Resources", "ReceivedAmount", test):
        committed, amount = (_number(frame[name][row]) for name in ("CommittedAmount", "ReceivedAmount"))
        yield problem("PX-202", where, committed=committed, received=amount)


def done(project: Project) -> Iterator[Problem]:
    """Done items without a Done date, and Done dates after the end of the period."""
    frame = project.sheets["Progress"].frame
    test = (frame["Status"] == "Done") & frame["DoneDate"].isna()
    yield from (problem("PX-203", where) for where, _ in _each(project, "Progress", "DoneDate", test))
    end = project.form.values["PeriodEnd"] or project.form.values["PreparedOn"]
    if isinstance(end, date):
        for where, row in _each(project, "Progress", "DoneDate", frame["DoneDate"] > end.toordinal()):
            yield problem("PX-204", where, end=end.isoformat(), typed=_day(frame["DoneDate"][row]))


def outcomes(project: Project) -> Iterator[Problem]:
    """Outcomes without a target, and recruitment counted in several units."""
    frame = project.sheets["Progress"].frame
    test = (frame["Kind"] == "Outcome") & frame["Target"].isna()
    yield from (problem("PX-208", where) for where, _ in _each(project, "Progress", "Target", test))
    recruited = frame[certain(frame["Kind"] == "Recruitment")]["Unit"].dropna()
    if len(recruited.unique()) > 1:
        where = _where(project.sheets["Progress"], "Unit", int(recruited.index[0]))
        yield problem("PX-209", where, units=", ".join(sorted(recruited.unique())))


# --- tallies against logs -------------------------------------------------------------------------


def attendance(project: Project) -> Iterator[Problem]:
    """Meetings attended on Partners against the Attendance log (R44)."""
    log = project.sheets["Attendance"].frame
    if not len(log):
        return
    full = _full_meetings(project)
    present = log[certain(log["Present"] == "Yes") & log["MeetingID"].isin(full)]
    pairs = pd.DataFrame({name: present[name] for name in ("MeetingID", "PartnerID")}).drop_duplicates()
    counts = pairs["PartnerID"].value_counts()
    partners = project.sheets["Partners"].frame
    logged = partners["key"].map(counts).fillna(0)
    test = partners["MeetingsAttended"] != logged
    for where, row in _each(project, "Partners", "MeetingsAttended", test):
        tally = _number(partners["MeetingsAttended"][row])
        yield problem("PX-213", where, log=int(logged[row]), tally=tally)


def _full_meetings(project: Project) -> pd.Series:
    """Ids of the full meetings of the period; all meetings where nothing says which."""
    frame = project.sheets["Meetings"].frame
    start, end = (project.form.values[name] for name in ("PeriodStart", "PeriodEnd"))
    if not len(frame) or not isinstance(start, date) or not isinstance(end, date):
        return project.sheets["Attendance"].frame["MeetingID"]
    held = frame["Date"].between(start.toordinal(), end.toordinal())
    full = held & frame["Type"].isin(load_rules().words["full meetings"])
    return frame[full]["MeetingID"]


def inputs(project: Project) -> Iterator[Problem]:
    """Last input dates on Partners that are later than the Employer input log knows (R44)."""
    log = project.sheets["EmployerInput"].frame
    if not len(log):
        return
    who = log["PartnerID"].fillna(log["EmployerName"])
    latest = log["Date"].groupby(who).max().dropna()
    partners = project.sheets["Partners"].frame
    for where, row in _each(project, "Partners", "LastInputDate", partners["LastInputDate"].notna()):
        key, tally = partners["key"][row], partners["LastInputDate"][row]
        if key in latest.index and latest[key] != tally:
            yield problem("PX-214", where, log=_day(latest[key]), tally=_day(tally))


CHECKS: tuple[Check, ...] = (
    required,
    period,
    roles,
    left,
    meetings,
    doubled_names,
    conveners,
    received,
    done,
    outcomes,
    attendance,
    inputs,
    references,
    unknown_names,
)
