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
)
LOCALE = re.compile(r'(?<=w:val=")en-US(?=")|(?<=<dc:language>)en-US')
QUOTE = {'"': "&quot;"}


@cache
def load_words(language: str) -> dict[str, str]:
    """The words of our templates in a language, by their English text."""
    return tomllib.loads((FOLDER / language / "templates.toml").read_text(encoding="utf-8"))


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
