"""The Spanish words of our templates: each stands for a text of ours and keeps its tags."""

from __future__ import annotations

import html
import re
import zipfile
from io import BytesIO

import pytest
from lxml import etree

from partnerxl.report.design import FILES, build
from partnerxl.report.design.language import load_words

SPANISH = load_words("es")
TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
QUOTED = re.compile(r"'[^']*'")  # words inside a tag, which are translated
TEXT = re.compile(
    r'<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:alias|tblCaption|tblDescription) w:val="([^"]*)"'
    r'|w:displayText="([^"]*)"|<w:dateFormat w:val="([^"]*)"'
    r"|<(?:dc:title|dc:subject|cp:keywords|dc:description)>([^<]*)<"
)


def our_texts() -> set[str]:
    """Every text with words that stands in a template of ours."""
    found: set[str] = set()
    for paper, design in FILES.values():
        with zipfile.ZipFile(BytesIO(build(paper, design))) as package:
            names = [name for name in package.namelist() if name.startswith(("word/", "docProps/core"))]
            parts = [package.read(name).decode() for name in names]
        for part in parts:
            found |= {html.unescape("".join(pieces)).strip() for pieces in TEXT.findall(part)}
    return {text for text in found if re.search("[A-Za-z]", TAG.sub("", text))}


def tags(text: str) -> list[str]:
    """The tags of a text without the words quoted in them."""
    return sorted(QUOTED.sub("''", tag) for tag in TAG.findall(text))


def test_every_text_of_our_templates_has_its_spanish_and_no_other_stands_there() -> None:
    assert set(SPANISH) == our_texts()


@pytest.mark.parametrize("english", SPANISH)
def test_a_spanish_text_keeps_the_tags_and_differs(english: str) -> None:
    spanish = SPANISH[english]
    assert tags(spanish) == tags(english)
    assert spanish != english
    assert spanish == spanish.strip()


@pytest.mark.parametrize("name", FILES)
def test_a_template_in_spanish_has_the_same_structure_and_no_english_left(name: str) -> None:
    with zipfile.ZipFile(BytesIO(build(*FILES[name]))) as package:
        part = package.read("word/document.xml").decode()
    with zipfile.ZipFile(BytesIO(build(*FILES[name], "es"))) as package:
        spanish = package.read("word/document.xml").decode()
    assert re.findall(r"</?w:\w+", spanish) == re.findall(r"</?w:\w+", part)
    assert len(etree.fromstring(spanish.encode()).xpath("//*")) == len(
        etree.fromstring(part.encode()).xpath("//*")
    )
    left = {html.unescape("".join(pieces)).strip() for pieces in TEXT.findall(spanish)} & set(SPANISH)
    assert left <= {"No."}
    assert "en-US" not in spanish
