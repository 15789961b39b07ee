"""Folders and files that really refuse, also to an administrator, whom no folder refuses otherwise."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

NOBODY = 65_534
needs_limits = pytest.mark.skipif(
    not hasattr(os, "setresuid"), reason="only Linux lets a process give up its rights for a while"
)


@contextlib.contextmanager
def without_rights() -> Iterator[Path]:
    """A folder of one's own; an administrator is nobody in particular as long as it is there."""
    folder = Path(tempfile.mkdtemp())
    administrator = os.geteuid() == 0
    if administrator:
        os.chown(folder, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield folder
    finally:
        if administrator:
            os.setresuid(0, 0, 0)
        folder.chmod(0o755)
        shutil.rmtree(folder)


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let the system stop every write beyond so many bytes."""
    assert sys.platform != "win32"
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
