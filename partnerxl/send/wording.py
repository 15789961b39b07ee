"""The words of drafts and of what the preview finds, from send.toml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from partnerxl.core import texts
from partnerxl.core.catalogue import load_languages, read_blocks
from partnerxl.core.contact import mask
from partnerxl.core.errors import Problem
from partnerxl.core.language import each_language, spoken


@each_language
def load_words() -> dict[str, dict[str, str]]:
    """Every sentence by its block and its name."""
    return read_blocks("send.toml", dict[str, str])


def say(block: str, key: str, **slots: object) -> str:
    """A sentence with its slots filled."""
    return load_words()[block][key].format(**slots)


def problem(code: str, where: str, **slots: object) -> Problem:
    """A problem in words, without contact data (R123)."""
    expected, found, mend = (mask(say(code, part, **slots)) for part in ("expected", "found", "mend"))
    return Problem(code, where, expected, found, mend, load_languages()[spoken()].problem)


def by_code(found: Iterable[Problem]) -> dict[str, str]:
    """The first problem of each code in words, and where else it is."""
    first: dict[str, Problem] = {}
    places: dict[str, dict[str, None]] = {}
    for each in found:
        first.setdefault(each.code, each)
        places.setdefault(each.code, {})[each.where] = None
    return {code: f"{each}{_same(list(places[code])[1:])}" for code, each in first.items()}


def _same(others: Sequence[str]) -> str:
    return f" {say('said', 'same', places=texts.listed(others))}" if others else ""
