"""The workbook for the next period."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.console import say, say_table
from partnerxl.core import texts

if TYPE_CHECKING:
    from partnerxl.rolling import NewBook


def show_new_book(old: Path, made: NewBook) -> None:
    """Print what went along to the next period, sheet by sheet."""
    say_table(
        texts.say("next period", "title", old=old.name),
        [texts.say("next period", key) for key in ("sheet", "carried", "left", "why")],
        [(line.sheet, str(line.carried), str(line.left), line.why) for line in made.lines],
    )
    days = {"start": texts.long_date(made.start), "end": texts.long_date(made.end)}
    say("", str(made.book), texts.say("next period", "days", old=old.name, **days), *made.notes)


def new_book_json(made: NewBook) -> dict[str, Any]:
    """A workbook for the next period for a program."""
    return {
        "workbook": str(made.book),
        "start": made.start.isoformat(),
        "end": made.end.isoformat(),
        "sheets": [asdict(line) for line in made.lines],
        "notes": list(made.notes),
    }
