"""From the grids of a workbook to the project: typed frames and a form, with a Problem for what cannot be read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import msgspec
import pandas as pd

from partnerxl.core.catalogue import ColumnSpec, SheetSpec, language_named, load_sheets
from partnerxl.core.columns import Column, Place, as_series, contacts, read_column
from partnerxl.core.contact import mask
from partnerxl.core.errors import Problem, SheetError
from partnerxl.core.forms import find_labels
from partnerxl.core.frames import Frame
from partnerxl.core.grids import Book
from partnerxl.core.language import ENGLISH, follow
from partnerxl.core.matching import clean, nearest
from partnerxl.core.messages import message
from partnerxl.core.problems import problem
from partnerxl.core.runs import SHEET as HISTORY
from partnerxl.core.runs import Run, read_runs
from partnerxl.core.tables import Table, find_grid, find_table, letter
from partnerxl.core.values import UNSURE, Habits

OUTSIDE = "outside:"
FORM = "Initiative"
BLANK = frozenset({None, ()})
DIGITS = 15
YES = frozenset({"yes", "y", "true", "1"})
KEY = ColumnSpec(
    heading="", kind="partner", need="optional", help=""
)  # how partners are told apart, never printed
DAYS = frozenset({"date", "period"})
APART = frozenset({"Settings", "Replies", "Actions", "Corrections", "Sign-off"})  # they move no score
NEVER_PRINTED = frozenset({"ContactName", "ContactEmail"})  # they move no score and stand in no report
FREE = frozenset(
    {"ConvenerSeenAs", "EmployerName"}
)  # an organization outside is an answer like any other (R11)


@dataclass(frozen=True)
class Records:
    """One sheet.

    Attributes:
        name: Name of the sheet in the catalogue.
        sheet: Name of the sheet in the workbook.
        frame: Its records, indexed by worksheet row; every column of the catalogue.
        letters: Column id -> column letters, for columns that stand in the workbook.
        unsure: Column id -> rows that say "Don't know" (R31).
    """

    name: str
    sheet: str
    frame: Frame
    letters: Mapping[str, str]
    unsure: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Form:
    """The Initiative form: values by field, and the addresses of the answers that stand in the workbook."""

    sheet: str
    values: Mapping[str, object]
    cells: Mapping[str, str]


@dataclass(frozen=True)
class SettingRow:
    """A row of the Settings sheet."""

    threshold: str
    current: object
    default: object
    changed_by: str
    changed_on: date | None
    where: str


@dataclass(frozen=True)
class Project:
    """Everything a workbook says.

    Attributes:
        form: The Initiative form.
        sheets: Every other sheet of the catalogue by its name, empty when absent.
        names: Partner key -> name to print, organizations outside the partnership too.
        settings: Rows of the Settings sheet.
        problems: What could not be read.
        outside: References that match no partner: (address, what stands there).
        book_name: File name of the workbook.
        digest: SHA-256 of the file; empty for a live workbook.
        hidden: Sheet -> number of hidden rows; they are read like all others.
        unseen: Hidden sheets; they are read like all others.
        runs: What earlier refreshes found, the oldest first.
        typed: Sheet -> column -> what people recorded, without sheets that move no score.
        habits: How this workbook writes dates and numbers.
    """

    form: Form
    sheets: Mapping[str, Records]
    names: Mapping[str, str]
    settings: tuple[SettingRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    book_name: str = ""
    digest: str = ""
    hidden: Mapping[str, int] = field(default_factory=dict)
    unseen: tuple[str, ...] = ()
    runs: tuple[Run, ...] = ()
    typed: Mapping[str, Mapping[str, Sequence[object]]] = field(default_factory=dict, repr=False)
    habits: Habits = field(default_factory=Habits)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of what people recorded, wherever it stands and however the file was saved."""
        rows = {
            name: [list(columns), *sorted(map(msgspec.msgpack.encode, zip(*columns.values(), strict=True)))]
            for name, columns in self.typed.items()
        }
        answers = [(name, _as_shown(value)) for name, value in sorted(self.form.values.items())]
        found = [answers, rows]
        return hashlib.sha256(msgspec.msgpack.encode(found, order="sorted")).hexdigest()


