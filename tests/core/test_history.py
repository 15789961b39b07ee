"""Which refreshes History remembers, and what changed since last time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
from build import book
from hypothesis import given, settings
from hypothesis import strategies as st
from timeline import Row, done, due, edited, ended, look, next_time, refreshed, runs, story, table

from partnerxl.core import history, summary, wording
from partnerxl.core.assess import assess
from partnerxl.core.assessment import Assessment
from partnerxl.core.grids import Book, ExcelTable, Grid, Odd
from partnerxl.core.history import Moved, changes, last_day, last_run, last_score
from partnerxl.core.language import asked_for
from partnerxl.core.memory import MOST_ROWS, RowMarks, readings
from partnerxl.core.readings import Rows
from partnerxl.core.records import read_project, wanted
from partnerxl.core.rulebook import load_rulebook
from partnerxl.core.runs import Mark
from partnerxl.hosts import files

JUNE, SEPTEMBER = ended("2026-06-30"), ended("2026-09-30")
RECORDS: Row = {"Initiative": JUNE, "Progress": [done(1), done(2), due(3), due(4), due(5), due(6)]}
OTHER: Row = {"Initiative": JUNE, "Progress": [*RECORDS["Progress"][:5], done(6)]}
ALL_DONE: Row = {"Initiative": JUNE, "Progress": [done(number) for number in range(1, 7)]}


WORSE = {"Done": "Late", "Yes": "No", "Received": "Overdue", "Documented": "Claimed"}


@cache
def better_sample() -> Book:
    """A mature partnership, refreshed."""
    return refreshed(files.read(Path(__file__).parents[2] / "workbooks" / "mature.xlsx", wanted))


@cache
def sample_again() -> Book:
    """The same partnership after every second row of its logs took a turn, refreshed."""

    def turned(grid: Grid) -> Grid:
        rows = [
            [WORSE.get(cell, cell) if at % 2 and isinstance(cell, str) else cell for cell in row]
            for at, row in enumerate(grid.rows)
        ]
        return grid if grid.name in {"History", "Initiative"} else replace(grid, rows=rows)

    return refreshed(replace(better_sample(), grids=tuple(map(turned, better_sample().grids))))


def names(found: Book) -> list[object]:
    return [run.name for run in runs(found)]


def compared(found: Book) -> str | None:
    last = last_run(look(found))
    return last.name if last else None


def moved(found: Book, about: str) -> Moved | None:
    return next((each for each in changes(look(found)) if each.about == about), None)


def rows_moved(found: Book, about: str = "P4") -> list[str]:
    each = moved(found, about)
    assert each is not None
    return list(each.rows)


# --- which refreshes are remembered -----------------------------------------------------------------


def test_a_refresh_with_new_records_adds_exactly_one_run() -> None:
    assert names(story(RECORDS)) == ["Run 1"]
    assert names(story(RECORDS, OTHER)) == ["Run 1", "Run 2"]
    assert names(story(RECORDS, OTHER, RECORDS)) == ["Run 1", "Run 2", "Run 3"]


def test_the_same_records_again_add_nothing() -> None:
    once = story(RECORDS)

    assert refreshed(once, date(2027, 1, 1)) == once


def test_without_a_period_nothing_is_remembered() -> None:
    assert names(story({"Progress": [due(1)]})) == []
    assert names(story(RECORDS, {"Progress": [due(1)]})) == ["Run 1"]


SET: Row = {
    "Pitfall": "P4",
    "Status": "Watch",
    "Reason": "Two came later",
    "Name": "Ana",
    "Date": "2026-07-08",
}
LIMIT: Row = {"Threshold": "P4 delivered discuss", "Current": "50 %", "Default": "60 %"}


@pytest.mark.parametrize(
    "more",
    [
        {"Settings": [LIMIT]},
        {"Overrides": [SET]},
        {"Initiative": ended("2026-06-30", Sector="Logistics")},
        {"Initiative": SEPTEMBER},
        {"Partners": [{"PartnerID": "P1"}]},
        {"Partners": [{"PartnerID": "P1", "ConvenerSeenAs": "Don't know"}]},
        {"Decisions": [{"DecisionID": "D1"}]},
    ],
)
def test_what_may_move_a_score_adds_a_run(more: Row) -> None:
    assert names(story(RECORDS, {**RECORDS, **more})) == ["Run 1", "Run 2"]


def test_an_answer_of_dont_know_is_something_new() -> None:
    partners: Row = {"PartnerID": "P1", "PartnerName": "Hub"}
    unsure = {**partners, "ConvenerSeenAs": "Don't know"}

    told = story({**RECORDS, "Partners": [partners]}, {**RECORDS, "Partners": [unsure]})

    assert names(told) == ["Run 1", "Run 2"]


@pytest.mark.parametrize(
    "more",
    [
        {"Settings": [{"Threshold": "Backups to keep", "Current": 30}]},
        {"Settings": [{**LIMIT, "Current": "60 %"}]},
        {"Settings": [{**LIMIT, "Current": "lots"}]},
        {"Replies": [{"Reference": "R1", "Topic": "P4", "Answer": "Yes"}]},
        {"Actions": [{"Action": "Ask for staff", "Topic": "P4"}]},
        {"Corrections": [{"Sheet": "Progress", "Cell": "F3", "Old": "a", "Proposed": "b"}]},
        {"Sign-off": [{"Reference": "R1", "Partner": "Hub"}]},
    ],
)
def test_what_moves_no_score_adds_nothing(more: Row) -> None:
    assert names(story(RECORDS, {**RECORDS, **more})) == ["Run 1"]


def test_a_limit_changed_back_adds_a_run_again() -> None:
    told = story(RECORDS, {**RECORDS, "Settings": [LIMIT]}, RECORDS)

    assert [run.word_in("Limits in force") for run in runs(told)] == [
        "the usual ones",
        "P4 delivered discuss under 50 % (usual: under 60 %)",
        "the usual ones",
    ]


def test_another_version_of_the_catalogue_adds_a_run() -> None:
    rules = load_rulebook()
    newer = replace(rules, rules=msgspec.structs.replace(rules.rules, version="99"))

    again = assess(read_project(story(RECORDS)), newer)

    assert [row[4] for row in history.history_table(again, date(2026, 7, 1)).rows] == [
        rules.rules.version,
        "99",
    ]


# --- the same records, wherever they stand ----------------------------------------------------------


def with_grid(found: Book, name: str, change: Callable[[list[list[object]]], list[list[object]]]) -> Book:
    """A workbook in which the rows of one sheet stand otherwise."""

    def changed(grid: Grid) -> Grid:
        rows = change([list(row) for row in grid.rows])
        return Grid(grid.name, range(1, len(rows) + 1), rows)

    return replace(found, grids=tuple(changed(each) if each.name == name else each for each in found.grids))


BLANK_ROW: list[list[object]] = [[None]]


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: [*BLANK_ROW, *rows],
        lambda rows: [*rows[:3], *BLANK_ROW, *rows[3:]],
        lambda rows: [["What we promised"], *rows],
        lambda rows: [[*reversed(row)] for row in rows],
        lambda rows: [[None, *row, "seen"] for row in rows],
        lambda rows: [rows[0], *reversed(rows[1:])],
        lambda rows: [[f" {cell} " if isinstance(cell, str) else cell for cell in row] for row in rows],
    ],
    ids=["lower", "blank row", "title", "columns turned", "columns beside", "sorted", "spaces"],
)
def test_records_that_only_moved_are_the_same_records(
    change: Callable[[list[list[object]]], list[list[object]]],
) -> None:
    once = story(RECORDS)
    again = with_grid(once, "Progress", change)

    assert read_project(again).fingerprint == read_project(once).fingerprint
    assert names(refreshed(again)) == ["Run 1"]
    assert changes(look(again)) == ()


def test_a_number_is_the_same_number_however_it_is_stored() -> None:
    whole, typed = ({**RECORDS, "Progress": [due(1, Target=target)]} for target in (12, "12"))

    assert names(story(whole, typed, {**RECORDS, "Progress": [due(1, Target=12.0)]})) == ["Run 1"]


def test_a_number_is_the_same_number_however_many_digits_a_program_saves() -> None:
    one, other, third = (
        {**RECORDS, "Progress": [due(1, Target=target)]} for target in (0.1 + 0.2, 0.3, 0.30000000000001)
    )

    assert names(story(one, other, third)) == ["Run 1", "Run 2"]


@pytest.mark.parametrize(
    "cells",
    [
        {"Title": "New"},
        {"Status": "Done"},
        {"DueDate": "2026-03-02"},
        {"ResponsiblePartnerID": "P1"},
        {"Target": 3},
        {"ProgressID": None},
    ],
)
def test_every_cell_of_a_record_counts(cells: Row) -> None:
    new = {**RECORDS, "Progress": [*RECORDS["Progress"][:5], {**due(6), **cells}]}

    assert read_project(book(**new)).fingerprint != read_project(book(**RECORDS)).fingerprint


def test_cells_that_change_places_are_another_record() -> None:
    one, other = ([due(1, Title="A", SourceRef=a), due(2, Title="B", SourceRef=b)] for a, b in ("xy", "yx"))

    assert names(story({**RECORDS, "Progress": one}, {**RECORDS, "Progress": other})) == ["Run 1", "Run 2"]


# --- what a run remembers ---------------------------------------------------------------------------


def test_a_run_holds_every_score_status_and_coverage() -> None:
    found = look(story(RECORDS))
    (run,) = found.view.project.runs

    assert run.day == date(2026, 10, 2)
    assert run.period_end == date(2026, 6, 30)
    assert run.cells["Catalogue version"] == found.rulebook.rules.version
    assert str(run.cells["Data hash"]) == found.view.project.fingerprint[:12]
    for phase in found.phases:
        assert run.cells[phase.phase.title] == (None if phase.score is None else float(phase.score))
        assert run.cells[f"{phase.phase.title} coverage"] == float(phase.coverage or 0)
    for pitfall in found.pitfalls:
        assert run.cells[pitfall.key] == pitfall.status
        assert run.cells[f"{pitfall.key} coverage"] == float(pitfall.verdict.coverage or 0)
    for tip in found.tips:
        assert run.cells[tip.key] == tip.state
    assert set(run.cells) == set(history.columns(found))


def test_scores_are_whole_numbers_and_coverage_percentages_on_the_sheet() -> None:
    formats = table(book(**RECORDS)).formats

    assert (formats["Storming"], formats["Storming coverage"], formats["P8 coverage"]) == ("0", "0%", "0%")
    assert "P8" not in formats


def remembering(found: Book) -> list[bool]:
    return [bool(run.readings) for run in runs(found)]


def in_june(number: int) -> Row:
    return {**RECORDS, "Progress": [due(number), *RECORDS["Progress"]]}


def in_september(number: int) -> Row:
    return {**in_june(number), "Initiative": SEPTEMBER}


def test_readings_are_forgotten_where_a_later_run_of_the_same_period_stands() -> None:
    assert remembering(story(*map(in_june, (1, 2, 3, 4)))) == [False, False, True, True]
    assert remembering(story(in_june(1), in_june(2), *map(in_september, (1, 2, 3)))) == [
        False, True, False, True, True,
    ]  # fmt: skip
    assert remembering(story(in_june(1), in_september(1), in_june(2), in_september(2))) == [
        False, False, True, True,
    ]  # fmt: skip


def test_what_is_not_readings_is_never_forgotten() -> None:
    long, short = story(*map(in_june, (1, 2, 3, 4))), story(in_june(1))
    kept = {name: value for name, value in runs(long)[0].cells.items() if name != "Readings"}

    assert kept == {name: value for name, value in runs(short)[0].cells.items() if name != "Readings"}


# --- which time is last time ------------------------------------------------------------------------


def test_the_first_time_has_no_last_time() -> None:
    for found in (look(book(**RECORDS)), look(story(RECORDS))):
        assert (last_run(found), last_day(found), changes(found)) == (None, None, ())
        assert {last_score(found, phase) for phase in found.phases} == {None}
        assert summary.as_json(found)["last_time"] is None


def test_a_refresh_on_the_same_records_compares_with_the_run_before() -> None:
    assert compared(story(RECORDS, OTHER)) == "Run 1"
    assert compared(next_time(story(RECORDS, OTHER), **OTHER)) == "Run 1"


def test_going_back_to_earlier_records_compares_with_the_last_ones() -> None:
    assert compared(next_time(story(RECORDS, OTHER), **RECORDS)) == "Run 2"
    assert compared(story(RECORDS, OTHER, RECORDS)) == "Run 2"


def test_a_new_period_is_compared_with_the_last_run_of_the_period_before() -> None:
    told = story(in_june(1), in_june(2), in_september(2), in_september(3))

    assert compared(told) == "Run 2"
    assert last_day(look(told)) == date(2026, 6, 30)
    assert summary.as_json(look(told))["last_time"] == "2026-06-30"


def test_a_run_in_the_same_period_is_known_by_the_day_of_its_refresh() -> None:
    assert last_day(look(story(RECORDS, OTHER))) == date(2026, 10, 2)


@pytest.mark.parametrize(
    ("now", "heading", "day"),
    [
        (OTHER, "Date", date(2026, 6, 30)),
        (in_september(2), "Date", date(2026, 6, 30)),
        (in_september(2), "Period end", date(2026, 10, 2)),
        (OTHER, "Period end", date(2026, 10, 2)),
    ],
)
def test_a_day_that_people_took_away_is_answered_by_the_other(now: Row, heading: str, day: date) -> None:
    told = edited(story(RECORDS, now), "Run 1", heading, "some day")

    assert last_day(look(told)) == day


def test_the_last_score_is_the_score_of_that_run() -> None:
    before, now = look(better_sample()), look(sample_again())

    scores = [last_score(now, phase) for phase in now.phases]

    assert scores == [Fraction(float(phase.score or 0)) for phase in before.phases]
    sheet = next(each for each in summary.tables(now, date(2026, 7, 1)) if each.name == "Scores")
    assert [row[sheet.columns.index("Last score")] for row in sheet.rows] == [
        float(score or 0) for score in scores
    ]


# --- what changed -----------------------------------------------------------------------------------


def test_a_status_that_changed_says_which_readings_made_it_and_from_which_rows() -> None:
    each = moved(next_time(story(RECORDS), **ALL_DONE), "P4")

    assert each is not None
    assert each.says.startswith("P4 Staffing and delivery: Not enough evidence, last time Discuss. ")
    assert "Promised items done: 6 of 6, last time 2 of 6." in each.says
    assert list(each.rows) == [f"Progress!{number}" for number in (4, 5, 6, 7)]


def test_a_score_that_changed_says_it_as_the_report_does() -> None:
    rules = load_rulebook().rules
    now, then = (
        {each.key: wording.score(each.score or Fraction(0), rules) for each in look(found).phases}
        for found in (sample_again(), better_sample())
    )
    different = [key for key in now if now[key] != then[key]]

    assert different
    for key in different:
        each = moved(sample_again(), key)
        assert each is not None
        assert each.says.startswith(f"{key}: {now[key]}, last time {then[key]}. ")


def test_a_score_that_was_not_there_is_no_score() -> None:
    told = edited(sample_again(), "Run 1", "Storming", None)

    each = moved(told, "Storming")

    assert each is not None
    assert ", last time no score." in each.says


def test_a_reading_that_was_not_there_is_not_known() -> None:
    each = moved(next_time(story({"Initiative": JUNE}), **RECORDS), "P4")

    assert each is not None
    assert "Promised items done: 2 of 6, last time not known." in each.says


def test_a_tip_that_changed_says_so_with_its_rows() -> None:
    told = look(sample_again())
    before = {tip.key: tip.state for tip in look(better_sample()).tips}
    different = [tip for tip in told.tips if tip.state != before[tip.key]]

    found = [each for each in changes(told) if each.about.startswith("T")]

    assert [(each.says, each.rows) for each in found] == [
        (f"{tip.key} {tip.tip.title}: {tip.state}, last time {before[tip.key]}.", tip.rows)
        for tip in different
    ]
    assert found


def test_what_did_not_change_is_not_told() -> None:
    told, before = look(sample_again()), look(better_sample())
    rules = told.rulebook.rules

    different = [
        *(
            now.key
            for now, then in zip(told.phases, before.phases, strict=True)
            if wording.score(now.score or Fraction(0), rules)
            != wording.score(then.score or Fraction(0), rules)
        ),
        *(
            now.key
            for now, then in zip(told.pitfalls, before.pitfalls, strict=True)
            if now.status != then.status
        ),
        *(now.key for now, then in zip(told.tips, before.tips, strict=True) if now.state != then.state),
    ]

    assert [each.about for each in changes(told)] == different


def test_a_new_run_that_moves_no_score_changes_nothing() -> None:
    told = story(RECORDS, {**RECORDS, "Progress": [done(1, SourceRef="File 7"), *RECORDS["Progress"][1:]]})

    assert names(told) == ["Run 1", "Run 2"]
    assert changes(look(told)) == ()


def contents(found: Assessment, rows: Rows) -> dict[str, tuple[str, ...]]:
    """Address of each row -> what people recorded in it, however the program remembers it."""
    told: dict[str, tuple[str, ...]] = {}
    for address in rows:
        sheet, _, number = address.rpartition("!")
        if sheet == found.view.project.form.sheet:
            form = found.view.project.form
            (field,) = (field for field, cell in form.cells.items() if cell == f"{sheet}!B{number}")
            told[address] = (field, str(form.values[field]))
            continue
        grid = next(each for each in found.view.project.sheets.values() if each.sheet == sheet)
        typed = found.view.project.typed[grid.name]
        at = grid.frame.index.tolist().index(int(number))
        told[address] = (sheet, *(f"{name} {cells[at]}" for name, cells in typed.items() if cells[at]))
    return told


@pytest.mark.parametrize("about", ["P2", "P3", "P4", "P5", "P6", "P8", "Norming", "Storming", "Performing"])
def test_the_rows_of_a_change_are_those_that_came_in_or_hold_something_else(about: str) -> None:
    """Read again from both workbooks, without the marks that History holds."""
    told, before = look(sample_again()), look(better_sample())
    then, now = readings(before), readings(told)
    each = moved(sample_again(), about)

    expected = set()
    for name in (
        name for name in now if name.startswith(f"{about}.") and now[name].shown != then[name].shown
    ):
        old = contents(before, then[name].reading.rows if then[name].reading.recorded else Rows())
        expected |= {
            address
            for address, cells in contents(told, now[name].reading.rows).items()
            if cells not in old.values()
        }

    assert set(each.rows if each else ()) == (expected if each else set())


LATE = [due(number) for number in range(1, 9)]
MEETING: Row = {"MeetingID": "G1", "Date": "2026-05-04", "Type": "Full partnership"}


def overdue(*rows: Row) -> Row:
    return {"Initiative": JUNE, "Progress": list(rows)}


def test_only_rows_that_changed_came_or_went_are_told() -> None:
    before = [*LATE[:5], done(6), done(7), done(8)]
    after = [*LATE[:3], done(4), done(5), done(6), done(7), done(8)]

    assert rows_moved(next_time(story(overdue(*before)), **overdue(*after))) == ["Progress!5", "Progress!6"]


def test_a_row_that_moved_to_another_place_is_not_told() -> None:
    before = [*LATE[:5], done(6), done(7), done(8)]
    after = [done(8), done(7), done(6), *LATE[:3], done(4), done(5)]

    assert rows_moved(next_time(story(overdue(*before)), **overdue(*after))) == ["Progress!8", "Progress!9"]


def test_a_column_that_is_used_for_the_first_time_moves_only_the_rows_that_use_it() -> None:
    before = [*LATE[:5], done(6), done(7), done(8)]
    after = [
        *LATE[:2],
        done(3, ReasonLate="Snow"),
        done(4),
        done(5),
        done(6, Title="Named now"),
        done(7),
        done(8),
    ]

    found = rows_moved(next_time(story(overdue(*before)), **overdue(*after)))

    assert found == ["Progress!4", "Progress!5", "Progress!6", "Progress!7"]


def test_rows_that_went_are_named() -> None:
    each = moved(next_time(story(overdue(*LATE[:5], done(6))), **overdue(*LATE[:1], done(6))), "P4")

    assert each is not None
    assert list(each.rows) == []
    assert "No longer counted: Progress M2, Progress M3, Progress M4 and Progress M5." in each.says


def test_rows_without_a_name_are_told_apart_by_what_stands_in_them() -> None:
    nameless = [{**row, "ProgressID": None, "Title": f"Item {at}"} for at, row in enumerate(LATE)]
    before = [*nameless[:5], done(6), done(7), done(8)]
    after = [done(8), *nameless[1:3], done(6), done(7), done(9)]

    each = moved(next_time(story(overdue(*before)), **overdue(*after)), "P4")

    assert each is not None
    assert list(each.rows) == ["Progress!7"]
    assert "No longer counted: Progress (a row without a name)." in each.says


def test_rows_without_a_name_are_the_same_rows_in_another_language() -> None:
    nameless = [{**row, "ProgressID": None, "Title": f"Item {at}"} for at, row in enumerate(LATE)]
    english = story(overdue(*nameless[:5], done(6), done(7), done(8)))
    after = overdue(done(8), *nameless[1:3], done(6), done(7), done(9))

    with asked_for("es"):
        each = moved(next_time(english, **after), "P4")

    assert each is not None
    assert list(each.rows) == ["Progress!7"]
    assert "Ya no se cuentan: Progress (una fila sin nombre)." in each.says


def test_rows_with_one_name_are_told_apart_by_what_stands_in_them() -> None:
    """A meeting has as many rows on Attendance as partners came, all with its ID."""
    came = [{"MeetingID": "G1", "PartnerID": f"P{at}", "Present": "Yes"} for at in range(3)]
    marks = RowMarks(read_project(book(Attendance=came))).of(Rows.of("Attendance", [2, 3, 4]))
    again = RowMarks(read_project(book(Attendance=[*came[:2], {**came[2], "Present": "No"}])))

    assert marks is not None
    assert [name for name, _ in marks] == ["Attendance G1"] * 3
    assert len(set(marks)) == 3
    assert [row in marks for row in again.of(Rows.of("Attendance", [2, 3, 4])) or ()] == [True, True, False]


def test_an_answer_of_the_form_is_known_by_its_question() -> None:
    found = book(Initiative={**JUNE, "Region": "Gulf"})
    form = RowMarks(read_project(found)).by_address(Rows.of("Initiative", range(1, 60)))
    named = dict(form.values())
    other = RowMarks(read_project(book(Initiative={**JUNE, "Region": "Plains"})))

    changed = {
        name for name, mark in other.of(Rows.of("Initiative", range(1, 60))) or () if named[name] != mark
    }

    assert changed == {"Initiative Region"}


def test_two_answers_in_one_row_of_the_form_are_known_by_both() -> None:
    form = Grid("Initiative", [1], [["Region", "Gulf", "Sector", "Ships"]])
    found = book()
    side_by_side = replace(found, grids=(form, *found.grids[1:]))

    (row,) = RowMarks(read_project(side_by_side)).of(Rows.of("Initiative", [1])) or ()

    assert row[0] == "Initiative Region, Sector"


def test_two_tables_on_one_sheet_are_both_part_of_its_rows() -> None:
    def side_by_side(title: str) -> Mark:
        rows = [["Meeting ID", "Date", None, "Decision ID", "Title"], ["G1", "2026-05-04", None, "D1", title]]
        tables = (ExcelTable("Meetings", 1, 1, 2, 2), ExcelTable("Decisions", 1, 4, 2, 5))
        found = book()
        logs = replace(found, grids=(*found.grids, Grid("Logs", [1, 2], rows, tables)))
        (row,) = RowMarks(read_project(logs)).of(Rows.of("Logs", [2])) or ()
        return row

    assert side_by_side("New site")[0] == "Logs G1"
    assert side_by_side("New site") != side_by_side("Old site")


def test_a_row_of_one_of_two_tables_on_a_sheet_is_its_own() -> None:
    rows = [["Meeting ID", "Date"], ["G1", "2026-05-04"], [], ["Decision ID", "Title"], ["D1", "New site"]]
    tables = (ExcelTable("Meetings", 1, 1, 2, 2), ExcelTable("Decisions", 4, 1, 5, 2))
    logs = Grid("Logs", range(1, 6), rows, tables)
    marks = RowMarks(read_project(replace(book(), grids=(*book().grids, logs))))

    assert [name for name, _ in marks.of(Rows.of("Logs", [2, 5])) or ()] == ["Logs G1", "Logs D1"]


def test_contact_data_in_a_key_is_masked_where_rows_are_named() -> None:
    found = read_project(book(Progress=[due(1, ProgressID="pat@example.org")]))

    ((name, _),) = RowMarks(found).by_address(Rows.of("Progress", [2])).values()

    assert name == "Progress [contact removed]"


def many(number: int, late: int) -> Row:
    return overdue(*(due(n, "Late" if n <= late else "Open") for n in range(1, number + 1)))


def test_rows_that_are_too_many_are_not_told() -> None:
    assert rows_moved(next_time(story(overdue(done(1))), **many(MOST_ROWS, 9))) != []
    assert rows_moved(next_time(story(overdue(done(1))), **many(MOST_ROWS + 1, 9))) == []


def test_rows_that_were_too_many_are_not_told_either() -> None:
    assert rows_moved(next_time(story(many(MOST_ROWS + 1, 9)), **overdue(done(1)))) == []
    assert rows_moved(next_time(story(many(MOST_ROWS, 9)), **overdue(done(1)))) != []


def test_at_most_two_readings_are_named_for_a_change() -> None:
    told = story({"Initiative": JUNE}, OTHER)

    assert max(each.says.count("last time") for each in changes(look(told))) <= 1 + history.REASONS


def test_programs_are_told_what_changed_too() -> None:
    told = look(story(RECORDS, OTHER))

    assert summary.as_json(told)["changes"] == [
        {"about": each.about, "says": each.says, "rows": list(each.rows)} for each in changes(told)
    ]


# --- whatever people type into History --------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "nonsense",
        -5,
        1e300,
        float("inf"),
        True,
        Odd("error", "#N/A"),
        '{"rows":[],"readings":{"P4.delivered":[]}}',
    ],
    ids=str,
)
def test_nonsense_in_history_never_stops_a_refresh(typed: object) -> None:
    told = story(RECORDS, ALL_DONE)
    for heading in runs(told)[0].cells:
        told = told if heading == "Run" else edited(told, "Run 2", heading, typed)

    again = refreshed(next_time(told, **RECORDS))

    assert names(again) == ["Run 1", "Run 2", "Run 3"]
    assert compared(again) == "Run 2"
    assert changes(look(again)) == ()


def test_a_status_that_nobody_knows_is_not_compared_with() -> None:
    told = story(RECORDS, ALL_DONE)
    assert moved(told, "P4") is not None

    assert moved(edited(told, "Run 1", "P4", "we do not agree"), "P4") is None
    assert moved(edited(told, "Run 1", "P4", "Watch"), "P4") is not None


def test_a_tip_state_that_nobody_knows_is_not_compared_with() -> None:
    told = story(RECORDS, OTHER)

    assert moved(edited(told, "Run 1", "T5", "who knows"), "T5") is None
    assert moved(edited(told, "Run 1", "T5", "Seen"), "T5") is not None


def test_rows_that_people_add_to_history_are_left_to_them() -> None:
    told = story(RECORDS)
    (sheet,) = (each for each in told.grids if each.name == "History")
    noted = replace(
        told,
        grids=(
            *(each for each in told.grids if each.name != "History"),
            Grid("History", range(1, 5), [*sheet.rows, ["Our own note"], ["Run 7 was long"]]),
        ),
    )

    assert table(noted).rows == table(told).rows
    assert table(noted).own == "Run [1-9][0-9]{0,8}"


# --- small numbers of people ------------------------------------------------------------------------


def pools(*recruited: int) -> list[Row]:
    return [
        {"Pool": f"Pool {at}", "TargetNumber": 40, "RecruitedNumber": number}
        for at, number in enumerate(recruited)
    ]


def told_of(run: Any) -> Sequence[str | None]:
    shown: Sequence[str | None] = run.readings["P7.recruit_ratio"].shown
    return shown


@settings(max_examples=8)
@given(
    st.lists(st.integers(0, 4), min_size=1, max_size=3), st.lists(st.integers(0, 6), min_size=1, max_size=3)
)
def test_small_numbers_of_people_stand_nowhere_in_history(before: list[int], now: list[int]) -> None:
    told = story(*({"Initiative": JUNE, "LaborPools": pools(*each)} for each in (before, now)))

    for run, recruited in zip(runs(told), (before, now), strict=False):
        people = sum(recruited)
        part, whole, value = told_of(run)
        assert part == ("<5" if 0 < people < 5 else str(people))
        assert (whole, value) == (str(40 * len(recruited)), None)
    for each in changes(look(told)):
        assert "People who joined against the plan: 1 of" not in each.says


@pytest.mark.parametrize(("recruited", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5")])
def test_one_to_four_people_are_fewer_than_five(recruited: int, shown: str) -> None:
    (run,) = runs(story({"Initiative": JUNE, "LaborPools": pools(recruited)}))

    assert told_of(run) == (shown, "40", None)


def test_one_small_number_of_people_looks_like_another_in_history() -> None:
    """Whoever reads History alone finds nothing that tells 1 from 4, except marks and scores."""
    one, four = (
        runs(story({"Initiative": JUNE, "LaborPools": pools(number)}))[0].readings for number in (1, 4)
    )

    assert {key: past.shown for key, past in one.items()} == {key: past.shown for key, past in four.items()}


# --- any story --------------------------------------------------------------------------------------

RECORD = st.builds(due, st.integers(1, 6), st.sampled_from(["Late", "Open", "Done"]))
TIME = st.fixed_dictionaries(
    {"Initiative": st.sampled_from([JUNE, SEPTEMBER]), "Progress": st.lists(RECORD, max_size=5)}
)


@settings(max_examples=8)
@given(st.lists(TIME, min_size=1, max_size=4))
def test_history_grows_by_one_for_each_time_that_differs_from_the_one_before(times: list[Row]) -> None:
    told = story(*times)
    prints = [read_project(book(**each)).fingerprint for each in times]

    assert len(runs(told)) == 1 + sum(one != other for one, other in pairwise(prints))
    assert refreshed(told) == told
    assert runs(told)[-1].readings == {} or runs(told)[-1].same == history.identity(look(told))
