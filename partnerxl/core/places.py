"""Where rows stand, as a cell shows it and as a link finds it."""

from __future__ import annotations

from partnerxl.core import texts
from partnerxl.core.readings import Rows

MOST_ADDRESSES = 50


def addresses(rows: Rows) -> str | None:
    """The rows as a cell shows them: at most 50 addresses, then "and N more"."""
    found = list(rows)
    if len(found) <= MOST_ADDRESSES:
        return ", ".join(found) or None
    more = texts.say("rows", "more", n=str(len(found) - MOST_ADDRESSES))
    return f"{', '.join(found[:MOST_ADDRESSES])} {more}"


def first(rows: Rows) -> str | None:
    """The first of the rows."""
    return next(iter(rows), None)


def link(rows: Rows) -> str | None:
    """The place of the rows of the first sheet, from the first row to the last."""
    if not rows.parts:
        return None
    sheet, numbers = rows.parts[0]
    return f"{quoted(sheet)}!{numbers[0]}:{numbers[0]}"


def quoted(sheet: str) -> str:
    """A sheet's name as it stands in a link."""
    return "'" + sheet.replace("'", "''") + "'"


def target(where: str) -> str:
    """A problem's address as a link."""
    sheet, _, cell = where.rpartition("!")
    return f"{quoted(sheet)}!{cell}"


def place(where: str) -> str:
    """An address of a cell or of a row as a link.

    >>> place("Progress!F11"), place("Progress!7")
    ("'Progress'!F11", "'Progress'!7:7")
    """
    sheet, _, cell = where.rpartition("!")
    return f"{quoted(sheet)}!{cell}:{cell}" if cell.isdigit() else target(where)
