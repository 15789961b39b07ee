"""The installer on invented homes of both systems."""

from __future__ import annotations

import sys
import zipfile
from importlib.util import cache_from_source
from pathlib import Path

import inspection
import openpyxl
import pytest
from addins import place
from command_line import ROOT, CommandLine, snapshot

from partnerxl.core.errors import OutputError
from partnerxl.excel import trial
from partnerxl.excel.build import settings_of, xlwings_file
from partnerxl.excel.install import install, uninstall
from partnerxl.excel.place import MAC, WINDOWS, Place
from partnerxl.excel.settings import interpreter

SYSTEMS = [WINDOWS, MAC]
ADDIN = {
    WINDOWS: "AppData/Roaming/Microsoft/Excel/XLSTART/partnerxl.xlam",
    MAC: "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel/partnerxl.xlam",
}
BESIDE = {
    WINDOWS: "AppData/Local/partnerxl/addin",
    MAC: "Library/Group Containers/UBF8T346G9.Office/partnerxl",
}
SCRIPT = "Library/Application Scripts/com.microsoft.Excel/partnerxl.applescript"


@pytest.fixture(autouse=True)
def checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every Python that is started sees this checkout."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def rehearsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rehearsal takes seconds; one test of this file runs it, the others begin after it."""
    monkeypatch.setattr(trial, "rehearse", lambda _python: None)


def home(folder: Path, system: str) -> Place:
    """A new home of that system, with the Python of the tests."""
    return place(folder, system, sys.executable)


def test_a_fresh_install_is_complete_and_a_click_would_work(tmp_path: Path) -> None:
    here = home(tmp_path, WINDOWS)
    told: list[str] = []
    compiled = Path(cache_from_source(str(ROOT / "partnerxl" / "hosts" / "live.py")))
    compiled.unlink(missing_ok=True)

    built = install(here, told.append)

    assert built.missed == ()
    assert told == ["Trying what the buttons do", "Building the add-in"]
    assert trial.click_fault(interpreter(settings_of(here.addin))) == ""
    assert compiled.exists(), "a click would compile it anew each time"


@pytest.mark.usefixtures("rehearsed")
@pytest.mark.parametrize("system", SYSTEMS)
def test_everything_is_where_excel_looks_for_it(system: str, tmp_path: Path) -> None:
    here = home(tmp_path, system)

    install(here)

    assert here.addin == tmp_path / ADDIN[system]
    assert inspection.faults(here.addin) == []
    assert interpreter(settings_of(here.addin)) == sys.executable
    beside = tmp_path / BESIDE[system]
    assert (beside / "excel-guide.html").exists()
    assert "Partners" in openpyxl.load_workbook(beside / "Partnership.xlsx").sheetnames
    assert settings_of(here.addin)["PARTNERXL GUIDE"] == str(beside / "excel-guide.html")
    assert settings_of(here.addin)["PARTNERXL WORKBOOK"] == str(beside / "Partnership.xlsx")
    if system == MAC:
        assert (tmp_path / SCRIPT).read_bytes() == xlwings_file(".applescript").read_bytes()
    else:
        assert not (tmp_path / SCRIPT).exists()


@pytest.mark.usefixtures("rehearsed")
@pytest.mark.parametrize("system", SYSTEMS)
def test_an_older_one_is_replaced_and_other_addins_stay(system: str, tmp_path: Path) -> None:
    here = home(tmp_path, system)
    here.addin.parent.mkdir(parents=True)
    here.addin.write_bytes(b"an older one")
    here.addin.with_name("other.xlam").write_bytes(b"of somebody else")

    install(here)
    once = here.addin.read_bytes()
    install(here)

    assert here.addin.read_bytes() == once
    assert {path.name for path in here.addin.parent.iterdir()} == {"partnerxl.xlam", "other.xlam"}
    assert here.addin.with_name("other.xlam").read_bytes() == b"of somebody else"


@pytest.mark.usefixtures("rehearsed")
@pytest.mark.parametrize("system", SYSTEMS)
def test_uninstall_leaves_nothing_of_ours_and_all_of_others(system: str, tmp_path: Path) -> None:
    here = home(tmp_path, system)
    others = (here.addin.with_name("other.xlam"), tmp_path / SCRIPT.replace("partnerxl", "xlwings-0.37.8"))
    for other in others:
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(b"of somebody else")
    before = snapshot(tmp_path)
    install(here)
    here.log.parent.mkdir()
    here.log.write_text("noted", encoding="utf-8")

    removed = uninstall(here)

    assert {here.addin, here.folder, here.log} <= {*removed}
    assert snapshot(tmp_path) == before
    assert not here.folder.exists()
    assert not here.log.parent.exists()
    assert uninstall(here) == ()


