"""What came back on one report, as the sheets hold it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from build import book, project

from partnerxl.core.errors import WorkbookError
from partnerxl.core.records import read_project
from partnerxl.core.signed import NewDecision, Reply, Signature, before_answers, read_signed

OURS, OTHER = "R-0000AAAA", "R-0000BBBB"
PARTNERS = [{"PartnerID": "P1", "PartnerName": "Harbor Board"}, {"PartnerID": "P2", "PartnerName": "Bolt"}]
SIGN: dict[str, Any] = {
    "Reference": OURS,
    "Partner": "Bolt",
    "Agreement": "Do not agree",
    "Comment": "Two items are missing.",
    "Name": "M. Ruiz",
    "Date": "2026-10-22",
}
REPLY: dict[str, Any] = {
    "Reference": OURS,
    "Topic": "P4",
    "Partner": "P1",
    "Answer": "We lend a trainer.",
    "Date": "2026-10-20",
}


def came(**sheets: Any) -> Any:
    return read_signed(project(Partners=PARTNERS, **sheets))


def test_a_word_on_the_report_is_read_as_it_was_typed() -> None:
    found = came(**{"Sign-off": [SIGN]})

    assert found.signatures == (
        Signature("p2", "Do not agree", "Two items are missing.", "M. Ruiz", date(2026, 10, 22)),
    )
    assert found.day == date(2026, 10, 22)


@pytest.mark.parametrize(
    ("about", "topic", "question"),
    [
        ("P4", "P4", 0),
        ("Staffing and delivery", "P4", 0),
        ("Question 2", "", 2),
        ("Question 0", "", 0),
        ("Own question", "", 0),
    ],
)
def test_a_reply_is_about_a_topic_a_question_or_something_else(about: str, topic: str, question: int) -> None:
    (reply,) = came(**{"Replies": [{**REPLY, "Topic": about}], "Sign-off": [SIGN]}).replies

    assert reply == Reply("p1", topic, question, about, "We lend a trainer.", "", date(2026, 10, 20))


def test_the_report_is_the_one_that_the_last_row_of_the_sign_off_names() -> None:
    signs = [{**SIGN, "Reference": OTHER, "Comment": "Old"}, SIGN]
    replies = [{**REPLY, "Reference": OTHER, "Answer": "Old"}, REPLY]
    found = came(**{"Sign-off": signs, "Replies": replies})

    assert (found.reference, found.others) == (OURS, (OTHER,))
    assert [each.comment for each in found.signatures] == ["Two items are missing."]
    assert [each.says for each in found.replies] == ["We lend a trainer."]


def test_without_a_sign_off_it_is_the_one_of_the_last_reply() -> None:
    assert came(Replies=[REPLY, {**REPLY, "Reference": OTHER}]).reference == OTHER


def test_a_question_from_a_partners_own_page_names_no_other_report() -> None:
    question = {**REPLY, "Reference": OTHER, "Topic": "own question"}
    found = came(Replies=[REPLY, question])

    assert (found.reference, found.others, found.own_questions) == (OURS, (), True)
    assert not came(Replies=[REPLY]).own_questions


def test_a_reference_may_be_typed_in_small_letters() -> None:
    assert came(**{"Sign-off": [{**SIGN, "Reference": " r-0000aaaa "}]}).reference == OURS


def test_questions_of_their_own_alone_are_nothing_to_sign_off() -> None:
    with pytest.raises(WorkbookError, match="Collect answers first"):
        came(Replies=[{**REPLY, "Topic": "Own question"}])


@pytest.mark.parametrize("typed", [None, "our report", "R-12"])
def test_without_a_reference_nothing_can_be_signed_off_and_the_message_says_what_to_do(
    typed: str | None,
) -> None:
    with pytest.raises(WorkbookError, match=r"test\.xlsx: expected answers .* Collect answers first"):
        came(Replies=[{**REPLY, "Reference": typed}])


def test_the_same_word_twice_is_one_and_two_different_ones_stay() -> None:
    twice = {"Sign-off": [SIGN, SIGN, {**SIGN, "Agreement": "Agree"}], "Replies": [REPLY, REPLY]}
    found = came(**twice)

    assert [each.agreement for each in found.signatures] == ["Do not agree", "Agree"]
    assert len(found.replies) == 1


def test_an_empty_row_is_no_word() -> None:
    silent = {"Sign-off": [SIGN, {**SIGN, "Agreement": None, "Comment": None}]}
    found = came(
        **silent, Replies=[REPLY, {**REPLY, "Answer": None}, {**REPLY, "Answer": None, "Agree": "No"}]
    )

    assert len(found.signatures) == 1
    assert [each.agree for each in found.replies] == ["", "No"]


def test_a_word_without_a_day_has_none() -> None:
    assert came(Replies=[{**REPLY, "Date": None}]).day is None


DECISION = {
    "DecisionID": f"{OURS}-1",
    "Title": "Meet in May",
    "OwnerPartnerID": "P1",
    "DueDate": "2026-12-01",
}
OLD = {"DecisionID": "D1", "Title": "Old one", "Date": "2026-05-01"}


def test_decisions_that_came_back_with_the_report_are_known_by_their_id() -> None:
    rows = [DECISION, OLD, {**DECISION, "DecisionID": f"{OTHER}-1"}, {**DECISION, "Title": None}]

    assert came(Replies=[REPLY], Decisions=rows).decisions == (
        NewDecision("Meet in May", "p1", date(2026, 12, 1)),
    )


def test_without_them_the_records_are_those_the_report_was_made_from() -> None:
    before = book(Partners=PARTNERS, Decisions=[OLD])
    after = book(Partners=PARTNERS, Decisions=[OLD, DECISION])
    prints = [read_project(each).fingerprint for each in (before, after, before_answers(after, OURS))]

    assert prints[0] == prints[2] != prints[1]
    assert read_project(before_answers(after, OTHER)).fingerprint == prints[1]


def test_a_log_that_held_nothing_else_counts_as_none() -> None:
    after = book(Partners=PARTNERS, Decisions=[DECISION])

    assert read_project(before_answers(after, OURS)).fingerprint == (
        read_project(book(Partners=PARTNERS)).fingerprint
    )


def test_a_workbook_without_decisions_stays_as_it_is() -> None:
    plain = book(Partners=PARTNERS)

    assert before_answers(plain, OURS) is plain
