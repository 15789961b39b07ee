"""The circle with partners: drafts, answers that came back, the next period, the whole of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.console import GAP, say, say_table
from partnerxl.core.collect_wording import say as told
from partnerxl.core.messages import message
from partnerxl.screens.books import problem_json
from partnerxl.send.wording import by_code
from partnerxl.send.wording import say as words

if TYPE_CHECKING:
    from partnerxl.circle import Station
    from partnerxl.collecting import Gathered
    from partnerxl.core.collected import Found
    from partnerxl.preparing import Prepared
    from partnerxl.send.drafts import Draft

NONE = "–"
INDENT = "    "
KILOBYTE = 1000


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
