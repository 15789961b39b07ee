"""Reads a returned copy: its reference, and what was written into its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.messages import message
from partnerxl.core.returned import Answer, Returned
from partnerxl.report import guard
from partnerxl.report.faults import BrokenTemplate
from partnerxl.report.marks import PROPERTIES, REFERENCE
from partnerxl.report.wordml import (
    CONTROL,
    CONTROL_CONTENT,
    CONTROL_FACTS,
    PARAGRAPH,
    TEXT,
    VALUE,
    W,
    parse,
)

if TYPE_CHECKING:
    from partnerxl.report.wordml import Node

LARGEST = guard.LARGEST_FILE
COMMENTS = "word/comments.xml"
PLACEHOLDER = "showingPlcHdr"
LINES = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-"}
SECOND = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box again, for older programs
GONE = (W + "del", W + "moveFrom", SECOND)
TRACKED = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
DAY = 10  # signs of a date as year, month and day


def read_copy(file: Path) -> Returned:
    """What stands in a file that came back; one that cannot be read says why."""
    try:
        if file.stat().st_size > LARGEST:
            return Returned(file.name, refusal=message("copy", "large", most=LARGEST >> 20))
        return read_bytes(file.read_bytes(), file.name)
    except OSError as fault:
        return Returned(
            file.name, refusal=message("copy", "unreadable", why=fault.strerror or type(fault).__name__)
        )


def read_bytes(raw: bytes, name: str) -> Returned:
    """What stands in a returned copy; one that cannot be read says why."""
    try:
        parts = guard.contents(raw, name)
        document, properties = parse(parts[guard.DOCUMENT]), _properties(parts)
        comments = len(parse(parts[COMMENTS])) if COMMENTS in parts else 0
    except BrokenTemplate as refusal:
        return Returned(name, refusal=" ".join(dict.fromkeys(fault.text for fault in refusal.faults)))
    except etree.XMLSyntaxError:
        return Returned(name, refusal=message("copy", "damaged"))
    reference = properties.get("Reference", "")
    known = REFERENCE.fullmatch(reference) is not None
    fields = [control for control in document.iter(CONTROL) if _tag(control)]
    return Returned(
        name,
        reference=reference if known else "",
        records=properties.get("Records hash", ""),
        initiative=properties.get("Initiative", ""),
        partner=properties.get("Partner", ""),
        tags=tuple(map(_tag, fields)),
        answers=tuple(_answers(fields)),
        tracked=next(document.iter(*TRACKED), None) is not None,
        comments=comments,
    )


def _properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The document's own properties by their names."""
    root = parse(parts[PROPERTIES]) if PROPERTIES in parts else ()
    return {each.get("name", ""): "".join(each.itertext()).strip() for each in root}


def _answers(fields: list[Node]) -> Iterator[Answer]:
    for control in fields:
        text = _value(control).strip()
        if text:
            title = control.find(f"{CONTROL_FACTS}/{W}alias")
            yield Answer(_tag(control), "" if title is None else title.get(VALUE, ""), text)


def _tag(control: Node) -> str:
    mark = control.find(f"{CONTROL_FACTS}/{W}tag")
    return "" if mark is None else str(mark.get(VALUE, ""))


def _value(control: Node) -> str:
    """What a field holds; nothing while it shows its prompt."""
    facts, content = control.find(CONTROL_FACTS), control.find(CONTROL_CONTENT)
    if content is None or facts.find(W + PLACEHOLDER) is not None:
        return ""
    shown = _text(content)
    day = facts.find(W + "date")
    if day is not None and day.get(W + "fullDate"):
        return str(day.get(W + "fullDate"))[:DAY]
    choices = {
        each.get(W + "displayText", ""): each.get(W + "value", "") for each in facts.iter(W + "listItem")
    }
    return choices.get(shown.strip()) or shown


def _text(content: Node) -> str:
    """The text as it reads when tracked changes are accepted, a line for each paragraph."""
    lines: dict[Node, list[str]] = {each: [] for each in (content, *content.iter(PARAGRAPH))}
    for each in content.iter(TEXT, *LINES):
        if next(each.iterancestors(*GONE), None) is None:
            paragraph = next((above for above in each.iterancestors() if above in lines), content)
            lines[paragraph].append(LINES.get(each.tag, each.text or ""))
    return "\n".join(map("".join, lines.values()))
