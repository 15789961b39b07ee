"""A workbook open in Excel: what is read, what is written, and what is refused."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest
import xlwings as xw
from live_books import RESULTS, SAMPLES, Rows, bare, copies, live_copy, live_rows, plain, saved_rows, trimmed
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import FilterColumn
from openpyxl_engine import CALLS, ENGINE, open_book

import partnerxl
from partnerxl import workflow
from partnerxl.core import summary
from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import ResultTable
from partnerxl.hosts import files, keeper
from partnerxl.hosts.live import LiveWorkbook
from partnerxl.hosts.live_sheet import LiveSheet

MATURE = next(sample for sample in SAMPLES if sample.stem == "mature")
TABLE = ResultTable(
    "Checks",
    ("Code", "Where", "Found"),
    (("PX-101", "A!A1", "x"), ("PX-102", "A!A2", "y")),
    key=("Code", "Where"),
    own=r"PX-\d+",
)


def settings() -> tuple[object, ...]:
    app = ENGINE.apps.only
    return app.screen_updating, app.enable_events, app.calculation


@pytest.fixture(autouse=True)
def settings_stay() -> Iterator[None]:
    before = settings()
    yield
    assert settings() == before


# --- a whole click --------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_refresh_writes_what_it_writes_into_a_file(sample: Path, tmp_path: Path) -> None:
    path, other = copies(sample, tmp_path)
    book = open_book(path)

    done = partnerxl.refresh(book)

    partnerxl.refresh(other)
    assert done.sheets == ("Dashboard", *RESULTS)
    for sheet in RESULTS:
        assert live_rows(book, sheet) == saved_rows(other, sheet), sheet
    assert [sheet.name for sheet in book.sheets] == openpyxl.load_workbook(other).sheetnames

    partnerxl.refresh(book)

    for sheet in RESULTS:
        assert live_rows(book, sheet) == saved_rows(other, sheet), sheet


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_records_are_read_as_from_a_file(sample: Path, tmp_path: Path) -> None:
    book = live_copy(sample, tmp_path)

    found = summary.as_json(workflow.assess(book))

    assert found == summary.as_json(workflow.assess(sample))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_nothing_but_the_result_sheets_is_touched(sample: Path, tmp_path: Path) -> None:
    book = live_copy(sample, tmp_path)
    before = {name: live_rows(book, name) for name in book.sheet_names if name not in RESULTS}
    shown = book.sheets.active.name

    partnerxl.refresh(book)

    assert {name: live_rows(book, name) for name in before} == before
    assert book.sheets.active.name == shown


def test_the_sheet_that_was_shown_is_shown_again_after_new_ones_were_made(tmp_path: Path) -> None:
    book = live_copy(bare(), tmp_path)
    book.sheets["Partners"].activate()

    partnerxl.refresh(book)

    assert book.sheets.active.name == "Partners"


def test_check_and_report_take_an_open_book(tmp_path: Path) -> None:
    troubled = next(sample for sample in SAMPLES if sample.stem == "troubled")
    book = live_copy(troubled, tmp_path)

    problems = partnerxl.check(book)
    paper = partnerxl.report(book)

    assert problems == partnerxl.check(troubled)
    assert problems
    assert paper.parent == tmp_path
    assert paper.suffix == ".docx"


def test_the_owner_is_told_that_nothing_is_saved_yet(tmp_path: Path) -> None:
    done = partnerxl.refresh(live_copy(MATURE, tmp_path))

    assert done.book == tmp_path / "live.xlsx"
    assert done.notes == ("It is not saved yet: save it in Excel to keep the result sheets.",)


# --- reading --------------------------------------------------------------------------------------


def test_odd_cells_say_the_same_as_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    content = openpyxl.load_workbook(MATURE)
    sheet = content["Progress"]
    headings = {cell.value: cell.column for cell in sheet[3]}
    odd: list[tuple[str, object]] = [
        ("Due date", "#N/A"),
        ("Due date", "31/12/2025"),
        ("Due date", time(9, 30)),
        ("Due date", 45_000),
        ("Target", "lots"),
        ("Target", "1,250"),
        ("Target", "#DIV/0!"),
        ("Target", True),
        ("Done date", datetime(2025, 3, 1, 10, 30)),
        ("Done date", "  "),
        ("Status", "Finished"),
    ]
    for number, (heading, value) in enumerate(odd, start=4):
        sheet.cell(number, headings[heading]).value = value
    sheet.row_dimensions[5].hidden = True
    column = next(cell.column for cell in content["Resources"][3] if cell.value == "Committed amount")
    for row in range(4, 8):
        content["Resources"].cell(row, column).number_format = "$#,##0.00"
    content.save(path)

    found = summary.as_json(workflow.assess(open_book(path)))

    assert found["problems"]
    assert found == summary.as_json(workflow.assess(path))


def test_an_error_that_xlwings_has_no_name_for_is_an_error_all_the_same(tmp_path: Path) -> None:
    book = live_copy(MATURE, tmp_path)
    cell = book.impl.pages["Progress"].sheet["E4"]
    cell.value, cell.data_type = "#SPILL!", "e"

    problems = partnerxl.check(book)

    assert ("PX-101", "Progress!E4") in {(each.code, each.where) for each in problems}


def test_a_sheet_is_found_by_the_name_of_its_table(tmp_path: Path) -> None:
    path = tmp_path / "renamed.xlsx"
    content = openpyxl.load_workbook(MATURE)
    content["Progress"].title = "Work plan"
    content.save(path)

    found = summary.as_json(workflow.assess(open_book(path)))

    assert found == summary.as_json(workflow.assess(path))


def test_a_sheet_in_use_up_to_its_last_cell_is_refused_unread(tmp_path: Path) -> None:
    book = live_copy(MATURE, tmp_path)
    book.impl.pages["Progress"].sheet.cell(1_048_576, 16_384).value = "x"

    with pytest.raises(WorkbookError) as refused:
        partnerxl.check(book)

    assert str(refused.value) == (
        "Progress: expected at most 20,000,000 cells, found the sheet in use up to XFD1048576. "
        "Delete the empty rows and columns behind the records, save, and run again."
    )


def test_excel_that_does_not_answer_is_put_into_words(tmp_path: Path) -> None:
    book = live_copy(MATURE, tmp_path)
    book.impl.pages["Partners"].busy = True

    with pytest.raises(WorkbookError) as refused:
        partnerxl.refresh(book)

    assert str(refused.value) == (
        "live.xlsx cannot be read while Excel is busy. "
        "Finish the cell you are typing in, close what Excel asks, and run again."
    )
    assert live_rows(book, "Scores")[1:] == []


def test_the_grids_are_those_of_a_file(tmp_path: Path) -> None:
    path, other = copies(MATURE, tmp_path)
    partnerxl.refresh(path)
    partnerxl.refresh(other)

    live = LiveWorkbook(open_book(path)).read(lambda _: True)

    for ours, theirs in zip(live.grids, files.read(other, lambda _: True).grids, strict=True):
        if ours.name != "Dashboard":  # nothing here works out its formulas
            assert rounded(trimmed(ours.rows)) == rounded(trimmed(theirs.rows)), ours.name
        assert ours.tables == theirs.tables


# --- how often Excel is asked ---------------------------------------------------------------------


def many(rows: int, folder: Path) -> xw.Book:
    """The mature sample with so many more progress rows, each with something to mend."""
    content = openpyxl.load_workbook(MATURE)
    sheet = content["Progress"]
    pattern = [cell.value for cell in sheet[4]]
    due = next(cell.column for cell in sheet[3] if cell.value == "Due date") - 1
    first = sheet.max_row + 1
    for number in range(first, first + rows):
        sheet.append([f"G{number}", *pattern[1:due], "soon", *pattern[due + 1 :]])
    content.save(folder / f"{rows}.xlsx")
    return open_book(folder / f"{rows}.xlsx")


def test_excel_is_asked_as_often_for_many_rows_as_for_few(tmp_path: Path) -> None:
    asked = []
    for rows in (100, 10_000):
        book = many(rows, tmp_path)
        for _ in range(2):
            CALLS.clear()
            partnerxl.refresh(book)
            asked.append(dict(CALLS))
        assert len(live_rows(book, "Checks")) > rows

    few, few_again, much, much_again = asked
    assert few == much
    assert few_again == much_again


# --- text -----------------------------------------------------------------------------------------

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-5 %",
    "@SUM(A1)",
    "1/2",
    "80 %",
    "1,234",
    "(45)",
    "1e5",
    "TRUE",
    "false",
    "Mar 3",
    "March 2026",
    "3 May 2026",
    "2026-01-05",
    "12:30",
    "'quoted",
    "''twice",
    '"said"',
    "#N/A",
    " 7 ",
    "007",
    "$5",
    "a\nb 1",
    "P4",
    "Progress!F11",
    "é 1/2",
    "x" * 40_000,
    "9" * 50,
    "9 of 12 promised items that were due are done, which is the share seen.",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_becomes_nothing_else(text: str, tmp_path: Path) -> None:
    book = live_copy(plain(), tmp_path)
    table = ResultTable("Checks", ("Code", text[:200]), (("PX-1", text),))

    LiveWorkbook(book).write((table,))

    cell = book.impl.pages["Checks"].sheet["B2"]
    assert cell.data_type == "s"
    assert cell.value == (text if len(text) < 32_768 else f"{text[:32_763]} […]")
    assert book.impl.pages["Checks"].sheet["B1"].value == text[:200]


def test_values_keep_their_kind(tmp_path: Path) -> None:
    book = live_copy(plain(), tmp_path)
    row = (True, 3, 2.5, date(2026, 3, 1), None, "", math.nan, math.inf)

    LiveWorkbook(book).write((ResultTable("Checks", tuple("abcdefgh"), (row, row)),))

    assert live_rows(book, "Checks")[1] == [True, 3.0, 2.5, date(2026, 3, 1)]
    assert book.impl.pages["Checks"].sheet["D2"].number_format == "yyyy\\-mm\\-dd"


def test_a_link_leads_to_its_place_and_shows_its_text(tmp_path: Path) -> None:
    book = live_copy(plain(), tmp_path)
    long = "x" * 300
    table = ResultTable(
        "Checks",
        ("Code", "Where"),
        (("a", 'It\'s "so"!B7'), ("b", None), ("c", long)),
        links={(0, "Where"): "'It''s \"so\"'!B7", (1, "Where"): "'A'!B7", (2, "Where"): "'A'!B7"},
    )

    LiveWorkbook(book).write((table,))

    assert live_rows(book, "Checks")[1:] == [["a", 'It\'s "so"!B7'], ["b"], ["c", long]]
    assert book.impl.pages["Checks"].sheet["B4"].value == long
    formula = book.impl.pages["Checks"].sheet["B2"].value
    assert formula == '=HYPERLINK("#\'It\'\'s ""so""\'!B7","It\'s ""so""!B7")'


# --- looks ----------------------------------------------------------------------------------------


def test_a_new_sheet_looks_as_in_a_file(tmp_path: Path) -> None:
    path, other = copies(bare(), tmp_path)
    book = open_book(path)
    partnerxl.refresh(book)
    partnerxl.refresh(other)

    live_content, saved = book.impl.content, openpyxl.load_workbook(other)

    for name in RESULTS:
        ours, theirs = live_content[name], saved[name]
        assert ours.freeze_panes == theirs.freeze_panes == "A2"
        assert ours.sheet_view.showGridLines is False
        assert {table.displayName: table.ref for table in ours.tables.values()} == {
            table.displayName: table.ref for table in theirs.tables.values()
        }
        assert ours.defined_names["_partnerxl"].hidden
        assert ours.defined_names["_partnerxl"].attr_text == f"'{name}'!$A$1"
        for cell in theirs[1]:
            mine = ours[cell.coordinate]
            assert mine.fill.fgColor.rgb == cell.fill.fgColor.rgb
            assert mine.font.b
            assert mine.font.color.rgb == cell.font.color.rgb
            assert mine.alignment.wrap_text
            assert mine.alignment.vertical == cell.alignment.vertical
            letter = cell.column_letter
            mine, wanted = ours.column_dimensions[letter], theirs.column_dimensions[letter]
            assert mine.hidden == wanted.hidden
            assert mine.hidden or mine.width == wanted.width
        for cell in theirs[2] if theirs.max_row > 1 else ():
            mine = ours[cell.coordinate]
            assert mine.number_format == cell.number_format
            assert bool(mine.alignment.wrap_text) == bool(cell.alignment.wrap_text)
            assert mine.alignment.vertical == cell.alignment.vertical
            assert mine.alignment.horizontal == cell.alignment.horizontal


def test_looks_that_people_gave_stay(tmp_path: Path) -> None:
    book = live_copy(bare(), tmp_path)
    partnerxl.refresh(book)
    sheet = book.impl.pages["Scores"].sheet
    sheet.column_dimensions["F"].width = 33
    sheet["B2"].number_format = sheet["B5"].number_format = "0.000"
    sheet["A1"].comment = Comment("ours", "me")

    partnerxl.refresh(book)

    assert sheet.column_dimensions["F"].width == 33
    assert sheet["B2"].number_format == sheet["B5"].number_format == "0.000"
    assert sheet["A1"].comment.text == "ours"


def test_new_rows_get_the_look_of_their_columns(tmp_path: Path) -> None:
    book = live_copy(plain(), tmp_path)
    few = ResultTable("Checks", ("Code", "Share"), (("a", 0.5),), formats={"Share": "0%"})
    many_rows = ResultTable("Checks", ("Code", "Share"), (("a", 0.5), ("b", 0.7)), formats={"Share": "0%"})
    LiveWorkbook(book).write((few,))
    sheet = book.impl.pages["Checks"].sheet
    sheet["B2"].number_format = "0.0"

    LiveWorkbook(book).write((many_rows,))

    assert sheet["B2"].number_format == "0.0"
    assert sheet["B3"].number_format == "0%"
    assert sheet.tables["Checks"].ref == "A1:B3"


def test_a_table_gets_a_name_that_is_free(tmp_path: Path) -> None:
    book = live_copy(bare(), tmp_path)
    book.names.add("Checks", "=1")
    book.impl.pages["Partners"].sheet.tables["Partners"].displayName = "Checks2"

    LiveWorkbook(book).write((TABLE,))

    assert list(book.impl.pages["Checks"].sheet.tables) == ["Checks3"]


def test_filtered_and_hidden_rows_are_shown_again(tmp_path: Path) -> None:
    book = live_copy(bare(), tmp_path)
    partnerxl.refresh(book)
    sheet = book.impl.pages["Flags"].sheet
    before = live_rows(book, "Flags")
    for number in (2, 3, 5):
        sheet.row_dimensions[number].hidden = True
    table = next(iter(sheet.tables.values()))
    table.autoFilter.filterColumn.append(FilterColumn(colId=0))

    partnerxl.refresh(book)

    assert live_rows(book, "Flags") == before
    assert not any(sheet.row_dimensions[number].hidden for number in range(1, 10))
    assert table.autoFilter.filterColumn == []


def test_links_of_an_earlier_run_of_a_file_are_taken_away(tmp_path: Path) -> None:
    path, _ = copies(bare(), tmp_path)
    linked = replace(TABLE, links={(0, "Where"): "'A'!A1"})
    keeper.write(path, (linked,))
    book = open_book(path)
    sheet = book.impl.pages["Checks"].sheet
    assert sheet["B2"].hyperlink.location == "'A'!A1"

    LiveWorkbook(book).write((linked,))

    assert sheet["B2"].hyperlink is None
    assert sheet["B2"].value == '=HYPERLINK("#\'A\'!A1","A!A1")'


# --- the Dashboard --------------------------------------------------------------------------------


def test_a_new_dashboard_has_the_formulas_words_and_looks_of_a_file(tmp_path: Path) -> None:
    path, other = copies(bare(), tmp_path)
    book = open_book(path)

    partnerxl.refresh(book)

    partnerxl.refresh(other)
    ours, theirs = book.impl.content["Dashboard"], openpyxl.load_workbook(other)["Dashboard"]
    assert ours.defined_names["_partnerxl"].hidden
    assert ours.sheet_view.showGridLines is False
    assert set(map(str, ours.merged_cells.ranges)) == set(map(str, theirs.merged_cells.ranges))
    for row in theirs["A1:M36"]:
        for cell in row:
            mine = ours[cell.coordinate]
            assert mine.value == cell.value, cell.coordinate
            if cell.value is not None:
                assert mine.number_format == cell.number_format, cell.coordinate
                assert mine.fill.fgColor.rgb == cell.fill.fgColor.rgb, cell.coordinate
                assert (mine.font.sz, mine.font.color.rgb) == (cell.font.sz, cell.font.color.rgb), (
                    cell.coordinate
                )
                assert bool(mine.alignment.wrap_text) == bool(cell.alignment.wrap_text), cell.coordinate
                assert mine.alignment.horizontal == cell.alignment.horizontal, cell.coordinate
        assert ours.row_dimensions[row[0].row].height == theirs.row_dimensions[row[0].row].height
    for cell in theirs[1]:
        letter = get_column_letter(cell.column)
        assert ours.column_dimensions[letter].width == theirs.column_dimensions[letter].width


def test_a_new_dashboard_gets_bars_chips_and_charts(tmp_path: Path) -> None:
    book = live_copy(bare(), tmp_path)

    partnerxl.refresh(book)

    page = book.impl.pages["Dashboard"]
    assert [cells for cells, _ in page.rules] == ["C6:C9", "D6:D9", *["K6:K13"] * 7]
    assert page.rules[2][1]["formula"] == '=LEFT($K6,8)="Priority"'
    assert page.charts == [
        ("bar_clustered", "B5:D9", "B11:G13", 60.0, 60.0),
        ("line_markers", "B28:F36", "I21:M24", 50.0, 80.0),
    ]


def test_a_new_dashboard_finds_tables_that_have_another_name(tmp_path: Path) -> None:
    content = openpyxl.load_workbook(MATURE)
    del content["Dashboard"]
    content["Scores"].tables["Scores"].displayName = content["Scores"].tables["Scores"].name = "Points"
    content.save(tmp_path / "renamed.xlsx")
    path, other = copies(tmp_path / "renamed.xlsx", tmp_path)
    book = open_book(path)

    partnerxl.refresh(book)

    partnerxl.refresh(other)
    ours, theirs = book.impl.content["Dashboard"], openpyxl.load_workbook(other)["Dashboard"]
    assert "Points[Score]" in ours["C6"].value
    assert [[cell.value for cell in row] for row in ours["A1:M36"]] == [
        [cell.value for cell in row] for row in theirs["A1:M36"]
    ]


def test_a_dashboard_of_ours_is_left_to_excel(tmp_path: Path) -> None:
    book = live_copy(MATURE, tmp_path)
    sheet = book.impl.content["Dashboard"]
    before = {cell.coordinate: (cell.value, cell.style_id) for row in sheet for cell in row if cell.value}

    partnerxl.refresh(book)

    assert {
        cell.coordinate: (cell.value, cell.style_id) for row in sheet for cell in row if cell.value
    } == before
    assert book.impl.pages["Dashboard"].charts == []


def test_a_dashboard_of_peoples_stays_and_they_are_told(tmp_path: Path) -> None:
    book = live_copy(MATURE, tmp_path)
    del book.impl.content["Dashboard"].defined_names["_partnerxl"]

    done = partnerxl.refresh(book)

    assert done.notes[0] == (
        "It has a sheet 'Dashboard' that partnerxl did not make, which stays as it is. Rename it to get ours."
    )


# --- what is refused ------------------------------------------------------------------------------


def refused(book: xw.Book, *tables: ResultTable) -> str:
    before = {sheet.name: live_rows(book, sheet.name) for sheet in book.sheets}
    with pytest.raises(WorkbookError) as found:
        LiveWorkbook(book).write(tables)
    assert {sheet.name: live_rows(book, sheet.name) for sheet in book.sheets} == before
    return str(found.value)


def test_a_sheet_that_is_not_ours_is_refused_with_the_way_out(tmp_path: Path) -> None:
    book = live_copy(bare(), tmp_path)
    book.impl.pages["Meetings"].sheet.title = "checks"
    book.impl.pages["checks"] = book.impl.pages.pop("Meetings")

    text = refused(book, ResultTable("Scores", ("a",), ()), TABLE)

    assert text == (
        "live.xlsx was not changed: it has a sheet 'Checks' that partnerxl did not make. "
        "Rename that sheet (to 'My Checks', say) and run again."
    )


def test_a_table_that_moved_is_refused_with_the_way_out(tmp_path: Path) -> None:
    book = live_copy(plain(), tmp_path)
    LiveWorkbook(book).write((TABLE,))
    book.impl.pages["Checks"].sheet.tables["Checks"].ref = "B1:D3"

    text = refused(book, TABLE)

    assert text == (
        "live.xlsx was not changed: the table on its sheet 'Checks' no longer begins in cell A1. "
        "Delete the rows above it and the columns before it, and run again."
    )


def test_a_protected_sheet_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    book = live_copy(plain(), tmp_path)
    LiveWorkbook(book).write((TABLE,))
    book.impl.pages["Checks"].sheet.protection.sheet = True

    text = refused(book, ResultTable("Scores", ("a",), ()), TABLE)

    assert text == (
        "live.xlsx was not changed: Excel does not let the sheet 'Checks' be written. Finish the cell you are "
        "typing in, close what Excel asks, unprotect the sheet (Review > Unprotect Sheet) and run again."
    )


def test_a_protected_workbook_is_refused(tmp_path: Path) -> None:
    book = live_copy(plain(), tmp_path)
    book.impl.content.security.lockStructure = True

    text = refused(book, TABLE)

    assert text == (
        "live.xlsx: Excel does not let the sheet 'Checks' be added. "
        "Unprotect the workbook (Review > Protect Workbook), or rename a chart sheet of that name, and run again."
    )


def test_a_stop_in_the_middle_is_said_and_the_settings_are_put_back(tmp_path: Path) -> None:
    book = live_copy(plain(), tmp_path)
    LiveWorkbook(book).write((TABLE,))
    book.impl.pages["Checks"].stubborn = True

    with pytest.raises(WorkbookError) as stopped:
        LiveWorkbook(book).write((TABLE,))

    assert str(stopped.value) == (
        "live.xlsx: Excel stopped at the sheet 'Checks', so the result sheets do not belong together yet. "
        "Finish the cell you are typing in, close what Excel asks, and run again."
    )


def test_excel_is_quiet_while_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = live_copy(plain(), tmp_path)
    seen = []
    write = LiveSheet.write

    def watched(sheet: LiveSheet) -> None:
        seen.append(settings())
        write(sheet)

    monkeypatch.setattr(LiveSheet, "write", watched)

    LiveWorkbook(book).write((TABLE,))

    assert seen == [(False, False, "manual")]


def test_a_book_that_was_never_saved_is_refreshed_and_reported_into_a_folder(tmp_path: Path) -> None:
    book = live_copy(bare(), tmp_path)
    book.impl.path = Path("Book1")

    done = partnerxl.refresh(book)
    with pytest.raises(WorkbookError) as nowhere:
        partnerxl.report(book)
    paper = partnerxl.report(book, tmp_path / "reports")

    assert done.book == Path("Book1")
    assert str(nowhere.value) == (
        "Book1 lies in no folder of this computer, so nothing can be put beside it. "
        "Save it in one (File > Save As), or name a folder for the report."
    )
    assert paper.parent == tmp_path / "reports"


# --- both hosts in turn ---------------------------------------------------------------------------


def test_earlier_scores_are_put_back_into_an_open_book(tmp_path: Path) -> None:
    path = copies(MATURE, tmp_path)[0]
    partnerxl.refresh(path)
    before = saved_rows(path, "Scores")
    content = openpyxl.load_workbook(path)
    for row in range(4, 30):
        content["Progress"].cell(row, 7).value = "Late"
    content.save(path)
    partnerxl.refresh(path)
    book = open_book(path)
    assert live_rows(book, "Scores") != before

    done = workflow.restore(book)

    assert rounded(live_rows(book, "Scores")) == rounded(before)
    assert done.sheets[1:3] == ("Scores", "Flags")


def test_scores_of_a_book_that_was_never_saved_meanwhile_are_put_back_and_back_again(tmp_path: Path) -> None:
    book = live_copy(MATURE, tmp_path)
    partnerxl.refresh(book)
    before = live_rows(book, "Scores")
    book.sheets["Progress"].range("G4:G30").value = [["Late"]] * 27
    partnerxl.refresh(book)
    after = live_rows(book, "Scores")

    workflow.restore(book)
    back = live_rows(book, "Scores")
    done = workflow.restore(book)

    assert after != before
    assert (back, live_rows(book, "Scores")) == (before, after)
    assert done.backup.name.endswith(".scores.json")


def test_where_nothing_can_be_kept_a_refresh_goes_on(tmp_path: Path) -> None:
    book = live_copy(MATURE, tmp_path)
    (tmp_path / "partnerxl-backups").write_text("a file in the place of the folder")
    partnerxl.refresh(book)

    partnerxl.refresh(book)

    assert live_rows(book, "Scores")


def rounded(rows: Rows) -> Rows:
    """Numbers as far as openpyxl keeps them when it saves."""
    return [[round(cell, 9) if isinstance(cell, float) else cell for cell in row] for row in rows]


def test_a_file_written_by_one_host_is_refreshed_by_the_other(tmp_path: Path) -> None:
    path, other = copies(MATURE, tmp_path)
    partnerxl.refresh(path)
    book = open_book(path)
    partnerxl.refresh(book)
    book.save()
    partnerxl.refresh(path)
    partnerxl.refresh(other)

    for sheet in RESULTS:
        assert rounded(saved_rows(path, sheet)) == rounded(saved_rows(other, sheet))
    assert openpyxl.load_workbook(path).sheetnames == openpyxl.load_workbook(other).sheetnames
    assert b"fullCalcOnLoad" not in zipfile.ZipFile(path).read("xl/workbook.xml").replace(
        b'fullCalcOnLoad="1"/></workbook>', b""
    )
