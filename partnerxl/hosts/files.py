"""Reads a saved workbook (.xlsx or .xlsm): python-calamine where that is safe, cell by cell where not."""

from __future__ import annotations

import hashlib
import io
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, cast

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import Book, Grid
from partnerxl.core.messages import message
from partnerxl.hosts.contents import Contents
from partnerxl.hosts.package import Package, as_utf8, raw_bytes
from partnerxl.hosts.scan import merged, scan
from partnerxl.hosts.sparse import SparseReader, too_many_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from python_calamine import CalamineWorkbook

    from partnerxl.core.grids import ExcelTable, Odd
    from partnerxl.hosts.contents import SheetEntry
    from partnerxl.hosts.scan import Place, Scan

MOST_CELLS = 20_000_000
SHORTEST_CELL = len("<c><v>1</v></c>")
EMPTY = ""  # what python-calamine gives for a cell without a value


def read(path: str | Path, wanted: Callable[[str], bool], most_cells: int = MOST_CELLS) -> Book:
    """The sheets of a workbook that are wanted, as grids of plain values.

    Args:
        path: The workbook's file.
        wanted: Told the name of a sheet or of an Excel table, says whether it is wanted. A sheet
            is read when its own name or that of a table on it is.
        most_cells: A sheet with more cells than this is refused.

    Raises:
        WorkbookError: If the file is no workbook, or cannot be read safely.
    """
    path = Path(path)
    return read_bytes(raw_bytes(path), path.name, wanted, most_cells)


def read_bytes(raw: bytes, name: str, wanted: Callable[[str], bool], most_cells: int = MOST_CELLS) -> Book:
    """The same of the bytes of a workbook.

    Raises:
        WorkbookError: If they are no workbook, or cannot be read safely.
    """
    contents = Contents(Package(raw, name))
    sheets = _Sheets(contents, most_cells)
    tables = [(sheet, contents.tables(sheet)) for sheet in contents.sheets]
    return Book(
        name=name,
        sheet_names=tuple(sheet.name for sheet in contents.sheets),
        grids=tuple(sheets.grid(sheet, found) for sheet, found in tables if _is_wanted(sheet, found, wanted)),
        date1904=contents.date1904,
        digest=hashlib.sha256(raw).hexdigest(),
    )


def _is_wanted(sheet: SheetEntry, tables: tuple[ExcelTable, ...], wanted: Callable[[str], bool]) -> bool:
    return sheet.has_cells and (wanted(sheet.name) or any(wanted(table.name) for table in tables))


class _Sheets:
    """The sheets of one workbook, read on demand."""

    def __init__(self, contents: Contents, most_cells: int) -> None:
        self._contents = contents
        self._package = contents.package
        self._most_cells = most_cells
        self._sparse = SparseReader(contents, most_cells)

    def grid(self, sheet: SheetEntry, tables: tuple[ExcelTable, ...]) -> Grid:
        """The cells of one sheet, by the fastest way that is safe for it."""
        if not sheet.part:
            self._package.damaged(sheet.name, message("damage", "no_sheet"))
        xml = self._package.read(sheet.part)
        numbers, rows, hidden = self._rows(sheet, xml)
        return Grid(sheet.name, numbers, rows, tables, hidden, sheet.visible, merged(as_utf8(xml)))

    def _rows(self, sheet: SheetEntry, xml: bytes) -> tuple[Sequence[int], list[list[object]], int]:
        """Numbers and cells of the rows, and how many are hidden."""
        found = self._scanned(sheet, xml)
        if found is not None and found.is_dense(self._most_cells):
            rows = self._dense_rows(sheet, found)
            if rows is not None:
                return range(1, len(rows) + 1), rows, found.hidden_rows
        sparse = self._sparse.read(sheet)
        return sparse.numbers, sparse.rows, sparse.hidden_rows

    def _scanned(self, sheet: SheetEntry, xml: bytes) -> Scan | None:
        if len(xml) > SHORTEST_CELL * self._most_cells < SHORTEST_CELL * xml.count(b"</c>"):
            raise too_many_cells(sheet.name, self._most_cells)
        return scan(xml)

    def _dense_rows(self, sheet: SheetEntry, found: Scan) -> list[list[object]] | None:
        """Every row from the first to the last that holds something; None when it has to be read otherwise."""
        if not found.rows:
            return []
        try:
            opened = self._calamine.get_sheet_by_name(sheet.name)
            rows = cast("list[list[object]]", opened.to_python(skip_empty_area=False))
        except (KeyboardInterrupt, SystemExit, MemoryError, WorkbookError):
            raise
        except BaseException:  # noqa: BLE001  a panic of the Rust library is no Exception
            return None
        _clear_empty(rows)
        _lay_odd(rows, found.odd)
        return rows

    @cached_property
    def _calamine(self) -> CalamineWorkbook:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415  only a read pays for it

        for kind in ("styles", "sharedStrings"):
            part = self._contents.related(kind)
            if part:
                self._package.read(part)  # checks size and check sum before the library unpacks it
        return CalamineWorkbook.from_filelike(io.BytesIO(self._package.raw))


def _clear_empty(rows: list[list[object]]) -> None:
    """Put None where a cell holds nothing."""
    for index, row in enumerate(rows):
        if EMPTY in row:
            rows[index] = [None if value is EMPTY else value for value in row]


def _lay_odd(rows: list[list[object]], odd: Mapping[Place, Odd]) -> None:
    """Put the cells that hold no value where they stand, beyond the last value too."""
    for (row, column), value in odd.items():
        rows.extend([] for _ in range(row - len(rows)))
        cells = rows[row - 1]
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = value
