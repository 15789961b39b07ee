"""The table of buttons, read from commands.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("commands.toml")
CLICKS = "partnerxl.excel.clicks"


@dataclass(frozen=True)
class Command:
    """One button; the table says what each attribute is for."""

    key: str
    label: str
    group: str
    icon: str
    screentip: str
    supertip: str
    keytip: str
    busy: str
    workbook: bool
    target: str
    size: str = "normal"
    menu: bool = False

    @property
    def name(self) -> str:
        """Its name in the ribbon and in the macros.

        >>> table().command("refresh_scores").name
        'pxlRefreshScores'
        """
        return "pxl" + "".join(part.capitalize() for part in self.key.split("_"))

    @property
    def python(self) -> str:
        """The line of Python that it runs; empty when a macro does it all.

        >>> table().command("check_data").python
        'import partnerxl.excel.clicks; partnerxl.excel.clicks.check_data()'
        """
        place, _, function = self.target.partition(".")
        return line(function) if place == "clicks" else ""

    @property
    def macro(self) -> str:
        """The macro that does it all; empty when Python does."""
        place, _, macro = self.target.partition(".")
        return macro if place == "macros" else ""


@dataclass(frozen=True)
class Tab:
    """The tab: what it is called, the letter after Alt, and the tab it follows."""

    label: str
    keytip: str
    after: str


@dataclass(frozen=True)
class Menu:
    """The menu that gathers the buttons with ``menu = true``."""

    label: str
    group: str
    icon: str
    screentip: str
    supertip: str
    keytip: str


@dataclass(frozen=True)
class Table:
    """All of commands.toml."""

    tab: Tab
    menu: Menu
    commands: tuple[Command, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups from left to right."""
        return tuple(dict.fromkeys(command.group for command in self.commands))

    def buttons(self, group: str) -> tuple[Command, ...]:
        """The buttons that stand in a group, those of the menu left out."""
        return tuple(command for command in self.commands if command.group == group and not command.menu)

    @property
    def entries(self) -> tuple[Command, ...]:
        """What the menu holds."""
        return tuple(command for command in self.commands if command.menu)

    def command(self, key: str) -> Command:
        """The button of a key."""
        return next(command for command in self.commands if command.key == key)


def line(function: str) -> str:
    """The line of Python that runs a function of clicks.py."""
    return f"import {CLICKS}; {CLICKS}.{function}()"


@cache
def table() -> Table:
    """The table that is shipped."""
    return read(TABLE.read_text(encoding="utf-8"))


def read(text: str) -> Table:
    """The table that a text in TOML holds; a key nobody knows is a mistake."""
    found: dict[str, Any] = tomllib.loads(text)
    commands = tuple(Command(key, **block) for key, block in found["commands"].items())
    return Table(Tab(**found["tab"]), Menu(**found["menu"]), commands)
