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
from partnerxl.core.messages import message
from partnerxl.core.records import Project
from partnerxl.send.wording import by_code
from partnerxl.send.wording import say as words
from partnerxl.workflow import Demo, Refreshed, Restored

if TYPE_CHECKING:
    from partnerxl.circle import Station
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
        say(message("show", "fine", name=book.name))
        return
    n = len(problems)
    title = (
        message("show", "look_other", name=book.name, n=n)
        if n > 1
        else message("show", "look_one", name=book.name)
    )
    say(title, "")
    say(*(f"{problem.code}  {problem}" for problem in problems))


def problem_json(found: Problem) -> dict[str, str]:
    """A problem for a program."""
    return {name: str(getattr(found, name)) for name in ("code", "where", "expected", "found", "mend")}


def problems_json(problems: Sequence[Problem]) -> dict[str, Any]:
    """Problems for a program."""
    return {"problems": [problem_json(problem) for problem in problems]}


def show_assessment(found: Assessment) -> None:
    """Print phases, topics with what is on record or missing, and tips."""
    rules = found.rulebook.rules
    say(message("show", "about", name=found.view.project.book_name, period=_period(found)))
    say_table(
        message("show", "phases"),
        (
            message("show", "phase"),
            message("show", "score"),
            message("show", "band"),
            message("show", "coverage"),
        ),
        [
            (
                each.phase.title,
                NONE if each.score is None else wording.score(each.score, rules),
                texts.word(each.band) if each.band else message("show", "not_judged"),
                wording.coverage(each.coverage, rules) or NONE,
            )
            for each in found.phases
        ],
    )
    say_table(
        message("show", "topics"),
        (
            message("show", "topic"),
            message("show", "title"),
            message("show", "status"),
            message("show", "coverage"),
        ),
        [
            (each.key, each.pitfall.title, wording.status_words(each), _coverage(each, found))
            for each in found.pitfalls
        ],
    )
    for each in found.pitfalls:
        say(*_details(each, found))
    headings = (message("show", "tip"), message("show", "title"), message("show", "state"))
    tips = [(tip.key, tip.tip.title, texts.word(tip.state)) for tip in found.tips]
    say_table(message("show", "tips"), headings, tips)
    moved = history.changes(found)
    if moved:
        say("", texts.say("highlights", "Changed"), *(f"  {each.says}" for each in moved))
    decided = follow_up(found)
    if decided:
        say("", texts.say("highlights", "Decided"), *(f"  {each.line}" for each in decided))
    say("", *_ending(found))


def _period(found: Assessment) -> str:
    if not found.view.dated:
        return message("show", "no_period")
    first, last = (date.fromordinal(day) for day in (found.view.start, found.view.end))
    return message("show", "period", first=texts.long_date(first), last=texts.long_date(last))


def _coverage(finding: Finding, found: Assessment) -> str:
    return wording.coverage(finding.verdict.coverage, found.rulebook.rules) or NONE


def _details(finding: Finding, found: Assessment) -> Iterator[str]:
    """What is on record of a raised topic, or what to record first for an undecided one."""
    if finding.status.severity:
        lines = wording.sentences(finding, found)
    elif finding.status is Status.NOT_ENOUGH:
        lines = tuple(message("show", "record_first", what=what) for what in wording.record(finding)[:1])
    else:
        return
    yield from (
        "",
        message(
            "show", "raised", code=finding.key, title=finding.pitfall.title, status=texts.word(finding.status)
        ),
    )
    yield from (f"  {line}" for line in lines)


def _ending(found: Assessment) -> Iterator[str]:
    yield from _hidden(found.view.project)
    book = found.view.project.book_name
    if len(found.problems) == 1:
        yield message("show", "records_one", book=book)
    elif found.problems:
        yield message("show", "records_other", n=len(found.problems), book=book)
    yield message("show", "why", book=book)


def _hidden(project: Project) -> Iterator[str]:
    """What was read though nobody sees it in Excel."""
    if project.hidden:
        rows = ", ".join(f"{sheet} {count}" for sheet, count in project.hidden.items())
        yield message("show", "hidden_rows", rows=rows)
    if project.unseen:
        yield message("show", "hidden_sheets", sheets=", ".join(project.unseen))


def assessment_json(found: Assessment) -> dict[str, Any]:
    """An assessment for a program."""
    return summary.as_json(found)


