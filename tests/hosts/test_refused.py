"""What cannot be read or kept safe is refused with the reason and the way out, and stays as it is."""

from __future__ import annotations

import contextlib
import re
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from corpus import content, packed, plain
from refused import Refused, refused

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import ResultTable
from partnerxl.hosts import files, keeper

SCORES = ResultTable("Scores", ("Phase", "Score"), (("Forming", 0.25),))
CORPUS = refused()
ON_READ = [name for name, each in CORPUS.items() if each.on_read]
ON_WRITE = [name for name, each in CORPUS.items() if each.on_write]
LONGEST = 300  # characters of a refusal
MOST_SECONDS = 2.0  # a few hundredths are usual
MOST_MEMORY = 40 << 20


def told(refusal: WorkbookError, each: Refused) -> bool:
    """Whether a refusal is short and says the reason and the way out in two sentences."""
    text = str(refusal)
    sentences = re.findall(r"[.:] [A-Z]", text)
    return all(
        (
            re.search(each.found, text),
            each.mend in text,
            len(text) < LONGEST,
            len(sentences) <= 1,
        )
    )


@pytest.mark.parametrize("name", ON_READ)
def test_reading_is_refused_with_the_reason_and_the_way_out(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(CORPUS[name].raw)

    with pytest.raises(WorkbookError) as refusal:
        files.read(path, lambda _name: True)

    assert told(refusal.value, CORPUS[name]), refusal.value
    assert str(refusal.value).startswith(path.name)


@pytest.mark.parametrize("name", ON_WRITE)
def test_writing_is_refused_with_the_reason_and_the_way_out(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(CORPUS[name].raw)

    with pytest.raises(WorkbookError) as refusal:
        keeper.write(path, [SCORES])

    assert told(refusal.value, CORPUS[name]), refusal.value
    assert path.read_bytes() == CORPUS[name].raw
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", sorted(CORPUS.keys() - set(ON_READ)))
def test_what_may_not_be_changed_can_still_be_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(CORPUS[name].raw)

    (grid,) = files.read(path, lambda _name: True).grids

    assert list(grid.rows[1]) == ["Ana", 4]


@pytest.mark.parametrize("name", CORPUS)
def test_a_refusal_takes_neither_time_nor_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(CORPUS[name].raw)
    tracemalloc.start()
    begin = time.perf_counter()

    with contextlib.suppress(WorkbookError):
        files.read(path, lambda _name: True)
    with contextlib.suppress(WorkbookError):
        keeper.write(path, [SCORES])

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.perf_counter() - begin < MOST_SECONDS
    assert peak < MOST_MEMORY


def test_a_protected_structure_is_no_matter_once_our_sheets_are_there() -> None:
    protected = content(CORPUS["protected structure"].raw)["xl/workbook.xml"]
    written = content(keeper.patched(plain(), "a.xlsx", [SCORES])[0])
    start, end = protected.index(b"<workbookProtection lock"), protected.index(b"<bookViews>")
    book = re.sub(rb"<workbookProtection ?/>", protected[start:end], written["xl/workbook.xml"])
    raw = packed(written | {"xl/workbook.xml": book})
    assert b"lockStructure" in book

    new, _ = keeper.patched(raw, "a.xlsx", [replace(SCORES, rows=(("Forming", 0.75),))])

    assert b"0.75" in content(new)["xl/worksheets/sheet2.xml"]
