"""The catalogue: sheets, pitfalls, phases, tips and texts as data, checked when they are loaded."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from partnerxl.core.errors import CatalogueError

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


def _read(name: str, shape: object) -> object:
    """One file of the catalogue, decoded into the shape given."""
    blocks = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    try:
        return msgspec.convert(blocks, shape)  # type: ignore[call-overload]
    except msgspec.ValidationError as fault:
        text = f"{name}: {fault}"
        raise CatalogueError(text) from fault


@cache
def load_sheets() -> dict[str, SheetSpec]:
    """Every sheet of the workbook by its name, in workbook order."""
    return _read("sheets.toml", dict[str, SheetSpec])  # type: ignore[return-value]
