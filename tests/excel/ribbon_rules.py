"""The rules of Microsoft's schemas of the ribbon (customui.xsd of 2006 and 2009) that a file of ours can break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

NAMESPACES = {
    "customUI/customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
    "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
}
CHILDREN: Mapping[str, set[str]] = {
    "customUI": {"ribbon"},
    "ribbon": {"tabs"},
    "tabs": {"tab"},
    "tab": {"group"},
    "group": {"button", "menu"},
    "menu": {"button"},
    "button": set(),
}
COMMON = {"id", "label", "imageMso", "screentip", "supertip", "keytip"}
ATTRIBUTES: Mapping[str, set[str]] = {
    "customUI": set(),
    "ribbon": set(),
    "tabs": set(),
    "tab": {"id", "label", "keytip", "insertAfterMso"},
    "group": {"id", "label"},
    "menu": COMMON | {"size"},
    "button": COMMON | {"size", "onAction"},
}
SIZES = {"normal", "large"}
LONGEST = 1024
LONGEST_KEYTIP = 3
# Pictures that come with every Excel since 2013, from Microsoft's list of control identifiers.
PICTURES = set(
    "AccessibilityChecker ApplicationOptionsDialog ChartInsert ErrorChecking FileNewDefault FilePrintPreview FileSendAsAttachment FileVersionHistory FunctionWizard Help PropertySheet RefreshAll RefreshStatus ReviewNewComment TableInsertExcel".split()
)
TABS = {"TabHome", "TabInsert", "TabFormulas", "TabData", "TabReview", "TabView"}


def broken_rules(part: str, xml: bytes) -> Iterator[str]:
    """What in a part of ribbon XML breaks a rule."""
    try:
        root = ET.fromstring(xml)
    except ET.ParseError as fault:
        yield f"{part}: not XML ({fault})"
        return
    space = f"{{{NAMESPACES[part]}}}"
    if root.tag != f"{space}customUI":
        yield f"{part}: begins with {root.tag}"
        return
    yield from (f"{part}: {fault}" for fault in _element(root, space))
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    yield from (f"{part}: two controls are called {name}" for name, times in ids.items() if times > 1)


def _element(element: ET.Element, space: str) -> Iterator[str]:
    name = element.tag.removeprefix(space)
    yield from _attributes(name, element)
    if name in ("menu", "tab"):
        doubled = (key for key, times in _together(element, name).items() if times > 1)
        yield from (f"keytip {key} is there twice in {name}" for key in doubled)
    if name == "menu":
        yield from (
            f"{child.get('id')}: nothing in a menu has a size" for child in element if child.get("size")
        )
    for child in element:
        if child.tag.removeprefix(space) not in CHILDREN[name]:
            yield f"{child.tag} may not stand in {name}"
        else:
            yield from _element(child, space)


def _together(element: ET.Element, name: str) -> Counter[str | None]:
    """The keytips that Excel offers at the same time."""
    children = element if name == "menu" else (control for group in element for control in group)
    return Counter(child.get("keytip") for child in children)


def _attributes(name: str, element: ET.Element) -> Iterator[str]:
    known, found = ATTRIBUTES[name], element.attrib
    where = f"{name} {found.get('id', '')}"
    yield from (f"{where}: no attribute is called {key}" for key in found if key not in known)
    if name in ("tab", "group", "menu", "button"):
        yield from (f"{where}: {key} is missing" for key in ("id", "label") if not found.get(key))
        yield from (f"{where}: {key} is too long" for key, text in found.items() if len(text) > LONGEST)
    if len(found.get("keytip", "")) > LONGEST_KEYTIP:
        yield f"{where}: keytip {found['keytip']} is longer than {LONGEST_KEYTIP}"
    if not found.get("id", "x").isidentifier():
        yield f"{where}: {found['id']} is no name"
    if found.get("size", "normal") not in SIZES:
        yield f"{where}: size {found['size']}"
    if found.get("imageMso", "Help") not in PICTURES:
        yield f"{where}: not every Excel has the picture {found['imageMso']}"
    if found.get("insertAfterMso", "TabData") not in TABS:
        yield f"{where}: no tab is called {found['insertAfterMso']}"
