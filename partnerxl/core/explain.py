"""Rules in words: a pitfall, a phase, a tip or a measure, with limits, sources and, given a workbook, its rows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

from partnerxl.core import texts, wording
from partnerxl.core.assessment import Assessment, Finding, Mark, Met, PhaseFinding, Sign
from partnerxl.core.catalogue import FOLDER, read_blocks
from partnerxl.core.errors import PartnerxlError
from partnerxl.core.language import ENGLISH, each_language, spoken
from partnerxl.core.matching import nearest
from partnerxl.core.measures import MEASURES
from partnerxl.core.places import addresses
from partnerxl.core.readings import Reading
from partnerxl.core.rulebook import (
    BLANK,
    Bound,
    Condition,
    Indicator,
    Minimum,
    Phrase,
    Rulebook,
    Signal,
    load_rulebook,
)
from partnerxl.core.texts import word

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
    wanted = what.strip().casefold()
    for rules, tell in (
        (book.pitfalls, _pitfall),
        (book.phases, _phase),
        (book.tips, _tip),
        (MEASURES, _measure),
    ):
        for key in rules:
            if key.casefold() == wanted:
                return tell(key, book, assessment)
    choices = [*book.pitfalls, *book.phases, *book.tips, *MEASURES]
    near = nearest(what, choices)
    raise PartnerxlError(say("refused", "near" if near else "none", what=what, near=near))


@each_language
def load_phrases() -> dict[str, dict[str, str]]:
    """What stands around the rules, by block and name."""
    return read_blocks("explain.toml", dict[str, str])


def say(block: str, key: str, /, **slots: object) -> str:
    """One of these phrases, filled."""
    return load_phrases()[block][key].format(**slots)


def _deep(text: str) -> str:
    return f"{INDENT}{text}"


# --- pitfalls -------------------------------------------------------------------------------------


def _pitfall(key: str, book: Rulebook, assessment: Assessment | None) -> Iterator[str]:
    pitfall = book.pitfalls[key]
    found = next((each for each in assessment.pitfalls if each.key == key), None) if assessment else None
    yield say("pitfall", "head", key=key, title=pitfall.title)
    if found:
        yield from _verdict(found)
    yield ""
    signs = {sign.signal.measure: sign for sign in found.verdict.signs} if found else {}
    for signal in pitfall.signals:
        yield from _signal(signal, signs.get(signal.measure))
    lines = (say("pitfall", "or").join(map(_phrase, line)) for line in pitfall.priority)
    yield say("pitfall", "priority", conditions=say("pitfall", "and").join(lines))
    if pitfall.clear_when:
        yield say("pitfall", "clear", condition=_phrase(pitfall.clear_when))
    yield say("pitfall", "tips", tips=", ".join(pitfall.tips))
    yield say("pitfall", "talk", prompt=pitfall.prompt)


def _phrase(phrase: Phrase) -> str:
    """A part of a joint condition in words."""
    if phrase.limit is None:
        return say("condition", "keys", n=phrase.keys)
    key = "blank" if phrase.blank_counts else "limit"
    compared, number = phrase.limit.word, phrase.text.removesuffix(BLANK).partition(phrase.limit.word)[2]
    limit = texts.say("limits", compared, number=number.strip())
    return say("condition", key, measure=phrase.measure, limit=limit)


def _verdict(found: Finding) -> Iterator[str]:
    covered = found.verdict.coverage
    yield say("pitfall", "status", status=wording.status_words(found))
    if covered is not None:
        yield say("pitfall", "coverage", coverage=texts.percent(covered))
    if change := wording.change(found):
        yield change
    yield from (say("pitfall", "record", record=line) for line in wording.record(found))


def _signal(signal: Signal, sign: Sign | None) -> Iterator[str]:
    slots = {"measure": signal.measure, "kind": word(signal.kind), "weight": signal.weight}
    yield say("pitfall", "signal", title=signal.title, **slots)
    yield _deep(explanation(signal.measure))
    for name, bound in (("watch", signal.watch), ("discuss", signal.discuss), ("least", signal.least)):
        if bound:
            yield _deep(_bound(name, bound))
    yield _deep(say("pitfall", "to_record", record=signal.record))
    if sign:
        yield from _value(sign.reading, signal.measure, people=signal.people)
        if sign.level is not None:
            yield _deep(say("pitfall", "level", level=sign.level))
    yield ""


def _bound(name: str, bound: Bound | Minimum) -> str:
    source = word(bound.source)
    if bound.why:
        source = say("pitfall", "source_why", source=source, why=bound.why)
    limit = texts.limit(bound.at) if isinstance(bound, Bound) else bound.at
    return say("pitfall", name, limit=limit, source=source)


def _value(reading: Reading, measure: str, *, people: bool = False) -> Iterator[str]:
    part, whole, value = wording.figures(reading, measure, people=people)
    yield _deep(say("reading", "state", state=word(reading.state)))
    if part is not None:
        yield _deep(say("reading", "part", part=part, whole=whole))
    if value is not None:
        yield _deep(say("reading", "value", value=value))
    if rows := addresses(reading.rows):
        yield _deep(say("reading", "rows", rows=rows))


# --- phases, tips, measures -----------------------------------------------------------------------


def _phase(key: str, book: Rulebook, assessment: Assessment | None) -> Iterator[str]:
    phase = book.phases[key]
    found = next((each for each in assessment.phases if each.key == key), None) if assessment else None
    yield say("phase", "head", title=phase.title, nick=phase.nick)
    if found and assessment:
        yield _score(found, assessment)
    yield ""
    marks = {mark.indicator.measure: mark for mark in found.marks} if found else {}
    for indicator in phase.indicators:
        yield from _indicator(indicator, marks.get(indicator.measure))
    bands = (
        say("phase", "band", band=word(band), lowest=lowest) for band, lowest in book.rules.bands.items()
    )
    yield say("phase", "bands", bands=", ".join(bands))


def _score(found: PhaseFinding, assessment: Assessment) -> str:
    return wording.phase_sentence(found, assessment.rulebook.rules)


def _indicator(indicator: Indicator, mark: Mark | None) -> Iterator[str]:
    unit = MEASURES[indicator.measure].unit
    start, finish = (texts.in_words(end, unit) for end in (indicator.start, indicator.finish))
    slots = {"measure": indicator.measure, "weight": indicator.weight}
    yield say("phase", "indicator", title=indicator.title, **slots)
    yield _deep(explanation(indicator.measure))
    yield _deep(say("phase", "ramp", start=start, finish=finish))
    if indicator.least:
        yield _deep(say("phase", "least", limit=indicator.least))
    if mark:
        yield from _value(mark.reading, indicator.measure)
        if mark.m is not None:
            yield _deep(say("phase", "counts", share=texts.shown(mark.m, 2)))
    yield ""


def _tip(key: str, book: Rulebook, assessment: Assessment | None) -> Iterator[str]:
    tip = book.tips[key]
    found = next((each for each in assessment.tips if each.key == key), None) if assessment else None
    yield say("tip", "head", key=key, title=tip.title)
    if found:
        yield say("tip", "state", state=word(found.state))
    yield ""
    for at, condition in enumerate(tip.conditions):
        yield from _condition(condition, found.met[at] if found else None)
    yield say("tip", "rule", n=tip.partly)


def _condition(condition: Condition, met: Met | None) -> Iterator[str]:
    slots = {"measure": condition.measure, "limit": texts.limit(condition.seen)}
    if condition.partly is None:
        found = say("tip", "condition", **slots)
    else:
        found = say("tip", "partly", partly=texts.limit(condition.partly), **slots)
    yield say("tip", "why", condition=found, why=condition.why) if condition.why else found
    yield _deep(explanation(condition.measure))
    if met:
        yield from _value(met.reading, condition.measure)
    yield ""


def _measure(key: str, book: Rulebook, assessment: Assessment | None) -> Iterator[str]:
    measure = MEASURES[key]
    yield say("measure", "head", key=key, unit=say("units", measure.unit))
    yield explanation(key)
    users = ", ".join(_users(key, book))
    yield say("measure", "used", users=users) if users else say("measure", "joint")
    if assessment and key in assessment.readings:
        yield from _value(assessment.readings[key], key, people=_of_people(key, book))


@each_language
def load_explanations() -> dict[str, str]:
    """What each measure says in a language other than English; in English its docstring says it."""
    file = FOLDER / spoken() / "measures.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if spoken() != ENGLISH else {}


def explanation(measure: str) -> str:
    """What a measure says."""
    return load_explanations().get(measure) or MEASURES[measure].explanation


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
