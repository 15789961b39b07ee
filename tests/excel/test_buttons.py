"""A click on each button, from the macro to the line that the operating system is given."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from addins import all_settings
from command_line import ROOT
from vba_world import LOG, MAC, WINDOWS, WINDOWS_PYTHON, World

from partnerxl.excel.build import xlwings_file, xlwings_macros
from partnerxl.excel.commands import Command, table
from partnerxl.excel.functions import OURS
from partnerxl.excel.trial import CLICK

PYTHON = [command for command in table().commands if command.python]
MACROS = [command for command in table().commands if command.macro]
SERVER = {"USE UDF SERVER": True}
SYSTEMS: dict[str, tuple[Mapping[str, object], Mapping[str, object]]] = {
    "Windows": (WINDOWS, {}),
    "Windows with server": (WINDOWS, SERVER),
    "Mac": (MAC, {}),
}
HOSTILE = "A & B 50% = it's.xlsx"
SHELL = "$(touch x).xlsx"
QUOTED = re.compile(r'"[^"]*"')


def key(command: Command) -> str:
    """What a test of this button is called."""
    return command.key


def arguments(world: World) -> list[str]:
    """What Python is started with on Windows, from -B on, as its own start reads the command line."""
    (command,) = world.outside.commands
    line = command[command.index(" -B ") : command.index(" 2> ")]
    return shlex.split(line.replace("\\\\", "\\").replace(":\\", ":/").replace("Files\\", "Files/"))


def shell_line(world: World) -> str:
    """What the script of xlwings gives to the shell of a Mac, put together as the script does."""
    (call,) = world.outside.scripts
    names = "PYTHONPATH PythonInterpreter PythonCommand WorkbookName ApplicationFullName LOG_FILE".split()
    values = dict(zip(names, call[2].split("|"), strict=True)) | {"PythonInterpreter": sys.executable}
    script = xlwings_file(".applescript").read_text(encoding="utf-8")
    made = re.search(r"set ShellCommand to (.*?)\n\ttry", script, re.DOTALL)
    assert made
    texts = re.findall(r'"((?:\\.|[^"\\])*)"|(\w+)', made[1].replace("¬", ""))
    return "".join(values[name] if name else text.replace('\\"', '"') for text, name in texts)


def run(command: list[str] | str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A fresh Python that sees this checkout, started in a folder."""
    surroundings = {"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        command,
        shell=isinstance(command, str),
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("command", PYTHON, ids=key)
def test_a_button_starts_its_own_line_of_python(command: Command, system: str, addin: Path) -> None:
    constants, settings = SYSTEMS[system]
    world = World(addin, constants, settings=settings)

    world.click(command.name)

    outside = world.outside
    started = [*outside.commands, *outside.executed, *(call[2] for call in outside.scripts)]
    assert len(started) == 1
    assert command.python in started[0]
    assert outside.busy[0] == f"partnerxl: {command.busy}"
    assert world.messages == []


@pytest.mark.parametrize("system", ["Windows", "Windows with server"])
@pytest.mark.parametrize("command", table().commands, ids=key)
def test_status_bar_and_cursor_are_put_back(command: Command, system: str, addin: Path) -> None:
    constants, settings = SYSTEMS[system]
    world = World(addin, constants, settings=settings)

    world.click(command.name)

    assert world.quiet


def test_on_a_mac_the_status_bar_stays_until_python_is_done(addin: Path) -> None:
    world = World(addin, MAC)

    world.click("pxlRefreshScores")

    assert world.excel.status == "partnerxl: Refreshing scores ..."


@pytest.mark.parametrize("command", PYTHON, ids=key)
def test_the_command_reaches_its_function_in_a_fresh_python(
    command: Command, addin: Path, tmp_path: Path
) -> None:
    world = World(addin, book=HOSTILE)
    world.click(command.name)

    done = run([sys.executable, *arguments(world)], tmp_path)

    assert done.returncode == 1, "without an Excel xlwings is left to show what is printed"
    assert done.stderr.startswith("partnerxl stopped because of a mistake of its own")
    assert len(done.stderr.splitlines()) == 1
    assert "Help, Open the log" in done.stderr
    log = next(tmp_path.rglob("partnerxl.log")).read_text(encoding="utf-8")
    assert f"{command.key} " in log
    assert "partnerxl.excel.clicks:" in log


@pytest.mark.parametrize("command", PYTHON, ids=key)
def test_the_shell_of_a_mac_reaches_it_too(command: Command, addin: Path, tmp_path: Path) -> None:
    world = World(addin, MAC, book=HOSTILE)
    world.click(command.name)
    line = shell_line(world).replace("/Users/ana/Library/Containers/com.microsoft.Excel/Data", str(tmp_path))

    run(f"{line} wait", tmp_path)

    printed = (tmp_path / "xlwings.log").read_text(encoding="utf-8")
    assert printed.startswith("partnerxl stopped because of a mistake of its own")
    assert f"{command.key} " in next(tmp_path.rglob("partnerxl.log")).read_text(encoding="utf-8")


def test_the_trial_runs_the_command_that_a_click_runs(addin: Path) -> None:
    world = World(addin)
    world.click("pxlCheckData")

    flags = arguments(world)[:3]

    tried = CLICK.replace("ready", "check_data").replace("'", '"')
    assert flags == ["-B", "-c", tried]


@pytest.mark.parametrize("name", [HOSTILE, SHELL, "100%.xlsx", "a^b!c.xlsx", "für Zoë.xlsx"])
def test_any_name_of_a_workbook_stays_one_quoted_argument_on_windows(name: str, addin: Path) -> None:
    world = World(addin, book=name)

    world.click("pxlRefreshScores")

    (line,) = world.outside.commands
    assert f'--wb="{name}"' in line
    assert line.count('"') % 2 == 0
    assert set(QUOTED.sub("", line.partition("--wb=")[2].partition(" 2> ")[0])).isdisjoint("&%^!$'()<>|")
    assert world.messages == []


@pytest.mark.parametrize("sign", ["$", "`", '"', "\\", "|"])
def test_a_name_that_a_shell_would_act_on_is_refused_on_a_mac(sign: str, addin: Path) -> None:
    world = World(addin, MAC, book=f"a{sign}b.xlsx")

    world.click("pxlRefreshScores")

    assert world.outside.scripts == []
    assert "Save this workbook under a name without" in world.messages[0]
    assert world.quiet


def test_no_command_hides_in_a_name_on_a_mac(addin: Path, tmp_path: Path) -> None:
    refused = World(addin, MAC, book=SHELL)
    refused.click("pxlRefreshScores")
    taken = World(addin, MAC, book=HOSTILE)
    taken.click("pxlRefreshScores")

    run(
        shell_line(taken).replace("/Users/ana/Library/Containers/com.microsoft.Excel/Data", str(tmp_path)),
        tmp_path,
    )

    assert refused.outside.scripts == []
    assert {path.name for path in tmp_path.iterdir()} <= {"xlwings.log", ".local"}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("command", PYTHON, ids=key)
def test_without_a_workbook_it_says_what_to_do(command: Command, system: str, addin: Path) -> None:
    constants, settings = SYSTEMS[system]
    world = World(addin, constants, book="", settings=settings)

    world.click(command.name)

    assert world.messages == [
        "Open your partnership workbook first, then try again. New workbook on this tab makes one."
    ]
    assert world.outside.commands == world.outside.scripts == world.outside.executed == []
    assert world.quiet


@pytest.mark.parametrize("command", PYTHON, ids=key)
def test_in_protected_view_it_says_what_to_do(command: Command, addin: Path) -> None:
    world = World(addin, book="")
    world.excel.protected = 1

    world.click(command.name)

    assert world.messages == [
        "This workbook is open in Protected View. Choose Enable Editing in the yellow bar, then try again."
    ]


@pytest.mark.parametrize("command", MACROS, ids=key)
@pytest.mark.parametrize("system", SYSTEMS)
def test_help_and_new_workbook_need_neither_python_nor_a_workbook(
    command: Command, system: str, addin: Path
) -> None:
    constants, settings = SYSTEMS[system]
    world = World(addin, constants, book="", settings=settings, files=[LOG])
    world.blocked = True

    world.click(command.name)

    outside = world.outside
    assert outside.followed or outside.templates or world.messages[0].startswith("partnerxl 0")
    assert not any("could not start" in text for text in world.messages)


def test_help_opens_what_was_installed(addin: Path) -> None:
    world = World(addin)

    for name in ("pxlGuide", "pxlOpenLog", "pxlNewWorkbook", "pxlAbout"):
        world.click(name)

    settings = all_settings()
    assert world.outside.followed == [settings["PARTNERXL GUIDE"], settings["PARTNERXL LOG"]]
    assert world.outside.templates == [settings["PARTNERXL WORKBOOK"]]
    (about,) = world.messages
    assert all(
        str(settings[name]) in about for name in ("PARTNERXL VERSION", "XLWINGS VERSION", "INTERPRETER_WIN")
    )


def test_a_log_that_is_not_there_yet_is_good_news(addin: Path) -> None:
    world = World(addin, files=[WINDOWS_PYTHON])

    world.click("pxlOpenLog")

    assert world.messages == ["The log is empty: nothing has gone wrong so far."]


def test_security_software_gets_a_text_for_it(addin: Path) -> None:
    world = World(addin)
    world.blocked = True

    world.click("pxlRefreshScores")

    (text,) = world.messages
    assert "Show this to IT" in text
    assert '"Block all Office applications from creating child processes"' in text
    assert "(70: " in text
    assert world.quiet


@pytest.mark.parametrize(("system", "missing"), [("Windows", "python.exe"), ("Mac", "partnerxl.applescript")])
def test_a_python_or_script_that_is_gone_names_the_command_that_mends_it(
    system: str, missing: str, addin: Path
) -> None:
    world = World(addin, SYSTEMS[system][0], files=[])
    world.blocked = system == "Mac"

    world.click("pxlRefreshScores")

    (text,) = world.messages
    assert 'Type "partnerxl addin install"' in text
    assert missing in text
    assert world.outside.commands == world.outside.scripts == []
    assert world.quiet


def test_what_a_failing_command_prints_is_shown(addin: Path) -> None:
    world = World(addin)
    world.exit_code, world.log = 1, "partnerxl stopped because of a mistake of its own."

    world.click("pxlRefreshScores")

    assert world.log in world.messages[0]
    assert world.quiet


@pytest.mark.parametrize("constants", [WINDOWS, MAC], ids=["Windows", "Mac"])
def test_the_first_click_tells_excel_of_the_worksheet_functions(
    constants: Mapping[str, object], addin: Path
) -> None:
    world = World(addin, constants)

    world.click("pxlCheckData")
    world.click("pxlCheckData")

    assert world.outside.described == [f"'partnerxl.xlam'!{function.__name__}" for function in OURS]


# --- nothing beside or in a workbook chooses what is started ---------------------------------------


def test_a_sheet_of_a_workbook_chooses_no_interpreter(addin: Path) -> None:
    world = World(addin)
    world.book.add_sheet("partnerxl.conf")
    sheet = world.app.sheet("partnerxl.conf", workbook=world.book)
    sheet.set_value("A1", "INTERPRETER_WIN")
    sheet.set_value("B1", r"C:\evil.exe")

    world.click("pxlRefreshScores")

    assert "evil" not in world.outside.commands[0]
    assert WINDOWS_PYTHON in world.outside.commands[0]


def test_a_sheet_called_like_code_changes_nothing(addin: Path) -> None:
    world = World(addin)
    world.book.add_sheet("notes.py")

    world.click("pxlRefreshScores")

    assert world.messages == []
    assert len(world.outside.commands) == 1


def test_every_setting_that_xlwings_asks_for_is_in_the_addin() -> None:
    asked = {*re.findall(r'GetConfig\("([^"]+)"', xlwings_macros())}

    assert asked
    assert asked <= {*all_settings()}
