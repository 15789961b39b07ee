"""The report of a second time: scores then and now, and what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from build import book
from timeline import Row, done, due, ended, look, next_time, refreshed, story

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

    assert told["report"]["has_last"] is False
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


ACTION: Row = {
    "Action": "Ask for a second coordinator",
    "Topic": "P4",
    "Tip": "T6",
    "Owner": "P1",
    "DueDate": "2026-08-15",
    "Status": "Under way",
    "DecidedOn": "2026-07-08",
}
PARTNERS: list[Row] = [
    {"PartnerID": "P1", "PartnerName": "Harbor Board", "ShareConsent": "Yes"},
    {"PartnerID": "P2", "PartnerName": "Quiet Lines", "ShareConsent": "No"},
]


def decided(*actions: Row) -> Any:
    before = refreshed(book(**LATE), date(2026, 7, 2))
    return report(look(next_time(before, **BETTER, Actions=list(actions), Partners=PARTNERS)))["actions"]


def test_earlier_actions_stand_there_with_how_the_signals_of_their_topic_moved() -> None:
    (row,) = decided(ACTION)["rows"]

    assert row["says"].startswith("P4 Staffing and delivery was Discuss on July 2, 2026 and is ")
    assert {key: value.replace("\N{NO-BREAK SPACE}", " ") for key, value in row.items() if key != "says"} == {
        "action": "Ask for a second coordinator",
        "who": "Harbor Board",
        "due": "Aug 15, 2026",
        "status": "Under way",
        "answers": "P4 Staffing and delivery; T6 Ask all partners, employers too, to seek and contribute resources",
    }


@pytest.mark.parametrize(
    ("owner", "who"),
    [
        ("Harbor Board", "Harbor Board"),
        ("Quiet Lines", "Named on our sheet Actions"),
        ("Maria Lopez", "Named on our sheet Actions"),
        (None, ""),
    ],
)
def test_only_partners_that_agreed_are_named_beside_an_action(owner: str | None, who: str) -> None:
    assert [row["who"] for row in decided({**ACTION, "Owner": owner})["rows"]] == [who]


def test_an_action_of_the_coming_review_is_none_of_last_time() -> None:
    assert decided({**ACTION, "DecidedOn": "2026-09-30"})["rows"]
    assert decided({**ACTION, "DecidedOn": "2026-10-01"}) == {"rows": [], "more": ""}


def test_an_action_without_status_and_day_says_so() -> None:
    (row,) = decided({"Action": "Rest"})["rows"]

    assert (row["status"], row["due"], row["answers"]) == ("No status yet", "", "")


def test_of_very_many_actions_the_others_are_counted() -> None:
    told = decided(*({**ACTION, "Action": f"Step {at}"} for at in range(23)))

    assert (len(told["rows"]), told["more"]) == (20, "3 more actions stand on our sheet Actions.")
