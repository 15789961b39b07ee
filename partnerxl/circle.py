"""Plays the whole circle on invented records: scores, report, drafts, answers, signed-off report, next period."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partnerxl import shipped, workflow
from partnerxl.core.collect_wording import say
from partnerxl.core.collected import CORRECTIONS
from partnerxl.core.file_names import file_name
from partnerxl.core.grids import CellEdit
from partnerxl.core.logs import Log
from partnerxl.hosts.workbook import SavedWorkbook
from partnerxl.report.filling import filled
from partnerxl.workflow import Step, quietly

SAMPLE = "second-wave.xlsx"
BACKUPS = 10
ANSWERS = Path(__file__).parent / "hosts" / "sample_content" / "answers.toml"


@dataclass(frozen=True)
class Station:
    """One station of the circle: what happened, and the files that came of it."""

    says: str
    files: tuple[Path, ...]


def play(folder: Path, step: Step = quietly) -> Iterator[Station]:
    """Play the circle in a new folder, one station after another.

    Args:
        folder: The new folder.
        step: Told what is being done.

    Raises:
        OutputError: If the folder holds something already or cannot be written.
    """
    workflow.begin_folder(folder)
    book = Path(shutil.copyfile(shipped.workbooks() / SAMPLE, folder / SAMPLE))
    workflow.refresh(book, step)
    yield Station(say("circle", "refreshed"), (book,))
    report, pages = workflow.report(book, step=step), workflow.partner_pages(book, step=step)
    guide, form = workflow.facilitator_page(book, step=step), workflow.pulse_form(book, step=step)
    yield Station(say("circle", "papers", n=len(pages)), (report, pages[0].parent, guide, form))
    drafts = workflow.prepare(book, agree=lambda _drafts: True, step=step)
    yield Station(say("circle", "drafts", n=len(drafts.drafts)), (drafts.folder,) if drafts.folder else ())
    returned = workflow.returned_folder(book)
    answers = tomllib.loads(ANSWERS.read_text(encoding="utf-8"))
    copies = [_returned(copy, report, pages, returned) for copy in answers["copies"]]
    forms = list(_forms(answers["pulse"], form, returned))
    yield Station(say("circle", "returned", n=len(copies), forms=len(forms)), (returned,))
    workflow.collect(book, [returned], step=step)
    yield Station(say("circle", "collected"), (book,))
    _accept(book)
    workflow.collect(book, [returned], step=step)
    yield Station(say("circle", "corrected"), (book,))
    yield Station(say("circle", "signed"), (workflow.signed_copy(book, step=step),))
    rolled = workflow.next_period(book, step=step)
    yield Station(say("circle", "rolled"), (rolled.book,))


def _accept(book: Path) -> None:
    """Accept every proposed correction of a cell, as staff do on the sheet Corrections."""
    workbook = SavedWorkbook(book)
    content = workbook.read(lambda name: name == CORRECTIONS)
    log = Log.read(content, CORRECTIONS)
    if log.headings is None:
        return
    column = log.headings.columns["Accept"] + 1
    rows = [number for number, row in zip(log.headings.numbers, log.rows, strict=True) if row["Cell"]]
    workbook.write([], content.digest, BACKUPS, [CellEdit(CORRECTIONS, row, column, "Yes") for row in rows])


def _returned(copy: Mapping[str, Any], report: Path, pages: tuple[Path, ...], folder: Path) -> Path:
    """A copy of a paper as a partner sends it back."""
    partner = copy.get("report") or copy["page"]
    page = next((page for page in pages if page.stem == file_name(partner, partner)), report)
    source, kind = (report, "report") if "report" in copy else (page, "page")
    place = folder / f"{file_name(partner, partner)} {kind}.docx"
    place.write_bytes(filled(source.read_bytes(), copy["answers"]))
    return place


def _forms(pulse: Mapping[str, Any], form: Path, folder: Path) -> Iterator[Path]:
    """Forms of the pulse as partners send them back, without a name."""
    for number, marks in enumerate(pulse["forms"], start=1):
        said = {
            f"pulse-{item}-{pulse['round']}": str(mark)
            for item, mark in zip(pulse["items"], marks, strict=True)
        }
        place = folder / f"{form.stem} {number}.docx"
        place.write_bytes(filled(form.read_bytes(), said))
        yield place
