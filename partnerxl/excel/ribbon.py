"""The tab as Excel reads it: two parts of ribbon XML and the module of macros, made from the table of buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from partnerxl.excel.commands import Command, Table

MODULE = "PartnerxlRibbon"
MACROS = Path(__file__).with_name("ribbon.bas")
HERE = "'{callbacks}\n"


@dataclass(frozen=True)
class Edition:
    """An edition of ribbon XML: its part, its namespace and how the package refers to it."""

    part: str
    namespace: str
    relation: str


EDITIONS = (
    Edition(
        "customUI/customUI.xml",
        "http://schemas.microsoft.com/office/2006/01/customui",
        "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    ),
    Edition(
        "customUI/customUI14.xml",
        "http://schemas.microsoft.com/office/2009/07/customui",
        "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
    ),
)


def xml(table: Table, edition: Edition) -> bytes:
    """The ribbon XML of an edition."""
    root = ET.Element("customUI", xmlns=edition.namespace)
    tabs = ET.SubElement(ET.SubElement(root, "ribbon"), "tabs")
    labels = {"id": "pxlTab", "label": table.tab.label, "keytip": table.tab.keytip}
    tab = ET.SubElement(tabs, "tab", labels, insertAfterMso=table.tab.after)
    for name in table.groups:
        _group(ET.SubElement(tab, "group", id=f"pxlGroup{name}", label=name), name, table)
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _group(group: ET.Element, name: str, table: Table) -> None:
    for command in table.buttons(name):
        ET.SubElement(group, "button", {**_attributes(command), "size": command.size})
    if table.menu.group == name:
        menu = ET.SubElement(group, "menu", _menu(table), size="normal")
        for command in table.entries:
            ET.SubElement(menu, "button", _attributes(command))


def _menu(table: Table) -> dict[str, str]:
    menu = table.menu
    tips = {"screentip": menu.screentip, "supertip": menu.supertip, "keytip": menu.keytip}
    return {"id": "pxlMenu", "label": menu.label, "imageMso": menu.icon, **tips}


def _attributes(command: Command) -> dict[str, str]:
    return {
        "id": command.name,
        "label": command.label,
        "imageMso": command.icon,
        "onAction": f"{MODULE}.{command.name}",
        "screentip": command.screentip,
        "supertip": command.supertip,
        "keytip": command.keytip,
    }


def macros(table: Table) -> str:
    """The module of macros: ours from ribbon.bas, and one callback for each button."""
    callbacks = "\n".join(line for command in table.commands for line in _callback(command))
    return MACROS.read_text(encoding="ascii").replace(HERE, callbacks).replace("\n", "\r\n")


def _callback(command: Command) -> Iterator[str]:
    """The macro that a button calls: it always answers, and puts status bar and cursor back."""
    busy = _quoted(f"partnerxl: {command.busy}")
    yield f"Public Sub {command.name}(control As IRibbonControl)"
    yield "    On Error GoTo failed"
    if command.workbook:
        yield "    If Not PxlReady Then Exit Sub"
    yield f"    PxlBegin {busy}"
    if command.python:
        yield f"    RunPython {_quoted(command.python)}"
        yield f"    PxlLeaveToPython {busy}"
    else:
        yield f"    {command.macro}"
        yield "    PxlEnd"
    yield from ("    Exit Sub", "failed:", "    PxlFail Err.Number, Err.Description", "End Sub", "")


def _quoted(text: str) -> str:
    """A text as VBA writes it."""
    return '"{}"'.format(text.replace('"', '""'))
