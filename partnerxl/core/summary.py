"""From an assessment to result tables and to one object for programs, the same for Excel, console and report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from partnerxl.core import history, texts, wording
from partnerxl.core.assessment import Assessment, Finding, Mark, PhaseFinding, Sign, TipFinding
from partnerxl.core.follow_up import FollowUp, follow_up
from partnerxl.core.grids import ResultTable
from partnerxl.core.highlights import highlights_table
from partnerxl.core.measures import MEASURES
from partnerxl.core.places import addresses, first, link, target
from partnerxl.core.readings import Reading, Rows

PITFALL = r"P\d+"
NOT_JUDGED = "cannot be judged yet"


def tables(assessment: Assessment, today: date) -> tuple[ResultTable, ...]:
    """The result sheets: those of this assessment, and History.

    Args:
        assessment: What was worked out.
        today: The day History notes for it.
    """
    return (*present_tables(assessment), history.history_table(assessment, today))


def present_tables(assessment: Assessment) -> tuple[ResultTable, ...]:
    """The result sheets of an assessment: Highlights, Scores, Flags, Evidence, Tips, Checks."""
    return (
        highlights_table(assessment),
        _scores(assessment),
        _flags(assessment),
        _evidence(assessment),
        _tips(assessment),
        _checks(assessment),
    )


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _phases(assessment: Assessment) -> str:
    """A pattern for the names of the phases."""
    return "|".join(found.key for found in assessment.phases)


# --- sheets ---------------------------------------------------------------------------------------


def _scores(assessment: Assessment) -> ResultTable:
    rules = assessment.rulebook.rules
    rows = tuple(
        (
            found.key,
            _number(found.score),
            texts.word(found.band or NOT_JUDGED),
            _number(found.coverage),
            _number(history.last_score(assessment, found)),
            wording.phase_sentence(found, rules),
        )
        for found in assessment.phases
    )
    return ResultTable(
        "Scores",
        ("Phase", "Score", "Band", "Coverage", "Last score", "Sentence"),
        rows,
        key=("Phase",),
        own=_phases(assessment),
        formats={"Score": "0", "Last score": "0", "Coverage": "0%"},
        widths={"Phase": 14, "Score": 9, "Band": 20, "Coverage": 11, "Last score": 12, "Sentence": 90},
        wrap=frozenset({"Sentence"}),
    )


def _flags(assessment: Assessment) -> ResultTable:
    return ResultTable(
        "Flags",
        (
            "Pitfall",
            "Title",
            "Status",
            "Computed status",
            "Coverage",
            "Confidence",
            "Evidence",
            "What would change it",
            "What to record",
            "Ideas (tips)",
            "Override",
        ),
        tuple(_flag(found, assessment) for found in assessment.pitfalls),
        key=("Pitfall",),
        own=PITFALL,
        formats={"Coverage": "0%"},
        widths={
            "Pitfall": 9,
            "Title": 28,
            "Status": 24,
            "Computed status": 24,
            "Coverage": 11,
            "Confidence": 12,
            "Evidence": 80,
            "What would change it": 40,
            "What to record": 50,
            "Ideas (tips)": 40,
            "Override": 40,
        },
        wrap=frozenset(
            {
                "Title",
                "Status",
                "Evidence",
                "What would change it",
                "What to record",
                "Ideas (tips)",
                "Override",
            }
        ),
    )


def _flag(found: Finding, assessment: Assessment) -> tuple[object, ...]:
    covered = found.verdict.coverage
    return (
        found.key,
        found.pitfall.title,
        wording.sheet_status(found),
        str(found.status),
        _number(covered),
        None if covered is None else wording.confidence(covered, assessment.rulebook.rules),
        "\n".join(wording.sentences(found, assessment)),
        wording.change(found),
        "\n".join(wording.record(found)),
        "\n".join(ideas(found.pitfall.tips, assessment)),
        wording.override(found) or None,
    )


def ideas(tips: Sequence[str], assessment: Assessment) -> list[str]:
    """Tips in the order they are offered: not yet seen, then not recorded, partly seen, and seen to keep up."""
    order = ("Not seen in the records", "Not recorded", "Partly seen", "Seen")
    known = {found.key: found for found in assessment.tips}
    found = sorted((known[key] for key in tips), key=lambda tip: order.index(tip.state))
    return [_idea(tip) for tip in found]


def _idea(tip: TipFinding) -> str:
    slots = {"tip": f"{tip.key} {tip.tip.title}", "state": texts.word(tip.state).lower()}
    return texts.say("tip", "keep" if tip.state == "Seen" else "idea", **slots)


def _evidence(assessment: Assessment) -> ResultTable:
    columns = (
        "Belongs to",
        "Signal",
        "Kind",
        "State",
        "Part",
        "Whole",
        "Value",
        "Level",
        "Limits",
        "Sentence",
        "Rows",
        "Link",
    )
    lines = [*_signal_lines(assessment), *_indicator_lines(assessment)]
    return ResultTable(
        "Evidence",
        columns,
        tuple((*line, addresses(rows), first(rows)) for line, rows in lines),
        key=("Belongs to", "Signal"),
        own=f"{PITFALL}|{_phases(assessment)}",
        widths={
            "Belongs to": 12,
            "Signal": 40,
            "Kind": 12,
            "State": 14,
            "Part": 9,
            "Whole": 9,
            "Value": 11,
            "Level": 12,
            "Limits": 34,
            "Sentence": 80,
            "Rows": 50,
            "Link": 18,
        },
        wrap=frozenset({"Signal", "Limits", "Sentence", "Rows"}),
        links={(at, "Link"): place for at, (_, rows) in enumerate(lines) if (place := link(rows))},
    )


Line = tuple[tuple[object, ...], Rows]
LEVELS = {None: "", 0: "none", 1: "watch", 2: "discuss"}


def _signal_lines(assessment: Assessment) -> list[Line]:
    return [
        (
            (
                found.key,
                sign.signal.title,
                texts.word(sign.signal.kind),
                texts.word(sign.reading.state),
                *wording.figures(sign.reading, sign.signal.measure, people=sign.signal.people),
                texts.word(LEVELS[sign.level]) or None,
                limits_in_words(sign),
                wording.signal_sentence(sign),
            ),
            sign.reading.rows,
        )
        for found in assessment.pitfalls
        for sign in found.verdict.signs
    ]


def limits_in_words(sign: Sign) -> str:
    """The limits in force of a signal."""
    signal = sign.signal
    bounds = [
        (name, bound) for name, bound in (("watch", signal.watch), ("discuss", signal.discuss)) if bound
    ]
    words = [texts.say("limits", name, limit=texts.limit(bound.at)) for name, bound in bounds]
    least = [texts.say("limits", "least", number=str(signal.least.at))] if signal.least else []
    return ", ".join([*words, *least])


def _indicator_lines(assessment: Assessment) -> list[Line]:
    return [
        (
            (
                found.key,
                mark.indicator.title,
                texts.word("indicator"),
                texts.word(mark.reading.state),
                *wording.figures(mark.reading, mark.indicator.measure),
                None if mark.m is None else texts.shown(mark.m, 2),
                ramp_in_words(mark),
                wording.clause(mark),
            ),
            mark.reading.rows,
        )
        for found in assessment.phases
        for mark in found.marks
    ]


def ramp_in_words(mark: Mark) -> str:
    """The two ends of an indicator's ramp."""
    unit = MEASURES[mark.indicator.measure].unit
    ends = (texts.in_words(mark.indicator.start, unit), texts.in_words(mark.indicator.finish, unit))
    return texts.say("limits", "ramp", first=ends[0], last=ends[1])


