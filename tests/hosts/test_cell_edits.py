"""Cells of people's sheets that get values: beside formulas for a block, data types, and cells without addresses."""

from __future__ import annotations

import io
import re
import zipfile

import openpyxl
from openpyxl.worksheet.table import Table

from partnerxl.core.grids import CellEdit
from partnerxl.hosts import keeper
from partnerxl.hosts.package import Package
from partnerxl.hosts.rewrite import Rewrite

SHEET = "xl/worksheets/sheet1.xml"
NAME = "Ours"
ARRAY = '<c r="B2"><f t="array" ref="B2:B4">A2:A4*2</f><v>2</v></c>'


def workbook(cells: str = "") -> bytes:
    """A workbook with two tables on a sheet, one below the other; more cells go into its second row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = NAME
    for row in (["Topic", None, "Answer"], [None], [None], [None], ["Room"], ["12"]):
        sheet.append(row)
    sheet.add_table(Table(displayName="Rooms", ref="A5:A6"))
    stream = io.BytesIO()
    book.save(stream)
    return with_sheet(
        stream.getvalue(), lambda xml: xml.replace('<row r="5"', f'<row r="2">{cells}</row><row r="5"')
    )


def with_sheet(raw: bytes, change: object) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part.decode()) if name == SHEET else part)  # type: ignore[operator]
    return out.getvalue()


def put(raw: bytes, *edits: CellEdit) -> bytes:
    return keeper.patched(raw, "ours.xlsx", [], edits)[0]


def sheet_of(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return package.read(SHEET).decode()


def opened(raw: bytes) -> keeper.Workbook:
    return keeper.Workbook(Rewrite(Package(raw, "ours.xlsx")))


def test_every_cell_of_an_array_is_worked_out() -> None:
    cells = [CellEdit(NAME, row, column, "x") for row in range(1, 6) for column in (2, 3)]

    assert opened(workbook(ARRAY)).formulas(cells) == {"Ours!B2", "Ours!B3", "Ours!B4"}


def test_formulas_that_show_nothing_are_found_down_to_the_last_one_of_some_columns() -> None:
    book = opened(workbook(ARRAY + '<c r="C2" t="str"><f>IF(A2="","",A2)</f><v></v></c>'))

    assert [book.last_formula([CellEdit(NAME, 9, column, "x")]) for column in (1, 2, 3)] == [0, 4, 2]


def test_a_value_takes_the_place_of_a_data_type_or_a_picture() -> None:
    raw = workbook('<c r="C2" t="e" vm="1" cm="1"><v>#VALUE!</v></c>')

    assert re.search(r'<c r="C2"[^>]*', sheet_of(put(raw, CellEdit(NAME, 2, 3, "New")))).group() == (  # type: ignore[union-attr]
        '<c r="C2" t="inlineStr"'
    )


def test_rows_and_cells_without_addresses_are_met_where_they_stand() -> None:
    raw = with_sheet(workbook(), lambda xml: re.sub(r'(<(?:row|c)\b[^>]*?) r="\w+"', r"\1", xml))

    sheet = openpyxl.load_workbook(
        io.BytesIO(put(raw, CellEdit(NAME, 1, 3, "New"), CellEdit(NAME, 9, 1, "x")))
    )[NAME]

    assert [sheet[cell].value for cell in ("A1", "C1", "A9")] == ["Topic", "New", "x"]


def test_a_table_of_peoples_below_does_not_swallow_rows_that_are_wider() -> None:
    wide = put(workbook(), CellEdit(NAME, 7, 1, "P4"), CellEdit(NAME, 7, 3, "Why?"))
    its_own = put(workbook(), CellEdit(NAME, 7, 1, "14"))

    found = [openpyxl.load_workbook(io.BytesIO(raw))[NAME].tables["Rooms"].ref for raw in (wide, its_own)]
    assert found == ["A5:A6", "A5:A7"]
