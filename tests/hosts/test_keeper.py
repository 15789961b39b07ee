"""Result sheets go into a workbook; every other part stays byte for byte as it was."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from corpus import content, days_from_1904, packed
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import HIDDEN, ResultTable
from partnerxl.hosts import files, keeper
from partnerxl.hosts.rewrite import Rewrite

ROOT = Path(__file__).parents[2]
OURS = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}

SCORES = ResultTable(
    "Scores",
    ("Phase", "Score", "Day", "Sentence"),
    (
        ("Forming", 0.25, date(2026, 6, 30), "=1+1"),
        ("Norming", None, None, "two\nlines"),
        ("Storming", 3, None, "control \x01 and _x0041_"),
        ("Performing", True, None, " spaced "),
    ),
    formats={"Score": "0%"},
    widths={"Phase": 14},
    wrap=frozenset({"Sentence"}),
    links={(0, "Phase"): "'Our list'!A2:A2"},
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook with things a careless program would lose."""
    made = Workbook()
    sheet = made.active
    sheet.title = "Our list"
    sheet.append(["Name", "Sum"])
    sheet["A2"].comment = Comment("ours", "Ana")
    sheet["B2"] = "=SUM(1,2)"
    made.defined_names.add(DefinedName("Mine", attr_text="'Our list'!$A$1"))
    made.calculation.fullCalcOnLoad = None
    path = tmp_path / "our book.xlsx"
    made.save(path)
    return path


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_every_other_part_stays_as_it_was(book: Path) -> None:
    before = parts(book)

    kept = keeper.write(book, [SCORES])

    after = parts(book)
    assert kept.changed
    assert {name for name in before if before[name] != after[name]} <= OURS
    assert set(before) <= set(after)


def test_the_values_stand_on_a_sheet_with_a_table_a_frozen_heading_and_links(book: Path) -> None:
    keeper.write(book, [SCORES])

    sheet = load_workbook(book)["Scores"]
    assert [cell.value for cell in sheet[1]] == list(SCORES.columns)
    assert sheet["B2"].value == 0.25
    assert sheet["B2"].number_format == "0%"
    assert sheet["C2"].value.date() == date(2026, 6, 30)
    assert (sheet["D2"].value, sheet["D2"].data_type, sheet["D2"].quotePrefix) == ("=1+1", "s", True)
    assert sheet["D3"].alignment.wrap_text
    assert sheet["B3"].value is None
    assert sheet["B5"].value is True
    assert sheet["D5"].value == " spaced "
    assert sheet["A2"].hyperlink.location == "'Our list'!A2:A2"
    assert sheet.tables["Scores"].ref == "A1:D5"
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].width) == ("A2", 14)
    assert sheet.print_title_rows == "$1:$1"


def test_days_are_right_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "old mac.xlsx"
    path.write_bytes(days_from_1904())

    keeper.write(path, [SCORES])

    assert load_workbook(path)["Scores"]["C2"].value.date() == date(2026, 6, 30)


def test_writing_the_same_again_changes_no_byte(book: Path) -> None:
    keeper.write(book, [SCORES])
    once = book.read_bytes()

    kept = keeper.write(book, [SCORES])

    assert not kept.changed
    assert book.read_bytes() == once


def test_the_same_workbook_gives_the_same_bytes(book: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(book, tmp_path / "other.xlsx"))

    keeper.write(book, [SCORES])
    keeper.write(other, [SCORES])

    assert book.read_bytes() == other.read_bytes()


def test_fewer_rows_leave_none_of_the_old_ones(book: Path) -> None:
    keeper.write(book, [SCORES])
    short = ResultTable("Scores", SCORES.columns, (("Forming", 1, None, None),))

    keeper.write(book, [short])

    sheet = load_workbook(book)["Scores"]
    assert sheet.dimensions == "A1:D2"
    assert sheet.tables["Scores"].ref == "A1:D2"
    assert sheet["A2"].hyperlink is None


def test_what_people_put_beside_and_below_stays(book: Path) -> None:
    keeper.write(book, [SCORES])
    edited = load_workbook(book)
    edited["Scores"]["H2"] = "our note"
    edited["Scores"]["A20"] = "below"
    edited["Scores"].column_dimensions["A"].width = 33
    edited.save(book)

    keeper.write(book, [SCORES])

    sheet = load_workbook(book)["Scores"]
    assert (sheet["H2"].value, sheet["A20"].value, sheet.column_dimensions["A"].width) == (
        "our note",
        "below",
        33,
    )


# --- checked before it is saved -------------------------------------------------------------------


