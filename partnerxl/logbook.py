"""Notes for whoever mends the program: where it failed, and nothing of what is in a workbook."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

NAME = "partnerxl.log"
LARGEST = 1 << 20
OLDER = ".1"


def folder() -> Path:
    """The user's folder for logs, by the custom of the operating system."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "partnerxl"
    if sys.platform == "darwin":
        return home / "Library" / "Logs" / "partnerxl"
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "partnerxl"


def note(fault: BaseException, command: str, reason: str = "") -> Path | None:
    """Write down where the program failed and say in which file; None when that cannot be written.

    The text of the fault is left out, because it may quote a cell.

    Args:
        fault: What was raised.
        command: What was being done.
        reason: Why, in words that quote nothing from a workbook.
    """
    path = folder() / NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > LARGEST:
            path.replace(path.with_name(NAME + OLDER))
        with path.open("a", encoding="utf-8") as log:
            log.writelines(f"{line}\n" for line in _lines(fault, command, reason))
    except OSError:
        return None
    return path


def _lines(fault: BaseException, command: str, reason: str) -> Iterator[str]:
    system = f"Python {platform.python_version()} on {sys.platform}"
    yield f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC, {command}, {system}"
    if reason:
        yield f"  {reason}"
    link: BaseException | None = fault
    while link is not None:
        yield f"  {type(link).__module__}.{type(link).__qualname__}"
        yield from _steps(link.__traceback__)
        link = link.__cause__ or link.__context__


def _steps(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        frame = trace.tb_frame
        yield f"    {frame.f_globals.get('__name__')}:{trace.tb_lineno} {frame.f_code.co_name}"
        trace = trace.tb_next