def _tips(assessment: Assessment) -> ResultTable:
    lines = [((found.key, found.tip.title, str(found.state)), found.rows) for found in assessment.tips]
    return ResultTable(
        "Tips",
        ("Tip", "Title", "State", "Rows", "Link"),
        tuple((*line, addresses(rows), first(rows)) for line, rows in lines),
        key=("Tip",),
        own=r"T\d+",
        widths={"Tip": 7, "Title": 62, "State": 24, "Rows": 60, "Link": 18},
        wrap=frozenset({"Title", "Rows"}),
        links={(at, "Link"): place for at, (_, rows) in enumerate(lines) if (place := link(rows))},
    )


def _checks(assessment: Assessment) -> ResultTable:
    problems = assessment.problems
    return ResultTable(
        "Checks",
        ("Code", "Where", "Expected", "Found", "How to mend"),
        tuple((each.code, each.where, each.expected, each.found, each.mend) for each in problems),
        key=("Code", "Where"),
        own=r"PX-\d+",
        widths={"Code": 9, "Where": 22, "Expected": 40, "Found": 34, "How to mend": 60},
        wrap=frozenset({"Expected", "Found", "How to mend"}),
        links={(at, "Where"): target(each.where) for at, each in enumerate(problems) if "!" in each.where},
    )


