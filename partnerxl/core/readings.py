"""What a measure says: its state, its numbers and the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

Fact: TypeAlias = str | int | date | Fraction | tuple[str, ...] | None


class State(StrEnum):
    """Whether the records say anything about a measure."""

    RECORDED = "recorded"
    NOT_RECORDED = "not recorded"
    TOO_EARLY = "too early"


@dataclass(frozen=True, slots=True)
class Rows:
    """Worksheet rows, sheet by sheet, each in ascending order."""

    parts: tuple[tuple[str, tuple[int, ...]], ...] = ()

    @classmethod
    def of(cls, sheet: str, numbers: Iterable[int]) -> Rows:
        """Rows of one sheet."""
        found = tuple(sorted(set(numbers)))
        return cls(((sheet, found),)) if found else cls()

    @classmethod
    def at(cls, addresses: Iterable[str]) -> Rows:
        """Rows by their addresses, like ``Progress!7``."""
        places = [address.rpartition("!") for address in addresses]
        return sum((cls.of(sheet, [int(number)]) for sheet, _, number in places), cls())

    def __add__(self, other: Rows) -> Rows:
        merged: dict[str, set[int]] = {}
        for sheet, numbers in self.parts + other.parts:
            merged.setdefault(sheet, set()).update(numbers)
        return Rows(tuple((sheet, tuple(sorted(numbers))) for sheet, numbers in merged.items()))

    def __len__(self) -> int:
        return sum(len(numbers) for _, numbers in self.parts)

    def __iter__(self) -> Iterator[str]:
        for sheet, numbers in self.parts:
            for number in numbers:
                yield f"{sheet}!{number}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one measure says of the records.

    Attributes:
        state: Recorded, not recorded or too early.
        value: Exact number: a share from 0, months, days, points or a count; None without one.
        part: Numerator of a share.
        whole: Denominator of a share.
        size: What a minimum number is compared with; None when no minimum applies.
        rows: The rows behind part and whole.
        stand_in: True when a substitute was read that may raise a signal but never clear it (R35).
        answered: Share of those who could have answered (R34); 1 for most measures.
        least: A minimum that goes with this source of the records, instead of the catalogue's.
        flips: True when part counts rows that could be counted the other way (R122).
        facts: Further values for sentences.
    """

    state: State
    value: Fraction | None = None
    part: Fraction | None = None
    whole: Fraction | None = None
    size: Fraction | None = None
    rows: Rows = field(default_factory=Rows)
    stand_in: bool = False
    answered: Fraction = Fraction(1)
    least: Fraction | None = None
    flips: bool = False
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def recorded(self) -> bool:
        """True when the reading may be compared with a limit."""
        return self.state is State.RECORDED

    @property
    def known(self) -> Fraction | None:
        """The value, where it may be compared with a limit."""
        return self.value if self.recorded else None


def not_recorded(rows: Rows | None = None) -> Reading:
    """A reading of records that do not say."""
    return Reading(State.NOT_RECORDED, rows=rows or Rows())


def too_early() -> Reading:
    """A reading of an initiative in which nothing is due yet."""
    return Reading(State.TOO_EARLY)
