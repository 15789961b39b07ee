"""Calendar days and months (R18)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerxl.core.calendar import add_months, earliest_within, months_between

DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(date.toordinal)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-03-31", -13, "2025-02-28"),
        ("2026-12-05", 1, "2027-01-05"),
    ],
)
def test_a_day_some_months_later_is_the_same_day_or_the_last_of_the_month(
    start: str, months: int, end: str
) -> None:
    assert add_months(day(start), months) == day(end)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-15", "2026-01-15", Fraction(0)),
        ("2026-01-15", "2026-02-15", Fraction(1)),
        ("2026-01-15", "2026-02-14", Fraction(30, 31)),
        ("2026-01-15", "2026-03-01", Fraction(3, 2)),
        ("2026-01-31", "2026-02-28", Fraction(1)),
        ("2025-06-30", "2026-06-30", Fraction(12)),
        ("2025-06-29", "2026-06-30", 12 + Fraction(1, 30)),
        ("2026-03-01", "2026-01-15", Fraction(-3, 2)),
    ],
)
def test_months_between_are_whole_months_and_a_share_of_the_next(
    start: str, end: str, months: Fraction
) -> None:
    assert months_between(day(start), day(end)) == months


@given(DAYS, st.integers(1, 36))
def test_the_earliest_day_within_some_months_is_in_and_the_day_before_is_out(end: int, months: int) -> None:
    first = earliest_within(months, end)

    assert months_between(first, end) <= months
    assert months_between(first - 1, end) > months


@pytest.mark.parametrize(
    ("months", "end", "first"),
    [(12, "2026-06-30", "2025-06-30"), (12, "2024-02-29", "2023-03-01"), (1, "2026-02-28", "2026-01-28")],
)
def test_the_earliest_day_within_some_months(months: int, end: str, first: str) -> None:
    assert earliest_within(months, day(end)) == day(first)
