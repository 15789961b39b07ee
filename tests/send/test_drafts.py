"""Drafts to partners: what stands in them, what is pointed out, and what nobody can smuggle in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drafting import BOARD, BOLT, COMMON, FORM, Row, codes, made, opened, text_of
from fast_mail_parser import parse_email
from hypothesis import given, settings
from hypothesis import strategies as st

from partnerxl.core.contact import holds_contact
from partnerxl.core.language import asked_for
from partnerxl.core.sent import Entry

HEADERS = {"X-Unsent", "To", "Cc", "Subject", "MIME-Version", "Content-Type"}
PROGRESS: list[Row] = [
    {
        "Kind": "Milestone",
        "Title": "Yard school",
        "ResponsiblePartnerID": "P2",
        "DueDate": "2026-03-01",
        "Status": "Late",
        "RevisedDate": "2026-11-15",
    },
    {
        "Kind": "Milestone",
        "Title": "Job fair",
        "ResponsiblePartnerID": "P2",
        "DueDate": "2026-04-01",
        "DoneDate": "2026-03-20",
        "Status": "Done",
    },
    {
        "Kind": "Milestone",
        "Title": "Hall",
        "ResponsiblePartnerID": "P1",
        "DueDate": "2026-04-01",
        "Status": "Done",
    },
]
RESOURCES: list[Row] = [
    {
        "PartnerID": "P2",
        "Kind": "Cash",
        "Description": "Simulator",
        "Status": "Partly received",
        "CommittedAmount": 5000,
        "ReceivedAmount": 2000,
        "Unit": "USD",
        "DueDate": "2026-03-01",
    },
    {"PartnerID": "P2", "Kind": "Space", "Status": "Committed", "DueDate": "2026-03-01"},
]
DECISIONS: list[Row] = [
    {"Title": "Buy the simulator", "Date": "2026-02-10", "OwnerPartnerID": "P2", "DueDate": "2026-06-01"},
    {"Title": "Long done", "Date": "2026-02-10", "OwnerPartnerID": "P2", "DoneDate": "2026-03-01"},
]
ACTIONS: list[Row] = [
    {"Action": "Call the yard", "Owner": "bolt freight", "Status": "Open"},
    {"Action": "Forgotten", "Owner": "P2", "Status": "Dropped"},
    {"Action": "Somebody else's", "Owner": "Chris"},
]


# --- what stands in a draft -----------------------------------------------------------------------


def test_a_draft_goes_to_the_first_address_and_a_copy_to_the_others() -> None:
    draft = opened(made()["p2"].content)

    assert (draft["To"], draft["Cc"]) == ("ana@example.org", "chief@example.org")
    assert (
        draft["Subject"]
        == "Harbor Plains Logistics: our progress report and your page, please answer by December 9, 2026"
    )


def test_a_draft_says_that_it_is_one_and_leaves_sender_and_time_to_the_mail_program() -> None:
    draft = made()["p2"].content

    assert set(opened(draft).keys()) == HEADERS
    assert draft.startswith(b"X-Unsent: 1\r\n")
    assert draft.count(b"\n") == draft.count(b"\r\n")


def test_the_note_holds_the_partners_own_lines_and_nobody_elses() -> None:
    draft = made(Progress=PROGRESS, Resources=RESOURCES, Decisions=DECISIONS, Actions=ACTIONS)["p2"]

    lines = text_of(draft).splitlines()

    assert [line for line in lines if line.startswith("- ")] == [
        "- Yard school: late, due March 1, 2026, new date November 15, 2026",
        "- Job fair: done on March 20, 2026",
        "- Cash: Simulator: 2,000 of 5,000 USD arrived",
        "- Space: committed",
        "- Buy the simulator, due June 1, 2026",
        "- Call the yard",
    ]
    assert lines[0] == "Dear Ana Diaz,"
    assert "One question: what would help you with “Yard school”?" in lines
    assert lines[-5:-2] == ["Thank you for what you bring.", "Coordination team", "Harbor Workforce Board"]
    assert lines[-1] == "Reference of the report: R-0123ABCD"


def test_the_note_is_spanish_through_and_through_but_for_what_people_typed() -> None:
    with asked_for("es"):
        draft = made(Progress=PROGRESS, Resources=RESOURCES, Decisions=DECISIONS)["p2"]

    lines = text_of(draft).splitlines()

    assert [line for line in lines if line.startswith("- ")] == [
        "- Yard school: con retraso, fecha prevista 1 de marzo de 2026, nueva fecha 15 de noviembre de 2026",
        "- Job fair: hecho el 20 de marzo de 2026",
        "- Dinero: Simulator: recibido 2,000 de 5,000 USD",
        "- Espacio: comprometido",
        "- Buy the simulator, fecha prevista 1 de junio de 2026",
    ]
    assert lines[0] == "Hola, Ana Diaz:"


def test_many_lines_are_the_first_and_how_many_more() -> None:
    many = [{**PROGRESS[0], "Title": f"Item {number}"} for number in range(1, 11)]

    lines = text_of(made(Progress=many)["p2"]).splitlines()

    assert [line for line in lines if line.startswith("- ")][-2:] == [
        "- Item 7: late, due March 1, 2026, new date November 15, 2026",
        "- and 3 more on your page",
    ]


def test_a_partner_without_a_record_is_asked_what_we_should_know() -> None:
    draft = made({**BOLT, "ContactName": None})["p2"]

    text = text_of(draft)

    assert text.startswith("Dear colleagues at Bolt Freight,")
    assert "- " not in text
    assert "what should our partnership know" in text


def test_without_an_end_of_the_period_a_draft_has_no_lines() -> None:
    draft = made(Initiative={**FORM, "PeriodEnd": None}, Progress=PROGRESS)["p2"]

    assert "Yard school" not in text_of(draft)


def test_the_html_says_what_the_text_says() -> None:
    draft = made(Progress=PROGRESS, Resources=RESOURCES)["p2"]

    html = text_of(draft, "html")

    assert '<html lang="en">' in html
    for line in text_of(draft).splitlines():
        assert line.removeprefix("- ").replace("'", "&#x27;") in html


def test_report_and_own_page_go_along_under_ascii_names() -> None:
    draft = made({**BOLT, "PartnerName": "Größe Ωμέγα/.."})["p2"]

    found = {each.get_filename(): each.get_content() for each in opened(draft.content).iter_attachments()}

    assert found == {"our progress report.docx": b"the report", "Groe page.docx": b"page of p2"}


def test_the_same_records_give_the_same_bytes() -> None:
    first, second = made(Progress=PROGRESS), made(Progress=PROGRESS)

    assert [draft.content for draft in first.values()] == [draft.content for draft in second.values()]


def test_another_mail_library_reads_the_same() -> None:
    draft = made({**BOLT, "PartnerName": "Café Ñandú", "ContactName": "Ana Díaz"}, Progress=PROGRESS)["p2"]

    found = parse_email(draft.content)

    assert found.subject == draft.subject
    assert found.headers["To"] == ["ana@example.org"]
    assert found.headers["X-Unsent"] == ["1"]
    assert [text.replace("\r\n", "\n") for text in found.text_plain] == [text_of(draft)]
    assert [text.replace("\r\n", "\n") for text in found.text_html] == [text_of(draft, "html")]
    assert {each.filename: bytes(each.content) for each in found.attachments} == {
        each.name: each.content for each in draft.attachments
    }


# --- what is pointed out --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "found", "to", "cc"),
    [
        (None, ["PX-501"], (), ()),
        (42, ["PX-501"], (), ()),
        ("nobody at example.org", ["PX-502"], (), ()),
        ("a@b@example.org", ["PX-502"], (), ()),
        ("josé@example.org", ["PX-502"], (), ()),
        ("Ana <ana@example.org>", ["PX-502"], (), ()),
        (f"{'a' * 5000}@example.org", ["PX-502"], (), ()),
        ("ana@example.org, bo@", ["PX-502"], ("ana@example.org",), ()),
        ("ana@example.org\r\nBcc: eve@example.org", ["PX-502"], ("ana@example.org",), ()),
        ("ana@example.org\nbo@example.org;;", [], ("ana@example.org",), ("bo@example.org",)),
        ("ana@example.org; ana@example.org", [], ("ana@example.org",), ()),
        ("ana@bücher.example.org", [], ("ana@xn--bcher-kva.example.org",), ()),
    ],
)
def test_only_addresses_that_mail_programs_take_are_used(
    cell: object, found: list[str], to: tuple[str, ...], cc: tuple[str, ...]
) -> None:
    draft = made({**BOLT, "ContactEmail": cell})["p2"]

    assert (codes(draft), draft.to, draft.cc) == (found, to, cc)
    assert set(opened(draft.content).keys()) <= HEADERS
    assert b"eve@" not in draft.content


def test_a_cell_to_mend_is_named_without_what_it_holds() -> None:
    (problem,) = made({**BOLT, "ContactEmail": "ana@example..org"})["p2"].problems

    assert problem.where == "Partners!AD2"
    assert "ana" not in str(problem)


def test_two_partners_with_one_address_are_both_pointed_out() -> None:
    found = made({**BOARD, "ContactEmail": "ANA@example.org"}, BOLT)

    assert [codes(draft) for draft in found.values()] == [["PX-503"], ["PX-503"]]
    assert "the same address as Bolt Freight" in str(found["p1"].problems[0])


def test_a_report_from_other_records_is_pointed_out() -> None:
    found = made(common=replace(COMMON, fresh=False))

    assert codes(found["p2"]) == ["PX-504"]


def test_a_word_file_that_is_no_report_of_ours_is_pointed_out() -> None:
    draft = made(common=replace(COMMON, reference="", fresh=False))["p2"]

    assert codes(draft) == ["PX-508"]
    assert "Reference" not in text_of(draft)


@pytest.mark.parametrize("consent", ["No", None])
def test_a_partner_without_consent_is_pointed_out(consent: str | None) -> None:
    (problem,) = made({**BOLT, "ShareConsent": consent})["p2"].problems

    assert (problem.code, problem.where) == ("PX-505", "Partners!AB2")


@pytest.mark.parametrize(("size", "found"), [(10_000_000, []), (10_000_001, ["PX-506"])])
def test_large_attachments_are_pointed_out(size: int, found: list[str]) -> None:
    page = len(b"page of p2")

    draft = made(common=replace(COMMON, content=bytes(size - page)))["p2"]

    assert codes(draft) == found


def test_a_second_draft_of_the_same_report_is_pointed_out() -> None:
    earlier = Entry(
        "2026-11-25 04:51:07", "Bolt Freight", "", "", "", "", "", COMMON.reference, ".eml", "sent"
    )

    again = made(sent=[earlier])
    other = made(sent=[replace(earlier, reference="R-00000000")])

    assert [codes(draft) for draft in again.values()] == [[], ["PX-507"]]
    assert "2026-11-25 04:51:07" in str(again["p2"].problems[0])
    assert "'sent'" in str(again["p2"].problems[0])
    assert codes(other["p2"]) == []


def test_an_address_that_people_typed_as_state_is_not_shown() -> None:
    earlier = Entry("", "Bolt Freight", "", "", "", "", "", COMMON.reference, ".eml", "to eve@example.org")

    (problem,) = made(sent=[earlier])["p2"].problems

    assert not holds_contact(str(problem))


# --- hostile records ------------------------------------------------------------------------------

HOSTILE = [
    "Bolt\r\nBcc: eve@example.org",
    "Bolt\nX-Evil: 1\n\n<script>alert(1)</script>",
    "--=_partnerxl_0--",
    "--=_partnerxl_1",
    "CON",
    "Bolt.",
    "\u202egpj.exe",
    "B" * 5000,
    "Ω" * 5000,
    'a, b <c@d.example>; "e"',
    "{0} {name} %s",
    "\x00\x07\ud800Bolt",
]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_that_people_typed_leaves_its_place(name: str) -> None:
    form = {**FORM, "InitiativeName": name, "PreparedBy": name}
    partner = {**BOLT, "PartnerName": name, "ContactName": name}

    draft = made(partner, Initiative=form, Progress=[{**PROGRESS[0], "Title": name}])["p2"]

    found = opened(draft.content)
    assert set(found.keys()) == HEADERS
    assert (found["To"], found["Cc"]) == ("ana@example.org", "chief@example.org")
    assert len(found["Subject"]) < 200
    assert [part.get_content_type() for part in found.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        *2 * ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
    ]
    assert "<script" not in text_of(draft, "html")
    assert not holds_contact(text_of(draft) + text_of(draft, "html") + draft.subject)
    assert not any(sign in text_of(draft) for sign in "\u202e\x00")
    assert all(each.name.isascii() and len(each.name) < 80 for each in draft.attachments)
    assert max(map(len, draft.content.split(b"\r\n"))) <= 998


@given(st.text(), st.text(), st.text())
@settings(max_examples=60, deadline=None)
def test_whatever_the_cells_hold_the_headers_are_ours(name: str, address: str, title: str) -> None:
    draft = made(
        {**BOLT, "PartnerName": name, "ContactName": name, "ContactEmail": address},
        Initiative={**FORM, "InitiativeName": title},
        Progress=[{**PROGRESS[0], "Title": title}],
    )["p2"]

    assert set(opened(draft.content).keys()) <= HEADERS
    assert len(list(opened(draft.content).iter_attachments())) == 2
