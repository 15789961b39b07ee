"""What a new workbook says on its first sheet, in its headings and in its messages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

FILE = Path(__file__).with_name("start.toml")


class Legend(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the three colors of headings mean."""

    title: str
    required: str
    recommended: str
    optional: str


class SheetList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The list of sheets on the first sheet."""

    title: str
    columns: tuple[str, str, str, str]
    core: str
    logs: str
    people: str
    results: str


class FormWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Headings of the Initiative form, and its section titles by the field that follows."""

    columns: tuple[str, str, str, str]
    sections: dict[str, str]


class Errors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a cell answers to a value it does not expect."""

    choice: str
    open: str
    date: str
    number: str
    between: str
    least: str
    whole: str


class Habit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reading habit that stands on the Settings sheet."""

    threshold: str
    title: str
    default: str
    unit: str


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All words of start.toml."""

    title: str
    welcome: str
    lines: tuple[str, ...]
    time: str
    legend: Legend
    sheets: SheetList
    results: dict[str, str]
    form: FormWords
    errors: Errors
    settings: tuple[Habit, ...]


@cache
def load_words() -> Words:
    """The words of start.toml."""
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Words)
