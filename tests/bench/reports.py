"""How fast our template engine is beside docxtpl, on templates that use only tags both know.

Both are warm: imported, and asked once before. Each round makes one whole report with either, from the bytes of
the template to the bytes of the report; ours includes the look at the package and the fixed order of its parts,
not the accessibility check. Warm, we remember styles and expressions we have read. Times are medians.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docx import Document
from docxtpl import DocxTemplate

from partnerxl.report.template import Template

STATIC_ROWS = 3000
PAGES = 100
COLUMNS = ("name", "role", "says", "number", "share")
CHOICE = ("{%p if partner.good %}", "good", "{%p else %}", "fair", "{%p endif %}")


@dataclass(frozen=True)
class Pair:
    """What was made, how long either took in seconds, and the ratio that is promised."""

    what: str
    ours: float
    docxtpl: float
    promised: float

    @property
    def ratio(self) -> float:
        """Our time as a share of docxtpl's."""
        return self.ours / self.docxtpl


def pairs() -> Iterator[Pair]:
    """Every comparison."""
    raw = template()
    for count, promised in ((10, 0.5), (100, 0.65), (500, 0.8)):
        yield compared(f"a report on {count} partners", raw, partners(count), (21, promised))
    yield compared(
        f"a template with {STATIC_ROWS:,} rows that stand still",
        template(STATIC_ROWS),
        partners(10),
        (3, 0.05),
    )
    yield many_pages(raw)


def compared(what: str, raw: bytes, context: dict[str, Any], rounds: tuple[int, float]) -> Pair:
    """One report with either, in turns; ``rounds`` is how often, and the promised ratio."""
    times, promised = rounds
    ours, theirs = in_turns(lambda: with_ours(raw, context), lambda: with_docxtpl(raw, context), times)
    return Pair(what, ours, theirs, promised)


def many_pages(raw: bytes) -> Pair:
    """A page for each of many partners: one template compiled once, against a render each."""
    contexts = [partners(1) for _ in range(PAGES)]

    def with_one() -> None:
        compiled = Template(raw)
        for context in contexts:
            compiled.render(context)

    def with_many() -> None:
        for context in contexts:
            with_docxtpl(raw, context)

    return Pair(f"{PAGES} pages from one template", *in_turns(with_one, with_many, 3), 0.3)


def in_turns(one: Callable[[], object], other: Callable[[], object], times: int) -> tuple[float, float]:
    """The median of either, in seconds."""
    one(), other()
    found = [(seconds(one), seconds(other)) for _ in range(times)]
    first, second = zip(*found, strict=True)
    return statistics.median(first), statistics.median(second)


def seconds(call: Callable[[], object]) -> float:
    """How long a call takes."""
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def with_ours(raw: bytes, context: dict[str, Any]) -> bytes:
    """A report made by us."""
    return Template(raw).render(context)


def with_docxtpl(raw: bytes, context: dict[str, Any]) -> bytes:
    """The same made by docxtpl."""
    paper = DocxTemplate(io.BytesIO(raw))
    paper.render(context, autoescape=True)
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def template(static_rows: int = 0) -> bytes:
    """A template with a heading, paragraphs and a table that repeat, thirty paragraphs and rows that stand still."""
    paper = Document()
    paper.add_heading("Report of {{ name }}", 1)
    for line in (
        "{%p for partner in partners %}",
        "{{ partner.name }}: {{ partner.says }}",
        *CHOICE,
        "{%p endfor %}",
    ):
        paper.add_paragraph(line)
    rows = [
        COLUMNS,
        ("{%tr for partner in partners %}",),
        [f"{{{{ partner.{name} }}}}" for name in COLUMNS],
        ("{%tr endfor %}",),
    ]
    table = paper.add_table(len(rows), len(COLUMNS))
    for cells, texts in zip((row.cells for row in table.rows), rows, strict=True):
        for cell, text in zip(cells, texts, strict=False):
            cell.text = text
    for number in range(30):
        paper.add_paragraph(
            f"Paragraph {number} of the report stands still and is as long as a short sentence."
        )
    if static_rows:
        _standing(paper.add_table(static_rows, 3))
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def _standing(table: Any) -> None:
    """Fill a long table, without asking for its cells one by one, which takes minutes."""
    for paragraph in table._tbl.xpath(".//w:p"):  # noqa: SLF001  python-docx has no quick public way
        paragraph.add_r().text = "stands still"


def partners(count: int) -> dict[str, Any]:
    """What the templates are filled with."""
    return {
        "name": "Harbor Plains",
        "partners": [
            {
                "name": f"Partner {number} & Co.",
                "role": "Core",
                "says": "We did what we promised. " * 4,
                "number": number,
                "share": number * 1.5,
                "good": number % 2 == 0,
            }
            for number in range(count)
        ],
    }


def lines() -> list[str]:
    """The lines of the page for the docs."""
    return [
        "## The template engine beside docxtpl",
        "",
        " ".join((__doc__ or "").partition("\n\n")[2].split()),
        "",
        "| what | partnerxl, seconds | docxtpl, seconds | ratio (promised, at most) |",
        "|---|---:|---:|---:|",
        *(
            f"| {pair.what} | {pair.ours:.3f} | {pair.docxtpl:.3f} | {pair.ratio:.2f} ({pair.promised:g}) |"
            for pair in pairs()
        ),
    ]
