"""What Excel makes of something that is typed into a cell or put there by a program."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

NUMBER = re.compile(
    r"(?=[^eE]*\d)[$€£]?\s*[-+]?[$€£]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?\s*%?"
)
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
DAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:T[\d:.]+Z?)?"),
    re.compile(r"(?P<month>\d{1,2})[/-](?P<day>\d{1,2})(?:[/-](?P<year>\d{2,4}))?"),
    re.compile(r"(?P<name>[a-z]{3,9})[ -](?P<day>\d{1,2})(?:,? (?P<year>\d{4}))?", re.IGNORECASE),
    re.compile(r"(?P<day>\d{1,2})[ -](?P<name>[a-z]{3,9})(?:[ -](?P<year>\d{2,4}))?", re.IGNORECASE),
    re.compile(r"(?P<name>[a-z]{3,9}) (?P<year>\d{4})", re.IGNORECASE),
)
TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?( [ap]m)?", re.IGNORECASE)
LINK = re.compile(r'=HYPERLINK\("(?:[^"]|"")*","((?:[^"]|"")*)"\)')
THIS_YEAR = 2026


@dataclass(frozen=True)
class Entered:
    """What a cell holds afterwards: its value, its formula, and whether an apostrophe made it text."""

    value: object
    formula: str = ""
    quoted: bool = False


def entered(typed: object) -> Entered:
    """What a cell holds after something was put into it."""
    if not isinstance(typed, str):
        return Entered(float(typed) if type(typed) is int else typed)
    if typed.startswith("'"):
        return Entered(typed[1:], quoted=True)
    if typed.startswith("="):
        return Entered(result(typed), typed)
    return Entered(_read(typed)) if (plain := _read(typed)) is not None else _text(typed, plain)


def result(formula: str) -> object:
    """What a formula of ours gives; others were never calculated here."""
    found = LINK.fullmatch(formula)
    return found[1].replace('""', '"') if found else None


def _text(typed: str, _plain: None) -> Entered:
    if typed.startswith(("+", "-", "@")):
        return Entered(None, f"={typed}")
    return Entered(typed or None)


def _read(typed: str) -> object:
    """A number, a day, a time, a yes or no; None for text."""
    text = typed.strip()
    if text.casefold() in {"true", "false"}:
        return text.casefold() == "true"
    bare = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    if any(sign.isdigit() for sign in bare) and NUMBER.fullmatch(bare):
        number = float(re.sub(r"[$€£,%\s]", "", bare))
        return (number / 100 if bare.endswith("%") else number) * (1 if bare == text else -1)
    if found := TIME.fullmatch(text):
        return (int(found[1]) * 60 + int(found[2])) / 1440
    return next((day for pattern in DAYS if (day := _day(pattern.fullmatch(text)))), None)


def _day(found: re.Match[str] | None) -> dt.datetime | None:
    if found is None:
        return None
    parts = found.groupdict()
    name = (parts.get("name") or "").casefold()[:3]
    if name and name not in MONTHS:
        return None
    month = MONTHS.index(name) + 1 if name else int(parts["month"])
    try:
        return dt.datetime(int(parts.get("year") or THIS_YEAR), month, int(parts.get("day") or 1))
    except ValueError:
        return None
