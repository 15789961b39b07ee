"""What employers told the partnership, when, and what it was used for (R47, R65 to R68, R99, R117, R120)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import employers
from partnerxl.core.readings import Reading, State
from partnerxl.core.view import View

Row = dict[str, object]
END: Row = {"PeriodEnd": "2026-06-30"}
PARTNERS: list[Row] = [
    {"PartnerID": "E1", "PartnerName": "Acme", "Role": "Core", "PartnerType": "Employer"},
    {"PartnerID": "E2", "PartnerName": "Bolt", "Role": "Core", "PartnerType": "Employer association"},
    {"PartnerID": "C1", "PartnerName": "College", "Role": "Core", "PartnerType": "College/university"},
    {"PartnerID": "U1", "PartnerName": "Unsaid", "Role": "Core"},
]


def look(form: Row | None = None, **sheets: object) -> View:
    return View(project(**{"Initiative": END | (form or {}), "Partners": PARTNERS, **sheets}), load_rules())


def given(**cells: object) -> Row:
    return {"Date": "2026-03-01", "PartnerID": "E1", **cells}


def numbers(reading: Reading) -> tuple[State, Fraction | None, Fraction | None]:
    return reading.state, reading.part, reading.whole


def with_input(**days: str | None) -> list[Row]:
    """Partners with a last input date."""
    return [row | {"LastInputDate": days.get(str(row["PartnerID"]))} for row in PARTNERS]


# --- what employer input is (R47) ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"PartnerID": "E1"}, True),
        ({"PartnerID": "E2"}, True),
        ({"PartnerID": "C1"}, False),
        ({"PartnerID": "U1"}, True),
        ({"PartnerID": "Zeta Ltd"}, True),
        ({"PartnerID": None}, True),
        ({"PartnerID": None, "EmployerName": "College"}, True),
        ({"PartnerID": "C1", "StakeholderType": "Employer"}, True),
        ({"PartnerID": "C1", "StakeholderType": "employer-ASSOCIATION"}, True),
        ({"PartnerID": "E1", "StakeholderType": "Training provider"}, False),
        ({"PartnerID": "E1", "StakeholderType": "Workers"}, False),
        ({"PartnerID": "E1", "StakeholderType": "–"}, False),
        ({"Date": "2026-06-30"}, True),
        ({"Date": "2026-07-01"}, False),
        ({"Date": None}, False),
        ({"Date": "1999-01-01"}, True),
    ],
)
def test_employer_input_is_dated_and_comes_from_an_employer(cells: Row, *, counts: bool) -> None:
    sheet, found = employers.dated_inputs(look(EmployerInput=[given(**cells)]))

    assert (sheet, len(found)) == ("EmployerInput", int(counts))


# --- n_employers (R65) --------------------------------------------------------------------------


def test_n_employers_counts_active_employers_and_associations() -> None:
    gone: Row = {"PartnerID": "E3", "Role": "Left", "PartnerType": "Employer"}

    reading = employers.n_employers(look(Partners=[*PARTNERS, gone]))

    assert (reading.value, list(reading.rows)) == (2, ["Partners!2", "Partners!3"])


@pytest.mark.parametrize(("kind", "value"), [("Government", 0), (None, None)])
def test_no_employers_is_recorded_only_when_some_partner_has_a_type(
    kind: str | None, value: int | None
) -> None:
    reading = employers.n_employers(look(Partners=[{"PartnerID": "P", "PartnerType": kind}]))

    assert reading.value == value
    assert reading.recorded == (value is not None)


# --- months_since_input (R66) -------------------------------------------------------------------


def test_months_since_input_counts_from_the_latest_input() -> None:
    rows = [
        given(Date="2025-12-30", Method="Survey"),
        given(Date="2026-04-30", Method="Survey"),
        given(Date="2026-04-30", Method="By the fence"),
        given(Date="2026-04-30"),
        given(Date="2026-07-01"),
        given(Date="2026-06-01", PartnerID="C1"),
    ]

    reading = employers.months_since_input(look(EmployerInput=rows))

    assert reading.value == 2
    assert reading.facts == {"date": date(2026, 4, 30), "method": ("By the fence", "Survey")}
    assert list(reading.rows) == ["EmployerInput!3", "EmployerInput!4", "EmployerInput!5"]


def test_input_on_the_last_day_is_0_months_old() -> None:
    assert employers.months_since_input(look(Partners=with_input(E1="2026-06-30"))).value == 0


def test_months_since_input_reads_the_last_input_of_employers_without_the_log() -> None:
    view = look(Partners=with_input(E1="2026-05-30", E2="2026-07-01", C1="2026-06-30"))

    reading = employers.months_since_input(view)

    assert (reading.value, reading.facts["method"]) == (1, None)
    assert list(reading.rows) == ["Partners!2"]


@pytest.mark.parametrize("rows", [[], [given(PartnerID="C1")]])
def test_without_employer_input_the_months_are_not_recorded(rows: list[Row]) -> None:
    view = look(EmployerInput=rows, Partners=with_input(E1="2026-05-30") if rows else PARTNERS)

    assert employers.months_since_input(view).state is State.NOT_RECORDED


# --- emp_breadth, employers_active (R68, R117) --------------------------------------------------


def test_emp_breadth_counts_employers_by_id_or_name() -> None:
    rows = [
        given(PartnerID=None, EmployerName="acme"),
        given(PartnerID="C1"),
        given(PartnerID="E2", Date="2025-06-30"),
    ]

    reading = employers.emp_breadth(look(EmployerInput=rows))

    assert numbers(reading) == (State.RECORDED, 1, 2)
    assert list(reading.rows) == ["Partners!2", "Partners!3"]


def test_emp_breadth_reads_last_input_dates_without_the_log() -> None:
    reading = employers.emp_breadth(look(Partners=with_input(E1="2025-07-01")))

    assert numbers(reading) == (State.RECORDED, 1, 2)


def test_emp_breadth_is_not_recorded_when_no_employer_has_a_last_input_date() -> None:
    reading = employers.emp_breadth(look(Partners=with_input(C1="2025-07-01")))

    assert (reading.state, reading.size) == (State.NOT_RECORDED, None)


def test_employers_are_active_by_input_or_by_presence() -> None:
    rows: list[Row] = [{"MeetingID": "M1", "Date": "2026-03-01", "Type": "Review"}]
    log: list[Row] = [{"MeetingID": "M1", "PartnerID": key, "Present": "Yes"} for key in ("E2", "C1")]
    partners: list[Row] = [*PARTNERS, {"PartnerID": "E3", "Role": "Core", "PartnerType": "Employer"}]

    reading = employers.employers_active(
        look(Meetings=rows, Attendance=log, EmployerInput=[given()], Partners=partners)
    )

    assert numbers(reading) == (State.RECORDED, 2, 3)


@pytest.mark.parametrize(
    ("tallies", "part"),
    [({"E1": 1, "E2": 0}, 1), ({"E1": 1}, 1), ({"E1": 0, "E2": 0}, 0), ({"C1": 3}, None)],
)
def test_employers_active_reads_tallies_alone(tallies: dict[str, int], part: int | None) -> None:
    rows = [row | {"MeetingsAttended": tallies.get(str(row["PartnerID"]))} for row in PARTNERS]

    assert employers.employers_active(look(Partners=rows)).part == part


def test_employers_active_reads_input_alone() -> None:
    assert numbers(employers.employers_active(look(EmployerInput=[given()]))) == (State.RECORDED, 1, 2)


def test_employers_active_is_not_recorded_when_both_sources_are_blank() -> None:
    reading = employers.employers_active(look())

    assert (reading.state, reading.size) == (State.NOT_RECORDED, None)


def test_level5_share_counts_the_highest_level_among_employers_with_a_level() -> None:
    levels = [5, 4, 5, None, 4]
    kinds = ["Employer", "Employer", "Government", "Employer", "Employer"]
    rows = [
        {"PartnerID": n, "PartnerType": kind, "EngagementLevel": level}
        for n, (kind, level) in enumerate(zip(kinds, levels, strict=True))
    ]

    assert numbers(employers.level5_share(look(Partners=rows))) == (State.RECORDED, 1, 3)


# --- prog_with_input (R67) ----------------------------------------------------------------------


def program(**cells: object) -> Row:
    return {"ProgramID": "A", "Name": "Welding", "StartDate": "2026-02-01", **cells}


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({}, 1),
        ({"Status": "Active"}, 1),
        ({"Status": "Paused"}, 1),
        ({"Status": "Ended"}, 0),
        ({"StartDate": "2026-06-30"}, 1),
        ({"StartDate": "2026-07-01"}, 0),
        ({"StartDate": None}, 0),
        ({"ProgramID": None}, 0),
    ],
)
def test_programs_that_have_begun_and_not_ended_can_have_input(cells: Row, counts: int) -> None:
    view = look(Programs=[program(**cells)], EmployerInput=[given(ProgramID="B")])

    assert employers.prog_with_input(view).whole == counts


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({}, 1),
        ({"ProgramID": "a."}, 1),
        ({"ProgramID": "B"}, 0),
        ({"Date": "2026-02-01"}, 0),
        ({"Date": None}, 0),
        ({"PartnerID": "C1"}, 0),
    ],
)
def test_employer_input_counts_when_it_came_before_the_program_began(cells: Row, part: int) -> None:
    view = look(
        Programs=[program()], EmployerInput=[given(**{"ProgramID": "A", "Date": "2026-01-31", **cells})]
    )

    assert numbers(employers.prog_with_input(view)) == (State.RECORDED, part, 1)


@pytest.mark.parametrize(
    ("cells", "part"),
    [
        ({}, 1),
        ({"Category": "Budget"}, 0),
        ({"EmployersTookPart": "No"}, 0),
        ({"EmployersTookPart": None}, 0),
        ({"Date": "2026-02-01"}, 0),
        ({"ProgramID": "B"}, 0),
    ],
)
def test_a_design_decision_with_employers_counts_as_input(cells: Row, part: int) -> None:
    design = {
        "Category": "Program design",
        "EmployersTookPart": "Yes",
        "ProgramID": "A",
        "Date": "2026-01-31",
    }

    reading = employers.prog_with_input(look(Programs=[program()], Decisions=[design | cells]))

    assert numbers(reading) == (State.RECORDED, part, 1)


def test_programs_without_input_are_named() -> None:
    rows = [
        program(),
        program(ProgramID="B", Name=None),
        program(ProgramID="C", Name="Nursing"),
        program(ProgramID="-"),
    ]

    reading = employers.prog_with_input(
        look(Programs=rows, EmployerInput=[given(ProgramID="A", Date="2020-01-01")])
    )

    assert numbers(reading) == (State.RECORDED, 1, 3)
    assert reading.facts == {"names": ("B", "Nursing")}
    assert list(reading.rows) == ["Programs!2", "Programs!3", "Programs!4"]


@pytest.mark.parametrize("rows", [[], [given()], [given(ProgramID="A", Date="2026-07-01")]])
def test_input_of_programs_is_not_recorded_when_no_row_names_a_program(rows: list[Row]) -> None:
    reading = employers.prog_with_input(look(Programs=[program()], EmployerInput=rows))

    assert (reading.state, list(reading.rows)) == (State.NOT_RECORDED, ["Programs!2"])


def test_without_programs_progress_says_whether_input_was_used() -> None:
    answers = ["Yes", "No", "Don't know", None]
    rows: list[Row] = [
        {"Kind": "Output", "Title": f"T{n}", "EmployerInputUsed": word} for n, word in enumerate(answers)
    ]

    reading = employers.prog_with_input(look(Progress=rows, EmployerInput=[given(ProgramID="A")]))

    assert numbers(reading) == (State.RECORDED, 1, 2)
    assert reading.facts == {"names": ("T1",)}


# --- research_share (R99) -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "part", "whole"),
    [
        ({"Stage": "Research", "Method": "Survey"}, 1, 1),
        ({"Stage": "Plan", "Method": "One-to-one", "PartnerID": "C1"}, 1, 1),
        ({"Stage": "Research"}, 1, 1),
        ({"Method": "One-to-one"}, 1, 1),
        ({"Stage": "Plan", "Method": "Survey"}, 0, 1),
        ({"Stage": "Plan"}, 0, 1),
        ({"Method": "Survey"}, 0, 1),
        ({}, 0, 0),
        ({"Stage": "Research", "Date": "2025-06-30"}, 0, 0),
        ({"Stage": "Research", "Date": None}, 0, 0),
    ],
)
def test_research_share_counts_research_or_one_to_one_of_all_givers(
    cells: Row, part: int, whole: int
) -> None:
    reading = employers.research_share(look(EmployerInput=[given(**cells)]))

    assert (reading.part, reading.whole) == (part, whole)


def test_research_share_has_no_stand_in() -> None:
    view = look(Partners=with_input(E1="2026-05-30"))

    assert numbers(employers.research_share(view)) == (State.NOT_RECORDED, 0, 0)


# --- employer_talks (R120 T1) -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("launch", "day", "value"),
    [
        (None, "2025-06-30", 1),
        (None, "2025-06-29", None),
        ("2024-01-01", "2023-12-31", 1),
        ("2024-01-01", "2024-01-01", 0),
        ("2027-01-01", "2024-01-01", 1),
    ],
)
def test_talks_count_before_the_launch_or_within_12_months(
    launch: str | None, day: str, value: int | None
) -> None:
    view = look({"LaunchDate": launch}, EmployerInput=[given(Date=day, Method="One-to-one")])

    reading = employers.employer_talks(view)

    assert reading.value == value
    assert reading.recorded == (value is not None)


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([given(Method="Survey")], 0),
        ([given()], None),
        ([given(), given(Method="One-to-one")], 1),
        ([given(Method="Survey", Date=None)], None),
        ([given(Method="One-to-one", PartnerID="C1")], None),
    ],
)
def test_talks_are_unknown_without_dated_input_or_method(rows: list[Row], value: int | None) -> None:
    assert employers.employer_talks(look(EmployerInput=rows)).value == value


def test_talks_are_read_from_partners_without_the_log() -> None:
    rows = [row | {"LastInputHow": "One-to-one"} for row in with_input(E1="2026-05-30", C1="2026-05-30")]

    reading = employers.employer_talks(look(Partners=rows))

    assert (reading.value, list(reading.rows)) == (1, ["Partners!2"])


# --- data_checked (R120 T2) ---------------------------------------------------------------------


def research(**cells: object) -> Row:
    return {"Kind": "Research", "DoneDate": "2026-01-01", "EmployerInputUsed": "Yes", **cells}


@pytest.mark.parametrize(
    ("rows", "progress", "value"),
    [
        ([given(Method="Data check")], [], 1),
        ([given(Method="Data check", Date="2024-06-30")], [], 1),
        ([given(Method="Data check", Date="2024-06-29")], [], 0),
        ([given(Method="Survey")], [], 0),
        ([given()], [], None),
        ([given(Date="2024-06-29")], [], 0),
        ([], [research()], 1),
        ([], [research(EmployerInputUsed="No")], None),
        ([given(Method="Survey")], [research(EmployerInputUsed="No")], 0),
        ([given(Method="Survey")], [research(EmployerInputUsed=None)], None),
        ([given(Method="Survey")], [research(DoneDate="2024-06-29")], 0),
        ([given(Method="Survey")], [research(DoneDate=None, DueDate="2026-01-01")], 0),
        ([given(Method="Survey")], [research(DoneDate=None, DueDate="2026-01-01", Status="Done")], 1),
        ([given(Method="Survey")], [research(Kind="Product")], 0),
        ([], [], None),
    ],
)
def test_data_are_checked_by_employers(rows: list[Row], progress: list[Row], value: int | None) -> None:
    reading = employers.data_checked(look(EmployerInput=rows, Progress=progress))

    assert reading.value == value
    assert reading.recorded == (value is not None)


def test_data_checked_shows_its_rows() -> None:
    reading = employers.data_checked(look(EmployerInput=[given(Method="Data check")], Progress=[research()]))

    assert list(reading.rows) == ["EmployerInput!2", "Progress!2"]


# --- input_stages, input_step (R120 T7) ---------------------------------------------------------


def test_input_stages_have_input_from_employers_and_from_others() -> None:
    rows = [
        given(Stage="Plan"),
        given(Stage="Plan", PartnerID="C1", Date="2026-06-30"),
        given(Stage="Design"),
        given(Stage="Delivery", StakeholderType="Workers"),
        given(Stage="Research", Date="1999-01-01"),
        given(Stage="Research", StakeholderType="Workers"),
        given(Stage="Review"),
        given(Stage="Review", PartnerID="C1", Date="2026-07-01"),
    ]

    reading = employers.input_stages(look(EmployerInput=rows))

    assert (reading.value, reading.facts) == (2, {"names": ("Plan", "Research")})
    assert list(reading.rows) == [f"EmployerInput!{row}" for row in (2, 3, 6, 7)]


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([], None),
        ([given(Stage="Plan")], 0),
        ([given(Stage="Plan"), given(PartnerID="C1")], None),
        ([given(Stage="Plan"), given(Stage="Plan", PartnerID="C1"), given()], 1),
        ([given(Stage="Plan"), given(Stage="Plan", PartnerID="C1", Date=None)], None),
        ([given(Stage="Plan"), given(Stage="Plan", PartnerID="C1", Date="2026-07-01")], 0),
    ],
)
def test_a_stage_without_input_is_recorded_only_when_every_row_says(
    rows: list[Row], value: int | None
) -> None:
    assert employers.input_stages(look(EmployerInput=rows)).value == value


@pytest.mark.parametrize(
    ("form", "days", "months"),
    [
        ({}, ["2025-12-30", "2026-03-30"], 5 + Fraction(29, 31)),
        ({}, ["2025-08-01", "2026-06-01"], 10),
        ({}, ["2026-06-29", "2025-06-30", "2026-07-01"], 11 + Fraction(28, 30)),
        ({"StartDate": "2026-01-30"}, ["2025-07-02", "2026-03-30"], 3),
        ({"StartDate": "2020-01-01"}, ["2026-01-01"], 6),
        ({"StartDate": "2027-01-01"}, ["2026-01-01"], 0),
    ],
)
def test_input_step_is_the_longest_time_without_input(form: Row, days: list[str], months: Fraction) -> None:
    reading = employers.input_step(
        look(form, EmployerInput=[given(Date=day, PartnerID="C1") for day in days])
    )

    assert reading.value == months


def test_the_steps_rest_on_the_inputs_of_the_period() -> None:
    rows = [given(Date="2026-06-29"), given(Date="2025-06-30"), given(Date="2026-07-01"), given(Date=None)]

    assert list(employers.input_step(look(EmployerInput=rows)).rows) == ["EmployerInput!2"]


def test_input_before_the_initiative_began_is_no_step() -> None:
    rows = [given(Date="2026-01-30"), given(Date="2026-01-29")]

    assert list(employers.input_step(look({"StartDate": "2026-01-30"}, EmployerInput=rows)).rows) == [
        "EmployerInput!2"
    ]


@pytest.mark.parametrize("rows", [[], [given(Date=None)]])
def test_input_step_is_unknown_without_dated_input(rows: list[Row]) -> None:
    assert employers.input_step(look(EmployerInput=rows)).state is State.NOT_RECORDED
