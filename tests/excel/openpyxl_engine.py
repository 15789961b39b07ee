"""An engine for xlwings over openpyxl, written from xlwings' BSD base classes: Excel as far as partnerxl needs it.

What is not here raises, as the base classes do. Every use of what the base classes name is counted in ``CALLS``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.cell import absolute_coordinate
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from pages import ErrorCell, Page, Place, RefusedError, reference
from xlwings import base_classes as base

CALLS: Counter[str] = Counter()
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
TIMES = ("year", "month", "day", "hour", "minute", "second", "microsecond")


class Counted:
    """Counts every use of an object of the engine by what xlwings' base classes name."""

    def __getattribute__(self, name: str) -> Any:
        count(type(self).__name__, name)
        return super().__getattribute__(name)

    def __setattr__(self, name: str, value: object) -> None:
        count(type(self).__name__, name)
        super().__setattr__(name, value)


def count(kind: str, name: str) -> None:
    """Count what the base class of that kind names."""
    if not name.startswith("_") and hasattr(getattr(base, kind), name):
        CALLS[f"{kind}.{name}"] += 1


class Engine:
    """The engine."""

    name = "openpyxl"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        return dt.datetime(*value.timetuple()[:3]) if type(value) is dt.date else value

    @staticmethod
    def clean_value_data(
        rows: Any, day: Callable[..., Any], empty: Any, number: Callable[[float], Any] | None, errors: bool
    ) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty
            if isinstance(value, ErrorCell):
                return str(value) if errors else None
            if isinstance(value, dt.datetime):
                return day(**{name: getattr(value, name) for name in TIMES}, tzinfo=None)
            return number(value) if number and isinstance(value, float) else value

        return [[clean(value) for value in row] for row in rows]


class Apps(base.Apps):
    """The only Excel there is."""

    def __init__(self) -> None:
        self.only = App()

    def keys(self) -> list[int]:
        return [self.only.pid]

    def add(self, **_wishes: Any) -> App:
        return self.only

    def __iter__(self) -> Iterator[App]:
        yield self.only

    def __len__(self) -> int:
        return 1

    def __getitem__(self, _pid: int) -> App:
        return self.only


class App(Counted, base.App):
    """Excel, with the settings a program may change."""

    screen_updating: Any = True
    enable_events: Any = True
    display_alerts: Any = True
    calculation: Any = "automatic"
    pid: Any = 1

    def __init__(self) -> None:
        self.opened: list[Book] = []

    @property
    def engine(self) -> Engine:
        return ENGINE

    @property
    def books(self) -> Books:
        return Books(self)

    def activate(self, steal_focus: bool = False) -> None:
        """The only Excel is always in front."""


class Books(Counted, base.Books):
    """The open workbooks."""

    def __init__(self, app: App) -> None:
        self.app = app

    def open(self, fullname: str, *_wishes: Any, **_more: Any) -> Book:
        self.app.opened.append(Book(self.app, Path(fullname)))
        return self.app.opened[-1]

    def __iter__(self) -> Iterator[Book]:
        return iter(self.app.opened)

    def __len__(self) -> int:
        return len(self.app.opened)


class Book(Counted, base.Book):
    """A workbook."""

    def __init__(self, app: App, path: Path) -> None:
        self.owner, self.path = app, path
        self.content = openpyxl.load_workbook(path)
        found = openpyxl.load_workbook(path, data_only=True)
        self.pages = {sheet.title: Page(sheet) for sheet in self.content.worksheets}
        for name, page in self.pages.items():
            for cell in (cell for row in page.sheet for cell in row if cell.data_type == "f"):
                page.results[cell.row, cell.column] = found[name].cell(cell.row, cell.column).value

    @property
    def api(self) -> object:
        return self.content

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        return str(self.path)

    @property
    def app(self) -> App:
        return self.owner

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self.content.defined_names)

    def activate(self) -> None:
        """A workbook of this engine has no window."""

    def save(self, path: str | None = None, password: str | None = None) -> None:  # noqa: ARG002
        self.content.save(path or self.path)


