"""What partners answered, decided and signed, as the sheets Replies, Decisions and Sign-off hold it for one report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partnerxl.core.actions import topic_keys
from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import Book
from partnerxl.core.matching import clean
from partnerxl.core.messages import message
from partnerxl.core.records import Project
from partnerxl.core.tables import find_grid

REFERENCE = re.compile("R-[0-9A-F]{8}")
QUESTION = re.compile(r"Question ([1-9]\d?)")
OWN_QUESTION = "Own question"
"""What a reply is about that a partner wrote as a question on its own page."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a partner wrote to a topic or a question, as it was typed.

    Attributes:
        partner: The partner's key; empty when nobody says.
        topic: The key of the topic, like P4; empty where it is about something else.
        question: The number of the question of the report; 0 where it is about something else.
        about: What it is about, as it was typed.
        says: The answer.
        agree: Whether the partner agrees; empty without a word on it.
        day: The day of the answer.
    """

    partner: str
    topic: str
    question: int
    about: str
    says: str
    agree: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Signature:
    """A partner's word on the report, as it was typed."""

    partner: str
    agreement: str
    comment: str
    name: str
    day: date | None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision of the review: what, the key of the partner that carries it out, and by when."""

    title: str
    owner: str
    due: date | None


@dataclass(frozen=True)
class Signed:
    """What came back on one report.

    Attributes:
        reference: The reference of the report.
        signatures: Its rows of Sign-off.
        replies: Its rows of Replies.
        decisions: Decisions that came back with it.
        others: References of other reports that have rows there, in the order of the sheets.
        own_questions: Whether partners wrote questions on their own pages, which have references of their own.
    """

    reference: str
    signatures: tuple[Signature, ...]
    replies: tuple[Reply, ...]
    decisions: tuple[NewDecision, ...]
    others: tuple[str, ...]
    own_questions: bool

    @property
    def day(self) -> date | None:
        """The last day of a word on it; None when none has a day."""
        days = [*(each.day for each in self.signatures), *(each.day for each in self.replies)]
        return max(filter(None, days), default=None)


def read_signed(project: Project) -> Signed:
    """What came back on the report that the last row of Sign-off names, or else the last row of Replies.

    Raises:
        WorkbookError: If neither sheet names a report.
    """
    answered, asked = _references_of_replies(project)
    named = [*answered, *_references(project, "Sign-off")]
    if not named:
        raise WorkbookError(message("signed", "nothing", book=project.book_name))
    reference = named[-1]
    return Signed(
        reference,
        tuple(_signatures(project, reference)),
        tuple(_replies(project, reference)),
        tuple(_decisions(project, reference)),
        tuple(dict.fromkeys(each for each in named if each != reference)),
        any(each != reference for each in asked),
    )


def _references_of_replies(project: Project) -> tuple[list[str], list[str]]:
    """The references of answers to reports, and those of questions that partners wrote on their own pages."""
    answered: list[str] = []
    asked: list[str] = []
    for text, about in project.sheets["Replies"].frame.rows("Reference", "Topic"):
        own = clean(about or "") == clean(OWN_QUESTION)
        (asked if own else answered).append(_reference(text))
    return [each for each in answered if each], [each for each in asked if each]


def _references(project: Project, sheet: str) -> list[str]:
    found = (_reference(text) for (text,) in project.sheets[sheet].frame.rows("Reference"))
    return [each for each in found if each]


def _reference(text: str | None) -> str:
    """A reference however it was typed; empty for anything else."""
    typed = (text or "").strip().upper()
    return typed if REFERENCE.fullmatch(typed) else ""


def _day(ordinal: int | None) -> date | None:
    return None if ordinal is None else date.fromordinal(int(ordinal))


def _signatures(project: Project, reference: str) -> Iterable[Signature]:
    """The same word twice is one."""
    rows = project.sheets["Sign-off"].frame.rows(
        "Reference", "Partner", "Agreement", "Comment", "Name", "Date"
    )
    return {
        Signature(partner or "", agreement or "", comment or "", name or "", _day(day)): None
        for typed, partner, agreement, comment, name, day in rows
        if _reference(typed) == reference and (agreement or comment)
    }


def _replies(project: Project, reference: str) -> Iterable[Reply]:
    """The same answer twice is one."""
    topics = topic_keys()
    rows = project.sheets["Replies"].frame.rows("Reference", "Partner", "Topic", "Answer", "Agree", "Date")
    return {
        Reply(
            partner or "",
            topics.get(clean(about or ""), ""),
            _question(about or ""),
            about or "",
            says or "",
            agree or "",
            _day(day),
        ): None
        for typed, partner, about, says, agree, day in rows
        if _reference(typed) == reference and (says or agree)
    }


def _question(about: str) -> int:
    found = QUESTION.fullmatch(about.strip())
    return int(found[1]) if found else 0


def _decisions(project: Project, reference: str) -> Iterable[NewDecision]:
    rows = project.sheets["Decisions"].frame.rows("DecisionID", "Title", "OwnerPartnerID", "DueDate")
    for key, title, owner, due in rows:
        if _came_with(key, reference) and title:
            yield NewDecision(title, owner or "", _day(due))


def _came_with(key: object, reference: str) -> bool:
    """True for the ID of a decision that came back with a report: its reference and a number."""
    return isinstance(key, str) and re.fullmatch(rf"{reference}-\d+", key.strip()) is not None


def before_answers(book: Book, reference: str) -> Book:
    """A workbook without the decisions that came back with a report, as it was when the report was made."""
    decisions = find_grid(book, "Decisions")
    if decisions is None:
        return book
    kept = [at for at, row in enumerate(decisions.rows) if not _any_came_with(row, reference)]
    left = replace(
        decisions,
        numbers=[decisions.numbers[at] for at in kept],
        rows=[decisions.rows[at] for at in kept],
    )
    return replace(book, grids=tuple(left if grid is decisions else grid for grid in book.grids))


def _any_came_with(row: Sequence[object], reference: str) -> bool:
    return any(_came_with(cell, reference) for cell in row)
