"""Who imports whom, and what a command brings along."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
HEAVY = ("docx", "jinja2", "lxml", "numpy", "openpyxl", "pandas", "python_calamine", "xlwings")


def brought_along(code: str) -> set[str]:
    """The top names of all modules that a fresh Python holds after running some code."""
    names = "import json, sys\nprint(json.dumps([name.partition('.')[0] for name in sys.modules]))"
    command = [sys.executable, "-c", f"{code}\n{names}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_every_room_imports_only_what_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert lint_imports(no_cache=True) == 0


@pytest.mark.parametrize("arguments", [["--help"], ["refresh", "--help"], ["--version"], []])
def test_help_opens_no_room(arguments: list[str]) -> None:
    code = f"from partnerxl.cli import main\ntry: main({arguments})\nexcept SystemExit: pass"

    found = brought_along(code)

    assert not found & {*HEAVY, "rich"}


def test_importing_partnerxl_brings_only_the_standard_library() -> None:
    found = brought_along("import partnerxl")

    assert found - {"partnerxl"} <= sys.stdlib_module_names | found_in_a_bare_python()


def found_in_a_bare_python() -> set[str]:
    """What is there before anything is imported, such as hooks of the environment."""
    return brought_along("pass")


def test_a_refresh_never_pays_for_word_or_new_workbooks(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes((ROOT / "workbooks" / "nearly-empty.xlsx").read_bytes())

    found = brought_along(f"import partnerxl\npartnerxl.refresh({str(book)!r})")

    assert "pandas" in found
    assert not found & {"docx", "jinja2", "openpyxl", "rich", "typer", "xlwings"}


def test_the_public_report_stays_a_function_when_the_room_of_that_name_is_open() -> None:
    opened = "from partnerxl.report import wording\nimport partnerxl\nassert partnerxl.report.__code__"

    assert "partnerxl" in brought_along(opened)
