"""Calendar days and months, exactly; a day is an ordinal number as in ``date.toordinal``."""

from __future__ import annotations

import calendar
from datetime import date
from fractions import Fraction

MONTHS_IN_YEAR = 12


def add_months(day: int, months: int) -> int:
    """The same day of the month so many months later (or earlier), or that month's last day.

    >>> date.fromordinal(add_months(date(2026, 1, 31).toordinal(), 1)).isoformat()
    '2026-02-28'
    """
    start = date.fromordinal(day)
    years, month = divmod(start.month - 1 + months, MONTHS_IN_YEAR)
    year = start.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last)).toordinal()


def months_between(start: int, end: int) -> Fraction:
    """Whole calendar months from start to end plus the rest as a share of the month it lies in (R18).

    Negative when start lies after end.

    >>> months_between(date(2026, 1, 15).toordinal(), date(2026, 3, 1).toordinal())
    Fraction(3, 2)
    """
    if start > end:
        return -months_between(end, start)
    first, last = date.fromordinal(start), date.fromordinal(end)
    whole = (last.year - first.year) * MONTHS_IN_YEAR + last.month - first.month
    if add_months(start, whole) > end:
        whole -= 1
    reached = add_months(start, whole)
    return whole + Fraction(end - reached, add_months(start, whole + 1) - reached)


def earliest_within(months: int, end: int) -> int:
    """The first day from which not more than so many months pass until end (R18)."""
    day = add_months(end, -months)
    while add_months(day, months) >= end:
        day -= 1
    while add_months(day, months) < end:
        day += 1
    return day
