"""What each command shows a person, and what it gives a program."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.console import GAP, complain, say, say_table
from partnerxl.core import history, summary, texts, wording
from partnerxl.core.assessment import Assessment, Finding, Status
from partnerxl.core.collect_wording import say as told
from partnerxl.core.errors import Problem
from partnerxl.core.follow_up import follow_up
from partnerxl.core.records import Project
from partnerxl.send.wording import by_code
from partnerxl.send.wording import say as words
from partnerxl.workflow import Demo, Refreshed, Restored

if TYPE_CHECKING:
    from partnerxl.collecting import Gathered
    from partnerxl.core.collected import Found
    from partnerxl.excel.status import Condition
    from partnerxl.preparing import Prepared
    from partnerxl.report.checking import Checked
    from partnerxl.report.faults import Fault
    from partnerxl.report.listing import Line
    from partnerxl.rolling import NewBook
    from partnerxl.send.drafts import Draft

NONE = "–"
EMPTY = "empty"
INDENT = "    "
KILOBYTE = 1000


def show_problems(book: Path, problems: Sequence[Problem]) -> None:
    """Print what a person should look at in a workbook."""
    if not problems:
        say(f"{book.name}: nothing needs attention.")
        return
    say(f"{book.name}: {_things(len(problems))} to look at.", "")
    say(*(f"{problem.code}  {problem}" for problem in problems))


def _things(count: int) -> str:
    return "1 thing" if count == 1 else f"{count} things"


def problems_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """Problems for a program."""
    return {"problems": [asdict(problem) for problem in problems]}


def show_assessment(found: Assessment) -> None:
    """Print phases, topics with what is on record or missing, and tips."""
    rules = found.rulebook.rules
    say(f"{found.view.project.book_name}: {_period(found)}")
    say_table(
        "Phases",
        ("Phase", "Score", "Band", "Coverage"),
        [
            (
                each.phase.title,
                NONE if each.score is None else wording.score(each.score, rules),
                each.band or "cannot be judged yet",
                wording.coverage(each.coverage, rules) or NONE,
            )
            for each in found.phases
        ],
    )
    say_table(
        "Topics",
        ("Topic", "Title", "Status", "Coverage"),
        [
            (each.key, each.pitfall.title, wording.status_words(each), _coverage(each, found))
            for each in found.pitfalls
        ],
    )
    for each in found.pitfalls:
        say(*_details(each, found))
    say_table("Tips", ("Tip", "Title", "State"), [(tip.key, tip.tip.title, tip.state) for tip in found.tips])
    moved = history.changes(found)
    if moved:
        say("", texts.say("highlights", "Changed"), *(f"  {each.says}" for each in moved))
    decided = follow_up(found)
    if decided:
        say("", texts.say("highlights", "Decided"), *(f"  {each.line}" for each in decided))
    say("", *_ending(found))


def _period(found: Assessment) -> str:
    if not found.view.dated:
        return "no period; nothing is assessed until Initiative says when the period ends"
    first, last = (date.fromordinal(day) for day in (found.view.start, found.view.end))
    return f"{first:%B} {first.day}, {first.year} to {last:%B} {last.day}, {last.year}"


def _coverage(finding: Finding, found: Assessment) -> str:
    return wording.coverage(finding.verdict.coverage, found.rulebook.rules) or NONE


def _details(finding: Finding, found: Assessment) -> Iterator[str]:
    """What is on record of a raised topic, or what to record first for an undecided one."""
    if finding.status.severity:
        lines = wording.sentences(finding, found)
    elif finding.status is Status.NOT_ENOUGH:
        lines = tuple(f"Record first: {what}" for what in wording.record(finding)[:1])
    else:
        return
    yield from ("", f"{finding.key} {finding.pitfall.title}: {finding.status}")
    yield from (f"  {line}" for line in lines)


def _ending(found: Assessment) -> Iterator[str]:
    yield from _hidden(found.view.project)
    book = found.view.project.book_name
    if found.problems:
        yield f"{_things(len(found.problems))} in the records to look at: partnerxl check {book}"
    yield f"Why a topic stands where it does, like P4: partnerxl explain P4 {book}"


def _hidden(project: Project) -> Iterator[str]:
    """What was read though nobody sees it in Excel."""
    if project.hidden:
        rows = ", ".join(f"{sheet} {count}" for sheet, count in project.hidden.items())
        yield f"Hidden or filtered rows that were read like all others: {rows}"
    if project.unseen:
        yield f"Hidden sheets that were read like all others: {', '.join(project.unseen)}"


def assessment_json(found: Assessment) -> dict[str, Any]:
    """An assessment for a program."""
    return summary.as_json(found)


def show_refreshed(done: Refreshed) -> None:
    """Print what was written and what came out."""
    show_assessment(done.assessment)
    say("", f"Written into {done.book}: {', '.join(done.sheets)}. Everything else in it is as it was.")
    say(*done.notes)


def refreshed_json(done: Refreshed) -> dict[str, Any]:
    """A refreshed workbook for a program."""
    return {"workbook": str(done.book), "sheets": list(done.sheets), "notes": list(done.notes)}


def show_restored(done: Restored) -> None:
    """Print which scores are back."""
    say(
        f"{done.book}: the scores are back as they stand in {done.backup.name}; your records stay as they are.",
        "To take this back, run the same again.",
    )


def restored_json(done: Restored) -> dict[str, Any]:
    """Restored result sheets for a program."""
    return {"workbook": str(done.book), "backup": str(done.backup), "sheets": list(done.sheets)}


def show_new_book(old: Path, made: NewBook) -> None:
    """Print what went along to the next period, sheet by sheet."""
    say_table(
        texts.say("next period", "title", old=old.name),
        [texts.say("next period", key) for key in ("sheet", "carried", "left", "why")],
        [(line.sheet, str(line.carried), str(line.left), line.why) for line in made.lines],
    )
    days = {"start": texts.long_date(made.start), "end": texts.long_date(made.end)}
    say("", str(made.book), texts.say("next period", "days", old=old.name, **days), *made.notes)


def new_book_json(made: NewBook) -> dict[str, Any]:
    """A workbook for the next period for a program."""
    return {
        "workbook": str(made.book),
        "start": made.start.isoformat(),
        "end": made.end.isoformat(),
        "sheets": [asdict(line) for line in made.lines],
        "notes": list(made.notes),
    }


def show_demo(made: Demo) -> None:
    """Print where everything is that the demo made."""
    shown = [
        (made.refreshed.name, "a troubled partnership; its Dashboard and result sheets are fresh"),
        (made.report.name, "the report for its review, for Word"),
        (f"{made.pages[0].parent.name}/", f"{len(made.pages)} pages, one for each partner alone"),
        (made.facilitator.name, "the page for whoever leads the review"),
    ]
    others = [path for path in made.workbooks if path != made.refreshed]
    say(f"The demo is in {made.folder.resolve()}")
    say_table(
        "What is there", ("File", "What it is"), [*shown, *((path.name, _sample(path)) for path in others)]
    )
    say("", f"Open the first two, or go on with: partnerxl explain P4 {made.refreshed}")


def _sample(path: Path) -> str:
    return "an empty workbook to fill in" if path.stem == EMPTY else "another invented partnership"


def demo_json(made: Demo) -> dict[str, Any]:
    """What the demo made, for a program."""
    return {
        "folder": str(made.folder),
        "workbooks": [str(path) for path in made.workbooks],
        "refreshed": str(made.refreshed),
        "report": str(made.report),
        "pages": [str(path) for path in made.pages],
        "facilitator": str(made.facilitator),
    }


# --- drafts ---------------------------------------------------------------------------------------


def show_drafts(drafts: Sequence[Draft]) -> None:
    """Print what each draft holds, and what a person should look at; addresses by their cells (R123)."""
    if not drafts:
        return
    headings = ("Partner", "To", "Cc", "Greeting", "Language", "Attachments", "To look at")
    say_table("Drafts", headings, [tuple(_draft(draft).values()) for draft in drafts])
    found = by_code([each for draft in drafts for each in draft.problems])
    if found:
        say("", words("said", "found"), *(f"{code}  {text}" for code, text in found.items()))


def _draft(draft: Draft) -> dict[str, str]:
    codes = ", ".join(dict.fromkeys(each.code for each in draft.problems))
    return {
        "partner": draft.partner,
        "to": draft.where if draft.to else words("said", "by_hand"),
        "cc": str(len(draft.cc)) if draft.cc else NONE,
        "greeting": draft.greeting,
        "language": draft.language,
        "attachments": words("said", "files", n=len(draft.attachments), size=_size(draft)),
        "wrong": codes or words("said", "none_wrong"),
    }


def _size(draft: Draft) -> str:
    """In kilobytes."""
    return f"{sum(len(each.content) for each in draft.attachments) / KILOBYTE:,.0f}"


def show_prepared(made: Prepared) -> None:
    """Print where the drafts are."""
    say("", *said(made), *made.notes)


def said(made: Prepared) -> Iterator[str]:
    """What became of the drafts, in sentences."""
    if not made.drafts:
        yield words("said", "nobody")
    elif made.folder is None:
        yield words("said", "preview")
    else:
        key = "made_one" if len(made.drafts) == 1 else "made"
        yield words("said", key, n=len(made.drafts), folder=made.folder)
        yield words("said", "logged")


def prepared_json(made: Prepared) -> dict[str, Any]:
    """The drafts for a program, without addresses (R123)."""
    files = [str(path) for path in made.files]
    return {
        "folder": str(made.folder) if made.folder else None,
        "drafts": [
            {
                **_draft(draft),
                "attachments": [each.name for each in draft.attachments],
                "file": file,
                "problems": [asdict(each) for each in draft.problems],
            }
            for draft, file in zip_longest(made.drafts, files)
        ],
        "notes": list(made.notes),
    }


# --- templates ------------------------------------------------------------------------------------


def show_hurdles(hurdles: Sequence[str]) -> None:
    """Print where errors go what some people could not read in a report."""
    if hurdles:
        complain(f"{_things(len(hurdles))} in this report some people could not read or use:")
    for hurdle in hurdles:
        complain(f"  {hurdle}")


def show_checked(file: Path, found: Checked) -> None:
    """Print what is to mend in a template."""
    lines = list(dict.fromkeys(map(str, found.faults)))
    if not lines and not found.hurdles:
        say(f"{file.name}: nothing to mend.")
    if lines:
        say(f"{file.name}: {_things(len(lines))} to mend.", "", *lines)
    if found.copy:
        say("", f"A copy with a comment at each: {found.copy}")
    if found.hurdles:
        say(f"{file.name}: {_things(len(found.hurdles))} some people could not read or use.", "")
        say(*map(str, found.hurdles))


def checked_json(found: Checked) -> dict[str, Any]:
    """What is to mend, for a program."""
    return {
        "faults": [_fault(fault) for fault in found.faults],
        "hurdles": [_fault(fault) for fault in found.hurdles],
        "copy": str(found.copy) if found.copy else None,
    }


def _fault(fault: Fault) -> dict[str, str]:
    return {"where": str(fault.place), "tag": fault.tag, "text": fault.text}


def show_names(names: Sequence[Line]) -> None:
    """Print the names a template may use; those of a list's items stand further in."""
    for line in names:
        say(f"{INDENT * line.deep}{line.name}  ({line.kind})  {line.says}")


