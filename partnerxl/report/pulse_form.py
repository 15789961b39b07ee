"""The form of the pulse, one file for all partners."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.core import pulse
from partnerxl.core.errors import OutputError, WorkbookError
from partnerxl.core.file_names import file_name as safe_name
from partnerxl.core.file_names import one_line
from partnerxl.report import accessibility
from partnerxl.report.findings import Findings
from partnerxl.report.names import names_of
from partnerxl.report.page_shapes import PulseContext
from partnerxl.report.returned import read_copy
from partnerxl.report.review import facts, open_desk
from partnerxl.report.saving import save
from partnerxl.report.template import Template

if TYPE_CHECKING:
    from collections.abc import Callable

    from partnerxl.core.assessment import Assessment
    from partnerxl.core.returned import Returned
    from partnerxl.report.faults import Fault

ENDING = ".docx"
MONTH = len("2026-09")


def make_pulse_form(
    assessment: Assessment,
    template: Path,
    folder: Path,
    tell: Callable[[Fault], object] = bool,
    *,
    called: str = "",
) -> Path:
    """Write the form of the pulse, one for all partners, and say where it is.

    Args:
        assessment: What was worked out.
        template: The Word file to fill.
        folder: Where it goes; made if need be.
        tell: Told of each thing in the form that some people could not read.
        called: The name of the round; the month the period ends in by default.

    Raises:
        BrokenTemplate: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    compiled = Template(template, names=names_of(PulseContext))
    filled = compiled.render(pulse_context(assessment, compiled.digest, called))
    for hurdle in accessibility.check(filled, template.name):
        tell(hurdle)
    return save(filled, folder, pulse_name(assessment, called))


def pulse_context(assessment: Assessment, digest: str, called: str = "") -> dict[str, Any]:
    """What the form of the pulse is filled with, past the gate."""
    desk = open_desk(assessment)
    known = facts(desk, Findings.of(assessment), digest)
    context: dict[str, Any] = desk.gate.printed(
        {"report": known, "pulse": {"round": _round(assessment, called)}}
    )
    return context


def pulse_name(assessment: Assessment, called: str = "") -> str:
    """The name of the file of the form: that of the workbook, and the round."""
    stem, what = Path(assessment.view.project.book_name).stem, pulse.say("form", "file")
    return f"{stem} {what} {safe_name(_round(assessment, called), what)}"


def _round(assessment: Assessment, called: str) -> str:
    """The name of the round.

    Raises:
        OutputError: If it is too long for the fields of a form.
    """
    if len(called) > pulse.LONGEST_ROUND:
        raise OutputError(pulse.say("form", "long", most=pulse.LONGEST_ROUND))
    return one_line(called) or usual_round(assessment)


def usual_round(assessment: Assessment) -> str:
    """The month the period ends in, like 2026-09.

    Raises:
        WorkbookError: If nothing says when the period ends.
    """
    view = assessment.view
    if not view.dated:
        raise WorkbookError(pulse.say("form", "no_period"))
    return date.fromordinal(view.end).isoformat()[:MONTH]


def blank_form(assessment: Assessment, folder: Path) -> Path | None:
    """The form of this period's pulse that was written last and holds no answers; None without one."""
    if not assessment.view.dated:
        return None
    found = [path for path in folder.glob(f"*{ENDING}") if path.stem.startswith(pulse_name(assessment))]
    blank = [path for path in found if _is_blank(read_copy(path))]
    return max(blank, key=lambda path: path.stat().st_mtime_ns, default=None)


def _is_blank(form: Returned) -> bool:
    """True for a form with fields in which nobody wrote anything; what somebody filled in goes to nobody else."""
    return bool(form.fields) and not form.answers
