"""The Dashboard: one page of formulas over the result sheets, and what they show now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from partnerxl.core import texts
from partnerxl.core.grids import Odd, ResultTable, column_letters
from partnerxl.core.rulebook import Rulebook, load_rulebook
from partnerxl.core.runs import DAY
from partnerxl.core.runs import SHEET as HISTORY

SHEET = "Dashboard"
WIDTHS = (1.7, 14, 14, 14, 17, 10, 13, 2.5, 5, 31, 22, 10, 17)
"""Widths of the columns A to M in characters."""

LEFT, RIGHT, LAST = 2, 9, 13  # the first columns of the two blocks, and the last of all
TITLE, SECTIONS, HEADS, FIRST = 1, 4, 5, 6
BARS_PLACE, LINES_PLACE = (2, 11, 7, 13), (9, 21, 13, 24)
"""First column, first row, last column and last row of the two charts."""
NOTES, NOTE_LINES = 15, 3
NEXT, NEXT_LINES = 20, 4
LAST_ROW = NEXT + NEXT_LINES
FIGURES = LAST_ROW + 4
RUNS = 8
TALL, NOTE_TALL = 30.0, 44.0
NO_VALUE = Odd("error", "#N/A")

Column = Callable[[str, str], str]
"""Gives the place of a column of a result table as a formula names it."""


def can_be_fed(tables: Sequence[ResultTable]) -> bool:
    """Whether these tables hold all that the Dashboard shows."""
    return {"Highlights", "Scores", "Flags", HISTORY} <= {table.name for table in tables}


def structured(table: str, heading: str) -> str:
    """A column of an Excel table, which formulas still find when it is moved."""
    return f"{table}[{heading}]"


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell of the Dashboard.

    Attributes:
        row: Its row, from 1.
        column: Its column, from 1.
        look: The name of its look.
        value: What it shows now.
        formula: What keeps it so, without the equals sign; empty for fixed words.
        last: The last column it reaches across; 0 for one cell.
    """

    row: int
    column: int
    look: str
    value: object
    formula: str = ""
    last: int = 0

    @property
    def place(self) -> str:
        """Its address, like B7."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Board:
    """The Dashboard as a host draws it.

    Attributes:
        spots: Its cells.
        heights: Row -> height in points.
        bars: Cells that hold bars of 0 to 100, and the look of the bars.
        chips: Cells whose words are drawn as chips.
        sparklines: Cell -> the cells its line is drawn from.
    """

    spots: tuple[Spot, ...]
    heights: Mapping[int, float]
    bars: tuple[tuple[str, str], ...]
    chips: str
    sparklines: Mapping[str, str]


def board(tables: Sequence[ResultTable], column: Column = structured) -> Board:
    """The Dashboard over the result tables.

    Args:
        tables: What stands on the result sheets.
        column: How a formula names a column of one of them.
    """
    return _Drawing({table.name: table for table in tables}, column).board()


@dataclass(frozen=True)
class _Drawing:
    tables: Mapping[str, ResultTable]
    column: Column
    rules: Rulebook = field(default_factory=load_rulebook)

    def board(self) -> Board:
        rows = range(FIRST, FIRST + len(self.phases))
        topics = range(FIRST, FIRST + len(self.rules.pitfalls))
        notes = {NOTES + at: NOTE_TALL for at in range(1, NOTE_LINES + 1)}
        return Board(
            tuple(self._spots()),
            {TITLE: 32.0, SECTIONS: 24.0, NOTES: 24.0, NEXT: 24.0}
            | dict.fromkeys((*rows, *topics, *range(NEXT + 1, LAST_ROW + 1)), TALL)
            | notes,
            ((f"C{rows[0]}:C{rows[-1]}", "bar now"), (f"D{rows[0]}:D{rows[-1]}", "bar last")),
            f"K{topics[0]}:K{topics[-1]}",
            {f"G{row}": self._figures_of(at) for at, row in enumerate(rows)},
        )

    @cached_property
    def phases(self) -> dict[str, str]:
        """The names of the phases by what result sheets call them."""
        return {key: phase.title for key, phase in self.rules.phases.items()}

    def _figures_of(self, phase: int) -> str:
        letter = column_letters(LEFT + 1 + phase)
        return f"{SHEET}!${letter}${FIGURES + 1}:${letter}${FIGURES + RUNS}"

    def _spots(self) -> Iterator[Spot]:
        yield from self._title()
        yield from self._phases()
        yield from self._topics()
        yield from self._notes()
        yield from self._figures()

    # --- parts of the page ----------------------------------------------------------------------

    def _title(self) -> Iterator[Spot]:
        for at, look in enumerate(("title", "subtitle", "note"), start=1):
            yield self._text(at, LEFT, look, ("Highlights", "Text", f"Title {at}"), last=LAST)

    def _phases(self) -> Iterator[Spot]:
        yield _words(SECTIONS, LEFT, "section", "phases", last=LEFT + 5)
        for at, name in enumerate(("phase", "now", "last", "strength", "recorded", "trend")):
            yield _words(HEADS, LEFT + at, _head(name), name)
        for row, (key, title) in enumerate(self.phases.items(), start=FIRST):
            yield Spot(row, LEFT, "name", title)
            for at, (heading, look) in enumerate(
                (("Score", "bar now"), ("Last score", "bar last"), ("Band", "word"), ("Coverage", "share")), 1
            ):
                draw = self._text if look == "word" else self._number
                yield draw(row, LEFT + at, look, ("Scores", heading, key))
            yield Spot(row, LEFT + 5, "word", None)
        yield _words(FIRST + len(self.phases), LEFT, "note", "several", last=LEFT + 5)

    def _topics(self) -> Iterator[Spot]:
        yield _words(SECTIONS, RIGHT, "section", "topics", last=LAST)
        for at, name in enumerate(("number", "topic", "status", "recorded", "rows")):
            yield _words(HEADS, RIGHT + at, _head(name), name)
        for row, (key, pitfall) in enumerate(self.rules.pitfalls.items(), start=FIRST):
            yield Spot(row, RIGHT, "name", key)
            yield Spot(row, RIGHT + 1, "word", pitfall.title)
            yield self._status(row, RIGHT + 2, key)
            yield self._number(row, RIGHT + 3, "share", ("Flags", "Coverage", key))
            yield self._link(row, RIGHT + 4, "row link", key)

    def _notes(self) -> Iterator[Spot]:
        yield from self._lines("Stands out", NOTES, NOTE_LINES, (LEFT, LEFT + 5))
        yield from self._lines("Record", NEXT, NEXT_LINES, (LEFT, LEFT + 5))
        yield from self._lines("Changed", NOTES, NOTE_LINES, (RIGHT, LAST - 1))
        for at in range(1, NOTE_LINES + 1):
            yield self._link(NOTES + at, LAST, "link", f"Changed {at}")
        yield Spot(NOTES, LAST, "section", None)
        yield _words(NEXT, RIGHT, "section", "over time", last=LAST)

    def _lines(self, key: str, row: int, count: int, columns: tuple[int, int]) -> Iterator[Spot]:
        """A title and the lines of Highlights whose keys begin with it."""
        first, last = columns
        yield Spot(row, first, "section", texts.say("highlights", key), last=last)
        for at in range(1, count + 1):
            yield self._text(row + at, first, "line", ("Highlights", "Text", f"{key} {at}"), last=last)

    def _figures(self) -> Iterator[Spot]:
        """The scores of the last refreshes, which the charts are drawn from; they are not printed."""
        yield _words(FIGURES - 1, LEFT, "note", "figures", last=LAST)
        yield _words(FIGURES, LEFT, "head", "refresh")
        for at, title in enumerate(self.phases.values(), start=1):
            yield Spot(FIGURES, LEFT + at, "head", title)
        for at in range(RUNS):
            yield self._past(FIGURES + 1 + at, LEFT, "day", DAY, at)
            for number, key in enumerate(self.phases, start=1):
                yield self._past(FIGURES + 1 + at, LEFT + number, "figure", key, at)

    # --- cells ----------------------------------------------------------------------------------

    def _found(self, source: tuple[str, str, str]) -> tuple[str, object]:
        """The formula that finds a cell of a result table by its row's key, and what it finds."""
        name, heading, key = source
        table = self.tables[name]
        at = table.columns.index(heading)
        value = next((row[at] for row in table.rows if row[0] == key), None)
        keys, cells = (self.column(name, each) for each in (table.columns[0], heading))
        return f'INDEX({cells},MATCH("{key}",{keys},0))', value

    def _text(self, row: int, column: int, look: str, source: tuple[str, str, str], last: int = 0) -> Spot:
        formula, value = self._found(source)
        return Spot(row, column, look, value or "", f'IFERROR({formula}&"","")', last)

    def _number(self, row: int, column: int, look: str, source: tuple[str, str, str]) -> Spot:
        formula, value = self._found(source)
        return Spot(
            row, column, look, "" if value is None else value, f'IFERROR(IF({formula}="","",{formula}),"")'
        )

    def _status(self, row: int, column: int, key: str) -> Spot:
        """The status of a topic; the computed one stands beside one that people set."""
        (shown, word), (computed, other), (override, reason) = (
            self._found(("Flags", heading, key)) for heading in ("Status", "Computed status", "Override")
        )
        before, _, after = texts.say("dashboard", "set", computed="|").partition("|")
        beside = f"{before}{other}{after}" if reason else ""
        return Spot(
            row,
            column,
            "chip",
            f"{word or ''}{beside}",
            f'IFERROR({shown}&IF({override}="","","{before}"&{computed}&"{after}"),"")',
        )

    def _link(self, row: int, column: int, look: str, key: str) -> Spot:
        formula, value = self._found(("Highlights", "Link", key))
        sheet = f'SUBSTITUTE(LEFT({formula},FIND("!",{formula})-1),"\'","\'\'")'
        target = f'"#\'"&{sheet}&"\'!A"&MID({formula},FIND("!",{formula})+1,9)'
        return Spot(row, column, look, value or "", f'IFERROR(HYPERLINK({target},{formula}),"")')

    def _past(self, row: int, column: int, look: str, heading: str, at: int) -> Spot:
        """A value of one of the last runs, the first of them first; no score is a gap in a chart."""
        table, cells = self.tables[HISTORY], self.column(HISTORY, heading)
        runs = table.rows[-RUNS:]
        number = table.columns.index(heading)
        value = runs[at][number] if at < len(runs) else None
        found = f"INDEX({cells},MAX(0,COUNTA({self.column(HISTORY, DAY)})-{RUNS})+{at + 1})"
        none, shown = ("NA()", NO_VALUE) if look == "figure" else ('""', "")
        formula = f'IFERROR(IF({found}="",{none},{found}),{none})'
        return Spot(row, column, look, shown if value is None else value, formula)


def _words(row: int, column: int, look: str, key: str, last: int = 0) -> Spot:
    return Spot(row, column, look, texts.say("dashboard", key), last=last)


def _head(name: str) -> str:
    return "head middle" if name in {"status", "recorded"} else "head"
