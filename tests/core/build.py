"""Small projects for tests, read the way any workbook is read, and rules over readings without a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from partnerxl.core.assess import Desk
from partnerxl.core.catalogue import SheetSpec, load_sheets
from partnerxl.core.grids import Book, Grid
from partnerxl.core.readings import Reading, State, not_recorded
from partnerxl.core.records import Project, read_project
from partnerxl.core.rulebook import load_rulebook
from partnerxl.core.view import View

Cells = Mapping[str, object]
LARGE = 99


def project(**sheets: Any) -> Project:
    """The project of a workbook with the Initiative fields and the rows given; a sheet's first row is row 2."""
    return read_project(book(**sheets))


def book(**sheets: Any) -> Book:
    """A workbook with the core sheets and the other sheets given."""
    specs = load_sheets()
    unknown = set(sheets) - set(specs)
    assert not unknown, f"no such sheet: {unknown}"
    wanted = [name for name, spec in specs.items() if spec.core or sheets.get(name)]
    grids = tuple(_grid(name, specs[name], sheets.get(name)) for name in wanted)
    return Book("test.xlsx", tuple(wanted), grids)


def _grid(name: str, spec: SheetSpec, given: Any) -> Grid:
    rows = _form(spec, given or {}) if spec.form else _table(spec, given or [])
    return Grid(name, range(1, len(rows) + 1), rows)


def _form(spec: SheetSpec, cells: Cells) -> list[list[object]]:
    _check(spec, cells)
    return [[label, cells.get(label)] for label in spec.columns]


def _table(spec: SheetSpec, rows: Sequence[Cells]) -> list[list[object]]:
    for row in rows:
        _check(spec, row)
    return [list(spec.columns), *([row.get(column) for column in spec.columns] for row in rows)]


def _check(spec: SheetSpec, cells: Cells) -> None:
    unknown = set(cells) - set(spec.columns)
    assert not unknown, f"no such column: {unknown}"


# --- rules over readings --------------------------------------------------------------------------


class Everything(dict[str, Reading]):
    """Readings by measure; a measure that is not there is not recorded."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Reading:
        return not_recorded()


def recorded(text: str, size: int = LARGE) -> Reading:
    """A reading of a number."""
    return Reading(State.RECORDED, Fraction(text), size=Fraction(size))


def desk(of: Mapping[str, Reading], *, young: bool = False) -> Desk:
    """The rules over these readings."""
    return Desk(_view("2026-06-01" if young else "2020-01-01"), load_rulebook(), Everything(of))


@cache
def _view(start: str) -> View:
    return View(project(Initiative={"StartDate": start, "PeriodEnd": "2026-09-30"}), load_rulebook().rules)
