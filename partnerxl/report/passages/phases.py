"""Where we are: the four phases, what helps, and questions to talk about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerxl.report.passages.topics import coverage_words, said_words
from partnerxl.report.passages.trend import trend
from partnerxl.report.wording import listed, rows_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnerxl.report.findings import Findings, Phase, Said
    from partnerxl.report.passages.desk import Desk
    from partnerxl.report.shape import PhaseRow, Phases

PRESENT, STRONG = 40, 70  # bands of the method page
MOST_HELPS = 6


def phases(desk: Desk, findings: Findings) -> Phases:
    """The four phases in the source's order; several may hold at once."""
    seen = [phase for phase in findings.phases if phase.score is not None and phase.score >= PRESENT]
    return {
        "lead": _lead(desk, findings.phases, seen),
        "rows": [_row(desk, phase) for phase in findings.phases],
        "helps": _helps(desk, findings, seen)[:MOST_HELPS],
        "talk": [f"{phase.name}: {phase.prompt}" for phase in seen if phase.prompt],
        "changes": [_change(desk, moved) for moved in findings.changes],
        "trend": trend(desk, [phase.name for phase in findings.phases], findings.periods),
    }


def _change(desk: Desk, moved: Said) -> str:
    """What changed, and the rows that moved it."""
    if not moved.rows:
        return moved.says
    return f"{moved.says} {desk.words.say('phases.moved', rows=rows_in_words(moved.rows))}"


def strongest(found: Sequence[Phase]) -> Phase | None:
    """The phase with the highest score, or None when no phase has one."""
    scored = [phase for phase in found if phase.score is not None]
    return max(scored, key=lambda phase: phase.score or 0, default=None)


def _lead(desk: Desk, found: Sequence[Phase], seen: Sequence[Phase]) -> str:
    first = strongest(found)
    if first is None:
        return desk.words.say("phases.none")
    others = [_other(desk, phase) for phase in seen if phase is not first]
    if not seen:
        return desk.words.say("phases.weak", first=first.name, score=first.shown)
    if not others:
        return desk.words.say("phases.one", first=first.name, score=first.shown)
    return desk.words.say("phases.several", first=first.name, score=first.shown, others=listed(others))


def _other(desk: Desk, phase: Phase) -> str:
    return desk.words.say("phases.other_item", name=phase.name, score=phase.shown)


def _row(desk: Desk, phase: Phase) -> PhaseRow:
    judged = phase.score is not None
    return {
        "name": phase.name,
        "nick": phase.nick,
        "score": phase.shown if judged else desk.words.say("phases.no_score"),
        "bar": None if phase.score is None else float(phase.score),
        "last_score": phase.last_shown,
        "last_bar": None if phase.last is None else float(phase.last),
        "band": desk.words.say(f"phases.bands.{phase.band}") if judged else desk.words.say("phases.cannot"),
        "coverage": coverage_words(desk, phase.coverage, "phases.covered"),
        "says": said_words(desk, phase.said),
    }


def _helps(desk: Desk, findings: Findings, seen: Sequence[Phase]) -> list[str]:
    """Tips that answer the phases we are in: not yet seen first."""
    pairs = [(phase, findings.tip(key)) for phase in seen for key in phase.tips]
    unseen = [pair for pair in pairs if pair[1].state != "Seen"]
    return [desk.words.say("phases.help", phase=phase.name, tip=tip.title) for phase, tip in unseen]
