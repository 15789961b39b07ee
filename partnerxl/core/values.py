"""From what a cell holds to a value of its column (R6 to R10, R20)."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property

from partnerxl.core.catalogue import ColumnSpec
from partnerxl.core.grids import Odd
from partnerxl.core.matching import clean, nearest
from partnerxl.core.messages import message

FIRST_SERIAL, LAST_SERIAL = 32874, 73050
FIRST_YEAR, LAST_YEAR = 1900, 2199
SERIAL_ZERO = date(1899, 12, 30).toordinal()
SHIFT_1904 = 1462
UNSURE = clean("Don't know")
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})
ODD = {"error": "PX-101", "never calculated": "PX-102", "unreadable": "PX-103"}
EDGES = " \t\r\n\u00a0\u200b\u200e\u200f\u2060\ufeff"

POINT = re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.\d+)?|-?\d+\.")
COMMA = re.compile(r"-?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)?(?:,\d+)?")
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.IGNORECASE)
DAY_FIRST = re.compile(r"(\d{1,2}) ([a-z]{3,9})\.? (\d{4})", re.IGNORECASE)
PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{1,2})))?", re.IGNORECASE)
SPLIT = re.compile(r"[;,\n\r]")
NAMES = [name.casefold() for name in calendar.month_name]
MONTHS = {name: number for number, name in enumerate(NAMES) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Habits:
    """How this workbook writes dates and numbers."""

    day_first: bool = False
    decimal_comma: bool = False
    date1904: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell cannot be read, by the code of its problem."""

    code: str
    slots: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Value:
    """What a cell says.

    Attributes:
        value: str, float, bool, ordinal day or tuple of str; None when blank.
        fault: What is wrong with the cell.
        unsure: True for "Don't know".
        typed: True for a date typed as text.
        readings: Of a number or date typed as text, how it was read and what it would be with a
            decimal comma or the day first, when that differs.
    """

    value: object = None
    fault: Fault | None = None
    unsure: bool = False
    typed: bool = False
    readings: tuple[str, ...] = ()


BLANK = Value()


def trimmed(cell: object) -> str:
    """A cell as text without spaces around it (R6); whole numbers without decimals (R11).

    >>> trimmed(7.0), trimmed(" P01 ")
    ('7', 'P01')
    """
    if isinstance(cell, str):
        return cell.strip(EDGES)
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == time() else cell).isoformat()
    return str(cell)


