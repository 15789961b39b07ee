"""A command line to test with: what a command printed and how it ended."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from partnerxl.cli import main

ROOT = Path(__file__).parents[1]
WORKBOOKS = ROOT / "workbooks"


@dataclass(frozen=True)
class Outcome:
    """Exit code, what went to the screen, and what went where errors go."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class CommandLine:
    """Runs commands in this process."""

    captured: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Outcome:
        """The outcome of ``partnerxl`` with these arguments."""
        self.captured.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = self.captured.readouterr()
        assert "Traceback" not in out + err
        return Outcome(int(ended.value.code or 0), out, err)


def sample(name: str, folder: Path) -> Path:
    """A copy of a sample workbook."""
    return Path(shutil.copyfile(WORKBOOKS / f"{name}.xlsx", folder / f"{name}.xlsx"))


@contextmanager
def changed(path: Path) -> Iterator[Workbook]:
    """A workbook to change; it is saved at the end."""
    book = load_workbook(path)
    yield book
    book.save(path)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
