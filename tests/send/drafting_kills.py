"""Prepares drafts again and again, each time cut off at a later step: ``python drafting_kills.py WORKBOOK``.

A process is killed by itself just before the n-th step, for every n: a step of preparing is whatever
changes the disk, a step of saving one file is every call. Printed is one JSON object: how many were
killed, and what was wrong afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

from openpyxl import load_workbook

from partnerxl import workflow
from partnerxl.preparing import Wishes
from partnerxl.report.saving import save

DAY = date(2026, 12, 9)
TOUCHES = ("os.rename", "os.link", "os.mkdir", "os.remove", "os.truncate")
MADE = "*.[de][om][cl]*"  # .docx and .eml
SENT = "Sent"
Act = Callable[[Path], object]


def prepare(book: Path) -> None:
    """Prepare the drafts of a workbook."""
    workflow.prepare(book, Wishes(answer_by=DAY), lambda _drafts: True)


class Dying:
    """Kills this process at a step."""

    def __init__(self, last: int) -> None:
        """Let it live so many steps."""
        self.left = last

    def step(self) -> None:
        """One more step."""
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def at_calls(self, act: Callable[[], object]) -> None:
        """Count every call."""
        sys.setprofile(lambda _frame, event, _called: self.step() if event in {"call", "c_call"} else None)
        act()
        sys.setprofile(None)

    def at_changes(self, act: Callable[[], object]) -> None:
        """Count what changes the disk."""
        sys.addaudithook(lambda event, arguments: self.step() if changes(event, arguments) else None)
        act()


def changes(event: str, arguments: tuple[object, ...]) -> bool:
    """True for what changes the disk."""
    how = arguments[2] if event == "open" else 0
    return event.startswith(TOUCHES) or bool(isinstance(how, int) and how & (os.O_WRONLY | os.O_RDWR))


def cut_off(act: Callable[[], object], steps: str, last: int) -> bool:
    """Act in a process of its own that dies after so many steps; False when it had no time to die."""
    child = os.fork()
    if child == 0:
        getattr(Dying(last), steps)(act)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def made(folder: Path) -> dict[str, bytes]:
    """Every Word file and draft of a folder with its bytes."""
    return {path.name: path.read_bytes() for path in folder.rglob(MADE)}


def drafts_cut_off(sample: Path) -> Iterator[str | None]:
    """What was wrong after each kill of a run; None for nothing."""
    whole = made_by(prepare, sample)
    for last in range(sys.maxsize):
        with tempfile.TemporaryDirectory() as folder:
            book = Path(shutil.copy(sample, folder))
            if not cut_off(partial(prepare, book), "at_changes", last):
                return
            yield wrong(book, sample.read_bytes(), whole)


def made_by(act: Act, sample: Path) -> dict[str, bytes]:
    """What a run makes that nobody kills."""
    with tempfile.TemporaryDirectory() as folder:
        act(Path(shutil.copy(sample, folder)))
        return made(Path(folder))


def wrong(book: Path, old: bytes, whole: dict[str, bytes]) -> str | None:
    """What is not as it must be: a file that is not whole, a draft that is noted and not there."""
    found = made(book.parent)
    if found.items() - whole.items():
        return "a file is not whole"
    if book.read_bytes() != old and found != whole:
        return "drafts are noted that are not there"
    prepare(book)
    return None if SENT in load_workbook(book).sheetnames else "a second run noted nothing"


def save_cut_off() -> Iterator[str | None]:
    """The same of one file."""
    content = b"report" * 1000
    for last in range(sys.maxsize):
        with tempfile.TemporaryDirectory() as folder:
            if not cut_off(partial(save, content, Path(folder), "report"), "at_calls", last):
                return
            found = set(made(Path(folder)).values()) - {content}
            yield "a file is not whole" if found else None


def main() -> None:
    """Cut off one run after another until one comes to its end."""
    found = [*save_cut_off(), *drafts_cut_off(Path(sys.argv[1]))]
    sys.stdout.write(json.dumps({"killed": len(found), "wrong": sorted(set(filter(None, found)))}))


if __name__ == "__main__":
    main()
