"""Commands about Word templates: ``partnerxl template ...``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import ATTENTION, FINE, AsJson, Lang, Out, command_of, group

command = command_of(group("template", "Look at Word templates, or begin one."))

OnA4 = Annotated[bool, typer.Option("--a4", help="Our template for A4 paper instead of Letter.")]
Template = Annotated[str, typer.Argument(help="The Word template (.docx).", show_default=False)]
KindOfPaper = Annotated[str, typer.Argument(help="Which template: review, partner, facilitator or pulse.")]


@command
def check(file: Template, _lang: Lang = None, as_json: AsJson = False) -> int:
    """Look for everything to mend in a Word template.

    It is filled with invented records as well, and the outcome is checked for what some people could not
    read. A copy with a Word comment at each fault is written beside it.

    \b
    Example
      partnerxl template check our-review.docx
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        found = workflow.check_template(Path(file), step)
    if as_json:
        console.say_json(screens.checked_json(found))
    else:
        screens.show_checked(Path(file), found)
    return ATTENTION if found.faults or found.hurdles else FINE


@command
def preview(file: Template, out: Out = None, _lang: Lang = None, as_json: AsJson = False) -> int:
    """Fill a template with invented records.

    \b
    Example
      partnerxl template preview our-review.docx
    """
    from partnerxl import workflow

    with console.steps() as step:
        path = workflow.preview_template(Path(file), Path(out) if out else None, step)
    if as_json:
        console.say_json({"preview": str(path)})
    else:
        console.say(str(path))
    return FINE


@command
def list_(kind: KindOfPaper = "review", as_json: AsJson = False) -> int:
    """Print every name a template may use.

    \b
    Example
      partnerxl template list
    """
    from partnerxl import screens, workflow

    found = workflow.list_names(kind)
    if as_json:
        console.say_json(screens.names_json(found))
    else:
        screens.show_names(found)
    return FINE


@command
def new(
    kind: KindOfPaper = "review",
    out: Out = None,
    a4: OnA4 = False,
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Copy one of our templates, to be changed in Word.

    Beside your workbook it is found by itself.

    \b
    Example
      partnerxl template new --out .
      partnerxl template new --lang es
    """
    from partnerxl import workflow
    from partnerxl.core.messages import message

    path = workflow.new_template(kind, Path(out or "."), a4=a4)
    if as_json:
        console.say_json({"template": str(path)})
    else:
        console.say(message("line", "new_template", path=path), message("line", "change_template"))
    return FINE
