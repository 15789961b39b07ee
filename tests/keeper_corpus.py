"""Puts a small result sheet into every workbook of a folder: ``python -m tests.keeper_corpus FOLDER [--out OUT]``.

The originals are never touched; patched copies go under OUT, by the same relative paths. Printed are how
many workbooks were written, how many were refused and why, in how many any other part changed (must be 0),
and how many openpyxl, python-calamine or (for a sample) LibreOffice could open before but not after (must be 0).
The exit code is 1 when one of these is not 0.
"""

from __future__ import annotations

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import ResultTable
from partnerxl.hosts import keeper

ENDINGS = {".xlsx", ".xlsm"}
SHEET = ResultTable(
    "Partnerxl corpus", ("Phase", "Score", "Sentence"), (("Forming", 0.25, "=1+1"), ("Norming", None, "é"))
)
OURS = re.compile(
    r"\[content_types\]\.xml|(.*[/\\])?_rels[/\\][^/]*workbook[^/]*\.rels|.*workbook[^/]*\.xml|.*styles[^/]*\.xml",
    re.IGNORECASE,
)
SAMPLE = 20  # workbooks that LibreOffice opens, as each takes seconds
PATIENCE = 120


@dataclass
class Tally:
    """What was found in a folder."""

    written: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    changed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)


def workbooks(folder: Path) -> list[Path]:
    """Every workbook below a folder, in order of its path."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    return sorted(path for path in found if not path.name.startswith("~$"))


def patch(path: Path, tally: Tally) -> bytes | None:
    """A workbook with the sheet; None when it was refused."""
    raw = path.read_bytes()
    try:
        new, _ = keeper.patched(raw, path.name, [SHEET])
    except WorkbookError as refusal:
        tally.refused[reason(str(refusal), path.name)] += 1
        return None
    except Exception as fault:  # noqa: BLE001  what is not our own word is a defect to be counted
        tally.foreign.append(f"{path}: {type(fault).__name__}: {fault}")
        return None
    tally.written += 1
    if wrong := other_parts_changed(raw, new):
        tally.changed.append(f"{path}: {', '.join(wrong)}")
    return new


def reason(refusal: str, name: str) -> str:
    """A refusal without what differs from file to file."""
    words = refusal.replace(name, "the file").partition(". ")[0]
    return re.sub(r"'[^']*'|[\d,]+", "…", words)


def other_parts_changed(raw: bytes, new: bytes) -> list[str]:
    """Parts that are not ours to change and whose bytes in the file differ."""
    before, after = stored(raw), stored(new)
    return [part for part in before if before[part] != after.get(part) and not OURS.fullmatch(part)]


def stored(raw: bytes) -> dict[str, tuple[int, bytes]]:
    """The check sum of each part and its bytes as they stand in the file."""
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        return {entry.orig_filename: (entry.CRC, slice_of(raw, entry)) for entry in opened.infolist()}


def slice_of(raw: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry of a zip file, usually compressed."""
    at = entry.header_offset
    sizes = (int.from_bytes(raw[at + offset : at + offset + 2], "little") for offset in (26, 28))
    start = at + 30 + sum(sizes)
    return raw[start : start + entry.compress_size]


# --- other programs -------------------------------------------------------------------------------


def by_openpyxl(raw: bytes) -> None:
    """Open a workbook with openpyxl."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load_workbook(io.BytesIO(raw))


def by_calamine(raw: bytes) -> None:
    """Open a workbook with python-calamine and read every sheet that is not too wide."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    book.get_sheet_by_name(book.sheet_names[-1]).to_python(nrows=10)


def by_libreoffice(raw: bytes) -> None:
    """Open a workbook with LibreOffice and let it write one of its own."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book.xlsx"
        book.write_bytes(raw)
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "ods", "--outdir", f"{folder}/out", str(book)]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        if not (Path(folder) / "out" / "book.ods").exists():
            raise OSError(book)


def opens(way: Callable[[bytes], None], raw: bytes) -> bool:
    """Whether a program can open a workbook."""
    try:
        way(raw)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  a panic of a Rust library is no Exception
        return False
    return True


def ways(number: int, every: int) -> Iterator[tuple[str, Callable[[bytes], None]]]:
    """The programs that open this workbook; LibreOffice only a sample."""
    yield "openpyxl", by_openpyxl
    yield "python-calamine", by_calamine
    if shutil.which("soffice") and number % every == 0:
        yield "LibreOffice", by_libreoffice


def compare(path: Path, new: bytes, number: int, every: int, tally: Tally) -> None:
    """Note each program that could open the original and cannot open the copy."""
    raw = path.read_bytes()
    for name, way in ways(number, every):
        if opens(way, raw):
            tally.opened[name] += 1
            if not opens(way, new):
                tally.lost.append(f"{path}: {name}")


# --- the whole folder -----------------------------------------------------------------------------


def walk(folder: Path, out: Path | None, *, libreoffice: bool = True) -> Tally:
    """Patch every workbook of a folder."""
    tally, paths = Tally(), workbooks(folder)
    every = max(1, len(paths) // SAMPLE) if libreoffice else len(paths) + 1
    for number, path in enumerate(paths, start=0 if libreoffice else 1):
        new = patch(path, tally)
        if new is None:
            continue
        compare(path, new, number, every, tally)
        if out:
            copy = out / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(new)
    return tally


def lines(tally: Tally) -> Iterator[str]:
    """What was found, line by line."""
    yield f"written: {tally.written}"
    yield f"refused: {tally.refused.total()}"
    yield from (f"  {number} × {why}" for why, number in tally.refused.most_common())
    for name, found in (
        ("stopped by anything but a refusal", tally.foreign),
        ("any other part changed", tally.changed),
        ("could be opened before but not after", tally.lost),
    ):
        yield f"{name}: {len(found)}"
        yield from (f"  {line}" for line in found)
    yield from (f"opened by {name}: {number}" for name, number in tally.opened.items())


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk over a folder and print what was found."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("folder", type=Path)
    asked.add_argument("--out", type=Path)
    asked.add_argument("--without-libreoffice", action="store_true")
    options = asked.parse_args(arguments)
    tally = walk(options.folder, options.out, libreoffice=not options.without_libreoffice)
    sys.stdout.write("".join(f"{line}\n" for line in lines(tally)))
    return int(bool(tally.changed or tally.lost or tally.foreign))


if __name__ == "__main__":
    sys.exit(main())
