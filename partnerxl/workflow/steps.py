"""Telling whoever waits what is being done."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str], None]
"""Told what is being done."""


def quietly(_step: str) -> None:
    """Tell nobody what is being done."""
