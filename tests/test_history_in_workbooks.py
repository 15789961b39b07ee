"""A workbook that is refreshed again and again: what its file remembers, and how earlier scores come back."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from command_line import CommandLine, changed, sample
from openpyxl import Workbook, load_workbook

from partnerxl import workflow
from partnerxl.core.history import present_run
from partnerxl.core.restoring import is_result, result_tables
from partnerxl.core.runs import Run
from partnerxl.core.summary import tables
from partnerxl.hosts import files, saving


def runs(book: Path) -> tuple[Run, ...]:
    return workflow.assess(book).view.project.runs


def names(book: Path) -> list[str]:
    return [run.name for run in runs(book)]


def records(book: Path) -> dict[str, list[list[object]]]:
    """Every cell of the sheets that people fill in."""
    read = files.read(book, lambda name: not is_result(name) and name != "Dashboard")
    return {grid.name: [list(row) for row in grid.rows] for grid in read.grids}


def turn(book: Path, word: str, other: str, sheet: str = "Progress") -> None:
    """Change a word in every cell of a sheet, as people do in Excel."""
    with changed(book) as opened:
        for row in opened[sheet].iter_rows():
            for cell in row:
                if cell.value == word:
                    cell.value = other


@pytest.fixture
def once(tmp_path: Path) -> Path:
    """A workbook that was refreshed once."""
    book = sample("troubled", tmp_path)
    workflow.refresh(book)
    return book


@pytest.fixture
def twice(once: Path) -> Path:
    """A workbook that was refreshed again after its records changed."""
    turn(once, "Late", "Done")
    workflow.refresh(once)
    return once


# --- History in the file --------------------------------------------------------------------------


def test_a_refresh_adds_one_row_and_the_same_records_leave_every_byte(once: Path) -> None:
    before = once.read_bytes()
    assert names(once) == ["Run 1"]

    workflow.refresh(once)

    assert once.read_bytes() == before


def test_a_second_time_adds_one_row_and_settles(twice: Path) -> None:
    before = twice.read_bytes()
    assert names(twice) == ["Run 1", "Run 2"]

    workflow.refresh(twice)

    assert twice.read_bytes() == before


@pytest.mark.parametrize("name", ["mature", "troubled", "nearly-empty"])
def test_a_run_read_from_a_file_is_the_run_that_was_written(name: str, tmp_path: Path) -> None:
    book = sample(name, tmp_path)
    found = workflow.refresh(book).assessment
    written = present_run(found, datetime.now().astimezone().date())

    (back,) = runs(book)

    assert back.day == written.day
    assert back.period_end == written.period_end
    assert back.readings == written.readings != {}
    days = {"Date", "Period end"}
    assert {key: value for key, value in back.cells.items() if key not in days} == {
        key: value for key, value in written.cells.items() if key not in days
    }


def saved_by_openpyxl(book: Path) -> None:
    with changed(book):
        pass


def with_a_blank_row(book: Path) -> None:
    with changed(book) as opened:
        opened["Partners"].insert_rows(6)


def with_a_column_in_front(book: Path) -> None:
    with changed(book) as opened:
        opened["Attendance"].tables.clear()
        opened["Attendance"].insert_cols(2)


def with_replies(book: Path) -> None:
    with changed(book) as opened:
        opened["Actions"].append(["Ask for staff", "P4", "T5", "Ana"])


@pytest.mark.parametrize(
    "change", [saved_by_openpyxl, with_a_blank_row, with_a_column_in_front, with_replies]
)
def test_the_same_records_in_another_place_or_file_add_nothing(
    change: Callable[[Path], None], once: Path
) -> None:
    change(once)

    workflow.refresh(once)

    assert names(once) == ["Run 1"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_same_records_saved_by_libreoffice_add_nothing(once: Path, tmp_path: Path) -> None:
    out = tmp_path / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]  # fmt: skip
    command += ["--convert-to", "xlsx", "--outdir", str(out), str(once)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = out / once.name

    now, then = (workflow.assess(book).view.project for book in (saved, once))

    assert now.fingerprint == then.fingerprint
    assert [run.same for run in now.runs] == [run.same for run in then.runs]
    assert now.runs[0].readings == then.runs[0].readings


def test_a_row_that_people_add_to_history_stays(once: Path) -> None:
    with changed(once) as opened:
        opened["History"].append(["Our workshop", date(2026, 5, 4)])
    turn(once, "Late", "Done")

    workflow.refresh(once)
    workflow.refresh(once)

    assert names(once) == ["Run 1", "Run 2"]
    cells = [cell.value for cell in load_workbook(once)["History"]["A"]]
    assert cells.count("Our workshop") == 1


@pytest.mark.parametrize("typed", ["nonsense", "#N/A", -3, "=1/0", "ask pat@example.org"])
def test_whatever_people_type_into_history_a_refresh_goes_on(typed: object, twice: Path) -> None:
    with changed(twice) as opened:
        for cell in opened["History"][3][1:]:
            cell.value = typed
            cell.number_format = "[h]:mm"
    turn(twice, "Done", "Late")

    workflow.refresh(twice)

    assert names(twice) == ["Run 1", "Run 2", "Run 3"]
    texts = [str(cell.value) for row in load_workbook(twice)["Highlights"].iter_rows() for cell in row]
    assert not any("pat@" in text or "nonsense" in text for text in texts)


def test_a_sheet_of_peoples_own_named_history_is_refused_with_the_way_out(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("troubled", tmp_path)
    with changed(book) as opened:
        del opened["History"]
        opened.create_sheet("History").append(["Year", "What happened"])
    before = book.read_bytes()

    outcome = partnerxl("refresh", book)

    assert outcome.code == 2
    assert "a sheet 'History' that partnerxl did not make" in " ".join(outcome.err.split())
    assert "Rename that sheet" in " ".join(outcome.err.split())
    assert book.read_bytes() == before
    assert partnerxl("assess", book).code == 0


# --- restore --------------------------------------------------------------------------------------


def results(book: Path) -> object:
    return result_tables(files.read(book, is_result))


def test_result_sheets_read_from_a_file_are_those_that_were_written(once: Path) -> None:
    found = {table.name: table for table in tables(workflow.assess(once), date(2026, 10, 1))}

    for table in result_tables(files.read(once, is_result)):
        assert table.columns == found[table.name].columns
        assert table.links == found[table.name].links
        if table.name != "History":
            assert table.rows == tuple(
                tuple(None if cell == "" else cell for cell in row) for row in found[table.name].rows
            )


def test_restore_puts_back_the_scores_and_touches_no_record(partnerxl: CommandLine, once: Path) -> None:
    turn(once, "Late", "Done")
    before = results(once)
    workflow.refresh(once)
    after, held = results(once), records(once)
    assert after != before

    outcome = partnerxl("restore", once)

    assert outcome.code == 0
    assert "the scores are back" in outcome.out
    assert results(once) == before
    assert records(once) == held
    assert names(once) == ["Run 1"]


def test_restoring_twice_is_back_again(partnerxl: CommandLine, twice: Path) -> None:
    after, held = results(twice), records(twice)

    partnerxl("restore", twice)
    assert results(twice) != after
    partnerxl("restore", twice)

    assert results(twice) == after
    assert records(twice) == held


def test_restore_tells_a_program_what_it_did(partnerxl: CommandLine, twice: Path) -> None:
    told = json.loads(partnerxl("restore", twice, "--json").out)

    assert told["workbook"] == str(twice)
    assert Path(told["backup"]) in saving.backups(twice)
    assert told["sheets"] == ["Highlights", "Scores", "Flags", "Evidence", "Tips", "Checks", "History"]


def nothing(book: Path) -> None:
    """Leave a new workbook as it is."""


def refreshed_once(book: Path) -> None:
    workflow.refresh(book)


@pytest.mark.parametrize("past", [nothing, refreshed_once])
def test_without_earlier_scores_restore_says_from_when_on_there_are_some(
    past: Callable[[Path], None], partnerxl: CommandLine, tmp_path: Path
) -> None:
    book = sample("troubled", tmp_path)
    past(book)
    before = book.read_bytes()

    outcome = partnerxl("restore", book)

    assert outcome.code == 2
    assert "They are kept there from the second refresh on." in " ".join(outcome.err.split())
    assert book.read_bytes() == before


def test_a_damaged_backup_is_passed_over(twice: Path) -> None:
    after = results(twice)
    newest = saving.backups(twice)[-1]
    damaged = newest.with_name(newest.name.replace(".20", ".29", 1))
    damaged.write_bytes(b"PK cut short")

    done = workflow.restore(twice)

    assert done.backup == newest
    assert results(twice) != after


def test_restore_loses_no_backup(once: Path) -> None:
    for at in range(saving.KEEP + 3):
        turn(once, *(("Late", "Done") if at % 2 else ("Done", "Late")))
        saving.save(once, once.read_bytes(), once.read_bytes(), 99)
    turn(once, "Done", "Late")
    workflow_keeping(once, 99)
    before = set(saving.backups(once))
    assert len(before) > saving.KEEP

    workflow.restore(once)

    assert before < set(saving.backups(once))


def workflow_keeping(book: Path, number: int) -> None:
    """Refresh a workbook whose Settings keep so many backups."""
    with changed(book) as opened:
        for row in opened["Settings"].iter_rows():
            if any(cell.value == "Backups to keep" for cell in row):
                heads = next(
                    each for each in opened["Settings"].iter_rows() if any(c.value == "Current" for c in each)
                )
                at = [cell.value for cell in heads].index("Current")
                row[at].value = number
    workflow.refresh(book)


# --- what changed, on the screen --------------------------------------------------------------------


def test_the_first_refresh_speaks_of_no_change(partnerxl: CommandLine, tmp_path: Path) -> None:
    assert "What changed since last time" not in partnerxl("refresh", sample("troubled", tmp_path)).out


def test_a_second_refresh_says_what_changed(partnerxl: CommandLine, once: Path) -> None:
    turn(once, "Late", "Done")

    out = partnerxl("refresh", once).out
    told = json.loads(partnerxl("assess", once, "--json").out)

    assert "What changed since last time" in out
    assert told["changes"]
    for each in told["changes"]:
        assert " ".join(each["says"].split()) in " ".join(out.split())
    assert told["last_time"] == datetime.now().astimezone().date().isoformat()


def test_a_workbook_without_sheets_of_ours_gets_a_history(tmp_path: Path) -> None:
    book = sample("nearly-empty", tmp_path)
    own = Workbook()
    source = load_workbook(book)
    for name in ("Initiative", "Partners", "Resources", "Progress"):
        sheet = own.create_sheet(name)
        for row in source[name].iter_rows(values_only=True):
            sheet.append(row)
    path = tmp_path / "own.xlsx"
    own.save(path)

    workflow.refresh(path)
    workflow.refresh(path)

    assert names(path) == ["Run 1"]
