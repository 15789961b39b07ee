"""The same on xlwings' remote engine: everything is read, worked out, then written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from live_books import RESULTS, SAMPLES, bare, copies, live_rows, saved_rows
from openpyxl import load_workbook

import partnerxl
from partnerxl import workflow
from partnerxl.core import summary
from partnerxl.core.assessment import Assessment
from partnerxl.core.grids import ResultTable
from partnerxl.hosts import keeper
from partnerxl.hosts.live import LiveWorkbook

pytestmark = pytest.mark.skipif(
    os.environ.get("XLWINGS_LICENSE_KEY") != "noncommercial",
    reason="xlwings' remote engine asks for XLWINGS_LICENSE_KEY=noncommercial (or a license) in the environment",
)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_refresh_on_a_server_writes_what_it_writes_into_a_file(sample: Path, tmp_path: Path) -> None:
    from remote_books import RemoteBook

    path, other = copies(sample, tmp_path)
    book = RemoteBook(path)

    book.run(partnerxl.refresh)

    partnerxl.refresh(other)
    for sheet in RESULTS:
        assert live_rows(book.holder, sheet) == saved_rows(other, sheet), sheet

    book.run(partnerxl.refresh)

    for sheet in RESULTS:
        assert live_rows(book.holder, sheet) == saved_rows(other, sheet), sheet


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_records_are_read_on_a_server_as_from_a_file(sample: Path, tmp_path: Path) -> None:
    from remote_books import RemoteBook

    found: list[Assessment] = []
    RemoteBook(copies(sample, tmp_path)[0]).run(lambda book: found.append(workflow.assess(book)))

    assert summary.as_json(found[0]) == summary.as_json(workflow.assess(sample))


def test_result_sheets_and_dashboard_are_made_on_a_server(tmp_path: Path) -> None:
    from remote_books import RemoteBook

    path, other = copies(bare(), tmp_path)
    book = RemoteBook(path)

    book.run(partnerxl.refresh)

    partnerxl.refresh(other)
    for sheet in RESULTS:
        assert live_rows(book.holder, sheet) == saved_rows(other, sheet), sheet
    ours, theirs = book.holder.impl.content["Dashboard"], load_workbook(other)["Dashboard"]
    assert [[cell.value for cell in row] for row in ours["A1:M36"]] == [
        [cell.value for cell in row] for row in theirs["A1:M36"]
    ]
    page = book.holder.impl.pages["Dashboard"]
    assert (len(page.rules), len(page.charts)) == (9, 2)


def test_a_server_is_told_as_much_for_many_rows_as_for_few(tmp_path: Path) -> None:
    from remote_books import RemoteBook

    def table(rows: int) -> ResultTable:
        return ResultTable("Checks", ("Code", "Found"), tuple((f"PX-{at}", "x") for at in range(rows)))

    def told(rows: int, path: Path) -> list[list[str]]:
        """What Excel is told to do by a first and by a second run."""
        book = RemoteBook(path)
        runs = [book.run(lambda remote: LiveWorkbook(remote).write((table(rows),))) for _ in range(2)]
        return [[action["func"] for action in actions] for actions in runs]

    few, many = (told(rows, path) for rows, path in zip((100, 10_000), copies(bare(), tmp_path), strict=True))

    assert few == many
    assert "setValues" in few[0]


def test_what_people_wrote_beside_rows_is_left_alone_where_formulas_cannot_be_told(tmp_path: Path) -> None:
    from remote_books import RemoteBook

    def table(codes: str, columns: tuple[str, ...] = ("Code", "Found")) -> ResultTable:
        rows = tuple((f"PX-{code}", f"found {code}", "new")[: len(columns)] for code in codes)
        return ResultTable("Checks", columns, rows, key=("Code",), own=r"PX-\d+")

    path, _ = copies(bare(), tmp_path)
    keeper.write(path, (table("12"),))
    book = RemoteBook(path)
    sheet = book.holder.impl.pages["Checks"].sheet
    sheet["D2"], sheet["D3"], sheet["A5"] = "about 1", "=LEN(B3)", "below"
    notes: list[str] = []

    book.run(
        lambda remote: notes.extend(
            LiveWorkbook(remote).write((table("3214", ("Code", "Found", "New")),)).notes
        )
    )

    assert sheet["E2"].value == "about 1"
    assert sheet["E3"].value == "=LEN(B3)"
    assert live_rows(book.holder, "Checks")[-1] == ["below"]
    assert notes == [
        "'Checks': what stood below the table moved down by 2 rows.",
        "'Checks': what people wrote beside rows stayed where it was, though rows moved. Look it over.",
        "It is not saved yet: save it in Excel to keep the result sheets.",
    ]
