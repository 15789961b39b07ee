"""Block slots: a bar is a shaded paragraph with a right indent, a chip a paragraph in its word's style."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from partnerxl.core.messages import message
from partnerxl.core.texts import in_english
from partnerxl.report.program import NOTHING, Asking, Page, Source
from partnerxl.report.wordml import CELL, TABLE, VALUE, Node, W, holder, number_of, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

BARS = {"bar": "bar now", "bar_last": "bar last"}
BLOCKS = (*BARS, "chip", "chart")
CELL_PADDING = 108  # Word's own left and right padding of a cell, in twips
PAGE_WIDTH = 9360
AFTER_INDENT = [
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
]


@dataclass(frozen=True)
class Styles:
    """What the engine needs to know of a template's styles.

    Attributes:
        headings: Ids of heading styles.
        ids: Id of each style by its name, casefolded.
        tables: The table styles by their ids.
    """

    headings: frozenset[str] = frozenset()
    ids: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Node] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Node) -> Styles:
        """The styles of a styles part."""
        found = list(root.iterchildren(W + "style"))
        ids = {_name(style): _id(style) for style in found}
        headings = {key for name, key in ids.items() if name.startswith(("heading ", "title"))}
        tables = {_id(style): style for style in found if style.get(W + "type") == "table"}
        return cls(frozenset(headings), ids, tables)

    def padding(self, table: str) -> int | None:
        """Left plus right cell padding of a table style that sets it, in twips."""
        style = self.tables.get(table)
        return None if style is None else _padding(style.find(f"{W}tblPr/{W}tblCellMar"))


@lru_cache(maxsize=8)
def styles_of(raw: bytes) -> Styles:
    """The styles of a styles part; our templates for one paper share theirs."""
    return Styles.of(parse(raw))


def _id(style: Node) -> str:
    return str(style.get(W + "styleId", ""))


def _name(style: Node) -> str:
    name = style.find(W + "name")
    return "" if name is None else str(name.get(VALUE, "")).casefold()


def _padding(margins: Node) -> int | None:
    if margins is None:
        return None
    sides = [number_of(margins, W + side) for side in ("left", "start", "right", "end")]
    given = [side for side in sides if side is not None]
    return sum(given) if len(given) == 2 else None  # noqa: PLR2004  left and right


@dataclass(frozen=True, slots=True)
class BarIndent(Asking):
    """The right indent of a bar, from a number of 0 to 100."""

    width: int
    wants: ClassVar[str] = "number"

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the indent in twips."""
        value = _height(self.source, scope, page)
        page.add(str(round(self.width * (100 - value) / 100)))


@dataclass(frozen=True, slots=True)
class BarStyle(Asking):
    """The style of a bar: its own, or that of an empty one."""

    filled: str
    empty: str
    wants: ClassVar[str] = "number"

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the style's id."""
        page.add(self.filled if _height(self.source, scope, page) > 0 else self.empty)


@dataclass(frozen=True, slots=True)
class ChipStyle(Asking):
    """The style of a chip, by its word."""

    ids: Mapping[str, str]
    otherwise: str

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the style's id."""
        word = in_english(self.source.words(scope, page)).casefold()
        page.add(self.ids.get(f"chip {word}", self.otherwise))


def _height(source: Source, scope: dict[str, Any], page: Page) -> float:
    """A bar's value; nothing is 0, and what is no number of 0 to 100 is a fault."""
    value = source.ask(scope, page)
    if value is None or value is NOTHING:
        return 0
    if type(value) not in (int, float) or not 0 <= value <= 100:  # noqa: PLR2004  percent
        source.fail(page, message("fit", "no_number"))
        return 0
    return float(value)


def room(paragraph: Node, styles: Styles) -> int:
    """How wide a bar of 100 may be where a paragraph stands, in twips."""
    cell = holder(paragraph, CELL)
    if cell is None:
        return PAGE_WIDTH
    width = number_of(cell, f"{W}tcPr/{W}tcW") or PAGE_WIDTH
    return width - _cell_padding(cell, styles)


def _cell_padding(cell: Node, styles: Styles) -> int:
    table = holder(cell, TABLE)
    mark = table.find(f"{W}tblPr/{W}tblStyle")
    style = "" if mark is None else str(mark.get(VALUE, ""))
    general = _padding(table.find(f"{W}tblPr/{W}tblCellMar"))
    own = styles.padding(style) if general is None else general
    usual = 2 * CELL_PADDING if own is None else own
    sides = [
        next(
            (side for name in names if (side := number_of(cell, f"{W}tcPr/{W}tcMar/{W}{name}")) is not None),
            None,
        )
        for names in (("left", "start"), ("right", "end"))
    ]
    return sum(usual // 2 if side is None else side for side in sides)


def bare(paragraph: Node) -> Node:
    """Empty a paragraph but for its properties, which come back (made when there are none)."""
    properties = paragraph.find(W + "pPr")
    for child in list(paragraph):
        if child is not properties:
            paragraph.remove(child)
    if properties is None:
        properties = paragraph.makeelement(W + "pPr")
        paragraph.insert(0, properties)
    paragraph.text = None
    return properties


def set_style(properties: Node, style: str) -> str:
    """Give a paragraph a style; the id it had comes back."""
    mark = properties.find(W + "pStyle")
    if mark is None:
        mark = properties.makeelement(W + "pStyle")
        properties.insert(0, mark)
    before = str(mark.get(VALUE, ""))
    mark.set(VALUE, style)
    return before


def set_right_indent(properties: Node, indent: str) -> None:
    """Give a paragraph a right indent, at the place the schema wants it."""
    mark = properties.find(W + "ind")
    if mark is None:
        mark = properties.makeelement(W + "ind")
        later = [child for child in properties if child.tag in {W + name for name in AFTER_INDENT}]
        properties.insert(properties.index(later[0]) if later else len(properties), mark)
    mark.attrib.pop(W + "end", None)
    mark.set(W + "right", indent)
