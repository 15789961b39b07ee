"""The page of whoever leads the review: a plan for the meeting, with a question for each phase and topic."""

from __future__ import annotations

from partnerxl.report.design.ooxml import Table, each, para, steer, when

LEAD = (
    "You hold the talk, not the answers. The report is a mirror: it shows what the records say, and only the "
    "people in the room can say why."
)
PLAN = (
    ("Ground rules", "Agree on how we talk today", "10"),
    ("Celebrate", "What worked, and thanks", "15"),
    ("Phases", "Each marks where they see us, then we look at the signs", "15"),
    ("Topics", "Two or three, chosen together", "40"),
    ("Decisions", "Who does what, by when", "20"),
    ("Sign-off", "Agree, agree with a comment, or do not agree", "10"),
)
BEFORE = (
    "Send the report a week ahead and each partner its own page; ask for corrections, not for applause.",
    "Read the replies that came back. Ask their authors whether they may be read out.",
    "Print one copy of page 1 and of the phases for each table; bring pens in two colors.",
    "Ask someone else to keep time and to write down decisions in the words of those who will carry them out.",
)
RULES = (
    "We talk about topics and records, not about people.",
    "What is not recorded is not known; it is neither good nor bad news.",
    "Disagreement is welcome and is written down as it is said.",
    "Everyone speaks once before anyone speaks twice.",
    "What is said here is used outside only as we agree at the end.",
)
MARK = (
    "Before anyone looks at the bars, each partner writes down one or two phases: where do we see ourselves?",
    "Put the marks on the wall without names. Then show the signs, and ask: where do marks and records differ, and why?",
    "Several phases can hold at once. Signs of Storming are no fault; openly voiced disagreement shows trust.",
)
TALK = (
    "Let partners choose two or three topics by a show of hands.",
    "For each: read the evidence aloud, ask what else explains it, ask what goes well already, then what to try.",
    "Stop at a next step with a name and a date. No step is better than one that nobody owns.",
)
CLOSE = (
    "Read every decision back: what, who, by when. Write it into part 9 of the report.",
    "Ask each partner to agree, to agree with a comment, or not to agree. A disagreement is printed as it was written.",
    "Ask: what should we record from now on, so that we see more next time?",
)
LOUD = (
    "**When it gets loud:** name what you see (“this matters to us”), slow down, go back to a row in the records, and "
    "ask what each side would need. **When it gets quiet:** give two minutes to write before anyone speaks."
)


def facilitator_page(width: int) -> str:
    """The whole page, for a text width in twips."""
    return (
        para("For whoever leads the review", "CoverKicker")
        + para("Leading our review", "Title")
        + para("{{ report.initiative }}", "Subtitle")
        + para("{{ report.period }}", "Subtitle")
        + para(LEAD, "Lead")
        + _plan(width)
        + _chapter("Before the meeting", *BEFORE)
        + _chapter("Ground rules, 10 minutes", *RULES)
        + _celebrate()
        + _phases(width)
        + _topics(width)
        + _decide()
    )


def _bullets(*lines: str) -> str:
    return "".join(para(line, "ListBullet") for line in lines)


def _chapter(title: str, *lines: str) -> str:
    return para(title, "Heading1") + _bullets(*lines)


def _plan(width: int) -> str:
    table = Table([2.0, 6.4, 0.9], width, keep=True).head("Part", "What we do", "Minutes>")
    for part, does, minutes in PLAN:
        table.row(table.text(part, "TableStrong"), table.text(does), table.text(minutes, "TableNumber"))
    total = sum(int(minutes) for *_, minutes in PLAN)
    return table.done(
        "Plan of the meeting", "The parts of the meeting, what we do in each, and the minutes."
    ) + para(f"{total} minutes; with 90, take one topic less, and with 120, one more.", "Note")


def _celebrate() -> str:
    return (
        para("Celebrate, 15 minutes", "Heading1")
        + para("Go around: what worked, and whom do you thank? Our records can start the round:", keep=True)
        + when(
            "guide.wins",
            each("win", "guide.wins", para("{{ win }}", "ListBullet")),
            otherwise=para(
                "Nothing is on record yet that worked; all the better if it is said aloud.", "ListBullet"
            ),
        )
    )


def _phases(width: int) -> str:
    table = Table([2.3, 2.4, 5.0], width).head("Phase", "Signs in our records", "To ask")
    table.tag("for phase in guide.phases")
    table.row(
        table.text("{{ phase.name }}", "TableStrong") + table.text("{{ phase.nick }}", "TableNote"),
        table.text("{{ phase.band }}"),
        table.text("{{ phase.prompt }}"),
    )
    table.tag("endfor")
    rows = table.done("Phases", "One row for each phase: the signs in our records and a question to ask.")
    return _chapter("Phases, 15 minutes", *MARK) + rows


def _topics(width: int) -> str:
    first = (
        para("{{ topic.title }}", "Heading2")
        + para("**{{ topic.status }}.** {{ topic.says }}", keep=True)
        + when("topic.explains", para("May explain it: {{ topic.explains }}", "Note", keep=True))
        + para("**Ask:** {{ topic.prompt }}", "Panel")
    )
    table = Table([3.1, 2.2, 5.0], width).head("Topic", "Status", "To ask")
    table.tag("for topic in guide.others")
    table.row(
        para("{{ topic.title }}", "TableStrong"),
        para("{{p topic.status|chip }}", "TableText"),
        para("{{ topic.prompt }}", "TableText"),
    )
    table.tag("endfor")
    others = table.done("Other topics", "One row for each other topic: its status and a question to ask.")
    return (
        _chapter("Topics, 40 minutes", *TALK)
        + when(
            "guide.first",
            para("Our records put these first; partners may choose others.", keep=True),
            otherwise=para(
                "Our records put no topic first. Ask which one matters most to us now.", keep=True
            ),
        )
        + each("topic", "guide.first", first)
        + when("guide.others", para("Topics to choose from", "Heading2"), others)
        + steer("if guide.missing")
        + para("{{ guide.missing }}", "Note")
        + steer("endif")
        + each("line", "guide.apart", para("{{ line }}", "Note"))
        + para(LOUD, "Panel")
    )


def _decide() -> str:
    return (
        para("Decisions and sign-off, 30 minutes", "Heading1")
        + para("{{ guide.open }}", "ListBullet")
        + _bullets(*CLOSE)
        + para("Reference {{ report.reference }}; rules {{ report.rules }}.", "Note")
    )
