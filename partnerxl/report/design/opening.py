"""The first half of the review report: cover, celebrating, promises, phases."""

from __future__ import annotations

from partnerxl.report.design.circle import asking, last_time, signed_note
from partnerxl.report.design.ooxml import (
    DATE_CONTROL,
    NEW_PAGE,
    Table,
    control,
    each,
    link,
    para,
    para_of,
    runs,
    steer,
    when,
)
from partnerxl.report.tokens import ON_NAVY

LEAD = (
    "This report belongs to all of us. It shows what our shared records say, so that we can correct them, "
    "celebrate what works and decide together what to adjust."
)
AGENDA = (
    ("celebrating", "1  Celebrating what worked", "Say what worked and thank each other", "15"),
    ("phases", "3  Where we are", "Each of us marks where we see ourselves, then we look at the signs", "15"),
    ("topics", "4  Topics to discuss", "Choose two or three, talk them through, agree on next steps", "40"),
    ("decisions", "9  Decisions of this review", "Write down who does what, by when", "20"),
    ("signoff", "10  Sign-off", "Agree, agree with a comment, or do not agree", "10"),
)
BEFORE = (
    "**Before we meet:** please read parts 1 to 5, write corrections and answers into the boxes, "
    "and return your "
    "copy to {{ report.prepared_by }}. If a number is wrong, tell us: the records are ours to correct."
)
STORMING = (
    "Several phases can be present at the same time. Strong signs of Storming are normal when "
    "shared plans meet "
    "daily work; disagreement voiced openly is a sign of trust."
)


def opening(width: int) -> str:
    """Cover to phases, for a text width in twips."""
    return _cover(width) + _celebrating() + _promises(width) + _phases(width)


def _cover(width: int) -> str:
    pick = control("review-date", "Date of our review", DATE_CONTROL, "pick a date", color=ON_NAVY)
    dated = para("For our review together on {{ report.review_date }}", "Subtitle")
    undated = para_of(runs("For our review together on ") + pick, "Subtitle")
    return (
        para("Partnership progress report", "CoverKicker")
        + para("{{ report.initiative }}", "Title")
        + para("{{ report.period }}", "Subtitle")
        + when("report.review_date", dated, otherwise=asking(undated, ""))
        + para("**Partners:** {{ report.partners }}", "CoverPartners")
        + signed_note()
        + para(LEAD, "Lead")
        + _key_numbers(width)
        + para("What stands out", "CoverHeading", bookmark="standouts")
        + each("line", "standouts", para("{{ line }}", "ListBullet"))
        + para("Our review, step by step", "CoverHeading")
        + _agenda(width)
        + asking(para(BEFORE, "Panel"), "")
    )


def _key_numbers(width: int) -> str:
    table = Table([1, 1, 1, 1], width, style="KeyTable", keep=True)
    table.head(*(f"{{{{ key_numbers[{at}].label }}}}" for at in range(4)))
    table.row(*(para(f"{{{{ key_numbers[{at}].value }}}}", "KeyNumber") for at in range(4)))
    table.row(*(para(f"{{{{ key_numbers[{at}].note }}}}", "TableNote") for at in range(4)))
    return table.done(
        "Key numbers", "Four key numbers of this period: each column has a label, a number and a note."
    )


def _agenda(width: int) -> str:
    table = Table([3.0, 5.4, 0.9], width, keep=True).head("Part", "What we do", "Minutes>")
    for bookmark, title, does, minutes in AGENDA:
        name = para_of(link(bookmark, title), "TableStrong", keep=True)
        table.row(name, table.text(does), table.text(minutes, "TableNumber"))
    return table.done(
        "Review agenda",
        "The parts of this report, what we do with each in the meeting, and the minutes planned.",
    )


def _celebrating() -> str:
    thanks = para("{{ celebrating.thanks }}", "Panel")
    return (
        para("Celebrating what worked", "Heading1", bookmark="celebrating", look=NEW_PAGE)
        + para("{{ celebrating.lead }}", keep=True)
        + each("win", "celebrating.wins", para("{{ win }}", "ListBullet"))
        + when("celebrating.thanks", thanks)
    )


