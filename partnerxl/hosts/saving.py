"""Replaces a saved workbook: one whole file at any moment, a backup of the last, and never two runs at once."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from partnerxl.core.errors import WorkbookError
from partnerxl.core.messages import message

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITABLE = 0o222
BACKUPS = "partnerxl-backups"
KEEP = 10
STAMP = "%Y%m%dT%H%M%S"
SCORES = ".scores.json"
STAMPED = r"\.\d{8}T\d{6}(?:-\d+)?"
SPARE = 1 << 20  # bytes that stay free on the disk
TEMPORARY = (".partnerxl-", ".tmp")
ABANDONED = 3600.0  # seconds after which a temporary file belongs to no run
BUSY_ON_WINDOWS = {5, 32, 1175, 1176}  # a scanner or a synchronizing program holds the file for a moment
PATIENCE = (0.0, 0.2, 0.4, 0.8, 1.6)
ONE_DRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
OWNER_SIZE = 54  # letters of an owner's name in Excel's lock file
LIBREOFFICE_FIELD = re.compile(r"((?:\\.|[^,;\\])*)[,;]")
FULL = {errno.ENOSPC, errno.EDQUOT}
DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
LOCKED = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}  # some network folders know none


def real_place(path: Path) -> Path:
    """Where a workbook lies, behind links; a ring of links stays what it is."""
    return Path(os.path.realpath(path))


def check_free(path: Path) -> None:
    """Refuse a workbook that is open elsewhere or may not be written.

    Raises:
        WorkbookError: It names who has it open, or what is in the way.
    """
    place = real_place(path)
    if not place.exists():
        return
    for lock, program in ((f"~${place.name}", "Excel"), (f".~lock.{place.name}#", "LibreOffice")):
        if (file := place.with_name(lock)).exists():
            raise WorkbookError(_is_open(path.name, program, lock, _owner(file)))
    if not place.stat().st_mode & WRITABLE or not os.access(place, os.W_OK):
        raise WorkbookError(message("saving", "read_only", name=path.name))


def _is_open(name: str, program: str, lock: str, who: str) -> str:
    if who:
        return message("saving", "open_by", name=name, program=program, who=who, lock=lock)
    return message("saving", "open", name=name, program=program, lock=lock)


def _owner(lock: Path) -> str:
    """The name inside a lock file; empty when it cannot be read."""
    try:
        content = lock.read_bytes()
    except OSError:  # Excel on Windows keeps it to itself
        return ""
    if not lock.name.startswith("~$"):
        fields = LIBREOFFICE_FIELD.findall(content.decode("utf-8", "replace"))
        names = (
            re.sub(r"\\(.)", r"\1", field).strip() for field in fields[:2]
        )  # in full, then of the log-in
        return next((name for name in names if name), "")
    letters = int.from_bytes(content[55:57], "little")
    if 0 < letters <= OWNER_SIZE and len(content) >= 57 + 2 * letters:
        return content[57 : 57 + 2 * letters].decode("utf-16-le", "replace").strip()
    return content[1 : 1 + content[0]].decode("cp1252", "replace").strip() if content else ""


def save(path: Path, old: bytes, new: bytes, keep: int = KEEP) -> Path:
    """Put new bytes in the place of a workbook in one step, after a backup; else it stays as it was.

    Args:
        path: The workbook.
        old: What it held when it was read.
        new: What it is to hold.
        keep: How many backups of it stay; at least one.

    Returns:
        The backup.

    Raises:
        WorkbookError: If it is open elsewhere, was changed meanwhile, or the disk or folder does not
            allow it; the workbook is as it was then.
    """
    place = real_place(path)
    with one_run(place):
        try:
            _check_ready(place, old, new)
            with _fresh_copy(place, new) as fresh, _backed_up(place, old, keep) as backup:
                check_free(place)
                _check_unchanged(place, old)
                _put_in_place(fresh, place)
        except OSError as fault:
            _cannot(place, fault)
        _settle(place.parent)
    return backup


def _check_ready(place: Path, old: bytes, new: bytes) -> None:
    check_free(place)
    _check_unchanged(place, old)
    _sweep(place.parent)
    if shutil.disk_usage(place.parent).free < len(new) + len(old) + SPARE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _check_unchanged(place: Path, old: bytes) -> None:
    if place.read_bytes() != old:
        refuse_changed(place)


def refuse_changed(place: Path) -> NoReturn:
    """Refuse a workbook that is no longer what was read.

    Raises:
        WorkbookError: Always.
    """
    raise WorkbookError(message("saving", "changed", name=place.name))


def notes(place: Path) -> tuple[str, ...]:
    """What the owner of a saved workbook should know about its place."""
    clouds = (os.environ.get(name) for name in ONE_DRIVE)
    if any(cloud and place.is_relative_to(cloud) for cloud in clouds):
        return (message("saving", "one_drive"),)
    return ()


def _sweep(folder: Path) -> None:
    """Remove temporary files of runs that were cut off."""
    start, end = TEMPORARY
    for file in folder.glob(f"{start}*{end}"):
        with contextlib.suppress(OSError):
            if time.time() - file.stat().st_mtime > ABANDONED:
                file.unlink()


@contextlib.contextmanager
def _fresh_copy(place: Path, new: bytes) -> Iterator[Path]:
    """The new bytes in a file beside the workbook, read back from the disk; it is gone afterwards."""
    start, end = TEMPORARY
    handle, name = tempfile.mkstemp(prefix=start, suffix=end, dir=place.parent)
    fresh = Path(name)
    try:
        _write(handle, new)
        if hashlib.sha256(fresh.read_bytes()).digest() != hashlib.sha256(new).digest():
            raise WorkbookError(message("saving", "not_whole", name=place.name))
        _keep_owner(place, fresh)
        shutil.copymode(place, fresh)
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)


def _write(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _keep_owner(place: Path, fresh: Path) -> None:
    """Give a new file the owner and the group of the old one, as far as the system allows it."""
    if sys.platform == "win32":
        return
    facts = place.stat()
    for owner in (-1, facts.st_uid):
        with contextlib.suppress(OSError):
            os.chown(fresh, owner, facts.st_gid)


def _settle(folder: Path) -> None:
    """Let the disk keep the new name of the file; where a folder cannot be opened the system does so itself."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot(place: Path, fault: OSError) -> NoReturn:
    why = fault.strerror or type(fault).__name__
    key = "full" if fault.errno in FULL else "denied" if fault.errno in DENIED else "folder"
    raise WorkbookError(message("saving", key, name=place.name, why=why)) from fault


