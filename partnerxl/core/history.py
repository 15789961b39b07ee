"""What a refresh remembers, and what has changed since last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from partnerxl.core import texts, wording
from partnerxl.core.actions import read_actions
from partnerxl.core.assessment import Assessment, PhaseFinding, Status, TipState
from partnerxl.core.grids import HIDDEN, ResultTable
from partnerxl.core.language import ENGLISH, speaking
from partnerxl.core.memory import MOST_ROWS, NOTHING, Read, RowMarks, named, readings, remembered
from partnerxl.core.readings import Reading, Rows
from partnerxl.core.records import Project
from partnerxl.core.runs import (
    DAY,
    LIMITS,
    NAME,
    PERIOD_END,
    READINGS,
    RECORDS,
    RUN,
    SHEET,
    VERSION,
    Past,
    Run,
    Shown,
    before,
    last_time,
    run_at,
)

HASH_SHOWN = 12
REASONS = 2
WIDTHS = {
    RUN: 10.0,
    DAY: 13.0,
    PERIOD_END: 13.0,
    RECORDS: 16.0,
    VERSION: 12.0,
    LIMITS: 30.0,
    READINGS: HIDDEN,
}


# --- the present run ------------------------------------------------------------------------------


def identity(assessment: Assessment) -> tuple[str, str, str]:
    """Records, rules and limits of an assessment; two that agree in them found the same."""
    book = assessment.rulebook
    with speaking(ENGLISH):  # the same limits whatever is spoken
        changed = [
            texts.say("history", "limit", limit=each.limit, now=each.now, usual=each.usual)
            for each in book.changed
        ]
        limits = "; ".join(changed) or texts.say("history", "limits")
    return assessment.view.project.fingerprint[:HASH_SHOWN], book.rules.version, limits


def last_run(assessment: Assessment) -> Run | None:
    """The run that an assessment is compared with; None without one."""
    runs = before(assessment.view.project.runs, identity(assessment))
    return last_time(runs, period_end(assessment))


def last_score(assessment: Assessment, found: PhaseFinding) -> Fraction | None:
    """The score that a phase had last time; None without one."""
    last = last_run(assessment)
    return None if last is None else last.score_in(found.key)


def last_day(assessment: Assessment) -> date | None:
    """The last day of the period that is compared with, or of its refresh in the same period; None without one."""
    last = last_run(assessment)
    if last is None:
        return None
    days = (last.day, last.period_end) if in_same_period(assessment, last) else (last.period_end, last.day)
    return days[0] or days[1]


def in_same_period(assessment: Assessment, last: Run) -> bool:
    """True when an earlier run looked at the same period, or at one that nobody can tell any more."""
    return last.period_end in {None, period_end(assessment)}


def period_end(assessment: Assessment) -> date | None:
    """The last day of the period; None when nothing says it."""
    view = assessment.view
    return date.fromordinal(view.end) if view.dated else None


def columns(assessment: Assessment) -> tuple[str, ...]:
    """The headings of History."""
    phases = [found.key for found in assessment.phases]
    pitfalls = [found.key for found in assessment.pitfalls]
    covered = [heading for title in (*phases, *pitfalls) for heading in (title, _covered(title))]
    tips = [found.key for found in assessment.tips]
    return (RUN, DAY, PERIOD_END, RECORDS, VERSION, LIMITS, *covered, *tips, READINGS)


def _covered(title: str) -> str:
    return f"{title} coverage"


def present_run(assessment: Assessment, today: date) -> Run:
    """An assessment as History remembers it."""
    runs = assessment.view.project.runs
    records, version, limits = identity(assessment)
    cells: dict[str, object] = {
        RUN: f"Run {max((run.number for run in runs), default=0) + 1}",
        DAY: today,
        PERIOD_END: period_end(assessment),
        RECORDS: records,
        VERSION: version,
        LIMITS: limits,
    }
    for phase in assessment.phases:
        cells[phase.key] = _number(phase.score)
        cells[_covered(phase.key)] = _number(phase.coverage)
    for pitfall in assessment.pitfalls:
        cells[pitfall.key] = str(pitfall.status)
        cells[_covered(pitfall.key)] = _number(pitfall.verdict.coverage)
    cells |= {tip.key: str(tip.state) for tip in assessment.tips}
    return Run({**cells, READINGS: remembered(assessment)})


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def history_table(assessment: Assessment, today: date) -> ResultTable:
    """The sheet History: what it held, and the present run when it found something else than the one before."""
    runs = list(assessment.view.project.runs)
    if assessment.view.dated and not (runs and runs[-1].same == identity(assessment)):
        runs.append(present_run(assessment, today))
    headings = columns(assessment)
    forgotten = _forgotten(runs, assessment.view.project)
    rows = [
        [None if run in forgotten and name == READINGS else run.cells.get(name) for name in headings]
        for run in runs
    ]
    covered = [name for name in headings if name.endswith(_covered(""))]
    return ResultTable(
        SHEET,
        headings,
        tuple(map(tuple, rows)),
        key=(RUN,),
        own=NAME,
        formats={
            **{found.key: "0" for found in assessment.phases},
            **dict.fromkeys(covered, "0%"),
        },
        widths=WIDTHS | {found.key: 22.0 for found in assessment.pitfalls},
    )


def _forgotten(runs: Sequence[Run], project: Project) -> list[Run]:
    """Runs that a later one of the same period stands for, unless an action was decided after them.

    Their readings are not needed any more.
    """
    last = {run.period_end: run.number for run in runs}
    days = [action.decided for action in read_actions(project) if action.decided]
    needed = [*runs[-2:], *(run_at(runs, day) for day in days)]
    return [run for run in runs if last[run.period_end] != run.number and run not in needed]


# --- what changed ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """Something that is not as it was last time.

    Attributes:
        about: Pitfall, phase or tip.
        says: What changed, and what made it, in words.
        rows: The rows that came in or hold something else now.
    """

    about: str
    says: str
    rows: Rows


def changes(assessment: Assessment) -> tuple[Moved, ...]:
    """What changed since last time, with the readings that made it and the rows that came in or went."""
    last = last_run(assessment)
    return () if last is None else tuple(_Comparison(assessment, last).changes())


@dataclass(frozen=True)
class _Comparison:
    """An assessment beside an earlier run."""

    assessment: Assessment
    last: Run

    @cached_property
    def marks(self) -> RowMarks:
        return RowMarks(self.assessment.view.project)

    def changes(self) -> Iterator[Moved]:
        for phase in self.assessment.phases:
            now = self._score(phase.score)
            then = self._score(self.last.score_in(phase.key))
            if now != then:
                yield self._moved(phase.key, phase.phase.title, now, then)
        for pitfall in self.assessment.pitfalls:
            was = self.last.word_in(pitfall.key)
            if was in set(Status) - {pitfall.status}:
                title = f"{pitfall.key} {pitfall.pitfall.title}"
                yield self._moved(pitfall.key, title, texts.word(pitfall.status), texts.word(was))
        for tip in self.assessment.tips:
            was = self.last.word_in(tip.key)
            if was in set(TipState) - {tip.state}:
                says = texts.say(
                    "history",
                    "changed",
                    title=f"{tip.key} {tip.tip.title}",
                    now=texts.word(tip.state),
                    then=texts.word(was),
                )
                yield Moved(tip.key, says, tip.rows)

    def _score(self, points: Fraction | None) -> str:
        rules = self.assessment.rulebook.rules
        return texts.say("history", "no_score") if points is None else wording.score(points, rules)

    def _moved(self, key: str, title: str, now: str, then: str) -> Moved:
        says = texts.say("history", "changed", title=title, now=now, then=then)
        came, reasons = Rows(), []
        for name, read in readings(self.assessment).items():
            past = self.last.readings.get(name, NOTHING)
            if name.split(".")[0] == key and past.shown != read.shown:
                new, gone = self._rows(read.reading, past)
                came += new
                reasons.append(_reason(read, past, gone))
        return Moved(key, " ".join([says, *reasons[:REASONS]]), came)

    def _rows(self, reading: Reading, past: Past) -> tuple[Rows, list[str]]:
        """The rows that came in or hold something else now, and the names of those that went."""
        if past.rows is None or len(reading.rows) > MOST_ROWS:
            return Rows(), []
        now = self.marks.by_address(reading.rows)
        moved = [address for address, row in now.items() if row not in past.rows]
        gone = Counter(name for name, _ in past.rows) - Counter(name for name, _ in now.values())
        return Rows.at(moved), list(gone)


def _reason(read: Read, past: Past, gone: Sequence[str]) -> str:
    now, then = (in_words(shown) for shown in (read.shown, past.shown))
    says = texts.say("history", "because", title=read.title, now=now, then=then)
    return says + (texts.say("history", "gone", rows=texts.listed(list(map(named, gone)))) if gone else "")


def in_words(shown: Shown) -> str:
    """Part of whole, else the value, as a reading was shown."""
    part, whole, value = (None if each is None else texts.in_locale(each) for each in shown)
    if part is not None and whole is not None:
        return texts.say("history", "of", part=part, whole=whole)
    return value or texts.say("history", "not_known")
