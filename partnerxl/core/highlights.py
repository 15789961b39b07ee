"""What stands out, what changed and what to record next: lines for the sheet Highlights, which feeds the Dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from partnerxl.core import history, texts, wording
from partnerxl.core.assessment import Assessment, Finding, Status, TipState
from partnerxl.core.follow_up import follow_up
from partnerxl.core.grids import ResultTable
from partnerxl.core.places import addresses, first, link
from partnerxl.core.readings import Rows

SHEET = "Highlights"
LINE, ABOUT, TEXT, ROWS, LINK = "Line", "About", "Text", "Rows", "Link"
COLUMNS = (LINE, ABOUT, TEXT, ROWS, LINK)
MOST_TOPICS, MOST_RECORDS = 2, 8
NAMED_TIPS = 2
OWN = r"((Title|Stands out|Changed|Record|Decided) |P)\d+"


@dataclass(frozen=True)
class Line:
    """One line: the key that tells it from the others, what it is about, its text and its rows."""

    key: str
    about: str
    text: str
    rows: Rows = field(default_factory=Rows)


def highlights_table(assessment: Assessment) -> ResultTable:
    """The sheet Highlights."""
    lines = [*_title(assessment), *_topics(assessment), *_numbered(assessment)]
    return ResultTable(
        SHEET,
        COLUMNS,
        tuple((line.key, line.about, line.text, addresses(line.rows), first(line.rows)) for line in lines),
        key=(LINE,),
        own=OWN,
        widths={LINE: 14, ABOUT: 28, TEXT: 100, ROWS: 40, LINK: 18},
        wrap=frozenset({ABOUT, TEXT, ROWS}),
        links={(at, LINK): place for at, line in enumerate(lines) if (place := link(line.rows))},
    )


def _title(assessment: Assessment) -> Iterator[Line]:
    view = assessment.view
    name = str(view.field("InitiativeName") or view.project.book_name)
    yield Line("Title 1", texts.say("highlights", "initiative"), name)
    yield Line("Title 2", texts.say("highlights", "period"), _period(assessment))
    yield Line("Title 3", texts.say("highlights", "last_title"), _compared(assessment))


def _compared(assessment: Assessment) -> str:
    """What is compared with: an earlier period, or an earlier refresh in the same one."""
    last, day = history.last_run(assessment), history.last_day(assessment)
    if last is None:
        return texts.say("highlights", "first")
    if day is None:
        return texts.say("highlights", "last_undated")
    key = "last_run" if history.in_same_period(assessment, last) else "last_period"
    return texts.say("highlights", key, day=texts.long_date(day))


def _period(assessment: Assessment) -> str:
    view = assessment.view
    if not view.dated:
        return texts.say("highlights", "no_period")
    start, end = (texts.long_date(date.fromordinal(day)) for day in (view.start, view.end))
    return texts.say("highlights", "span", start=start, end=end)


def _topics(assessment: Assessment) -> Iterator[Line]:
    """What is behind each pitfall, in its first sentence, or what to record."""
    for found in assessment.pitfalls:
        unsaid = texts.say("highlights", "unsaid")
        said = [*wording.sentences(found, assessment), *wording.record(found), unsaid]
        signs = sorted(found.verdict.signs, key=lambda sign: -(sign.level or 0))
        rows = sum((sign.reading.rows for sign in signs if sign.level is not None), Rows())
        yield Line(found.key, found.pitfall.title, said[0], rows)


def _numbered(assessment: Assessment) -> Iterator[Line]:
    for key, found in (
        ("Stands out", _standing_out(assessment)),
        ("Changed", _changed(assessment)),
        ("Record", _to_record(assessment)),
        ("Decided", _decided(assessment)),
    ):
        about = texts.say("highlights", key)
        for number, (text, rows) in enumerate(found, start=1):
            yield Line(f"{key} {number}", about, text, rows)


Said = Iterator[tuple[str, Rows]]


def _standing_out(assessment: Assessment) -> Said:
    """What stands out, success first."""
    yield from _practiced(assessment)
    yield from _strongest(assessment)
    raised = sorted(filter(_severity, assessment.pitfalls), key=_severity, reverse=True)
    for found in raised[:MOST_TOPICS]:
        yield _raised(found)
    if not raised:
        yield _quiet(assessment), Rows()


def _severity(found: Finding) -> int:
    """The severity of the computed status, or of the one that people set where it is higher."""
    said = found.override.status.severity if found.override else 0
    return max(found.status.severity, said)


def _practiced(assessment: Assessment) -> Said:
    seen = [tip for tip in assessment.tips if tip.state is TipState.SEEN]
    if seen:
        named = "; ".join(tip.tip.title for tip in seen[:NAMED_TIPS])
        slots = {"n": str(len(seen)), "all": str(len(assessment.tips)), "named": named}
        yield texts.say("highlights", "practiced", **slots), sum((tip.rows for tip in seen), Rows())


def _strongest(assessment: Assessment) -> Said:
    scored = [found for found in assessment.phases if found.score is not None]
    if scored:
        strongest = max(scored, key=lambda found: found.score or 0)
        rows = sum((mark.reading.rows for mark in strongest.marks if mark.m), Rows())
        yield wording.phase_sentence(strongest, assessment.rulebook.rules), rows


def _raised(found: Finding) -> tuple[str, Rows]:
    """A topic with the sentence of the signal that is farthest past its limits, or else with what to record."""
    sign = max(found.verdict.signs, key=lambda sign: -1 if sign.level is None else sign.level)
    says = wording.signal_sentence(sign) or next(iter(wording.record(found)), "")
    topic = f"{found.key} {found.pitfall.title}"
    return texts.say("highlights", "topic", topic=topic, status=_status(found), says=says), sign.reading.rows


def _status(found: Finding) -> str:
    """The status, and the computed one beside one that people set."""
    shown, computed = wording.shown_status(found), wording.status_words(found)
    return texts.say("highlights", "set", status=shown, computed=computed) if found.override else computed


def _quiet(assessment: Assessment) -> str:
    """No topic is past a limit; those that cannot be judged are not counted as good news."""
    open_ones = [
        found for found in assessment.pitfalls if found.status in {Status.NOT_ENOUGH, Status.TOO_EARLY}
    ]
    if not open_ones:
        return texts.say("highlights", "quiet")
    return texts.say("highlights", "quiet_so_far", n=str(len(open_ones)), all=str(len(assessment.pitfalls)))


def _changed(assessment: Assessment) -> Said:
    moved = history.changes(assessment)
    for each in moved:
        yield each.says, each.rows
    if not moved:
        known = history.last_run(assessment) is not None
        yield texts.say("highlights", "same" if known else "nothing_before"), Rows()


def _to_record(assessment: Assessment) -> Said:
    """What would decide a topic that is not decided, one for each topic first."""
    waiting = [
        wording.record(found)
        for found in assessment.pitfalls
        if found.status is Status.NOT_ENOUGH or found.partial
    ]
    turns = [lines[at] for at in range(2) for lines in waiting if at < len(lines)]
    for text in list(dict.fromkeys(turns))[:MOST_RECORDS]:
        yield text, Rows()
    if not turns:
        yield texts.say("highlights", "complete"), Rows()


def _decided(assessment: Assessment) -> Said:
    """What became of earlier actions."""
    for each in follow_up(assessment):
        yield each.line, each.action.rows
