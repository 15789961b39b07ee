"""Expressions: read by jinja2, held to a short list of what is allowed, worked out on plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from partnerxl.core.messages import message
from partnerxl.report.faults import did_you_mean

Scope = Mapping[str, Any]

LONGEST = 300
SIMPLE = (str, int, float, bool, type(None))
FILTERS = ("capitalize", "count", "first", "join", "last", "length", "lower", "trim", "upper")
ALLOWED = (
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Add,
    nodes.Sub,
    nodes.Concat,
    nodes.List,
    nodes.Tuple,
)
REASONS: dict[type[nodes.Node], str] = {
    nodes.Call: "call",
    nodes.Test: "test",
    nodes.Mul: "multiply",
    nodes.Pow: "multiply",
    nodes.Slice: "slice",
    nodes.Dict: "dictionary",
}
CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " "})


class Unusable(Exception):  # noqa: N818  carries a sentence, becomes a Fault at its place
    """An expression that cannot be read or worked out; its text is a sentence for the fault."""


def unknown(name: str, known: Iterable[str]) -> Unusable:
    """What to raise for a name that is not there; it offers the nearest."""
    return Unusable(message("expression", "unknown", name=name, hint=did_you_mean(name, known)))


def without_parts(name: str) -> Unusable:
    """What to raise when a part is asked of something that has none."""
    return Unusable(message("expression", "no_parts", name=name))


def fetch(value: Any, key: Any) -> Any:
    """The item of a dict or list under a key.

    Raises:
        Unusable: If there is none; names what there is.
    """
    if type(value) is dict:
        return _entry(value, key)
    if type(value) in (list, tuple) and type(key) is int:
        return _item(value, key)
    raise without_parts(str(key))


def _entry(value: dict[str, Any], key: Any) -> Any:
    try:
        return value[key]
    except (KeyError, TypeError):
        raise unknown(str(key), value) from None


def _item(value: list[Any] | tuple[Any, ...], key: int) -> Any:
    try:
        return value[key]
    except IndexError:
        raise Unusable(message("expression", "no_item", item=key, n=len(value))) from None


class _Plain(ImmutableSandboxedEnvironment):
    """A sandbox in which a dot only ever looks into plain dicts and lists."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return fetch(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return fetch(obj, argument)


def _sandbox() -> _Plain:
    sandbox = _Plain(undefined=StrictUndefined)
    sandbox.globals.clear()
    sandbox.filters = {name: sandbox.filters[name] for name in FILTERS}
    return sandbox


SANDBOX = _sandbox()


@dataclass(frozen=True)
class Expression:
    """An expression that was found harmless.

    Attributes:
        source: What stands in the template, quotes mended.
        names: Names it needs from the scope.
        steps: Keys after the first name, when it is nothing but a walk like ``a.b[0]``.
        rule: What works out everything else.
        tree: Its parts, for those who check it.
    """

    source: str
    names: tuple[str, ...]
    steps: tuple[str | int, ...] | None
    rule: Callable[..., Any] | None
    tree: nodes.Expr = field(compare=False, repr=False)

    def value(self, scope: Scope) -> Any:
        """What the expression says in a scope.

        Raises:
            Unusable: If a name is missing or the values do not fit.
        """
        for name in self.names:
            if name not in scope:
                raise unknown(name, scope)
        return self._walk(scope) if self.rule is None else self._work_out(scope, self.rule)

    def _walk(self, scope: Scope) -> Any:
        value = scope[self.names[0]]
        for step in self.steps or ():
            value = fetch(value, step)
        return value

    @staticmethod
    def _work_out(scope: Scope, rule: Callable[..., Any]) -> Any:
        try:
            return rule(scope)
        except Unusable:
            raise
        except (JinjaError, TypeError, ValueError, ArithmeticError, RecursionError) as fault:
            raise Unusable(message("expression", "not_worked_out", why=fault)) from fault


@lru_cache(maxsize=4096)
def read(source: str) -> Expression:
    """A harmless expression from its source; templates say the same thing in many places.

    Raises:
        Unusable: If it cannot be read or does what a template may not do.
    """
    mended = source.translate(CURLY).strip()
    tree = _tree(mended)
    _inspect(tree)
    names = tuple(sorted({node.name for node in _below(tree, nodes.Name)}))
    steps = _steps(tree)
    if steps is not None:
        return Expression(mended, names, steps, None, tree)
    rule = SANDBOX.compile_expression(mended, undefined_to_none=False)
    return Expression(mended, names, None, rule, tree)


def split_filter(source: str) -> tuple[str, str]:
    """An expression and the name after its last bar: ``phase.now|bar`` gives ``phase.now`` and ``bar``."""
    inner, bar, name = source.rpartition("|")
    return (inner.strip(), name.strip()) if bar else (source.strip(), "")


def _tree(source: str) -> nodes.Expr:
    if not source:
        raise Unusable(message("expression", "empty"))
    if len(source) > LONGEST:
        raise Unusable(message("expression", "long", most=LONGEST))
    try:
        body = SANDBOX.parse("{{ " + source + " }}").body
    except (JinjaError, RecursionError) as fault:
        raise Unusable(_unreadable(getattr(fault, "message", None) or "")) from fault
    return _only_expression(body)


def _unreadable(why: str) -> str:
    return message("expression", "unreadable", why=why) if why else message("expression", "too_deep")


def _only_expression(body: list[nodes.Node]) -> nodes.Expr:
    outputs = [part for part in body if isinstance(part, nodes.Output)]
    if len(body) != 1 or len(outputs) != 1 or len(outputs[0].nodes) != 1:
        raise Unusable(message("expression", "several"))
    if isinstance(outputs[0].nodes[0], nodes.TemplateData):
        raise Unusable(message("expression", "none"))
    return outputs[0].nodes[0]


def _below(tree: nodes.Node, kind: type[nodes.Name]) -> list[nodes.Name]:
    return [*([tree] if isinstance(tree, kind) else []), *tree.find_all(kind)]


def _inspect(tree: nodes.Node) -> None:
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, ALLOWED):
            raise Unusable(_forbidden(node))
        _inspect_names(node)


def _forbidden(node: nodes.Node) -> str:
    reason = REASONS.get(type(node))
    return (
        message("expression", reason) if reason else message("expression", "other", kind=type(node).__name__)
    )


def _inspect_names(node: nodes.Node) -> None:
    name = str(getattr(node, "attr", "") if isinstance(node, nodes.Getattr) else getattr(node, "name", ""))
    if name.startswith("_"):
        raise Unusable(message("expression", "underscore", name=name))
    if isinstance(node, nodes.Filter) and name not in FILTERS:
        raise Unusable(message("expression", "no_filter", name=name, hint=did_you_mean(name, FILTERS)))


def _steps(tree: nodes.Node) -> tuple[str | int, ...] | None:
    """The keys of a plain walk from a name, or None for anything else."""
    keys: list[str | int] = []
    while not isinstance(tree, nodes.Name):
        if isinstance(tree, nodes.Getattr):
            keys.append(tree.attr)
        elif isinstance(tree, nodes.Getitem) and isinstance(tree.arg, nodes.Const):
            keys.append(tree.arg.value)
        else:
            return None
        tree = tree.node
    return tuple(reversed(keys))
