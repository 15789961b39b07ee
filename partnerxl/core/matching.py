"""How names are compared (R1)."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

REMEMBERED = 2**16
MARKS = frozenset({"Mn", "Mc"})
LOOKS = frozenset(map(chr, (0x034F, *range(0xFE00, 0xFE10))))  # how the sign before looks, not what it is


@lru_cache(REMEMBERED)
def clean(text: str) -> str:
    """Letters and digits only, whatever the case; two texts that give the same are one name (R1).

    >>> clean("Joined date") == clean("JOINED-DATE") == clean("JoinedDate")
    True
    """
    bare = "".join(filter(_counts, unicodedata.normalize("NFKC", text).casefold()))
    return unicodedata.normalize("NFKC", bare)


def _counts(sign: str) -> bool:
    """True for letters and digits, and for the marks that are vowels in many scripts."""
    return sign.isalnum() or (unicodedata.category(sign) in MARKS and sign not in LOOKS)


def nearest(text: str, choices: Iterable[str]) -> str:
    """The choice that looks most like the text; empty when none comes near.

    >>> nearest("Partnres", ["Partners", "Progress"])
    'Partners'
    """
    known = {clean(choice): choice for choice in choices}
    found = difflib.get_close_matches(clean(text), known, n=1)
    return known[found[0]] if found else ""