def names_json(names: Sequence[Line]) -> dict[str, Any]:
    """The names for a program."""
    return {"names": [asdict(line) for line in names]}


# --- the add-in -----------------------------------------------------------------------------------


def show_installed(addin: Path, missed: Sequence[str]) -> None:
    """Print where the add-in is, and what is not as it should be."""
    say(
        f"Installed {addin}",
        "Start Excel: the tab Partnership stands beside Data. How it stands: partnerxl addin status",
    )
    say(*map(_missed, missed))


def show_built(addin: Path, missed: Sequence[str]) -> None:
    """Print where an add-in was written, and what is not as it should be."""
    say(f"Built {addin}", f"It starts {sys.executable} and works on this computer only.")
    say(*map(_missed, missed))


def _missed(name: str) -> str:
    return f"Left out, because this xlwings is newer than partnerxl: {name}. Update partnerxl when you can."


def show_condition(found: Condition) -> None:
    """Print how the add-in stands."""
    if not found.troubles:
        say(f"The buttons work. The add-in is {found.addin}")
    for trouble in found.troubles:
        say(trouble.what, f"{GAP}{trouble.mend}")


def condition_json(found: Condition) -> dict[str, Any]:
    """How the add-in stands, for a program."""
    return {
        "addin": None if found.addin is None else str(found.addin),
        "settings": found.settings,
        "troubles": [asdict(trouble) for trouble in found.troubles],
    }


