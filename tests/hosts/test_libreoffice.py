"""LibreOffice opens every workbook of ours, works every formula out anew, and prints it without an error."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from corpus import content, corpus, custom_views, packed

from partnerxl import workflow
from partnerxl.core import dashboard
from partnerxl.core.grids import Grid, Odd, ResultTable
from partnerxl.hosts import files, keeper
from partnerxl.hosts.samples import SAMPLES

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
PATIENCE = 240
WRONG = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "Err:")
SCORES = ResultTable("Scores", ("Phase", "Score"), (("Forming", 0.25), ("Norming", 0.5)))
GAP = Odd("error", "#N/A")  # where a line of a chart has no point
CONTROL = "control"  # its sum is stored wrongly, and it names what is not there
CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"><value>0</value></prop></item>
</oor:items>
"""

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None or shutil.which("pdftotext") is None,
    reason="LibreOffice or poppler is not installed",
)
REFRESHED = tuple(f"{name} refreshed" for name in SAMPLES)
NAMES = ("empty", *SAMPLES, *REFRESHED)
PRINTED = ("empty", *REFRESHED)  # a refreshed sample holds all that the sample holds


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every workbook, a copy by LibreOffice of each, worked out anew, and each in print."""
    folder = tmp_path_factory.mktemp("libreoffice")
    for book in WORKBOOKS.glob("*.xlsx"):
        shutil.copyfile(book, folder / book.name)
    for name in SAMPLES:
        book = Path(shutil.copyfile(WORKBOOKS / f"{name}.xlsx", folder / f"{name} refreshed.xlsx"))
        workflow.refresh(book)
    (folder / "views.xlsx").write_bytes(keeper.patched(custom_views(), "views.xlsx", [SCORES])[0])
    (folder / f"{CONTROL}.xlsx").write_bytes(_control())
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(CALCULATE, encoding="utf-8")
    convert(folder, "xlsx", (*NAMES, "views", CONTROL))
    convert(folder, "pdf", PRINTED)
    return folder


def _control() -> bytes:
    """The plain workbook with a sum whose stored value is wrong and a formula that names nothing."""
    parts = content(corpus()["plain.xlsx"])
    name = "xl/worksheets/sheet1.xml"
    wrong = b'<c r="C1"><f>SUM(B2:B3)</f><v>99</v></c><c r="D1"><f>NoSuchName</f><v>1</v></c></row>'
    return packed(parts | {name: parts[name].replace(b"</row>", wrong, 1)})


def convert(folder: Path, form: str, names: Sequence[str]) -> None:
    """Let one LibreOffice write these workbooks of the folder in another form."""
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        form,
    ]
    books = [folder / f"{name}.xlsx" for name in names]
    subprocess.run(
        [*command, "--outdir", folder / form, *books], check=True, capture_output=True, timeout=PATIENCE
    )


def grids(book: Path) -> tuple[Grid, ...]:
    return files.read(book, lambda _name: True).grids


def errors(book: Path) -> Iterator[str]:
    """Every cell that shows an error or was never worked out."""
    for grid in grids(book):
        for number, row in zip(grid.numbers, grid.rows, strict=True):
            for cell in row:
                if (grid.name, cell) == ("Dashboard", GAP) and number > dashboard.FIGURES:
                    continue
                if isinstance(cell, Odd) or (isinstance(cell, str) and cell.startswith(WRONG)):
                    yield f"{grid.name} row {number}: {cell}"


def printed(book: Path) -> str:
    """The text of a workbook in print."""
    command = ["pdftotext", "-layout", str(book), "-"]
    told = subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return told.stdout.decode()


@pytest.mark.parametrize("name", NAMES)
def test_every_formula_has_a_value_and_no_cell_an_error(name: str, folder: Path) -> None:
    assert list(errors(folder / "xlsx" / f"{name}.xlsx")) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_same_sheets_are_there_afterwards(name: str, folder: Path) -> None:
    before, after = (
        files.read(each / f"{name}.xlsx", lambda _name: False).sheet_names
        for each in (folder, folder / "xlsx")
    )

    assert after == before


@pytest.mark.parametrize("name", PRINTED)
def test_print_shows_no_error(name: str, folder: Path) -> None:
    text = printed(folder / "pdf" / f"{name}.pdf")

    assert "Forming" in text or name == "empty"
    assert text.strip()
    assert not [wrong for wrong in WRONG if wrong in text]


@pytest.mark.parametrize("name", SAMPLES)
def test_result_sheets_say_the_same_in_libreoffice(name: str, folder: Path) -> None:
    ours, theirs = (
        {grid.name: [list(row) for row in grid.rows] for grid in grids(each / f"{name} refreshed.xlsx")}
        for each in (folder, folder / "xlsx")
    )

    for sheet in ("Scores", "Flags", "Evidence", "Tips", "Checks"):
        assert texts(ours[sheet]) == texts(theirs[sheet])


def texts(rows: list[list[object]]) -> list[list[object]]:
    """The texts of a sheet; cells behind the last one may be empty or not there."""
    return [[cell for cell in row if isinstance(cell, str)] for row in rows if any(row)]


def test_a_plain_range_keeps_its_filter_in_a_workbook_with_custom_views(folder: Path) -> None:
    assert b"'Scores'!$A$1:$B$3" in content((folder / "views.xlsx").read_bytes())["xl/workbook.xml"]
    parts = content((folder / "xlsx" / "views.xlsx").read_bytes())

    assert any(b'<autoFilter ref="A1:B3"' in part for part in parts.values())


def test_formulas_really_are_worked_out_anew(folder: Path) -> None:
    (grid,) = grids(folder / "xlsx" / f"{CONTROL}.xlsx")

    assert grid.rows[0][2:4] == [10, Odd("error", "#NAME?")]
    assert len(list(errors(folder / "xlsx" / f"{CONTROL}.xlsx"))) == 1
