"""Whatever happens to a template's file or is typed into it: it is used, or refused in words with a place."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import changed, paper
from sample_context import sample

from partnerxl import shipped
from partnerxl.core.assess import assess
from partnerxl.core.assessment import Assessment
from partnerxl.core.records import read_project, wanted
from partnerxl.hosts import files
from partnerxl.report import tokens
from partnerxl.report.checking import check_template
from partnerxl.report.design import build
from partnerxl.report.faults import BrokenTemplate
from partnerxl.report.template import Template

REVIEW = build(tokens.LETTER)
PIECES = [
    "{{", "}}", "{%", "%}", "{#", "#}", "{", "}", "p ", "tr ", "for ", "x", " in ", "xs", "if ", "endif", "endfor",
    "else", "elif ", " ", "a", "|", "chip", "bar", ".", "[", "]", "0", "'", "“", "-", "+", "loop", "==", "not ",
]  # fmt: skip


def with_flipped_bytes(dice: random.Random) -> bytes:
    raw = bytearray(REVIEW)
    for _ in range(dice.randint(1, 6)):
        raw[dice.randrange(len(raw))] = dice.randrange(256)
    return bytes(raw)


def cut_short(dice: random.Random) -> bytes:
    return REVIEW[: dice.randrange(len(REVIEW))]


def with_a_damaged_part(dice: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(REVIEW)) as package:
        name = dice.choice(package.namelist())
        text = bytearray(package.read(name))
    start = dice.randrange(len(text))
    text[start : start + dice.randrange(200)] = bytes(
        dice.randrange(32, 127) for _ in range(dice.randrange(4))
    )
    return changed(REVIEW, [(name, bytes(text))])


@pytest.mark.parametrize("harm", [with_flipped_bytes, cut_short, with_a_damaged_part])
def test_a_damaged_file_is_used_or_refused_in_words(
    harm: object, tmp_path: Path, troubled: Assessment
) -> None:
    assert callable(harm)
    dice = random.Random(7)
    for at in range(40):
        file = tmp_path / f"review {at}.docx"
        file.write_bytes(harm(dice))

        found = check_template(file, troubled)

        assert all(str(fault).startswith(file.name) for fault in (*found.faults, *found.hurdles))


@pytest.fixture(scope="module")
def troubled() -> Assessment:
    return assess(read_project(files.read(shipped.workbooks() / "troubled.xlsx", wanted)))


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_is_used_or_refused_in_words(lines: list[str]) -> None:
    assert all(line.startswith("t.docx") for line in refusal(lines))


def refusal(lines: list[str]) -> list[str]:
    """What a template is refused for, nothing when it is used."""
    try:
        Template(paper(*lines), "t.docx").render({"x": 1, "xs": [{"a": 1}], "a": {"x": "t"}})
    except BrokenTemplate as refused:
        return str(refused).splitlines()
    return []


def test_our_template_is_used_undamaged() -> None:
    assert Template(REVIEW).render(dict(sample()))
