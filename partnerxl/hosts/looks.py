"""The few cell formats that result sheets need, appended to a workbook's styles where they are not there yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from partnerxl.hosts.package import Node

FIRST_OWN_FORMAT = 164
BUILT_IN = {"0": 1, "0.00": 2, "0%": 9, "0.00%": 10}
LINK_COLOR = "FF0B6E74"
ORDER = (
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
    "cellStyles",
    "dxfs",
    "tableStyles",
)


@dataclass(frozen=True)
class Look:
    """How a cell looks: number format, wrapped text, text that is no formula, a link."""

    number_format: str = ""
    wrap: bool = False
    quote: bool = False
    link: bool = False


class Styles:
    """The styles of a workbook."""

    def __init__(self, root: Node) -> None:
        """Work on the root element of the styles part."""
        self.root = root
        self._namespace = etree.QName(root).namespace
        self._known: dict[Look, int] = {}

    def index(self, look: Look) -> int:
        """Number of the cell format, added when no equal one is there."""
        if look not in self._known:
            self._known[look] = self._find_or_add(look)
        return self._known[look]

    def _find_or_add(self, look: Look) -> int:
        formats = self._part("cellXfs")
        wanted = self._format(look)
        shape = _shape(wanted)
        for number, each in enumerate(formats):
            if _shape(each) == shape:
                return number
        formats.append(wanted)
        formats.set("count", str(len(formats)))
        return len(formats) - 1

    def _format(self, look: Look) -> Node:
        named = {"numFmtId": str(self._number_format(look.number_format)), "fontId": str(self._font(look))}
        found = etree.Element(self._tag("xf"), {**named, "fillId": "0", "borderId": "0", "xfId": "0"})
        if look.number_format:
            found.set("applyNumberFormat", "1")
        if look.link:
            found.set("applyFont", "1")
        if look.quote:
            found.set("quotePrefix", "1")
        found.set("applyAlignment", "1")
        etree.SubElement(
            found, self._tag("alignment"), {"vertical": "top"} | ({"wrapText": "1"} if look.wrap else {})
        )
        return found

    def _number_format(self, code: str) -> int:
        if not code or code in BUILT_IN:
            return BUILT_IN.get(code, 0)
        formats = self._part("numFmts")
        for each in formats:
            if each.get("formatCode") == code:
                return int(each.get("numFmtId"))
        new = max([FIRST_OWN_FORMAT - 1, *(int(each.get("numFmtId")) for each in formats)]) + 1
        etree.SubElement(formats, self._tag("numFmt"), numFmtId=str(new), formatCode=code)
        formats.set("count", str(len(formats)))
        return new

    def _font(self, look: Look) -> int:
        """The workbook's first font, or the same in the color of a link."""
        fonts = self._part("fonts")
        if not look.link or not len(fonts):
            return 0
        wanted = etree.fromstring(etree.tostring(fonts[0]))
        for name in ("color", "u"):
            for each in wanted.findall(self._tag(name)):
                wanted.remove(each)
        wanted.insert(0, etree.Element(self._tag("u")))
        size = wanted.find(self._tag("sz"))
        at = list(wanted).index(size) + 1 if size is not None else len(wanted)
        wanted.insert(at, etree.Element(self._tag("color"), rgb=LINK_COLOR))
        shape = _shape(wanted)
        for number, each in enumerate(fonts):
            if _shape(each) == shape:
                return number
        fonts.append(wanted)
        fonts.set("count", str(len(fonts)))
        return len(fonts) - 1

    def _part(self, name: str) -> Node:
        """A list of the styles, put where the schema wants it when it is not there."""
        found = self.root.find(self._tag(name))
        if found is None:
            found = etree.Element(self._tag(name))
            later = {self._tag(each) for each in ORDER[ORDER.index(name) + 1 :]}
            at = next((at for at, each in enumerate(self.root) if each.tag in later), len(self.root))
            self.root.insert(at, found)
        return found

    def _tag(self, name: str) -> str:
        return f"{{{self._namespace}}}{name}"


def _shape(element: Node) -> tuple[object, ...]:
    """What makes two formats equal: tag, attributes and children."""
    return (element.tag, tuple(sorted(element.attrib.items())), tuple(_shape(each) for each in element))
