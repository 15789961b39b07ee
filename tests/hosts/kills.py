"""Saves a workbook again and again, each time cut off at a later step: ``python kills.py WORKBOOK``.

A process that saves is killed by itself just before the n-th function it calls, for every n. Printed
is one JSON object: how many were killed, and in how many of them the workbook then held the old bytes,
the new bytes, or anything else.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

from partnerxl.hosts import saving


def cut_off(path: Path, old: bytes, new: bytes, last: int) -> bool:
    """Save in a process of its own that dies after so many calls; False when it had no time to die."""
    child = os.fork()
    if child == 0:
        calls = 0

        def count(_frame: FrameType, event: str, _arg: object) -> None:
            nonlocal calls
            if event in {"call", "c_call"}:
                calls += 1
                if calls > last:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.setprofile(count)
        saving.save(path, old, new, keep=3)
        sys.setprofile(None)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def tidy(path: Path, old: bytes) -> None:
    """Begin anew; only the lock of the run that died stays."""
    path.write_bytes(old)
    shutil.rmtree(path.parent / saving.BACKUPS, ignore_errors=True)
    for file in path.parent.glob(".partnerxl-*.tmp"):
        file.unlink()


def main() -> None:
    """Cut off one save after another until one comes to its end."""
    path = Path(sys.argv[1])
    old = path.read_bytes()
    new = old[::-1]
    found: Counter[str] = Counter()
    killed = 0
    while cut_off(path, old, new, killed):
        killed += 1
        content = path.read_bytes()
        found["old" if content == old else "new" if content == new else "damaged"] += 1
        found["damaged backups"] += sum(each.read_bytes() != old for each in saving.backups(path))
        tidy(path, old)
    sys.stdout.write(json.dumps({"killed": killed, **found, "saved": path.read_bytes() == new}))


if __name__ == "__main__":
    main()
