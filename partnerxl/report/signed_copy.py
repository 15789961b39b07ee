"""The signed-off copy: the review report with what partners answered, decided and signed as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from partnerxl.core.errors import TemplateError
from partnerxl.core.messages import message
from partnerxl.report import accessibility
from partnerxl.report.findings import Findings
from partnerxl.report.guard import look
from partnerxl.report.names import names_of
from partnerxl.report.passages import signing
from partnerxl.report.review import file_name, open_desk, passages
from partnerxl.report.saving import save
from partnerxl.report.shape import ReportContext
from partnerxl.report.template import DOCUMENT, Template, read_template

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from partnerxl.core.assessment import Assessment
    from partnerxl.core.signed import Signed
    from partnerxl.report.faults import Fault

MARK = re.compile(rb"\{\{\s*signed\.mark\s*\}\}")
XML_TAG = re.compile(rb"<[^>]*>")


def make_signed_copy(
    assessment: Assessment, came: Signed, template: Path, folder: Path, tell: Callable[[Fault], object] = bool
) -> Path:
    """Write the signed-off copy and say where it is; no file is ever overwritten.

    Args:
        assessment: What was worked out, without the decisions that came back.
        came: What came back.
        template: The Word file to fill.
        folder: Where the copy goes; made if need be.
        tell: Told of each thing in the copy that some people could not read.

    Raises:
        BrokenTemplate: If the template cannot be used.
        TemplateError: If the template does not print that this is a signed-off copy.
        OutputError: If the folder cannot be written.
    """
    name = file_name(assessment, open_desk(assessment).words.say("file.signed"))
    return save(signed_paper(assessment, came, template, tell), folder, name)


def signed_paper(
    assessment: Assessment, came: Signed, template: Path, tell: Callable[[Fault], object] = bool
) -> bytes:
    """The signed-off copy, not written anywhere yet.

    Raises:
        BrokenTemplate: If the template cannot be used.
        TemplateError: If the template does not print that this is a signed-off copy.
    """
    compiled = Template(template, names=names_of(ReportContext))
    if not MARK.search(XML_TAG.sub(b"", look(read_template(template), template.name)[DOCUMENT])):
        raise TemplateError(message("signed", "mark", name=template.name))
    filled = compiled.render(signed_context(assessment, came, compiled.digest))
    for hurdle in accessibility.check(filled, template.name):
        tell(hurdle)
    return filled


def signed_context(assessment: Assessment, came: Signed, template_digest: str) -> dict[str, Any]:
    """Everything the template may print of a signed-off copy, past the gate."""
    desk = open_desk(assessment)
    report = passages(desk, Findings.of(assessment), template_digest)
    signing.fill_in(desk, report, came)
    context: dict[str, Any] = desk.gate.printed(report)
    return context
