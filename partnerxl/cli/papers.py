"""Commands that make Word files from a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import FINE, AsJson, Book, Lang, OnA4, Out, OwnTemplate, command, template_choice
from partnerxl.core.messages import message


@command
def report(  # noqa: PLR0913, PLR0917  one argument for each option
    book: Book,
    out: Out = None,
    template: OwnTemplate = None,
    a4: OnA4 = None,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf", help="Write a PDF as well (needs LibreOffice); it is tagged for screen readers."
        ),
    ] = False,
    signed: Annotated[
        bool, typer.Option("--signed", help="Make the signed-off copy, with what partners answered.")
    ] = False,
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Make the Word report for your review together, or afterwards its signed-off copy.

    No report is ever overwritten. The signed-off copy is the same report with the answers, next steps,
    decisions and sign-off that were collected, as text.

    \b
    Examples
      partnerxl report ours.xlsx
      partnerxl report ours.xlsx --out reports --pdf
      partnerxl report ours.xlsx --template our-report.docx
      partnerxl report ours.xlsx --lang es
      partnerxl report ours.xlsx --signed
    """
    from partnerxl import screens, workflow

    hurdles: list[str] = []
    own = template_choice(template, on_a4=a4)
    with console.steps() as step:
        make = workflow.signed_copy if signed else workflow.report
        paths = [make(Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append)]
        paths += [workflow.pdf(paths[0], step)] if pdf else []
    if as_json:
        console.say_json({"report": str(paths[0]), "pdf": str(paths[1]) if pdf else None, "hurdles": hurdles})
    else:
        console.say(*map(str, paths))
        screens.show_hurdles(hurdles)
    return FINE


@command
def partners(
    book: Book,
    out: Out = None,
    template: OwnTemplate = None,
    a4: OnA4 = None,
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Make a page for each partner, to that partner only.

    It holds what is on record about the partner, a correction slip and room for a question. The pages go
    into a new folder.

    \b
    Example
      partnerxl partners ours.xlsx
    """
    from partnerxl import screens, workflow

    hurdles: list[str] = []
    own = template_choice(template, on_a4=a4)
    with console.steps() as step:
        pages = workflow.partner_pages(
            Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append
        )
    if as_json:
        console.say_json({"pages": [str(page) for page in pages], "hurdles": hurdles})
    else:
        console.say(*(map(str, pages) if pages else [message("paper", "nobody")]))
        screens.show_hurdles(hurdles)
    return FINE


@command
def facilitator(
    book: Book,
    out: Out = None,
    template: OwnTemplate = None,
    a4: OnA4 = None,
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Make the page for whoever leads the review.

    \b
    Example
      partnerxl facilitator ours.xlsx
    """
    from partnerxl import screens, workflow

    hurdles: list[str] = []
    own = template_choice(template, on_a4=a4)
    with console.steps() as step:
        page = workflow.facilitator_page(
            Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append
        )
    if as_json:
        console.say_json({"page": str(page), "hurdles": hurdles})
    else:
        console.say(str(page))
        screens.show_hurdles(hurdles)
    return FINE
