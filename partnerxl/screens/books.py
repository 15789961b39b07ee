"""Workbooks: what is to look at, what was worked out, refreshed and restored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from partnerxl.console import say, say_table
from partnerxl.core import history, summary, texts, wording
from partnerxl.core.assessment import Assessment, Finding, Status
from partnerxl.core.errors import Problem
from partnerxl.core.follow_up import follow_up
from partnerxl.core.messages import message
from partnerxl.core.records import Project
from partnerxl.workflow import Refreshed, Restored

NONE = "–"


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
