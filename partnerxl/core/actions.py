"""The sheet Actions: what partners decided to do, as it stands there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from partnerxl.core.errors import Problem
from partnerxl.core.matching import clean
from partnerxl.core.problems import problem
from partnerxl.core.readings import Rows
from partnerxl.core.records import OUTSIDE, Project
from partnerxl.core.rulebook import load_rulebook

SHEET = "Actions"
COLUMNS = ("Action", "Topic", "Tip", "Owner", "DueDate", "Status", "DecidedOn")


@dataclass(frozen=True, slots=True)
class Action:
    """One row with an action; texts are empty and days None where blank.

    Attributes:
        says: What will be done, as it was typed.
        named: The topic as it was typed.
        topic: The key of the topic it answers, like P4; empty where none is named or known.
        tip: The tip it follows, like T5.
        owner: Who sees to it, as it was typed.
        partner: The key of that partner; empty for anybody else.
        due: The day it is to be done by.
        status: Where it stands, as it was typed.
        decided: The day it was agreed.
        number: Its worksheet row.
        rows: The same, with its sheet.
    """

    says: str
    named: str
    topic: str
    tip: str
    owner: str
    partner: str
    due: date | None
    status: str
    decided: date | None
    number: int
    rows: Rows


def read_actions(project: Project) -> tuple[Action, ...]:
    """Every action, in the order of the sheet."""
    records = project.sheets[SHEET]
    topics, partners = topic_keys(), _partners(project)
    cells = zip(records.frame.index.tolist(), records.frame.rows(*COLUMNS), strict=True)
    return tuple(
        Action(
            says,
            named or "",
            topics.get(clean(named or ""), ""),
            tip or "",
            owner or "",
            partners.get(clean(owner or ""), ""),
            _day(due),
            status or "",
            _day(decided),
            number,
            Rows.of(records.sheet, [number]),
        )
        for number, (says, named, tip, owner, due, status, decided) in cells
        if says
    )


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(int(ordinal))


def topic_keys() -> dict[str, str]:
    """Every way to name a topic: its key, its title, or both."""
    titles = {key: pitfall.title for key, pitfall in load_rulebook().pitfalls.items()}
    return {clean(name): key for key, title in titles.items() for name in (key, title, f"{key} {title}")}


def _partners(project: Project) -> dict[str, str]:
    """Every way to name a partner: its name, or its ID."""
    inside = {key: name for key, name in project.names.items() if not key.startswith(OUTSIDE)}
    return {**{clean(name): key for key, name in inside.items()}, **{key: key for key in inside}}


def unknown_names(project: Project) -> Iterable[Problem]:
    """Topics of actions that are none of the eight, and owners that are no partner."""
    letters = project.sheets[SHEET].letters
    for action in read_actions(project):
        yield from _unknown(action, letters.get("Topic", ""), letters.get("Owner", ""))


def _unknown(action: Action, topic: str, owner: str) -> Iterator[Problem]:
    if action.named and not action.topic:
        yield problem("PX-215", _cell(action, topic), typed=action.named)
    if action.owner and not action.partner:
        yield problem("PX-216", _cell(action, owner), typed=action.owner)


def _cell(action: Action, column: str) -> str:
    return f"{action.rows.parts[0][0]}!{column}{action.number}"
