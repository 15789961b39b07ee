"""What the report needs of an assessment, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnerxl.core.readings import Reading, Rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from partnerxl.core.errors import Problem

RAISED = ("Priority", "Discuss", "Watch")
QUIET = ("No sign in the records", "No sign so far")


@dataclass(frozen=True)
class Said:
    """One sentence and the rows it rests on."""

    says: str
    rows: Rows


@dataclass(frozen=True)
class LimitLine:
    """A limit in force; empty where a signal has none."""

    signal: str
    watch: str = ""
    discuss: str = ""
    least: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Topic:
    """One of the eight pitfalls.

    Attributes:
        id: Its number, like P4.
        title: Its neutral name.
        status: Its status in words.
        coverage: Share of the weight that is recorded; None when everything is too early.
        partial: True when it is raised on partial evidence.
        said: The sentences of its signals that are recorded.
        missing: Signals that are not recorded, in words.
        record: What to record, and where.
        change: The smallest change that would lower the status; nothing when there is none.
        tips: Tips in the order they are offered.
        prompt: A question to talk about.
        limits: The limits of its signals.
    """

    id: str
    title: str
    status: str
    coverage: Fraction | None
    partial: bool = False
    said: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()
    record: tuple[str, ...] = ()
    change: str = ""
    tips: tuple[str, ...] = ()
    prompt: str = ""
    limits: tuple[LimitLine, ...] = ()


@dataclass(frozen=True)
class Phase:
    """One of the four phases; score from 0 to 100, or None when it cannot be judged."""

    name: str
    nick: str
    score: Fraction | None
    shown: str
    band: str
    coverage: Fraction | None
    said: tuple[Said, ...] = ()
    tips: tuple[str, ...] = ()
    prompt: str = ""


@dataclass(frozen=True)
class Tip:
    """One of the 13 tips."""

    id: str
    title: str
    state: str
    rows: Rows


@dataclass(frozen=True)
class ChangedLimit:
    """A limit that the workbook's Settings changed."""

    limit: str
    usual: str
    now: str
    who: str
    when: date | None


@dataclass(frozen=True)
class Findings:
    """An assessment as the report reads it.

    Attributes:
        topics: The eight pitfalls in the source's order.
        phases: The four phases in the source's order.
        tips: The 13 tips in the source's order.
        readings: Readings of the measures by their names.
        changed: Changed limits.
        problems: What the checks found.
        rules: Version of the rules.
        rules_hash: Hash of the rules with the limits in force.
    """

    topics: tuple[Topic, ...]
    phases: tuple[Phase, ...]
    tips: tuple[Tip, ...]
    readings: Mapping[str, Reading]
    changed: tuple[ChangedLimit, ...] = ()
    problems: tuple[Problem, ...] = ()
    rules: str = ""
    rules_hash: str = ""

    def topics_with(self, *statuses: str) -> list[Topic]:
        """The topics with one of these statuses, the first status first."""
        return [topic for status in statuses for topic in self.topics if topic.status == status]

    def tip(self, key: str) -> Tip:
        """A tip by its number, like T5."""
        return next(tip for tip in self.tips if tip.id == key)
