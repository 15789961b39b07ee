"""Fills the fields of a paper and saves it, as Word, LibreOffice or Pages would."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from lxml import etree
from papers import changed

from partnerxl.report.wordml import CONTROL, CONTROL_CONTENT, CONTROL_FACTS, RUN, TEXT, VALUE, W, parse

if TYPE_CHECKING:
    from partnerxl.report.wordml import Node

DOCUMENT, PROPERTIES = "word/document.xml", "docProps/custom.xml"
Written = str | date
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fields(raw: bytes) -> dict[str, Node]:
    """The fields of a paper by their tags."""
    return {tag_of(each): each for each in _document(raw).iter(CONTROL)}


def tag_of(control: Node) -> str:
    """The tag of a field."""
    return str(control.find(f"{CONTROL_FACTS}/{W}tag").get(VALUE))


def filled(raw: bytes, answers: Mapping[str, Written]) -> bytes:
    """The paper with something written, chosen or picked in some of its fields."""
    assert answers.keys() <= fields(raw).keys()

    def fill(document: Node) -> None:
        for control in document.iter(CONTROL):
            if tag_of(control) in answers:
                write(control, answers[tag_of(control)])

    return edited(raw, fill)


def write(control: Node, text: Written) -> None:
    """Write into a field as Word does: the prompt goes, with its look and the mark that it is one."""
    facts, content = control.find(CONTROL_FACTS), control.find(CONTROL_CONTENT)
    for mark in facts.findall(f"{W}showingPlcHdr"):
        facts.remove(mark)
    if isinstance(text, date):
        facts.find(f"{W}date").set(f"{W}fullDate", f"{text:%Y-%m-%d}T00:00:00Z")
        text = f"{text:%b} {text.day}, {text.year}"
    for each in list(content):
        content.remove(each)
    content.append(run(text))


def run(text: str) -> Node:
    """A run with a text, a break between two lines of it."""
    made = etree.Element(RUN)
    for at, line in enumerate(text.split("\n")):
        if at:
            etree.SubElement(made, f"{W}br")
        etree.SubElement(made, TEXT, {SPACE: "preserve"}).text = line
    return made


def edited(raw: bytes, act: Callable[[Node], None]) -> bytes:
    """The paper after something was done to its document."""
    document = _document(raw)
    act(document)
    return changed(raw, [(DOCUMENT, etree.tostring(document, xml_declaration=True, encoding="UTF-8"))])


def without_fields(raw: bytes) -> bytes:
    """The paper as Pages saves it: what stood in a field stays as plain text, the field is gone."""

    def drop(document: Node) -> None:
        for control in list(document.iter(CONTROL)):
            parent, content = control.getparent(), control.find(CONTROL_CONTENT)
            for each in list(content):
                control.addprevious(each)
            parent.remove(control)

    return edited(raw, drop)


def with_property(raw: bytes, name: str, text: str) -> bytes:
    """The paper with another text in one of its own properties."""
    properties = parse(part_of(raw, PROPERTIES))
    next(each for each in properties if each.get("name") == name)[0].text = text
    return changed(raw, [(PROPERTIES, etree.tostring(properties, xml_declaration=True, encoding="UTF-8"))])


def properties_of(raw: bytes) -> dict[str, str]:
    """The paper's own properties."""
    return {each.get("name"): "".join(each.itertext()) for each in parse(part_of(raw, PROPERTIES))}


def part_of(raw: bytes, name: str) -> bytes:
    """One part of a paper."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return package.read(name)


def options(control: Node) -> Iterator[str]:
    """What can be chosen in a field."""
    yield from (str(each.get(f"{W}value")) for each in control.iter(f"{W}listItem") if each.get(f"{W}value"))


def _document(raw: bytes) -> Node:
    return parse(part_of(raw, DOCUMENT))
