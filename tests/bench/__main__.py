"""How fast partnerxl is beside what it builds on: ``python -m tests.bench [--write]``.

Every command is a process of its own; the commands of a comparison take turns, so that what else the
machine does falls on all of them. Ratios are those of the fastest runs. Byte code is kept, as it is
wherever pip has installed partnerxl.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from partnerxl.hosts.contents import Contents
from partnerxl.hosts.package import Package

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "speed.md"
MANY = 100_000
HEADINGS = 3
ROW = re.compile(r"<row\b.*?</row>|<row\b[^>]*/>", re.DOTALL)
REFERENCE = re.compile(r'(<(?:row|c) r="[A-Z]*)\d+(")')
MEGABYTE = (
    1 << 20 if sys.platform == "darwin" else 1 << 10
)  # ru_maxrss counts bytes there, kilobytes elsewhere

KEPT = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
PARTNERXL = [sys.executable, "-m", "partnerxl"]
READ_ALL = """
import sys
from python_calamine import CalamineWorkbook
book = CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python()
"""
READ_WITH_PANDAS = """
import sys, pandas
pandas.read_excel(sys.argv[1], sheet_name="Progress", engine="openpyxl")
"""


@dataclass(frozen=True)
class Run:
    """How long a process took, in seconds, and the most memory it held, in megabytes."""

    seconds: float
    memory: float


@dataclass(frozen=True)
class Task:
    """Something to time: a name and a command; ``fresh`` puts what it changes back before each run."""

    name: str
    command: Sequence[str]
    fresh: Callable[[], object] = bool


@dataclass(frozen=True)
class Line:
    """One line of the table: a task, how it did, and how that compares."""

    task: str
    best: Run
    comparison: str = ""


def measure(task: Task) -> Run:
    """One run of a task, which has to succeed."""
    task.fresh()
    begin = time.perf_counter()
    child = subprocess.Popen(task.command, cwd=ROOT, env=KEPT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{task.name} ended with {child.returncode}")
    return Run(seconds, usage.ru_maxrss / MEGABYTE)


def best_of(rounds: int, *tasks: Task) -> list[Run]:
    """The fastest run of each task; the tasks take turns."""
    for task in tasks:
        measure(task)  # the first run warms caches and byte code
    runs = [[measure(task) for task in tasks] for _ in range(rounds)]
    return [min(column, key=lambda run: run.seconds) for column in zip(*runs, strict=True)]


def python(code: str, *arguments: str) -> list[str]:
    """The command that runs a piece of code."""
    return [sys.executable, "-c", code, *arguments]


def help_screen() -> Iterator[Line]:
    """The help against a bare Python."""
    tasks = Task("python -c pass", python("pass")), Task("partnerxl --help", [*PARTNERXL, "--help"])
    bare, shown = best_of(15, *tasks)
    yield Line(tasks[0].name, bare)
    yield Line(tasks[1].name, shown, f"{times(shown, bare)} that (at most 16)")


def sample_refresh(folder: Path) -> Iterator[Line]:
    """A refresh of the mature sample against the imports it cannot do without."""
    book = folder / "mature.xlsx"
    tasks = (
        Task('python -c "import pandas, python_calamine"', python("import pandas, python_calamine")),
        Task("partnerxl refresh mature.xlsx", [*PARTNERXL, "refresh", str(book)], copier("mature", book)),
    )
    imports, refreshed = best_of(7, *tasks)
    yield Line(tasks[0].name, imports)
    yield Line(tasks[1].name, refreshed, f"{times(refreshed, imports)} that (at most 2.0)")


def cold_report(folder: Path) -> Iterator[Line]:
    """A report of the mature sample against the imports it cannot do without."""
    book = folder / "report.xlsx"
    tasks = (
        Task('python -c "import pandas, docx, jinja2"', python("import pandas, docx, jinja2")),
        Task("partnerxl report mature.xlsx", [*PARTNERXL, "report", str(book)], copier("mature", book)),
    )
    imports, made = best_of(7, *tasks)
    yield Line(tasks[0].name, imports)
    yield Line(tasks[1].name, made, f"{times(made, imports)} that (at most 2.5)")


def copier(sample: str, book: Path) -> Callable[[], object]:
    """What puts a fresh copy of a sample in place."""
    return lambda: shutil.copyfile(ROOT / "workbooks" / f"{sample}.xlsx", book)


def many_rows(folder: Path) -> Iterator[Line]:
    """A refresh of a workbook with very many progress rows against two readers of it."""
    source, book = folder / "source.xlsx", folder / "many.xlsx"
    write_many(source)
    read, refreshed = best_of(
        3,
        Task("calamine", python(READ_ALL, str(source))),
        Task("refresh", [*PARTNERXL, "refresh", str(book)], lambda: shutil.copyfile(source, book)),
    )
    pandas = measure(Task("pandas", python(READ_WITH_PANDAS, str(source))))  # once: it takes a minute
    rows = f"{MANY:,} progress rows"
    yield Line(f"{rows}: python-calamine reads the file", read)
    yield Line(f'{rows}: pandas.read_excel(engine="openpyxl") reads the sheet', pandas)
    slower = f"{times(refreshed, read)} python-calamine (at most 3)"
    faster = f"{times(pandas, refreshed)} faster than pandas (at least 3)"
    yield Line(f"{rows}: partnerxl refresh", refreshed, f"{slower}; {faster}")


def open_book() -> Iterator[Line]:
    """A warm refresh of a workbook open in Excel, which the engine of the tests stands for."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.live"], cwd=ROOT, env=KEPT, stdout=subprocess.PIPE, check=True
    )
    found = json.loads(done.stdout)
    memory = found["memory"] / MEGABYTE
    base = Run(found["core"] + found["engine"], memory)
    refreshed = Run(found["refresh"], memory)
    yield Line("open book, mature.xlsx: warm assessment, and its cells read and written", base)
    asked = ", ".join(f"{found[f'asked {rows}']:,} for {rows:,} rows" for rows in (100, 10_000))
    shown = f"{refreshed.seconds / base.seconds:.2f} times that (at most 1.3); questions to Excel: {asked}"
    yield Line("open book, mature.xlsx: warm refresh", refreshed, shown)


