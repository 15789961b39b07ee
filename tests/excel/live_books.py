"""What the tests of the live workbook share: the samples, and the cells of both kinds of workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from functools import cache
from pathlib import Path

import openpyxl
import xlwings as xw
from openpyxl_engine import open_book

from partnerxl.core.grids import Grid
from partnerxl.hosts import files

SAMPLES = sorted((Path(__file__).parents[2] / "workbooks").glob("*.xlsx"))
RESULTS = ("Highlights", "Scores", "Flags", "Evidence", "Tips", "Checks", "History")

Rows = list[list[object]]


def copies(sample: Path | bytes, folder: Path) -> tuple[Path, Path]:
    """Two copies of a workbook, of the same name."""
    found = folder / "one" / "live.xlsx", folder / "two" / "live.xlsx"
    for path in found:
        path.parent.mkdir()
        path.write_bytes(content(sample))
    return found


def content(sample: Path | bytes) -> bytes:
    """What a workbook holds."""
    return sample if isinstance(sample, bytes) else sample.read_bytes()


def live_copy(sample: Path | bytes, folder: Path) -> xw.Book:
    """A copy of a workbook, open in the engine."""
    path = folder / "live.xlsx"
    path.write_bytes(content(sample))
    return open_book(path)


@cache
def bare() -> bytes:
    """The mature sample without any sheet of ours."""
    book = openpyxl.load_workbook(next(sample for sample in SAMPLES if sample.stem == "mature"))
    for name in ("Dashboard", *RESULTS):
        del book[name]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def trimmed(rows: Iterable[Sequence[object]]) -> Rows:
    """Rows without empty cells and rows at their ends."""
    found = [[_as_day(cell) for cell in row] for row in rows]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


def _as_day(cell: object) -> object:
    """A moment at midnight as a day."""
    return cell.date() if isinstance(cell, datetime) and cell.time() == time() else cell


def live_rows(book: xw.Book, sheet: str) -> Rows:
    """The cells of a sheet of an open book."""
    return trimmed(book.sheets[sheet].used_range.options(ndim=2, err_to_str=True).value)


def saved_rows(path: Path, sheet: str) -> Rows:
    """The cells of a sheet of a saved workbook."""
    grid: Grid = next(each for each in files.read(path, lambda _: True).grids if each.name == sheet)
    rows: Rows = [[] for _ in range(max(grid.numbers, default=0))]
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        rows[number - 1] = list(row)
    return trimmed(rows)
