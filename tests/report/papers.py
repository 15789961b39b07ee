"""Small Word files for tests, and what can be read from a filled one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from docx import Document

from partnerxl.report.template import Template

if TYPE_CHECKING:
    from docx.document import Document as Paper

Line = str | Sequence[str]


def paper(*lines: Line, table: Sequence[Sequence[str]] = (), title: str = "") -> bytes:
    """A Word file with a paragraph per line; a line of several texts becomes several runs."""
    document = Document()
    document.core_properties.title = title
    for line in lines:
        add(document.add_paragraph(), line)
    if table:
        _add_table(document, table)
    return saved(document)


def add(paragraph: Any, line: Line) -> None:
    """Fill a paragraph with one run, or with one run per text."""
    for text in [line] if isinstance(line, str) else line:
        paragraph.add_run(text)


def _add_table(document: Paper, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(len(rows), max(len(row) for row in rows))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text


def saved(document: Paper) -> bytes:
    """The bytes of a document."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def fill(raw: bytes, **context: Any) -> Paper:
    """The filled document."""
    return opened(Template(raw, "sample.docx").render(context))


def opened(raw: bytes) -> Paper:
    """A document from its bytes."""
    return Document(io.BytesIO(raw))


def texts(document: Paper) -> list[str]:
    """The texts of the paragraphs outside tables."""
    return [paragraph.text for paragraph in document.paragraphs]


def rows(document: Paper, table: int = 0) -> list[list[str]]:
    """The texts of a table, row by row."""
    return [[cell.text for cell in row.cells] for row in document.tables[table].rows]


def part(raw: bytes, name: str) -> str:
    """One part of a Word file as text."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return package.read(name).decode()


def changed(raw: bytes, changes: Iterable[tuple[str, bytes]]) -> bytes:
    """A Word file with parts put in or replaced."""
    new = dict(changes)
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in dict.fromkeys([*old.namelist(), *new]):
            package.writestr(name, new[name] if name in new else old.read(name))
    return target.getvalue()
