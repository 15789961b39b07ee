"""From copies that partners sent back to rows of the workbook, and accepted corrections into its cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from partnerxl.core import pulse, records, texts
from partnerxl.core.catalogue import load_rules
from partnerxl.core.collect_wording import say
from partnerxl.core.collected import Collected, Found, collected
from partnerxl.core.correcting import Accepted, accepted
from partnerxl.core.errors import OutputError, SheetError
from partnerxl.core.logs import Log
from partnerxl.core.matching import clean
from partnerxl.core.messages import message
from partnerxl.core.sent import is_sent, read_sent
from partnerxl.core.settings import backups
from partnerxl.hosts.contents import LAST_ROW
from partnerxl.hosts.workbook import opened
from partnerxl.report.returned import read_copy

if TYPE_CHECKING:
    from partnerxl.core.grids import Book, CellEdit
    from partnerxl.core.pulse import Given, Heard
    from partnerxl.core.records import Project
    from partnerxl.core.returned import Returned
    from partnerxl.hosts.workbook import Named

ENDINGS = frozenset({".docx", ".docm", ".doc"})
PASSED_OVER = (".", "~$")  # how the names of hidden and lock files begin
Step = Callable[[str], None]
Agree = Callable[["Gathered"], bool]


@dataclass(frozen=True)
class Gathered:
    """What was collected.

    Attributes:
        collected: What the copies add.
        corrections: Corrections that people had accepted.
        pulse: What forms of the pulse add; whose they are is not looked at.
        notes: What somebody should look at, in words.
        written: Whether it was written.
        kept: What the owner of the workbook should know about the writing.
    """

    collected: Collected
    corrections: tuple[Accepted, ...]
    pulse: Heard
    notes: tuple[str, ...]
    written: bool = False
    kept: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """True when there is something to write."""
        return bool(self.collected.edits or self.collected.tables or self.done)

    @property
    def done(self) -> int:
        """How many accepted corrections are written."""
        return sum(each.edit is not None for each in self.corrections)

    def lines(self) -> Iterator[str]:
        """How many rows came where, and what to do next."""
        counts: Counter[str] = Counter()
        for each in self.collected.found:
            counts.update(each.added)
        counts.update({pulse.SHEET: len(self.pulse.rows)} if self.pulse.rows else {})
        yield from (say("said", "added", n=count, sheet=sheet) for sheet, count in counts.items())
        if self.done:
            yield say("said", "done", n=self.done)
        if self.proposed:
            yield say("said", "corrections")

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Answers that stand beside another one of the same partner, with the file."""
        return tuple(f"{each.copy.file}: {what}" for each in self.collected.found for what in each.conflicts)

    @property
    def proposed(self) -> int:
        """How many corrections wait for a yes or no."""
        return sum(each.added.get("Corrections", 0) for each in self.collected.found)


def copies_in(places: Iterable[Path]) -> tuple[Path, ...]:
    """The Word files among some files and folders, in the order of their names; lock files are passed over."""
    found: dict[Path, None] = {}
    for place in places:
        inside = filter(_is_copy, sorted(place.rglob("*"))) if place.is_dir() else [place]
        found.update(dict.fromkeys(inside))
    return tuple(found)


def _is_copy(file: Path) -> bool:
    return file.suffix.lower() in ENDINGS and not file.name.startswith(PASSED_OVER) and file.is_file()


def returned_folder(book: Named) -> Path:
    """The folder beside a workbook for copies that came back, made if need be.

    Raises:
        WorkbookError: If the workbook was never saved.
        OutputError: If the folder cannot be made.
    """
    folder = opened(book).folder / say("said", "folder")
    try:
        folder.mkdir(exist_ok=True)
    except OSError as fault:
        raise OutputError(say("said", "no_folder", folder=folder, why=fault.strerror)) from fault
    return folder


