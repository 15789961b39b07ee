"""One draft for each partner, with what a person should look at before sending it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from partnerxl.core import texts
from partnerxl.core.addressees import Addressee
from partnerxl.core.contact import mask
from partnerxl.core.errors import Problem
from partnerxl.core.file_names import ascii_name, one_line
from partnerxl.core.sent import Entry
from partnerxl.core.view import View
from partnerxl.send import addresses
from partnerxl.send.letters import About, Letter, letter
from partnerxl.send.message import Attachment, Envelope, message
from partnerxl.send.own_lines import OwnLines, own_lines
from partnerxl.send.wording import problem, say

ENDING = ".docx"
LONGEST_INITIATIVE = 80
MEGABYTE = 1_000_000
HASH_SHOWN = 12


@dataclass(frozen=True)
class Page:
    """The page of one partner: the partner's key and name, and the Word file."""

    key: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Common:
    """The report that all partners get.

    Attributes:
        name: Its file's name, without ending.
        content: The Word file.
        reference: Its reference; empty when it is none of ours.
        fresh: Whether it was made from the records as they are now.
    """

    name: str
    content: bytes
    reference: str
    fresh: bool


@dataclass(frozen=True)
class Draft:
    """A draft and what its preview shows.

    Attributes:
        partner: The partner's name.
        where: The cell that holds the address.
        to: The first address of the cell, if there is a good one.
        cc: The other ones.
        greeting: How the note begins.
        language: The language it is written in.
        subject: What it is about.
        note: What it says.
        attachments: The files that go along.
        content: The file of the draft.
        problems: What a person should look at.
    """

    partner: str
    where: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    greeting: str
    language: str
    subject: str
    note: Letter
    attachments: tuple[Attachment, ...]
    content: bytes
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Outbox:
    """What drafts are made from.

    Attributes:
        view: The records.
        addressees: Whom each partner's draft goes to, by the partner's key.
        common: The report for all.
        answer_by: The day to answer.
        sent: Earlier drafts.
        form: The form of the pulse, the same for all; None without one.
    """

    view: View
    addressees: Mapping[str, Addressee]
    common: Common
    answer_by: date
    sent: Sequence[Entry] = ()
    form: Attachment | None = None


def drafts(outbox: Outbox, pages: Sequence[Page]) -> tuple[Draft, ...]:
    """A draft for each page, in their order; what is wrong never keeps a draft from being made."""
    lines = own_lines(outbox.view)
    read = {page.key: addresses.read(outbox.addressees[page.key].email) for page in pages}
    checks = _Checks(outbox, pages, read)
    return tuple(_draft(checks, page, lines.get(page.key, OwnLines())) for page in pages)


def _draft(checks: _Checks, page: Page, own: OwnLines) -> Draft:
    outbox, (to, cc) = checks.outbox, _to_and_cc(checks.read[page.key])
    about = _about(outbox, page)
    attachments = _attachments(outbox, page)
    envelope = Envelope(to, cc, _subject(outbox))
    note = letter(about, own)
    return Draft(
        page.name,
        outbox.addressees[page.key].where,
        to,
        cc,
        about.greeting,
        say("language", "name"),
        envelope.subject,
        note,
        attachments,
        message(envelope, note, attachments),
        tuple(checks.of(page, attachments)),
    )


def _to_and_cc(found: addresses.Addresses) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return found.good[:1], found.good[1:]


def _about(outbox: Outbox, page: Page) -> About:
    form = outbox.view.project.form.values
    convener = outbox.view.convener
    signed = (form["PreparedBy"], outbox.view.name_of(convener) if convener else None)
    return About(
        one_line(page.name),
        one_line(mask(outbox.addressees[page.key].name)),
        texts.long_date(outbox.answer_by),
        outbox.common.reference,
        tuple(one_line(str(name)) for name in signed if name),
        with_form=outbox.form is not None,
    )


