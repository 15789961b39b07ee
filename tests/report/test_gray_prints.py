"""On a gray print statuses and bars stay apart: by how light they are, by their edge, and always by a word."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import combinations

import pytest
from docx import Document
from docx.oxml.ns import qn
from sample_context import sample

from partnerxl.report import tokens as t
from partnerxl.report.design import build
from partnerxl.report.template import Template

STATUSES = ("Priority", "Discuss", "Watch", "No sign in the records")
APART = 20  # steps of lightness, of 100, that nobody overlooks
VISIBLE = 8  # steps between an edge and its fill from which it is seen as one
Seen = tuple[float, bool, int, str]  # lightness of the fill; edge seen, its width and its line


def seen(fill: str, edge: str, width: int, line: str) -> Seen:
    """What is left of a chip without color and word."""
    there = abs(t.lightness(edge) - t.lightness(fill)) >= VISIBLE
    return t.lightness(fill), there, width if there else 0, line if there else ""


def apart(one: Seen, other: Seen) -> bool:
    return abs(one[0] - other[0]) >= APART or one[1:] != other[1:]


def printed() -> dict[str, Seen]:
    """The chips of a filled report, by their word."""
    styles = Document(io.BytesIO(Template(build(t.LETTER)).render(dict(sample())))).styles.element

    def chips() -> Iterator[tuple[str, Seen]]:
        for style in styles.iterchildren(qn("w:style")):
            name = style.find(qn("w:name")).get(qn("w:val"))
            if name.startswith("Chip ") and style.find(qn("w:pPr")) is not None:
                edge = style.find(f".//{qn('w:pBdr')}/{qn('w:top')}")
                fill = style.find(f".//{qn('w:shd')}")
                if edge is not None and fill is not None:
                    said = (edge.get(qn(f"w:{each}")) for each in ("color", "sz", "val"))
                    color, width, line = said
                    yield name.removeprefix("Chip "), seen(fill.get(qn("w:fill")), color, int(width), line)

    return dict(chips())


CHIPS = printed()


@pytest.mark.parametrize(("one", "other"), list(combinations(STATUSES, 2)))
def test_two_statuses_differ_without_color(one: str, other: str) -> None:
    assert apart(CHIPS[one], CHIPS[other])


@pytest.mark.parametrize(
    ("one", "other"),
    [("Late", "Done"), ("Done", "New date"), ("Seen", "Partly seen"), ("Seen", "Not seen in the records")],
)
def test_words_that_stand_in_one_column_differ_without_color(one: str, other: str) -> None:
    assert apart(CHIPS[one], CHIPS[other])


def test_a_watch_and_a_quiet_topic_that_is_not_certain_differ_without_color() -> None:
    assert apart(CHIPS["Watch"], CHIPS["No sign so far"])


def test_every_chip_that_is_printed_is_that_of_the_tokens() -> None:
    assert {
        word: seen(chip.fill, chip.edge, chip.width, chip.line) for word, chip in t.CHIPS.items()
    } == CHIPS


@pytest.mark.parametrize("chip", t.CHIPS.values(), ids=t.CHIPS)
def test_the_word_of_a_chip_can_be_read_on_a_gray_print(chip: t.Chip) -> None:
    assert abs(t.lightness(chip.text) - t.lightness(chip.fill)) >= 2 * APART


def test_the_bars_of_now_and_of_last_time_differ_in_lightness_and_height() -> None:
    shades = [t.lightness(color) for color in (t.WHITE, t.STEEL, t.NAVY)]

    assert all(one - other >= APART for one, other in combinations(shades, 2))
    assert t.BAR_NOW == 2 * t.BAR_LAST
