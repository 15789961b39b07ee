"""The Initiative form: labels wherever they stand, each answer in the cell to its right (R3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from partnerxl.core.catalogue import SheetSpec
from partnerxl.core.errors import Problem
from partnerxl.core.grids import Grid
from partnerxl.core.matching import clean
from partnerxl.core.problems import problem
from partnerxl.core.tables import headings, letter


@dataclass(frozen=True)
class Labels:
    """The labels of a form.

    Attributes:
        cells: Field id -> address of its answer.
        answers: Field id -> what stands there.
        problems: Labels that stand twice.
    """

    cells: Mapping[str, str]
    answers: Mapping[str, object]
    problems: tuple[Problem, ...]


def find_labels(grid: Grid, spec: SheetSpec) -> Labels:
    """Every known label of a sheet; a label that stands twice is read from its first place.

    The answer to a label in merged cells stands to the right of all of them.
    """
    cells: dict[str, str] = {}
    answers: dict[str, object] = {}
    problems: list[Problem] = []
    for field, number, at, right, answer in _labels(grid, headings(spec)):
        if field in cells:
            where = f"{grid.name}!{letter(at)}{number}"
            words = spec.columns[field].heading
            problems.append(problem("PX-153", where, heading=words, first=cells[field].partition("!")[2]))
            continue
        cells[field] = f"{grid.name}!{letter(right)}{number}"
        answers[field] = answer
    return Labels(cells, answers, tuple(problems))


def _labels(grid: Grid, known: Mapping[str, str]) -> Iterator[tuple[str, int, int, int, object]]:
    """Field, row, column, column of the answer and answer of each label; an answer is never taken for a label."""
    wide = {(block.first_row, block.first_column): block.last_column for block in grid.merged}
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        taken = -1
        for at, cell in enumerate(row):
            field = known.get(clean(cell)) if isinstance(cell, str) and at != taken else None
            if field:
                taken = wide.get((number, at + 1), at + 1)
                yield field, number, at, taken, row[taken] if taken < len(row) else None
