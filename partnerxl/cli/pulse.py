"""Commands about the pulse, twelve statements that partners answer without a name: ``partnerxl pulse ...``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import FINE, AsJson, Book, OnA4, Out, OwnTemplate, command_of, group, template_choice

command = command_of(group("pulse", "A short form that partners answer without a name: make it, collect it."))


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
        console.say(str(form), say("collect", "made"))
        screens.show_hurdles(hurdles)
    return FINE


@command
def collect(
    book: Book,
    folder: Annotated[str, typer.Argument(help="The folder with the returned forms.", show_default=False)],
    as_json: AsJson = False,
) -> int:
    """Add what returned forms say to the sheet Pulse, without whoever sent them.

    Forms that were collected before add nothing. Fewer than five new forms wait, so that nobody can tell
    who said what.

    \b
    Example
      partnerxl pulse collect ours.xlsx returned
    """
    from partnerxl import screens, workflow
    from partnerxl.core.catalogue import load_rules

    with console.steps() as step:
        heard = workflow.collect_pulse(Path(book), Path(folder), step)
    if as_json:
        console.say_json(screens.heard_json(heard))
    else:
        screens.show_heard(heard, load_rules().counts["pulse answers"])
    return FINE
