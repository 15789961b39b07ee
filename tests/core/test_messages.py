"""Every message that the code asks for is in the catalogue with exactly its slots, and every one there is asked for."""

from __future__ import annotations

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import partnerxl
from partnerxl.core.errors import CatalogueError
from partnerxl.core.language import speaking
from partnerxl.core.messages import load_messages, load_steps, message

PACKAGE = Path(partnerxl.__file__).parent
FILES = sorted(
    file for file in PACKAGE.rglob("*.py") if "partnerxl.core.messages import" in file.read_text("utf-8")
)
ASKING = {"message", "doing"}


@dataclass(frozen=True)
class Use:
    """One place in the code that asks for a message; the key is empty where the code works it out."""

    where: str
    block: str
    key: str
    slots: frozenset[str]
    words: tuple[frozenset[str], ...]

    def meant(self) -> set[str]:
        """The messages it may mean: that of its key, or those that only other words of its module name."""
        if self.key:
            return {self.key}
        known = set(all_messages()[self.block]) - KEYS[self.where.partition(":")[0], self.block]
        return next((found for words in self.words if (found := known & words)), set())


def all_messages() -> dict[str, dict[str, str]]:
    return {**load_messages(), "step": load_steps()}


def uses() -> Iterator[Use]:
    for file in FILES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING:
                inside = [each for each in functions if each.lineno <= node.lineno <= (each.end_lineno or 0)]
                yield use(node, f"{file.relative_to(PACKAGE)}:{node.lineno}", [*inside[::-1], tree])


def strings(node: ast.AST) -> frozenset[str]:
    """Every text that stands in a part of the code."""
    found = (each.value for each in ast.walk(node) if isinstance(each, ast.Constant))
    return frozenset(value for value in found if isinstance(value, str))


def use(call: ast.Call, where: str, around: list[ast.AST]) -> Use:
    """One use, with the words of each function around it, the innermost first, and of the module."""
    named = [each.value if isinstance(each, ast.Constant) else "" for each in call.args]
    block, key = named if len(named) > 1 else ("step", *named)
    slots = frozenset(each.arg for each in call.keywords if each.arg)
    return Use(where, str(block), str(key), slots, tuple(map(strings, around)))


def slots(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name)


USES = list(uses())
KEYS: dict[tuple[str, str], set[str]] = defaultdict(set)
"""The keys that stand in the calls of a module, by the module and the block."""
for asked in USES:
    KEYS[asked.where.partition(":")[0], asked.block].add(asked.key)


@pytest.mark.parametrize("each", USES, ids=[each.where for each in USES])
def test_what_the_code_asks_for_is_there_with_exactly_its_slots(each: Use) -> None:
    found = all_messages()[each.block]

    assert each.block
    assert each.meant()
    for key in each.meant():
        assert slots(found[key]) == each.slots, key


def test_every_message_is_asked_for() -> None:
    asked = {(each.block, key) for each in USES for key in each.meant()}

    assert {(block, key) for block, found in all_messages().items() for key in found} == asked


def test_a_message_that_is_not_there_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"messages\.toml \[saving\]: 'loost' is unknown"):
        message("saving", "loost")
    with pytest.raises(CatalogueError, match=r"messages\.toml \[savin\]: 'full' is unknown"):
        message("savin", "full")


def test_a_message_that_lacks_a_slot_is_named() -> None:
    with pytest.raises(CatalogueError, match=r"messages\.toml \[saving\]: 'full' has the slot 'why'"):
        message("saving", "full", name="ours.xlsx")


def test_a_message_is_in_the_language_that_is_spoken() -> None:
    with speaking("es"):
        assert message("mend", "name_file") == "Indiquen un archivo."
    assert message("mend", "name_file") == "Name a file."
