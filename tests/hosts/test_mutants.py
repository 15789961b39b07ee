"""Damaged workbooks, thousands of them: each is read or refused in our own words, and never half written."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import content, corpus, packed

from partnerxl.core.beginning import blank_tables
from partnerxl.core.errors import WorkbookError
from partnerxl.core.grids import ResultTable
from partnerxl.hosts import files, keeper

SCORES = ResultTable("Scores", ("Phase", "Score"), (("Forming", 0.25), ("Norming", None)))
CORPUS = corpus()
ALL = blank_tables()
WRITTEN = {name: keeper.patched(raw, name, [SCORES])[0] for name, raw in CORPUS.items()}
DRAWN = [keeper.patched(CORPUS[f"{name}.xlsx"], name, ALL)[0] for name in ("plain", "custom views", "charts")]
BASES = [*CORPUS.values(), *WRITTEN.values(), *DRAWN, *DRAWN, *DRAWN]
BLOCKS, EACH = 20, 120
LONGEST = 600  # characters of a refusal

Mutation = Callable[[random.Random, bytes], bytes]


def flip(dice: random.Random, raw: bytes) -> bytes:
    """Some bytes become others."""
    changed = bytearray(raw)
    for _ in range(dice.randint(1, 6)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(dice: random.Random, raw: bytes) -> bytes:
    """The file ends early, or a piece of it is gone."""
    first, last = sorted(dice.sample(range(len(raw)), 2))
    return raw[:first] if dice.random() < 0.5 else raw[:first] + raw[last:]


def of_a_part(change: Callable[[random.Random, bytes], bytes]) -> Mutation:
    """A change inside one part of the package, which is packed again as it should be."""

    def mutate(dice: random.Random, raw: bytes) -> bytes:
        parts = content(raw)
        name = dice.choice([name for name, part in parts.items() if part])
        return packed(parts | {name: change(dice, parts[name])})

    return mutate


def text_of_a_part(dice: random.Random, part: bytes) -> bytes:
    """A number, a word or a reference becomes another one."""
    marks = (b'"', b">", b"<", b"1", b"2", b"A", b"r", b"/", b"=", b" ")
    mark = dice.choice(marks)
    others = (b"", b"-1", b"99999999999", b"XFD1048577", b"&#0;", b"nan", b"'", b"</c>", b"<f/>", b"\xff")
    places = [at for at in range(len(part)) if part.startswith(mark, at)][:500] or [0]
    at = dice.choice(places)
    return part[:at] + dice.choice(others) + part[at + len(mark) :]


def attribute(dice: random.Random, part: bytes) -> bytes:
    """What stands between two quotation marks becomes something else."""
    marks = [at for at in range(len(part)) if part.startswith(b'"', at)]
    if len(marks) < 2:
        return part
    at = dice.randrange(0, len(marks) - 1, 2)
    value = dice.choice((b"", b"0", b"-7", b"x", b"1e999", b"A1:", b"rId1", b"/xl/workbook.xml", b"s" * 300))
    return part[: marks[at] + 1] + value + part[marks[at + 1] :]


def lose(dice: random.Random, raw: bytes) -> bytes:
    """A part is gone, is there twice, or holds what another one holds."""
    parts = content(raw)
    name, other = dice.sample(sorted(parts), 2)
    kind = dice.randrange(3)
    if kind == 0:
        del parts[name]
        return packed(parts)
    if kind == 1:
        return packed(parts | {name: parts[other]})
    return packed(parts | {name.upper(): parts[other]})


MUTATIONS = (
    flip,
    cut,
    lose,
    of_a_part(flip),
    of_a_part(cut),
    of_a_part(text_of_a_part),
    of_a_part(text_of_a_part),
    of_a_part(attribute),
    of_a_part(attribute),
)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_damaged_workbook_is_read_or_refused_in_our_own_words(block: int, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    for seed in range(block * EACH, (block + 1) * EACH):
        dice = random.Random(seed)
        raw = dice.choice(MUTATIONS)(dice, dice.choice(BASES))
        tables = ALL if seed % 4 == 0 else [SCORES]
        path.write_bytes(raw)
        told = [
            _outcome(seed, lambda: files.read(path, lambda _name: True)),
            _outcome(seed, lambda raw=raw, tables=tables: keeper.patched(raw, path.name, tables)),  # type: ignore[misc]
        ]
        assert all(len(text) < LONGEST for text in told), (seed, told)


def _outcome(seed: int, run: Callable[[], object]) -> str:
    """The refusal, if there is one; anything else that stops the run fails with the seed."""
    try:
        run()
    except WorkbookError as refusal:
        return str(refusal)
    except Exception as fault:
        message = f"seed {seed}: {type(fault).__name__}: {fault}"
        raise AssertionError(message) from fault
    return ""
