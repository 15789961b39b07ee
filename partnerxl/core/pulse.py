"""The Pulse: what partners answered without a name, and how far it stands from the records (R94, F10)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction

from partnerxl.core.assessment import Assessment, PhaseFinding
from partnerxl.core.catalogue import read_blocks
from partnerxl.core.contact import mask
from partnerxl.core.frames import Frame
from partnerxl.core.language import each_language
from partnerxl.core.numbers import exact
from partnerxl.core.returned import Returned
from partnerxl.core.texts import plain, rounded, sentence
from partnerxl.core.view import View

SHEET = "Pulse"
LOWEST, STEPS = 1, 4  # answers go from 1 to 5
HUNDRED = 100
FEWEST_GROUPS = 2
SIGNS = 8  # of a code
LONGEST_ROUND = 20  # Word allows 64 signs in the tag of a field
UNSURE = "Don't know"
TAG = re.compile(r"pulse-(\w+)-(.+)")  # what is asked, and the round
NUMBERS = frozenset("12345")
GROUPS = ("Employer", "Other")  # in the order of the form

Means = Mapping[str, Fraction]
"""Phase -> from 0 to 100 as the answers show it."""


@dataclass(frozen=True)
class Answers:
    """How many answered, and what of it may be shown; no phase when they are too few."""

    count: int
    means: Means


@dataclass(frozen=True)
class Pulse:
    """One round of answers.

    Attributes:
        round: Its name.
        all: Everybody's answers.
        groups: Those of each group; none as soon as one group is too small to be shown.
    """

    round: str
    all: Answers
    groups: Mapping[str, Answers]


@each_language
def load_words() -> dict[str, dict[str, str]]:
    """The statements, their phases, and the sentences about them."""
    return read_blocks("pulse.toml", dict[str, str])


def say(block: str, key: str, **slots: object) -> str:
    """A sentence with its slots filled."""
    return sentence([load_words()[block][key]], {name: str(slot) for name, slot in slots.items()})


def pulse(view: View) -> Pulse | None:
    """The latest round with enough answers, else the latest at all; None where nobody answered.

    The latest round is the one whose last row stands lowest.
    """
    rounds = _rounds(view.frame(SHEET))
    if not rounds:
        return None
    least = view.rules.counts["pulse answers"]
    name, rows = next((each for each in rounds if len(each[1]) >= least), rounds[0])
    return Pulse(name, _answers(rows, least), _groups(rows, least))


def _rounds(frame: Frame) -> list[tuple[str, Frame]]:
    """The rows that answer something, by round, the latest round first."""
    rows: dict[str, list[int]] = {}
    cells = frame.rows("Round", *items())
    for number, (name, *answers) in zip(frame.index, cells, strict=True):
        if name is not None and any(answer is not None for answer in answers):
            rows[name] = [*rows.pop(name, []), number]
    return [(name, frame.at(rows[name])) for name in reversed(rows)]


def items() -> list[str]:
    """The columns of the statements, in the order of the form."""
    return list(load_words()["items"])


def _answers(rows: Frame, least: int) -> Answers:
    """The mean of each phase over its statements, each of which needs enough answers itself."""
    if len(rows) < least:
        return Answers(len(rows), {})
    found: dict[str, list[Fraction]] = {}
    for item, phase in load_words()["speaks_of"].items():
        numbers = [exact(number) for number in rows[item].dropna()]
        if len(numbers) >= least:
            mean = sum(numbers, Fraction()) / len(numbers)
            found.setdefault(phase, []).append(HUNDRED * (mean - LOWEST) / STEPS)
    return Answers(len(rows), {phase: sum(all_, Fraction()) / len(all_) for phase, all_ in found.items()})


def _groups(rows: Frame, least: int) -> dict[str, Answers]:
    """The answers of each group; none when one is so small that it could be told from the others."""
    said = rows["Group"].fillna("")
    groups = {name: rows[(said == name).astype("boolean")] for name in sorted(set(said))}
    if len(groups) < FEWEST_GROUPS or any(len(group) < least for group in groups.values()):
        return {}
    return {name: _answers(group, least) for name, group in groups.items() if name}


# --- what came back -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Given:
    """What a returned form says; nothing in it leads to whoever sent it.

    Attributes:
        round: The round it belongs to.
        answers: For each statement a number from 1 to 5, ``UNSURE``, or None.
        group: Employer, Other, or nothing.
        comment: What was added.
    """

    round: str
    answers: tuple[int | str | None, ...]
    group: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Heard:
    """What returned forms come to.

    Attributes:
        forms: How many there are.
        rows: Rows to add to the sheet, column by column.
        waiting: How many new forms wait because they are too few.
    """

    forms: int
    rows: tuple[Mapping[str, object], ...]
    waiting: int


def given(copy: Returned) -> Given | None:
    """What a returned form of the pulse says, one that nobody filled in too; None for any other copy."""
    found = {mark[1]: answer.text for answer in copy.answers if (mark := TAG.fullmatch(answer.tag))}
    rounds = {mark[2] for tag in copy.tags if (mark := TAG.fullmatch(tag))}
    if len(rounds) != 1:
        return None
    group = found.get("Group", "")
    answers = tuple(_answer(found.get(item, "")) for item in items())
    return Given(rounds.pop(), answers, group if group in GROUPS else "", found.get("Comment", ""))


def _answer(text: str) -> int | str | None:
    """A number from 1 to 5, that somebody does not know, or nothing."""
    if text in NUMBERS:
        return int(text)
    return UNSURE if text == UNSURE else None


def heard(frame: Frame, forms: Sequence[Given], least: int) -> Heard:
    """The rows that returned forms add to the sheet; they depend on what the forms say and on nothing else.

    A form that was collected before adds nothing. Fewer new forms of a round than may be shown add
    nothing yet, so that nobody can tell from two states of the workbook what one form said.

    Args:
        frame: What stands on the sheet.
        forms: The forms, in any order.
        least: How many answers may be shown.
    """
    rows: list[Mapping[str, object]] = []
    waiting = 0
    stand = set(frame.rows("Round", "RespondentCode"))
    for name in sorted({form.round for form in forms}):
        of_round = [form for form in forms if form.round == name]
        new = _new_rows(name, [form for form in of_round if any(form.answers)], stand)
        if len(new) < least:
            waiting += len(new)
            continue
        rows += [*_without_small_groups(new, least), *_comments(name, of_round, stand)]
    return Heard(len(forms), tuple(rows), waiting)


def _new_rows(
    name: str, forms: Sequence[Given], stand: AbstractSet[tuple[str, str]]
) -> list[dict[str, object]]:
    """Rows with answers that do not stand on the sheet yet, in the order of their codes."""
    rows: list[dict[str, object]] = []
    seen: Counter[str] = Counter()
    for form in sorted(forms, key=lambda each: (code("A", each.answers), each.group)):
        own = code("A", form.answers)
        seen[own] += 1
        if (name, numbered(own, seen[own])) not in stand:
            answers = dict(zip(items(), form.answers, strict=True))
            rows.append(
                {"Round": name, "RespondentCode": numbered(own, seen[own]), "Group": form.group, **answers}
            )
    return rows


def _without_small_groups(rows: Sequence[dict[str, object]], least: int) -> list[dict[str, object]]:
    """The rows without their groups as soon as one group is so small that it could be told."""
    sizes = Counter(row["Group"] for row in rows)
    if min(sizes.values()) >= least:
        return list(rows)
    return [{**row, "Group": ""} for row in rows]


def _comments(
    name: str, forms: Sequence[Given], stand: AbstractSet[tuple[str, str]]
) -> Iterator[dict[str, object]]:
    """A row for each comment that does not stand there yet, apart from all answers."""
    texts = {mask(form.comment.strip()) for form in forms}
    for own, text in sorted((code("C", (text,)), text) for text in texts if text):
        if (name, own) not in stand:
            yield {"Round": name, "RespondentCode": own, "Comment": text}


def code(kind: str, said: Sequence[object]) -> str:
    """A code that follows from what a form says and leads nowhere else.

    >>> code("A", (1, None)) == code("A", (1, None)), code("A", (1, 2))
    (True, 'A-CF4DABED')
    """
    digest = hashlib.sha256(repr(tuple(said)).encode()).hexdigest()
    return f"{kind}-{digest[:SIGNS].upper()}"


def numbered(own: str, number: int) -> str:
    """The code of the first, second ... form that says the same.

    >>> numbered("A-1", 1), numbered("A-1", 2)
    ('A-1', 'A-1-2')
    """
    return own if number == 1 else f"{own}-{number}"


# --- in words -------------------------------------------------------------------------------------


def sentences(found: Assessment) -> list[str]:
    """What the answers say beside the records; nothing when nobody answered."""
    told = pulse(found.view)
    if told is None:
        return []
    rules = found.view.rules
    if not told.all.means:
        return [say("report", "few", least=rules.counts["pulse answers"], round=told.round)]
    phases = [(each, told.all.means[each.key]) for each in found.phases if each.key in told.all.means]
    return [
        say("report", "answers", n=told.all.count, round=told.round),
        *(_beside(phase, mean) for phase, mean in phases),
        *(_group(name, answers, found) for name, answers in told.groups.items()),
        *(_apart(phase, mean) for phase, mean in phases if _is_apart(phase, mean, rules.counts["pulse gap"])),
    ]


def _beside(phase: PhaseFinding, mean: Fraction) -> str:
    if phase.score is None:
        return say("report", "phase_alone", phase=phase.phase.title, pulse=_shown(mean))
    return say("report", "phase", phase=phase.phase.title, pulse=_shown(mean), records=_shown(phase.score))


def _is_apart(phase: PhaseFinding, mean: Fraction, gap: int) -> bool:
    """True where answers and records are far apart (R94)."""
    return phase.score is not None and abs(mean - phase.score) >= gap


def _apart(phase: PhaseFinding, mean: Fraction) -> str:
    records = _shown(phase.score or Fraction())
    return say("report", "apart", phase=phase.phase.title, pulse=_shown(mean), records=records)


def _group(name: str, answers: Answers, found: Assessment) -> str:
    titles = {each.key: each.phase.title for each in found.phases}
    phases = (
        say("report", "group_phase", phase=titles[key], pulse=_shown(mean))
        for key, mean in answers.means.items()
    )
    return say("report", "group", group=say("groups", name), n=answers.count, phases=", ".join(phases))


def _shown(value: Fraction) -> str:
    return plain(rounded(value, 0))
