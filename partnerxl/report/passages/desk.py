"""What every passage works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from partnerxl.core import texts
from partnerxl.core.readings import Rows
from partnerxl.report.wording import rows_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from partnerxl.core.frames import Frame
    from partnerxl.core.view import View
    from partnerxl.report.context import Gate
    from partnerxl.report.wording import Wording


@dataclass(frozen=True)
class Record:
    """One row of a sheet: its worksheet row and its values, None where blank."""

    sheet: str
    row: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        """The value of a column, or None."""
        return self.values[column]

    def text(self, column: str) -> str:
        """A text, or nothing."""
        value = self.values[column]
        return "" if value is None else str(value)

    def word(self, column: str) -> str:
        """A word of a drop-down list in the language that is spoken, or nothing."""
        return texts.word(self.text(column))

    def day(self, column: str) -> date | None:
        """A date, or None."""
        value = self.values[column]
        return None if value is None else date.fromordinal(int(value))

    def number(self, column: str) -> float | None:
        """A number, or None."""
        value = self.values[column]
        return None if value is None else float(value)

    @property
    def source(self) -> str:
        """The row in words."""
        return rows_in_words(Rows.of(self.sheet, [self.row]))


@dataclass(frozen=True)
class Desk:
    """The records as they stood, the gate, and the wording."""

    view: View
    gate: Gate
    words: Wording

    def records(self, sheet: str, frame: Frame | None = None) -> Iterator[Record]:
        """The rows of a sheet, or of a part of it, in sheet order."""
        name = self.view.records(sheet).sheet
        picked = self.view.frame(sheet) if frame is None else frame
        cells = zip(*(picked[column] for column in picked.columns), strict=True)
        for row, values in zip(picked.index.tolist(), cells, strict=True):
            yield Record(
                name, row, {key: _known(value) for key, value in zip(picked.columns, values, strict=True)}
            )


def _known(value: Any) -> Any:
    """A value, or None where the frame holds nothing."""
    if isinstance(value, (tuple, str)):
        return value
    return None if pd.isna(value) else value