@pytest.mark.usefixtures("rehearsed")
@pytest.mark.parametrize("system", SYSTEMS)
def test_while_excel_holds_the_file_nothing_changes(
    system: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = home(tmp_path, system)
    install(here)
    here.addin.write_bytes(b"an older one")
    before = snapshot(tmp_path)
    monkeypatch.setattr(Path, "replace", held)
    monkeypatch.setattr(Path, "unlink", held_addin(Path.unlink))

    with pytest.raises(OutputError, match="Close every Excel window, then run this again"):
        install(here)
    with pytest.raises(OutputError, match="Close every Excel window, then run this again"):
        uninstall(here)

    assert snapshot(tmp_path) == before


def held(path: Path, target: Path) -> None:
    """What Windows answers when a file is to be replaced that Excel holds."""
    raise PermissionError(13, "Access is denied", str(path), 5, str(target))


def held_addin(unlink: object) -> object:
    """What removes a file, unless it is the add-in, which Excel holds."""

    def remove(path: Path, **wishes: bool) -> None:
        if path.name == "partnerxl.xlam":
            raise PermissionError(13, "Access is denied", str(path))
        unlink(path, **wishes)  # type: ignore[operator]

    return remove


@pytest.mark.usefixtures("rehearsed")
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    here = home(tmp_path, WINDOWS)
    (tmp_path / "AppData").write_text("a file", encoding="utf-8")

    with pytest.raises(OutputError, match=r"AppData.*cannot be written"):
        install(here)


@pytest.mark.parametrize(
    ("system", "python", "words"),
    [
        (MAC, "/Users/ana b/bin/python", "holds a blank or a sign"),
        (MAC, "/Users/a$b/bin/python", "holds a blank or a sign"),
        (WINDOWS, r"C:\100%\python.exe", "cannot read the path"),
        (WINDOWS, "C:\\Вера\\python.exe", "cannot read the path"),
        (WINDOWS, r"C:\WindowsApps\PythonSoftwareFoundation.Python.3.12\python.exe", "Microsoft Store"),
    ],
)
def test_a_python_that_excel_cannot_start_is_refused(
    system: str, python: str, words: str, tmp_path: Path
) -> None:
    here = place(tmp_path, system, python)

    with pytest.raises(OutputError, match=words):
        install(here)

    assert snapshot(tmp_path) == {}


def test_a_python_that_cannot_run_partnerxl_is_refused(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'ModuleNotFoundError: pandas' >&2; exit 1\n", encoding="utf-8")
    python.chmod(0o755)
    here = place(tmp_path / "home", WINDOWS, str(python))

    with pytest.raises(OutputError, match=r"cannot run partnerxl \(ModuleNotFoundError: pandas\)"):
        install(here)

    assert not here.addin.exists()


def test_the_pages_of_the_guide_lead_to_each_other(tmp_path: Path) -> None:
    from partnerxl.excel.guide import write_pages

    write_pages(tmp_path)

    pages = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.html")}
    assert {"excel-guide.html", "it-guide.html"} <= {*pages}
    for page in pages.values():
        for target in inspection.targets(page):
            assert (tmp_path / target).exists(), target


# --- from the command line ---------------------------------------------------------------------------


def test_on_a_system_without_excel_the_way_out_is_named(partnerxl: CommandLine) -> None:
    for command in ("install", "uninstall"):
        outcome = partnerxl("addin", command)
        assert outcome.code == 2
        assert outcome.err.endswith("build the file with: partnerxl addin build\n")


def test_build_writes_the_file_and_says_which_python_it_starts(
    partnerxl: CommandLine, tmp_path: Path
) -> None:
    outcome = partnerxl("addin", "build", tmp_path / "ours.xlam")

    assert outcome.code == 0
    assert sys.executable in outcome.out
    assert zipfile.is_zipfile(tmp_path / "ours.xlam")
    assert [path.name for path in tmp_path.iterdir()] == ["ours.xlam"]


def test_install_status_and_uninstall_from_the_command_line(
    partnerxl: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = home(tmp_path, WINDOWS)
    monkeypatch.setattr(Place, "here", lambda: here)

    before = partnerxl("addin", "status")
    installed = partnerxl("addin", "install")
    removed = partnerxl("addin", "uninstall")
    again = partnerxl("addin", "uninstall")

    assert before.code == 1
    assert "The add-in is not installed.\n  Type: partnerxl addin install" in before.out
    assert installed.code == 0
    assert str(here.addin) in installed.out
    assert "the tab Partnership stands beside Data" in installed.out
    assert f"Removed {here.addin}" in removed.out
    assert again.out == "There was nothing to remove.\n"
