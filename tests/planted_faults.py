"""Plants faults in a copy of partnerxl and counts how many the tests catch: ``python tests/planted_faults.py``.

Every limit of the catalogue is moved a step each way, every comparison is flipped, every condition is
dropped, one at a time. Of the faults at least 98 % must be caught; those that are not are listed, with
the reason where one is known (``tests/planted_faults.toml``). A test process is forked for each fault
from one that has opened pandas already, so this runs on Linux and macOS only. ``--only NAME`` takes the
files whose path contains NAME, ``--every N`` only each N-th fault, ``--quick`` runs only the tests of the
file with the fault, ``--list`` only lists them.
"""

from __future__ import annotations

import argparse
import ast
import io
import multiprocessing
import os
import re
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from compileall import compile_dir
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import NoReturn, TypeGuard

ROOT = Path(__file__).parents[1]
CORE = Path("partnerxl/core")
KNOWN = Path(__file__).with_suffix(".toml")
PARTS = ("partnerxl", "tests", "workbooks", "report_templates", "pyproject.toml", "docs", "README.md")
NEEDED = Fraction(98, 100)
LONGEST = 180  # a fault that makes a test run on for ever is caught too
EVERYTHING = "tests/core"

CATALOGUE = ("pitfalls.toml", "phases.toml", "tips.toml", "rules.toml")
CODE = (
    "engine.py",
    "whatif.py",
    "limits.py",
    "assess.py",
    "view.py",
    "readings.py",
    "calendar.py",
    "numbers.py",
)
FIRST = {
    "pitfalls.toml": ("test_cases.py",),
    "phases.toml": ("test_cases.py",),
    "tips.toml": ("test_cases.py",),
    "rules.toml": ("measures", "test_view.py", "test_engine.py", "test_assess.py", "test_checks.py"),
    "engine.py": ("test_engine.py", "test_cases.py", "test_assess.py"),
    "whatif.py": ("test_whatif.py", "test_engine.py", "test_assess.py"),
    "limits.py": ("test_cases.py", "test_rulebook.py", "test_settings.py"),
    "assess.py": ("test_cases.py", "test_assess.py"),
    "presence.py": ("measures/test_meetings.py",),
    "progress.py": ("measures/test_delivery.py",),
    "staffing.py": ("measures/test_resources.py",),
    "readings.py": ("measures/test_base.py", "test_engine.py"),
    "numbers.py": ("measures/test_base.py",),
}


@dataclass(frozen=True)
class Fault:
    """A change of one place of a file: what stands there from ``start`` to ``end`` becomes ``new``."""

    file: Path
    line: int
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        """The place and the change."""
        return f"{self.file}:{self.line}: {' '.join(self.old.split())} -> {' '.join(self.new.split()) or 'nothing'}"

    @property
    def key(self) -> str:
        """What the reasons know it by, wherever its line has moved."""
        return f"{self.file.name}: {' '.join(self.old.split())} -> {' '.join(self.new.split()) or 'nothing'}"


# --- the catalogue --------------------------------------------------------------------------------

LIMIT = re.compile(r"(?P<word>under|over|at least|at most) (?P<number>\d+(?:/\d+)?)(?P<percent> %)?")
QUOTED = re.compile(r'^(?:from|to|"[^"]+") = "(?P<number>\d+(?:/\d+)?)(?P<percent> %)?"', re.MULTILINE)
PLAIN = re.compile(r"^(?:weight|least|partly|\"[^\"]+\") = (?P<number>\d+)\b", re.MULTILINE)
LEAST = re.compile(r"^least = \{ at = (?P<number>\d+)", re.MULTILINE)
KIND = re.compile(r'^kind = "(key|supporting)"', re.MULTILINE)
COUNTS = re.compile(r"^counts = false$", re.MULTILINE)
PRIORITY = re.compile(r"^priority = (\[.*\])$", re.MULTILINE)
WORDS = re.compile(r'^"[^"]+" = (\[.*\])', re.MULTILINE)
RULES = re.compile(r"^(?:watch|discuss|seen|partly|priority|clear_when) = .*?(?=why = |$)", re.MULTILINE)
OTHER_KIND = {"key": "supporting", "supporting": "key"}
FLIPPED = {"under": "at most", "at most": "under", "over": "at least", "at least": "over"}


