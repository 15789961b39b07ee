"""Files that must be refused, made here: each with words of its refusal on reading and on writing."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from corpus import MICROSOFT, OF_BOOK, OF_PACKAGE, OFFICE, content, packed, picture, plain, with_parts
from msoffcrypto.format.ooxml import OOXMLFile

BOOK, SHEET, STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"
PICTURE = "xl/media/image1.png"
RETURN_TO_EXCEL = "Open and Repair"
SAVE_AS = "File > Save As"


@dataclass(frozen=True)
class Refused:
    """A file, what its refusal says, and whether reading and writing are refused."""

    raw: bytes
    found: str
    mend: str
    on_read: bool = True
    on_write: bool = True


def refused() -> dict[str, Refused]:
    """Every file by what is wrong with it."""
    return {**_of_other_kinds(), **_damaged(), **_hostile(), **_not_to_be_changed()}


# --- files of other kinds -------------------------------------------------------------------------


def _of_other_kinds() -> dict[str, Refused]:
    csv = "Partner;Role\nHäfen;Funder\n"
    xml = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    return {
        "password": Refused(_encrypted(), "a password-protected workbook", "Remove the password"),
        "rights": Refused(
            ole("EncryptedPackage", "DRMEncryptedDataSpace"), "label or rights", "Take the protection off"
        ),
        "old workbook": Refused(ole("Workbook"), r"an old Excel 97-2003 workbook \(\.xls\)", SAVE_AS),
        "older workbook": Refused(
            b"\x09\x08\x10\0\0\6\5\0" + bytes(90), "a very old Excel workbook", SAVE_AS
        ),
        "Word 97": Refused(ole("WordDocument"), "a Word document under this name", "Copy its table"),
        "binary workbook": Refused(_binary(), r"a binary workbook \(\.xlsb\)", SAVE_AS),
        "web page": Refused(
            b"\xef\xbb\xbf<!DOCTYPE html>\n<HTML><table></table></HTML>", "a web page", SAVE_AS
        ),
        "web archive": Refused(
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a web page", SAVE_AS
        ),
        "CSV": Refused(csv.encode("cp1252"), r"a text file \(perhaps CSV\)", SAVE_AS),
        "wide CSV": Refused(csv.encode("utf-16"), r"a text file \(perhaps CSV\)", SAVE_AS),
        "XML of 2003": Refused(xml.encode(), "an XML spreadsheet of 2003", SAVE_AS),
        "PDF": Refused(b"%PDF-1.7\n", "a PDF file", "Export the records again"),
        "rich text": Refused(b"{\\rtf1 Partners}", "a rich text file", "Copy its table"),
        "picture": Refused(picture(), "a file of another kind", RETURN_TO_EXCEL),
        "OpenDocument": Refused(packed({"content.xml": b"<x/>"}), "an OpenDocument file", "its own program"),
        "Numbers": Refused(packed({"Index/Document.iwa": b"x"}), "an Apple Numbers file", "its own program"),
        "other zip": Refused(
            packed({"letter.txt": b"Dear"}), "a zip file without a workbook", "its own program"
        ),
        "Word": Refused(_word(), "a file of another Office program", "its own program"),
        "empty": Refused(b"", "an empty file", "an earlier copy"),
    }


def _encrypted() -> bytes:
    """The plain workbook as Excel saves it with a password."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(plain())).encrypt("harbor", out)
    return out.getvalue()


def ole(*streams: str) -> bytes:
    """A compound file with these empty streams: a header, a sector of its table and one of its directory."""
    end, free, none = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIII4xIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", 0, *[free] * 108)
    table = struct.pack("<128I", none, end, *[free] * 126)
    names = ("Root Entry", *streams)
    return (
        head
        + table
        + b"".join(_entry(name, 5 if name == names[0] else 2) for name in names).ljust(512, b"\0")
    )


def _entry(name: str, kind: int) -> bytes:
    """One line of the directory of a compound file."""
    letters = name.encode("utf-16-le")
    return struct.pack("<64sHBBiii36xIQ", letters, len(letters) + 2, kind, 1, -1, -1, -1, 0xFFFFFFFE, 0)


