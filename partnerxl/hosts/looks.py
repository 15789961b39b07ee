"""The few cell formats that result sheets need, appended to a workbook's styles where they are not there yet."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from partnerxl.hosts.package import Node

FIRST_OWN_FORMAT = 164
BUILT_IN = {"": 0, "0": 1, "0.00": 2, "0%": 9, "0.00%": 10}
NAVY, TEAL, WHITE, RULE = "14344F", "0B6E74", "FFFFFF", "C9D3DA"
ORDER = "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst".split()
FONT_ORDER = (
    "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme".split()
)


@dataclass(frozen=True)
class Ink:
    """How a cell of the Dashboard is drawn.

    Attributes:
        size: Size of the type in points.
        color: Color of the type; like all colors as RRGGBB.
        fill: Color behind it; empty for none.
        edge: Color of a thin line on all four sides; empty for none.
        below: Color of a thin line below; empty for none.
        across: Where the text stands: left, center or right.
        indent: By how many letters it stands away from the edge.
        bold: Heavy type.
        underline: Underlined type.
    """

    size: float = 11
    color: str = "1B2A36"
    fill: str = ""
    edge: str = ""
    below: str = ""
    across: str = "left"
    indent: int = 0
    bold: bool = False
    underline: bool = False


@dataclass(frozen=True)
class Look:
    """How a cell looks: number format, wrapped text, text that is no formula, a link, a heading, or its own ink."""

    number_format: str = ""
    wrap: bool = False
    quote: bool = False
    link: bool = False
    heading: bool = False
    ink: Ink | None = None


class Styles:
    """The styles of a workbook."""

    def __init__(self, root: Node) -> None:
        """Work on the root element of the styles part."""
        self.root = root
        self._tag = f"{{{etree.QName(root).namespace}}}"
        self._known: dict[Look, int] = {}
        self._kept: dict[tuple[int, Look], int] = {}
        self._shapes: dict[str, dict[object, int]] = {}

    def index(self, look: Look) -> int:
        """Number of the cell format, added when no equal one is there."""
        if look not in self._known:
            self._known[look] = self._number(look, self._put) or 0
        return self._known[look]

    def kept(self, style: int, look: Look) -> int:
        """Number of the cell format for a cell that has one: people's stays, ours goes with the value."""
        if (style, look) not in self._kept:
            self._kept[style, look] = self._find_kept(style, look)
        return self._kept[style, look]

    def _find_kept(self, style: int, look: Look) -> int:
        variants = [replace(look, quote=quote, link=link) for quote, link in product((False, True), repeat=2)]
        formats = self._list("cellXfs")
        if style >= len(formats) or style in {self._number(each, self._find) for each in variants}:
            return self.index(look)
        has_quote = formats[style].get("quotePrefix") in {"1", "true"}
        return style if has_quote == look.quote else self._with_quote(formats[style], quote=look.quote)

    def _with_quote(self, style: Node, *, quote: bool) -> int:
        wanted = deepcopy(style)
        wanted.attrib.pop("quotePrefix", None)
        if quote:
            wanted.set("quotePrefix", "1")
        return self._put("cellXfs", wanted)

    # --- one format -------------------------------------------------------------------------------

    def _number(self, look: Look, put: Callable[[str, Node], int | None]) -> int | None:
        """Number of a cell format, as ``put`` finds or adds its parts; None when one of them is not there."""
        ink = look.ink or _ink(look)
        numbers = {
            "numFmtId": self._number_format(look.number_format, put),
            "fontId": 0 if ink is None else put("fonts", self._font(ink, sized=look.ink is not None)),
            "fillId": put("fills", self._fill(ink.fill)) if ink and ink.fill else 0,
            "borderId": put("borders", self._border(look.ink)),
        }
        if None in numbers.values():
            return None
        found = self._new("xf", {name: str(number) for name, number in numbers.items()} | {"xfId": "0"})
        for name, applied in (
            ("NumberFormat", look.number_format),
            ("Font", ink),
            ("Fill", ink and ink.fill),
            ("Border", True),
            ("Alignment", True),
        ):
            if applied:
                found.set(f"apply{name}", "1")
        if look.quote:
            found.set("quotePrefix", "1")
        found.append(self._new("alignment", _alignment(look)))
        return put("cellXfs", found)

    def _number_format(self, code: str, put: Callable[[str, Node], int | None]) -> int | None:
        """Number of a number format; those of the workbook's own have their number beside them."""
        if code in BUILT_IN:
            return BUILT_IN[code]
        formats = self._list("numFmts")
        for each in formats:
            if each.get("formatCode") == code:
                return int(each.get("numFmtId"))
        new = max([FIRST_OWN_FORMAT - 1, *(int(each.get("numFmtId")) for each in formats)]) + 1
        found = put("numFmts", self._new("numFmt", {"numFmtId": str(new), "formatCode": code}))
        return None if found is None else new

    def _font(self, ink: Ink, *, sized: bool) -> Node:
        """The workbook's first font in another color, and for ink of its own in another size."""
        fonts = self._list("fonts")
        font = deepcopy(fonts[0]) if len(fonts) else self._new("font", {})
        wanted: dict[str, dict[str, str]] = {"color": {"rgb": f"FF{ink.color}"}}
        wanted |= {"b": {}} if ink.bold else {}
        wanted |= {"u": {}} if ink.underline else {}
        wanted |= {"sz": {"val": f"{ink.size:g}"}} if sized else {}
        for name, facts in wanted.items():
            for each in font.findall(f"{self._tag}{name}"):
                font.remove(each)
            font.append(self._new(name, facts))
        font[:] = sorted(font, key=lambda each: FONT_ORDER.index(etree.QName(each).localname))
        return font

    def _fill(self, color: str) -> Node:
        fill = self._new("fill", {})
        pattern = etree.SubElement(fill, f"{self._tag}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{self._tag}fgColor", rgb=f"FF{color}")
        etree.SubElement(pattern, f"{self._tag}bgColor", indexed="64")
        return fill

    def _border(self, ink: Ink | None) -> Node:
        """The lines around a cell; in a table a thin one below."""
        below = RULE if ink is None else ink.below
        edge = "" if ink is None else ink.edge
        border = self._new("border", {})
        for side in ("left", "right", "top", "bottom", "diagonal"):
            color = (edge if side != "diagonal" else "") or (below if side == "bottom" else "")
            line = etree.SubElement(border, f"{self._tag}{side}")
            if color:
                line.set("style", "thin")
                etree.SubElement(line, f"{self._tag}color", rgb=f"FF{color}")
        return border

    def words(self, inks: Sequence[Ink]) -> list[int]:
        """Numbers of formats that a rule lays over a cell: color, fill and edge; added where they are not there."""
        return [self._put("dxfs", self._over(ink)) for ink in inks]

    def _over(self, ink: Ink) -> Node:
        found = self._new("dxf", {})
        font = etree.SubElement(found, f"{self._tag}font")
        etree.SubElement(font, f"{self._tag}color", rgb=f"FF{ink.color}")
        if ink.fill:
            fill = etree.SubElement(found, f"{self._tag}fill")
            pattern = etree.SubElement(fill, f"{self._tag}patternFill")
            etree.SubElement(pattern, f"{self._tag}bgColor", rgb=f"FF{ink.fill}")
        if ink.edge:
            border = etree.SubElement(found, f"{self._tag}border")
            for side in ("left", "right", "top", "bottom"):
                line = etree.SubElement(border, f"{self._tag}{side}", style="thin")
                etree.SubElement(line, f"{self._tag}color", rgb=f"FF{ink.edge}")
        return found

    # --- lists of formats -------------------------------------------------------------------------

    def _new(self, name: str, facts: dict[str, str]) -> Node:
        return etree.Element(f"{self._tag}{name}", facts)

    def _list(self, name: str) -> Sequence[Node]:
        """What a list of the styles holds; empty when it is not there."""
        found = self.root.find(f"{self._tag}{name}")
        return () if found is None else found

    def _find(self, name: str, wanted: Node) -> int | None:
        """Number of an equal entry of a list; None when there is none."""
        return self._places(name).get(_shape(wanted))

    def _places(self, name: str) -> dict[object, int]:
        """Number of each entry of a list by its shape, the first of equals; kept, as there may be thousands."""
        if name not in self._shapes:
            entries = list(enumerate(self._list(name)))
            self._shapes[name] = {_shape(each): at for at, each in reversed(entries)}
        return self._shapes[name]

    def _put(self, name: str, wanted: Node) -> int:
        """Number of an equal entry of a list, added when there is none."""
        found = self._find(name, wanted)
        if found is None:
            entries = self._part(name)
            if name == "cellXfs" and not len(entries):  # the first one is the look of every other cell
                entries.append(
                    self._new("xf", dict.fromkeys(("numFmtId", "fontId", "fillId", "borderId"), "0"))
                )
                self._shapes.pop(name, None)
            found = len(entries)
            entries.append(wanted)
            self._places(name).setdefault(_shape(wanted), found)
            entries.set("count", str(len(entries)))
        return found

    def _part(self, name: str) -> Node:
        """A list of the styles, put where the schema wants it when it is not there."""
        found = self.root.find(f"{self._tag}{name}")
        if found is None:
            found = etree.Element(f"{self._tag}{name}")
            later = {f"{self._tag}{each}" for each in ORDER[ORDER.index(name) + 1 :]}
            at = next((at for at, each in enumerate(self.root) if each.tag in later), len(self.root))
            self.root.insert(at, found)
        return found


def _ink(look: Look) -> Ink | None:
    """The ink of a link or a heading; None for the workbook's own."""
    if look.heading:
        return Ink(color=WHITE, fill=NAVY, bold=True)
    return Ink(color=TEAL, underline=True) if look.link else None


def _alignment(look: Look) -> dict[str, str]:
    """Where the text of a cell stands."""
    if look.ink:
        where = {"horizontal": look.ink.across, "vertical": "center", "indent": str(look.ink.indent)}
        return where | ({"wrapText": "1"} if look.wrap else {})
    where = {"vertical": "center" if look.heading else "top"}
    where |= {"wrapText": "1"} if look.wrap or look.heading else {}
    return where | ({"horizontal": "right", "indent": "1"} if look.number_format else {})


def _shape(element: Node) -> tuple[object, ...]:
    """What makes two formats equal: tag, attributes and children."""
    return (element.tag, tuple(sorted(element.attrib.items())), tuple(_shape(each) for each in element))
