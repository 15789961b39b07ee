"""A sheet that answers are added to: below what stands there, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from partnerxl.core.catalogue import load_sheets
from partnerxl.core.errors import SheetError
from partnerxl.core.grids import Book, CellEdit, ResultTable
from partnerxl.core.matching import clean
from partnerxl.core.messages import message
from partnerxl.core.tables import Table, find_grid, find_table
from partnerxl.core.texts import listed
from partnerxl.core.values import trimmed

ASKED: Mapping[str, tuple[str, ...]] = {
    "Replies": ("Topic", "Reference", "Partner"),
    "Decisions": ("DecisionID",),
    "Corrections": ("Sheet", "Cell", "Partner"),
    "Sign-off": ("Reference", "Partner"),
}
"""What two rows have in common that answer the same question of the same partner."""

SAME: Mapping[str, tuple[str, ...]] = {
    "Replies": ("Topic", "Reference", "Partner", "Answer"),
    "Actions": ("Topic", "Action", "Owner", "DueDate"),
    "Decisions": ("Title", "OwnerPartnerID", "DueDate"),
    "Corrections": ("Sheet", "Cell", "Old", "Proposed", "Partner"),
    "Sign-off": ("Reference", "Partner", "Agreement", "Comment", "Name"),
}
"""What two rows have in common that say the same."""

TOLD: Mapping[str, tuple[str, ...]] = {
    "Replies": ("Topic",),
    "Actions": ("Topic",),
    "Decisions": ("DecisionID",),
    "Corrections": ("Cell",),
    "Sign-off": ("Partner", "Reference"),
}
"""What tells the rows apart that were made from one file; a row without the first is told by all it says."""

WRITTEN = frozenset({"Answer", "Action", "Title", "Old", "Proposed", "Comment", "Name"})
"""Columns with words of people's, in which every sign counts: 1.5 is not 15."""

OWED = WRITTEN | {"Reference", "Agreement", "Partner", "Sheet", "Cell"}
"""Columns without which a row would lose what somebody said, or who said it."""

MARKED = "File"
WIDTH, LONG = 24.0, 48.0
LONG_TEXTS = frozenset({"Answer", "Comment", "Old", "Proposed"})
WIDTHS = {"date": 13.0, "flag": 10.0}
DAYS = "mmm d, yyyy"
Row = Mapping[str, object]


@dataclass
class Log:
    """A sheet with answers.

    Attributes:
        name: Its name in the catalogue.
        headings: Its table; None where the workbook has no such sheet.
        rows: What stands on it, by column.
        added: What is to be added.
        last: The last worksheet row that holds something in the columns of the table, a row of totals too,
            or is merged there: what stands in a merged cell but the first is not seen.
    """

    name: str
    headings: Table | None
    rows: Sequence[Row]
    added: list[Row] = field(default_factory=list)
    last: int = 0

    @classmethod
    def read(cls, book: Book, name: str) -> Log:
        """The sheet as it stands.

        Raises:
            SheetError: If it has no headings.
        """
        grid = find_grid(book, name)
        if grid is None:
            return cls(name, None, [])
        table = find_table(grid, load_sheets()[name])
        if table is None:
            few = ", ".join(column.heading for column in list(load_sheets()[name].columns.values())[:4])
            raise SheetError(message("records", "no_headings", name=name, few=few))
        cells = {column: table.cells(column) for column in table.columns}
        rows = [dict(zip(cells, values, strict=True)) for values in zip(*cells.values(), strict=True)]
        places = table.columns.values()
        held = (
            number
            for number, row in zip(grid.numbers, grid.rows, strict=True)
            if any(at < len(row) and row[at] is not None for at in places)
        )
        merged = (
            block.last_row
            for block in grid.merged
            if any(block.first_column <= at + 1 <= block.last_column for at in places)
        )
        return cls(name, table, rows, last=max((table.heading, *held, *merged)))

    @property
    def is_new(self) -> bool:
        """True when the workbook has no such sheet yet."""
        return self.headings is None

    def put(self, row: Row) -> bool:
        """Add a row that does not stand there yet; True when another answer to the same stands there."""
        told = {column: value for column, value in row.items() if value not in {None, ""}}
        present = [*self.rows, *self.added]
        if any(
            _alike(self._known(SAME[self.name]), each, told) or self._taken(each, told) for each in present
        ):
            return False
        asked = ASKED.get(self.name, ())
        beside = (
            bool(asked) and told.keys() >= set(asked) and any(_alike(asked, each, told) for each in present)
        )
        self.added.append(told)
        return beside

    def about(self, row: Row) -> str:
        """What a row is about, in words of the row."""
        return ", ".join(trimmed(row[column]) for column in ASKED[self.name])

    def _taken(self, row: Row, told: Row) -> bool:
        """True for a row that was made from the same answers before, whatever people changed in it since."""
        marks = [str(each.get(MARKED) or "").rpartition("#")[2] for each in (row, told)]
        apart = TOLD[self.name] if told.get(TOLD[self.name][0]) else SAME[self.name]
        return bool(marks[1]) and marks[0] == marks[1] and _alike(self._known(apart), row, told)

    def _known(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        """Those columns that the sheet has."""
        return (
            columns
            if self.headings is None
            else tuple(each for each in columns if each in self.headings.columns)
        )

    def check(self) -> None:
        """Refuse a sheet that has no column for what is to be added.

        Raises:
            SheetError: It names the columns.
        """
        told = {column for row in self.added for column in row} & OWED
        missing = sorted(told - set(self.headings.columns)) if self.headings else []
        if missing:
            words = listed([load_sheets()[self.name].columns[column].heading for column in missing])
            raise SheetError(message("records", "no_columns", name=self.name, words=words))

    # --- writing ----------------------------------------------------------------------------------

    def edits(self) -> Iterator[CellEdit]:
        """The cells of the rows to add, right below what stands on the sheet."""
        table = self.headings
        if table is None:
            return
        for number, row in enumerate(self.added, start=self.last + 1):
            for column, value in row.items():
                if column in table.columns:
                    yield CellEdit(table.sheet, number, table.columns[column] + 1, value)

    def table(self) -> ResultTable:
        """The sheet for a workbook that has none."""
        spec = load_sheets()[self.name].columns
        headings = tuple(column.heading for column in spec.values())
        wide = {
            column.heading: LONG if name in LONG_TEXTS else WIDTHS.get(column.kind, WIDTH)
            for name, column in spec.items()
        }
        days = {column.heading: DAYS for column in spec.values() if column.kind == "date"}
        rows = tuple(tuple(row.get(column) for column in spec) for row in self.added)
        return ResultTable(self.name, headings, rows, formats=days, widths=wide, wrap=frozenset(headings))


def _alike(columns: tuple[str, ...], one: Row, other: Row) -> bool:
    return bool(columns) and all(
        _compared(one.get(each), each) == _compared(other.get(each), each) for each in columns
    )


def _compared(value: object, column: str) -> str:
    """A cell as it is compared: words that people wrote sign by sign, names and codes as names are."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else trimmed(value)
    return text if column in WRITTEN else clean(text)
