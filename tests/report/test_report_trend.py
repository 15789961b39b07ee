"""The phases over the periods: a chart that can be edited in Word and a table, with one set of numbers."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import openpyxl
import pytest
from docx import Document
from lxml import etree
from papers import changed, part
from sample_context import sample, with_trend
from timeline import done, due, edited, ended, look, story

from partnerxl import shipped
from partnerxl.core.language import asked_for
from partnerxl.core.trend import trend
from partnerxl.report import accessibility, tokens
from partnerxl.report.design import build
from partnerxl.report.faults import BrokenTemplate
from partnerxl.report.names import names_of
from partnerxl.report.review import review_context
from partnerxl.report.shape import ReportContext
from partnerxl.report.template import Template

CHART, BOOK = "word/charts/trend1.xml", "word/embeddings/trend1.xlsx"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TITLE = "The four phases over the periods"


def period(year: int, **sheets: Any) -> dict[str, Any]:
    late = 2027 - year
    progress = [*(due(at) for at in range(late)), *(done(at) for at in range(late, 12))]
    return {"Initiative": ended(f"{year}-09-30"), "Progress": progress, **sheets}


def report(*years: int) -> bytes:
    """The review report of a workbook that was refreshed at the end of each of these years."""
    template = Template(shipped.report_templates() / "review.docx", names=names_of(ReportContext))
    found = story(*(period(year) for year in years))
    for run in range(1, len(years)):
        found = edited(edited(found, f"Run {run}", "Forming", 60 - 9.5 * run), f"Run {run}", "Storming", 39.6)
    return template.render(review_context(look(found), template.digest))


def table_of(raw: bytes) -> list[list[str]]:
    tables = Document(io.BytesIO(raw)).tables
    found = next(each for each in tables if TITLE in each._tbl.xml)  # noqa: SLF001  captions have no public way
    return [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in found.rows]


def book_of(raw: bytes) -> list[list[str]]:
    """The chart's workbook, as the table would print it."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        sheet = openpyxl.load_workbook(io.BytesIO(package.read(BOOK))).active
    return [
        ["\u2013" if cell is None else str(cell).replace("\u00a0", " ") for cell in row]
        for row in sheet.values
    ]


def cache_of(raw: bytes) -> list[list[str]]:
    """The numbers the chart itself holds, a list for each line."""
    lines = etree.fromstring(part(raw, CHART).encode()).iter(f"{C}ser")
    return [_points(line.find(f"{C}val//{C}numCache")) for line in lines]


def _points(cache: Any) -> list[str]:
    known = {point.get("idx"): point.findtext(f"{C}v") for point in cache.iter(f"{C}pt")}
    return [known.get(str(at), "\u2013") for at in range(int(cache.find(f"{C}ptCount").get("val")))]


def test_table_workbook_and_chart_hold_the_same_numbers() -> None:
    raw = report(2023, 2024, 2025, 2026)
    table = table_of(raw)

    assert [row[0] for row in table[1:]] == [f"Sep 30, {year}" for year in (2023, 2024, 2025, 2026)]
    assert book_of(raw)[1:] == table[1:]
    assert book_of(raw)[0][1:] == table[0][1:]
    assert cache_of(raw) == [list(line) for line in zip(*(row[1:] for row in table[1:]), strict=True)]
    assert len({tuple(row[1:]) for row in table[1:]}) > 1


def test_a_score_that_was_not_there_is_a_dash_and_a_gap() -> None:
    raw = Template(build(tokens.LETTER)).render(dict(with_trend()))

    assert [row[4] for row in table_of(raw)[1:]] == ["\u2013", "20", "38", "\u2013"]
    assert cache_of(raw)[3] == ["\u2013", "20", "38", "\u2013"]
    assert book_of(raw)[1:] == table_of(raw)[1:]


def test_with_two_periods_there_is_neither_heading_nor_table_nor_chart() -> None:
    raw = report(2025, 2026)

    assert not [name for name in zipfile.ZipFile(io.BytesIO(raw)).namelist() if "chart" in name]
    assert TITLE not in part(raw, "word/document.xml")
    assert "over the last" not in part(raw, "word/document.xml")


