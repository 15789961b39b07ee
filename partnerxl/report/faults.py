"""What is wrong with a template, and where; all faults of a run travel together."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnerxl.core.errors import TemplateError
from partnerxl.core.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN = 40
PARTS = ("header", "footer", "properties")
"""Parts of a document that have a word of their own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a tag stands: file, part, heading above it, table, row and column.

    ``path`` leads programs to its paragraph; people read the others.
    """

    file: str
    part: str = ""
    heading: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        """The place in words."""
        part = message("place", self.part) if self.part in PARTS else self.part
        steps = [self.file, part, message("place", "heading", heading=self.heading) if self.heading else ""]
        steps += [message("place", "table", n=self.table) if self.table else ""]
        steps += [message("place", "row", n=self.row) if self.row else ""]
        steps += [message("place", "column", n=self.column) if self.column else ""]
        return ", ".join(step for step in steps if step)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a person has to mend in a template."""

    place: Place
    tag: str
    text: str

    def __str__(self) -> str:
        """Place, tag and what is wrong."""
        near = f", {self.tag}" if self.tag else ""
        return f"{self.place}{near}: {self.text}"


class BrokenTemplate(TemplateError):  # noqa: N818  a state of the template, like its siblings' names
    """A template that cannot be used; ``faults`` holds every place to mend."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Gather faults, each once; the text lists the first of them."""
        self.faults = tuple(dict.fromkeys(faults))
        lines = list(dict.fromkeys(str(fault) for fault in self.faults))
        more = [message("template", "more", n=len(lines) - SHOWN)] if len(lines) > SHOWN else []
        super().__init__("\n".join([*lines[:SHOWN], *more]))


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """A question that offers the nearest choice, with a space before it, or nothing."""
    near = difflib.get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f" {message('hint', 'near', near=near[0])}" if near else ""
