"""Problems by their code; the words stand in problems.toml."""

from __future__ import annotations

import msgspec

from partnerxl.core.catalogue import load_languages, read_blocks
from partnerxl.core.contact import mask
from partnerxl.core.errors import Problem
from partnerxl.core.language import each_language, spoken

LONGEST = 60


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a kind of problem says."""

    expected: str
    found: str
    mend: str


@each_language
def load_problems() -> dict[str, Words]:
    """The words of every problem by its code."""
    return read_blocks("problems.toml", Words)


def problem(code: str, where: str, **slots: object) -> Problem:
    """A problem in words; what people typed is shortened and freed of contact data."""
    words = load_problems()[code]
    filled = {name: short(str(slot)) if name == "typed" else slot for name, slot in slots.items()}
    expected, found, mend = (
        mask(text.format(**filled)) for text in (words.expected, words.found, words.mend)
    )
    return Problem(code, where, expected, found, mend, load_languages()[spoken()].problem)


def short(text: str) -> str:
    """A text short enough for a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
