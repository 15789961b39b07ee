"""Word files as packages: parts taken as they are stored, and packages with fixed order, times and marks."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

TYPES = "[Content_Types].xml"
LEVEL = 6
LOCAL = struct.Struct("<4sHHHHHLLLHH")
ENTRY = struct.Struct("<4sHHHHHHLLLHHHHHLL")
END = struct.Struct("<4sHHHHLLH")
NEEDED = 20  # the version that can unpack it
UTF8 = 0x800
OWN = 0o600 << 16  # a file its owner may read and write
DAY = 33  # January 1, 1980, as packages count days


@dataclass(frozen=True, slots=True)
class Member:
    """A part as it is stored in a package.

    Attributes:
        method: How it is compressed.
        check: Its checksum (CRC-32).
        size: Its size in bytes before it was compressed.
        stored: What stands in the package.
    """

    method: int
    check: int
    size: int
    stored: bytes


def member(content: bytes) -> Member:
    """A part, compressed."""
    press = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(
        zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), press.compress(content) + press.flush()
    )


def members(raw: bytes) -> dict[str, Member]:
    """The parts of a package whose every part was read before, as they are stored in it."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        return {entry.filename: _taken(raw, entry) for entry in package.infolist() if not entry.is_dir()}


def _taken(raw: bytes, entry: zipfile.ZipInfo) -> Member:
    *_, name, extra = LOCAL.unpack_from(raw, entry.header_offset)
    start = entry.header_offset + LOCAL.size + name + extra
    return Member(entry.compress_type, entry.CRC, entry.file_size, raw[start : start + entry.compress_size])


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A package of parts; the same parts give the same bytes."""
    return package({name: member(content) for name, content in parts.items()})


def package(parts: Mapping[str, Member]) -> bytes:
    """A package of members, its list of types first."""
    target, entries = bytearray(), bytearray()
    for name in dict.fromkeys([TYPES, *parts]):
        own = name.encode()
        facts = _facts(own, parts[name])
        entries += ENTRY.pack(b"PK\1\2", NEEDED, *facts, 0, 0, 0, OWN, len(target)) + own
        target += LOCAL.pack(b"PK\3\4", *facts) + own + parts[name].stored
    end = END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(entries), len(target), 0)
    return bytes(target + entries + end)


def _facts(name: bytes, part: Member) -> tuple[int, ...]:
    flags = 0 if name.isascii() else UTF8
    sizes = (part.check, len(part.stored), part.size)
    return (NEEDED, flags, part.method, 0, DAY, *sizes, len(name), 0)