def altered(monkeypatch: pytest.MonkeyPatch, part: str, change: tuple[bytes, bytes]) -> None:
    """Let the new file hold something else than was meant."""
    real = Rewrite.as_bytes
    old, new = change

    def wrong(self: Rewrite) -> bytes:
        found = content(real(self))
        assert old in found[part]
        return packed(found | {part: found[part].replace(old, new)})

    monkeypatch.setattr(Rewrite, "as_bytes", wrong)


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        ("sheet1.xml", (b"SUM(1,2)", b"SUM(1,3)"), "would not have stayed as it is"),
        ("sheet2.xml", (b"Forming", b"Storming"), "did not read back"),
        ("sheet2.xml", (b"<v>0.25</v>", b"<v>0.26</v>"), "did not read back"),
        ("sheet2.xml", (b">Sentence<", b">Sentences<"), "did not read back"),
    ],
)
def test_what_would_be_wrong_is_not_saved(
    book: Path, monkeypatch: pytest.MonkeyPatch, part: str, change: tuple[bytes, bytes], words: str
) -> None:
    before = book.read_bytes()
    altered(monkeypatch, f"xl/worksheets/{part}", change)

    with pytest.raises(WorkbookError, match=words):
        keeper.write(book, [SCORES])

    assert book.read_bytes() == before


# --- what people do to a result sheet -------------------------------------------------------------


def checks(*rows: tuple[str, str, str]) -> ResultTable:
    return ResultTable("Checks", ("Code", "Where", "Found"), rows, key=("Code", "Where"), own=r"PX-\d+")


FIRST = ("PX-101", "Partners!B2", "blank")
SECOND = ("PX-102", "Partners!C9", "a word")
THIRD = ("PX-103", "Progress!F3", "31.2.")


def edit(book: Path, change: Callable[[Any], None]) -> None:
    """Change the sheet Checks the way a person would."""
    edited = load_workbook(book)
    change(edited["Checks"])
    edited.save(book)


def shown(book: Path) -> list[list[object]]:
    return [list(row) for row in load_workbook(book)["Checks"].values]


def widen(sheet: Any, reference: str, heading: str) -> None:
    """Excel takes a column or a row that is typed beside or below a table into it."""
    table = sheet.tables["Checks"]
    table.ref = table.autoFilter.ref = reference
    if heading:
        table.tableColumns.append(TableColumn(id=len(table.tableColumns) + 1, name=heading))


def test_notes_beside_a_row_travel_with_it(book: Path) -> None:
    keeper.write(book, [checks(FIRST, SECOND)])

    def change(sheet: Any) -> None:
        sheet["D1"], sheet["D3"], sheet["F2"] = "Who", "Ana", "mine"
        widen(sheet, "A1:D3", "Who")

    edit(book, change)
    kept = keeper.write(book, [checks(SECOND, THIRD, FIRST)])

    assert shown(book) == [
        ["Code", "Where", "Found", "Who", None, None],
        [*SECOND, "Ana", None, None],
        [*THIRD, None, None, None],
        [*FIRST, None, None, "mine"],
    ]
    table = load_workbook(book)["Checks"].tables["Checks"]
    assert (table.ref, [each.name for each in table.tableColumns][3]) == ("A1:D4", "Who")
    assert kept.notes == ()


def test_a_note_whose_row_is_gone_stands_below_and_the_owner_is_told(book: Path) -> None:
    keeper.write(book, [checks(FIRST, SECOND)])
    edit(book, lambda sheet: sheet.__setitem__("E3", "ask Ben"))

    kept = keeper.write(book, [checks(FIRST)])

    assert load_workbook(book)["Checks"]["E4"].value == "ask Ben"
    assert "1 row that is no longer listed" in kept.notes[0]


def test_a_row_typed_at_the_end_of_the_table_is_kept(book: Path) -> None:
    keeper.write(book, [checks(FIRST)])

    def change(sheet: Any) -> None:
        sheet["A3"], sheet["B3"] = "Call the college", "by Friday"
        widen(sheet, "A1:C3", "")

    edit(book, change)
    keeper.write(book, [checks(FIRST, SECOND)])

    assert shown(book)[1:3] == [list(FIRST), list(SECOND)]
    assert shown(book)[4] == ["Call the college", "by Friday", None]
    assert load_workbook(book)["Checks"].tables["Checks"].ref == "A1:C3"


