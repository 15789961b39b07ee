"""The command line itself: what every command shares, and that no traceback leaves it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from partnerxl import __version__, console, logbook
from partnerxl.core.errors import PartnerxlError
from partnerxl.core.language import ENGLISH, asked_for, speaking

if TYPE_CHECKING:
    from partnerxl.report.kinds import TemplateChoice

FINE, ATTENTION, REFUSED = 0, 1, 2
APOLOGY = "partnerxl stopped because of a mistake of its own"
"""What is said where even the catalogue cannot be read."""

Book = Annotated[str, typer.Argument(help="The workbook (.xlsx or .xlsm).", show_default=False)]
Out = Annotated[
    str | None,
    typer.Option("--out", metavar="FOLDER", help="Where it goes; beside the file you name by default."),
]
OwnTemplate = Annotated[
    str | None,
    typer.Option("--template", metavar="FILE", help="A Word template of yours instead of ours."),
]
OnA4 = Annotated[
    bool | None,
    typer.Option(
        "--a4/--letter",
        help="Our template for this paper, whatever the workbook's Settings say.",
        show_default=False,
    ),
]
Lang = Annotated[
    str | None,
    typer.Option(
        "--lang",
        metavar="CODE",
        help="Sentences in this language, such as es, whatever the workbook's Settings say.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]


def template_choice(template: str | None, *, on_a4: bool | None) -> TemplateChoice:
    """The template a person chose.

    Raises:
        PartnerxlError: If it is a file and a paper at once.
    """
    from pathlib import Path

    from partnerxl.core.messages import message
    from partnerxl.report.kinds import TemplateChoice

    if template and on_a4 is not None:
        raise PartnerxlError(message("paper", "two"))
    return TemplateChoice(Path(template) if template else None, on_a4)


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


def group(name: str, about: str) -> typer.Typer:
    """Commands that share a first word, as in ``partnerxl addin install``."""
    made = typer.Typer(cls=Group, rich_markup_mode=None, help=about, no_args_is_help=True)
    app.add_typer(made, name=name, cls=Group)
    return made


def command_of(group: typer.Typer) -> Callable[[Callable[..., int]], Callable[..., None]]:
    """What makes a command of a group: what a function gives back is its exit code, what it raises a message."""

    def command(function: Callable[..., int]) -> Callable[..., None]:
        return group.command(function.__name__.rstrip("_").replace("_", "-"), cls=Command)(_guarded(function))

    return command


command = command_of(app)


def _guarded(function: Callable[..., int]) -> Callable[..., None]:
    @wraps(function)
    def guarded(*args: object, **kwargs: object) -> None:
        try:
            with _in_language(kwargs.get("_lang")):
                code = _outcome(lambda: function(*args, **kwargs), function.__name__)
        except PartnerxlError as refusal:
            code = _refuse(str(refusal))
        raise typer.Exit(code)

    return guarded


def _outcome(run: Callable[[], int], name: str) -> int:
    """The exit code of a command, whatever happens in it."""
    try:
        code = run()
        sys.stdout.flush()
    except PartnerxlError as refusal:
        return _refuse(str(refusal))
    except BrokenPipeError:
        return _leave_quietly()
    except KeyboardInterrupt:
        from partnerxl.core.messages import message

        return _refuse(message("line", "stopped"))
    except BaseException as fault:  # noqa: BLE001  a panic of a Rust library is no Exception
        return _refuse(_apology(fault, name))
    return code


def _in_language(name: object) -> AbstractContextManager[None]:
    """Sentences in the language that was asked for, or else in that of the workbook a command reads.

    Raises:
        PartnerxlError: If texts do not exist in it.
    """
    if name is None:
        return speaking(ENGLISH)
    from partnerxl.core.catalogue import language_named, load_languages
    from partnerxl.core.messages import message

    code = language_named(str(name))
    if not code:
        known = ", ".join(f"{code} ({each.names[0]})" for code, each in load_languages().items())
        raise PartnerxlError(message("language", "unknown", typed=name, known=known))
    return asked_for(code)


def _refuse(text: str) -> int:
    console.complain(text)
    return REFUSED


def _apology(fault: BaseException, name: str) -> str:
    log = logbook.note(fault, name)
    kind = type(fault).__name__
    try:
        from partnerxl.core.messages import message

        if log:
            return message("line", "apology", kind=kind, log=log)
        return message("line", "apology_unlogged", kind=kind)
    except Exception:  # noqa: BLE001  the apology must never be what fails
        return f"{APOLOGY} ({kind})."


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
      partnerxl collect ours.xlsx returned   bring their answers home
      partnerxl demo --loop          see the whole circle played
      partnerxl addin install        do all this with buttons in Excel

    \b
    Exit codes: 0 fine, 1 findings that need attention (check), 2 refused.
    """
    if version:
        console.say(f"partnerxl {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        console.say(context.get_help())
