"""The command ``partnerxl``: every command is a few lines over the workflow, and no traceback leaves it."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from partnerxl import __version__, console, logbook
from partnerxl.core.errors import OutputError, PartnerxlError

FINE, ATTENTION, REFUSED = 0, 1, 2
DEMO = "partnerxl-demo"
TESTED = "The file you named was not damaged: partnerxl replaces a file only when its successor is complete."

Book = Annotated[str, typer.Argument(help="The workbook (.xlsx or .xlsm).", show_default=False)]
Out = Annotated[
    str | None,
    typer.Option("--out", metavar="FOLDER", help="Where it goes; beside the file you name by default."),
]
OwnTemplate = Annotated[
    str | None,
    typer.Option("--template", metavar="FILE", help="A Word template of yours instead of ours."),
]
OnA4 = Annotated[bool, typer.Option("--a4", help="Our template for A4 paper instead of Letter.")]
Template = Annotated[str, typer.Argument(help="The Word template (.docx).", show_default=False)]
KindOfPaper = Annotated[str, typer.Argument(help="Which template: review, partner or facilitator.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]


class AsTyped:
    """Leaves an argument the text that was typed."""

    def coerce(self, value: object, **_: object) -> object:
        """The text itself."""
        return value


class Light:
    """A command or group whose arguments are all texts and flags.

    To convert even those, typer opens a library that takes as long as reading a workbook. Where
    another typer keeps its conversion elsewhere, that one is used and the outcome is the same.
    """

    def get_params(self, context: Any) -> Any:
        """The parameters, the help option among them, each left as it was typed."""
        found = super().get_params(context)  # type: ignore[misc]
        for parameter in found:
            parameter._runtime_param = AsTyped()  # noqa: SLF001
        return found


class Command(Light, TyperCommand):
    """A command of the command line."""


class Group(Light, TyperGroup):
    """All commands together."""


app = typer.Typer(
    cls=Group,
    add_completion=False,
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


addin = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="The tab Partnership in Excel: install it, see how it stands, remove it.",
    no_args_is_help=True,
)
app.add_typer(addin, name="addin")


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


templates = typer.Typer(cls=Group, rich_markup_mode=None, help="Look at Word templates, or begin one.")
app.add_typer(templates, name="template", cls=Group)


def command(function: Callable[..., int], group: typer.Typer = app, name: str = "") -> Callable[..., None]:
    """A function as a command: what it gives back is the exit code, what it raises becomes a message."""

    @group.command(name or function.__name__, cls=Command)
    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> None:
        try:
            code = function(*args, **kwargs)
            sys.stdout.flush()
        except PartnerxlError as refusal:
            code = _refuse(str(refusal))
        except BrokenPipeError:
            code = _leave_quietly()
        except KeyboardInterrupt:
            code = _refuse(f"Stopped. {TESTED}")
        except BaseException as fault:  # noqa: BLE001  a panic of a Rust library is no Exception
            code = _refuse(_apology(fault, function.__name__))
        raise typer.Exit(code)

    return guarded


def addin_command(function: Callable[..., int]) -> Callable[..., None]:
    """A function as a command of ``partnerxl addin``."""
    return command(function, addin)


def _refuse(text: str) -> int:
    console.complain(text)
    return REFUSED


def _apology(fault: BaseException, name: str) -> str:
    log = logbook.note(fault, name)
    where = f"What happened is noted in {log}, without names or values" if log else "No log could be written"
    return f"partnerxl stopped because of a mistake of its own ({type(fault).__name__}). {where}; please report it."


def _leave_quietly() -> int:
    """End without a word when whoever was reading the output has stopped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINE


