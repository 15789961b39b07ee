"""The records as they stood at the end of the period, with the sets every measure draws on (R14 to R27)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, wraps
from typing import TypeVar, cast

import pandas as pd

from partnerxl.core.calendar import add_months, earliest_within, months_between
from partnerxl.core.catalogue import Rules
from partnerxl.core.frames import Frame
from partnerxl.core.readings import Rows
from partnerxl.core.records import Project, Records

DAY = 1
NEVER = date(9000, 12, 31).toordinal()


def filled(column: pd.Series) -> pd.Series:
    """True where a cell holds something; lists count when they have an entry."""
    if column.dtype == object:
        return column.map(bool).astype("boolean")
    return column.notna().astype("boolean")


def certain(test: pd.Series) -> pd.Series:
    """True where a three-valued test is yes; unknown counts as no."""
    return test.fillna(False)  # noqa: FBT003  the value to fill in


@dataclass(frozen=True)
class View:
    """A project and the day it is looked at; all days are ordinals.

    Attributes:
        project: The records.
        rules: Numbers and words that several rules share.
        found: What several measures draw on, found once.
    """

    project: Project
    rules: Rules
    found: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    # --- the period -----------------------------------------------------------------------------

    @cached_property
    def end(self) -> int:
        """Last day of the period (R15); a day that never comes where nothing says it."""
        return NEVER if self.end_day is None else self.end_day

    @cached_property
    def end_day(self) -> int | None:
        """Last day of the period, or None when nothing says it (R15)."""
        end = self.day("PeriodEnd")
        return self.day("PreparedOn") if end is None else end

    @property
    def dated(self) -> bool:
        """True when the period has an end, without which nothing is assessed."""
        return self.end_day is not None

    @cached_property
    def start(self) -> int:
        """First day of the period (R15)."""
        start = self.day("PeriodStart")
        return add_months(self.end, -self.rules.months["period"]) + DAY if start is None else start

    @cached_property
    def previous(self) -> tuple[int, int]:
        """First and last day of the previous period (R16)."""
        return self.start - (self.end - self.start + DAY), self.start - DAY

    @cached_property
    def young(self) -> bool:
        """True for an initiative younger than six months (R19)."""
        start = self.day("StartDate")
        if start is None or not self.dated:
            return False
        return start > self.end or months_between(start, self.end) < self.rules.months["young"]

    def since(self, months: int) -> int:
        """First day of the last so many months (R18)."""
        return earliest_within(months, self.end)

    @cached_property
    def year_start(self) -> int:
        """First day within the last 12 months."""
        return self.since(self.rules.months["year"])

    def in_period(self, days: pd.Series) -> pd.Series:
        """Three-valued: does the day lie in the period?"""
        return (days >= self.start) & (days <= self.end)

    def within(self, days: pd.Series, months: int) -> pd.Series:
        """Three-valued: does the day lie within the last so many months?"""
        return (days >= self.since(months)) & (days <= self.end)

    def lately(self, day: int | None) -> bool:
        """True for a day within the last 12 months."""
        return day is not None and self.year_start <= day <= self.end

    # --- sheets and form ------------------------------------------------------------------------

    def frame(self, sheet: str) -> Frame:
        """The records of a sheet, indexed by worksheet row."""
        return self.project.sheets[sheet].frame

    def exists(self, sheet: str) -> bool:
        """True when a log has at least one record (R44)."""
        return len(self.frame(sheet)) > 0

    def rows(self, sheet: str, picked: pd.Series) -> Rows:
        """The rows of a sheet where a test is yes."""
        mask = certain(picked).to_numpy(dtype=bool)
        return self.numbers(sheet, picked.index[mask])

    def numbers(self, sheet: str, index: pd.Index) -> Rows:
        """Rows of a sheet by their numbers."""
        return Rows.of(self.records(sheet).sheet, index.tolist())

    def records(self, sheet: str) -> Records:
        """A sheet with its addresses."""
        return self.project.sheets[sheet]

    def field(self, name: str) -> object:
        """A value of the Initiative form, or None."""
        return self.project.form.values[name]

    def day(self, name: str) -> int | None:
        """A date of the Initiative form as an ordinal, or None."""
        value = self.field(name)
        return value.toordinal() if isinstance(value, date) else None

    def past(self, name: str) -> int | None:
        """A date of the Initiative form that is not after the end of the period, or None."""
        day = self.day(name)
        return day if day is not None and day <= self.end else None

    def words(self, name: str) -> tuple[str, ...]:
        """A list field of the Initiative form."""
        value = self.field(name)
        return value if isinstance(value, tuple) else ()

    def cells(self, *names: str) -> Rows:
        """The rows of Initiative fields."""
        found = [self.project.form.cells[name] for name in names if name in self.project.form.cells]
        numbers = [int(place.rsplit("!", 1)[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for place in found]
        return Rows.of(self.project.form.sheet, numbers)

    def name_of(self, key: str) -> str:
        """How an organization is called."""
        return self.project.names.get(key, key)

    # --- partners -------------------------------------------------------------------------------

    @cached_property
    def partners(self) -> Frame:
        """All Partners records."""
        return self.frame("Partners")

    @cached_property
    def active(self) -> Frame:
        """Active partners (R21)."""
        frame = self.partners
        gone = frame["Role"].isin(self.rules.words["inactive roles"]).astype("boolean")
        late = certain(frame["JoinedDate"] > self.end)
        left = certain(frame["LeftDate"] <= self.end)
        return frame[~(gone | late | left)]

    @cached_property
    def settled(self) -> Frame:
        """Active partners who are no newcomers (R22)."""
        return self.active[~self.newcomers(self.active)]

    def newcomers(self, frame: Frame) -> pd.Series:
        """True for partners who joined so shortly before the end that they are protected (R22)."""
        return certain(self.end - frame["JoinedDate"] < self.rules.days["newcomer"])

    def is_employer(self, frame: Frame) -> pd.Series:
        """True for an employer or employer association; a blank type is no employer (R23)."""
        return frame["PartnerType"].isin(self.rules.words["employer types"]).astype("boolean")

    @cached_property
    def employers(self) -> Frame:
        """Employers (R23)."""
        return self.active[self.is_employer(self.active)]

    @cached_property
    def core_partners(self) -> Frame:
        """Core partners (R24)."""
        return self.active[self.active["Role"].isin(self.rules.words["core roles"])]

    @cached_property
    def types(self) -> Mapping[str, str]:
        """Partner key -> partner type, for all partners whose type is known."""
        known = self.partners[filled(self.partners["PartnerType"])]
        return dict(zip(known["key"], known["PartnerType"], strict=True))

    # --- the convener ---------------------------------------------------------------------------

    @cached_property
    def convener(self) -> str | None:
        """Key of the convener, or None when it is not known (R25)."""
        named = self.field("ConvenerOrg")
        if named is not None:
            return str(named)
        keys = self.partners[self.partners["Role"] == "Convener"]["key"].tolist()
        return keys[0] if len(keys) == 1 else None

    @cached_property
    def conveners(self) -> frozenset[str]:
        """Keys of the convener and the co-conveners (R26)."""
        roles = self.partners["Role"].isin(self.rules.words["convening roles"])
        found = {*self.words("CoConveners"), *self.partners[roles]["key"]}
        return frozenset(found | ({self.convener} if self.convener else set()))


Found = TypeVar("Found")


def once(find: Callable[[View], Found]) -> Callable[[View], Found]:
    """Let a function of a view run once; whoever asks again gets what was found."""
    name = f"{find.__module__}.{find.__qualname__}"

    @wraps(find)
    def kept(view: View) -> Found:
        if name not in view.found:
            view.found[name] = find(view)
        return cast("Found", view.found[name])

    return kept
