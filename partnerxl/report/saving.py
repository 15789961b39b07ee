"""New files beside those that are there: each is whole or not there, and nothing is ever overwritten."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from partnerxl.core.errors import OutputError
from partnerxl.core.messages import message

MOST_TRIES = 1000
TEMPORARY = (".partnerxl-", ".tmp")


def save(content: bytes, folder: Path, name: str, ending: str = ".docx") -> Path:
    """Write a file under a name, or under the next that is free, and say where it is.

    Args:
        content: What to write.
        folder: Where it goes; made if need be.
        name: Its name without ending.
        ending: Its ending.

    Raises:
        OutputError: If the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _written(content, folder) as whole:
            for number in range(1, MOST_TRIES):
                place = folder / (f"{name}{ending}" if number == 1 else f"{name} {number}{ending}")
                try:
                    _give_name(whole, place)
                except FileExistsError:
                    continue
                return place
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        text = message("paper", "not_written", file=f"{name}{ending}", folder=folder, why=why)
        raise OutputError(text) from fault
    raise OutputError(message("paper", "many_files", folder=folder, n=MOST_TRIES - 1))


@contextmanager
def _written(content: bytes, folder: Path) -> Iterator[Path]:
    """A file of the folder that holds the whole content, under a name for the time being."""
    start, end = TEMPORARY
    whole = folder / f"{start}{secrets.token_hex(8)}{end}"
    try:
        with whole.open("xb") as stream:
            stream.write(content)
        yield whole
    finally:
        whole.unlink(missing_ok=True)


def _give_name(whole: Path, place: Path) -> None:
    """Give a file its name.

    Raises:
        FileExistsError: If the name is taken.
    """
    try:
        os.link(whole, place)
    except FileExistsError:
        raise
    except OSError:  # a disk that knows no second names
        place.touch(exist_ok=False)
        whole.replace(place)


def new_folder(folder: Path, name: str) -> Path:
    """Make a folder that was not there before, under a name or under the next that is free.

    Args:
        folder: Where it goes; made if need be.
        name: Its name.

    Raises:
        OutputError: If it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, MOST_TRIES):
            place = folder / (name if number == 1 else f"{name} {number}")
            try:
                place.mkdir()
            except FileExistsError:
                continue
            return place
    except OSError as fault:
        why = fault.strerror or type(fault).__name__
        raise OutputError(message("paper", "no_folder", folder=folder, why=why)) from fault
    raise OutputError(message("paper", "many_folders", folder=folder, n=MOST_TRIES - 1))
