"""What stands out, what changed and what to record next, as the sheet Highlights says it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from build import book
from timeline import Row, done, due, edited, ended, look, next_time, story

from partnerxl.core import history, wording
from partnerxl.core.assessment import Assessment, Status, TipState
from partnerxl.core.grids import Book
from partnerxl.core.highlights import MOST_RECORDS, MOST_TOPICS, highlights_table
from partnerxl.core.records import wanted
from partnerxl.hosts import files

JUNE, SEPTEMBER = ended("2026-06-30"), ended("2026-09-30")
LATE: Row = {"Initiative": JUNE, "Progress": [done(1), *(due(number) for number in range(2, 7))]}
BETTER: Row = {"Initiative": JUNE, "Progress": [done(number) for number in range(1, 7)]}
SAMPLES = ("empty", "new", "mature", "second-wave", "troubled", "nearly-empty")
SET: Row = {"Status": "Watch", "Reason": "Two came later", "Name": "Ana", "Date": "2026-07-08"}


def sample(name: str) -> Book:
    return files.read(Path(__file__).parents[2] / "workbooks" / f"{name}.xlsx", wanted)


def lines(found: Assessment, key: str) -> list[str]:
    """The texts of the lines of one kind."""
    rows = highlights_table(found).rows
    return [str(text) for line, _, text, *_ in rows if re.fullmatch(rf"{key} ?\d+", str(line))]


def line(found: Assessment, key: str) -> tuple[object, ...]:
    return next(row for row in highlights_table(found).rows if row[0] == key)


# --- the sheet ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_every_line_has_a_key_of_its_own_that_is_known_as_ours(name: str) -> None:
    table = highlights_table(look(sample(name)))
    keys = [str(row[0]) for row in table.rows]

    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(table.own, key) for key in keys)
    assert keys[:11] == ["Title 1", "Title 2", "Title 3", *(f"P{number}" for number in range(1, 9))]
    assert {key.rpartition(" ")[0] for key in keys[11:]} == {"Stands out", "Changed", "Record"}


@pytest.mark.parametrize(
    "typed", ["Note 1", "Meeting 2026", "Room P4", "Changed", "P", "Title one", "Records 3", ""]
)
def test_a_line_that_people_add_stays_theirs(typed: str) -> None:
    assert not re.fullmatch(highlights_table(look(book())).own, typed)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_line_with_rows_links_to_the_first_of_them(name: str) -> None:
    table = highlights_table(look(sample(name)))

    for at, (_, _, text, rows, link) in enumerate(table.rows):
        assert text
        assert ((at, "Link") in table.links) is (rows is not None) is (link is not None)
        assert str(rows or "").split(", ")[0] == str(link or "")


def test_contact_data_in_the_name_is_masked() -> None:
    named = look(book(Initiative={**JUNE, "InitiativeName": "Ask pat@example.org"}))

    assert line(named, "Title 1")[2] == "Ask [contact removed]"


def test_without_a_name_the_file_is_named() -> None:
    assert line(look(book()), "Title 1")[2] == "test.xlsx"


def test_the_period_is_named_or_asked_for() -> None:
    assert line(look(book(Initiative=JUNE)), "Title 2")[2] == "July 1, 2025 to June 30, 2026"
    assert line(look(book()), "Title 2")[2] == "No period yet: Initiative has to say when it ends"


# --- what is compared with ------------------------------------------------------------------------


def test_what_is_compared_with_is_named() -> None:
    def compared(found: Book) -> object:
        return line(look(found), "Title 3")[2]

    later = {**LATE, "Initiative": SEPTEMBER}
    assert compared(story(LATE)) == "Nothing earlier to compare with yet"
    assert compared(story(LATE, BETTER)) == "Compared with the refresh of October 2, 2026"
    assert compared(story(LATE, later)) == "Compared with the period to June 30, 2026"


def test_a_refresh_on_the_last_day_of_the_period_is_no_earlier_period() -> None:
    told = edited(story(LATE, BETTER), "Run 1", "Date", date(2026, 6, 30))

    assert line(look(told), "Title 3")[2] == "Compared with the refresh of June 30, 2026"


def test_a_run_without_days_is_an_earlier_refresh() -> None:
    told = story(LATE, BETTER)
    for heading in ("Date", "Period end"):
        told = edited(told, "Run 1", heading, None)

    assert line(look(told), "Title 3")[2] == "Compared with an earlier refresh"


# --- what stands out ------------------------------------------------------------------------------


def test_success_stands_first() -> None:
    found = look(sample("troubled"))
    seen = [tip for tip in found.tips if tip.state is TipState.SEEN]
    strongest = max(found.phases, key=lambda phase: phase.score or 0)

    told = lines(found, "Stands out")

    assert told[0].startswith(
        f"The records show {len(seen)} of the 13 tips in practice, such as: {seen[0].tip.title}"
    )
    assert told[1].startswith(strongest.phase.title)
    assert [text.partition(" ")[0] for text in told[2:]] == ["P1", "P2"]


def test_at_most_two_topics_stand_out_the_gravest_first() -> None:
    partners = [{"PartnerID": f"P{at}", "OtherSameSectorInitiative": "Yes"} for at in range(6)]
    found = look(book(**LATE, Partners=partners))
    raised = sorted(found.pitfalls, key=lambda each: -each.status.severity)[:MOST_TOPICS]

    topics = [text.partition(" ")[0] for text in lines(found, "Stands out") if text.startswith("P")]

    assert topics == [each.key for each in raised if each.status.severity]
    assert topics


def test_a_topic_stands_out_with_the_sentence_of_its_gravest_signal_and_its_rows() -> None:
    found = look(book(**LATE))
    (row,) = (each for each in highlights_table(found).rows if str(each[2]).startswith("P4"))

    assert (
        row[2] == "P4 Staffing and delivery: Discuss (on partial evidence). "
        "1 of 6 (17 %) promised items that were due are done."
    )
    assert row[3] == "Progress!2, Progress!3, Progress!4, Progress!5, Progress!6, Progress!7"


def test_no_topic_past_a_limit_says_how_many_cannot_be_judged() -> None:
    assert lines(look(book()), "Stands out") == ["No topic is past a limit, but 8 of 8 cannot be judged yet."]
    found = look(book(**BETTER))
    undecided = [each for each in found.pitfalls if each.status in {Status.NOT_ENOUGH, Status.TOO_EARLY}]
    assert lines(found, "Stands out")[-1] == (
        f"No topic is past a limit, but {len(undecided)} of 8 cannot be judged yet."
    )


def test_a_topic_that_is_too_early_cannot_be_judged_either() -> None:
    found = look(sample("new"))
    early = [each.key for each in found.pitfalls if each.status is Status.TOO_EARLY]
    quiet = replace(found, pitfalls=tuple(each for each in found.pitfalls if each.key in early))

    assert early
    assert lines(quiet, "Stands out")[-1] == (
        f"No topic is past a limit, but {len(early)} of {len(early)} cannot be judged yet."
    )
    assert "It is too early to say." in {line(found, key)[2] for key in early}


def test_no_topic_past_a_limit_is_said_plainly_where_all_are_judged() -> None:
    assert lines(look(sample("mature")), "Stands out")[-1] == "No topic is past a limit."


# --- statuses that people set ---------------------------------------------------------------------


def overridden(pitfall: str, status: str, records: Row = LATE) -> Assessment:
    return look(book(**records, Overrides=[{**SET, "Pitfall": pitfall, "Status": status}]))


@pytest.mark.parametrize("status", ["Watch", "Priority", "No sign in the records"])
def test_a_status_that_people_set_stands_out_with_the_computed_one(status: str) -> None:
    told = lines(overridden("P4", status), "Stands out")[-1]

    assert told.startswith(
        f"P4 Staffing and delivery: {status}, set by people; computed: Discuss (on partial evidence). 1 of 6"
    )


def test_a_topic_that_people_raise_stands_out_though_the_records_do_not_say() -> None:
    told = lines(overridden("P7", "Discuss", BETTER), "Stands out")[-1]

    assert told.startswith("P7 ")
    assert ": Discuss, set by people; computed: Not enough evidence. " in told
    assert not told.endswith("evidence. ")


def test_people_can_raise_a_topic_above_another() -> None:
    told = lines(overridden("P7", "Priority"), "Stands out")

    assert [text[:2] for text in told[-2:]] == ["P7", "P4"]


# --- what changed ---------------------------------------------------------------------------------


def test_the_first_time_says_so() -> None:
    for found in (look(book(**LATE)), look(story(LATE))):
        assert lines(found, "Changed") == ["This is the first time; from now on changes stand here."]


def test_every_change_stands_there_with_its_rows() -> None:
    found = look(story(LATE, BETTER))
    told = [row for row in highlights_table(found).rows if str(row[0]).startswith("Changed")]

    assert [row[2] for row in told] == [each.says for each in history.changes(found)]
    assert told[0][3] == "Progress!3, Progress!4, Progress!5, Progress!6, Progress!7"


def test_records_that_move_no_score_change_nothing() -> None:
    told = next_time(story(LATE), **LATE, Decisions=[{"Title": "A note"}])

    assert lines(look(told), "Changed") == ["Nothing that is scored has changed."]


# --- what to record -------------------------------------------------------------------------------


def test_what_to_record_names_each_undecided_topic_first() -> None:
    found = look(book(Initiative=JUNE))

    told = lines(found, "Record")

    assert len(told) == len(set(told)) == MOST_RECORDS
    first = [wording.record(each)[0] for each in found.pitfalls if each.status is Status.NOT_ENOUGH]
    assert told == list(dict.fromkeys(first))[:MOST_RECORDS]


def test_nothing_is_missing_where_every_topic_is_decided() -> None:
    assert lines(look(sample("mature")), "Record") == ["Nothing is missing that would decide a topic."]


def test_a_topic_raised_on_partial_evidence_says_what_is_missing() -> None:
    found = look(book(**LATE))
    (p4,) = (each for each in found.pitfalls if each.key == "P4")

    assert p4.partial
    assert wording.record(p4)[0] in lines(found, "Record")