def test_what_stands_below_moves_down_when_the_table_grows_over_it(book: Path) -> None:
    keeper.write(book, [checks(FIRST)])

    def change(sheet: Any) -> None:
        sheet["A3"], sheet["B4"] = "Our list", "=1+1"
        sheet.merge_cells("A3:B3")
        sheet["A3"].hyperlink = "https://example.org"

    edit(book, change)
    kept = keeper.write(book, [checks(FIRST, SECOND, THIRD)])

    sheet = load_workbook(book)["Checks"]
    assert (sheet["A4"].value, sheet["A5"].value, sheet["B6"].value) == ("PX-103", "Our list", "=1+1")
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A5:B5"]
    assert sheet["A5"].hyperlink.ref == "A5"
    assert "moved down by 2 rows" in kept.notes[0]


def test_a_formula_beside_the_table_stays_on_its_row(book: Path) -> None:
    keeper.write(book, [checks(FIRST, SECOND)])
    edit(book, lambda sheet: sheet.__setitem__("E2", "=LEN(C2)"))

    keeper.write(book, [checks(SECOND, FIRST)])

    assert load_workbook(book)["Checks"]["E2"].value == "=LEN(C2)"


def test_the_look_that_people_gave_stays(book: Path) -> None:
    keeper.write(book, [checks(FIRST, SECOND)])

    def change(sheet: Any) -> None:
        sheet["C3"].font = Font(bold=True, color="FFAA0000")
        sheet["A1"].fill = PatternFill("solid", fgColor="FFEEEEEE")
        sheet.row_dimensions[2].height = 44

    edit(book, change)
    keeper.write(book, [checks(("PX-102", "Partners!C9", "=cmd|x"), FIRST)])

    sheet = load_workbook(book)["Checks"]
    assert sheet["C2"].font.color.rgb == "FFAA0000"
    assert (sheet["C2"].value, sheet["C2"].data_type, sheet["C2"].quotePrefix) == ("=cmd|x", "s", True)
    assert sheet["A1"].fill.fgColor.rgb == "FFEEEEEE"
    assert (sheet.row_dimensions[2].height, sheet.row_dimensions[3].height) == (None, 44)


def test_columns_that_people_moved_stay_where_they_are(book: Path) -> None:
    keeper.write(book, [checks(FIRST)])

    def change(sheet: Any) -> None:
        for cell, text in zip(sheet[1], ("Found", "Code", "Where"), strict=True):
            cell.value = text
        for cell, text in zip(sheet[2], (FIRST[2], *FIRST[:2]), strict=True):
            cell.value = text
        for column, text in zip(sheet.tables["Checks"].tableColumns, ("Found", "Code", "Where"), strict=True):
            column.name = text

    edit(book, change)
    keeper.write(book, [checks(SECOND)])

    assert shown(book) == [["Found", "Code", "Where"], ["a word", "PX-102", "Partners!C9"]]


def test_a_total_row_and_a_filter_are_taken_off(book: Path) -> None:
    keeper.write(book, [checks(FIRST, SECOND)])

    def change(sheet: Any) -> None:
        widen(sheet, "A1:C4", "")
        sheet.tables["Checks"].totalsRowCount = 1
        sheet.tables["Checks"].tableColumns[0].totalsRowLabel = "Total"
        sheet["A4"] = "Total"
        sheet.row_dimensions[2].hidden = True

    edit(book, change)
    keeper.write(book, [checks(FIRST, SECOND, THIRD)])

    sheet = load_workbook(book)["Checks"]
    assert (sheet.tables["Checks"].ref, sheet.tables["Checks"].totalsRowCount) == ("A1:C4", None)
    assert sheet["A6"].value == "Total"
    assert not sheet.row_dimensions[2].hidden


def test_a_table_that_was_moved_is_refused_with_the_way_out(book: Path) -> None:
    keeper.write(book, [checks(FIRST)])

    def change(sheet: Any) -> None:
        sheet.insert_rows(1)
        widen(sheet, "A2:C3", "")
        sheet["A1"] = "Our checks"

    edit(book, change)
    before = book.read_bytes()
    with pytest.raises(
        WorkbookError, match=r"'Checks' no longer begins in cell A1\. Delete the rows above it"
    ):
        keeper.write(book, [checks(FIRST)])

    assert book.read_bytes() == before


def test_a_table_turned_into_a_plain_range_is_known_by_its_cells(book: Path) -> None:
    keeper.write(book, [checks(FIRST, SECOND, THIRD)])

    def change(sheet: Any) -> None:
        del sheet.tables["Checks"]
        sheet["A9"] = "mine"

    edit(book, change)
    keeper.write(book, [checks(THIRD)])

    assert [row[0] for row in shown(book)] == ["Code", "PX-103", *[None] * 6, "mine"]