def test_of_two_runs_of_a_period_the_last_one_counts() -> None:
    found = story(period(2024), period(2025), period(2025, Partners=[{"PartnerID": "P1"}]), period(2026))
    scored = edited(edited(found, "Run 2", "Forming", 20), "Run 3", "Forming", 30)

    assert [each.end.year for each in trend(look(scored))] == [2024, 2025, 2026]
    assert trend(look(scored))[1].scores[0] == 30


def test_the_last_eight_periods_are_shown() -> None:
    found = trend(look(story(*(period(year) for year in range(2017, 2027)))))

    assert [each.end.year for each in found] == list(range(2019, 2027))


def test_the_same_periods_give_the_same_bytes() -> None:
    template = Template(build(tokens.LETTER))

    assert template.render(dict(with_trend())) == template.render(dict(with_trend()))


def test_everybody_can_read_the_chart() -> None:
    raw = report(2023, 2024, 2025, 2026)
    silent = part(raw, "word/document.xml").replace('descr="Line chart', 'descr="" title="Line chart')

    assert accessibility.check(raw, "r.docx") == ()
    assert accessibility.check(changed(raw, [("word/document.xml", silent.encode())]), "r.docx")
    shapes = [each.get("val") for each in etree.fromstring(part(raw, CHART).encode()).iter(f"{C}symbol")]
    assert len(set(shapes)) == 4


def test_a_chart_in_spanish_holds_the_same_numbers_and_says_its_language() -> None:
    english = report(2023, 2024, 2025, 2026)
    with asked_for("es"):
        spanish = report(2023, 2024, 2025, 2026)

    assert cache_of(spanish) == cache_of(english)
    assert [row[0] for row in book_of(spanish)[1:]] == [
        f"30 sept {year}" for year in (2023, 2024, 2025, 2026)
    ]
    assert 'lang="es-US"' in part(spanish, CHART)
    assert 'lang="en-US"' in part(english, CHART)


def test_a_template_without_the_slot_still_works() -> None:
    raw = build(tokens.LETTER)
    text = part(raw, "word/document.xml").replace("{{p phases.trend|chart }}", "")
    made = Template(changed(raw, [("word/document.xml", text.encode())])).render(dict(with_trend()))

    assert len(table_of(made)) == 5
    assert CHART not in zipfile.ZipFile(io.BytesIO(made)).namelist()


def test_a_report_with_a_chart_can_be_a_template_again() -> None:
    raw = Template(build(tokens.LETTER)).render(dict(with_trend()))
    text = part(raw, "word/document.xml").replace(
        "Each period is named by its last day.", "{{p phases.trend|chart }}"
    )
    again = Template(changed(raw, [("word/document.xml", text.encode())])).render(dict(with_trend()))

    assert {CHART, "word/charts/trend2.xml"} <= set(zipfile.ZipFile(io.BytesIO(again)).namelist())
    assert len(Document(io.BytesIO(again)).inline_shapes) == 2


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{{p phases.trend|chart }}", "{{p phases.lead|chart }}", "a chart needs labels"),
        ("{{p phases.trend|chart }}", "{{p phases.trnd|chart }}", "Did you mean"),
        ("{{ line.period }}", "{{p phases.trend|chart }}", "not in a table"),
    ],
)
def test_a_slot_that_cannot_hold_a_chart_is_told(old: str, new: str, says: str) -> None:
    raw = build(tokens.LETTER)
    text = part(raw, "word/document.xml").replace(old, new)

    with pytest.raises(BrokenTemplate, match=says):
        Template(changed(raw, [("word/document.xml", text.encode())]), names=names_of(ReportContext))


def test_a_value_that_is_no_chart_is_told_when_it_is_filled_in() -> None:
    context: dict[str, Any] = dict(sample())
    context["phases"] = {**context["phases"], "trend": {"rows": ["a"], "lines": []}}

    raw = build(tokens.LETTER)
    text = part(raw, "word/document.xml").replace("{{ phases.trend.title }}", "t")
    text = text.replace("{{ phases.trend.lead }}", "t")

    with pytest.raises(BrokenTemplate, match="a chart needs labels"):
        Template(changed(raw, [("word/document.xml", text.encode())])).render(context)
