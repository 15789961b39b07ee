"""The file: what is in it, and that the same input gives the same bytes."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import inspection
import pytest
from addins import all_settings, modules, parts
from command_line import ROOT
from pyopenvba import check_file

from partnerxl.core.errors import OutputError
from partnerxl.excel import clicks
from partnerxl.excel.build import build, changed, changes, settings_of, xlwings_macros
from partnerxl.excel.commands import TABLE, read, table

MODULES = {"xlwings", "Dictionary", "PartnerxlRibbon", "PartnerxlFunctions", "ThisWorkbook", "Sheet1"}
BLOCK = """
[commands.count_rows]
label = "Count rows"
group = "Scores"
icon = "ChartInsert"
screentip = "Count rows"
supertip = "Counts the rows. Nothing in the workbook is changed."
keytip = "O"
busy = "Counting ..."
workbook = true
target = "clicks.count_rows"
"""
LIST_MODULES = """
import sys
from oletools.olevba import VBA_Parser
for _, stream, name, source in VBA_Parser(sys.argv[1]).extract_macros():
    print(name.rpartition(".")[0], len(source))
"""


def test_the_same_input_gives_the_same_bytes(addin: Path) -> None:
    assert build(all_settings()).content == addin.read_bytes()


def test_the_file_checks_out_and_holds_the_six_modules(addin: Path) -> None:
    report = check_file(addin)

    assert report.ok
    assert report.complete
    assert {*modules(addin)} == MODULES


def test_another_reader_of_macros_finds_them_too(addin: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", LIST_MODULES, str(addin)]

    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    found = dict(line.split() for line in listed.splitlines())
    assert {*found} == MODULES
    assert int(found["xlwings"]) > 30_000
    assert int(found["PartnerxlRibbon"]) > 3_000


def test_no_macro_runs_by_itself(addin: Path) -> None:
    source = "\n".join(modules(addin).values()).lower()

    assert "auto_open" not in source
    assert "workbook_open" not in source


def test_the_license_of_xlwings_stays_with_its_macros(addin: Path) -> None:
    assert "xlwings is distributed under a BSD 3-clause license." in modules(addin)["xlwings"]


def test_the_macros_of_xlwings_are_its_own_but_for_our_changes(addin: Path) -> None:
    source = xlwings_macros()
    for change in changes():
        source = source.replace(change.find, change.put)

    found = modules(addin)["xlwings"]

    assert found.split("\n", 1)[1].strip() == source.replace("\r\n", "\n").split("\n", 1)[1].strip()


def test_both_editions_of_the_ribbon_are_there(addin: Path) -> None:
    content = parts(addin)

    for part in ("customUI/customUI.xml", "customUI/customUI14.xml"):
        root = ET.fromstring(content[part])
        assert len([each for each in root.iter() if each.tag.endswith("}button")]) == len(table().commands)


def test_the_settings_can_be_read_back(tmp_path: Path) -> None:
    settings: dict[str, str | bool] = {
        "INTERPRETER_WIN": r"C:\Users\Zoë & Söhne <x>\python.exe",
        "LICENSE_KEY": "",
        "SHOW CONSOLE": False,
    }
    path = tmp_path / "partnerxl.xlam"
    path.write_bytes(build(settings).content)

    assert settings_of(path) == {**settings, "SHOW CONSOLE": ""}


@pytest.mark.parametrize("content", [b"", b"no package", b"PK\x03\x04"])
def test_what_is_no_addin_has_no_settings(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "partnerxl.xlam"
    path.write_bytes(content)

    with pytest.raises(OutputError, match="no add-in of partnerxl"):
        settings_of(path)


# --- changes to the macros of xlwings ---------------------------------------------------------------


def test_every_change_fits_the_installed_xlwings_once() -> None:
    source, missed = changed(xlwings_macros())

    assert missed == ()
    assert all(change.put in source for change in changes())
    assert not any(change.find in source for change in changes())


@pytest.mark.parametrize("text", ["no such text", "GetConfig"], ids=["never", "many times"])
def test_a_change_that_does_not_fit_once_is_named(text: str) -> None:
    change = replace(changes()[0], name="a wish", needed=False, find=text)

    source, missed = changed(xlwings_macros(), [change])

    assert missed == ("a wish",)
    assert source == xlwings_macros()


def test_without_a_needed_change_there_is_no_addin() -> None:
    change = replace(changes()[0], find="no such text")

    with pytest.raises(OutputError, match="'project name' fits nowhere"):
        changed(xlwings_macros(), [change])


def test_what_keeps_a_workbook_from_choosing_what_is_started_is_needed() -> None:
    needed = {change.name for change in changes() if change.needed}

    assert {
        "project name",
        "no settings from a workbook",
        "no workbook path, Windows",
        "no workbook path, Mac",
    } <= needed


# --- the table of buttons ---------------------------------------------------------------------------


def test_a_new_button_is_one_block_and_one_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grown = read(TABLE.read_text(encoding="utf-8") + BLOCK)
    path = tmp_path / "partnerxl.xlam"
    path.write_bytes(build(all_settings(), grown).content)
    without = inspection.faults(path)

    monkeypatch.setattr(clicks, "count_rows", lambda: None, raising=False)

    assert any("clicks.count_rows() cannot be called" in fault for fault in without)
    assert inspection.faults(path) == []


def test_a_key_that_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="colour"):
        read(TABLE.read_text(encoding="utf-8") + BLOCK + 'colour = "red"\n')


def test_every_supertip_says_what_does_not_change() -> None:
    said = ("changed", "stay as they are")

    assert [
        command.key for command in table().commands if not any(each in command.supertip for each in said)
    ] == []


def test_what_python_does_needs_a_workbook_and_a_macro_does_not() -> None:
    assert all(command.workbook == bool(command.python) for command in table().commands)
    assert all(bool(command.python) != bool(command.macro) for command in table().commands)


@pytest.mark.parametrize("folder", ["partnerxl", "docs", "tests", "workbooks", "report_templates"])
def test_no_addin_is_kept_with_the_source(folder: str) -> None:
    assert [*(ROOT / folder).rglob("*.xlam")] == []