# --- backups --------------------------------------------------------------------------------------


def backups(path: Path) -> tuple[Path, ...]:
    """The backups of a workbook, the oldest first."""
    return _stamped(path, path.suffix)


def scores(path: Path) -> tuple[Path, ...]:
    """The files with scores of a workbook that was open in Excel, the oldest first."""
    return _stamped(path, SCORES)


def _stamped(path: Path, ending: str) -> tuple[Path, ...]:
    """What the folder of backups holds of a workbook with this ending, the oldest first."""
    place = real_place(path)
    named = re.compile(re.escape(place.stem) + STAMPED + re.escape(ending))
    found = (file for file in (place.parent / BACKUPS).glob("*") if named.fullmatch(file.name))
    return tuple(sorted(found, key=order))


def order(kept: Path) -> tuple[str, int]:
    """The time of a file in the folder of backups, and its number within that second."""
    stamp, _, number = re.findall(STAMPED, kept.name)[-1].removeprefix(".").partition("-")
    return stamp, int(number or 0)


def keep_scores(path: Path, content: bytes, keep: int) -> None:
    """Keep scores beside a workbook that is open in Excel, and only so many of the earlier ones.

    Where nothing can be written there, nothing is kept: that is no reason to stop a refresh.
    """
    place = real_place(path)
    with contextlib.suppress(OSError):
        (place.parent / BACKUPS).mkdir(exist_ok=True)
        _new_stamped(place, SCORES, content)
        for file in scores(place)[: -max(keep, 1)]:
            file.unlink()


