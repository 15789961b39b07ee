"""The form of the Pulse: twelve statements on one page, answered without a name."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from partnerxl.core.pulse import GROUPS, UNSURE, load_words
from partnerxl.report.design.ooxml import TEXT_CONTROL, Table, control, para, para_of, runs
from partnerxl.report.design.topics import field

LEAD = (
    "Twelve statements about our partnership, five minutes, no names. There is no right or wrong answer, and "
    "“Don’t know” is an answer too."
)
BACK = (
    "**Please return this form to {{ report.prepared_by or 'the sender' }}.** Only the answers go into our workbook: no name, "
    "no file name, no time. They are shown once there are five forms, and separately for employers and others only "
    "when there are five of each."
)
SCALE = {
    "1 – not at all": "1",
    "2": "2",
    "3 – in part": "3",
    "4": "4",
    "5 – fully": "5",
    "Don’t know": UNSURE,
}
GROUP_NAMES = {"An employer or an association of employers": GROUPS[0], "Another partner": GROUPS[1]}
PHASE_SIZE, ROW = 3, 400


def tag(name: str) -> str:
    """The tag of a control: what is asked, and the round."""
    return f"pulse-{name}-{{{{ pulse.round }}}}"


def pulse_page(width: int) -> str:
    """The whole page, for a text width in twips."""
    return (
        para("Pulse {{ pulse.round }}", "CoverKicker")
        + para("How do we see ourselves?", "Title")
        + para("{{ report.initiative }}", "Subtitle")
        + para(LEAD, "Panel")
        + _statements(width)
        + _ending()
        + para(BACK, "Note")
    )


def _list(entries: Mapping[str, str]) -> str:
    """The kind of a control in which one of several entries is chosen: what is shown, and what it stands for."""
    items = "".join(
        f"<w:listItem w:displayText={quoteattr(shown)} w:value={quoteattr(value)}/>"
        for shown, value in entries.items()
    )
    return f'<w:dropDownList><w:listItem w:displayText="Choose" w:value=""/>{items}</w:dropDownList>'


def _statements(width: int) -> str:
    table = Table([0.5, 7.0, 2.5], width).head("No.", "Statement", "How true?")
    words = list(load_words()["items"].items())
    mixed = [pair for at in range(PHASE_SIZE) for pair in words[at::PHASE_SIZE]]
    for number, (item, says) in enumerate(mixed, start=1):
        answer = field(tag(item), says, _list(SCALE), "Choose 1 to 5")
        table.row(para(str(number), "TableNote"), para(says, "TableText"), answer, height=ROW)
    rows = table.done("Twelve statements", "One row for each statement, with a list of answers from 1 to 5.")
    return para("How true is it right now, from 1 (not at all) to 5 (fully)?", "CoverHeading") + rows


def _ending() -> str:
    group = control(tag("Group"), "We are", _list(GROUP_NAMES), "Choose")
    comment = control(tag("Comment"), "Anything else", TEXT_CONTROL, "Write here; leave out names")
    return (
        para("Two things more", "CoverHeading")
        + para_of(runs("We are: ") + group)
        + para("Anything you want to add? It is kept apart from your answers.", keep=True)
        + para_of(comment, "AnswerBox")
    )
