"""The Dashboard in a workbook: drawn once, then only its values change; every formula finds what it shows."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from corpus import content, packed, strict
from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from partnerxl.core import dashboard, summary
from partnerxl.core.assess import assess
from partnerxl.core.beginning import blank_tables
from partnerxl.core.grids import Odd, ResultTable
from partnerxl.core.records import read_project, wanted
from partnerxl.hosts import board, files, keeper

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
VALUE = re.compile(r'( t="\w+")?>(<f>.*?</f>)(?:<v/>|<v>[^<]*</v>)')
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def results(book: Path) -> tuple[ResultTable, ...]:
    return summary.tables(assess(read_project(files.read(book, wanted))), date(2026, 10, 20))


def refreshed(sample: str, folder: Path) -> Path:
    book = Path(shutil.copy(WORKBOOKS / f"{sample}.xlsx", folder / "book.xlsx"))
    keeper.write(book, results(book))
    return book


def dashboard_of(book: Path) -> Worksheet:
    return load_workbook(book, data_only=True)["Dashboard"]


def plain(folder: Path) -> Path:
    """A workbook of somebody's, without a sheet of ours."""
    made, path = Workbook(), folder / "theirs.xlsx"
    made.active.title = "Our list"
    made.active["A1"] = "Ana"
    made.save(path)
    return path