# --- answers of partners --------------------------------------------------------------------------


def show_gathered(found: Gathered) -> None:
    """Print what came back and what it adds, as a table, and what to look at."""
    copies = found.collected.found
    if not copies and not found.corrections and not found.pulse.forms:
        say(told("said", "nothing"))
        return
    if copies:
        _show_copies(copies)
    for title, lines in ((told("said", "conflicts"), found.conflicts), (told("said", "look"), found.notes)):
        if lines:
            say("", title, *(f"{GAP}{line}" for line in lines))
    say("")


def _show_copies(copies: Sequence[Found]) -> None:
    say_table(
        told("said", "read"),
        ("File", "Partner", "Reference", "Added"),
        [
            (
                each.copy.file,
                each.partner or told("said", "unknown"),
                each.copy.reference or NONE,
                _added(each.added),
            )
            for each in copies
        ],
    )


def _added(added: Mapping[str, int]) -> str:
    return ", ".join(f"{sheet} {count}" for sheet, count in added.items()) or NONE


def show_collected(found: Gathered, book: Path, *, asked: bool) -> None:
    """Print what became of it."""
    if not found.is_new:
        say(*([told("said", "nothing_new")] if found.collected.found or found.pulse.forms else []))
        return
    if not found.written:
        say(told("said", "preview" if asked else "not_written"))
        return
    say(told("said", "written", book=book), *(f"{GAP}{line}" for line in found.lines()), *found.kept)


def gathered_json(found: Gathered) -> dict[str, Any]:
    """The same for a program."""
    return {
        "written": found.written,
        "copies": [
            {
                "file": each.copy.file,
                "partner": each.partner,
                "reference": each.copy.reference,
                "added": dict(each.added),
                "conflicts": list(each.conflicts),
            }
            for each in found.collected.found
        ],
        "corrections_written": found.done if found.written else 0,
        "pulse": {
            "forms": found.pulse.forms,
            "added": len(found.pulse.rows) if found.written else 0,
            "waiting": found.pulse.waiting,
        },
        "notes": list(found.notes),
        "kept": list(found.kept),
    }
