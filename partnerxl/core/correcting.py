"""Corrections that people accepted: cells that may be written, and what is in the way of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from partnerxl.core.catalogue import load_sheets
from partnerxl.core.collected import CORRECTIONS, cell_of, shown
from partnerxl.core.grids import Book, CellEdit, column_number
from partnerxl.core.logs import Log
from partnerxl.core.matching import clean
from partnerxl.core.records import Project
from partnerxl.core.values import Reader, trimmed

CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
YES = "yes"
DAYS, NUMBERS = frozenset({"date"}), frozenset({"number"})


@dataclass(frozen=True, slots=True)
class Accepted:
    """A correction that people accepted.

    Attributes:
        place: Where its row stands.
        edit: The cell and its new value; None when something is in the way.
        done: The cell that notes that it is done; None where the sheet has no such column.
        hurdle: What is in the way, by the name of its sentence; empty for nothing.
        typed: What the cell holds, or what was proposed, where that is in the way.
    """

    place: str
    edit: CellEdit | None
    done: CellEdit | None
    hurdle: str = ""
    typed: str = ""


def accepted(book: Book, project: Project) -> Iterator[Accepted]:
    """Every correction that is accepted and not done."""
    log = Log.read(book, CORRECTIONS)
    table = log.headings
    if table is None or not {"Sheet", "Cell", "Proposed", "Accept", "Done"} <= table.columns.keys():
        return
    for number, row in zip(table.numbers, log.rows, strict=True):
        if _yes(row["Accept"]) and not _yes(row["Done"]):
            done = CellEdit(table.sheet, number, table.columns["Done"] + 1, "Yes")
            yield _Correction(book, project, row, table.where(number, "Proposed"), done).judged()


def _yes(cell: object) -> bool:
    return cell is True or clean(trimmed(cell)) == YES if cell is not None else False


@dataclass(frozen=True)
class _Correction:
    """One row of Corrections."""

    book: Book
    project: Project
    row: Mapping[str, object]
    place: str
    done: CellEdit

    def judged(self) -> Accepted:
        sheet, cell = (
            trimmed(self.row[name]) if self.row[name] is not None else "" for name in ("Sheet", "Cell")
        )
        found = CELL.fullmatch(cell.upper())
        column = self._column(sheet, found[1]) if found else ""
        if found is None or not column:
            return self._hurdle("by_hand")
        if self._is_of_another(sheet, int(found[2])):
            return self._hurdle("moved", cell)
        if self._is_covered(sheet, int(found[2]), column_number(found[1])):
            return self._hurdle("merged", cell)
        now = shown(cell_of(self.book, sheet, cell))
        proposed = self.row["Proposed"]
        if now != shown(self.row.get("Old")):
            return self._hurdle("changed" if now else "emptied", now)
        value = self._value(sheet, column, proposed)
        if value is None and proposed is not None:
            return self._hurdle("unreadable", shown(proposed))
        edit = CellEdit(sheet, int(found[2]), column_number(found[1]), value)
        return Accepted(self.place, edit, self.done)

    def _hurdle(self, name: str, typed: str = "") -> Accepted:
        return Accepted(self.place, None, None, name, typed)

    def _is_of_another(self, sheet: str, row: int) -> bool:
        """True for a row of the sheet Partners that does not hold the partner who proposed: rows were moved since."""
        records, partner = self.project.sheets["Partners"], self.row.get("Partner")
        if records.sheet != sheet or partner is None:
            return False
        rows = dict(zip(records.frame.index.tolist(), records.frame["key"], strict=True))
        return row not in rows or clean(self.project.names[str(rows[row])]) != clean(trimmed(partner))

    def _is_covered(self, sheet: str, row: int, column: int) -> bool:
        """True for a merged cell that is not the first of its block; nothing in it is seen."""
        blocks = (block for grid in self.book.grids if grid.name == sheet for block in grid.merged)
        return any(
            block.first_row <= row <= block.last_row
            and block.first_column <= column <= block.last_column
            and (row, column) != (block.first_row, block.first_column)
            for block in blocks
        )

    def _column(self, sheet: str, letters: str) -> str:
        """The column of records that a cell stands in; empty for cells that are no records."""
        records = next((each for each in self.project.sheets.values() if each.sheet == sheet), None)
        columns = {} if records is None else {value: key for key, value in records.letters.items()}
        return columns.get(letters, "")

    def _value(self, sheet: str, column: str, proposed: object) -> object:
        """What the cell is to hold: a day, a number, or the text; None when it cannot be read as its column asks."""
        name = next(key for key, records in self.project.sheets.items() if records.sheet == sheet)
        spec = load_sheets()[name].columns.get(column)
        if spec is None or proposed is None:
            return proposed
        read = Reader(spec, self.project.habits).read(proposed)
        if read.fault is not None and read.value is None:
            return None
        if spec.kind in DAYS and isinstance(read.value, int):
            return date.fromordinal(read.value)
        return read.value if spec.kind in NUMBERS else trimmed(proposed)
