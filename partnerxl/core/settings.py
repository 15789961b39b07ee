"""A workbook's Settings laid over the limits of the catalogue (R121)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, cast

import msgspec

from partnerxl.core.catalogue import language_named
from partnerxl.core.errors import Problem
from partnerxl.core.limits import NUMBER, Limit, number
from partnerxl.core.matching import clean, nearest
from partnerxl.core.measures import MEASURES
from partnerxl.core.numbers import exact
from partnerxl.core.problems import problem
from partnerxl.core.records import SettingRow
from partnerxl.core.rulebook import Bound, ChangedLimit, Minimum, Pitfall, Rulebook, Signal
from partnerxl.core.texts import say

Which = Literal["watch", "discuss", "least"]
BACKUPS, USUAL_BACKUPS = "Backups to keep", 10
HABITS = frozenset({"dayfirst", "decimalcomma"})
WHOLE = "whole"
PAPER, USUAL_PAPER, A4 = "Paper", "Letter", "A4"
TYPED = re.compile(rf"{NUMBER}\s*%?")


@dataclass(frozen=True)
class Setting:
    """A limit a workbook may change.

    Attributes:
        threshold: Its name, like ``P4 delivered discuss``.
        title: What the signal is called.
        usual: The number in force, as an expert writes it.
        unit: What the number counts.
        source: Where it comes from.
    """

    threshold: str
    title: str
    usual: str
    unit: str
    source: str


@dataclass(frozen=True)
class Place:
    """Where a limit stands in the rules."""

    pitfall: str
    signal: Signal
    which: Which

    @property
    def threshold(self) -> str:
        """The name of the limit."""
        return f"{self.pitfall} {self.signal.measure} {self.which}"

    @property
    def limit(self) -> Limit:
        """The limit as it stands; a minimum reads "at least"."""
        found = getattr(self.signal, self.which)
        return Limit("at least", Fraction(found.at)) if self.which == "least" else cast("Bound", found).at

    @property
    def share(self) -> bool:
        """True when the number is a share."""
        return self.which != "least" and MEASURES[self.signal.measure].unit == "share"

    @property
    def source(self) -> str:
        """The source mark of the limit."""
        return str(getattr(self.signal, self.which).source)

    @property
    def unit(self) -> str:
        """What the number counts."""
        return "number" if self.which == "least" else MEASURES[self.signal.measure].unit


def settings(book: Rulebook) -> tuple[Setting, ...]:
    """Every limit that a workbook may change, in the order of the catalogue."""
    return tuple(
        Setting(at.threshold, at.signal.title, at.limit.shown, at.unit, at.source) for at in _places(book)
    )


def in_force(book: Rulebook, rows: tuple[SettingRow, ...]) -> tuple[Rulebook, tuple[Problem, ...]]:
    """The rules with a workbook's Settings, and a Problem for each row that cannot be used."""
    problems: list[Problem] = []
    places = _by_name(book)
    for row in rows:
        found = _read(book, places, row)
        if isinstance(found, Problem):
            problems.append(found)
        elif found is not None:
            book, places = found, _by_name(found)
    return book, tuple(problems)


def _by_name(book: Rulebook) -> dict[str, Place]:
    """Every limit by its name as names are compared."""
    return {clean(at.threshold): at for at in _places(book)}


def _places(book: Rulebook) -> Iterator[Place]:
    for key, pitfall in book.pitfalls.items():
        for signal in pitfall.signals:
            for which in ("watch", "discuss", "least"):
                if getattr(signal, which) is not None:
                    yield Place(key, signal, which)


def _read(book: Rulebook, places: Mapping[str, Place], row: SettingRow) -> Rulebook | Problem | None:
    """The rules with one row; None when it changes nothing."""
    name = clean(row.threshold)
    if name in HABITS or row.current is None:
        return None
    if name in WISHES:
        wish = WISHES[name]
        return None if wish.known(row.current) else _unreadable(row, wish.kind, wish.example, wish.usual)
    if name not in places:
        return _unknown(row, [at.threshold for at in places.values()])
    return _changed(book, places[name], row)


