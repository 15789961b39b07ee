"""Workbooks that would bring a careless program down: each is read as what is there, or refused with the way out."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from corpus import OF_BOOK, OFFICE, PACKAGE, content, packed, with_parts

from partnerxl.core import summary
from partnerxl.core.assess import assess
from partnerxl.core.errors import PartnerxlError
from partnerxl.core.grids import ResultTable
from partnerxl.core.records import read_project, wanted
from partnerxl.hosts import files, keeper
from partnerxl.hosts.blank import package

WATCHED = Path(__file__).with_name("watched.py")
Row = dict[str, Any]
FORM: Row = {"InitiativeName": "Harbor", "PeriodStart": date(2025, 7, 1), "PeriodEnd": date(2026, 6, 30)}


def book(path: Path, **rows: list[Row]) -> Path:
    """A workbook of ours with these rows."""
    path.write_bytes(package(FORM, rows))
    return path


def read(path: Path) -> Any:
    return read_project(files.read(path, wanted))


def megabytes() -> float:
    """The most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1 << 20 if sys.platform == "darwin" else 1 << 10
    )


def plain(fill: Callable[[Any], None]) -> bytes:
    """A workbook of one sheet named Progress."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    fill(made.add_worksheet("Progress"))
    made.close()
    return out.getvalue()


def test_a_million_formatted_rows_cost_nothing(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, ["Progress ID", "Kind"])
        sheet.write_row(1, 0, ["A", "Milestone"])

    path = tmp_path / "a.xlsx"
    rows = "".join(f'<row r="{row}" s="1" customFormat="1"/>' for row in range(3, 1_048_577))
    path.write_bytes(plain(fill))
    before = megabytes()

    parts = content(path.read_bytes())
    name = "xl/worksheets/sheet1.xml"
    wide = parts[name].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    path.write_bytes(packed(parts | {name: wide}))

    (grid,) = files.read(path, wanted).grids

    assert [list(row) for row in grid.rows] == [["Progress ID", "Kind"], ["A", "Milestone"]]
    assert megabytes() - before < 400


def test_a_row_as_wide_as_excel_allows_is_read(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, [f"Column {at}" for at in range(16_384)])
        sheet.write(5, 16_383, "far")

    path = tmp_path / "a.xlsx"
    path.write_bytes(plain(fill))

    (grid,) = files.read(path, wanted).grids

    assert (grid.rows[0][16_383], grid.rows[-1][16_383]) == ("Column 16383", "far")


@pytest.mark.parametrize(
    "typed",
    [
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "-2+3",
        "\u202eevil",
        "شركة الميناء",
        "名前 🚢",
        "a" * 32_000,
        "tab\tand\nline",
        "{{ 7 * 7 }}{% for x in y %}",
        "<script>alert(1)</script> & co",
    ],
)
def test_whatever_people_type_comes_through_as_text(tmp_path: Path, typed: str) -> None:
    late = {"ProgressID": "A", "Kind": "Industry change", "Title": typed, "DueDate": date(2025, 8, 1)}
    late |= {"Significance": "High", "DecidedBy": None}
    path = book(tmp_path / "a.xlsx", Progress=[late])

    project = read(path)
    found = project.sheets["Progress"].frame["Title"].tolist()

    assert [text.split() for text in found] == [typed.split()]
    assert assess(project).pitfalls


def test_a_million_formatted_cells_are_no_records(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.write_row(0, 0, ["Progress ID", "Kind"])
        sheet.write_row(1, 0, ["A", "Milestone"])

    path = tmp_path / "a.xlsx"
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>' for row in range(3, 500_000)
    )
    parts = content(plain(fill))
    name = "xl/worksheets/sheet1.xml"
    filled = parts[name].replace(b"</sheetData>", cells.encode() + b"</sheetData>")
    path.write_bytes(packed(parts | {name: filled}))
    before, begin = megabytes(), time.perf_counter()

    (grid,) = files.read(path, wanted).grids

    assert len(grid.rows) == 2
    assert time.perf_counter() - begin < 10
    assert megabytes() - before < 400


def test_too_many_cells_are_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(plain(lambda sheet: sheet.write_column(0, 0, range(200))))

    with pytest.raises(PartnerxlError, match=r"'Progress': expected at most 100 cells, found more\. Delete"):
        files.read(path, wanted, most_cells=100)


def test_thousands_of_sheets_cost_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out)
    for number in range(5_000):
        made.add_worksheet(f"Sheet {number}")
    made.close()
    path.write_bytes(out.getvalue())
    begin = time.perf_counter()

    files.read(path, wanted)
    keeper.patched(path.read_bytes(), path.name, [ResultTable("Scores", ("Phase",), (("Forming",),))])

    assert time.perf_counter() - begin < 20  # about one; minutes when each sheet looks at all others


LINK = """<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inside}</externalLink>"""
PROGRAM = '<ddeLink ddeService="cmd" ddeTopic="/C far"><ddeItems><ddeItem name="A0" advise="1"/></ddeItems></ddeLink>'
OTHER_BOOK = '<externalBook xmlns:r="{office}" r:id="ours0"><sheetNames><sheetName val="Far"/></sheetNames></externalBook>'


def test_nothing_that_a_workbook_points_to_is_followed(tmp_path: Path) -> None:
    far = tmp_path / "far.xlsx"
    far.write_bytes(plain(lambda sheet: sheet.write(0, 0, "secret")))
    path = book(tmp_path / "a.xlsx", Progress=[{"ProgressID": "A", "Kind": "Output", "Title": "=[1]Far!A1"}])
    links = {
        "xl/externalLinks/externalLink1.xml": OTHER_BOOK.format(office=OFFICE),
        "xl/externalLinks/externalLink2.xml": PROGRAM,
    }
    target = f'<Relationship Id="ours0" Type="{OFFICE}/externalLinkPath" Target="{far.as_uri()}" TargetMode="External"/>'
    parts = {name: LINK.format(inside=inside) for name, inside in links.items()}
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}">{target}</Relationships>'
    )
    path.write_bytes(
        with_parts(parts, {OF_BOOK: dict.fromkeys(links, f"{OFFICE}/externalLink")}, path.read_bytes())
    )

    told = subprocess.run([sys.executable, WATCHED, path], check=True, capture_output=True, timeout=120)

    assert json.loads(told.stdout) == []
    assert len(list(tmp_path.glob("*.docx"))) == 1


def test_refusals_and_problems_never_hold_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(plain(lambda sheet: sheet.write(0, 0, "nothing")))

    with pytest.raises(PartnerxlError) as refused:
        read(path)

    assert "Traceback" not in str(refused.value)
    assert "which has Progress" in str(refused.value)


def test_result_sheets_of_hostile_records_are_text(tmp_path: Path) -> None:
    change = {"Kind": "Industry change", "Title": "=1+1", "Significance": "High", "DueDate": date(2025, 8, 1)}
    path = book(tmp_path / "a.xlsx", Progress=[{"ProgressID": "=2+2", **change}])
    new, _ = keeper.patched(
        path.read_bytes(), path.name, summary.tables(assess(read(path)), date(2026, 10, 1))
    )

    rows = files.read(_saved(tmp_path / "new.xlsx", new), lambda name: name != "Dashboard").grids
    texts = [cell for grid in rows for row in grid.rows for cell in row if isinstance(cell, str)]
    assert any("=1+1" in text for text in texts)
    ours = [part for name, part in content(new).items() if name.startswith("xl/worksheets/sheet")]
    assert all(b"<f>=" not in part and b"<f>1+1" not in part for part in ours)


def _saved(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path