@dataclass(frozen=True)
class Reader:
    """Reads the cells of one column."""

    spec: ColumnSpec
    habits: Habits

    def read(self, cell: object) -> Value:
        """The value of a cell; blank when it is empty or cannot be read."""
        if isinstance(cell, Odd):
            return _fault(ODD[cell.kind], cell.text)
        if isinstance(cell, float) and not math.isfinite(cell):
            return _fault(ODD["unreadable"], str(cell))
        text = "" if cell is None else trimmed(cell)
        if not text:
            return BLANK
        if clean(text) == UNSURE:
            return Value(unsure=True)
        return self._read(cell, text)

    @cached_property
    def _read(self) -> Callable[[object, str], Value]:
        kinds = {
            "number": self._number,
            "date": self._date,
            "period": self._period,
            "flag": self._flag,
            "choice": self._choice,
            "list": self._list,
            "partners": self._list,
        }
        return kinds.get(self.spec.kind, self._text)

    def _text(self, _cell: object, text: str) -> Value:
        return Value(text)

    # --- numbers ------------------------------------------------------------------------------

    def _number(self, cell: object, text: str) -> Value:
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self._bounded(float(cell), text)
        if not isinstance(cell, str):
            return _fault("PX-110", text)
        found = typed_number(text, decimal_comma=self.habits.decimal_comma)
        other = typed_number(text, decimal_comma=True)
        if found is not None:
            return _also(self._bounded(found, text), found, other)
        return _fault("PX-110" if other is None else "PX-111", text)

    def _bounded(self, number: float, text: str) -> Value:
        if self._fits(number):
            return Value(number)
        return Value(number, _fault("PX-112", text, bounds=self._bounds()).fault)

    def _fits(self, number: float) -> bool:
        spec = self.spec
        low = spec.least is None or number >= spec.least
        high = spec.most is None or number <= spec.most
        return low and high and (not spec.whole or number.is_integer())

    def _bounds(self) -> str:
        spec = self.spec
        least = f"{spec.least:g}"
        if spec.most is None:
            return (
                message("cells", "whole_from", least=least)
                if spec.whole
                else message("cells", "number_from", least=least)
            )
        most = f"{spec.most:g}"
        if spec.whole:
            return message("cells", "whole_between", least=least, most=most)
        return message("cells", "number_between", least=least, most=most)

    # --- dates --------------------------------------------------------------------------------

    def _date(self, cell: object, text: str) -> Value:
        if isinstance(cell, date):
            return _dated(cell, text)
        if isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return self._serial(float(cell), text)
        if isinstance(cell, (bool, time, timedelta)):
            return _fault("PX-120", text)
        found = typed_date(text, day_first=self.habits.day_first)
        other = typed_date(text, day_first=True)
        if found is not None:
            return _also(_dated(found, text, typed=True), found, other)
        return _fault("PX-120" if other is None else "PX-121", text)

    def _serial(self, number: float, text: str) -> Value:
        day = int(number // 1) + (SHIFT_1904 if self.habits.date1904 else 0)
        if FIRST_SERIAL <= day <= LAST_SERIAL:
            return Value(SERIAL_ZERO + day)
        return _fault("PX-120", text)

    def _period(self, cell: object, text: str) -> Value:
        found = PERIOD.fullmatch(f"{cell:%Y-%m}" if isinstance(cell, date) else text.replace(" ", ""))
        month = _last_month(found) if found else 0
        if not found or not 1 <= month <= DECEMBER:
            return _fault("PX-123", text)
        year = int(found[1])
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return _fault("PX-123", text)
        return Value(date(year, month, calendar.monthrange(year, month)[1]).toordinal())

    # --- words --------------------------------------------------------------------------------

    def _flag(self, _cell: object, text: str) -> Value:
        answer = _yes_or_no(text)
        return _fault("PX-131", text) if answer is None else Value(answer)

    @cached_property
    def _choices(self) -> dict[str, str]:
        return {clean(choice): choice for choice in self.spec.choices}

    def _choice(self, _cell: object, text: str) -> Value:
        found = self._choices.get(clean(text)) or self._answer(text)
        if found is None and self.spec.open:
            return Value(text)
        return self._not_listed(text) if found is None else Value(found)

    def _answer(self, text: str) -> str | None:
        """Yes and No in other words, where both are choices (R9)."""
        answer = _yes_or_no(text)
        if answer is None or not {"yes", "no"} <= self._choices.keys():
            return None
        return self._choices["yes" if answer else "no"]

    def _not_listed(self, text: str) -> Value:
        near = nearest(text, self.spec.choices)
        hint = message("hint", "near", near=near) if near else message("hint", "choose")
        return _fault("PX-130", text, choices=", ".join(self.spec.choices), hint=hint)

    def _list(self, cell: object, text: str) -> Value:
        parts = [part for each in SPLIT.split(text) if (part := trimmed(each))]
        known = [part for part in parts if clean(part) != UNSURE]
        if not self._choices:
            return Value(tuple(known), unsure=not known)
        read = [self._choice(cell, part) for part in known]
        fault = next((each.fault for each in read if each.fault), None)
        return Value(tuple(each.value for each in read if each.value is not None), fault)


def _dated(day: date, text: str, *, typed: bool = False) -> Value:
    """A day that can be one; Excel shows slips as days of other centuries."""
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return Value(day.toordinal(), typed=typed)
    return _fault("PX-120", text)


def _also(value: Value, found: float | date, other: float | date | None) -> Value:
    """The value with both readings of its text, when there are two."""
    if other is None or other == found:
        return value
    return replace(value, readings=(trimmed(found), trimmed(other)))


def _fault(code: str, text: str, **slots: object) -> Value:
    return Value(fault=Fault(code, {"typed": text, **slots}))


def _yes_or_no(text: str) -> bool | None:
    word = clean(text)
    if word in YES:
        return True
    return False if word in NO else None


def _last_month(found: re.Match[str]) -> int:
    if found[2]:
        return int(found[2]) * 3
    return int(found[3]) if found[3] else DECEMBER


def typed_number(text: str, *, decimal_comma: bool) -> float | None:
    """A number typed as text (R7); None when it is none.

    >>> typed_number("$1,200", decimal_comma=False), typed_number("(45 %)", decimal_comma=False)
    (1200.0, -0.45)
    """
    bare = re.sub(r"[\s$€£\u2009]", "", text)
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    percent = bare.endswith("%")
    bare = bare.removesuffix("%").removeprefix("+").replace("\u2212", "-")
    if not any(sign.isdigit() for sign in bare) or not (COMMA if decimal_comma else POINT).fullmatch(bare):
        return None
    plain = bare.replace(".", "").replace(",", ".") if decimal_comma else bare.replace(",", "")
    return float(f"{plain}e-2" if percent else plain)


def typed_date(text: str, *, day_first: bool) -> date | None:
    """A date typed as text (R8); None when it is none.

    >>> typed_date("Mar 3, 2026", day_first=False), typed_date("31/12/2024", day_first=False)
    (datetime.date(2026, 3, 3), None)
    """
    line = " ".join(text.replace("\u00a0", " ").split())
    if found := ISO.fullmatch(line):
        return _day(found[1], found[2], found[3])
    if found := SLASHED.fullmatch(line):
        first, second, year = found.groups()
        return _day(year, second, first) if day_first else _day(year, first, second)
    if found := MONTH_FIRST.fullmatch(line):
        return _day(found[3], MONTHS.get(found[1].casefold(), 0), found[2])
    if found := DAY_FIRST.fullmatch(line):
        return _day(found[3], MONTHS.get(found[2].casefold(), 0), found[1])
    return None


def _day(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