def part_of(book: Path, sheet: str) -> str:
    """Name of the part of a sheet."""
    parts = content(book.read_bytes())
    root = etree.fromstring(parts["xl/workbook.xml"])
    entry = next(each for each in root.iter(f"{MAIN}sheet") if each.get("name") == sheet)
    links = etree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    wanted = entry.get(f"{{{OFFICE}}}id")
    target = next(each.get("Target") for each in links if each.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def edited(book: Path, sheet: str, changes: Mapping[str, str]) -> None:
    """A workbook in which people changed the XML of a sheet, as Excel writes it."""
    parts = content(book.read_bytes())
    name = part_of(book, sheet)
    text = parts[name].decode()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    book.write_bytes(packed(parts | {name: text.encode()}))


# --- drawn ----------------------------------------------------------------------------------------


def test_an_existing_workbook_gets_one_with_charts_bars_sparklines_and_chips(tmp_path: Path) -> None:
    book = plain(tmp_path)

    keeper.write(book, blank_tables())

    parts = content(book.read_bytes())
    text = parts[part_of(book, "Dashboard")].decode()
    assert load_workbook(book).sheetnames[-1] == "Dashboard"
    assert len([name for name in parts if "/charts/" in name]) == 2
    assert text.count("<x14:sparkline>") == 4
    assert text.count('type="dataBar"') == 2 * 2
    assert text.count('type="expression"') == len(board.CHIPS) + 1
    assert '<drawing r:id="' in text


def test_a_new_workbook_has_it_behind_its_first_sheet(tmp_path: Path) -> None:
    book = refreshed("troubled", tmp_path)

    opened = load_workbook(book)

    assert opened.sheetnames[:2] == ["Start here", "Dashboard"]
    assert len(opened["Dashboard"]._charts) == 2  # noqa: SLF001  openpyxl tells of them nowhere else
    assert opened["Dashboard"]["B1"].value.startswith("=IFERROR(INDEX(Highlights[Text]")


def test_it_is_one_printed_page(tmp_path: Path) -> None:
    book = plain(tmp_path)
    keeper.write(book, blank_tables())

    sheet = load_workbook(book)["Dashboard"]

    assert sheet.print_area == f"'Dashboard'!$A$1:$M${dashboard.LAST_ROW}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 1)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_statuses_are_told_apart_by_word_fill_and_edge(tmp_path: Path) -> None:
    book = plain(tmp_path)
    keeper.write(book, blank_tables())

    sheet = load_workbook(book)["Dashboard"]
    rules = [
        rule for cells in sheet.conditional_formatting for rule in cells.rules if "LEFT(" in str(rule.formula)
    ]
    looks = {
        (rule.dxf.fill.bgColor.rgb if rule.dxf.fill else None, rule.dxf.border.left.color.rgb)
        for rule in rules
    }

    assert len(rules) == 7
    assert len(looks) == 6  # not enough evidence and too early look alike; their words do not
    assert all("LEFT($K6," in rule.formula[0] for rule in rules)


def test_charts_say_what_they_show(tmp_path: Path) -> None:
    book = plain(tmp_path)
    keeper.write(book, blank_tables())

    drawing = next(
        part for name, part in content(book.read_bytes()).items() if "/drawings/drawing" in name
    ).decode()
    assert len(re.findall('descr="[^"]{40,}"', drawing)) == 2


def test_a_strict_workbook_gets_one_in_its_own_namespaces() -> None:
    new, _ = keeper.patched(strict(), "strict.xlsx", blank_tables())

    ours = {name: part for name, part in content(new).items() if name not in content(strict())}
    assert any("chart" in name for name in ours)
    assert all(b"schemas.openxmlformats.org/drawingml" not in part for part in ours.values())
    assert all(
        b"schemas.openxmlformats.org/spreadsheetml" not in part
        for name, part in ours.items()
        if "rels" not in name
    )


# --- somebody's own -------------------------------------------------------------------------------


def test_a_sheet_of_that_name_that_is_not_ours_stays_and_the_rest_is_written(tmp_path: Path) -> None:
    book = plain(tmp_path)
    opened = load_workbook(book)
    opened.create_sheet("Dashboard")["A1"] = "Mine"
    opened.save(book)
    before = content(book.read_bytes())[part_of(book, "Dashboard")]

    kept = keeper.write(book, blank_tables())

    assert content(book.read_bytes())[part_of(book, "Dashboard")] == before
    assert "Scores" in load_workbook(book).sheetnames
    assert any("Rename it" in note for note in kept.notes)


def test_where_custom_views_forbid_tables_formulas_name_plain_columns(tmp_path: Path) -> None:
    book = plain(tmp_path)
    view = (
        '<customWorkbookViews><customWorkbookView name="v" guid="{00000000-0000-0000-0000-000000000001}" windowWidth="9" windowHeight="9" activeSheetId="1"/>'
        "</customWorkbookViews>"
    )
    parts = content(book.read_bytes())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</workbook>", f"{view}</workbook>".encode())
    book.write_bytes(packed(parts))

    keeper.write(book, blank_tables())

    formula = load_workbook(book)["Dashboard"]["B1"].value
    assert "Highlights!$C$2:$C$1048576" in formula
    assert "[" not in formula


# --- renewed --------------------------------------------------------------------------------------


def test_a_second_refresh_on_the_same_records_leaves_the_file_as_it_is(tmp_path: Path) -> None:
    book = refreshed("second-wave", tmp_path)
    before = book.read_bytes()

    keeper.write(book, results(book))

    assert book.read_bytes() == before


def test_a_refresh_changes_values_alone(tmp_path: Path) -> None:
    book = Path(shutil.copy(WORKBOOKS / "troubled.xlsx", tmp_path))
    name = part_of(book, "Dashboard")
    before = content(book.read_bytes())[name].decode()

    keeper.write(book, results(book))

    after = content(book.read_bytes())[name].decode()
    assert "Copper Basin Construction Careers" in after
    bare = [VALUE.sub(r">\2", text) for text in (before, after)]
    assert bare[0] == bare[1]


def test_what_staff_restyle_or_move_keeps_its_look_and_place(tmp_path: Path) -> None:
    book = refreshed("troubled", tmp_path)
    opened = load_workbook(book)
    sheet = opened["Dashboard"]
    sheet["C6"].font = Font(name="Georgia", size=18)
    sheet.move_range("I6:M6", rows=40)  # the first topic stands elsewhere now
    sheet["P2"] = "Our own note"
    opened.save(book)

    keeper.write(book, results(book))

    after, shown = load_workbook(book)["Dashboard"], dashboard_of(book)
    assert (after["C6"].font.name, after["C6"].font.size) == ("Georgia", 18)
    assert (shown["C6"].value, shown["K46"].value, shown["K6"].value) != (None, None, None)
    assert (shown["K46"].value, shown["K6"].value) == ("Priority", None)
    assert shown["P2"].value == "Our own note"


def test_excel_is_asked_to_calculate_only_when_people_wrote_formulas_over_our_sheets(tmp_path: Path) -> None:
    book = plain(tmp_path)
    keeper.write(book, blank_tables())
    own = refreshed("troubled", tmp_path)
    calls = re.compile(rb"fullCalcOnLoad")

    parts = content(book.read_bytes())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    book.write_bytes(packed(parts))
    keeper.write(book, results(own))
    assert not calls.search(content(book.read_bytes())["xl/workbook.xml"])

    edited(
        book,
        "Dashboard",
        {"</sheetData>": '<row r="60"><c r="A60"><f>SUM(Scores[Score])</f><v>1</v></c></row></sheetData>'},
    )
    keeper.write(book, results(own))
    assert calls.search(content(book.read_bytes())["xl/workbook.xml"])


# --- formulas and values agree --------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_works_out_the_same_values_from_the_formulas(tmp_path: Path) -> None:
    books = {}
    for name in ("troubled", "nearly-empty", "empty"):
        made = refreshed(name, tmp_path)
        books[name] = (results(made), tmp_path / f"{name}.xlsx")
        _without_values(made, books[name][1])
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    sources = [str(path) for _, path in books.values()]
    subprocess.run(
        [*command, "xlsx", "--outdir", tmp_path / "out", *sources], check=True, capture_output=True
    )

    for name, (tables, _) in books.items():
        sheet = dashboard_of(tmp_path / "out" / f"{name}.xlsx")
        for spot in dashboard.board(tables).spots:
            if spot.formula:
                assert _said(sheet[spot.place].value) == _wanted(spot.value), (name, spot)


def _without_values(book: Path, path: Path) -> None:
    """A copy in which the formulas of the Dashboard have never been calculated."""
    parts = content(book.read_bytes())
    name = part_of(book, "Dashboard")
    text = VALUE.sub(r">\2", parts[name].decode())
    assert "<v>" not in text
    path.write_bytes(packed(parts | {name: text.encode()}))


def _said(value: object) -> object:
    if isinstance(value, datetime):
        return value.date()
    return round(value, 6) if isinstance(value, float) else "" if value is None else value


def _wanted(value: object) -> object:
    if isinstance(value, Odd):
        return value.text
    return round(value, 6) if isinstance(value, float) else value
