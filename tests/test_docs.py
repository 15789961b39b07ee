"""What the pages say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import ROOT, CommandLine

import partnerxl as package
from partnerxl.core.assessment import Status, TipState
from partnerxl.excel.functions import OURS

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / ".github").rglob("*.md"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_shows_the_two_commands() -> None:
    assert "\npython -m pip install . && partnerxl demo\n" in README
    assert '\npython -m pip install ".[test]" && python -m pytest\n' in README


def test_every_command_of_the_readme_exists(partnerxl: CommandLine) -> None:
    shown = set(
        re.findall(r"partnerxl ([a-z]+)(?: |$)", "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL)))
    )

    assert {"new", "check", "assess", "refresh", "report", "explain"} <= shown
    assert all(partnerxl(command, "--help").code == 0 for command in shown)


def test_the_changelog_speaks_of_this_version() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"\n## {package.__version__} " in changes


def test_the_method_page_names_every_status_and_state() -> None:
    method = (ROOT / "docs" / "method.md").read_text(encoding="utf-8").lower()

    assert [word for word in (*Status, *TipState) if word.lower() not in method] == []


def test_the_page_on_open_workbooks_names_every_worksheet_function() -> None:
    page = (ROOT / "docs" / "open-workbook.md").read_text(encoding="utf-8")

    assert [name for name in (each.__name__ for each in OURS) if f"`={name}(" not in page] == []
