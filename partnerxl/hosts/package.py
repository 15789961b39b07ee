"""Opens the package of a workbook: what is no workbook, or unsafe to unpack, is refused in plain words."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from lxml import etree

from partnerxl.core.errors import WorkbookError

if TYPE_CHECKING:
    from pathlib import Path

Node: TypeAlias = Any  # an lxml element; lxml ships no types

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
LARGEST_PART = 512 << 20
LARGEST_TOTAL = 2 << 30
WIDEST_XML = (1 << 20, 300)  # from this size on, unpacked, no more than so many times the packed size
WIDEST_OTHER = (16 << 20, 1000)
FIRST_HUGE_TREE = 9 << 20  # libxml2 refuses larger texts unless told
HEAD = 65_536

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_ENCRYPTED = 1
_MOST_DAMAGE = 120
_RESTORE = "Open it in Excel with File > Open > Open and Repair, or go back to an earlier copy."
_STARTS = (
    (b"%PDF", "a PDF file", "Export the records again as an Excel workbook (.xlsx)."),
    (b"{\\rtf", "a rich text file", "Copy its table into Excel and save that as .xlsx."),
)


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
        WorkbookError: If there is no such file, or it is a folder, empty or not readable.
    """
    if path.is_dir():
        _refuse(path.name, "a folder", "Name a file inside it.")
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        _refuse(str(path), "no such file", "Check its name and folder.")
    except OSError as fault:
        _refuse(
            path.name, f"a file that cannot be read ({fault.strerror})", "Ask its owner for access to it."
        )
    if not raw:
        _refuse(path.name, "an empty file", "Go back to an earlier copy.")
    return raw


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
        self._total = 0
        for entry in self.entries:
            self._take(entry)

    def _directory(self) -> tuple[bytes, list[zipfile.ZipInfo]]:
        if not self.raw.startswith(b"PK"):
            _refuse(self.name, *_kind_of(self.raw))
        try:
            with zipfile.ZipFile(io.BytesIO(self.raw)) as opened:
                return opened.comment, opened.infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OSError):
            _refuse(self.name, "a damaged file, cut short or changed on its way", _RESTORE)

    def _take(self, entry: zipfile.ZipInfo) -> None:
        if entry.flag_bits & _ENCRYPTED:
            _refuse(self.name, "an encrypted zip file", "Unpack it with its password and run again.")
        if self.key(entry.filename) in self._by_key:
            self.damaged(entry.filename, "it is there twice")
        self._by_key[self.key(entry.filename)] = entry
        self._total += entry.file_size
        if _swells(entry) or self._total > LARGEST_TOTAL:
            size, packed = entry.file_size, entry.compress_size
            found = f"the part '{entry.filename}', which unpacks from {packed:,} to {size:,} bytes"
            _refuse(self.name, found, "Nothing was unpacked; ask the sender for a clean copy.")

    @staticmethod
    def key(part: str) -> str:
        """A part's name as it is compared: without a leading slash, case or backslashes."""
        return part.replace("\\", "/").lstrip("/").lower()

    @property
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
            self.damaged(entry.filename, "it is cut short")
        begin = start + _LOCAL_HEADER.size + name_length + extra_length
        packed = self.raw[begin : begin + entry.compress_size]
        if mark != b"PK\x03\x04" or len(packed) != entry.compress_size:
            self.damaged(entry.filename, "it is not where the file says")
        return packed

    def read(self, part: str) -> bytes:
        """The unpacked bytes of a part.

        Raises:
            WorkbookError: If the part is absent, damaged or has a document type declaration.
        """
        entry = self._by_key.get(self.key(part))
        if entry is None:
            self.damaged(part, "it is missing")
        content = self._unpacked(entry)
        if any(mark in content[:HEAD] for mark in _DOCTYPES):
            found = f"the part '{part}' with a document type declaration, which no Excel file has"
            _refuse(self.name, found, "Nothing was read; ask the sender for a clean copy.")
        return content

    def _unpacked(self, entry: zipfile.ZipInfo) -> bytes:
        packed = self.stored(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            content = packed
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            content = self._inflated(entry, packed)
        else:
            self.damaged(entry.filename, "it is packed in a way Excel does not use")
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            self.damaged(entry.filename, "its check sum is wrong")
        return content

    def _inflated(self, entry: zipfile.ZipInfo, packed: bytes) -> bytes:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            return unpacking.decompress(packed, entry.file_size + 1)  # one more shows a size that lies
        except zlib.error:
            self.damaged(entry.filename, "it cannot be unpacked")

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
        named = relations_part(part)
        if not self.has(named):
            return ()
        listed = self.xml(named).iterfind(f"{{{RELATIONSHIPS}}}Relationship")
        return tuple(_relation(part, element) for element in listed)

    def damaged(self, part: str, how: str) -> NoReturn:
        """Refuse the workbook because of one part.

        Raises:
            WorkbookError: Always; it names the part, what is wrong and the way out.
        """
        _refuse(self.name, f"a damaged part '{part}' ({how[:_MOST_DAMAGE]})", _RESTORE)


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
    """What a file is that is no zip file, and what to do about it."""
    if raw.startswith(_OLE):
        return _kind_of_ole(raw)
    for start, found, mend in _STARTS:
        if raw.startswith(start):
            return found, mend
    head = raw[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table")) or b"<html" in head:
        return "a web page under another name", "Open it in Excel and save it with File > Save As > .xlsx."
    if b"\0" not in raw[:HEAD] or raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "a text file (perhaps CSV)", "Open it in Excel and save it with File > Save As > .xlsx."
    return "a file of another kind, or a damaged one", _RESTORE


def _kind_of_ole(raw: bytes) -> tuple[str, str]:
    if "EncryptedPackage".encode("utf-16-le") in raw:
        found = "a password-protected workbook"
        return found, "Remove the password in Excel (File > Info > Protect Workbook) and run again."
    found = "an old Excel 97-2003 workbook (.xls) under this name"
    return found, "Open it in Excel and save it with File > Save As > .xlsx."


def _refuse(name: str, found: str, mend: str) -> NoReturn:
    message = f"{name}: expected an Excel workbook (.xlsx or .xlsm), found {found}. {mend}"
    raise WorkbookError(message) from None
