"""Fields that Word works out: those a template may hold, and those that fetch, run or ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from partnerxl.core.messages import message
from partnerxl.report.wordml import Node

HARMLESS = frozenset(
    "= ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BIBLIOGRAPHY CITATION COMMENTS CREATEDATE DATE DOCPROPERTY "
    "EDITTIME EQ FILENAME FORMCHECKBOX FORMDROPDOWN FORMTEXT HYPERLINK IF INDEX INFO KEYWORDS LASTSAVEDBY "
    "LISTNUM NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE QUOTE REF REVNUM SAVEDATE SECTION "
    "SECTIONPAGES SEQ SET STYLEREF SUBJECT SYMBOL TA TC TIME TITLE TOA TOC XE".split()
)
LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
WORD = re.compile(r'\s*(=|[^\s"\\]+)')
TOKEN = re.compile(r'"([^"]*)"?|([^\s"]+)')
WITH_TEXT = ("\\l", "\\o", "\\t")  # switches of a link that a text follows


def troubles(root: Node, part: str) -> Iterator[str]:
    """A sentence for each field of a part that a template may not hold."""
    for instruction in _instructions(root):
        found = WORD.match(instruction)
        word = found[1].upper() if found else ""
        if word not in HARMLESS:
            yield message("guard", "field", part=part, field=word or instruction.strip()[:30])
        elif word == "HYPERLINK":
            yield from (
                message("guard", "link", part=part, target=target[:60])
                for target in _targets(instruction)
                if not LINK.match(target)
            )


def _targets(instruction: str) -> Iterator[str]:
    """Where a link leads outside the document."""
    before = ""
    for quoted, bare in TOKEN.findall(instruction.strip())[1:]:
        if not bare.startswith("\\") and before.lower() not in WITH_TEXT:
            yield quoted or bare
        before = bare


def _instructions(root: Node) -> Iterator[str]:
    """What each field says, whatever stands nested inside it left out."""
    for simple in root.iter("{*}fldSimple"):
        yield from (str(text) for key, text in simple.attrib.items() if key.endswith("}instr"))
    open_fields: list[str] = []
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText"):
        kind = next((text for key, text in element.attrib.items() if key.endswith("}fldCharType")), "")
        if kind == "begin":
            open_fields.append("")
        elif kind == "end" and open_fields:
            yield open_fields.pop()
        elif not kind:
            open_fields = [*open_fields[:-1], (open_fields or [""])[-1] + (element.text or "")]
    yield from open_fields
