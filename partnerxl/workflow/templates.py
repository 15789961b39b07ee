"""Word templates: looked at, filled with a sample, begun, and the names they may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerxl import shipped
from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message
from partnerxl.workflow.books import assess
from partnerxl.workflow.demonstration import SHOWN
from partnerxl.workflow.steps import Step, quietly

if TYPE_CHECKING:
    from pathlib import Path

    from partnerxl.core.assessment import Assessment
    from partnerxl.hosts.workbook import Named
    from partnerxl.report.checking import Checked
    from partnerxl.report.listing import Line


def check_template(file: Path, step: Step = quietly) -> Checked:
    """Look at a template, fill it with a sample, and write a copy with a comment at each fault.

    Raises:
        TemplateError: If there is no such file.
        OutputError: If the copy cannot be written.
    """
    from partnerxl.report import checking

    return checking.check_template(file, _sample(step))


def own_templates(book: Named) -> tuple[Path, ...]:
    """The templates of the user's own that lie beside a workbook.

    Raises:
        WorkbookError: If it was never saved.
    """
    from partnerxl.hosts.workbook import opened
    from partnerxl.report.kinds import KINDS

    folder = opened(book).folder
    named = (folder / name for kind in KINDS.values() for name in kind.own_names())
    return tuple(file for file in named if file.is_file())


def preview_template(file: Path, folder: Path | None = None, step: Step = quietly) -> Path:
    """Fill a template with a sample and say where it is.

    Raises:
        TemplateError: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    from partnerxl.report import checking

    return checking.preview_template(file, _sample(step), folder or file.parent)


def _sample(step: Step) -> Assessment:
    """An invented partnership to fill templates with."""
    return assess(shipped.workbooks() / SHOWN, step)


def new_template(name: str, folder: Path, *, a4: bool = False) -> Path:
    """Copy one of our templates into a folder, to be changed in Word, and say where it is.

    Raises:
        TemplateError: If there is no such template.
        OutputError: If there is one in the folder already, or the folder cannot be written.
    """
    from partnerxl.report.kinds import kind_named

    kind = kind_named(name)
    ours = kind.packaged(a4=a4)
    place = folder / kind.own_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as stream:
            stream.write(ours.read_bytes())
    except FileExistsError as fault:
        raise OutputError(message("output", "there", place=place)) from fault
    except OSError as fault:
        raise OutputError(message("output", "not_written", place=place, why=fault.strerror)) from fault
    return place


def list_names(name: str) -> tuple[Line, ...]:
    """Every name a template may use.

    Raises:
        TemplateError: If there is no such template.
    """
    from partnerxl.report.kinds import kind_named
    from partnerxl.report.listing import lines

    return tuple(lines(kind_named(name)))