class Sheets(Counted, base.Sheets):
    """The worksheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self.owner = book

    @property
    def active(self) -> Sheet:
        return self(self.owner.content.active.title)

    def __call__(self, name_or_index: str | int) -> Sheet:
        content = self.owner.content
        name = name_or_index if isinstance(name_or_index, str) else content.sheetnames[name_or_index - 1]
        return Sheet(self.owner, self.owner.pages[name])

    def __len__(self) -> int:
        return len(self.owner.pages)

    def __iter__(self) -> Iterator[Sheet]:
        return map(self, self.owner.content.sheetnames)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        content = self.owner.content
        if content.security and content.security.lockStructure:
            raise RefusedError
        if before is not None or after is None or name is None:
            raise NotImplementedError
        sheet = content.create_sheet(name, content.worksheets.index(after.page.sheet) + 1)
        self.owner.pages[name] = Page(sheet)
        content.active = sheet
        return self(name)


class Sheet(Counted, base.Sheet):
    """A worksheet."""

    def __init__(self, book: Book, page: Page) -> None:
        self.owner, self.page = book, page

    @property
    def name(self) -> str:
        return str(self.page.sheet.title)

    @property
    def book(self) -> Book:
        return self.owner

    @property
    def names(self) -> Names:
        return Names(self.page.sheet.defined_names)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def used_range(self) -> Range:
        sheet = self.page.sheet
        return Range(self, (sheet.min_row, sheet.min_column), (sheet.max_row, sheet.max_column))

    @property
    def freeze_panes(self) -> FreezePanes:
        return FreezePanes(self)

    @property
    def charts(self) -> Charts:
        return Charts(self)

    show_gridlines = property(
        lambda self: self.page.sheet.sheet_view.showGridLines,
        lambda self, value: setattr(self.page.sheet.sheet_view, "showGridLines", value),
    )

    def activate(self) -> None:
        self.owner.content.active = self.page.sheet

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, str):
            left, top, right, bottom = range_boundaries(arg1)
            return Range(self, (top or 1, left or 1), (bottom or LAST_ROW, right or LAST_COLUMN))
        start = arg1.first if isinstance(arg1, Range) else arg1
        end = start if arg2 is None else arg2.last if isinstance(arg2, Range) else arg2
        return Range(self, start, end)


class Names(Counted, base.Names):
    """Defined names of a workbook or of one sheet."""

    def __init__(self, names: Any) -> None:
        self.defined = names

    def __call__(self, name: str) -> Name:
        return Name(self.defined[name])

    def __len__(self) -> int:
        return len(self.defined)

    def contains(self, name: str) -> bool:
        return name in self.defined

    def add(self, name: str, refers_to: str) -> Name:
        self.defined[name] = DefinedName(name, attr_text=refers_to.removeprefix("="))
        return self(name)


class Visible:
    """The part of Excel's own name object that the program uses."""

    def __init__(self, name: DefinedName) -> None:
        self.__dict__["name"] = name

    def __setattr__(self, what: str, value: object) -> None:
        if what != "Visible":
            raise AttributeError(what)
        self.__dict__["name"].hidden = not value


class Name(Counted, base.Name):
    """A defined name."""

    def __init__(self, name: DefinedName) -> None:
        self.defined = name

    @property
    def api(self) -> Visible:
        return Visible(self.defined)


