"""Mail programs that take drafts from us: Outlook for Windows and Mail for Mac. Drafts only; nothing is sent."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message
from partnerxl.send.wording import say

if TYPE_CHECKING:
    from partnerxl.send.drafts import Draft

COM, OUTLOOK = "win32com.client", "Outlook.Application"
MAIL_ITEM = 0  # olMailItem
OSASCRIPT = "osascript"
SCRIPT = Path(__file__).with_name("mail_draft.applescript")
LONGEST = 120  # seconds that Mail may take for a draft


class Program(Protocol):
    """A mail program that keeps drafts."""

    @property
    def name(self) -> str:
        """What people call it."""

    def put(self, draft: Draft, file: Path) -> None:
        """Keep a draft, which lies in a file as well."""


@dataclass(frozen=True)
class Outlook:
    """Classic Outlook for Windows, through its documented objects."""

    application: Any
    name: str = "Outlook"

    @classmethod
    def opened(cls) -> Outlook:
        """Outlook, started if need be.

        Raises:
            OutputError: If it is not there.
        """
        try:
            return cls(import_module(COM).Dispatch(OUTLOOK))
        except Exception as fault:  # what COM raises can be named on Windows only
            raise OutputError(message("programs", "outlook", why=type(fault).__name__)) from fault

    def put(self, draft: Draft, file: Path) -> None:
        """Save a message to its folder Drafts; Outlook copies the attachments."""
        item = self.application.CreateItem(MAIL_ITEM)
        item.To, item.CC, item.Subject = "; ".join(draft.to), "; ".join(draft.cc), draft.subject
        item.HTMLBody = draft.note.html
        with tempfile.TemporaryDirectory() as folder:
            for path in _saved(draft, Path(folder) / file.stem):
                item.Attachments.Add(str(path))
            item.Save()


@dataclass(frozen=True)
class Mail:
    """Mail for Mac, through AppleScript."""

    osascript: str
    name: str = "Mail"

    @classmethod
    def opened(cls) -> Mail:
        """Mail, if this is a Mac.

        Raises:
            OutputError: If it is none.
        """
        found = shutil.which(OSASCRIPT)
        if found is None:
            raise OutputError(message("programs", "mail"))
        return cls(found)

    def put(self, draft: Draft, file: Path) -> None:
        """Save a message to its folder Drafts; Mail reads the attachments from a folder beside the file."""
        files = _saved(draft, file.with_suffix(""))
        pairs = (*_pairs("to", draft.to), *_pairs("cc", draft.cc), *_pairs("file", map(str, files)))
        subprocess.run(  # noqa: S603  a script of ours; what people typed are its arguments
            [self.osascript, "-", draft.subject, draft.note.text, *pairs],
            input=SCRIPT.read_bytes(),
            check=True,
            capture_output=True,
            timeout=LONGEST,
        )


PROGRAMS: dict[str, Callable[[], Program]] = {"outlook": Outlook.opened, "mail": Mail.opened}


def program_named(name: str) -> Program | None:
    """The program that a person named; None when none was.

    Raises:
        OutputError: If there is none of that name, or it is not there.
    """
    if not name:
        return None
    if name not in PROGRAMS:
        raise OutputError(message("programs", "unknown", typed=name, known=", ".join(PROGRAMS)))
    return PROGRAMS[name]()


@dataclass(frozen=True)
class Placed:
    """Where drafts lie: all in files, the first ones in a program too.

    Attributes:
        whole: How many drafts there are.
        program: The program; empty when none was wanted.
        count: How many it took.
        why: Why it took no more, if it did not take all.
    """

    whole: int
    program: str = ""
    count: int = 0
    why: str = ""

    def ways(self) -> Iterator[str]:
        """The way of each draft, for the sheet Sent."""
        for at in range(self.whole):
            yield say("log", "way_too", program=self.program) if at < self.count else say("log", "way")

    def said(self) -> Iterator[str]:
        """What became of them, in sentences."""
        if self.why:
            yield say("said", "stopped", program=self.program, n=self.count, all=self.whole, why=self.why)
        elif self.program:
            yield say("said", "placed", program=self.program)


def place(program: Program | None, drafts: Sequence[Draft], files: Sequence[Path]) -> Placed:
    """Put drafts into a program, if there is one, until it takes no more."""
    if program is None:
        return Placed(len(drafts))
    for count, (draft, file) in enumerate(zip(drafts, files, strict=True)):
        try:
            program.put(draft, file)
        except Exception as fault:  # noqa: BLE001  COM raises its own; the drafts lie in files all the same
            return Placed(len(drafts), program.name, count, type(fault).__name__)
    return Placed(len(drafts), program.name, len(drafts))


def _pairs(word: str, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from (word, value)


def _saved(draft: Draft, folder: Path) -> list[Path]:
    """The attachments of a draft as files in a folder."""
    folder.mkdir(exist_ok=True)
    paths = [folder / each.name for each in draft.attachments]
    for path, each in zip(paths, draft.attachments, strict=True):
        path.write_bytes(each.content)
    return paths
