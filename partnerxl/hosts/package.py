"""Opens the package of a workbook: what is no workbook, or unsafe to unpack, is refused in plain words."""

from __future__ import annotations

import io
import posixpath
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from lxml import etree

from partnerxl.core.errors import WorkbookError
from partnerxl.core.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Node: TypeAlias = Any  # an lxml element; lxml ships no types

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
LARGEST_PART = 512 << 20
LARGEST_TOTAL = 2 << 30
WIDEST_XML = (1 << 20, 300)  # from this size on, unpacked, no more than so many times the packed size
WIDEST_OTHER = (16 << 20, 1000)
FIRST_HUGE_TREE = 9 << 20  # libxml2 refuses larger texts unless told
PIECE = 1 << 20
HEAD = 65_536

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_LONGEST_DECLARATION = 400
_XML = re.compile(r"\ufeff?\s*<[\w?!]")
_DECLARED = re.compile(r"\ufeff?<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)")
_USUAL = re.compile(r"utf-?8|utf-?16(?:le|be)?|us-ascii|iso-8859-\d+|windows-125\d", re.IGNORECASE)
"""Encodings in which a document type declaration cannot hide; the standard wants the first two."""
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 1
_MOST_DAMAGE = 120
_STARTS = (
    (b"%PDF", "pdf", "export"),
    (b"{\\rtf", "rich_text", "copy_table"),
    (b"\x09\x08\x10\0", "very_old", "save_as"),
)
_TEXTS = (
    (b"<html", "web_page"),
    (b"<table", "web_page"),
    (b"mime-version:", "web_page"),
    (b"schemas-microsoft-com:office:spreadsheet", "xml_2003"),
)
_STREAMS = (
    ("DRMEncrypted", "rights", "protection"),
    ("EncryptedPackage", "password", "remove_password"),
    ("Workbook", "old", "save_as"),
    ("WordDocument", "word", "copy_table"),
)
"""Names of streams in an OLE file that tell what it is, and what to do about it."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part: its id, the last word of its type, and the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool


def raw_bytes(path: Path) -> bytes:
    """The bytes of the file at a path.

    Raises:
        WorkbookError: If there is no such file, or it is a folder, empty, too large or not readable.
    """
    try:
        _check_kind(path)
        raw = path.read_bytes()
    except FileNotFoundError:
        _refuse(str(path), message("found", "none"), message("mend", "name_and_folder"))
    except OSError as fault:
        found = message("found", "unreadable", why=fault.strerror)
        _refuse(path.name, found, message("mend", "ask_owner"))
    if not raw:
        _refuse(path.name, message("found", "empty"), message("mend", "earlier"))
    return raw


def _check_kind(path: Path) -> None:
    """Refuse what would never end, or not fit."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        _refuse(path.name, message("found", "folder"), message("mend", "file_inside"))
    if not stat.S_ISREG(found.st_mode):
        _refuse(path.name, message("found", "device"), message("mend", "name_file"))
    if found.st_size > LARGEST_TOTAL:
        larger = message("found", "huge", most=LARGEST_TOTAL >> 30)
        _refuse(path.name, larger, message("mend", "take_out"))


