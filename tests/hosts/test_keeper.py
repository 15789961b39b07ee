"""Result sheets go into a workbook; every other part stays byte for byte as it was."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import ResultTable
from partnerxl.hosts import files, keeper

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
    short = ResultTable("Scores", ("Phase", "Score"), (("Forming", 1),))

    keeper.write(book, [short])

    sheet = load_workbook(book)["Scores"]
    assert sheet.dimensions == "A1:B2"
    assert sheet.tables["Scores"].ref == "A1:B2"
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


def test_calculation_is_asked_for_only_when_a_formula_names_our_sheet(book: Path) -> None:
    keeper.write(book, [SCORES])
    assert b"fullCalcOnLoad" not in parts(book)["xl/workbook.xml"]
    edited = load_workbook(book)
    edited["Our list"]["B3"] = "=Scores!B2"
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

    def slow(raw: bytes, name: str, tables: object) -> object:
        found = real(raw, name, tables)  # type: ignore[arg-type]
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

    after = files.read(copy, lambda name: name != "Scores")
    assert [grid.rows for grid in before.grids] == [
        grid.rows for grid in after.grids if grid.name != "Scores"
    ]


def test_rows_are_as_tall_as_their_wrapped_text(book: Path) -> None:
    keeper.write(book, [SCORES])

    rows = load_workbook(book)["Scores"].row_dimensions
    assert (rows[2].height, rows[3].height, rows[5].height) == (None, 30, None)
