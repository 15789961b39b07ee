"""Statuses that people set beside the computed ones (F3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from partnerxl.core.assessment import Override, Status
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.errors import Problem
from partnerxl.core.problems import problem
from partnerxl.core.records import Project

SHEET = "Overrides"
NEEDED = ("Pitfall", "Status", "Reason", "Name", "Date")


@dataclass(frozen=True)
class _Row:
    """A row of the sheet, as it stands."""

    number: int
    cells: Mapping[str, object]

    @property
    def missing(self) -> list[str]:
        """Headings of the cells that are blank."""
        columns = load_sheets()[SHEET].columns
        return [columns[name].heading for name in NEEDED if self.cells[name] is None]

    def override(self) -> Override:
        """What the row sets."""
        cells = self.cells
        day = date.fromordinal(int(str(cells["Date"])))
        return Override(Status(str(cells["Status"])), str(cells["Reason"]), str(cells["Name"]), day)


def overrides(project: Project) -> tuple[dict[str, Override], tuple[Problem, ...]]:
    """The status that people set for each pitfall, the latest where there are several, and what is not complete."""
    records = project.sheets[SHEET]
    whole, problems = [], []
    for row in _rows(project):
        if row.missing:
            where = f"{records.sheet}!{records.letters.get(NEEDED[0], 'A')}{row.number}"
            problems.append(problem("PX-303", where, missing=", ".join(row.missing)))
        else:
            whole.append(row)
    whole.sort(key=lambda row: (row.cells["Date"], row.number))
    return {str(row.cells["Pitfall"]): row.override() for row in whole}, tuple(problems)


def _rows(project: Project) -> list[_Row]:
    frame = project.sheets[SHEET].frame
    columns = [frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in NEEDED]
    return [
        _Row(number, dict(zip(NEEDED, values, strict=True)))
        for number, *values in zip(frame.index, *columns, strict=True)
        if any(value is not None for value in values)
    ]
