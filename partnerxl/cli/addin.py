"""Commands about the tab in Excel: ``partnerxl addin ...``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import ATTENTION, FINE, AsJson, command_of, group

command = command_of(
    group("addin", "The tab Partnership in Excel: install it, see how it stands, remove it.")
)


@command
def install() -> int:
    """Put the tab Partnership into Excel.

    Excel shows it at its next start. No other setting of Excel is changed.

    \b
    Example
      partnerxl addin install
    """
    from partnerxl import screens
    from partnerxl.excel.install import install as put_in_place
    from partnerxl.excel.place import Place

    place = Place.here()
    with console.steps() as step:
        built = put_in_place(place, step)
    screens.show_installed(place.addin, built.missed)
    return FINE


@command
def status(as_json: AsJson = False) -> int:
    """Say whether the buttons work, what is wrong and what mends it.

    \b
    Examples
      partnerxl addin status
      partnerxl addin status --json
    """
    from partnerxl import screens
    from partnerxl.excel.place import Place
    from partnerxl.excel.status import status as look

    found = look(Place.here())
    if as_json:
        console.say_json(screens.condition_json(found))
    else:
        screens.show_condition(found)
    return ATTENTION if found.troubles else FINE


@command
def uninstall() -> int:
    """Remove the tab and everything that came with it.

    \b
    Example
      partnerxl addin uninstall
    """
    from partnerxl.core.messages import message
    from partnerxl.excel.install import uninstall as remove
    from partnerxl.excel.place import Place

    removed = remove(Place.here())
    lines = [message("line", "removed", path=path) for path in removed]
    console.say(*(lines or [message("line", "nothing_removed")]))
    return FINE


@command
def build(
    file: Annotated[str, typer.Argument(help="The add-in.")] = "partnerxl.xlam",
) -> int:
    """Write the add-in into a file of your own, for those who distribute it.

    It starts the Python that ran this command; `install` puts the rest in place too.

    \b
    Example
      partnerxl addin build partnerxl.xlam
    """
    from partnerxl import screens
    from partnerxl.excel.install import build_file
    from partnerxl.excel.place import Place

    path = Path(file)
    screens.show_built(path, build_file(path, Place.here()).missed)
    return FINE
