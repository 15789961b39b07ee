"""From the records to an assessment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from partnerxl.core import engine, whatif
from partnerxl.core.assessment import (
    Assessment,
    Finding,
    Met,
    PhaseFinding,
    Sign,
    Status,
    TipFinding,
    Verdict,
)
from partnerxl.core.checks import check_project
from partnerxl.core.measures import MEASURES
from partnerxl.core.overrides import overrides
from partnerxl.core.readings import Reading, Rows, not_recorded
from partnerxl.core.records import Project
from partnerxl.core.rulebook import Condition, Pitfall, Rulebook, load_rulebook
from partnerxl.core.settings import in_force
from partnerxl.core.view import View


def assess(project: Project, catalogue: Rulebook | None = None) -> Assessment:
    """Every pitfall, phase and tip of a project.

    Args:
        project: The records.
        catalogue: The rules before the workbook's Settings; by default those of partnerxl.

    Returns:
        The assessment; with no end of the period nothing is assessed (R15).
    """
    book, wrong = in_force(catalogue or load_rulebook(), project.settings)
    said, incomplete = overrides(project)
    desk = Desk(View(project, book.rules), book)
    return Assessment(
        view=desk.view,
        rulebook=book,
        pitfalls=tuple(replace(desk.finding(key), override=said.get(key)) for key in book.pitfalls),
        phases=tuple(desk.phase(key) for key in book.phases),
        tips=tuple(desk.tip(key) for key in book.tips),
        readings=desk.readings,
        problems=(*project.problems, *check_project(project), *wrong, *incomplete),
    )


@dataclass(frozen=True)
class Desk:
    """The records and the rules in force; each measure is read once."""

    view: View
    book: Rulebook
    readings: dict[str, Reading] = field(default_factory=dict)

    def read(self, measure: str) -> Reading:
        """What a measure says; nothing is recorded without an end of the period (R15)."""
        if measure not in self.readings:
            self.readings[measure] = MEASURES[measure].read(self.view) if self.view.dated else not_recorded()
        return self.readings[measure]

    @property
    def young(self) -> bool:
        """True for a young initiative (R19)."""
        return self.view.young

    @cached_property
    def signs(self) -> dict[str, Sign]:
        """Every signal by its measure, with its level."""
        signals = [signal for pitfall in self.book.pitfalls.values() for signal in pitfall.signals]
        return {
            signal.measure: engine.sign(signal, self.read(signal.measure), young=self.young)
            for signal in signals
        }

    # --- pitfalls -------------------------------------------------------------------------------

    def finding(self, key: str) -> Finding:
        """A pitfall with its status, what would lower it and what would decide it."""
        pitfall = self.book.pitfalls[key]
        verdict = self.judge(pitfall, [self.signs[signal.measure] for signal in pitfall.signals])
        if pitfall.clear_when and pitfall.clear_when.holds(self.read(pitfall.clear_when.measure)):
            cleared = Verdict(Status.NO_SIGN, verdict.coverage, verdict.signs)
            return Finding(key, pitfall, cleared, partial=False, clear=self.read(pitfall.clear_when.measure))
        return self._what_if(Finding(key, pitfall, verdict, partial=self._partial(verdict)))

    def judge(self, pitfall: Pitfall, signs: Iterable[Sign]) -> Verdict:
        """A pitfall judged on the signs given."""
        others = {name: self.read(name) for name in _mentioned(pitfall)}
        return engine.judge(pitfall, list(signs), others, self.book.rules)

    def _partial(self, verdict: Verdict) -> bool:
        enough = self.book.rules.shares["enough"]
        return bool(verdict.status.severity) and verdict.coverage is not None and verdict.coverage < enough

    def _what_if(self, found: Finding) -> Finding:
        def judge(signs: Iterable[Sign]) -> Verdict:
            return self.judge(found.pitfall, signs)

        def again(sign: Sign, reading: Reading) -> Sign:
            return engine.sign(sign.signal, reading, young=self.young)

        change = whatif.smallest_change(found.verdict, judge, again)
        inputs = whatif.fewest_inputs(found.verdict, judge) if found.status is Status.NOT_ENOUGH else ()
        return Finding(found.key, found.pitfall, found.verdict, found.partial, None, change, inputs)

    # --- phases and tips ------------------------------------------------------------------------

    def phase(self, key: str) -> PhaseFinding:
        """A phase with score, band and coverage."""
        phase, rules = self.book.phases[key], self.book.rules
        marks = tuple(
            engine.mark(each, self.read(each.measure), young=self.young) for each in phase.indicators
        )
        covered = engine.phase_coverage(marks)
        points = engine.score(marks, covered, rules)
        word = None if points is None else engine.band(points, rules)
        return PhaseFinding(key, phase, points, word, covered, marks)

    def tip(self, key: str) -> TipFinding:
        """A tip with its state and the rows that show it."""
        tip = self.book.tips[key]
        found = tuple(self._met(condition) for condition in tip.conditions)
        rows = sum((each.reading.rows for each in found if each.loosely), Rows())
        return TipFinding(key, tip, engine.tip_state(tip, found), rows, found)

    def _met(self, condition: Condition) -> Met:
        """A condition read like the signal of the same name, unless it has a minimum of its own."""
        if condition.measure in self.signs and not condition.least:
            return engine.met(condition, self.signs[condition.measure].reading)
        reading = engine.enough(self.read(condition.measure), condition.least, young=self.young)
        return engine.met(condition, reading)


def _mentioned(pitfall: Pitfall) -> set[str]:
    """Measures of the joint condition that are no signals of the pitfall."""
    named = {phrase.measure for line in pitfall.priority for phrase in line if phrase.measure}
    return named - {signal.measure for signal in pitfall.signals}
