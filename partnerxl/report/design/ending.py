"""The last part of the review report: questions, decisions, sign-off, and what the report rests on."""

from __future__ import annotations

from partnerxl.report.design.circle import answered_questions, asking, made_decisions, signatures
from partnerxl.report.design.ooxml import (
    DATE_CONTROL,
    TEXT_CONTROL,
    Table,
    choices,
    control,
    each,
    para,
    para_of,
    steer,
    when,
)
from partnerxl.report.design.topics import field, partner_choice

AGREEMENT = ("Agree", "Agree with comment", "Do not agree")
AGREE = (
    "We have reviewed this report together. Every partner chooses for itself; a comment or a disagreement is "
    "printed in the signed-off report as it was written."
)


def ending(width: int) -> str:
    """Questions to the source's list, for a text width in twips."""
    return _questions(width) + _decisions(width) + _sign_off(width) + _about(width)


def _questions(width: int) -> str:
    box = para_of(
        control(
            "answer-{{ loop.index }}",
            "Our answer to question {{ loop.index }}",
            TEXT_CONTROL,
            "Write our answer here",
        ),
        "AnswerBox",
    )
    asked = each("question", "questions", para("{{ question }}", "ListNumber"), box)
    return para("Questions for us", "Heading1", bookmark="questions") + asking(
        asked, answered_questions(width)
    )


def _decisions(width: int) -> str:
    return (
        para("Decisions of this review", "Heading1", bookmark="decisions")
        + steer("if decisions")
        + para("Still open from before", "Heading2")
        + _earlier(width)
        + para("New decisions", "Heading2")
        + steer("endif")
        + asking(_new(width), made_decisions(width))
    )


def _earlier(width: int) -> str:
    table = Table([4.6, 2.6, 1.5, 1.7], width).head("Decision", "Who", "By when", "State")
    table.tag("for decision in decisions")
    table.row(*(para(f"{{{{ decision.{name} }}}}", "TableText") for name in ("title", "who", "due", "state")))
    table.tag("endfor")
    return table.done(
        "Decisions still open",
        "One row for each earlier decision that is not done: who carries it out and by when.",
    )


def _new(width: int) -> str:
    table = Table([0.55, 4.9, 2.4, 1.7], width, style="BoxTable").head("No.", "Decision", "Who", "By when")
    table.tag("for number in new_decisions")
    tag = "decision-{{ number }}"
    table.row(
        para("{{ number }}", "TableText"),
        field(f"{tag}-what", "New decision {{ number }}", TEXT_CONTROL, "What we decide"),
        field(f"{tag}-who", "Who carries out decision {{ number }}", partner_choice(), "Choose a partner"),
        field(f"{tag}-when", "Date for decision {{ number }}", DATE_CONTROL, "Pick a date"),
        height=520,
    )
    table.tag("endfor")
    return table.done("New decisions", "Empty rows for new decisions: what, who and by when.")


def _sign_off(width: int) -> str:
    table = Table([3.1, 1.9, 2.6, 2.0, 1.4], width, style="BoxTable")
    table.head("Partner", "Agreement", "Comment", "Name", "Date")
    table.tag("for partner in sign_off")
    tag, name = "sign-{{ partner.tag }}", "{{ partner.name }}"
    table.row(
        para(name, "TableText"),
        field(f"{tag}-agree", f"Agreement: {name}", choices(*AGREEMENT), "Choose"),
        field(f"{tag}-comment", f"Comment: {name}", TEXT_CONTROL, "Comment"),
        field(f"{tag}-name", f"Signed by: {name}", TEXT_CONTROL, "Name"),
        field(f"{tag}-date", f"Date: {name}", DATE_CONTROL, "Pick a date"),
        height=400,
    )
    table.tag("endfor")
    rows = table.done(
        "Sign-off", "One row for each partner with fields for agreement, comment, name and date."
    )
    return para("Sign-off", "Heading1", bookmark="signoff") + asking(
        para(AGREE, keep=True) + when("sign_off", rows), signatures(width)
    )


