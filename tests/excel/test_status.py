"""What status finds, and the command that mends it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from addins import place
from command_line import ROOT, CommandLine

from partnerxl import __version__
from partnerxl.excel import install as installing
from partnerxl.excel import trial
from partnerxl.excel.build import build
from partnerxl.excel.install import install
from partnerxl.excel.place import MAC, WINDOWS, Place
from partnerxl.excel.settings import settings
from partnerxl.excel.status import status

INSTALL = "Type: partnerxl addin install"


@pytest.fixture(autouse=True)
def checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python that is started sees this checkout."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A home of Windows where everything is as it should be."""
    monkeypatch.setattr(trial, "rehearse", lambda _python: None)
    folder = tmp_path / "Scripts"
    folder.mkdir()
    python = folder / "python"
    python.symlink_to(sys.executable)
    (folder / f"xlwings64-{version('xlwings')}.dll").write_bytes(b"")
    here = place(tmp_path, WINDOWS, sys.executable)
    here.excel.write_bytes(b"")  # type: ignore[union-attr]
    install(here)
    return replace(here, python=str(python))


def troubles(here: Place) -> list[str]:
    """What is wrong, with what mends it."""
    return [f"{trouble.what} {trouble.mend}" for trouble in status(here).troubles]


def stamp(here: Place, key: str, text: str) -> None:
    """Install an add-in with another setting."""
    rows = settings(replace(here, python=sys.executable)) | {key: text}
    installing.replace(here.addin, build(rows).content)


def test_nothing_is_wrong_after_an_install(installed: Place) -> None:
    found = status(installed)

    assert found.troubles == ()
    assert found.addin == installed.addin
    assert found.settings["PARTNERXL VERSION"] == __version__


def test_an_addin_that_is_gone(installed: Place) -> None:
    installed.addin.unlink()

    assert troubles(installed) == [f"The add-in is not installed. {INSTALL}"]


def test_a_damaged_addin(installed: Place) -> None:
    installed.addin.write_bytes(b"damaged")

    assert troubles(installed) == [f"{installed.addin} is damaged or not ours. {INSTALL}"]


def test_a_python_that_is_gone(installed: Place) -> None:
    stamp(installed, "INTERPRETER_WIN", "/gone/python.exe")

    assert troubles(installed) == [f"The Python it starts is gone: /gone/python.exe. {INSTALL}"]


@pytest.mark.parametrize(
    ("key", "name"), [("PARTNERXL VERSION", "partnerxl"), ("XLWINGS VERSION", "xlwings")]
)
def test_versions_out_of_step(key: str, name: str, installed: Place) -> None:
    now = status(installed).settings[key]
    stamp(installed, key, "0.0.9")

    assert troubles(installed) == [f"The add-in was made for {name} 0.0.9; {now} is installed. {INSTALL}"]


def test_a_python_that_cannot_run_partnerxl(installed: Place, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho 'No module named xlwings' >&2; exit 1\n", encoding="utf-8")
    broken.chmod(0o755)
    stamp(installed, "INTERPRETER_WIN", str(broken))

    (trouble,) = troubles(installed)

    assert "broken cannot run partnerxl (No module named xlwings)." in trouble
    assert "partnerxl addin install" in trouble


def test_a_file_that_windows_blocks(installed: Place) -> None:
    installed.addin.with_name("partnerxl.xlam:Zone.Identifier").write_text("ZoneId=3", encoding="utf-8")

    assert troubles(installed) == [f"Windows blocks the add-in as a file from the internet. {INSTALL}"]


def test_a_guide_that_is_gone(installed: Place) -> None:
    installed.folder.rename(installed.folder.with_name("elsewhere"))

    assert troubles(installed) == [f"{installed.folder} is missing. {INSTALL}"]


def test_a_script_of_a_mac_that_is_gone(installed: Place) -> None:
    mac = replace(installed, system=MAC, python=sys.executable)
    install(mac)
    assert mac.script
    mac.script.unlink()

    assert troubles(mac) == [f"{mac.script} is missing. {INSTALL}"]


def test_worksheet_functions_without_their_library(installed: Place) -> None:
    (Path(installed.python).parent / f"xlwings64-{version('xlwings')}.dll").unlink()

    (trouble,) = troubles(installed)

    assert "worksheet functions is missing; buttons work." in trouble
    assert f"python -m pip install --force-reinstall xlwings=={version('xlwings')}" in trouble


def test_an_excel_that_is_not_found(installed: Place) -> None:
    assert "Excel was not found" in troubles(replace(installed, excel=None))[0]


def test_a_computer_without_excel(tmp_path: Path) -> None:
    found = status(place(tmp_path, "linux"))

    assert found.addin is None
    assert [trouble.mend for trouble in found.troubles] == [
        "On this computer, build the file with: partnerxl addin build"
    ]


def test_status_tells_a_person_and_a_program(
    installed: Place, partnerxl: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Place, "here", lambda: installed)

    fine = partnerxl("addin", "status")
    installed.addin.unlink()
    told = json.loads(partnerxl("addin", "status", "--json").out)

    assert fine.code == 0
    assert fine.out == f"The buttons work. The add-in is {installed.addin}\n"
    assert told["addin"] == str(installed.addin)
    assert told["troubles"] == [{"what": "The add-in is not installed.", "mend": INSTALL}]
