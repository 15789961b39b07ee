"""Runs the macros of the add-in without Excel, those of xlwings included, up to the operating system.

Real: every line of our callbacks and of RunPython, GetConfig, ExecuteWindows and ExecuteMac, run by the
interpreter of pyOpenVBA. Recorded instead of done: what goes to the operating system (WScript.Shell,
AppleScriptTask, files) and to the COM server, and the three members of Excel its model does not have.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyopenvba import ExcelFile, VBAModuleKind
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter._objects import VBAObject, member, method, setter
from pyopenvba.interpreter._preprocess import strip_directives
from pyopenvba.interpreter._runtime import Interpreter
from pyopenvba.interpreter._values import EMPTY, MISSING, VBAInt, error, to_text

WINDOWS: Mapping[str, object] = {"Mac": False, "Win64": True, "Win32": True, "VBA7": True, "VBA6": True}
MAC: Mapping[str, object] = {**WINDOWS, "Mac": True, "Win64": False, "Win32": False, "MAC_OFFICE_VERSION": 16}
WINDOWS_PYTHON = r"C:\Tools\partnerxl\Scripts\python.exe"
MAC_PYTHON = "/Users/ana/.local/share/uv/tools/partnerxl/bin/python"
LOG = r"C:\Users\ana\AppData\Local\partnerxl\partnerxl.log"
DEFAULT_CURSOR = -4143  # xlDefault

# What pyOpenVBA 6.5.0 does not take, and what leaves Excel: text of a module and what stands for it.
INSTEAD = (
    (r"(?m)^([ \t]*#(?:Const|If|ElseIf|Else|End If)\b.*?)[ \t]+'.*$", r"\1"),  # a comment on such a line
    (r"(?m)^Attribute \w+\.VB_.*$", ""),
    (r"\bVBA\.(?=\w)", ""),
    # true VBA compares the text False with a truth value, pyOpenVBA finds no match
    (r'GetConfig\("SHOW CONSOLE", False\) = True', r'CBool(GetConfig("SHOW CONSOLE", False))'),
    (r"(?mi)^(\s*)Kill\s+", r"\1outsidekill "),
    (r"(?m)ThisWorkbook\.FollowHyperlink ", "outsidefollow "),
    (r"(?m)Workbooks\.Add (?=CStr)", "outsidetemplate "),
    (r"(?ms)^Function ReadFile\(.*?^End Function", ""),
    (r"(?ms)^Function XLPy\(\).*?^End Function", "Function XLPy()\nSet XLPy = outsideserver()\nEnd Function"),
)


@dataclass
class Outside:
    """What reached the operating system and the screen."""

    commands: list[str] = field(default_factory=list)
    scripts: list[list[str]] = field(default_factory=list)
    executed: list[str] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)
    templates: list[str] = field(default_factory=list)
    popups: list[str] = field(default_factory=list)
    busy: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)


class Windows(VBAObject):
    """The windows in Protected View."""

    vba_type_name = "ProtectedViewWindows"

    def __init__(self, number: int) -> None:
        self.number = number

    @member
    def Count(self) -> Any:
        return VBAInt(self.number, "Long")


class Excel(Application):
    """Excel, with the members that the model of pyOpenVBA does not have."""

    vba_type_name = "Application"
    cursor: object = DEFAULT_CURSOR
    protected = 0
    outside: Outside

    @member
    def Hwnd(self) -> Any:
        return VBAInt(4711, "Long")

    @member
    def Path(self) -> str:
        return r"C:\Program Files\Microsoft Office\root\Office16"

    @member
    def Cursor(self) -> object:
        return self.cursor

    @setter("Cursor")
    def set_cursor(self, value: object) -> None:
        self.cursor = value

    @setter("StatusBar")
    def set_status(self, value: object) -> None:
        self.status = value
        self.outside.busy.append(to_text(value))

    @member
    def StatusBar(self) -> object:
        return self.status

    @method
    def MacroOptions(
        self, Macro: object, Description: object, Category: object, ArgumentDescriptions: object
    ) -> Any:
        assert to_text(Description)
        assert to_text(Category)
        assert ArgumentDescriptions
        self.outside.described.append(to_text(Macro))
        return EMPTY

    @member
    def ProtectedViewWindows(self) -> Windows:
        return Windows(self.protected)


class Instance(ExcelApplication):
    """A running Excel of ours."""

    def __init__(self, outside: Outside) -> None:
        self.application = Excel()
        self.application.outside = outside
        self.application.status = False
        self.interpreter = Interpreter(ExcelBridge(self.application))
        self.application.interpreter = self.interpreter


class Control(VBAObject):
    """What a callback is called with."""

    vba_type_name = "IRibbonControl"


class Shell(VBAObject):
    """WScript.Shell: keeps the command lines and answers with the exit code of the world."""

    vba_type_name = "IWshShell3"

    def __init__(self, world: World) -> None:
        self.world = world

    @method
    def Run(self, Command: object = MISSING, *_: object) -> Any:
        if self.world.blocked:
            raise error(70, "Permission denied")
        self.world.outside.commands.append(to_text(Command))
        return VBAInt(self.world.exit_code, "Long")

    @method
    def ExpandEnvironmentStrings(self, Src: object = MISSING) -> str:
        known = self.world.environ
        return re.sub(r"%(\w+)%", lambda name: known.get(name[1].upper(), name[0]), to_text(Src))

    @method
    def Popup(self, Text: object = MISSING, *_: object) -> Any:
        self.world.outside.popups.append(to_text(Text))
        return VBAInt(1, "Long")


class Server(VBAObject):
    """The COM server that runs Python where the setting USE UDF SERVER is on."""

    vba_type_name = "XLPython"

    def __init__(self, outside: Outside) -> None:
        self.outside = outside

    @method
    def Module(self, _name: object = MISSING) -> Server:
        return self

    @method
    def SetAttr(self, *_: object) -> Any:
        return EMPTY

    @method
    def Exec(self, code: object = MISSING) -> Any:
        self.outside.executed.append(to_text(code))
        return EMPTY


class World:
    """An Excel with the add-in loaded, and a workbook in front or none.

    Args:
        addin: The add-in.
        constants: The constants of the system that macros are compiled for.
        book: The name of the workbook in front; empty for none.
        settings: Settings of the add-in to override.
        files: The files that exist.
    """

    def __init__(
        self,
        addin: Path,
        constants: Mapping[str, object] = WINDOWS,
        book: str = "Partners 2026.xlsx",
        settings: Mapping[str, object] | None = None,
        files: Sequence[str] = (WINDOWS_PYTHON, LOG),
    ) -> None:
        self.outside = Outside()
        self.blocked = False
        self.exit_code = 0
        self.log = ""
        self.environ = {
            "TEMP": r"C:\Users\ana\AppData\Local\Temp",
            "USERPROFILE": r"C:\Users\ana",
            "HOME": "/Users/ana/Library/Containers/com.microsoft.Excel/Data",
        }
        self.files = {*files}
        self.app = Instance(self.outside)
        self._open(addin, settings or {})
        self._put_in_front(book)
        self._replace_what_leaves_excel()
        self._load(addin, constants)

    @property
    def excel(self) -> Excel:
        """Its Application."""
        return self.app.application

    def click(self, callback: str) -> None:
        """Click the button of a callback."""
        self.app.run(callback, Control())

    @property
    def messages(self) -> list[str]:
        """What was said in message boxes."""
        return [to_text(text) for _, text, *_ in self.app.interpreter.dialogs] + self.outside.popups

    @property
    def quiet(self) -> bool:
        """Whether status bar and cursor are as they were."""
        return self.excel.status is False and to_text(self.excel.cursor) == str(DEFAULT_CURSOR)

    def _open(self, addin: Path, settings: Mapping[str, object]) -> None:
        """Open the add-in as ThisWorkbook: the same package under a workbook's content type."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "addin.xlsm"
            with zipfile.ZipFile(addin) as source, zipfile.ZipFile(copy, "w") as target:
                for name in source.namelist():
                    content = source.read(name)
                    target.writestr(name, content.replace(b"addin.macroEnabled", b"sheet.macroEnabled"))
            book = self.app.open_workbook(copy)
        self.excel._this_workbook = book  # noqa: SLF001
        book.name, book.path = addin.name, r"C:\Users\ana\AppData\Roaming\Microsoft\Excel\XLSTART"
        sheet = self.app.sheet(1, workbook=book)
        for row in range(1, 40):
            if sheet.value(f"A{row}") in settings:
                sheet.set_value(f"B{row}", settings[sheet.value(f"A{row}")])

    def _put_in_front(self, name: str) -> None:
        self.book: Any = self.app.add_workbook() if name else None
        if self.book:
            self.book.name, self.book.path = name, r"C:\Users\ana\Documents"
            self.app.activate_workbook(self.book)
        else:
            self.excel.active_book = None

    def _replace_what_leaves_excel(self) -> None:
        interpreter = self.app.interpreter
        made = type(interpreter).create_com
        interpreter.create_com = lambda name: (
            Shell(self) if name.lower() == "wscript.shell" else made(interpreter, name)
        )
        interpreter._intrinsics = dict(interpreter._intrinsics) | {  # noqa: SLF001
            "environ": _texts(lambda name: self.environ.get(name.upper(), "")),
            "getattr": _texts(self._attributes),
            "dir": _texts(lambda name, *_: name if name in self.files else ""),
            "readfile": _texts(lambda _: self.log),
            "macscript": _texts(_mac_script),
            "applescripttask": _texts(self._script),
            "outsidekill": _texts(lambda _: EMPTY),
            "outsidefollow": _recorder(self.outside.followed),
            "outsidetemplate": _recorder(self.outside.templates),
            "outsideserver": lambda *_: Server(self.outside),
        }

    def _attributes(self, name: str) -> Any:
        if name not in self.files:
            raise error(53, "File not found")
        return VBAInt(32, "Integer")

    def _script(self, *arguments: str) -> str:
        if self.blocked:
            raise error(5, "Invalid procedure call")
        self.outside.scripts.append([*arguments])
        return "0"

    def _load(self, addin: Path, constants: Mapping[str, object]) -> None:
        with ExcelFile(addin) as file:
            for module in file.vba_project().modules:
                if module.name in ("ThisWorkbook", "Sheet1", "Dictionary"):
                    continue  # pyOpenVBA has a dictionary of its own
                kind = "standard" if module.kind is VBAModuleKind.standard else "class"
                source = adapted(module.source, module.name, constants)
                self.app.add_module(source, name=module.name, kind=kind)


def adapted(source: str, name: str, constants: Mapping[str, object]) -> str:
    """A module as pyOpenVBA takes it, for the system of these constants."""
    text = source.replace("\r\n", "\n")
    for old, new in INSTEAD:
        text = re.sub(old, new, text)
    stripped: str = strip_directives(text, module=name, constants=dict(constants))
    return stripped


def _texts(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of texts as pyOpenVBA calls it."""
    return lambda _interpreter, arguments, _named: function(*(to_text(each) for each in arguments))


def _recorder(record: list[str]) -> Callable[..., Any]:
    """A procedure that keeps the text it is called with."""

    def keep(text: str) -> Any:
        record.append(text)
        return EMPTY

    return _texts(keep)


def _mac_script(script: str) -> str:
    path = re.search(r'POSIX path of \("(.*)"\)', script)
    return path[1] if path else "/Users/ana/Library/Containers/com.microsoft.Excel/Data"
