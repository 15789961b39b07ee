"""What became of the actions partners decided on: where each stands, and whether the signals of its topic moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from partnerxl.core import history, texts
from partnerxl.core.actions import Action, read_actions
from partnerxl.core.assessment import Assessment, Finding, Status
from partnerxl.core.memory import NOTHING, Read, readings
from partnerxl.core.runs import READINGS, Run, Shown, run_at
from partnerxl.core.view import View

MOST_SIGNALS = 3


@dataclass(frozen=True)
class Movement:
    """A signal that does not read as it did when the action was decided.

    Attributes:
        name: Topic and measure, like P4.delivered.
        title: What it looks at.
        then: What it read when the action was decided, in words.
        now: What it reads now, in words.
    """

    name: str
    title: str
    then: str
    now: str


@dataclass(frozen=True)
class FollowUp:
    """An action and what has become of it.

    Attributes:
        action: The action as it stands on its sheet.
        topic: The topic it answers, in words; empty without one.
        tip: The tip it follows, in words; empty without one.
        stands: Its status, and the day it is due while it is open.
        compared: The day of the refresh that is compared with; None without one.
        then: The status of its topic on that day; empty when nobody remembers.
        now: The status of its topic as computed now; empty without a topic.
        moved: The signals of its topic that read otherwise now.
        says: How status and signals of its topic moved, in a sentence or two.
    """

    action: Action
    topic: str
    tip: str
    stands: str
    compared: date | None
    then: str
    now: str
    moved: tuple[Movement, ...]
    says: str

    @property
    def line(self) -> str:
        """All of it in one line."""
        told = ", ".join(filter(None, (self.action.owner, self.action.topic, self.action.tip)))
        slots = {"action": self.action.says, "stands": self.stands, "says": self.says}
        return texts.say("follow_up", "line" if told else "bare", told=told, **slots)


def follow_up(assessment: Assessment) -> tuple[FollowUp, ...]:
    """Every action that is open or was decided within a year, open ones first, each group in the order of its sheet."""
    view = assessment.view
    found = [
        action for action in read_actions(view.project) if is_open(action, view) or _recent(action, view)
    ]
    findings = {finding.key: finding for finding in assessment.pitfalls}
    ordered = sorted(found, key=lambda action: not is_open(action, view))
    return tuple(_Look(assessment, action, findings.get(action.topic)).followed() for action in ordered)


def is_open(action: Action, view: View) -> bool:
    """True for an action that is neither done nor dropped."""
    return action.status not in view.rules.words["finished actions"]


def _recent(action: Action, view: View) -> bool:
    return action.decided is None or not view.dated or action.decided.toordinal() >= view.year_start


def _status_in(run: Run, topic: str) -> str:
    status = run.word_in(topic)
    return status if status in set(Status) else ""


@dataclass(frozen=True)
class _Look:
    """An action and its topic beside the refresh before it was decided."""

    assessment: Assessment
    action: Action
    found: Finding | None

    def followed(self) -> FollowUp:
        run = self._run()
        then = _status_in(run, self.action.topic) if run and self.found else ""
        return FollowUp(
            self.action,
            f"{self.found.key} {self.found.pitfall.title}" if self.found else "",
            self._tip(),
            self._stands(),
            run.day if run and self.found else None,
            then,
            str(self.found.status) if self.found else "",
            tuple(self._moved(run)) if run else (),
            " ".join(self._says(run, then)),
        )

    def _run(self) -> Run | None:
        decided = self.action.decided
        return None if decided is None else run_at(self.assessment.view.project.runs, decided)

    def _tip(self) -> str:
        titles = {tip.key: tip.tip.title for tip in self.assessment.tips}
        return f"{self.action.tip} {titles[self.action.tip]}" if self.action.tip in titles else ""

    def _stands(self) -> str:
        status = self.action.status or texts.say("follow_up", "no_status")
        if self.action.due is None or not is_open(self.action, self.assessment.view):
            return status
        return texts.say("follow_up", "due", status=status, due=texts.long_date(self.action.due))

    # --- what moved -----------------------------------------------------------------------------

    def _signals(self) -> Mapping[str, Read]:
        """The signals of the topic."""
        key = self.action.topic
        return {name: read for name, read in readings(self.assessment).items() if name.split(".")[0] == key}

    def _shown(self, run: Run) -> Iterator[tuple[str, Read, Shown]]:
        """Each signal of the topic and how it read then; nothing where nobody remembers."""
        if run.word_in(READINGS):
            for name, read in self._signals().items():
                yield name, read, run.readings.get(name, NOTHING).shown

    def _moved(self, run: Run) -> Iterator[Movement]:
        for name, read, then in self._shown(run):
            if then != read.shown:
                words = (history.in_words(then), history.in_words(read.shown))
                yield Movement(name, read.title, *words)

    # --- in words -------------------------------------------------------------------------------

    def _says(self, run: Run | None, then: str) -> Iterator[str]:
        missing = self._missing(run, then)
        if missing or run is None or run.day is None or self.found is None:
            yield texts.say("follow_up", missing)
            return
        key = "still" if then == self.found.status else "changed"
        topic = f"{self.found.key} {self.found.pitfall.title}"
        day = texts.long_date(run.day)
        yield texts.say("follow_up", key, topic=topic, then=then, now=str(self.found.status), day=day)
        yield self._signals_in_words(run)
        if run.same[1:] != history.identity(self.assessment)[1:]:
            yield texts.say("follow_up", "other_limits")

    def _missing(self, run: Run | None, then: str) -> str:
        """The name of the sentence that says why nothing can be compared; empty when something can."""
        if self.found is None:
            return "unknown_topic" if self.action.named else "no_topic"
        if self.action.decided is None:
            return "no_day"
        return "" if run and then else "no_run"

    def _signals_in_words(self, run: Run) -> str:
        moved = list(self._moved(run))
        if moved:
            told = [texts.say("follow_up", "signal", title=m.title, then=m.then, now=m.now) for m in moved]
            key = "moved" if len(told) <= MOST_SIGNALS else "moved_more"
            n = str(len(told) - MOST_SIGNALS)
            return texts.say("follow_up", key, signals="; ".join(told[:MOST_SIGNALS]), n=n)
        shown = list(self._shown(run))
        if not shown:
            return texts.say("follow_up", "forgotten")
        on_record = any(then != NOTHING.shown for _, _, then in shown)
        return texts.say("follow_up", "unmoved" if on_record else "not_recorded")
