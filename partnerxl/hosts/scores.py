"""Earlier result sheets of a workbook: those of its backups, and those an open workbook left beside them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import Book, Grid, ResultTable
from partnerxl.core.restoring import is_result, result_tables
from partnerxl.hosts import files, saving

DAY = "day"


def keep(path: Path, book: Book, most: int) -> None:
    """Keep the result sheets of an open workbook, as they stand, beside its file.

    Args:
        path: The workbook's file.
        book: Its result sheets.
        most: How many such files stay.
    """
    tables = result_tables(book)
    if tables and path.is_file():
        saving.keep_scores(path, _packed(tables), most)


def earlier(path: Path) -> Iterator[tuple[Path, tuple[ResultTable, ...]]]:
    """The result sheets that were kept of a workbook, the newest first; what cannot be read is passed over."""
    for kept in sorted((*saving.backups(path), *saving.scores(path)), key=saving.order, reverse=True):
        try:
            book = _unpacked(kept) if kept.name.endswith(saving.SCORES) else files.read(kept, is_result)
        except (WorkbookError, ValueError, LookupError, TypeError):
            continue
        yield kept, result_tables(book)


def _packed(tables: Sequence[ResultTable]) -> bytes:
    found = {table.name: [table.columns, *table.rows] for table in tables}
    return json.dumps(found, default=_day, ensure_ascii=False).encode()


def _day(value: object) -> dict[str, str]:
    if isinstance(value, date):
        return {DAY: value.isoformat()[:10]}
    raise TypeError(value)


def _unpacked(kept: Path) -> Book:
    found: dict[str, list[list[object]]] = json.loads(kept.read_bytes(), object_hook=_undo)
    grids = tuple(Grid(name, range(1, len(rows) + 1), rows) for name, rows in found.items())
    return Book(kept.name, tuple(found), grids)


def _undo(found: dict[str, Any]) -> object:
    return date.fromisoformat(found[DAY]) if set(found) == {DAY} else found
