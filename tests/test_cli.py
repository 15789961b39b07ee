"""What each command prints and writes, for people and for programs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from command_line import ROOT, WORKBOOKS, CommandLine, changed, sample, snapshot
from papers import part

SAMPLES = sorted(path.stem for path in WORKBOOKS.glob("*.xlsx"))
unix = pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal and pipes like those of Unix")
if sys.platform != "win32":
    import pty
RESULTS = ["Highlights", "Scores", "Flags", "Evidence", "Tips", "Checks", "History"]


def test_a_new_workbook_is_no_error_and_says_what_to_record_first(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    made = partnerxl("new", tmp_path / "ours")
    book = tmp_path / "ours.xlsx"
    assert made.code == 0
    assert str(book) in made.out

    assessed = partnerxl("assess", book)

    assert assessed.code == 0
    assert assessed.out.count("Not enough evidence") >= 8
    assert assessed.out.count("Record first: ") == 8
    assert partnerxl("refresh", book).code == 0
    assert partnerxl("report", book).code == 0
    assert partnerxl("check", book).code in {0, 1}


@pytest.mark.parametrize("name", SAMPLES)
def test_assess_prints_everything_and_writes_nothing(
    name: str, partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample(name, tmp_path)
    before = snapshot(tmp_path)

    outcome = partnerxl("assess", book)

    assert outcome.code == 0
    assert outcome.err == ""
    for word in (
        "Forming",
        "Norming",
        "Storming",
        "Performing",
        *(f"P{number}" for number in range(1, 9)),
        "T13",
    ):
        assert word in outcome.out
    assert "\x1b" not in outcome.out
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", SAMPLES)
def test_assess_gives_programs_one_object(name: str, partnerxl: CommandLine, tmp_path: Path) -> None:
    found = json.loads(partnerxl("assess", sample(name, tmp_path), "--json").out)

    assert list(found) == [
        "period_start", "period_end", "young", "signals", "pitfalls", "phases", "tips",
        "last_time", "changes", "actions", "problems",
    ]  # fmt: skip
    assert list(found["pitfalls"]) == [f"P{number}" for number in range(1, 9)]
    assert list(found["phases"]) == ["Forming", "Norming", "Storming", "Performing"]
    assert list(found["tips"]) == [f"T{number}" for number in range(1, 14)]
    delivered = found["signals"]["P4.delivered"]
    assert list(delivered) == ["state", "part", "whole", "value", "level", "rows"]
    for pitfall in found["pitfalls"].values():
        assert list(pitfall) == ["status", "coverage", "partial_evidence", "sentences", "record"]
    for phase in found["phases"].values():
        assert list(phase) == ["score", "coverage", "band", "indicators"]
        for indicator in phase["indicators"].values():
            assert list(indicator) == ["state", "part", "whole", "value", "m", "rows"]
    for problem in found["problems"]:
        assert list(problem) == ["code", "where", "expected", "found", "mend"]


def test_check_ends_with_1_when_something_needs_attention(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("mature", tmp_path)
    with changed(book) as opened:
        opened["Progress"]["F5"] = "soon"
        place = next(cell.coordinate for cell in opened["Progress"][3] if cell.value == "Due date")
        opened["Progress"][place.replace("3", "4")] = "lots"

    outcome = partnerxl("check", book)

    assert outcome.code == 1
    assert f"Progress!{place.replace('3', '4')}: expected" in outcome.out
    assert "found 'lots'" in outcome.out
    listed = json.loads(partnerxl("check", book, "--json").out)["problems"]
    assert {"code", "where", "expected", "found", "mend"} == set(listed[0])


def test_check_ends_with_0_when_nothing_needs_attention(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("mature", tmp_path)
    before = snapshot(tmp_path)

    outcome = partnerxl("check", book)

    assert (outcome.code, outcome.err) == (0, "")
    assert "nothing needs attention" in outcome.out
    assert json.loads(partnerxl("check", book, "--json").out) == {"problems": []}
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("name", SAMPLES)
def test_refresh_writes_the_result_sheets(name: str, partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample(name, tmp_path)

    outcome = partnerxl("refresh", book)

    assert outcome.code == 0
    assert str(book) in outcome.out
    with changed(book) as opened:
        assert opened.sheetnames[1] == "Dashboard"
        assert opened.sheetnames[-7:] == RESULTS
        assert opened["Flags"].max_row >= 9


def test_refresh_tells_a_program_what_it_wrote(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("nearly-empty", tmp_path)

    told = json.loads(partnerxl("refresh", book, "--json").out)

    assert told["workbook"] == str(book)
    assert told["sheets"] == ["Dashboard", *RESULTS]
    assert isinstance(told["notes"], list)


def test_report_prints_its_path_and_overwrites_nothing(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("nearly-empty", tmp_path)

    first = partnerxl("report", book)
    kept = Path(first.out.strip()).read_bytes()
    second = partnerxl("report", book)

    assert (first.code, second.code) == (0, 0)
    assert Path(first.out.strip()).parent == tmp_path
    assert Path(first.out.strip()).suffix == ".docx"
    assert first.out != second.out
    assert Path(first.out.strip()).read_bytes() == kept == Path(second.out.strip()).read_bytes()


def test_report_goes_to_the_folder_that_was_named(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("nearly-empty", tmp_path)

    told = json.loads(partnerxl("report", book, "--out", tmp_path / "new" / "reports", "--json").out)

    assert Path(told["report"]).parent == tmp_path / "new" / "reports"
    assert Path(told["report"]).is_file()


@pytest.mark.parametrize("what", ["P4", "p4", "Storming", "T6", "delivered"])
def test_explain_prints_a_rule_and_with_a_workbook_what_it_found(
    what: str, partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("troubled", tmp_path)

    alone, together = partnerxl("explain", what), partnerxl("explain", what, book)

    assert (alone.code, together.code) == (0, 0)
    assert len(alone.out.splitlines()) >= 3
    assert "Progress!" not in alone.out
    assert len(together.out) > len(alone.out)
    assert json.loads(partnerxl("explain", what, "--json").out)["lines"] == alone.out.splitlines()


def test_the_demo_says_where_everything_is(
    partnerxl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    outcome = partnerxl("demo")

    folder = tmp_path / "partnerxl-demo"
    assert outcome.code == 0
    assert str(folder.resolve()) in outcome.out
    made = {path.name for path in folder.iterdir() if path.is_file()}
    assert {f"{name}.xlsx" for name in SAMPLES} < made
    assert sum(name.endswith(".docx") for name in made) == 2
    assert all(name in outcome.out for name in made)
    pages = list(folder.glob("*/*.docx"))
    assert f"{len(pages)} pages, one for each partner alone" in outcome.out


def test_the_demo_tells_a_program_where_everything_is(partnerxl: CommandLine, tmp_path: Path) -> None:
    told = json.loads(partnerxl("demo", tmp_path / "try", "--json").out)

    assert Path(told["report"]).is_file()
    assert Path(told["refreshed"]).is_file()
    assert Path(told["facilitator"]).is_file()
    assert len(told["pages"]) > 10
    assert all(Path(page).is_file() for page in told["pages"])
    assert [Path(path).stem for path in told["workbooks"]] == SAMPLES


def test_without_a_command_the_help_is_shown(partnerxl: CommandLine) -> None:
    outcome = partnerxl()

    assert outcome.code == 0
    for command in (
        "new", "check", "assess", "refresh", "report", "partners", "facilitator", "explain", "demo",
    ):  # fmt: skip
        assert f"\n  {command} " in outcome.out
        helped = partnerxl(command, "--help")
        assert helped.code == 0
        assert f"\n    partnerxl {command}" in helped.out


def test_control_characters_in_a_workbook_cannot_steer_the_screen(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("mature", tmp_path)
    with changed(book) as opened:
        heading = next(cell for cell in opened["Progress"][3] if cell.value == "Status")
        opened["Progress"].cell(4, heading.column).value = "D\u009b2Jone"

    outcome = partnerxl("check", book)

    assert outcome.code == 1
    assert "D2Jone" in outcome.out


def shown_on_a_terminal(command: list[str]) -> str:
    """What a command writes to a terminal."""
    looking, screen = pty.openpty()
    surroundings = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=screen, stderr=screen) as running:
        os.close(screen)
        seen = b"".join(pieces(looking))
    os.close(looking)
    assert running.returncode == 0
    return seen.decode()


def pieces(terminal: int) -> Iterator[bytes]:
    """What comes out of a terminal until its last writer has gone."""
    with suppress(OSError):  # Linux ends a terminal with an error
        while piece := os.read(terminal, 4096):
            yield piece


@unix
def test_a_person_sees_drawn_tables_and_what_is_being_done(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "partnerxl", "assess", str(sample("troubled", tmp_path))]

    seen = shown_on_a_terminal(command)

    assert "─" in seen
    assert "\x1b[" in seen
    assert "Reading troubled.xlsx" in seen


@unix
def test_a_reader_that_stops_early_is_no_mistake(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m partnerxl assess "{sample("troubled", tmp_path)}" | head -n 1'

    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S602

    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_python_reaches_the_same_work(tmp_path: Path) -> None:
    import partnerxl

    book = sample("nearly-empty", tmp_path)

    assert partnerxl.refresh(str(book)).book == book
    assert partnerxl.report(book).parent == tmp_path
    assert partnerxl.report(book, tmp_path / "out").parent == tmp_path / "out"
    assert isinstance(partnerxl.check(book), tuple)
    with pytest.raises(partnerxl.PartnerxlError, match="no such file"):
        partnerxl.check(tmp_path / "absent.xlsx")


def test_hidden_rows_and_sheets_are_counted_in_the_summary(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("mature", tmp_path)
    assert "Hidden" not in partnerxl("assess", book).out
    with changed(book) as edited:
        edited["Progress"].row_dimensions[6].hidden = True
        edited["Partners"].sheet_state = "veryHidden"

    told = partnerxl("assess", book).out

    assert "Hidden or filtered rows that were read like all others: Progress 1\n" in told
    assert "Hidden sheets that were read like all others: Partners\n" in told


def test_a_signed_off_copy_without_answers_is_refused_with_what_to_do(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("new", tmp_path)

    outcome = partnerxl("report", book, "--signed")

    assert outcome.code not in {0, 1}
    assert "expected answers that came back" in outcome.err
    assert list(tmp_path.glob("*.docx")) == []


def test_what_came_back_stands_in_the_signed_off_copy_of_the_same_report(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    from partnerxl.report.filling import filled
    from partnerxl.report.marks import read_marks

    book = sample("second-wave", tmp_path)
    report = Path(partnerxl("report", book).out.strip())
    answers = {"reply-P4": "The yard was closed.", "decision-1-what": "Meet every six weeks"}
    returned = tmp_path / "back.docx"
    returned.write_bytes(filled(report.read_bytes(), answers | {"sign-001-agree": "Do not agree"}))
    assert partnerxl("collect", book, returned).code == 0

    signed = Path(partnerxl("report", book, "--signed").out.strip())

    marks = [read_marks(path.read_bytes(), path.name) for path in (report, signed)]
    assert marks[0] == marks[1]
    text = part(signed.read_bytes(), "word/document.xml")
    assert "Meet every six weeks" in text
    assert "The yard was closed." in text
    assert "<w:sdt>" not in text
