"""The review report: from an assessment to a Word file that all partners read together."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.core.measures.resources import arrived, contributions, due_resources
from partnerxl.report import accessibility
from partnerxl.report.context import Gate
from partnerxl.report.findings import Findings
from partnerxl.report.names import names_of
from partnerxl.report.passages import (
    bringing,
    closing,
    cover,
    decided,
    delivery,
    phases,
    signing,
    topics,
    voices,
)
from partnerxl.report.passages.desk import Desk
from partnerxl.report.saving import save
from partnerxl.report.shape import ReportContext
from partnerxl.report.template import Template
from partnerxl.report.wording import load_wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from partnerxl.core.assessment import Assessment
    from partnerxl.report.faults import Fault
    from partnerxl.report.passages.desk import Record
    from partnerxl.report.shape import Celebrating, Contributions, Facts, SourceList, Voices

SHORT = 16


def make_review(
    assessment: Assessment, template: Path, folder: Path, tell: Callable[[Fault], object] = bool
) -> Path:
    """Write the review report and say where it is; no report is ever overwritten.

    Args:
        assessment: What was worked out.
        template: The Word file to fill.
        folder: Where the report goes; made if need be.
        tell: Told of each thing in the report that some people could not read.

    Raises:
        BrokenTemplate: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    return save(review_paper(assessment, template, tell), folder, review_name(assessment))


def review_paper(assessment: Assessment, template: Path, tell: Callable[[Fault], object] = bool) -> bytes:
    """The review report, not written anywhere yet.

    Raises:
        BrokenTemplate: If the template cannot be used.
    """
    compiled = Template(template, names=names_of(ReportContext))
    filled = compiled.render(review_context(assessment, compiled.digest))
    for hurdle in accessibility.check(filled, template.name):
        tell(hurdle)
    return filled


def review_name(assessment: Assessment) -> str:
    """The name of the review report, without ending."""
    return file_name(assessment, load_wording().say("file.review"))


def review_context(assessment: Assessment, template_digest: str) -> dict[str, Any]:
    """Everything the template may print, past the gate for consent, contact data and small numbers."""
    desk = open_desk(assessment)
    context: dict[str, Any] = desk.gate.printed(passages(desk, Findings.of(assessment), template_digest))
    return context


def open_desk(assessment: Assessment) -> Desk:
    """Records, gate and wording of an assessment."""
    words = load_wording()
    return Desk(assessment.view, Gate(assessment.view, words), words)


def passages(desk: Desk, findings: Findings, template_digest: str) -> ReportContext:
    """Everything of the report, before the gate for contact data."""
    delivered = findings.readings["delivered"]
    given, due, here = _resources(desk)
    worked = delivery.celebrating(desk, delivered, here)
    return {
        "report": facts(desk, findings, template_digest),
        "key_numbers": cover.key_numbers(desk, findings),
        "standouts": cover.standouts(desk, findings, worked),
        "celebrating": worked,
        "promises": delivery.promises(desk, delivered),
        "actions": decided.earlier_actions(desk, findings),
        "phases": phases.phases(desk, findings),
        "topics": topics.topics(desk, findings),
        "contributions": _contributions(desk, findings, given, due, here),
        "voices": _voices(desk, findings),
        "tips": closing.tips(desk, findings),
        "questions": desk.words.lines("questions.list"),
        "decisions": closing.open_decisions(desk),
        "new_decisions": [str(number) for number in range(1, closing.NEW_DECISIONS + 1)],
        "partner_names": cover.partner_names(desk),
        "sign_off": closing.sign_off(desk),
        "about": closing.about(desk, findings),
        "source": _source(desk),
        "signed": signing.no_copy(),
    }


def success(desk: Desk, findings: Findings) -> Celebrating:
    """What worked."""
    return delivery.celebrating(desk, findings.readings["delivered"], _resources(desk)[2])


def _resources(desk: Desk) -> tuple[list[Record], list[Record], list[Record]]:
    """Contributions, resources that were due, and those of them that arrived."""
    view = desk.view
    due = due_resources(view)
    frames = (contributions(view), due, due[arrived(view, due)])
    given, awaited, here = (list(desk.records("Resources", frame)) for frame in frames)
    return given, awaited, here


def facts(desk: Desk, findings: Findings, template_digest: str) -> Facts:
    """The report itself, with its reference and hashes."""
    known = cover.facts(desk, findings.last)
    digests = (desk.view.project.fingerprint, findings.rules_hash, template_digest)
    reference = hashlib.sha256("".join(digests).encode()).hexdigest()[:8].upper()
    return {
        **known,
        "reference": f"R-{reference}",
        "rules": findings.rules,
        "rules_hash": findings.rules_hash[:SHORT],
        "template_hash": template_digest[:SHORT],
    }


def _contributions(
    desk: Desk, findings: Findings, given: list[Record], due: list[Record], here: list[Record]
) -> Contributions:
    share = findings.readings["contrib_share"]
    rows = bringing.bringing(desk, given, due, here)
    hidden = len(desk.view.active) - len(rows)
    lead = desk.words.say("contributions.no_lead")
    if share.recorded and share.part is not None and share.whole is not None:
        lead = desk.words.say("contributions.lead", part=int(share.part), whole=int(share.whole))
    more = desk.words.count("contributions.hidden", hidden) if hidden and rows else ""
    return {
        "lead": lead if rows else f"{lead} {desk.words.say('contributions.nobody')}",
        "rows": rows,
        "more": more,
        "costs": bringing.costs(desk),
    }


def _voices(desk: Desk, findings: Findings) -> Voices:
    pools = voices.pools(desk)
    workers = voices.workers(desk, findings.readings["labor_org_share"])
    return {
        "employers": voices.employers(desk),
        "needs": voices.needs(desk),
        "workers": workers if pools else [*workers, desk.words.say("voices.no_pools")],
        "pools": pools,
        "pulse": list(findings.pulse),
    }


def _source(desk: Desk) -> SourceList:
    say = desk.words.say
    return {
        "credit": say("source.credit"),
        "pitfalls_lead": say("source.pitfalls_lead"),
        "pitfalls": desk.words.lines("source.pitfalls"),
        "phases": say("source.phases"),
        "tips_lead": say("source.tips_lead"),
        "tips": desk.words.lines("source.tips"),
    }


# --- the file -------------------------------------------------------------------------------------


def file_name(assessment: Assessment, what: str) -> str:
    """The name of a file we make: the workbook's, what it is, and the last day of its records."""
    view = assessment.view
    stem = Path(view.project.book_name).stem or load_wording().say("file.nameless")
    day = f" {date.fromordinal(view.end).isoformat()}" if view.dated else ""
    return f"{stem} {what}{day}"
