"""Whether everybody can read a report: rules of the US accessibility standards that a program can check.

The rules are those a Word document for a US public body has to keep (Section 508, WCAG 2.1 AA) as far as
they can be seen in the file; what a picture shows or whether a heading fits its text, people have to see.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from partnerxl.core.messages import message
from partnerxl.report.faults import Fault, Place
from partnerxl.report.looks import Looks
from partnerxl.report.wordml import (
    BODY,
    CELL,
    CONTROL_FACTS,
    MAIN,
    PARAGRAPH,
    ROW,
    RUN,
    TABLE,
    VALUE,
    Node,
    W,
    holder,
    parse,
    plain,
)

DOCUMENT, STYLES, SETTINGS, CORE = (
    "word/document.xml",
    "word/styles.xml",
    "word/settings.xml",
    "docProps/core.xml",
)
NO_STYLES = f'<w:styles xmlns:w="{MAIN}"/>'.encode()
ENDS = re.compile(r"word/(header|footer)\d*\.xml")
DUBLIN = "{http://purl.org/dc/elements/1.1/}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
PICTURE, FLOATING, OLD_PICTURE = DRAWING + "docPr", DRAWING + "anchor", W + "pict"
BOX, LINK = W + "txbxContent", W + "hyperlink"
MODERN = 15  # the compatibility mode of Word since 2013
LONGEST_HEADING = 120
SHORT_LINE = 80
FILE_NAME = re.compile(r".*\.(png|jpe?g|gif|emf|svg)", re.IGNORECASE)
EMPTY_WORDS = ("", "here", "click here", "link", "more", "read more")
HAND_MADE = re.compile(r"\s*(?:[•●▪–*-]|\d{1,2}[.)])\s+\S")
BLANKS = re.compile(r"[ \u00a0]{4,}|\t{3,}")
RUNS_OF_EMPTY = 2


def check(raw: bytes, file: str) -> tuple[Fault, ...]:
    """Everything in a Word file that some people could not read or use, each with its place."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    try:
        return tuple(dict.fromkeys(_found(parts, file)))
    except etree.XMLSyntaxError:
        return (Fault(Place(file), "", message("access", "damaged")),)


def _found(parts: dict[str, bytes], file: str) -> Iterator[Fault]:
    looks = Looks(parse(parts.get(STYLES, NO_STYLES)))
    for text in _whole(parts, looks):
        yield Fault(Place(file), "", text)
    yield from Reading(parse(parts[DOCUMENT]), looks, Place(file)).faults()
    for name in filter(ENDS.fullmatch, sorted(parts)):
        place = Place(file, "header" if "header" in name else "footer")
        yield from Reading(parse(parts[name]), looks, place).faults(body=False)


# --- the document as a whole ----------------------------------------------------------------------


def _whole(parts: dict[str, bytes], looks: Looks) -> Iterator[str]:
    core = parse(parts[CORE]) if CORE in parts else None
    if core is None or not (core.findtext(DUBLIN + "title") or "").strip():
        yield message("access", "no_title")
    languages = looks.root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if languages is None or not languages.get(VALUE):
        yield message("access", "no_language")
    if SETTINGS in parts:
        yield from _settings(parse(parts[SETTINGS]))


def _settings(root: Node) -> Iterator[str]:
    settings = {str(each.get(W + "name")): str(each.get(VALUE)) for each in root.iter(W + "compatSetting")}
    mode = settings.get("compatibilityMode", "")
    if not mode.isdigit() or int(mode) < MODERN:
        yield message("access", "old_mode")
    if root.find(W + "documentProtection") is not None:
        yield message("access", "protected")


# --- its parts ------------------------------------------------------------------------------------


@dataclass
class Reading:
    """A walk through one part, from top to bottom.

    Attributes:
        root: The part.
        looks: Its styles.
        at: Where the walk is.
    """

    root: Node
    looks: Looks
    at: Place
    table: int = 0
    level: int = 0
    empty: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    marks: frozenset[str] = frozenset()

    def faults(self, *, body: bool = True) -> list[Fault]:
        """What some people could not read or use."""
        self.marks = frozenset(str(mark.get(W + "name")) for mark in self.root.iter(W + "bookmarkStart"))
        found = [
            Fault(self.at, "", text)
            for element in self.root.iter(*RULES)
            for text in RULES[element.tag](self, element)
        ]
        if body and not self.level:
            found.append(Fault(self.at, "", message("access", "no_headings")))
        return found

    def enter(self, heading: str) -> None:
        """Go on under another heading."""
        self.at = Place(self.at.file, self.at.part, heading[:60])

    def enter_table(self) -> None:
        """Go on in the next table."""
        self.table += 1
        self.at = Place(self.at.file, self.at.part, self.at.heading, self.table)

    def leave_table(self, element: Node) -> None:
        """Go on outside a table, when that is where an element stands."""
        if self.at.table and holder(element, TABLE) is None:
            self.at = Place(self.at.file, self.at.part, self.at.heading)


