"""Whom drafts go to: the one place where contact data is read as it stands (R123)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from partnerxl.core.catalogue import load_sheets
from partnerxl.core.grids import Book
from partnerxl.core.records import Project
from partnerxl.core.tables import find_grid, find_table

SHEET, NAME, EMAIL = "Partners", "ContactName", "ContactEmail"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom the draft for a partner goes to.

    Attributes:
        name: A person, or nothing.
        email: What stands in the cell for the address.
        where: That cell; the sheet where there is no such column.
        row: The partner's row on the sheet.
    """

    name: str
    email: str
    where: str
    row: int


def read_addressees(book: Book, project: Project) -> Mapping[str, Addressee]:
    """Whom the draft for each partner goes to, by the key of the partner; nobody without the sheet."""
    grid = find_grid(book, SHEET)
    table = find_table(grid, load_sheets()[SHEET]) if grid else None
    if table is None:
        return {}
    blank = [None] * len(table.numbers)
    names, emails = (table.cells(column) if column in table.columns else blank for column in (NAME, EMAIL))
    found = {
        number: Addressee(_text(name), _text(email), _place(table.sheet, EMAIL, number, project), number)
        for number, name, email in zip(table.numbers, names, emails, strict=True)
    }
    frame = project.sheets[SHEET].frame
    return {
        key: found[number] for number, (key,) in zip(frame.index.tolist(), frame.rows("key"), strict=True)
    }


def _place(sheet: str, column: str, number: int, project: Project) -> str:
    letters = project.sheets[SHEET].letters.get(column)
    return f"{sheet}!{letters}{number}" if letters else sheet


def _text(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""