def _about(width: int) -> str:
    return (
        para("About this report", "Heading1", bookmark="about")
        + each("line", "about.method", para("{{ line }}"))
        + _changed(width)
        + _overrides(width)
        + _checks(width)
        + para("Limits in force", "Heading2")
        + para("Where no reason is named, the limit is our own choice.", keep=True)
        + _limits(width)
        + para("Reference", "Heading2")
        + para(
            "Made by {{ report.prepared_by }} from the workbook “{{ report.workbook }}” with records up to "
            "{{ report.as_of }}. Reference {{ report.reference }}; rules {{ report.rules }}. Hashes: records "
            "{{ report.records_hash }}, rules {{ report.rules_hash }}, template {{ report.template_hash }}.",
            "Note",
        )
        + _source()
    )


def _changed(width: int) -> str:
    table = Table([3.6, 1.3, 1.3, 2.2, 1.5], width).head("Limit", "Usual", "Ours", "Changed by", "On")
    table.tag("for line in about.changed")
    table.row(
        *(para(f"{{{{ line.{name} }}}}", "TableText") for name in ("limit", "usual", "now", "who", "when"))
    )
    table.tag("endfor")
    rows = table.done(
        "Changed limits",
        "One row for each limit that our settings changed: usual and present value, who and when.",
    )
    none = para("No limit was changed: all are the usual ones.")
    return para("Changed limits", "Heading2") + when("about.changed", rows, otherwise=none)


def _overrides(width: int) -> str:
    table = Table([2.6, 1.8, 1.8, 2.6, 1.8], width).head(
        "Topic", "Computed", "Set by us", "Reason", "Who and when"
    )
    table.tag("for line in about.overrides")
    table.row(
        *(
            para(f"{{{{ line.{name} }}}}", "TableText")
            for name in ("topic", "computed", "status", "reason", "who")
        )
    )
    table.tag("endfor")
    rows = table.done(
        "Statuses set by a person",
        "One row for each status a person set: computed status, new status, reason, name and date.",
    )
    none = para("No status was set by a person: all are computed from the records.")
    return para("Statuses set by a person", "Heading2") + when("about.overrides", rows, otherwise=none)


def _checks(width: int) -> str:
    table = Table([1.9, 2.6, 2.4, 3.6], width).head("Where", "Expected", "Found", "How to mend it")
    table.tag("for check in about.checks")
    table.row(
        *(para(f"{{{{ check.{name} }}}}", "TableText") for name in ("where", "expected", "found", "mend"))
    )
    table.tag("endfor")
    rows = table.done(
        "Checks of our records",
        "One row for each cell somebody should look at: what was expected, what was found and how "
        "to mend it.",
    )
    more = when("about.more_checks", para("{{ about.more_checks }}", "Note"))
    none = para("The checks found nothing to mend.")
    return (
        para("Checks of our records", "Heading2")
        + steer("if about.checks")
        + rows
        + more
        + steer("else")
        + none
        + steer("endif")
    )


def _limits(width: int) -> str:
    table = Table([2.0, 2.6, 1.25, 1.25, 0.7, 3.1], width)
    table.head("Topic", "What is looked at", "Watch", "Discuss", "From", "Why this limit")
    table.tag("for limit in about.limits")
    table.row(
        para("{{ limit.topic }}", "TableNote"),
        *(
            para(f"{{{{ limit.{name} }}}}", "TableNote")
            for name in ("signal", "watch", "discuss", "least", "reason")
        ),
    )
    table.tag("endfor")
    return table.done(
        "Limits in force",
        "One row for each signal: its limits for Watch and Discuss, the smallest number it needs, and why.",
    )


def _source() -> str:
    return (
        para("The source in its own words", "Heading2", bookmark="source")
        + para("{{ source.credit }}", "Note")
        + para("{{ source.pitfalls_lead }}", "Note", keep=True)
        + each("line", "source.pitfalls", para("{{ line }}", "NoteBullet"))
        + para("{{ source.phases }}", "Note")
        + para("{{ source.tips_lead }}", "Note", keep=True)
        + each("line", "source.tips", para("{{ line }}", "NoteBullet"))
    )
