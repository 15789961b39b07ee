"""How the columns of a new workbook look and what their cells accept, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

from partnerxl.core.catalogue import ColumnSpec, Need, SheetSpec, load_sheets
from partnerxl.core.rulebook import load_rulebook
from partnerxl.core.settings import Setting, settings
from partnerxl.hosts import sheets
from partnerxl.hosts.words import load_words

Row = Mapping[str, object]
LATER = frozenset({"Replies", "Corrections", "Sign-off"})
"""Sheets that join a workbook only when there is something to write on them."""

DATE_FORMAT, CODE_FORMAT = "mmm d, yyyy", "@"
FIRST_DAY, LAST_DAY = "32874", "73050"
CODES = frozenset({"partner", "partners", "period"})
WRAPPED = frozenset({"text", "list", "partners"})
WIDTHS = {"date": 14.0, "number": 13.0, "flag": 13.0, "period": 12.0, "partner": 15.0, "partners": 26.0}


@dataclass
class Lists:
    """The words offered in drop-downs: each list once, with the defined name that holds it."""

    names: dict[tuple[str, ...], str] = field(default_factory=dict)

    def name(self, place: str, choices: tuple[str, ...]) -> str:
        """The defined name of a list, made from the place that uses it first."""
        return self.names.setdefault(choices, f"List_{place}")


# What stands on the sheets


def sheet_groups() -> list[tuple[str, list[str]]]:
    """The sheets a new workbook holds, in three groups with their titles."""
    words = load_words().sheets
    sheets = {name: spec for name, spec in load_sheets().items() if name not in LATER}
    return [
        (words.core, [name for name, spec in sheets.items() if spec.core]),
        (words.logs, [name for name, spec in sheets.items() if spec.key and not spec.core]),
        (words.people, [name for name, spec in sheets.items() if not spec.key and not spec.core]),
    ]


def headings(spec: SheetSpec, need: Need) -> str:
    """The headings of a sheet with this need, in one line."""
    return ", ".join(column.heading for column in spec.columns.values() if column.need == need)


def setting_rows() -> list[Row]:
    """The rows of the Settings sheet: reading habits first, then every limit of the catalogue."""
    habits: list[Row] = [
        {"Threshold": habit.threshold, "Title": habit.title, "Default": habit.default, "Unit": habit.unit}
        for habit in load_words().settings
    ]
    return habits + [_setting_row(setting) for setting in settings(load_rulebook())]


def _setting_row(setting: Setting) -> Row:
    return {
        "Threshold": setting.threshold,
        "Title": setting.title,
        "Default": setting.usual,
        "Unit": setting.unit,
        "SourceMark": setting.source,
    }


def cell_value(value: object) -> object:
    """What goes into a cell: lists are joined with semicolons."""
    return "; ".join(value) if isinstance(value, (list, tuple)) else value


# Sizes


def frozen(spec: SheetSpec) -> int:
    """How many columns stay in sight: the first, and the name when it stands beside a code."""
    columns = takewhile(
        lambda column: column.kind == "text" and column.need == "required", spec.columns.values()
    )
    return max(1, min(len(list(columns)), 2))


def width(column: ColumnSpec) -> float:
    """A width in characters that suits what the column holds."""
    longest_word = max(len(word) for word in column.heading.split())
    if column.choices:
        wish = min(max(len(choice) for choice in column.choices) + 4.0, 30.0)
    elif column.kind == "text":
        wish = 13.0 if column.heading.endswith((" ID", " code")) else 34.0
    else:
        wish = WIDTHS.get(column.kind, 24.0)
    return max(wish, longest_word + 5.0)


def height(texts: Iterable[tuple[object, float]]) -> float:
    """The height in points of a row with these texts, each beside the width of its column."""
    return sheets.height((str(cell_value(text) or ""), wide) for text, wide in texts)


def number_format(column: ColumnSpec) -> str:
    """The Excel number format of a column; codes are text, so that 007 stays 007."""
    if column.kind == "date":
        return DATE_FORMAT
    if column.kind in CODES or column.heading.endswith(" ID"):
        return CODE_FORMAT
    return column.format or "General"


# What a cell accepts, as settings of a data validation


def rule(column: ColumnSpec, lists: Lists, place: str) -> dict[str, object]:
    """The drop-down or the bounds of a column; nothing for free text."""
    if column.kind == "date":
        return _between("date", FIRST_DAY, LAST_DAY, load_words().errors.date)
    if column.kind == "number":
        return _number(column)
    return _words(column, lists, place)


def _words(column: ColumnSpec, lists: Lists, place: str) -> dict[str, object]:
    """The drop-down of a column; references and lists accept other words without a question."""
    errors = load_words().errors
    if column.kind == "partner":
        return _drop_down("PartnerIDs")
    if column.kind == "flag":
        return _drop_down(lists.name("YesNo", ("Yes", "No")), error=errors.choice)
    if not column.choices:
        return {}
    name = lists.name(place, column.choices)
    if column.kind == "list":
        return _drop_down(name)
    if column.open:
        return _drop_down(name, error=errors.open) | {"errorStyle": "warning"}
    return _drop_down(name, error=errors.choice)


def _drop_down(name: str, *, error: str | None = None) -> dict[str, object]:
    """A drop-down with the words of a defined name; without an error text other words are kept."""
    return {"type": "list", "formula1": name, "showErrorMessage": error is not None, "error": error}


def _number(column: ColumnSpec) -> dict[str, object]:
    """A number within the bounds of its column."""
    errors, kind = load_words().errors, "whole" if column.whole else "decimal"
    if column.least is None:
        return _between(kind, "-1E+15", "1E+15", errors.number)
    least = f"{column.least:g}"
    if column.most is None:
        text = errors.whole if column.whole else errors.least
        return _between(kind, least, "1E+15", text.format(least=least))
    most = f"{column.most:g}"
    return _between(kind, least, most, errors.between.format(least=least, most=most))


def _between(kind: str, least: str, most: str, error: str) -> dict[str, object]:
    """A value from least to most, both included."""
    bounds = {"operator": "between", "formula1": least, "formula2": most}
    return {"type": kind, "showErrorMessage": True, "error": error, **bounds}
