"""Lets a fresh Python find an Excel: the engine over openpyxl, with the workbook of the click open.

Python imports this by itself when its folder is on PYTHONPATH, so that the command of a click runs as it
stands. When Python ends, the workbook is saved and what was shown is written beside it.
"""

from __future__ import annotations

import atexit
import json
import os
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import xlwings
from openpyxl_engine import ENGINE, App, open_book

SHOWN: dict[str, list[object]] = {"messages": [], "looks": [], "status": [], "activated": []}


def alert(_app: App, prompt: str, _title: str, _buttons: object, mode: str, _callback: object) -> str:
    SHOWN["messages"].append(prompt)
    SHOWN["looks"].append(mode)
    return "ok"


def begin(path: Path) -> None:
    """Open the workbook, and see to it that all is written when Python ends."""
    warnings.filterwarnings(
        "ignore", module="openpyxl"
    )  # it keeps no sparklines, and no test here needs them
    App.alert = alert  # type: ignore[method-assign, assignment]
    App.status_bar = property(None, lambda _app, text: SHOWN["status"].append(text))  # type: ignore[method-assign, assignment]
    book = open_book(path)
    book.set_mock_caller()
    xlwings.engines.active = xlwings.engines[ENGINE.name]  # type: ignore[assignment]
    atexit.register(end, book, path)


def end(book: xlwings.Book, path: Path) -> None:
    """Save the workbook and write what was shown."""
    book.save()
    SHOWN["activated"].append(book.sheets.active.name)
    path.with_suffix(".json").write_text(json.dumps(SHOWN), encoding="utf-8")


if "CLICKED_BOOK" in os.environ:
    begin(Path(os.environ["CLICKED_BOOK"]))