def _changed(book: Rulebook, at: Place, row: SettingRow) -> Rulebook | Problem | None:
    now = _number(row.current, share=at.share)
    if now is None or (at.which == "least" and _whole(row.current) is None):
        kind = WHOLE if at.which == "least" else "number"
        example = "50 % or 0.5" if at.share else at.limit.shown
        return _unreadable(row, kind, example, at.limit.shown)
    if _same(now, at, row):
        return None
    limit = Limit(at.limit.word, now, percent=at.share)
    change = ChangedLimit(at.threshold, str(at.limit), str(limit), row.changed_by, _iso(row))
    return Rulebook(
        book.rules, _with(book.pitfalls, at, limit), book.phases, book.tips, (*book.changed, change)
    )


def _iso(row: SettingRow) -> str:
    return row.changed_on.isoformat() if row.changed_on else ""


def _same(now: Fraction, at: Place, row: SettingRow) -> bool:
    """True for the default, also where the sheet shows it rounded."""
    return float(now) == float(at.limit.number) or now == _number(row.default, share=at.share)


def _with(pitfalls: Mapping[str, Pitfall], at: Place, limit: Limit) -> dict[str, Pitfall]:
    """The pitfalls with one limit changed."""
    bound: Bound | Minimum = getattr(at.signal, at.which)
    moved = msgspec.structs.replace(bound, at=int(limit.number) if at.which == "least" else limit)
    signal = msgspec.structs.replace(at.signal, **{at.which: moved})
    pitfall = pitfalls[at.pitfall]
    signals = tuple(signal if each is at.signal else each for each in pitfall.signals)
    return {**pitfalls, at.pitfall: msgspec.structs.replace(pitfall, signals=signals)}


def _number(typed: object, *, share: bool) -> Fraction | None:
    """The number a person typed; shares over 1 are percentages. None when it is no number from 0 on."""
    if isinstance(typed, (int, float)) and not isinstance(typed, bool):
        found = exact(typed)
    elif isinstance(typed, str) and TYPED.fullmatch(typed.strip()):
        found = number(typed.strip())
    else:
        return None
    if found < 0:
        return None
    return found / 100 if share and found > 1 else found


def _unknown(row: SettingRow, choices: list[str]) -> Problem:
    example = nearest(row.threshold, choices) or choices[0]
    return problem("PX-301", row.where, example=example, typed=row.threshold)


def _unreadable(row: SettingRow, kind: str, example: str, usual: str) -> Problem:
    wanted = say("settings", kind, example=example)
    return problem("PX-302", row.where, wanted=wanted, typed=row.current, usual=usual)


def _whole(typed: object) -> int | None:
    """The whole number from 1 on that a person typed; None for anything else."""
    found = _number(typed, share=False)
    return int(found) if found and found.denominator == 1 else None


def backups(rows: Iterable[SettingRow]) -> int:
    """How many backups of the workbook stay beside it."""
    return next((number for said in _said(rows, BACKUPS) if (number := _whole(said))), USUAL_BACKUPS)


def on_a4(rows: Iterable[SettingRow]) -> bool:
    """True when papers are for A4 sheets; they are for Letter otherwise."""
    return any(clean(str(said)) == clean(A4) for said in _said(rows, PAPER))


def _said(rows: Iterable[SettingRow], name: str) -> Iterator[object]:
    """What stands in the rows of a setting."""
    return (row.current for row in rows if clean(row.threshold) == clean(name))


@dataclass(frozen=True)
class Wish:
    """A setting that is no limit: what it may be, what that is called, an example and what it is usually."""

    known: Callable[[object], object]
    kind: str
    example: str
    usual: str


WISHES = {
    "language": Wish(lambda typed: language_named(str(typed)), "language", "Español", "English"),
    clean(PAPER): Wish(
        lambda typed: clean(str(typed)) in {clean(A4), clean(USUAL_PAPER)}, "paper", A4, USUAL_PAPER
    ),
    clean(BACKUPS): Wish(_whole, WHOLE, str(USUAL_BACKUPS), str(USUAL_BACKUPS)),
}
