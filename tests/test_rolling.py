"""A workbook for the next period: what goes along, what stays behind, and that nothing of people's is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import WORKBOOKS, CommandLine, changed, sample, snapshot
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.table import TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from partnerxl import workflow
from partnerxl.core.records import Project, read_project, wanted
from partnerxl.hosts import files
from partnerxl.rolling import NewBook

SAMPLES = ["mature", "nearly-empty", "new", "second-wave", "troubled"]
HEADINGS, FIRST = 3, 4  # rows of a sheet of ours
EMPTIED = {"Meetings", "Attendance", "Pulse", "Overrides"}
SOFFICE = shutil.which("soffice")
YELLOW = PatternFill("solid", fgColor="FFFFFF00")


def project(path: Path) -> Project:
    return read_project(files.read(path, wanted))


def said(found: Project, sheet: str, *columns: str) -> list[tuple[Any, ...]]:
    return list(found.sheets[sheet].frame.rows(*columns))


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rolled(book: Path) -> NewBook:
    before = snapshot(book.parent)
    made = workflow.next_period(book)
    after = snapshot(book.parent)
    assert {name: after[name] for name in before} == before  # nothing that was there was touched
    assert set(after) - set(before) == {made.book.name}
    return made


def column(sheet: Worksheet, heading: str) -> str:
    return next(str(cell.column_letter) for cell in sheet[HEADINGS] if cell.value == heading)


def add_column(sheet: Worksheet, heading: str, cells: Iterator[Any] | list[Any]) -> str:
    """A column of people's own at the right end of a table of ours."""
    table = sheet.tables[sheet.title]
    number = sheet[table.ref.split(":")[1]].column + 1
    sheet.cell(HEADINGS, number, heading)
    for row, value in enumerate(cells, start=FIRST):
        sheet.cell(row, number, value)
    last = sheet[table.ref.split(":")[1]].row
    table.ref = f"A{HEADINGS}:{sheet.cell(last, number).coordinate}"
    table.autoFilter.ref = table.ref
    table.tableColumns.append(TableColumn(id=number, name=heading))
    return str(sheet.cell(HEADINGS, number).column_letter)


# --- all samples ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_rolls_over_and_refreshes(name: str, tmp_path: Path) -> None:
    book = sample(name, tmp_path)
    workflow.refresh(book)
    old = project(book)

    made = rolled(book)

    new = project(made.book)
    assert (new.form.values["PeriodStart"], new.form.values["PeriodEnd"]) == (made.start, made.end)
    assert said(new, "Partners", "PartnerID") == said(old, "Partners", "PartnerID")
    assert said(new, "Settings", "Threshold", "Current") == said(old, "Settings", "Threshold", "Current")
    assert all(len(new.sheets[sheet].frame) == 0 for sheet in EMPTIED)
    assert [run.cells for run in new.runs] == [run.cells for run in old.runs]
    assert made.notes == ()

    found = workflow.refresh(made.book).assessment
    assert found.view.end == made.end.toordinal()
    assert [run.number for run in project(made.book).runs] == [1, 2]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_sheet_has_gaps_and_its_table_ends_with_its_rows(name: str, tmp_path: Path) -> None:
    made = rolled(sample(name, tmp_path))

    book, found = load_workbook(made.book), project(made.book)
    for sheet, records in found.sheets.items():
        if sheet in book.sheetnames:
            rows = records.frame.index.tolist()
            assert rows == list(range(FIRST, FIRST + len(rows)))
            assert book[sheet].tables[sheet].ref.endswith(str(FIRST + max(len(rows), 1) - 1))


def test_what_was_worked_out_is_gone_until_the_next_refresh(tmp_path: Path) -> None:
    book = sample("troubled", tmp_path)
    workflow.prepare(book, None, lambda _drafts: True)
    workflow.refresh(book)

    new = load_workbook(rolled(book).book)

    for name in ("Scores", "Flags", "Evidence", "Tips", "Checks", "Sent"):
        assert [[cell.value for cell in row] for row in new[name].iter_rows(min_row=2)] in (
            [],
            [[None] * new[name].max_column],
        ), name
    assert new["History"]["A2"].value == "Run 1"


def test_a_workbook_that_was_never_refreshed_gets_no_result_sheets(tmp_path: Path) -> None:
    old = Workbook()
    old.active.title = "Initiative"
    for row in (("Period start", date(2026, 1, 1)), ("Period end", date(2026, 12, 31))):
        old.active.append(row)
    for name, headings in (
        ("Partners", ["Partner ID", "Partner name"]),
        ("Resources", ["Resource ID", "Status"]),
        ("Progress", ["Progress ID", "Title", "Status"]),
    ):
        old.create_sheet(name).append(headings)
    for item in (("M1", "Done", "Done"), ("M2", "Open", "Late"), ("M3", "Dropped", "Done")):
        old["Progress"].append(item)
    old.save(tmp_path / "plain.xlsx")

    new = load_workbook(rolled(tmp_path / "plain.xlsx").book)

    assert new.sheetnames == ["Initiative", "Partners", "Resources", "Progress"]
    assert [cell.value for cell in new["Progress"]["A"]] == ["Progress ID", "M2", None, None]
    assert new["Initiative"]["B1"].value.date() == date(2027, 1, 1)


