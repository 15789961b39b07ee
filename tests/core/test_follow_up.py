"""What became of earlier actions: where each stands, and how the signals of its topic moved since."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from build import book, project
from timeline import Row, done, due, edited, ended, look, next_time, refreshed, runs, story

from partnerxl.core import summary
from partnerxl.core.actions import read_actions
from partnerxl.core.assessment import Assessment
from partnerxl.core.checks import check_project
from partnerxl.core.follow_up import MOST_SIGNALS, FollowUp, follow_up
from partnerxl.core.grids import Book
from partnerxl.core.highlights import highlights_table
from partnerxl.core.runs import READINGS

LATE: Row = {"Initiative": ended("2026-06-30"), "Progress": [done(1), *(due(n) for n in range(2, 7))]}
BETTER: Row = {"Initiative": ended("2026-09-30"), "Progress": [done(n) for n in range(1, 7)]}
ACTION: Row = {
    "Action": "Ask for a second coordinator",
    "Topic": "P4",
    "Tip": "T6",
    "Owner": "P1",
    "DueDate": "2026-08-15",
    "Status": "Open",
    "DecidedOn": "2026-07-08",
}
PARTNERS = [{"PartnerID": "P1", "PartnerName": "Harbor Board"}]


def first(day: date = date(2026, 7, 2)) -> Book:
    """A workbook that was refreshed once."""
    return refreshed(book(**LATE), day)


def later(before: Book, *actions: Row, **sheets: Any) -> Assessment:
    """The next period of a workbook, with these actions."""
    return look(next_time(before, **{**BETTER, "Actions": list(actions), "Partners": PARTNERS, **sheets}))


def only(found: Assessment) -> FollowUp:
    (each,) = follow_up(found)
    return each


# --- how the signals moved ------------------------------------------------------------------------


def test_the_signals_of_its_topic_are_compared_with_the_refresh_before_it_was_decided() -> None:
    each = only(later(first(), ACTION))

    assert (each.compared, each.then, each.now) == (date(2026, 7, 2), "Discuss", "Not enough evidence")
    assert ("P4.delivered", "1 of 6", "6 of 6") in [(m.name, m.then, m.now) for m in each.moved]
    assert each.says.startswith(
        "P4 Staffing and delivery was Discuss on July 2, 2026 and is Not enough evidence now. "
        "What reads otherwise now: "
    )
    assert "1 of 6 then and 6 of 6 now" in each.says


def test_only_signals_of_its_own_topic_are_named() -> None:
    each = only(later(first(), ACTION, Partners=[*PARTNERS, {"PartnerID": "P2", "PartnerType": "Employer"}]))

    assert each.moved
    assert {movement.name.split(".")[0] for movement in each.moved} == {"P4"}


@pytest.mark.parametrize("day", ["2026-07-02", "2026-09-01"])
def test_a_refresh_on_the_day_or_before_counts(day: str) -> None:
    assert only(later(first(), {**ACTION, "DecidedOn": day})).compared == date(2026, 7, 2)


def test_of_several_refreshes_the_last_before_the_day_is_compared_with() -> None:
    between = {**LATE, "Progress": [done(1), done(2), *(due(n) for n in range(3, 7))]}
    twice = refreshed(next_time(first(date(2026, 7, 1)), **between), date(2026, 7, 5))

    found = [only(later(twice, {**ACTION, "DecidedOn": day})) for day in ("2026-07-04", "2026-07-05")]

    assert [each.compared for each in found] == [date(2026, 7, 1), date(2026, 7, 5)]


@pytest.mark.parametrize("day", ["2026-07-01", "2020-01-01"])
def test_without_a_refresh_before_that_day_nothing_is_compared_and_it_says_so(day: str) -> None:
    each = only(later(first(), {**ACTION, "DecidedOn": day}))

    assert (each.compared, each.then, each.moved) == (None, "", ())
    assert each.says.startswith("No earlier refresh is remembered")
    assert each.now == "Not enough evidence"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"DecidedOn": None}, "The day it was decided is not recorded"),
        ({"Topic": None}, "It names no topic"),
        ({"Topic": "Parking"}, "It names a topic that is none of the eight"),
    ],
)
def test_what_is_missing_is_said(changed: Row, says: str) -> None:
    each = only(later(first(), {**ACTION, **changed}))

    assert each.says.startswith(says)
    assert (each.compared, each.then, each.moved) == (None, "", ())


def test_signals_that_read_as_before_are_no_movement() -> None:
    each = only(look(next_time(first(), **LATE, Actions=[ACTION])))

    assert each.moved == ()
    assert each.says == (
        "P4 Staffing and delivery was Discuss on July 2, 2026 and still is. "
        "What is on record of its signals reads as it did then."
    )


def test_a_topic_without_records_then_and_now_is_never_called_unmoved() -> None:
    each = only(look(next_time(first(), **LATE, Actions=[{**ACTION, "Topic": "P7"}])))

    assert each.says.endswith("None of its signals is on record, then or now.")


def test_a_signal_that_lost_its_records_is_not_known_now() -> None:
    each = only(later(first(), ACTION, Progress=[]))

    assert {movement.now for movement in each.moved} == {"not known"}


def test_readings_that_nobody_remembers_are_said_to_be_forgotten() -> None:
    each = only(later(edited(first(), "Run 1", READINGS, None), ACTION))

    assert each.then == "Discuss"
    assert each.moved == ()
    assert each.says.endswith("How its signals read then is not remembered.")


def test_a_status_that_somebody_typed_into_history_is_none() -> None:
    each = only(later(edited(first(), "Run 1", "P4", "Splendid"), ACTION))

    assert each.then == ""
    assert each.says.startswith("No earlier refresh is remembered")


def test_other_limits_are_named() -> None:
    limit = {"Threshold": "P4 delivered discuss", "Current": "50 %", "Default": "60 %"}

    assert only(later(first(), ACTION, Settings=[limit])).says.endswith(
        "Rules or limits were changed in between."
    )


def test_of_many_signals_a_few_are_named_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("partnerxl.core.follow_up.MOST_SIGNALS", 1)
    each = only(later(first(), ACTION))

    assert len(each.moved) > 1
    assert re.search(rf"; and {len(each.moved) - 1} more\.$", each.says)
    assert MOST_SIGNALS > 1


# --- where it stands ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "stands"),
    [
        ({}, "Open, due August 15, 2026"),
        ({"Status": "Under way", "DueDate": "2020-01-01"}, "Under way, due January 1, 2020"),
        ({"Status": "Waiting for funds"}, "Waiting for funds, due August 15, 2026"),
        ({"Status": None}, "No status yet, due August 15, 2026"),
        ({"Status": "Open", "DueDate": None}, "Open"),
        ({"Status": "Done"}, "Done"),
        ({"Status": "Dropped"}, "Dropped"),
    ],
)
def test_an_action_says_where_it_stands_and_never_that_it_is_late(changed: Row, stands: str) -> None:
    each = only(later(first(), {**ACTION, **changed}))

    assert each.stands == stands
    assert "late" not in each.stands.casefold()


def test_open_actions_come_first_and_no_owner_is_ranked() -> None:
    actions = [
        {**ACTION, "Action": name, "Status": status, "Owner": owner}
        for name, status, owner in (("a", "Done", "Z"), ("b", "Open", "Y"), ("c", "Open", "A"))
    ]

    assert [each.action.says for each in follow_up(later(first(), *actions))] == ["b", "c", "a"]


@pytest.mark.parametrize(
    ("status", "day", "shown"),
    [
        ("Done", "2025-09-30", True),
        ("Done", "2025-09-29", False),
        ("Done", None, True),
        ("Dropped", "2020-01-01", False),
        ("Open", "2020-01-01", True),
    ],
)
def test_what_was_done_long_ago_is_left_out(status: str, day: str | None, shown: bool) -> None:
    found = follow_up(later(first(), {**ACTION, "Status": status, "DecidedOn": day}))

    assert bool(found) is shown


def test_without_a_period_every_action_is_shown() -> None:
    actions = [{**ACTION, "Status": "Done", "DecidedOn": "2020-01-01"}]

    assert len(follow_up(look(book(Actions=actions)))) == 1


def test_a_row_without_an_action_is_none() -> None:
    assert read_actions(project(Actions=[{"Topic": "P4"}, ACTION]))[0].number == 3


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("P4", "P4"),
        ("p4", "P4"),
        ("Staffing and delivery", "P4"),
        ("P4 – Staffing and delivery", "P4"),
        ("P9", ""),
        ("Staffing", ""),
        (None, ""),
    ],
)
def test_a_topic_is_known_by_key_title_or_both(typed: str | None, topic: str) -> None:
    assert [each.topic for each in read_actions(project(Actions=[{**ACTION, "Topic": typed}]))] == [topic]


@pytest.mark.parametrize(
    ("typed", "partner"), [("P1", "p1"), ("harbor board", "p1"), ("Ana", ""), (None, "")]
)
def test_an_owner_is_known_by_id_or_name(typed: str | None, partner: str) -> None:
    actions = [{**ACTION, "Owner": typed}]

    assert [each.partner for each in read_actions(project(Actions=actions, Partners=PARTNERS))] == [partner]


# --- checks ---------------------------------------------------------------------------------------


def test_a_topic_and_an_owner_that_are_not_known_are_named_by_cell() -> None:
    actions = [ACTION, {**ACTION, "Topic": "Parking", "Owner": "Ana"}, {"Action": "Rest"}]
    found = check_project(project(Actions=actions, Partners=PARTNERS))

    assert [(each.code, each.where, each.found) for each in found if each.where.startswith("Actions")] == [
        ("PX-215", "Actions!B3", "'Parking'"),
        ("PX-216", "Actions!D3", "'Ana'"),
    ]


def test_a_tip_that_is_none_of_the_thirteen_is_named_by_cell() -> None:
    found = look(book(Actions=[{**ACTION, "Tip": "T14"}])).problems

    assert [(each.code, each.where) for each in found if each.where == "Actions!C2"] == [
        ("PX-130", "Actions!C2")
    ]


# --- where it is told -----------------------------------------------------------------------------


def test_highlights_tells_each_action_with_its_row() -> None:
    found = later(first(), ACTION, {**ACTION, "Action": "Rest", "Owner": None, "Topic": None, "Tip": None})
    rows = [row for row in highlights_table(found).rows if str(row[0]).startswith("Decided")]

    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("Decided 1", "What we decided last time", "Actions!2"),
        ("Decided 2", "What we decided last time", "Actions!3"),
    ]
    assert str(rows[0][2]).startswith(
        "Ask for a second coordinator (P1, P4, T6): Open, due August 15, 2026. P4"
    )
    assert str(rows[1][2]).startswith("Rest: Open, due August 15, 2026. It names no topic")
    assert all(re.fullmatch(highlights_table(found).own, str(row[0])) for row in rows)


def test_a_program_gets_every_action() -> None:
    told = summary.as_json(later(first(), ACTION, {"Action": "Rest"}))["actions"]

    assert {key: value for key, value in told[0].items() if key not in {"moved", "says"}} == {
        "action": "Ask for a second coordinator",
        "topic": "P4",
        "tip": "T6",
        "owner": "P1",
        "due": "2026-08-15",
        "status": "Open",
        "decided_on": "2026-07-08",
        "compared_with": "2026-07-02",
        "status_then": "Discuss",
        "status_now": "Not enough evidence",
        "rows": ["Actions!2"],
    }
    assert {"signal", "title", "then", "now"} == set(told[0]["moved"][0])
    nothing = {"action", "moved", "says", "rows"}
    assert {value for key, value in told[1].items() if key not in nothing} == {None}


def test_contact_data_of_an_action_is_masked_everywhere() -> None:
    typed = dict.fromkeys(("Action", "Topic", "Owner", "Status"), "pat@example.org")
    found = later(first(), {**ACTION, **typed})

    told = f"{summary.as_json(found)}{highlights_table(found).rows}"
    assert "pat@example.org" not in told
    assert "[contact removed]" in told


# --- what History keeps for it --------------------------------------------------------------------


def test_actions_add_no_run() -> None:
    once = story(LATE)

    assert refreshed(next_time(once, **LATE, Actions=[ACTION])).grids[-1] == once.grids[-1]


def remembered(**more: Any) -> list[bool]:
    """Whether each of four refreshes of one period still knows how its measures read."""
    found = first(date(2026, 7, 1))
    for n in range(2, 5):
        progress = [*(done(at) for at in range(1, n + 1)), *(due(at) for at in range(n + 1, 7))]
        found = refreshed(next_time(found, **{**LATE, "Progress": progress, **more}), date(2026, 7, n))
    return [bool(run.readings) for run in runs(found)]


def test_the_refresh_before_an_action_keeps_its_readings() -> None:
    assert remembered() == [False, False, True, True]
    assert remembered(Actions=[{**ACTION, "DecidedOn": "2026-07-01"}]) == [True, False, True, True]