def catalogue_faults(file: Path, text: str) -> Iterator[Fault]:
    """Every number moved a step, every comparison flipped, every word and condition dropped."""
    limits = [found for rule in RULES.finditer(text) for found in LIMIT.finditer(text, *rule.span())]
    numbers = [found for pattern in (QUOTED, PLAIN, LEAST) for found in pattern.finditer(text)]
    lists = [found for pattern in (PRIORITY, WORDS) for found in pattern.finditer(text)]
    for found in [*limits, *numbers]:
        yield from moved(file, text, found)
    yield from (fault(file, text, found.span("word"), FLIPPED[found["word"]]) for found in limits)
    yield from (fault(file, text, found.span(1), OTHER_KIND[found[1]]) for found in KIND.finditer(text))
    yield from (fault(file, text, found.span(), "") for found in COUNTS.finditer(text))
    for found in lists:
        for shorter in without_one(ast.literal_eval(found[1])):
            yield fault(file, text, found.span(1), repr(shorter).replace("'", '"'))


def moved(file: Path, text: str, found: re.Match[str]) -> Iterator[Fault]:
    """A number one step up and one step down."""
    number = Fraction(found["number"])
    small = number.denominator > 1
    for step in (-1, 1):
        new = number + Fraction(step, 100) if small else number + step
        if new >= 0:
            yield fault(file, text, found.span("number"), str(new))


def without_one(listed: list[object]) -> Iterator[list[object]]:
    """The list without one of its entries, or with one of its lists shorter."""
    for at, each in enumerate(listed):
        yield listed[:at] + listed[at + 1 :]
        if isinstance(each, list) and len(each) > 1:
            yield from ([*listed[:at], shorter, *listed[at + 1 :]] for shorter in without_one(each))


def fault(file: Path, text: str, span: tuple[int, int], new: str) -> Fault:
    """The fault that puts ``new`` in the place of a span."""
    return Fault(file, text.count("\n", 0, span[0]) + 1, *span, text[slice(*span)], new)


# --- the code -------------------------------------------------------------------------------------

COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=",
    ast.LtE: "<",
    ast.Gt: ">=",
    ast.GtE: ">",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}


def code_faults(file: Path, text: str) -> Iterator[Fault]:
    """Every comparison flipped, every part of a condition and every "not" dropped."""
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line.decode()))

    def span(node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno
        assert node.end_col_offset
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    tree = ast.parse(text)
    types = types_in(tree)
    for node in (node for node in ast.walk(tree) if node not in types):
        if isinstance(node, ast.Compare):
            yield from flipped(file, text, node, span)
        elif isinstance(node, ast.BoolOp | ast.BinOp):
            yield from dropped(file, text, node, span)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
            yield fault(file, text, span(node), f"({ast.unparse(node.operand)})")
        elif isinstance(node, ast.If | ast.IfExp):
            yield fault(file, text, span(node.test), "False")


def types_in(tree: ast.AST) -> set[ast.AST]:
    """Every node that only says of which type something is."""
    fields = ("annotation", "returns")
    said = [getattr(node, name, None) for node in ast.walk(tree) for name in fields]
    said += [node.value for node in ast.walk(tree) if is_an_alias(node)]
    return {node for each in said if each is not None for node in ast.walk(each)}


def is_an_alias(node: ast.AST) -> TypeGuard[ast.AnnAssign]:
    """True for another name of a type."""
    return isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias"


JOINERS: dict[type[ast.AST], str] = {ast.And: "and", ast.Or: "or", ast.BitAnd: "&", ast.BitOr: "|"}
Span = Callable[[ast.expr], tuple[int, int]]


def flipped(file: Path, text: str, node: ast.Compare, span: Span) -> Iterator[Fault]:
    """A comparison with each of its operators flipped."""
    operands = [ast.unparse(each) for each in (node.left, *node.comparators)]
    words = [COMPARISONS_AS_TEXT[type(each)] for each in node.ops]
    for at, operator in enumerate(node.ops):
        turned = [*words[:at], COMPARISONS[type(operator)], *words[at + 1 :]]
        pieces = [piece for pair in zip(turned, operands[1:], strict=True) for piece in pair]
        yield fault(file, text, span(node), f"({' '.join([operands[0], *pieces])})")


COMPARISONS_AS_TEXT: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
}


def dropped(file: Path, text: str, node: ast.BoolOp | ast.BinOp, span: Span) -> Iterator[Fault]:
    """A condition of several parts without one of them; other operations have no faults."""
    operands = node.values if isinstance(node, ast.BoolOp) else [node.left, node.right]
    joiner = JOINERS.get(type(node.op))
    for at in range(len(operands)) if joiner else ():
        kept = [f"({ast.unparse(each)})" for other, each in enumerate(operands) if other != at]
        yield fault(file, text, span(node), f"({f' {joiner} '.join(kept)})")


