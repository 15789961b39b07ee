"""Small partnerships to write to, and drafts made for them without a file."""

from __future__ import annotations

import email
from collections.abc import Sequence
from datetime import date
from email.message import EmailMessage
from email.policy import default
from typing import Any

from build import book

from partnerxl.core.addressees import read_addressees
from partnerxl.core.assess import assess
from partnerxl.core.records import read_project
from partnerxl.core.sent import Entry
from partnerxl.send.drafts import Common, Draft, Outbox, Page, drafts

Row = dict[str, Any]
FORM: Row = {
    "InitiativeName": "Harbor Plains Logistics",
    "PeriodStart": "2025-10-01",
    "PeriodEnd": "2026-09-30",
    "ConvenerOrg": "P1",
    "PreparedBy": "Coordination team",
}
BOARD: Row = {
    "PartnerID": "P1",
    "PartnerName": "Harbor Workforce Board",
    "Role": "Convener",
    "ShareConsent": "Yes",
    "ContactEmail": "board@example.org",
}
BOLT: Row = {
    "PartnerID": "P2",
    "PartnerName": "Bolt Freight",
    "Role": "Core",
    "ShareConsent": "Yes",
    "ContactName": "Ana Diaz",
    "ContactEmail": "ana@example.org; chief@example.org",
}
COMMON = Common("our progress report", b"the report", "R-0123ABCD", fresh=True)


def made(
    *partners: Row, common: Common = COMMON, sent: Sequence[Entry] = (), **sheets: Any
) -> dict[str, Draft]:
    """The draft for each partner, by the key of the partner."""
    found = book(**{"Initiative": FORM, "Partners": list(partners or (BOARD, BOLT)), **sheets})
    view = assess(read_project(found)).view
    keys = [str(key) for (key,) in view.partners.rows("key")]
    pages = [Page(key, view.name_of(key), f"page of {key}".encode()) for key in keys]
    outbox = Outbox(view, read_addressees(found, view.project), common, date(2026, 12, 9), sent)
    return dict(zip(keys, drafts(outbox, pages), strict=True))


def opened(content: bytes) -> EmailMessage:
    """A draft as the standard library reads it back."""
    return email.message_from_bytes(content, policy=default)


def text_of(draft: Draft, kind: str = "plain") -> str:
    """The note of a draft, as plain text or as HTML."""
    body = opened(draft.content).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def codes(draft: Draft) -> list[str]:
    return [each.code for each in draft.problems]
