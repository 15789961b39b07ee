"""A second opinion: LibreOffice opens the add-in and runs our macros, RunPython put aside."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from partnerxl.excel.commands import table

SOFFICE = shutil.which("soffice")
FILTER = "Calc MS Excel 2007 VBA XML"
LIBRARY = "partnerxl"
# xlwings' own modules do not compile there; these stand for what ours call.
STUB = """Option VBASupport 1
Public Const XLWINGS_VERSION As String = "0"
Public lastCommand As String
Public Function RunPython(PythonCommand As String)
    lastCommand = PythonCommand
End Function
Public Function GetConfig(key As String) As String
    GetConfig = key
End Function
Public Function FileExists(path As String) As Boolean
    FileExists = True
End Function
Public Function XLPy()
End Function
"""
# There is no Application.MacroOptions there.
FUNCTIONS = """Option VBASupport 1
Public Sub PxlDescribeFunctions()
End Sub
"""
CLICK = """
    On Error Resume Next
    lastCommand = ""
    Err.Clear
    {callback} Nothing
    Print #1, "{callback}=" & lastCommand & "=" & Err.Number
"""
DRIVER = """Option VBASupport 1
Public Sub ClickAll()
    Open "{answers}" For Output As #1
{clicks}
    Close #1
End Sub
"""
# Runs in the profile's own library: opens the add-in, puts the stubs in, runs the driver, ends the office.
START = """
Sub Start
    Dim options(2) As New com.sun.star.beans.PropertyValue
    options(0).Name = "Hidden" : options(0).Value = True
    options(1).Name = "MacroExecutionMode" : options(1).Value = 4
    options(2).Name = "FilterName" : options(2).Value = "{filter}"
    document = StarDesktop.loadComponentFromURL("{addin}", "_blank", 0, options())
    library = document.BasicLibraries.getByName("{library}")
    library.replaceByName("xlwings", {stub})
    library.replaceByName("Dictionary", "Option VBASupport 1")
    library.replaceByName("PartnerxlFunctions", {functions})
    library.insertByName("Driver", {driver})
    address = "vnd.sun.star.script:{library}.Driver.ClickAll?language=Basic&location=document"
    document.getScriptProvider().getScript(address).invoke(Array(), Array(), Array())
    document.close(True)
    StarDesktop.terminate()
End Sub
"""
MODULE_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Start" script:language="StarBasic">{source}</script:module>
"""
LIBRARY_FILE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Start"/></library:library>
"""


def basic(text: str) -> str:
    """A text as LibreOffice's Basic writes it."""
    lines = ('"{}"'.format(line.replace('"', '""')) for line in text.splitlines())
    return " & Chr(10) & ".join(lines)


def run(*command: str) -> None:
    """Run LibreOffice; it ends by itself."""
    subprocess.run(command, capture_output=True, timeout=120, check=False)


def answers(addin: Path, callbacks: list[str], folder: Path) -> dict[str, list[str]]:
    """What each callback gave to RunPython, and the number of its error."""
    said = folder / "answers.txt"
    clicks = "".join(CLICK.format(callback=callback) for callback in callbacks)
    source = START.format(
        filter=FILTER,
        addin=addin.as_uri(),
        library=LIBRARY,
        stub=basic(STUB),
        functions=basic(FUNCTIONS),
        driver=basic(DRIVER.format(answers=said, clicks=clicks)),
    )
    office = [
        str(SOFFICE),
        "--headless",
        "--norestore",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
    ]
    run(*office, "--terminate_after_init")  # the first start makes the profile, over what is there
    library = folder / "profile" / "user" / "basic" / "Standard"
    (library / "Start.xba").write_text(MODULE_FILE.format(source=escape(source)), encoding="utf-8")
    (library / "script.xlb").write_text(LIBRARY_FILE, encoding="utf-8")
    run(*office, "macro:///Standard.Start.Start")
    lines = said.read_text(encoding="utf-8").splitlines()
    return {line.split("=")[0]: line.split("=")[1:] for line in lines}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
def test_libreoffice_runs_the_macros_of_the_buttons(addin: Path, tmp_path: Path) -> None:
    expected = {command.name: [command.python, "0"] for command in table().commands if command.python}

    found = answers(addin, [*expected], tmp_path)

    assert found == expected
