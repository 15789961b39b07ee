"""Plants faults in a copy of partnerxl and looks whether the tests turn red: ``python tests/planted_faults.py``.

A fault is one small change: a limit moved by one step, a comparison made strict or lenient, a condition
dropped, a word taken out of a list. Two copies are worked on at once. Every fault gets a process of its own,
forked from one in which the libraries are loaded already, so this runs where ``os.fork`` is: Linux, macOS.

Survivors that no test can catch are in planted_faults_survivors.toml, each with the reason.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
KNOWN = Path(__file__).with_name("planted_faults_survivors.toml")
COPIED = ("partnerxl", "tests", "workbooks", "report_templates", "pyproject.toml", "README.md", "docs")
LIBRARIES = ("hypothesis", "jinja2", "lxml.etree", "msgspec", "numpy", "openpyxl", "pandas", "pytest")
PYTEST = (
    "-x -q -p no:cacheprovider -p no:cov -p no:xdist -W ignore::pytest.PytestAssertRewriteWarning".split()
)
NEEDED = Fraction(98, 100)
WORKERS = 2
PATIENCE = (60, 600)  # seconds for the first tests and for the rest; tests that never end have seen a fault

CATALOGUE = "partnerxl/catalogue"
CORE = "partnerxl/core"
MEASURES = f"{CORE}/measures"
NAMES = "engine whatif limits assess view readings calendar numbers".split()
TABLES = [f"{CATALOGUE}/{name}.toml" for name in ("pitfalls", "phases", "tips", "rules")]

# The tests that see a fault in a file most likely; measures/x.py is seen by tests/core/measures/test_x.py.
CASES = ["tests/core/test_cases.py", "tests/core/test_assess.py"]
MEETINGS = ["tests/core/measures/test_meetings.py", "tests/core/measures/test_employers.py"]
FIRST = {
    f"{CATALOGUE}/pitfalls.toml": CASES,
    f"{CATALOGUE}/phases.toml": CASES,
    f"{CATALOGUE}/tips.toml": CASES,
    f"{CATALOGUE}/rules.toml": ["tests/core/measures", "tests/core/test_view.py"],
    f"{CORE}/engine.py": ["tests/core/test_engine.py"],
    f"{CORE}/whatif.py": ["tests/core/test_whatif.py", "tests/core/test_assess.py"],
    f"{CORE}/limits.py": [f"{CORE}/limits.py", "tests/core/test_rulebook.py", "tests/core/test_settings.py"],
    f"{CORE}/assess.py": ["tests/core/test_assess.py"],
    f"{CORE}/view.py": ["tests/core/test_view.py"],
    f"{CORE}/readings.py": ["tests/core/test_view.py", "tests/core/test_assess.py"],
    f"{CORE}/calendar.py": [f"{CORE}/calendar.py", "tests/core/test_calendar.py"],
    f"{CORE}/numbers.py": [f"{CORE}/numbers.py", "tests/core/measures/test_base.py"],
    f"{MEASURES}/meetings.py": MEETINGS,
    f"{MEASURES}/presence.py": MEETINGS,
    f"{MEASURES}/progress.py": ["tests/core/measures/test_delivery.py"],
    f"{MEASURES}/staffing.py": ["tests/core/measures/test_resources.py"],
}
REST = ["tests/core", "tests/laws"]


@dataclass(frozen=True)
class Fault:
    """One change of a file.

    Attributes:
        file: Path in the repository.
        line: Where it is.
        what: The change in words.
        begin: First byte that is replaced.
        end: The byte after the last one.
        new: What stands there instead.
    """

    file: str
    line: int
    what: str
    begin: int
    end: int
    new: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}"


# --- faults in the code ---------------------------------------------------------------------------

FLIPPED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
}
JOINED: dict[type[ast.AST], str] = {ast.And: "and", ast.Or: "or", ast.BitAnd: "&", ast.BitOr: "|"}


class Code:
    """A Python file whose faults are found with its syntax tree."""

    def __init__(self, file: str, text: str) -> None:
        """A file by its path and its text."""
        self.file = file
        self.bytes = text.encode()
        self.tree = ast.parse(text)
        self.starts = [0]
        for line in self.bytes.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def faults(self) -> Iterator[Fault]:
        """Every fault, from the top down."""
        found = [fault for node, place in _nodes(self.tree) for fault in self._at(node, place)]
        yield from sorted(found, key=lambda fault: (fault.begin, fault.end))

    def _at(self, node: ast.AST, place: str) -> Iterator[Fault]:
        if isinstance(node, ast.Compare):
            yield from self._flips(node, place)
        elif isinstance(node, ast.BoolOp):
            yield from self._drops(node, node.values, JOINED[type(node.op)], place)
        elif isinstance(node, ast.BinOp) and type(node.op) in JOINED:
            yield from self._drops(node, _operands(node), JOINED[type(node.op)], place)
        elif isinstance(node, ast.AugAssign) and type(node.op) in JOINED:
            yield from self._ignores(node, place)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
            yield self._fault(node, f"({self.text(node.operand)})", place)
        elif isinstance(node, ast.If | ast.IfExp) and self.file.endswith("engine.py"):
            yield self._fault(node.test, "False", place)
        elif isinstance(node, ast.comprehension) and self.file.endswith("engine.py"):
            yield from (self._fault(test, "True", place) for test in node.ifs)

    def _flips(self, node: ast.Compare, place: str) -> Iterator[Fault]:
        """Each comparison turned into its neighbour."""
        sides = [node.left, *node.comparators]
        for left, sign, right in zip(sides, node.ops, sides[1:], strict=False):
            begin, end = self.span(left)[1], self.span(right)[0]
            old, new = FLIPPED[type(sign)]
            between = self.bytes[begin:end].decode()
            whole = f"{self.text(left)} {old} {self.text(right)}"
            what = f"{place}: {_short(whole)} with {new}"
            yield Fault(self.file, left.lineno, what, begin, end, between.replace(old, new, 1))

    def _drops(self, node: ast.expr, operands: Sequence[ast.expr], sign: str, place: str) -> Iterator[Fault]:
        """Each operand left out."""
        for dropped in operands:
            kept = f" {sign} ".join(f"({self.text(each)})" for each in operands if each is not dropped)
            begin, end = self.span(node)
            what = f"{place}: {_short(self.text(node))} without {_short(self.text(dropped))}"
            yield Fault(self.file, dropped.lineno, what, begin, end, f"({kept})")

    def _ignores(self, node: ast.AugAssign, place: str) -> Iterator[Fault]:
        """``x &= y`` without the one or the other."""
        name = self.text(node.target)
        yield self._fault(node, f"{name} = {name}", place)
        yield self._fault(node, f"{name} = ({self.text(node.value)})", place)

    def _fault(self, node: ast.expr | ast.stmt, new: str, place: str) -> Fault:
        begin, end = self.span(node)
        what = f"{place}: {_short(self.text(node))} is {_short(new)}"
        return Fault(self.file, node.lineno, what, begin, end, new)

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """First byte of a node and the byte after its last."""
        begin = self.starts[node.lineno - 1] + node.col_offset
        return begin, self.starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)

    def text(self, node: ast.expr | ast.stmt) -> str:
        """A node as it is written."""
        begin, end = self.span(node)
        return self.bytes[begin:end].decode()


def _nodes(tree: ast.AST, place: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Every node that runs, with the function it is in; annotations and names of types do not run."""
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns"}:
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST) and not _names_types(node):
                inside = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else place
                if not (isinstance(node, ast.BinOp) and _same_sign(tree, node)):
                    yield node, inside
                yield from _nodes(node, inside)


