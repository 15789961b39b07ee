"""``partnerxl addin status``: what stands between a click and its answer, and the command that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from partnerxl import __version__
from partnerxl.core.errors import OutputError
from partnerxl.excel import trial
from partnerxl.excel.build import settings_of
from partnerxl.excel.place import WINDOWS, Place
from partnerxl.excel.settings import VERSION, XLWINGS, interpreter

INSTALL = "Type: partnerxl addin install"
UNBLOCK = ":Zone.Identifier"  # where Windows notes that a file came from the internet


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong, and what mends it."""

    what: str
    mend: str


@dataclass(frozen=True)
class Condition:
    """How the add-in stands.

    Attributes:
        addin: Where it is or belongs; None where there is no Excel.
        settings: What its own sheet says; empty when it is not there.
        troubles: What is wrong.
    """

    addin: Path | None
    settings: dict[str, str]
    troubles: tuple[Trouble, ...]


def status(place: Place) -> Condition:
    """How the add-in stands here."""
    if not place.runs_excel:
        return Condition(None, {}, (_elsewhere(place),))
    if not place.addin.exists():
        return Condition(place.addin, {}, (Trouble("The add-in is not installed.", INSTALL), *_excel(place)))
    try:
        found = settings_of(place.addin)
    except OutputError:
        damaged = Trouble(f"{place.addin} is damaged or not ours.", INSTALL)
        return Condition(place.addin, {}, (damaged, *_excel(place)))
    return Condition(place.addin, found, tuple(_troubles(place, found)))


def _elsewhere(place: Place) -> Trouble:
    try:
        _ = place.addin
    except OutputError as refusal:
        what, _, mend = str(refusal).partition(". ")
    return Trouble(f"{what}.", mend)


def _troubles(place: Place, found: dict[str, str]) -> Iterator[Trouble]:
    yield from _versions(found)
    yield from _python(place, interpreter(found))
    yield from _files(place)
    yield from _excel(place)


def _versions(found: dict[str, str]) -> Iterator[Trouble]:
    for name, key, installed in (
        ("partnerxl", VERSION, __version__),
        ("xlwings", XLWINGS, version("xlwings")),
    ):
        if found.get(key) != installed:
            yield Trouble(
                f"The add-in was made for {name} {found.get(key)}; {installed} is installed.", INSTALL
            )


def _python(place: Place, python: str) -> Iterator[Trouble]:
    if not Path(python).is_file():
        yield Trouble(f"The Python it starts is gone: {python}.", INSTALL)
        return
    fault = trial.click_fault(python) or trial.unusable(place)
    if fault:
        yield Trouble(
            f"{python} cannot run partnerxl ({fault}).",
            f"Install partnerxl again, then {INSTALL[0].lower()}{INSTALL[1:]}",
        )


def _files(place: Place) -> Iterator[Trouble]:
    """What belongs beside the add-in, and what keeps Excel from opening it."""
    needed = [place.folder, *([place.script] if place.script else [])]
    for path in needed:
        if not path.exists():
            yield Trouble(f"{path} is missing.", INSTALL)
    if place.addin.with_name(place.addin.name + UNBLOCK).exists():
        yield Trouble("Windows blocks the add-in as a file from the internet.", INSTALL)
    if place.system == WINDOWS and not _library(Path(place.python)):
        again = f"python -m pip install --force-reinstall xlwings=={version('xlwings')}"
        yield Trouble(
            "The part of xlwings for worksheet functions is missing; buttons work.", f"Type: {again}"
        )


def _library(python: Path) -> bool:
    """Whether the library is beside Python, or one folder up as in a virtual environment."""
    name = f"xlwings64-{version('xlwings')}.dll"
    return any((folder / name).exists() for folder in (python.parent, python.parent.parent))


def _excel(place: Place) -> Iterator[Trouble]:
    if place.excel is None:
        yield Trouble(
            "Excel was not found on this computer.",
            "Install Microsoft Excel; the tab appears at its next start.",
        )
