"""New workbooks from the catalogue: inviting, empty or filled with sample rows, always the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from partnerxl.core import dashboard
from partnerxl.core.beginning import blank_tables
from partnerxl.core.catalogue import ColumnSpec, Need, SheetSpec, load_sheets
from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message
from partnerxl.hosts import keeper, layout, sheets
from partnerxl.hosts.book_part import MARK
from partnerxl.hosts.layout import Lists, Row
from partnerxl.hosts.words import load_words

MADE = datetime(2026, 1, 1)  # noqa: DTZ001 -- a fixed stamp: the same call gives the same bytes
HEADING_ROW, LAST_ROW = 3, 1000
START_WIDTHS, FORM_WIDTHS = (5.0, 18.0, 52.0, 58.0, 70.0), (34.0, 56.0, 15.0, 92.0)

NAVY, TEAL, GREY, WHITE = "14344F", "0B6E74", "DDE4E9", "FFFFFF"
INK, MUTED, PANEL, RULE = "1B2A36", "52616B", "EDF2F5", "C9D3DA"
NEEDS: Mapping[Need, tuple[str, str]] = {
    "required": (NAVY, WHITE),
    "recommended": (TEAL, WHITE),
    "optional": (GREY, INK),
}
EDGE = Border(bottom=Side(style="thin", color=RULE))
BOX = Border(*(Side(style="thin", color=RULE) for _ in range(4)))


def write_blank(path: Path) -> None:
    """Write an empty workbook that invites staff to begin.

    Args:
        path: The new file; a file that is there already is left alone.

    Raises:
        OutputError: If the file is there already or cannot be written.
    """
    write_filled(path, {}, {})


def write_filled(path: Path, form: Row, rows: Mapping[str, Sequence[Row]]) -> None:
    """Write a workbook from the catalogue that already holds these answers and rows.

    Args:
        path: The new file; a file that is there already is left alone.
        form: Field of the Initiative form -> value.
        rows: Sheet -> its rows, each a column -> value; a list is a sequence of words.

    Raises:
        OutputError: If the file is there already or cannot be written.
    """
    _save(package(form, rows), path)


def package(form: Row, rows: Mapping[str, Sequence[Row]]) -> bytes:
    """The bytes of a workbook with these answers and rows; the same call gives the same bytes."""
    book, lists = Workbook(), Lists()
    _write_start(book.active)
    _place_dashboard(book.create_sheet(dashboard.SHEET))
    for name, spec in load_sheets().items():
        if spec.form:
            _write_form(book.create_sheet(name), spec, form, lists)
        elif name not in layout.LATER:
            filled = layout.setting_rows() if name == "Settings" else rows.get(name, ())
            _write_table(book.create_sheet(name), spec, filled, lists)
    _show_shares(book["Settings"])
    _write_lists(book, lists)
    book.defined_names.add(DefinedName("PartnerIDs", attr_text="Partners[Partner ID]"))
    return keeper.patched(_fixed(book), "the new workbook", blank_tables())[0]


def _place_dashboard(sheet: Worksheet) -> None:
    """Mark an empty sheet as ours, for the keeper to draw the Dashboard on."""
    mark = DefinedName(MARK, attr_text="'Dashboard'!$A$1", hidden=True)
    sheet.defined_names.add(mark)
    sheet.sheet_properties.tabColor = NAVY
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_area = keeper.PRINTED[1]


# The first sheet


def _write_start(sheet: Worksheet) -> None:
    """Ten lines that tell staff how to begin, what the colors mean and what is on each sheet."""
    words = load_words()
    sheet.title = words.title
    _columns(sheet, START_WIDTHS)
    _put(sheet, "B1", words.title, _font(20, NAVY, bold=True))
    _put(sheet, "B2", words.welcome, _font())
    for number, line in enumerate(words.lines, start=1):
        _put(sheet, f"A{number + 3}", number, _font(color=TEAL, bold=True), _align(across="center"))
        _put(sheet, f"B{number + 3}", line, _font())
    row = len(words.lines) + 5
    _put(sheet, f"B{row}", words.time, _font(color=MUTED, italic=True))
    row = _write_legend(sheet, row + 2)
    _write_sheet_list(sheet, row + 1)
    sheet.sheet_view.showGridLines = False
    _page(sheet, NAVY, sum(START_WIDTHS))
    sheet.page_setup.fitToHeight = 1


def _write_legend(sheet: Worksheet, row: int) -> int:
    """What the colors of headings mean; the row below it comes back."""
    legend = load_words().legend
    texts = (legend.required, legend.recommended, legend.optional)
    _put(sheet, f"B{row}", legend.title, _font(13, NAVY, bold=True))
    for number, (need, text) in enumerate(zip(NEEDS, texts, strict=True), start=row + 1):
        _chip(sheet[f"B{number}"], need.capitalize(), need)
        _put(sheet, f"C{number}", text, _font(), _align(indent=1))
    return row + len(NEEDS) + 1


def _write_sheet_list(sheet: Worksheet, row: int) -> None:
    """Every sheet with its purpose and the columns to fill first and next."""
    words = load_words().sheets
    _put(sheet, f"B{row}", words.title, _font(13, NAVY, bold=True))
    for letter, text in zip("BCDE", words.columns, strict=True):
        _chip(sheet[f"{letter}{row + 1}"], text, "required")
    row += 2
    for title, names in layout.sheet_groups():
        _put(sheet, f"B{row}", title, _font(color=TEAL, bold=True))
        for number, name in enumerate(names, start=row + 1):
            _write_sheet_line(sheet, number, name, load_sheets()[name])
        row += len(names) + 1
    _write_results(sheet, row)


def _write_results(sheet: Worksheet, row: int) -> None:
    """The sheets that a refresh writes, each with what it holds."""
    words = load_words()
    _put(sheet, f"B{row}", words.sheets.results, _font(color=TEAL, bold=True))
    for number, (name, text) in enumerate(words.results.items(), start=row + 1):
        link = _put(sheet, f"B{number}", name, _font(color=TEAL, bold=True), _align("top"))
        link.hyperlink = f"#'{name}'!A1"
        _put(sheet, f"C{number}", text, _font(), _align("top"))
        for letter in "BCDE":
            sheet[f"{letter}{number}"].border = EDGE


def _write_sheet_line(sheet: Worksheet, row: int, name: str, spec: SheetSpec) -> None:
    """One sheet: a link to it, what it holds, what to fill first and next."""
    texts = (spec.help, layout.headings(spec, "required"), layout.headings(spec, "recommended"))
    link = _put(sheet, f"B{row}", name, _font(color=TEAL, bold=True), _align("top"))
    for letter, text in zip("CDE", texts, strict=True):
        _put(sheet, f"{letter}{row}", text, _font(), _align("top", wrap=True))
    for letter in "BCDE":
        sheet[f"{letter}{row}"].border = EDGE
    link.hyperlink = f"#'{name}'!A1"
    sheet.row_dimensions[row].height = layout.height(zip(texts, START_WIDTHS[2:], strict=True)) + 3


# The Initiative form


def _write_form(sheet: Worksheet, spec: SheetSpec, form: Row, lists: Lists) -> None:
    """Labels with sections, each value in the cell to the right of its label."""
    words = load_words().form
    _title(sheet, spec.help)
    _columns(sheet, FORM_WIDTHS)
    for letter, text in zip("ABCD", words.columns, strict=True):
        _chip(sheet[f"{letter}{HEADING_ROW}"], text, "required")
    row = HEADING_ROW
    for name, column in spec.columns.items():
        if name in words.sections:
            row += 1
            _write_section(sheet, row, words.sections[name])
        row += 1
        _write_field(sheet, row, column, form.get(name))
        _validate(sheet, f"B{row}", column, layout.rule(column, lists, f"{sheet.title}_{name}"))
    _add_table(sheet, f"A{HEADING_ROW}:D{row}")
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    _page(sheet, NAVY, sum(FORM_WIDTHS))


def _write_section(sheet: Worksheet, row: int, title: str) -> None:
    """A band with the title of a section."""
    for letter in "ABCD":
        sheet[f"{letter}{row}"].fill = PatternFill("solid", fgColor=PANEL)
    _put(sheet, f"A{row}", title, _font(color=NAVY, bold=True))
    sheet.row_dimensions[row].height = 20


def _write_field(sheet: Worksheet, row: int, column: ColumnSpec, value: object) -> None:
    """One question of the form: label, value, need and help."""
    left = _align(across="left", wrap=True)
    _chip(sheet[f"A{row}"], column.heading, column.need)
    answer = _put(sheet, f"B{row}", layout.cell_value(value), _font(), left)
    answer.border, answer.number_format = BOX, layout.number_format(column)
    _put(sheet, f"C{row}", column.need.capitalize(), _font(9, MUTED), _align(indent=1))
    _put(sheet, f"D{row}", column.help, _font(10, MUTED), left)
    texts = ((value, FORM_WIDTHS[1]), (column.help, FORM_WIDTHS[3] * 1.2))
    sheet.row_dimensions[row].height = layout.height(texts) + 5


# Sheets with a table


def _write_table(sheet: Worksheet, spec: SheetSpec, rows: Sequence[Row], lists: Lists) -> None:
    """A title, the need of each column in words, headings by color, and the rows below."""
    _title(sheet, spec.help)
    for number, (name, column) in enumerate(spec.columns.items(), start=1):
        letter = get_column_letter(number)
        _write_heading(sheet, letter, column)
        _fill_column(sheet, number, column, [row.get(name) for row in rows])
        cells = f"{letter}{HEADING_ROW + 1}:{letter}{LAST_ROW}"
        _validate(sheet, cells, column, layout.rule(column, lists, f"{sheet.title}_{name}"))
    _fit_rows(sheet, spec, rows)
    last = HEADING_ROW + max(len(rows), 1)
    _add_table(sheet, f"A{HEADING_ROW}:{get_column_letter(len(spec.columns))}{last}")
    _keep_in_sight(sheet, layout.frozen(spec))
    total = sum(layout.width(column) for column in spec.columns.values())
    _page(sheet, NAVY if spec.core else TEAL if spec.key else MUTED, total)


def _write_heading(sheet: Worksheet, letter: str, column: ColumnSpec) -> None:
    """The need in words, the heading in its color, and the look of the whole column below."""
    _put(sheet, f"{letter}2", column.need.capitalize(), _font(8, MUTED))
    _chip(sheet[f"{letter}{HEADING_ROW}"], column.heading, column.need)
    look = sheet.column_dimensions[letter]
    look.width = layout.width(column)
    look.number_format, look.alignment = layout.number_format(column), _stand(column)
    look.font = _font()


def _fill_column(sheet: Worksheet, number: int, column: ColumnSpec, values: Sequence[object]) -> None:
    """Write the values of a column below its heading; the first cell is styled even when empty."""
    for row, value in enumerate(values or [None], start=HEADING_ROW + 1):
        cell = sheet.cell(row, number, layout.cell_value(value))
        if isinstance(cell.value, str):
            cell.data_type = "s"  # what looks like a formula is text
        cell.number_format, cell.alignment = layout.number_format(column), _stand(column)
        cell.font, cell.border = _font(), EDGE


def _fit_rows(sheet: Worksheet, spec: SheetSpec, rows: Sequence[Row]) -> None:
    """Make each row as high as its longest text needs."""
    for number, row in enumerate(rows, start=HEADING_ROW + 1):
        texts = [(row.get(name), layout.width(column)) for name, column in spec.columns.items()]
        sheet.row_dimensions[number].height = layout.height(texts)


def _keep_in_sight(sheet: Worksheet, columns: int) -> None:
    """Freeze the headings and the first columns, on the screen and on every page."""
    sheet.row_dimensions[HEADING_ROW].height = 32
    sheet.freeze_panes = f"{get_column_letter(columns + 1)}{HEADING_ROW + 1}"
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.print_title_cols = f"A:{get_column_letter(columns)}"


def _show_shares(sheet: Worksheet) -> None:
    """Show limits that are shares as percent."""
    letters = {cell.value: cell.column_letter for cell in sheet[HEADING_ROW]}
    for row in range(HEADING_ROW + 1, sheet.max_row + 1):
        if sheet[f"{letters['Unit']}{row}"].value == "share":
            for heading in ("Default", "Current"):
                sheet[f"{letters[heading]}{row}"].number_format = "0%"


def _validate(sheet: Worksheet, cells: str, column: ColumnSpec, rule: dict[str, object]) -> None:
    """Give cells the input message of their column, and its drop-down or bounds."""
    validation = DataValidation(allow_blank=True, showInputMessage=True, **rule)
    validation.promptTitle, validation.prompt = column.heading, column.help
    validation.errorTitle = column.heading
    validation.add(cells)
    sheet.add_data_validation(validation)


def _write_lists(book: Workbook, lists: Lists) -> None:
    """The hidden sheet that holds the words of all drop-downs, one defined name for each list."""
    sheet = book.create_sheet("Lists")
    for number, (choices, name) in enumerate(lists.names.items(), start=1):
        letter = get_column_letter(number)
        for row, word in enumerate((name, *choices), start=1):
            sheet.cell(row, number, word)
        cells = f"Lists!${letter}$2:${letter}${len(choices) + 1}"
        book.defined_names.add(DefinedName(name, attr_text=cells))
    sheet.sheet_state = "hidden"


# Looks


def _font(size: float = 11, color: str = INK, *, bold: bool = False, italic: bool = False) -> Font:
    """Calibri in this size and color."""
    return Font(name="Calibri", size=size, color=color, bold=bold, italic=italic)


def _align(
    upright: str = "center", across: str | None = None, *, wrap: bool = False, indent: int = 0
) -> Alignment:
    """Where a text stands in its cell."""
    return Alignment(vertical=upright, horizontal=across, wrap_text=wrap, indent=indent)


def _stand(column: ColumnSpec) -> Alignment:
    """Numbers stand right, all else left, everything at the top; free text wraps."""
    if column.kind == "number":
        return _align("top", "right", indent=1)
    return _align("top", "left", wrap=column.kind in layout.WRAPPED)


def _put(sheet: Worksheet, place: str, value: object, font: Font, alignment: Alignment | None = None) -> Cell:
    """Write one cell in this look and hand it back."""
    cell = sheet[place]
    cell.value, cell.font = value, font
    cell.alignment = alignment or _align()
    return cell


def _chip(cell: Cell, text: str, need: Need) -> None:
    """Write a heading in the colors of its need."""
    fill, ink = NEEDS[need]
    cell.value, cell.font = text, _font(color=ink, bold=True)
    cell.fill = PatternFill("solid", fgColor=fill)
    cell.alignment, cell.border = _align(wrap=True), BOX


def _title(sheet: Worksheet, text: str) -> None:
    """The first row of a sheet: its name and what it holds."""
    _put(sheet, "A1", f"{sheet.title}: {text}", _font(12, NAVY, bold=True))
    sheet.row_dimensions[1].height = 24


def _add_table(sheet: Worksheet, cells: str) -> None:
    """Make these cells the one Excel table of the sheet, with the sheet's name."""
    table = Table(displayName=sheet.title, name=sheet.title, ref=cells)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _columns(sheet: Worksheet, widths: Sequence[float]) -> None:
    """Set the widths of the first columns."""
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def _page(sheet: Worksheet, tab: str, width: float) -> None:
    """Landscape on Letter, no more pages across than its width needs, name and number below."""
    sheet.sheet_properties.tabColor = tab
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "1"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = sheets.pages_across(width), 0
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Page &P of &N"


# The file


def _fixed(book: Workbook) -> bytes:
    """The saved workbook with fixed times, so that only its content decides its bytes."""
    book.properties.creator, book.properties.created = "partnerxl", MADE
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            stamp = zipfile.ZipInfo(entry, MADE.timetuple()[:6])
            stamp.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(stamp, _unclocked(entry, old.read(entry)))
    return fixed.getvalue()


def _unclocked(entry: str, content: bytes) -> bytes:
    """A part of the package without the time of saving."""
    if entry != "docProps/core.xml":
        return content
    made = MADE.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + made, content)


def _save(content: bytes, path: Path) -> None:
    """Write a new file; one that is there already stays as it is."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError as fault:
        raise OutputError(message("workbook", "there", path=path)) from fault
    except OSError as fault:
        raise OutputError(message("workbook", "not_written", path=path, why=fault.strerror)) from fault
