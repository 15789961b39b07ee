"""Word files that are made from a workbook, and their PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnerxl.core.messages import doing
from partnerxl.workflow.books import assessed
from partnerxl.workflow.steps import Step, quietly

if TYPE_CHECKING:
    from pathlib import Path

    from partnerxl.core.assessment import Assessment
    from partnerxl.hosts.workbook import Named, Workbook
    from partnerxl.report.kinds import TemplateChoice


@dataclass(frozen=True)
class _Source:
    """What a Word file is made from and where it goes: the workbook, the template, the folder."""

    workbook: Workbook
    kind: str
    choice: TemplateChoice
    folder: Path

    @classmethod
    def of(cls, book: Named, kind: str, choice: TemplateChoice | None, folder: Path | None) -> _Source:
        """A source; its folder is the one given or the workbook's."""
        from partnerxl.hosts.workbook import opened
        from partnerxl.report.kinds import TemplateChoice

        workbook = opened(book)
        return cls(workbook, kind, choice or TemplateChoice(), folder or workbook.folder)

    def template(self, found: Assessment) -> Path:
        """The template chosen, that beside the workbook or our own; asked for when the language is known."""
        from partnerxl.report.kinds import KINDS

        beside = self.workbook.path.parent if self.workbook.path.is_file() else self.folder
        return KINDS[self.kind].template_for(found, self.choice, beside)


def report(
    book: Named,
    folder: Path | None = None,
    step: Step = quietly,
    *,
    template: TemplateChoice | None = None,
    tell: Step = quietly,
) -> Path:
    """Make the Word report and say where it is; no report is ever overwritten.

    Args:
        book: The workbook: its file, or a book open in Excel.
        folder: Where the report goes, made if need be; beside the workbook by default.
        step: Told what is being done.
        template: A Word template, or the paper ours is for; review.docx beside the workbook, or
            else our own for the paper that Settings name, by default.
        tell: Told of each thing in the report that some people could not read.

    Raises:
        WorkbookError: If the workbook cannot be read, a core sheet is not there, or it was never saved
            and there is no other folder.
        TemplateError: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    from partnerxl.report.review import make_review

    source = _Source.of(book, "review", template, folder)
    found = assessed(source.workbook, step)
    step(doing("report"))
    return make_review(found, source.template(found), source.folder, lambda hurdle: tell(str(hurdle)))


def signed_copy(
    book: Named,
    folder: Path | None = None,
    step: Step = quietly,
    *,
    template: TemplateChoice | None = None,
    tell: Step = quietly,
) -> Path:
    """Make the signed-off copy of the report, with what partners answered, and say where it is.

    Args:
        book: The workbook: its file, or a book open in Excel.
        folder: Where the copy goes, made if need be; beside the workbook by default.
        step: Told what is being done.
        template: The Word template; review.docx beside the workbook, or else our own, by default.
        tell: Told of each thing in the copy that some people could not read.

    Raises:
        WorkbookError: If the workbook cannot be read, a core sheet is not there, it holds no answers, or it
            was never saved and there is no other folder.
        TemplateError: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    from partnerxl.core import records
    from partnerxl.core.assess import assess as work_out
    from partnerxl.core.signed import before_answers, read_signed
    from partnerxl.report.signed_copy import make_signed_copy

    source = _Source.of(book, "review", template, folder)
    step(doing("reading", name=source.workbook.name))
    content = source.workbook.read(records.wanted)
    came = read_signed(records.read_project(content))
    step(doing("signed_copy"))
    found = work_out(records.read_project(before_answers(content, came.reference)))
    return make_signed_copy(
        found, came, source.template(found), source.folder, lambda hurdle: tell(str(hurdle))
    )


