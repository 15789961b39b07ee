"""What partnerxl does, on invented partnerships."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from partnerxl import shipped
from partnerxl.core.errors import OutputError
from partnerxl.core.messages import doing, message
from partnerxl.workflow.books import WORKBOOK, refresh
from partnerxl.workflow.papers import facilitator_page, partner_pages, report
from partnerxl.workflow.steps import Step, quietly

SHOWN = "troubled.xlsx"


@dataclass(frozen=True)
class Demo:
    """What the demo made: the folder, its workbooks, the one that was refreshed, its report and pages."""

    folder: Path
    workbooks: tuple[Path, ...]
    refreshed: Path
    report: Path
    pages: tuple[Path, ...]
    facilitator: Path


def demo(folder: Path, step: Step = quietly) -> Demo:
    """Copy the sample workbooks into a new folder, refresh one and make its report.

    Raises:
        OutputError: If the folder holds something already or cannot be written.
    """
    begin_folder(folder)
    step(doing("copying_samples"))
    samples = sorted(shipped.workbooks().glob(f"*{WORKBOOK}"))
    copies = tuple(Path(shutil.copyfile(sample, folder / sample.name)) for sample in samples)
    shown = folder / SHOWN
    refresh(shown, step)
    made = report(shown, step=step)
    return Demo(
        folder, copies, shown, made, partner_pages(shown, step=step), facilitator_page(shown, step=step)
    )


def begin_folder(folder: Path) -> None:
    """Make a folder that holds nothing yet.

    Raises:
        OutputError: If it holds something already or cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        full = any(folder.iterdir())
    except OSError as fault:
        raise OutputError(message("demo", "no_folder", folder=folder, why=fault.strerror)) from fault
    if full:
        raise OutputError(message("demo", "full", folder=folder))
