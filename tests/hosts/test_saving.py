"""A workbook is replaced in one step or not at all, with a backup beside it."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from rights import NOBODY, largest_file, needs_limits, without_rights

from partnerxl import workflow
from partnerxl.core.errors import WorkbookError
from partnerxl.hosts import saving
from partnerxl.hosts.package import raw_bytes

OLD, NEW = b"old bytes", b"new bytes, and more of them"
KILLS = Path(__file__).with_name("kills.py")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "our book.xlsx"
    path.write_bytes(OLD)
    return path


def beside(book: Path) -> list[str]:
    return sorted(path.name for path in book.parent.iterdir())


def test_the_new_bytes_take_the_place_and_the_old_ones_are_kept(book: Path) -> None:
    book.chmod(0o640)

    backup = saving.save(book, OLD, NEW)

    assert (book.read_bytes(), backup.read_bytes()) == (NEW, OLD)
    assert backup.parent == book.parent / "partnerxl-backups"
    assert backup.name.startswith("our book.20")
    assert book.stat().st_mode & 0o777 == 0o640
    assert beside(book) == ["our book.xlsx", "partnerxl-backups"]


def test_only_so_many_backups_stay_and_those_of_other_books_all_do(book: Path) -> None:
    other = book.parent / "partnerxl-backups" / "our book.2026.20260101T000000.xlsx"
    other.parent.mkdir()
    other.write_bytes(b"of 'our book.2026.xlsx'")
    versions = [OLD, *(bytes([number]) for number in range(14))]
    for before, after in pairwise(versions):
        saving.save(book, before, after, keep=12)

    assert [path.read_bytes() for path in saving.backups(book)] == versions[-13:-1]
    assert other.exists()


def test_a_link_is_followed(book: Path, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.xlsx"
    link.parent.mkdir()
    link.symlink_to(book)

    saving.save(link, OLD, NEW)

    assert link.is_symlink()
    assert book.read_bytes() == NEW


def test_a_link_to_nothing_and_a_ring_of_links_are_refused(tmp_path: Path) -> None:
    nothing, ring = tmp_path / "nothing.xlsx", tmp_path / "ring.xlsx"
    nothing.symlink_to(tmp_path / "gone.xlsx")
    ring.symlink_to(ring)

    for link, words in ((nothing, "no such file"), (ring, "symbolic links")):
        with pytest.raises(WorkbookError, match=words):
            workflow.refresh(link)


def test_a_workbook_that_was_changed_meanwhile_is_left_as_it_is(book: Path) -> None:
    with pytest.raises(WorkbookError, match="changed by someone else meanwhile"):
        saving.save(book, b"what was read", NEW)

    assert book.read_bytes() == OLD
    assert beside(book) == ["our book.xlsx"]


def test_a_workbook_opened_while_the_backup_is_made_is_left_as_it_is(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_place: Path, _backup: Path) -> None:
        book.with_name("~$our book.xlsx").write_bytes(b"\x03Ana")

    monkeypatch.setattr(shutil, "copystat", slow)
    with pytest.raises(WorkbookError, match="open in Excel by Ana"):
        saving.save(book, OLD, NEW)

    assert book.read_bytes() == OLD


def test_a_full_disk_is_told_before_anything_is_written(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1))

    with pytest.raises(WorkbookError, match="No space left on device"):
        saving.save(book, OLD, NEW)

    assert (book.read_bytes(), beside(book)) == (OLD, ["our book.xlsx"])


@needs_limits
def test_a_write_that_stops_in_the_middle_leaves_nothing_behind(book: Path) -> None:
    with (
        largest_file(4096),
        pytest.raises(WorkbookError, match=r"its folder cannot be written \(File too large\)"),
    ):
        saving.save(book, OLD, bytes(100_000))

    assert (book.read_bytes(), beside(book)) == (OLD, ["our book.xlsx"])


@needs_limits
def test_a_folder_that_may_not_be_written_is_told_with_the_way_out() -> None:
    with without_rights() as folder:
        book = folder / "our book.xlsx"
        book.write_bytes(OLD)
        folder.chmod(0o555)
        with pytest.raises(
            WorkbookError, match=r"its folder may not be written .* Ask for the right to write there"
        ):
            saving.save(book, OLD, NEW)

        assert (book.read_bytes(), beside(book)) == (OLD, ["our book.xlsx"])


@needs_limits
def test_a_file_that_may_only_be_read_is_told_with_the_way_out() -> None:
    with without_rights() as folder:
        book = folder / "our book.xlsx"
        book.write_bytes(OLD)
        book.chmod(0o444)
        with pytest.raises(
            WorkbookError, match=r"is read-only\. Take the write protection off, or save a copy"
        ):
            saving.save(book, OLD, NEW)

        book.chmod(0o000)
        with pytest.raises(
            WorkbookError, match=r"cannot be read \(Permission denied\). Ask its owner for access"
        ):
            raw_bytes(book)


@needs_limits
def test_a_folder_that_lets_no_file_be_replaced_keeps_the_file_and_its_backups(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with without_rights() as folder:
        book = folder / "our book.xlsx"
        book.write_bytes(OLD)
        monkeypatch.setattr(shutil, "copystat", lambda _place, _backup: folder.chmod(0o555))
        with pytest.raises(WorkbookError, match="its folder may not be written"):
            saving.save(book, OLD, NEW)

        assert book.read_bytes() == OLD
        assert saving.backups(book) == ()


def test_runs_that_fail_push_no_backup_out(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saving.save(book, OLD, NEW, keep=2)
    saving.save(book, NEW, OLD, keep=2)
    before = saving.backups(book)
    lock = book.with_name("~$our book.xlsx")
    monkeypatch.setattr(shutil, "copystat", lambda _place, _backup: lock.write_bytes(b"\x03Ana"))

    for _ in range(3):
        with pytest.raises(WorkbookError, match="open in Excel"):
            saving.save(book, OLD, NEW, keep=2)
        lock.unlink()

    assert saving.backups(book) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other locks")
def test_a_network_folder_without_locks_can_be_saved_to(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_handle: int, _kind: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", none)
    saving.save(book, OLD, NEW)

    assert (book.read_bytes(), beside(book)) == (NEW, ["our book.xlsx", "partnerxl-backups"])


@needs_limits
def test_the_owner_and_the_group_of_a_shared_file_stay(book: Path) -> None:
    before = book.stat()
    if os.geteuid() == 0:
        os.chown(book, NOBODY, NOBODY)
        before = book.stat()

    saving.save(book, OLD, NEW)

    assert (book.stat().st_uid, book.stat().st_gid) == (before.st_uid, before.st_gid)


def test_a_backup_that_cannot_be_made_stops_the_run(book: Path) -> None:
    (book.parent / "partnerxl-backups").write_bytes(b"a file of this name")

    with pytest.raises(WorkbookError, match="was not changed: its folder cannot be written"):
        saving.save(book, OLD, NEW)

    assert book.read_bytes() == OLD
    assert beside(book) == ["our book.xlsx", "partnerxl-backups"]


def test_a_copy_that_does_not_reach_the_disk_whole_is_thrown_away(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: os.ftruncate(handle, 3))

    with pytest.raises(WorkbookError, match="did not reach the disk whole"):
        saving.save(book, OLD, NEW)

    assert (book.read_bytes(), beside(book)) == (OLD, ["our book.xlsx"])


def test_files_of_runs_that_were_cut_off_are_swept_after_an_hour(book: Path) -> None:
    stale, young = book.with_name(".partnerxl-a.tmp"), book.with_name(".partnerxl-b.tmp")
    for file, age in ((stale, 4000), (young, 60)):
        file.write_bytes(b"")
        os.utime(file, (time.time() - age, time.time() - age))

    saving.save(book, OLD, NEW)

    assert (stale.exists(), young.exists()) == (False, True)


def test_the_owner_of_an_excel_lock_is_read_in_any_script(book: Path) -> None:
    name = "Zoë 李"
    lock = b"\x05Zo? ?".ljust(55) + len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    book.with_name("~$our book.xlsx").write_bytes(lock.ljust(165, b"\0"))

    with pytest.raises(WorkbookError, match=f"open in Excel by {name}. Save and close it there"):
        saving.check_free(book)


@pytest.mark.parametrize(
    ("lock", "name"),
    [
        (",agomez,desk,25.11.2026 10:31,file:///home/agomez;", "agomez"),
        ("Ana Gomez,agomez,desk,25.11.2026 10:31,file:///home;", "Ana Gomez"),
        (r"Gomez\, Ana \\ Harbor\; Inc,agomez,desk,25.11.2026 10:31,;", r"Gomez, Ana \ Harbor; Inc"),
    ],
)
def test_the_owner_of_a_libreoffice_lock_is_read_in_full(book: Path, lock: str, name: str) -> None:
    book.with_name(".~lock.our book.xlsx#").write_text(lock, encoding="utf-8")

    with pytest.raises(WorkbookError, match=re.escape(f"open in LibreOffice by {name}. Save and close")):
        saving.check_free(book)


def test_a_lock_that_a_crash_left_behind_is_told_by_its_name(book: Path) -> None:
    book.with_name("~$our book.xlsx").write_bytes(b"\x03Ana")

    with pytest.raises(WorkbookError, match=r"if nobody has it open, delete '~\$our book.xlsx' beside it\."):
        saving.check_free(book)


def test_a_workbook_in_onedrive_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert saving.notes(book) == ()
    monkeypatch.setenv("OneDriveCommercial", str(book.parent))
    assert "OneDrive" in saving.notes(book)[0]


# --- at the same time, and cut off ----------------------------------------------------------------


def test_a_second_run_is_refused_while_one_is_under_way(book: Path) -> None:
    with (
        saving.one_run(book),
        pytest.raises(WorkbookError, match=r"another run is under way since \d\d:\d\d\. Wait"),
    ):
        saving.save(book, OLD, NEW)
    assert book.read_bytes() == OLD

    saving.save(book, OLD, NEW)
    assert beside(book) == ["our book.xlsx", "partnerxl-backups"]


def test_of_six_runs_at_once_one_writes(book: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from partnerxl.hosts import saving\n"
        "try: saving.save(Path(sys.argv[1]), b'old bytes', sys.argv[2].encode()); print('wrote', end='')\n"
        "except Exception as refusal: print(type(refusal).__name__, end='')"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, book, f"run {at}"], stdout=subprocess.PIPE, text=True)
        for at in range(6)
    ]

    said = [run.communicate(timeout=60)[0] for run in runs]

    assert Counter(said) == {"wrote": 1, "WorkbookError": 5}
    assert book.read_bytes() == f"run {said.index('wrote')}".encode()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot fork a process")
def test_a_run_cut_off_at_any_step_leaves_a_whole_file_and_the_next_run_works(book: Path) -> None:
    told = subprocess.run([sys.executable, KILLS, book], check=True, capture_output=True, timeout=300)

    found = json.loads(told.stdout)
    assert found["killed"] >= 100
    assert found["old"] + found["new"] == found["killed"]
    assert found["new"] > 0
    assert found["damaged backups"] == 0
    assert found["saved"]
