"""How fast a refresh of a workbook open in Excel is, and how often Excel is asked; prints one JSON object.

Excel is the engine over openpyxl of the tests. Its own share, reading and writing the same cells in bulk, is taken
together with the warm assessment of the same grids; what the live workbook adds is the rest.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "excel"))

from openpyxl_engine import CALLS, open_book  # noqa: E402  the engine lies beside its tests

from partnerxl import workflow  # noqa: E402
from partnerxl.core import records, summary  # noqa: E402
from partnerxl.core.assess import assess  # noqa: E402
from partnerxl.hosts.live import LiveWorkbook  # noqa: E402

SAMPLE = ROOT / "workbooks" / "mature.xlsx"
ROUNDS = 15
FEW, MANY = 100, 10_000


def seconds(task: Callable[[], object]) -> float:
    """How long a task takes."""
    begin = time.perf_counter()
    task()
    return time.perf_counter() - begin


def warm(folder: Path) -> dict[str, float]:
    """A warm refresh beside the assessment of the same grids and the engine's reading and writing."""
    book = open_book(Path(shutil.copyfile(SAMPLE, folder / "warm.xlsx")))
    _dashboard, *results = workflow.refresh(book).sheets
    grids = LiveWorkbook(book).read(records.wanted)
    read = [book.sheets[name] for name in (*(grid.name for grid in grids.grids), *results)]
    written = [(name, book.sheets[name].used_range.options(ndim=2).value) for name in results]

    def engine() -> None:
        for sheet in read:
            _ = sheet.used_range.options(ndim=2, err_to_str=True).value
        for name, rows in written:
            book.sheets[name].range((1, 1), (len(rows), len(rows[0]))).value = rows

    tasks = {
        "refresh": lambda: workflow.refresh(book),
        "core": lambda: summary.tables(assess(records.read_project(grids)), date.today()),  # noqa: DTZ011
        "engine": engine,
    }
    runs = [{name: seconds(task) for name, task in tasks.items()} for _ in range(ROUNDS)]
    fastest = {name: min(run[name] for run in runs) for name in tasks}
    return {**fastest, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def asked(rows: int, folder: Path) -> int:
    """How often Excel is asked by a second refresh of a workbook with so many more rows."""
    content = openpyxl.load_workbook(SAMPLE)
    sheet = content["Progress"]
    pattern = [cell.value for cell in sheet[4]]
    for number in range(rows):
        sheet.append([f"G{number}", *pattern[1:]])
    content.save(folder / f"{rows}.xlsx")
    book = open_book(folder / f"{rows}.xlsx")
    workflow.refresh(book)
    CALLS.clear()
    workflow.refresh(book)
    return sum(CALLS.values())


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        found = {**warm(Path(name)), **{f"asked {rows}": asked(rows, Path(name)) for rows in (FEW, MANY)}}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