@app.callback()
def partnerxl(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """From a partnership's workbook of records to phases, topics to discuss and a Word report.

    \b
    Begin with
      partnerxl demo                 see it work on invented partnerships
      partnerxl new ours.xlsx        an empty workbook to fill in
      partnerxl refresh ours.xlsx    write the result sheets into it
      partnerxl report ours.xlsx     make the Word report for your review
      partnerxl partners ours.xlsx   make a page for each partner
      partnerxl prepare ours.xlsx    prepare drafts of messages to them
      partnerxl addin install        do all this with buttons in Excel

    \b
    Exit codes: 0 fine, 1 findings that need attention (check), 2 refused.
    """
    if version:
        console.say(f"partnerxl {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        console.say(context.get_help())


@command
def new(
    file: Annotated[str, typer.Argument(help="The new workbook.", show_default=False)],
    as_json: AsJson = False,
) -> int:
    """Write an empty workbook that invites you to begin.

    \b
    Example
      partnerxl new ours.xlsx
    """
    from partnerxl import workflow

    path = workflow.new(Path(file))
    if as_json:
        console.say_json({"workbook": str(path)})
    else:
        console.say(f"New workbook: {path}", "Open it in Excel; its first sheet says how to begin.")
    return FINE


@command
def check(book: Book, as_json: AsJson = False) -> int:
    """Look for cells and rows that need attention; writes nothing.

    \b
    Examples
      partnerxl check ours.xlsx
      partnerxl check ours.xlsx --json
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        found = workflow.check(Path(book), step)
    if as_json:
        console.say_json(screens.problems_json(found))
    else:
        screens.show_problems(Path(book), found)
    return ATTENTION if found else FINE


@command
def assess(book: Book, as_json: AsJson = False) -> int:
    """Work out phases, topics and tips and print them; writes nothing.

    \b
    Examples
      partnerxl assess ours.xlsx
      partnerxl assess ours.xlsx --json
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        found = workflow.assess(Path(book), step)
    if as_json:
        console.say_json(screens.assessment_json(found))
    else:
        screens.show_assessment(found)
    return FINE


@command
def refresh(book: Book, as_json: AsJson = False) -> int:
    """Write the result sheets into the workbook.

    Everything else in it stays byte for byte as it is.

    \b
    Example
      partnerxl refresh ours.xlsx
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        done = workflow.refresh(Path(book), step)
    if as_json:
        console.say_json(screens.refreshed_json(done))
    else:
        screens.show_refreshed(done)
    return FINE


@command
def restore(book: Book, as_json: AsJson = False) -> int:
    """Put back the result sheets as they were before the last refresh.

    Records stay as they are; running it again takes it back.

    \b
    Example
      partnerxl restore ours.xlsx
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        done = workflow.restore(Path(book), step)
    if as_json:
        console.say_json(screens.restored_json(done))
    else:
        screens.show_restored(done)
    return FINE


@command
def report(
    book: Book,
    out: Out = None,
    template: OwnTemplate = None,
    pdf: Annotated[
        bool,
        typer.Option(
            "--pdf", help="Write a PDF as well (needs LibreOffice); it is tagged for screen readers."
        ),
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Make the Word report for your review together.

    No report is ever overwritten.

    \b
    Examples
      partnerxl report ours.xlsx
      partnerxl report ours.xlsx --out reports --pdf
      partnerxl report ours.xlsx --template our-report.docx
    """
    from partnerxl import screens, workflow

    hurdles: list[str] = []
    own = Path(template) if template else None
    with console.steps() as step:
        paths = [
            workflow.report(Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append)
        ]
        paths += [workflow.pdf(paths[0], step)] if pdf else []
    if as_json:
        console.say_json({"report": str(paths[0]), "pdf": str(paths[1]) if pdf else None, "hurdles": hurdles})
    else:
        console.say(*map(str, paths))
        screens.show_hurdles(hurdles)
    return FINE


@command
def partners(book: Book, out: Out = None, template: OwnTemplate = None, as_json: AsJson = False) -> int:
    """Make a page for each partner, to that partner only.

    It holds what is on record about the partner, a correction slip and room for a question. The pages go
    into a new folder.

    \b
    Example
      partnerxl partners ours.xlsx
    """
    from partnerxl import screens, workflow

    hurdles: list[str] = []
    own = Path(template) if template else None
    with console.steps() as step:
        pages = workflow.partner_pages(
            Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append
        )
    if as_json:
        console.say_json({"pages": [str(page) for page in pages], "hurdles": hurdles})
    else:
        console.say(*map(str, pages))
        screens.show_hurdles(hurdles)
    return FINE


@command
def prepare(  # noqa: PLR0913, PLR0917  one argument for each option
    book: Book,
    out: Out = None,
    report: Annotated[
        str | None,
        typer.Option("--report", metavar="FILE", help="The report to attach instead of the newest one."),
    ] = None,
    answer_by: Annotated[
        str | None,
        typer.Option("--answer-by", metavar="DATE", help="The day to answer, like 2026-05-31."),
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help="Show the table only; write nothing.")] = False,
    as_json: AsJson = False,
) -> int:
    """Prepare a draft of a message to each partner; nothing is sent.

    A table shows first what each draft holds and what is wrong. Every draft is a file that your mail
    program opens: a note with the partner's own lines, the report and the partner's page. The sheet Sent
    in the workbook notes them.

    \b
    Examples
      partnerxl prepare ours.xlsx --preview
      partnerxl prepare ours.xlsx --answer-by 2026-05-31
    """
    from partnerxl import preparing, screens, workflow
    from partnerxl.send.drafts import Draft

    def agree(drafts: tuple[Draft, ...]) -> bool:
        if not as_json:
            screens.show_drafts(drafts)
        return not preview

    wishes = preparing.Wishes(Path(out) if out else None, Path(report) if report else None, _day(answer_by))
    with console.steps() as step:
        done = workflow.prepare(Path(book), wishes, agree, step)
    if as_json:
        console.say_json(screens.prepared_json(done))
    else:
        screens.show_prepared(done)
    return FINE


def _day(text: str | None) -> date | None:
    """A day as it was typed; None when none was."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        reason = f"--answer-by: expected a date like 2026-05-31, found '{text}'. Type year, month and day."
        raise OutputError(reason) from fault


@command
def facilitator(book: Book, out: Out = None, template: OwnTemplate = None, as_json: AsJson = False) -> int:
    """Make the page for whoever leads the review.

    \b
    Example
      partnerxl facilitator ours.xlsx
    """
    from partnerxl import screens, workflow

    hurdles: list[str] = []
    own = Path(template) if template else None
    with console.steps() as step:
        page = workflow.facilitator_page(
            Path(book), Path(out) if out else None, step, template=own, tell=hurdles.append
        )
    if as_json:
        console.say_json({"page": str(page), "hurdles": hurdles})
    else:
        console.say(str(page))
        screens.show_hurdles(hurdles)
    return FINE


@command
def explain(
    what: Annotated[
        str,
        typer.Argument(
            help="A pitfall (P4), a phase (Storming), a tip (T6) or a measure (delivered).",
            show_default=False,
        ),
    ],
    book: Annotated[
        str | None,
        typer.Argument(help="A workbook to explain it with.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Print a rule, its limits and, given a workbook, its rows.

    \b
    Examples
      partnerxl explain P4
      partnerxl explain Storming ours.xlsx
    """
    from partnerxl import workflow

    with console.steps() as step:
        lines = workflow.explain(what, Path(book) if book else None, step)
    if as_json:
        console.say_json({"what": what, "lines": list(lines)})
    else:
        console.say(*lines)
    return FINE


@command
def demo(
    folder: Annotated[str, typer.Argument(help="A new folder for it.")] = DEMO,
    as_json: AsJson = False,
) -> int:
    """Show everything on invented partnerships, in a new folder.

    \b
    Examples
      partnerxl demo
      partnerxl demo try-it
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        shown = workflow.demo(Path(folder), step)
    if as_json:
        console.say_json(screens.demo_json(shown))
    else:
        screens.show_demo(shown)
    return FINE


# --- templates ------------------------------------------------------------------------------------


def check_template(file: Template, as_json: AsJson = False) -> int:
    """Look for everything to mend in a Word template.

    It is filled with invented records as well, and the outcome is checked for what some people could not
    read. A copy with a Word comment at each fault is written beside it.

    \b
    Example
      partnerxl template check our-review.docx
    """
    from partnerxl import screens, workflow

    with console.steps() as step:
        found = workflow.check_template(Path(file), step)
    if as_json:
        console.say_json(screens.checked_json(found))
    else:
        screens.show_checked(Path(file), found)
    return ATTENTION if found.faults or found.hurdles else FINE


def preview_template(file: Template, out: Out = None, as_json: AsJson = False) -> int:
    """Fill a template with invented records.

    \b
    Example
      partnerxl template preview our-review.docx
    """
    from partnerxl import workflow

    with console.steps() as step:
        path = workflow.preview_template(Path(file), Path(out) if out else None, step)
    if as_json:
        console.say_json({"preview": str(path)})
    else:
        console.say(str(path))
    return FINE


def list_names(kind: KindOfPaper = "review", as_json: AsJson = False) -> int:
    """Print every name a template may use.

    \b
    Example
      partnerxl template list
    """
    from partnerxl import screens, workflow

    found = workflow.list_names(kind)
    if as_json:
        console.say_json(screens.names_json(found))
    else:
        screens.show_names(found)
    return FINE


def new_template(
    kind: KindOfPaper = "review", out: Out = None, a4: OnA4 = False, as_json: AsJson = False
) -> int:
    """Copy one of our templates, to be changed in Word.

    Beside your workbook it is found by itself.

    \b
    Example
      partnerxl template new --out .
    """
    from partnerxl import workflow

    path = workflow.new_template(kind, Path(out or "."), a4=a4)
    if as_json:
        console.say_json({"template": str(path)})
    else:
        console.say(f"New template: {path}", "Change it in Word; beside your workbook it is found by itself.")
    return FINE


for word, function in (
    ("new", new_template),
    ("check", check_template),
    ("preview", preview_template),
    ("list", list_names),
):
    command(function, templates, word)


# --- the add-in -----------------------------------------------------------------------------------


@addin_command
def install() -> int:
    """Put the tab Partnership into Excel.

    Excel shows it at its next start. No other setting of Excel is changed.

    \b
    Example
      partnerxl addin install
    """
    from partnerxl import screens
    from partnerxl.excel.install import install as put_in_place
    from partnerxl.excel.place import Place

    place = Place.here()
    with console.steps() as step:
        built = put_in_place(place, step)
    screens.show_installed(place.addin, built.missed)
    return FINE


@addin_command
def status(as_json: AsJson = False) -> int:
    """Say whether the buttons work, what is wrong and what mends it.

    \b
    Examples
      partnerxl addin status
      partnerxl addin status --json
    """
    from partnerxl import screens
    from partnerxl.excel.place import Place
    from partnerxl.excel.status import status as look

    found = look(Place.here())
    if as_json:
        console.say_json(screens.condition_json(found))
    else:
        screens.show_condition(found)
    return ATTENTION if found.troubles else FINE


@addin_command
def uninstall() -> int:
    """Remove the tab and everything that came with it.

    \b
    Example
      partnerxl addin uninstall
    """
    from partnerxl.excel.install import uninstall as remove
    from partnerxl.excel.place import Place

    removed = remove(Place.here())
    console.say(*(f"Removed {path}" for path in removed) if removed else ["There was nothing to remove."])
    return FINE


@addin_command
def build(
    file: Annotated[str, typer.Argument(help="The add-in.")] = "partnerxl.xlam",
) -> int:
    """Write the add-in into a file of your own, for those who distribute it.

    It starts the Python that ran this command; `install` puts the rest in place too.

    \b
    Example
      partnerxl addin build partnerxl.xlam
    """
    from partnerxl import screens
    from partnerxl.excel.install import build_file
    from partnerxl.excel.place import Place

    path = Path(file)
    screens.show_built(path, build_file(path, Place.here()).missed)
    return FINE
