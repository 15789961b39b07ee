"""The Dashboard shows what stands on the result sheets, by formulas that find it there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from build import project

from partnerxl.core import dashboard, summary
from partnerxl.core.assess import assess
from partnerxl.core.beginning import blank_tables
from partnerxl.core.dashboard import Board, Spot
from partnerxl.core.grids import Odd, ResultTable
from partnerxl.core.runs import Run

PERIOD = {
    "PeriodStart": date(2025, 7, 1),
    "PeriodEnd": date(2026, 6, 30),
    "InitiativeName": "Harbor Alliance",
}
SET = {"Pitfall": "P4", "Status": "Watch", "Reason": "Two came late", "Name": "Ana", "Date": date(2026, 7, 8)}
LATE = [{"Kind": "Milestone", "DueDate": date(2026, 1, at + 1), "Status": "Late"} for at in range(5)]


def tables(**sheets: Any) -> tuple[ResultTable, ...]:
    found = assess(project(Initiative=PERIOD, Progress=LATE, **sheets))
    return summary.tables(found, date(2026, 7, 20))


def spots(board: Board) -> dict[str, Spot]:
    return {spot.place: spot for spot in board.spots}


def with_runs(count: int) -> tuple[ResultTable, ...]:
    """The result sheets with so many runs, whose scores of Forming are 1, 2, 3 …; the second has none."""
    found = list(tables())
    history = found[-1]
    run = dict(zip(history.columns, history.rows[0], strict=True))
    runs = [
        Run({**run, "Run": f"Run {at}", "Date": date(2026, 1, at), "Forming": None if at == 2 else at})
        for at in range(1, count + 1)
    ]
    rows = tuple(tuple(each.cells[name] for name in history.columns) for each in runs)
    return (*found[:-1], replace(history, rows=rows))


def test_it_is_drawn_only_when_all_that_feeds_it_is_there() -> None:
    found = tables()

    assert dashboard.can_be_fed(found)
    assert not dashboard.can_be_fed([table for table in found if table.name != "Highlights"])


def test_every_cell_stands_once_and_no_two_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for spot in dashboard.board(tables()).spots:
        places = {(spot.row, column) for column in range(spot.column, max(spot.last, spot.column) + 1)}
        assert not places & taken, spot
        taken |= places
    assert max(row for row, column in taken if column >= dashboard.RIGHT) < dashboard.FIGURES


def test_it_names_the_initiative_and_its_period() -> None:
    found = spots(dashboard.board(tables()))

    assert found["B1"].value == "Harbor Alliance"
    assert found["B2"].value == "July 1, 2025 to June 30, 2026"
    assert found["B3"].value == "Nothing earlier to compare with yet"


def test_phases_and_topics_stand_in_the_order_of_the_source() -> None:
    found = spots(dashboard.board(tables()))

    assert [found[f"B{row}"].value for row in range(6, 10)] == [
        "Forming",
        "Norming",
        "Storming",
        "Performing",
    ]
    assert [found[f"I{row}"].value for row in range(6, 14)] == [f"P{number}" for number in range(1, 9)]


def test_a_score_that_is_not_there_is_an_empty_cell_and_never_zero() -> None:
    found = spots(dashboard.board(tables()))

    assert found["C6"].value == ""
    assert found["E6"].value == "cannot be judged yet"
    assert '="","",' in found["C6"].formula


def test_a_status_that_people_set_stands_beside_the_computed_one() -> None:
    usual, changed = (spots(dashboard.board(tables(**more)))["K9"] for more in ({}, {"Overrides": [SET]}))

    assert usual.value == "Discuss (on partial evidence)"
    assert changed.value == "Watch (set by people; computed: Discuss)"
    assert usual.formula == changed.formula


def test_a_topic_leads_to_its_first_row() -> None:
    found = spots(dashboard.board(tables()))

    assert found["M9"].value == "Progress!2"
    assert found["M9"].formula.startswith("IFERROR(HYPERLINK(")
    assert found["M6"].value == ""


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, []), (3, [1, None, 3]), (8, [1, None, 3, 4, 5, 6, 7, 8]), (10, [3, 4, 5, 6, 7, 8, 9, 10])],
)
def test_the_charts_show_the_last_eight_runs_with_gaps(count: int, shown: list[int | None]) -> None:
    found = spots(dashboard.board(with_runs(count)))

    rows = range(dashboard.FIGURES + 1, dashboard.FIGURES + 9)
    gap = Odd("error", "#N/A")
    wanted = [gap if value is None else value for value in shown]
    assert [found[f"C{row}"].value for row in rows] == wanted + [gap] * (8 - len(shown))
    days = [found[f"B{row}"].value for row in rows]
    assert days[len(shown) :] == [""] * (8 - len(shown))
    assert all(isinstance(day, date) for day in days[: len(shown)])


def test_sparklines_are_drawn_from_the_figures_of_their_phase() -> None:
    found = dashboard.board(tables()).sparklines

    first, last = dashboard.FIGURES + 1, dashboard.FIGURES + 8
    assert found["G6"] == f"Dashboard!$C${first}:$C${last}"
    assert found["G9"] == f"Dashboard!$F${first}:$F${last}"


def test_columns_are_named_as_the_host_names_them() -> None:
    found = dashboard.board(tables(), lambda table, heading: f"<{table} {heading}>")

    formulas = [spot.formula for spot in found.spots if spot.formula]
    assert all("<" in formula and "[" not in formula for formula in formulas)


def test_before_the_first_refresh_it_says_how_to_begin() -> None:
    found = spots(dashboard.board(blank_tables()))

    assert found["B1"].value == "Nothing is worked out yet"
    assert "Refresh scores" in str(found["B2"].value)
    assert {found[f"K{row}"].value for row in range(6, 14)} == {""}
