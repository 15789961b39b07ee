"""A workbook open in Excel, through xlwings: read in bulk, worked out, then written in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from partnerxl.core import dashboard
from partnerxl.core.errors import PartnerxlError, WorkbookError
from partnerxl.core.grids import Book, CellEdit, ExcelTable, Grid, Odd, ResultTable, column_letters
from partnerxl.core.messages import message
from partnerxl.core.restoring import is_result
from partnerxl.hosts import native, scores
from partnerxl.hosts.book_part import MARK
from partnerxl.hosts.live_board import LiveBoard
from partnerxl.hosts.live_sheet import Draft, LiveSheet
from partnerxl.hosts.typed import Cell, EarlierCells, entry
from partnerxl.hosts.workbook import Kept

if TYPE_CHECKING:
    import xlwings.main

    from partnerxl.hosts.earlier import Place

MOST_CELLS = 20_000_000
NO_DAY = date(1899, 12, 30)  # what Excel puts before a time of day
ERRORS = frozenset(
    "#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #GETTING_DATA #SPILL! #CONNECT! #BLOCKED! #UNKNOWN! "
    "#FIELD! #CALC! #BUSY! #EXTERNAL! #PYTHON!".split()
)
OTHER_ERRORS = range(-2_146_826_288, -2_146_826_188)  # how Windows hands over those xlwings has no name for


class LiveWorkbook:
    """A workbook open in Excel; it stays unsaved until somebody saves it."""

    def __init__(self, book: xlwings.Book) -> None:
        """Speak to an open book; nothing is read yet."""
        self._book = book

    @cached_property
    def name(self) -> str:
        """File name, without folder."""
        with telling(lambda: message("live", "silent")):
            return str(self._book.name)

    @property
    def path(self) -> Path:
        """Where it is; only a name while it was never saved or lies on a server."""
        try:
            return Path(self._book.fullname)
        except Exception:  # noqa: BLE001  xlwings says so when it finds no folder for a place on a server
            return Path(self.name)

    @property
    def folder(self) -> Path:
        """The folder it lies in.

        Raises:
            WorkbookError: If it was never saved, or lies on a server.
        """
        if self.path.is_absolute() and self.path.parent.is_dir():
            return self.path.parent
        raise WorkbookError(message("live", "no_folder", name=self.name))

    def check_writable(self) -> None:
        """Say nothing: only writing tells, and all of it is tried before anything is changed."""

    # --- reading ----------------------------------------------------------------------------------

    def read(self, wanted: Callable[[str], bool]) -> Book:
        """The sheets that are wanted, each in one go; hidden and filtered rows too.

        Raises:
            WorkbookError: If Excel does not answer, or a sheet is far too large.
        """
        with telling(self._busy):
            return Book(
                name=self.name,
                sheet_names=tuple(self._sheets),
                grids=tuple(self._grid(name) for name in self._sheets if self._is_wanted(name, wanted)),
                date1904=native.counts_from_1904(self._book),
            )

    def _is_wanted(self, name: str, wanted: Callable[[str], bool]) -> bool:
        return wanted(name) or any(wanted(table.name) for table in self._tables[name])

    @cached_property
    def _sheets(self) -> dict[str, xlwings.Sheet]:
        return {sheet.name: sheet for sheet in self._book.sheets}

    @cached_property
    def _tables(self) -> dict[str, tuple[ExcelTable, ...]]:
        """The Excel tables of every sheet, by its name."""
        return {name: tuple(map(_table, sheet.tables)) for name, sheet in self._sheets.items()}

    def _grid(self, name: str) -> Grid:
        return replace(grid_of(self._used(name)), name=name, tables=self._tables[name])

    def _used(self, name: str) -> xlwings.Range:
        """The cells of a sheet from A1 to the last one in use.

        Raises:
            WorkbookError: If they are too many.
        """
        sheet = self._sheets[name]
        used = sheet.used_range
        (rows, columns), (top, left) = used.shape, (used.row, used.column)
        last = (top + rows - 1, left + columns - 1)
        if last[0] * last[1] > MOST_CELLS:
            cell = f"{column_letters(last[1])}{last[0]}"
            raise WorkbookError(
                message("workbook", "too_wide", sheet=name, most=f"{MOST_CELLS:,}", cell=cell)
            )
        return sheet.range((1, 1), last)

    # --- writing ----------------------------------------------------------------------------------

    def keep_scores(self, keep: int) -> None:
        """Keep the result sheets as they stand beside the workbook's file, if it has one.

        Args:
            keep: How many earlier ones stay.
        """
        scores.keep(self.path, self.read(is_result), keep)

    def formulas(self, edits: Iterable[CellEdit]) -> frozenset[str]:
        """The places among these that hold a formula.

        Raises:
            WorkbookError: If Excel does not answer.
        """
        with telling(self._busy):
            return frozenset(edit.place for edit in edits if _is_formula(self._cell(edit).formula))

    def last_formula(self, edits: Sequence[CellEdit]) -> int:
        """The last row with a formula in the columns of these cells, all of one sheet; 0 for none.

        Raises:
            WorkbookError: If Excel does not answer.
        """
        with telling(self._busy):
            used = self._used(edits[0].sheet)
            rows = enumerate(_in_rows(used.formula, used.shape[1]), start=1)
            columns = {edit.column for edit in edits}
            return max(
                (number for number, row in rows if any(map(_is_formula, _picked(row, columns)))), default=0
            )

    def _cell(self, edit: CellEdit) -> xlwings.Range:
        return self._sheets[edit.sheet].range((edit.row, edit.column))

    def write(
        self,
        tables: Sequence[ResultTable],
        digest: str = "",  # noqa: ARG002
        keep: int = 0,  # noqa: ARG002
        edits: Sequence[CellEdit] = (),
    ) -> Kept:
        """Put each result table on a sheet of its own; all is read and tried before anything is changed.

        Args:
            tables: What to write; sheets of earlier runs are written anew.
            digest: Of no use here: Excel lets nobody else change the workbook meanwhile.
            keep: Of no use here: what stands on the sheets is kept before.
            edits: Cells of people's sheets and what they are to hold.

        Raises:
            WorkbookError: If a sheet is not ours, or Excel does not let it be written.
        """
        with telling(self._busy):
            drafts = [self._draft(table) for table in tables]
        notes = [note for draft in drafts for note in draft.notes]
        with native.quiet(self._book), native.same_sheet(self._book):
            sheets = self._ready(drafts)
            board = self._board_sheet(tables, notes)
            for edit in edits:
                with telling(partial(self._protected, edit.sheet)):
                    self._cell(edit).value = entry(edit.value)  # Excel itself gives a day the look of a day
            for sheet in sheets:
                with telling(partial(self._stopped, sheet.draft.name)):
                    sheet.write()
            if board is not None:
                columns = {sheet.draft.name: sheet.column for sheet in sheets}
                with telling(partial(self._stopped, dashboard.SHEET)):
                    board.draw(dashboard.board(tables, lambda name, heading: columns[name](heading)))
        return Kept(changed=True, notes=(*notes, message("live", "unsaved")))

    def _draft(self, table: ResultTable) -> Draft:
        """What will stand on a sheet, and what stands there now.

        Raises:
            WorkbookError: If a sheet of that name is not ours.
        """
        name = next((each for each in self._sheets if each.casefold() == table.name.casefold()), "")
        if not name:
            return Draft.make(table, EarlierCells({}, None))
        if MARK not in self._sheets[name].names:
            why = message("unsafe", "not_ours", sheet=table.name)
            self._refuse(why, message("mend", "rename_sheet", sheet=table.name))
        return Draft.make(table, self._earlier(name, self._old_table(name, table.name)))

    def _earlier(self, name: str, block: Place | None) -> EarlierCells:
        """What stands on a result sheet; people's formulas too, as far as Excel tells them."""
        used = self._used(name)
        cells = {place: Cell(value) for place, value in _filled(_values(used))}
        earlier = EarlierCells(cells, block, used.shape)
        if earlier.is_alone:
            return earlier
        try:
            formulas = _in_rows(used.formula, used.shape[1])
        except NotImplementedError:  # a workbook on a server gives values only
            return earlier.without_formulas()
        return EarlierCells({**cells, **_formulas(formulas, cells)}, block, used.shape)

    def _old_table(self, sheet: str, name: str) -> Place | None:
        """Last row and last column of the table of an earlier run: the one that begins in A1."""
        for table in self._tables[sheet]:
            if (table.first_row, table.first_column) == (1, 1):
                return table.last_row, table.last_column
        if any(table.name.casefold().startswith(name.casefold()) for table in self._tables[sheet]):
            self._refuse(message("unsafe", "moved", sheet=name), message("mend", "back_to_a1"))
        return None

    def _ready(self, drafts: Sequence[Draft]) -> list[LiveSheet]:
        """The sheets to write, new ones among them, after Excel has shown that it lets them be written."""
        known = {name.casefold(): sheet for name, sheet in self._sheets.items()}
        for draft in drafts:
            if draft.name.casefold() in known:
                with telling(partial(self._protected, draft.name)):
                    LiveSheet(self._book, known[draft.name.casefold()], draft).try_out()
        taken = {table.name.casefold() for tables in self._tables.values() for table in tables}
        return [
            LiveSheet(self._book, known.get(draft.name.casefold()) or self._add(draft.name), draft, taken)
            for draft in drafts
        ]

    def _add(self, name: str) -> xlwings.Sheet:
        """A new sheet behind the others, marked as ours."""
        with telling(lambda: message("live", "not_added", name=self.name, sheet=name)):
            sheet = self._book.sheets.add(name, after=self._book.sheets[-1])
            native.hide_name(sheet.names.add(MARK, f"='{name}'!$A$1"))
        return sheet

    def _board_sheet(self, tables: Sequence[ResultTable], notes: list[str]) -> LiveBoard | None:
        """A new sheet for the Dashboard; None where there is one, which Excel keeps up to date by itself."""
        if not dashboard.can_be_fed(tables):
            return None
        name = next((each for each in self._sheets if each.casefold() == dashboard.SHEET.casefold()), "")
        if not name:
            return LiveBoard(self._book, self._add(dashboard.SHEET))
        if MARK not in self._sheets[name].names:
            notes.append(message("writing", "own_dashboard"))
        return None

    def _protected(self, sheet: str) -> str:
        return message("live", "protected", name=self.name, sheet=sheet)

    def _stopped(self, sheet: str) -> str:
        return message("live", "stopped", name=self.name, sheet=sheet)

    def _busy(self) -> str:
        return message("live", "busy", name=self.name)

    def _refuse(self, why: str, mend: str) -> None:
        raise WorkbookError(message("workbook", "unchanged", name=self.name, why=why, mend=mend))


