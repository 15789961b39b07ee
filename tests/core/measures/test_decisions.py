"""Who decides, and how differences are dealt with (R56 to R58, R106, R110, R112)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import decisions
from partnerxl.core.readings import Reading, State
from partnerxl.core.view import View

Row = dict[str, object]
END = {"PeriodEnd": "2026-06-30"}


def look(rows: list[Row], **sheets: object) -> View:
    return View(project(**{"Initiative": END, "Decisions": rows, **sheets}), load_rules())


def decision(**cells: object) -> Row:
    return {"DecisionID": "D", "Date": "2026-03-01", "Category": "Strategy", **cells}


def numbers(reading: Reading) -> tuple[State, Fraction | None, Fraction | None]:
    return reading.state, reading.part, reading.whole


# --- strategic decisions (R56) ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"Category": "Strategy"}, True),
        ({"Category": "Program design"}, True),
        ({"Category": "Budget"}, True),
        ({"Category": "Partners"}, True),
        ({"Category": "Operations"}, False),
        ({"Category": None}, False),
        ({"Date": "2025-07-01"}, True),
        ({"Date": "2025-06-30"}, False),
        ({"Date": "2026-06-30"}, True),
        ({"Date": "2026-07-01"}, False),
        ({"Date": None}, False),
    ],
)
def test_a_strategic_decision_lies_in_the_period_and_in_a_strategic_category(
    cells: Row, *, counts: bool
) -> None:
    view = look([decision(**cells)])

    found = decisions.strategic(view)

    assert len(found) == int(counts)


# --- alone_share (R57) --------------------------------------------------------------------------


def test_alone_share_counts_decisions_of_the_convener_alone_among_those_that_say() -> None:
    words = ["Convener alone", "Full partnership", "Employers", "Steering group", "Working group", "Funder"]
    rows = [decision(DecidedBy=word) for word in [*words, "Not recorded", None]]
    view = look(
        rows, Initiative=END | {"ConvenerOrg": "P1"}, Partners=[{"PartnerID": "P1", "PartnerName": "Hub"}]
    )

    reading = decisions.alone_share(view)

    assert numbers(reading) == (State.RECORDED, 1, 6)
    assert list(reading.rows) == [f"Decisions!{row}" for row in range(2, 8)]
    assert reading.facts == {
        "convener": "Hub",
        "together": 1,
        "employers": 1,
        "group": 2,
        "funder": 1,
        "not_noted": 2,
        "counted": "strategic decisions",
    }


def test_alone_share_without_the_log_reads_plans_and_program_entries_of_any_date() -> None:
    progress = [
        {"Kind": "Milestone", "DecidedBy": "Convener alone", "DueDate": "2030-01-01"},
        {"Kind": "Plan change", "DecidedBy": "Full partnership"},
        {"Kind": "Output", "DecidedBy": "Funder", "ProgramID": "A"},
        {"Kind": "Output", "DecidedBy": "Convener alone"},
        {"Kind": "Milestone"},
    ]

    reading = decisions.alone_share(look([], Progress=progress))

    assert numbers(reading) == (State.RECORDED, 1, 3)
    assert list(reading.rows) == ["Progress!2", "Progress!3", "Progress!4"]
    assert reading.facts == {
        "convener": None,
        "together": 1,
        "employers": 0,
        "group": 0,
        "funder": 1,
        "not_noted": 1,
        "counted": "milestones, plan changes and program entries",
    }


def test_alone_share_counts_none_where_none_was_taken() -> None:
    reading = decisions.alone_share(look([decision(DecidedBy="Convener alone")]))

    assert [reading.facts[name] for name in ("together", "employers", "group", "funder")] == [0] * 4
    assert reading.facts["not_noted"] is None


def test_an_existing_log_is_the_only_source_of_alone_share() -> None:
    view = look([decision(Category="Operations")], Progress=[{"Kind": "Milestone", "DecidedBy": "Employers"}])

    reading = decisions.alone_share(view)

    assert numbers(reading) == (State.NOT_RECORDED, 0, 0)


# --- employers' part, unnoted deciders (R58) ----------------------------------------------------


def test_emp_part_share_counts_yes_among_yes_and_no() -> None:
    words = ["Yes", "Yes", "No", "Not recorded", None]

    reading = decisions.emp_part_share(look([decision(EmployersTookPart=word) for word in words]))

    assert numbers(reading) == (State.RECORDED, 2, 3)
    assert reading.facts == {"not_noted": 2}


def test_dec_notrec_counts_blank_and_not_recorded_among_all() -> None:
    words = ["Not recorded", None, "Employers", "Convener alone", "Funder"]

    reading = decisions.dec_notrec(look([decision(DecidedBy=word) for word in words]))

    assert numbers(reading) == (State.RECORDED, 2, 5)


@pytest.mark.parametrize("read", [decisions.emp_part_share, decisions.dec_notrec, decisions.disagreement])
def test_without_the_log_there_are_no_decisions_to_count(read: object) -> None:
    reading = read(look([]))  # type: ignore[operator]

    assert numbers(reading) == (State.NOT_RECORDED, 0, 0)
    assert reading.size == 0


# --- disagreement (R106) ------------------------------------------------------------------------


def known_of(whole: int, known: int, **cells: object) -> list[Row]:
    said = [decision(Category="Operations", Disagreement="None", **cells) for _ in range(known)]
    return said + [decision(Disagreement="Not recorded") for _ in range(whole - known)]


def test_disagreement_counts_what_was_raised_settled_or_not_among_what_is_known() -> None:
    words = ["Raised and settled", "Raised and open", "None", "None", "None", None]

    reading = decisions.disagreement(look([decision(Disagreement=word) for word in words]))

    assert numbers(reading) == (State.RECORDED, 2, 5)


@pytest.mark.parametrize(("known", "whole", "state"), [(13, 20, State.RECORDED), (9, 14, State.NOT_RECORDED)])
def test_disagreement_needs_to_be_known_for_65_percent(known: int, whole: int, state: State) -> None:
    reading = decisions.disagreement(look(known_of(whole, known)))

    assert reading.state is state
    assert (reading.size is None) == (state is State.NOT_RECORDED)


# --- contested (R110) ---------------------------------------------------------------------------


def test_contested_counts_raised_or_reopened() -> None:
    rows = [
        decision(Disagreement="Raised and settled", Reopened="No"),
        decision(Disagreement="None", Reopened="Yes"),
        decision(Disagreement=None, Reopened="Yes"),
        decision(Disagreement="None"),
        decision(Disagreement="Not recorded", Reopened="No"),
    ]

    reading = decisions.contested(look(rows))

    assert numbers(reading) == (State.RECORDED, 3, 4)


def test_contested_is_not_recorded_when_no_decision_says_whether_it_was_reopened() -> None:
    reading = decisions.contested(look([decision(Disagreement="Raised and open")]))

    assert reading.state is State.NOT_RECORDED
    assert reading.size is None


@pytest.mark.parametrize(("known", "state"), [(13, State.RECORDED), (12, State.NOT_RECORDED)])
def test_contested_needs_to_be_known_for_65_percent(known: int, state: State) -> None:
    reading = decisions.contested(look(known_of(20, known, Reopened="No")))

    assert reading.state is state


def test_contested_without_decisions_in_the_period_leaves_the_word_to_the_minimum() -> None:
    reading = decisions.contested(look([decision(Date="2020-01-01", Reopened="Yes")]))

    assert (reading.state, reading.size) == (State.NOT_RECORDED, 0)


# --- open_differences (R112) --------------------------------------------------------------------


def test_open_differences_are_older_than_60_days_whatever_the_period() -> None:
    rows = [
        decision(Disagreement="Raised and open", Date="2026-04-30", Title="Wages"),
        decision(Disagreement="Raised and open", Date="2026-05-01", Title="Space"),
        decision(Disagreement="Raised and open", Date="2020-01-01", Title="Name"),
        decision(Disagreement="Raised and open", Title="No day", Date=None),
        decision(Disagreement="Raised and settled", Date="2020-01-01", Title="Logo"),
    ]

    reading = decisions.open_differences(look(rows))

    assert (reading.state, reading.value) == (State.RECORDED, 2)
    assert list(reading.rows) == ["Decisions!2", "Decisions!4"]
    assert reading.facts == {"names": ("Name", "Wages")}


@pytest.mark.parametrize(
    ("rows", "state"),
    [
        ([decision(Disagreement="None", Date="2026-06-30")], State.RECORDED),
        ([decision(Disagreement="Not recorded", Date="2026-06-01")], State.NOT_RECORDED),
        ([decision(Disagreement="None"), decision(Disagreement=None)], State.NOT_RECORDED),
        ([decision(Disagreement="None"), decision(Disagreement=None, Date="2026-06-01")], State.RECORDED),
        (
            [decision(Disagreement="None"), decision(Disagreement="Raised and open", Date=None)],
            State.NOT_RECORDED,
        ),
        ([decision(Disagreement="None", Date="2026-07-01")], State.NOT_RECORDED),
        ([], State.NOT_RECORDED),
    ],
)
def test_no_open_difference_is_recorded_only_when_every_old_decision_says(
    rows: list[Row], state: State
) -> None:
    reading = decisions.open_differences(look(rows))

    assert reading.state is state
    assert reading.value in {None, 0}
