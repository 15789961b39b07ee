"""Draws the tab for the guide, from the table of buttons; ``excel_docs.py`` writes it.

A drawing, no photograph: pictures and sizes are near those of Excel, labels and their order are exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from partnerxl.excel.commands import Command, Table

WIDTH = 870
TABS = "File Home Insert Formulas Data".split()
LARGE, NORMAL, ROW, MENU = 78, 138, 26, 196
TOP, BOTTOM, EDGE = 42, 142, 8
GREEN, INK, SOFT, LINE, PAPER = "#1e7145", "#222222", "#666666", "#d0d0d0", "#fafafa"
MIDDLE, BOLD, SMALL = ' text-anchor="middle"', ' font-weight="bold"', ' font-size="11"'

# Strokes of each picture on a square of 24.
STROKES = {
    "RefreshAll": "M19 8a8 8 0 1 0 1 6M19 3v5h-5",
    "ErrorChecking": "M4 13l5 5L20 6",
    "FilePrintPreview": "M5 3h10l4 4v14H5zM15 3v4h4M8 11h8M8 15h6",
    "ReviewNewComment": "M4 4h16v11h-9l-4 4v-4H4zM8 8h8M8 11h5",
    "FileSendAsAttachment": "M3 6h18v12H3zM3 6l9 7 9-7",
    "AccessibilityChecker": "M4 20l1-5L15 5l4 4L9 19zM4 20h16",
    "TableInsertExcel": "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14",
    "FileNewDefault": "M6 3h8l4 4v14H6zM14 3v4h4",
    "Help": "M12 3a9 9 0 1 0 .01 0M9.5 9.5a2.5 2.5 0 1 1 2.5 3v1.5M12 17v.5",
    "PropertySheet": "M4 4h16v16H4zM4 9h16M8 13h8M8 16h5",
    "ApplicationOptionsDialog": "M12 3a9 9 0 1 0 .01 0M12 11v6M12 7v.5",
    "FileVersionHistory": "M5 8a8 8 0 1 1-1 5M5 3v5h5M12 8v5l3 2",
}


def drawing(buttons: Table) -> str:
    """The tab as SVG, with its menu open."""
    height = max(BOTTOM, TOP + ROW * (len(buttons.entries) + 2)) + EDGE
    parts = [*_frame(buttons, height), *_groups(buttons)]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="Segoe UI, Carlito, Helvetica, sans-serif" font-size="13">'
    title = f"<title>The tab {escape(buttons.tab.label)} in Excel (a drawing)</title>"
    return "\n".join([head, title, *parts, "</svg>", ""])


def _frame(buttons: Table, height: int) -> Iterator[str]:
    yield _box((0, 0, WIDTH, height), "#ffffff", "none")
    yield _box((0, 0, WIDTH, TOP - 8), GREEN, "none")
    yield _box((EDGE, TOP - 2, WIDTH - 2 * EDGE, BOTTOM - TOP + 2), PAPER, LINE)
    x = EDGE
    for name in (*TABS, buttons.tab.label, "Review"):
        width = 7 * len(name) + 26
        front = name == buttons.tab.label
        if front:
            yield _box((x, 6, width, TOP - 6), PAPER, "none")
        yield _text(x + width / 2, 24, name, GREEN if front else PAPER, MIDDLE + (BOLD if front else ""))
        x += width


def _groups(buttons: Table) -> Iterator[str]:
    x = 16
    for name in buttons.groups:
        start = x
        large = [each for each in buttons.buttons(name) if each.size == "large"]
        small = [each for each in buttons.buttons(name) if each.size != "large"]
        for each in large:
            yield from _large(each, x)
            x += LARGE
        for at, each in enumerate(small):
            yield from _small(each.icon, each.label, x, TOP + 6 + at * ROW)
        if buttons.menu.group == name:
            below = TOP + 6 + len(small) * ROW
            yield from _small(buttons.menu.icon, f"{buttons.menu.label} ▾", x, below)
            yield from _menu(buttons, x + NORMAL, below)
            x += NORMAL
        elif small:
            x += NORMAL
        yield _text((start + x) / 2, BOTTOM - 6, name, SOFT, MIDDLE + SMALL)
        x += 8
        yield f'<path d="M{x - 4} {TOP + 4}V{BOTTOM - 6}" stroke="{LINE}"/>'


def _large(command: Command, x: int) -> Iterator[str]:
    yield _picture(command.icon, x + LARGE // 2 - 15, TOP + 6, 30)
    first, _, rest = command.label.partition(" ")
    yield _text(x + LARGE / 2, TOP + 52, first, INK, MIDDLE)
    yield _text(x + LARGE / 2, TOP + 67, rest, INK, MIDDLE)


def _small(icon: str, label: str, x: int, y: int) -> Iterator[str]:
    yield _picture(icon, x + 6, y + 2, 18)
    yield _text(x + 30, y + 16, label, INK)


def _menu(buttons: Table, x: int, y: int) -> Iterator[str]:
    yield _box((x + 4, y, MENU, ROW * len(buttons.entries) + 8), "#ffffff", LINE)
    for at, command in enumerate(buttons.entries):
        yield from _small(command.icon, command.label, x + 4, y + 4 + at * ROW)


def _picture(icon: str, x: int, y: int, size: int) -> str:
    scale = f"translate({x} {y}) scale({size / 24:.3f})"
    return f'<path transform="{scale}" d="{STROKES[icon]}" fill="none" stroke="{GREEN}" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>'


def _box(place: tuple[float, float, float, float], fill: str, stroke: str) -> str:
    x, y, width, height = place
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="3" fill="{fill}" stroke="{stroke}"/>'


def _text(x: float, y: float, words: str, color: str, style: str = "") -> str:
    return f'<text x="{x:g}" y="{y}" fill="{color}"{style}>{escape(words)}</text>'
