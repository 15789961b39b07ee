"""The addresses in a cell, each checked before it may stand in a header."""

from __future__ import annotations

import re
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

SEPARATORS = re.compile(r"[;,\r\n]+")


@dataclass(frozen=True)
class Addresses:
    """What a cell holds: addresses that mail programs take, and whether there was anything else."""

    good: tuple[str, ...]
    odd: bool


def read(cell: str) -> Addresses:
    """The addresses in a cell, separated by ; or , or line breaks; doubled ones once.

    >>> read("ana@example.org; bo@example.org"), read("ana at example.org")
    (Addresses(good=('ana@example.org', 'bo@example.org'), odd=False), Addresses(good=(), odd=True))
    """
    pieces = [piece.strip() for piece in SEPARATORS.split(cell)]
    found = [_checked(piece) for piece in pieces if piece]
    return Addresses(tuple(dict.fromkeys(filter(None, found))), "" in found)


def _checked(text: str) -> str:
    """An address in letters that every mail server takes; empty when it is none. No server is asked."""
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return ""
    return found.ascii_email or ""
