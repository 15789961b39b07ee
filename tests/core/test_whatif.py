"""What if: the smallest change and the fewest inputs, on readings written by hand (R122)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from partnerxl.core import engine, whatif
from partnerxl.core.assessment import Change, Sign, Status, Verdict
from partnerxl.core.catalogue import load_rules
from partnerxl.core.limits import Limit
from partnerxl.core.readings import Reading, State, not_recorded
from partnerxl.core.rulebook import Bound, Phrase, Pitfall, Signal

RULES = load_rules()


def signal(name: str, watch: str, discuss: str) -> Signal:
    low, high = (Bound(Limit.parse(phrase), "own choice") for phrase in (watch, discuss))
    return Signal(
        measure=name, title=name, kind="key", weight=1, says=("x",), record="x", watch=low, discuss=high
    )


LOW = ("under 80 %", "under 60 %")  # more is better
HIGH = ("over 20 %", "over 40 %")
FEW = ("under 3", "under 2")
MANY = ("at least 1", "at least 3")


def share(part: int, whole: int, *, flips: bool = True) -> Reading:
    return Reading(
        State.RECORDED,
        Fraction(part, whole),
        Fraction(part),
        Fraction(whole),
        Fraction(whole),
        flips=flips,
    )


def number(count: int) -> Reading:
    return Reading(State.RECORDED, Fraction(count), flips=True)


def again(sign: Sign, reading: Reading) -> Sign:
    return engine.sign(sign.signal, reading, young=False)


def change(
    found: Sequence[tuple[tuple[str, str], Reading]], *priority: tuple[str, ...]
) -> tuple[str, int, Status] | None:
    """Measure, rows and new status of the smallest change; signals are called s0, s1."""
    signs = [
        engine.sign(signal(f"s{at}", *limits), reading, young=False)
        for at, (limits, reading) in enumerate(found)
    ]
    lines = tuple(tuple(Phrase.parse(text) for text in line) for line in priority or (("s0 over 1000",),))
    pitfall = Pitfall(title="t", tips=(), prompt="p", priority=lines, signals=())

    def judge(signs: Sequence[Sign]) -> Verdict:
        return engine.judge(pitfall, signs, {}, RULES)

    smallest: Change | None = whatif.smallest_change(judge(signs), judge, again)
    return None if smallest is None else (smallest.signal.measure, smallest.rows, smallest.status)


@pytest.mark.parametrize(
    ("limits", "reading", "expected"),
    [
        (LOW, share(7, 10), (1, Status.NO_SIGN)),
        (LOW, share(6, 10), (2, Status.NO_SIGN)),
        (LOW, share(5, 10), (1, Status.WATCH)),
        (LOW, share(0, 10), (6, Status.WATCH)),
        (LOW, share(0, 1), (1, Status.NO_SIGN)),
        (LOW, share(8, 10), None),  # nothing to lower
        (LOW, share(7, 10, flips=False), None),
        (LOW, not_recorded(), None),
        (HIGH, share(3, 10), (1, Status.NO_SIGN)),
        (HIGH, share(5, 10), (1, Status.WATCH)),
        (HIGH, share(10, 10), (6, Status.WATCH)),
        (HIGH, share(1, 1), (1, Status.NO_SIGN)),
        (FEW, number(2), (1, Status.NO_SIGN)),
        (FEW, number(1), (1, Status.WATCH)),
        (FEW, number(0), (2, Status.WATCH)),
        (MANY, number(1), (1, Status.NO_SIGN)),
        (MANY, number(3), (1, Status.WATCH)),
        (MANY, number(5), (3, Status.WATCH)),
    ],
)
def test_the_fewest_rows_that_lower_a_status(
    limits: tuple[str, str], reading: Reading, expected: tuple[int, Status] | None
) -> None:
    assert change([(limits, reading)]) == (expected and ("s0", *expected))


BOTH = (("s0 under 60 %",), ("s1 under 60 %",))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((5, 4), ("s0", 1, Status.DISCUSS)),
        ((4, 5), ("s1", 1, Status.DISCUSS)),
        ((5, 5), ("s0", 1, Status.DISCUSS)),  # ties go to the signal that stands first
        ((3, 3), ("s0", 3, Status.DISCUSS)),
    ],
)
def test_of_several_signals_the_one_with_the_fewest_rows(
    parts: tuple[int, int], expected: tuple[str, int, Status]
) -> None:
    assert change([(LOW, share(part, 10)) for part in parts], *BOTH) == expected