@dataclass(frozen=True)
class Raw:
    """A sheet as read, before references are resolved and contact data is masked."""

    name: str
    spec: SheetSpec
    table: Table | None
    columns: Mapping[str, Column]
    problems: tuple[Problem, ...] = ()

    @property
    def sheet(self) -> str:
        """Name of the sheet in the workbook."""
        return self.table.sheet if self.table else self.name

    @property
    def numbers(self) -> tuple[int, ...]:
        """Worksheet rows of the records."""
        return self.table.numbers if self.table else ()


def wanted(name: str) -> bool:
    """True for the name of a sheet or an Excel table that holds records, or what earlier refreshes found."""
    return clean(name) in {clean(sheet) for sheet in (*load_sheets(), HISTORY)}


def read_project(book: Book) -> Project:
    """Read a workbook; reading goes on after a cell that cannot be read.

    Raises:
        SheetError: If a core sheet is absent or has no heading row.
    """
    specs = load_sheets()
    settings = _read_sheet(book, "Settings", specs["Settings"], Habits(date1904=book.date1904))
    said = _answers(settings)
    follow(language_named(said.get("language", "")) or ENGLISH)
    habits = Habits(said.get("dayfirst") in YES, said.get("decimalcomma") in YES, book.date1904)
    raws = {name: _read_sheet(book, name, spec, habits) for name, spec in specs.items() if not spec.form}
    raws["Partners"] = _without_doubles(raws["Partners"])
    desk = Desk(_partner_keys(raws["Partners"]))
    form, form_problems = _read_form(book, specs[FORM], habits, desk)
    sheets = {name: _records(raw, desk) for name, raw in raws.items()}
    problems = [*form_problems, *(each for raw in raws.values() for each in _all_problems(raw))]
    return Project(
        form=form,
        sheets=sheets,
        names={**_names(raws["Partners"]), **desk.strangers},
        settings=_settings(sheets["Settings"]),
        problems=tuple(problems),
        outside=tuple(desk.outside),
        book_name=book.name,
        digest=book.digest,
        hidden={grid.name: grid.hidden_rows for grid in book.grids if grid.hidden_rows},
        unseen=tuple(grid.name for grid in book.grids if not grid.visible),
        runs=read_runs(book),
        typed={name: _typed(raw) for name, raw in raws.items() if name not in APART},
        habits=habits,
    )


def _typed(raw: Raw) -> dict[str, Sequence[object]]:
    """The columns in which people recorded something; "Don't know" is something too."""
    columns = {
        name: _said(column, raw.numbers) for name, column in raw.columns.items() if name not in NEVER_PRINTED
    }
    return {name: values for name, values in columns.items() if not set(values) <= BLANK}


def _said(column: Column, numbers: Sequence[int]) -> Sequence[object]:
    values = list(map(_as_shown, column.values)) if column.spec.kind == "number" else column.values
    if not column.unsure:
        return values
    unsure = set(column.unsure)
    return [UNSURE if number in unsure else value for number, value in zip(numbers, values, strict=True)]


def _as_shown(value: object) -> object:
    """A number with the digits that every spreadsheet program keeps when it saves."""
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


# --- sheets ---------------------------------------------------------------------------------------


def _read_sheet(book: Book, name: str, spec: SheetSpec, habits: Habits) -> Raw:
    grid = find_grid(book, name)
    table = find_table(grid, spec) if grid else None
    if table is None:
        if spec.core:
            raise SheetError(_refusal(book, name, here=grid is not None))
        return Raw(
            name, spec, None, {}, (problem("PX-154", grid.name),) if grid and any(map(any, grid.rows)) else ()
        )
    columns = {
        column: read_column(
            spec.columns[column], table.cells(column), table.numbers, habits, _placer(table, column)
        )
        for column in spec.columns
        if column in table.columns
    }
    return Raw(name, spec, table, columns)


def _placer(table: Table, column: str) -> Place:
    return lambda number: table.where(number, column)


def _refusal(book: Book, name: str, *, here: bool) -> str:
    if here:
        few = ", ".join(words.heading for words in list(load_sheets()[name].columns.values())[:4])
        return message("records", "no_headings", name=name, few=few)
    sheets = ", ".join(book.sheet_names)
    if near := nearest(name, book.sheet_names):
        return message("records", "renamed", name=name, near=near, sheets=sheets)
    return message("records", "no_sheet", name=name, sheets=sheets)


