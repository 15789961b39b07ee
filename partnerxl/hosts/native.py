"""What Excel itself is asked beside cells: settings of the program, looks, and what xlwings has no name for.

Each is done where the version and the kind of Excel can do it, and left out where not: it never stops a
refresh. This is the only place that touches ``.app`` and ``.api`` of xlwings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlwings

WHILE_WRITING = {"screen_updating": False, "enable_events": False, "calculation": "manual"}
POINTS, POINTS_MORE = 5.25, 3.75  # of one letter of the usual font, and of the edges of a column


@contextmanager
def quiet(book: xlwings.Book) -> Iterator[None]:
    """Keep Excel from drawing, calculating and running macros meanwhile; whatever happens, all is as it was."""
    before: dict[str, object] = {}
    try:
        for name, value in WHILE_WRITING.items():
            with suppress(Exception):  # a setting that cannot be read cannot be put back, so it is left alone
                before[name] = getattr(book.app, name)
                setattr(book.app, name, value)
        yield
    finally:
        for name, value in reversed(before.items()):
            look(book.app, **{name: value})


@contextmanager
def same_sheet(book: xlwings.Book) -> Iterator[None]:
    """Show the sheet again that was shown before."""
    shown = None
    with suppress(Exception):  # a chart sheet is none to xlwings
        shown = book.sheets.active
    try:
        yield
    finally:
        if shown is not None:
            with suppress(Exception):
                shown.activate()


def look(target: object, **facts: object) -> None:
    """Set properties of a range, a font or a sheet, each as far as it can be set."""
    for name, value in facts.items():
        with suppress(Exception):
            setattr(target, name, value)


def column_width(book: xlwings.Book, letters: float) -> float:
    """A width in letters in the unit of this kind of Excel: letters on a computer, points elsewhere."""
    with suppress(Exception):
        if book.app.engine.type != "desktop":
            return letters * POINTS + POINTS_MORE
    return letters


def counts_from_1904(book: xlwings.Book) -> bool:
    """Whether serial days count from 1904; False where Excel does not say."""
    with suppress(Exception):
        return book.api.Date1904 is True
    return False


def hide_name(name: xlwings.Name) -> None:
    """Keep a name out of the list that people see."""
    with suppress(Exception):
        name.api.Visible = False


def drop_links(cells: xlwings.Range) -> None:
    """Take away the links of an earlier run, which lead elsewhere now; the looks stay."""
    with suppress(Exception):
        cells.api.ClearHyperlinks()
