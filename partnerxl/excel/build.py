"""Builds partnerxl.xlam from what is installed here: the macros of xlwings are read, changed and never shipped."""

from __future__ import annotations

import io
import re
import struct
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from pyopenvba import ExcelFile, VBAModuleKind, check_file
from pyopenvba.cfb import CFB
from pyopenvba.vba import compress, decompress

from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message
from partnerxl.excel import ribbon, wrappers
from partnerxl.excel.commands import Table, table

NAME = "partnerxl"
FUNCTIONS = "PartnerxlFunctions"
CHANGES = Path(__file__).with_name("changes.toml")
SHEET = "xl/worksheets/sheet1.xml"
PROJECT = "xl/vbaProject.bin"
PROJECT_NAME = 4  # record of the dir stream, [MS-OVBA] 2.3.4.2.1.5
UNNAMED = b"VBAProject"
RELATIONS = "_rels/.rels"
CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same input gives the same bytes

Settings = Mapping[str, str | bool]


@dataclass(frozen=True)
class Change:
    """One change to the macros of xlwings; changes.toml says what each attribute is for."""

    name: str
    why: str
    needed: bool
    find: str
    put: str


@dataclass(frozen=True)
class Built:
    """An add-in: its bytes, and the names of the changes that found nothing to change."""

    content: bytes
    missed: tuple[str, ...]


