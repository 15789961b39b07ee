"""Forms of the pulse as people send them back: filled in, under names of their own, with their traces in them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from docx import Document

from partnerxl.core.pulse import items
from partnerxl.report.template import Template
from partnerxl.report.wordml import CONTROL, CONTROL_CONTENT, CONTROL_FACTS, TEXT, VALUE, W

TEMPLATES = Path(__file__).parents[2] / "report_templates"
UNSURE = 6
REPORT = {
    "report": {"initiative": "Heron Valley Health Careers Partnership", "period": "2026", "prepared_by": "Ana", "as_of": "June 30",
               "reference": "R-00000000", "records_hash": "", "rules_hash": "", "template_hash": "",
               "rules": "1", "short_name": "Harbor", "review_date": ""},
    "pulse": {"round": "2026-09"},
}  # fmt: skip


@dataclass(frozen=True)
class Sender:
    """Who sends a form, and how it can be seen in the file."""

    name: str
    day: datetime = field(default=datetime(2026, 10, 1, 9, 30, tzinfo=UTC))


@dataclass(frozen=True)
class Said:
    """What somebody answers: 1 to 5, 6 for Don't know, 0 for nothing; the group and a comment."""

    answers: Sequence[int]
    group: int = 0
    comment: str = ""


@cache
def blank(name: str = "pulse.docx", language: str = "") -> bytes:
    """The form before anybody answered."""
    from partnerxl.report.design import FILES, build

    return Template(build(*FILES[name], language)).render(REPORT)


def returned(said: Said, sender: Sender, form: bytes | None = None) -> bytes:
    """The form as somebody sends it back."""
    document = Document(io.BytesIO(form or blank()))
    chosen = dict(zip(items(), said.answers, strict=True)) | {"Group": said.group}
    for control in document.element.body.iter(CONTROL):
        _fill(control, chosen, said.comment)
    facts = document.core_properties
    facts.author = facts.last_modified_by = sender.name
    facts.created = facts.modified = sender.day
    facts.comments = f"from {sender.name}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _fill(control: object, chosen: dict[str, int], comment: str) -> None:
    facts = control.find(CONTROL_FACTS)  # type: ignore[attr-defined]
    _, item, _ = facts.find(f"{W}tag").get(VALUE).split("-", 2)
    entries = [each.get(f"{W}displayText") for each in facts.iter(f"{W}listItem")]
    text = entries[chosen[item]] if chosen.get(item) else comment if item == "Comment" else ""
    if text:
        facts.remove(facts.find(f"{W}showingPlcHdr"))
        next(control.find(CONTROL_CONTENT).iter(TEXT)).text = text  # type: ignore[attr-defined]