# --- the file -------------------------------------------------------------------------------------


def test_the_name_tells_the_period_and_no_file_is_overwritten(tmp_path: Path) -> None:
    book = sample("mature", tmp_path)

    first, second = rolled(book), rolled(book)
    third = rolled(first.book)

    assert first.book.name == "mature 2027-09-30.xlsx"
    assert second.book.name == "mature 2027-09-30 2.xlsx"
    assert third.book.name == "mature 2028-09-30.xlsx"
    assert first.book.read_bytes() == second.book.read_bytes()


def test_parts_that_hold_no_record_stay_byte_for_byte(tmp_path: Path) -> None:
    book = sample("troubled", tmp_path)

    old, new = parts(book), parts(rolled(book).book)

    touched = {name for name in old if new.get(name) != old[name]}
    assert set(new) == set(old)
    sheets = {f"xl/worksheets/sheet{number}.xml" for number in range(1, 40)}
    tables = {f"xl/tables/table{number}.xml" for number in range(1, 40)}
    assert touched <= sheets | tables
    assert len(touched & sheets) < len(old.keys() & sheets) / 2


def test_on_the_command_line_a_table_says_what_became_of_each_sheet(
    tmp_path: Path, partnerxl: CommandLine
) -> None:
    book = sample("mature", tmp_path)

    shown = partnerxl("next-period", book, "--out", tmp_path / "new")

    assert shown.code == 0
    assert "Every partner" in shown.out
    assert "October 1, 2026 to September 30, 2027" in shown.out
    assert (tmp_path / "new" / "mature 2027-09-30.xlsx").is_file()

    found = json.loads(partnerxl("next-period", book, "--json").out)
    lines = {line["sheet"]: line for line in found["sheets"]}
    assert (lines["Meetings"]["carried"], lines["Meetings"]["left"]) == (0, 10)
    assert (found["start"], found["end"]) == ("2026-10-01", "2027-09-30")


def test_an_empty_workbook_says_what_is_missing(tmp_path: Path, partnerxl: CommandLine) -> None:
    refused = partnerxl("next-period", sample("empty", tmp_path))

    assert refused.code == 2
    assert "found no Period start and Period end" in refused.err
    assert list(tmp_path.iterdir()) == [tmp_path / "empty.xlsx"]


# --- what people added ----------------------------------------------------------------------------


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A workbook with columns, sheets and a chart of people's own."""
    book = sample("troubled", tmp_path)
    with changed(book) as content:
        progress = content["Progress"]
        add_column(progress, "Our code", [f"code of {progress.cell(row, 1).value}" for row in range(4, 29)])
        content.create_sheet("Budget").append(["Spent", "=SUM(B2:B9)"])
        content["Budget"]["D1"] = "=COUNTA(Progress!A4:A28)"
        content["Budget"]["A2"].fill = YELLOW
    return book


def test_columns_of_peoples_own_move_with_their_row(ours: Path) -> None:
    made = rolled(ours)

    progress = load_workbook(made.book)["Progress"]
    rows = [progress[row] for row in range(FIRST, FIRST + 12)]
    assert [row[-1].value for row in rows] == [f"code of {row[0].value}" for row in rows]
    assert [progress.cell(row, progress.max_column).value for row in range(FIRST + 12, 29)] == [None] * 13


def test_sheets_of_peoples_own_stay_and_are_worked_out_anew(ours: Path) -> None:
    made = rolled(ours)

    book = load_workbook(made.book)
    assert book["Budget"]["B1"].value == "=SUM(B2:B9)"
    assert book["Budget"]["A2"].fill.fgColor.rgb == "FFFFFF00"
    assert book.calculation.fullCalcOnLoad
    assert any("Formulas are worked out anew" in note for note in made.notes)


def hidden_filter(book: Workbook) -> None:
    book["Progress"].tables["Progress"].autoFilter.add_filter_column(2, ["Late"])


def merge(book: Workbook) -> None:
    book["Progress"].merge_cells("Y9:Y10")


def comment(book: Workbook) -> None:
    book["Progress"]["C8"].comment = Comment("Ask Ana", "us")


def link(book: Workbook) -> None:
    book["Progress"]["C8"].hyperlink = "https://example.org"


def beside(book: Workbook) -> None:
    book["Progress"]["AH9"] = "our remark"


