"""Loops and choices: pairs of tags, and the nesting of steps between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from partnerxl.core.messages import message
from partnerxl.report.expressions import Unusable, read
from partnerxl.report.faults import Fault, Place, did_you_mean
from partnerxl.report.program import Choice, Literal, Loop, Source, Step
from partnerxl.report.tags import OPENING, WORDS, Tag, loop_parts
from partnerxl.report.wordml import PARA_ID, Node, W

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ONCE = (W + "bookmarkStart", W + "bookmarkEnd")
MARKED_ONCE = (f"{{{PARA_ID}}}paraId", f"{{{PARA_ID}}}textId")


@dataclass
class Steer:
    """A tag that opens, divides or closes a loop or a choice.

    Attributes:
        word: for, if, elif, else, endif or endfor.
        place: Where it stands.
        shown: The tag as it reads.
        source: The list or condition, where there is one.
        name: Name of each item, for a loop.
        mark: The node that stands for it in the tree.
    """

    word: str
    place: Place
    shown: str
    source: Source | None = None
    name: str = ""
    mark: Node = None

    @classmethod
    def read(cls, tag: Tag, place: Place) -> Steer:
        """The steering tag from what stands in it.

        Raises:
            Unusable: If it does not read like one.
        """
        word, _, rest = tag.text.partition(" ")
        if word not in WORDS:
            raise Unusable(message("tag", "unknown_word", word=word, hint=did_you_mean(word, WORDS)))
        if word in ("else", "endif", "endfor"):
            return cls(word, place, tag.shown)
        name, asked = _loop(tag.text) if word == "for" else ("", rest)
        return cls(word, place, tag.shown, Source(read(asked), place, tag.shown), name)

    @classmethod
    def broken(cls, tag: Tag, place: Place) -> Steer | None:
        """A tag that opens or divides but cannot be used, so that what belongs to it is no fault as well."""
        word, *rest = tag.text.split() or [""]
        if word not in ("for", "if", "elif"):
            return None
        return cls(word, place, tag.shown, name=rest[0] if rest else "")


def _loop(text: str) -> tuple[str, str]:
    parts = loop_parts(text)
    if parts is None:
        raise Unusable(message("tag", "loop"))
    return parts


@dataclass(frozen=True)
class Starts:
    """Where a stretch begins that becomes one step of its own kind."""

    make: Callable[[Sequence[Step]], Step]


@dataclass(frozen=True)
class Ends:
    """Where such a stretch ends."""


def pair(marks: Sequence[Steer], faults: list[Fault]) -> bool:
    """Find the partner of every opening tag, in document order; False when one is missing."""
    before = len(faults)
    open_tags: list[Steer] = []
    for mark in (found for found in marks if found.mark is not None):
        if mark.word in ("for", "if"):
            open_tags.append(mark)
        elif trouble := _trouble(mark, open_tags):
            faults.append(Fault(mark.place, mark.shown, trouble))
            _give_up(mark, open_tags)
        elif mark.word in OPENING:
            _unique_once(open_tags.pop(), mark)
    faults += [Fault(tag.place, tag.shown, message("tag", "no_end", word=tag.word)) for tag in open_tags]
    return len(faults) == before


def _give_up(mark: Steer, open_tags: list[Steer]) -> None:
    """Go on behind a closing tag that does not fit: with what was open before its own opening tag."""
    wanted = OPENING.get(mark.word)
    own = [at for at, tag in enumerate(open_tags) if tag.word == wanted]
    if own:
        del open_tags[own[-1] :]


def _trouble(mark: Steer, open_tags: Sequence[Steer]) -> str:
    wanted = OPENING.get(mark.word, "if")
    if not open_tags:
        return message("tag", "no_start", word=wanted)
    opened = open_tags[-1]
    if opened.word != wanted:
        return message("tag", "still_open", tag=opened.shown)
    if opened.mark.getparent() is not mark.mark.getparent():
        return message("tag", "elsewhere", tag=opened.shown)
    return ""


def _unique_once(start: Steer, end: Steer) -> None:
    """Drop from a loop's body what may stand in a document only once."""
    if start.word != "for":
        return
    element = start.mark.getnext()
    while element is not end.mark:
        for found in list(element.iter(*ONCE)):
            found.getparent().remove(found)
        for found in element.xpath(".//w:sdtPr/w:id", namespaces={"w": W[1:-1]}):
            found.getparent().remove(found)
        for found in element.iter(W + "p", W + "tr"):
            for attribute in MARKED_ONCE:
                found.attrib.pop(attribute, None)
        element = element.getnext()


Piece = Step | Steer | Starts | Ends | str


@dataclass
class _Level:
    """Steps of one nesting level while it is being built, and how they become a step."""

    steps: list[Step]
    close: Callable[[], Step] | None = None
    turn: Callable[[Steer], list[Step]] | None = None


def assemble(pieces: Sequence[Any]) -> list[Step]:
    """Nested steps from pieces in document order; all pairs are known to be complete."""
    levels = [_Level([])]
    for piece in pieces:
        if isinstance(piece, str):
            levels[-1].steps += [Literal(piece)] if piece else []
        elif isinstance(piece, Starts):
            levels.append(_stretch(piece))
        elif isinstance(piece, Ends):
            _close(levels)
        elif isinstance(piece, Steer):
            _steer(piece, levels)
        else:
            levels[-1].steps.append(piece)
    return levels[0].steps


def _stretch(starts: Starts) -> _Level:
    steps: list[Step] = []
    return _Level(steps, lambda: starts.make(steps))


def _steer(mark: Steer, levels: list[_Level]) -> None:
    if mark.word == "for":
        levels.append(_loop_level(mark))
    elif mark.word == "if":
        levels.append(_choice_level(mark))
    elif mark.word in OPENING:
        _close(levels)
    elif levels[-1].turn is not None:
        levels[-1].steps = levels[-1].turn(mark)


def _loop_level(mark: Steer) -> _Level:
    steps: list[Step] = []
    source = mark.source
    assert source is not None  # noqa: S101  a loop was read with its list
    return _Level(steps, lambda: Loop(mark.name, source, steps))


def _choice_level(mark: Steer) -> _Level:
    branches: list[tuple[Source | None, list[Step]]] = [(mark.source, [])]

    def turn(divider: Steer) -> list[Step]:
        branches.append((divider.source, []))
        return branches[-1][1]

    return _Level(branches[0][1], lambda: Choice(branches), turn)


def _close(levels: list[_Level]) -> None:
    level = levels.pop()
    if level.close is not None:
        levels[-1].steps.append(level.close())
