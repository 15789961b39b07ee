"""Commands of the circle with partners: drafts to them and what comes back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import FINE, AsJson, Book, Lang, OnA4, Out, command
from partnerxl.core.errors import OutputError


@command
def prepare(  # noqa: PLR0913, PLR0917  one argument for each option
    book: Book,
    out: Out = None,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="FILE", help="The report to attach instead of the newest one."),
    ] = None,
    answer_by: Annotated[
        str | None,
        typer.Option("--answer-by", metavar="DATE", help="The day to answer, like 2026-05-31."),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show the table only; write nothing.")] = False,
    a4: OnA4 = None,
    drafts_in: Annotated[
        str,
        typer.Option(
            "--drafts-in",
            metavar="PROGRAM",
            help="Put the drafts into outlook (Windows) or mail (Mac) as well.",
            show_default=False,
        ),
    ] = "",
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Prepare a draft of a message to each partner; nothing is sent.

    A table shows first what each draft holds and what is wrong. Every draft is a file that your mail
    program opens: a note with the partner's own lines, the report and the partner's page. The sheet Sent
    in the workbook notes them.

    \b
    Examples
      partnerxl prepare ours.xlsx --preview
      partnerxl prepare ours.xlsx --answer-by 2026-05-31
      partnerxl prepare ours.xlsx --drafts-in outlook
    """
    from partnerxl import preparing, screens, workflow
    from partnerxl.send.drafts import Draft

    def agree(drafts: tuple[Draft, ...]) -> bool:
        if not as_json:
            screens.show_drafts(drafts)
        return not preview

    wishes = preparing.Wishes(
        Path(out) if out else None, Path(report) if report else None, _day(answer_by), a4, drafts_in
    )
    with console.steps() as step:
        done = workflow.prepare(Path(book), wishes, agree, step)
    if as_json:
        console.say_json(screens.prepared_json(done))
    else:
        screens.show_prepared(done)
    return FINE


@command
def collect(
    book: Book,
    copies: Annotated[
        list[str],
        typer.Argument(help="Word files that came back, or folders that hold them.", show_default=False),
    ],
    preview: Annotated[bool, typer.Option("--preview", help="Show the table only; write nothing.")] = False,
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Bring what partners wrote into returned copies into the workbook.

    Replies, next steps, decisions, sign-offs and proposed corrections become rows of their sheets; nothing
    that stands there is overwritten, and the same copy adds nothing a second time. Corrections that you
    accepted on the sheet Corrections are written into their cells.

    \b
    Examples
      partnerxl collect ours.xlsx returned --preview
      partnerxl collect ours.xlsx "Blue Anvil.docx" "Eastmark.docx"
    """
    from partnerxl import screens, workflow
    from partnerxl.collecting import Gathered

    def agree(found: Gathered) -> bool:
        if not as_json:
            screens.show_gathered(found)
        return not preview

    with console.steps() as step:
        done = workflow.collect(Path(book), [Path(each) for each in copies], agree, step)
    if as_json:
        console.say_json(screens.gathered_json(done))
    else:
        if not done.is_new:
            screens.show_gathered(done)
        screens.show_collected(done, Path(book), asked=preview)
    return FINE


def _day(text: str | None) -> date | None:
    """A day as it was typed; None when none was."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        from partnerxl.core.messages import message

        raise OutputError(message("line", "answer_by", typed=text)) from fault
