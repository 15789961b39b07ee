"""The command ``partnerxl``: every command is a few lines over the workflow."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Sequence

from partnerxl import console

from partnerxl.cli import workbooks, papers, circle, pulse, demo, addin, templates  # isort: skip  the order of --help
from partnerxl.cli.app import app

__all__ = ["addin", "circle", "demo", "main", "papers", "pulse", "templates", "workbooks"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line with these arguments, or with those of the process; ends with the exit code."""
    console.never_fail_on_a_character(sys.stdout, sys.stderr)
    if arguments is None:
        _leave_circles()
    app(args=arguments, prog_name="partnerxl")


def _leave_circles() -> None:
    """Look for no circles of objects: a command ends soon, and looking takes a fifth of its time."""
    gc.disable()
    atexit.register(gc.freeze)
