"""The command that shows everything on invented partnerships."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import FINE, AsJson, command

DEMO = "partnerxl-demo"


@command
def demo(
    folder: Annotated[str, typer.Argument(help="A new folder for it.")] = DEMO,
    as_json: AsJson = False,
) -> int:
    """Show everything on invented partnerships, in a new folder.

    \b
    Examples
      partnerxl demo
      partnerxl demo try-it
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        shown = workflow.demo(Path(folder), step)
    if as_json:
        console.say_json(screens.demo_json(shown))
    else:
        screens.show_demo(shown)
    return FINE
