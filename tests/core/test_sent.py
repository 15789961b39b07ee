"""What the sheet Sent remembers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

from partnerxl.core.grids import Book, Grid
from partnerxl.core.sent import COLUMNS, Entry, is_sent, read_sent, sent_table

ENTRY = Entry(
    "2026-11-25 04:51:07", "Bolt", "a@b.org", "", "Hello", "a.docx", "12ab", "R-0123ABCD", ".eml", "sent"
)


def sheet(*rows: Sequence[object]) -> Book:
    return Book("ours.xlsx", ("Sent",), (Grid("Sent", range(1, len(rows) + 1), rows),))


def test_what_was_written_is_read_again() -> None:
    table = sent_table([ENTRY])

    assert read_sent(sheet(list(table.columns), *map(list, table.rows))) == (ENTRY,)


def test_columns_may_be_moved_and_left_out() -> None:
    cells = dict(zip(COLUMNS, astuple(ENTRY), strict=True))
    moved = [name for name in reversed(COLUMNS) if name != "Cc"]

    assert read_sent(sheet(["Ours"], moved, [cells[name] for name in moved])) == (ENTRY,)


def test_rows_that_people_added_are_theirs() -> None:
    assert read_sent(sheet(list(COLUMNS), ["yesterday", "Bolt"], [None], [7, "Bolt"], [])) == ()


def test_without_the_sheet_or_its_headings_nothing_is_remembered() -> None:
    assert read_sent(Book("ours.xlsx", ())) == ()
    assert read_sent(sheet(["Letters we sent"])) == ()


def test_the_sheet_is_known_by_its_name() -> None:
    assert (is_sent("sent"), is_sent("Sent items")) == (True, False)