def _subject(outbox: Outbox) -> str:
    name = str(outbox.view.field("InitiativeName") or say("letter", "initiative"))
    short = one_line(name, LONGEST_INITIATIVE)
    return say("letter", "subject", initiative=short, date=texts.long_date(outbox.answer_by))


def _attachments(outbox: Outbox, page: Page) -> tuple[Attachment, ...]:
    common, forms = outbox.common, (outbox.form,) if outbox.form else ()
    report = ascii_name(common.name, say("file", "report"))
    own = f"{ascii_name(page.name, say('file', 'page'))} {say('file', 'page')}"
    return (
        Attachment(f"{report}{ENDING}", common.content),
        Attachment(f"{own}{ENDING}", page.content),
        *forms,
    )


# --- what to look at ------------------------------------------------------------------------------


class _Checks:
    """What a person should look at in a draft."""

    def __init__(
        self, outbox: Outbox, pages: Sequence[Page], read: Mapping[str, addresses.Addresses]
    ) -> None:
        self.outbox = outbox
        self.read = read
        partners = outbox.view.partners
        self._hidden = {key for key, shown in partners.rows("key", "ShareConsent") if not shown}
        self._owners: defaultdict[str, list[Page]] = defaultdict(list)
        for page in pages:
            for address in read[page.key].good:
                self._owners[address.casefold()].append(page)
        self._earlier: dict[str, Entry] = {
            entry.partner: entry for entry in outbox.sent if entry.reference == outbox.common.reference
        }

    def of(self, page: Page, attachments: Iterable[Attachment]) -> Iterator[Problem]:
        """Everything to look at in the draft for one partner."""
        yield from self._addresses(page)
        yield from self._report()
        if page.key in self._hidden:
            yield problem("PX-505", self._cell(page, "ShareConsent"), partner=page.name)
        yield from self._size(attachments)
        yield from self._again(page)

    def _addresses(self, page: Page) -> Iterator[Problem]:
        addressee, found = self.outbox.addressees[page.key], self.read[page.key]
        if found.odd:
            yield problem("PX-502", addressee.where)
        elif not found.good:
            yield problem("PX-501", addressee.where, partner=page.name)
        sharing = (each for address in found.good for each in self._owners[address.casefold()])
        others = sorted({each.name for each in sharing if each.key != page.key})
        if others:
            yield problem("PX-503", addressee.where, partner=page.name, others=texts.listed(others))

    def _report(self) -> Iterator[Problem]:
        common = self.outbox.common
        if not common.reference:
            yield problem("PX-508", f"{common.name}{ENDING}")
        elif not common.fresh:
            yield problem("PX-504", f"{common.name}{ENDING}")

    def _size(self, attachments: Iterable[Attachment]) -> Iterator[Problem]:
        size = sum(len(each.content) for each in attachments)
        most = self.outbox.view.rules.counts["attached megabytes"]
        if size > most * MEGABYTE:
            name = f"{self.outbox.common.name}{ENDING}"
            yield problem("PX-506", name, most=most, size=f"{size / MEGABYTE:.1f}")

    def _again(self, page: Page) -> Iterator[Problem]:
        entry = self._earlier.get(page.name)
        if entry and entry.reference:
            yield problem(
                "PX-507",
                "Sent",
                reference=entry.reference,
                partner=page.name,
                time=entry.time,
                state=entry.state,
            )

    def _cell(self, page: Page, column: str) -> str:
        sheet = self.outbox.view.records("Partners")
        letters = sheet.letters.get(column)
        return f"{sheet.sheet}!{letters}{self.outbox.addressees[page.key].row}" if letters else sheet.sheet


# --- the log --------------------------------------------------------------------------------------


def entry(draft: Draft, reference: str, time: str, way: str) -> Entry:
    """What Sent remembers of a draft."""
    return Entry(
        time,
        draft.partner,
        "; ".join(draft.to),
        "; ".join(draft.cc),
        draft.subject,
        "; ".join(each.name for each in draft.attachments),
        hashlib.sha256(draft.content).hexdigest()[:HASH_SHOWN],
        reference,
        way,
        say("log", "state"),
    )