def test_a_table_of_people_on_our_sheet_stays_when_ours_comes_back(book: Path) -> None:
    keeper.write(book, [checks(FIRST)])

    def change(sheet: Any) -> None:
        del sheet.tables["Checks"]
        sheet["H1"], sheet["I1"], sheet["H2"] = "Who", "When", "Ana"
        sheet.add_table(Table(displayName="OurTasks", ref="H1:I2"))

    edit(book, change)
    keeper.write(book, [checks(FIRST, SECOND)])

    tables = load_workbook(book)["Checks"].tables
    assert dict(tables.items()) == {"Checks": "A1:C3", "OurTasks": "H1:I2"}
    sheet = parts(book)["xl/worksheets/sheet2.xml"]
    assert sheet.count(b"<tableParts") == 1
    assert b'<tableParts count="2"' in sheet


def test_what_people_draw_and_set_on_our_sheet_stays(book: Path) -> None:
    keeper.write(book, [checks(FIRST, SECOND)])

    def change(sheet: Any) -> None:
        sheet["E2"].comment = Comment("call back", "Ana")
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
        sheet.add_chart(chart, "F5")
        sheet.conditional_formatting.add("C2:C9", FormulaRule(formula=["LEN(C2)>3"], font=Font(bold=True)))
        rule = DataValidation(type="list", formula1='"Yes,No"')
        rule.add("D2:D9")
        sheet.add_data_validation(rule)
        sheet.print_area = "A1:C9"
        sheet.freeze_panes = "B2"

    edit(book, change)
    before = parts(book)
    keeper.write(book, [checks(SECOND, THIRD, FIRST)])

    sheet = load_workbook(book)["Checks"]
    assert sheet["E2"].comment.text == "call back"
    assert len(sheet._charts) == 1  # noqa: SLF001  openpyxl has no other way to them
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["C2:C9"]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["D2:D9"]
    assert (sheet.freeze_panes, sheet.print_area) == ("B2", "'Checks'!$A$1:$C$9")
    drawn = [name for name in before if "drawing" in name.lower() or "chart" in name or "comment" in name]
    assert drawn
    assert all(parts(book)[name] == before[name] for name in drawn)


def test_a_table_without_rows_still_has_a_row_below_its_headings(book: Path) -> None:
    keeper.write(book, [ResultTable("Checks", ("Code", "Where"), ())])

    assert load_workbook(book)["Checks"].tables["Checks"].ref == "A1:B2"


def test_a_sheet_of_that_name_that_is_not_ours_is_never_touched(book: Path) -> None:
    edited = load_workbook(book)
    edited.create_sheet("scores")["A1"] = "mine"
    edited.save(book)
    before = book.read_bytes()

    with pytest.raises(WorkbookError, match="has a sheet 'Scores' that partnerxl did not make"):
        keeper.write(book, [SCORES])

    assert book.read_bytes() == before


def test_a_table_name_that_is_taken_gets_a_number(book: Path) -> None:
    edited = load_workbook(book)
    edited.defined_names.add(DefinedName("Scores", attr_text="'Our list'!$A$1"))
    edited.save(book)

    keeper.write(book, [SCORES])

    assert list(load_workbook(book)["Scores"].tables) == ["Scores2"]


def test_a_protected_structure_is_refused(book: Path) -> None:
    edited = load_workbook(book)
    edited.security.lockStructure = True
    edited.save(book)

    with pytest.raises(WorkbookError, match="structure is protected"):
        keeper.write(book, [SCORES])


@pytest.mark.parametrize("formula", ["=Scores!B2", "='Scores'!B2", "=SUM(Scores[Score])", "=sum(scores!B2)"])
def test_calculation_is_asked_for_only_when_a_formula_names_our_sheet(book: Path, formula: str) -> None:
    keeper.write(book, [SCORES])
    assert b"fullCalcOnLoad" not in parts(book)["xl/workbook.xml"]
    edited = load_workbook(book)
    edited["Our list"]["B3"] = formula
    edited.calculation.fullCalcOnLoad = None
    edited.save(book)

    keeper.write(book, [SCORES])

    assert b'fullCalcOnLoad="1"' in parts(book)["xl/workbook.xml"]