class Tables(Counted, base.Tables, base.Collection):
    """The Excel tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.owner = sheet

    def __iter__(self) -> Iterator[Table]:
        return (Table(self.owner, table) for table in self.owner.page.sheet.tables.values())

    def __len__(self) -> int:
        return len(self.owner.page.sheet.tables)

    def add(self, *, source: Any, name: str, table_style_name: str, **_wishes: Any) -> Table:
        table = SheetTable(displayName=name, name=name, ref=source.impl.reference)
        table.tableStyleInfo = TableStyleInfo(name=table_style_name, showRowStripes=True)
        self.owner.page.sheet.add_table(table)
        return Table(self.owner, table)


class Table(Counted, base.Table):
    """An Excel table."""

    def __init__(self, sheet: Sheet, table: SheetTable) -> None:
        self.owner, self.table = sheet, table

    @property
    def name(self) -> str:
        return str(self.table.displayName)

    @property
    def range(self) -> Range:
        left, top, right, bottom = range_boundaries(self.table.ref)
        return Range(self.owner, (top, left), (bottom, right))

    def resize(self, range: Any) -> None:  # noqa: A002  the name xlwings gives it
        self.table.ref = range.impl.reference
        headings = [cell.value for cell in self.owner.page.sheet[self.table.ref][0]]
        self.table.tableColumns = [TableColumn(id=at, name=str(name)) for at, name in enumerate(headings, 1)]

    def set_filter(self, value: bool) -> None:
        self.table.autoFilter = AutoFilter(ref=self.table.ref) if value else None
        if not value:
            self.range.set_hidden(False)

    show_autofilter = property(lambda self: self.table.autoFilter is not None, set_filter)
    show_totals = property(
        lambda self: bool(self.table.totalsRowShown),
        lambda self, value: setattr(self.table, "totalsRowShown", value),
    )


class FreezePanes(Counted, base.FreezePanes):
    """Rows that stay in sight."""

    def __init__(self, sheet: Sheet) -> None:
        self.owner = sheet

    def freeze_at(self, frozen_range: str) -> None:
        self.owner.page.sheet.freeze_panes = f"A{int(frozen_range.rpartition(':')[2]) + 1}"


class Charts(base.Charts, base.Collection):
    """The charts of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.owner = sheet

    def add(
        self, _left: Any, _top: Any, *size: Any, chart_type: Any, source: Any, anchor: Any, **_wishes: Any
    ) -> tuple[Any, ...]:
        self.owner.page.charts.append((chart_type, source.reference, anchor.impl.reference, *size))
        return self.owner.page.charts[-1]


class ConditionalFormats(base.Collection):
    """The conditional formats of some cells."""

    def __init__(self, cells: Range) -> None:
        self.cells = cells

    def add_data_bar(self, spec: dict[str, Any]) -> None:
        self.cells.owner.page.rules.append((self.cells.reference, spec))

    add_custom = add_data_bar


class RangeFont(base.Font):
    """The font of some cells."""

    def __init__(self, cells: Range) -> None:
        self.cells = cells

    def change(self, **facts: object) -> None:
        for cell in self.cells.each():
            old = {"b": cell.font.b, "color": cell.font.color, "name": cell.font.name, "sz": cell.font.sz}
            cell.font = Font(**{**old, **facts})

    bold = property(None, lambda self, value: self.change(b=value))
    size = property(None, lambda self, value: self.change(sz=value))
    color = property(None, lambda self, value: self.change(color=f"FF{value[1:]}"))


