"""The tab in Excel."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partnerxl.console import GAP, say
from partnerxl.core.messages import message

if TYPE_CHECKING:
    from partnerxl.excel.status import Condition


def show_installed(addin: Path, missed: Sequence[str]) -> None:
    """Print where the add-in is, and what is not as it should be."""
    say(
        message("show", "installed", addin=addin),
        message("show", "start_excel"),
    )
    say(*map(_missed, missed))


def show_built(addin: Path, missed: Sequence[str]) -> None:
    """Print where an add-in was written, and what is not as it should be."""
    say(message("show", "built", addin=addin), message("show", "this_computer", python=sys.executable))
    say(*map(_missed, missed))


def _missed(name: str) -> str:
    return message("show", "left_out", name=name)


def show_condition(found: Condition) -> None:
    """Print how the add-in stands."""
    if not found.troubles:
        say(message("show", "buttons_work", addin=found.addin))
    for trouble in found.troubles:
        say(trouble.what, f"{GAP}{trouble.mend}")


def condition_json(found: Condition) -> dict[str, Any]:
    """How the add-in stands, for a program."""
    return {
        "addin": None if found.addin is None else str(found.addin),
        "settings": found.settings,
        "troubles": [asdict(trouble) for trouble in found.troubles],
    }
