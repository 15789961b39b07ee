"""The shape of what a report template is filled with: every name a template may use.

All numbers arrive as ready texts, except the bars (0 to 100, or None for "no bar"). Empty texts and
empty lists mean "there is nothing to say"; the template then leaves the passage out or prints its one
honest sentence.
"""

from __future__ import annotations

from typing import TypedDict

from partnerxl.report.circle_shapes import EarlierActions, Reply, SignedCopy, Step


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
        records_hash: Hash of the records, wherever they are saved.
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
    """One of the four key numbers on the cover.

    Attributes:
        label: What is counted.
        value: The number; a dash when it is not known.
        note: What it is compared with, or why it is not known.
    """

    label: str
    value: str
    note: str


class Celebrating(TypedDict):
    """What worked.

    Attributes:
        lead: One sentence that leads in.
        wins: What worked, a sentence each.
        thanks: A line of thanks; it names only partners that agreed to be shown.
    """

    lead: str
    wins: list[str]
    thanks: str


class Promise(TypedDict):
    """One promised item.

    Attributes:
        title: What was promised.
        who: The partner that leads it.
        due: When it was due.
        status: Its status, a word for a chip.
        new_date: The date agreed since, or nothing.
        reason: Why it is late or was changed, as people recorded it.
    """

    title: str
    who: str
    due: str
    status: str
    new_date: str
    reason: str


class Promises(TypedDict):
    """Progress against what we promised.

    Attributes:
        lead: How many of those due are done.
        rows: The promised items, late ones first.
        more: What is not printed and where it stands, or nothing.
    """

    lead: str
    rows: list[Promise]
    more: str


class PhaseRow(TypedDict):
    """One phase.

    Attributes:
        name: Its name.
        nick: Its name in everyday words.
        score: Its score, or a dash.
        bar: Its score as a bar.
        last_score: Its score in the last report, or nothing.
        last_bar: The same as a bar.
        band: How strongly it shows, in words.
        coverage: How much of what it needs is recorded.
        says: Its evidence in one sentence.
    """

    name: str
    nick: str
    score: str
    bar: float | None
    last_score: str
    last_bar: float | None
    band: str
    coverage: str
    says: str


class TrendRow(TypedDict):
    """One period.

    Attributes:
        period: Its last day.
        scores: The scores of the four phases, or dashes.
    """

    period: str
    scores: list[str]


class TrendLine(TypedDict):
    """One phase over the periods.

    Attributes:
        name: Its name.
        values: Its score in each period.
    """

    name: str
    values: list[float | None]


class Trend(TypedDict):
    """The four phases over three or more periods, all empty with fewer; as a whole it fills a chart.

    Attributes:
        title: What the chart shows, as a heading.
        lead: One sentence that leads in.
        rows: The periods, the oldest first.
        labels: The periods as the chart names them.
        lines: The phases as lines of the chart.
        says: What the chart shows, for those who cannot see it.
    """

    title: str
    lead: str
    rows: list[TrendRow]
    labels: list[str]
    lines: list[TrendLine]
    says: str


class Phases(TypedDict):
    """Where we are: the four phases in the source's order.

    Attributes:
        lead: One sentence that leads in.
        rows: The four phases.
        helps: What helps now.
        talk: Questions to talk about.
        changes: What changed since the last report, and which rows moved it.
        trend: Their scores over the periods.
    """

    lead: str
    rows: list[PhaseRow]
    helps: list[str]
    talk: list[str]
    changes: list[str]
    trend: Trend


class Evidence(TypedDict):
    """One sentence and the rows behind it.

    Attributes:
        says: The sentence.
        source: The rows, in words.
    """

    says: str
    source: str


class Overview(TypedDict):
    """One of the eight topics at a glance.

    Attributes:
        title: Its neutral name.
        status: Its status, a word for a chip.
        records: How much of what it needs is recorded.
    """

    title: str
    status: str
    records: str


class Topic(TypedDict):
    """A topic to discuss: everything on its half page.

    Attributes:
        id: Its number, such as P4.
        title: Its neutral name.
        status: Its status, a word for a chip.
        records: How much of what it needs is recorded.
        override: The status a person set, with reason, name and date; or nothing.
        evidence: What our records say.
        explains: What could also explain it: the reasons on record.
        well: What goes well already.
        ideas: What we could try, tips not yet seen first.
        change: What would change the status, or nothing.
        unknown: What we do not know, or nothing.
        prompt: A question to begin with.
        replies: In a signed-off copy, what partners replied.
        steps: In a signed-off copy, the next steps that were agreed.
    """

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
    replies: list[Reply]
    steps: list[Step]


class Quiet(TypedDict):
    """A topic without a sign, one line.

    Attributes:
        title: Its neutral name.
        status: Its status, a word for a chip.
        says: What our records say.
    """

    title: str
    status: str
    says: str


class Unknown(TypedDict):
    """A topic we could not assess.

    Attributes:
        title: Its neutral name.
        status: Its status, a word for a chip.
        record: What to record, and where.
    """

    title: str
    status: str
    record: list[str]


class Topics(TypedDict):
    """The eight topics in three groups.

    Attributes:
        lead: One sentence that leads in.
        overview: All eight at a glance.
        rows: Topics to discuss.
        quiet: Topics without a sign.
        unknown: Topics we could not assess.
    """

    lead: str
    overview: list[Overview]
    rows: list[Topic]
    quiet: list[Quiet]
    unknown: list[Unknown]


