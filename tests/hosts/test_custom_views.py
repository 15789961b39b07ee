"""Where people keep custom views, result sheets are plain ranges with a filter: a table would turn the views off."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from corpus import content, custom_views, packed
from openpyxl import load_workbook

from partnerxl.core.grids import ResultTable
from partnerxl.core.messages import message
from partnerxl.hosts import keeper

BOOK, OURS = "xl/workbook.xml", "xl/worksheets/sheet2.xml"
FILTER = re.compile(rb"<definedName [^>]*_FilterDatabase[^>]*>([^<]*)<")


def scores(*phases: str) -> ResultTable:
    return ResultTable("Scores", ("Phase", "Score"), tuple((each, 0.25) for each in phases), key=("Phase",))


def written(raw: bytes, *phases: str) -> bytes:
    return keeper.patched(raw, "ours.xlsx", [scores(*phases)])[0]


def edited(raw: bytes, part: str, change: Callable[[str], str]) -> bytes:
    parts = content(raw)
    old = parts[part].decode()
    new = change(old)
    assert new != old
    return packed(parts | {part: new.encode()})


def sheet(raw: bytes) -> Any:
    return load_workbook(io.BytesIO(raw))["Scores"]


def test_the_range_has_a_filter_with_the_hidden_name_that_excel_wants_and_no_table() -> None:
    tables = [scores("Forming", "Norming"), ResultTable("Tips", ("Tip", "Title"), (("T1", "Ask"),))]
    new, notes = keeper.patched(custom_views(), "ours.xlsx", tables)

    assert (sheet(new).auto_filter.ref, dict(sheet(new).tables)) == ("A1:B3", {})
    assert FILTER.findall(content(new)[BOOK]) == [b"'Scores'!$A$1:$B$3", b"'Tips'!$A$1:$B$2"]
    assert re.search(rb'name="_xlnm\._FilterDatabase" localSheetId="1" hidden="1"', content(new)[BOOK])
    assert notes == (message("writing", "plain"),)


def test_the_view_of_people_stays() -> None:
    new = content(written(custom_views(), "Forming"))

    assert b'<customWorkbookView name="Ana"' in new[BOOK]
    assert new["xl/worksheets/sheet1.xml"] == content(custom_views())["xl/worksheets/sheet1.xml"]


def test_the_filter_stands_where_the_schema_wants_it() -> None:
    tags = re.findall(
        rb"<(sheetData|autoFilter|hyperlinks|pageMargins)\b", content(written(custom_views(), "A"))[OURS]
    )

    assert tags == [b"sheetData", b"autoFilter", b"pageMargins"]


def test_the_filter_grows_and_shrinks_with_the_rows_and_is_told_once() -> None:
    once = written(custom_views(), "Forming")

    more, notes = keeper.patched(once, "ours.xlsx", [scores("Forming", "Norming", "Storming")])
    fewer = written(more, "Norming")

    assert notes == ()
    assert [sheet(raw).auto_filter.ref for raw in (more, fewer)] == ["A1:B4", "A1:B2"]
    assert FILTER.findall(content(fewer)[BOOK]) == [b"'Scores'!$A$1:$B$2"]
    assert written(fewer, "Norming") == fewer


def test_rows_that_somebody_filtered_away_are_shown_again() -> None:
    def choose(text: str) -> str:
        chosen = '<autoFilter ref="A1:B3"><filterColumn colId="0"><filters><filter val="Norming"/></filters></filterColumn></autoFilter>'
        return text.replace('<row r="2"', '<row r="2" hidden="1"').replace(
            '<autoFilter ref="A1:B3"/>', chosen
        )

    once = edited(written(custom_views(), "Forming", "Norming"), OURS, choose)

    again = written(once, "Forming", "Norming", "Storming")

    assert not sheet(again).row_dimensions[2].hidden
    assert sheet(again).auto_filter.filterColumn == []


def test_a_row_without_an_entry_in_its_first_cell_still_belongs_to_the_range() -> None:
    blank = ResultTable("Scores", ("Phase", "Score"), (("Forming", 1), (None, 2), ("Norming", 3)))
    once = keeper.patched(custom_views(), "ours.xlsx", [blank])[0]

    again = keeper.patched(once, "ours.xlsx", [ResultTable("Scores", ("Phase", "Score"), (("Forming", 1),))])[
        0
    ]

    assert [list(row) for row in sheet(again).values] == [["Phase", "Score"], ["Forming", 1]]


def test_when_the_views_are_gone_the_table_comes_and_takes_the_filter_away() -> None:
    once = written(custom_views(), "Forming")
    without = edited(
        once, BOOK, lambda text: re.sub("<customWorkbookViews>.*</customWorkbookViews>", "", text)
    )

    new = written(without, "Forming", "Norming")

    assert sheet(new).tables["Scores"].ref == "A1:B3"
    assert sheet(new).auto_filter.ref is None
    assert FILTER.findall(content(new)[BOOK]) == []


@pytest.mark.parametrize("place", ["A1:B3", "D1:F9"])
def test_a_filter_that_people_put_over_a_former_table_goes_when_the_table_comes_back(place: str) -> None:
    views = "<customWorkbookViews>.*</customWorkbookViews>"
    once = edited(written(custom_views(), "A", "B"), BOOK, lambda text: re.sub(views, "", text))
    theirs = once if place == "A1:B3" else edited(once, OURS, lambda text: text.replace("A1:B3", place))

    new = written(theirs, "A", "B")

    assert (sheet(new).auto_filter.ref, list(sheet(new).tables)) == (None, ["Scores"])
