"""How a measure is declared, and the few ways in which all of them count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

import numpy as np
import pandas as pd

from partnerxl.core.matching import clean
from partnerxl.core.numbers import exact, total
from partnerxl.core.readings import Fact, Reading, Rows, State, not_recorded
from partnerxl.core.view import View, certain

Unit = Literal["share", "count", "months", "days", "points", "FTE", "yes or no"]
TEXT = pd.StringDtype("python")
RULING = re.compile(r" \(R\d[^)]*\)")
PLAIN = 2**31  # whole numbers below it can be added as they are, however long the sheet


@dataclass(frozen=True, slots=True)
class Measure:
    """A named way to read the records.

    Attributes:
        name: Identifier used by the catalogue.
        unit: What its value counts.
        facts: Slots it offers to sentences beside part, whole, value and share.
        read: The function.
    """

    name: str
    unit: Unit
    facts: tuple[str, ...]
    read: Callable[[View], Reading]

    @property
    def explanation(self) -> str:
        """What the measure says, from its docstring, without the numbers of rulings."""
        return RULING.sub("", " ".join(str(self.read.__doc__).split()))


MEASURES: dict[str, Measure] = {}


def measure(unit: Unit, facts: str = "") -> Callable[[Callable[[View], Reading]], Callable[[View], Reading]]:
    """Enter a function under its own name into the pool of measures."""

    def enter(read: Callable[[View], Reading]) -> Callable[[View], Reading]:
        MEASURES[read.__name__] = Measure(read.__name__, unit, tuple(facts.split()), read)
        return read

    return enter


def value(number: Fraction | int, rows: Rows, **facts: Fact) -> Reading:
    """A recorded reading of one number that is no share."""
    return Reading(State.RECORDED, value=Fraction(number), rows=rows, facts=facts)


def answer(*, yes: bool, rows: Rows, **facts: Fact) -> Reading:
    """A recorded reading of 1 for yes and 0 for no."""
    return value(int(yes), rows, **facts)


def ratio(part: Fraction | int, whole: Fraction | int, rows: Rows, **facts: Fact) -> Reading:
    """A share of exact numbers; a whole of 0 is never recorded (R32)."""
    part, whole = Fraction(part), Fraction(whole)
    if whole == 0:
        return Reading(State.NOT_RECORDED, part=part, whole=whole, size=whole, rows=rows, facts=facts)
    return Reading(State.RECORDED, part / whole, part, whole, whole, rows, facts=facts)


def share(view: View, sheet: str, test: pd.Series, **facts: Fact) -> Reading:
    """Yes rows over yes and no rows of a three-valued test; unknown rows stay out (R28)."""
    known = test.notna().astype("boolean")
    found = ratio(int(certain(test).sum()), int(known.sum()), view.rows(sheet, known), **facts)
    return replace(found, flips=True)


def share_of_keys(test: Mapping[str, bool], rows: Rows, **facts: Fact) -> Reading:
    """A share counted over things that have no row of their own, such as pools or programs."""
    found = ratio(sum(test.values()), len(test), rows, **facts)
    return replace(found, flips=True)


def count(view: View, sheet: str, test: pd.Series, *, looked: bool, **facts: Fact) -> Reading:
    """Number of yes rows; recorded when one is yes, or when none is unknown and someone looked (R29)."""
    found = view.rows(sheet, test)
    if not len(found) and (test.isna().any() or not looked):
        return not_recorded()
    return replace(value(len(found), found, **facts), flips=True)


def in_use(column: pd.Series) -> bool:
    """True when at least one candidate row has the column filled, so that a blank means none (R30)."""
    return bool(column.notna().any())


def unused(column: pd.Series) -> bool:
    """True when there are candidate rows and the column is blank in all of them (R30)."""
    return len(column) > 0 and not in_use(column)


def listed(words: Iterable[object]) -> tuple[str, ...]:
    """Distinct texts in alphabetical order, blanks left out: no ranking."""
    found = {str(word) for word in words if word is not pd.NA}
    return tuple(sorted(found, key=lambda word: (word.casefold(), word)))


def names(view: View, keys: pd.Series) -> tuple[str, ...]:
    """Names of partners by their keys, in alphabetical order."""
    return listed(view.name_of(key) for key in keys.dropna().unique())


def joinable(column: pd.Series) -> pd.Series:
    """References as they are compared; what is left empty is blank and matches nothing (R1)."""
    codes, distinct = pd.factorize(column)
    comparable = pd.array([clean(str(word)) or pd.NA for word in distinct] + [pd.NA], dtype=TEXT)
    return pd.Series(comparable.take(codes), index=column.index, name=column.name)


def spelled(column: pd.Series) -> dict[str, str]:
    """How references are typed, by what they are compared with; of several ways the first in the alphabet."""
    return {clean(str(word)): str(word) for word in sorted(column.dropna().unique(), reverse=True)}


def exact_sum(column: pd.Series) -> Fraction:
    """Exact sum of the numbers a column shows (R36)."""
    numbers = column.dropna().to_numpy(dtype="float64")
    plain = (numbers % 1 == 0) & (np.abs(numbers) < PLAIN)
    others, times = np.unique(numbers[~plain], return_counts=True)
    return int(numbers[plain].sum()) + total(
        exact(one) * int(n) for one, n in zip(others, times, strict=True)
    )


def exact_pairs(one: pd.Series, other: pd.Series) -> Iterator[tuple[Fraction, Fraction, int]]:
    """Distinct pairs of numbers that stand side by side, none of them blank, with how often they do."""
    for (first, second), times in Counter(zip(one, other, strict=True)).items():
        yield exact(first), exact(second), times
