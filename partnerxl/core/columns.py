"""One column of a sheet: its cells read, and the Problems of those that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from partnerxl.core.catalogue import ColumnSpec
from partnerxl.core.contact import holds_contact, mask
from partnerxl.core.errors import Problem
from partnerxl.core.problems import problem
from partnerxl.core.values import BLANK, Habits, Reader, Value

TEXT = pd.StringDtype("python")
DTYPES: dict[str, object] = {
    "text": TEXT,
    "choice": TEXT,
    "partner": TEXT,
    "flag": "boolean",
    "number": "Float64",
    "date": "Int64",
    "period": "Int64",
}
NUMERIC = frozenset({bool, int, float})
PRIVATE = frozenset({"ContactEmail"})
Place = Callable[[int], str]


@dataclass(frozen=True)
class Column:
    """The cells of a column as read; ``values`` are not masked yet."""

    spec: ColumnSpec
    values: list[object]
    unsure: tuple[int, ...]
    problems: tuple[Problem, ...]


def read_column(
    spec: ColumnSpec, cells: Sequence[object], numbers: Sequence[int], habits: Habits, place: Place
) -> Column:
    """Read a column.

    Args:
        spec: The column in the catalogue.
        cells: What its cells hold.
        numbers: Their worksheet rows.
        habits: How the workbook writes dates and numbers.
        place: Gives the address of a worksheet row.
    """
    keys = _keys(cells)
    distinct = dict(zip(keys, cells, strict=True))
    reader = Reader(spec, habits)
    read = {key: BLANK if cell is None else reader.read(cell) for key, cell in distinct.items()}
    plain = {key: value.value for key, value in read.items()}
    odd = {key: value for key, value in read.items() if _is_odd(value)}
    strange = (
        [(number, odd[key]) for number, key in zip(numbers, keys, strict=True) if key in odd] if odd else []
    )
    return Column(
        spec,
        list(map(plain.__getitem__, keys)),
        tuple(number for number, value in strange if value.unsure),
        (
            *_faults(strange, place),
            *_typed(spec, strange, dict(zip(numbers, cells, strict=True)) if strange else {}, place),
        ),
    )


def _keys(cells: Sequence[object]) -> Sequence[object]:
    """What tells distinct cells apart: the cell itself, unless 1, 1.0 and True stand side by side."""
    numeric = NUMERIC.intersection(map(type, cells))
    return cells if len(numeric) <= 1 else list(zip(map(type, cells), cells, strict=True))


def _is_odd(value: Value) -> bool:
    return bool(value.fault or value.unsure or value.typed or value.readings)


def _faults(strange: Iterable[tuple[int, Value]], place: Place) -> Iterable[Problem]:
    for number, value in strange:
        if value.fault:
            yield problem(value.fault.code, place(number), **value.fault.slots)


def _typed(
    spec: ColumnSpec, strange: Sequence[tuple[int, Value]], typed: Mapping[int, object], place: Place
) -> Iterable[Problem]:
    """One Problem for all dates of a column that are typed as text, and one for all texts with two readings."""
    once = [(number, value) for number, value in strange if value.typed and not value.readings]
    twice = [(number, value) for number, value in strange if value.readings]
    code = "PX-113" if spec.kind == "number" else "PX-124"
    if once:
        number, _ = once[0]
        yield problem("PX-122", place(number), count=len(once), typed=typed[number])
    if twice:
        number, value = twice[0]
        used, other = value.readings
        yield problem(code, place(number), count=len(twice), typed=typed[number], used=used, other=other)


# --- frames ---------------------------------------------------------------------------------------


def as_series(spec: ColumnSpec, values: list[object], index: pd.Index) -> pd.Series:
    """A typed column, blank cells as NA, contact data masked."""
    if spec.kind in {"list", "partners"}:
        return _lists(values, index)
    if spec.kind in {"text", "choice"}:
        values = _masked(values)
    return pd.Series(pd.array(values, dtype=DTYPES[spec.kind]), index=index)  # type: ignore[call-overload]


def _lists(values: list[object], index: pd.Index) -> pd.Series:
    series = pd.Series([None] * len(index), index=index, dtype=object)
    series[:] = pd.Series([_masked_list(value) for value in values], index=index, dtype=object)
    return series


def _masked_list(value: object) -> tuple[str, ...]:
    return tuple(mask(str(part)) for part in value) if isinstance(value, tuple) else ()


def _masked(values: list[object]) -> list[object]:
    safe: dict[object, str] = {value: mask(value) for value in set(values) if isinstance(value, str)}
    return list(map(safe.get, values))


def contacts(
    column: str, values: Sequence[object], numbers: Sequence[int], place: Place
) -> Iterable[Problem]:
    """A Problem for every cell that holds contact data, where it does not belong (R123)."""
    if column in PRIVATE:
        return
    held = {value for value in set(values) if _holds(value)}
    for number, value in zip(numbers, values, strict=True) if held else ():
        if value in held:
            yield problem("PX-140", place(number))


def _holds(value: object) -> bool:
    if isinstance(value, tuple):
        return any(holds_contact(part) for part in value)
    return isinstance(value, str) and holds_contact(value)
