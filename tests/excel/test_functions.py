"""Worksheet functions give what a refresh writes, and their VBA is what xlwings wants."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from live_books import SAMPLES, live_copy, live_rows

import partnerxl
from partnerxl import logbook
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.errors import PartnerxlError
from partnerxl.core.rulebook import load_rulebook
from partnerxl.core.settings import settings
from partnerxl.excel import functions, wrappers
from partnerxl.excel.functions import PXL_LIMIT, PXL_PHASES, PXL_PITFALLS, PXL_TIPS, PXL_WHY

CORE = ("Initiative", "Partners", "Resources", "Progress")
SPILLS = [
    (PXL_PHASES, "Scores", ("Phase", "Score", "Band", "Coverage")),
    (PXL_PITFALLS, "Flags", ("Pitfall", "Title", "Status", "Evidence")),
    (PXL_TIPS, "Tips", ("Tip", "Title", "State", "Rows")),
]


@pytest.fixture(autouse=True)
def log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    return logbook.folder() / logbook.NAME


def written(book: Any, sheet: str, headings: tuple[str, ...]) -> list[list[object]]:
    """Columns of a result sheet as a refresh wrote them; what is empty as functions show it."""
    first, *rows = live_rows(book, sheet)
    at = [first.index(heading) for heading in headings]
    cells = [[row[column] if column < len(row) else None for column in at] for row in rows]
    return [list(headings), *([["" if cell is None else cell for cell in row] for row in cells])]


def tables(book: Any) -> list[Any]:
    """The tables of a workbook as somebody names them in a formula, the core ones first."""
    names = [*CORE, *(name for name in load_sheets() if name not in CORE and name in book.sheet_names)]
    found = [book.sheets[name] for name in names]
    return [next((table.range for table in sheet.tables), sheet.used_range) for sheet in found]


# --- what they give -------------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_functions_give_what_a_refresh_writes(sample: Path, tmp_path: Path) -> None:
    book = live_copy(sample, tmp_path)
    passed = tables(book)

    spilled = {sheet: function(*passed) for function, sheet, _ in SPILLS}
    reasons = {topic: PXL_WHY(topic, *passed) for topic in ("P4", "p8", "Performing")}

    partnerxl.refresh(book)
    for _, sheet, headings in SPILLS:
        assert spilled[sheet] == written(book, sheet, headings)
    evidence = written(book, "Evidence", ("Belongs to", "Signal", "Sentence", "Rows"))
    for topic, found in reasons.items():
        rows = [row[1:] for row in evidence[1:] if str(row[0]).casefold() == topic.casefold()]
        assert found == [["Signal", "Sentence", "Rows"], *rows]


def test_rows_of_values_do_as_well_as_ranges(tmp_path: Path) -> None:
    book = live_copy(SAMPLES[-1], tmp_path)
    sheets = [name for name in load_sheets() if name in book.sheet_names]
    values = [live_rows(book, name) for name in sheets]

    assert PXL_WHY("P4", *values) == PXL_WHY("P4", *tables(book))


def test_a_table_on_a_sheet_of_another_name_keeps_its_addresses(tmp_path: Path) -> None:
    book = live_copy(SAMPLES[-1], tmp_path)
    passed = tables(book)
    before = PXL_WHY("P4", *passed)
    book.impl.pages["Our plan"] = book.impl.pages.pop("Progress")
    book.impl.pages["Our plan"].sheet.title = "Our plan"

    after = PXL_WHY("P4", *passed)

    assert any("Progress!" in str(row) for row in before)
    assert after == [[str(cell).replace("Progress!", "Our plan!") for cell in row] for row in before]


def test_a_limit_is_the_default_or_the_one_in_force(tmp_path: Path) -> None:
    book = live_copy(SAMPLES[-1], tmp_path)
    sheet = book.impl.pages["Settings"].sheet
    headings = {cell.value: cell.column for row in sheet["A1:H5"] for cell in row if cell.value}
    row = next(row for row in range(1, 200) if sheet.cell(row, 1).value == "P4 delivered discuss")
    sheet.cell(row, headings["Current"]).value = 0.5

    assert PXL_LIMIT("P4 delivered discuss") == 0.6
    assert PXL_LIMIT(" p4 Delivered discuss", *tables(book)) == 0.5
    assert {each.threshold for each in settings(load_rulebook())} >= {"P4 delivered discuss"}


# --- what they refuse -----------------------------------------------------------------------------


def reason(log: Path) -> list[str]:
    return [line.strip() for line in log.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("function", "passed", "said"),
    [
        (PXL_PHASES, (None,) * 4, "Table 1 of the function is no range of cells. Name a table"),
        (PXL_PHASES, ([],) * 4, "Table 1 of the function is no range of cells. Name a table"),
        (
            PXL_PHASES,
            ([["secret", "x"]],) * 4,
            "Table 1 of the function has no headings that partnerxl knows.",
        ),
        (
            PXL_TIPS,
            ([["Partner ID", "Partner name", "Partner type"]],) * 4,
            "The function was not given the table Initiative. Name Initiative, Partners, Resources,",
        ),
        (PXL_LIMIT, ("secret",), "PXL_LIMIT: the first argument names no limit. Choose one of the sheet"),
    ],
)
def test_what_cannot_be_read_is_an_error_whose_reason_is_in_the_log(
    function: Any, passed: tuple[Any, ...], said: str, log: Path
) -> None:
    with pytest.raises(PartnerxlError):
        function(*passed)

    first, second, *rest = reason(log)
    assert f"UTC, {function.__name__}, Python" in first
    assert second.startswith(said)
    assert rest
    assert "secret" not in log.read_text(encoding="utf-8")


def test_a_table_passed_twice_is_named(tmp_path: Path, log: Path) -> None:
    passed = tables(live_copy(SAMPLES[-1], tmp_path))

    with pytest.raises(PartnerxlError):
        PXL_TIPS(*passed, passed[1])

    assert reason(log)[1] == "The function was given the table Partners more than once. Name each table once."


def test_a_topic_that_is_none_names_those_there_are(tmp_path: Path, log: Path) -> None:
    book = live_copy(SAMPLES[-1], tmp_path)

    with pytest.raises(PartnerxlError):
        PXL_WHY("secret", *tables(book))

    assert reason(log)[1] == (
        "PXL_WHY: the first argument names no pitfall and no phase. "
        "Choose one of P1, P2, P3, P4, P5, P6, P7, P8, Forming, Norming, Storming, Performing."
    )


def test_a_fault_of_the_program_is_noted_without_its_text(log: Path) -> None:
    with pytest.raises(TypeError):
        PXL_PHASES([["Partner ID", "Partner name"], 5], [], [], [])

    lines = reason(log)
    assert lines[1] == "builtins.TypeError"
    assert any(line.startswith("partnerxl.excel.functions:") for line in lines)


# --- the VBA --------------------------------------------------------------------------------------


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The part of xlwings that writes VBA, which needs modules of Windows only to be imported."""
    for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["win32com.client"].Dispatch = None  # type: ignore[attr-defined]
    monkeypatch.setattr(sys.modules["pythoncom"], "CoInitialize", None, raising=False)
    monkeypatch.delitem(sys.modules, "xlwings.udfs", raising=False)
    yield importlib.import_module("xlwings.udfs")
    sys.modules.pop("xlwings.udfs", None)


