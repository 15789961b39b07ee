"""The shape of what comes back from partners: earlier actions, and what a signed-off copy holds."""

from __future__ import annotations

from typing import TypedDict


class EarlierAction(TypedDict):
    """An action that was decided before.

    Attributes:
        action: What was decided.
        who: Who sees to it, if that is a partner that agreed to be shown.
        due: By when.
        status: Where it stands.
        answers: The topic it answers and the tip it follows.
        says: How the signals of its topic read when it was decided and now.
    """

    action: str
    who: str
    due: str
    status: str
    answers: str
    says: str


class EarlierActions(TypedDict):
    """What we decided last time.

    Attributes:
        rows: Earlier actions, open ones first.
        more: How many are not printed and where they stand, or nothing.
    """

    rows: list[EarlierAction]
    more: str


class Reply(TypedDict):
    """What a partner answered.

    Attributes:
        who: The partner, which agreed to be shown.
        says: The answer as it was typed.
        agree: Whether the partner agrees, or nothing.
    """

    who: str
    says: str
    agree: str


class OtherReply(TypedDict):
    """An answer to something that has no place of its own in the report.

    Attributes:
        about: What it is about.
        who: The partner, which agreed to be shown.
        says: The answer as it was typed.
    """

    about: str
    who: str
    says: str


class Step(TypedDict):
    """A next step or decision that was agreed.

    Attributes:
        what: What will be done.
        who: Who leads it, if that is a partner that agreed to be shown.
        due: By when.
    """

    what: str
    who: str
    due: str


class Answered(TypedDict):
    """A question of the report and its answers.

    Attributes:
        question: The question.
        replies: The answers; none when nobody answered.
    """

    question: str
    replies: list[Reply]


class Signature(TypedDict):
    """A partner's word on the report.

    Attributes:
        name: The partner.
        agreement: Agree, agree with a comment, do not agree, or that there is no answer yet.
        comment: The comment as it was typed.
        signed_by: Who signed.
        date: When.
    """

    name: str
    agreement: str
    comment: str
    signed_by: str
    date: str


class SignedCopy(TypedDict):
    """What a signed-off copy holds; all empty in a report that asks for answers.

    Attributes:
        mark: That this is a signed-off copy, with the day of the last word; nothing in a report that asks.
        note: What sets it apart from the report that partners signed, or nothing.
        lead: How many agree, agree with a comment, do not agree, and have not answered.
        hidden: How many answers are not printed and why, or nothing.
        conflicts: Partners that gave two answers, both of which are printed; or nothing.
        signatures: The partners in alphabetical order, each with its word.
        questions: The questions of the report with their answers.
        decisions: What was decided.
        others: Answers to something else.
    """

    mark: str
    note: str
    lead: str
    hidden: str
    conflicts: str
    signatures: list[Signature]
    questions: list[Answered]
    decisions: list[Step]
    others: list[OtherReply]