def partner_pages(
    book: Named,
    folder: Path | None = None,
    step: Step = quietly,
    *,
    template: TemplateChoice | None = None,
    tell: Step = quietly,
) -> tuple[Path, ...]:
    """Make a page for each active partner, to that partner only, in a new folder; say where they are.

    Args:
        book: The workbook: its file, or a book open in Excel.
        folder: Where the new folder goes, made if need be; beside the workbook by default.
        step: Told what is being done.
        template: A Word template, or the paper ours is for; partner.docx beside the workbook, or
            else our own for the paper that Settings name, by default.
        tell: Told of each thing in the pages that some people could not read.

    Raises:
        WorkbookError: If the workbook cannot be read, a core sheet is not there, or it was never saved
            and there is no other folder.
        TemplateError: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    from partnerxl.report.pages import make_partner_pages

    source = _Source.of(book, "partner", template, folder)
    found = assessed(source.workbook, step)
    step(doing("partner_pages"))
    return make_partner_pages(found, source.template(found), source.folder, lambda hurdle: tell(str(hurdle)))


def facilitator_page(
    book: Named,
    folder: Path | None = None,
    step: Step = quietly,
    *,
    template: TemplateChoice | None = None,
    tell: Step = quietly,
) -> Path:
    """Make the page for whoever leads the review and say where it is.

    Args:
        book: The workbook: its file, or a book open in Excel.
        folder: Where it goes, made if need be; beside the workbook by default.
        step: Told what is being done.
        template: A Word template, or the paper ours is for; facilitator.docx beside the workbook, or
            else our own for the paper that Settings name, by default.
        tell: Told of each thing in the page that some people could not read.

    Raises:
        WorkbookError: If the workbook cannot be read, a core sheet is not there, or it was never saved
            and there is no other folder.
        TemplateError: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    from partnerxl.report.pages import make_facilitator_page

    source = _Source.of(book, "facilitator", template, folder)
    found = assessed(source.workbook, step)
    step(doing("facilitator_page"))
    return make_facilitator_page(
        found, source.template(found), source.folder, lambda hurdle: tell(str(hurdle))
    )


def pulse_form(  # noqa: PLR0913  one argument for each wish
    book: Named,
    folder: Path | None = None,
    step: Step = quietly,
    *,
    template: TemplateChoice | None = None,
    tell: Step = quietly,
    called: str = "",
) -> Path:
    """Make the form of the pulse, one file for all partners, and say where it is.

    Args:
        book: The workbook: its file, or a book open in Excel.
        folder: Where it goes, made if need be; beside the workbook by default.
        step: Told what is being done.
        template: A Word template, or the paper ours is for; pulse.docx beside the workbook, or
            else our own for the paper that Settings name, by default.
        tell: Told of each thing in the form that some people could not read.
        called: The name of the round; the month the period ends in by default.

    Raises:
        WorkbookError: If the workbook cannot be read, or does not say when its period ends.
        TemplateError: If the template cannot be used.
        OutputError: If the folder cannot be written.
    """
    from partnerxl.report.pulse_form import make_pulse_form

    source = _Source.of(book, "pulse", template, folder)
    found = assessed(source.workbook, step)
    step(doing("form"))
    return make_pulse_form(
        found, source.template(found), source.folder, lambda hurdle: tell(str(hurdle)), called=called
    )


def pdf(report: Path, step: Step = quietly, *, in_excel: bool = False) -> Path:
    """Write a report as a tagged PDF beside it and say where it is.

    Args:
        report: The report.
        step: Told what is being done.
        in_excel: Whether Excel asks for it; Word makes it then, where it can.

    Raises:
        OutputError: If nothing that is installed can do it; the report stays as it is.
    """
    from partnerxl.report.pdf import make_pdf

    step(doing("pdf"))
    return make_pdf(report, in_excel=in_excel)


def report_as_pdf(book: Named, step: Step = quietly) -> Path:
    """Write the report of this period that was made last as PDF, or a new one, and say where it is.

    Args:
        book: The workbook: its file, or a book open in Excel.
        step: Told what is being done.

    Raises:
        WorkbookError: If the workbook cannot be read, a core sheet is not there, or it was never saved.
        TemplateError: If the template cannot be used.
        OutputError: If the folder cannot be written, or nothing that is installed can do it.
    """
    from partnerxl.report.marks import newest_report
    from partnerxl.report.review import make_review

    source = _Source.of(book, "review", None, None)
    found = assessed(source.workbook, step)
    newest = newest_report(found, source.folder)
    if newest is None:
        step(doing("report"))
        newest = make_review(found, source.template(found), source.folder)
    return pdf(newest, step, in_excel=True)
