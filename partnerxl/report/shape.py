"""The shape of what a report template is filled with: every name a template may use.

All numbers arrive as ready texts, except the bars (0 to 100, or None for "no bar"). Empty texts and
empty lists mean "there is nothing to say"; the template then leaves the passage out or prints its one
honest sentence.
"""

from __future__ import annotations

from typing import TypedDict


class Facts(TypedDict):
    """The report itself.

    Attributes:
        initiative: Name of the initiative.
        short_name: The same, cut to what fits into a header line.
        place: Sector and region in one line, or nothing.
        period: The period, in words.
        last_period: The period of the last report; nothing when there is none.
        has_last: True when a last report is known.
        review_date: Date of the review; nothing prints a field to pick one.
        partners: Names of the partners in one line, at most about twelve, then "and 7 more".
        prepared_by: Who prepared it, and when, as it stands in the workbook.
        prepared_on: The day it was prepared.
        as_of: Last day of the records looked at.
        workbook: Name of the workbook.
        reference: Number of this report, unique for records, rules and template.
        rules: Version of the rules.
        records_hash: Hash of the workbook.
        rules_hash: Hash of the rules with their limits in force.
        template_hash: Hash of the template.
    """

    initiative: str
    short_name: str
    place: str
    period: str
    last_period: str
    has_last: bool
    review_date: str
    partners: str
    prepared_by: str
    prepared_on: str
    as_of: str
    workbook: str
    reference: str
    rules: str
    records_hash: str
    rules_hash: str
    template_hash: str


class KeyNumber(TypedDict):
    """One of the four key numbers on the cover."""

    label: str
    value: str
    note: str


class Celebrating(TypedDict):
    """What worked: one lead sentence, successes, and a line of thanks (only names with consent)."""

    lead: str
    wins: list[str]
    thanks: str


class Promise(TypedDict):
    """One promised item; ``who`` leads it, ``to`` it was promised."""

    title: str
    who: str
    due: str
    status: str
    new_date: str
    reason: str


class Promises(TypedDict):
    """Progress against what we promised; ``more`` says what is not printed and where it stands."""

    lead: str
    rows: list[Promise]
    more: str


class PhaseRow(TypedDict):
    """One phase: score as text and as bar, now and last, band, coverage and its evidence."""

    name: str
    nick: str
    score: str
    bar: float | None
    last_score: str
    last_bar: float | None
    band: str
    coverage: str
    says: str


class Phases(TypedDict):
    """Where we are: rows in the source's order, what helps, questions, and changes since last time."""

    lead: str
    rows: list[PhaseRow]
    helps: list[str]
    talk: list[str]
    changes: list[str]


class Evidence(TypedDict):
    """One sentence and the rows behind it."""

    says: str
    source: str


class Overview(TypedDict):
    """One of the eight topics at a glance."""

    title: str
    status: str
    records: str


class Topic(TypedDict):
    """A topic to discuss: everything on its half page."""

    id: str
    title: str
    status: str
    records: str
    override: str
    evidence: list[Evidence]
    explains: list[str]
    well: list[str]
    ideas: list[str]
    change: str
    unknown: str
    prompt: str


class Quiet(TypedDict):
    """A topic without a sign, one line."""

    title: str
    status: str
    says: str


class Unknown(TypedDict):
    """A topic we could not assess: what is missing and where to record it."""

    title: str
    status: str
    record: list[str]


class Topics(TypedDict):
    """The eight topics in three groups."""

    lead: str
    overview: list[Overview]
    rows: list[Topic]
    quiet: list[Quiet]
    unknown: list[Unknown]


class Bringing(TypedDict):
    """What one partner brings; ``arrived`` reads like "3 of 4 due"."""

    name: str
    role: str
    brings: str
    arrived: str


class Contributions(TypedDict):
    """What each partner brings, sorted by role; costs that need support; who is not shown."""

    lead: str
    rows: list[Bringing]
    more: str
    costs: list[str]


class Need(TypedDict):
    """What an employer or other stakeholder said, and what changed."""

    when: str
    who: str
    need: str
    changed: str


class Pool(TypedDict):
    """A group of workers we set out to reach."""

    name: str
    reached: str
    joined: str
    asked: str


class Voices(TypedDict):
    """Employers, workers and pulse; each list may be empty."""

    employers: list[str]
    needs: list[Need]
    workers: list[str]
    pools: list[Pool]
    pulse: list[str]


class TipRow(TypedDict):
    """One of the 13 tips and where it shows."""

    number: str
    title: str
    state: str
    source: str


class Tips(TypedDict):
    """The tips in practice."""

    lead: str
    rows: list[TipRow]


class Signer(TypedDict):
    """A partner that signs off; ``tag`` is short, safe and unique."""

    name: str
    tag: str


class Decision(TypedDict):
    """An earlier decision that is still open."""

    title: str
    who: str
    due: str
    state: str


class Limit(TypedDict):
    """A limit in force."""

    topic: str
    signal: str
    watch: str
    discuss: str
    least: str
    reason: str


class ChangedLimit(TypedDict):
    """A limit the workbook's Settings changed."""

    limit: str
    usual: str
    now: str
    who: str
    when: str


class Override(TypedDict):
    """A status that a person set instead of the computed one."""

    topic: str
    computed: str
    status: str
    reason: str
    who: str


class Check(TypedDict):
    """A cell somebody should look at."""

    where: str
    expected: str
    found: str
    mend: str


class About(TypedDict):
    """About this report."""

    method: list[str]
    limits: list[Limit]
    changed: list[ChangedLimit]
    overrides: list[Override]
    checks: list[Check]
    more_checks: str


class SourceList(TypedDict):
    """The source's own words."""

    credit: str
    pitfalls_lead: str
    pitfalls: list[str]
    phases: str
    tips_lead: str
    tips: list[str]


class ReportContext(TypedDict):
    """Everything a review template may use."""

    report: Facts
    key_numbers: list[KeyNumber]
    standouts: list[str]
    celebrating: Celebrating
    promises: Promises
    phases: Phases
    topics: Topics
    contributions: Contributions
    voices: Voices
    tips: Tips
    questions: list[str]
    decisions: list[Decision]
    new_decisions: list[str]
    partner_names: list[str]
    sign_off: list[Signer]
    about: About
    source: SourceList
