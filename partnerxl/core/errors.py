"""Problems in records are values; refused requests are exceptions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing in the records that a person should look at; reading went on.

    Attributes:
        code: Stable code of the kind of problem, like ``PX-101``.
        where: Address, like ``Progress!F11``, or a sheet's name.
        expected: What the cell should hold.
        found: What it holds, with contact data masked.
        mend: What to do about it.
        frame: The sentence that holds them, in the same language.
    """

    code: str
    where: str
    expected: str
    found: str
    mend: str
    frame: str = "{where}: expected {expected}, found {found}. {mend}"

    def __str__(self) -> str:
        return self.frame.format(where=self.where, expected=self.expected, found=self.found, mend=self.mend)


class PartnerxlError(Exception):
    """A request that was refused; its text says why and what to do, in at most two sentences."""


class WorkbookError(PartnerxlError):
    """The workbook cannot be read or written safely; the file is as it was."""


class SheetError(WorkbookError):
    """A core sheet is absent or has no heading row."""


class CatalogueError(PartnerxlError):
    """The catalogue contradicts itself; the text names file, block and choices."""


class TemplateError(PartnerxlError):
    """A report template cannot be used; the text names the place and the tag."""


class OutputError(PartnerxlError):
    """A folder or file cannot be written."""
