"""Commands about the pulse, twelve statements that partners answer without a name: ``partnerxl pulse ...``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import (
    FINE,
    AsJson,
    Book,
    Lang,
    OnA4,
    Out,
    OwnTemplate,
    command_of,
    group,
    template_choice,
)

command = command_of(
    group("pulse", "A short form that partners answer without a name: make it; collect takes it back.")
)


@command
def new(  # noqa: PLR0913, PLR0917  one argument for each option
    book: Book,
    out: Out = None,
    template: OwnTemplate = None,
    a4: OnA4 = None,
    called: Annotated[
        str,
        typer.Option(
            "--round", metavar="NAME", help="The round, like 2026-Q3; else the month the period ends in."
        ),
    ] = "",
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Make the form: one page for Word, the same file for all partners.

    \b
    Examples
      partnerxl pulse new ours.xlsx
      partnerxl pulse new ours.xlsx --round 2026-Q3
    """
    from partnerxl import screens, workflow
    from partnerxl.core.pulse import say

    hurdles: list[str] = []
    own = template_choice(template, on_a4=a4)
    with console.steps() as step:
        form = workflow.pulse_form(
            Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append, called=called
        )
    if as_json:
        console.say_json({"form": str(form), "hurdles": hurdles})
    else:
        console.say(str(form), say("collect", "made", book=book))
        screens.show_hurdles(hurdles)
    return FINE
