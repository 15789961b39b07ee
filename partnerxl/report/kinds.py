"""The papers we make: what each is filled with, and which template it is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from partnerxl import shipped
from partnerxl.core.catalogue import load_languages
from partnerxl.core.errors import TemplateError, WorkbookError
from partnerxl.core.language import ENGLISH, speaking, spoken
from partnerxl.core.messages import message
from partnerxl.core.settings import on_a4
from partnerxl.report.names import Record, names_of
from partnerxl.report.page_shapes import FacilitatorContext, PartnerContext, PulseContext
from partnerxl.report.pages import facilitator_context, partner_contexts
from partnerxl.report.pulse_form import pulse_context
from partnerxl.report.review import review_context
from partnerxl.report.shape import ReportContext

if TYPE_CHECKING:
    from pathlib import Path

    from partnerxl.core.assessment import Assessment

A4 = "-a4"
ENDING = ".docx"


@dataclass(frozen=True)
class TemplateChoice:
    """What a person chose: a template of theirs, or ours for A4 (True) or Letter (False)."""

    file: Path | None = None
    a4: bool | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of paper.

    Attributes:
        name: What its templates' names begin with.
        about: What it is for, in a few words.
        shape: The shape of what it is filled with.
        context: What it is filled with, from an assessment and the digest of its template.
    """

    name: str
    about: str
    shape: Any
    context: Callable[[Assessment, str], Mapping[str, Any]]

    @property
    def names(self) -> Record:
        """The names its templates may use."""
        return names_of(self.shape)

    def packaged(self, *, a4: bool = False) -> Path:
        """Our own template in the language that is spoken."""
        return shipped.report_templates() / f"{self.name}{_spoken()}{A4 if a4 else ''}{ENDING}"

    def own_names(self) -> Iterator[str]:
        """The names under which templates of the user's own are found, one for each language."""
        for language in load_languages():
            with speaking(language):
                yield self.own_name

    @property
    def own_name(self) -> str:
        """The name under which a template of the user's own is found, in the language that is spoken."""
        return f"{self.name}{_spoken()}{ENDING}"

    def template_for(self, found: Assessment, choice: TemplateChoice, beside: Path) -> Path:
        """The template to use for a workbook, whose Settings say the paper unless a person does."""
        a4 = on_a4(found.view.project.settings) if choice.a4 is None else choice.a4
        return self.template(choice.file, beside, a4=a4)

    def template(self, given: Path | None, beside: Path, *, a4: bool = False) -> Path:
        """The template to use: the one given, or one beside the workbook, or our own for a paper.

        Beside the workbook one for the language that is spoken, such as review-es.docx, comes first.
        """
        if given is not None:
            return given
        own = (beside / name for name in (self.own_name, f"{self.name}{ENDING}"))
        return next((file for file in own if file.is_file()), self.packaged(a4=a4))


def _spoken() -> str:
    """What the names of templates in the language that is spoken have more than the English ones."""
    return "" if spoken() == ENGLISH else f"-{spoken()}"


def _first_partner(assessment: Assessment, digest: str) -> Mapping[str, Any]:
    """What the page of the first partner is filled with."""
    for context in partner_contexts(assessment, digest):
        return context
    raise WorkbookError(message("paper", "no_partner"))


KINDS = {
    kind.name: kind
    for kind in (
        Kind("review", "the report for the review together", ReportContext, review_context),
        Kind("partner", "the page for one partner", PartnerContext, _first_partner),
        Kind("facilitator", "the page for whoever leads the review", FacilitatorContext, facilitator_context),
        Kind("pulse", "the form of the pulse, one for all partners", PulseContext, pulse_context),
    )
}


def kind_of(file: Path) -> Kind:
    """The kind of a template, by what its name begins with; a review otherwise."""
    return next(
        (kind for name, kind in KINDS.items() if file.name.casefold().startswith(name)), KINDS["review"]
    )


def kind_named(name: str) -> Kind:
    """The kind of a name.

    Raises:
        TemplateError: If there is none.
    """
    if name not in KINDS:
        raise TemplateError(message("template", "no_kind", name=name, known=", ".join(KINDS)))
    return KINDS[name]
