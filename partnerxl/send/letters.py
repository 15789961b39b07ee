"""The note to one partner, as plain text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from partnerxl.send.own_lines import OwnLines
from partnerxl.send.wording import say

MOST_LINES = 8
STYLE = "font-family:Calibri,Arial,sans-serif;font-size:11pt;line-height:1.4;color:#1B2A36;max-width:40em"
Part = str | tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """A note: paragraphs, and lists between them."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """As plain text."""
        blocks = [
            part if isinstance(part, str) else "\n".join(f"- {line}" for line in part) for part in self.parts
        ]
        return "\n\n".join(blocks) + "\n"

    @property
    def html(self) -> str:
        """As HTML; whatever people typed is text in it."""
        body = "\n".join(map(_html, self.parts))
        code = say("language", "code")
        return (
            f'<!DOCTYPE html>\n<html lang="{code}">\n<head><meta charset="utf-8"></head>\n'
            f'<body>\n<div style="{STYLE}">\n{body}\n</div>\n</body>\n</html>\n'
        )


def _html(part: Part) -> str:
    if isinstance(part, str):
        return f"<p>{'<br>'.join(escape(part).splitlines())}</p>"
    items = "\n".join(f"<li>{escape(line)}</li>" for line in part)
    return f"<ul>\n{items}\n</ul>"


@dataclass(frozen=True)
class About:
    """What a note speaks of beside the partner's own lines.

    Attributes:
        partner: The partner's name.
        person: Who is greeted, or nothing.
        answer_by: The day to answer, in words.
        reference: The reference of the report, or nothing.
        signed: Who writes, line by line.
        with_form: Whether the form of the pulse goes along.
    """

    partner: str
    person: str
    answer_by: str
    reference: str
    signed: tuple[str, ...]
    with_form: bool = False

    @property
    def greeting(self) -> str:
        """How the partner is addressed."""
        if self.person:
            return say("letter", "dear_person", name=self.person)
        return say("letter", "dear_partner", partner=self.partner)


def letter(about: About, own: OwnLines) -> Letter:
    """The note to a partner: its own lines, one question, and the day to answer."""
    return Letter(tuple(_parts(about, own)))


def _parts(about: About, own: OwnLines) -> Iterator[Part]:
    yield about.greeting
    yield say("letter", "opening", partner=about.partner)
    for key, lines in (("promised", own.promised), ("open", own.waiting)):
        if lines:
            yield say("letter", key)
            yield _few(lines)
    yield say("letter", "ask_late", title=own.late) if own.late else say("letter", "ask")
    yield say("letter", "answer", date=about.answer_by)
    if about.with_form:
        yield say("letter", "pulse")
    yield "\n".join((say("letter", "thanks"), *about.signed))
    if about.reference:
        yield say("letter", "reference", reference=about.reference)


def _few(lines: Sequence[str]) -> tuple[str, ...]:
    """The first lines, and how many more there are."""
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return (*lines[: MOST_LINES - 1], say("letter", "more", n=len(lines) - MOST_LINES + 1))