def decorated_by_xlwings(udfs: ModuleType, function: Any) -> Any:
    """A function as xlwings' own decorators would mark it."""
    plain = function.__wrapped__
    names = [argument["name"] for argument in function.__xlfunc__["args"]]
    scope: dict[str, Any] = {}
    declared = ", ".join([*names[:-1], f"*{names[-1]}"])
    exec(f"def {plain.__name__}({declared}): ...", scope)  # noqa: S102  the same arguments, without types
    twin: Any = scope[plain.__name__]
    twin.__doc__ = function.__xlfunc__["ret"]["doc"]
    for argument in function.__xlfunc__["args"]:
        udfs.xlarg(argument["name"], doc=argument["doc"], **argument["options"])(twin)
    return udfs.xlfunc(category=functions.CATEGORY)(twin)


def calls(vba: str) -> list[str]:
    """The lines that call Python, in the order of their functions."""
    return sorted(line.strip() for line in vba.splitlines() if "XLPy.CallUDF" in line and "Caller" in line)


def test_a_function_is_marked_as_the_installed_xlwings_marks_it(windows: ModuleType) -> None:
    for function in functions.OURS:
        twin = decorated_by_xlwings(windows, function)

        assert function.__xlfunc__ == twin.__xlfunc__  # type: ignore[attr-defined]


def test_python_is_called_as_the_installed_xlwings_calls_it(windows: ModuleType, tmp_path: Path) -> None:
    module = ModuleType("twins")
    for function in functions.OURS:
        twin = decorated_by_xlwings(windows, function)
        setattr(module, twin.__name__, twin)
    with (tmp_path / "udfs.bas").open("w+", encoding="utf-8") as file:
        windows.generate_vba_wrapper(wrappers.CALLED, module, file, SimpleNamespace(Name="partnerxl.xlam"))
        file.seek(0)
        theirs = calls(file.read())

    assert calls(wrappers.vba_module()) == theirs
    assert len(theirs) == 5


def test_the_module_has_every_function_with_its_description() -> None:
    vba = wrappers.vba_module()

    names = re.findall(r"^Public Function (\w+)\(", vba, re.MULTILINE)
    assert names == ["PXL_PHASES", "PXL_PITFALLS", "PXL_WHY", "PXL_TIPS", "PXL_LIMIT"]
    assert vba.startswith("Option Explicit\n")
    for name in names:
        assert f'Attribute {name}.VB_Description = "' in vba
        assert f"{name} = CVErr(2015)" in vba
        assert f"'!{name}\"" in vba
    assert vba.isascii()
    assert max(map(len, vba.splitlines())) < 1_000


def test_ranges_are_kept_and_every_argument_is_passed_on() -> None:
    vba = wrappers.vba_module()

    assert (
        "Public Function PXL_WHY(topic, initiative, partners, resources, progress, ParamArray more())" in vba
    )
    assert "If IsObject(progress) Then Set argsArray(4) = progress Else argsArray(4) = progress" in vba
    assert "ReDim argsArray(0 To UBound(more) + 5)" in vba
    assert "If IsObject(more(k)) Then Set argsArray(5 + k) = more(k) Else argsArray(5 + k) = more(k)" in vba


@pytest.mark.parametrize("name", ["date", "Next", "_hidden", "é", "argsArray", "k"])
def test_an_argument_that_vba_cannot_have_is_refused(name: str) -> None:
    facts = {"name": "PXL_X", "args": [{"name": name}, {"name": "more"}], "ret": {"doc": ""}}

    with pytest.raises(ValueError, match=f"VBA cannot have an argument called '{name}'"):
        list(wrappers._function(facts))  # noqa: SLF001


def test_the_functions_are_imported_without_what_they_need_later() -> None:
    code = "import sys, partnerxl.excel.wrappers\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert not {"pandas", "xlwings", "lxml", "openpyxl", "docx"} & set(done.stdout.split())
