"""The log says where the program failed and nothing of what is in a workbook."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from partnerxl import logbook


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def stumble() -> None:
    """Fail with a text that quotes a cell, caused by another such fault."""
    try:
        int("ann@example.org")
    except ValueError as inner:
        text = "Ann Example, 555 0100"
        raise KeyError(text) from inner


def fault() -> BaseException:
    """What :func:`stumble` raises."""
    with pytest.raises(KeyError) as caught:
        stumble()
    return caught.value


def test_a_note_names_the_faults_and_the_lines_and_quotes_no_value() -> None:
    path = logbook.note(fault(), "check")

    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "check, Python 3" in text
    assert "builtins.KeyError" in text
    assert "builtins.ValueError" in text
    assert "test_logbook:" in text
    assert "Ann" not in text
    assert "ann@" not in text
    assert "555" not in text


def test_notes_are_added_and_a_long_log_is_put_aside() -> None:
    first = logbook.note(fault(), "check")
    assert first is not None
    once = first.read_text(encoding="utf-8")

    logbook.note(fault(), "refresh")
    assert first.read_text(encoding="utf-8").startswith(once)
    first.write_bytes(b"x" * (logbook.LARGEST + 1))
    logbook.note(fault(), "report")

    assert "report, Python" in first.read_text(encoding="utf-8")
    assert first.with_name("partnerxl.log.1").stat().st_size == logbook.LARGEST + 1


def test_a_log_that_cannot_be_written_is_no_second_fault(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = home / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    for name in ("HOME", "LOCALAPPDATA", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(blocked))

    assert logbook.note(fault(), "check") is None


@pytest.mark.parametrize(
    ("system", "expected"),
    [("win32", "partnerxl"), ("darwin", "Library/Logs/partnerxl"), ("linux", "partnerxl")],
)
def test_each_system_has_its_place_for_logs(
    home: Path, monkeypatch: pytest.MonkeyPatch, system: str, expected: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)

    assert logbook.folder() == home / expected