@contextmanager
def telling(text: Callable[[], str]) -> Iterator[None]:
    """Say in our words what it means when Excel refuses; each kind of Excel does so by errors of its own.

    Raises:
        WorkbookError: If it refuses.
    """
    try:
        yield
    except PartnerxlError:
        raise
    except Exception as fault:
        raise WorkbookError(text()) from fault


def _table(table: xlwings.main.Table) -> ExcelTable:
    cells = table.range
    (rows, columns), row, column = cells.shape, cells.row, cells.column
    return ExcelTable(str(table.name), row, column, row + rows - 1, column + columns - 1)


def grid_of(cells: xlwings.Range) -> Grid:
    """A block of cells as a grid, at the rows and columns it has on its sheet; read in one go."""
    rows = _values(cells)
    left = [None] * (cells.column - 1)
    numbers = range(cells.row, cells.row + len(rows))
    return Grid(cells.sheet.name, numbers, [[*left, *map(_value, row)] for row in rows])


def _values(cells: xlwings.Range) -> Sequence[Sequence[object]]:
    """What a block of cells holds, row by row; errors as their text."""
    found: Sequence[Sequence[object]] = cells.options(ndim=2, err_to_str=True).value
    return found


def _value(cell: object) -> object:
    """A cell of a grid: an error is no value, money is a number, and a day has no time."""
    if isinstance(cell, str) and cell in ERRORS:
        return Odd("error", cell)
    if isinstance(cell, int) and cell in OTHER_ERRORS:
        return Odd("error", "of a newer kind")
    if isinstance(cell, datetime):
        return _moment(cell)
    return float(cell) if isinstance(cell, Decimal) else cell


