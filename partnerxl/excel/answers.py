"""What a click answers, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from partnerxl.core import wording
from partnerxl.core.assessment import Assessment, Status
from partnerxl.core.errors import Problem

MOST = 8  # a message that fills the screen is not read


def topics(found: Assessment) -> str:
    """How many pitfalls stand where, the gravest first."""
    counts = Counter(each.status for each in found.pitfalls)
    parts = (
        wording.say("pitfalls", status.name.lower(), n=str(counts[status]))
        for status in Status
        if counts[status]
    )
    return wording.say("pitfalls", "count", n=str(len(found.pitfalls)), parts=", ".join(parts))


def problems(found: Sequence[Problem]) -> str:
    """What needs a look, as much of it as a message can hold."""
    return "\n\n".join((*_problems(found), wording.say("problems", "unchanged")))


def _problems(found: Sequence[Problem]) -> Iterator[str]:
    number = {0: "none", 1: "one"}.get(len(found), "many")
    yield wording.say("problems", number, n=str(len(found)))
    yield from (str(problem) for problem in found[:MOST])
    if len(found) > MOST:
        yield wording.say("problems", "more", n=str(len(found) - MOST))
