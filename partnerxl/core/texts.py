"""Numbers, dates and sentences in words, the same in sheets, console and report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from partnerxl.core.catalogue import load_languages, read_blocks
from partnerxl.core.language import ENGLISH, each_language, spoken
from partnerxl.core.limits import Limit
from partnerxl.core.measures.base import Unit
from partnerxl.core.readings import Fact, Reading
from partnerxl.core.rulebook import SLOT

FEW = 5
MOST_NAMES = 6
MOST_DECIMALS = 3
MONTH = "yMMMM"
DECIMALS: Mapping[str, int] = {"months": 1, "FTE": 1}
WORDS = {
    "counted": False,
    "method": False,
    "names": False,
    "promised_to": True,
    "relationship": True,
    "scan_result": False,
}
"""Facts that are words of a drop-down list or of ours, and whether a sentence writes them small."""

PERCENT = "by_value"
"""The fact that is a percentage."""

Slots = Mapping[str, str]


@each_language
def load_texts() -> dict[str, dict[str, str]]:
    """Our words outside the sentences of pitfalls, phases and tips."""
    return read_blocks("texts.toml", dict[str, str])


def say(block: str, key: str, **slots: str) -> str:
    """One of our texts, filled."""
    return load_texts()[block][key].format(**slots)


# --- words of drop-down lists ---------------------------------------------------------------------


@each_language
def load_words() -> dict[str, str]:
    """Words of drop-down lists and statuses as they are printed, by the English word."""
    found: dict[str, str] = read_blocks("words.toml", dict[str, str])["words"]
    return found


def word(english: str) -> str:
    """A word of a drop-down list in the language that is spoken; another text stays as it is typed."""
    return load_words().get(english, str(english))


def unit_word(unit: str, amount: float) -> str:
    """The word of a unit beside an amount.

    >>> unit_word("hours", 1), unit_word("hours", 2)
    ('hour', 'hours')
    """
    return load_texts()["units"].get(unit, word(unit)) if amount == 1 else word(unit)


def in_english(printed: str) -> str:
    """The word of a drop-down list that is printed so."""
    return next((english for english, shown in load_words().items() if shown == printed), printed)


# --- numbers --------------------------------------------------------------------------------------


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Rounded half up, away from zero.

    >>> rounded(Fraction(5, 2), 0)
    Fraction(3, 1)
    """
    scale = 10**decimals
    whole = int(abs(value) * scale + Fraction(1, 2))
    return Fraction(whole if value >= 0 else -whole, scale)


def faithful(value: Fraction, decimals: int, limits: Iterable[Limit] = ()) -> tuple[Fraction, int]:
    """A rounded number that never stands on the other side of a limit than the exact one (R43), and its decimals."""
    edges = [limit for limit in limits if limit.number != value]
    for places in range(decimals, MOST_DECIMALS):
        found = rounded(value, places)
        if all(limit.holds(found) == limit.holds(value) for limit in edges):
            return found, places
    return rounded(value, MOST_DECIMALS), MOST_DECIMALS


def shown(value: Fraction, decimals: int, limits: Iterable[Limit] = ()) -> str:
    """A number on the right side of its limits, in words.

    >>> shown(Fraction(7996, 10000) * 100, 0, [Limit.parse("under 80")])
    '79.96'
    """
    return _digits(*faithful(value, decimals, limits))


def _digits(value: Fraction, places: int) -> str:
    return in_locale(f"{float(value):,.{places}f}")


def in_locale(digits: str) -> str:
    """Digits with the point and the commas of the language that is spoken."""
    if spoken() == ENGLISH:
        return digits
    from babel.numbers import get_decimal_symbol, get_group_symbol

    signs = {".": get_decimal_symbol(_locale()), ",": get_group_symbol(_locale())}
    return "".join(signs.get(sign, sign) for sign in digits)


def _locale() -> str:
    return load_languages()[spoken()].locale


def language_tag() -> str:
    """The language that is spoken as Word files name it.

    >>> language_tag()
    'en-US'
    """
    return _locale().replace("_", "-")


def plain(value: Fraction) -> str:
    """A count or sum without needless decimals.

    >>> plain(Fraction(7)), plain(Fraction(9, 4))
    ('7', '2.25')
    """
    return in_locale(f"{float(rounded(value, 2)):,.2f}".rstrip("0").rstrip("."))


