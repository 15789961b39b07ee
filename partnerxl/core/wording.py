"""The sentences of an assessment: what is on record, what would change it, what to record."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from partnerxl.core import texts
from partnerxl.core.assessment import Assessment, Finding, Mark, PhaseFinding, Sign
from partnerxl.core.catalogue import Rules
from partnerxl.core.language import ENGLISH, speaking
from partnerxl.core.limits import Limit
from partnerxl.core.measures import MEASURES
from partnerxl.core.readings import Reading, State
from partnerxl.core.texts import say, word

CLAUSES = 3


def confidence(covered: Fraction, rules: Rules) -> str:
    """High, moderate or low, by the share that is recorded."""
    if covered >= rules.shares["confident"]:
        return say("confidence", "high")
    return say("confidence", "moderate" if covered >= rules.shares["enough"] else "low")


def coverage(covered: Fraction | None, rules: Rules) -> str:
    """A coverage as a percentage; empty when all is too early."""
    edges = [Limit("at least", rules.shares[name]) for name in ("enough", "confident", "scored")]
    return "" if covered is None else texts.percent(covered, edges)


# --- pitfalls -------------------------------------------------------------------------------------


def sentences(finding: Finding, assessment: Assessment) -> tuple[str, ...]:
    """What the records say of a pitfall, one sentence for each signal that is recorded."""
    found = [
        _clear(finding),
        *(signal_sentence(sign) for sign in finding.verdict.signs),
        *_also(finding, assessment),
    ]
    return tuple(text for text in found if text)


def signal_sentence(sign: Sign) -> str:
    """What the records say of a signal; empty unless it is recorded."""
    if sign.level is None:
        return ""
    signal, unit = sign.signal, MEASURES[sign.signal.measure].unit
    limits = [bound.at for bound in signal.bounds]
    slots = texts.slots(sign.reading, unit, limits, mask_people=signal.people)
    quiet = texts.sentence(signal.quiet, slots) if sign.level == 0 else ""
    return quiet or texts.sentence(signal.says, slots)


def _clear(finding: Finding) -> str:
    if finding.clear is None:
        return ""
    return texts.sentence([finding.pitfall.clear_says], texts.slots(finding.clear, "yes or no"))


def _also(finding: Finding, assessment: Assessment) -> Iterable[str]:
    readings = {sign.signal.measure: sign.reading for sign in finding.verdict.signs}
    for also in finding.pitfall.also:
        if all(
            phrase.holds(readings.get(phrase.measure, assessment.readings[phrase.measure]))
            for phrase in also.when
        ):
            yield also.says


def change(finding: Finding) -> str:
    """The smallest change that would lower the status; empty when there is none."""
    found = finding.change
    if found is None or not found.signal.change:
        return ""
    return texts.sentence([found.signal.change], {"k": str(found.rows), "status": word(found.status)})


def record(finding: Finding) -> tuple[str, ...]:
    """What to record, and where; what would decide the pitfall comes first."""
    missing = [sign for sign in finding.verdict.signs if _lacks(finding, sign)]
    first = [sign for sign in missing if sign.signal.measure in finding.inputs]
    return tuple(_record(sign) for sign in [*first, *(sign for sign in missing if sign not in first)])


def _lacks(finding: Finding, sign: Sign) -> bool:
    return sign.reading.state is State.NOT_RECORDED or sign.signal.measure in finding.inputs


def _record(sign: Sign) -> str:
    signal, reading = sign.signal, sign.reading
    least = reading.least or (Fraction(signal.least.at) if signal.least else Fraction(0))
    slots = {"title": signal.title, "record": signal.record}
    if reading.size is None or reading.size >= least:
        return say("pitfall", "record", **slots)
    size = texts.people(reading.size) if signal.people else texts.plain(reading.size)
    return say("pitfall", "record_more", size=size, least=texts.plain(least), **slots)


# --- phases ---------------------------------------------------------------------------------------


def phase_sentence(finding: PhaseFinding, rules: Rules) -> str:
    """One sentence: band, score and the indicators that weigh most."""
    title = finding.phase.title
    if finding.coverage is None:
        return say("phase", "early", title=title)
    if finding.score is None or finding.band is None:
        return say("phase", "none", title=title, coverage=coverage(finding.coverage, rules))
    clauses = "; ".join(phase_clauses(finding)) or say("phase", "nothing")
    return say(
        "phase",
        "sentence",
        title=title,
        band=word(finding.band),
        score=score(finding.score, rules),
        clauses=clauses,
    )


def score(points: Fraction, rules: Rules) -> str:
    """A score as a whole number that never contradicts its band."""
    return texts.shown(points, 0, _lowest(rules))


def drawn_score(points: Fraction, rules: Rules) -> float:
    """The score that is printed, as a chart draws it."""
    return float(texts.faithful(points, 0, _lowest(rules))[0])


def _lowest(rules: Rules) -> list[Limit]:
    """The lowest score of each band."""
    return [Limit("at least", Fraction(lowest)) for lowest in rules.bands.values()]


def phase_clauses(finding: PhaseFinding) -> tuple[str, ...]:
    """Clauses of the indicators that raise the score most, at most three."""
    raising = [mark for mark in finding.marks if mark.m]
    ordered = sorted(raising, key=_weight, reverse=True)
    return tuple(filter(None, (clause(mark) for mark in ordered[:CLAUSES])))


def _weight(mark: Mark) -> Fraction:
    return mark.indicator.weight * (mark.m or Fraction(0))


def clause(mark: Mark) -> str:
    """What an indicator says; empty unless it is recorded."""
    if mark.m is None:
        return ""
    slots = texts.slots(mark.reading, MEASURES[mark.indicator.measure].unit)
    quiet = texts.sentence(mark.indicator.quiet, slots) if mark.m == 0 else ""
    return quiet or texts.sentence(mark.indicator.says, slots)


def override(finding: Finding) -> str:
    """The status that a person set, by whom, when and why; empty when it is the computed one."""
    found = finding.override
    if found is None:
        return ""
    slots = {
        "status": word(found.status),
        "name": found.name,
        "date": texts.long_date(found.day),
        "reason": found.reason,
    }
    return say("pitfall", "override", computed=status_words(finding), **slots)


def status_words(finding: Finding) -> str:
    """The status, with the note that it rests on partial evidence where it does."""
    status = word(finding.status)
    return say("pitfall", "partial", status=status) if finding.partial else status


def figures(
    reading: Reading, measure: str, *, people: bool = False
) -> tuple[str | None, str | None, str | None]:
    """Part, whole and value in words, small numbers kept small (F10)."""
    count = texts.people if people else texts.plain
    part = None if reading.part is None else count(reading.part)
    whole = None if reading.whole is None else count(reading.whole)
    if reading.value is None or not reading.recorded:
        return part, whole, None
    few = reading.whole is not None and (reading.whole < texts.FEW or people)
    return part, whole, None if few else texts.in_words(reading.value, MEASURES[measure].unit)


def shown_status(finding: Finding) -> str:
    """The status to show: the one a person set, else the computed one."""
    return status_words(finding) if finding.override is None else word(finding.override.status)


def sheet_status(finding: Finding) -> str:
    """The status to show on a sheet, where words that are filtered and colored stay English."""
    with speaking(ENGLISH):
        return shown_status(finding)
