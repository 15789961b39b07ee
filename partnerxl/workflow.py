"""What a user asks for, each a few lines over the rooms below; a room is opened only when it is needed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from partnerxl import shipped
from partnerxl.core.errors import OutputError, WorkbookError
from partnerxl.core.messages import doing, message

if TYPE_CHECKING:
    from partnerxl.collecting import Agree as CollectAgree
    from partnerxl.collecting import Gathered
    from partnerxl.core.assessment import Assessment
    from partnerxl.core.errors import Problem
    from partnerxl.hosts.workbook import Named, Workbook
    from partnerxl.preparing import Agree, Prepared, Wishes
    from partnerxl.report.checking import Checked
    from partnerxl.report.kinds import TemplateChoice
    from partnerxl.report.listing import Line
    from partnerxl.rolling import NewBook

WORKBOOK = ".xlsx"
SHOWN = "troubled.xlsx"
DASHBOARD = "Dashboard"
EVERY = 1_000_000  # backups that stay: to restore is no reason to drop one

Step = Callable[[str], None]


def quietly(_step: str) -> None:
    """Tell nobody what is being done."""


@dataclass(frozen=True)
class Refreshed:
    """A workbook that holds new result sheets.

    Attributes:
        book: Where it is.
        sheets: The result sheets, in order.
        notes: What its owner should know about the writing.
        assessment: What was worked out.
    """

    book: Path
    sheets: tuple[str, ...]
    notes: tuple[str, ...]
    assessment: Assessment


@dataclass(frozen=True)
class Restored:
    """A workbook whose result sheets are those of an earlier file.

    Attributes:
        book: Where it is.
        backup: The file they were taken from.
        sheets: The result sheets that were put back.
    """

    book: Path
    backup: Path
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class Demo:
    """What the demo made: the folder, its workbooks, the one that was refreshed, its report and pages."""

    folder: Path
    workbooks: tuple[Path, ...]
    refreshed: Path
    report: Path
    pages: tuple[Path, ...]
    facilitator: Path


def new(file: Path) -> Path:
    """Write an empty workbook and say where it is; .xlsx is added to a name without an ending.

    Raises:
        OutputError: If the name has another ending, the file is there already or cannot be written.
    """
    from partnerxl.hosts.blank import write_blank

    path = file if file.suffix else file.with_suffix(WORKBOOK)
    if path.suffix.lower() != WORKBOOK:
        raise OutputError(message("new", "ending", name=file.name, found=path.suffix, stem=path.stem))
    write_blank(path)
    return path


def check(book: Named, step: Step = quietly) -> tuple[Problem, ...]:
    """Everything in a workbook's records that a person should look at; writes nothing.

    Raises:
        WorkbookError: If it cannot be read, or a core sheet is not there.
    """
    return assess(book, step).problems


def assess(book: Named, step: Step = quietly) -> Assessment:
    """The phases, topics and tips that follow from a workbook; writes nothing.

    Raises:
        WorkbookError: If it cannot be read, or a core sheet is not there.
    """
    from partnerxl.hosts.workbook import opened

    return _assess(opened(book), step)


def _assess(workbook: Workbook, step: Step) -> Assessment:
    from partnerxl.core import records
    from partnerxl.core.assess import assess as work_out

    step(doing("reading", name=workbook.name))
    project = records.read_project(workbook.read(records.wanted))
    step(doing("working_out"))
    return work_out(project)


def refresh(book: Named, step: Step = quietly) -> Refreshed:
    """Write the result sheets into a workbook and leave the rest of it as it is, in a file byte for byte.

    Raises:
        WorkbookError: If it cannot be read or written; a file is as it was then.
    """
    from partnerxl.core import summary
    from partnerxl.core.settings import backups
    from partnerxl.hosts.workbook import opened

    workbook = opened(book)
    workbook.check_writable()
    found = _assess(workbook, step)
    tables = summary.tables(found, datetime.now().astimezone().date())
    step(doing("writing", name=workbook.name))
    project = found.view.project
    keep = backups(project.settings)
    workbook.keep_scores(keep)
    kept = workbook.write(tables, project.digest, keep)
    return Refreshed(workbook.path, (DASHBOARD, *(table.name for table in tables)), kept.notes, found)


def restore(book: Named, step: Step = quietly) -> Restored:
    """Put back the result sheets as they were before the last refresh; records stay as they are.

    Raises:
        WorkbookError: If there are no earlier ones, or the workbook cannot be read or written.
    """
    from partnerxl.core.restoring import is_result, result_tables
    from partnerxl.hosts import saving, scores
    from partnerxl.hosts.workbook import opened

    workbook = opened(book)
    workbook.check_writable()
    step(doing("looking_for_scores", name=workbook.name))
    now = workbook.read(is_result)
    for kept, tables in scores.earlier(workbook.path):
        if tables and tables != result_tables(now):
            workbook.keep_scores(EVERY)
            workbook.write(tables, now.digest, EVERY)
            return Restored(workbook.path, kept, tuple(table.name for table in tables))
    raise WorkbookError(message("restore", "none", name=workbook.name, folder=saving.BACKUPS))


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
    found = _assess(source.workbook, step)
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
    found = _assess(source.workbook, step)
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
    found = _assess(source.workbook, step)
    step(doing("facilitator_page"))
    return make_facilitator_page(
        found, source.template(found), source.folder, lambda hurdle: tell(str(hurdle))
    )


def prepare(
    book: Named, wishes: Wishes | None = None, agree: Agree | None = None, step: Step = quietly
) -> Prepared:
    """Make a draft of a message for each active partner, and note them on the sheet Sent; nothing is sent.

    Args:
        book: The workbook: its file, or a book open in Excel.
        wishes: Another folder, report or day to answer than usual.
        agree: Shown the drafts before anything is written; nothing is unless it says yes.
        step: Told what is being done.

    Raises:
        WorkbookError: If the workbook cannot be read or written, or was never saved.
        TemplateError: If a template or the report cannot be used.
        OutputError: If the folder cannot be written.
    """
    from partnerxl import preparing

    return preparing.prepare(book, wishes or preparing.Wishes(), agree or bool, step)


def collect(
    book: Named, copies: Sequence[Path], agree: CollectAgree | None = None, step: Step = quietly
) -> Gathered:
    """Bring what partners wrote into returned copies into the workbook; nothing a person wrote is overwritten.

    Args:
        book: The workbook: its file, or a book open in Excel.
        copies: Returned files, and folders that hold some.
        agree: Shown what would be written; nothing is unless it says yes.
        step: Told what is being done.

    Raises:
        WorkbookError: If the workbook cannot be read or written.
    """
    from partnerxl import collecting

    return collecting.collect(book, copies, agree or bool, step)


def returned_folder(book: Named) -> Path:
    """The folder beside a workbook for copies that came back, made if need be.

    Raises:
        WorkbookError: If the workbook was never saved.
        OutputError: If the folder cannot be made.
    """
    from partnerxl import collecting

    return collecting.returned_folder(book)


def next_period(book: Path, folder: Path | None = None, step: Step = quietly) -> NewBook:
    """Write a workbook for the next period with what goes along; the old one stays as it is.

    Args:
        book: The workbook of the period that ends.
        folder: Where the new one goes; beside it by default.
        step: Told what is being done.

    Raises:
        WorkbookError: If it cannot be read or kept safe, or does not say when its period ends.
        OutputError: If the folder cannot be written.
    """
    from partnerxl import rolling

    return rolling.roll(book, folder, step)


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
    found = _assess(source.workbook, step)
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
    found = _assess(source.workbook, step)
    newest = newest_report(found, source.folder)
    if newest is None:
        step(doing("report"))
        newest = make_review(found, source.template(found), source.folder)
    return pdf(newest, step, in_excel=True)


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


def explain(what: str, book: Named | None = None, step: Step = quietly) -> tuple[str, ...]:
    """The rule of a pitfall, phase, tip or measure in lines, and with a workbook its values and rows.

    Raises:
        PartnerxlError: If there is no such rule, or the workbook cannot be read.
    """
    from partnerxl.core.explain import explain as put_into_words

    return tuple(put_into_words(what, assess(book, step) if book else None))


def demo(folder: Path, step: Step = quietly) -> Demo:
    """Copy the sample workbooks into a new folder, refresh one and make its report.

    Raises:
        OutputError: If the folder holds something already or cannot be written.
    """
    begin_folder(folder)
    step(doing("copying_samples"))
    samples = sorted(shipped.workbooks().glob(f"*{WORKBOOK}"))
    copies = tuple(Path(shutil.copyfile(sample, folder / sample.name)) for sample in samples)
    shown = folder / SHOWN
    refresh(shown, step)
    made = report(shown, step=step)
    return Demo(
        folder, copies, shown, made, partner_pages(shown, step=step), facilitator_page(shown, step=step)
    )


def begin_folder(folder: Path) -> None:
    """Make a folder that holds nothing yet.

    Raises:
        OutputError: If it holds something already or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except OSError as fault:
        raise OutputError(message("demo", "no_folder", folder=folder, why=fault.strerror)) from fault
    if full:
        raise OutputError(message("demo", "full", folder=folder))
