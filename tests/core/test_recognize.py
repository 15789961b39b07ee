"""A table is told by its headings."""

from __future__ import annotations

import pytest

from partnerxl.core.catalogue import load_sheets
from partnerxl.core.grids import Grid
from partnerxl.core.recognize import sheet_of


def grid(*rows: list[object]) -> Grid:
    return Grid("", range(1, len(rows) + 1), rows)


@pytest.mark.parametrize("name", load_sheets())
def test_every_sheet_is_told_by_its_headings(name: str) -> None:
    headings: list[object] = [column.heading for column in load_sheets()[name].columns.values()]
    rows = [[heading, "x"] for heading in headings] if name == "Initiative" else [headings, ["x"]]

    assert sheet_of(grid(*rows)) == name


def test_the_sheet_with_more_of_its_headings_there_is_meant_where_two_have_as_many() -> None:
    assert sheet_of(grid(["Threshold", "Current"])) == "Settings"
    assert sheet_of(grid(["Partner", "Date"])) == "Sign-off"


@pytest.mark.parametrize("rows", [[], [[]], [["Owner"]], [["what", "ever"], [1, 2]]])
def test_what_has_no_two_headings_is_no_sheet(rows: list[list[object]]) -> None:
    assert sheet_of(grid(*rows)) is None
