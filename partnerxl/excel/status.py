"""``partnerxl addin status``: what stands between a click and its answer, and the command that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from partnerxl import __version__
from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message
from partnerxl.excel import trial
from partnerxl.excel.build import settings_of
from partnerxl.excel.place import WINDOWS, Place
from partnerxl.excel.settings import VERSION, XLWINGS, interpreter

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
        return Condition(
            place.addin,
            {},
            (Trouble(message("trouble", "not_installed"), message("trouble", "install")), *_excel(place)),
        )
    try:
        found = settings_of(place.addin)
    except OutputError:
        damaged = Trouble(message("trouble", "damaged", addin=place.addin), message("trouble", "install"))
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
                message("trouble", "other_version", name=name, made_for=found.get(key), installed=installed),
                message("trouble", "install"),
            )


def _python(place: Place, python: str) -> Iterator[Trouble]:
    if not Path(python).is_file():
        yield Trouble(message("trouble", "no_python", python=python), message("trouble", "install"))
        return
    fault = trial.click_fault(python) or trial.unusable(place)
    if fault:
        yield Trouble(
            message("trouble", "cannot_run", python=python, fault=fault),
            message("trouble", "install_again"),
        )


def _files(place: Place) -> Iterator[Trouble]:
    """What belongs beside the add-in, and what keeps Excel from opening it."""
    needed = [place.folder, *([place.script] if place.script else [])]
    for path in needed:
        if not path.exists():
            yield Trouble(message("trouble", "missing", path=path), message("trouble", "install"))
    if place.addin.with_name(place.addin.name + UNBLOCK).exists():
        yield Trouble(message("trouble", "blocked"), message("trouble", "install"))
    if place.system == WINDOWS and not _library(Path(place.python)):
        again = f"python -m pip install --force-reinstall xlwings=={version('xlwings')}"
        yield Trouble(message("trouble", "no_functions"), message("trouble", "type", command=again))


def _library(python: Path) -> bool:
    """Whether the library is beside Python, or one folder up as in a virtual environment."""
    name = f"xlwings64-{version('xlwings')}.dll"
    return any((folder / name).exists() for folder in (python.parent, python.parent.parent))


def _excel(place: Place) -> Iterator[Trouble]:
    if place.excel is None:
        yield Trouble(
            message("trouble", "no_excel"),
            message("trouble", "get_excel"),
        )
