"""From a workbook to drafts for its partners, a preview of them first, and the log of what was made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from partnerxl.core import records, sent
from partnerxl.core.addressees import read_addressees
from partnerxl.core.assess import assess
from partnerxl.core.file_names import ascii_name, file_name
from partnerxl.core.messages import doing
from partnerxl.core.settings import backups
from partnerxl.hosts.workbook import opened
from partnerxl.report import marks
from partnerxl.report.kinds import KINDS, TemplateChoice
from partnerxl.report.pages import partner_papers
from partnerxl.report.pulse_form import blank_form
from partnerxl.report.review import file_name as name_of_file
from partnerxl.report.review import review_name, review_paper
from partnerxl.report.saving import new_folder, save
from partnerxl.report.template import read_template
from partnerxl.send.drafts import Common, Draft, Outbox, Page, drafts, entry
from partnerxl.send.message import Attachment
from partnerxl.send.programs import Placed, place, program_named
from partnerxl.send.wording import say

if TYPE_CHECKING:
    from datetime import date

    from partnerxl.core.assessment import Assessment
    from partnerxl.core.grids import Book
    from partnerxl.hosts.workbook import Named, Workbook

ENDING, PAPER = ".eml", ".docx"
TIME = "%Y-%m-%d %H:%M:%S"
Step = Callable[[str], None]
Agree = Callable[[tuple[Draft, ...]], bool]


@dataclass(frozen=True)
class Wishes:
    """What a person may choose.

    Attributes:
        folder: Where the new folder of drafts goes; beside the workbook by default.
        report: The report to attach; by default the one of this period beside the workbook that was
            written last, or else a new one.
        answer_by: The day to answer; some days from now by default.
        drafts_in: A mail program that gets the drafts as well, outlook or mail; none by default.
        a4: Whether papers are made for A4 (True) or Letter (False); what Settings say by default.
    """

    folder: Path | None = None
    report: Path | None = None
    answer_by: date | None = None
    a4: bool | None = None
    drafts_in: str = ""


@dataclass(frozen=True)
class Prepared:
    """Drafts that were made.

    Attributes:
        drafts: Each of them, by partner.
        folder: The new folder they are in; None when nothing was to be written.
        files: The files in it.
        notes: What the owner of the workbook should know about a mail program and the log.
    """

    drafts: tuple[Draft, ...]
    folder: Path | None = None
    files: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()


def prepare(book: Named, wishes: Wishes, agree: Agree, step: Step) -> Prepared:
    """Make a draft for each active partner in a new folder, and note them on the sheet Sent.

    Args:
        book: The workbook: its file, or a book open in Excel.
        wishes: What the person chose.
        agree: Shown the drafts before anything is written; nothing is unless it says yes.
        step: Told what is being done.

    Raises:
        WorkbookError: If the workbook cannot be read or written, or was never saved.
        TemplateError: If a template or the report cannot be used.
        OutputError: If the folder cannot be written.
    """
    workbook = opened(book)
    home = wishes.folder or workbook.folder
    workbook.check_writable()
    program = program_named(wishes.drafts_in)
    desk = _Desk.of(workbook, wishes, step)
    step(doing("pages_and_drafts"))
    common, is_new = desk.common()
    made = desk.drafts(common)
    if not made or not agree(made):
        return Prepared(made)
    if is_new:
        save(common.content, workbook.folder, common.name)
    folder = new_folder(home, name_of_file(desk.found, say("file", "drafts")))
    files = tuple(
        save(draft.content, folder, file_name(draft.partner, say("file", "draft")), ENDING) for draft in made
    )
    placed = place(program, made, files)
    step(doing("writing", name=workbook.name))
    notes = desk.note(made, common.reference, placed)
    return Prepared(made, folder, files, (*placed.said(), *notes))


@dataclass(frozen=True)
class _Desk:
    """A workbook that was read, what a person chose, and what was worked out."""

    workbook: Workbook
    wishes: Wishes
    book: Book
    found: Assessment

    @classmethod
    def of(cls, workbook: Workbook, wishes: Wishes, step: Step) -> _Desk:
        step(doing("reading", name=workbook.name))
        book = workbook.read(lambda name: records.wanted(name) or sent.is_sent(name))
        step(doing("working_out"))
        return cls(workbook, wishes, book, assess(records.read_project(book)))

    def template(self, kind: str) -> Path:
        choice = TemplateChoice(a4=self.wishes.a4)
        return KINDS[kind].template_for(self.found, choice, self.workbook.folder)

    def common(self) -> tuple[Common, bool]:
        """The report for all, and whether it is a new one."""
        path = self.wishes.report or marks.newest_report(self.found, self.workbook.folder)
        if path is None:
            content, name = review_paper(self.found, self.template("review")), review_name(self.found)
        else:
            content, name = read_template(path), path.stem
        mark = marks.read_marks(content, f"{name}.docx")
        return Common(name, content, mark.reference, mark.fit(self.found)), path is None

    def drafts(self, common: Common) -> tuple[Draft, ...]:
        view = self.found.view
        days = timedelta(days=view.rules.days["to answer"])
        outbox = Outbox(
            view,
            read_addressees(self.book, view.project),
            common,
            self.wishes.answer_by or datetime.now().astimezone().date() + days,
            sent.read_sent(self.book),
            self.form(),
        )
        papers = partner_papers(self.found, self.template("partner"))
        return drafts(outbox, [Page(paper.key, paper.name, paper.content) for paper in papers])

    def form(self) -> Attachment | None:
        """The form of the pulse that lies beside the workbook, if one does."""
        path = blank_form(self.found, self.workbook.folder)
        if path is None:
            return None
        return Attachment(f"{ascii_name(path.stem, say('file', 'pulse'))}{PAPER}", read_template(path))

    def note(self, made: tuple[Draft, ...], reference: str, placed: Placed) -> tuple[str, ...]:
        """Add the drafts to the sheet Sent; what stands there stays."""
        time = datetime.now().astimezone().strftime(TIME)
        earlier = sent.read_sent(self.book)
        new = (entry(draft, reference, time, way) for draft, way in zip(made, placed.ways(), strict=True))
        table = sent.sent_table((*earlier, *new))
        project = self.found.view.project
        return self.workbook.write([table], project.digest, backups(project.settings)).notes
