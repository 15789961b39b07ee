"""Rules in words: a pitfall, a phase, a tip or a measure, with limits, sources and, given a workbook, its rows."""

from __future__ import annotations

from collections.abc import Iterator

from partnerxl.core import texts, wording
from partnerxl.core.assessment import Assessment, Finding, Mark, Met, PhaseFinding, Sign
from partnerxl.core.errors import PartnerxlError
from partnerxl.core.matching import nearest
from partnerxl.core.measures import MEASURES
from partnerxl.core.places import addresses
from partnerxl.core.readings import Reading
from partnerxl.core.rulebook import Bound, Condition, Indicator, Minimum, Rulebook, Signal, load_rulebook

INDENT = "    "


def explain(what: str, assessment: Assessment | None = None) -> Iterator[str]:
    """A rule in lines.

    Args:
        what: P1 to P8, a phase, T1 to T13, or a measure.
        assessment: Whose limits, values and rows to show.

    Raises:
        PartnerxlError: If there is no such rule.
    """
    book = assessment.rulebook if assessment else load_rulebook()
    word = what.strip().casefold()
    for rules, tell in (
        (book.pitfalls, _pitfall),
        (book.phases, _phase),
        (book.tips, _tip),
        (MEASURES, _measure),
    ):
        for key in rules:
            if key.casefold() == word:
                return tell(key, book, assessment)
    choices = [*book.pitfalls, *book.phases, *book.tips, *MEASURES]
    near = nearest(what, choices)
    hint = (
        f"Did you mean {near}?"
        if near
        else "Name P1 to P8, a phase, T1 to T13 or a measure such as delivered."
    )
    text = f"There is no rule '{what}'. {hint}"
    raise PartnerxlError(text)


# --- pitfalls -------------------------------------------------------------------------------------


def _pitfall(key: str, book: Rulebook, assessment: Assessment | None) -> Iterator[str]:
    pitfall = book.pitfalls[key]
    found = next((each for each in assessment.pitfalls if each.key == key), None) if assessment else None
    yield f"{key} {pitfall.title}"
    if found:
        yield from _verdict(found)
    yield ""
    signs = {sign.signal.measure: sign for sign in found.verdict.signs} if found else {}
    for signal in pitfall.signals:
        yield from _signal(signal, signs.get(signal.measure))
    lines = " and ".join(" or ".join(phrase.text for phrase in line) for line in pitfall.priority)
    yield f"Priority when {lines}."
    if pitfall.clear_when:
        yield f"No sign whatever the signals say when {pitfall.clear_when.text}."
    yield f"Tips: {', '.join(pitfall.tips)}"
    yield f"To talk about: {pitfall.prompt}"


def _verdict(found: Finding) -> Iterator[str]:
    covered = found.verdict.coverage
    yield f"Status: {wording.status_words(found)}"
    if covered is not None:
        yield f"Coverage: {texts.percent(covered)}"
    if change := wording.change(found):
        yield change
    yield from (f"To record: {line}" for line in wording.record(found))


def _signal(signal: Signal, sign: Sign | None) -> Iterator[str]:
    yield f"{signal.measure} ({signal.kind}, weight {signal.weight}): {signal.title}"
    yield f"{INDENT}{MEASURES[signal.measure].explanation}"
    for name, bound in (("watch", signal.watch), ("discuss", signal.discuss), ("least", signal.least)):
        if bound:
            yield f"{INDENT}{_bound(name, bound)}"
    yield f"{INDENT}to record: {signal.record}"
    if sign:
        yield from _value(sign.reading, signal.measure, people=signal.people)
        if sign.level is not None:
            yield f"{INDENT}level: {sign.level}"
    yield ""


def _bound(name: str, bound: Bound | Minimum) -> str:
    why = f": {bound.why}" if bound.why else ""
    return f"{name} {bound.at} ({bound.source}{why})"


