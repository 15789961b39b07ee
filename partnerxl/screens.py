"""What each command shows a person, and what it gives a program."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.console import say, say_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnerxl.core.errors import Problem
    from partnerxl.workflow import Demo, Refreshed


def show_problems(book: Path, problems: Sequence[Problem]) -> None:
    """Print what a person should look at in a workbook."""
    if not problems:
        say(f"{book.name}: nothing needs attention.")
        return
    count = f"{len(problems)} thing{'s' if len(problems) > 1 else ''}"
    say(f"{book.name}: {count} to look at. Each counts as not recorded until it is mended.", "")
    say(*(f"{problem.code}  {problem}" for problem in problems))


def problems_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """Problems for a program."""
    return {"problems": [asdict(problem) for problem in problems]}


def show_refreshed(done: Refreshed) -> None:
    """Print what was written and what came out."""
    show_assessment(done.assessment)
    say("", f"Written into {done.book}: {', '.join(done.sheets)}. Everything else in it is as it was.")
    say(*done.notes)


def refreshed_json(done: Refreshed) -> dict[str, Any]:
    """A refreshed workbook for a program."""
    return {"workbook": str(done.book), "sheets": list(done.sheets), "notes": list(done.notes)}


def show_demo(made: Demo) -> None:
    """Print where everything is that the demo made."""
    say(f"The demo is in {made.folder.resolve()}", "")
    rows = [(path.name, "a sample workbook") for path in made.workbooks if path != made.refreshed]
    rows.insert(0, (made.refreshed.name, "a sample workbook with fresh result sheets: Scores, Flags, ..."))
    rows.insert(1, (made.report.name, "its report for the review, for Word"))
    say_table("What is there", ("File", "What it is"), rows)
    say("", f"Next: open both, or run  partnerxl assess {made.refreshed}")


def demo_json(made: Demo) -> dict[str, Any]:
    """What the demo made, for a program."""
    return {
        "folder": str(made.folder),
        "workbooks": [str(path) for path in made.workbooks],
        "refreshed": str(made.refreshed),
        "report": str(made.report),
    }
