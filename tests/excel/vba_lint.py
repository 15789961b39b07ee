"""What the compiler of VBA would refuse and no run can show: undeclared names, unknown types, long lines."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pyopenvba.apps.excel._bridge import _by_lower_case
from pyopenvba.interpreter import _ast as tree
from pyopenvba.interpreter._intrinsics import INTRINSICS
from pyopenvba.interpreter._inventory import members_of
from pyopenvba.interpreter._parse import parse_module
from vba_world import MAC, WINDOWS, adapted

LONGEST = 1023
TYPES = set(
    "variant string long integer boolean double date object workbook worksheet range iribboncontrol".split()
)
HOST = {"err", "debug", "me", "thisworkbook"} | {name.lower() for name in members_of("Global", "excel")}
OUTSIDE = {"outsidefollow", "outsidetemplate", "outsidekill"}  # names of vba_world
PUBLIC = re.compile(
    r"(?mi)^\s*(?:Public |Declare (?:PtrSafe )?)?(?:Sub|Function|Const) (\w+)|^Public Const (\w+)"
)
EACH_ONCE = re.compile(r"(?mi)^(?:Public |Private )?(?:Sub|Function) (\w+)")


def faults(modules: Mapping[str, str], ours: Iterable[str]) -> Iterator[str]:
    """What is wrong with the modules that are ours, on Windows and on a Mac."""
    public = {name.lower() for text in modules.values() for found in PUBLIC.findall(text) for name in found}
    for module in ours:
        yield from _lines(modules[module], module)
        for constants in (WINDOWS, MAC):
            yield from _names(adapted(modules[module], module, constants), module, public)


def _lines(source: str, module: str) -> Iterator[str]:
    if "Option Explicit" not in source:
        yield f"{module}: no Option Explicit"
    for number, line in enumerate(source.splitlines(), 1):
        if len(line) > LONGEST:
            yield f"{module} line {number}: longer than {LONGEST}"
        if not line.isascii():
            yield f"{module} line {number}: a Mac may read this otherwise: {line}"
    names = [name.lower() for name in EACH_ONCE.findall(source)]
    yield from (f"{module}: two procedures are called {name}" for name in {*names} if names.count(name) > 1)


def _names(source: str, module: str, public: set[str]) -> Iterator[str]:
    try:
        parsed = parse_module(source, name=module, kind="standard")
    except Exception as fault:  # noqa: BLE001  whatever the parser makes of it
        yield f"{module}: cannot be parsed ({fault})"
        return
    known = public | _of_module(parsed) | HOST | OUTSIDE
    for procedure in parsed.procedures:
        local = [*procedure.params, *found(procedure.body, tree.VarDecl)]
        where = f"{module}.{procedure.name}"
        yield from (
            f"{where}: unknown type {each.declared}" for each in local if each.declared.lower() not in TYPES
        )
        declared = known | {each.name.lower() for each in local} | {procedure.name.lower()}
        for name in found(procedure.body, tree.Name):
            bare = name.name.lower().rstrip("$%&!#@")
            if bare not in declared and bare not in INTRINSICS and bare not in _by_lower_case():
                yield f"{where} line {name.line}: {name.name} is not declared"


def _of_module(parsed: Any) -> set[str]:
    variables = {each.name.lower() for block in parsed.variables for each in block.decls}
    constants = {name.lower() for block in parsed.constants for name, *_ in block.names}
    return variables | constants | {each.name.lower() for each in parsed.procedures}


def found(node: Any, kind: type) -> Iterator[Any]:
    """Every node of a kind below a node."""
    if isinstance(node, kind):
        yield node
    if dataclasses.is_dataclass(node) and not isinstance(node, type):
        for each in dataclasses.fields(node):
            yield from found(getattr(node, each.name), kind)
    elif isinstance(node, list | tuple):
        for one in node:
            yield from found(one, kind)
