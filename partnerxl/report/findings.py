"""What the report needs of an assessment, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from partnerxl.core import history, pulse, texts, trend, wording
from partnerxl.core.follow_up import FollowUp, follow_up
from partnerxl.core.readings import Reading, Rows
from partnerxl.core.rulebook import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from partnerxl.core.assessment import Assessment, Finding, Override, PhaseFinding, Sign
    from partnerxl.core.errors import Problem
    from partnerxl.core.rulebook import Bound
    from partnerxl.core.trend import Period

RAISED = ("Priority", "Discuss", "Watch")
OWN = "own choice"  # where a limit comes from when nothing else stands behind it
QUIET = ("No sign in the records", "No sign so far")


@dataclass(frozen=True)
class Said:
    """One sentence and the rows it rests on."""

    says: str
    rows: Rows


@dataclass(frozen=True)
class LimitLine:
    """A limit in force; empty where a signal has none."""

    signal: str
    watch: str = ""
    discuss: str = ""
    least: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Topic:
    """One of the eight pitfalls.

    Attributes:
        id: Its number, like P4.
        title: Its neutral name.
        status: Its status in words.
        coverage: Share of the weight that is recorded; None when everything is too early.
        partial: True when it is raised on partial evidence.
        said: The sentences of its signals that are recorded.
        missing: Signals that are not recorded, in words.
        record: What to record, and where.
        change: The smallest change that would lower the status; nothing when there is none.
        tips: Tips in the order they are offered.
        prompt: A question to talk about.
        limits: The limits of its signals.
        override: The status a person set, beside the computed one.
    """

    id: str
    title: str
    status: str
    coverage: Fraction | None
    partial: bool = False
    said: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    change: str = ""
    tips: tuple[str, ...] = ()
    prompt: str = ""
    limits: tuple[LimitLine, ...] = ()
    override: Override | None = None


@dataclass(frozen=True)
class Phase:
    """One of the four phases; score from 0 to 100, now and last time, or None when it cannot be judged."""

    name: str
    nick: str
    score: Fraction | None
    shown: str
    band: str
    coverage: Fraction | None
    said: tuple[Said, ...] = ()
    tips: tuple[str, ...] = ()
    prompt: str = ""
    last: Fraction | None = None
    last_shown: str = ""


@dataclass(frozen=True)
class Tip:
    """One of the 13 tips."""

    id: str
    title: str
    state: str
    rows: Rows


@dataclass(frozen=True)
class ChangedLimit:
    """A limit that the workbook's Settings changed."""

    limit: str
    usual: str
    now: str
    who: str
    when: date | None


@dataclass(frozen=True)
class Findings:
    """An assessment as the report reads it.

    Attributes:
        topics: The eight pitfalls in the source's order.
        phases: The four phases in the source's order.
        tips: The 13 tips in the source's order.
        readings: Readings of the measures by their names.
        changed: Changed limits.
        problems: What the checks found.
        rules: Version of the rules.
        rules_hash: Hash of the rules with the limits in force.
        last: The last day of the period that is compared with, or the day of its refresh; None without one.
        changes: What changed since then, with the rows.
        periods: The last periods with the scores of their phases; none when they are too few.
        followed: Actions and what has become of them.
        pulse: What partners answered without a name, beside the records.
    """

    topics: tuple[Topic, ...]
    phases: tuple[Phase, ...]
    tips: tuple[Tip, ...]
    readings: Mapping[str, Reading]
    changed: tuple[ChangedLimit, ...] = ()
    problems: tuple[Problem, ...] = ()
    rules: str = ""
    rules_hash: str = ""
    last: date | None = None
    changes: tuple[Said, ...] = ()
    periods: tuple[Period, ...] = ()
    followed: tuple[FollowUp, ...] = ()
    pulse: tuple[str, ...] = ()

    @classmethod
    def of(cls, assessment: Assessment) -> Findings:
        """What the report needs of an assessment."""
        book = assessment.rulebook
        return cls(
            topics=tuple(_topic(found, assessment) for found in assessment.pitfalls),
            phases=tuple(_phase(found, assessment) for found in assessment.phases),
            tips=tuple(
                Tip(found.key, found.tip.title, str(found.state), found.rows) for found in assessment.tips
            ),
            readings=_readings(assessment),
            changed=tuple(
                ChangedLimit(each.limit, each.usual, each.now, each.who, _day(each.when))
                for each in book.changed
            ),
            problems=assessment.problems,
            rules=book.rules.version,
            rules_hash=fingerprint(book),
            last=history.last_day(assessment),
            changes=tuple(Said(each.says, each.rows) for each in history.changes(assessment)),
            periods=trend.trend(assessment),
            followed=follow_up(assessment),
            pulse=tuple(pulse.sentences(assessment)),
        )

    def topics_with(self, *statuses: str) -> list[Topic]:
        """The topics with one of these statuses, the first status first."""
        return [topic for status in statuses for topic in self.topics if topic.status == status]

    def tip(self, key: str) -> Tip:
        """A tip by its number, like T5."""
        return next(tip for tip in self.tips if tip.id == key)


