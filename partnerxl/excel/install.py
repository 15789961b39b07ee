"""``partnerxl addin install`` and ``uninstall``: Excel is not started, and no setting of it is changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from partnerxl import shipped
from partnerxl.core.errors import OutputError
from partnerxl.core.messages import doing, message
from partnerxl.excel import build, guide, trial
from partnerxl.excel.place import Place
from partnerxl.excel.settings import WORKBOOK, settings
from partnerxl.workflow import Step, quietly

BEGIN = "empty.xlsx"


def install(place: Place, step: Step = quietly) -> build.Built:
    """Put the add-in where Excel opens it at its next start; an older one is replaced in one step.

    Raises:
        OutputError: If it would not work there, or Excel holds the file; an older one is as it was then.
    """
    target = place.addin
    trial.refuse_unusable(place)
    step(doing("trying"))
    trial.rehearse(place.python)
    step(doing("building"))
    built = build.build(settings(place))
    with _writing(target):
        replace(target, built.content)
        _put_beside(place)
    return built


def build_file(path: Path, place: Place) -> build.Built:
    """Write the add-in into a file of that name.

    Raises:
        OutputError: If it cannot be built or written.
    """
    built = build.build(settings(place))
    with _writing(path):
        replace(path, built.content)
    return built


def uninstall(place: Place) -> tuple[Path, ...]:
    """Remove everything that is ours and say what it was.

    Raises:
        OutputError: If Excel holds the add-in; nothing was removed then.
    """
    parts = (place.addin, place.script, place.folder, place.log)
    found = tuple(path for path in parts if path and path.exists())
    with _writing(place.addin):
        for path in found:
            _remove(path)
    for folder in (place.folder.parent, place.log.parent):
        with suppress(OSError):  # what is not ours stays
            folder.rmdir()
    return found


def replace(target: Path, content: bytes) -> None:
    """Put a file in place whole, or leave what is there as it is."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f"~{target.name}.new")  # Excel opens no file whose name begins so
    try:
        fresh.write_bytes(content)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def _put_beside(place: Place) -> None:
    """The guide, the workbook that New workbook opens and, on a Mac, the script that starts Python."""
    guide.write_pages(place.folder)
    shutil.copyfile(shipped.workbooks() / BEGIN, place.folder / WORKBOOK)
    if place.script:
        place.script.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(build.xlwings_file(".applescript"), place.script)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


@contextmanager
def _writing(addin: Path) -> Iterator[None]:
    """Put in words why files cannot be written."""
    try:
        yield
    except PermissionError as fault:
        held = fault.filename in (str(addin), str(addin.with_name(f"~{addin.name}.new")))
        raise OutputError(message("addin", "held" if held else "denied", file=fault.filename)) from fault
    except OSError as fault:
        text = message("addin", "not_written", file=fault.filename or addin, why=fault.strerror)
        raise OutputError(text) from fault
