"""The whole circle, from scores to the next period, on invented partners."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from command_line import CommandLine
from docx import Document
from openpyxl import load_workbook

SHEETS = {"Replies": 8, "Actions": 2, "Decisions": 1, "Corrections": 3, "Sign-off": 3, "Pulse": 5}
"""Rows that came back, by their sheet."""


@pytest.fixture(scope="module")
def circle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from partnerxl import circle as played

    folder = tmp_path_factory.mktemp("circle") / "played"
    stations = list(played.play(folder))
    assert len(stations) == 8
    assert all(file.exists() for station in stations for file in station.files)
    return folder


def rows(book: Path, sheet: str) -> list[dict[str, object]]:
    """The rows of a sheet below its headings."""
    found = list(load_workbook(book)[sheet].iter_rows(values_only=True))
    at = next(
        at
        for at, row in enumerate(found)
        if sum(cell is not None for cell in row) > 5 and row[0] != "Required"
    )
    headings = [str(cell) for cell in found[at]]
    return [dict(zip(headings, row, strict=True)) for row in found[at + 1 :] if any(row)]


def test_what_came_back_stands_on_its_sheets(circle: Path) -> None:
    book = circle / "second-wave.xlsx"
    before = rows(Path(__file__).parents[1] / "workbooks" / book.name, "Decisions")

    found = {sheet: len(rows(book, sheet)) for sheet in SHEETS}

    assert found == SHEETS | {"Decisions": len(before) + SHEETS["Decisions"]}
    assert [row["Agreement"] for row in rows(book, "Sign-off")] == [
        "Do not agree",
        "Agree with comment",
        "Agree",
    ]


def test_an_accepted_correction_stands_in_its_cell_and_one_without_a_cell_waits(circle: Path) -> None:
    book = circle / "second-wave.xlsx"
    accepted, by_hand, other = rows(book, "Corrections")

    assert (accepted["Accept"], accepted["Done"]) == ("Yes", "Yes") == (other["Accept"], other["Done"])
    assert (by_hand["Cell"], by_hand["Done"]) == (None, None)
    assert load_workbook(book)["Partners"][str(accepted["Cell"])].value == datetime(2028, 12, 31)


def test_what_came_back_is_no_fault_of_the_records(circle: Path) -> None:
    (copy,) = circle.glob("*signed-off copy*.docx")
    text = "\n".join(paragraph.text for paragraph in Document(str(copy)).paragraphs)

    assert "The checks found nothing to mend." in text
    assert "Questions that partners wrote on their own pages were for the review" in text
    assert "other reports" not in text


def test_the_signed_off_copy_prints_each_word_as_it_was_written(circle: Path) -> None:
    (copy,) = circle.glob("*signed-off copy*.docx")
    cells = [cell.text for table in Document(str(copy)).tables for row in table.rows for cell in row.cells]

    assert "Our two places for learners are missing. We sent them in June." in cells
    assert "We agree with the numbers. We do not agree that the plan needs no change." in cells
    assert "Meet with Keystone Battery Corridor before spring" in cells


def test_the_next_workbook_carries_what_was_decided(circle: Path) -> None:
    (book,) = circle.glob("second-wave 2027-*.xlsx")

    assert {str(row["Action"]) for row in rows(book, "Actions")} == {
        "Share the Friday room from November on",
        "Hold one listening hour for the second shift",
    }
    assert rows(book, "Partners")


def test_nothing_but_drafts_lies_in_the_folder_of_drafts(circle: Path) -> None:
    (folder,) = circle.glob("*drafts*")

    assert {file.suffix for file in folder.iterdir()} == {".eml"}
    assert {row["State"] for row in rows(circle / "second-wave.xlsx", "Sent")} == {"draft made"}


def test_the_command_tells_each_station_and_programs_get_one_object(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    told = partnerxl("demo", tmp_path / "one", "--loop", "--json")

    stations = json.loads(told.out)["stations"]
    assert told.code == 0
    assert [station["says"].partition(":")[0] for station in stations] == [
        "Scores", "For the review", "To partners", "Back from partners", "Answers", "Corrections", "Signed off",
        "Next period",
    ]  # fmt: skip
