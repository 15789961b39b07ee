"""What a button runs: ``import partnerxl.excel.clicks; partnerxl.excel.clicks.refresh_scores()``.

Importing this opens the standard library only, so that whatever goes wrong after it is said in a message.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from xlwings import App, Book

TITLE = "partnerxl"
APOLOGY = "partnerxl stopped because of a mistake of its own"
"""What is said where even the catalogue or the log cannot be reached."""
INFO, WARNING = "info", "critical"  # as xlwings calls the looks of a message
ASKING, YES = "ok_cancel", "ok"
BOOK = "--wb="
EXCELS_OWN = False  # what Excel takes as: show your own status

Step = Callable[[str], None]
Work = Callable[["Book", Step], str]


def click(work: Work) -> Callable[[], None]:
    """A function as a button: it gets the workbook, and what it says or raises becomes one message."""

    @wraps(work)
    def guarded() -> None:
        from partnerxl.core.errors import PartnerxlError
        from partnerxl.core.language import ENGLISH, speaking

        app: App | None = None
        with speaking(ENGLISH):  # until the workbook is read, which may say otherwise
            try:
                book = calling_book()
                app = book.app
                answer, look = work(book, _step(app)), INFO
            except PartnerxlError as refusal:
                answer, look = str(refusal), WARNING
            except BaseException as fault:  # noqa: BLE001  a panic of a Rust library is no Exception
                answer, look = _apology(fault, work.__name__), WARNING
        _show_status(app, EXCELS_OWN)
        _say(app, answer, look)

    return guarded


@click
def refresh_scores(book: Book, step: Step) -> str:
    """Write the result sheets and show the first of them, the Dashboard."""
    from partnerxl import workflow
    from partnerxl.excel import answers

    done = workflow.refresh(book, step)
    opened = _show_first(book, done.sheets)
    return "\n\n".join((f"{answers.topics(done.assessment)}{opened}", *done.notes))


@click
def check_data(book: Book, step: Step) -> str:
    """Say what in the records needs a look."""
    from partnerxl import workflow
    from partnerxl.excel import answers

    return answers.problems(workflow.check(book, step))


@click
def generate_report(book: Book, step: Step) -> str:
    """Make the report and open it."""
    from partnerxl import workflow
    from partnerxl.core.messages import message

    path = workflow.report(book, step=step)
    key = "report_open" if _open(path) else "report_closed"
    return message("button", key, name=path.name, folder=path.parent)


@click
def report_pdf(book: Book, step: Step) -> str:
    """Make a PDF of the report and open it."""
    from partnerxl import workflow
    from partnerxl.core.messages import message

    path = workflow.report_as_pdf(book, step)
    key = "pdf_open" if _open(path) else "pdf_closed"
    return message("button", key, name=path.name, folder=path.parent)


@click
def signed_copy(book: Book, step: Step) -> str:
    """Make the signed-off copy of the report and open it."""
    from partnerxl import workflow
    from partnerxl.core.messages import message

    path = workflow.signed_copy(book, step=step)
    key = "copy_open" if _open(path) else "copy_closed"
    return message("button", key, name=path.name, folder=path.parent)


@click
def check_template(book: Book, step: Step) -> str:
    """Look at the templates of the user's own beside the workbook."""
    from partnerxl import workflow
    from partnerxl.excel import answers

    found = {file: workflow.check_template(file, step) for file in workflow.own_templates(book)}
    return answers.templates(found)


@click
def prepare_emails(book: Book, step: Step) -> str:
    """Show what the drafts to partners would hold, ask, make them and open their folder."""
    from partnerxl import workflow
    from partnerxl.excel import answers

    done = workflow.prepare(
        book,
        agree=lambda drafts: book.app.alert(answers.preview(drafts), TITLE, ASKING, INFO) == YES,
        step=step,
    )
    if done.folder is not None:
        _open(done.folder)
    return "\n\n".join((*answers.prepared(done), *done.notes))


