"""A partnership of forty partners, its papers, and what its sheets for answers hold."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from command_line import changed, sample
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from returning import fields, properties_of

from partnerxl import workflow
from partnerxl.collecting import Gathered
from partnerxl.report.kinds import KINDS
from partnerxl.report.pages import partner_papers
from partnerxl.report.review import review_paper

FIRST, SIZE = 4, 40  # the row of the first partner on the sheet Partners, and how many there are
ODD_NAMES = (
    "\u0634\u0631\u0643\u0629 \u0627\u0644\u0646\u0648\u0631",
    "Söhne & <Töchter>",
    'A/B: "C" *?',
    "=SUM(1)",
)
SHEETS = ("Replies", "Actions", "Decisions", "Sign-off", "Corrections")
Rows = list[dict[str, object]]


@dataclass(frozen=True)
class Circle:
    """A workbook with forty partners, the report and each partner's page, by the partner's name."""

    workbook: bytes
    report: bytes
    pages: dict[str, bytes]

    @property
    def reference(self) -> str:
        """The reference of its papers."""
        return properties_of(self.report)["Reference"]

    @property
    def signers(self) -> dict[str, str]:
        """The partners by the number of their row in the sign-off."""
        titles = {tag: title_of(self.report, tag) for tag in fields(self.report) if tag.endswith("-agree")}
        return {tag.split("-")[1]: title.split(": ", 1)[1] for tag, title in titles.items()}


@cache
def circle() -> Circle:
    """The partnership."""
    with tempfile.TemporaryDirectory() as folder:
        book = sample("troubled", Path(folder))
        with changed(book) as content:
            _fill(content["Partners"])
        found = workflow.assess(book)
        papers = partner_papers(found, KINDS["partner"].packaged())
        report = review_paper(found, KINDS["review"].packaged())
        return Circle(book.read_bytes(), report, {paper.name: paper.content for paper in papers})


def _fill(partners: object) -> None:
    rows: Sequence[Sequence[object]] = list(partners.iter_rows(FIRST, values_only=True))  # type: ignore[attr-defined]
    for number in range(len(rows), SIZE):
        cells = list(rows[number % (len(rows) - 1) + 1])
        cells[0], cells[1] = (
            f"X{number:02}",
            ([*ODD_NAMES, *SIZE * [""]][number - len(rows)] or f"Partner {number}"),
        )
        for column, cell in enumerate(cells, start=1):
            partners.cell(FIRST + number, column, cell)  # type: ignore[attr-defined]
        partners.cell(FIRST + number, 2).data_type = "s"  # type: ignore[attr-defined]
    partners.tables["Partners"].ref = f"A3:AD{FIRST + SIZE - 1}"  # type: ignore[attr-defined]


def title_of(raw: bytes, tag: str) -> str:
    """The title of a field."""
    return str(next(fields(raw)[tag].iter("{*}alias")).values()[0])


def collect(book: Path, *places: Path) -> Gathered:
    """What was collected, and written."""
    return workflow.collect(book, places)


def rows(book: Path, sheet: str) -> Rows:
    """The filled rows of a sheet with headings; none where there is no such sheet."""
    content = load_workbook(book)
    if sheet not in content.sheetnames:
        return []
    cells = [[_day(cell) for cell in row] for row in content[sheet].iter_rows(values_only=True)]
    at = next(at for at, row in enumerate(cells) if len(set(row) - {None}) == len(row))
    return [dict(zip(map(str, cells[at]), row, strict=True)) for row in cells[at + 1 :] if any(row)]


def _day(cell: object) -> object:
    if isinstance(cell, str):
        return unescape(cell)  # openpyxl leaves that to its users
    return cell.date() if isinstance(cell, datetime) else cell


def said(book: Path, sheet: str, *columns: str) -> set[tuple[object, ...]]:
    """Some columns of the rows that came from copies."""
    return {tuple(row[column] for column in columns) for row in rows(book, sheet)[_before(sheet) :]}


@cache
def _before(sheet: str) -> int:
    """How many rows a sheet has before anything is collected."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(circle().workbook)
        return len(rows(path, sheet))
