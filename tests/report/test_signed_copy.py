"""The signed-off copy: the same report with what partners answered, decided and signed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from build import book
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerxl.core.assess import assess
from partnerxl.core.contact import holds_contact
from partnerxl.core.errors import TemplateError
from partnerxl.core.records import read_project
from partnerxl.core.signed import before_answers, read_signed
from partnerxl.report import accessibility
from partnerxl.report.kinds import KINDS
from partnerxl.report.review import review_context
from partnerxl.report.signed_copy import make_signed_copy, signed_context, signed_paper
from partnerxl.report.template import Template

Row = dict[str, Any]
FORM: Row = {
    "InitiativeName": "Harbor Plains Logistics",
    "PeriodStart": "2025-10-01",
    "PeriodEnd": "2026-09-30",
    "StartDate": "2023-01-15",
    "ConvenerOrg": "P1",
}
PARTNERS: list[Row] = [
    {"PartnerID": f"P{at}", "PartnerName": name, "Role": role, "ShareConsent": consent}
    for at, (name, role, consent) in enumerate(
        [
            ("Harbor Workforce Board", "Convener", "Yes"),
            ("Bolt Freight", "Core", "Yes"),
            ("Quiet Lines", "Core", "No"),
            ("Plains College", "Core", None),
            ("Anchor Training", "Supporting", "Yes"),
        ],
        start=1,
    )
]
PROGRESS: list[Row] = [
    {"Kind": "Milestone", "Title": f"Step {at}", "DueDate": "2026-03-01", "Status": "Late"} for at in range(6)
]
TEMPLATE = KINDS["review"].packaged()


@cache
def reference() -> str:
    """The reference of the report that partners signed."""
    found = assess(read_project(book(Initiative=FORM, Partners=PARTNERS, Progress=PROGRESS)))
    return str(review_context(found, digest())["report"]["reference"])


def digest() -> str:
    """The digest of our template."""
    return Template(TEMPLATE).digest


def signed(partner: str, agreement: str, comment: str = "", **more: Any) -> Row:
    return {
        "Reference": reference(),
        "Partner": partner,
        "Agreement": agreement,
        "Comment": comment or None,
        "Name": f"Pat of {partner}",
        "Date": "2026-10-22",
        **more,
    }


def reply(partner: str | None, about: str, says: str, **more: Any) -> Row:
    return {"Reference": reference(), "Topic": about, "Partner": partner, "Answer": says, **more}


def context(**sheets: Any) -> Any:
    """What the copy is filled with."""
    found, came = opened(**sheets)
    return signed_context(found, came, digest())


def opened(**sheets: Any) -> Any:
    content = book(**{"Initiative": FORM, "Partners": PARTNERS, "Progress": PROGRESS, **sheets})
    came = read_signed(read_project(content))
    return assess(read_project(before_answers(content, came.reference))), came


def copy(**sheets: Any) -> bytes:
    found, came = opened(**sheets)
    return signed_paper(found, came, TEMPLATE)


def texts(raw: bytes) -> list[str]:
    lines = Document(io.BytesIO(raw)).element.body.iter(qn("w:p"))
    found = ["".join(each.text or "" for each in line.iter(qn("w:t"))) for line in lines]
    return [text.replace("\u00a0", " ") for text in found if text]


def all_texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in all_texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in all_texts(part)]
    return [value] if isinstance(value, str) else []


SIGNED: list[Row] = [
    signed("P2", "Do not agree", "Two items are missing."),
    signed("P3", "Do not agree", "Secret words of Quiet Lines"),
    signed("P1", "Agree"),
]
REPLIES: list[Row] = [
    reply("P2", "P4", "The yard was closed.", Agree="With comment"),
    reply("P3", "P4", "Another secret of Quiet Lines"),
    reply("P1", "Question 1", "Row 4 is of May."),
    reply("P1", "P7", "We know a group of veterans."),
    reply("P5", "Own question", "Who speaks for small firms?"),
    reply("P3", "Own question", "A third secret of Quiet Lines"),
    reply(None, "P4", "Words of nobody"),
]
ACTIONS: list[Row] = [
    {
        "Action": "Ask for a second trainer",
        "Topic": "P4",
        "Owner": "P2",
        "DueDate": "2026-12-01",
        "Status": "Open",
        "DecidedOn": "2026-10-22",
    },
    {"Action": "Earlier promise", "Topic": "P4", "Status": "Open", "DecidedOn": "2026-02-01"},
    {"Action": "Write to the county", "Owner": "Quiet Lines", "Status": "Open", "DecidedOn": "2026-10-22"},
]
DECISIONS = [{"DecisionID": f"{reference()}-1", "Title": "Meet every six weeks", "OwnerPartnerID": "P3"}]
ALL: Row = {"Sign-off": SIGNED, "Replies": REPLIES, "Actions": ACTIONS, "Decisions": DECISIONS}


# --- the same report ------------------------------------------------------------------------------


def test_it_is_the_report_that_partners_signed_although_decisions_came_back() -> None:
    told = context(**ALL)

    assert told["report"]["reference"] == reference()
    assert told["signed"]["note"] == ""
    assert told["signed"]["mark"] == (
        "Signed-off copy, with what partners said up to October\N{NO-BREAK SPACE}22,\N{NO-BREAK SPACE}2026"
    )


def test_records_that_changed_since_are_said_to_have() -> None:
    told = context(**ALL | {"Progress": PROGRESS[:5]})["signed"]

    assert told["note"].startswith(
        f"Partners signed the report with the reference {reference()}. Our records"
    )


def test_answers_to_other_reports_are_named_and_not_printed() -> None:
    other = signed("P5", "Do not agree", "Old words", Reference="R-0000BBBB")
    told = context(**ALL | {"Sign-off": [other, *SIGNED]})

    assert "not printed here: R-0000BBBB" in told["signed"]["note"]
    assert "Old words" not in all_texts(told)


def test_without_days_it_is_a_signed_off_copy_all_the_same() -> None:
    assert context(Replies=[reply("P2", "P4", "Yes")])["signed"]["mark"] == "Signed-off copy"


# --- sign-off -------------------------------------------------------------------------------------


def test_every_partner_stands_in_alphabetical_order_with_its_word_or_without_one() -> None:
    rows = context(**ALL)["signed"]["signatures"]

    assert [(row["name"], row["agreement"], row["comment"]) for row in rows] == [
        ("Anchor Training", "No answer yet", ""),
        ("Bolt Freight", "Do not agree", "Two items are missing."),
        ("Harbor Workforce Board", "Agree", ""),
        ("Plains College", "No answer yet", ""),
        ("Quiet Lines", "Answered; not shown, because consent to share is not recorded", ""),
    ]
    assert [row["signed_by"] for row in rows] == ["", "Pat of P2", "Pat of P1", "", ""]


def test_a_disagreement_is_counted_even_where_its_words_may_not_be_shown() -> None:
    assert context(**ALL)["signed"]["lead"].startswith(
        "Agree: 1. Agree with a comment: 0. Do not agree: 2. No answer yet: 2."
    )


def test_a_comment_without_a_choice_is_printed_as_such() -> None:
    told = context(**{"Sign-off": [{**signed("P2", "", "Only this"), "Agreement": None}]})["signed"]

    assert ("Comment only", "Only this") in [(row["agreement"], row["comment"]) for row in told["signatures"]]


def test_two_different_answers_of_a_partner_stand_side_by_side() -> None:
    told = context(**ALL | {"Sign-off": [*SIGNED, signed("P2", "Agree")]})["signed"]

    bolt = [row["agreement"] for row in told["signatures"] if row["name"] == "Bolt Freight"]
    assert bolt == ["Do not agree", "Agree"]
    assert told["conflicts"] == "Two different answers came from Bolt Freight; both are printed."
    assert context(**ALL)["signed"]["conflicts"] == ""


def test_two_different_replies_to_one_topic_are_a_conflict_too() -> None:
    told = context(**ALL | {"Replies": [*REPLIES, reply("P2", "P4", "It was open.")]})

    assert "Bolt Freight" in told["signed"]["conflicts"]
    assert [each["says"] for each in topic(told)["replies"]] == ["The yard was closed.", "It was open."]


def test_a_partner_that_has_left_and_signed_stands_there() -> None:
    left = [*PARTNERS[:4], {**PARTNERS[4], "Role": "Left", "LeftDate": "2026-05-01"}]
    told = context(**ALL | {"Partners": left, "Sign-off": [*SIGNED, signed("P5", "Agree")]})["signed"]

    assert "Anchor Training" in [row["name"] for row in told["signatures"]]
    assert "Anchor Training" not in [
        row["name"] for row in context(**ALL | {"Partners": left})["signed"]["signatures"]
    ]


# --- answers --------------------------------------------------------------------------------------


def topic(told: Any) -> Any:
    (found,) = (each for each in told["topics"]["rows"] if each["id"] == "P4")
    return found


def test_replies_stand_at_their_topic_by_name_and_with_consent_only() -> None:
    assert topic(context(**ALL))["replies"] == [
        {"who": "Bolt Freight", "says": "The yard was closed.", "agree": "Agree with comment"}
    ]


def test_answers_stand_at_their_question() -> None:
    answered = context(**ALL)["signed"]["questions"]

    assert [[each["says"] for each in asked["replies"]] for asked in answered] == [
        ["Row 4 is of May."],
        [],
        [],
    ]


def test_what_has_no_place_in_the_report_stands_among_other_answers() -> None:
    assert context(**ALL)["signed"]["others"] == [
        {"about": "P7", "who": "Harbor Workforce Board", "says": "We know a group of veterans."},
        {"about": "Own question", "who": "Anchor Training", "says": "Who speaks for small firms?"},
    ]


def test_what_is_not_printed_is_counted() -> None:
    assert context(**ALL)["signed"]["hidden"].startswith("4 answers are counted but not printed")
    assert context(**{"Sign-off": [signed("P1", "Agree")]})["signed"]["hidden"] == ""


def test_next_steps_of_this_review_stand_at_their_topic_and_earlier_ones_under_last_time() -> None:
    told = context(**ALL)

    assert [each["what"] for each in topic(told)["steps"]] == ["Ask for a second trainer"]
    assert [each["action"] for each in told["actions"]["rows"]] == ["Earlier promise"]


def test_decisions_name_who_carries_them_out_with_consent_only() -> None:
    assert [(each["what"], each["who"]) for each in context(**ALL)["signed"]["decisions"]] == [
        ("Meet every six weeks", ""),
        ("Write to the county", "Named on our sheet Actions"),
    ]


# --- the paper ------------------------------------------------------------------------------------


def test_the_paper_asks_for_nothing_any_more() -> None:
    raw = copy(**ALL)

    assert not list(Document(io.BytesIO(raw)).element.body.iter(qn("w:sdt")))
    found = texts(raw)
    assert not [line for line in found if line.startswith(("Write our", "Choose a", "Before we meet"))]
    for line in ("Two items are missing.", "The yard was closed.", "Meet every six weeks", "No answer yet"):
        assert line in found


@pytest.mark.parametrize("a4", [False, True])
def test_everybody_can_read_it(a4: bool) -> None:
    found, came = opened(**ALL)
    template = KINDS["review"].packaged(a4=a4)

    assert accessibility.check(signed_paper(found, came, template), template.name) == ()


def test_it_is_the_same_bytes_every_time_and_never_overwritten(tmp_path: Path) -> None:
    found, came = opened(**ALL)
    first, second = (make_signed_copy(found, came, TEMPLATE, tmp_path) for _ in range(2))

    assert [path.name for path in (first, second)] == [
        "test signed-off copy 2026-09-30.docx",
        "test signed-off copy 2026-09-30 2.docx",
    ]
    assert first.read_bytes() == second.read_bytes()


def test_a_template_that_does_not_say_what_it_is_makes_no_copy(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    document = Document()
    document.add_paragraph("{{ report.initiative }}")
    document.save(str(own))
    found, came = opened(**ALL)

    with pytest.raises(TemplateError, match=r"own.docx does not print \{\{ signed.mark \}\}"):
        signed_paper(found, came, own)


def test_words_of_people_are_printed_as_typed_and_never_as_template() -> None:
    odd = "a & b < c {{ report.reference }} {% if %}"

    assert odd in texts(copy(**{"Sign-off": [signed("P2", "Do not agree", odd)]}))


# --- the gate -------------------------------------------------------------------------------------

CONTACTS = ["pat@example.org", "(212) 555-0100", "+1 212 555 0100"]
COLUMNS = {
    "Sign-off": ("Comment", "Name"),
    "Replies": ("Topic", "Answer"),
    "Actions": ("Action", "Topic", "Owner", "Status"),
    "Decisions": ("Title",),
}


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_contact_data_typed_into_any_answer_is_in_no_copy(data: st.DataObject) -> None:
    spoiled = {
        sheet: [
            {
                **row,
                **{
                    column: f"{row.get(column) or ''} {data.draw(st.sampled_from(CONTACTS))}"
                    for column in COLUMNS[sheet]
                    if data.draw(st.booleans())
                },
            }
            for row in rows
        ]
        for sheet, rows in ALL.items()
    }

    assert [text for text in all_texts(context(**spoiled)) if holds_contact(text)] == []


@settings(max_examples=25, deadline=None)
@given(consent=st.lists(st.sampled_from(["Yes", "No", None]), min_size=5, max_size=5))
def test_words_of_a_partner_are_printed_exactly_with_its_consent(consent: list[str | None]) -> None:
    partners = [
        {**partner, "ShareConsent": given_one} for partner, given_one in zip(PARTNERS, consent, strict=True)
    ]
    sheets = {
        "Sign-off": [signed(f"P{at}", "Agree with comment", f"signed by {at}.") for at in range(1, 6)],
        "Replies": [reply(f"P{at}", "P4", f"written by {at}.") for at in range(1, 6)],
    }
    told = "\n".join(all_texts(context(Partners=partners, **sheets)))

    for at, given_one in enumerate(consent, 1):
        for words in (f"signed by {at}.", f"written by {at}.", f"Pat of P{at}"):
            assert (words in told) is (given_one == "Yes")


def test_contact_data_stands_in_no_part_of_the_file() -> None:
    raw = copy(**{"Sign-off": [signed("P2", "Do not agree", "Write to pat@example.org")]})
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())

    assert b"example.org" not in everything
    assert "Write to [contact removed]" in texts(raw)


def test_the_gate_masks_what_reading_might_have_missed() -> None:
    found, came = opened(**ALL)
    missed = replace(came, replies=(replace(came.replies[0], says="Write to pat@example.org"),))

    told = all_texts(signed_context(found, missed, digest()))

    assert "Write to [contact removed]" in told
