"""Bad input: a message that says where, what was expected, what was found and what to do; nothing is written."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import CommandLine, changed, sample, snapshot

COMMANDS = ("check", "assess", "refresh", "report")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

Maker = Callable[[Path], object]


def written(content: bytes) -> Maker:
    """Makes a file of these bytes."""
    return lambda path: path.write_bytes(content)


def absent(path: Path) -> None:
    """Makes no file."""


def folder(path: Path) -> None:
    """Makes a folder where the workbook should be."""
    path.mkdir()


def cut_short(path: Path) -> None:
    """Makes a workbook whose end is missing."""
    whole = sample("mature", path.parent).read_bytes()
    (path.parent / "mature.xlsx").unlink()
    path.write_bytes(whole[: len(whole) // 2])


def other_zip(path: Path) -> None:
    """Makes a zip file that is no workbook."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("letter.txt", "Dear partners")


def without(sheet: str) -> Maker:
    """Makes a workbook that lacks a core sheet, under a name that is nearly right."""

    def make(path: Path) -> None:
        sample("mature", path.parent).rename(path)
        with changed(path) as book:
            book[sheet].tables.clear()
            book[sheet].title = f"{sheet[:-1]}x"

    return make


def without_headings(path: Path) -> None:
    """Makes a workbook whose Partners have no headings."""
    sample("mature", path.parent).rename(path)
    with changed(path) as book:
        book["Partners"].tables.clear()
        book["Partners"].delete_rows(1, 3)


BAD = {
    "no such file": (absent, ("book.xlsx", "no such file")),
    "a folder": (folder, ("book.xlsx", "a folder")),
    "an empty file": (written(b""), ("book.xlsx", "empty")),
    "a text file": (written(b"Partner,Role\nAcme,Funder\n"), ("book.xlsx", "text file", "Save As")),
    "a web page": (written(b"<html><table></table></html>"), ("book.xlsx", "web page", "Save As")),
    "a PDF": (written(b"%PDF-1.7\n"), ("book.xlsx", "PDF")),
    "a password": (
        written(OLE + "EncryptedPackage".encode("utf-16-le")),
        ("password", "Remove the password"),
    ),
    "an old .xls": (written(OLE + bytes(600)), (".xls", "Save As")),
    "a damaged zip": (cut_short, ("book.xlsx", "damaged", "Open and Repair")),
    "another zip": (other_zip, ("book.xlsx", "workbook")),
    "no Partners": (without("Partners"), ("Partners", "Partnerx", "Progress")),
    "no Progress": (without("Progress"), ("Progress", "Progresx", "Partners")),
    "no Resources": (without("Resources"), ("Resources", "Resourcex", "Partners")),
    "no Initiative": (without("Initiative"), ("Initiative", "Initiativx", "Partners")),
    "no headings": (without_headings, ("Partners", "heading")),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("make", "words"), BAD.values(), ids=BAD)
def test_a_workbook_that_cannot_be_used_is_refused(
    command: str, make: Maker, words: tuple[str, ...], partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = tmp_path / "book.xlsx"
    make(book)
    before = snapshot(tmp_path)

    outcome = partnerxl(command, book)

    assert outcome.code == 2
    assert outcome.out == ""
    assert all(word in outcome.err for word in words), outcome.err
    assert "mistake of its own" not in outcome.err
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("mark", ["~$mature.xlsx", ".~lock.mature.xlsx#"])
def test_a_workbook_open_elsewhere_is_not_written(mark: str, partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("mature", tmp_path)
    (tmp_path / mark).write_bytes(b"\x03Ann" + bytes(161) if "$" in mark else b",Ann,desk,24.11.2026,;")
    before = snapshot(tmp_path)

    outcome = partnerxl("refresh", book)

    assert outcome.code == 2
    assert "mature.xlsx" in outcome.err
    assert "close" in outcome.err.lower()
    assert snapshot(tmp_path) == before


def test_a_report_folder_that_cannot_be_written_is_refused(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("nearly-empty", tmp_path)
    (tmp_path / "blocked").write_text("a file", encoding="utf-8")
    before = snapshot(tmp_path)

    outcome = partnerxl("report", book, "--out", tmp_path / "blocked" / "reports")

    assert outcome.code == 2
    assert "blocked" in outcome.err
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("taken.xlsx", ("taken.xlsx", "already")),
        ("ours.ods", ("ours.ods", ".xlsx")),
        ("nowhere/ours.xlsx", ("ours.xlsx", "folder")),
    ],
)
def test_a_new_workbook_replaces_nothing_and_needs_a_place(
    name: str, words: tuple[str, ...], partnerxl: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "taken.xlsx").write_bytes(b"mine")
    before = snapshot(tmp_path)

    outcome = partnerxl("new", tmp_path / name)

    assert outcome.code == 2
    assert all(word in outcome.err for word in words), outcome.err
    assert snapshot(tmp_path) == before


def test_a_rule_that_does_not_exist_is_refused_with_what_may_be_chosen(partnerxl: CommandLine) -> None:
    outcome = partnerxl("explain", "P99")

    assert outcome.code == 2
    assert "P99" in outcome.err
    assert "P1 to P8" in outcome.err


def test_a_demo_folder_in_use_is_left_alone(partnerxl: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "mature.xlsx").write_bytes(b"mine")
    before = snapshot(tmp_path)

    outcome = partnerxl("demo", tmp_path)

    assert outcome.code == 2
    assert str(tmp_path) in outcome.err
    assert snapshot(tmp_path) == before


def test_a_demo_folder_that_cannot_be_made_is_refused(partnerxl: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file", encoding="utf-8")

    outcome = partnerxl("demo", tmp_path / "blocked" / "demo")

    assert outcome.code == 2
    assert "blocked" in outcome.err


@pytest.mark.parametrize(
    "arguments", [["check"], ["asses", "book.xlsx"], ["report", "book.xlsx", "--colour"]]
)
def test_a_mistyped_command_is_refused_in_words(arguments: list[str], partnerxl: CommandLine) -> None:
    outcome = partnerxl(*arguments)

    assert outcome.code == 2
    assert "Usage: partnerxl" in outcome.err


def test_a_mistake_of_the_program_is_one_message_and_a_note_in_the_log(
    partnerxl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        text = "Ann Example, ann@example.org"
        raise RuntimeError(text)

    monkeypatch.setattr("partnerxl.workflow.new", stumble)

    outcome = partnerxl("new", tmp_path / "ours.xlsx")

    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1
    assert "RuntimeError" in outcome.err
    assert "partnerxl.log" in outcome.err
    assert "Ann" not in outcome.err


def test_stopping_a_command_is_no_mistake(
    partnerxl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("partnerxl.workflow.new", stop)

    outcome = partnerxl("new", tmp_path / "ours.xlsx")

    assert outcome.code == 2
    assert outcome.err.startswith("Stopped.")
