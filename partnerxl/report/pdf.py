"""A report as PDF, tagged for those who hear it: through LibreOffice, or from Excel's own session through Word."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message
from partnerxl.report.saving import save
from partnerxl.report.word import Converter, find_word

USUAL_PLACES = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
}
OPTIONS = {
    name: {"type": "boolean", "value": "true"}
    for name in ("UseTaggedPDF", "PDFUACompliance", "ExportBookmarks")
}
FILTER = f"pdf:writer_pdf_Export:{json.dumps(OPTIONS, separators=(',', ':'))}"
LONGEST = 180  # seconds


def find_libreoffice() -> str:
    """Where LibreOffice is.

    Raises:
        OutputError: If it is not installed.
    """
    names = [shutil.which(name) for name in ("soffice", "libreoffice")]
    usual = [place for place in USUAL_PLACES.get(sys.platform, ()) if os.access(place, os.X_OK)]
    found = next((place for place in (*names, *usual) if place), None)
    if found is None:
        raise OutputError(message("paper", "no_libreoffice"))
    return found


def make_pdf(report: Path, *, in_excel: bool = False) -> Path:
    """Write a report as a tagged PDF beside it and say where it is; nothing is overwritten.

    Args:
        report: The report.
        in_excel: Whether Excel asks for it; where Excel is, Word is, and LibreOffice is what is left without.

    Raises:
        OutputError: If neither is installed or can do it; the report stays as it is.
    """
    with tempfile.TemporaryDirectory(prefix="partnerxl-") as name:
        folder = Path(name)
        word = find_word(sys.platform) if in_excel else None
        content = _by_word(word, report, folder) if word else b""
        content = content or _converted(find_libreoffice(), report, folder)
    return save(content, report.parent, report.stem, ".pdf")


def _by_word(word: Converter, report: Path, folder: Path) -> bytes:
    """The PDF; nothing where Word cannot make it."""
    pdf = folder / "word.pdf"
    try:
        word(Path(shutil.copyfile(report, folder / "word.docx")), pdf)
        return pdf.read_bytes()
    except Exception:  # noqa: BLE001  what COM raises can be named on Windows only; LibreOffice is tried then
        return b""


def _converted(program: str, report: Path, folder: Path) -> bytes:
    """The PDF; LibreOffice works in a folder and with a profile of its own."""
    profile = (folder / "profile").as_uri()
    copy = Path(shutil.copyfile(report, folder / "report.docx"))
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    try:
        subprocess.run(  # noqa: S603  the program found above, with a file of ours
            [*command, "--convert-to", FILTER, "--outdir", str(folder), str(copy)],
            check=True,
            capture_output=True,
            timeout=LONGEST,
        )
        return (folder / "report.pdf").read_bytes()
    except (OSError, subprocess.SubprocessError) as fault:
        text = message("paper", "no_pdf", name=report.name, why=type(fault).__name__)
        raise OutputError(text) from fault
