"""A look at a Word file before anything opens it: what could run, fetch or swell is refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from lxml import etree

from partnerxl.core.messages import message
from partnerxl.report import fields
from partnerxl.report.faults import BrokenTemplate, Fault, Place
from partnerxl.report.packing import TYPES
from partnerxl.report.wordml import STRICT, Node, parse

MOST_PARTS = 400
LARGEST_PART = 25 << 20
LARGEST_FILE = 60 << 20
FIRST_SUSPECT = 1 << 20
WIDEST_RATIO = 200
COMPOUND = b"\xd0\xcf\x11\xe0"
DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
ENCODING = re.compile(
    rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])""", re.IGNORECASE
)
ACTIVE = (
    "oleObject",
    "control",
    "aFChunk",
    "subDocument",
    "frame",
    "vbaProject",
    "wordVbaData",
    "activeXControlBinary",
    "attachedTemplate",
    "customUI",
    "extensibility",
    "keyMapCustomizations",
    "mailMergeSource",
    "mailMergeHeaderSource",
    "recipientData",
    "ui",
    "webextension",
    "webextensiontaskpanes",
)
DOCUMENT = "word/document.xml"


def look(raw: bytes, file: str) -> dict[str, bytes]:
    """The parts of a Word file that is safe to use, by name, in their order.

    Raises:
        BrokenTemplate: If it is not a Word document or holds what a template must not.
    """
    parts = _parts(raw, file)
    troubles = [trouble for name, part in parts.items() for trouble in _troubles(name, part)]
    return _sound(parts, file, troubles)


def contents(raw: bytes, file: str) -> dict[str, bytes]:
    """The parts of a Word file whose text is read and of which nothing is used; macros are refused all the same.

    Raises:
        BrokenTemplate: If it is not a Word document, or swells, or holds macros or a document type.
    """
    parts = _parts(raw, file)
    troubles = [
        trouble
        for name, part in parts.items()
        if not name.endswith(".rels")
        for trouble in _troubles(name, part, with_fields=False)
    ]
    return _sound(parts, file, list(dict.fromkeys(troubles)))


def _parts(raw: bytes, file: str) -> dict[str, bytes]:
    names = _names(raw, file)
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        try:
            return {name: package.read(name) for name in names}
        except (
            zipfile.BadZipFile,
            NotImplementedError,
            RuntimeError,
            EOFError,
            OSError,
            zlib.error,
        ) as cause:
            raise _refused(file, [message("guard", "damaged")]) from cause


def _sound(parts: dict[str, bytes], file: str, troubles: list[str]) -> dict[str, bytes]:
    if DOCUMENT not in parts or TYPES not in parts:
        troubles.append(message("guard", "no_document"))
    if troubles:
        raise _refused(file, troubles)
    return parts


def _refused(file: str, troubles: list[str]) -> BrokenTemplate:
    return BrokenTemplate(Fault(Place(file), "", trouble) for trouble in troubles)


def _names(raw: bytes, file: str) -> list[str]:
    """Names of the parts to read, once the table of contents has been found harmless."""
    if raw.startswith(COMPOUND):
        raise _refused(file, [message("guard", "protected")])
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as cause:
        raise _refused(file, [message("guard", "no_word_file")]) from cause
    troubles = _swelling(entries) + _odd_names([entry.filename for entry in entries])
    if troubles:
        raise _refused(file, troubles)
    return [entry.filename for entry in entries if not entry.is_dir()]


def _swelling(entries: list[zipfile.ZipInfo]) -> list[str]:
    found = []
    if len(entries) > MOST_PARTS:
        found.append(message("guard", "many_parts", n=len(entries), most=MOST_PARTS))
    if sum(entry.file_size for entry in entries) > LARGEST_FILE:
        found.append(message("guard", "large", most=LARGEST_FILE >> 20))
    found += [
        message("guard", "large_part", part=entry.filename, size=entry.file_size >> 20)
        for entry in entries
        if _swells(entry)
    ]
    found += [message("guard", "encrypted", part=entry.filename) for entry in entries if entry.flag_bits & 1]
    return found


def _swells(entry: zipfile.ZipInfo) -> bool:
    ratio = entry.file_size / max(1, entry.compress_size)
    return entry.file_size > LARGEST_PART or (entry.file_size > FIRST_SUSPECT and ratio > WIDEST_RATIO)


def _odd_names(names: list[str]) -> list[str]:
    folded = [name.casefold() for name in names]
    found = [
        message("guard", "twice", part=name)
        for name in sorted({name for name in folded if folded.count(name) > 1})
    ]
    unsafe = [
        name for name in names if name.startswith("/") or re.search(r"(^|/)\.\.?(/|$)|[\\:\x00-\x1f]", name)
    ]
    return found + [message("guard", "unsafe_name", part=name) for name in unsafe]


def _troubles(name: str, part: bytes, *, with_fields: bool = True) -> list[str]:
    if name.casefold().endswith(("vbaproject.bin", "vbadata.xml")):
        return [message("guard", "macros")]
    if not name.casefold().endswith((".xml", ".rels", ".vml")):
        return []
    if part.startswith(UTF16) or ENCODING.match(part) or (b"<!" in part and DTD.search(part)):
        return [message("guard", "odd_form", part=name)]
    if name == TYPES and (b"macroEnabled" in part or b"vbaProject" in part):
        return [message("guard", "macros")]
    if name.endswith(".rels"):
        return _relations(name, part)
    return _fields(name, part) if with_fields and name.startswith("word/") else []


def _relations(name: str, part: bytes) -> list[str]:
    try:
        root = parse(part)
    except etree.XMLSyntaxError:
        return [message("guard", "damaged_part", part=name)]
    found = [_relation(name, entry) for entry in root.iter("{*}Relationship")]
    return [trouble for trouble in found if trouble]


def _relation(name: str, entry: Node) -> str:
    kind = str(entry.get("Type", "")).rsplit("/", 1)[-1]
    target = str(entry.get("Target", ""))
    if entry.get("TargetMode") == "External" or re.match(r"[A-Za-z][\w+.-]*:|//|\\\\", target):
        if kind == "hyperlink" and fields.LINK.match(target):
            return ""
        return message("guard", "fetches", kind=kind, target=target[:60])
    if kind in ACTIVE or (kind == "package" and "/charts/" not in name):
        return message("guard", "embedded", kind=kind)
    return ""


def _fields(name: str, part: bytes) -> list[str]:
    if name == DOCUMENT and STRICT.encode() in part[:4000]:
        return [message("guard", "strict")]
    if b"mailMerge" in part:
        return [message("guard", "mail_merge")]
    if b"instr" not in part and b"fldChar" not in part:
        return []
    try:
        return list(fields.troubles(parse(part), name))
    except etree.XMLSyntaxError:
        return [message("guard", "damaged_part", part=name)]