class Package:
    """The parts of a workbook's zip file, each unpacked only when asked for and checked when it is."""

    def __init__(self, raw: bytes, name: str) -> None:
        """Open the directory of the zip file.

        Args:
            raw: The bytes of the file.
            name: The file's name, for messages.

        Raises:
            WorkbookError: If it is no zip file, damaged, encrypted, or would swell beyond reason.
        """
        self.raw = raw
        self.name = name
        self.comment, self.entries = self._directory()
        self._by_key: dict[str, zipfile.ZipInfo] = {}
        self._relations: dict[str, tuple[Relation, ...]] = {}
        self._total = 0
        self._sound: set[str] = set()
        for entry in self.entries:
            self._take(entry)

    def _directory(self) -> tuple[bytes, list[zipfile.ZipInfo]]:
        if not self.raw.startswith(b"PK"):
            found, mend = _kind_of(self.raw)
            _refuse(self.name, message("found", found), message("mend", mend))
        try:
            with zipfile.ZipFile(io.BytesIO(self.raw)) as opened:
                return opened.comment, opened.infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OSError):
            _refuse(self.name, message("found", "cut"), message("mend", "restore"))

    def _take(self, entry: zipfile.ZipInfo) -> None:
        if entry.flag_bits & _ENCRYPTED:
            _refuse(self.name, message("found", "encrypted_zip"), message("mend", "unpack"))
        if self.key(entry.filename) in self._by_key:
            self.damaged(entry.filename, message("damage", "twice"))
        self._by_key[self.key(entry.filename)] = entry
        self._total += entry.file_size
        if _swells(entry):
            size, packed = entry.file_size, entry.compress_size
            found = message(
                "found", "swelling_part", part=entry.filename, packed=f"{packed:,}", size=f"{size:,}"
            )
            _refuse(self.name, found, message("mend", "clean_copy"))
        if self._total > LARGEST_TOTAL:
            found = message("found", "swelling", most=LARGEST_TOTAL >> 30)
            _refuse(self.name, found, message("mend", "clean_copy"))

    @staticmethod
    def key(part: str) -> str:
        """A part's name as it is compared: without a leading slash, case or backslashes."""
        return part.replace("\\", "/").lstrip("/").lower()

    @cached_property
    def parts(self) -> dict[str, str]:
        """The compared name of each part and its name as it stands."""
        return {key: entry.filename for key, entry in self._by_key.items()}

    def has(self, part: str) -> bool:
        """Whether the package has the part."""
        return self.key(part) in self._by_key

    def stored(self, entry: zipfile.ZipInfo) -> bytes:
        """The bytes of an entry as they stand in the file, usually compressed."""
        start = entry.header_offset
        try:
            mark, name_length, extra_length = _LOCAL_HEADER.unpack_from(self.raw, start)
        except struct.error:
            self.damaged(entry.filename, message("damage", "short"))
        begin = start + _LOCAL_HEADER.size + name_length + extra_length
        packed = self.raw[begin : begin + entry.compress_size]
        if mark != b"PK\x03\x04" or len(packed) != entry.compress_size:
            self.damaged(entry.filename, message("damage", "elsewhere"))
        return packed

    def read(self, part: str) -> bytes:
        """The unpacked bytes of a part.

        Raises:
            WorkbookError: If the part is absent, damaged or has a document type declaration.
        """
        entry = self._by_key.get(self.key(part))
        if entry is None:
            self.damaged(part, message("damage", "missing"))
        content = b"".join(self._pieces(entry, entry.file_size + 1))
        letters = self._letters(part, content)
        if "<!DOCTYPE".encode(letters) in content:
            found = message("found", "doctype", part=part)
            _refuse(self.name, found, message("mend", "clean_copy_unread"))
        return content

    def _letters(self, part: str, content: bytes) -> str:
        """The encoding of the markup of an XML part."""
        letters = next((code for start, code in _WIDE.items() if content.startswith(start)), "utf-8")
        head = content[:_LONGEST_DECLARATION].decode(letters, "replace")
        declared = _DECLARED.match(head)
        if not _XML.match(head) or (declared and not _USUAL.fullmatch(declared[1])):
            self.damaged(part, message("damage", "no_xml"))
        return letters

    def check(self) -> None:
        """Unpack every part that was not read yet piece by piece, and compare its check sum.

        Raises:
            WorkbookError: If a part is damaged.
        """
        for entry in self.entries:
            if entry.filename not in self._sound:
                for _ in self._pieces(entry, PIECE):
                    pass

    def _pieces(self, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
        """The unpacked bytes of an entry, no more than so many at a time, with its check sum compared."""
        size = check_sum = 0
        for piece in self._unpacked(entry, most):
            size += len(piece)
            check_sum = zlib.crc32(piece, check_sum)
            if size > entry.file_size:
                break
            yield piece
        if size != entry.file_size or check_sum != entry.CRC:
            self.damaged(entry.filename, message("damage", "check_sum"))
        self._sound.add(entry.filename)

    def _unpacked(self, entry: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
        packed = self.stored(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            yield from self._inflated(entry, packed, most)
        else:
            self.damaged(entry.filename, message("damage", "packing"))

    def _inflated(self, entry: zipfile.ZipInfo, packed: bytes, most: int) -> Iterator[bytes]:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            while piece := unpacking.decompress(packed, most):
                yield piece
                packed = unpacking.unconsumed_tail
        except zlib.error:
            self.damaged(entry.filename, message("damage", "unpacking"))

    def xml(self, part: str) -> Node:
        """The root element of a part; no entity is expanded and nothing outside is read.

        Raises:
            WorkbookError: If the part is absent, damaged or not well formed.
        """
        content = self.read(part)
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=len(content) > FIRST_HUGE_TREE,
        )
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as fault:
            self.damaged(part, str(fault))

    def relations(self, part: str) -> tuple[Relation, ...]:
        """The relationships of a part (of the whole package for an empty name); none when it has none."""
        if part not in self._relations:
            named = relations_part(part)
            listed = self.xml(named).iterfind(f"{{{RELATIONSHIPS}}}Relationship") if self.has(named) else ()
            self._relations[part] = tuple(_relation(part, element) for element in listed)
        return self._relations[part]

    def damaged(self, part: str, how: str) -> NoReturn:
        """Refuse the workbook because of one part.

        Raises:
            WorkbookError: Always; it names the part, what is wrong and the way out.
        """
        found = message("found", "damaged", part=part, how=how[:_MOST_DAMAGE])
        _refuse(self.name, found, message("mend", "restore"))


def as_utf8(part: bytes) -> bytes:
    """The bytes of a part; parts in UTF-16 as UTF-8."""
    letters = next((code for start, code in _WIDE.items() if part.startswith(start)), "")
    return part.decode(letters, "replace").encode() if letters else part


def relations_part(part: str) -> str:
    """Name of the part that holds a part's relationships.

    >>> relations_part("xl/workbook.xml")
    'xl/_rels/workbook.xml.rels'
    """
    return posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")


def _relation(owner: str, element: Node) -> Relation:
    external = element.get("TargetMode") == "External"
    target = element.get("Target", "")
    return Relation(
        id=element.get("Id", ""),
        kind=element.get("Type", "").rpartition("/")[2],
        target=target if external else _resolved(owner, target),
        external=external,
    )


def _resolved(owner: str, target: str) -> str:
    whole = posixpath.join("/", posixpath.dirname(owner), target.replace("\\", "/"))
    return posixpath.normpath(whole).lstrip("/")


def _swells(entry: zipfile.ZipInfo) -> bool:
    is_xml = entry.filename.lower().endswith((".xml", ".rels"))
    size, ratio = WIDEST_XML if is_xml else WIDEST_OTHER
    wide = entry.file_size > size and entry.file_size > ratio * max(entry.compress_size, 1)
    return wide or entry.file_size > LARGEST_PART


def _kind_of(raw: bytes) -> tuple[str, str]:
    """What a file is that is no zip file, and what to do about it, by their names in the messages."""
    if raw.startswith(_OLE):
        return _kind_of_ole(raw)
    for start, found, mend in _STARTS:
        if raw.startswith(start):
            return found, mend
    head = raw[:HEAD].lower()
    for mark, found in _TEXTS:
        if mark in head:
            return found, "save_as"
    if b"\0" not in head or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text", "save_as"
    return "other", "restore"


def _kind_of_ole(raw: bytes) -> tuple[str, str]:
    for stream, found, mend in _STREAMS:
        if stream.encode("utf-16-le") in raw:
            return found, mend
    return "old", "save_as"


def _refuse(name: str, found: str, mend: str) -> NoReturn:
    raise WorkbookError(message("workbook", "expected", name=name, found=found, mend=mend)) from None
