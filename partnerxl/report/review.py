"""The review report: from an assessment to a Word file that all partners read together."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.core.errors import OutputError
from partnerxl.core.measures.resources import arrived, contributions, due_resources
from partnerxl.report.context import Gate
from partnerxl.report.findings import Findings
from partnerxl.report.passages import bringing, closing, cover, delivery, phases, topics, voices
from partnerxl.report.passages.desk import Desk
from partnerxl.report.template import Template
from partnerxl.report.wording import load_wording

if TYPE_CHECKING:
    from partnerxl.core.assessment import Assessment
    from partnerxl.report.passages.desk import Record
    from partnerxl.report.shape import Contributions, Facts, ReportContext, SourceList, Voices

TEMPLATE = "review.docx"
SHORT = 16
MOST_TRIES = 1000


def make_review(assessment: Assessment, templates: Path, folder: Path) -> Path:
    """Write the review report and say where it is; no report is ever overwritten.

    Args:
        assessment: What was worked out.
        templates: The folder with the templates.
        folder: Where the report goes; made if need be.

    Raises:
        BrokenTemplate: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    template = Template(templates / TEMPLATE)
    filled = template.render(review_context(assessment, template.digest))
    return _save(filled, folder, _name(assessment))


def review_context(assessment: Assessment, template_digest: str) -> dict[str, Any]:
    """Everything the template may print, past the gate for consent, contact data and small numbers."""
    words = load_wording()
    gate = Gate(assessment.view, words)
    desk = Desk(assessment.view, gate, words)
    context: dict[str, Any] = gate.printed(_passages(desk, Findings.of(assessment), template_digest))
    return context


def _passages(desk: Desk, findings: Findings, template_digest: str) -> ReportContext:
    delivered = findings.readings["delivered"]
    given, due, here = _resources(desk)
    success = delivery.celebrating(desk, delivered, here)
    return {
        "report": _facts(desk, findings, template_digest),
        "key_numbers": cover.key_numbers(desk, findings),
        "standouts": cover.standouts(desk, findings, success),
        "celebrating": success,
        "promises": delivery.promises(desk, delivered),
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
    }


def _resources(desk: Desk) -> tuple[list[Record], list[Record], list[Record]]:
    """Contributions, resources that were due, and those of them that arrived."""
    view = desk.view
    due = due_resources(view)
    frames = (contributions(view), due, due[arrived(view, due)])
    given, awaited, here = (list(desk.records("Resources", frame)) for frame in frames)
    return given, awaited, here


def _facts(desk: Desk, findings: Findings, template_digest: str) -> Facts:
    facts = cover.facts(desk, findings.last)
    digests = (desk.view.project.digest, findings.rules_hash, template_digest)
    reference = hashlib.sha256("".join(digests).encode()).hexdigest()[:8].upper()
    return {
        **facts,
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
        "pulse": [],
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


def _name(assessment: Assessment) -> str:
    view = assessment.view
    stem = Path(view.project.book_name).stem or "partnership"
    return (
        f"{stem} progress report {date.fromordinal(view.end).isoformat()}"
        if view.dated
        else f"{stem} progress report"
    )


def _save(content: bytes, folder: Path, name: str) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, MOST_TRIES):
            place = folder / (f"{name}.docx" if number == 1 else f"{name} {number}.docx")
            try:
                with place.open("xb") as stream:
                    stream.write(content)
            except FileExistsError:
                continue
            return place
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        text = f"The report cannot be written to {folder} ({why}). Choose another folder with --out FOLDER."
        raise OutputError(text) from fault
    text = f"{folder} already holds {MOST_TRIES - 1} reports of this name. Choose another folder with --out FOLDER."
    raise OutputError(text)
