"""Everything that can be seen of an add-in without Excel: its package, its ribbon, its macros, its clicks."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import ribbon_rules
import vba_lint
from addins import modules, parts
from pyopenvba import check_file
from vba_world import MAC, WINDOWS, World

from partnerxl.excel.build import FUNCTIONS
from partnerxl.excel.ribbon import MODULE

RELATIONS = {
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
}
TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "bin": "application/vnd.ms-office.vbaProject",
    "xml": "application/xml",
}
CALL = re.compile(r"import ([\w.]+); \1\.(\w+)\(\)$")
SIGNATURE = r"(?m)^Public Sub {}\(control As IRibbonControl\)$"


def faults(addin: Path) -> list[str]:
    """What is wrong with an add-in; nothing when a click on each button reaches what it should."""
    damage = [issue.message for issue in check_file(addin).issues]
    if damage:
        return damage
    content = parts(addin)
    found = [*_package(content), *_ribbon(content), *_macros(addin)]
    return found or [*_clicks(addin, content)]


def buttons(content: dict[str, bytes]) -> dict[str, str]:
    """The callback of each button of the ribbon."""
    root = ET.fromstring(content["customUI/customUI14.xml"])
    return {each.attrib["id"]: each.attrib["onAction"] for each in root.iter() if "onAction" in each.attrib}


def _package(content: dict[str, bytes]) -> Iterator[str]:
    relations = ET.fromstring(content["_rels/.rels"])
    leads = {each.get("Type"): each.get("Target") for each in relations}
    for part, kind in RELATIONS.items():
        if part not in content or leads.get(kind) != part:
            yield f"no relationship leads Excel to {part}"
    types = ET.fromstring(content["[Content_Types].xml"])
    said = {each.get("PartName") or each.get("Extension"): each.get("ContentType") for each in types}
    yield from (
        f"{name} is said to be {said.get(name)}" for name, kind in TYPES.items() if said.get(name) != kind
    )


def _ribbon(content: dict[str, bytes]) -> Iterator[str]:
    for part in RELATIONS:
        if part in content:
            yield from ribbon_rules.broken_rules(part, content[part])
    one, other = (re.sub(rb'xmlns="[^"]*"', b"", content.get(part, b"")) for part in RELATIONS)
    if one != other:
        yield "the two editions of the ribbon differ"


def _macros(addin: Path) -> Iterator[str]:
    found = modules(addin)
    yield from vba_lint.faults(found, (MODULE, FUNCTIONS))


def _clicks(addin: Path, content: dict[str, bytes]) -> Iterator[str]:
    source = modules(addin).get(MODULE, "")
    for callback in buttons(content).values():
        place, _, name = callback.partition(".")
        if place != MODULE or not re.search(SIGNATURE.format(name), source):
            yield f"no macro answers {callback} as the ribbon calls it"
            continue
        for constants in (WINDOWS, MAC):
            world = World(addin, constants)
            world.click(name)
            yield from (f"{name}: {fault}" for fault in _answer(world, constants is MAC))


def _answer(world: World, mac: bool) -> Iterator[str]:
    outside = world.outside
    started = [command.split('\\"); ', 1)[1].partition('"')[0] for command in outside.commands]
    started += [script[2].split("|")[2] for script in outside.scripts]
    if not (started or outside.followed or outside.templates or world.messages):
        yield "nothing happens"
    if not outside.busy or not outside.busy[0].startswith("partnerxl: "):
        yield "the status bar does not say what is being done"
    if not world.quiet and not (mac and started):
        yield "status bar or cursor stay as they are meanwhile"
    for line in started:
        yield from _target(line)


def _target(line: str) -> Iterator[str]:
    call = CALL.match(line)
    if not call:
        yield f"this is no call of ours: {line}"
        return
    try:
        function = getattr(importlib.import_module(call[1]), call[2])
        inspect.signature(function, follow_wrapped=False).bind()
    except (ImportError, AttributeError, TypeError) as fault:
        yield f"{line} cannot be called ({fault})"


def targets(page: str) -> list[str]:
    """The files that a web page leads to."""
    found = re.findall(r'(?:href|src)="([^"#]+)', page)
    return [target for target in found if not target.startswith(("http", "mailto"))]
