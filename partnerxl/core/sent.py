"""The log of drafts: the sheet Sent, whose column State belongs to people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from partnerxl.core.grids import Book, ResultTable
from partnerxl.core.matching import clean
from partnerxl.core.tables import find_grid

SHEET = "Sent"
COLUMNS = ("Time", "Partner", "To", "Cc", "Subject", "Files", "Hash", "Reference", "Way", "State")
OWN = r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}"
OWN_TIME = re.compile(OWN)
WIDTHS = (19.0, 30.0, 32.0, 32.0, 50.0, 50.0, 20.0, 14.0, 12.0, 16.0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of Sent, in the order of its columns."""

    time: str
    partner: str
    to: str
    cc: str
    subject: str
    files: str
    digest: str
    reference: str
    way: str
    state: str


def is_sent(name: str) -> bool:
    """True for the name of the sheet."""
    return clean(name) == clean(SHEET)


def read_sent(book: Book) -> tuple[Entry, ...]:
    """The drafts a workbook remembers, in its order; rows that people added are theirs."""
    grid = find_grid(book, SHEET)
    rows = iter(grid.rows if grid else ())
    headings = list(next((row for row in rows if set(COLUMNS[:2]) <= set(_texts(row))), ()))
    places = [headings.index(name) if name in headings else None for name in COLUMNS]
    found = (Entry(*(_cell(row, at) for at in places)) for row in rows)
    return tuple(entry for entry in found if OWN_TIME.fullmatch(entry.time))


def _texts(row: Iterable[object]) -> Iterable[str]:
    return (cell for cell in row if isinstance(cell, str))


def _cell(row: Sequence[object], at: int | None) -> str:
    cell = row[at] if at is not None and at < len(row) else None
    return cell if isinstance(cell, str) else ""


def sent_table(entries: Iterable[Entry]) -> ResultTable:
    """The sheet Sent; what people set as State stays, because it was read before."""
    return ResultTable(
        SHEET,
        COLUMNS,
        tuple(tuple(cell or None for cell in astuple(entry)) for entry in entries),
        widths=dict(zip(COLUMNS, WIDTHS, strict=True)),
        wrap=frozenset({"Subject", "Files"}),
        key=("Time", "Partner", "Hash"),
        own=OWN,
    )
