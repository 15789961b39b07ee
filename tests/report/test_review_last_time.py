"""The report of a second time: scores then and now, and what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from timeline import Row, done, due, ended, look, next_time, story

from partnerxl.core import history
from partnerxl.core.assessment import Assessment
from partnerxl.report.review import review_context

LATE: Row = {"Initiative": ended("2026-06-30"), "Progress": [done(1), *(due(n) for n in range(2, 7))]}
BETTER: Row = {"Initiative": ended("2026-09-30"), "Progress": [done(n) for n in range(1, 7)]}


@cache
def second_time() -> Assessment:
    """A second period, with scores in the first."""
    found = look(next_time(story(LATE), **BETTER))
    (run,) = found.view.project.runs
    scored = replace(run, cells={**run.cells, "Forming": 39.6, "Storming": 72})
    return replace(found, view=replace(found.view, project=replace(found.view.project, runs=(scored,))))


def report(found: Assessment) -> Any:
    return review_context(found, "digest")


def test_the_first_report_shows_no_last_time() -> None:
    told = report(look(story(LATE)))

    assert (told["report"]["has_last"], told["report"]["last_period"]) == (False, "")
    assert {(row["last_score"], row["last_bar"]) for row in told["phases"]["rows"]} == {("", None)}
    assert told["phases"]["changes"] == []


def test_last_scores_stand_beside_the_present_ones() -> None:
    told = report(second_time())
    last = {row["name"]: (row["last_score"], row["last_bar"]) for row in told["phases"]["rows"]}

    assert (told["report"]["has_last"], told["report"]["last_period"]) == (
        True,
        "June\N{NO-BREAK SPACE}30,\N{NO-BREAK SPACE}2026",
    )
    assert last == {
        "Forming": ("39.6", 39.6),
        "Norming": ("", None),
        "Storming": ("72", 72.0),
        "Performing": ("", None),
    }


def test_what_changed_stands_there_with_the_rows_that_moved_it() -> None:
    moved = history.changes(second_time())
    (p4,) = (each for each in moved if each.about == "P4")

    told = report(second_time())["phases"]["changes"]

    assert len(told) == len(moved)
    (line,) = (each for each in told if each.startswith("P4"))
    assert line.replace("\N{NO-BREAK SPACE}", " ") == f"{p4.says} Rows: Progress, rows 3 to 7."
    without_rows = [each.says for each in moved if not each.rows]
    assert without_rows
    assert all(says in told for says in without_rows)


def test_a_score_that_nobody_can_have_had_is_not_drawn() -> None:
    (run,) = second_time().view.project.runs
    typed = replace(run, cells={**run.cells, "Storming": 7200, "Date": date(2026, 7, 1)})
    project = replace(second_time().view.project, runs=(typed,))
    found = replace(second_time(), view=replace(second_time().view, project=project))

    assert [row["last_bar"] for row in report(found)["phases"]["rows"]] == [39.6, None, None, None]
