"""The other side of xlwings' remote engine: a workbook as it is sent, and what comes back put into it.

Written from what xlwings' BSD JavaScript sends and from the actions that come back; the workbook itself is the one
of the engine over openpyxl. What comes back and is not known here raises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl_engine import Book as Holder
from openpyxl_engine import Range, Sheet, open_book

Action = dict[str, Any]


class RemoteBook:
    """A workbook that a script on a server sees; ``holder`` is what the person has."""

    def __init__(self, path: Path) -> None:
        self.holder = open_book(path)

    def sent(self) -> dict[str, Any]:
        """The workbook as it is sent."""
        book: Holder = self.holder.impl
        names = [
            {
                "name": name,
                "sheet_index": at,
                "address": "A1",
                "scope_sheet_name": sheet.name,
                "scope_sheet_index": at,
                "book_scope": False,
            }
            for at, sheet in enumerate(book.sheets)
            for name in sheet.page.sheet.defined_names
            if name == "_partnerxl"
        ]
        return {
            "client": "Microsoft Office Scripts",
            "version": xw.__version__,
            "book": {"name": book.name, "active_sheet_index": 0, "selection": "A1"},
            "names": names,
            "sheets": [_sheet(sheet) for sheet in book.sheets],
        }

    def run(self, script: Callable[[xw.Book], object]) -> list[Action]:
        """Let a script work on the workbook; what it did is put into it and told."""
        remote = xw.Book(json=self.sent())
        try:
            script(remote)
        finally:
            remote.close()
        actions: list[Action] = remote.json()["actions"]
        for action in actions:
            self._do(action)
        return actions

    def _do(self, action: Action) -> None:
        book: Holder = self.holder.impl
        if action["func"] == "addSheet":
            book.sheets.add(after=book.sheets(action["args"][0]), name=action["args"][1])
            return
        sheet = book.sheets(action["sheet_position"] + 1)
        if action["start_row"] is None:
            SHEET[action["func"]](sheet, *action["args"])
            return
        first = (action["start_row"] + 1, action["start_column"] + 1)
        last = (first[0] + action["row_count"] - 1, first[1] + action["column_count"] - 1)
        cells = Range(sheet, first, last)
        if action["func"] == "setValues":
            cells.set_values([[None if value == "" else value for value in row] for row in action["values"]])
        else:
            CELLS[action["func"]](cells, *action["args"])


def _sheet(sheet: Sheet) -> dict[str, Any]:
    page = sheet.page
    last = (page.sheet.max_row, page.sheet.max_column)
    return {
        "name": sheet.name,
        "values": [[_sent(page.value(cell)) for cell in row] for row in page.rows((1, 1), last)],
        "pictures": [],
        "tables": [
            {
                "name": table.name,
                "range_address": table.range.reference,
                "header_row_range_address": None,
                "data_body_range_address": None,
                "total_row_range_address": None,
                "show_headers": True,
                "show_totals": False,
                "table_style": "",
                "show_autofilter": True,
            }
            for table in sheet.tables
        ],
    }


def _sent(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return f"{value.isoformat(timespec='milliseconds')}Z"
    return "" if value is None else value


def _font(cells: Range, what: str, value: object) -> None:
    setattr(cells.font, what, value)


def _table(sheet: Sheet, at: int) -> Any:
    return list(sheet.tables)[at]


def _add_table(sheet: Sheet, address: str, _headers: bool, style: str, name: str) -> None:
    cells = xw.Range(impl=sheet.range(address.replace("$", "")))
    sheet.tables.add(source=cells, name=name, table_style_name=style)


def _setter(name: str) -> Callable[[Any, Any], None]:
    return lambda target, value: setattr(target, name, value)


SHEET: dict[str, Callable[..., object]] = {
    "namesAdd": lambda sheet, name, refers_to: sheet.names.add(name, refers_to),
    "addTable": _add_table,
    "resizeTable": lambda sheet, at, address: _table(sheet, at).resize(
        xw.Range(impl=sheet.range(address.replace("$", "")))
    ),
    "showAutofilterTable": lambda sheet, at, value: _table(sheet, at).set_filter(value),
    "showTotalsTable": lambda sheet, at, value: setattr(_table(sheet, at), "show_totals", value),
    "addChart": lambda sheet, *facts: sheet.page.charts.append(facts),
    "setShowGridlines": _setter("show_gridlines"),
    "freezePaneAtRange": lambda sheet, address: sheet.freeze_panes.freeze_at(address),
    "activateSheet": lambda sheet, _at: sheet.activate(),
}
CELLS: dict[str, Callable[..., object]] = {
    "rangeInsert": lambda cells, shift, _origin: cells.insert(shift),
    "setRangeColor": _setter("color"),
    "setFontProperty": _font,
    "setWrapText": _setter("wrap_text"),
    "setNumberFormat": _setter("number_format"),
    "setVerticalAlignment": lambda cells, value: setattr(cells, "vertical_alignment", value.casefold()),
    "setHorizontalAlignment": lambda cells, value: setattr(cells, "horizontal_alignment", value.casefold()),
    "setColumnWidth": lambda cells, points: cells.set_width((points - 3.75) / 5.25),
    "setAutofit": lambda cells, _axis: cells.autofit(),
    "addConditionalFormat": lambda cells, rule: cells.owner.page.rules.append((cells.reference, rule)),
    "setRowHidden": _setter("row_hidden"),
    "setColumnHidden": _setter("column_hidden"),
    "setRowHeight": _setter("row_height"),
    "rangeMerge": lambda cells, across: cells.merge(across),
}
