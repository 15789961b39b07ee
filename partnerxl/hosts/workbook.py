"""A workbook, wherever it lives: saved on a disk, or open in Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias, Union

if TYPE_CHECKING:
    import xlwings

    from partnerxl.core.grids import Book, CellEdit, ResultTable

Named: TypeAlias = Union[str, Path, "xlwings.Book"]
"""What a person names a workbook by: its file, or the book open in Excel."""


@dataclass(frozen=True)
class Kept:
    """What was written: whether the workbook changed, and notes for its owner."""

    changed: bool
    notes: tuple[str, ...] = ()


class Workbook(Protocol):
    """What every kind of workbook can do. Read, compute, then write: no host promises to read what it wrote."""

    @property
    def name(self) -> str:
        """File name, without folder."""
        ...

    @property
    def path(self) -> Path:
        """Where it is; only a name while it was never saved."""
        ...

    @property
    def folder(self) -> Path:
        """Where what is made from it goes.

        Raises:
            WorkbookError: If it has no folder on a disk.
        """
        ...

    def check_writable(self) -> None:
        """Refuse a workbook that is known to take no result sheets, before anything is worked out.

        Raises:
            WorkbookError: It says what is in the way.
        """
        ...

    def read(self, wanted: Callable[[str], bool]) -> Book:
        """The sheets that are wanted by their own name or that of an Excel table on them.

        Raises:
            WorkbookError: If it cannot be read.
        """
        ...

    def keep_scores(self, keep: int) -> None:
        """Keep the result sheets as they stand, for Restore previous scores.

        Args:
            keep: How many earlier ones stay.
        """
        ...

    def formulas(self, edits: Iterable[CellEdit]) -> frozenset[str]:
        """The places among these that hold a formula.

        Raises:
            WorkbookError: If it cannot be read.
        """
        ...

    def last_formula(self, edits: Sequence[CellEdit]) -> int:
        """The last row with a formula in the columns of these cells, all of one sheet; 0 for none.

        Raises:
            WorkbookError: If it cannot be read.
        """
        ...

    def write(
        self, tables: Sequence[ResultTable], digest: str, keep: int, edits: Sequence[CellEdit] = ()
    ) -> Kept:
        """Put each result table on a sheet of its own, and values into cells of people's.

        Args:
            tables: What to write; sheets of earlier runs are written anew.
            digest: What the workbook was when it was read.
            keep: How many backups of it stay.
            edits: Cells of people's sheets and what they are to hold.

        Raises:
            WorkbookError: If it cannot be written; its text says what was changed.
        """
        ...


@dataclass(frozen=True)
class SavedWorkbook:
    """A workbook saved on a disk."""

    path: Path

    @property
    def name(self) -> str:
        """File name, without folder."""
        return self.path.name

    @property
    def folder(self) -> Path:
        """The folder it lies in."""
        return self.path.parent

    def check_writable(self) -> None:
        """Refuse a workbook that is open elsewhere or may not be written.

        Raises:
            WorkbookError: It names who has it open, or what is in the way.
        """
        from partnerxl.hosts import saving

        saving.check_free(self.path)

    def read(self, wanted: Callable[[str], bool]) -> Book:
        """The sheets that are wanted.

        Raises:
            WorkbookError: If the file is no workbook, or cannot be read safely.
        """
        from partnerxl.hosts import files

        return files.read(self.path, wanted)

    def keep_scores(self, keep: int) -> None:
        """Do nothing: the backup that is made on writing holds them."""

    def formulas(self, edits: Iterable[CellEdit]) -> frozenset[str]:
        """The places among these that hold a formula.

        Raises:
            WorkbookError: If the file cannot be read safely.
        """
        from partnerxl.hosts import keeper

        return keeper.formulas(self.path, edits)

    def last_formula(self, edits: Sequence[CellEdit]) -> int:
        """The last row with a formula in the columns of these cells, all of one sheet; 0 for none.

        Raises:
            WorkbookError: If the file cannot be read safely.
        """
        from partnerxl.hosts import keeper

        return keeper.last_formula(self.path, edits)

    def write(
        self, tables: Sequence[ResultTable], digest: str, keep: int, edits: Sequence[CellEdit] = ()
    ) -> Kept:
        """Put each result table on a sheet of its own; the rest of the file stays byte for byte.

        Raises:
            WorkbookError: If it cannot be kept safe; it is as it was then.
        """
        from partnerxl.hosts import keeper

        return keeper.write(self.path, tables, digest, keep, edits)


def opened(book: Named) -> Workbook:
    """The workbook behind a file's name, or behind a book open in Excel."""
    if isinstance(book, (str, Path)):
        return SavedWorkbook(Path(book))
    from partnerxl.hosts.live import LiveWorkbook

    return LiveWorkbook(book)
