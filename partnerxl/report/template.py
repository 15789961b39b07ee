"""A Word template: compiled once, filled any number of times, the same bytes for the same values."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from partnerxl.report.blocks import Styles
from partnerxl.report.compiler import compile_part, compile_properties
from partnerxl.report.faults import BrokenTemplate, Fault, Place
from partnerxl.report.guard import TYPES, look
from partnerxl.report.program import Page, Step, run_all
from partnerxl.report.wordml import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
WITH_TEXT = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml")
SPEAKING = {"header": "header", "footer": "footer", "docProps": "document properties"}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
EPOCH = (1980, 1, 1, 0, 0, 0)
DEEPEST = 30


class Template:
    """A template ready to be filled.

    Attributes:
        name: The file's name, for messages.
        digest: SHA-256 of the file, hex.
    """

    def __init__(self, source: Path | str | bytes, name: str = "template") -> None:
        """Look at the file, then compile every part that may hold tags.

        Args:
            source: Path of the file, or its bytes.
            name: What messages call the file when only its bytes are given.

        Raises:
            BrokenTemplate: If the file is not safe or a tag cannot be used; names every fault.
        """
        raw = source if isinstance(source, bytes) else Path(source).read_bytes()
        self.name = name if isinstance(source, bytes) else Path(source).name
        self.digest = hashlib.sha256(raw).hexdigest()
        self._parts = look(raw, self.name)
        self._programs = self._compile()

    def _compile(self) -> dict[str, list[Step]]:
        faults: list[Fault] = []
        styles = Styles.of(parse(self._parts[STYLES])) if STYLES in self._parts else Styles()
        programs: dict[str, list[Step]] = {}
        for part in sorted(self._parts, key=_reading_order):
            program = self._compile_part(part, styles, faults)
            if program is not None:
                programs[part] = program
        if faults:
            raise BrokenTemplate(faults)
        return programs

    def _compile_part(self, part: str, styles: Styles, faults: list[Fault]) -> list[Step] | None:
        """The program of a part, or None for one that stays as it is."""
        raw = self._parts[part]
        place = Place(self.name, "" if part == DOCUMENT else _speak(part))
        found: list[Fault] = []
        try:
            program = self._program(part, raw, place, styles, found)
        except etree.XMLSyntaxError:
            found.append(Fault(place, "", f"{part} is damaged; open the file in Word and save it again."))
            program = None
        faults += found
        return program

    @staticmethod
    def _program(
        part: str, raw: bytes, place: Place, styles: Styles, faults: list[Fault]
    ) -> list[Step] | None:
        if WITH_TEXT.fullmatch(part):
            return compile_part(raw, place, styles, faults)
        if PROPERTIES.fullmatch(part):
            return compile_properties(raw, place, faults) if b"{" in raw else None
        if part.startswith("word/") and part.endswith(".xml") and (b"{{" in raw or b"{%" in raw):
            _no_tags(part, raw, place, faults)
        return None

    def render(self, context: Mapping[str, Any]) -> bytes:
        """The filled document.

        Args:
            context: Names of the template and their values: texts, numbers, True, False, None, and
                dicts and lists of these.

        Raises:
            BrokenTemplate: If a name is missing or a value does not fit its tag; names every fault.
        """
        faults = _odd_values(context, Place(self.name))
        filled = (
            {}
            if faults
            else {part: self._fill(steps, context, faults) for part, steps in self._programs.items()}
        )
        if faults:
            raise BrokenTemplate(faults)
        return pack({part: filled.get(part, raw) for part, raw in self._parts.items()})

    @staticmethod
    def _fill(steps: list[Step], context: Mapping[str, Any], faults: list[Fault]) -> bytes:
        page = Page(faults=faults)
        run_all(steps, dict(context), page)
        return (DECLARATION + page.text).encode()


def _reading_order(part: str) -> tuple[int, str]:
    return (0 if part == DOCUMENT else 1, part)


def _speak(part: str) -> str:
    return next((word for key, word in SPEAKING.items() if key in part), part)


def _no_tags(part: str, raw: bytes, place: Place, faults: list[Fault]) -> None:
    text = re.sub(r"<[^>]*>", "", raw.decode("utf-8", "replace"))
    found = re.search(r"\{\{[^{}]{0,200}\}\}|\{%.{0,200}?%\}", text)
    if found:
        faults.append(Fault(place, found[0], f"tags work in the text, headers and footers, not in {part}."))


def _odd_values(context: Mapping[str, Any], place: Place) -> list[Fault]:
    """A fault for every value that is not plain."""
    return [Fault(place, name, reason) for name, reason in _look_into(dict(context), "", 0)]


def _look_into(value: Any, name: str, depth: int) -> list[tuple[str, str]]:
    if depth > DEEPEST:
        return [(name, "values are nested too deeply.")]
    if type(value) is dict:
        children = [(f"{name}.{key}".lstrip("."), child) for key, child in value.items()]
    elif type(value) in (list, tuple):
        children = [(f"{name}[{at}]", child) for at, child in enumerate(value)]
    else:
        fits = value is None or type(value) in (str, int, float, bool)
        return (
            [] if fits else [(name, f"is of kind {type(value).__name__}; a report takes texts and numbers.")]
        )
    return [odd for path, child in children for odd in _look_into(child, path, depth + 1)]


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A package with fixed order, times and marks."""
    target = io.BytesIO()
    names = [TYPES, *(name for name in parts if name != TYPES)]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name in names:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            package.writestr(entry, parts[name])
    return target.getvalue()
