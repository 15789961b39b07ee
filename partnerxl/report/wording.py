"""Sentences of the report from the catalogue, and numbers, dates and rows in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from partnerxl.core import texts
from partnerxl.core.catalogue import read_blocks
from partnerxl.core.errors import CatalogueError
from partnerxl.core.language import each_language
from partnerxl.core.readings import Rows

NARROW = "\u00a0"  # a space at which no line breaks
DASH = "\u2013"
MOST_PIECES = 8
FEW = 5


class Wording:
    """The sentences of the catalogue."""

    def __init__(self, blocks: dict[str, Any]) -> None:
        """Take sentences by their dotted names."""
        self._blocks = blocks

    def say(self, key: str, **slots: object) -> str:
        """A sentence with its slots filled.

        Raises:
            CatalogueError: If there is no such sentence or a slot has nothing to fill it.
        """
        text = self._find(key)
        if not isinstance(text, str):
            reason = f"report.toml: '{key}' is no sentence."
            raise CatalogueError(reason)
        try:
            return text.format(**slots)
        except (KeyError, IndexError, ValueError) as fault:
            reason = f"report.toml: '{key}' has the slot {fault}; there are {', '.join(slots) or 'none'}."
            raise CatalogueError(reason) from fault

    def count(self, key: str, n: int, **slots: object) -> str:
        """A sentence for one thing or for several."""
        return self.say(f"{key}.{'one' if n == 1 else 'other'}", n=n, **slots)

    def lines(self, key: str) -> list[str]:
        """A list of sentences."""
        return [str(line) for line in self._find(key)]

    def _find(self, key: str) -> Any:
        found: Any = self._blocks
        for step in key.split("."):
            if not isinstance(found, dict) or step not in found:
                reason = f"report.toml: '{key}' is missing."
                raise CatalogueError(reason)
            found = found[step]
        return found


@each_language
def load_wording() -> Wording:
    """The wording of the package."""
    return Wording(read_blocks("report.toml", dict[str, Any]))


def long_date(day: date) -> str:
    """A date in full, which does not break over lines.

    >>> long_date(date(2026, 3, 31)).replace(NARROW, " ")
    'March 31, 2026'
    """
    return texts.long_date(day).replace(" ", NARROW)


def short_date(day: date) -> str:
    """A date for a table.

    >>> short_date(date(2026, 3, 31)).replace(NARROW, " ")
    'Mar 31, 2026'
    """
    return texts.short_date(day).replace(" ", NARROW)


def month(day: date) -> str:
    """The month of a date, as "March 2026"."""
    return texts.month(day).replace(" ", NARROW)


def span(first: date, last: date) -> str:
    """A period in words: whole months by their names, otherwise by days.

    >>> span(date(2025, 4, 1), date(2026, 3, 31)).replace(NARROW, " ").replace(DASH, "-")
    'April 2025 - March 2026'
    """
    whole = first.day == 1 and date.fromordinal(last.toordinal() + 1).day == 1
    start, end = (month(first), month(last)) if whole else (long_date(first), long_date(last))
    return start if start == end else f"{start} {DASH} {end}"


def number(value: float | Fraction) -> str:
    """A number with thousands commas and at most two decimals.

    >>> number(60000.0), number(0.5), number(1234.567)
    ('60,000', '0.5', '1,234.57')
    """
    text = f"{float(value):,.2f}"
    return texts.in_locale(text.rstrip("0").rstrip(".") if "." in text else text)


def of(part: str, whole: str) -> str:
    """A part of a whole.

    >>> of("3", "4")
    '3 of 4'
    """
    return texts.say("numbers", "of", part=part, whole=whole)


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence, all of them.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return texts.listed(words, most=len(words))


def rows_in_words(rows: Rows) -> str:
    """Rows as people say them: "Progress, rows 8 to 12 and 19; Resources, row 4".

    >>> rows_in_words(Rows.of("Progress", [8, 9, 10, 19]) + Rows.of("Resources", [4])).replace(NARROW, " ")
    'Progress, rows 8 to 10 and 19; Resources, row 4'
    """
    return "; ".join(f"{sheet}, {_numbers(numbers)}" for sheet, numbers in rows.parts)


def _numbers(numbers: Sequence[int]) -> str:
    pieces = [_run(first, last) for first, last in _runs(numbers)]
    if len(pieces) > MOST_PIECES:
        left = len(numbers) - sum(last - first + 1 for first, last in list(_runs(numbers))[:MOST_PIECES])
        pieces = [*pieces[:MOST_PIECES], texts.say("rows", "left", n=str(left))]
    return texts.say("rows", "one" if len(numbers) == 1 else "other", rows=listed(pieces))


def _run(first: int, last: int) -> str:
    return str(first) if first == last else texts.say("rows", "run", first=str(first), last=str(last))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run of neighbors; a run of two counts as two runs."""
    found: list[tuple[int, int]] = []
    for each in numbers:
        if found and each == found[-1][1] + 1:
            found[-1] = (found[-1][0], each)
        else:
            found.append((each, each))
    return [piece for first, last in found for piece in _pair(first, last)]


def _pair(first: int, last: int) -> list[tuple[int, int]]:
    return [(first, first), (last, last)] if last == first + 1 else [(first, last)]
