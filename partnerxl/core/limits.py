"""Limits as an expert writes them: ``under 80 %``, ``at least 1/3``, ``over 12``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from fractions import Fraction

COMPARE: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "under": operator.lt,
    "over": operator.gt,
    "at least": operator.ge,
    "at most": operator.le,
}
NUMBER = r"\d+(?:\.\d+)?(?:/\d+)?"
PHRASE = re.compile(rf"(under|over|at least|at most) ({NUMBER})( %)?")


class Limit:
    """A comparison with a number; the number is exact, the direction never changes.

    Attributes:
        word: The comparison.
        number: What is compared with.
        percent: True when it is shown as a percentage.
    """

    __slots__ = ("number", "percent", "word")

    def __init__(self, word: str, number: Fraction, *, percent: bool = False) -> None:
        """A limit from its comparison and its number."""
        self.word, self.number, self.percent = word, number, percent

    @classmethod
    def parse(cls, phrase: str) -> Limit:
        """Read a phrase.

        Raises:
            ValueError: If the phrase is no limit.

        >>> Limit.parse("under 80 %").holds(Fraction(79, 100))
        True
        """
        found = PHRASE.fullmatch(phrase.strip())
        if found is None:
            text = f"'{phrase}' is no limit; write under, over, at least or at most and a number, like 'under 80 %'"
            raise ValueError(text)
        return cls(found[1], number(found[2] + (found[3] or "")), percent=bool(found[3]))

    def holds(self, value: Fraction) -> bool:
        """True when the value is on the named side of the number."""
        return COMPARE[self.word](value, self.number)

    @property
    def low(self) -> bool:
        """True when small values are past the limit."""
        return self.word in {"under", "at most"}

    def __str__(self) -> str:
        return f"{self.word} {self.shown}"

    @property
    def shown(self) -> str:
        """The number as an expert writes it."""
        if not self.percent:
            return shortest(self.number)
        return f"{shortest(self.number * 100)} %"


def number(text: str) -> Fraction:
    """A plain number, a fraction or a percentage.

    >>> number("80 %")
    Fraction(4, 5)
    """
    if text.endswith("%"):
        return Fraction(text.rstrip("% ")) / 100
    return Fraction(text)


def shortest(value: Fraction) -> str:
    """A fraction as a whole number, a short decimal or a fraction.

    >>> shortest(Fraction(1, 3)), shortest(Fraction(5, 2))
    ('1/3', '2.5')
    """
    decimal = f"{float(value):g}"
    return decimal if Fraction(decimal) == value else str(value)
