"""Exact numbers: a cell's number is its shortest decimal text (R36)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction


def exact(number: float) -> Fraction:
    """The number as a person reads it, so that 0.1 + 0.2 is 0.3.

    >>> exact(0.1) + exact(0.2) == exact(0.3)
    True
    """
    return Fraction(repr(float(number)))


def total(numbers: Iterable[Fraction]) -> Fraction:
    """Exact sum; added in pairs, so that many different denominators stay cheap."""
    level: Sequence[Fraction] = list(numbers)
    while len(level) > 1:
        level = [sum(level[at : at + 2], Fraction()) for at in range(0, len(level), 2)]
    return level[0] if level else Fraction()


def median(numbers: Iterable[Fraction]) -> Fraction:
    """The middle number, or the mean of the middle two; at least one number is needed."""
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2
