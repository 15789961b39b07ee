"""Drafts put into Outlook or Mail: stand-ins record what these are asked; no mail program was at hand."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import CommandLine, sample
from drafting import made
from openpyxl import load_workbook

from partnerxl import workflow
from partnerxl.preparing import Prepared, Wishes
from partnerxl.send.programs import SCRIPT, Mail, Outlook, place

DAY = date(2026, 12, 9)
HOSTILE = 'Bolt" & (do shell script "touch /tmp/pwned") & " Freight'


class Recorder:
    """An object of COM that notes what is asked of it and what it is given."""

    def __init__(self, calls: list[tuple[str, object]], fails_at: int = 0) -> None:
        """Begin; saving fails at the message of that number."""
        self.__dict__.update(calls=calls, fails_at=fails_at)

    def __setattr__(self, name: str, value: object) -> None:
        self.calls.append((name, value))

    @property
    def Attachments(self) -> Recorder:  # noqa: N802  the name in Outlook
        """What holds the attachments."""
        return self

    def CreateItem(self, kind: int) -> Recorder:  # noqa: N802  the name in Outlook
        """A new message."""
        self.calls.append(("CreateItem", kind))
        return self

    def Add(self, path: str) -> None:  # noqa: N802  the name in Outlook
        """Attach a file, which has to be there."""
        self.calls.append(("Add", (Path(path).name, Path(path).read_bytes())))

    def Save(self) -> None:  # noqa: N802  the name in Outlook
        """Keep the message."""
        self.calls.append(("Save", None))
        if [name for name, _ in self.calls].count("Save") == self.fails_at:
            raise RuntimeError

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(name)  # whatever else is asked, Send above all


def named(calls: list[tuple[str, object]]) -> dict[str, object]:
    return dict(calls)


def test_outlook_gets_a_whole_message_and_is_asked_to_save_it_and_nothing_else(tmp_path: Path) -> None:
    draft, calls = made()["p2"], list[tuple[str, object]]()

    Outlook(Recorder(calls)).put(draft, tmp_path / "Bolt.eml")

    assert [name for name, _ in calls] == [
        "CreateItem",
        "To",
        "CC",
        "Subject",
        "HTMLBody",
        "Add",
        "Add",
        "Save",
    ]
    told = named(calls)
    assert (told["CreateItem"], told["To"], told["CC"]) == (0, "ana@example.org", "chief@example.org")
    assert (told["Subject"], told["HTMLBody"]) == (draft.subject, draft.note.html)
    assert [each for name, each in calls if name == "Add"] == [
        (each.name, each.content) for each in draft.attachments
    ]
    assert list(tmp_path.iterdir()) == []


def test_where_a_program_stops_the_others_stay_files_and_it_is_said(tmp_path: Path) -> None:
    drafts = list(made().values())
    files = [tmp_path / f"{number}.eml" for number in range(2)]

    placed = place(Outlook(Recorder([], fails_at=2)), drafts, files)

    assert list(placed.ways()) == [".eml and Outlook", ".eml"]
    (said,) = placed.said()
    assert said.startswith("Outlook took 1 of 2 drafts and then no more (RuntimeError).")


# --- a Mac ----------------------------------------------------------------------------------------

STAND_IN = """#!{python}
import json, pathlib, sys
told = pathlib.Path(__file__).with_name("told.jsonl")
with told.open("a", encoding="utf-8") as stream:
    stream.write(json.dumps([sys.argv[1:], sys.stdin.buffer.read().decode()]) + "\\n")
"""


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a stand-in for osascript, first on the path, notes its arguments and its script."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "osascript"
    program.write_text(STAND_IN.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder / "told.jsonl"


def lines(told: Path) -> list[Any]:
    return [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]


posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script of a shell")


@posix
def test_mail_gets_every_value_as_an_argument_and_the_script_is_ours_to_the_letter(
    told: Path, tmp_path: Path
) -> None:
    partner = {"PartnerID": "P2", "PartnerName": HOSTILE, "ContactEmail": "ana@example.org; bo@example.org"}
    draft = made(partner)["p2"]

    Mail.opened().put(draft, tmp_path / "Bolt.eml")

    ((arguments, script),) = lines(told)
    files = [str(tmp_path / "Bolt" / each.name) for each in draft.attachments]
    assert script == SCRIPT.read_text(encoding="utf-8")
    assert arguments == [
        *("-", draft.subject, draft.note.text, "to", "ana@example.org", "cc", "bo@example.org"),
        *("file", files[0], "file", files[1]),
    ]
    assert HOSTILE in draft.note.text
    assert [Path(file).read_bytes() for file in files] == [each.content for each in draft.attachments]


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A workbook to write from."""
    return sample("nearly-empty", tmp_path)


def prepared(book: Path, program: str) -> Prepared:
    return workflow.prepare(book, Wishes(answer_by=DAY, drafts_in=program), lambda _drafts: True)


def ways(book: Path) -> list[object]:
    headings, *rows = load_workbook(book)["Sent"].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True))["Way"] for row in rows]


@posix
def test_files_are_written_as_well_and_sent_notes_the_way(told: Path, ours: Path) -> None:
    done = prepared(ours, "mail")

    assert len(done.files) == len(done.drafts) == len(lines(told)) > 1
    assert all(file.is_file() for file in done.files)
    assert set(ways(ours)) == {".eml and Mail"}
    assert done.notes[0] == "They are in the folder Drafts of Mail too. Nothing was sent."


@posix
def test_a_mail_that_fails_leaves_files_and_says_so(told: Path, ours: Path) -> None:
    program = told.with_name("osascript")
    program.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")

    done = prepared(ours, "mail")

    assert all(file.is_file() for file in done.files)
    assert set(ways(ours)) == {".eml"}
    assert "took 0 of" in done.notes[0]


# --- not there ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("program", "reason"),
    [("outlook", "Outlook for Windows"), ("mail", "Mail for Mac"), ("Send", "Choose from outlook, mail")],
)
def test_a_program_that_is_not_there_is_refused_before_anything_is_written(
    program: str, reason: str, ours: Path, partnerxl: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(ours.parent))
    monkeypatch.setitem(sys.modules, "win32com.client", None)

    outcome = partnerxl("prepare", ours, "--drafts-in", program)

    assert outcome.code == 2
    assert reason in outcome.err
    assert "leave" in outcome.err.casefold()
    assert ".eml files" in outcome.err
    assert list(ours.parent.iterdir()) == [ours]


def test_outlook_is_asked_for_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "win32com"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "client.py").write_text("def Dispatch(name):\n    return f'the {name}'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "win32com", raising=False)
    monkeypatch.delitem(sys.modules, "win32com.client", raising=False)

    assert Outlook.opened().application == "the Outlook.Application"


def test_no_mail_program_is_looked_for_unless_named(ours: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    done = prepared(ours, "")

    assert set(ways(ours)) == {".eml"}
    assert not any("Drafts" in note for note in done.notes)
