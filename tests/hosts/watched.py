"""Refreshes a workbook and makes its report under watch: ``python watched.py WORKBOOK``.

Printed is one JSON list of what Python saw done beyond reading and writing below the workbook's
folder: names looked up, connections, programs started, and files opened that a workbook pointed to.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path

from partnerxl import workflow

NEVER = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.startfile",
    "urllib.",
    "ftplib.",
)
POINTED_TO = "far"


def main() -> None:
    """Do all that a workbook could abuse."""
    book = Path(sys.argv[1])
    seen: list[str] = []

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(NEVER):
            seen.append(f"{event} {arguments!r}")
        if (
            event == "open"
            and isinstance(arguments[0], (str, bytes, os.PathLike))
            and POINTED_TO in Path(os.fsdecode(arguments[0])).stem
        ):
            seen.append(f"open {arguments[0]!r}")

    sys.addaudithook(watch)
    workflow.refresh(book)
    workflow.report(book)
    sys.stdout.write(json.dumps(seen))
    before = len(seen)
    with contextlib.suppress(OSError):
        Path(POINTED_TO).read_bytes()
    if len(seen) == before:
        sys.exit("the watch is asleep")


if __name__ == "__main__":
    main()
