"""What the tests of the live workbook share: the samples, and the cells of both kinds of workbook."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import xlwings as xw
from openpyxl_engine import open_book

from partnerxl.core.grids import Grid
from partnerxl.hosts import files

SAMPLES = sorted((Path(__file__).parents[2] / "workbooks").glob("*.xlsx"))
RESULTS = ("Scores", "Flags", "Evidence", "Tips", "Checks")

Rows = list[list[object]]


def copies(sample: Path, folder: Path) -> tuple[Path, Path]:
    """Two copies of a workbook."""
    return tuple(Path(shutil.copyfile(sample, folder / f"{which}.xlsx")) for which in ("one", "two"))  # type: ignore[return-value]


def live_copy(sample: Path, folder: Path) -> xw.Book:
    """A copy of a workbook, open in the engine."""
    return open_book(Path(shutil.copyfile(sample, folder / "live.xlsx")))


def trimmed(rows: Iterable[Sequence[object]]) -> Rows:
    """Rows without empty cells and rows at their ends."""
    found = [list(row) for row in rows]
    for row in found:
        while row and row[-1] is None:
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


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
