"""Whatever a workbook holds, result sheets go in and every other part stays as its stored bytes."""

from __future__ import annotations

import io
import re
import warnings
import zipfile

import pytest
from corpus import content, corpus
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from partnerxl.core.beginning import blank_tables
from partnerxl.core.grids import ResultTable
from partnerxl.hosts import keeper

Tables = tuple[ResultTable, ...]
SCORES = ResultTable(
    "Scores", ("Phase", "Score", "Sentence"), (("Forming", 0.25, "=1+1"), ("Norming", None, "é"))
)
SETS = {"one sheet": (SCORES,), "all of ours": blank_tables()}
SHEETS = pytest.mark.parametrize("tables", SETS.values(), ids=SETS)
FEATURES = {
    "VBA": r"vbaProject\.bin",
    "charts": r"charts/chart\d",
    "chart sheets": r"chartsheets/",
    "images": r"media/image.*\.png",
    "pivot tables": r"pivotTables/",
    "slicers": r"slicers/",
    "comments": r"comments?/?\d*\.xml",
    "threaded comments": r"threadedComments/",
    "custom ribbon": r"customUI/",
    "form controls": r"ctrlProps/|vmlDrawing",
    "shapes": r"drawings/drawing",
    "external links": r"externalLinks/",
    "dynamic arrays": r"metadata\.xml",
    "custom XML": r"customXml/",
    "own properties": r"docProps/custom\.xml",
    "queries": r"connections\.xml",
    "embedded objects": r"embeddings/",
    "ActiveX": r"activeX/",
    "printer settings": r"printerSettings/",
    "calculation chain": r"calcChain\.xml",
    "odd part names": r"é\.xml",
    "backslashes": r"xl\\workbook\.xml",
    "elsewhere": r"office/workbook\.xml",
}
IN_THE_BOOK = {
    "strict": "purl.oclc.org",
    "prefixes": "<x:workbook",
    "custom views": "customWorkbookViews",
    "days from 1904": "date1904",
}
OURS = {"[content_types].xml", "workbook.xml", "_rels/workbook.xml.rels", "styles.xml"}
CORPUS = corpus()


def stored(raw: bytes) -> dict[str, tuple[int, int, bytes]]:
    """How each part is packed, its check sum, and its bytes as they stand in the file."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        for entry in opened.infolist():
            name_length, extra_length = (
                int.from_bytes(raw[entry.header_offset + at : entry.header_offset + at + 2], "little")
                for at in (26, 28)
            )
            start = entry.header_offset + 30 + name_length + extra_length
            found[entry.filename] = (entry.compress_type, entry.CRC, raw[start : start + entry.compress_size])
    return found


@pytest.mark.parametrize("pattern", FEATURES.values(), ids=FEATURES)
def test_the_corpus_has_every_feature(pattern: str) -> None:
    assert any(re.search(pattern, part) for raw in CORPUS.values() for part in content(raw))


@pytest.mark.parametrize("mark", IN_THE_BOOK.values(), ids=IN_THE_BOOK)
def test_the_corpus_has_every_kind_of_workbook_part(mark: str) -> None:
    books = [content(raw).get("xl/workbook.xml", b"") for raw in CORPUS.values()]

    assert any(mark.encode() in book for book in books)
    assert any(book.startswith((b"\xff\xfe", b"\xfe\xff")) for book in books)


@SHEETS
@pytest.mark.parametrize("name", CORPUS)
def test_every_other_part_keeps_its_stored_bytes(name: str, tables: Tables) -> None:
    before = stored(CORPUS[name])

    new, _ = keeper.patched(CORPUS[name], name, tables)

    after = stored(new)
    changed = {part for part in before if after.get(part) != before[part]}
    assert {re.sub(r"^(xl|office)/", "", part.lower().replace("\\", "/")) for part in changed} <= OURS
    assert list(after)[: len(before)] == list(before)


@pytest.mark.parametrize("name", CORPUS)
def test_the_sheet_is_there_for_other_programs(name: str) -> None:
    new, _ = keeper.patched(CORPUS[name], name, [SCORES])

    rows = CalamineWorkbook.from_filelike(io.BytesIO(new)).get_sheet_by_name("Scores").to_python()
    assert rows == [["Phase", "Score", "Sentence"], ["Forming", 0.25, "=1+1"], ["Norming", "", "é"]]


@SHEETS
@pytest.mark.parametrize("name", CORPUS)
def test_a_second_run_changes_nothing(name: str, tables: Tables) -> None:
    new, _ = keeper.patched(CORPUS[name], name, tables)

    assert keeper.patched(new, name, tables)[0] == new


def names_by_openpyxl(raw: bytes) -> list[str] | None:
    """The sheets as openpyxl sees them; None when it cannot open the workbook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return list(load_workbook(io.BytesIO(raw)).sheetnames)
        except Exception:  # noqa: BLE001  whatever it stumbles over
            return None


@SHEETS
@pytest.mark.parametrize("name", CORPUS)
def test_what_openpyxl_could_open_it_still_can(name: str, tables: Tables) -> None:
    before = names_by_openpyxl(CORPUS[name])

    after = names_by_openpyxl(keeper.patched(CORPUS[name], name, tables)[0])

    assert (after is None) == (before is None)
    added = [table.name for table in tables] + (["Dashboard"] if len(tables) > 1 else [])
    assert not before or after == [*before, *added]


def test_openpyxl_opens_all_but_the_oddest_of_them() -> None:
    unopened = {name.partition(".")[0] for name, raw in CORPUS.items() if not names_by_openpyxl(raw)}

    assert unopened == {"strict", "odd names", "elsewhere", "backslashes"}
