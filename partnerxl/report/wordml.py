"""Names of WordprocessingML and the few questions the engine asks about its elements."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

Node: TypeAlias = Any  # an lxml element; lxml ships no types

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
PARA_ID = "http://schemas.microsoft.com/office/word/2010/wordml"
W = f"{{{MAIN}}}"

BODY, HEADER, FOOTER = W + "body", W + "hdr", W + "ftr"
PARAGRAPH, RUN, TEXT = W + "p", W + "r", W + "t"
PARAGRAPH_STYLE = W + "pStyle"
TABLE, ROW, CELL = W + "tbl", W + "tr", W + "tc"
CONTROL, CONTROL_FACTS, CONTROL_CONTENT = W + "sdt", W + "sdtPr", W + "sdtContent"
BOX_CONTENT = W + "txbxContent"
VALUE = W + "val"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def parse(raw: bytes) -> Node:
    """The root of one XML part; nothing outside the part is read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(raw, parser)


def texts_of(paragraph: Node) -> list[Node]:
    """The text elements of a paragraph, without those of text boxes inside it."""
    return [text for text in paragraph.iter(TEXT) if holder(text, PARAGRAPH) is paragraph]


def plain(element: Node) -> str:
    """All text below an element."""
    return "".join(text.text or "" for text in element.iter(TEXT))


def holder(element: Node, tag: str) -> Node:
    """The nearest ancestor with that tag, or None."""
    return next(element.iterancestors(tag), None)


def style_of(paragraph: Node) -> str:
    """Id of a paragraph's style; empty for the default style."""
    mark = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if mark is None else str(mark.get(VALUE, ""))


def position(element: Node) -> int:
    """1-based position of an element among its siblings of the same tag."""
    return 1 + sum(1 for _ in element.itersiblings(element.tag, preceding=True))


def number_of(element: Node, path: str, attribute: str = "w") -> int | None:
    """A whole number in an attribute of the element at a path, or None."""
    found = element.find(path)
    text = "" if found is None else str(found.get(W + attribute, ""))
    return int(text) if text.lstrip("-").isdigit() else None
