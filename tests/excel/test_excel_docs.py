"""The pages for Excel say what is so."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import excel_docs
import pytest

from partnerxl.core.assessment import Status
from partnerxl.excel.commands import table
from partnerxl.excel.functions import OURS
from partnerxl.excel.place import NAME

GUIDE = excel_docs.GUIDE.read_text(encoding="utf-8")
IT_GUIDE = excel_docs.IT_GUIDE.read_text(encoding="utf-8")
SMOKE = (excel_docs.DOCS / "smoke-list.md").read_text(encoding="utf-8")


def test_what_the_pages_take_from_the_package_is_fresh() -> None:
    stale = [
        path.name for path, text in excel_docs.fresh().items() if path.read_text(encoding="utf-8") != text
    ]

    assert stale == [], "run python tests/excel/excel_docs.py"


def test_the_drawing_shows_every_button_and_group() -> None:
    root = ET.fromstring(excel_docs.PICTURE.read_text(encoding="utf-8"))
    words = " ".join(element.text or "" for element in root.iter())

    assert all(command.label in words for command in table().commands)
    assert all(group in words for group in table().groups)


@pytest.mark.parametrize("status", Status)
def test_the_guide_says_what_every_flag_means(status: Status) -> None:
    assert f"| {status} |" in GUIDE


def test_the_guide_names_every_worksheet_function() -> None:
    assert all(function.__name__ in GUIDE for function in OURS)


def test_the_guide_for_it_names_every_place() -> None:
    assert all(name in IT_GUIDE for name in (NAME, "partnerxl.applescript", "partnerxl.log", "XLSTART"))


def test_the_smoke_list_says_that_nobody_has_done_it() -> None:
    assert "Nobody has done this yet." in SMOKE
    numbers = [int(number) for number in re.findall(r"(?m)^(\d+)\. ", SMOKE)]
    assert numbers == list(range(1, len(numbers) + 1))
