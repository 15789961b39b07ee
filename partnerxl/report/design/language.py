"""The words of a template in another language; its structure, tags and looks stay the same."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, unescape

from partnerxl.core.catalogue import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT = re.compile(
    r"(?<=<w:t>)[^<]+(?=</w:t>)"
    r'|(?<=<w:t xml:space="preserve">)[^<]+(?=</w:t>)'
    r'|(?<=<w:alias w:val=")[^"]+|(?<=<w:tblCaption w:val=")[^"]+'
    r'|(?<=<w:tblDescription w:val=")[^"]+|(?<=w:displayText=")[^"]+'
    r'|(?<=<w:dateFormat w:val=")[^"]+'
    r"|(?<=<dc:title>)[^<]+|(?<=<dc:subject>)[^<]+|(?<=<cp:keywords>)[^<]+|(?<=<dc:description>)[^<]+"
)
LOCALE = re.compile(r'(?<=w:val=")en-US(?=")|(?<=<dc:language>)en-US')
WORDS = "templates.toml"
QUOTE = {'"': "&quot;"}


def languages() -> list[str]:
    """The languages that our templates exist in; English, the first, has no name."""
    return ["", *sorted(file.parent.name for file in FOLDER.glob(f"*/{WORDS}"))]


@cache
def load_words(language: str) -> dict[str, str]:
    """The words of our templates in a language, by their English text."""
    return tomllib.loads((FOLDER / language / WORDS).read_text(encoding="utf-8"))


def name_of(template: str, language: str) -> str:
    """The name of a template's file in a language.

    >>> name_of("review-a4.docx", "es"), name_of("review.docx", "")
    ('review-es-a4.docx', 'review.docx')
    """
    return re.sub(r"^\w+", rf"\g<0>-{language}", template) if language else template


def translated(part: str, language: str) -> str:
    """A part of a template with its words in a language."""
    words = load_words(language)
    return LOCALE.sub(f"{language}-US", TEXT.sub(lambda found: _translated(found[0], words), part))


def _translated(text: str, words: Mapping[str, str]) -> str:
    """A text in the other language with the space around it; one without words stays."""
    english = unescape(text, {"&quot;": '"'}).strip()
    if english not in words:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{escape(words[english], QUOTE)}{after}"
