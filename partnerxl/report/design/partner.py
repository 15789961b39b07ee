"""The page of one partner: what is on record about it, a correction slip, one question to the partnership."""

from __future__ import annotations

from partnerxl.report.design.ooxml import TEXT_CONTROL, Table, control, para, para_of, runs, styled, when
from partnerxl.report.design.topics import field

LEAD = (
    "This page is for you alone. It shows what our shared records hold about your organization, so that you can "
    "correct it before we meet. It goes to no one else, and it compares you with no one."
)
BACK = (
    "**Please return your copy to {{ report.prepared_by or 'the sender' }}.** Corrections go into our workbook only after you and "
    "we agree on them; your question is read out at the review as you wrote it."
)


def partner_page(width: int) -> str:
    """The whole page, for a text width in twips."""
    return (
        para("For your eyes only", "CoverKicker")
        + para("{{ partner.name }}", "Title")
        + para("{{ report.initiative }}", "Subtitle")
        + para("{{ report.period }}", "Subtitle")
        + para(LEAD, "Lead")
        + para(BACK, "Panel")
        + _facts(width)
        + _resources(width)
        + _items(width)
        + _decisions(width)
        + _told(width)
        + _fixes(width)
        + _question()
        + _reference()
    )


def _facts(width: int) -> str:
    table = Table([4.0, 3.6, 2.6], width).head("What it is about", "What is on record", "Your correction")
    table.tag("for fact in partner.facts")
    table.row(
        para_of(runs("{{ fact.label }} ") + styled("{{ fact.where }}", "SourceRows"), "TableStrong"),
        para("{{ fact.value }}", "TableText"),
        field(
            "fix-{{ fact.where }}",
            "Correction: {{ fact.label }}",
            TEXT_CONTROL,
            "If it should read otherwise",
        ),
    )
    table.tag("endfor")
    rows = table.done(
        "What is on record about you",
        "One row for each entry: what it is about and its cell, what is on record, and a field for your correction.",
    )
    return (
        para("What is on record about you", "Heading1")
        + when("partner.facts", rows)
        + when("partner.missing", para("{{ partner.missing }}", "Note"))
        + para("{{ partner.shown }}", "Note")
        + when("partner.meetings", para("{{ partner.meetings }}", "Note"))
    )


def _listing(
    width: int, title: str, items: str, columns: dict[str, tuple[str, float]], about: tuple[str, str]
) -> str:
    """A chapter with a table that lists something, or one honest sentence."""
    item = "line"
    table = Table([part for _, part in columns.values()], width).head(*(head for head, _ in columns.values()))
    table.tag(f"for {item} in {items}")
    table.row(*(_cell(item, name) for name in columns))
    table.tag("endfor")
    told, nothing = about
    return para(title, "Heading1") + when(items, table.done(title, told), otherwise=para(nothing))


def _cell(item: str, name: str) -> str:
    if name == "status":
        return para(f"{{{{p {item}.status|chip }}}}", "TableText")
    if name in ("title", "what"):
        return para(f"{{{{ {item}.{name} }}}}", "TableStrong") + para(f"{{{{ {item}.where }}}}", "TableNote")
    return para(f"{{{{ {item}.{name} }}}}", "TableText")


def _resources(width: int) -> str:
    return _listing(
        width,
        "What you bring",
        "partner.resources",
        {
            "what": ("What", 3.9),
            "status": ("Status", 1.7),
            "amount": ("Committed and arrived", 2.6),
            "due": ("Due", 1.6),
        },
        (
            "One row for each resource on record: what it is and its row, its status, amounts and due date.",
            "Nothing is on record yet. Time, space, places for learners and data count as much as money.",
        ),
    )


def _items(width: int) -> str:
    return _listing(
        width,
        "What you lead",
        "partner.items",
        {
            "title": ("What", 3.7),
            "due": ("Due", 1.5),
            "status": ("Status", 1.6),
            "new_date": ("New date", 1.5),
            "reason": ("Reason on record", 2.3),
        },
        (
            "One row for each item you lead: what it is and its row, due date, status, new date and recorded reason.",
            "No item is on record that you lead.",
        ),
    )


def _decisions(width: int) -> str:
    table = Table([5.6, 1.8, 1.8], width).head("Decision", "By when", "State")
    table.tag("for decision in partner.decisions")
    table.row(*(para(f"{{{{ decision.{name} }}}}", "TableText") for name in ("title", "due", "state")))
    table.tag("endfor")
    rows = table.done(
        "Decisions you carry out", "One row for each open decision: what, by when and its state."
    )
    return when("partner.decisions", para("Decisions you carry out", "Heading1"), rows)


def _told(width: int) -> str:
    table = Table([1.5, 4.2, 4.0], width).head("When", "What you told us", "What changed since")
    table.tag("for line in partner.told")
    table.row(*(para(f"{{{{ line.{name} }}}}", "TableText") for name in ("when", "need", "changed")))
    table.tag("endfor")
    rows = table.done(
        "What you told us", "One row for each need you stated: when, what, and what changed since."
    )
    return when("partner.told", para("What you told us", "Heading1"), rows)


def _fixes(width: int) -> str:
    table = Table([0.55, 4.6, 4.6], width, style="BoxTable").head(
        "No.", "What to correct or add", "How it should read"
    )
    table.tag("for number in partner.fixes")
    tag, title = "correction-{{ number }}", "{{ number }}"
    table.row(
        para("{{ number }}", "TableText"),
        field(f"{tag}-what", f"Correction {title}: what", TEXT_CONTROL, "Name the line or the row"),
        field(f"{tag}-new", f"Correction {title}: new", TEXT_CONTROL, "Write it as it should read"),
        height=400,
    )
    table.tag("endfor")
    rows = table.done(
        "Correction slip", "Empty rows for corrections: what to correct or add, and how it should read."
    )
    lead = para("Anything else that is wrong or missing, here or in the shared report:", keep=True)
    return para("Correction slip", "Heading1") + lead + rows


def _question() -> str:
    box = para_of(
        control("question", "Your question to the partnership", TEXT_CONTROL, "Write your question here"),
        "AnswerBox",
    )
    lead = para("Is there one thing the partners should talk about that the report does not ask?", keep=True)
    return para("Your question to the partnership", "Heading1") + lead + box


def _reference() -> str:
    return para(
        "Made from the workbook “{{ report.workbook }}” by rules "
        "{{ report.rules }}. Reference {{ report.reference }}. E-mail addresses and telephone numbers are never printed.",
        "Note",
    )
