"""What History remembers of the readings: how they were shown, and marks of the rows behind them."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

import msgspec
import pandas as pd

from partnerxl.core import wording
from partnerxl.core.assessment import Assessment
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.contact import mask
from partnerxl.core.readings import Reading, Rows
from partnerxl.core.records import Project, Records
from partnerxl.core.runs import Past, packed

MOST_ROWS = 200  # a measure with more rows is remembered without them
NOTHING = Past((None, None, None), {})


@dataclass(frozen=True)
class Read:
    """A reading as it is shown, with what it is called and whether it counts people."""

    title: str
    reading: Reading
    measure: str
    people: bool = False

    @property
    def shown(self) -> tuple[str | None, ...]:
        """Part, whole and value in words, small numbers of people kept small; nothing unless recorded."""
        if not self.reading.recorded:
            return NOTHING.shown
        return wording.figures(self.reading, self.measure, people=self.people)


def readings(assessment: Assessment) -> dict[str, Read]:
    """Every reading, by pitfall or phase and measure."""
    signs = {
        f"{found.key}.{sign.signal.measure}": Read(
            sign.signal.title, sign.reading, sign.signal.measure, sign.signal.people
        )
        for found in assessment.pitfalls
        for sign in found.verdict.signs
    }
    marks = {
        f"{found.key}.{mark.indicator.measure}": Read(
            mark.indicator.title, mark.reading, mark.indicator.measure
        )
        for found in assessment.phases
        for mark in found.marks
    }
    return signs | marks


def remembered(assessment: Assessment) -> str:
    """The readings as one text that fits into a cell."""
    marks = RowMarks(assessment.view.project)
    return packed(
        {
            key: Past(read.shown, marks.of(read.reading.rows))
            for key, read in readings(assessment).items()
            if read.reading.recorded
        }
    )


@dataclass(frozen=True)
class RowMarks:
    """Names of rows, which stay when rows are moved, and marks of what stands in them."""

    project: Project

    def of(self, rows: Rows) -> dict[str, str] | None:
        """Name of each row -> a mark of what stands in it; None when they are too many to remember."""
        return dict(self.by_address(rows).values()) if len(rows) <= MOST_ROWS else None

    def by_address(self, rows: Rows) -> dict[str, tuple[str, str]]:
        """Address of each row -> its name and mark."""
        return {
            f"{sheet}!{number}": self._row(sheet, number)
            for sheet, numbers in rows.parts
            for number in numbers
        }

    def _row(self, sheet: str, number: int) -> tuple[str, str]:
        if sheet == self.project.form.sheet:
            said, cells = self._answers.get(number, (str(number), ()))
            return f"{sheet} {said}", _mark(cells)
        records = self._sheets[sheet]
        typed = self.project.typed.get(records.name, {})
        at = int(records.frame.index.get_indexer(pd.Index([number]))[0])
        keys = typed.get(load_sheets()[records.name].key)
        said = str(keys[at] if keys and keys[at] else number)
        return mask(f"{sheet} {said}"), _mark([cells[at] for cells in typed.values()])

    @cached_property
    def _sheets(self) -> Mapping[str, Records]:
        return {records.sheet: records for records in self.project.sheets.values()}

    @cached_property
    def _answers(self) -> Mapping[int, tuple[str, Sequence[object]]]:
        """Row of the Initiative form -> its question and its answer."""
        form = self.project.form
        return {
            int(place.rpartition("!")[2].lstrip(ascii_uppercase)): (name, [form.values[name]])
            for name, place in form.cells.items()
        }


def _mark(cells: Sequence[object]) -> str:
    return f"{zlib.crc32(msgspec.msgpack.encode(cells)):x}"
