"""Who was at meetings: from the Attendance log, else from the lists of partners present (R45, R103)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import pandas as pd

from partnerxl.core.frames import Frame
from partnerxl.core.measures.base import joinable
from partnerxl.core.view import View

ALWAYS = 0  # the day a partner joined whose joining date is not known


class Pair(NamedTuple):
    """A meeting (a row of Meetings) on a day and a partner; ``row`` is the row of the sheet that says it."""

    meeting: int
    day: int
    key: str
    present: bool
    row: int


@dataclass(frozen=True)
class Presence:
    """Who was at some meetings.

    Attributes:
        sheet: The sheet that says it: Attendance, or Meetings with its lists of partners.
        pairs: One for each meeting and partner. Lists name only those present.
    """

    sheet: str
    pairs: tuple[Pair, ...]

    @property
    def says(self) -> bool:
        """False when only the tallies on Partners can say something (R45)."""
        return self.logged or len(self.pairs) > 0

    @property
    def logged(self) -> bool:
        """True when the Attendance log says it, absences too."""
        return self.sheet == "Attendance"

    @property
    def there(self) -> list[Pair]:
        """The pairs of those who were present."""
        return [pair for pair in self.pairs if pair.present]

    @property
    def days(self) -> dict[int, int]:
        """The day of each meeting that says who was there."""
        return {pair.meeting: pair.day for pair in self.pairs}

    def of(self, partners: Frame) -> list[Pair]:
        """The pairs of these partners; in lists, only meetings since they joined (R103, R109)."""
        joined = joined_days(partners)
        known = (pair for pair in self.pairs if pair.key in joined)
        return [pair for pair in known if self.logged or joined[pair.key] <= pair.day]

    def possible(self, partners: Frame) -> dict[str, int]:
        """Number of meetings each partner could have been at, by key; partners without one are left out."""
        if self.logged:
            return dict(Counter(pair.key for pair in self.of(partners)))
        days = self.days.values()
        found = {key: sum(day >= since for day in days) for key, since in joined_days(partners).items()}
        return {key: number for key, number in found.items() if number}

    def rates(self, partners: Frame) -> dict[int, Fraction]:
        """Share of partners present at each meeting, in date order; meetings without a rate are left out."""
        pairs, since = self.of(partners), joined_days(partners).values()
        present = Counter(pair.meeting for pair in pairs if pair.present)
        asked = Counter(pair.meeting for pair in pairs)
        if not self.logged:
            asked = Counter(
                {meeting: sum(each <= day for each in since) for meeting, day in self.days.items()}
            )
        found = {
            meeting: Fraction(present[meeting], asked[meeting]) for meeting in self.days if asked[meeting]
        }
        return dict(sorted(found.items(), key=lambda each: (self.days[each[0]], each[1])))


def joined_days(partners: Frame) -> Mapping[str, int]:
    """The day each partner joined, by key."""
    return dict(zip(partners["key"], partners["JoinedDate"].fillna(ALWAYS).tolist(), strict=True))


def presence(view: View, meetings: Frame) -> Presence:
    """Who was at these meetings, which all have a date."""
    if view.exists("Attendance"):
        return Presence("Attendance", _logged(view.frame("Attendance"), meetings))
    return Presence("Meetings", _in_lists(meetings))


def _logged(log: Frame, meetings: Frame) -> tuple[Pair, ...]:
    """One pair for each meeting and partner; of several rows, one with Yes wins (R103)."""
    held: dict[str, list[tuple[int, int]]] = {}
    for meeting, name, day in _known(joinable(meetings["MeetingID"]), meetings["Date"]):
        held.setdefault(name, []).append((meeting, day))
    found: dict[tuple[int, str], Pair] = {}
    for row, name, key, said in _known(joinable(log["MeetingID"]), log["PartnerID"], log["Present"]):
        for meeting, day in held.get(name, ()):
            pair = Pair(meeting, day, key, said == "Yes", row)
            before = found.setdefault((meeting, key), pair)
            if pair.present and not before.present:
                found[meeting, key] = pair
    return tuple(found.values())


def _known(*columns: pd.Series) -> Iterator[tuple[Any, ...]]:
    """Row number and cells of the rows in which no cell is blank."""
    cells = zip(columns[0].index.tolist(), *(column.tolist() for column in columns), strict=True)
    return (each for each in cells if not any(cell is pd.NA for cell in each))


def _in_lists(meetings: Frame) -> tuple[Pair, ...]:
    rows = zip(meetings.index.tolist(), meetings["Date"].tolist(), meetings["PartnersPresent"], strict=True)
    return tuple(Pair(row, day, key, True, row) for row, day, keys in rows for key in dict.fromkeys(keys))  # noqa: FBT003
