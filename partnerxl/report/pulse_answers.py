"""What a returned form of the pulse says; its properties, names, times and other parts are never looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from partnerxl.core.pulse import GROUPS, UNSURE, Given, items
from partnerxl.report.guard import look
from partnerxl.report.template import DOCUMENT
from partnerxl.report.wordml import (
    CONTROL,
    CONTROL_CONTENT,
    CONTROL_FACTS,
    PARAGRAPH,
    TEXT,
    VALUE,
    W,
    parse,
    plain,
)

if TYPE_CHECKING:
    from partnerxl.report.wordml import Node

TAG = re.compile(r"pulse-(\w+)-(.+)")
MOST = 5


def read_form(content: bytes, name: str) -> Given | None:
    """What a returned form says; None for a Word file that is no form of the pulse.

    Args:
        content: The Word file.
        name: Its name, for messages.

    Raises:
        BrokenTemplate: If it is no Word file, or one that could harm whoever opens it.
    """
    found: dict[str, Node] = {}
    rounds: set[str] = set()
    for control in parse(look(content, name)[DOCUMENT]).iter(CONTROL):
        mark = control.find(f"{CONTROL_FACTS}/{W}tag")
        tag = TAG.fullmatch("" if mark is None else mark.get(VALUE, ""))
        if tag:
            found.setdefault(tag[1], control)
            rounds.add(tag[2])
    if len(rounds) != 1:
        return None
    answers = tuple(_answer(found[item]) if item in found else None for item in items())
    group, comment = found.get("Group"), found.get("Comment")
    return Given(
        rounds.pop(),
        answers,
        "" if group is None else dict(enumerate(GROUPS, start=1)).get(_chosen(group), ""),
        "" if comment is None else _written(comment),
    )


def _answer(control: Node) -> int | str | None:
    """A number from 1 to 5, that somebody does not know, or nothing."""
    chosen = _chosen(control)
    if 1 <= chosen <= MOST:
        return chosen
    return UNSURE if chosen == MOST + 1 else None


def _chosen(control: Node) -> int:
    """The place of the entry that was chosen, from 1, in whatever language; 0 for none."""
    shown = [each.get(f"{W}displayText", "") for each in control.iter(f"{W}listItem")]
    text = _written(control)
    return shown.index(text) if text in shown else 0


def _written(control: Node) -> str:
    """What a control holds, without what only invites to write."""
    content = control.find(CONTROL_CONTENT)
    if content is None or control.find(f"{CONTROL_FACTS}/{W}showingPlcHdr") is not None:
        return ""
    lines = [plain(each) for each in content.iter(PARAGRAPH)] or [_lines(content)]
    return "\n".join(line.strip() for line in lines if line.strip())


def _lines(content: Node) -> str:
    """The text of runs, a line break where there is one."""
    return "".join("\n" if each.tag == f"{W}br" else each.text or "" for each in content.iter(TEXT, f"{W}br"))
