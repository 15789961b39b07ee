"""How text looks once all styles are laid over each other: its color, what is behind it, its size."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from partnerxl.core.messages import message
from partnerxl.report.tokens import contrast
from partnerxl.report.wordml import CELL, PARAGRAPH, ROW, RUN, TABLE, VALUE, Node, W, holder, plain, style_of

if TYPE_CHECKING:
    from collections.abc import Iterator

COLOR = re.compile(r"[0-9A-Fa-f]{6}")
WHOLE = "the whole document"  # what stands for its defaults among the styles
BLACK, WHITE = "000000", "FFFFFF"
USUAL_SIZE = 20  # half points, where nothing says otherwise
SMALLEST = 18  # half points
LARGE, LARGE_BOLD = 36, 28  # half points from which less contrast is enough
ENOUGH, ENOUGH_LARGE = 4.5, 3.0
OFF = ("0", "false", "off", "none")


@dataclass(frozen=True)
class Look:
    """Color, background, size in half points and weight of a text."""

    color: str
    behind: str
    size: int
    bold: bool

    def troubles(self) -> Iterator[str]:
        """What makes it hard to read."""
        large = self.size >= LARGE or (self.bold and self.size >= LARGE_BOLD)
        least = ENOUGH_LARGE if large else ENOUGH
        found = contrast(self.color, self.behind)
        if found < least:
            yield message(
                "access",
                "contrast",
                color=self.color,
                behind=self.behind,
                found=f"{found:.1f}",
                least=f"{least:g}",
            )
        if self.size < SMALLEST:
            yield message("access", "small", size=f"{self.size / 2:g}", least=SMALLEST // 2)


@dataclass
class Looks:
    """The styles of a document, asked for the look of its texts."""

    root: Node
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict)

    @cached_property
    def styles(self) -> dict[str, Node]:
        """Every style by its id."""
        named = {str(style.get(W + "styleId", "")): style for style in self.root.iterchildren(W + "style")}
        whole = self.root.find(W + "docDefaults")
        return named if whole is None else {**named, WHOLE: whole}

    @cached_property
    def usual(self) -> str:
        """Id of the style of paragraphs that name none."""
        found = (key for key, style in self.styles.items() if style.get(W + "default") in ("1", "true"))
        return next((key for key in found if self.styles[key].get(W + "type") == "paragraph"), "")

    def level(self, paragraph: Node) -> int:
        """The level of a heading from 1, or 0 for other text."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        text = self.said(self.style(paragraph), "pPr/outlineLvl") if own is None else own.get(VALUE)
        return int(text) + 1 if text and text.isdigit() and int(text) < 9 else 0  # noqa: PLR2004  9 is body text

    def numbered(self, paragraph: Node) -> bool:
        """True for an item of a real list."""
        inside = paragraph.find(f"{W}pPr/{W}numPr") is not None
        return inside or self.said(self.style(paragraph), "pPr/numPr/numId") is not None

    def style(self, paragraph: Node) -> str:
        """Id of a paragraph's style."""
        return style_of(paragraph) or self.usual

    def said(self, style: str, path: str, attribute: str = "val") -> str | None:
        """What a style or one it is based on says at a path, or None."""
        key = (style, f"{path}@{attribute}")
        if key not in self._known:
            self._known[key] = self._ask(style, path, attribute)
        return self._known[key]

    def _ask(self, style: str, path: str, attribute: str) -> str | None:
        seen = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            found = _value(self.styles[style], path, attribute)
            if found is not None:
                return found
            style = _value(self.styles[style], "basedOn", "val") or ""
        return None

    def of(self, paragraph: Node) -> set[Look]:
        """The different looks of a paragraph's texts."""
        runs = [run for run in paragraph.iter(RUN) if plain(run).strip()]
        if not runs:
            return set()
        style = self.style(paragraph)
        behind = self._behind(paragraph, style)
        return {self._look(run, style, behind) for run in runs if holder(run, PARAGRAPH) is paragraph}

    def _look(self, run: Node, style: str, behind: str) -> Look:
        own = run.find(W + "rPr")
        color, size, bold = (self._said_of(own, style, name) for name in ("color", "sz", "b"))
        return Look(
            color.upper() if color and COLOR.fullmatch(color) else _automatic(behind),
            behind,
            int(size) if size and size.isdigit() else USUAL_SIZE,
            bold is not None and bold not in OFF,
        )

    def _said_of(self, own: Node, style: str, name: str) -> str | None:
        """What a run's properties, its style, its paragraph's style or the whole document says."""
        styles: tuple[str, ...] = (style,)
        if own is not None:
            found = _value(own, name, "val")
            if found is not None:
                return found
            styles = (_value(own, "rStyle", "val") or "", style)
        said = (self.said(each, f"rPr/{name}") for each in styles)
        whole = self.said(WHOLE, f"rPrDefault/rPr/{name}")
        return next((found for found in said if found is not None), whole)

    def _behind(self, paragraph: Node, style: str) -> str:
        """The color behind a paragraph: its own shading, its cell's, its table style's, or white paper."""
        cell = holder(paragraph, CELL)
        found = [
            _value(paragraph, "pPr/shd", "fill"),
            self.said(style, "pPr/shd", "fill"),
            None if cell is None else _value(cell, "tcPr/shd", "fill"),
            None if cell is None else self._table(cell),
        ]
        return next((color.upper() for color in found if color and COLOR.fullmatch(color)), WHITE)

    def _table(self, cell: Node) -> str | None:
        row, table = holder(cell, ROW), holder(cell, TABLE)
        style = _value(table, "tblPr/tblStyle", "val") or ""
        first = row is table.find(ROW)
        head = self.said(style, "tblStylePr[@{W}type='firstRow']/tcPr/shd", "fill") if first else None
        return head or self.said(style, "tcPr/shd", "fill")


def _value(element: Node, path: str, attribute: str) -> str | None:
    found = element.find(_in_full(path))
    return None if found is None else str(found.get(W + attribute, "1"))


@cache
def _in_full(path: str) -> str:
    return "/".join(W + step.replace("{W}", W) for step in path.split("/"))


def _automatic(behind: str) -> str:
    """The color Word takes where none is named: black, or white on dark."""
    return BLACK if contrast(BLACK, behind) >= contrast(WHITE, behind) else WHITE
