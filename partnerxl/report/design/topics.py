"""The heart of the review report: the eight topics, what partners bring, voices and tips."""

from __future__ import annotations

from partnerxl.report.design.circle import asking, replies
from partnerxl.report.design.ooxml import (
    DATE_CONTROL,
    TEXT_CONTROL,
    Table,
    control,
    each,
    para,
    para_of,
    runs,
    steer,
    styled,
    when,
)

PARTNERS = "{{ partner_names }}"
UNSEEN = "A tip that is not seen in our records may well be practiced: tell us, and we will write it down."
COSTS = (
    "Amounts are what partners committed and delivered, as recorded; in kind counts as much as "
    "cash. All partners "
    "have costs that must be supported: please tell us about yours."
)


def topics(width: int) -> str:
    """Topics to tips, for a text width in twips."""
    return _topics(width) + _partners(width) + _voices(width) + _tips(width)


def partner_choice(prompt: str = "Choose a partner") -> str:
    """The kind of a control in which one of our partners is chosen."""
    return (
        f'<w:dropDownList><w:listItem w:displayText="{prompt}" w:value=""/>'
        f'<w:listItem w:displayText="{PARTNERS}" w:value="{PARTNERS}"/></w:dropDownList>'
    )


def field(tag: str, title: str, kind: str, prompt: str) -> str:
    """A content control as a paragraph of a table cell."""
    return para_of(control(tag, title, kind, prompt), "TableText")


def _topics(width: int) -> str:
    return (
        para("Topics to discuss", "Heading1", bookmark="topics")
        + para("{{ topics.lead }}", keep=True)
        + _overview(width)
        + para(
            "Each topic below names the rows of our workbook it rests on, so that anyone can "
            "check. Replies are printed as they are written.",
            "Note",
        )
        + each("topic", "topics.rows", _topic(width))
        + steer("if topics.quiet")
        + para("Topics with no sign", "Heading2")
        + _quiet(width)
        + steer("endif")
        + steer("if topics.unknown")
        + para("What we could not assess", "Heading2")
        + para("Not recorded does not mean fine. These entries would let us tell:", keep=True)
        + _unknown(width)
        + steer("endif")
    )


def _overview(width: int) -> str:
    table = Table([4.3, 2.2, 3.5], width).head("Topic", "Status", "What it rests on")
    table.tag("for line in topics.overview")
    table.row(
        table.text("{{ line.title }}", "TableStrong"),
        table.text("{{p line.status|chip }}"),
        table.text("{{ line.records }}"),
    )
    table.tag("endfor")
    return table.done(
        "The eight topics at a glance",
        "One row for each topic: its status in words and how much is recorded.",
    )


def _topic(width: int) -> str:
    return (
        para("{{ topic.title }}", "Heading2") + _topic_table(width) + asking(_answers(width), replies(width))
    )


def _topic_table(width: int) -> str:
    table = Table([1.7, 7.75], width).head("Status", "What our records show")
    source = styled("{{ line.source }}", "SourceRows")
    said = each("line", "topic.evidence", para_of(runs("{{ line.says }} ") + source, "TableItem", keep=True))
    override = when("topic.override", table.text("{{ topic.override }}", "TableStrong"))
    chip = table.text("{{p topic.status|chip }}") + table.text("{{ topic.records }}", "ChipNote")
    table.row(chip, override + said)
    _listed(table, "May explain it", "topic.explains")
    _listed(table, "Goes well", "topic.well")
    table.keep = True  # from here on one piece with the answers below
    _listed(table, "Ideas to try", "topic.ideas")
    _single(table, "Would change it", "topic.change")
    _single(table, "Not recorded", "topic.unknown")
    table.row(*(para(words, "TableStrong", keep=True) for words in ("To talk about", "{{ topic.prompt }}")))
    return table.done(
        "Status and evidence of one topic",
        "Status and evidence first; then what may explain it, what goes well, ideas to try and a "
        "question to talk about.",
    )


def _listed(table: Table, label: str, items: str) -> None:
    """A row of bullets that stands only when the list has an entry."""
    table.tag(f"if {items}")
    bullets = steer(f"for line in {items}") + table.text("{{ line }}", "TableBullet") + steer("endfor")
    table.row(table.text(label, "TableStrong"), bullets)
    table.tag("endif")


def _single(table: Table, label: str, text: str) -> None:
    """A row with one sentence that stands only when there is one."""
    table.tag(f"if {text}")
    table.row(table.text(label, "TableStrong"), table.text(f"{{{{ {text} }}}}"))
    table.tag("endif")