def collect(book: Named, places: Sequence[Path], agree: Agree, step: Step) -> Gathered:
    """Read returned copies, and write what is new into the workbook, together with corrections people accepted.

    Args:
        book: The workbook: its file, or a book open in Excel.
        places: Returned files, and folders that hold some.
        agree: Shown what would be written; nothing is unless it says yes.
        step: Told what is being done.

    Raises:
        WorkbookError: If the workbook cannot be read or written; a file is as it was then.
    """
    workbook = opened(book)
    workbook.check_writable()
    step(say("step", "reading", name=workbook.name))
    content = workbook.read(lambda name: records.wanted(name) or is_sent(name))
    project = records.read_project(content)
    step(say("step", "copies"))
    copies, forms = _apart(_of_this(map(read_copy, copies_in(places)), project))
    today = datetime.now().astimezone().date()
    answers, log = _pulse(content, project, forms)
    found = _with(collected([copy for copy, _ in copies], content, project, today), log)
    found = replace(found, edits=tuple(_below_formulas(found.edits, workbook.last_formula)))
    corrections = _without_formulas(list(accepted(content, project)), workbook.formulas)
    sent = [each.reference for each in read_sent(content)]
    notes = (*_notes(copies, found, project, sent), *_hurdles(corrections), *_of_pulse(answers, log))
    gathered = Gathered(found, corrections, answers, notes)
    if not gathered.is_new or not agree(gathered):
        return gathered
    step(say("step", "writing", name=workbook.name))
    edits = [*found.edits, *_carried_out(corrections)]
    kept = workbook.write(found.tables, project.digest, backups(project.settings), edits)
    return replace(gathered, written=True, kept=kept.notes)


def _of_this(copies: Iterable[Returned], project: Project) -> list[tuple[Returned, bool]]:
    """Each copy, and whether it is one of another initiative; of those nothing is taken."""
    ours = str(project.form.values.get("InitiativeName") or project.book_name)
    marked = ((copy, bool(copy.initiative) and clean(copy.initiative) != clean(ours)) for copy in copies)
    return [(_emptied(copy) if other else copy, other) for copy, other in marked]


def _emptied(copy: Returned) -> Returned:
    return replace(copy, answers=(), reference="")


def _below_formulas(
    edits: Sequence[CellEdit], last_formula: Callable[[Sequence[CellEdit]], int]
) -> Iterator[CellEdit]:
    """The cells of new rows, below formulas that show nothing yet: Excel works out over a value in one.

    Raises:
        SheetError: If a sheet has no room for them.
    """
    for sheet in dict.fromkeys(edit.sheet for edit in edits):
        own = [edit for edit in edits if edit.sheet == sheet]
        down = max(0, last_formula(own) + 1 - min(edit.row for edit in own))
        if max(edit.row for edit in own) + down > LAST_ROW:
            raise SheetError(message("records", "full", name=sheet))
        yield from (replace(edit, row=edit.row + down) for edit in own)


# --- the pulse ------------------------------------------------------------------------------------


def _apart(copies: Iterable[tuple[Returned, bool]]) -> tuple[list[tuple[Returned, bool]], list[Given]]:
    """Copies with a name on them, and forms of the pulse, of which no file name goes any further."""
    others, forms = [], []
    for copy, other in copies:
        form = None if other else pulse.given(copy)
        if form is None:
            others.append((copy, other))
        else:
            forms.append(form)
    return others, forms


def _pulse(content: Book, project: Project, forms: Sequence[Given]) -> tuple[Heard, Log]:
    """What forms of the pulse add, and the sheet with it."""
    log = Log.read(content, pulse.SHEET)
    found = pulse.heard(project.sheets[pulse.SHEET].frame, forms, load_rules().counts["pulse answers"])
    if _lacks(log):
        return replace(found, rows=()), log
    log.added += [{column: value for column, value in row.items() if value} for row in found.rows]
    return found, log


def _lacks(log: Log) -> bool:
    """True for a sheet Pulse without a column for each statement."""
    return log.headings is not None and bool({*pulse.items(), "Comment"} - set(log.headings.columns))


