"""The names a template may use: their kinds, read from the shape of a context, and tags checked against them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints, is_typeddict

from jinja2 import nodes

from partnerxl.core.messages import message
from partnerxl.report.charts import PARTS
from partnerxl.report.expressions import Unusable, unknown, without_parts
from partnerxl.report.faults import Fault
from partnerxl.report.program import Asking, Name, Source
from partnerxl.report.structure import Steer

LINE = re.compile(r"^    (?P<name>\w+): (?P<says>.+(?:\n     +.+)*)", re.MULTILINE)


@dataclass(frozen=True)
class Simple:
    """A value without parts; ``word`` names its kind."""

    word: str


@dataclass(frozen=True)
class Many:
    """A list; ``of`` is the kind of its items."""

    of: Kind


@dataclass(frozen=True)
class Record:
    """A value with named parts.

    Attributes:
        entries: Kind of each part.
        title: What it is, in a sentence.
        says: What each part is.
    """

    entries: Mapping[str, Kind]
    title: str = ""
    says: Mapping[str, str] = field(default_factory=dict)


Kind: TypeAlias = Simple | Many | Record

TEXT, NUMBER, YES_OR_NO, ANYTHING = map(Simple, ("text", "number", "yes or no", "anything"))
LOOP = Record({"index": NUMBER, "index0": NUMBER, "first": YES_OR_NO, "last": YES_OR_NO, "length": NUMBER})
SIMPLE = {str: TEXT, int: NUMBER, float: NUMBER, bool: YES_OR_NO}


@cache
def names_of(shape: Any) -> Record:
    """The names of a shape, which is a typed dict of texts, numbers, lists and typed dicts."""
    entries = {name: _kind(hint) for name, hint in get_type_hints(shape).items()}
    text = inspect.getdoc(shape) or ""
    said = {found["name"]: " ".join(found["says"].split()) for found in LINE.finditer(text)}
    return Record(entries, " ".join(text.partition("\n\n")[0].split()), said)


def _kind(hint: Any) -> Kind:
    if is_typeddict(hint):
        return names_of(hint)
    if get_origin(hint) is list:
        return Many(_kind(get_args(hint)[0]))
    return next(SIMPLE[kind] for kind in (hint, *get_args(hint)) if kind in SIMPLE)


# --- tags -----------------------------------------------------------------------------------------


def check_names(steps: Sequence[Any], names: Record, faults: list[Fault]) -> None:
    """Put a fault into the list for each name that is not there or is of another kind than its tag needs.

    Args:
        steps: The steps of a part in the order of the document, whatever branch they stand in.
        names: What the template will be filled with.
        faults: Where faults go.
    """
    scopes: list[Mapping[str, Kind]] = [names.entries]
    for step in steps:
        if isinstance(step, Steer):
            _follow(step, scopes, faults)
        elif isinstance(step, Asking):
            _check(step.source, step.wants, scopes[-1], faults)
        elif isinstance(step, Name):
            for source in (part for part in step.parts if isinstance(part, Source)):
                _check(source, "text", scopes[-1], faults)


def _follow(step: Steer, scopes: list[Mapping[str, Kind]], faults: list[Fault]) -> None:
    """Enter a loop with its name, leave it at its end."""
    if step.word == "endfor" and scopes[1:]:
        scopes.pop()
    wants = "list" if step.word == "for" else "anything"
    kind = ANYTHING if step.source is None else _check(step.source, wants, scopes[-1], faults)
    if step.word == "for":
        item = kind.of if isinstance(kind, Many) else ANYTHING
        scopes.append({**scopes[-1], step.name: item, "loop": LOOP})


def _check(source: Source, wants: str, scope: Mapping[str, Kind], faults: list[Fault]) -> Kind:
    """The kind of a value; a fault where it does not fit."""
    try:
        kind = kind_of(source.expression.tree, scope)
    except Unusable as reason:
        faults.append(Fault(source.place, source.shown, str(reason)))
        return ANYTHING
    if kind != ANYTHING and (trouble := _misfit(kind, wants)):
        faults.append(Fault(source.place, source.shown, trouble))
    return kind


def _misfit(kind: Kind, wants: str) -> str:
    """Why a value of a kind cannot stand where something is wanted; nothing when it can."""
    if wants == "text" and not isinstance(kind, Simple):
        return message("fit", "parts")
    if wants == "list" and not isinstance(kind, Many):
        return message("fit", "no_list")
    if wants == "number" and kind != NUMBER:
        return message("fit", "no_number")
    if wants == "chart" and not (isinstance(kind, Record) and set(PARTS) <= kind.entries.keys()):
        return message("fit", "no_chart")
    if wants == "texts" and kind != Many(TEXT):
        return message("fit", "no_texts")
    return ""


# --- expressions ----------------------------------------------------------------------------------


def kind_of(node: nodes.Node, scope: Mapping[str, Kind]) -> Kind:
    """The kind of what an expression says.

    Raises:
        Unusable: If it uses a name that is not there.
    """
    if isinstance(node, nodes.Name):
        return _known(node.name, scope)
    if isinstance(node, nodes.Getattr):
        return _part(kind_of(node.node, scope), node.attr)
    if isinstance(node, nodes.Getitem):
        kind_of(node.arg, scope)
        return _part(kind_of(node.node, scope), getattr(node.arg, "value", None))
    below = [kind_of(child, scope) for child in node.iter_child_nodes()]
    if isinstance(node, nodes.Filter):
        return _filtered(node.name, below[0])
    return next((kind for kinds, kind in WORKED_OUT.items() if isinstance(node, kinds)), ANYTHING)


WORKED_OUT: dict[Any, Kind] = {
    (nodes.Compare, nodes.Not): YES_OR_NO,
    (nodes.Concat, nodes.TemplateData): TEXT,
}


def _known(name: str, scope: Mapping[str, Kind]) -> Kind:
    if name not in scope:
        raise unknown(name, scope)
    return scope[name]


def _part(kind: Kind, key: Any) -> Kind:
    if kind == ANYTHING or key is None:
        return ANYTHING
    if isinstance(kind, Record):
        return _known(str(key), kind.entries)
    if isinstance(kind, Many) and type(key) is int:
        return kind.of
    raise without_parts(str(key))


def _filtered(name: str, kind: Kind) -> Kind:
    if name in ("count", "length"):
        return NUMBER
    if name in ("first", "last"):
        return kind.of if isinstance(kind, Many) else TEXT
    return TEXT