@contextlib.contextmanager
def _backed_up(place: Path, old: bytes, keep: int) -> Iterator[Path]:
    """A backup of the old bytes; it stays and takes the place of the oldest when what follows succeeds."""
    folder = place.parent / BACKUPS
    folder.mkdir(exist_ok=True)
    backup = _new_stamped(place, place.suffix, old)
    try:
        shutil.copystat(place, backup)
        yield backup
    except BaseException:
        with contextlib.suppress(OSError):
            if place.read_bytes() == old:
                backup.unlink()
                folder.rmdir()  # only an empty one goes
        raise
    for file in backups(place)[: -max(keep, 1)]:
        with contextlib.suppress(OSError):  # the workbook is saved by now
            file.unlink()


def _new_stamped(place: Path, ending: str, content: bytes) -> Path:
    """A new file in the folder of backups, whole or not there."""
    stamp = datetime.now().astimezone().strftime(STAMP)
    taken = [number for when, number in map(order, (*backups(place), *scores(place))) if when == stamp]
    number = f"-{max(taken) + 1}" if taken else ""
    folder = place.parent / BACKUPS
    kept = folder / f"{place.stem}.{stamp}{number}{ending}"
    part = folder / f"{TEMPORARY[0]}{os.getpid()}{TEMPORARY[1]}"
    try:
        _write(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0)), content)
        part.replace(kept)
    finally:
        part.unlink(missing_ok=True)
    return kept


# --- one run at a time ----------------------------------------------------------------------------


@contextlib.contextmanager
def one_run(place: Path) -> Iterator[None]:
    """Keep other runs away from a workbook; the system lets go of the lock even when this run is cut off."""
    lock = place.with_name(f"{TEMPORARY[0]}{place.name}.lock")
    try:
        handle = _locked(lock)
    except OSError as fault:
        _cannot(place, fault)
    if handle is None:
        since = lock.read_text(encoding="ascii", errors="replace") if lock.exists() else ""
        if since:
            raise WorkbookError(message("saving", "other_run_since", name=place.name, since=since))
        raise WorkbookError(message("saving", "other_run", name=place.name))
    try:
        os.write(handle, datetime.now().astimezone().strftime("%H:%M").encode())
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows removes no file that is open
            lock.unlink()
        os.close(handle)


def _locked(lock: Path) -> int | None:
    """A handle that holds the lock; None while another run has it."""
    while True:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR)
        if not _take(handle):
            os.close(handle)
            return None
        if lock.exists() and os.path.samestat(os.fstat(handle), lock.stat()):
            return handle
        os.close(handle)  # the run before removed the file just now


# --- what each system does its own way ------------------------------------------------------------

if sys.platform == "win32":  # pragma: no cover  not run where the tests run
    import ctypes
    import msvcrt

    def _put_in_place(fresh: Path, place: Path) -> None:
        """Let Windows replace the file, which keeps its rights and marks; a scanner may hold it for a moment."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        code = 0
        for seconds in PATIENCE:
            time.sleep(seconds)
            if kernel.ReplaceFileW(str(place), str(fresh), None, 0, None, None):
                return
            code = ctypes.get_last_error()
            if code not in BUSY_ON_WINDOWS:
                break
        raise ctypes.WinError(code)

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _put_in_place(fresh: Path, place: Path) -> None:
        """Let the new file take the old one's place in one step."""
        fresh.replace(place)

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _take(handle: int) -> bool:
    """Lock an open file; False while another run has it."""
    try:
        _lock(handle)
    except OSError as fault:
        if fault.errno in NO_LOCKS:
            return True  # what others write meanwhile is still noticed before the file is replaced
        if fault.errno in LOCKED:
            return False
        raise
    return True