def elsewhere(book: Workbook) -> None:
    book["Budget"]["E1"] = "='Progress'!C8"


def over_sheets(book: Workbook) -> None:
    book["Budget"]["E1"] = "=SUM('Meetings:Decisions'!H8)"


def named(book: Workbook) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names.add(DefinedName("Ours", attr_text="Progress!$C$8:$C$9"))


def own_formula(book: Workbook) -> None:
    add_column(book["Progress"], "Days", [f"=F{row}-E{row}" for row in range(4, 29)])


def total(book: Workbook) -> None:
    sheet = book["Progress"]
    sheet.cell(10, 1).value = "Total"


HURDLES = {
    hidden_filter: "filtered",
    merge: "merged",
    comment: "notes",
    link: "links",
    beside: "beside",
    elsewhere: "points at one of its rows",
    over_sheets: "points at one of its rows",
    named: "points at one of its rows",
    own_formula: "a column of yours",
    total: "rows that are no records",
}


@pytest.mark.parametrize("hurdle", HURDLES, ids=lambda each: str(each.__name__))
def test_where_moving_could_break_something_rows_stay_and_it_is_said(ours: Path, hurdle: Any) -> None:
    with changed(ours) as content:
        hurdle(content)
    old = project(ours)

    made = rolled(ours)

    new = project(made.book)
    kept = new.sheets["Progress"].frame
    assert said(new, "Progress", "ProgressID", "Title") == list(
        old.sheets["Progress"].frame.at(kept.index).rows("ProgressID", "Title")
    )
    assert kept.index.tolist() != list(range(FIRST, FIRST + len(kept)))
    note = next(note for note in made.notes if note.startswith("Progress:"))
    assert HURDLES[hurdle] in note


def test_in_place_formulas_and_remarks_of_people_stay(ours: Path) -> None:
    with changed(ours) as content:
        own_formula(content)
        beside(content)

    new = load_workbook(rolled(ours).book)["Progress"]

    letter = column(new, "Days")
    assert [new[f"{letter}{row}"].value for row in range(4, 29)] == [
        f"=F{row}-E{row}" for row in range(4, 29)
    ]
    assert new["AH9"].value == "our remark"


def test_a_formula_in_a_column_of_records_becomes_its_value_and_is_named(tmp_path: Path) -> None:
    book = calculated(sample("troubled", tmp_path), {"Progress": {"K4": "=LEN(C4)", "K5": "=41+1"}})

    made = rolled(book)

    assert any("hold the value it showed: Progress!K4." in note for note in made.notes)


def test_a_formula_that_counts_a_log_stays_and_waits_for_excel(tmp_path: Path) -> None:
    book = calculated(sample("troubled", tmp_path), {"Partners": {"M4": '=COUNTIF(Attendance!B4:B84,"P01")'}})
    letter = column(load_workbook(book)["Partners"], "Meetings invited")
    assert letter == "M"

    made = rolled(book)

    new = load_workbook(made.book)["Partners"]
    assert str(new["M4"].value).startswith("=COUNTIF(Attendance!")
    assert new["M5"].value is None
    assert load_workbook(made.book, data_only=True)["Partners"]["M4"].value is None


def calculated(book: Path, formulas: dict[str, dict[str, str]]) -> Path:
    """The workbook with formulas and the values that Excel would have kept beside them."""
    with changed(book) as content:
        for sheet, cells in formulas.items():
            for place, formula in cells.items():
                content[sheet][place] = formula
    for name in [name for name in parts(book) if name.startswith("xl/worksheets/sheet")]:
        _give_values(book, name)
    return book


def _give_values(book: Path, name: str) -> None:
    content = parts(book)
    content[name] = (
        content[name].replace(b"</f><v></v>", b"</f><v>42</v>").replace(b"</f><v/>", b"</f><v>42</v>")
    )
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as target:
        for each, part in content.items():
            target.writestr(each, part)


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not there")
def test_libreoffice_opens_what_was_made(ours: Path, tmp_path: Path) -> None:
    made = rolled(ours)

    command = [
        SOFFICE or "",
        f"-env:UserInstallation=file://{tmp_path}/lo",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    subprocess.run([*command, "--outdir", tmp_path / "out", made.book], check=True, capture_output=True)

    again = project(tmp_path / "out" / made.book.name)
    new = project(made.book)
    assert said(again, "Progress", "ProgressID", "Status") == said(new, "Progress", "ProgressID", "Status")
    assert load_workbook(tmp_path / "out" / made.book.name, data_only=True)["Budget"]["D1"].value == 12


def test_a_macro_workbook_stays_one(tmp_path: Path) -> None:
    book = tmp_path / "ours.xlsm"
    shutil.copyfile(WORKBOOKS / "mature.xlsx", book)

    assert rolled(book).book.name == "ours 2027-09-30.xlsm"
