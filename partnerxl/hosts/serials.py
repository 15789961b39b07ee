"""Numbers that a workbook shows as dates, times and durations, and the formats that say so."""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, TypeAlias

Shown: TypeAlias = Literal["number", "date", "duration"]
Moment: TypeAlias = float | dt.date | dt.time | dt.timedelta

FIRST_DAY = {False: dt.datetime(1899, 12, 30), True: dt.datetime(1904, 1, 1)}  # noqa: DTZ001  a sheet has no zone
FIRST_MARCH_1900 = 60  # before it Excel counts a February 29 that never was
MILLISECONDS = 86_400_000

_DATE_FORMATS = frozenset([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)])
_DURATION_FORMAT = 46
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)


def shown_as(number: int, code: str | None) -> Shown:
    r"""How a number format shows a number.

    Args:
        number: The format's number; below 164 it is one of Excel's own.
        code: The format's code when the workbook states one, like ``yyyy\-mm\-dd``.

    >>> shown_as(14, None), shown_as(170, "[h]:mm"), shown_as(170, "0.00")
    ('date', 'duration', 'number')
    """
    if code is None:
        return _own_format(number)
    signs = _NOT_SHOWN.sub("", code.split(";")[0])
    if _DURATION.search(signs):
        return "duration"
    is_date = _DATE.search(signs) and "general" not in signs.lower()
    return "date" if is_date else "number"


def _own_format(number: int) -> Shown:
    if number == _DURATION_FORMAT:
        return "duration"
    return "date" if number in _DATE_FORMATS else "number"


def moment(serial: float, shown: Shown, *, date1904: bool) -> Moment:
    """The date, time or duration behind a serial number; the number itself when there is none.

    >>> moment(45000, "date", date1904=False)
    datetime.date(2023, 3, 15)
    """
    try:
        if shown == "duration":
            return _span(serial)
        return _date_or_time(serial, date1904=date1904) if shown == "date" and serial >= 0 else serial
    except (OverflowError, ValueError):
        return serial


def _date_or_time(serial: float, *, date1904: bool) -> dt.date | dt.time:
    late = 0 if date1904 or serial >= FIRST_MARCH_1900 else 1
    moment_shown = FIRST_DAY[date1904] + dt.timedelta(days=late) + _span(serial)
    if serial < 1:
        return moment_shown.time()
    return moment_shown.date() if serial == int(serial) else moment_shown


def _span(serial: float) -> dt.timedelta:
    return dt.timedelta(milliseconds=round(serial * MILLISECONDS))
