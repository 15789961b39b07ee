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

warnings.filterwarnings("ignore", module="openpyxl")  # it keeps no sparklines, and no test here needs them

PATH = Path(os.environ["CLICKED_BOOK"])
BOOK = open_book(PATH)
SHOWN: dict[str, list[object]] = {"messages": [], "looks": [], "status": [], "activated": []}


def alert(_app: App, prompt: str, _title: str, _buttons: object, mode: str, _callback: object) -> str:
    SHOWN["messages"].append(prompt)
    SHOWN["looks"].append(mode)
    return "ok"


def save() -> None:
    BOOK.save()
    SHOWN["activated"].append(BOOK.sheets.active.name)
    PATH.with_suffix(".json").write_text(json.dumps(SHOWN), encoding="utf-8")


App.alert = alert  # type: ignore[method-assign, assignment]
App.status_bar = property(None, lambda _app, text: SHOWN["status"].append(text))  # type: ignore[method-assign, assignment]
BOOK.set_mock_caller()
xlwings.engines.active = xlwings.engines[ENGINE.name]  # type: ignore[assignment]
atexit.register(save)
