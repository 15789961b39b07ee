"""Names that people typed, made fit for one line and for the name of a file on every system."""

from __future__ import annotations

import re
import unicodedata

LONGEST_LINE = 120
MOST_BYTES, LONGEST_ASCII = 100, 50
UNSAFE = re.compile(
    r"[<>:\"/\\|?*%#\uff1a\uff0f\uff3c\u2044\u2215\u29f8\uff1c\uff1e\uff5c\uff1f\uff0a\ufe55]+"
)
STRIPPED = " .~$-"
RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d\u00b9\u00b2\u00b3])(?:\..*)?")
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def one_line(text: str, most: int = LONGEST_LINE) -> str:
    r"""A text on one line, without signs that cannot be seen or that turn the direction of writing.

    >>> one_line("Bolt" + chr(0x202E) + "\r\nBcc: x")
    'Bolt Bcc: x'
    """
    seen = (" " if sign.isspace() else sign for sign in unicodedata.normalize("NFC", text) if _is_seen(sign))
    line = " ".join("".join(seen).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _is_seen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in UNSEEN


def file_name(text: str, otherwise: str) -> str:
    """A name as that of a file, without ending.

    Args:
        text: The name.
        otherwise: What a file is called whose name leaves nothing, and what follows a name that
            Windows keeps for itself.

    >>> file_name('R&D: "Tools" / Dies', "page"), file_name("...", "page"), file_name("CON", "page")
    ('R&D Tools Dies', 'page', 'CON page')
    """
    line = one_line(UNSAFE.sub(" ", text), len(text)).strip(STRIPPED)
    words = line.encode()[:MOST_BYTES].decode(errors="ignore").strip(STRIPPED)
    return f"{words} {otherwise}" if RESERVED.fullmatch(words) else words or otherwise


def ascii_name(text: str, otherwise: str) -> str:
    """The same in letters that every mail program shows.

    >>> ascii_name("Café Ñandú", "page"), ascii_name("Ωμέγα", "page")
    ('Cafe Nandu', 'page')
    """
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return file_name(bare, otherwise)[:LONGEST_ASCII].strip(STRIPPED)