def _same_sign(above: ast.AST, node: ast.BinOp) -> bool:
    """True for the ``a & b`` of ``a & b & c``, whose operands are those of the whole."""
    return isinstance(above, ast.BinOp) and above.left is node and type(above.op) is type(node.op)


def _names_types(node: ast.AST) -> bool:
    """True for ``Fact = str | int | None`` and what is only there for type checkers."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name):
        return node.test.id == "TYPE_CHECKING"
    return isinstance(node, ast.Assign) and any(
        isinstance(part, ast.Constant) and part.value is None
        for part in (_operands(node.value) if isinstance(node.value, ast.BinOp) else [])
    )


def _operands(node: ast.BinOp) -> list[ast.expr]:
    """The operands of a chain with one sign."""
    left = node.left
    same = isinstance(left, ast.BinOp) and type(left.op) is type(node.op)
    return [*(_operands(left) if isinstance(left, ast.BinOp) and same else [left]), node.right]


def _short(text: str) -> str:
    return "'" + " ".join(text.split()) + "'"


# --- faults in the catalogue ----------------------------------------------------------------------

BLOCK = re.compile(r"\[+([\w. ]+)\]+$")
KEY = re.compile(r'"?(?P<key>[\w ]+?)"? = (?P<value>.*)$')
NUMBER = re.compile(r"-?\d+(?:/\d+)?(?P<percent> %)?")
LIMIT = re.compile(rf"(?:under|over|at least|at most) (?P<number>{NUMBER.pattern.replace('percent', 'p')})")
WORD = re.compile(r"\b(under|over|at least|at most)\b(?= \d)")
OTHER = {"under": "at most", "at most": "under", "over": "at least", "at least": "over"}
KEYS = re.compile(r'"(\d+) key signals')
TEXT = r'"[^"]*"'
LINE = re.compile(rf"\[{TEXT}(?:, {TEXT})*\]")
NUMBERED = {"weight", "least", "from", "to", "partly"}
LIMITED = {"watch", "discuss", "seen", "partly", "priority", "clear_when", "also"}
HUNDREDTH = Fraction(1, 100)

Change = tuple[int, int, str, str]  # where in the line it begins and ends, what stands there then, in words


def catalogue_faults(file: str, text: str) -> Iterator[Fault]:
    """The faults of a file of the catalogue, line by line."""
    begin, block = 0, ""
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        block = _block(line, block)
        for first, last, new, what in _changes(file, block, _without_remark(line)):
            at, end = (begin + len(line[:column].encode()) for column in (first, last))
            yield Fault(file, number, f"{block}: {what}", at, end, new)
        begin += len(line.encode())


def _without_remark(line: str) -> str:
    return line.split("#", maxsplit=1)[0].rstrip()


def _block(line: str, block: str) -> str:
    """The block a line is in: its heading, or for signals and the like the measure."""
    heading = BLOCK.match(_without_remark(line))
    if heading:
        return heading[1]
    if line.startswith("measure = "):
        return f"{block.split(' ', maxsplit=1)[0]} {line.split(chr(34))[1]}"
    return block


def _changes(file: str, block: str, line: str) -> Iterator[Change]:
    found = KEY.match(line)
    if not found:
        return
    key, at = found["key"], found.start("value")
    if file.endswith("rules.toml"):
        yield from _of_rules(block, line, at)
    elif key in LIMITED and WORD.search(line):
        yield from _of_limits(line)
    elif key in NUMBERED:
        yield from _of_number(line, at)
    elif key == "kind":
        new = '"supporting"' if '"key"' in line else '"key"'
        yield at, len(line), new, f"{line} is {new}"
    elif line == "counts = false":
        yield 0, len(line), "", f"without {line}"
    if key in {"priority", "also"}:
        yield from _of_lines(line)


def _of_rules(block: str, line: str, at: int) -> Iterator[Change]:
    if block == "words":
        yield from _without_one(line, line.index("[", at), len(line))
    elif block:
        yield from _of_number(line, at)


def _of_number(line: str, at: int) -> Iterator[Change]:
    """The first number moved up and down."""
    found = NUMBER.search(line, at)
    if found:
        yield from _moves(line, found.start(), found.end(), lowest=None)


def _of_limits(line: str) -> Iterator[Change]:
    """Each number moved and each word made strict or lenient."""
    for found in LIMIT.finditer(line):
        yield from _moves(line, found.start("number"), found.end("number"), lowest=Fraction(0))
    for found in WORD.finditer(line):
        what = f"{_short(line)} with {OTHER[found[0]]} at {found.start()}"
        yield found.start(), found.end(), OTHER[found[0]], what


def _of_lines(line: str) -> Iterator[Change]:
    """Each line of a joint condition and each phrase left out, and what is added to a phrase."""
    for found in KEYS.finditer(line):
        yield from _moves(line, found.start(1), found.end(1), lowest=Fraction(0))
    for found in re.finditer(" or not recorded", line):
        yield found.start(), found.end(), "", f"{_short(line)} without or not recorded"
    if line.startswith("priority"):
        yield from _without_one(line, line.index("["), len(line), LINE)
    for found in LINE.finditer(line):
        if '", "' in found[0]:
            yield from _without_one(line, *found.span())


def _without_one(line: str, begin: int, end: int, entry: re.Pattern[str] | None = None) -> Iterator[Change]:
    """A list without each of its entries."""
    entries = [found[0] for found in (entry or re.compile(TEXT)).finditer(line, begin + 1, end)]
    for dropped in entries:
        kept = ", ".join(each for each in entries if each != dropped)
        yield begin, end, f"[{kept}]", f"{_short(line)} without {dropped}"


def _moves(line: str, begin: int, end: int, *, lowest: Fraction | None) -> Iterator[Change]:
    """A number one step down and one step up; limits cannot be under 0."""
    text = line[begin:end]
    percent = text.endswith("%")
    number = Fraction(text.rstrip(" %"))
    step = HUNDREDTH if "/" in text else Fraction(1)
    for moved in (number - step, number + step):
        if lowest is None or moved >= lowest:
            new = f"{moved} %" if percent else str(moved)
            yield begin, end, new, f"{_short(line)} with {new} at {begin}"


# --- planting -------------------------------------------------------------------------------------


def all_faults(files: Iterable[str]) -> list[Fault]:
    """The faults of some files."""
    found: list[Fault] = []
    for file in files:
        text = (ROOT / file).read_text(encoding="utf-8")
        found += catalogue_faults(file, text) if file.endswith(".toml") else Code(file, text).faults()
    return found


def sources() -> list[str]:
    """The files in which faults are planted."""
    measures = sorted(path.name for path in (ROOT / MEASURES).glob("[a-z]*.py"))
    return [*(f"{CORE}/{name}.py" for name in NAMES), *(f"{MEASURES}/{name}" for name in measures), *TABLES]


def first_tests(file: str) -> list[str]:
    """The tests that are run first; those not written yet are left out."""
    usual = [f"tests/core/measures/test_{Path(file).stem}.py"]
    return [test for test in FIRST.get(file, usual) if (ROOT / test).exists()]


class Copy:
    """A copy of the repository in which faults are planted."""

    def __init__(self) -> None:
        """A new copy, with the libraries loaded for the tests that run in it."""
        self.folder = Path(tempfile.mkdtemp(prefix="planted-"))
        for name in COPIED:
            _copy(ROOT / name, self.folder / name)
        for name in LIBRARIES:
            importlib.import_module(name)

    def is_caught(self, fault: Fault, *, rest: bool) -> bool:
        """Plant a fault, run the tests, and take the fault out again."""
        path = self.folder / fault.file
        sound = path.read_bytes()
        path.write_bytes(sound[: fault.begin] + fault.new.encode() + sound[fault.end :])
        for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*.pyc"):
            compiled.unlink()  # a time stamp may be too coarse to show the change
        try:
            return self.is_red(first_tests(fault.file)) or (rest and self.is_red(REST))
        finally:
            path.write_bytes(sound)

    def is_red(self, tests: Sequence[str], *, keep_compiled: bool = False) -> bool:
        """Run tests in a process of their own; True when one fails, or none can be run."""
        child = os.fork()
        if child == 0:
            ended = 1
            try:
                ended = _tests_end(self.folder, tests, keep_compiled=keep_compiled)
            finally:
                os._exit(ended)  # whatever happens, a child never goes on with its parent's work
        return os.waitpid(child, 0)[1] != 0


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _tests_end(folder: Path, tests: Sequence[str], *, keep_compiled: bool) -> int:
    """Run tests silently on the package of a folder."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE[list(tests) == REST])
    sys.dont_write_bytecode = not keep_compiled
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    pytest = importlib.import_module("pytest")
    ended = int(pytest.main([*PYTEST, *tests]))
    used = sys.modules.get("partnerxl")
    if ended == 0 and (used is None or not str(used.__file__).startswith(str(folder))):
        return 1  # the tests did not see the copy
    return ended


