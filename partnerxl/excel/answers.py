"""What a click answers, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from partnerxl.core import texts
from partnerxl.core.assessment import Assessment, Status
from partnerxl.core.collect_wording import say as told
from partnerxl.core.errors import Problem
from partnerxl.send.wording import by_code
from partnerxl.send.wording import say as words

if TYPE_CHECKING:
    from partnerxl.collecting import Gathered
    from partnerxl.core.collected import Found
    from partnerxl.preparing import Prepared
    from partnerxl.report.checking import Checked
    from partnerxl.send.drafts import Draft

MOST = 8  # a message that fills the screen is not read


def topics(found: Assessment) -> str:
    """How many pitfalls stand where, the gravest first."""
    counts = Counter(each.status for each in found.pitfalls)
    parts = (
        texts.say("pitfalls", status.name.lower(), n=str(counts[status]))
        for status in Status
        if counts[status]
    )
    return texts.say("pitfalls", "count", n=str(len(found.pitfalls)), parts=", ".join(parts))


def problems(found: Sequence[Problem]) -> str:
    """What needs a look, as much of it as a message can hold."""
    return "\n\n".join((*_problems(found), texts.say("problems", "unchanged")))


def _problems(found: Sequence[Problem]) -> Iterator[str]:
    number = {0: "none", 1: "one"}.get(len(found), "many")
    yield texts.say("problems", number, n=str(len(found)))
    yield from (str(problem) for problem in found[:MOST])
    if len(found) > MOST:
        yield texts.say("problems", "more", n=str(len(found) - MOST))


def templates(found: Mapping[Path, Checked]) -> str:
    """What is to mend in templates, as much of it as a message can hold."""
    if not found:
        return texts.say("templates", "none")
    return "\n\n".join("\n".join(_template(file, checked)) for file, checked in found.items())


def _template(file: Path, checked: Checked) -> Iterator[str]:
    things = list(dict.fromkeys(map(str, (*checked.faults, *checked.hurdles))))
    yield texts.say("templates", "mend" if things else "fine", name=file.name, n=str(len(things)))
    yield from things[:MOST]
    if checked.copy:
        yield texts.say("templates", "copy", copy=checked.copy.name)


def preview(drafts: Sequence[Draft]) -> str:
    """What the drafts to partners would hold, as much of it as a question can hold; addresses by their cells."""
    lines = [_line(draft) for draft in drafts[:MOST]]
    more = [words("said", "more", n=len(drafts) - MOST)] if len(drafts) > MOST else []
    found = by_code([each for draft in drafts for each in draft.problems])
    looks = ["\n".join((words("said", "found"), *found.values()))] if found else []
    return "\n\n".join(("\n".join((*lines, *more)), *looks, words("said", "ask", n=len(drafts))))


def _line(draft: Draft) -> str:
    where = draft.where if draft.to else words("said", "by_hand")
    return words("said", "line", partner=draft.partner, where=where, greeting=draft.greeting)


def prepared(made: Prepared) -> tuple[str, ...]:
    """What became of the drafts."""
    if not made.drafts:
        return (words("said", "nobody"),)
    if made.folder is None:
        return (words("said", "not_made"),)
    key = "made_one" if len(made.drafts) == 1 else "made"
    return words("said", key, n=len(made.drafts), folder=made.folder), words("said", "logged")


def gathered(found: Gathered) -> str:
    """What returned copies would add, as much of it as a question can hold."""
    lines = [told("said", "line", file=each.copy.file, what=_added(each)) for each in found.collected.found]
    more = [told("said", "more", n=len(lines) - MOST)] if len(lines) > MOST else []
    looks = (*found.conflicts, *found.notes)
    title = [told("said", "look")] if looks else []
    done = [told("said", "done", n=found.done)] if found.done else []
    parts = ((*lines[:MOST], *more), (*title, *looks[:MOST]), done, [told("said", "ask")])
    return "\n\n".join("\n".join(part) for part in parts if part)


def _added(found: Found) -> str:
    return ", ".join(f"{sheet} {count}" for sheet, count in found.added.items()) or told("said", "none")


def collected(found: Gathered, folder: Path) -> tuple[str, ...]:
    """What became of returned copies."""
    if not found.collected.found and not found.pulse.forms and not found.is_new:
        return (told("said", "put", folder=folder), *found.notes[:MOST])
    if not found.is_new:
        return (told("said", "nothing_new"), *found.notes[:MOST])
    if not found.written:
        return (told("said", "not_written"),)
    return (told("said", "collected"), *found.lines())
