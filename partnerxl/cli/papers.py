"""Commands that make Word files from a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from partnerxl import console
from partnerxl.cli.app import FINE, AsJson, Book, Lang, Out, OwnTemplate, command


@command
def report(
    book: Book,
    out: Out = None,
    template: OwnTemplate = None,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf", help="Write a PDF as well (needs LibreOffice); it is tagged for screen readers."
        ),
    ] = False,
    _lang: Lang = None,
    as_json: AsJson = False,
) -> int:
    """Make the Word report for your review together.

    No report is ever overwritten.

    \b
    Examples
      partnerxl report ours.xlsx
      partnerxl report ours.xlsx --out reports --pdf
      partnerxl report ours.xlsx --template our-report.docx
      partnerxl report ours.xlsx --lang es
    """
    from partnerxl import screens, workflow

    hurdles: list[str] = []
    own = Path(template) if template else None
    with console.steps() as step:
        paths = [
            workflow.report(Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append)
        ]
        paths += [workflow.pdf(paths[0], step)] if pdf else []
    if as_json:
        console.say_json({"report": str(paths[0]), "pdf": str(paths[1]) if pdf else None, "hurdles": hurdles})
    else:
        console.say(*map(str, paths))
        screens.show_hurdles(hurdles)
    return FINE


@command
def partners(
    book: Book, out: Out = None, template: OwnTemplate = None, _lang: Lang = None, as_json: AsJson = False
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
    own = Path(template) if template else None
    with console.steps() as step:
        pages = workflow.partner_pages(
            Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append
        )
    if as_json:
        console.say_json({"pages": [str(page) for page in pages], "hurdles": hurdles})
    else:
        console.say(*map(str, pages))
        screens.show_hurdles(hurdles)
    return FINE


@command
def facilitator(
    book: Book, out: Out = None, template: OwnTemplate = None, _lang: Lang = None, as_json: AsJson = False
) -> int:
    """Make the page for whoever leads the review.

    \b
    Example
      partnerxl facilitator ours.xlsx
    """
    from partnerxl import screens, workflow

    hurdles: list[str] = []
    own = Path(template) if template else None
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