def _promises(width: int) -> str:
    table = Table([3.8, 1.6, 1.5, 1.6, 2.4], width)
    table.head("What we promised", "Due", "Status", "New date", "Reason")
    table.tag("for item in promises.rows")
    table.row(
        para("{{ item.title }}", "TableStrong") + para("{{ item.who }}", "TableNote"),
        para("{{ item.due }}", "TableText"),
        para("{{p item.status|chip }}", "TableText"),
        para("{{ item.new_date }}", "TableText"),
        para("{{ item.reason }}", "TableText"),
    )
    table.tag("endfor")
    rows = table.done(
        "Progress against what we promised",
        "One row for each promised item: what and who, due date, status in words, new date and "
        "recorded reason.",
    )
    more = when("promises.more", para("{{ promises.more }}", "Note", keep=True))
    return (
        para("Progress against what we promised", "Heading1", bookmark="promises")
        + para("{{ promises.lead }}", keep=True)
        + when("promises.rows", more, rows)
        + last_time(width)
    )


def _phases(width: int) -> str:
    return (
        para("Where we are: the four partnership phases", "Heading1", bookmark="phases")
        + para("{{ phases.lead }}", keep=True)
        + when("report.has_last", _phase_table(width, last=True), otherwise=_phase_table(width, last=False))
        + when("report.has_last", para("Dark bar: now. Light bar: last time.", "Note"))
        + para(STORMING, "Note")
        + _trend(width)
        + when("phases.helps", para("What helps us now", "Heading2"))
        + each("help", "phases.helps", para("{{ help }}", "ListBullet"))
        + when("phases.talk", para("To talk about", "Heading2"))
        + each("question", "phases.talk", para("{{ question }}", "ListBullet"))
        + steer("if phases.changes")
        + para("What changed since {{ report.last_period }}", "Heading2")
        + each("change", "phases.changes", para("{{ change }}", "ListBullet"))
        + steer("endif")
    )


def _trend(width: int) -> str:
    """The phases over the periods as a chart and a table of the same numbers, where there are enough."""
    numbers = range(4)
    names = [f"{{{{ phases.trend.lines[{at}].name }}}}>" for at in numbers]
    table = Table([2.4, 1.7, 1.7, 1.7, 1.7], width, keep=True).head("Period to", *names)
    table.tag("for line in phases.trend.rows")
    scores = [table.text(f"{{{{ line.scores[{at}] }}}}", "TableNumber") for at in numbers]
    table.row(table.text("{{ line.period }}", "TableStrong"), *scores)
    table.tag("endfor")
    done = table.done(
        "The four phases over the periods",
        "One row for each period, the oldest first: the strength of signs of each phase, 0 to 100.",
    )
    return when(
        "phases.trend.rows",
        para("{{ phases.trend.title }}", "Heading2"),
        para("{{ phases.trend.lead }}", keep=True),
        para("{{p phases.trend|chart }}", keep=True),
        done,
    )


def _phase_table(width: int, *, last: bool) -> str:
    parts = [2.1, 0.8, 0.7, 2.5, 4.0] if last else [2.1, 0.8, 2.7, 4.4]
    titles = ["Phase", "Now>", *(["Last>"] if last else []), "Strength of signs, 0 to 100", "What we see"]
    table = Table(parts, width, keep=True).head(*titles)
    before = [table.text("{{ phase.last_score }}", "TableNumber")] if last else []
    bars = table.text("{{p phase.bar|bar }}")
    if last:
        bars += table.text("{{p phase.last_bar|bar_last }}")
    table.tag("for phase in phases.rows")
    table.row(
        table.text("{{ phase.name }}", "TableStrong") + table.text("{{ phase.nick }}", "TableNote"),
        table.text("{{ phase.score }}", "TableStrongNumber"),
        *before,
        bars,
        table.text("**{{ phase.band }}.** {{ phase.says }}")
        + table.text("{{ phase.coverage }}", "TableNote"),
        axis=len(before) + 2,
    )
    table.tag("endfor")
    again = " and last time" if last else ""
    return table.done(
        "Signs of the four partnership phases",
        f"One row for each phase: strength of signs from 0 to 100 now{again}, as a number and a "
        "bar, and what we see.",
    )