def write_many(path: Path) -> None:
    """Write the mature sample with its progress rows repeated, cell by cell as they stand."""
    sample = ROOT / "workbooks" / "mature.xlsx"
    contents = Contents(Package(sample.read_bytes(), sample.name))
    progress = next(sheet.part for sheet in contents.sheets if sheet.name == "Progress")
    with zipfile.ZipFile(sample) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry)
            new.writestr(entry.filename, repeated(text.decode()) if entry.filename == progress else text)


def repeated(xml: str) -> str:
    """A sheet whose rows below the headings come again and again until there are enough."""
    start, end = xml.index("<sheetData>"), xml.index("</sheetData>")
    rows = ROW.findall(xml[start:end])
    filled = [row for row in rows[HEADINGS:] if "<v>" in row or "<t" in row]
    many = (numbered(filled[at % len(filled)], HEADINGS + 1 + at) for at in range(MANY))
    return "".join((xml[:start], "<sheetData>", *rows[:HEADINGS], *many, xml[end:]))


def numbered(row: str, number: int) -> str:
    """A row with another number."""
    return REFERENCE.sub(rf"\g<1>{number}\2", row)


def times(run: Run, base: Run) -> str:
    """How many times as long one run took as another."""
    return f"{run.seconds / base.seconds:.1f} times"


def page(lines: Sequence[Line], engine: Sequence[str]) -> str:
    """The page for the docs."""
    packages = ", ".join(
        f"{name} {version(name)}"
        for name in ("pandas", "python-calamine", "openpyxl", "typer", "python-docx", "docxtpl", "xlwings")
    )
    return "\n".join(
        [
            "# How fast it is",
            "",
            "Whole processes, the fastest of several runs that took turns; written by `python -m tests.bench --write`.",
            "The refresh of an open book is one warm call, with an engine over openpyxl in the place of Excel.",
            f"Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores; {packages}.",
            "",
            "| what | seconds | most memory, MB | compared (promised) |",
            "|---|---:|---:|---|",
            *(
                f"| {line.task} | {line.best.seconds:.3f} | {line.best.memory:.0f} | {line.comparison} |"
                for line in lines
            ),
            "",
            *engine,
            "",
        ]
    )


def main() -> None:
    """Measure, print the table, and with ``--write`` put it into the docs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [*help_screen(), *sample_refresh(folder), *cold_report(folder), *many_rows(folder)]
    from . import reports  # now: what it imports would count as memory of the processes above

    text = page(lines, reports.lines())
    sys.stdout.write(text)
    if "--write" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