# --- one object for programs ----------------------------------------------------------------------


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The whole assessment; numbers unrounded, dates ISO, null where there is no number."""
    view = assessment.view
    return {
        "period_start": _iso(view.start) if view.dated or view.day("PeriodStart") else None,
        "period_end": _iso(view.end) if view.dated else None,
        "young": view.young,
        "signals": {
            f"{found.key}.{sign.signal.measure}": {
                **_reading(sign.reading),
                "level": sign.level,
                **_rows(sign.reading.rows),
            }
            for found in assessment.pitfalls
            for sign in found.verdict.signs
        },
        "pitfalls": {found.key: _pitfall(found, assessment) for found in assessment.pitfalls},
        "phases": {found.key: _phase(found) for found in assessment.phases},
        "tips": {found.key: _tip(found) for found in assessment.tips},
        "last_time": _last(assessment),
        "changes": [
            {"about": each.about, "says": each.says, **_rows(each.rows)}
            for each in history.changes(assessment)
        ],
        "actions": [_action(each) for each in follow_up(assessment)],
        "problems": [
            {
                "code": each.code,
                "where": each.where,
                "expected": each.expected,
                "found": each.found,
                "mend": each.mend,
            }
            for each in assessment.problems
        ],
    }


def _action(found: FollowUp) -> dict[str, Any]:
    """An action and what has become of it; null where nothing is recorded or known."""
    action = found.action
    return {
        "action": action.says,
        "topic": action.topic or None,
        "tip": action.tip or None,
        "owner": action.owner or None,
        "due": action.due.isoformat() if action.due else None,
        "status": action.status or None,
        "decided_on": action.decided.isoformat() if action.decided else None,
        "compared_with": found.compared.isoformat() if found.compared else None,
        "status_then": found.then or None,
        "status_now": found.now or None,
        "moved": [
            {"signal": each.name, "title": each.title, "then": each.then, "now": each.now}
            for each in found.moved
        ],
        "says": found.says,
        **_rows(action.rows),
    }


def _last(assessment: Assessment) -> str | None:
    """The last day of the period that is compared with, or the day of its refresh; null without one."""
    day = history.last_day(assessment)
    return day.isoformat() if day else None


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def _reading(reading: Reading) -> Mapping[str, Any]:
    value = reading.value if reading.recorded else None
    return {
        "state": str(reading.state),
        "part": _count(reading.part),
        "whole": _count(reading.whole),
        "value": _number(value),
    }


def _count(value: Fraction | None) -> float | int | None:
    """A whole number as such."""
    if value is None:
        return None
    return int(value) if value.denominator == 1 else float(value)


def _rows(rows: Rows) -> dict[str, list[str]]:
    return {"rows": list(rows)}


def _pitfall(found: Finding, assessment: Assessment) -> dict[str, Any]:
    return {
        "status": str(found.status),
        "coverage": _number(found.verdict.coverage),
        "partial_evidence": found.partial,
        "sentences": list(wording.sentences(found, assessment)),
        "record": list(wording.record(found)),
    }


def _phase(found: PhaseFinding) -> dict[str, Any]:
    return {
        "score": _number(found.score),
        "coverage": _number(found.coverage),
        "band": found.band,
        "indicators": {
            mark.indicator.measure: {
                **_reading(mark.reading),
                "m": _number(mark.m),
                **_rows(mark.reading.rows),
            }
            for mark in found.marks
        },
    }


def _tip(found: TipFinding) -> dict[str, Any]:
    return {"state": str(found.state), **_rows(found.rows)}
