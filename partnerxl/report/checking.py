"""A look at a template before anyone relies on it: what to mend, a copy with comments, a filled sample."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx import Document
from docx.opc.exceptions import OpcError
from docx.text.run import Run
from lxml import etree

from partnerxl.report import accessibility
from partnerxl.report.faults import BrokenTemplate, Fault
from partnerxl.report.guard import look
from partnerxl.report.kinds import kind_of
from partnerxl.report.saving import save
from partnerxl.report.template import Template, read_template
from partnerxl.report.wordml import RUN, W

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from docx.document import Document as Paper

    from partnerxl.core.assessment import Assessment

UNOPENABLE = (etree.LxmlError, LookupError, ValueError, AttributeError, OpcError)  # of python-docx
AUTHOR, INITIALS = "partnerxl", "px"


@dataclass(frozen=True)
class Checked:
    """What a look at a template found.

    Attributes:
        faults: What keeps it from being used, each with its place.
        hurdles: What some people could not read in a report made from it.
        copy: The copy with a comment at each fault; None where there is none to write.
    """

    faults: tuple[Fault, ...]
    hurdles: tuple[Fault, ...]
    copy: Path | None


def check_template(file: Path, sample: Assessment) -> Checked:
    """Compile a template, fill it with a sample, and write a copy with a comment at each fault.

    Args:
        file: The template.
        sample: What to fill it with.

    Raises:
        TemplateError: If there is no such file.
        OutputError: If the copy cannot be written.
    """
    raw = read_template(file)
    try:
        filled = _filled(file, sample)
    except BrokenTemplate as broken:
        return Checked(broken.faults, (), _copy(raw, file, broken.faults))
    return Checked((), accessibility.check(filled, file.name), None)


def preview_template(file: Path, sample: Assessment, folder: Path) -> Path:
    """Fill a template with a sample and say where it is.

    Raises:
        BrokenTemplate: If it cannot be used; names every fault.
        OutputError: If the folder cannot be written.
    """
    return save(_filled(file, sample), folder, f"{file.stem} preview")


def _filled(file: Path, sample: Assessment) -> bytes:
    kind = kind_of(file)
    template = Template(file, names=kind.names)
    return template.render(kind.context(sample, template.digest))


# --- the copy with comments -----------------------------------------------------------------------


def _copy(raw: bytes, file: Path, faults: Sequence[Fault]) -> Path | None:
    """A copy with comments; none of a file that is not safe to open or too damaged for it."""
    try:
        look(raw, file.name)
        commented = with_comments(raw, faults)
    except (BrokenTemplate, *UNOPENABLE):
        return None
    return save(commented, file.parent, f"{file.stem} checked")


def with_comments(raw: bytes, faults: Sequence[Fault]) -> bytes:
    """A Word file with a comment at each fault; one that has no place in the text stands at its top."""
    document = Document(io.BytesIO(raw))
    for fault in faults:
        _comment(document, fault)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _comment(document: Paper, fault: Fault) -> None:
    inside = fault.place.path and not fault.place.part
    paragraph = document.element.find(fault.place.path) if inside else None
    runs = [] if paragraph is None else list(paragraph.iter(RUN))
    text = f"{fault.tag}: {fault.text}" if runs and fault.tag else str(fault)
    ends = [Run(run, document) for run in (runs or _first_runs(document))]
    document.add_comment([ends[0], ends[-1]], text=text, author=AUTHOR, initials=INITIALS)


def _first_runs(document: Paper) -> list[Any]:
    found = document.element.body.find(f".//{W}p/{W}r")
    return [document.add_paragraph().add_run(" ")._r if found is None else found]  # noqa: SLF001  python-docx has no public way
