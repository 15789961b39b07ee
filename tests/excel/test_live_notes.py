"""What people add to result sheets fares in an open book as it does in a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from live_books import Rows, live_rows, saved_rows, trimmed
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl_engine import open_book

from partnerxl.core.grids import Odd, ResultTable
from partnerxl.hosts import keeper
from partnerxl.hosts.live import LiveWorkbook

COLUMNS = ("Code", "Where", "Found")
Edit = Callable[[Worksheet], object]


def table(codes: Sequence[str], columns: Sequence[str] = COLUMNS) -> ResultTable:
    rows = tuple(
        (f"PX-{code}", f"A!B{code}", f"found {code}", f"new {code}")[: len(columns)] for code in codes
    )
    return ResultTable("Checks", tuple(columns), rows, key=("Code", "Where"), own=r"PX-\d+")


def both(first: ResultTable, edit: Edit, second: ResultTable) -> tuple[Rows, Rows, tuple[str, ...]]:
    """Rows of the sheet in an open book and in a file after two runs with people's work between, and notes."""
    with TemporaryDirectory() as folder:
        path, other = Path(folder, "one.xlsx"), Path(folder, "two.xlsx")
        openpyxl.Workbook().save(path)
        keeper.write(path, (first,))
        content = openpyxl.load_workbook(path)
        edit(content["Checks"])
        content.save(path)
        shutil.copyfile(path, other)
        book = open_book(path)

        live = LiveWorkbook(book).write((second,))

        kept = keeper.write(other, (second,))
        assert live.notes[:-1] == kept.notes
        return live_rows(book, "Checks"), saved_rows(other, "Checks"), kept.notes


def write(*cells: tuple[str, object]) -> Edit:
    def edit(sheet: Worksheet) -> None:
        for place, value in cells:
            sheet[place] = value

    return edit


def without_formulas(rows: Rows) -> Rows:
    """Cells without what a formula gave, which nothing here works out."""
    return trimmed([None if isinstance(cell, Odd) else cell for cell in row] for row in rows)


def test_notes_beside_rows_go_with_their_rows() -> None:
    edit = write(("E1", "Our note"), ("E2", "about 1"), ("E3", "1/2"), ("F3", 12))

    live, saved, _ = both(table("12"), edit, table("321"))

    assert live == saved
    assert live[2] == ["PX-2", "A!B2", "found 2", None, "1/2", 12.0]
    assert live[3] == ["PX-1", "A!B1", "found 1", None, "about 1"]


def test_a_formula_beside_a_row_stays_and_is_not_touched() -> None:
    def edit(sheet: Worksheet) -> None:
        write(("E2", "one"), ("E3", "=LEN(C3)"), ("E4", "three"))(sheet)

    with TemporaryDirectory() as folder:
        path = Path(folder, "one.xlsx")
        openpyxl.Workbook().save(path)
        keeper.write(path, (table("123"),))
        content = openpyxl.load_workbook(path)
        edit(content["Checks"])
        content.save(path)
        book = open_book(path)

        LiveWorkbook(book).write((table("321"),))

        column = [cell.value for cell in book.impl.pages["Checks"].sheet["E"]]
        assert column == [None, "three", "=LEN(C3)", "one"]


def test_what_stands_below_makes_room() -> None:
    edit = write(("A5", "Talk about this in May"), ("B6", "=1+1"), ("H7", "far"))

    live, saved, notes = both(table("12"), edit, table("123456"))

    assert without_formulas(live) == without_formulas(saved)
    assert live[8][0] == "Talk about this in May"
    assert notes == ("'Checks': what stood below the table moved down by 4 rows.",)


def test_a_note_whose_row_is_gone_stands_below() -> None:
    edit = write(("E2", "about 1"), ("E4", "about 3"))

    live, saved, notes = both(table("123"), edit, table("3"))

    assert live == saved
    assert live == [
        [*COLUMNS],
        ["PX-3", "A!B3", "found 3", None, "about 3"],
        [],
        [None, None, None, None, "about 1"],
    ]
    assert len(notes) == 1


def test_columns_that_people_moved_stay_where_they_are() -> None:
    def edit(sheet: Worksheet) -> None:
        for row in sheet["A1:C3"]:
            row[0].value, row[2].value = row[2].value, row[0].value
        sheet.tables["Checks"].tableColumns[0].name = "Found"
        sheet.tables["Checks"].tableColumns[2].name = "Code"

    live, saved, _ = both(table("12"), edit, table("21"))

    assert live == saved
    assert live[:2] == [["Found", "Where", "Code"], ["found 2", "A!B2", "PX-2"]]


def test_a_new_column_makes_room_beside() -> None:
    edit = write(("D1", "Ours"), ("D2", "about 1"), ("E3", "far"), ("D5", "below"))

    live, saved, _ = both(table("12"), edit, table("21", (*COLUMNS, "New")))

    assert live == saved
    assert live[0] == [*COLUMNS, "New", "Ours"]


def test_rows_that_people_typed_into_the_table_stand_below() -> None:
    def edit(sheet: Worksheet) -> None:
        write(("A4", "My own row"), ("C4", "x"), ("E4", "y"))(sheet)
        sheet.tables["Checks"].ref = "A1:C4"

    live, saved, _ = both(table("12"), edit, table("12"))

    assert live == saved
    assert live[-1] == ["My own row", None, "x", None, "y"]


PLACES = st.tuples(st.integers(1, 9), st.integers(1, 7))
WORDS = st.sampled_from(["note", "1/2", "=x", 5.0, True])


@given(
    first=st.lists(st.sampled_from("12345"), unique=True, max_size=4),
    second=st.lists(st.sampled_from("12345"), unique=True, max_size=5),
    cells=st.dictionaries(PLACES, WORDS, max_size=6),
    more=st.booleans(),
)
@settings(max_examples=40)
def test_both_hosts_keep_what_people_wrote_in_the_same_way(
    first: list[str], second: list[str], cells: dict[tuple[int, int], object], *, more: bool
) -> None:
    """Cells below and beside; those of the table itself are ours."""

    def edit(sheet: Worksheet) -> None:
        for (row, column), value in cells.items():
            if row > max(len(first), 1) + 1 or column > 3:
                sheet.cell(row, column).value = value
                if isinstance(value, str):
                    sheet.cell(row, column).data_type = "s"

    live, saved, _ = both(table(first), edit, table(second, (*COLUMNS, "New") if more else COLUMNS))

    assert live == saved
