"""Defects planted in the add-in, one by one: the inspection has to notice each."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import inspection
import pytest
from addins import parts, write_parts
from pyopenvba import ExcelFile

from partnerxl.excel.ribbon import MODULE

RIBBONS = ("customUI/customUI.xml", "customUI/customUI14.xml")
TYPES = "[Content_Types].xml"
RELATIONS = "_rels/.rels"

Plant = Callable[[Path], object]


def in_part(*names: str, old: str, new: str) -> Plant:
    """Plants by replacing a text once in parts of the package."""

    def plant(addin: Path) -> None:
        content = parts(addin)
        for name in names:
            assert old.encode() in content[name]
            content[name] = content[name].replace(old.encode(), new.encode(), 1)
        write_parts(addin, content)

    return plant


def in_macros(old: str, new: str) -> Plant:
    """Plants by replacing what a pattern finds first in our module of macros."""

    def plant(addin: Path) -> None:
        with ExcelFile(addin) as file:
            source = file.get_module(MODULE)
            planted = re.sub(old, new, source, count=1)
            assert planted != source
            file.set_module(MODULE, planted)
            file.save(addin)

    return plant


def without(part: str) -> Plant:
    """Plants by leaving out a part."""

    def plant(addin: Path) -> None:
        content = parts(addin)
        del content[part]
        write_parts(addin, content)

    return plant


def damaged(addin: Path) -> None:
    """Turns over one byte in the middle of the file."""
    content = bytearray(addin.read_bytes())
    content[len(content) // 2] ^= 0xFF
    addin.write_bytes(content)


CHECK = 'id="pxlCheckData"'
RUN = r'RunPython "[^"]*"\r\n'
DEFECTS: dict[str, tuple[Plant, str]] = {
    "a callback renamed in the ribbon": (
        in_part(*RIBBONS, old=".pxlCheckData", new=".pxlChekData"),
        "no macro answers",
    ),
    "a callback renamed in the macros": (in_macros("Sub pxlCheckData", "Sub pxlChekData"), "no macro answers"),
    "another module in the ribbon": (
        in_part(*RIBBONS, old="PartnerxlRibbon.pxlGuide", new="PartnerxlRibon.pxlGuide"),
        "no macro answers",
    ),
    "a callback without its argument": (
        in_macros(r"Sub pxlCheckData\(control As IRibbonControl\)", "Sub pxlCheckData()"),
        "no macro answers",
    ),
    "a callback of another kind of argument": (
        in_macros(r"Sub pxlGuide\(control As IRibbonControl\)", "Sub pxlGuide(control As String)"),
        "no macro answers",
    ),
    "a function that is not there": (in_macros(r"clicks\.check_data", "clicks.chek_data"), "cannot be called"),
    "a module that is not there": (in_macros(r"import partnerxl\.excel\.clicks", "import partnerxl.excel.click"), "no call of ours"),
    "both modules that are not there": (
        in_macros(r"import partnerxl\.excel\.clicks; partnerxl\.excel\.clicks", "import partnerxl.click; partnerxl.click"),
        "cannot be called",
    ),
    "a function that wants an argument": (in_macros(r"clicks\.check_data", "clicks.click"), "cannot be called"),
    "a button that starts nothing": (in_macros(RUN, "\r\n"), "nothing happens"),
    "a status bar that stays": (
        in_macros(r"Application\.StatusBar = False", "'"),
        "status bar or cursor",
    ),
    "a cursor that stays": (in_macros(r"Application\.Cursor = xlDefault", "'"), "status bar or cursor"),
    "a silent status bar": (in_macros(r"Application\.StatusBar = busy", "'"), "does not say"),
    "no relationship for 2010 and later": (
        in_part(RELATIONS, old="2007/relationships/ui", new="2008/relationships/ui"),
        "customUI14.xml",
    ),
    "no relationship for 2007": (
        in_part(RELATIONS, old="2006/relationships/ui", new="2005/relationships/ui"),
        "customUI.xml",
    ),
    "a ribbon that is not there": (without(RIBBONS[1]), "customUI14.xml"),
    "the type of a workbook": (
        in_part(TYPES, old="excel.addin.macroEnabled", new="excel.sheet.macroEnabled"),
        "is said to be",
    ),
    "no type for the macros": (in_part(TYPES, old='Extension="bin"', new='Extension="bon"'), "No content type"),
    "macros that are not there": (without("xl/vbaProject.bin"), ""),
    "a damaged byte": (damaged, ""),
    "ribbon XML that is none": (in_part(*RIBBONS, old="</tab>", new="</tap>"), "mismatched tag"),
    "the other edition's namespace": (
        in_part(RIBBONS[1], old="2009/07/customui", new="2006/01/customui"),
        "begins with",
    ),
    "editions that differ": (in_part(RIBBONS[0], old="Check data", new="Check it"), "differ"),
    "a doubled id": (in_part(*RIBBONS, old=CHECK, new='id="pxlRefreshScores"'), "two controls"),
    "an id that is no name": (in_part(*RIBBONS, old=CHECK, new='id="check data"'), "is no name"),
    "a long keytip": (in_part(*RIBBONS, old='keytip="C"', new='keytip="CHKD"'), "is longer"),
    "a doubled keytip": (in_part(*RIBBONS, old='keytip="C"', new='keytip="R"'), "twice"),
    "a doubled keytip in the menu": (in_part(*RIBBONS, old='keytip="L"', new='keytip="A"'), "twice"),
    "a size that is none": (in_part(*RIBBONS, old='size="large"', new='size="huge"'), "size huge"),
    "a size in the menu": (in_part(*RIBBONS, old='keytip="L"', new='keytip="L" size="large"'), "has a size"),
    "a picture of a later Excel": (
        in_part(*RIBBONS, old='imageMso="ErrorChecking"', new='imageMso="CopilotChat"'),
        "picture",
    ),
    "an attribute nobody knows": (in_part(*RIBBONS, old="supertip=", new="tooltip="), "no attribute"),
    "no label": (in_part(*RIBBONS, old='label="Check data" ', new=""), "label is missing"),
    "a supertip without end": (in_part(*RIBBONS, old='supertip="', new=f'supertip="{"x" * 1024}'), "too long"),
    "a tab after none": (in_part(*RIBBONS, old="TabData", new="TabDate"), "no tab"),
    "an undeclared name": (in_macros(r"PxlReady = True", "PxlRedy = True"), "PxlRedy"),
    "an undeclared name on a Mac only": (
        in_macros(r"INTERPRETER_MAC\"\)", 'INTERPRETER_MAC") & pyton'),
        "pyton",
    ),
    "an unknown type": (in_macros("why As String", "why As Text"), "unknown type"),
    "no Option Explicit": (in_macros("Option Explicit", "'"), "Option Explicit"),
    "a long line": (in_macros("partnerxl could not start", "x" * 1023), "longer than"),
    "a sign that a Mac reads otherwise": (in_macros(r"\.\.\.", "…"), "a Mac may"),
    "a procedure twice": (in_macros(r"Private Sub PxlBegin", "Private Sub PxlEnd"), "two procedures"),
}  # fmt: skip


def test_the_addin_itself_is_without_fault(addin: Path) -> None:
    assert inspection.faults(addin) == []


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_planted_defect_is_noticed(defect: str, addin: Path, tmp_path: Path) -> None:
    plant, words = DEFECTS[defect]
    planted = tmp_path / "planted.xlam"
    planted.write_bytes(addin.read_bytes())
    plant(planted)

    found = inspection.faults(planted)

    assert found
    assert any(words in fault for fault in found), found
