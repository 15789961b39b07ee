"""A report as PDF through Word, where one is installed: on Windows by its objects, on a Mac by AppleScript."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

COM, WORD = "win32com.client", "Word.Application"
OSASCRIPT = "osascript"
SCRIPT = Path(__file__).with_name("word_pdf.applescript")
LONGEST = 180  # seconds that Word may take
PDF = 17  # wdExportFormatPDF
WITH_HEADINGS = 1  # wdExportCreateHeadingBookmarks
NO_SAVE = 0  # wdDoNotSaveChanges

Converter = Callable[[Path, Path], None]
"""Writes the PDF of a Word file under a name."""


def find_word(platform: str) -> Converter | None:
    """The way to Word on a system; None where there is none."""
    if platform == "win32":
        return _by_objects
    osascript = shutil.which(OSASCRIPT) if platform == "darwin" else None
    return None if osascript is None else lambda report, pdf: _by_script(osascript, report, pdf)


def _by_objects(report: Path, pdf: Path) -> None:
    """Word for Windows, in a window of its own that nobody sees; a document that is open elsewhere stays so."""
    word = import_module(COM).DispatchEx(WORD)
    try:
        document = word.Documents.Open(
            str(report), ConfirmConversions=False, ReadOnly=True, AddToRecentFiles=False
        )
        try:
            document.ExportAsFixedFormat(
                str(pdf), PDF, OpenAfterExport=False, CreateBookmarks=WITH_HEADINGS, DocStructureTags=True
            )
        finally:
            document.Close(NO_SAVE)
    finally:
        word.Quit(NO_SAVE)


def _by_script(osascript: str, report: Path, pdf: Path) -> None:
    """Word for Mac; the two names are arguments of the script and never read as script."""
    subprocess.run(  # noqa: S603  a script of ours
        [osascript, "-", str(report), str(pdf)],
        input=SCRIPT.read_bytes(),
        check=True,
        capture_output=True,
        timeout=LONGEST,
    )