# --- two copies at once ---------------------------------------------------------------------------

COPIES: list[Copy] = []  # the copy of this process


def _make_copy() -> None:
    COPIES.append(Copy())


def _end_copy(_: int) -> None:
    while COPIES:
        shutil.rmtree(COPIES.pop().folder)
    time.sleep(1)  # so that each process gets one


def _is_sound(tests: Sequence[str]) -> bool:
    return not COPIES[0].is_red(tests, keep_compiled=True)


def _is_caught(fault: Fault, *, rest: Callable[[Fault], bool]) -> bool:
    return COPIES[0].is_caught(fault, rest=rest(fault))


@dataclass(frozen=True)
class Rest:
    """Whether all other tests are run on a fault that the first ones did not catch."""

    quick: bool
    known: frozenset[tuple[str, str]]

    def __call__(self, fault: Fault) -> bool:
        """False when it is known that nothing catches it."""
        return not self.quick and (fault.file, fault.what) not in self.known


def plant(faults: Sequence[Fault], rest: Rest) -> Iterator[tuple[Fault, bool]]:
    """Each fault and whether it was caught.

    Raises:
        SystemExit: If tests fail without any fault.
    """
    firsts = {tuple(first_tests(fault.file)): None for fault in faults}
    with ProcessPoolExecutor(WORKERS, multiprocessing.get_context("fork"), _make_copy) as pool:
        try:
            wanted = [*firsts, *([] if rest.quick else [tuple(REST)])]
            for tests, sound in zip(wanted, pool.map(_is_sound, wanted), strict=True):
                if not sound:
                    text = f"These tests fail without any fault: {' '.join(tests)}"
                    raise SystemExit(text)
            yield from zip(faults, pool.map(partial(_is_caught, rest=rest), faults), strict=True)
        finally:
            list(pool.map(_end_copy, range(WORKERS)))


