"""How fast result sheets go into a workbook with a large sheet of the user's own.

All is warm and in one process; every way starts from the same bytes, in turns. The reference does what any
careful program must do: write the new file through to the disk, keep a backup of the old one the same way,
and pass once over every part to compare its check sum. Times are medians.
"""

from __future__ import annotations

import io
import os
import statistics
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import xlsxwriter
from openpyxl import load_workbook

from partnerxl.core import summary
from partnerxl.core.assess import assess
from partnerxl.core.grids import ResultTable
from partnerxl.core.records import read_project, wanted
from partnerxl.hosts import files, keeper

ROWS, COLUMNS = 100_000, 10
ROUNDS = 5
MATURE = Path(__file__).parents[2] / "workbooks" / "mature.xlsx"


@dataclass(frozen=True)
class Times:
    """Seconds each way took: into the large workbook, into a small one, the reference, and openpyxl."""

    large: float
    small: float
    reference: float
    openpyxl: float

    @property
    def ratio(self) -> float:
        """What the large workbook costs beyond our own sheets, as a multiple of the reference."""
        return (self.large - self.small) / self.reference

    @property
    def faster(self) -> float:
        """How many times faster than openpyxl."""
        return self.openpyxl / self.large


def lines(folder: Path) -> Iterator[str]:
    """What was measured, as a paragraph and a table."""
    found = measured(folder)
    yield "## Writing into a large workbook"
    yield ""
    yield f"One sheet of the user's own with {ROWS:,} rows and {COLUMNS} columns; all result sheets are written. Warm medians."
    yield ""
    yield "| what | seconds | compared (promised) |"
    yield "|---|---:|---|"
    yield f"| copy and backup through to the disk, check sum of every part | {found.reference:.3f} | |"
    yield f"| our sheets into a small workbook | {found.small:.3f} | |"
    yield f"| our sheets into the large workbook | {found.large:.3f} | {found.ratio:.2f} times the first beyond the second (at most 2.5) |"
    yield f"| openpyxl: load and save | {found.openpyxl:.3f} | ours is {found.faster:.0f} times faster (at least 10) |"


def measured(folder: Path) -> Times:
    """The median of each way; openpyxl once, as it takes long."""
    tables = summary.tables(assess(read_project(files.read(MATURE, wanted))), date(2026, 10, 20))
    small, large = (folder / name for name in ("small.xlsx", "large.xlsx"))
    write_book(small, rows=1)
    write_book(large, rows=ROWS)
    raw = {path: path.read_bytes() for path in (small, large)}
    ways: list[Callable[[], object]] = [
        lambda: keep(large, raw[large], tables),
        lambda: keep(small, raw[small], tables),
        lambda: careful_copy(folder, raw[large]),
    ]
    for way in ways:
        way()
    rounds = [[seconds(way) for way in ways] for _ in range(ROUNDS)]
    medians = [statistics.median(column) for column in zip(*rounds, strict=True)]
    return Times(*medians, seconds(lambda: by_openpyxl(folder, raw[large])))


def write_book(path: Path, rows: int) -> None:
    """A workbook of somebody's with one sheet of numbers and texts."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Our own")
    for row in range(rows):
        sheet.write_row(row, 0, [f"Name {row}", *(row * 1.5 + column for column in range(COLUMNS - 1))])
    book.close()


def keep(path: Path, raw: bytes, tables: tuple[ResultTable, ...]) -> None:
    """Our way; one backup stays, so that every round does the same."""
    path.write_bytes(raw)
    keeper.write(path, tables, keep=1)


def careful_copy(folder: Path, raw: bytes) -> None:
    """Two files through to the disk, and one pass over every part."""
    for name in ("copy.xlsx", "backup.xlsx"):
        with (folder / name).open("wb") as stream:
            stream.write(raw)
            stream.flush()
            os.fsync(stream.fileno())
    with zipfile.ZipFile(folder / "copy.xlsx") as package:
        package.testzip()


def by_openpyxl(folder: Path, raw: bytes) -> None:
    """Open, add a sheet, save."""
    book = load_workbook(io.BytesIO(raw))
    book.create_sheet("Scores")
    book.save(folder / "openpyxl.xlsx")


def seconds(way: Callable[[], object]) -> float:
    """How long a way takes."""
    begin = time.perf_counter()
    way()
    return time.perf_counter() - begin