def _value(reading: Reading, measure: str, *, people: bool = False) -> Iterator[str]:
    part, whole, value = wording.figures(reading, measure, people=people)
    yield f"{INDENT}state: {reading.state}"
    if part is not None:
        yield f"{INDENT}part and whole: {part} of {whole}"
    if value is not None:
        yield f"{INDENT}value: {value}"
    if rows := addresses(reading.rows):
        yield f"{INDENT}rows: {rows}"


# --- phases, tips, measures -----------------------------------------------------------------------


def _phase(key: str, book: Rulebook, assessment: Assessment | None) -> Iterator[str]:
    phase = book.phases[key]
    found = next((each for each in assessment.phases if each.key == key), None) if assessment else None
    yield f"{phase.title} ({phase.nick})"
    if found and assessment:
        yield _score(found, assessment)
    yield ""
    marks = {mark.indicator.measure: mark for mark in found.marks} if found else {}
    for indicator in phase.indicators:
        yield from _indicator(indicator, marks.get(indicator.measure))
    bands = ", ".join(f"{word} from {lowest}" for word, lowest in book.rules.bands.items())
    yield f"Bands (own choice): {bands}. A score is given when at least half of what it rests on is recorded."


def _score(found: PhaseFinding, assessment: Assessment) -> str:
    return wording.phase_sentence(found, assessment.rulebook.rules)


def _indicator(indicator: Indicator, mark: Mark | None) -> Iterator[str]:
    unit = MEASURES[indicator.measure].unit
    start, finish = (texts.in_words(end, unit) for end in (indicator.start, indicator.finish))
    yield f"{indicator.measure} (weight {indicator.weight}): {indicator.title}"
    yield f"{INDENT}{MEASURES[indicator.measure].explanation}"
    yield f"{INDENT}counts from {start} (0) to {finish} (1); own choice"
    if indicator.least:
        yield f"{INDENT}least {indicator.least}"
    if mark:
        yield from _value(mark.reading, indicator.measure)
        if mark.m is not None:
            yield f"{INDENT}counts: {texts.shown(mark.m, 2)}"
    yield ""


def _tip(key: str, book: Rulebook, assessment: Assessment | None) -> Iterator[str]:
    tip = book.tips[key]
    found = next((each for each in assessment.tips if each.key == key), None) if assessment else None
    yield f"{key} {tip.title}"
    if found:
        yield f"State: {found.state}"
    yield ""
    for at, condition in enumerate(tip.conditions):
        yield from _condition(condition, found.met[at] if found else None)
    yield f"Seen when all hold; Partly seen when {tip.partly} that counts holds, also by a looser limit."


def _condition(condition: Condition, met: Met | None) -> Iterator[str]:
    looser = f" (partly: {condition.partly})" if condition.partly else ""
    why = f"; {condition.why}" if condition.why else ""
    yield f"{condition.measure} {condition.seen}{looser}{why}"
    yield f"{INDENT}{MEASURES[condition.measure].explanation}"
    if met:
        yield from _value(met.reading, condition.measure)
    yield ""


def _measure(key: str, book: Rulebook, assessment: Assessment | None) -> Iterator[str]:
    measure = MEASURES[key]
    yield f"{key} ({measure.unit})"
    yield measure.explanation
    yield f"Used by: {', '.join(_users(key, book)) or 'joint conditions only'}"
    if assessment and key in assessment.readings:
        yield from _value(assessment.readings[key], key, people=_of_people(key, book))


def _users(key: str, book: Rulebook) -> Iterator[str]:
    for name, pitfall in book.pitfalls.items():
        yield from (name for signal in pitfall.signals if signal.measure == key)
    for phase in book.phases.values():
        yield from (phase.title for indicator in phase.indicators if indicator.measure == key)
    for name, tip in book.tips.items():
        yield from (name for condition in tip.conditions if condition.measure == key)


def _of_people(key: str, book: Rulebook) -> bool:
    signals = (signal for pitfall in book.pitfalls.values() for signal in pitfall.signals)
    return any(signal.people for signal in signals if signal.measure == key)
