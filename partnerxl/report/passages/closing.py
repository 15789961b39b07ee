"""The last passages: tips, open decisions, sign-off, and what the report rests on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from partnerxl.core.texts import word
from partnerxl.core.view import certain
from partnerxl.report.wording import rows_in_words, short_date

if TYPE_CHECKING:
    from partnerxl.report import shape
    from partnerxl.report.findings import Findings
    from partnerxl.report.passages.desk import Desk, Record

NEW_DECISIONS = 6
MOST_CHECKS, MOST_OPEN = 20, 12


def tips(desk: Desk, findings: Findings) -> shape.Tips:
    """The 13 tips with their states and the rows that show them."""
    states = [tip.state for tip in findings.tips]
    lead = desk.words.say(
        "tips.lead",
        seen=states.count("Seen"),
        partly=states.count("Partly seen"),
        unseen=states.count("Not seen in the records"),
        unknown=states.count("Not recorded"),
    )
    rows: list[shape.TipRow] = [
        {
            "number": tip.id.lstrip("T"),
            "title": tip.title,
            "state": word(tip.state),
            "source": rows_in_words(tip.rows),
        }
        for tip in findings.tips
    ]
    return {"lead": lead, "rows": rows}


def open_decisions(desk: Desk) -> list[shape.Decision]:
    """Earlier decisions that somebody carries out and that are not done."""
    view, frame = desk.view, desk.view.frame("Decisions")
    if not view.dated:
        return []
    owned = frame["OwnerPartnerID"].notna() | frame["DueDate"].notna()
    waiting = ~certain(frame["DoneDate"] <= view.end) & certain(frame["Date"] <= view.end)
    picked = frame[owned & waiting]["DueDate"].sort_values(kind="stable").head(MOST_OPEN)
    return [decision(desk, record) for record in desk.records("Decisions", frame.at(picked.index))]


def decision(desk: Desk, record: Record) -> shape.Decision:
    """One open decision; its owner is named with consent."""
    due = record.day("DueDate")
    late = due is not None and due < date.fromordinal(desk.view.end)
    return {
        "title": record.text("Title"),
        "who": desk.gate.name(record["OwnerPartnerID"]),
        "due": "" if due is None else short_date(due),
        "state": desk.words.say("decisions.due" if late else "decisions.open"),
    }


def sign_off(desk: Desk) -> list[shape.Signer]:
    """Every active partner, in alphabetical order."""
    active = desk.view.active if desk.view.dated else desk.view.partners
    names = sorted((desk.view.name_of(str(key)) for key in active["key"]), key=str.casefold)
    return [{"name": name, "tag": f"{at:03}"} for at, name in enumerate(names, 1)]


def about(desk: Desk, findings: Findings) -> shape.About:
    """What the report rests on."""
    problems = findings.problems
    left = len(problems) - MOST_CHECKS
    return {
        "method": desk.words.lines("about.method"),
        "limits": [_limit(topic.title, line) for topic in findings.topics for line in topic.limits],
        "changed": [_changed(desk, line) for line in findings.changed],
        "overrides": _overrides(findings),
        "checks": [
            {"where": each.where, "expected": each.expected, "found": each.found, "mend": each.mend}
            for each in problems[:MOST_CHECKS]
        ],
        "more_checks": desk.words.say("about.more_checks", n=left) if left > 0 else "",
    }


def _limit(title: str, line: object) -> shape.Limit:
    signal, watch, discuss, least, reason = (
        str(getattr(line, name)) for name in ("signal", "watch", "discuss", "least", "reason")
    )
    return {
        "topic": title,
        "signal": signal,
        "watch": watch,
        "discuss": discuss,
        "least": least,
        "reason": reason,
    }


def _changed(desk: Desk, line: object) -> shape.ChangedLimit:
    when = getattr(line, "when", None)
    return {
        "limit": str(getattr(line, "limit", "")),
        "usual": str(getattr(line, "usual", "")),
        "now": str(getattr(line, "now", "")),
        "who": str(getattr(line, "who", "")) or desk.words.say("about.default_by"),
        "when": short_date(when) if isinstance(when, date) else desk.words.say("about.default_by"),
    }


def _overrides(findings: Findings) -> list[shape.Override]:
    return [
        {
            "topic": topic.title,
            "computed": word(topic.status),
            "status": word(topic.override.status),
            "reason": topic.override.reason,
            "who": f"{topic.override.name}, {short_date(topic.override.day)}",
        }
        for topic in findings.topics
        if topic.override
    ]