def _without_doubles(raw: Raw) -> Raw:
    """Partners without rows that repeat an ID (R12)."""
    if raw.table is None or "PartnerID" not in raw.columns:
        return raw
    first: dict[str, int] = {}
    doubled: list[Problem] = []
    keep: list[int] = []
    for at, (number, value) in enumerate(zip(raw.numbers, raw.columns["PartnerID"].values, strict=True)):
        key = clean(str(value or ""))
        if key and key in first:
            where = raw.table.where(number, "PartnerID")
            doubled.append(problem("PX-161", where, typed=value, first=first[key]))
            continue
        first.setdefault(key, number)
        keep.append(at)
    table = replace(raw.table, numbers=tuple(raw.numbers[at] for at in keep), rows=())
    columns = {
        name: replace(each, values=[each.values[at] for at in keep]) for name, each in raw.columns.items()
    }
    return replace(raw, table=table, columns=columns, problems=(*raw.problems, *doubled))


def _all_problems(raw: Raw) -> Iterable[Problem]:
    yield from raw.problems
    if raw.table is None:
        return
    yield from raw.table.problems
    for name, column in raw.columns.items():
        yield from column.problems
        yield from contacts(name, column.values, raw.numbers, _placer(raw.table, name))


def _records(raw: Raw, desk: Desk) -> Records:
    index = pd.Index(raw.numbers, dtype="int64")
    values = {name: _values(raw, name, desk) for name in raw.spec.columns}
    specs = raw.spec.columns
    if raw.name == "Partners":
        values["key"] = [*_keys(raw)]
    frame = Frame(index, values, lambda name: as_series(specs.get(name, KEY), values[name], index))
    letters = {name: letter(at) for name, at in raw.table.columns.items()} if raw.table else {}
    unsure = {name: column.unsure for name, column in raw.columns.items() if column.unsure}
    return Records(raw.name, raw.sheet, frame, letters, unsure)


def _values(raw: Raw, name: str, desk: Desk) -> list[object]:
    spec, column = raw.spec.columns[name], raw.columns.get(name)
    if column is None or raw.table is None:
        return [None] * len(raw.numbers)
    if spec.kind not in {"partner", "partners"}:
        return column.values
    return desk.resolved(name, column.values, raw.numbers, _placer(raw.table, name))


# --- partners and references ----------------------------------------------------------------------


def _keys(raw: Raw) -> list[str]:
    """A key for every partner: its ID, or its row."""
    ids = raw.columns["PartnerID"].values if "PartnerID" in raw.columns else [None] * len(raw.numbers)
    return [
        clean(str(value or "")) or f"#row{number}" for number, value in zip(raw.numbers, ids, strict=True)
    ]


def _partner_keys(raw: Raw) -> dict[str, str]:
    """Every way to refer to a partner, the ID before the name (R11)."""
    keys = _keys(raw)
    known = {key: key for key in keys if not key.startswith("#")}
    names = raw.columns["PartnerName"].values if "PartnerName" in raw.columns else []
    for key, name in zip(keys, names, strict=False):
        known.setdefault(clean(str(name or "")), key)
    known.pop("", None)
    return known


def _names(raw: Raw) -> dict[str, str]:
    """The name of every partner as it is printed."""
    keys = _keys(raw)
    columns = [raw.columns[name].values for name in ("PartnerName", "PartnerID") if name in raw.columns]
    found = {}
    for at, (key, number) in enumerate(zip(keys, raw.numbers, strict=True)):
        named = next(
            (str(values[at]) for values in columns if values[at]), message("cells", "partner", n=number)
        )
        found[key] = mask(named)
    return found


