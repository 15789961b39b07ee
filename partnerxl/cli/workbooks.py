"""Commands that read a workbook and write scores into it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import ATTENTION, FINE, AsJson, Book, Lang, Out, command


@command
def new(
    file: Annotated[str, typer.Argument(help="The new workbook.", show_default=False)],
    as_json: AsJson = False,
) -> int:
    """Write an empty workbook that invites you to begin.

    \b
    Example
      partnerxl new ours.xlsx
    """
    from partnerxl import workflow
    from partnerxl.core.messages import message

    path = workflow.new(Path(file))
    if as_json:
        console.say_json({"workbook": str(path)})
    else:
        console.say(message("line", "new_workbook", path=path), message("line", "begin"))
    return FINE


@command
def check(book: Book, _lang: Lang = None, as_json: AsJson = False) -> int:
    """Look for cells and rows that need attention; writes nothing.

    \b
    Examples
      partnerxl check ours.xlsx
      partnerxl check ours.xlsx --json
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        found = workflow.check(Path(book), step)
    if as_json:
        console.say_json(screens.problems_json(found))
    else:
        screens.show_problems(Path(book), found)
    return ATTENTION if found else FINE


@command
def assess(book: Book, _lang: Lang = None, as_json: AsJson = False) -> int:
    """Work out phases, topics and tips and print them; writes nothing.

    \b
    Examples
      partnerxl assess ours.xlsx
      partnerxl assess ours.xlsx --json
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        found = workflow.assess(Path(book), step)
    if as_json:
        console.say_json(screens.assessment_json(found))
    else:
        screens.show_assessment(found)
    return FINE


@command
def refresh(book: Book, _lang: Lang = None, as_json: AsJson = False) -> int:
    """Write the result sheets into the workbook.

    Everything else in it stays byte for byte as it is.

    \b
    Example
      partnerxl refresh ours.xlsx
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        done = workflow.refresh(Path(book), step)
    if as_json:
        console.say_json(screens.refreshed_json(done))
    else:
        screens.show_refreshed(done)
    return FINE


@command
def restore(book: Book, as_json: AsJson = False) -> int:
    """Put back the result sheets as they were before the last refresh.

    Records stay as they are; running it again takes it back.

    \b
    Example
      partnerxl restore ours.xlsx
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        done = workflow.restore(Path(book), step)
    if as_json:
        console.say_json(screens.restored_json(done))
    else:
        screens.show_restored(done)
    return FINE


@command
def next_period(book: Book, out: Out = None, _lang: Lang = None, as_json: AsJson = False) -> int:
    """Write a workbook for the next period, with what goes along.

    Partners, open items, next steps, settings and history go along, logs begin empty. The old workbook
    stays as it is, and no file is overwritten.

    \b
    Example
      partnerxl next-period ours.xlsx
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        made = workflow.next_period(Path(book), Path(out) if out else None, step)
    if as_json:
        console.say_json(screens.new_book_json(made))
    else:
        screens.show_new_book(Path(book), made)
    return FINE


@command
def explain(
    what: Annotated[
        str,
        typer.Argument(
            help="A pitfall (P4), a phase (Storming), a tip (T6) or a measure (delivered).",
            show_default=False,
        ),
    ],
    book: Annotated[
        str | None,
        typer.Argument(help="A workbook to explain it with.", show_default=False),
    ] = None,
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Print a rule, its limits and, given a workbook, its rows.

    \b
    Examples
      partnerxl explain P4
      partnerxl explain Storming ours.xlsx
    """
    from partnerxl import workflow

    with console.steps() as step:
        lines = workflow.explain(what, Path(book) if book else None, step)
    if as_json:
        console.say_json({"what": what, "lines": list(lines)})
    else:
        console.say(*lines)
    return FINE
