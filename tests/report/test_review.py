"""The review report, made from small workbooks and opened again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from build import project
from docx import Document
from docx.oxml.ns import qn

from partnerxl import shipped
from partnerxl.core.assess import assess
from partnerxl.report.review import make_review

Row = dict[str, Any]
FORM: Row = {
    "InitiativeName": "Harbor Plains Logistics",
    "PeriodStart": "2025-10-01",
    "PeriodEnd": "2026-09-30",
    "StartDate": "2023-01-15",
    "ConvenerOrg": "P1",
}
PARTNERS = [
    {"PartnerID": f"P{at}", "PartnerName": name, "PartnerType": kind, "Role": role, "ShareConsent": consent}
    for at, (name, kind, role, consent) in enumerate(
        [
            ("Harbor Workforce Board", "Workforce board/job center", "Convener", "Yes"),
            ("Bolt Freight", "Employer", "Core", "Yes"),
            ("Quiet Lines", "Employer", "Core", "No"),
            ("Plains College", "College/university", "Core", None),
            ("Dockworkers Local 9", "Labor organization", "Supporting", "Yes"),
        ],
        start=1,
    )
]
DONE: Row = {"Kind": "Milestone", "DueDate": "2026-03-01", "DoneDate": "2026-02-20", "Status": "Done"}


def promised(title: str, **cells: Any) -> Row:
    return {**DONE, "Title": title, **cells}


def late(title: str, **cells: Any) -> Row:
    return promised(title, Status="Late", DoneDate=None, **cells)


def lines(folder: Path, **sheets: Any) -> list[str]:
    """The report of a workbook, paragraph by paragraph."""
    given = {"Initiative": FORM, "Partners": PARTNERS, **sheets}
    return read(make_review(assess(project(**given)), shipped.report_templates() / "review.docx", folder))


def read(report: Path) -> list[str]:
    return [text for text in map(text_of, paragraphs(report)) if text]


def paragraphs(report: Path) -> Iterator[Any]:
    yield from Document(str(report)).element.body.iter(qn("w:p"))


def text_of(paragraph: Any) -> str:
    return "".join(each.text or "" for each in paragraph.iter(qn("w:t"))).replace("\u00a0", " ")


def part(found: list[str], start: str, end: str) -> list[str]:
    """The lines from one heading to another."""
    return found[found.index(start) + 1 : found.index(end)]


# --- the file -------------------------------------------------------------------------------------


def test_no_report_is_ever_overwritten(tmp_path: Path) -> None:
    found = assess(project(Initiative=FORM, Partners=PARTNERS))
    first = make_review(found, shipped.report_templates() / "review.docx", tmp_path / "new folder")
    content = first.read_bytes()
    second = make_review(found, shipped.report_templates() / "review.docx", tmp_path / "new folder")

    assert first.name == "test progress report 2026-09-30.docx"
    assert second.name == "test progress report 2026-09-30 2.docx"
    assert first.read_bytes() == content == second.read_bytes()


def test_without_a_period_the_report_still_comes_and_says_so(tmp_path: Path) -> None:
    found = assess(project(Initiative={"InitiativeName": "Harbor Plains Logistics"}))
    report = make_review(found, shipped.report_templates() / "review.docx", tmp_path)

    assert report.name == "test progress report.docx"
    assert "Harbor Plains Logistics" in read(report)


# --- consent and small numbers --------------------------------------------------------------------


def test_only_partners_that_agreed_stand_beside_what_they_bring(tmp_path: Path) -> None:
    resources = [
        {"PartnerID": f"P{at}", "Kind": "Cash", "Description": f"Gift {at}", "Status": "Received"}
        for at in (2, 3, 4)
    ]
    found = part(lines(tmp_path, Resources=resources), "What each partner brings", "Voices")

    assert [line for line in found if line.startswith(("Bolt", "Quiet", "Plains"))] == ["Bolt Freight"]
    assert [line for line in found if "Gift" in line] == ["Cash: Gift 2"]
    assert any("2 partners are not shown" in line for line in found), found


def test_thanks_name_only_partners_that_agreed(tmp_path: Path) -> None:
    done = [promised(f"Step {at}", ResponsiblePartnerID=f"P{at}") for at in (2, 3)]
    found = part(
        lines(tmp_path, Progress=done), "Celebrating what worked", "Progress against what we promised"
    )
    thanks = next(line for line in found if line.startswith("Thank"))

    assert "Bolt Freight" in thanks
    assert "Quiet Lines" not in thanks


def test_one_to_four_people_are_printed_as_few(tmp_path: Path) -> None:
    pools = [
        {"Pool": "Veterans", "TargetNumber": 12, "RecruitedNumber": 3},
        {"Pool": "Youth", "TargetNumber": 4, "RecruitedNumber": 0},
    ]
    found = part(lines(tmp_path, LaborPools=pools), "Workers and labor pools", "Tips in practice")

    assert "<5 of 12" in found
    assert "0 of <5" in found


def test_names_of_all_partners_stand_where_all_sign(tmp_path: Path) -> None:
    found = part(lines(tmp_path), "Sign-off", "About this report")
    signers = [line for line in found if line in {each["PartnerName"] for each in PARTNERS}]

    assert signers == [
        "Bolt Freight",
        "Dockworkers Local 9",
        "Harbor Workforce Board",
        "Plains College",
        "Quiet Lines",
    ]


# --- what is printed ------------------------------------------------------------------------------


def test_promises_show_status_new_date_and_reason_late_ones_first(tmp_path: Path) -> None:
    progress = [
        promised("Open the yard school"),
        late("Buy the crane simulator", ReasonLate="Grant came in August"),
        late("Move the job fair", RevisedDate="2026-11-15", DecisionID="D7"),
    ]
    found = part(lines(tmp_path, Progress=progress), "Progress against what we promised", PHASES)
    titles = [line for line in found if line in {row["Title"] for row in progress}]

    assert titles == ["Buy the crane simulator", "Move the job fair", "Open the yard school"]
    assert "Grant came in August" in found
    assert "Nov 15, 2026" in found
    assert [line for line in found if line in {"Late", "New date", "Done"}][1:] == [
        "Late",
        "New date",
        "Done",
    ]


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (1, "One promised item was due; 0 done and 1 open. One more has an agreed new date."),
        (0, "Nothing was due yet. One promised item has an agreed new date."),
    ],
)
def test_items_with_an_agreed_new_date_are_told(tmp_path: Path, due: int, said: str) -> None:
    moved = late("Move the job fair", RevisedDate="2026-11-15", DecisionID="D7")

    assert said in lines(tmp_path, Progress=[moved] + [late("Buy the crane simulator")] * due)


PHASES = "Where we are: the four partnership phases"


def test_key_numbers_are_those_of_the_records(tmp_path: Path) -> None:
    progress = [promised(f"Step {at}") for at in range(4)] + [late("Step 4")]
    found = lines(tmp_path, Progress=progress)
    numbers = found[found.index("Partners active") : found.index("What stands out")]

    assert numbers[4] == "5"
    assert numbers[5] == "4 of 5"


def test_what_people_typed_is_printed_as_typed(tmp_path: Path) -> None:
    typed = "Fish & chips <b>bold</b> {{ report.initiative }} {%p if x %} 50 % “quoted”"
    found = lines(tmp_path, Progress=[late(typed)])

    assert typed in found


def test_a_changed_limit_is_printed_with_who_changed_it(tmp_path: Path) -> None:
    row = {
        "Threshold": "P4 delivered watch",
        "Current": 0.7,
        "ChangedBy": "Ana Diaz",
        "ChangedOn": "2026-05-04",
    }
    found = part(lines(tmp_path, Settings=[row]), "Changed limits", "Limits in force")

    assert {"under 80 %", "under 70 %", "Ana Diaz", "May 4, 2026"} <= set(found)
    assert "No limit was changed: all are the usual ones." not in found


def test_an_override_is_printed_beside_the_computed_status(tmp_path: Path) -> None:
    row = {
        "Pitfall": "P4",
        "Status": "Watch",
        "Reason": "Two posts start in May",
        "Name": "Ana Diaz",
        "Date": "2026-05-04",
    }
    found = part(lines(tmp_path, Overrides=[row]), "Statuses set by a person", "Checks of our records")

    assert {"Not enough evidence", "Watch", "Two posts start in May"} <= set(found)
    assert "Ana Diaz, May 4, 2026" in found


def test_a_topic_names_its_rows_its_question_and_what_would_change_it(tmp_path: Path) -> None:
    progress = [promised(f"Step {at}") for at in range(2)] + [late(f"Step {at}") for at in range(2, 5)]
    whole = lines(tmp_path, Progress=progress)
    places = [at for at, line in enumerate(whole) if line == "Staffing and delivery"]
    found = whole[places[1] : places[2]]

    assert any(line.startswith("2 of 5") and "Progress, rows 2 to 6" in line for line in found), found
    assert "What did we promise that we should re-plan together?" in found
    assert any(line.startswith("If ") for line in found)


def test_nothing_on_record_is_said_as_such(tmp_path: Path) -> None:
    found = lines(tmp_path, Partners=[])

    assert "What we could not assess" in found
    assert any("cannot be judged yet" in line.lower() for line in found)


@pytest.mark.parametrize("sheet", ["Partners", "Resources", "Progress"])
def test_an_empty_core_sheet_still_gives_a_report(sheet: str, tmp_path: Path) -> None:
    given: dict[str, Any] = {"Progress": [promised("Step")], "Resources": [{"Kind": "Cash"}], sheet: []}

    assert "About this report" in lines(tmp_path, **given)


def test_a_resource_or_an_item_without_words_is_named_by_its_kind(tmp_path: Path) -> None:
    partner = {"PartnerID": "P1", "PartnerName": "Bolt Freight", "ShareConsent": "Yes", "Role": "Core"}
    resource = {"PartnerID": "P1", "Kind": "Cash", "Status": "Received"}

    found = lines(tmp_path, Partners=[partner], Resources=[resource], Progress=[{**DONE, "Title": None}])

    assert "Milestone" in part(
        found, "Progress against what we promised", "Where we are: the four partnership phases"
    )
    assert "Cash" in part(found, "What each partner brings", "Voices")
