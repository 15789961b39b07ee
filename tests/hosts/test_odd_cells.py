"""Cells, headings and sheets as people and programs really leave them: each file is made here and read whole."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from corpus import content, packed
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from partnerxl.core import summary
from partnerxl.core.assess import assess
from partnerxl.core.grids import Odd, ResultTable
from partnerxl.core.records import Project, read_project, wanted
from partnerxl.hosts import files, keeper

PROGRESS = "Progress ID", "Kind", "Title", "Due date", "Target"
Fill = Callable[[Workbook], None]


def workbook(path: Path, fill: Fill) -> Path:
    """A workbook with the core sheets, filled further."""
    book = Workbook()
    book.active.title = "Initiative"
    for row in (
        ("Initiative name", "Harbor"),
        ("Period start", date(2025, 7, 1)),
        ("Period end", date(2026, 6, 30)),
    ):
        book["Initiative"].append(row)
    for name, headings in (
        ("Partners", ("Partner ID", "Partner name", "Role")),
        ("Resources", ("Resource ID", "Partner ID")),
        ("Progress", PROGRESS),
    ):
        book.create_sheet(name).append(headings)
    fill(book)
    book.save(path)
    return path


def in_part(path: Path, part: str, change: Callable[[str], str]) -> Path:
    """The workbook with one part changed."""
    parts = content(path.read_bytes())
    old = parts[part].decode()
    assert change(old) != old
    path.write_bytes(packed(parts | {part: change(old).encode()}))
    return path


def read(path: Path) -> Project:
    return read_project(files.read(path, wanted))


def told(project: Project) -> dict[str, str]:
    """Every problem by its address, as a person reads it; missing columns left out."""
    left_out = {"PX-150", "PX-152"}
    return {each.where: f"{each.code} {each}" for each in project.problems if each.code not in left_out}


def progress(*cells: object) -> Fill:
    return lambda book: book["Progress"].append(cells)


PARTS = {"Initiative": 1, "Partners": 2, "Resources": 3, "Progress": 4}


def part_of(sheet: str) -> str:
    return f"xl/worksheets/sheet{PARTS[sheet]}.xml"


# --- four different things, none of them zero -----------------------------------------------------


def test_empty_error_uncalculated_and_unreadable_cells_are_told_apart(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for target in (None, "#DIV/0!", "=1+1", 9):
            book["Progress"].append(("A", "Output", "x", None, target))

    path = workbook(tmp_path / "a.xlsx", fill)
    in_part(path, part_of("Progress"), lambda text: text.replace("<v>9</v>", "<v>nan</v>"))

    found = read(path)

    assert found.sheets["Progress"].frame["Target"].isna().all()
    said = told(found)
    assert "Progress!E2" not in said
    assert "the error #DIV/0!" in said["Progress!E3"]
    assert "never calculated. Open the workbook in Excel and save it once" in said["Progress!E4"]
    assert "cannot be read" in said["Progress!E5"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#DIV/0!"])
def test_every_error_of_excel_is_a_problem_with_its_address(error: str, tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", progress("A", "Output", error, error, error)))

    assert set(told(found)) == {"Progress!C2", "Progress!D2", "Progress!E2"}
    assert all(f"the error {error}" in text for text in told(found).values())


def test_words_that_careless_programs_take_for_nothing_are_text(tmp_path: Path) -> None:
    words = ("NA", "None", "null", "nan", "N/A", "TRUE", "007")

    def fill(book: Workbook) -> None:
        for word in words:
            book["Progress"].append((word, "Output", word))

    frame = read(workbook(tmp_path / "a.xlsx", fill)).sheets["Progress"].frame

    assert frame["Title"].tolist() == list(words)
    assert frame["ProgressID"].tolist() == list(words)


# --- numbers and dates ----------------------------------------------------------------------------

EUROPEAN = {"1.234,50": 1234.5, "€ 1.234,50": 1234.5, "1,5": 1.5, "1 234,5": 1234.5}


@pytest.mark.parametrize(("typed", "number"), EUROPEAN.items())
def test_a_european_number_is_asked_about_and_read_once_settings_say_so(
    typed: str, number: float, tmp_path: Path
) -> None:
    asked = read(workbook(tmp_path / "a.xlsx", progress("A", "Output", "x", None, typed)))

    def fill(book: Workbook) -> None:
        progress("A", "Output", "x", None, typed)(book)
        for row in (("Threshold", "Current"), ("Decimal comma", "Yes")):
            book["Settings"].append(row) if "Settings" in book else book.create_sheet("Settings").append(row)

    settled = read(workbook(tmp_path / "b.xlsx", fill))

    assert "set Decimal comma to Yes on the Settings sheet" in told(asked)["Progress!E2"]
    assert asked.sheets["Progress"].frame["Target"].isna().all()
    assert settled.sheets["Progress"].frame["Target"].tolist() == [number]
    assert told(settled) == {}


@pytest.mark.parametrize(
    ("typed", "number"), [("$1,200.50", 1200.5), ("(1,234.5)", -1234.5), ("12%", 0.12), (" 1 234 ", 1234)]
)
def test_a_number_typed_as_text_with_one_reading_is_read(typed: str, number: float, tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", progress("A", "Output", "x", None, typed)))

    assert found.sheets["Progress"].frame["Target"].tolist() == [number]
    assert told(found) == {}


def test_a_date_with_the_day_first_is_asked_about_and_read_once_settings_say_so(tmp_path: Path) -> None:
    asked = read(workbook(tmp_path / "a.xlsx", progress("A", "Output", "x", "31/12/2024")))

    def fill(book: Workbook) -> None:
        progress("A", "Output", "x", "31/12/2024")(book)
        settings = book.create_sheet("Settings")
        settings.append(("Threshold", "Current"))
        settings.append(("Day first", "Yes"))

    settled = read(workbook(tmp_path / "b.xlsx", fill))

    assert "set Day first to Yes on the Settings sheet" in told(asked)["Progress!D2"]
    assert [date.fromordinal(day) for day in settled.sheets["Progress"].frame["DueDate"]] == [
        date(2024, 12, 31)
    ]


def test_texts_with_two_readings_show_both(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", progress("A", "Output", "x", "3/4/2026", "1.200")))

    said = told(found)
    assert "'3/4/2026' as 2026-03-04 or 2026-04-03" in said["Progress!D2"]
    assert "'1.200' as 1.2 or 1200" in said["Progress!E2"]


@pytest.mark.parametrize("serial", ["-5", "99999999", "0", "1E+300", "2958466"])
def test_an_impossible_day_is_a_problem_and_no_date(serial: str, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", progress("A", "Output", "x", datetime(2026, 3, 3)))
    in_part(path, part_of("Progress"), lambda text: text.replace("<v>46084</v>", f"<v>{serial}</v>"))

    found = read(path)

    assert found.sheets["Progress"].frame["DueDate"].isna().all()
    assert "expected a date" in told(found)["Progress!D2"]


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        book["Progress"].append(("A", "Output", "x", datetime(2026, 3, 3)))
        book["Progress"].append(("B", "Output", "x", 46084 - 1462))

    found = read(workbook(tmp_path / "a.xlsx", fill))

    days = [date.fromordinal(day) for day in found.sheets["Progress"].frame["DueDate"]]
    assert days == [date(2026, 3, 3), date(2026, 3, 3)]
    assert found.form.values["PeriodEnd"] == date(2026, 6, 30)


# --- headings, merged cells, hidden places --------------------------------------------------------


def test_a_doubled_heading_a_blank_one_and_merged_cells_are_named(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book["Progress"].append(("A", "Output", "x"))
        book["Progress"].insert_cols(2)
        book["Progress"]["B2"] = "what is this?"
        book["Progress"]["H1"] = "KIND"
        book["Progress"].append(("B", None, "Output", "y"))
        book["Progress"].merge_cells("D2:D3")

    said = told(read(workbook(tmp_path / "a.xlsx", fill)))

    assert "it stands twice, here and in C1. Rename or remove this one" in said["Progress!H1"]
    assert "nothing above an entry in B2. Type the heading" in said["Progress!B1"]
    assert "merged cells: D2:D3. Unmerge them" in said["Progress!D2:D3"]


@pytest.mark.parametrize("letters", ["utf-8", "utf-16"])
def test_merged_cells_are_found_in_parts_of_any_writing(letters: str, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book["Progress"].append(("A", "Output"))
        book["Progress"].merge_cells("A2:B2")

    path = workbook(tmp_path / "a.xlsx", fill)
    parts = content(path.read_bytes())
    text = parts[part_of("Progress")].decode()
    body = text[text.index("<worksheet") :].encode(letters)
    path.write_bytes(packed(parts | {part_of("Progress"): body}))

    assert "merged cells: A2:B2" in told(read(path))["Progress!A2:B2"]


def test_hidden_filtered_and_very_hidden_places_are_read_and_told(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for key in "ABC":
            book["Progress"].append((key, "Output", key))
        book["Progress"].row_dimensions[2].hidden = True
        book["Progress"].auto_filter.ref = "A1:C4"
        book["Progress"].auto_filter.add_filter_column(0, ["B"])
        book["Progress"].row_dimensions[4].hidden = True
        book["Progress"].column_dimensions["C"].hidden = True
        book["Resources"].sheet_state = "veryHidden"
        book["Partners"].sheet_state = "hidden"

    found = read(workbook(tmp_path / "a.xlsx", fill))

    assert found.sheets["Progress"].frame["Title"].tolist() == ["A", "B", "C"]
    assert (dict(found.hidden), found.unseen) == ({"Progress": 2}, ("Partners", "Resources"))


# --- names ----------------------------------------------------------------------------------------

NAMES = (
    "  Häfen Works ",
    unicodedata.normalize("NFD", "Häfen Works"),
    "Häfen\u00a0Works",
    "Hä\u200bfen Works\ufeff",
    "\u202aHÄFEN\u202c works",
    "Häfen Works ⚓",
)


@pytest.mark.parametrize("typed", NAMES)
def test_a_partner_is_known_however_the_name_is_typed(typed: str, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book["Partners"].append(("P1", "Häfen Works", "Core"))
        book["Resources"].append(("R1", typed))

    found = read(workbook(tmp_path / "a.xlsx", fill))

    assert found.sheets["Resources"].frame["PartnerID"].tolist() == ["p1"]
    assert found.outside == ()


@pytest.mark.parametrize("name", ["شركة الميناء", "חברת הנמל", "港湾株式会社", "नगर पालिका", "Straße №5 🚢"])
def test_a_name_in_any_script_is_shown_as_it_was_typed(name: str, tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "a.xlsx", lambda book: book["Partners"].append(("P1", name, "Core"))))

    assert found.names["p1"] == name


def test_doubled_partners_are_both_named(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for row in (
            ("P0 ", "Acme", "Core"),
            ("p0", "Bolt", "Core"),
            ("P3", "Harbour Works", "Core"),
            ("P4", "Harbor Works", "Core"),
        ):
            book["Partners"].append(row)

    project = read(workbook(tmp_path / "a.xlsx", fill))
    said = {each.where: str(each) for each in assess(project).problems}

    assert "'p0' again, first in row 2" in said["Partners!A3"]
    assert "'Harbour Works', which looks like 'Harbor Works' in row 5" in said["Partners!B4"]


# --- text of any kind -----------------------------------------------------------------------------

FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "\t=1", "\r=1")


@pytest.mark.parametrize("typed", FORMULAS)
def test_text_like_a_formula_stays_text_in_and_out(typed: str, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book["Partners"].append(("P1", "Acme", "Core"))
        book["Partners"]["B2"].value = typed
        book["Partners"]["B2"].data_type = "s"
        book["Resources"].append(("R1", "P1"))

    path = workbook(tmp_path / "a.xlsx", fill)
    keeper.write(path, summary.present_tables(assess(read(path))))

    ours = {name: part for name, part in content(path.read_bytes()).items() if "sheet" in name}
    assert not any(b"<f>" in part or b"<f " in part for part in ours.values())
    assert read(path).names["p1"] == typed.strip()


def test_text_beyond_what_a_cell_can_hold_and_control_characters_are_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", progress("A", "Industry change", "LONG"))
    long = "x" * 40_000 + "_x0007_ _x005F_x0041_"
    in_part(path, part_of("Progress"), lambda text: text.replace(">LONG<", f">{long}<"))

    (title,) = read(path).sheets["Progress"].frame["Title"]

    assert title == "x" * 40_000 + "\x07 _x0041_"


def test_text_that_no_cell_can_hold_is_cut_and_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", progress("A", "Output"))
    long, short = "x" * 40_000, "\x07\ud800 _x0041_\r"

    keeper.write(path, [ResultTable("Scores", ("Long", "Short"), ((long, short),))])

    (grid,) = files.read(path, lambda name: name == "Scores").grids
    assert grid.rows[1][0] == "x" * 32_763 + " […]"
    assert str(grid.rows[1][1]).startswith("\x07")
    assert str(grid.rows[1][1]).endswith(" _x0041_\r")


def test_links_to_other_workbooks_and_programs_give_their_last_value_or_a_problem(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book["Progress"].append(("A", "Output", "=[1]Far!A1", None, "=[1]Far!B1"))
        book["Progress"].append(("B", "Output", "=cmd|' /C calc'!A0"))

    path = workbook(tmp_path / "a.xlsx", fill)
    in_part(
        path,
        part_of("Progress"),
        lambda text: re.sub("(Far!B1</f>)<v></v>", r"\1<v>7</v>", text),
    )

    found = read(path)

    frame = found.sheets["Progress"].frame
    assert frame["Target"].tolist()[0] == 7
    assert frame["Title"].isna().all()
    assert {"Progress!C2", "Progress!C3"} <= set(told(found))


# --- where a sheet ends ---------------------------------------------------------------------------


@pytest.mark.parametrize("claim", ["A1", "A1:B2", "A1:XFD1048576", "", "nonsense"])
def test_what_a_sheet_says_of_its_size_is_not_believed(claim: str, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for row in range(50):
            book["Progress"].append((f"G{row}", "Output", "x"))

    path = workbook(tmp_path / "a.xlsx", fill)
    in_part(
        path,
        part_of("Progress"),
        lambda text: re.sub('<dimension ref="[^"]*"', f'<dimension ref="{claim}"', text),
    )

    assert len(read(path).sheets["Progress"].frame) == 50


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "XFD2", "XFD50"])
def test_ghost_cells_far_away_cost_nothing(cell: str, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book["Progress"].append(("A", "Output", "x"))
        book["Progress"][cell] = "ghost"

    found = read(workbook(tmp_path / "a.xlsx", fill))

    assert "A" in found.sheets["Progress"].frame["ProgressID"].tolist()
    assert len(found.sheets["Progress"].frame) <= 2


def test_an_odd_cell_is_what_reading_gives(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", progress("A", "Output", "#N/A"))

    grid = next(each for each in files.read(path, wanted).grids if each.name == "Progress")

    assert grid.rows[1][2] == Odd("error", "#N/A")
