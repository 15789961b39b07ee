"""What stands in a copy that a partner sent back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A field that somebody filled in.

    Attributes:
        tag: What the field is for, like ``reply-P4``.
        title: Its title, as Word shows it.
        text: What was written or chosen; a date as year, month and day.
    """

    tag: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A returned copy.

    Attributes:
        file: Its name, without folder.
        reference: Its reference; empty in a file that is none of ours.
        records: The first signs of the hash of the records it was made from.
        initiative: The initiative it was made for; empty where it does not say.
        partner: The partner whose page it is; empty in a report for all.
        tags: The tags of its fields, filled in or not.
        answers: Those that are filled in, in their order.
        tracked: Whether it holds tracked changes.
        comments: How many comments it holds.
        refusal: Why it cannot be read; empty when it can.
    """

    file: str
    reference: str = ""
    records: str = ""
    initiative: str = ""
    partner: str = ""
    tags: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    tracked: bool = False
    comments: int = 0
    refusal: str = ""

    @property
    def fields(self) -> int:
        """How many fields of ours it has."""
        return len(self.tags)
