"""Answers of partners come into a workbook that is open in Excel as they come into a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from circle import SHEETS, circle, collect
from live_books import Rows, copies, live_rows, saved_rows
from openpyxl_engine import ENGINE, App, open_book
from returning import filled

from partnerxl import workflow
from partnerxl.excel import clicks

PARTNER = "Copper Basin Workforce Office"  # in row 4 of the sheet Partners
RETURNED = "returned copies"


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """What an Excel shows that is asked, and whose every question is answered with OK."""
    shown: list[str] = []

    def alert(_app: App, prompt: str, *_looks: object) -> str:
        shown.append(prompt)
        return "cancel" if "No, thank you" in shown else "ok"

    monkeypatch.setattr(App, "alert", alert)
    monkeypatch.setattr(App, "status_bar", property(None, lambda _app, _text: None))
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "state"))
    yield shown
    ENGINE.apps.only.opened.clear()


def put(folder: Path, **more: str) -> Path:
    """A page and a report that came back; more fields of the report with _ for -."""
    folder.mkdir()
    page = {"question": "=1+1", "fix-Partners!Z4": "12.5", "fix-Partners!E4": "2024-02-01"}
    report = {"reply-P4": "Two\nlines", "step-P4-what": "Hire", "decision-1-what": "007"}
    report |= {tag.replace("_", "-"): text for tag, text in more.items()}
    (folder / "page.docx").write_bytes(filled(circle().pages[PARTNER], page))
    (folder / "report.docx").write_bytes(filled(circle().report, report))
    return folder


def accept(book: xlwings.Book) -> None:
    book.sheets["Corrections"]["G2"].value = [["Yes"], ["Yes"]]


def everything(book: xlwings.Book) -> dict[str, Rows]:
    return {sheet.name: live_rows(book, sheet.name) for sheet in book.sheets}


def test_an_open_book_gets_the_rows_that_a_file_gets_and_gets_them_once(tmp_path: Path) -> None:
    folder = put(tmp_path / "returned", sign_001_agree="Agree", sign_001_comment="=A1")
    path, live = copies(circle().workbook, tmp_path)
    collect(path, folder)
    book = open_book(live)

    assert workflow.collect(book, [folder]).written

    for sheet in SHEETS:
        assert live_rows(book, sheet) == saved_rows(path, sheet), sheet
    assert not workflow.collect(book, [folder]).is_new


def test_rows_go_below_formulas_that_wait_for_them(tmp_path: Path) -> None:
    folder = put(tmp_path / "returned")
    book = open_book(copies(circle().workbook, tmp_path)[1])
    sheet = book.sheets.add("Replies", after=book.sheets[-1])
    sheet["A1"].value = ["Reference", "Topic", "Partner", "Answer", "Agree", "Name", "Date", "File"]
    sheet["D3"].value = '=""'

    workflow.collect(book, [folder])

    assert sheet["D3"].formula == '=""'
    assert {sheet["D4"].value, sheet["D5"].value} == {"=1+1", "Two\nlines"}


def test_accepted_corrections_change_their_cells_and_nothing_else(tmp_path: Path) -> None:
    folder = put(tmp_path / "returned")
    book = open_book(copies(circle().workbook, tmp_path)[1])
    workflow.collect(book, [folder])
    accept(book)
    before = everything(book)

    assert workflow.collect(book, []).done == 2

    after = everything(book)
    cells = book.sheets["Partners"]
    assert cells["Z4"].value == 12.5
    assert str(cells["E4"].value).startswith("2024-02-01")
    assert book.sheets["Corrections"]["H2:H3"].value == ["Yes", "Yes"]
    for sheet in before.keys() - {"Partners", "Corrections"}:
        assert after[sheet] == before[sheet]
    differ = sum(
        one != other
        for old, new in zip(before["Partners"], after["Partners"], strict=True)
        for one, other in zip(old, new, strict=True)
    )
    assert differ == 2


def test_a_formula_in_an_open_book_is_never_overwritten(tmp_path: Path) -> None:
    folder = put(tmp_path / "returned")
    book = open_book(copies(circle().workbook, tmp_path)[1])
    workflow.collect(book, [folder])
    accept(book)
    book.sheets["Partners"]["Z4"].value = "=30"
    corrections = book.sheets["Corrections"]
    row = 2 + corrections["B2:B3"].value.index("Z4")
    corrections[f"C{row}"].value = None  # the engine works nothing out, so this is what it held

    found = workflow.collect(book, [])

    assert book.sheets["Partners"]["Z4"].formula == "=30"
    assert found.notes == (
        f"Corrections!D{row}: the cell holds a formula. Correct what it is worked out from, and set Done to Yes.",
    )
    assert found.done == 1


def test_the_button_reads_the_folder_beside_the_workbook_asks_and_writes(
    alerts: list[str], tmp_path: Path
) -> None:
    live = copies(circle().workbook, tmp_path)[1]
    folder = put(live.parent / RETURNED)
    book = open_book(live)
    book.set_mock_caller()

    clicks.collect_answers()

    question, done = alerts
    assert "page.docx: Replies 1, Corrections 2" in question
    assert "report.docx does not say which partner answered" in question
    assert question.endswith("Nothing that stands there is overwritten.")
    assert "2 new rows on Corrections" in done
    assert len(live_rows(book, "Replies")) == 3
    assert folder.is_dir()


def test_the_button_writes_nothing_without_a_yes(alerts: list[str], tmp_path: Path) -> None:
    live = copies(circle().workbook, tmp_path)[1]
    put(live.parent / RETURNED)
    book = open_book(live)
    book.set_mock_caller()
    before = everything(book)
    alerts.append("No, thank you")

    clicks.collect_answers()

    assert everything(book) == before
    assert alerts[-1] == "Nothing was written."


def test_the_button_says_where_copies_go(
    alerts: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clicks, "_open", lambda _folder: None)
    book = open_book(copies(circle().workbook, tmp_path)[1])
    book.set_mock_caller()

    clicks.collect_answers()

    assert RETURNED in alerts[0]
    assert (Path(book.fullname).parent / RETURNED).is_dir()
