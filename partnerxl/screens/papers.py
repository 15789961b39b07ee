"""Word files and templates, and the demo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.console import complain, say, say_table
from partnerxl.core.messages import message
from partnerxl.workflow import Demo

if TYPE_CHECKING:
    from partnerxl.report.checking import Checked
    from partnerxl.report.faults import Fault
    from partnerxl.report.listing import Line

EMPTY = "empty"
INDENT = "    "


def show_hurdles(hurdles: Sequence[str]) -> None:
    """Print where errors go what some people could not read in a report."""
    if len(hurdles) == 1:
        complain(message("show", "hurdles_one"))
    elif hurdles:
        complain(message("show", "hurdles_other", n=len(hurdles)))
    for hurdle in hurdles:
        complain(f"  {hurdle}")


def show_checked(file: Path, found: Checked) -> None:
    """Print what is to mend in a template."""
    lines = list(dict.fromkeys(map(str, found.faults)))
    if not lines and not found.hurdles:
        say(message("show", "nothing_to_mend", name=file.name))
    if lines:
        say(_to_mend(file.name, len(lines)), "", *lines)
    if found.copy:
        say("", message("show", "copy", copy=found.copy))
    if found.hurdles:
        say(_unreadable(file.name, len(found.hurdles)), "")
        say(*map(str, found.hurdles))


def _to_mend(name: str, n: int) -> str:
    return message("show", "mend_one", name=name) if n == 1 else message("show", "mend_other", name=name, n=n)


def _unreadable(name: str, n: int) -> str:
    if n == 1:
        return message("show", "unreadable_one", name=name)
    return message("show", "unreadable_other", name=name, n=n)


def checked_json(found: Checked) -> dict[str, Any]:
    """What is to mend, for a program."""
    return {
        "faults": [_fault(fault) for fault in found.faults],
        "hurdles": [_fault(fault) for fault in found.hurdles],
        "copy": str(found.copy) if found.copy else None,
    }


def _fault(fault: Fault) -> dict[str, str]:
    return {"where": str(fault.place), "tag": fault.tag, "text": fault.text}


def show_names(names: Sequence[Line]) -> None:
    """Print the names a template may use; those of a list's items stand further in."""
    for line in names:
        say(f"{INDENT * line.deep}{line.name}  ({line.kind})  {line.says}")


def names_json(names: Sequence[Line]) -> dict[str, Any]:
    """The names for a program."""
    return {"names": [asdict(line) for line in names]}


def show_demo(made: Demo) -> None:
    """Print where everything is that the demo made."""
    shown = [
        (made.refreshed.name, message("show", "demo_workbook")),
        (made.report.name, message("show", "demo_report")),
        (f"{made.pages[0].parent.name}/", message("show", "demo_pages", n=len(made.pages))),
        (made.facilitator.name, message("show", "demo_facilitator")),
    ]
    others = [path for path in made.workbooks if path != made.refreshed]
    say(message("show", "demo", folder=made.folder.resolve()))
    say_table(
        message("show", "what_is_there"),
        (message("show", "file"), message("show", "what_it_is")),
        [*shown, *((path.name, _sample(path)) for path in others)],
    )
    say("", message("show", "demo_next", book=made.refreshed))


def _sample(path: Path) -> str:
    return message("show", "demo_empty") if path.stem == EMPTY else message("show", "demo_other")


def demo_json(made: Demo) -> dict[str, Any]:
    """What the demo made, for a program."""
    return {
        "folder": str(made.folder),
        "workbooks": [str(path) for path in made.workbooks],
        "refreshed": str(made.refreshed),
        "report": str(made.report),
        "pages": [str(path) for path in made.pages],
        "facilitator": str(made.facilitator),
    }