def build(settings: Settings, commands: Table | None = None) -> Built:
    """The add-in with these settings; the same input gives the same bytes.

    Args:
        settings: What its sheet partnerxl.conf holds, in order.
        commands: The table of buttons; the shipped one by default.

    Raises:
        OutputError: If the installed xlwings is one that cannot be used, or the file does not check out.
    """
    buttons = commands or table()
    source, missed = changed(xlwings_macros())
    modules = {"xlwings": source, ribbon.MODULE: ribbon.macros(buttons), FUNCTIONS: wrappers.vba_module()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{NAME}.xlam"
        _write_modules(path, modules)
        content = _packed(_completed(_parts(path), settings, buttons))
        path.write_bytes(content)
        _check(path)
    return Built(content, missed)


def settings_of(addin: Path) -> dict[str, str]:
    """What the sheet partnerxl.conf of an add-in holds.

    Raises:
        OutputError: If the file is no add-in of ours.
    """
    try:
        with zipfile.ZipFile(addin) as package:
            root = ET.fromstring(package.read(SHEET))  # noqa: S314  our own file
    except (OSError, zipfile.BadZipFile, KeyError, ET.ParseError) as fault:
        raise OutputError(message("addin", "not_ours", addin=addin)) from fault
    rows = ([cell.findtext(f".//{CELLS}t") or "" for cell in row] for row in root.iter(f"{CELLS}row"))
    return {row[0]: "".join(row[1:2]) for row in rows}


# --- macros ---------------------------------------------------------------------------------------


def xlwings_file(ending: str) -> Path:
    """A file of the installed xlwings."""
    files = distribution("xlwings").files or ()
    return Path(str(next(file.locate() for file in files if str(file).endswith(ending))))


def xlwings_macros() -> str:
    """The macros that the installed xlwings has for an add-in of one's own."""
    return xlwings_file("xlwings/xlwings_custom_addin.bas").read_text(encoding="ascii")


@cache
def changes() -> tuple[Change, ...]:
    """The changes of changes.toml."""
    found = tomllib.loads(CHANGES.read_text(encoding="utf-8"))
    return tuple(Change(**block) for block in found["changes"])


def changed(source: str, wanted: Sequence[Change] | None = None) -> tuple[str, tuple[str, ...]]:
    """The macros with our changes, and the names of those that do not fit exactly once.

    Raises:
        OutputError: If one that is needed does not fit.
    """
    missed = []
    for change in changes() if wanted is None else wanted:
        if source.count(change.find) == 1:
            source = source.replace(change.find, change.put)
        elif change.needed:
            raise OutputError(message("addin", "unknown_xlwings", name=change.name))
        else:
            missed.append(change.name)
    return source, tuple(missed)


def _write_modules(path: Path, modules: Mapping[str, str]) -> None:
    """Write an add-in that holds these modules and the dictionary of xlwings."""
    dictionary = xlwings_file("xlwings/addin/Dictionary.cls").read_text(encoding="ascii")
    with ExcelFile.create_new(path) as book:
        project = book.vba_project()
        project.delete_module("Module1")
        for name, source in modules.items():
            project.add_module(name, _lines(source))
        project.add_module("Dictionary", _lines(dictionary), kind=VBAModuleKind.other)
        book.save(path)


def _lines(source: str) -> str:
    """A module with the line ends of Windows and without its name, which is given to it anew."""
    text = source.replace("\r\n", "\n")
    return re.sub(r'\AAttribute VB_Name = "\w+"\n', "", text).replace("\n", "\r\n")


# --- package --------------------------------------------------------------------------------------


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def _completed(parts: Mapping[str, bytes], settings: Settings, commands: Table) -> dict[str, bytes]:
    """The parts with our name, our settings and the ribbon."""
    made = dict(parts)
    made[PROJECT] = _named(made[PROJECT])
    for name in ("xl/workbook.xml", "docProps/app.xml"):
        made[name] = re.sub(rb"\bSheet1\b", f"{NAME}.conf".encode(), made[name], count=1)
    made[SHEET] = made[SHEET].replace(b"<sheetData/>", _sheet(settings).encode())
    made["docProps/core.xml"] = _authored(made["docProps/core.xml"])
    for number, edition in enumerate(ribbon.EDITIONS, 1):
        made[edition.part] = ribbon.xml(commands, edition)
        relation = f'<Relationship Id="rIdRibbon{number}" Type="{edition.relation}" Target="{edition.part}"/>'
        made[RELATIONS] = made[RELATIONS].replace(b"</Relationships>", f"{relation}</Relationships>".encode())
    return made


def _sheet(settings: Settings) -> str:
    rows = (
        f'<row r="{at}">{_cell(f"A{at}", key)}{_cell(f"B{at}", value)}</row>'
        for at, (key, value) in enumerate(settings.items(), 1)
    )
    return f"<sheetData>{''.join(rows)}</sheetData>"


def _cell(address: str, value: str | bool) -> str:  # noqa: FBT001  a cell may hold True
    if isinstance(value, bool):
        return f'<c r="{address}" t="b"><v>{value:d}</v></c>'
    text = f'<is><t xml:space="preserve">{escape(value)}</t></is>' if value else ""
    return f'<c r="{address}" t="inlineStr">{text}</c>' if text else f'<c r="{address}"/>'


def _authored(core: bytes) -> bytes:
    """The properties of the file, which Excel shows in its list of add-ins."""
    text = re.sub(rb"(<(dc:creator|cp:lastModifiedBy)>).*?<", rb"\1partnerxl<", core)
    return text.replace(b"<dc:creator>", b"<dc:title>partnerxl</dc:title><dc:creator>", 1)


def _named(project: bytes) -> bytes:
    """The macros under a name of their own, so that two add-ins are told apart."""
    name = NAME.encode()
    container = CFB.from_bytes(project)
    records = decompress(container.get_stream_in_storage("VBA", "dir"))
    old = struct.pack("<HI", PROJECT_NAME, len(UNNAMED)) + UNNAMED
    new = struct.pack("<HI", PROJECT_NAME, len(name)) + name
    container.write_stream_in_storage("VBA", "dir", compress(records.replace(old, new, 1)))
    text = container.get_stream("PROJECT").replace(b'Name="' + UNNAMED, b'Name="' + name, 1)
    container.write_stream("PROJECT", text)
    content: bytes = container.to_bytes()
    return content


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as one file, the list of contents first."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name])
    return content.getvalue()


def _check(path: Path) -> None:
    report = check_file(path)
    if not report.ok:
        faults = "; ".join(issue.message for issue in report.issues)
        raise OutputError(message("addin", "damaged", faults=faults))
