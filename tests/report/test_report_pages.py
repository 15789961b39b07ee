"""Partner pages and the facilitator page, made from small workbooks and opened again."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from build import project
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import part
from test_report_validity import against_the_schemas

from partnerxl.core.assess import assess
from partnerxl.core.assessment import Assessment
from partnerxl.core.contact import holds_contact
from partnerxl.core.errors import WorkbookError
from partnerxl.report import accessibility
from partnerxl.report.kinds import KINDS
from partnerxl.report.pages import make_facilitator_page, make_partner_pages, partner_contexts

Row = dict[str, Any]
FORM: Row = {
    "InitiativeName": "Harbor Plains Logistics",
    "PeriodStart": "2025-10-01",
    "PeriodEnd": "2026-09-30",
    "StartDate": "2023-01-15",
    "ConvenerOrg": "P1",
}
PARTNERS: list[Row] = [
    {
        "PartnerID": "P1",
        "PartnerName": "Harbor Workforce Board",
        "PartnerType": "Workforce board/job center",
        "Role": "Convener",
        "ShareConsent": "Yes",
    },
    {
        "PartnerID": "P2",
        "PartnerName": "Bolt Freight",
        "PartnerType": "Employer",
        "Role": "Core",
        "JoinedDate": "2024-02-01",
        "AgreementStatus": "Signed",
        "BenefitSought": "Drivers who stay",
        "CostHoursPerMonth": 6,
        "ConvenerSeenAs": "P1",
        "ContactName": "Ana Diaz",
        "ContactEmail": "ana@example.org",
    },
    {"PartnerID": "P3", "PartnerName": "Quiet Lines", "PartnerType": "Employer", "Role": "Left"},
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
    {"PartnerID": "P1", "Kind": "Space", "Description": "Hall of the board", "Status": "Received"},
]
PROGRESS: list[Row] = [
    {
        "Kind": "Milestone",
        "Title": "Open the yard school",
        "ResponsiblePartnerID": "P2",
        "DueDate": "2026-03-01",
        "Status": "Late",
        "RevisedDate": "2026-11-15",
        "ReasonLate": "Grant came late",
    },
    {"Kind": "Milestone", "Title": "Dropped idea", "ResponsiblePartnerID": "P2", "Status": "Dropped"},
    {"Kind": "Milestone", "Title": "Job fair", "ResponsiblePartnerID": "P1", "Status": "Done"},
]
OTHERS: Row = {
    "Meetings": [
        {"MeetingID": f"M{at}", "Date": f"2026-0{at}-10", "Type": "Full partnership"} for at in (2, 5)
    ],
    "Attendance": [
        {"MeetingID": "M2", "PartnerID": "P2", "Present": "Yes"},
        {"MeetingID": "M5", "PartnerID": "P2", "Present": "No"},
        {"MeetingID": "M5", "PartnerID": "P1", "Present": "Yes"},
    ],
    "Decisions": [
        {"Title": "Buy the simulator", "Date": "2026-02-10", "OwnerPartnerID": "P2", "DueDate": "2026-06-01"},
        {"Title": "Rent the hall", "Date": "2026-02-10", "OwnerPartnerID": "P1", "DueDate": "2026-12-01"},
        {"Title": "Done long ago", "Date": "2026-02-10", "OwnerPartnerID": "P2", "DoneDate": "2026-03-01"},
    ],
    "EmployerInput": [
        {"Date": "2026-04-02", "PartnerID": "P2", "NeedStated": "Night classes", "WhatChanged": "One began"},
        {"Date": "2024-04-02", "PartnerID": "P2", "NeedStated": "Long before"},
        {"Date": "2026-04-02", "PartnerID": "P1", "NeedStated": "More forms"},
    ],
}


def assessed(**sheets: Any) -> Assessment:
    given = {"Initiative": FORM, "Partners": PARTNERS, "Resources": RESOURCES, "Progress": PROGRESS, **OTHERS}
    return assess(project(**{**given, **sheets}))


def pages(folder: Path, **sheets: Any) -> dict[str, Path]:
    """The page of each partner by the name of its file."""
    made = make_partner_pages(assessed(**sheets), KINDS["partner"].packaged(), folder)
    return {path.stem: path for path in made}


def read(file: Path) -> list[str]:
    """The texts of a file, paragraph by paragraph."""
    body = Document(str(file)).element.body
    found = ["".join(each.text or "" for each in line.iter(qn("w:t"))) for line in body.iter(qn("w:p"))]
    return [text.replace("\u00a0", " ") for text in found if text]


# --- partner pages --------------------------------------------------------------------------------


def test_each_active_partner_has_a_page_of_its_own_in_a_new_folder(tmp_path: Path) -> None:
    first, second = pages(tmp_path), pages(tmp_path)

    assert list(first) == list(second) == ["Bolt Freight", "Harbor Workforce Board"]
    assert [path.parent.name for path in (first["Bolt Freight"], second["Bolt Freight"])] == [
        "test partner pages 2026-09-30",
        "test partner pages 2026-09-30 2",
    ]
    assert first["Bolt Freight"].read_bytes() == second["Bolt Freight"].read_bytes()


def test_a_page_shows_everything_on_record_about_its_partner(tmp_path: Path) -> None:
    found = read(pages(tmp_path)["Bolt Freight"])

    for line in (
        "Bolt Freight",
        "Employer",
        "Feb 1, 2024",
        "Signed",
        "Drivers who stay",
        "6",
        "Harbor Workforce Board",
        "Cash: Simulator",
        "Partly received",
        "$5,000 committed, $2,000 arrived",
        "Open the yard school",
        "Nov 15, 2026",
        "Grant came late",
        "Buy the simulator",
        "Was due",
        "Night classes",
        "One began",
        "Our records show you at 1 of the 2 full meetings of this period that you could attend.",
        "Not recorded yet: people you reach and how you support our vision. Tell us what you would like to add.",
    ):
        assert line in found, line
    assert any(line.startswith("You are not named beside contributions") for line in found)
    assert "You agreed to be named beside your contributions in the shared report." in read(
        pages(tmp_path)["Harbor Workforce Board"]
    )


def test_a_page_holds_nothing_about_others(tmp_path: Path) -> None:
    found = " ".join(read(pages(tmp_path)["Bolt Freight"]))

    for words in ("Hall of the board", "Job fair", "Rent the hall", "More forms", "Quiet Lines"):
        assert words not in found
    for words in ("Dropped idea", "Done long ago", "Long before"):
        assert words not in found


def test_cells_and_rows_are_named_and_every_cell_has_a_field_for_its_correction(tmp_path: Path) -> None:
    file = pages(tmp_path)["Bolt Freight"]
    root = Document(str(file)).element.body
    tags = [mark.get(qn("w:val")) for mark in root.iter(qn("w:tag"))]
    found = read(file)

    assert len(set(tags)) == len(tags)
    assert {"question", "correction-1-what", "correction-4-new"} <= set(tags)
    fixes = [tag.removeprefix("fix-") for tag in tags if tag.startswith("fix-")]
    assert len(fixes) == 7
    assert all(where.startswith("Partners!") and any(where in line for line in found) for where in fixes)
    assert any(line.startswith("Resources, row") for line in found)


def test_a_returned_page_says_whose_it_is(tmp_path: Path) -> None:
    properties = part(pages(tmp_path)["Bolt Freight"].read_bytes(), "docProps/custom.xml")

    assert 'name="Partner"><vt:lpwstr>Bolt Freight</vt:lpwstr>' in properties
    assert 'name="Reference"><vt:lpwstr>R-' in properties


def test_a_level_says_of_how_many_and_a_page_without_a_sender_still_reads_well(tmp_path: Path) -> None:
    found = read(pages(tmp_path, Partners=[{**PARTNERS[1], "EngagementLevel": 3}])["Bolt Freight"])

    assert "3 of 5" in found
    assert any(line.startswith("Please return your copy to the sender.") for line in found)


@pytest.mark.parametrize("cells", [{"Kind": "Cash"}, {"Description": "Cash"}])
def test_a_resource_with_only_a_kind_or_only_words_is_named_by_it(cells: Row, tmp_path: Path) -> None:
    found = read(
        pages(tmp_path, Resources=[{"PartnerID": "P2", "Status": "Received", **cells}])["Bolt Freight"]
    )

    assert "Cash" in found


def test_empty_records_say_so_in_a_sentence(tmp_path: Path) -> None:
    lone = [{"PartnerID": "P1", "PartnerName": "Lone"}]
    sheets: Row = {name: [] for name in ("Resources", "Progress", *OTHERS)}

    found = read(pages(tmp_path, Partners=lone, **sheets)["Lone"])

    assert any(line.startswith("Nothing is on record yet.") for line in found)
    assert "No item is on record that you lead." in found
    assert not any("full meetings" in line for line in found)


def test_without_a_period_every_partner_still_has_a_page(tmp_path: Path) -> None:
    found = pages(tmp_path, Initiative={"InitiativeName": "Harbor Plains Logistics"})

    assert list(found) == ["Bolt Freight", "Harbor Workforce Board", "Quiet Lines"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ('R&D: "Tools" / Dies', "R&D Tools Dies"),
        ("../../etc/passwd", "etc passwd"),
        ("مرحبا", "مرحبا"),
        ("N" * 300, "N" * 100),
        ("\U0001f33e" * 5000, "\U0001f33e" * 25),
        ("safe\u202excod\u200b.", "safexcod"),
        ("lpt1.txt", "lpt1.txt page"),
    ],
)
def test_any_name_of_a_partner_becomes_the_name_of_a_file(name: str, expected: str, tmp_path: Path) -> None:
    found = pages(tmp_path, Partners=[{"PartnerID": "P1", "PartnerName": name}])

    assert list(found) == [expected]
    assert found[expected].parent.parent == tmp_path


def test_two_partners_of_one_name_have_two_files(tmp_path: Path) -> None:
    twins = [{"PartnerID": f"P{at}", "PartnerName": "Twin"} for at in (1, 2)]

    assert list(pages(tmp_path, Partners=twins)) == ["Twin", "Twin 2"]


def test_without_partners_there_is_nothing_to_fill_a_preview_with() -> None:
    with pytest.raises(WorkbookError, match="names none"):
        KINDS["partner"].context(assessed(Partners=[]), "")


# --- the facilitator page -------------------------------------------------------------------------


def guide(folder: Path, **sheets: Any) -> list[str]:
    return read(make_facilitator_page(assessed(**sheets), KINDS["facilitator"].packaged(), folder))


def test_the_plan_takes_ninety_to_a_hundred_and_twenty_minutes(tmp_path: Path) -> None:
    found = guide(tmp_path)
    minutes = found[found.index("Minutes") + 1 : found.index("Before the meeting")]

    assert sum(int(line) for line in minutes if line.isdigit()) == 110
    for part_of_it in ("Ground rules", "Celebrate", "Phases", "Topics", "Decisions", "Sign-off"):
        assert part_of_it in minutes


def test_every_phase_and_every_topic_has_its_question(tmp_path: Path) -> None:
    found = " ".join(guide(tmp_path))

    for question in (
        "What would make this worth your time?",
        "What are we finding hard, and is it safe to say?",
        "What did we promise that we should re-plan together?",
        "What would we stop if we started today?",
    ):
        assert found.count(question) == 1
    assert found.index("where do we see ourselves?") < found.index("Signs in our records")


def test_it_names_open_decisions_and_what_could_not_be_assessed(tmp_path: Path) -> None:
    found = guide(tmp_path)

    assert "2 earlier decisions are still open; begin with them." in found
    assert any(line.startswith("We could not assess ") for line in found)


def test_where_no_topic_is_raised_the_partners_choose(tmp_path: Path) -> None:
    with_topics, without = (
        guide(tmp_path),
        guide(tmp_path, Partners=[], Resources=[], Progress=[], **{name: [] for name in OTHERS}),
    )
    first = "Our records put these first; partners may choose others."
    none = "Our records put no topic first. Ask which one matters most to us now."

    assert (first in with_topics, none in with_topics) == (True, False)
    assert (first in without, none in without) == (False, True)


def test_a_status_set_by_a_person_is_to_be_heard(tmp_path: Path) -> None:
    row = {
        "Pitfall": "P4",
        "Status": "Watch",
        "Reason": "Two posts start",
        "Name": "Ana",
        "Date": "2026-05-04",
    }

    found = guide(tmp_path, Overrides=[row])

    assert any(line.endswith("to “Watch” by a person. Let both be heard.") for line in found)


# --- both -----------------------------------------------------------------------------------------

ADDRESSES = ["pat@example.org", "(212) 555-0100", "+1 212 555 0100"]


@given(st.data())
@settings(max_examples=12, deadline=None)
def test_contact_data_typed_into_any_text_is_in_no_page(data: st.DataObject) -> None:
    """R123: addresses and numbers in every text cell, none in what templates are filled with."""

    def spoiled(rows: list[Row]) -> list[Row]:
        address = data.draw(st.sampled_from(ADDRESSES))
        free = (
            "PartnerName",
            "BenefitSought",
            "Description",
            "Title",
            "ReasonLate",
            "NeedStated",
            "WhatChanged",
        )
        return [
            {key: f"{cell} {address}" if key in free else cell for key, cell in row.items()} for row in rows
        ]

    form = {**FORM, "InitiativeName": "Harbor pat@example.org", "PreparedBy": "Ana (212) 555-0100"}
    sheets = {"Partners": PARTNERS, "Resources": RESOURCES, "Progress": PROGRESS, **OTHERS}
    found = assessed(Initiative=form, **{name: spoiled(rows) for name, rows in sheets.items()})

    filled = [kind.context(found, "") for kind in KINDS.values()] + list(partner_contexts(found, ""))
    assert [text for context in filled for text in all_texts(context) if holds_contact(text)] == []


def all_texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in all_texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in all_texts(inner)]
    return [value] if isinstance(value, str) else []


def test_no_contact_data_stands_in_any_part_of_any_page(tmp_path: Path) -> None:
    spoiled = [{**partner, "HowWeSupport": "Write to pat@example.org"} for partner in PARTNERS]
    made = [*pages(tmp_path, Partners=spoiled).values()]
    made.append(make_facilitator_page(assessed(Partners=spoiled), KINDS["facilitator"].packaged(), tmp_path))

    for file in made:
        with zipfile.ZipFile(file) as package:
            everything = b"".join(package.read(name) for name in package.namelist())
        assert b"example.org" not in everything
        assert b"Ana Diaz" not in everything
    assert any("[contact removed]" in line for line in read(made[0]))


@pytest.mark.parametrize("a4", [False, True])
def test_pages_are_valid_and_everybody_can_read_them(a4: bool, tmp_path: Path) -> None:
    found = assessed()
    made = [
        *make_partner_pages(found, KINDS["partner"].packaged(a4=a4), tmp_path),
        make_facilitator_page(found, KINDS["facilitator"].packaged(a4=a4), tmp_path),
    ]

    for file in made:
        assert against_the_schemas(file.read_bytes(), tmp_path) == []
        assert accessibility.check(file.read_bytes(), file.name) == ()


def test_a_template_that_bars_some_people_is_told_once_for_all_pages(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ partner.name }}")
    document.save(str(tmp_path / "partner.docx"))
    told: list[str] = []

    make_partner_pages(
        assessed(), tmp_path / "partner.docx", tmp_path, lambda hurdle: told.append(str(hurdle))
    )

    assert len(told) == len(set(told))
    assert any("no headings" in line for line in told)
