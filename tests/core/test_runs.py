"""Runs as the sheet History holds them, whatever people did to it."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction

import pytest
from build import book
from hypothesis import given
from hypothesis import strategies as st
from timeline import TODAY, due, ended, look, refreshed, runs, table, with_history

from partnerxl.core.grids import Odd
from partnerxl.core.history import present_run
from partnerxl.core.runs import LONGEST, Past, Run, before, last_time, packed, unpacked

HEADINGS = (
    "Run",
    "Date",
    "Period end",
    "Data hash",
    "Catalogue version",
    "Limits in force",
    "P4",
    "Readings",
)
TYPICAL = (date(2026, 7, 1), date(2026, 6, 30), "abc", "1.0", "the usual ones", "Watch", "")


def a_run(number: int, period_end: date | None = None, same: str = "") -> Run:
    return Run({"Run": f"Run {number}", "Period end": period_end, "Data hash": same})


# --- what stands in the sheet ---------------------------------------------------------------------


def test_a_run_read_back_is_the_run_that_was_written() -> None:
    found = book(
        Initiative=ended("2026-06-30", ConvenerOrg="Hub"), Progress=[due(number) for number in range(6)]
    )
    written = present_run(look(found), TODAY)

    (back,) = runs(refreshed(found))

    assert back == written
    assert back.readings == written.readings != {}


def test_a_workbook_without_history_remembers_nothing() -> None:
    assert runs(book()) == ()
    assert runs(with_history(book(), (), [])) == ()


@pytest.mark.parametrize(
    ("headings", "rows"),
    [
        (("Year", "What happened"), [("Run 1", "We ran a race")]),
        (("Run", "Distance"), [("Run 1", "5 km")]),
        (("Date", "Data hash"), [(date(2026, 7, 1), "abc")]),
    ],
)
def test_a_history_of_peoples_own_is_no_history_of_ours(
    headings: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    assert runs(with_history(book(), headings, rows)) == ()


@pytest.mark.parametrize(
    "name",
    ["Run", "Run 0", "Run 07", "run 7", "Run 7b", "Our Run 7", "Run ٧", "7", 7, None, "Run 1" + "0" * 9],
)
def test_a_row_that_people_named_is_no_run(name: object) -> None:
    assert runs(with_history(book(), HEADINGS, [(name, *TYPICAL)])) == ()


def test_runs_come_oldest_first_however_people_sorted_them() -> None:
    found = with_history(book(), HEADINGS, [(f"Run {n}", *TYPICAL) for n in (10, 2, 9)])

    assert [run.number for run in runs(found)] == [2, 9, 10]


def test_of_two_runs_with_one_name_the_upper_one_counts() -> None:
    rows = [("Run 1", *TYPICAL), ("Run 1", date(2030, 1, 1), *TYPICAL[1:])]

    assert [run.day for run in runs(with_history(book(), HEADINGS, rows))] == [date(2026, 7, 1)]


def test_of_two_columns_with_one_heading_the_left_one_is_ours() -> None:
    found = with_history(book(), (*HEADINGS, "P4", None), [("Run 1", *TYPICAL, "we disagree", "note")])

    assert runs(found)[0].word_in("P4") == "Watch"


@pytest.mark.parametrize("lost", HEADINGS[1:])
def test_a_column_that_people_delete_loses_no_run(lost: str) -> None:
    at = HEADINGS.index(lost)
    shorter = [row[:at] + row[at + 1 :] for row in (HEADINGS, ("Run 1", *TYPICAL))]

    (run,) = runs(with_history(book(), shorter[0], shorter[1:]))

    assert lost not in run.cells


def test_a_history_below_a_title_is_found() -> None:
    rows = [HEADINGS, ("Run 1", *TYPICAL)]

    assert [run.name for run in runs(with_history(book(), ("Our past",), rows))] == ["Run 1"]


# --- what stands in a cell ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(2026, 6, 30), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 12, 5), date(2026, 6, 30)),
        (46203.0, None),
        ("June", None),
        (None, None),
    ],
)
def test_a_day_is_a_date(cell: object, day: date | None) -> None:
    run = Run({"Run": "Run 1", "Date": cell, "Period end": cell})

    assert (run.day, run.period_end) == (day, day)
    assert type(run.day) is (date if day else type(None))


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        (0, Fraction(0)),
        (48.5, Fraction(97, 2)),
        (100, Fraction(100)),
        (100.1, None),
        (-0.1, None),
        (float("inf"), None),
        (float("nan"), None),
        ("62", None),
        (True, None),
        (None, None),
    ],
)
def test_a_score_lies_between_0_and_100(cell: object, score: Fraction | None) -> None:
    assert Run({"Forming": cell}).score_in("Forming") == score
    assert Run({}).score_in("Forming") is None


@pytest.mark.parametrize(
    "cell", [Odd("error", "#N/A"), Odd("never calculated", ""), time(12, 30), ["a"], None]
)
def test_what_no_result_sheet_can_hold_is_left_out(cell: object) -> None:
    found = with_history(book(), HEADINGS, [("Run 1", *TYPICAL[:-2], cell, "")])

    assert runs(found)[0].cells["P4"] is None
    assert runs(found)[0].word_in("P4") == ""


def test_contact_data_that_people_type_into_history_is_masked() -> None:
    found = with_history(book(), HEADINGS, [("Run 1", *TYPICAL[:-2], "ask pat@example.org", "")])

    assert runs(found)[0].cells["P4"] == "ask [contact removed]"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "we looked at this in May",
        "{}",
        "[]",
        "null",
        '{"rows":[],"readings":[]}',
        '{"rows":null,"readings":{}}',
        '{"rows":[],"readings":{"P4.delivered":[]}}',
        '{"rows":[],"readings":{"P4.delivered":["1",null]}}',
        '{"rows":[],"readings":{"P4.delivered":[1,2,3,[]]}}',
        '{"rows":[],"readings":{"P4.delivered":["1","2","3",[0]]}}',
        '{"rows":[["Progress M1"]],"readings":{"P4.delivered":["1","2","3",[0]]}}',
        '{"rows":[["Progress M1","a"]],"readings":{"P4.delivered":["1","2","3",["0"]]}}',
        '{"rows":[["Progress M1","a"]],"readings":{"P4.delivered":["1","2","3",[0]]}',
        "[" * 32_000,
        '{"rows":' * 4_000,
        "9" * 32_000,
        "\ud800",
    ],
)
def test_readings_that_nobody_can_read_are_none(text: str) -> None:
    assert Run({"Readings": text}).readings == {}


# --- readings as one text -------------------------------------------------------------------------

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
SHOWN = st.tuples(*[st.none() | WORDS] * 3)
MARKS = st.tuples(WORDS, st.text("0123456789abcdef", min_size=1, max_size=8))
PASTS = st.builds(Past, SHOWN, st.none() | st.lists(MARKS, max_size=6).map(tuple))


@given(st.dictionaries(WORDS, PASTS, max_size=5))
def test_readings_are_the_same_when_they_are_unpacked(readings: dict[str, Past]) -> None:
    assert unpacked(packed(readings)) == readings


def test_two_rows_with_one_name_are_told_apart_by_their_marks() -> None:
    readings = {"a": Past((None, None, "1"), (("Attendance M1", "a1"), ("Attendance M1", "b2")))}

    assert unpacked(packed(readings)) == readings


def test_a_row_behind_several_readings_stands_there_once() -> None:
    past = Past((None, None, "1"), (("Progress M1", "a1"),))

    assert packed({"a": past, "b": past}).count("Progress M1") == 1


@pytest.mark.parametrize(("longer", "kept"), [(0, True), (1, False)])
def test_what_is_too_long_for_a_cell_is_remembered_without_rows(longer: int, kept: bool) -> None:
    shown = ("1", "2", None)
    short = len(packed({"a": Past(shown, (("", "f"),))}))
    readings = {"a": Past(shown, (("x" * (LONGEST - short + longer), "f"),))}

    text = packed(readings)

    assert len(text) <= LONGEST
    assert unpacked(text) == (readings if kept else {"a": Past(shown, None)})


# --- which run is compared with -------------------------------------------------------------------


def test_the_last_run_is_the_present_one_when_it_found_the_same() -> None:
    first, second = a_run(1, same="a"), a_run(2, same="b")

    assert before([first, second], ("b", "", "")) == (first,)
    assert before([first, second], ("a", "", "")) == (first, second)
    assert before([first, second], ("c", "", "")) == (first, second)
    assert before([], ("a", "", "")) == ()


@pytest.mark.parametrize("different", range(3))
def test_runs_are_the_same_when_records_rules_and_limits_are(different: int) -> None:
    headings = ("Data hash", "Catalogue version", "Limits in force")
    run = Run(dict.fromkeys(headings, "a"))
    other = Run({**run.cells, headings[different]: "b"})

    assert run.same == ("a", "a", "a") != other.same


JUNE, SEPTEMBER, DECEMBER = date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("ends", "now", "compared"),
    [
        ([JUNE, JUNE, SEPTEMBER, SEPTEMBER], SEPTEMBER, 2),
        ([JUNE, SEPTEMBER], DECEMBER, 2),
        ([SEPTEMBER, SEPTEMBER], SEPTEMBER, 2),
        ([SEPTEMBER, DECEMBER], JUNE, 2),
        ([JUNE, None], SEPTEMBER, 1),
        ([None, None], SEPTEMBER, 2),
        ([JUNE, SEPTEMBER], None, 2),
    ],
)
def test_last_time_is_the_last_run_of_an_earlier_period_else_the_last(
    ends: list[date | None], now: date | None, compared: int
) -> None:
    found = last_time([a_run(at, end) for at, end in enumerate(ends, start=1)], now)

    assert found is not None
    assert found.number == compared


def test_without_a_run_there_is_no_last_time() -> None:
    assert last_time([], JUNE) is None


def test_the_sheet_names_its_runs_one_after_the_other() -> None:
    found = with_history(book(Initiative=ended("2026-06-30")), HEADINGS, [("Run 7", *TYPICAL)])

    assert [row[0] for row in table(found).rows] == ["Run 7", "Run 8"]