class Range(Counted, base.Range):
    """A rectangle of cells."""

    def __init__(self, sheet: Sheet, first: Place, last: Place) -> None:
        self.owner, self.first, self.last = sheet, first, last
        self.size = (last[0] - first[0] + 1, last[1] - first[1] + 1)
        self.reference = reference(first, last)
        self.options: dict[str, object] = {}

    def each(self) -> Iterator[Any]:
        return self.owner.page.cells(self.first, self.last)

    @property
    def api(self) -> object:
        return self.owner.page  # xlwings only asks whether there is one

    @property
    def sheet(self) -> Sheet:
        return self.owner

    @property
    def row(self) -> int:
        return self.first[0]

    @property
    def column(self) -> int:
        return self.first[1]

    @property
    def shape(self) -> tuple[int, int]:
        return self.size

    def __len__(self) -> int:
        return self.size[0] * self.size[1]

    @property
    def address(self) -> str:
        return str(absolute_coordinate(self.reference))

    def __call__(self, arg1: int, arg2: int | None = None) -> Range:
        place = (self.first[0] + arg1 - 1, self.first[1] + (arg2 or 1) - 1)
        return Range(self.owner, place, place)

    # --- values -----------------------------------------------------------------------------------

    def get_values(self) -> list[list[Any]]:
        page = self.owner.page
        return [[page.value(cell) for cell in row] for row in page.rows(self.first, self.last)]

    def set_values(self, rows: Any) -> None:
        if not isinstance(rows, (list, tuple)):
            rows = [[rows] * self.size[1]] * self.size[0]
        self.owner.page.type(self.first, self.last, rows)

    raw_value = property(get_values, set_values)

    def get_formulas(self) -> Any:
        rows = self.owner.page.rows(self.first, self.last)
        said = tuple(tuple("" if cell.value is None else str(cell.value) for cell in row) for row in rows)
        return said[0][0] if self.size == (1, 1) else said

    formula = property(get_formulas)

    def insert(self, shift: Any = None, copy_origin: Any = None) -> None:  # noqa: ARG002
        (top, left), (bottom, right) = self.first, self.last
        sheet = self.owner.page.sheet
        if shift == "down":
            end = (max(sheet.max_row, top), min(right, sheet.max_column))
            self.owner.page.move(self.first, end, self.size[0], 0)
        else:
            self.owner.page.move((top, left), (bottom, max(sheet.max_column, left)), 0, self.size[1])

    # --- looks ------------------------------------------------------------------------------------

    @property
    def font(self) -> RangeFont:
        return RangeFont(self)

    def align(self, **facts: object) -> None:
        for cell in self.each():
            old = cell.alignment
            now = {"horizontal": old.horizontal, "vertical": old.vertical, "wrap_text": old.wrap_text}
            cell.alignment = Alignment(**{**now, **facts})

    def set_each(self, name: str, value: object) -> None:
        for cell in self.each():
            setattr(cell, name, value)

    def set_width(self, value: float) -> None:
        for column in range(self.first[1], self.last[1] + 1):
            self.owner.page.sheet.column_dimensions[get_column_letter(column)].width = value

    def set_hidden(self, value: bool) -> None:
        for number, row in self.owner.page.sheet.row_dimensions.items():
            if self.first[0] <= number <= self.last[0]:
                row.hidden = value

    wrap_text = property(None, lambda self, value: self.align(wrap_text=value))
    vertical_alignment = property(None, lambda self, value: self.align(vertical=value))
    horizontal_alignment = property(None, lambda self, value: self.align(horizontal=value))
    number_format = property(None, lambda self, value: self.set_each("number_format", value))
    color = property(
        None, lambda self, value: self.set_each("fill", PatternFill("solid", fgColor=f"FF{value[1:]}"))
    )

    def set_height(self, value: float) -> None:
        for row in range(self.first[0], self.last[0] + 1):
            self.owner.page.sheet.row_dimensions[row].height = value

    def hide_columns(self, value: bool) -> None:
        for column in range(self.first[1], self.last[1] + 1):
            self.owner.page.sheet.column_dimensions[get_column_letter(column)].hidden = value

    def merge(self, across: bool = False) -> None:  # noqa: ARG002
        self.owner.page.sheet.merge_cells(self.reference)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self)

    @property
    def width(self) -> float:
        return 10.0 * self.size[1]

    @property
    def height(self) -> float:
        return 20.0 * self.size[0]

    column_width = property(None, set_width)
    column_hidden = property(None, hide_columns)
    row_height = property(None, set_height)
    row_hidden = property(None, set_hidden)

    def autofit(self, axis: str | None = None) -> None:
        """Rows of this engine have no height of their own."""


ENGINE = Engine()


def open_book(path: Path) -> xw.Book:
    """Open a workbook in this engine."""
    if ENGINE.name not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=ENGINE))
    xw.engines[ENGINE.name].activate()
    return xw.Book(impl=ENGINE.apps.only.books.open(str(path)))
