"""What an assessment holds: pitfalls, phases and tips with the readings behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from partnerxl.core.errors import Problem
from partnerxl.core.readings import Reading, Rows, State
from partnerxl.core.rulebook import Condition, Indicator, Phase, Pitfall, Rulebook, Signal, Tip
from partnerxl.core.view import View


class Status(StrEnum):
    """What the records say of a pitfall, in the words of the model."""

    PRIORITY = "Priority"
    DISCUSS = "Discuss"
    WATCH = "Watch"
    NO_SIGN = "No sign in the records"
    NO_SIGN_SO_FAR = "No sign so far"
    NOT_ENOUGH = "Not enough evidence"
    TOO_EARLY = "Too early"

    @property
    def severity(self) -> int:
        """3 for Priority, 2 for Discuss, 1 for Watch, else 0."""
        return RAISED.index(self) + 1 if self in RAISED else 0


RAISED = (Status.WATCH, Status.DISCUSS, Status.PRIORITY)


class TipState(StrEnum):
    """Whether the records show that a tip is practiced."""

    SEEN = "Seen"
    PARTLY = "Partly seen"
    NOT_SEEN = "Not seen in the records"
    NOT_RECORDED = "Not recorded"


@dataclass(frozen=True)
class Sign:
    """A signal with its reading; ``level`` is 0, 1 or 2, or None unless recorded."""

    signal: Signal
    reading: Reading
    level: int | None

    @property
    def early(self) -> bool:
        """True when it is too early to say."""
        return self.reading.state is State.TOO_EARLY


@dataclass(frozen=True)
class Verdict:
    """A pitfall judged: its signs, status and coverage (a share, or None when all is too early)."""

    status: Status
    coverage: Fraction | None
    signs: tuple[Sign, ...]


@dataclass(frozen=True)
class Change:
    """The smallest single change that lowers a status: so many rows of one signal, and what it would be then."""

    signal: Signal
    rows: int
    status: Status


@dataclass(frozen=True)
class Override:
    """A status that a person set, with the reason, the name and the day (F3)."""

    status: Status
    reason: str
    name: str
    day: date


@dataclass(frozen=True)
class Finding:
    """A pitfall as assessed.

    Attributes:
        key: Its id, like ``P4``.
        pitfall: Its rule with the limits in force.
        verdict: Status, coverage and signs.
        partial: True when it is raised on partial evidence.
        clear: The reading that clears it whatever its signals say (R55), or None.
        change: The smallest change that lowers it; None without one.
        inputs: Measures of the fewest signals that, recorded without a sign, would decide it.
        override: The status a person set; the computed one is shown beside it.
    """

    key: str
    pitfall: Pitfall
    verdict: Verdict
    partial: bool
    clear: Reading | None = None
    change: Change | None = None
    inputs: tuple[str, ...] = ()
    override: Override | None = None

    @property
    def status(self) -> Status:
        """Its status as computed."""
        return self.verdict.status


@dataclass(frozen=True)
class Mark:
    """An indicator with its reading; ``m`` is between 0 and 1, or None unless recorded."""

    indicator: Indicator
    reading: Reading
    m: Fraction | None


@dataclass(frozen=True)
class PhaseFinding:
    """A phase as assessed; score (0 to 100), band and coverage are None where there is none."""

    key: str
    phase: Phase
    score: Fraction | None
    band: str | None
    coverage: Fraction | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Met:
    """A condition of a tip: met or not, also by its looser limit; None is unknown."""

    condition: Condition
    reading: Reading
    seen: bool | None
    loosely: bool | None


@dataclass(frozen=True)
class TipFinding:
    """A tip as assessed, with the rows that show it."""

    key: str
    tip: Tip
    state: TipState
    rows: Rows
    met: tuple[Met, ...]


@dataclass(frozen=True)
class Assessment:
    """Everything computed from one workbook.

    Attributes:
        view: The records and the period.
        rulebook: The rules in force.
        pitfalls: The eight pitfalls in the source's order.
        phases: The four phases in the source's order.
        tips: The 13 tips in the source's order.
        readings: Every measure that was read, by its name.
        problems: What to mend in the workbook.
    """

    view: View
    rulebook: Rulebook
    pitfalls: tuple[Finding, ...]
    phases: tuple[PhaseFinding, ...]
    tips: tuple[TipFinding, ...]
    readings: Mapping[str, Reading]
    problems: tuple[Problem, ...]