def _binary() -> bytes:
    parts = content(plain())
    parts["xl/workbook.bin"] = parts.pop(BOOK)
    return packed(parts | {OF_PACKAGE: parts[OF_PACKAGE].replace(b"workbook.xml", b"workbook.bin")})


def _word() -> bytes:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return packed(content(plain()) | {BOOK: f'<w:document xmlns:w="{main}"/>'.encode()})


# --- damaged files --------------------------------------------------------------------------------


def _damaged() -> dict[str, Refused]:
    whole = plain()
    parts = content(whole)
    with_picture = with_parts({PICTURE: picture()}, {})
    return {
        "cut short": Refused(whole[:-40], "a damaged file, cut short", RETURN_TO_EXCEL),
        "half of it": Refused(whole[: len(whole) // 2], "a damaged file, cut short", RETURN_TO_EXCEL),
        "no sheet": Refused(
            packed(_without(parts, SHEET)), "the sheet is missing|it is missing", RETURN_TO_EXCEL
        ),
        "sheet cut short": Refused(
            packed(parts | {SHEET: parts[SHEET][:-30]}),
            "a damaged part 'xl/worksheets",
            RETURN_TO_EXCEL,
            on_write=False,  # no other sheet is opened to write ours
        ),
        "wrong check sum": Refused(
            flipped(whole, SHEET), "its check sum is wrong|cannot be unpacked", RETURN_TO_EXCEL
        ),
        "picture with a wrong check sum": Refused(
            flipped(with_picture, PICTURE),
            f"'{PICTURE}' \\(its check sum is wrong",
            RETURN_TO_EXCEL,
            on_read=False,
        ),
        "doubled part": Refused(doubled(whole, SHEET), f"'{SHEET}' \\(it is there twice", RETURN_TO_EXCEL),
        "part doubled in capitals": Refused(
            doubled(whole, SHEET.upper()), f"'{SHEET.upper()}' \\(it is there twice", RETURN_TO_EXCEL
        ),
        "odd packing": Refused(
            packed(parts, zipfile.ZIP_BZIP2), "packed in a way Excel does not use", RETURN_TO_EXCEL
        ),
    }


def _without(parts: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    return {each: part for each, part in parts.items() if each != name}


def flipped(raw: bytes, name: str) -> bytes:
    """The package with one bit of a stored part changed."""
    stored = packed(content(raw), zipfile.ZIP_STORED)
    part = content(raw)[name]
    at = stored.index(part) + len(part) // 2
    return stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]


def doubled(raw: bytes, name: str) -> bytes:
    """The package with one more part of that name."""
    out = io.BytesIO(raw)
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a") as target:
        warnings.simplefilter("ignore")
        target.writestr(name, b"<other/>")
    return out.getvalue()


# --- files that mean harm -------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{at} "{f"&l{at - 1};" * 10}">' for at in range(1, 10))
DOCTYPES = {
    "document type": "<!DOCTYPE x>",
    "billion laughs": f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>',
    "outside file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>',
    "outside address": '<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">',
    "late document type": f"<!--{'long ago ' * 20_000}--><!DOCTYPE x>",
}


def _hostile() -> dict[str, Refused]:
    types = {
        f"{name} in {part.rpartition('/')[2]}": Refused(
            _typed(part, declaration), "document type declaration", "ask the sender"
        )
        for name, declaration in DOCTYPES.items()
        for part in (BOOK, SHEET)
    }
    return types | {
        "document type in UTF-16": Refused(
            _typed(SHEET, "<!DOCTYPE x>", "utf-16"), "document type", "the sender"
        ),
        "document type in UTF-7": Refused(
            _typed(SHEET, "<!DOCTYPE x>", "utf-7"), "no XML as Excel", RETURN_TO_EXCEL
        ),
        "document type in UTF-32": Refused(
            _typed(SHEET, "<!DOCTYPE x>", "utf-32"), "no XML as Excel", RETURN_TO_EXCEL
        ),
        "document type in EBCDIC": Refused(
            _typed(SHEET, "<!DOCTYPE x>", "cp037"), "no XML as Excel", RETURN_TO_EXCEL
        ),
        "bomb by ratio": Refused(
            packed(content(plain()) | {SHEET: content(plain())[SHEET] + b" " * (8 << 20)}),
            "which unpacks from [0-9,]+ to 8,",
            "ask the sender",
        ),
        "bomb by part": Refused(_claiming({PICTURE: 513 << 20}), "unpacks from", "ask the sender"),
        "bomb by total": Refused(
            _claiming({f"xl/media/image{at}.png": 500 << 20 for at in range(5)}),
            "more than 2 gigabytes",
            "the sender",
        ),
        "bomb that lies about its size": Refused(_lying(), "its check sum is wrong", RETURN_TO_EXCEL),
        "encrypted zip": Refused(_flagged(), "an encrypted zip file", "Unpack it with its password"),
    }


def _typed(part: str, declaration: str, letters: str = "utf-8") -> bytes:
    """The plain workbook with a document type in one part, in these letters."""
    parts = content(plain())
    text = parts[part].decode()
    body = text[text.index("<work") :]
    first = f'<?xml version="1.0" encoding="{letters}"?>'.encode("ascii" if letters == "utf-7" else letters)
    rest = body.encode(letters) if letters != "utf-16" else body.encode("utf-16-le")
    kind = declaration.encode("utf-16-le" if letters == "utf-16" else letters)
    if letters == "utf-7":
        kind = declaration.replace("<!", "+ADwAIQ-").encode()
    return packed(parts | {part: first + kind + rest})


def _claiming(sizes: Mapping[str, int]) -> bytes:
    """The plain workbook with parts that say they are as large as this once unpacked."""
    noise = bytes(600_000)
    with_parts_of = packed(content(plain()) | dict.fromkeys(sizes, noise), zipfile.ZIP_STORED)
    for name, size in sizes.items():
        with_parts_of = _directory(with_parts_of, name, 24, struct.pack("<I", size))
    return with_parts_of


def _lying() -> bytes:
    """The plain workbook whose sheet unpacks to fifty megabytes, which is not what its directory says."""
    parts = content(plain())
    raw = packed(parts | {SHEET: parts[SHEET] + b" " * (50 << 20)})
    return _directory(raw, SHEET, 16, struct.pack("<I", zlib.crc32(parts[SHEET])), len(parts[SHEET]))


def _flagged() -> bytes:
    """The plain workbook whose sheet says that it is encrypted."""
    return _directory(plain(), SHEET, 8, b"\1\0")


def _directory(raw: bytes, name: str, offset: int, value: bytes, size: int | None = None) -> bytes:
    """The package with another value in the directory's line of a part, and another size if given."""
    at = raw.rindex(name.encode()) - 46
    changed = bytearray(raw)
    changed[at + offset : at + offset + len(value)] = value
    if size is not None:
        changed[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(changed)


# --- files that may be read but not changed -------------------------------------------------------


def _not_to_be_changed() -> dict[str, Refused]:
    signature = "_xmlsignatures/sig1.xml"
    headers = "xl/revisions/revisionHeaders.xml"
    parts = content(plain())
    protection = b'<workbookProtection lockStructure="1"/><bookViews>'
    return {
        "signed": Refused(
            with_parts(
                {signature: "<Signature/>"},
                {OF_PACKAGE: {signature: f"{MICROSOFT}/digital-signature/origin"}},
            ),
            "digitally signed",
            "Save an unsigned copy",
            on_read=False,
        ),
        "shared": Refused(
            with_parts({headers: "<headers/>"}, {OF_BOOK: {headers: f"{OFFICE}/revisionHeaders"}}),
            "a legacy shared workbook",
            "Turn sharing off",
            on_read=False,
        ),
        "protected structure": Refused(
            packed(parts | {BOOK: _replaced(parts[BOOK], b"<bookViews>", protection)}),
            "its structure is protected",
            "Unprotect it in Excel",
            on_read=False,
        ),
    }


def _replaced(part: bytes, old: bytes, new: bytes) -> bytes:
    """A part with an element after another one, which has to be there."""
    first, found, last = part.partition(old)
    assert found
    without = first.replace(b"<workbookProtection/>", b"").replace(b"<workbookProtection />", b"")
    return without + new + last