def show_refreshed(done: Refreshed) -> None:
    """Print what was written and what came out."""
    show_assessment(done.assessment)
    say("", message("show", "written", book=done.book, sheets=", ".join(done.sheets)))
    say(*done.notes)


def refreshed_json(done: Refreshed) -> dict[str, Any]:
    """A refreshed workbook for a program."""
    return {"workbook": str(done.book), "sheets": list(done.sheets), "notes": list(done.notes)}


def show_restored(done: Restored) -> None:
    """Print which scores are back."""
    say(
        message("show", "restored", book=done.book, backup=done.backup.name),
        message("show", "restore_again"),
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
        (made.refreshed.name, message("show", "demo_workbook")),
        (made.report.name, message("show", "demo_report")),
        (f"{made.pages[0].parent.name}/", message("show", "demo_pages", n=len(made.pages))),
        (made.facilitator.name, message("show", "demo_facilitator")),
    ]
    others = [path for path in made.workbooks if path != made.refreshed]
    say(message("show", "demo", folder=made.folder.resolve()))
    say_table(
        message("show", "what_is_there"),
        (message("show", "file"), message("show", "what_it_is")),
        [*shown, *((path.name, _sample(path)) for path in others)],
    )
    say("", message("show", "demo_next", book=made.refreshed))


def _sample(path: Path) -> str:
    return message("show", "demo_empty") if path.stem == EMPTY else message("show", "demo_other")


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
    keys = ("partner", "to", "cc", "greeting", "language", "attachments", "to_look_at")
    headings = [message("show", key) for key in keys]
    say_table(message("show", "drafts"), headings, [tuple(_draft(draft).values()) for draft in drafts])
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
                "problems": [problem_json(each) for each in draft.problems],
            }
            for draft, file in zip_longest(made.drafts, files)
        ],
        "notes": list(made.notes),
    }


# --- templates ------------------------------------------------------------------------------------


def show_hurdles(hurdles: Sequence[str]) -> None:
    """Print where errors go what some people could not read in a report."""
    if len(hurdles) == 1:
        complain(message("show", "hurdles_one"))
    elif hurdles:
        complain(message("show", "hurdles_other", n=len(hurdles)))
    for hurdle in hurdles:
        complain(f"  {hurdle}")


def show_checked(file: Path, found: Checked) -> None:
    """Print what is to mend in a template."""
    lines = list(dict.fromkeys(map(str, found.faults)))
    if not lines and not found.hurdles:
        say(message("show", "nothing_to_mend", name=file.name))
    if lines:
        say(_to_mend(file.name, len(lines)), "", *lines)
    if found.copy:
        say("", message("show", "copy", copy=found.copy))
    if found.hurdles:
        say(_unreadable(file.name, len(found.hurdles)), "")
        say(*map(str, found.hurdles))


def _to_mend(name: str, n: int) -> str:
    return message("show", "mend_one", name=name) if n == 1 else message("show", "mend_other", name=name, n=n)


def _unreadable(name: str, n: int) -> str:
    if n == 1:
        return message("show", "unreadable_one", name=name)
    return message("show", "unreadable_other", name=name, n=n)


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
        message("show", "installed", addin=addin),
        message("show", "start_excel"),
    )
    say(*map(_missed, missed))


def show_built(addin: Path, missed: Sequence[str]) -> None:
    """Print where an add-in was written, and what is not as it should be."""
    say(message("show", "built", addin=addin), message("show", "this_computer", python=sys.executable))
    say(*map(_missed, missed))


def _missed(name: str) -> str:
    return message("show", "left_out", name=name)


def show_condition(found: Condition) -> None:
    """Print how the add-in stands."""
    if not found.troubles:
        say(message("show", "buttons_work", addin=found.addin))
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
        [message("show", key) for key in ("file", "partner", "reference", "added")],
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


# --- the whole circle -----------------------------------------------------------------------------


def show_stations(folder: Path, stations: Sequence[Station]) -> None:
    """Print what happened at each station of the circle, and the files that came of it."""
    say(told("circle", "title", folder=folder))
    for number, station in enumerate(stations, start=1):
        say("", f"{number}. {station.says}", *(f"{INDENT}{file}" for file in station.files))


def stations_json(stations: Sequence[Station]) -> dict[str, Any]:
    """The same for a program."""
    return {
        "stations": [{"says": each.says, "files": [str(file) for file in each.files]} for each in stations]
    }
