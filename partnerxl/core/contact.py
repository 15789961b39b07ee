"""Contact data: e-mail addresses and telephone numbers, which are never printed (R123)."""

from __future__ import annotations

import re

REMOVED = "[contact removed]"
HINT = re.compile(r"@|\d{3}")
CONTACT = re.compile(
    r"""
      [^\s@<>()\[\],;:"]{1,64} @ [^\s@<>()\[\],;:"]* [^\s@<>()\[\],;:".]    # e-mail address
    | (?<![\w+]) \+ \d [\d\s().\-/\u2010-\u2015\u00a0]{5,} \d          # +1 212 555 0100, +44 20 7946 0000
    | (?<![\w.]) (?:1[\s.\-\u00a0]?)?                                  # (212) 555-0100, 212.555.0100, 2125550100
      (?: \(\d{3}\)[\s\u00a0]? | \d{3}[\s.\-/\u2010-\u2015\u00a0] )
      \d{3} [\s.\-\u2010-\u2015\u00a0] \d{4} (?![\w])
    | (?<![\w.\-/]) [2-9]\d{2}[2-9]\d{6} (?![\w\-/])
    | (?<![\w.\-/]) \d{3} [.\-\u2010-\u2015] \d{4} (?![\w\-/])         # 555-0100
    """,
    re.VERBOSE,
)


def mask(text: str) -> str:
    """The text with every e-mail address and telephone number replaced.

    >>> mask("Write to pat@example.org or call (212) 555-0100.")
    'Write to [contact removed] or call [contact removed].'
    """
    return CONTACT.sub(REMOVED, text) if HINT.search(text) else text


def holds_contact(text: str) -> bool:
    """True when the text holds an e-mail address or a telephone number."""
    return bool(HINT.search(text)) and bool(CONTACT.search(text))
