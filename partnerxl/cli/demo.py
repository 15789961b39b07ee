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
    loop: Annotated[
        bool,
        typer.Option(
            "--loop", help="Play the whole circle: drafts, answers, signed-off report, next period."
        ),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Show everything on invented partnerships, in a new folder.

    \b
    Examples
      partnerxl demo
      partnerxl demo try-it
      partnerxl demo --loop
    """
    from partnerxl import screens, workflow

    if loop:
        return _play(Path(folder), as_json=as_json)
    with console.steps() as step:
        shown = workflow.demo(Path(folder), step)
    if as_json:
        console.say_json(screens.demo_json(shown))
    else:
        screens.show_demo(shown)
    return FINE


def _play(folder: Path, *, as_json: bool) -> int:
    from partnerxl import circle, screens

    with console.steps() as step:
        stations = list(circle.play(folder, step))
    if as_json:
        console.say_json(screens.stations_json(stations))
    else:
        screens.show_stations(folder, stations)
    return FINE
