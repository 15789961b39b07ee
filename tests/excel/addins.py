"""An add-in to test with, and its parts."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

from pyopenvba import ExcelFile
from vba_world import LOG, MAC_PYTHON, WINDOWS_PYTHON

from partnerxl.excel.build import build
from partnerxl.excel.place import WINDOWS, Place
from partnerxl.excel.settings import settings


def place(home: Path, system: str = WINDOWS, python: str = WINDOWS_PYTHON) -> Place:
    """A user's home of that system."""
    return Place(
        system=system,
        home=home,
        roaming=home / "AppData" / "Roaming",
        local=home / "AppData" / "Local",
        python=python,
        base=python,
        excel=home / "Excel",
        log=home / "log" / "partnerxl.log",
    )


def all_settings() -> dict[str, str | bool]:
    """The settings of an add-in for both systems, so that one file serves all tests."""
    rows = settings(place(Path("/home/ana")))
    return {
        **rows,
        "INTERPRETER_MAC": MAC_PYTHON,
        "PARTNERXL LOG": LOG,
        "PARTNERXL GUIDE": r"C:\guide\excel-guide.html",
        "PARTNERXL WORKBOOK": r"C:\guide\Partnership.xlsx",
    }


def write_addin(path: Path) -> Path:
    """Write an add-in and give its path."""
    path.write_bytes(build(all_settings()).content)
    return path


def parts(addin: Path) -> dict[str, bytes]:
    """The parts of an add-in."""
    with zipfile.ZipFile(addin) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(path: Path, content: Mapping[str, bytes]) -> Path:
    """Write an add-in of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in content.items():
            package.writestr(name, part)
    return path


def modules(addin: Path) -> dict[str, str]:
    """The modules of an add-in, with the line ends of Python."""
    with ExcelFile(addin) as file:
        return {name: source.replace("\r\n", "\n") for name, source in file.vba_modules().items()}
