"""Result sheets as an earlier file holds them."""

from __future__ import annotations

from datetime import date, time
from functools import cache

import pytest
from build import book
from timeline import Row, done, due, ended, look

from partnerxl.core import summary
from partnerxl.core.beginning import blank_tables
from partnerxl.core.grids import Book, Grid, Odd, ResultTable
from partnerxl.core.places import place
from partnerxl.core.readings import Rows
from partnerxl.core.restoring import is_result, result_tables

RECORDS: Row = {
    "Initiative": ended("2026-06-30"),
    "Progress": [done(1), *(due(number) for number in range(2, 7)), due(7, DueDate="soon")],
}


@cache
def written() -> tuple[ResultTable, ...]:
    return summary.tables(look(book(**RECORDS)), date(2026, 7, 1))


def as_book(*tables: ResultTable) -> Book:
    """A workbook with these result sheets."""
    return Book(
        "a.xlsx",
        tuple(each.name for each in tables),
        tuple(Grid(each.name, range(1, len(each.rows) + 2), [each.columns, *each.rows]) for each in tables),
    )


def changed(name: str, *rows: tuple[object, ...], headings: tuple[object, ...] = ()) -> Book:
    """A workbook with these rows below those of one result sheet."""
    grids = []
    for grid in as_book(*written()).grids:
        held = [headings or grid.rows[0], *grid.rows[1:], *rows] if grid.name == name else grid.rows
        grids.append(Grid(grid.name, range(1, len(held) + 1), held))
    return Book("a.xlsx", tuple(grid.name for grid in grids), tuple(grids))


def test_result_sheets_read_back_are_those_that_were_written() -> None:
    assert result_tables(as_book(*written())) == written()
    assert any(table.links for table in written() if table.name == "Checks")


def test_the_names_of_result_sheets_are_known() -> None:
    assert all(is_result(table.name) for table in written())
    assert is_result("scores ")
    assert not is_result("Progress")
    assert not is_result("Dashboard")


def test_a_sheet_that_is_not_there_is_left_out() -> None:
    older = [table for table in written() if table.name not in {"Highlights", "History"}]

    assert [table.name for table in result_tables(as_book(*older))] == [table.name for table in older]


def test_a_workbook_in_which_nothing_was_worked_out_holds_no_scores() -> None:
    assert result_tables(as_book()) == ()
    assert result_tables(as_book(*blank_tables())) == ()
    assert result_tables(Book("a.xlsx", ("Scores",), (Grid("Scores", [], []),))) == ()


def test_rows_that_people_added_are_not_ours() -> None:
    beside = ("Our view", *[None] * 5)

    assert result_tables(changed("Scores", beside, (None,) * 6, ())) == written()


def test_columns_are_found_where_people_moved_them() -> None:
    turned = tuple(
        Grid(grid.name, grid.numbers, [[None, "note", *reversed(row)] for row in grid.rows])
        for grid in as_book(*written()).grids
    )

    assert result_tables(Book("a.xlsx", (), turned)) == written()


def test_a_column_that_people_deleted_is_empty() -> None:
    cut = tuple(
        Grid(grid.name, grid.numbers, [row[:-1] for row in grid.rows]) if grid.name == "Scores" else grid
        for grid in as_book(*written()).grids
    )

    scores = next(table for table in result_tables(Book("a.xlsx", (), cut)) if table.name == "Scores")

    assert [row[-1] for row in scores.rows] == [None] * 4
    assert [row[:-1] for row in scores.rows] == [
        row[:-1] for table in written() if table.name == "Scores" for row in table.rows
    ]


@pytest.mark.parametrize("cell", [Odd("error", "#REF!"), Odd("never calculated", ""), time(12)])
def test_a_cell_that_no_result_sheet_can_hold_is_empty(cell: object) -> None:
    found = result_tables(changed("Tips", ("T99", cell, "Seen", None, None)))

    (tips,) = (table for table in found if table.name == "Tips")
    assert tips.rows[-1] == ("T99", None, "Seen", None, None)


# --- new workbooks, places and rows ---------------------------------------------------------------


def test_the_result_sheets_of_a_new_workbook_hold_headings_and_an_invitation() -> None:
    blank = blank_tables()

    assert [(table.name, table.columns) for table in blank] == [
        (table.name, table.columns) for table in written()
    ]
    assert {table.name for table in blank if table.rows} == {"Highlights"}
    assert [row[2] for table in blank for row in table.rows] == [
        "Nothing is worked out yet",
        "Fill in Initiative, Partners, Resources and Progress, then click Refresh scores, or run: partnerxl refresh",
    ]
    assert not any(table.links for table in blank)


@pytest.mark.parametrize(
    ("where", "link"),
    [
        ("Progress!F11", "'Progress'!F11"),
        ("Progress!7", "'Progress'!7:7"),
        ("Our 'list'!7", "'Our ''list'''!7:7"),
    ],
)
def test_an_address_becomes_a_link(where: str, link: str) -> None:
    assert place(where) == link


def test_rows_are_found_by_their_addresses() -> None:
    found = Rows.at(["Progress!9", "Our!list!3", "Progress!2", "Progress!9"])

    assert found == Rows((("Progress", (2, 9)), ("Our!list", (3,))))
    assert Rows.at(found) == found
    assert Rows.at([]) == Rows()