def _moment(cell: datetime) -> date | time:
    """A day, a time of day, or both."""
    if cell.date() == NO_DAY:
        return cell.time()
    return cell if cell.time() != time() else cell.date()


def _is_formula(found: object) -> bool:
    return isinstance(found, str) and found.startswith("=")


def _picked(row: Sequence[object], columns: Iterable[int]) -> Iterator[object]:
    return (row[column - 1] for column in columns if column <= len(row))


def _filled(rows: Sequence[Sequence[object]]) -> Iterator[tuple[Place, object]]:
    """The cells that hold something, by their place."""
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value is not None and value != "":
                yield (number, column), value


def _formulas(rows: Sequence[Sequence[object]], cells: Mapping[Place, Cell]) -> dict[Place, Cell]:
    """The cells with a formula; a text that begins like one is none."""
    found = {}
    for place, text in _filled(rows):
        value = cells[place].value if place in cells else None
        if isinstance(text, str) and text.startswith("=") and text != value:
            found[place] = Cell(value, text)
    return found


def _in_rows(found: object, width: int) -> list[Sequence[object]]:
    """What Excel gives for a block of cells, row by row; a single row or column comes without its rows."""
    if not isinstance(found, (list, tuple)):
        return [[found]]
    if isinstance(found[0], (list, tuple)):
        return list(found)
    return [found[at : at + width] for at in range(0, len(found), width)]
