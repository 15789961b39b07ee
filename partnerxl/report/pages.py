"""The pages beside the review report: one for each partner alone, the facilitator's, and the pulse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.core.file_names import file_name as safe_name
from partnerxl.report import accessibility
from partnerxl.report.findings import Findings
from partnerxl.report.names import names_of
from partnerxl.report.page_shapes import FacilitatorContext, PartnerContext
from partnerxl.report.passages.guiding import guide
from partnerxl.report.passages.own import own_pages, partners_by_name
from partnerxl.report.review import facts, file_name, open_desk, success
from partnerxl.report.saving import new_folder, save
from partnerxl.report.template import Template
from partnerxl.report.wording import load_wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from partnerxl.core.assessment import Assessment
    from partnerxl.report.faults import Fault


@dataclass(frozen=True)
class PartnerPaper:
    """The page of one partner: the partner's key and name, and the Word file."""

    key: str
    name: str
    content: bytes


def make_partner_pages(
    assessment: Assessment, template: Path, folder: Path, tell: Callable[[Fault], object] = bool
) -> tuple[Path, ...]:
    """Write a page for each active partner into a new folder; the page holds that partner's records only.

    Without an active partner nothing is written, not even the folder.

    Args:
        assessment: What was worked out.
        template: The Word file to fill; it is compiled once.
        folder: Where the new folder goes.
        tell: Told of each thing in the pages that some people could not read.

    Raises:
        BrokenTemplate: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    papers = partner_papers(assessment, template, tell)
    if not papers:
        return ()
    inside = new_folder(folder, file_name(assessment, load_wording().say("file.partners")))
    return tuple(
        save(paper.content, inside, safe_name(paper.name, load_wording().say("file.page")))
        for paper in papers
    )


def partner_papers(
    assessment: Assessment, template: Path, tell: Callable[[Fault], object] = bool
) -> tuple[PartnerPaper, ...]:
    """The page of each active partner, not written anywhere yet.

    Args:
        assessment: What was worked out.
        template: The Word file to fill; it is compiled once.
        tell: Told of each thing in the pages that some people could not read.

    Raises:
        BrokenTemplate: If the template cannot be used.
    """
    compiled = Template(template, names=names_of(PartnerContext))
    keys = [str(partner["key"]) for partner in partners_by_name(open_desk(assessment))]
    contexts = partner_contexts(assessment, compiled.digest)
    papers = tuple(
        PartnerPaper(key, context["partner"]["name"], compiled.render(context))
        for key, context in zip(keys, contexts, strict=True)
    )
    for hurdle in {
        each: None for paper in papers for each in accessibility.check(paper.content, template.name)
    }:
        tell(hurdle)
    return papers


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
    return save(filled, folder, file_name(assessment, load_wording().say("file.facilitator")))


def facilitator_context(assessment: Assessment, digest: str) -> dict[str, Any]:
    """What the facilitator page is filled with, past the gate."""
    desk, findings = open_desk(assessment), Findings.of(assessment)
    page = guide(desk, findings, success(desk, findings))
    context: dict[str, Any] = desk.gate.printed({"report": facts(desk, findings, digest), "guide": page})
    return context
