"""A draft as a file that mail programs open: the same draft gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from partnerxl.send.letters import Letter

WORD = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
BOUNDARY = "=_partnerxl_{}"  # neither quoted-printable nor base64 can hold it
ENCODED = "quoted-printable"


@dataclass(frozen=True)
class Attachment:
    """A Word file that goes along: an ASCII name with its ending, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Envelope:
    """Whom a draft goes to, as checked addresses, and what it is about."""

    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str


def message(envelope: Envelope, letter: Letter, attachments: Sequence[Attachment]) -> bytes:
    """The file of a draft; who sends it and when is left to the mail program.

    Raises:
        ValueError: If an address or the subject holds a line break.
    """
    draft = EmailMessage(policy=SMTP)
    draft["X-Unsent"] = "1"
    if envelope.to:
        draft["To"] = ", ".join(envelope.to)
    if envelope.cc:
        draft["Cc"] = ", ".join(envelope.cc)
    draft["Subject"] = envelope.subject
    draft.set_content(letter.text, cte=ENCODED)
    draft.add_alternative(letter.html, subtype="html", cte=ENCODED)
    for each in attachments:
        draft.add_attachment(each.content, *WORD, filename=each.name)
    for number, part in enumerate(part for part in draft.walk() if part.is_multipart()):
        part.set_boundary(BOUNDARY.format(number))
    return draft.as_bytes()