# --- from an assessment ---------------------------------------------------------------------------


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _readings(assessment: Assessment) -> dict[str, Reading]:
    """Readings by measure, those of signals as the engine judged them."""
    judged = {
        sign.signal.measure: sign.reading for found in assessment.pitfalls for sign in found.verdict.signs
    }
    return {**assessment.readings, **judged}


def _topic(found: Finding, assessment: Assessment) -> Topic:
    signs = found.verdict.signs
    missing = tuple(sign.signal.title for sign in signs if str(sign.reading.state) == "not recorded")
    return Topic(
        id=found.key,
        title=found.pitfall.title,
        status=str(found.status),
        coverage=found.verdict.coverage,
        partial=found.partial,
        said=_said(found, assessment),
        missing=missing,
        record=wording.record(found),
        change=wording.change(found),
        tips=found.pitfall.tips,
        prompt=found.pitfall.prompt,
        limits=tuple(_limit(sign) for sign in signs),
        override=found.override,
    )


def _said(found: Finding, assessment: Assessment) -> tuple[Said, ...]:
    """Sentences with their rows; those of signals past a limit come first."""
    signs = sorted(found.verdict.signs, key=lambda sign: -(sign.level or 0))
    spoken = [Said(says, sign.reading.rows) for sign in signs if (says := wording.signal_sentence(sign))]
    own = {said.says for said in spoken}
    others = [Said(says, Rows()) for says in wording.sentences(found, assessment) if says not in own]
    return (*spoken, *others) if found.clear is None else (*others, *spoken)


def _limit(sign: Sign) -> LimitLine:
    signal = sign.signal
    bounds = [bound for bound in (signal.watch, signal.discuss, signal.least) if bound]
    reasons = dict.fromkeys(
        bound.why or texts.word(bound.source) for bound in bounds if bound.why or bound.source != OWN
    )
    return LimitLine(
        signal=signal.title,
        watch=_at(signal.watch),
        discuss=_at(signal.discuss),
        least=str(signal.least.at) if signal.least else "",
        reason="; ".join(reasons),
    )


def _at(bound: Bound | None) -> str:
    return texts.limit(bound.at) if bound else ""


def _phase(found: PhaseFinding, assessment: Assessment) -> Phase:
    rules = assessment.rulebook.rules
    last = history.last_score(assessment, found)
    raising = sorted(
        (mark for mark in found.marks if mark.m), key=lambda mark: -mark.indicator.weight * (mark.m or 0)
    )
    said = [
        Said(_sentence(says), mark.reading.rows)
        for mark in raising[: wording.CLAUSES]
        if (says := wording.clause(mark))
    ]
    if found.score is not None and not said:
        said = [Said(_sentence(texts.say("phase", "nothing")), Rows())]
    return Phase(
        name=found.phase.title,
        nick=found.phase.nick,
        score=found.score,
        shown="" if found.score is None else wording.score(found.score, rules),
        band=found.band or "",
        coverage=found.coverage,
        said=tuple(said),
        tips=found.phase.tips,
        prompt=found.phase.prompt,
        last=last,
        last_shown="" if last is None else wording.score(last, rules),
    )


def _sentence(clause: str) -> str:
    return f"{clause[0].upper()}{clause[1:]}."
