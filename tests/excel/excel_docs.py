"""Writes what the pages for Excel take from the package: ``python tests/excel/excel_docs.py``.

The drawing of the tab and the list of buttons come from commands.toml, the changes to the macros of
xlwings from changes.toml. A test proves that they are fresh.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from draw_tab import drawing

from partnerxl.excel.build import changes
from partnerxl.excel.commands import Command, table

DOCS = Path(__file__).parents[2] / "docs"
PICTURE = DOCS / "images" / "excel-tab.svg"
GUIDE, IT_GUIDE = DOCS / "excel-guide.md", DOCS / "it-guide.md"
BEGIN, END = "<!-- made by excel_docs.py: {} -->", "<!-- end -->"


def buttons() -> Iterator[str]:
    """The list of buttons for the guide."""
    yield "| button | keys | what it does |"
    yield "|---|---|---|"
    for command in table().commands:
        yield f"| **{_place(command)}** | {_keys(command)} | {command.supertip} |"


def _place(command: Command) -> str:
    return f"{table().menu.label} > {command.label}" if command.menu else command.label


def _keys(command: Command) -> str:
    keys = [table().tab.keytip, *([table().menu.keytip] if command.menu else []), command.keytip]
    return "Alt, " + ", ".join(keys)


def changed_macros() -> Iterator[str]:
    """The list of changes for the guide for IT."""
    yield from (f"* **{change.name}**: {change.why}" for change in changes())


def filled(page: str, name: str, lines: Iterator[str]) -> str:
    """A page with one of its parts written anew."""
    begin = BEGIN.format(name)
    head, _, rest = page.partition(begin)
    _, _, tail = rest.partition(END)
    return "\n".join([head + begin, *lines, END + tail])


def fresh() -> dict[Path, str]:
    """What each file has to hold."""
    return {
        PICTURE: drawing(table()),
        GUIDE: filled(GUIDE.read_text(encoding="utf-8"), "buttons", buttons()),
        IT_GUIDE: filled(IT_GUIDE.read_text(encoding="utf-8"), "changes", changed_macros()),
    }


if __name__ == "__main__":
    for path, text in fresh().items():
        path.write_text(text, encoding="utf-8")