def _with(found: Collected, log: Log) -> Collected:
    tables = (log.table(),) if log.is_new and log.added else ()
    return replace(found, edits=(*found.edits, *log.edits()), tables=(*found.tables, *tables))


def _of_pulse(found: Heard, log: Log) -> Iterator[str]:
    """What is worth noting of forms of the pulse, without a name."""
    if found.forms:
        yield pulse.say("collect", "forms", n=found.forms)
    if found.forms and _lacks(log):
        yield pulse.say("collect", "no_columns")
    if found.waiting:
        yield pulse.say("collect", "waiting", n=found.waiting, least=load_rules().counts["pulse answers"])


# --- corrections ----------------------------------------------------------------------------------


def _without_formulas(
    found: Sequence[Accepted], formulas: Callable[[Iterable[CellEdit]], frozenset[str]]
) -> tuple[Accepted, ...]:
    """Corrections, those of a cell with a formula held back."""
    worked_out = formulas([edit for each in found for edit in (each.edit, each.done) if edit])
    return tuple(
        Accepted(each.place, None, None, "formula")
        if each.edit and not worked_out.isdisjoint(edit.place for edit in (each.edit, each.done) if edit)
        else each
        for each in found
    )


def _carried_out(corrections: Iterable[Accepted]) -> Iterator[CellEdit]:
    for each in corrections:
        if each.edit and each.done:
            yield from (each.edit, each.done)


# --- what to look at ------------------------------------------------------------------------------


def _notes(
    copies: Sequence[tuple[Returned, bool]], found: Collected, project: Project, sent: Sequence[str]
) -> Iterator[str]:
    """What is worth noting of the copies; ``sent`` are the references of reports that went out, in their order."""
    for (copy, other), each in zip(copies, found.found, strict=True):
        yield from _about(copy, each, (project, sent), other=other)


def _about(
    copy: Returned, found: Found, desk: tuple[Project, Sequence[str]], *, other: bool
) -> Iterator[str]:
    """What is worth noting of a copy."""
    project, sent = desk
    if copy.refusal:
        yield say("found", "refused", file=copy.file, why=copy.refusal)
    elif other:
        yield say("found", "other", file=copy.file, initiative=copy.initiative)
    elif not copy.reference:
        yield say("found", "stranger", file=copy.file)
    elif not copy.fields:
        yield say("found", "altered", file=copy.file)
    elif not copy.answers:
        yield say("found", "empty", file=copy.file)
    else:
        yield from _inside(copy, found, project, sent)
    if copy.tracked:
        yield say("found", "tracked", file=copy.file)
    if copy.comments:
        yield say("found", "comments", file=copy.file, n=copy.comments)


def _inside(copy: Returned, found: Found, project: Project, sent: Sequence[str]) -> Iterator[str]:
    names = {clean(project.names[str(key)]) for key in project.sheets["Partners"].frame["key"]}
    if copy.reference in sent[:-1] and copy.reference != sent[-1]:
        yield say("found", "older", file=copy.file, reference=copy.reference)
    if doubled := _doubled(copy):
        yield say("found", "doubled", file=copy.file, fields=texts.listed(doubled))
    if found.partner and clean(found.partner) not in names:
        yield say("found", "outside", file=copy.file, partner=found.partner)
    if not found.partner and "Replies" in found.added:
        yield say("found", "whose", file=copy.file)
    if found.strays:
        yield say("found", "strays", file=copy.file, fields=texts.listed(found.strays))


def _doubled(copy: Returned) -> list[str]:
    """Titles of fields that stand twice with different content."""
    first: dict[str, str] = {}
    found = [each for each in copy.answers if first.setdefault(each.tag, each.text) != each.text]
    return list(dict.fromkeys(each.title or each.tag for each in found))


def _hurdles(corrections: Iterable[Accepted]) -> Iterator[str]:
    for each in corrections:
        if each.hurdle:
            yield say("hurdle", each.hurdle, place=each.place, typed=each.typed)
