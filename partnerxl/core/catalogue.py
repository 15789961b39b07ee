"""The catalogue: sheets, pitfalls, phases, tips and texts as data, checked when they are loaded."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from partnerxl.core.errors import CatalogueError
from partnerxl.core.language import laid_over, spoken
from partnerxl.core.limits import number
from partnerxl.core.matching import clean

FOLDER = Path(__file__).parent.parent / "catalogue"

Kind = Literal["text", "choice", "number", "date", "list", "partner", "partners", "period", "flag"]
Need = Literal["required", "recommended", "optional"]


class ColumnSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One column of a sheet, or one field of the Initiative form."""

    heading: str
    kind: Kind
    need: Need
    help: str
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    open: bool = False
    least: float | None = None
    most: float | None = None
    whole: bool = False
    format: str = ""


class SheetSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One sheet of the workbook."""

    help: str
    columns: dict[str, ColumnSpec]
    core: bool = False
    form: bool = False
    key: str = ""


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A language that texts exist in.

    Attributes:
        names: What people call it, the best name first.
        locale: How dates and numbers are written in it.
        problem: The sentence of a problem in the records.
    """

    names: tuple[str, ...]
    locale: str
    problem: str


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words and numbers that the measures share, by what they are for (rules.toml)."""

    version: str
    words: dict[str, tuple[str, ...]]
    days: dict[str, int]
    months: dict[str, int]
    counts: dict[str, int]
    shares: dict[str, Fraction]
    bands: dict[str, int]


def read_blocks(name: str, shape: object) -> dict[str, Any]:
    """The blocks of one file of the catalogue, each decoded into the shape given.

    Raises:
        CatalogueError: If a block does not have that shape; the text names file, block and choices.
    """
    return {key: _converted(f"{name} [{key}]", block, shape) for key, block in _blocks(name).items()}


def _blocks(name: str) -> dict[str, object]:
    """A file of the catalogue, with the texts of the language that is spoken."""
    english = _read(FOLDER / name)
    other = FOLDER / spoken() / name
    found: dict[str, object] = laid_over(english, _read(other)) if other.is_file() else english
    return found


def _read(file: Path) -> dict[str, object]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def _converted(place: str, block: object, shape: object) -> Any:  # noqa: ANN401  any shape
    try:
        return msgspec.convert(block, shape, dec_hook=_decode)
    except msgspec.ValidationError as fault:
        text = f"{place}: {fault}"
        raise CatalogueError(text) from fault


def _decode(kind: Any, text: Any) -> Any:  # noqa: ANN401  msgspec passes any type
    """Numbers and phrases as an expert writes them."""
    return number(text) if kind is Fraction else kind.parse(text)


@cache
def load_sheets() -> dict[str, SheetSpec]:
    """Every sheet of the workbook by its name, in workbook order."""
    return read_blocks("sheets.toml", SheetSpec)


@cache
def load_languages() -> dict[str, Language]:
    """The languages that texts exist in, by their codes."""
    return read_blocks("languages.toml", Language)


def language_named(name: str) -> str:
    """The code of a language by what a person calls it; empty when texts do not exist in it."""
    called = {clean(each): code for code, found in load_languages().items() for each in found.names}
    return called.get(clean(name), "")


@cache
def load_rules() -> Rules:
    """The words and numbers of rules.toml."""
    found: Rules = _converted("rules.toml", _blocks("rules.toml"), Rules)
    return found
