"""The pages beside the review report: one for each partner, to that partner only, and one for the facilitator."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.core.errors import OutputError
from partnerxl.report import accessibility
from partnerxl.report.findings import Findings
from partnerxl.report.names import names_of
from partnerxl.report.page_shapes import FacilitatorContext, PartnerContext
from partnerxl.report.passages.guiding import guide
from partnerxl.report.passages.own import own_pages
from partnerxl.report.review import facts, file_name, open_desk, success
from partnerxl.report.saving import MOST_TRIES, save
from partnerxl.report.template import Template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnerxl.core.assessment import Assessment
    from partnerxl.report.faults import Fault

UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
LONGEST_NAME = 80


def make_partner_pages(
    assessment: Assessment, template: Path, folder: Path, tell: Callable[[Fault], object] = bool
) -> tuple[Path, ...]:
    """Write a page for each active partner into a new folder; the page holds that partner's records only.

    Args:
        assessment: What was worked out.
        template: The Word file to fill; it is compiled once.
        folder: Where the new folder goes.
        tell: Told of each thing in the pages that some people could not read.

    Raises:
        BrokenTemplate: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    compiled = Template(template, names=names_of(PartnerContext))
    inside = _new_folder(folder, file_name(assessment, "partner pages"))
    made: list[Path] = []
    hurdles: dict[Fault, None] = {}
    for context in partner_contexts(assessment, compiled.digest):
        filled = compiled.render(context)
        hurdles |= dict.fromkeys(accessibility.check(filled, template.name))
        made.append(save(filled, inside, safe_name(context["partner"]["name"])))
    for hurdle in hurdles:
        tell(hurdle)
    return tuple(made)


def partner_contexts(assessment: Assessment, digest: str) -> Iterator[dict[str, Any]]:
    """What each partner's page is filled with, past the gate for contact data."""
    desk = open_desk(assessment)
    report = facts(desk, Findings.of(assessment), digest)
    for partner in own_pages(desk):
        context: dict[str, Any] = desk.gate.printed({"report": report, "partner": partner})
        yield context


def make_facilitator_page(
    assessment: Assessment, template: Path, folder: Path, tell: Callable[[Fault], object] = bool
) -> Path:
    """Write the page for whoever leads the review and say where it is.

    Args:
        assessment: What was worked out.
        template: The Word file to fill.
        folder: Where it goes; made if need be.
        tell: Told of each thing in the page that some people could not read.

    Raises:
        BrokenTemplate: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    compiled = Template(template, names=names_of(FacilitatorContext))
    filled = compiled.render(facilitator_context(assessment, compiled.digest))
    for hurdle in accessibility.check(filled, template.name):
        tell(hurdle)
    return save(filled, folder, file_name(assessment, "facilitator page"))


def facilitator_context(assessment: Assessment, digest: str) -> dict[str, Any]:
    """What the facilitator page is filled with, past the gate."""
    desk, findings = open_desk(assessment), Findings.of(assessment)
    page = guide(desk, findings, success(desk, findings))
    context: dict[str, Any] = desk.gate.printed({"report": facts(desk, findings, digest), "guide": page})
    return context


def safe_name(name: str) -> str:
    """A partner's name as the name of a file.

    >>> safe_name('R&D: "Tools" / Dies'), safe_name("..."), safe_name("CON")
    ('R&D Tools Dies', 'partner', 'CON page')
    """
    words = " ".join(UNSAFE.sub(" ", name).split())[:LONGEST_NAME].strip(" .")
    reserved = re.fullmatch(r"(?i:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", words)
    return f"{words} page" if reserved else words or "partner"


def _new_folder(folder: Path, name: str) -> Path:
    """A folder that was not there before."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, MOST_TRIES):
            place = folder / (name if number == 1 else f"{name} {number}")
            try:
                place.mkdir()
            except FileExistsError:
                continue
            return place
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        text = f"No folder for the pages can be made in {folder} ({why}). Choose another folder with --out FOLDER."
        raise OutputError(text) from fault
    text = f"{folder} already holds {MOST_TRIES - 1} folders of this name. Choose another folder with --out FOLDER."
    raise OutputError(text)