def _paragraph(reading: Reading, paragraph: Node) -> Iterator[str]:
    reading.leave_table(paragraph)
    text, level = plain(paragraph), reading.looks.level(paragraph)
    if level:
        yield from _heading(reading, text.strip(), level)
    elif text.strip():
        yield from _hand_made(reading, paragraph, text.strip())
    yield from _blanks(reading, paragraph, text)
    for look in reading.looks.of(paragraph) if text.strip() else ():
        yield from look.troubles()


def _heading(reading: Reading, text: str, level: int) -> Iterator[str]:
    if not text:
        yield message("access", "empty_heading")
        return
    reading.enter(text)
    if level > reading.level + 1:
        yield message("access", "level", level=level, last=reading.level)
    if len(text) > LONGEST_HEADING:
        yield message("access", "long_heading", most=LONGEST_HEADING)
    reading.level = level


def _hand_made(reading: Reading, paragraph: Node, text: str) -> Iterator[str]:
    """Headings and lists that only look like some."""
    before = paragraph.getprevious()
    if _item(reading, paragraph, text) and before is not None and before.tag == PARAGRAPH:
        if _item(reading, before, plain(before)):
            yield message("access", "list")
    elif _bold_line(paragraph, text):
        yield message("access", "bold", text=text[:40])


def _item(reading: Reading, paragraph: Node, text: str) -> bool:
    """True for a paragraph that begins like an item of a list and is none."""
    return HAND_MADE.match(text) is not None and not reading.looks.numbered(paragraph)


def _bold_line(paragraph: Node, text: str) -> bool:
    """True for a short line of the body, without style of its own, that is bold from end to end."""
    if not text or len(text) > SHORT_LINE or paragraph.find(f"{W}pPr/{W}pStyle") is not None:
        return False
    runs = [run for run in paragraph.iter(RUN) if plain(run).strip()]
    inside = holder(paragraph, CELL) is not None or text.endswith((".", ":", "?", "!"))
    return bool(runs) and not inside and all(run.find(f"{W}rPr/{W}b") is not None for run in runs)


def _blanks(reading: Reading, paragraph: Node, text: str) -> Iterator[str]:
    if BLANKS.search(text):
        yield message("access", "blanks", text=text.strip()[:40])
    if text.strip() or len(paragraph) > 1 or paragraph.getparent().tag != BODY:
        reading.empty = 0
        return
    reading.empty += 1
    if reading.empty == RUNS_OF_EMPTY:
        yield message("access", "empty_paragraphs")


def _table(reading: Reading, table: Node) -> Iterator[str]:
    reading.enter_table()
    rows = table.findall(ROW)
    if holder(table, TABLE) is not None:
        yield message("access", "nested_table")
    if next(table.iter(W + "gridSpan", W + "vMerge"), None) is not None:
        yield message("access", "merged")
    caption = table.find(f"{W}tblPr/{W}tblCaption")
    if caption is None or not caption.get(VALUE, "").strip():
        yield message("access", "table_title")
    if rows:
        yield from _rows(rows)


def _rows(rows: list[Node]) -> Iterator[str]:
    if rows[0].find(f"{W}trPr/{W}tblHeader") is None:
        yield message("access", "header_row")
    elif not all(plain(cell).strip() for cell in rows[0].findall(CELL)):
        yield message("access", "column_heading")
    if any(row.find(f"{W}trPr/{W}cantSplit") is None for row in rows):
        yield message("access", "broken_rows")


def _control(reading: Reading, facts: Node) -> Iterator[str]:
    title, tag = (facts.find(W + name) for name in ("alias", "tag"))
    if title is None or not title.get(VALUE, "").strip():
        yield message("access", "field_title")
    name = "" if tag is None else str(tag.get(VALUE, ""))
    reading.tags[name] += 1
    if name and reading.tags[name] == 2:  # noqa: PLR2004  said once
        yield message("access", "field_tag", tag=name)


def _picture(_reading: Reading, facts: Node) -> Iterator[str]:
    decorative = next(facts.iter(DECORATIVE), None)
    said = str(facts.get("descr", "")).strip()
    if decorative is not None and decorative.get("val") == "1":
        return
    if not said or FILE_NAME.fullmatch(said) or said.casefold() in ("image", "picture", "chart"):
        yield message("access", "alt_text")


def _floating(_reading: Reading, _element: Node) -> Iterator[str]:
    yield message("access", "floating")


def _link(reading: Reading, link: Node) -> Iterator[str]:
    text = plain(link).strip()
    if text.casefold() in EMPTY_WORDS or text.startswith(("http:", "https:")):
        yield message("access", "link_words", text=text[:40])
    target = link.get(W + "anchor")
    if target and target not in reading.marks:
        yield message("access", "link_place", text=text[:40])


RULES: dict[str, Callable[[Reading, Node], Iterator[str]]] = {
    PARAGRAPH: _paragraph,
    TABLE: _table,
    CONTROL_FACTS: _control,
    PICTURE: _picture,
    FLOATING: _floating,
    BOX: _floating,
    OLD_PICTURE: _floating,
    LINK: _link,
}
