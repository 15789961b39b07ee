"""From a workbook to a folder of drafts and the sheet Sent, on the command line and again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from command_line import WORKBOOKS, CommandLine, changed, sample, snapshot
from docx import Document
from drafting import opened
from openpyxl import load_workbook

from partnerxl import workflow
from partnerxl.core.contact import holds_contact
from partnerxl.core.errors import WorkbookError
from partnerxl.core.sent import COLUMNS
from partnerxl.preparing import Prepared, Wishes

DAY = date(2026, 12, 9)
FIRST = 4  # the row of the first partner on the sheet Partners
KILLS = Path(__file__).with_name("drafting_kills.py")
ADDRESS = "ana@example.org"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A workbook whose first two partners have an address."""
    book = sample("troubled", tmp_path)
    with changed(book) as content:
        write(content["Partners"], FIRST, ADDRESS)
        write(content["Partners"], FIRST + 1, "not an address")
    return book


def write(sheet: object, row: int, address: str) -> None:
    sheet[f"AD{row}"].value = address  # type: ignore[index]


def prepared(book: Path, *, day: date = DAY, report: Path | None = None) -> Prepared:
    return workflow.prepare(book, Wishes(answer_by=day, report=report), lambda _drafts: True)


def logged(book: Path) -> list[dict[str, object]]:
    """The rows of the sheet Sent."""
    headings, *rows = load_workbook(book)["Sent"].iter_rows(values_only=True)
    assert headings[: len(COLUMNS)] == COLUMNS
    return [dict(zip(COLUMNS, row, strict=False)) for row in rows]


def codes(made: Prepared) -> set[str]:
    return {each.code for draft in made.drafts for each in draft.problems}


# --- cut off in the middle ------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_a_run_that_dies_at_any_step_leaves_whole_files_and_notes_no_draft_that_is_not_there() -> None:
    command: list[str | Path] = [sys.executable, "-W", "ignore", KILLS, WORKBOOKS / "nearly-empty.xlsx"]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    assert found["wrong"] == []
    assert found["killed"] > 100


# --- the folder of drafts -------------------------------------------------------------------------


def test_a_draft_for_each_active_partner_lies_in_a_new_folder(ours: Path) -> None:
    first, second = prepared(ours), prepared(ours)

    assert first.folder == ours.parent / "troubled drafts 2026-09-30"
    assert second.folder == ours.parent / "troubled drafts 2026-09-30 2"
    assert [path.stem for path in first.files] == [draft.partner for draft in first.drafts]
    assert [path.read_bytes() for path in first.files] == [path.read_bytes() for path in second.files]


def test_the_report_beside_the_workbook_goes_along_as_staff_left_it(ours: Path) -> None:
    report = workflow.report(ours)
    paper = Document(str(report))
    paper.add_paragraph("A word of ours")
    paper.save(str(report))

    made = prepared(ours)

    assert made.drafts[0].attachments[0].content == report.read_bytes()
    assert not codes(made) & {"PX-504", "PX-508"}
    assert len(list(ours.parent.glob("*.docx"))) == 1


def test_without_a_report_a_new_one_is_made_and_kept(ours: Path) -> None:
    made = prepared(ours)

    (report,) = ours.parent.glob("*.docx")
    assert made.drafts[0].attachments[0].content == report.read_bytes()
    assert not codes(made) & {"PX-504", "PX-508"}


def test_records_that_changed_since_the_report_are_pointed_out_and_addresses_are_none(ours: Path) -> None:
    workflow.report(ours)
    with changed(ours) as content:
        write(content["Partners"], FIRST, "other@example.org")
    assert "PX-504" not in codes(prepared(ours))

    with changed(ours) as content:
        content["Progress"]["C5"].value = "Another title"

    assert "PX-504" in codes(prepared(ours))


def test_another_word_file_may_be_named(ours: Path, tmp_path: Path) -> None:
    other = tmp_path / "Our own words.docx"
    paper = Document()
    paper.add_paragraph("Hello")
    paper.save(str(other))

    made = prepared(ours, report=other)

    assert "PX-508" in codes(made)
    assert made.drafts[0].attachments[0].name == "Our own words.docx"


def test_names_that_no_folder_takes_become_names_of_files(ours: Path) -> None:
    names = ["CON", "a/../../b", "dot.", "\u202egpj.exe", "x" * 5000, "x" * 5000, "Line\nbreak"]
    with changed(ours) as content:
        for at, name in enumerate(names):
            content["Partners"][f"B{FIRST + at}"].value = name

    made = prepared(ours)

    found = {path.name for path in made.files}
    assert len(found) == len(made.drafts)
    assert {"CON draft.eml", "a .. .. b.eml", "dot.eml", "gpj.exe.eml", "Line break.eml"} <= found
    assert {f"{'x' * 100}.eml", f"{'x' * 100} 2.eml"} <= found
    assert {path.parent for path in made.files} == {made.folder}


