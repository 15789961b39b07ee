"""The page of whoever leads the review: what to begin with, and a question for each phase and topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerxl.core.texts import word
from partnerxl.report.findings import QUIET, RAISED
from partnerxl.report.passages import closing, topics
from partnerxl.report.wording import listed

if TYPE_CHECKING:
    from partnerxl.report import page_shapes, shape
    from partnerxl.report.findings import Findings, Phase, Topic
    from partnerxl.report.passages.desk import Desk

FIRST = 3


def guide(desk: Desk, findings: Findings, success: shape.Celebrating) -> page_shapes.Guide:
    """What the facilitator page holds beside its fixed words."""
    raised = findings.topics_with(*RAISED)
    first = raised[:FIRST]
    unknown = [topic for topic in findings.topics if topic.status not in (*RAISED, *QUIET)]
    return {
        "wins": success["wins"],
        "phases": [_phase(desk, phase) for phase in findings.phases],
        "first": [_topic(desk, topic) for topic in first],
        "others": [_topic(desk, topic) for topic in findings.topics if topic not in first],
        "open": _open(desk),
        "missing": _missing(desk, unknown),
        "apart": [_apart(desk, topic) for topic in findings.topics if topic.override],
    }


def _phase(desk: Desk, phase: Phase) -> page_shapes.GuidePhase:
    judged = phase.score is not None
    band = desk.words.say(f"phases.bands.{phase.band}" if judged else "phases.cannot")
    return {"name": phase.name, "nick": phase.nick, "band": band, "prompt": phase.prompt}


def _topic(desk: Desk, topic: Topic) -> page_shapes.GuideTopic:
    return {
        "title": topic.title,
        "status": word(topic.status),
        "says": topics.said_words(desk, topic.said[:1]),
        "explains": " ".join(topics.explains(desk, topic)[:1]),
        "prompt": topic.prompt,
    }


def _open(desk: Desk) -> str:
    count = len(closing.open_decisions(desk))
    return desk.words.count("guide.open", count) if count else desk.words.say("guide.no_open")


def _missing(desk: Desk, unknown: list[Topic]) -> str:
    if not unknown:
        return ""
    return desk.words.say("guide.missing", what=listed([topic.title for topic in unknown]))


def _apart(desk: Desk, topic: Topic) -> str:
    assert topic.override is not None  # noqa: S101  asked only of topics that have one
    slots = {"computed": word(topic.status), "status": word(topic.override.status)}
    return desk.words.say("guide.apart", title=topic.title, **slots)
