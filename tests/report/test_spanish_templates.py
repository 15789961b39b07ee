"""The Spanish words of our templates: each stands for a text of ours and keeps its tags."""

from __future__ import annotations

import html
import re
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

import partnerxl
from partnerxl.report.design import FILES, build

FILE = Path(partnerxl.__file__).parent / "catalogue" / "es" / "templates.toml"
SPANISH: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
TEXT = re.compile(r'<w:t(?: [^>]*)?>([^<]*)</w:t>|w:(?:val|displayText)="([^"]*)"')
BLAME = re.compile(
    r"\b(culpa\w*|fracas\w*|fall[oóaá]\w*|neg[óo]|incumpl\w*|deficien\w*|peor\w*)\b", re.IGNORECASE
)


def our_texts() -> set[str]:
    """Every text that stands in a template of ours."""
    found: set[str] = set()
    for paper, design in FILES.values():
        with zipfile.ZipFile(BytesIO(build(paper, design))) as package:
            parts = [package.read(name).decode() for name in package.namelist() if name.startswith("word/")]
        for part in parts:
            found |= {html.unescape(one or other).strip() for one, other in TEXT.findall(part)}
    return found


def test_each_spanish_text_stands_for_a_text_of_our_templates() -> None:
    assert set(SPANISH) - our_texts() == set()


@pytest.mark.parametrize("english", SPANISH)
def test_a_spanish_text_keeps_the_tags_and_differs(english: str) -> None:
    spanish = SPANISH[english]
    assert sorted(TAG.findall(spanish)) == sorted(TAG.findall(english))
    assert spanish != english
    assert spanish == spanish.strip()


@pytest.mark.parametrize("spanish", SPANISH.values())
def test_a_spanish_text_blames_nobody(spanish: str) -> None:
    assert not BLAME.search(spanish)
