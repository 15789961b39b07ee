"""The shapes of what the templates of partner pages and of the facilitator page are filled with."""

from __future__ import annotations

from typing import TypedDict

from partnerxl.report.shape import Decision, Facts


class OwnFact(TypedDict):
    """One thing on record about the partner.

    Attributes:
        label: What it is about.
        value: What is on record.
        where: The cell that holds it.
    """

    label: str
    value: str
    where: str


class OwnResource(TypedDict):
    """Something the partner brings.

    Attributes:
        what: Kind and description.
        status: Its status, as it stands on Resources.
        amount: What was committed and what has arrived, or nothing.
        due: When it was due, or nothing.
        where: The row that holds it.
    """

    what: str
    status: str
    amount: str
    due: str
    where: str


class OwnItem(TypedDict):
    """Something the partner leads.

    Attributes:
        title: What it is.
        due: When it was due.
        status: Its status, a word for a chip.
        new_date: The date agreed since, or nothing.
        reason: Why it is late or was changed, as people recorded it.
        where: The row that holds it.
    """

    title: str
    due: str
    status: str
    new_date: str
    reason: str
    where: str


class OwnInput(TypedDict):
    """Something the partner told us.

    Attributes:
        when: When it was said.
        need: What was said.
        changed: What changed since.
        where: The row that holds it.
    """

    when: str
    need: str
    changed: str
    where: str


class Own(TypedDict):
    """What is on record about one partner.

    Attributes:
        name: Its name.
        facts: What the sheet Partners holds, without contact data.
        missing: What it does not hold yet, in one sentence, or nothing.
        shown: Whether the partner is named beside its contributions in the shared report.
        meetings: How many full meetings of the period it was at, or nothing.
        resources: What it brings.
        items: What it leads.
        decisions: Decisions it carries out.
        told: What it told us in the period.
        fixes: Numbers of the empty rows for corrections.
    """

    name: str
    facts: list[OwnFact]
    missing: str
    shown: str
    meetings: str
    resources: list[OwnResource]
    items: list[OwnItem]
    decisions: list[Decision]
    told: list[OwnInput]
    fixes: list[str]


class PartnerContext(TypedDict):
    """Everything a partner page may use.

    Attributes:
        report: The report itself.
        partner: What is on record about the partner it goes to.
    """

    report: Facts
    partner: Own


class GuideTopic(TypedDict):
    """A topic as whoever leads the talk needs it.

    Attributes:
        title: Its neutral name.
        status: Its status, a word for a chip.
        says: The first sentence of its evidence, or nothing.
        explains: What could also explain it, or nothing.
        prompt: A question to begin with.
    """

    title: str
    status: str
    says: str
    explains: str
    prompt: str


class GuidePhase(TypedDict):
    """A phase as whoever leads the talk needs it.

    Attributes:
        name: Its name.
        nick: Its name in everyday words.
        band: How strongly it shows, in words.
        prompt: A question to begin with.
    """

    name: str
    nick: str
    band: str
    prompt: str


class Guide(TypedDict):
    """What the facilitator page holds beside its fixed words.

    Attributes:
        wins: What worked, a sentence each, to begin with.
        phases: The four phases with a question each.
        first: The two or three topics that our records put first.
        others: The other topics, in case partners choose them.
        open: How many earlier decisions are still open, in a sentence.
        missing: What we could not assess, in a sentence, or nothing.
        apart: Statuses that people set and that differ from the computed ones, a sentence each.
    """

    wins: list[str]
    phases: list[GuidePhase]
    first: list[GuideTopic]
    others: list[GuideTopic]
    open: str
    missing: str
    apart: list[str]


class FacilitatorContext(TypedDict):
    """Everything the facilitator page may use.

    Attributes:
        report: The report itself.
        guide: What whoever leads the review needs.
    """

    report: Facts
    guide: Guide


class PulseRound(TypedDict):
    """The round of a pulse.

    Attributes:
        round: Its name, like 2026-09.
    """

    round: str


class PulseContext(TypedDict):
    """Everything the form of the pulse may use.

    Attributes:
        report: The report itself.
        pulse: The round.
    """

    report: Facts
    pulse: PulseRound
