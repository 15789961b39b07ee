"""The worksheet functions: whole tables in, tables that spill out; they give what a refresh writes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeAlias, Union, cast

from partnerxl import logbook
from partnerxl.core.errors import PartnerxlError
from partnerxl.core.language import ENGLISH, speaking
from partnerxl.core.messages import message

if TYPE_CHECKING:
    import xlwings

    from partnerxl.core.assessment import Assessment
    from partnerxl.core.grids import Grid, ResultTable

CATEGORY = "partnerxl"
Cells: TypeAlias = Union["xlwings.Range", Sequence[Sequence[object]]]
"""A table as Excel hands it over: a range of cells, or rows of values with the headings first."""
Spilled: TypeAlias = list[list[object]]
Function: TypeAlias = Callable[..., Any]
TABLES = {
    "initiative": "The sheet Initiative with its labels, such as Initiative!A1:D60",
    "partners": "The table Partners with its headings: Partners[#All]",
    "resources": "The table Resources with its headings: Resources[#All]",
    "progress": "The table Progress with its headings: Progress[#All]",
    "more": "Any other table with its headings, such as Meetings[#All] or Settings[#All]",
}
OURS: list[Function] = []
"""The worksheet functions, in the order in which they are written."""


def worksheet(**described: str) -> Callable[[Function], Function]:
    """Make a worksheet function: Excel calls it through xlwings; why it fails goes to the log.

    Args:
        described: What each argument is, as Excel shows it.
    """

    def mark(function: Function) -> Function:
        @wraps(function)
        def guarded(*passed: object) -> object:
            try:
                with speaking(ENGLISH):  # until the tables are read, which may say otherwise
                    return function(*passed)
            except PartnerxlError as fault:
                logbook.note(fault, function.__name__, str(fault))
                raise
            except Exception as fault:
                logbook.note(fault, function.__name__)
                raise

        guarded.__xlfunc__ = facts(function, described)  # type: ignore[attr-defined]
        OURS.append(guarded)
        return guarded

    return mark


def facts(function: Function, described: Mapping[str, str]) -> dict[str, Any]:
    """What xlwings wants to know of a function, in the form of its own decorator; ranges stay ranges."""
    arguments = [
        {
            "name": name,
            "pos": at,
            "vba": None,
            "doc": described[name],
            "vararg": parameter.kind is parameter.VAR_POSITIONAL,
            "options": {"convert": "range"} if name in TABLES else {},
        }
        for at, (name, parameter) in enumerate(inspect.signature(function).parameters.items())
    ]
    return {
        "name": function.__name__,
        "sub": False,
        "args": arguments,
        "argmap": {argument["name"]: argument for argument in arguments},
        "ret": {"doc": " ".join((function.__doc__ or "").split()), "options": {}},
        "category": CATEGORY,
        "call_in_wizard": True,
        "volatile": False,
        "async_mode": None,
    }


# --- the functions --------------------------------------------------------------------------------


@worksheet(**TABLES)
def PXL_PHASES(
    initiative: Cells, partners: Cells, resources: Cells, progress: Cells, *more: Cells
) -> Spilled:
    """The four phases with score, band and coverage, as Refresh scores writes them."""
    tables = _tables(_assessed(initiative, partners, resources, progress, *more))
    return _columns(tables["Scores"], "Phase", "Score", "Band", "Coverage")


@worksheet(**TABLES)
def PXL_PITFALLS(
    initiative: Cells, partners: Cells, resources: Cells, progress: Cells, *more: Cells
) -> Spilled:
    """The pitfalls with status and evidence, as Refresh scores writes them."""
    tables = _tables(_assessed(initiative, partners, resources, progress, *more))
    return _columns(tables["Flags"], "Pitfall", "Title", "Status", "Evidence")


@worksheet(topic="A pitfall such as P4, or a phase such as Forming", **TABLES)
def PXL_WHY(
    topic: str, initiative: Cells, partners: Cells, resources: Cells, progress: Cells, *more: Cells
) -> Spilled:
    """The signals behind one pitfall or phase: what the records say and the rows to look at."""
    tables = _tables(_assessed(initiative, partners, resources, progress, *more))
    heading, *rows = _columns(tables["Evidence"], "Belongs to", "Signal", "Sentence", "Rows")
    found = [row[1:] for row in rows if str(row[0]).casefold() == str(topic).strip().casefold()]
    if not found:
        choices = ", ".join(dict.fromkeys(str(row[0]) for row in rows))
        raise PartnerxlError(message("function", "no_topic", known=choices))
    return [heading[1:], *found]


@worksheet(**TABLES)
def PXL_TIPS(initiative: Cells, partners: Cells, resources: Cells, progress: Cells, *more: Cells) -> Spilled:
    """The tips and whether the records show them, as Refresh scores writes them."""
    tables = _tables(_assessed(initiative, partners, resources, progress, *more))
    return _columns(tables["Tips"], "Tip", "Title", "State", "Rows")


@worksheet(threshold="A name from the sheet Settings, such as P4 delivered discuss", more=TABLES["more"])
def PXL_LIMIT(threshold: str, *more: Cells) -> float:
    """The number of a limit: the default, or with all tables of a workbook the one in force there."""
    from partnerxl.core.limits import number
    from partnerxl.core.matching import clean
    from partnerxl.core.rulebook import load_rulebook
    from partnerxl.core.settings import settings

    known = settings(_assessed(*more).rulebook if more else load_rulebook())
    found = next((each for each in known if clean(each.threshold) == clean(str(threshold))), None)
    if found is None:
        raise PartnerxlError(message("function", "no_limit", example=known[0].threshold))
    return float(number(found.usual))


# --- what they share ------------------------------------------------------------------------------


def _assessed(*passed: Cells) -> Assessment:
    """The assessment of the tables passed to a function; each is told by its headings."""
    from partnerxl.core import records
    from partnerxl.core.assess import assess
    from partnerxl.core.grids import Book
    from partnerxl.core.recognize import sheet_of

    grids = [_named(at, _grid(at, cells), sheet_of) for at, cells in enumerate(passed, start=1)]
    names = tuple(grid.tables[0].name for grid in grids)
    _check_complete(names)
    return assess(records.read_project(Book(name="", sheet_names=names, grids=tuple(grids))))


def _check_complete(names: Sequence[str]) -> None:
    """Refuse tables of which a core one is missing, or that are the same one twice.

    Raises:
        PartnerxlError: It names the table.
    """
    from partnerxl.core.catalogue import load_sheets

    core = [name for name, sheet in load_sheets().items() if sheet.core]
    if missing := [name for name in core if name not in names]:
        raise PartnerxlError(message("function", "missing", table=missing[0], core=", ".join(core)))
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise PartnerxlError(message("function", "twice", table=twice))


def _grid(at: int, cells: Cells | None) -> Grid:
    """A table passed to a function, at the rows and columns it has on its sheet."""
    from partnerxl.core.grids import Grid
    from partnerxl.hosts.live import grid_of

    if hasattr(cells, "sheet"):
        return grid_of(cast("xlwings.Range", cells))
    if not isinstance(cells, (list, tuple)) or not cells:
        raise PartnerxlError(message("function", "no_range", n=at))
    return Grid("", range(1, len(cells) + 1), cells)


def _named(at: int, grid: Grid, sheet_of: Callable[[Grid], str | None]) -> Grid:
    """A grid with the name of the sheet of the catalogue that it is, as an Excel table bears it."""
    from dataclasses import replace

    from partnerxl.core.grids import ExcelTable

    name = sheet_of(grid)
    if name is None:
        raise PartnerxlError(message("function", "no_headings", n=at))
    bottom, right = grid.numbers[-1], max(map(len, grid.rows))
    table = ExcelTable(name, grid.numbers[0], 1, bottom, right)
    return replace(grid, name=grid.name or name, tables=(table,))


def _tables(assessment: Assessment) -> dict[str, ResultTable]:
    from partnerxl.core.summary import present_tables

    return {table.name: table for table in present_tables(assessment)}


def _columns(table: ResultTable, *headings: str) -> Spilled:
    """Some columns of a result table with their headings; what is empty shows as empty, not as 0."""
    at = [table.columns.index(heading) for heading in headings]
    return [list(headings), *([_shown(row[column]) for column in at] for row in table.rows)]


def _shown(value: object) -> object:
    return "" if value is None else value
