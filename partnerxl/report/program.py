"""A compiled part: text that stays as it is, and steps that print, choose and repeat."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from xml.sax.saxutils import escape

from partnerxl.core.messages import message
from partnerxl.report.expressions import Expression, Unusable
from partnerxl.report.faults import BrokenTemplate, Fault, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST = 100_000_000  # characters of a part
MOST_TURNS = 1_000_000  # of all loops together
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE_ENDS = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
SPECIAL = re.compile('[&<>"\x00-\x1f\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]')
NOTHING = object()  # what a source says when it could not be worked out
CONTROL_NAME = 64  # Word's own bound for title and tag of a content control


@dataclass
class Work:
    """What a run has done so far.

    Attributes:
        turns: How often its loops have turned.
        charts: What each chart shows.
        charts_before: How many charts of ours the template held already.
    """

    turns: int = 0
    charts: list[dict[str, Any]] = field(default_factory=list)
    charts_before: int = 0


@dataclass
class Page:
    """What a run has written so far, and what went wrong on the way."""

    pieces: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    size: int = 0
    work: Work = field(default_factory=Work)

    def add(self, text: str) -> None:
        """Write a piece of XML."""
        self.pieces.append(text)
        self.size += len(text)

    def sub(self) -> Page:
        """A page inside this one, with the same list of faults and the same work."""
        return Page(faults=self.faults, size=self.size, work=self.work)

    @property
    def text(self) -> str:
        """Everything written."""
        return "".join(self.pieces)


class Step(Protocol):
    """One step of a program."""

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write what the step says in this scope."""


@dataclass(frozen=True, slots=True)
class Source:
    """An expression and where it stands."""

    expression: Expression
    place: Place
    shown: str

    def ask(self, scope: dict[str, Any], page: Page) -> Any:
        """The value, or NOTHING with a fault on the page."""
        try:
            return self.expression.value(scope)
        except Unusable as reason:
            self.fail(page, str(reason))
            return NOTHING

    def words(self, scope: dict[str, Any], page: Page) -> str:
        """The value as text; a list or a dict is a fault."""
        value = self.ask(scope, page)
        if isinstance(value, str):
            return value
        if value is None or value is NOTHING:
            return ""
        if type(value) in (int, float, bool):
            return str(value)
        self.fail(page, message("fit", "parts"))
        return ""

    def listed(self, value: Any, page: Page, trouble: str) -> Sequence[Any]:
        """The value when it is a list; else nothing, with the fault of that name unless there is one."""
        if type(value) is list or type(value) is tuple:
            return value
        if value is not NOTHING:
            self.fail(page, message("fit", trouble))
        return ()

    def fail(self, page: Page, text: str) -> None:
        """Put a fault at this place on the page."""
        page.faults.append(Fault(self.place, self.shown, text))


@dataclass(frozen=True, slots=True)
class Asking:
    """A step that asks for one value; ``wants`` says of which kind: text, texts or number."""

    source: Source
    wants: ClassVar[str] = "text"


@dataclass(frozen=True, slots=True)
class Literal:
    """Text of the template that stays as it is."""

    text: str

    def run(self, scope: dict[str, Any], page: Page) -> None:  # noqa: ARG002  every step takes a scope
        """Write it."""
        page.add(self.text)


@dataclass(frozen=True, slots=True)
class Print(Asking):
    """A value as text; ``prefix`` is that of the part's WordprocessingML names."""

    prefix: str

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the value."""
        page.add(as_text(self.source.words(scope, page), self.prefix))


@dataclass(frozen=True, slots=True)
class PrintPlain(Asking):
    """A value inside a document property: text only, no breaks."""

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the value."""
        page.add(as_attribute(self.source.words(scope, page)))


