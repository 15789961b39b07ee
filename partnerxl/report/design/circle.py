"""Parts of the review report about what came back: earlier actions, and the answers of a signed-off copy."""

from __future__ import annotations

from partnerxl.report.design.ooxml import Table, each, para, steer, when

SIGNED = "signed.mark"


def last_time(width: int) -> str:
    """What we decided last time; nothing where there was nothing."""
    table = Table([2.9, 1.6, 1.2, 2.1, 3.5], width)
    table.head("What we decided", "By when", "Status", "It answers", "What our records say since")
    table.tag("for action in actions.rows")
    table.row(
        para("{{ action.action }}", "TableStrong") + para("{{ action.who }}", "TableNote"),
        para("{{ action.due }}", "TableText"),
        para("{{ action.status }}", "TableText"),
        para("{{ action.answers }}", "TableText"),
        para("{{ action.says }}", "TableText"),
    )
    table.tag("endfor")
    rows = table.done(
        "What we decided last time",
        "One row for each earlier action: what and who, by when, status, the topic and tip it answers, and "
        "how the signals of its topic read then and now.",
    )
    return when(
        "actions.rows",
        para("What we decided last time", "Heading2"),
        para(
            "A signal may move for many reasons; why it did, only we can say.",
            keep=True,
        ),
        rows,
        when("actions.more", para("{{ actions.more }}", "Note")),
    )


def signed_note() -> str:
    """What a signed-off copy says of itself on the cover."""
    note = when("signed.note", para("{{ signed.note }}", "Note"))
    return when(SIGNED, para("{{ signed.mark }}", "Panel"), note)


def replies(width: int) -> str:
    """What partners replied to a topic, and the next steps that were agreed."""
    said = _replies(width, "topic.replies", "Replies to this topic")
    return (
        para("", "TableGap", keep=True)
        + when("topic.replies", said, otherwise=para("No reply yet."))
        + when(
            "topic.steps", para("", "TableGap", keep=True), _steps(width, "topic.steps", "Next steps agreed")
        )
    )


def answered_questions(width: int) -> str:
    """The questions with their answers, and answers to something else."""
    said = _replies(width, "asked.replies", "Answers to this question")
    asked = each(
        "asked",
        "signed.questions",
        para("{{ asked.question }}", "ListNumber", keep=True),
        when("asked.replies", said, otherwise=para("No answer yet.")),
    )
    table = Table([2.6, 2.6, 5.2], width).head("About", "Partner", "In their words")
    table.tag("for reply in signed.others")
    table.row(*(para(f"{{{{ reply.{name} }}}}", "TableText") for name in ("about", "who", "says")))
    table.tag("endfor")
    others = table.done(
        "Other answers", "One row for each answer to something else: what it is about, who, and their words."
    )
    return asked + when("signed.others", para("Other answers", "Heading2"), others)


def made_decisions(width: int) -> str:
    """The decisions of the review."""
    rows = _steps(width, "signed.decisions", "Decisions of this review")
    return when("signed.decisions", rows, otherwise=para("No decision is on record."))


def signatures(width: int) -> str:
    """The word of each partner."""
    table = Table([3.0, 2.0, 3.0, 1.8, 1.5], width).head("Partner", "Agreement", "Comment", "Name", "Date")
    table.tag("for each in signed.signatures")
    names = ("name", "agreement", "comment", "signed_by", "date")
    table.row(*(para(f"{{{{ each.{name} }}}}", "TableText") for name in names))
    table.tag("endfor")
    rows = table.done(
        "What partners signed",
        "One row for each partner in alphabetical order: its agreement, comment, who signed and when.",
    )
    return (
        para("{{ signed.lead }}", keep=True)
        + when("signed.signatures", rows)
        + when("signed.conflicts", para("{{ signed.conflicts }}", "Note"))
        + when("signed.hidden", para("{{ signed.hidden }}", "Note"))
    )


def _replies(width: int, items: str, title: str) -> str:
    table = Table([2.8, 5.6, 2.0], width).head("Partner", "In their words", "Agreement")
    table.tag(f"for reply in {items}")
    table.row(*(para(f"{{{{ reply.{name} }}}}", "TableText") for name in ("who", "says", "agree")))
    table.tag("endfor")
    return table.done(title, "One row for each partner that answered and agreed to be shown.")


def _steps(width: int, items: str, title: str) -> str:
    table = Table([5.6, 2.8, 1.7], width).head("What we agreed", "Who", "By when")
    table.tag(f"for step in {items}")
    table.row(*(para(f"{{{{ step.{name} }}}}", "TableText") for name in ("what", "who", "due")))
    table.tag("endfor")
    return table.done(title, "One row for each step: what, who and by when.")


def asking(otherwise: str, signed: str) -> str:
    """Fields that ask for answers, or in a signed-off copy the answers."""
    return steer(f"if {SIGNED}") + signed + steer("else") + otherwise + steer("endif")