# --- the summary ----------------------------------------------------------------------------------


def known_survivors() -> dict[tuple[str, str], str]:
    """Reasons by the file and the words of a fault."""
    if not KNOWN.exists():
        return {}
    entries = tomllib.loads(KNOWN.read_text(encoding="utf-8")).get("survivor", [])
    return {(entry["file"], entry["what"]): entry["reason"] for entry in entries}


def say(text: str) -> None:
    """A line on the screen, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def run(faults: Sequence[Fault], *, quick: bool) -> bool:
    """Plant the faults and tell what became of them; True when enough were caught."""
    known = known_survivors()
    counts: dict[str, list[int]] = {}
    excused: list[Fault] = []
    for fault, caught in plant(faults, Rest(quick, frozenset(known))):
        of_file = counts.setdefault(fault.file, [0, 0])
        of_file[0] += int(caught)
        of_file[1] += 1
        if not caught and (fault.file, fault.what) in known:
            excused.append(fault)
        elif not caught:
            say(f"survived: {fault}")
    say("")
    for file, (red, planted) in counts.items():
        say(f"{file}: {red} of {planted}")
    for fault in excused:
        say(f"nothing can catch {fault}\n    {known[fault.file, fault.what]}")
    return _is_enough(sum(red for red, _ in counts.values()), len(faults), len(excused))


def _is_enough(caught: int, planted: int, excused: int) -> bool:
    say(f"{caught} of {planted} caught: {100 * caught / planted:.1f} %")
    asked = planted - excused
    say(f"{caught} of the {asked} that change something: {100 * caught / max(asked, 1):.1f} %")
    return caught >= NEEDED * asked


def main() -> int:
    """Read the options and plant what they ask for."""
    options = argparse.ArgumentParser(description="Plant faults and look whether the tests turn red.")
    options.add_argument("--only", metavar="FILE", help="only files whose path holds this")
    options.add_argument("--list", action="store_true", help="list the faults and plant none")
    options.add_argument("--sample", type=int, metavar="N", help="plant N of them, picked by chance")
    options.add_argument("--quick", action="store_true", help="run only the tests most likely to see a fault")
    given = options.parse_args()
    faults = all_faults(file for file in sources() if not given.only or given.only in file)
    if given.sample is not None:
        faults = random.sample(faults, min(given.sample, len(faults)))
    if given.list or not faults:
        say("\n".join(map(str, faults)) or "no such file")
        return 0 if faults else 1
    begin = time.perf_counter()
    enough = run(faults, quick=given.quick)
    say(f"{(time.perf_counter() - begin) / 60:.1f} minutes")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
