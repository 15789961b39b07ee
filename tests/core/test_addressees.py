"""Whom drafts go to, as it stands on the sheet Partners."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from build import book

from partnerxl.core.addressees import Addressee, read_addressees
from partnerxl.core.grids import Book
from partnerxl.core.records import read_project

PARTNERS: list[dict[str, Any]] = [
    {"PartnerID": "P1", "PartnerName": "Board", "ContactName": " Ana ", "ContactEmail": "ana@example.org"},
    {"PartnerID": "P1", "PartnerName": "Board again", "ContactEmail": "other@example.org"},
    {"PartnerName": "Bolt", "ContactEmail": 7},
]


def without(found: Book, heading: str) -> Book:
    """The workbook without one column of Partners."""
    grids = []
    for grid in found.grids:
        headings = list(grid.rows[0])
        at = headings.index(heading) if heading in headings else len(headings)
        grids.append(replace(grid, rows=[[*row[:at], *row[at + 1 :]] for row in grid.rows]))
    return replace(found, grids=tuple(grids))


def test_each_partner_has_an_addressee_with_the_cell_it_stands_in() -> None:
    found = book(Partners=PARTNERS)

    assert read_addressees(found, read_project(found)) == {
        "p1": Addressee("Ana", "ana@example.org", "Partners!AD2", 2),
        "#row4": Addressee("", "", "Partners!AD4", 4),
    }


def test_without_the_column_the_sheet_is_named() -> None:
    found = without(book(Partners=PARTNERS[:1]), "ContactEmail")

    assert read_addressees(found, read_project(found)) == {"p1": Addressee("Ana", "", "Partners", 2)}


def test_without_the_sheet_there_is_nobody() -> None:
    found = book(Partners=PARTNERS)

    assert read_addressees(Book("other.xlsx", ()), read_project(found)) == {}


def test_addresses_move_neither_score_nor_reference_and_other_columns_do() -> None:
    def fingerprint(**cells: str) -> str:
        return read_project(book(Partners=[{**PARTNERS[0], **cells}])).fingerprint

    assert fingerprint(ContactEmail="x@example.org", ContactName="Bo") == fingerprint()
    assert fingerprint(PartnerName="Bo") != fingerprint()
