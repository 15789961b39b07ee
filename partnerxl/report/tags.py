"""Tags as staff type them: found in the joined text of a paragraph, wherever Word has cut them into runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from partnerxl.core.messages import message
from partnerxl.report.expressions import CURLY
from partnerxl.report.wordml import SPACE, TEXT, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["value", "block", "note", "paragraph", "row", "inline", "column"]

MARKS = ("{{", "{%", "{#", "}}", "%}", "#}")
TAG = re.compile(
    r"\{\{(?P<value>(?:(?!\{\{|\{%).)*?)\}\}|\{%(?P<control>(?:(?!\{\{|\{%).)*?)%\}|\{#(?P<note>.*?)#\}",
    re.DOTALL,
)
SLIP = re.compile(
    r"\{(?:%\s*(?:(?:p|tr)\s+)?|\s*(?:p|tr)\s+)(?P<control>(?:for|if|elif|else|endfor|endif)\b[^{}]*?)\s*%?\}"
    r"|\{{1,2}\s*(?P<value>[A-Za-z_][\w.]*(?:\s*\|\s*\w+)?)\s*\}{1,2}"
)
SCOPES: dict[str, Kind] = {"p": "paragraph", "tr": "row", "tc": "column", "r": "inline"}
WORDS = ("for", "if", "elif", "else", "endif", "endfor")
OPENING = {"endfor": "for", "endif": "if"}
LOOP = re.compile(r"(?P<name>[A-Za-z]\w*)\s+in\s+(?P<items>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag.

    Attributes:
        kind: What it does: print a value, hold a block, note something, or steer.
        text: What stands between the braces, without the leading letters.
        start: Where it begins in the paragraph's text.
        end: Where it ends.
        shown: The tag as it reads.
    """

    kind: Kind
    text: str
    start: int
    end: int
    shown: str


def has_marks(text: str) -> bool:
    """True when a text holds a brace pair of any tag."""
    return any(mark in text for mark in MARKS)


def may_hold_tags(text: str) -> bool:
    """True when a text holds a brace, which may be a piece of a tag."""
    return "{" in text or "}" in text


def tags_in(text: str) -> list[Tag]:
    """The tags of a paragraph's text, in order."""
    return [_tag(found) for found in TAG.finditer(text)]


def _tag(found: re.Match[str]) -> Tag:
    kind, text = _kind(found)
    shown = " ".join(found.group().split())
    return Tag(kind, text.translate(CURLY).strip(), found.start(), found.end(), shown)


def _kind(found: re.Match[str]) -> tuple[Kind, str]:
    if found["note"] is not None:
        return "note", found["note"]
    if found["value"] is not None:
        text = found["value"]
        return ("block", text[1:]) if re.match(r"p\s", text) else ("value", text)
    text = found["control"].strip("-+")
    letters, rest = (*text.split(None, 1), "", "")[:2]
    return (SCOPES[letters], rest) if letters in SCOPES else ("inline", text)


def slips(text: str, found: Sequence[Tag]) -> list[tuple[str, str]]:
    """What reads almost like a tag outside all tags: as it reads, and what is wrong with it."""
    outside = _outside(text, found)
    near = [(" ".join(slip.group().split()), _mended(slip)) for slip in SLIP.finditer(outside)]
    rest = SLIP.sub("\0", outside)
    return near + [(mark, message("tag", "half")) for mark in MARKS if mark in rest]


def _outside(text: str, found: Sequence[Tag]) -> str:
    rest, at = [], 0
    for tag in found:
        rest.append(text[at : tag.start])
        at = tag.end
    return "\0".join([*rest, text[at:]])


def _mended(slip: re.Match[str]) -> str:
    if slip["value"]:
        return message("tag", "braces", value=slip["value"])
    return message("tag", "control", control=slip["control"])


def alone(text: str, found: Sequence[Tag]) -> bool:
    """True when a text is nothing but one tag."""
    return len(found) == 1 and text.strip() == text[found[0].start : found[0].end]


def gather(texts: Sequence[Node], found: Sequence[Tag]) -> list[tuple[Node, Tag]]:
    """Take every tag out of the runs it is cut into.

    Args:
        texts: The text elements of a paragraph.
        found: The tags of their joined text, in order.

    Returns:
        For each tag the text element it begins in. Each such element now holds its own text up to its
        first tag; each tag's text after it is in the tail of an empty ``tag`` child, in order.
    """
    pieces = _cut(texts, found)
    placed: list[tuple[Node, Tag]] = []
    for text, (before, tags) in zip(texts, pieces, strict=True):
        text.text = before
        if text.tag == TEXT:  # a document property knows no such mark
            text.set(SPACE, "preserve")
        for tag, after in tags:
            mark = text.makeelement("tag")
            mark.tail = after
            text.append(mark)
            placed.append((mark, tag))
    return placed


def _cut(texts: Sequence[Node], found: Sequence[Tag]) -> list[tuple[str, list[tuple[Tag, str]]]]:
    """For each text element: its text up to the first tag in it, then each tag with the text that follows."""
    pieces: list[tuple[str, list[tuple[Tag, str]]]] = []
    start = 0
    for text in texts:
        own = text.text or ""
        pieces.append(_cut_one(own, start, found))
        start += len(own)
    return pieces


def _cut_one(own: str, start: int, found: Sequence[Tag]) -> tuple[str, list[tuple[Tag, str]]]:
    end, at = start + len(own), start
    before = ""
    tags: list[tuple[Tag, str]] = []
    for tag in found:
        if tag.end <= start or tag.start >= end:
            continue
        before = _keep(own[at - start : max(tag.start, start) - start], before, tags)
        if tag.start >= start:
            tags.append((tag, ""))
        at = min(tag.end, end)
    return _keep(own[at - start :], before, tags), tags


def _keep(piece: str, before: str, tags: list[tuple[Tag, str]]) -> str:
    """The text before all tags, once a piece of plain text was added there or behind the last tag."""
    if not tags:
        return before + piece
    tag, after = tags[-1]
    tags[-1] = (tag, after + piece)
    return before


def loop_parts(text: str) -> tuple[str, str] | None:
    """Name and list of ``for name in list``, or None when it reads differently."""
    found = LOOP.fullmatch(text.removeprefix("for").strip())
    return (found["name"], found["items"]) if found else None
