"""Reading saved workbooks: what is there, what is odd, and what is refused."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.table import Table

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import Grid, Odd
from partnerxl.hosts import files
from partnerxl.hosts.scan import Scan

WORKBOOKS = Path(__file__).parents[2] / "workbooks"


def every(_name: str) -> bool:
    return True


def saved(path: Path, fill: Callable[[Workbook], None]) -> Path:
    made = Workbook()
    fill(made)
    made.save(path)
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one part changed."""
    with zipfile.ZipFile(path) as opened:
        content = {name: opened.read(name) for name in opened.namelist()}
    content[part] = change(content[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, raw in content.items():
            target.writestr(name, raw)
    return path


def test_cells_are_plain_values_from_a1_on(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        made.active["B3"] = "Polk"
        made.active["C3"] = 1.5
        made.active["D3"] = datetime(2026, 3, 3)
        made.active["E3"] = True

    (grid,) = files.read(saved(tmp_path / "a.xlsx", fill), every).grids

    row = dict(zip(grid.numbers, grid.rows, strict=True))[3]
    assert [row[0], *row[1:3], row[4]] == [None, "Polk", 1.5, True]
    assert isinstance(row[3], date)
    assert row[3] in {date(2026, 3, 3), datetime(2026, 3, 3)}


def test_only_wanted_sheets_and_sheets_with_a_wanted_table_are_read(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        made.active.title = "Partners"
        other = made.create_sheet("All")
        other.append(["a", "b"])
        other.append([1, 2])
        other.add_table(Table(displayName="Meetings", ref="A1:B2"))
        made.create_sheet("Lunch")

    book = files.read(saved(tmp_path / "a.xlsx", fill), lambda name: name in {"Partners", "Meetings"})

    assert [grid.name for grid in book.grids] == ["Partners", "All"]
    assert book.sheet_names == ("Partners", "All", "Lunch")
    table = book.grids[1].tables[0]
    assert (table.name, table.first_row, table.first_column, table.last_row, table.last_column) == (
        "Meetings",
        1,
        1,
        2,
        2,
    )


def test_errors_and_formulas_never_calculated_are_told_apart_from_empty_cells(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        made.active.append([1, None, "=A1+1", "#N/A"])

    path = saved(tmp_path / "a.xlsx", fill)
    (grid,) = files.read(path, every).grids

    row = grid.rows[0]
    assert row[1] is None
    assert isinstance(row[2], Odd)
    assert row[2].kind == "never calculated"
    assert isinstance(row[3], Odd)
    assert (row[3].kind, row[3].text) == ("error", "#N/A")


def test_a_single_ghost_cell_costs_nothing(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        made.active["A1"] = "here"
        made.active["XFD1048576"] = "ghost"

    (grid,) = files.read(saved(tmp_path / "a.xlsx", fill), every).grids

    assert grid.rows[0][0] == "here"
    assert grid.numbers[-1] == 1048576
    assert len(grid.rows) == 2


def test_hidden_rows_and_sheets_are_read_and_counted(tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        made.active.append(["a"])
        made.active.append(["b"])
        made.active.row_dimensions[2].hidden = True
        made.create_sheet("Away").sheet_state = "hidden"

    book = files.read(saved(tmp_path / "a.xlsx", fill), every)

    assert [list(row) for row in book.grids[0].rows] == [["a"], ["b"]]
    assert (book.grids[0].hidden_rows, book.grids[0].visible, book.grids[1].visible) == (1, True, False)


def test_a_macro_workbook_and_a_1904_workbook_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsm", lambda made: made.active.append(["x"]))
    rewritten(
        path, "xl/workbook.xml", lambda raw: raw.replace(b"<workbookPr", b'<workbookPr date1904="1"', 1)
    )

    book = files.read(path, every)

    assert (book.date1904, len(book.digest), book.name) == (True, 64, "a.xlsm")


def test_a_strict_workbook_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", lambda made: made.active.append(["x", 2]))
    pairs = (
        (
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
        (
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )

    def strict(raw: bytes) -> bytes:
        for old, new in pairs:
            raw = raw.replace(old, new)
        return raw

    with zipfile.ZipFile(path) as opened:
        names = opened.namelist()
    for part in names:
        rewritten(path, part, strict)

    (grid,) = files.read(path, every).grids

    assert list(grid.rows[0]) == ["x", 2]


# --- refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"%PDF-1.7", "a PDF file"),
        (b"a,b\n1,2\n", "a text file"),
        (b"<html><table></table></html>", "a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password-protected"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Excel 97-2003 workbook"),
        (b"PK\x03\x04" + bytes(80), "a damaged file"),
        (bytes(range(256)), "a file of another kind"),
    ],
)
def test_what_is_no_workbook_is_refused_by_what_it_is(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    with pytest.raises(WorkbookError, match=words):
        files.read(path, every)


def test_no_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookError, match="no such file"):
        files.read(tmp_path / "none.xlsx", every)
    with pytest.raises(WorkbookError, match="a folder"):
        files.read(tmp_path, every)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_would_never_end_or_has_no_end_is_refused_at_once(tmp_path: Path) -> None:
    pipe, ring, long = tmp_path / "pipe.xlsx", tmp_path / "ring.xlsx", tmp_path / ("a" * 300)
    os.mkfifo(pipe)
    ring.symlink_to(ring)

    for path, words in ((pipe, "a device or a pipe"), (ring, "symbolic links"), (long, "name too long")):
        with pytest.raises(WorkbookError, match=words):
            files.read(path, every)


def test_a_file_of_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as stream:
        stream.write(b"PK")
        stream.truncate((2 << 30) + 1)  # takes no room on the disk

    with pytest.raises(WorkbookError, match="more than 2 gigabytes"):
        files.read(path, every)


def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("hello.txt", "hello")

    with pytest.raises(WorkbookError, match=r"a\.xlsx"):
        files.read(path, every)


def test_a_workbook_cut_short_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", lambda made: made.active.append(["x"] * 50))
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(WorkbookError, match="damaged"):
        files.read(path, every)


def test_a_document_type_and_a_bomb_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", lambda made: made.active.append(["x"]))
    typed = rewritten(path, "xl/workbook.xml", lambda raw: b"<!DOCTYPE x>" + raw[raw.index(b"<workbook") :])
    with pytest.raises(WorkbookError, match="document type"):
        files.read(typed, every)

    bomb = saved(tmp_path / "b.xlsx", lambda made: made.active.append(["x"]))
    rewritten(bomb, "xl/worksheets/sheet1.xml", lambda raw: raw + b" " * (8 << 20))
    with pytest.raises(WorkbookError, match="unpacks from"):
        files.read(bomb, every)


# --- two ways to read -----------------------------------------------------------------------------


def as_text(grid: Grid) -> list[tuple[int, list[str]]]:
    """Rows that hold something, each value as text, so that a day and its midnight are one."""
    shown = []
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        texts = [
            "" if cell is None else str(cell).removesuffix(" 00:00:00").removesuffix(".0") for cell in row
        ]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            shown.append((number, texts))
    return shown


@pytest.mark.parametrize("path", sorted(WORKBOOKS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_cell_by_cell_gives_what_the_fast_way_gives(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = files.read(path, every).grids
    monkeypatch.setattr(Scan, "is_dense", lambda _scan, _most: False)
    slow = files.read(path, every).grids

    for one, other in zip(fast, slow, strict=True):
        assert as_text(one) == as_text(other)


def test_where_the_fast_way_panics_cells_are_read_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PanicError(BaseException):
        """What a panic of a Rust library is in Python: no Exception."""

    def panic(_file: object) -> None:
        raise PanicError

    path = saved(tmp_path / "a.xlsx", lambda made: made.active.append(["x", 2]))
    monkeypatch.setattr("python_calamine.CalamineWorkbook", SimpleNamespace(from_filelike=panic))

    (grid,) = files.read(path, every).grids

    assert list(grid.rows[0]) == ["x", 2]