def test_calculation_is_asked_for_when_a_formula_names_a_table_that_people_renamed(book: Path) -> None:
    keeper.write(book, [SCORES])
    edited = load_workbook(book)
    table = edited["Scores"].tables.pop("Scores")
    table.name = table.displayName = "Points"
    edited["Scores"].add_table(table)
    edited["Our list"]["B3"] = "=SUM(Points[Score])"
    edited.calculation.fullCalcOnLoad = None
    edited.save(book)

    keeper.write(book, [SCORES])

    assert b'fullCalcOnLoad="1"' in parts(book)["xl/workbook.xml"]
    assert list(load_workbook(book)["Scores"].tables) == ["Points"]


def test_calculation_is_asked_for_when_a_name_of_people_speaks_of_our_sheet(book: Path) -> None:
    edited = load_workbook(book)
    edited.defined_names.add(DefinedName("OurScore", attr_text="'Scores'!$B$2"))
    edited.calculation.fullCalcOnLoad = None
    edited.save(book)

    keeper.write(book, [SCORES])

    assert b'fullCalcOnLoad="1"' in parts(book)["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("lock", "content", "words"),
    [
        ("~$our book.xlsx", b"\x03Ana   ", "open in Excel by Ana"),
        ("~$our book.xlsx", b"", "open in Excel."),
        (".~lock.our book.xlsx#", b",Ben,host,today;", "open in LibreOffice by Ben"),
    ],
)
def test_a_workbook_that_is_open_elsewhere_is_left_alone(
    book: Path, lock: str, content: bytes, words: str
) -> None:
    book.with_name(lock).write_bytes(content)
    before = book.read_bytes()

    with pytest.raises(WorkbookError, match=words):
        keeper.write(book, [SCORES])

    assert book.read_bytes() == before


def test_a_read_only_workbook_is_refused(book: Path) -> None:
    book.chmod(0o444)

    with pytest.raises(WorkbookError, match="read-only"):
        keeper.write(book, [SCORES])


def test_a_failed_run_leaves_the_file_as_it_was_and_nothing_beside_it(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copymode", full)
    with pytest.raises(WorkbookError, match="No space left on device"):
        keeper.write(book, [SCORES])

    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == [book.name]


def test_a_change_by_someone_else_meanwhile_is_kept(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = keeper.patched

    def slow(raw: bytes, *more: object) -> object:
        found = real(raw, *more)  # type: ignore[arg-type]
        book.write_bytes(raw + b"more")
        return found

    monkeypatch.setattr(keeper, "patched", slow)
    with pytest.raises(WorkbookError, match="changed by someone else"):
        keeper.write(book, [SCORES])

    assert book.read_bytes().endswith(b"more")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_was_written(book: Path, tmp_path: Path) -> None:
    keeper.write(book, [SCORES])

    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    subprocess.run(
        [
            *command,
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",
            "--outdir",
            tmp_path,
            book,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )

    text = next(tmp_path.glob("*Scores*.csv")).read_text(encoding="utf-8")
    assert text.splitlines()[0] == "Phase,Score,Day,Sentence"
    assert "Forming,25%,2026-06-30" in text


def test_a_sample_with_result_sheets_reads_as_before(tmp_path: Path) -> None:
    copy = Path(shutil.copy(ROOT / "workbooks" / "troubled.xlsx", tmp_path))
    before = files.read(copy, lambda _name: True)

    keeper.write(copy, [SCORES])

    after = files.read(copy, lambda _name: True)
    assert [grid.rows for grid in before.grids if grid.name != "Scores"] == [
        grid.rows for grid in after.grids if grid.name != "Scores"
    ]


def test_rows_are_as_tall_as_their_wrapped_text(book: Path) -> None:
    keeper.write(book, [SCORES])

    rows = load_workbook(book)["Scores"].row_dimensions
    assert (rows[2].height, rows[3].height, rows[5].height) == (None, 30, None)


def test_what_only_partnerxl_reads_stands_in_a_hidden_column(book: Path) -> None:
    keeper.write(book, [replace(SCORES, widths={"Phase": 14, "Day": HIDDEN})])

    columns = load_workbook(book)["Scores"].column_dimensions
    assert [columns[letter].hidden for letter in "AC"] == [False, True]


def test_a_wide_sheet_is_printed_on_several_pages_across_with_its_first_column_on_each(book: Path) -> None:
    wide = replace(SCORES, name="Evidence", widths={"Sentence": 300})

    keeper.write(book, [SCORES, wide])

    opened = load_workbook(book)
    assert [opened[name].page_setup.fitToWidth for name in ("Scores", "Evidence")] == [1, 2]
    assert (opened["Evidence"].print_title_rows, opened["Evidence"].print_title_cols) == ("$1:$1", "$A:$A")
