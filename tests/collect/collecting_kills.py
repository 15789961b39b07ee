"""Collects again and again, each time cut off at a later change of the disk: ``python collecting_kills.py FOLDER``.

The folder holds ``ours.xlsx`` and the copies that came back. Printed is one JSON object: how many runs were
killed, and what was wrong afterwards.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from drafting_kills import cut_off
from openpyxl import load_workbook

from partnerxl import workflow

BOOK = "ours.xlsx"
Cells = list[list[tuple[object, ...]]]


def collect(folder: Path) -> None:
    """Collect what lies in a folder."""
    workflow.collect(folder / BOOK, [folder])


def killed(sample: Path) -> Iterator[str | None]:
    """What was wrong after each kill; None for nothing."""
    before = (sample / BOOK).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(shutil.copytree(sample, folder, dirs_exist_ok=True))
        collect(whole)
        after, cells = (whole / BOOK).read_bytes(), content(whole)
    for last in range(sys.maxsize):
        with tempfile.TemporaryDirectory() as folder:
            ours = Path(shutil.copytree(sample, folder, dirs_exist_ok=True))
            if not cut_off(partial(collect, ours), "at_changes", last):
                return
            yield wrong(ours, {before, after}, cells)


def wrong(folder: Path, whole: set[bytes], cells: Cells) -> str | None:
    """What is not as it must be: a workbook that is not whole, or one that a second run does not complete."""
    if (folder / BOOK).read_bytes() not in whole:
        return "the workbook is not whole"
    collect(folder)
    return None if content(folder) == cells else "a second run did not complete it"


def content(folder: Path) -> Cells:
    """Every cell of the workbook."""
    return [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(folder / BOOK)]


def main() -> None:
    """Cut off one run after another until one comes to its end."""
    found = list(killed(Path(sys.argv[1])))
    sys.stdout.write(json.dumps({"killed": len(found), "wrong": sorted(set(filter(None, found)))}))


if __name__ == "__main__":
    main()
