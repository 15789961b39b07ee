"""The PDF through Word, with stand-ins for Word: no machine of ours has one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from partnerxl.report import pdf
from partnerxl.report.word import NO_SAVE, PDF, SCRIPT, WITH_HEADINGS, find_word

STAND_IN = """#!{python}
import pathlib, sys
script = sys.stdin.buffer.read()
pathlib.Path(sys.argv[3]).write_bytes(pathlib.Path(sys.argv[2]).read_bytes() + script)
"""


class RecordedWord:
    """Stands in for Word: it notes what it is asked and exports as it is told to."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.asked: list[tuple[str, tuple[object, ...], dict[str, object]]] = []
        self.breaks = breaks

    @property
    def Documents(self) -> RecordedWord:  # noqa: N802  a name of Word
        return self

    def __getattr__(self, name: str) -> Any:
        def asked(*values: object, **named: object) -> RecordedWord:
            self.asked.append((name, values, named))
            if name == "ExportAsFixedFormat":
                self._export(str(values[0]))
            return self

        return asked

    def _export(self, place: str) -> None:
        if self.breaks:
            raise RuntimeError
        Path(place).write_bytes(b"%PDF from Word")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "our report.docx"
    file.write_bytes(b"a report")
    return file


def installed(monkeypatch: pytest.MonkeyPatch, word: RecordedWord) -> None:
    package, client = ModuleType("win32com"), ModuleType("win32com.client")
    client.DispatchEx = lambda name: word if name == "Word.Application" else None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "win32com", package)
    monkeypatch.setitem(sys.modules, "win32com.client", client)
    monkeypatch.setattr(sys, "platform", "win32")


def test_word_for_windows_exports_a_tagged_pdf_with_headings_and_is_closed_again(
    monkeypatch: pytest.MonkeyPatch, report: Path
) -> None:
    word = RecordedWord()
    installed(monkeypatch, word)

    made = pdf.make_pdf(report, in_excel=True)

    assert (made.name, made.read_bytes()) == ("our report.pdf", b"%PDF from Word")
    names = [name for name, _, _ in word.asked]
    assert names == ["Open", "ExportAsFixedFormat", "Close", "Quit"]
    opened, exported, closed, left = word.asked
    assert opened[2] == {"ConfirmConversions": False, "ReadOnly": True, "AddToRecentFiles": False}
    assert exported[1][1] == PDF
    assert exported[2] == {
        "OpenAfterExport": False,
        "CreateBookmarks": WITH_HEADINGS,
        "DocStructureTags": True,
    }
    assert closed[1] == left[1] == (NO_SAVE,)
    assert report.read_bytes() == b"a report"


def test_a_word_that_breaks_off_is_closed_and_libreoffice_is_asked(
    monkeypatch: pytest.MonkeyPatch, report: Path
) -> None:
    word = RecordedWord(breaks=True)
    installed(monkeypatch, word)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "soffice")
    monkeypatch.setattr(pdf, "_converted", lambda program, *_files: f"from {program}".encode())

    assert pdf.make_pdf(report, in_excel=True).read_bytes() == b"from soffice"
    assert [name for name, _, _ in word.asked][-2:] == ["Close", "Quit"]


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script of a shell")
def test_word_for_mac_gets_the_two_names_as_arguments(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, report: Path
) -> None:
    program = tmp_path / "bin" / "osascript"
    program.parent.mkdir()
    program.write_text(STAND_IN.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "darwin")

    assert pdf.make_pdf(report, in_excel=True).read_bytes() == b"a report" + SCRIPT.read_bytes()


def test_outside_excel_and_on_linux_nobody_looks_for_word(
    monkeypatch: pytest.MonkeyPatch, report: Path
) -> None:
    word = RecordedWord()
    installed(monkeypatch, word)
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: "soffice")
    monkeypatch.setattr(pdf, "_converted", lambda *_: b"%PDF")

    pdf.make_pdf(report)

    assert word.asked == []
    assert find_word("linux") is None
