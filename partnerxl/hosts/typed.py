"""What is typed into the cells of a workbook open in Excel, worked out before anything is written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from partnerxl.core.grids import ResultTable
from partnerxl.hosts.earlier import Earlier, Place, Plan
from partnerxl.hosts.sheets import last_row, shortened

LONGEST_IN_FORMULA = 255
NO_TEXT = frozenset({"true", "false"})
PLAIN = re.compile(
    r"""[^\W\d_]\D*                      # words without a number
    |[A-Z]{1,2}-?\d+                     # a code, such as P4 or PX-101
    |[^\W_][^!]*!.*                      # an address, such as Progress!F11
    |[^\W_](?=.*[a-z]{3}).{40,}          # a sentence that is longer than any number or day""",
    re.VERBOSE | re.DOTALL,
)
"""Text that Excel takes for nothing else; it reads 1/2 as a day, 80 % as a number, +1 as a formula."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds, and its formula when it has one."""

    value: object
    formula: str = ""


@dataclass(frozen=True)
class Block:
    """A rectangle of what is typed into cells, by its first row and column, both from 1."""

    top: int
    left: int
    rows: Sequence[Sequence[object]]

    @property
    def ends(self) -> tuple[Place, Place]:
        """Its first and its last cell."""
        last = (self.top + len(self.rows) - 1, self.left + len(self.rows[0]) - 1)
        return (self.top, self.left), last


class EarlierCells(Earlier[Cell]):
    """A result sheet of an earlier run as Excel shows it."""

    def __init__(self, cells: Mapping[Place, Cell], table: Place | None, reach: Place = (0, 0)) -> None:
        """Look at a sheet.

        Args:
            cells: The cells that hold something.
            table: Last row and last column of our table on it, if there is one.
            reach: The last row and column in use.
        """
        self.reach = reach
        self.untold = False
        super().__init__(cells, table)

    def without_formulas(self) -> EarlierCells:
        """The sheet where formulas cannot be told from values: what is beside the rows is left alone."""
        width = len(self.headings)
        cells = {at: cell for at, cell in self.cells.items() if at[0] > self.last_row or at[1] <= width}
        found = EarlierCells(cells, (self.last_row, width) if width else None, self.reach)
        found.untold = len(cells) < len(self.cells)
        return found

    @property
    def is_alone(self) -> bool:
        """True when nothing stands on the sheet but the table."""
        return self.reach[0] <= self.last_row and self.reach[1] <= len(self.headings)

    @property
    def has_beside(self) -> bool:
        """True when something may stand beside the table."""
        return self.reach[1] > len(self.headings)

    def said(self, cell: Cell) -> str:
        """What a cell says."""
        return "" if cell.value is None else str(cell.value)

    def stays(self, cell: Cell) -> bool:
        """True for a formula, which speaks of its own row."""
        return bool(cell.formula)

    def is_empty(self, _cell: Cell) -> bool:
        """False: only cells that hold something are looked at."""
        return False


# --- one cell -------------------------------------------------------------------------------------


def entry(value: object, link: str = "") -> object:
    """What is typed into a cell so that it holds a value; text becomes nothing else.

    Args:
        value: The value.
        link: A place in the workbook to which a text leads.

    >>> entry("P4"), entry("1/2"), entry("=1+1"), entry(0.5), entry("")
    ('P4', "'1/2", "'=1+1", 0.5, None)
    """
    if value is None or value == "" or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (int, float, date)):
        return value
    text = shortened(str(value))
    if link and max(len(text), len(link)) < LONGEST_IN_FORMULA:
        return f"=HYPERLINK({_quoted('#' + link)},{_quoted(text)})"
    return text if PLAIN.fullmatch(text) and text.casefold() not in NO_TEXT else f"'{text}"


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _again(cell: Cell | None) -> object:
    """What is typed so that a cell of people's is what it was."""
    return None if cell is None else cell.formula or entry(cell.value)


# --- blocks ---------------------------------------------------------------------------------------


def blocks(table: ResultTable, plan: Plan[Cell], earlier: EarlierCells) -> list[Block]:
    """Everything that is typed on a result sheet after rows and columns have made room.

    Our columns come first, from the headings to the last row of this or the earlier run; then the columns
    beside in which something goes elsewhere; then what no longer belongs to a row, below everything.
    """
    bottom = max(last_row(table), earlier.last_row)
    ours = [_our_column(table, plan, heading, bottom) for heading in plan.columns]
    columns = dict(zip(plan.columns.values(), ours, strict=True))
    places = _gone_elsewhere(plan, earlier)
    beside = {column for row, column in places if row <= bottom and column not in columns}
    theirs = {
        column: [_again(plan.people.get((row, column))) for row in range(1, bottom + 1)] for column in beside
    }
    below = [place for place in places if place[0] > bottom]
    return [*_joined(columns), *_joined(theirs), *_homeless(plan, below)]


def _our_column(table: ResultTable, plan: Plan[Cell], heading: str, bottom: int) -> list[object]:
    """A column of ours from its heading down; people's cells below it as they are."""
    at, column = table.columns.index(heading), plan.columns[heading]
    cells = [entry(heading)]
    cells += [entry(row[at], table.links.get((number, heading), "")) for number, row in enumerate(table.rows)]
    return cells + [_again(plan.people.get((row, column))) for row in range(len(cells) + 1, bottom + 1)]


def _gone_elsewhere(plan: Plan[Cell], earlier: EarlierCells) -> list[Place]:
    """Places beside or below the table where people's cells differ from what stands there now."""
    shift, first = plan.shift
    ours = set(plan.columns.values())
    stood = {}
    for place, cell in earlier.cells.items():
        row, column = place
        if row >= first:
            stood[row + shift, column] = cell
        elif column > len(earlier.headings) or column not in ours:
            stood[earlier.beside(place, plan.width)] = cell
    places = stood.keys() | plan.people.keys()
    return sorted(place for place in places if stood.get(place) is not plan.people.get(place))


def _joined(columns: Mapping[int, Sequence[object]]) -> Iterator[Block]:
    """Columns from row 1 on as blocks, one for columns that stand side by side."""
    for run in runs(columns):
        rows = zip(*(columns[number] for number in run), strict=True)
        yield Block(1, run[0], [list(row) for row in rows])


def runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Numbers in order, split where one is missing.

    >>> list(runs([4, 1, 2]))
    [[1, 2], [4]]
    """
    found = sorted(numbers)
    starts = [0, *(at for at, (low, high) in enumerate(pairwise(found), start=1) if high - low > 1)]
    for start, end in pairwise([*starts, len(found)]):
        if found[start:end]:
            yield found[start:end]


def _homeless(plan: Plan[Cell], places: Sequence[Place]) -> Iterator[Block]:
    """What stands in new rows below everything, as one block."""
    if not places:
        return
    left, right = min(column for _, column in places), max(column for _, column in places)
    yield Block(
        places[0][0],
        left,
        [
            [_again(plan.people.get((row, column))) for column in range(left, right + 1)]
            for row in range(places[0][0], places[-1][0] + 1)
        ],
    )