def percent(value: Fraction, limits: Iterable[Limit] = ()) -> str:
    """A share as a percentage.

    >>> percent(Fraction(28, 100))
    '28 %'
    """
    return in_percent(shown(value * 100, 0, [_hundredfold(limit) for limit in limits]))


def in_percent(digits: str) -> str:
    """Digits as a percentage, as the language that is spoken writes it.

    >>> in_percent("28")
    '28 %'
    """
    return say("numbers", "percent", number=digits)


def _hundredfold(limit: Limit) -> Limit:
    return Limit(limit.word, limit.number * 100)


def of(part: Fraction, whole: Fraction, limits: Iterable[Limit] = ()) -> str:
    """Part of whole with its percentage; none on fewer than five (F10).

    >>> of(Fraction(7), Fraction(25)), of(Fraction(3), Fraction(4))
    ('7 of 25 (28 %)', '3 of 4')
    """
    slots = {"part": plain(part), "whole": plain(whole)}
    if whole < FEW:
        return say("numbers", "of", **slots)
    return say("numbers", "of_percent", percent=percent(part / whole, limits), **slots)


def limit(at: Limit) -> str:
    """A limit in words.

    >>> limit(Limit.parse("under 80 %"))
    'under 80 %'
    """
    number = in_locale(at.shown.removesuffix(" %"))
    return say("limits", at.word, number=in_percent(number) if at.percent else number)


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
    return _in_locale(day, "long") or f"{day:%B} {day.day}, {day.year}"


def short_date(day: date) -> str:
    """A date for a table.

    >>> short_date(date(2026, 3, 31))
    'Mar 31, 2026'
    """
    return _in_locale(day, "medium") or f"{day:%b} {day.day}, {day.year}"


def month(day: date) -> str:
    """The month of a date.

    >>> month(date(2026, 3, 31))
    'March 2026'
    """
    return _in_locale(day, MONTH) or f"{day:%B} {day.year}"


def _in_locale(day: date, form: str) -> str:
    """A date as the language that is spoken writes it; empty in English, which is written without a library."""
    if spoken() == ENGLISH:
        return ""
    from babel.dates import format_date, format_skeleton

    if form == MONTH:
        return str(format_skeleton(form, day, locale=_locale()))
    return str(format_date(day, form, locale=_locale()))


def listed(words: Sequence[str], most: int = MOST_NAMES) -> str:
    """Words in a row.

    >>> listed(["A", "B", "C"]), listed(["A", "B", "C"], most=2)
    ('A, B and C', 'A, B and 1 more')
    """
    if len(words) > most:
        return say("numbers", "more", names=", ".join(words[:most]), n=str(len(words) - most))
    if not words[1:]:
        return "".join(words)
    key = "and_before" if _begins_otherwise(words[-1]) else "and"
    return say("numbers", key, names=", ".join(words[:-1]), last=words[-1])


def _begins_otherwise(text: str) -> bool:
    """True before a word that asks for another "and", as in Spanish before the sound of an i."""
    start = load_texts()["numbers"]["before"]
    return bool(start) and re.match(start, text, re.IGNORECASE) is not None


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
    found = {name: _fact(name, fact) for name, fact in reading.facts.items()}
    if reading.value is not None:
        found["value"] = in_words(reading.value, unit, edges)
        found["none"] = "" if reading.value else load_texts()["numbers"]["none"]
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
    return _lean(value, DECIMALS.get(unit, 0), limits)


def _lean(value: Fraction, decimals: int, limits: Iterable[Limit] = ()) -> str:
    """A number without decimals that say nothing.

    >>> _lean(Fraction(12), 1), _lean(Fraction(1, 2), 1)
    ('12', '0.5')
    """
    found, places = faithful(value, decimals, limits)
    return _digits(found, 0 if places == 1 and found.denominator == 1 else places)


def _fact(name: str, fact: Fact) -> str:
    """A fact as a sentence shows it, words of a drop-down list in the language that is spoken."""
    if name == PERCENT and fact:
        return in_percent(str(fact))
    if name not in WORDS or not fact:
        return fact_in_words(fact)
    words = fact if isinstance(fact, tuple) else (str(fact),)
    return listed([word(each).lower() if WORDS[name] else word(each) for each in words])


def fact_in_words(fact: Fact) -> str:
    """A fact as a sentence shows it; empty when it is not known."""
    if fact is None:
        return ""
    if isinstance(fact, date):
        return long_date(fact)
    if isinstance(fact, tuple):
        return listed(fact)
    return _lean(fact, 1) if isinstance(fact, Fraction) else str(fact)
