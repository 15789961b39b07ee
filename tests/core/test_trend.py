"""How the phases' scores went from period to period."""

from __future__ import annotations

from datetime import date

from timeline import Row, done, due, ended, look, next_time, story

from partnerxl.core.trend import trend

ENDS = ("2025-09-30", "2025-12-31", "2026-03-31", "2026-06-30")
ITEMS = [*(done(number) for number in range(1, 5)), due(5), due(6)]


def times(*ends: str) -> list[Row]:
    return [{"Initiative": ended(end), "Progress": ITEMS} for end in ends]


def test_three_periods_make_a_trend_and_two_make_none() -> None:
    three, two = (trend(look(story(*times(*ENDS[:count])))) for count in (3, 2))

    assert [period.end for period in three] == [date.fromisoformat(end) for end in ENDS[:3]]
    assert two == ()


def test_the_present_period_is_the_last_one_with_the_scores_of_today() -> None:
    found = look(story(*times(*ENDS)))

    assert trend(found)[-1].scores == tuple(phase.score for phase in found.phases)


def test_a_later_period_on_record_is_left_out() -> None:
    found = look(next_time(story(*times(*ENDS)), **times(ENDS[2])[0]))

    assert [period.end for period in trend(found)] == [date.fromisoformat(end) for end in ENDS[:3]]


def test_without_an_end_of_the_period_there_is_no_trend() -> None:
    undated = {"Initiative": {"InitiativeName": "Harbor Plains"}, "Progress": ITEMS}

    assert trend(look(next_time(story(*times(*ENDS)), **undated))) == ()
