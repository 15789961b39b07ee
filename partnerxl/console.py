"""What the command line shows: tables where a person looks, plain lines where a program reads."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

KEPT = "\n\t"
GAP = "  "
LOOKS = {
    "Priority": "bold red",
    "Discuss": "bold yellow",
    "Watch": "yellow",
    "No sign in the records": "green",
    "No sign so far": "green",
    "Strong": "green",
    "Seen": "green",
}


def visible(text: object) -> str:
    """A text without the control characters that could steer a terminal.

    >>> visible("Harbor" + chr(27) + "[31m Alliance")
    'Harbor[31m Alliance'
    """
    return "".join(sign for sign in str(text) if sign in KEPT or unicodedata.category(sign) != "Cc")


def say(*lines: str) -> None:
    """Print lines for whoever started the command."""
    for line in lines:
        sys.stdout.write(f"{visible(line)}\n")


def complain(text: str) -> None:
    """Print a line where errors go."""
    sys.stderr.write(f"{visible(text)}\n")


def say_json(value: object) -> None:
    """Print one object for a program."""
    json.dump(value, sys.stdout, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def say_table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: drawn where a person looks, aligned text where a program reads."""
    texts = [["" if cell is None else visible(cell).replace("\n", " ") for cell in row] for row in rows]
    if sys.stdout.isatty():
        _draw(title, headings, texts)
    else:
        say("", title, *_aligned([list(headings), *texts]))


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as lines, each column as wide as its widest text."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _draw(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, style=LOOKS.get(cell, "")) for cell in row))
    Console(file=sys.stdout, highlight=False).print(table)


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """Something to call with what is being done now; shown while a person waits, else not at all."""
    if not sys.stderr.isatty():
        yield _quiet
        return
    from rich.console import Console
    from rich.live import Live
    from rich.spinner import Spinner

    with Live(console=Console(file=sys.stderr), transient=True, refresh_per_second=12) as live:
        yield lambda step: live.update(Spinner("dots", f"{step} …"), refresh=True)


def _quiet(_step: str) -> None:
    """Say nothing."""


def never_fail_on_a_character(*streams: TextIO) -> None:
    """Let a stream print a question mark for a character that its encoding lacks."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
