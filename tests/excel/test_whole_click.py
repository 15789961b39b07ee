"""A whole click: macro, command line, fresh Python, workflow, open workbook, message."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from command_line import ROOT, WORKBOOKS, changed, sample
from test_buttons import arguments
from typed_into_excel import result
from vba_world import World

import partnerxl
from partnerxl import workflow
from partnerxl.excel import answers

SAMPLES = sorted(path.stem for path in WORKBOOKS.glob("*.xlsx"))
RESULTS = ("Highlights", "Scores", "Flags", "Evidence", "Tips", "Checks", "History")


@dataclass(frozen=True)
class Shown:
    """What a person sees of a click."""

    messages: list[str]
    looks: list[str]
    status: list[Any]
    activated: list[str]


def click(addin: Path, callback: str, book: Path) -> Shown:
    """Click a button with a workbook in front: the command that the macros give runs as it stands."""
    world = World(addin, book=book.name)
    world.click(callback)
    places = (str(ROOT / "tests" / "excel" / "started"), str(ROOT))
    surroundings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(places),
        "CLICKED_BOOK": str(book),
        "HOME": str(book.parent),
        "XDG_STATE_HOME": str(book.parent / "state"),
        "PATH": "",
    }
    done = subprocess.run(
        [sys.executable, *arguments(world)], env=surroundings, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return Shown(**json.loads(book.with_suffix(".json").read_text(encoding="utf-8")))


def cells(book: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the rows of the result sheets show, those that show nothing left out."""
    found = openpyxl.load_workbook(book)
    rows = {name: [tuple(map(seen, row)) for row in found[name].values] for name in RESULTS}
    return {name: [row for row in each if any(row)] for name, each in rows.items()}


def seen(value: object) -> object:
    """What a cell shows: the text of a link that a formula makes, a number as precise as any program keeps it."""
    if isinstance(value, int | float):
        return round(value, 9)
    return result(value) if isinstance(value, str) and value.startswith("=") else value


@pytest.mark.parametrize("name", SAMPLES)
def test_refresh_writes_what_the_command_line_writes(name: str, addin: Path, tmp_path: Path) -> None:
    clicked, written = tmp_path / "clicked", tmp_path / "written"
    clicked.mkdir()
    written.mkdir()

    shown = click(addin, "pxlRefreshScores", sample(name, clicked))
    done = partnerxl.refresh(sample(name, written))

    assert cells(clicked / f"{name}.xlsx") == cells(written / f"{name}.xlsx")
    assert shown.looks == ["info"], shown.messages
    (message,) = shown.messages
    assert message.startswith(f"{answers.topics(done.assessment)} Opened {done.sheets[0]}.")
    assert shown.activated == [done.sheets[0]]


def test_the_status_bar_follows_the_work_and_is_given_back(addin: Path, tmp_path: Path) -> None:
    shown = click(addin, "pxlRefreshScores", sample("mature", tmp_path))

    assert shown.status[0] == "partnerxl: Reading mature.xlsx ..."
    assert shown.status[-1] is False
    assert len(shown.status) > 3


def test_check_names_the_cells_and_changes_none(addin: Path, tmp_path: Path) -> None:
    book = sample("mature", tmp_path)
    with changed(book) as content:
        content["Progress"]["F4"] = "lots"
    before = openpyxl.load_workbook(book).sheetnames

    (message,) = click(addin, "pxlCheckData", book).messages

    assert "Progress!F4: expected" in message
    assert message.endswith("Nothing in the workbook was changed.")
    assert openpyxl.load_workbook(book).sheetnames == before


def test_report_is_made_beside_the_workbook(addin: Path, tmp_path: Path) -> None:
    shown = click(addin, "pxlGenerateReport", sample("mature", tmp_path))

    (report,) = tmp_path.glob("*.docx")
    assert report.name in shown.messages[0]
    assert str(tmp_path) in shown.messages[0]
    assert shown.messages[0].endswith("Open it in Word."), "nothing here opens a report"


def test_without_templates_of_ones_own_check_template_says_which_are_used(
    addin: Path, tmp_path: Path
) -> None:
    shown = click(addin, "pxlCheckTemplate", sample("new", tmp_path))

    (text,) = shown.messages
    assert text.startswith("There is no template of yours beside this workbook")
    assert text.endswith("partnerxl template new")


def test_check_template_names_what_is_to_mend_beside_the_workbook(addin: Path, tmp_path: Path) -> None:
    book = sample("new", tmp_path)
    workflow.new_template("partner", tmp_path)
    review = workflow.new_template("review", tmp_path)
    paper = docx.Document(str(review))
    paper.add_paragraph("{{ report.initiatve }}")
    paper.save(str(review))

    shown = click(addin, "pxlCheckTemplate", book)

    (text,) = shown.messages
    assert "partner.docx: nothing to mend." in text
    assert "review.docx: 1 to mend." in text
    assert "initiative" in text
    assert "A copy with a comment at each: review checked.docx" in text


def test_restore_brings_back_the_scores_before_the_last_refresh(addin: Path, tmp_path: Path) -> None:
    book = sample("mature", tmp_path)
    partnerxl.refresh(book)
    before = cells(book)
    with changed(book) as content:
        content["Progress"].delete_rows(5, 20)
    partnerxl.refresh(book)
    after = cells(book)

    shown = click(addin, "pxlRestoreScores", book)

    assert shown.looks == ["info"], shown.messages
    assert "The scores before the last refresh are back" in shown.messages[0]
    assert after["Scores"] != before["Scores"]
    assert cells(book)["Scores"] == before["Scores"]


def test_restore_without_earlier_scores_says_so(addin: Path, tmp_path: Path) -> None:
    shown = click(addin, "pxlRestoreScores", sample("new", tmp_path))

    assert shown.looks == ["critical"]
    assert "expected earlier scores" in shown.messages[0]


def test_a_workbook_without_the_sheets_is_told_what_to_do(addin: Path, tmp_path: Path) -> None:
    book = tmp_path / "A & B 50% = it's.xlsx"
    openpyxl.Workbook().save(book)

    shown = click(addin, "pxlCheckData", book)

    assert shown.looks == ["critical"]
    assert "New workbook" in shown.messages[0]
    assert "mistake of its own" not in shown.messages[0]


def test_prepare_emails_asks_and_then_makes_drafts_and_notes_them(addin: Path, tmp_path: Path) -> None:
    book = sample("troubled", tmp_path)
    with changed(book) as content:
        content["Partners"]["AD4"].value = "ana@example.org"

    shown = click(addin, "pxlPrepareEmails", book)

    asked, told = shown.messages
    assert "Copper Basin Workforce Office (to Partners!AD4): Dear colleagues at" in asked
    assert asked.endswith("Make 18 drafts? Nothing is sent.")
    assert "ana@" not in asked + told
    assert "18 drafts are in" in told
    assert len(list(tmp_path.glob("* drafts */*.eml"))) == 18
    sent = [row[2] for row in openpyxl.load_workbook(book)["Sent"].values]
    assert len(sent) == 19
    assert "ana@example.org" in sent
