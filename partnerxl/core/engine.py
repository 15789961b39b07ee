"""The rules every pitfall, phase and tip follows; the only place that decides what missing records mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from partnerxl.core.assessment import Mark, Met, Sign, Status, TipState, Verdict
from partnerxl.core.catalogue import Rules
from partnerxl.core.readings import Reading, State
from partnerxl.core.rulebook import Condition, Indicator, Phrase, Pitfall, Signal, Tip

Readings = Mapping[str, Reading]


# --- readings -------------------------------------------------------------------------------------


def enough(reading: Reading, least: int | None, *, young: bool) -> Reading:
    """The reading, unless its whole is smaller than the minimum: then too early or not recorded (R32)."""
    needed = least if reading.least is None else reading.least
    if needed is None or reading.size is None or reading.size >= needed:
        return reading
    return replace(reading, state=State.TOO_EARLY if young else State.NOT_RECORDED)


def sign(signal: Signal, reading: Reading, *, young: bool) -> Sign:
    """A signal with its level; a stand-in may raise it but never clear it (R32, R35, R37)."""
    found = enough(reading, signal.least.at if signal.least else None, young=young)
    level = _level(signal, found)
    if level == 0 and found.stand_in:
        return Sign(signal, replace(found, state=State.NOT_RECORDED), None)
    return Sign(signal, found, level)


def _level(signal: Signal, reading: Reading) -> int | None:
    number = reading.known
    if number is None:
        return None
    if signal.discuss and signal.discuss.at.holds(number):
        return 2
    return int(signal.watch is not None and signal.watch.at.holds(number))


# --- pitfalls -------------------------------------------------------------------------------------


def judge(pitfall: Pitfall, signs: Sequence[Sign], readings: Readings, rules: Rules) -> Verdict:
    """Status and coverage of a pitfall (R38 to R41); readings are those of measures that are no signals."""
    covered = coverage(signs)
    severity = max((found.level or 0 for found in signs), default=0)
    if _joint(pitfall, signs, readings):
        severity = 3
    return Verdict(status(signs, severity, covered, rules.shares["enough"]), covered, tuple(signs))


def coverage(signs: Iterable[Sign]) -> Fraction | None:
    """Recorded weight over the weight that is not too early; None when all is too early (R34, R39)."""
    asked = [found for found in signs if not found.early]
    whole = sum(found.signal.weight for found in asked)
    part = sum(found.signal.weight * found.reading.answered for found in asked if found.level is not None)
    return Fraction(part, whole) if whole else None


def _joint(pitfall: Pitfall, signs: Sequence[Sign], readings: Readings) -> bool:
    """True when every line of the joint condition has a phrase that holds."""
    known = {**readings, **{found.signal.measure: found.reading for found in signs}}
    return all(any(_holds(phrase, signs, known) for phrase in line) for line in pitfall.priority)


def _holds(phrase: Phrase, signs: Sequence[Sign], readings: Readings) -> bool:
    if phrase.keys:
        return sum(found.signal.key and found.level == 2 for found in signs) >= phrase.keys  # noqa: PLR2004  discuss
    return phrase.holds(readings[phrase.measure])


def status(signs: Sequence[Sign], severity: int, covered: Fraction | None, needed: Fraction) -> Status:
    """The status, decided in the order of R40."""
    if covered is None:
        return Status.TOO_EARLY
    if severity:
        return (Status.WATCH, Status.DISCUSS, Status.PRIORITY)[severity - 1]
    if all(found.level is not None for found in signs):
        return Status.NO_SIGN
    if covered >= needed and all(found.level is not None for found in signs if found.signal.key):
        return Status.NO_SIGN_SO_FAR
    return Status.NOT_ENOUGH


# --- phases ---------------------------------------------------------------------------------------


def mark(indicator: Indicator, reading: Reading, *, young: bool) -> Mark:
    """An indicator on its ramp, held between 0 and 1 (R92)."""
    found = enough(reading, indicator.least, young=young)
    if found.known is None:
        return Mark(indicator, found, None)
    height = (found.known - indicator.start) / (indicator.finish - indicator.start)
    return Mark(indicator, found, min(max(height, Fraction(0)), Fraction(1)))


def phase_coverage(marks: Iterable[Mark]) -> Fraction | None:
    """Recorded weight over the weight that is not too early; None when all is too early (R92)."""
    asked = [found for found in marks if found.reading.state is not State.TOO_EARLY]
    whole = sum(found.indicator.weight for found in asked)
    part = sum(found.indicator.weight for found in asked if found.m is not None)
    return Fraction(part, whole) if whole else None


def score(marks: Sequence[Mark], covered: Fraction | None, rules: Rules) -> Fraction | None:
    """The score from 0 to 100, where enough is recorded (R92)."""
    found = [(each.indicator.weight, each.m) for each in marks if each.m is not None]
    if covered is None or covered < rules.shares["scored"] or len(found) < rules.counts["scored indicators"]:
        return None
    return 100 * sum(weight * m for weight, m in found) / Fraction(sum(weight for weight, _ in found))


def band(points: Fraction, rules: Rules) -> str:
    """The word for a score (R92)."""
    return next(word for word, lowest in rules.bands.items() if points >= lowest)


# --- tips -----------------------------------------------------------------------------------------


def met(condition: Condition, reading: Reading) -> Met:
    """Whether a condition is met; None is unknown."""
    number = reading.known
    if number is None:
        return Met(condition, reading, None, None)
    return Met(condition, reading, condition.seen.holds(number), condition.loosely.holds(number))


def tip_state(tip: Tip, conditions: Sequence[Met]) -> TipState:
    """The state of a tip; unknown conditions are read as no, then as yes (R119)."""
    if found := _reached(tip, conditions, unknown=False):
        return found
    return TipState.NOT_RECORDED if _reached(tip, conditions, unknown=True) else TipState.NOT_SEEN


def _reached(tip: Tip, conditions: Sequence[Met], *, unknown: bool) -> TipState | None:
    if all(unknown if found.seen is None else found.seen for found in conditions):
        return TipState.SEEN
    partly = [found for found in conditions if found.condition.counts]
    if sum(unknown if found.loosely is None else found.loosely for found in partly) >= tip.partly:
        return TipState.PARTLY
    return None
