"""What stands around every click: one message, no traceback, a number for support, the right workbook."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings
from command_line import sample
from openpyxl_engine import ENGINE, App, Sheet, open_book
from test_imports import brought_along

from partnerxl.core.errors import Problem, WorkbookError
from partnerxl.excel import answers, clicks
from partnerxl.excel.clicks import Step


class Screen:
    """What an Excel of the engine shows."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.looks: list[str] = []
        self.status: list[object] = []
        self.broken = False

    def alert(self, prompt: str, _title: str, _buttons: object, mode: str, _callback: object) -> str:
        if self.broken:
            text = "Excel is gone"
            raise OSError(text)
        self.messages.append(prompt)
        self.looks.append(mode)
        return "ok"


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Screen]:
    """An Excel that shows what it is told, with one workbook open, and a log of its own."""
    made = Screen()
    monkeypatch.setattr(App, "alert", lambda _app, *shown: made.alert(*shown))
    monkeypatch.setattr(App, "status_bar", property(None, lambda _app, text: made.status.append(text)))
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "state"))
    open_book(sample("mature", tmp_path)).set_mock_caller()
    yield made
    delattr(xlwings.Book, "_mock_caller")  # there is no other way to take it back
    ENGINE.apps.only.opened.clear()


def test_what_a_click_says_is_shown(screen: Screen) -> None:
    @clicks.click
    def greet(book: xlwings.Book, step: Step) -> str:
        step("Looking")
        return f"This is {book.name}."

    greet()

    assert screen.messages == ["This is mature.xlsx."]
    assert screen.looks == ["info"]
    assert screen.status == ["partnerxl: Looking ...", False]


def test_a_refusal_is_shown_as_it_is(screen: Screen) -> None:
    @clicks.click
    def refuse(_book: xlwings.Book, _step: Step) -> str:
        text = "Sheet 'Partners' is not here. Use New workbook."
        raise WorkbookError(text)

    refuse()

    assert screen.messages == ["Sheet 'Partners' is not here. Use New workbook."]
    assert screen.looks == ["critical"]
    assert screen.status == [False]


@pytest.mark.parametrize("kind", [RuntimeError, KeyboardInterrupt, BaseException, SystemExit])
def test_a_mistake_of_ours_is_one_message_with_a_number_for_support(
    kind: type[BaseException], screen: Screen, tmp_path: Path
) -> None:
    @clicks.click
    def stumble(_book: xlwings.Book, _step: Step) -> str:
        text = "Ann Example"
        raise kind(text)

    stumble()

    (message,) = screen.messages
    number = message.rpartition(" ")[2].rstrip(".")
    assert message.startswith(f"partnerxl stopped because of a mistake of its own ({kind.__name__}).")
    assert "Ann" not in message
    log = next(tmp_path.rglob("partnerxl.log")).read_text(encoding="utf-8")
    assert f"stumble {number}," in log
    assert "Ann" not in log


def test_no_number_is_promised_where_no_log_can_be_written(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "file"))

    @clicks.click
    def stumble(_book: xlwings.Book, _step: Step) -> str:
        raise RuntimeError

    stumble()

    assert screen.messages == ["partnerxl stopped because of a mistake of its own (RuntimeError)."]


def test_where_excel_shows_nothing_the_text_is_printed_for_xlwings_to_show(
    screen: Screen, capsys: pytest.CaptureFixture[str]
) -> None:
    screen.broken = True

    with pytest.raises(SystemExit) as ended:
        clicks.check_data()

    assert ended.value.code == 1
    assert "Nothing in the workbook was changed." in capsys.readouterr().err


def test_a_status_bar_that_cannot_be_set_does_not_stop_a_click(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(App, "status_bar")

    clicks.check_data()

    assert len(screen.messages) == 1
    assert "mistake" not in screen.messages[0]


@pytest.mark.parametrize(
    ("hidden", "said"),
    [({"Dashboard", "Highlights"}, "Opened Scores."), (None, "without a sign.")],
    ids=["some", "all"],
)
def test_a_sheet_that_excel_cannot_show_does_not_stop_a_refresh(
    hidden: set[str] | None, said: str, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def activate(sheet: Sheet) -> None:
        if hidden is None or sheet.name in hidden:
            raise OSError

    monkeypatch.setattr(Sheet, "activate", activate)

    clicks.refresh_scores()

    assert screen.looks == ["info"]
    assert screen.messages[0].split("\n")[0].endswith(said)


def test_a_name_with_an_equals_sign_is_found(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = sample("new", tmp_path).rename(tmp_path / "Q1=Q2.xlsx")
    open_book(book)
    monkeypatch.setattr(xlwings.engines, "active", xlwings.engines[ENGINE.name])
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=Q1=Q2.xlsx", "--from_xl=1"])

    assert clicks.calling_book().name == "Q1=Q2.xlsx"
    assert screen.messages == []


def test_a_name_that_the_command_line_changed_is_no_other_workbook(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlwings.engines, "active", xlwings.engines[ENGINE.name])
    monkeypatch.setattr(sys, "argv", ["-c", "--wb=100=Ana.xlsx", "--from_xl=1"])

    clicks.check_data()

    (message,) = screen.messages
    assert "no open workbook called '100=Ana.xlsx'" in message
    assert "without % and ^" in message


def test_many_problems_are_cut_short() -> None:
    many = [
        Problem("PX-101", f"Progress!F{row}", "a number", "'lots'", "Type a number.") for row in range(30)
    ]

    text = answers.problems(many)

    assert text.startswith("30 things need attention:\n\nProgress!F0: expected a number, found 'lots'.")
    assert "And 22 more. Refresh scores lists all of them on the sheet Checks." in text
    assert text.count("Progress!F") == 8
    assert answers.problems(many[:1]).startswith("1 thing needs attention:")
    assert answers.problems([]).startswith("Nothing in the records needs attention.")


def test_importing_the_clicks_brings_only_the_standard_library() -> None:
    found = brought_along("import partnerxl.excel.clicks")

    assert found - {"partnerxl"} <= sys.stdlib_module_names | brought_along("pass")