@click
def collect_answers(book: Book, step: Step) -> str:
    """Read the copies in the folder for them beside the workbook, show what is new, ask, and write it."""
    from partnerxl import workflow
    from partnerxl.excel import answers

    folder = workflow.returned_folder(book)
    done = workflow.collect(
        book,
        [folder],
        lambda found: book.app.alert(answers.gathered(found), TITLE, ASKING, INFO) == YES,
        step,
    )
    if not done.collected.found and not done.pulse.forms:
        _open(folder)
    return "\n\n".join((*answers.collected(done, folder), *done.kept))


@click
def restore_scores(book: Book, step: Step) -> str:
    """Put the result sheets back as they were before the last refresh."""
    from partnerxl import workflow
    from partnerxl.core.messages import message

    done = workflow.restore(book, step)
    opened = _show_first(book, (workflow.DASHBOARD, *done.sheets))
    return f"{message('button', 'restored', name=done.backup.name)}{opened}"


def ready() -> None:
    """Do nothing: the installer and ``status`` see whether a click gets as far as this."""


def _show_first(book: Book, names: Sequence[str]) -> str:
    """Bring the first of these sheets to the front that can be, and say which; Excel shows no hidden one."""
    from partnerxl.core.messages import message

    for name in names:
        with suppress(Exception):
            book.sheets[name].activate()
            return f" {message('button', 'opened', sheet=name)}"
    return ""


def calling_book() -> Book:
    """The workbook whose button was clicked.

    Raises:
        WorkbookError: If Excel has none of that name.
    """
    import xlwings

    from partnerxl.core.errors import WorkbookError
    from partnerxl.core.messages import message

    name = next((text.removeprefix(BOOK) for text in sys.argv if text.startswith(BOOK)), "")
    try:
        # xlwings cuts a name at its equals sign
        return xlwings.books[name] if "=" in name else xlwings.Book.caller()
    except KeyError as fault:
        raise WorkbookError(message("button", "no_book", name=name)) from fault


def _step(app: App) -> Step:
    """What shows in the status bar what is being done."""
    return lambda step: _show_status(app, f"{TITLE}: {step} ...")


def _show_status(app: App | None, text: str | bool) -> None:  # noqa: FBT001  as Excel takes it
    """Put a text into the status bar, or give it back to Excel; where that cannot be, nothing is lost."""
    with suppress(Exception):
        if app:
            app.status_bar = text


def _apology(fault: BaseException, name: str) -> str:
    from datetime import UTC, datetime

    from partnerxl import logbook

    reference = f"{datetime.now(UTC):%y%m%d-%H%M%S}"
    log = logbook.note(fault, f"{name} {reference}")
    kind = type(fault).__name__
    with suppress(Exception):  # the apology must never be what fails
        from partnerxl.core.messages import message

        if log:
            return message("button", "apology", kind=kind, number=reference)
    return f"{APOLOGY} ({kind})."


def _say(app: App | None, text: str, look: str) -> None:
    """Show a message; where Excel cannot, end so that xlwings shows what was printed."""
    try:
        (app or _front()).alert(text, title=TITLE, mode=look)
    except Exception:  # noqa: BLE001  the message must never be what fails
        sys.stderr.reconfigure(errors="replace")  # type: ignore[union-attr]
        sys.stderr.write(f"{text}\n")
        raise SystemExit(1) from None


def _front() -> App:
    """The Excel in front.

    Raises:
        WorkbookError: If there is none.
    """
    import xlwings

    from partnerxl.core.errors import WorkbookError
    from partnerxl.core.messages import message

    app = xlwings.apps.active
    if app is None:
        raise WorkbookError(message("button", "no_excel"))
    return app


def _open(path: Path) -> bool:
    """Open a file as a double click would; False when that cannot be."""
    import subprocess

    try:
        if sys.platform == "win32":
            os.startfile(path)  # noqa: S606  a file of ours
        else:
            opener = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.run([opener, path], check=True, capture_output=True)  # noqa: S603  a file of ours
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
