"""Fills the fields of a paper as a person does in Word, for the demo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.report.guard import DOCUMENT, contents
from partnerxl.report.packing import pack
from partnerxl.report.wordml import (
    CONTROL,
    CONTROL_CONTENT,
    CONTROL_FACTS,
    PARAGRAPH,
    RUN,
    SPACE,
    TEXT,
    VALUE,
    W,
    parse,
)

if TYPE_CHECKING:
    from partnerxl.report.wordml import Node


def filled(paper: bytes, answers: Mapping[str, str]) -> bytes:
    """A paper with answers in its fields.

    Args:
        paper: The Word file.
        answers: Tag or title of a field -> what a person writes or chooses there; a date as year, month and day.

    Raises:
        BrokenTemplate: If it is no Word file.
    """
    parts = contents(paper, "paper.docx")
    root = parse(parts[DOCUMENT])
    for control in root.iter(CONTROL):
        names = [control.find(f"{CONTROL_FACTS}/{W}{name}") for name in ("tag", "alias")]
        answer = next(
            (answers[name.get(VALUE)] for name in names if name is not None and name.get(VALUE) in answers),
            "",
        )
        if answer:
            _write(control, answer)
    parts[DOCUMENT] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts)


def _write(control: Node, answer: str) -> None:
    """Put a text into one field; it shows no prompt any more."""
    facts, content = control.find(CONTROL_FACTS), control.find(CONTROL_CONTENT)
    for prompt in facts.findall(W + "showingPlcHdr"):
        facts.remove(prompt)
    day = facts.find(W + "date")
    if day is not None:
        day.set(W + "fullDate", f"{answer}T00:00:00Z")
    shown = {each.get(W + "value"): each.get(W + "displayText") for each in facts.iter(W + "listItem")}
    paragraph = next(content.iter(PARAGRAPH), content)
    for run in paragraph.findall(RUN):
        paragraph.remove(run)
    run = etree.SubElement(paragraph, RUN)
    for number, line in enumerate((shown.get(answer) or answer).split("\n")):
        if number:
            etree.SubElement(run, W + "br")
        etree.SubElement(run, TEXT, {SPACE: "preserve"}).text = line