class Bringing(TypedDict):
    """What one partner brings.

    Attributes:
        name: Its name.
        role: Its role and kind.
        brings: What it contributed or committed.
        arrived: How much of what was due has arrived, such as "3 of 4 due".
    """

    name: str
    role: str
    brings: str
    arrived: str


class Contributions(TypedDict):
    """What each partner brings.

    Attributes:
        lead: How many partners have something on record.
        rows: Partners that agreed to be shown, sorted by role.
        more: How many are not shown, or nothing.
        costs: Costs that need support, a sentence each.
    """

    lead: str
    rows: list[Bringing]
    more: str
    costs: list[str]


class Need(TypedDict):
    """What an employer or another stakeholder said, and what changed.

    Attributes:
        when: When it was said.
        who: Who said it; an organization that agreed to be shown, or its kind.
        need: What was said.
        changed: What changed since.
    """

    when: str
    who: str
    need: str
    changed: str


class Pool(TypedDict):
    """A group of workers we set out to reach.

    Attributes:
        name: Its name.
        reached: How close we are to it.
        joined: How many joined of how many planned; one to four are printed as <5.
        asked: Whether workers were asked what they need.
    """

    name: str
    reached: str
    joined: str
    asked: str


class Voices(TypedDict):
    """Employers, workers and pulse; each list may be empty.

    Attributes:
        employers: What our records say of employers, a sentence each.
        needs: What employers and others said.
        workers: What our records say of workers, a sentence each.
        pools: Groups of workers.
        pulse: What the pulse survey says beside the records, from five answers on.
    """

    employers: list[str]
    needs: list[Need]
    workers: list[str]
    pools: list[Pool]
    pulse: list[str]


class TipRow(TypedDict):
    """One of the 13 tips and where it shows.

    Attributes:
        number: Its number.
        title: What it says.
        state: Its state, a word for a chip.
        source: The rows that show it.
    """

    number: str
    title: str
    state: str
    source: str


class Tips(TypedDict):
    """The tips in practice.

    Attributes:
        lead: How many are seen.
        rows: The 13 tips.
    """

    lead: str
    rows: list[TipRow]


class Signer(TypedDict):
    """A partner that signs off.

    Attributes:
        name: Its name.
        tag: A short text for the tags of its fields, which no other partner has.
    """

    name: str
    tag: str


class Decision(TypedDict):
    """An earlier decision that is still open.

    Attributes:
        title: What was decided.
        who: Who carries it out.
        due: By when.
        state: Whether it is due.
    """

    title: str
    who: str
    due: str
    state: str


class Limit(TypedDict):
    """A limit in force.

    Attributes:
        topic: The topic it belongs to.
        signal: What is looked at.
        watch: The limit for Watch.
        discuss: The limit for Discuss.
        least: The smallest number it needs.
        reason: Where it comes from, when it is not our own choice.
    """

    topic: str
    signal: str
    watch: str
    discuss: str
    least: str
    reason: str


class ChangedLimit(TypedDict):
    """A limit the workbook's Settings changed.

    Attributes:
        limit: Which one.
        usual: Its usual value.
        now: Its value in force.
        who: Who changed it.
        when: When.
    """

    limit: str
    usual: str
    now: str
    who: str
    when: str


class Override(TypedDict):
    """A status that a person set instead of the computed one.

    Attributes:
        topic: The topic.
        computed: The computed status.
        status: The status that was set.
        reason: Why.
        who: Who set it, and when.
    """

    topic: str
    computed: str
    status: str
    reason: str
    who: str


class Check(TypedDict):
    """A cell somebody should look at.

    Attributes:
        where: Its address.
        expected: What was expected.
        found: What was found.
        mend: How to mend it.
    """

    where: str
    expected: str
    found: str
    mend: str


class About(TypedDict):
    """About this report.

    Attributes:
        method: How it came about, a paragraph each.
        limits: The limits in force.
        changed: Limits that our settings changed.
        overrides: Statuses that people set.
        checks: Cells somebody should look at.
        more_checks: How many more there are, or nothing.
    """

    method: list[str]
    limits: list[Limit]
    changed: list[ChangedLimit]
    overrides: list[Override]
    checks: list[Check]
    more_checks: str


class SourceList(TypedDict):
    """The source's own words.

    Attributes:
        credit: Where they come from.
        pitfalls_lead: What leads in to the pitfalls.
        pitfalls: The eight pitfalls.
        phases: What it says of the phases.
        tips_lead: What leads in to the tips.
        tips: The 13 tips.
    """

    credit: str
    pitfalls_lead: str
    pitfalls: list[str]
    phases: str
    tips_lead: str
    tips: list[str]


class ReportContext(TypedDict):
    """Everything a review template may use.

    Attributes:
        report: The report itself.
        key_numbers: The four key numbers on the cover.
        standouts: What stands out, success first, a sentence each.
        celebrating: What worked.
        promises: Progress against what we promised.
        actions: What we decided last time.
        phases: Where we are.
        topics: Topics to discuss, topics without a sign, topics we could not assess.
        contributions: What each partner brings.
        voices: Employers, workers, pulse.
        tips: The tips in practice.
        questions: Questions for us.
        decisions: Earlier decisions that are still open.
        new_decisions: Numbers of the empty rows for new decisions.
        partner_names: Names for drop-down lists.
        sign_off: The partners that sign off.
        about: What the report rests on.
        source: The source's own words.
        signed: What a signed-off copy holds.
    """

    report: Facts
    key_numbers: list[KeyNumber]
    standouts: list[str]
    celebrating: Celebrating
    promises: Promises
    actions: EarlierActions
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
    signed: SignedCopy
