"""Topics to discuss, topics with no sign, and what we could not assess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerxl.core.readings import Rows
from partnerxl.core.texts import in_percent, say, word
from partnerxl.report.findings import QUIET, RAISED
from partnerxl.report.wording import listed, long_date, rows_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from partnerxl.report import findings as found
    from partnerxl.report import shape
    from partnerxl.report.findings import Findings
    from partnerxl.report.passages.desk import Desk

HIGH, MODERATE = 80, 65  # confidence words of the method page, in percent
MOST_REASONS, MOST_IDEAS = 4, 4
ORDER = ("Not seen in the records", "Not recorded", "Partly seen")
IDEAS = dict(zip(ORDER, ("topics.idea_unseen", "topics.idea_unrecorded", "topics.idea_partly"), strict=True))
REASONS = {"Progress": ("Title", "ReasonLate"), "Resources": ("Description", "ReasonNotUsed")}


def topics(desk: Desk, findings: Findings) -> shape.Topics:
    """The eight topics in three groups, the most pressing first."""
    raised, quiet = findings.topics_with(*RAISED), findings.topics_with(*QUIET)
    open_ones = [topic for topic in findings.topics if topic not in raised and topic not in quiet]
    return {
        "lead": _lead(desk, findings, quiet, open_ones),
        "overview": [_overview(desk, topic) for topic in (*raised, *open_ones, *quiet)],
        "rows": [_topic(desk, findings, topic) for topic in raised],
        "quiet": [_quiet(desk, topic) for topic in quiet],
        "unknown": [_unknown(desk, topic) for topic in open_ones],
    }


# --- words that other passages use too ------------------------------------------------------------


def percent(share: Fraction) -> str:
    """A share as a whole percentage, rounded half up."""
    return in_percent(str(int(share * 100 + share.__class__(1, 2))))


def confidence(share: Fraction) -> str:
    """High, moderate or low."""
    if share * 100 >= HIGH:
        return say("confidence", "high")
    return say("confidence", "moderate" if share * 100 >= MODERATE else "low")


def coverage_words(desk: Desk, share: Fraction | None, key: str) -> str:
    """How much is recorded and what that means, or nothing."""
    if share is None:
        return desk.words.say("topics.no_coverage")
    return desk.words.say(key, coverage=percent(share), confidence=confidence(share))


def said_words(desk: Desk, said: Sequence[found.Said]) -> str:
    """Sentences one after another; one honest sentence when there is none."""
    return " ".join(each.says for each in said) or desk.words.say("topics.nothing")


# --- topics to discuss ----------------------------------------------------------------------------


def _lead(
    desk: Desk, findings: Findings, quiet: Sequence[found.Topic], unknown: Sequence[found.Topic]
) -> str:
    counts = {status: len(findings.topics_with(status)) for status in RAISED}
    counts |= {"quiet": len(quiet), "unknown": len(unknown)}
    parts = [desk.words.say(f"topics.counts.{key}", n=n) for key, n in counts.items() if n]
    return desk.words.say("topics.lead", parts=listed(parts))


def _records(desk: Desk, topic: found.Topic) -> str:
    if topic.coverage == 1:
        return desk.words.say("topics.all_recorded")
    if topic.partial and topic.coverage is not None:
        return desk.words.say("topics.partial", coverage=percent(topic.coverage))
    return coverage_words(desk, topic.coverage, "topics.records")


def _overview(desk: Desk, topic: found.Topic) -> shape.Overview:
    return {"title": topic.title, "status": word(topic.status), "records": _records(desk, topic)}


def _topic(desk: Desk, findings: Findings, topic: found.Topic) -> shape.Topic:
    return {
        "id": topic.id,
        "title": topic.title,
        "status": word(topic.status),
        "records": _records(desk, topic),
        "override": _override(desk, topic),
        "evidence": [_evidence(desk, said) for said in topic.said],
        "explains": explains(desk, topic),
        "well": _well(desk, findings, topic),
        "ideas": _ideas(desk, findings, topic),
        "change": topic.change,
        "unknown": _missing(topic),
        "prompt": topic.prompt,
        "replies": [],
        "steps": [],
    }


def _evidence(desk: Desk, said: found.Said) -> shape.Evidence:
    source = desk.words.say("topics.source", rows=rows_in_words(said.rows)) if len(said.rows) else ""
    return {"says": said.says, "source": source}


def _override(desk: Desk, topic: found.Topic) -> str:
    """A status that a person set, beside the computed one (F3)."""
    if topic.override is None:
        return ""
    said = topic.override
    slots = {"status": word(said.status), "name": said.name, "reason": said.reason}
    return desk.words.say("topics.override", date=long_date(said.day), computed=word(topic.status), **slots)


def explains(desk: Desk, topic: found.Topic) -> list[str]:
    """Reasons that people recorded in the rows behind a topic (F6)."""
    rows = sum((said.rows for said in topic.said), Rows())
    found_reasons = [
        text for name, columns in REASONS.items() for text in _reasons(desk, name, columns, rows)
    ]
    if len(found_reasons) <= MOST_REASONS:
        return found_reasons
    left = len(found_reasons) - MOST_REASONS
    return [*found_reasons[:MOST_REASONS], desk.words.say("topics.more_reasons", n=left)]


def _reasons(desk: Desk, name: str, columns: tuple[str, str], rows: Rows) -> list[str]:
    sheet = desk.view.records(name).sheet
    numbers = {number for key, found_rows in rows.parts for number in found_rows if key == sheet}
    frame = desk.view.frame(name)
    title, reason = columns
    named = frame.at(sorted(numbers))
    told = named[named[reason].notna()]
    return [
        desk.words.say(
            "topics.reason", title=record.text(title), reason=record.text(reason), rows=record.source
        )
        for record in desk.records(name, told)
    ]


def _well(desk: Desk, findings: Findings, topic: found.Topic) -> list[str]:
    seen = [tip for key in topic.tips if (tip := findings.tip(key)).state == "Seen"]
    return [desk.words.say("topics.keep", tip=tip.title, rows=rows_in_words(tip.rows)) for tip in seen]


def _ideas(desk: Desk, findings: Findings, topic: found.Topic) -> list[str]:
    """Tips not yet seen first, then partly seen ones."""
    tips = [findings.tip(key) for key in topic.tips]
    ordered = [tip for state in ORDER for tip in tips if tip.state == state]
    return [desk.words.say(IDEAS[tip.state], tip=tip.title) for tip in ordered[:MOST_IDEAS]]


def _missing(topic: found.Topic) -> str:
    """What is not recorded and where to record it, or nothing."""
    return " ".join(topic.record) if topic.missing else ""


# --- no sign, and not assessed --------------------------------------------------------------------


def _quiet(desk: Desk, topic: found.Topic) -> shape.Quiet:
    says = said_words(desk, topic.said[:1])
    missing = _missing(topic)
    if missing:
        says = f"{says} {desk.words.say('topics.unknown_signal', record=missing)}".strip()
    return {"title": topic.title, "status": word(topic.status), "says": says}


def _unknown(desk: Desk, topic: found.Topic) -> shape.Unknown:
    record = list(topic.record) or [desk.words.say("topics.early")]
    return {"title": topic.title, "status": word(topic.status), "record": record}