@dataclass(frozen=True, slots=True)
class Name:
    """Title or tag of a content control, made of texts and values."""

    parts: tuple[str | Source, ...]
    cut: bool

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the name, not longer than Word takes."""
        texts = [part if isinstance(part, str) else part.words(scope, page) for part in self.parts]
        name = "".join(texts)
        if len(name) > CONTROL_NAME:
            name = self._shorten(name, page)
        page.add(as_attribute(name))

    def _shorten(self, name: str, page: Page) -> str:
        if not self.cut:
            source = next(part for part in self.parts if not isinstance(part, str))
            source.fail(page, message("tag", "control_name", most=CONTROL_NAME))
        return name[: CONTROL_NAME - 1] + "…"


@dataclass(frozen=True, slots=True)
class Choices(Asking):
    """The entries of a drop-down list, from a list of texts."""

    prefix: str
    wants: ClassVar[str] = "texts"

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write one entry for each different text."""
        value = self.source.ask(scope, page)
        entries = self.source.listed(value, page, "no_texts")
        if not all(isinstance(entry, str) for entry in entries):
            self.source.fail(page, message("fit", "no_texts"))
            return
        for entry in dict.fromkeys(as_attribute(entry.strip()) for entry in entries if entry.strip()):
            p = self.prefix
            page.add(f'<{p}listItem {p}displayText="{entry}" {p}value="{entry}"/>')


@dataclass(frozen=True, slots=True)
class Loop:
    """Steps repeated for each item of a list."""

    name: str
    source: Source
    body: Sequence[Step]

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Run the body once for each item."""
        items = self.source.listed(self.source.ask(scope, page), page, "no_list")
        inner = dict(scope)
        for index, item in enumerate(items):
            inner[self.name] = item
            inner["loop"] = _turn(index, len(items))
            run_all(self.body, inner, page)
            page.work.turns += 1
            if page.size > LARGEST or page.work.turns > MOST_TURNS:
                text = message("tag", "large")
                raise BrokenTemplate([Fault(self.source.place, self.source.shown, text)])


def _turn(index: int, length: int) -> dict[str, Any]:
    first, last = index == 0, index == length - 1
    return {"index": index + 1, "index0": index, "first": first, "last": last, "length": length}


@dataclass(frozen=True, slots=True)
class Choice:
    """The first branch whose condition holds; a branch without one always does."""

    branches: Sequence[tuple[Source | None, Sequence[Step]]]

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Run that branch."""
        for source, body in self.branches:
            value = True if source is None else source.ask(scope, page)
            if value and value is not NOTHING:
                run_all(body, scope, page)
                return


@dataclass(frozen=True, slots=True)
class Container:
    """Content of a cell or header that must end with a paragraph, whatever vanishes."""

    body: Sequence[Step]
    ending: str
    filler: str

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the content, with an empty paragraph where none is left at its end."""
        inner = page.sub()
        run_all(self.body, scope, inner)
        text = inner.text
        page.add(text if text.rstrip().endswith((self.ending, "p/>")) else text + self.filler)


@dataclass(frozen=True, slots=True)
class RowsOrNothing:
    """A table with looped rows; without a single row it vanishes."""

    body: Sequence[Step]
    row: re.Pattern[str]

    def run(self, scope: dict[str, Any], page: Page) -> None:
        """Write the table if it has a row."""
        inner = page.sub()
        run_all(self.body, scope, inner)
        text = inner.text
        if self.row.search(text):
            page.add(text)


def run_all(steps: Sequence[Step], scope: dict[str, Any], page: Page) -> None:
    """Run steps one after another."""
    for step in steps:
        step.run(scope, page)


def as_text(value: str, prefix: str) -> str:
    """A value as content of a text element: escaped, line ends as breaks, nothing XML forbids.

    >>> as_text("R&D" + chr(10) + "<b>", "w:")
    'R&amp;D</w:t><w:br/><w:t xml:space="preserve">&lt;b&gt;'
    """
    if not SPECIAL.search(value):
        return value
    again = f'<{prefix}t xml:space="preserve">'
    lines = [escape(ILLEGAL.sub("", line)) for line in LINE_ENDS.split(value)]
    text = f"</{prefix}t><{prefix}br/>{again}".join(lines)
    return text.replace("\t", f"</{prefix}t><{prefix}tab/>{again}")


def as_attribute(value: str) -> str:
    """A value as an attribute or a property: escaped, on one line.

    >>> as_attribute('Say "yes"')
    'Say &quot;yes&quot;'
    """
    if not SPECIAL.search(value):
        return value
    line = " ".join(LINE_ENDS.sub(" ", value).split("\t"))
    return escape(ILLEGAL.sub("", line), {'"': "&quot;"})
