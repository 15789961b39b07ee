"""Design tokens: one place for colors, sizes and spacing of every Word document we make."""

from __future__ import annotations

from dataclasses import dataclass

FONT = "Calibri"  # Carlito has the same widths where Calibri is absent

INK = "1B2A36"
MUTED = "52616B"
NAVY = "14344F"
TEAL = "0B6E74"
PANEL = "EDF2F5"
RULE = "C9D3DA"
STEEL = "6E8CA0"
WHITE = "FFFFFF"
ON_NAVY = "CFE3EA"
RED = "8F1D1D"
AMBER, AMBER_TEXT, AMBER_EDGE = "FCE3A6", "4A3200", "A87400"
GREEN, GREEN_TEXT = "E2F1E6", "1E5631"
EDGE = "6F808C"


@dataclass(frozen=True)
class Chip:
    """Fill, text and edge of a chip; no color carries a meaning without its word.

    The edge tells chips apart on gray prints: its width in eighths of a point, and its line.
    """

    fill: str
    text: str
    edge: str
    width: int = 4
    line: str = "single"


SOLID_RED = Chip(RED, WHITE, RED)
SOLID_AMBER = Chip(AMBER, AMBER_TEXT, AMBER_EDGE, width=12)
EDGED_AMBER = Chip(WHITE, AMBER_TEXT, AMBER_EDGE)
SOLID_GREEN = Chip(GREEN, GREEN_TEXT, GREEN)
EDGED_GREEN = Chip(WHITE, GREEN_TEXT, GREEN_TEXT, line="dashed")
QUIET = Chip(PANEL, NAVY, PANEL)
NONE = Chip(WHITE, MUTED, EDGE)

CHIPS = {
    "Priority": SOLID_RED,
    "Discuss": SOLID_AMBER,
    "Watch": EDGED_AMBER,
    "No sign in the records": SOLID_GREEN,
    "No sign so far": EDGED_GREEN,
    "Not enough evidence": NONE,
    "Too early": NONE,
    "Done": SOLID_GREEN,
    "On track": QUIET,
    "New date": EDGED_GREEN,
    "At risk": SOLID_AMBER,
    "Late": SOLID_RED,
    "Not started": NONE,
    "Changed": QUIET,
    "Dropped": NONE,
    "Open": NONE,
    "Seen": SOLID_GREEN,
    "Partly seen": EDGED_GREEN,
    "Not seen in the records": NONE,
    "Not recorded": NONE,
    "other": NONE,
}

# Half-points of type.
BODY, TABLE, SMALL, LEAD, HEADING_1, HEADING_2, TITLE, SUBTITLE, KICKER, KEY_NUMBER = (
    21,
    19,
    18,
    26,
    34,
    25,
    64,
    26,
    20,
    52,
)

POINT = 20  # twips in a point, the unit of spacing
CELL_ABOVE, CELL_BESIDE = 70, 100  # 3.5 and 5 points
BAR_NOW, BAR_LAST, BAR_GAP = 180, 90, 40  # 9, 4.5 and 2 points


@dataclass(frozen=True)
class Paper:
    """A sheet of paper and its margins, in twips."""

    name: str
    width: int
    height: int
    side: int
    top: int
    bottom: int

    @property
    def text_width(self) -> int:
        """Width between the side margins."""
        return self.width - 2 * self.side


LETTER = Paper("letter", 12240, 15840, 1340, 1296, 1195)
A4 = Paper("a4", 11906, 16838, 1224, 1296, 1195)


def contrast(one: str, other: str) -> float:
    """Contrast of two colors, as WCAG 2 defines it.

    >>> round(contrast("000000", "FFFFFF"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lightness(color: str) -> float:
    """How light a color is on a gray print, from 0 for black to 100 for white (CIE 1976 L*).

    >>> round(lightness("FFFFFF")), round(lightness("777777"))
    (100, 50)
    """
    found = _luminance(color)
    return 116 * found ** (1 / 3) - 16 if found > 0.008856 else 903.3 * found  # noqa: PLR2004  CIE 1976


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004  WCAG 2.1
