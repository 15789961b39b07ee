"""A Word template: compiled once, filled any number of times, the same bytes for the same values."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from partnerxl.core.errors import TemplateError
from partnerxl.core.messages import message
from partnerxl.report.blocks import Styles, styles_of
from partnerxl.report.charts import LINKS, NAME, PACKAGE, chart_parts
from partnerxl.report.faults import BrokenTemplate, Fault, Place
from partnerxl.report.guard import look
from partnerxl.report.packing import TYPES, member, members, package
from partnerxl.report.parts import compile_part, compile_properties
from partnerxl.report.program import Literal, Page, Step, Work, run_all
from partnerxl.report.wordml import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from partnerxl.report.names import Record

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
WITH_TEXT = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
COMMENTS = re.compile(r"word/(?:comments\w*|people)\.xml")
PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml")
SPEAKING = {"header": "header", "footer": "footer", "docProps": "properties"}
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DEEPEST = 30
NO_LINKS = f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode()


class Template:
    """A template ready to be filled.

    Attributes:
        name: The file's name, for messages.
        digest: SHA-256 of the file, hex.
    """

    def __init__(
        self, source: Path | str | bytes, name: str = "template", names: Record | None = None
    ) -> None:
        """Look at the file, then compile every part that may hold tags.

        Args:
            source: Path of the file, or its bytes.
            name: What messages call the file when only its bytes are given.
            names: What it will be filled with; its tags are held against that, in every branch and loop.

        Raises:
            BrokenTemplate: If the file is not safe or a tag cannot be used; names every fault.
            TemplateError: If it cannot be read.
        """
        raw = source if isinstance(source, bytes) else read_template(Path(source))
        self.name = name if isinstance(source, bytes) else Path(source).name
        self.digest = hashlib.sha256(raw).hexdigest()
        parts = look(raw, self.name)
        self._programs = self._compile(parts, names)
        self._members = members(raw)
        self._frame = (parts[TYPES], parts.get(LINKS, NO_LINKS))

    def _compile(self, parts: Mapping[str, bytes], names: Record | None) -> dict[str, list[Step]]:
        faults: list[Fault] = []
        styles = self._styles(parts, faults)
        programs: dict[str, list[Step]] = {}
        for part in sorted(parts, key=_reading_order):
            program = self._compile_part(part, parts[part], (styles, names), faults)
            if program is not None:
                programs[part] = program
        if faults:
            raise BrokenTemplate(faults)
        return programs

    def _styles(self, parts: Mapping[str, bytes], faults: list[Fault]) -> Styles:
        try:
            return styles_of(parts[STYLES]) if STYLES in parts else Styles()
        except etree.XMLSyntaxError:
            faults.append(Fault(Place(self.name), "", message("template", "damaged_part", part=STYLES)))
            return Styles()

    def _compile_part(
        self, part: str, raw: bytes, known: tuple[Styles, Record | None], faults: list[Fault]
    ) -> list[Step] | None:
        """The program of a part, or None for one that stays as it is."""
        place = Place(self.name, "" if part == DOCUMENT else _speak(part))
        found: list[Fault] = []
        try:
            program = self._program(part, raw, place, known, found)
        except etree.XMLSyntaxError:
            found.append(Fault(place, "", message("template", "damaged_part", part=part)))
            program = None
        faults += found
        return program

    @staticmethod
    def _program(
        part: str, raw: bytes, place: Place, known: tuple[Styles, Record | None], faults: list[Fault]
    ) -> list[Step] | None:
        styles, names = known
        if WITH_TEXT.fullmatch(part):
            return compile_part(raw, place, styles, names, faults)
        if PROPERTIES.fullmatch(part):
            return compile_properties(raw, place, names, faults) if b"{" in raw else None
        if COMMENTS.fullmatch(part):
            return [Literal(_emptied(raw))]
        if b"{" in raw and part.startswith("word/") and part.endswith(".xml"):
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
        work = Work(charts_before=sum(name.startswith(NAME) for name in self._members))
        filled = (
            {}
            if faults
            else {
                part: self._fill(steps, context, Page(faults=faults, work=work))
                for part, steps in self._programs.items()
            }
        )
        if faults:
            raise BrokenTemplate(faults)
        if work.charts:
            filled |= chart_parts(work.charts, *self._frame, work.charts_before)
        return package({**self._members, **{part: member(content) for part, content in filled.items()}})

    @staticmethod
    def _fill(steps: list[Step], context: Mapping[str, Any], page: Page) -> bytes:
        run_all(steps, dict(context), page)
        return (DECLARATION + page.text).encode()


def read_template(path: Path) -> bytes:
    """The bytes of a template.

    Raises:
        TemplateError: If it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as fault:
        raise TemplateError(message("template", "no_file", path=path)) from fault
    except OSError as fault:
        raise TemplateError(message("template", "unreadable", path=path, why=fault.strerror)) from fault


def _reading_order(part: str) -> tuple[int, str]:
    return (0 if part == DOCUMENT else 1, part)


def _speak(part: str) -> str:
    return next((word for key, word in SPEAKING.items() if key in part), part)


def _emptied(raw: bytes) -> str:
    """A part of comments without any: they are for the people who write the template."""
    root = parse(raw)
    for child in list(root):
        root.remove(child)
    return str(etree.tostring(root, encoding="unicode"))


def _no_tags(part: str, raw: bytes, place: Place, faults: list[Fault]) -> None:
    text = re.sub(r"<[^>]*>", "", raw.decode("utf-8", "replace"))
    found = re.search(r"\{\{[^{}]{0,200}\}\}|\{%.{0,200}?%\}", text)
    if found:
        faults.append(Fault(place, found[0], message("template", "no_tags_here", part=part)))


def _odd_values(context: Mapping[str, Any], place: Place) -> list[Fault]:
    """A fault for every value that is not plain."""
    return [Fault(place, name, reason) for name, reason in _look_into(dict(context), "", 0)]


def _look_into(value: Any, name: str, depth: int) -> list[tuple[str, str]]:
    if depth > DEEPEST:
        return [(name, message("template", "nested_values"))]
    if type(value) is dict:
        children = [(f"{name}.{key}".lstrip("."), child) for key, child in value.items()]
    elif type(value) in (list, tuple):
        children = [(f"{name}[{at}]", child) for at, child in enumerate(value)]
    else:
        fits = value is None or type(value) in (str, int, float, bool)
        return [] if fits else [(name, message("template", "odd_value", kind=type(value).__name__))]
    return [odd for path, child in children for odd in _look_into(child, path, depth + 1)]
