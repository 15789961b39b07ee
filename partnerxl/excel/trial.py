"""Whether a click would work here, tried before Excel is opened."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message
from partnerxl.excel.commands import line
from partnerxl.excel.place import MAC, WINDOWS, Place

PATH = "false;;;;;;"  # what the macros of xlwings hand over under our settings
CLICK = f"import xlwings.utils;xlwings.utils.prepare_sys_path({PATH!r}); {line('ready')}"
REHEARSAL = """
import compileall, sys
from pathlib import Path
import partnerxl, xlwings
from partnerxl import workflow
for package in (partnerxl, xlwings):
    compileall.compile_dir(package.__path__[0], quiet=2)
workflow.demo(Path(sys.argv[1]))
"""
SIGNS_OF_A_SHELL = re.compile(r"[^\w./@+-]", re.ASCII)
STORE = "PythonSoftwareFoundation.Python"
LAST = 300  # characters of what Python printed: the end says what it was


def refuse_unusable(place: Place) -> None:
    """Refuse a Python that Excel cannot start.

    Raises:
        OutputError: If it is one.
    """
    why = unusable(place)
    if why:
        raise OutputError(why)


def unusable(place: Place) -> str:
    """Why Excel cannot start this Python, and what to do; empty when it can."""
    if place.system == MAC and SIGNS_OF_A_SHELL.search(place.python):
        return message("addin", "mac_path", python=place.python)
    if place.system == WINDOWS and STORE in place.base:
        return message("addin", "store")
    if place.system == WINDOWS and ("%" in place.python or not _readable(place.python)):
        return message("addin", "macro_path", python=place.python)
    return ""


def _readable(path: str) -> bool:
    """Whether the old character set in which macros look for a file holds a path."""
    try:
        path.encode("mbcs" if sys.platform == "win32" else "cp1252")
    except UnicodeEncodeError:
        return False
    return True


def rehearse(python: str) -> None:
    """Let Python do once what clicks do, on invented workbooks.

    This shows that everything is there, and leaves the byte code: a click starts Python with -B, which
    never keeps any, and would compile everything anew each time.

    Raises:
        OutputError: If it fails.
    """
    kept = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as folder:
        fault = _fault([python, "-c", REHEARSAL, str(Path(folder) / "demo")], kept)
    if fault:
        raise OutputError(broken(python, fault))


def click_fault(python: str) -> str:
    """What goes wrong with the very command that a click runs, its function doing nothing; empty when it works."""
    return _fault([python, "-B", "-c", CLICK], dict(os.environ))


def broken(python: str, fault: str) -> str:
    """A fault in words."""
    return message("addin", "broken", python=python, fault=fault)


def _fault(command: list[str], surroundings: dict[str, str]) -> str:
    """The last line of what a command that failed printed; empty when it went well."""
    try:
        done = subprocess.run(  # noqa: S603  our own interpreter and code
            command,
            cwd=Path(command[0]).parent,
            env=surroundings,
            capture_output=True,
            text=True,
            check=False,
            errors="replace",
        )
    except OSError as fault:
        return fault.strerror or type(fault).__name__
    said = done.stderr.strip().splitlines() or [message("addin", "wordless")]
    return said[-1][-LAST:] if done.returncode else ""
