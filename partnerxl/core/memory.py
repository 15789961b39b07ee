"""What History remembers of the readings: how they were shown, and marks of the rows behind them."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from string import ascii_uppercase

import msgspec

from partnerxl.core import texts, wording
from partnerxl.core.assessment import Assessment
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.contact import mask
from partnerxl.core.language import ENGLISH, speaking
from partnerxl.core.readings import Reading, Rows
from partnerxl.core.records import BLANK, FORM, Project
from partnerxl.core.runs import Mark, Past, Shown, packed

MOST_ROWS = 200  # a measure with more rows is remembered without them
NOTHING = Past((None, None, None), ())


@dataclass(frozen=True)
class Read:
    """A reading as it is shown, with what it is called and whether it counts people."""

    title: str
    reading: Reading
    measure: str
    people: bool = False

    @property
    def shown(self) -> Shown:
        """Part, whole and value as English writes them, small numbers of people kept small; nothing unless recorded."""
        if not self.reading.recorded:
            return NOTHING.shown
        with speaking(ENGLISH):
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


def _nameless() -> str:
    """What stands behind the sheet of a row without a name, the same whatever is spoken."""
    with speaking(ENGLISH):
        return texts.say("history", "unnamed", sheet="")


def named(row: str) -> str:
    """The name of a remembered row in the language that is spoken."""
    if not row.endswith(_nameless()):
        return row
    return texts.say("history", "unnamed", sheet=row.removesuffix(_nameless()))


@dataclass(frozen=True)
class RowMarks:
    """Rows by what stands in their key column, which stays when they are moved, with a mark of all their cells."""

    project: Project

    def of(self, rows: Rows) -> tuple[Mark, ...] | None:
        """Name and mark of each row; None when they are too many to remember."""
        return tuple(self.by_address(rows).values()) if len(rows) <= MOST_ROWS else None

    def by_address(self, rows: Rows) -> dict[str, Mark]:
        """Address of each row -> its name and mark."""
        return {
            f"{sheet}!{number}": self._row(sheet, number)
            for sheet, numbers in rows.parts
            for number in numbers
        }

    def _row(self, sheet: str, number: int) -> Mark:
        found = list(self._contents(sheet, number))
        said = next((key for key, _ in found if key), None)
        name = mask(f"{sheet} {said}") if said else f"{sheet}{_nameless()}"
        return name, f"{zlib.crc32(msgspec.msgpack.encode([cells for _, cells in found])):x}"

    def _contents(self, sheet: str, number: int) -> Iterator[tuple[object, Mapping[str, object]]]:
        """What a worksheet row is known by and its cells, for each table or form that has cells in it."""
        if sheet == self.project.form.sheet and number in self._answers:
            answers = self._answers[number]
            yield ", ".join(answers), answers
        for name, places in self._places.get(sheet, ()):
            if number in places:
                typed = self.project.typed.get(name, {})
                cells = {column: values[places[number]] for column, values in typed.items()}
                filled = {column: value for column, value in cells.items() if value not in BLANK}
                yield filled.get(load_sheets()[name].key), filled

    @cached_property
    def _places(self) -> Mapping[str, Sequence[tuple[str, Mapping[int, int]]]]:
        """Worksheet -> the tables on it, each with the place of its rows among its records."""
        found: dict[str, list[tuple[str, Mapping[int, int]]]] = {}
        for name, records in self.project.sheets.items():
            places = {number: at for at, number in enumerate(records.frame.index)}
            found.setdefault(records.sheet, []).append((name, places))
        return found

    @cached_property
    def _answers(self) -> Mapping[int, Mapping[str, object]]:
        """Row of the Initiative form -> question -> answer."""
        form, asked = self.project.form, load_sheets()[FORM].columns
        found: dict[int, dict[str, object]] = {}
        for name, place in form.cells.items():
            number = int(place.rpartition("!")[2].lstrip(ascii_uppercase))
            found.setdefault(number, {})[asked[name].heading] = form.values[name]
        return found
