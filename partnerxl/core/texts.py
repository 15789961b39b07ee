"""Numbers, dates and sentences in words, the same in sheets, console and report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from partnerxl.core.limits import Limit
from partnerxl.core.measures.base import Unit
from partnerxl.core.readings import Fact, Reading
from partnerxl.core.rulebook import SLOT

FEW = 5
MOST_NAMES = 6
MOST_DECIMALS = 3
DECIMALS: Mapping[str, int] = {"months": 1, "FTE": 1}
Slots = Mapping[str, str]


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Rounded half up, away from zero.

    >>> rounded(Fraction(5, 2), 0)
    Fraction(3, 1)
    """
    scale = 10**decimals
    whole = int(abs(value) * scale + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, scale)


def shown(value: Fraction, decimals: int, limits: Iterable[Limit] = ()) -> str:
    """A number that never stands on the other side of a limit than the exact one (R43).

    >>> shown(Fraction(7996, 10000) * 100, 0, [Limit.parse("under 80")])
    '79.96'
    """
    edges = [limit for limit in limits if limit.number != value]
    for places in range(decimals, MOST_DECIMALS):
        found = rounded(value, places)
        if all(limit.holds(found) == limit.holds(value) for limit in edges):
            return _digits(found, places)
    return _digits(rounded(value, MOST_DECIMALS), MOST_DECIMALS)


def _digits(value: Fraction, places: int) -> str:
    return f"{float(value):,.{places}f}"


def plain(value: Fraction) -> str:
    """A count or sum without needless decimals.

    >>> plain(Fraction(7)), plain(Fraction(9, 4))
    ('7', '2.25')
    """
    return f"{float(rounded(value, 2)):,.2f}".rstrip("0").rstrip(".")


def percent(value: Fraction, limits: Iterable[Limit] = ()) -> str:
    """A share as a percentage.

    >>> percent(Fraction(28, 100))
    '28 %'
    """
    return f"{shown(value * 100, 0, [_hundredfold(limit) for limit in limits])} %"


def _hundredfold(limit: Limit) -> Limit:
    return Limit(limit.word, limit.number * 100)


def of(part: Fraction, whole: Fraction, limits: Iterable[Limit] = ()) -> str:
    """Part of whole with its percentage; none on fewer than five (F10).

    >>> of(Fraction(7), Fraction(25)), of(Fraction(3), Fraction(4))
    ('7 of 25 (28 %)', '3 of 4')
    """
    text = f"{plain(part)} of {plain(whole)}"
    return text if whole < FEW else f"{text} ({percent(part / whole, limits)})"


def people(count: Fraction) -> str:
    """A number of people; one to four are printed as <5 (F10).

    >>> people(Fraction(3)), people(Fraction(40))
    ('<5', '40')
    """
    return f"<{FEW}" if 0 < count < FEW else plain(count)


def long_date(day: date) -> str:
    """A date in words.

    >>> long_date(date(2026, 6, 3))
    'June 3, 2026'
    """
    return f"{day:%B} {day.day}, {day.year}"


def listed(words: Sequence[str], most: int = MOST_NAMES) -> str:
    """Words in a row.

    >>> listed(["A", "B", "C"]), listed(["A", "B", "C"], most=2)
    ('A, B and C', 'A, B and 1 more')
    """
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


# --- sentences ------------------------------------------------------------------------------------


def sentence(choices: Iterable[str], slots: Slots) -> str:
    """The first sentence whose slots all have a value, filled; empty when there is none."""
    for text in choices:
        if all(slots.get(slot[1]) for slot in SLOT.finditer(text)):
            return SLOT.sub(lambda slot: _fill(slot, slots), text)
    return ""


def _fill(slot: re.Match[str], slots: Slots) -> str:
    text = slots[slot[1]]
    if slot[2] is None:
        return text
    return slot[2] if text == "1" else slot[3]


def slots(
    reading: Reading, unit: Unit, limits: Iterable[Limit] = (), *, mask_people: bool = False
) -> dict[str, str]:
    """What a sentence may be filled with; empty texts are values that are not known."""
    edges = list(limits)
    found = {name: fact_in_words(fact) for name, fact in reading.facts.items()}
    if reading.value is not None:
        found["value"] = in_words(reading.value, unit, edges)
    if reading.part is None or reading.whole is None:
        return found
    count = people if mask_people else plain
    found |= {"part": count(reading.part), "whole": count(reading.whole)}
    if not mask_people:
        found |= {"share": of(reading.part, reading.whole, edges), "mean": _mean(reading, edges)}
    return found


def _mean(reading: Reading, limits: Sequence[Limit]) -> str:
    """A mean over few rows is no percentage (F10)."""
    value, whole = reading.value or Fraction(0), reading.whole or Fraction(0)
    return plain(value) if whole < FEW else percent(value, limits)


def in_words(value: Fraction, unit: Unit, limits: Iterable[Limit] = ()) -> str:
    """A value in its unit."""
    if unit == "share":
        return percent(value, limits)
    return _lean(shown(value, DECIMALS.get(unit, 0), limits))


def _lean(text: str) -> str:
    """A number without decimals that say nothing.

    >>> _lean("12.0"), _lean("0.5")
    ('12', '0.5')
    """
    return text.removesuffix(".0")


def fact_in_words(fact: Fact) -> str:
    """A fact as a sentence shows it; empty when it is not known."""
    if fact is None:
        return ""
    if isinstance(fact, date):
        return long_date(fact)
    if isinstance(fact, tuple):
        return listed(fact)
    return _lean(shown(fact, 1)) if isinstance(fact, Fraction) else str(fact)
