"""What if: the smallest change that lowers a status, and the fewest inputs that would decide one (R122)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from partnerxl.core.assessment import Change, Sign, Status, Verdict
from partnerxl.core.readings import Reading, State

Judge = Callable[[Sequence[Sign]], Verdict]
Again = Callable[[Sign, Reading], Sign]


def smallest_change(verdict: Verdict, judge: Judge, again: Again) -> Change | None:
    """The fewest rows of one signal that, counted the other way, make the status fall.

    Args:
        verdict: The pitfall as it is judged.
        judge: Judges other signs by the same rules.
        again: Gives a sign the reading it would have.
    """
    best: Change | None = None
    for at, sign in enumerate(verdict.signs):
        found = _fewest(at, sign, verdict, judge, again)
        if found and (best is None or found.rows < best.rows):
            best = found
    return best


def _fewest(at: int, sign: Sign, verdict: Verdict, judge: Judge, again: Again) -> Change | None:
    """The fewest rows of one signal; halving the range, as more rows never raise the status again."""
    most = _most_rows(sign)

    def after(rows: int) -> Status:
        signs = list(verdict.signs)
        signs[at] = again(sign, _flipped(sign, rows))
        return judge(signs).status

    if not _falls(after(most), verdict.status):
        return None
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _falls(after(middle), verdict.status) else (middle + 1, high)
    return Change(sign.signal, low, after(low))


def _falls(new: Status, old: Status) -> bool:
    return new.severity < old.severity


def _most_rows(sign: Sign) -> int:
    """How many rows of a raised signal can be counted the other way."""
    reading = sign.reading
    if not sign.level or not reading.flips or reading.value is None:
        return 0
    if not _wants_more(sign):
        return int(reading.value if reading.part is None else reading.part)
    if reading.part is None or reading.whole is None:
        return int(max(bound.at.number for bound in sign.signal.bounds)) + 1
    return int(reading.whole - reading.part)


def _wants_more(sign: Sign) -> bool:
    """True when larger values are the way down."""
    return sign.signal.bounds[0].at.low


def _flipped(sign: Sign, rows: int) -> Reading:
    step = rows if _wants_more(sign) else -rows
    reading = sign.reading
    if reading.part is None or reading.whole is None or reading.value is None:
        return replace(reading, value=(reading.value or Fraction(0)) + step)
    return replace(reading, part=reading.part + step, value=(reading.part + step) / reading.whole)


# --- inputs ---------------------------------------------------------------------------------------


def fewest_inputs(verdict: Verdict, judge: Judge) -> tuple[str, ...]:
    """Measures of the fewest signals that, recorded without a sign, would give No sign so far."""
    for picked in _choices(verdict.signs):
        signs = [_answered(sign) if sign in picked else sign for sign in verdict.signs]
        if judge(signs).status in {Status.NO_SIGN, Status.NO_SIGN_SO_FAR}:
            return tuple(sign.signal.measure for sign in picked)
    return ()


def _choices(signs: Sequence[Sign]) -> Iterator[tuple[Sign, ...]]:
    """Sets of signals that lack answers, the smallest first, in the order of the catalogue."""
    open_ones = [sign for sign in signs if sign.level is None or sign.reading.answered < 1]
    for size in range(1, len(open_ones) + 1):
        yield from combinations(open_ones, size)


def _answered(sign: Sign) -> Sign:
    """The sign as it would be, recorded in full and without anything to discuss."""
    return Sign(sign.signal, Reading(State.RECORDED), 0)