def _answers(width: int) -> str:
    table = Table([3.4, 3.0, 1.75, 1.3], width, style="BoxTable")
    table.head("Our reply", "Next step", "Who leads", "By when")
    key, name = "{{ topic.id }}", "{{ topic.title }}"
    table.row(
        field(f"reply-{key}", f"Our reply: {name}", TEXT_CONTROL, "Write our reply here"),
        field(f"step-{key}-what", f"Next step: {name}", TEXT_CONTROL, "What we will do"),
        field(f"step-{key}-who", f"Who leads: {name}", partner_choice(), "Choose a partner"),
        field(f"step-{key}-when", f"By when: {name}", DATE_CONTROL, "Pick a date"),
        height=900,
    )
    return para("", "TableGap", keep=True) + table.done(
        "Our reply and next step", "One row to fill in: our reply, the next step, who leads it and by when."
    )


def _quiet(width: int) -> str:
    table = Table([3.2, 2.2, 5.0], width).head("Topic", "Status", "What we looked at")
    table.tag("for line in topics.quiet")
    table.row(
        table.text("{{ line.title }}", "TableStrong"),
        table.text("{{p line.status|chip }}"),
        table.text("{{ line.says }}"),
    )
    table.tag("endfor")
    return table.done(
        "Topics with no sign",
        "One row for each topic in which the records show no sign, with what we looked at.",
    )


def _unknown(width: int) -> str:
    table = Table([3.2, 2.2, 5.0], width).head("Topic", "Status", "What to record, and where")
    table.tag("for line in topics.unknown")
    bullets = each("entry", "line.record", para("{{ entry }}", "TableBullet"))
    table.row(para("{{ line.title }}", "TableStrong"), para("{{p line.status|chip }}", "TableText"), bullets)
    table.tag("endfor")
    return table.done(
        "What we could not assess",
        "One row for each topic we cannot judge yet, with what to record and where.",
    )


def _partners(width: int) -> str:
    table = Table([3.1, 2.1, 4.2, 1.6], width).head("Partner", "Role", "What they bring", "Arrived so far")
    table.tag("for partner in contributions.rows")
    table.row(
        para("{{ partner.name }}", "TableStrong"),
        para("{{ partner.role }}", "TableText"),
        para("{{ partner.brings }}", "TableText"),
        para("{{ partner.arrived }}", "TableText"),
    )
    table.tag("endfor")
    rows = table.done(
        "What each partner brings",
        "One row for each partner that agreed to be shown, sorted by role: what they bring and "
        "what has arrived.",
    )
    costs = each("cost", "contributions.costs", para("{{ cost }}", "ListBullet"))
    return (
        para("What each partner brings", "Heading1", bookmark="partners")
        + para("{{ contributions.lead }}", keep=True)
        + when("contributions.rows", rows)
        + when("contributions.more", para("{{ contributions.more }}", "Note"))
        + para(COSTS, "Note")
        + when("contributions.costs", para("Costs that need support", "Heading2"), costs)
    )


def _voices(width: int) -> str:
    needs = Table([1.5, 2.3, 3.4, 3.2], width).head("When", "Who", "What they told us", "What changed")
    needs.tag("for need in voices.needs")
    needs.row(*(para(f"{{{{ need.{name} }}}}", "TableText") for name in ("when", "who", "need", "changed")))
    needs.tag("endfor")
    pools = Table([2.6, 3.6, 2.2, 2.0], width).head(
        "Who we set out to reach", "Who reaches them", "Joined of planned", "Were they asked?"
    )
    pools.tag("for pool in voices.pools")
    pools.row(
        para("{{ pool.name }}", "TableStrong"),
        *(para(f"{{{{ pool.{name} }}}}", "TableText") for name in ("reached", "joined", "asked")),
    )
    pools.tag("endfor")
    told = needs.done(
        "What we were told", "One row for each need recorded: when, who, what they told us and what changed."
    )
    reached = pools.done(
        "Workers we set out to reach",
        "One row for each group: who reaches them, how many joined, and whether they were asked.",
    )
    pulse = each("line", "voices.pulse", para("{{ line }}", "ListBullet"))
    return (
        para("Voices", "Heading1", bookmark="voices")
        + para("Employers and other stakeholders", "Heading2")
        + each("line", "voices.employers", para("{{ line }}", keep=True))
        + when("voices.needs", told)
        + para("Workers and labor pools", "Heading2")
        + each("line", "voices.workers", para("{{ line }}", keep=True))
        + when("voices.pools", reached)
        + when("voices.pulse", para("What partners answered themselves", "Heading2"), pulse)
    )


def _tips(width: int) -> str:
    table = Table([0.55, 4.8, 2.7, 2.7], width).head("No.", "Tip", "State", "Where it shows")
    table.tag("for tip in tips.rows")
    table.row(
        table.text("{{ tip.number }}"),
        table.text("{{ tip.title }}"),
        table.text("{{p tip.state|chip }}"),
        table.text("{{ tip.source }}", "TableNote"),
    )
    table.tag("endfor")
    rows = table.done(
        "Tips in practice", "One row for each of the 13 tips: its state in words and the rows that show it."
    )
    lead = para("{{ tips.lead }}", keep=True)
    return para("Tips in practice", "Heading1", bookmark="tips") + lead + rows + para(UNSEEN, "Note")
