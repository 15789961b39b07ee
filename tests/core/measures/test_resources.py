"""What partners bring and what arrives (R70 to R79, R98, R104, R108, tips), and coordination staff (R60)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import people, resources, staffing
from partnerxl.core.readings import Reading, State
from partnerxl.core.view import View

Row = dict[str, object]
END: Row = {"PeriodStart": date(2025, 7, 1), "PeriodEnd": date(2026, 6, 30)}
IN, BEFORE, AFTER = date(2026, 3, 1), date(2025, 6, 30), date(2026, 7, 1)
OLD = date(2026, 1, 1)  # exactly 180 days before the end


def look(*rows: Row, form: Row | None = None, partners: list[Row] | None = None, **sheets: object) -> View:
    people_of = (
        partners
        if partners is not None
        else [{"PartnerID": "P1"}, {"PartnerID": "P2", "PartnerType": "Employer"}]
    )
    found = project(Initiative=END | (form or {}), Partners=people_of, Resources=list(rows), **sheets)
    return View(found, load_rules())


def given(**cells: object) -> Row:
    return {"ResourceID": "R1", "PartnerID": "P1", "Status": "Committed", **cells}


def parts(reading: Reading) -> tuple[State, Fraction | None, Fraction | None]:
    return reading.state, reading.part, reading.whole


# --- contributions (R70, R76, R79) ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"Status": "Committed"}, 1),
        ({"Status": "Partly received"}, 1),
        ({"Status": "Received"}, 1),
        ({"Status": "Pledged"}, 0),
        ({"Status": "Withdrawn"}, 0),
        ({"Status": None}, 0),
        ({"CommittedDate": date(2026, 6, 30)}, 1),
        ({"CommittedDate": AFTER}, 0),
    ],
)
def test_what_is_a_contribution(cells: Row, counts: int) -> None:
    view = look(given(**cells), given(PartnerID="P2", Status="Idea"))

    assert parts(resources.contrib_share(view)) == (State.RECORDED, counts, 2)


def test_newcomers_leave_the_share_of_contributors() -> None:
    new = {"PartnerID": "P3", "JoinedDate": date(2026, 4, 2)}
    settled = {"PartnerID": "P4", "JoinedDate": date(2026, 4, 1)}

    view = look(given(), given(PartnerID="P3"), partners=[{"PartnerID": "P1"}, new, settled])

    assert parts(resources.contrib_share(view)) == (State.RECORDED, 1, 2)


def test_contributors_are_not_recorded_without_partner_and_status_together() -> None:
    view = look(given(PartnerID=None), given(Status=None))

    assert resources.contrib_share(view).state is State.NOT_RECORDED
    assert resources.emp_contrib(view).state is State.NOT_RECORDED


def test_employers_who_contribute() -> None:
    assert parts(resources.emp_contrib(look(given(), given(PartnerID="P2")))) == (State.RECORDED, 1, 1)


def test_the_largest_contributor() -> None:
    rows = [given(), given(), given(PartnerID="P2"), given(PartnerID=None)]

    assert parts(resources.top_share(look(*rows))) == (State.RECORDED, 2, 3)
    assert resources.top_share(look()).whole == 0


# --- what arrived (R71 to R73, R77) ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "whole", "arrived"),
    [
        ({"DueDate": IN}, 1, 0),
        ({"DueDate": IN, "Status": "Received"}, 1, 1),
        ({"DueDate": IN, "Status": "Received", "ReceivedDate": AFTER}, 1, 0),
        ({"DueDate": IN, "Status": "Received", "ReceivedDate": date(2026, 6, 30)}, 1, 1),
        ({"DueDate": IN, "Status": "Partly received", "CommittedAmount": 5, "ReceivedAmount": 4}, 1, 0),
        ({"DueDate": IN, "Status": "Partly received", "CommittedAmount": 5, "ReceivedAmount": 5}, 1, 1),
        ({"DueDate": IN, "CommittedAmount": 0, "ReceivedAmount": 0}, 1, 0),
        ({"DueDate": IN, "Status": "Withdrawn"}, 1, 0),
        ({"DueDate": IN, "Status": "Withdrawn", "CommittedAmount": 5, "ReceivedAmount": 5}, 1, 0),
        ({"DueDate": IN, "Status": "Withdrawn", "ReasonNotUsed": "moved"}, 0, 0),
        ({"DueDate": IN, "Status": "Pledged"}, 0, 0),
        ({"DueDate": None}, 0, 0),
        ({"DueDate": AFTER}, 0, 0),
        ({"DueDate": date(2026, 6, 30)}, 1, 0),
        ({"DueDate": date(2025, 7, 1), "Status": "Received"}, 1, 1),
        ({"DueDate": BEFORE}, 1, 0),
        ({"DueDate": BEFORE, "Status": "Received"}, 0, 0),
        ({"DueDate": BEFORE, "Status": "Received", "ReceivedDate": BEFORE}, 0, 0),
        ({"DueDate": BEFORE, "Status": "Received", "ReceivedDate": date(2025, 7, 1)}, 1, 1),
    ],
)
def test_what_was_due_and_arrived(cells: Row, whole: int, arrived: int) -> None:
    view = look(given(DueDate=IN), given(**cells))

    assert parts(resources.fulfil(view)) == (State.RECORDED, arrived, 1 + whole)
    assert parts(resources.gap(view)) == (State.RECORDED, 1 + whole - arrived, 1 + whole)


def test_commitments_that_are_all_due_later_are_too_early() -> None:
    later = given(DueDate=AFTER)
    for read in (resources.fulfil, resources.gap):
        assert read(look(later, given(Status="Idea", DueDate=IN))).state is State.TOO_EARLY
        assert read(look(later, given())).state is State.NOT_RECORDED
        assert read(look()).size == 0


@pytest.mark.parametrize(
    ("values", "told"),
    [((30, 10), "75"), ((30, None), None), ((None, None), None), ((0, 0), None)],
)
def test_the_share_by_value_stands_beside_where_most_rows_have_one(
    values: tuple[float | None, ...], told: str | None
) -> None:
    rows = [
        given(DueDate=IN, Status=status, EstValueUSD=worth)
        for status, worth in zip(("Received", "Committed"), values, strict=True)
    ]

    assert resources.fulfil(look(*rows)).facts["by_value"] == told


@pytest.mark.parametrize(("missing", "told"), [(0, "20"), (1, "25"), (2, None)])
def test_a_share_by_value_needs_a_value_in_80_percent_of_the_rows(missing: int, told: str | None) -> None:
    worth = [10] * (4 - missing) + [None] * missing
    rows = [given(DueDate=IN, EstValueUSD=each) for each in worth]
    rows.append(given(DueDate=IN, Status="Received", EstValueUSD=10))

    assert resources.fulfil(look(*rows)).facts["by_value"] == told


def test_79_percent_with_a_value_are_too_few() -> None:
    rows = [given(DueDate=IN, EstValueUSD=10 if at < 34 else None) for at in range(43)]

    assert resources.fulfil(look(*rows)).facts["by_value"] is None


def test_the_gap_by_value_is_the_rest() -> None:
    rows = [given(DueDate=IN, Status="Received", EstValueUSD=30), given(DueDate=IN, EstValueUSD=10)]

    assert resources.gap(look(*rows)).facts["by_value"] == "25"


def test_what_is_due_on_the_last_day_is_due() -> None:
    view = look(given(DueDate=date(2026, 6, 30)))

    assert parts(resources.fulfil(view)) == (State.RECORDED, 0, 1)


def test_committed_dollars_stand_in_for_a_value() -> None:
    rows = [
        given(DueDate=IN, Status="Received", CommittedAmount=30, Unit="USD"),
        given(DueDate=IN, CommittedAmount=30, Unit="USD", EstValueUSD=90),
    ]

    assert resources.fulfil(look(*rows)).facts["by_value"] == "25"
    assert (
        resources.fulfil(look(rows[0], given(DueDate=IN, CommittedAmount=5, Unit="hours"))).facts["by_value"]
        is None
    )


def test_what_came_in_part_is_told() -> None:
    assert resources.fulfil(look(given(DueDate=IN, Status="Partly received"))).facts["partly"] == 1
    assert resources.fulfil(look(given(DueDate=IN))).facts["partly"] is None


# --- funding possibilities (R74, R75) -------------------------------------------------------------

REVIEWED: Row = {"EligibilityReviewDate": date(2026, 6, 1)}


def possible(**cells: object) -> Row:
    return (
        given()
        | {"Status": "Idea", "EligibilityOnly": "Yes", "ApplyBy": IN, "Description": "Youth fund"}
        | cells
    )


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({}, 1),
        ({"ApplyBy": date(2026, 6, 29)}, 1),
        ({"ApplyBy": date(2026, 6, 30)}, 0),
        ({"ApplyBy": None, "AskedDate": OLD}, 0),
        ({"ApplyBy": None, "AskedDate": date(2025, 12, 31)}, 1),
        ({"ApplyBy": None}, 0),
        ({"ReasonNotUsed": "needs a match"}, 0),
        ({"Status": "Asked"}, 0),
        ({"Status": None}, None),
        ({"EligibilityOnly": "No"}, 0),
        ({"EligibilityOnly": None}, 0),
    ],
)
def test_an_untapped_possibility(cells: Row, value: int | None) -> None:
    view = look(possible() | cells, possible(ReasonNotUsed="declined"), form=REVIEWED)

    assert resources.untapped_noreason(view).value == value


def test_without_any_date_a_possibility_is_unknown() -> None:
    row = possible() | {"ApplyBy": None}

    assert resources.untapped_noreason(look(row)).state is State.NOT_RECORDED


def test_nobody_looked_without_a_review_date_or_the_column_in_use() -> None:
    reason = possible(ReasonNotUsed="x")

    assert resources.untapped_noreason(look(reason)).state is State.NOT_RECORDED
    assert (
        resources.untapped_noreason(look(reason, form={"EligibilityReviewDate": AFTER})).state
        is State.NOT_RECORDED
    )
    assert resources.untapped_noreason(look(given(), form=REVIEWED)).state is State.NOT_RECORDED
    assert resources.untapped_noreason(look(reason, form=REVIEWED)).value == 0
    assert resources.untapped_noreason(look(possible())).facts["names"] == ("Youth fund",)


# --- new resources (R78, R104) --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ({"CommittedDate": IN}, 1),
        ({"CommittedDate": date(2025, 6, 30)}, 1),
        ({"CommittedDate": date(2025, 6, 29)}, 0),
        ({"CommittedDate": None, "ReceivedDate": IN}, 1),
        ({"CommittedDate": None, "AskedDate": IN}, 1),
        ({"CommittedDate": None}, None),
        ({"New": "No", "CommittedDate": IN}, 0),
        ({"New": None, "CommittedDate": IN}, 0),
        ({"Status": "Asked", "CommittedDate": IN}, 0),
    ],
)
def test_what_is_new(cells: Row, value: int | None) -> None:
    reading = resources.new_res_12m(look(given(New="Yes") | cells, given(New="No")))

    assert reading.value == value


def test_new_resources_need_the_column() -> None:
    assert resources.new_res_12m(look(given(CommittedDate=IN))).state is State.NOT_RECORDED
    assert resources.new_res_12m(look()).state is State.NOT_RECORDED


def test_growth_compares_with_the_period_before() -> None:
    now, then = given(CommittedDate=IN), given(CommittedDate=BEFORE)
    first = given(CommittedDate=date(2024, 7, 1))
    others = [given(Status=status, CommittedDate=IN) for status in ("Idea", "Asked", "Declined", None)]

    reading = resources.growth(
        look(now, now, now, then, first, given(CommittedDate=date(2024, 6, 30)), *others)
    )

    assert (*parts(reading), reading.value, reading.size) == (State.RECORDED, 3, 2, Fraction(1, 2), 2)
    assert resources.growth(look(now)).value is None


@pytest.mark.parametrize(
    ("start", "state"),
    [(date(2025, 7, 1), State.TOO_EARLY), (BEFORE, State.RECORDED), (None, State.RECORDED)],
)
def test_growth_needs_a_period_before(start: date | None, state: State) -> None:
    assert resources.growth(look(given(CommittedDate=BEFORE), form={"StartDate": start})).state is state


# --- asked, costs, and no task --------------------------------------------------------------------


def test_everyone_who_was_asked() -> None:
    view = look(given(Status="Declined"), given(Status=None, PartnerID="P2"))

    assert parts(resources.asked_share(view)) == (State.RECORDED, 2, 2)
    assert parts(resources.asked_employers(view)) == (State.RECORDED, 1, 1)
    assert resources.asked_share(look(given(PartnerID=None))).state is State.NOT_RECORDED


def test_costs_that_are_met() -> None:
    assert resources.cost_met(look(given(UsedFor="Partner costs"))).value == 1
    assert resources.cost_met(look(given(UsedFor="Training"))).value == 0
    assert (
        resources.cost_met(look(given(), given(UsedFor="Partner costs", Status="Idea"))).state
        is State.NOT_RECORDED
    )


def test_partners_without_task_and_contribution() -> None:
    owners = [{"ResponsiblePartnerID": "P2"}]

    assert parts(people.no_task(look(Progress=owners))) == (State.RECORDED, 1, 2)
    assert parts(people.no_task(look(given()))) == (State.RECORDED, 1, 2)
    assert people.no_task(look(given(Status=None))).state is State.NOT_RECORDED


# --- staff (R60) ----------------------------------------------------------------------------------


def post(**cells: object) -> Row:
    return (
        given()
        | {"UsedFor": "Coordination", "Unit": "FTE", "Status": "Received", "ReceivedAmount": 0.5}
        | cells
    )


@pytest.mark.parametrize(
    ("rows", "needed", "value", "stand_in"),
    [
        ([post()], 1, "1/2", False),
        ([post(), post()], 1, "1", False),
        ([post(Status="Partly received")], 1, "1/2", False),
        ([post(Status="Partly received", ReceivedAmount=None, CommittedAmount=1)], 1, "0", False),
        ([post(ReceivedAmount=None, CommittedAmount=1)], 1, "1", True),
        ([post(ReceivedDate=AFTER)], 1, "0", False),
        ([post(ReceivedDate=IN)], 1, "1/2", False),
        ([post(ReceivedDate=date(2026, 6, 30))], 1, "1/2", False),
        ([post(CommittedAmount=1)], 1, "1/2", False),
        ([post(), post(ReceivedAmount=None, CommittedAmount=0.2)], 1, "7/10", True),
        ([post(), post(ReceivedAmount=None, ReceivedDate=date(2026, 6, 30))], 1, None, None),
        ([post(), post(ReceivedAmount=None, ReceivedDate=AFTER)], 1, "1/2", False),
        ([post(), post(Status="Partly received", ReceivedAmount=None)], 1, "1/2", False),
        ([post(), post(Status="Committed", CommittedAmount=1, DueDate=date(2026, 6, 30))], 1, "1/2", False),
        ([post(), post(Status="Committed", CommittedAmount=0.5, DueDate=None)], 1, None, None),
        ([post()], None, "1", True),
        ([post()], 0, "1", True),
        ([post(), post(Status="Committed", CommittedAmount=0.2, DueDate=None)], 1, "1/2", False),
        ([post(), post(Status="Committed", CommittedAmount=1, DueDate=IN)], 1, "1/2", False),
        ([post(), post(Status="Committed", CommittedAmount=1, DueDate=None)], 1, None, None),
        ([post(), post(Status="Committed", CommittedAmount=1, DueDate=AFTER)], 1, None, None),
        ([post(), post(ReceivedAmount=None)], 1, None, None),
        ([post(), post(), post(ReceivedAmount=None)], 1, "1", False),
        ([post(Status="Idea")], 1, None, None),
        ([post(Status="Declined"), post(Status="Withdrawn")], 1, None, None),
        ([post(Status=None)], 1, "0", False),
        ([post(Unit="hours")], 1, None, None),
        ([post() | {"UsedFor": "Training"}], 1, None, None),
    ],
)
def test_staff_in_place(
    rows: list[Row], needed: float | None, value: str | None, stand_in: bool | None
) -> None:
    reading = staffing.staff_ratio(look(*rows, form={"CoordFTENeeded": needed}))

    assert reading.value == (None if value is None else Fraction(value))
    if stand_in is not None:
        assert reading.stand_in is stand_in
        assert (reading.facts["estimate"] is not None) == bool(needed)