def all_faults() -> Iterator[Fault]:
    """Every fault, file by file."""
    for name in CATALOGUE:
        file = Path("partnerxl/catalogue") / name
        yield from catalogue_faults(file, (ROOT / file).read_text(encoding="utf-8"))
    measures = sorted((ROOT / CORE / "measures").glob("*.py"))
    for path in [*(ROOT / CORE / name for name in CODE), *measures]:
        yield from code_faults(path.relative_to(ROOT), path.read_text(encoding="utf-8"))


# --- planting -------------------------------------------------------------------------------------


def tests_for(file: Path) -> list[str]:
    """The tests that are most likely to see a fault of a file, the examples in it among them."""
    named = f"measures/test_{file.stem}.py" if file.parent.name == "measures" else f"test_{file.stem}.py"
    wanted = FIRST.get(file.name, (named,))
    found = [f"{EVERYTHING}/{name}" for name in wanted if (ROOT / EVERYTHING / name).exists()]
    return found + ([str(file)] if file.suffix == ".py" else [])


def begin(folder: str) -> None:
    """Make a copy of the project for this worker, and open what every test opens."""
    home = Path(tempfile.mkdtemp(dir=folder))
    leave = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, home / name, ignore=leave)
        elif source.exists():
            shutil.copyfile(source, home / name)
    os.chdir(home)
    sys.path.insert(0, str(home))
    compile_dir(home / "partnerxl", quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    sys.dont_write_bytecode = False
    is_red(["--collect-only", EVERYTHING])  # leaves the byte code of the tests
    sys.dont_write_bytecode = True
    import pandas as pd  # noqa: F401
    import pytest  # noqa: F401


def is_caught(planted: Fault, *, quick: bool) -> tuple[Fault, bool]:
    """Whether the tests turn red when a fault is planted."""
    text = planted.file.read_text(encoding="utf-8")
    planted.file.write_text(text[: planted.start] + planted.new + text[planted.end :], encoding="utf-8")
    try:
        first = tests_for(planted.file)
        return planted, (bool(first) and is_red(first)) or (not quick and is_red([EVERYTHING]))
    finally:
        planted.file.write_text(text, encoding="utf-8")


def is_red(tests: Sequence[str]) -> bool:
    """True when a test of these fails, or they cannot be run; each run is a process of its own."""
    child = os.fork()
    if child == 0:
        run(tests)
    begun = time.monotonic()
    while time.monotonic() - begun < LONGEST:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status != 0
        time.sleep(0.02)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return True


def run(tests: Sequence[str]) -> NoReturn:
    """Run tests in this process, without a word, and end it with their exit code."""
    import pytest

    silent = io.StringIO()
    code = 1
    try:
        with redirect_stdout(silent), redirect_stderr(silent):
            code = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]))
    finally:
        os._exit(code)


# --- the summary ----------------------------------------------------------------------------------


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def told(found: Fault, red: bool, reasons: dict[str, str]) -> tuple[Fault, bool]:
    """Print a fault that was not caught, with the reason."""
    if not red:
        say(f"not caught: {found}\n    {reasons.get(found.key, 'no reason is known')}")
    return found, red


def summary(outcomes: Sequence[tuple[Fault, bool]]) -> int:
    """Print how many were caught; the exit code."""
    planted = Counter(str(found.file) for found, _ in outcomes)
    caught = Counter(str(found.file) for found, red in outcomes if red)
    for name, number in planted.items():
        say(f"{name}: {caught[name]} of {number} caught")
    share = Fraction(caught.total(), planted.total())
    say(f"{caught.total()} of {planted.total()} caught ({float(100 * share):.1f} %)")
    return int(share < NEEDED)


def main() -> int:
    """Plant the faults and say how many were caught."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--only", default="")
    asked.add_argument("--every", type=int, default=1)
    asked.add_argument("--workers", type=int, default=os.cpu_count())
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--list", action="store_true")
    options = asked.parse_args()
    faults = [each for each in all_faults() if options.only in str(each.file)][:: options.every]
    if options.list:
        say("\n".join(map(str, faults)))
        return 0
    reasons = tomllib.loads(KNOWN.read_text(encoding="utf-8")) if KNOWN.exists() else {}
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        forking = multiprocessing.get_context("fork")
        with forking.Pool(options.workers, begin, (folder,)) as pool:
            if not options.quick and pool.apply(is_red, ([EVERYTHING],)):
                sys.exit("The tests are red without any fault planted.")
            outcomes = [
                told(*outcome, reasons)
                for outcome in pool.imap(partial(is_caught, quick=options.quick), faults)
            ]
    code = summary(outcomes)
    say(f"{(time.monotonic() - begun) / 60:.0f} minutes")
    return code


if __name__ == "__main__":
    sys.exit(main())