@dataclass
class Desk:
    """Resolves references to partners, and remembers organizations outside the partnership."""

    known: Mapping[str, str]
    strangers: dict[str, str] = field(default_factory=dict)
    outside: list[tuple[str, str]] = field(default_factory=list)

    def key(self, text: str) -> str:
        """The key of the partner a text refers to, or a key for an organization outside."""
        wanted = clean(text)
        if wanted in self.known:
            return self.known[wanted]
        key = f"{OUTSIDE}{wanted or text}"
        self.strangers.setdefault(key, mask(text))
        return key

    def resolved(
        self, column: str, values: Sequence[object], numbers: Iterable[int], place: Place
    ) -> list[object]:
        """References as keys; those that should match a partner and do not are remembered with their address."""
        keys = {value: self._one(value) for value in set(values)}
        strange = (
            {} if column in FREE else {value: texts for value in keys if (texts := self._strange(value))}
        )
        for number, value in zip(numbers, values, strict=True) if strange else ():
            self.outside += [(place(number), text) for text in strange.get(value, ())]
        return [keys[value] for value in values]

    def _strange(self, value: object) -> list[str]:
        texts = value if isinstance(value, tuple) else (value,)
        return [str(text) for text in texts if text and self.key(str(text)).startswith(OUTSIDE)]

    def _one(self, value: object) -> object:
        if isinstance(value, tuple):
            return tuple(self.key(str(part)) for part in value)
        return self.key(value) if isinstance(value, str) else None


# --- the form and the settings --------------------------------------------------------------------


def _read_form(book: Book, spec: SheetSpec, habits: Habits, desk: Desk) -> tuple[Form, list[Problem]]:
    grid = find_grid(book, FORM)
    labels = find_labels(grid, spec) if grid else None
    if grid is None or labels is None or not labels.cells:
        raise SheetError(_form_refusal(book, here=grid is not None))
    problems = [*labels.problems]
    values: dict[str, object] = {}
    for name, words in spec.columns.items():
        if name not in labels.cells:
            values[name] = () if words.kind in {"list", "partners"} else None
            problems += (
                [problem("PX-152", grid.name, heading=words.heading)] if words.need != "optional" else []
            )
            continue
        where = labels.cells[name]
        column = read_column(words, [labels.answers[name]], [0], habits, lambda _number, at=where: at)  # type: ignore[misc]
        problems += [*column.problems, *contacts(name, column.values, [0], lambda _number, at=where: at)]  # type: ignore[misc]
        values[name] = _form_value(name, column, where, desk)
    return Form(grid.name, values, labels.cells), problems


def _form_value(name: str, column: Column, where: str, desk: Desk) -> object:
    kind = column.spec.kind
    values: list[object] = column.values
    if kind in {"partner", "partners"}:
        values = desk.resolved(name, values, [0], lambda _number: where)
    series = as_series(column.spec, values, pd.Index([0]))
    value = series.iloc[0]
    if value is pd.NA:
        return None
    if kind in DAYS:
        return date.fromordinal(int(value))
    return bool(value) if kind == "flag" else float(value) if kind == "number" else value


def _form_refusal(book: Book, *, here: bool) -> str:
    if not here:
        return _refusal(book, FORM, here=False)
    few = ", ".join(words.heading for words in list(load_sheets()[FORM].columns.values())[:3])
    return message("records", "no_labels", name=FORM, few=few)


def _answers(settings: Raw) -> dict[str, str]:
    """What stands in the column Current of each row of the Settings sheet, both as names are compared."""
    if not {"Threshold", "Current"} <= settings.columns.keys():
        return {}
    names, answers = (settings.columns[name].values for name in ("Threshold", "Current"))
    return {clean(str(name)): clean(str(answer)) for name, answer in zip(names, answers, strict=True)}


def _settings(records: Records) -> tuple[SettingRow, ...]:
    frame, column = records.frame, records.letters.get("Current", "A")
    cells = (_plain(frame[name]) for name in ("Threshold", "Current", "Default", "ChangedBy", "ChangedOn"))
    return tuple(
        SettingRow(
            str(threshold),
            current,
            default,
            str(by or ""),
            None if day is None else date.fromordinal(int(str(day))),
            f"{records.sheet}!{column}{number}",
        )
        for number, threshold, current, default, by, day in zip(frame.index, *cells, strict=True)
        if threshold is not None
    )


def _plain(column: pd.Series) -> list[object]:
    """The values of a column, None where it is blank."""
    return column.astype(object).where(column.notna(), None).tolist()