def test_without_an_active_partner_nothing_is_written(partnerxl: CommandLine, tmp_path: Path) -> None:
    book = sample("empty", tmp_path)
    before = snapshot(tmp_path)

    outcome = partnerxl("prepare", book)

    assert outcome.code == 0
    assert "no active partner" in outcome.out
    assert snapshot(tmp_path) == before


# --- the sheet Sent -------------------------------------------------------------------------------


def test_sent_notes_each_draft(ours: Path) -> None:
    made = prepared(ours)

    rows = logged(ours)

    assert [row["Partner"] for row in rows] == [draft.partner for draft in made.drafts]
    (row,) = (row for row in rows if row["To"])
    file = next(path for path in made.files if path.stem == row["Partner"])
    assert row["To"] == opened(file.read_bytes())["To"] == ADDRESS
    assert row["Hash"] == hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    assert row["Files"] == "; ".join(each.name for each in made.drafts[0].attachments).replace(
        made.drafts[0].partner, str(row["Partner"])
    )
    assert re.fullmatch(r"R-[0-9A-F]{8}", str(row["Reference"]))
    assert (row["Way"], row["State"]) == (".eml", "draft made")


def test_what_staff_set_in_sent_stays_and_the_second_draft_is_pointed_out(ours: Path) -> None:
    prepared(ours)
    with changed(ours) as content:
        for row in range(2, content["Sent"].max_row + 1):
            content["Sent"][f"A{row}"].value = "2026-11-01 10:00:00"  # some time ago
        content["Sent"]["J2"].value = "sent"
        content["Sent"]["L2"].value = "Ana called back"
    count = len(logged(ours))

    again = prepared(ours)

    rows = logged(ours)
    assert len(rows) == 2 * count
    assert [row["State"] for row in rows] == ["sent", *(2 * count - 1) * ["draft made"]]
    assert load_workbook(ours)["Sent"]["L2"].value == "Ana called back"
    assert all("PX-507" in {each.code for each in draft.problems} for draft in again.drafts)
    assert "state 'sent'" in next(str(p) for p in again.drafts[0].problems if p.code == "PX-507")


def test_the_log_changes_neither_scores_nor_reference(ours: Path) -> None:
    before = workflow.assess(ours).view.project.fingerprint

    prepared(ours)
    workflow.refresh(ours)
    prepared(ours)

    assert workflow.assess(ours).view.project.fingerprint == before
    assert len({row["Reference"] for row in logged(ours)}) == 1
    assert workflow.check(ours) == workflow.check(sample("troubled", ours.parent))


def test_a_sheet_of_that_name_that_is_not_ours_stays_and_is_named(ours: Path) -> None:
    with changed(ours) as content:
        content.create_sheet("Sent")["A1"].value = "Letters we sent"
    before = ours.read_bytes()

    with pytest.raises(WorkbookError, match="sheet 'Sent' that partnerxl did not make"):
        prepared(ours)

    assert ours.read_bytes() == before


# --- the command line -----------------------------------------------------------------------------


def test_a_preview_shows_everything_but_addresses_and_writes_nothing(
    partnerxl: CommandLine, ours: Path
) -> None:
    before = snapshot(ours.parent)

    outcome = partnerxl("prepare", ours, "--preview")

    assert outcome.code == 0
    assert snapshot(ours.parent) == before
    for words in (
        "Dear colleagues at ",
        "Partners!AD4",
        "by hand",
        "English",
        "PX-502",
        "Nothing was written",
    ):
        assert words in outcome.out
    assert not holds_contact(outcome.out + outcome.err)


def test_a_table_stands_before_what_was_made(partnerxl: CommandLine, ours: Path) -> None:
    outcome = partnerxl("prepare", ours, "--answer-by", "2026-12-09")

    assert outcome.code == 0
    assert outcome.out.index("Greeting") < outcome.out.index("drafts are in")
    assert not holds_contact(outcome.out + outcome.err)


def test_a_program_gets_everything_but_addresses(partnerxl: CommandLine, ours: Path) -> None:
    outcome = partnerxl("prepare", ours, "--json")

    found = json.loads(outcome.out)
    assert Path(found["drafts"][0]["file"]).is_file()
    assert not holds_contact(outcome.out)


def test_addresses_stand_in_drafts_and_in_sent_only(ours: Path) -> None:
    prepared(ours)

    for path in ours.parent.rglob("*"):
        if path.is_file() and path.suffix != ".eml":
            assert ADDRESS.encode() not in path.read_bytes(), path
    for path in ours.parent.rglob("*.eml"):
        held = path.read_bytes().count(ADDRESS.encode())
        assert held == (1 if opened(path.read_bytes())["To"] else 0)


def test_a_day_that_is_none_is_refused(partnerxl: CommandLine, ours: Path) -> None:
    outcome = partnerxl("prepare", ours, "--answer-by", "soon")

    assert outcome.code == 2
    assert "expected a date like 2026-05-31, found 'soon'" in outcome.err
    assert not list(ours.parent.glob("* drafts *"))
