"""The workbooks that come with partnerxl are what the package makes, and they invite."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from partnerxl.core.assess import assess
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.errors import OutputError
from partnerxl.core.records import read_project, wanted
from partnerxl.core.rulebook import load_rulebook
from partnerxl.core.settings import settings
from partnerxl.hosts import files
from partnerxl.hosts.blank import write_blank
from partnerxl.hosts.samples import SAMPLES, write_samples

WORKBOOKS = Path(__file__).parents[2] / "workbooks"
LATER = {"Replies", "Corrections", "Sign-off"}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All workbooks, made anew."""
    folder = tmp_path_factory.mktemp("made")
    write_blank(folder / "empty.xlsx")
    write_samples(folder)
    return folder


@pytest.mark.parametrize("name", ["empty", *SAMPLES])
def test_the_workbooks_are_fresh(made: Path, name: str) -> None:
    assert parts(made / f"{name}.xlsx") == parts(WORKBOOKS / f"{name}.xlsx"), (
        "run: python -m partnerxl.hosts.samples"
    )


def test_nothing_else_lies_in_the_folder() -> None:
    assert {path.stem for path in WORKBOOKS.iterdir()} == {"empty", *SAMPLES}


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [*((name, 15, 40) for name in SAMPLES if name != "nearly-empty"), ("nearly-empty", 8, 12)],
)
def test_samples_are_as_large_as_real_partnerships(name: str, least: int, most: int) -> None:
    project = read_project(files.read(WORKBOOKS / f"{name}.xlsx", wanted))

    assert least <= len(project.sheets["Partners"].frame) <= most


def test_a_new_workbook_has_every_column_a_table_a_drop_down_and_help(made: Path) -> None:
    book = load_workbook(made / "empty.xlsx")

    assert book.sheetnames[0] == "Start here"
    for name, spec in load_sheets().items():
        if name in LATER:
            continue
        sheet = book[name]
        texts = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert {column.heading for column in spec.columns.values()} <= texts
        assert spec.form or name in sheet.tables
        prompts = {rule.prompt for rule in sheet.data_validations.dataValidation}
        assert {column.help for column in spec.columns.values()} <= prompts
        assert all(
            len(rule.promptTitle) <= 32 and len(rule.prompt) <= 255
            for rule in sheet.data_validations.dataValidation
        )
        assert spec.form or sheet.freeze_panes


def test_the_settings_sheet_lists_every_limit(made: Path) -> None:
    sheet = load_workbook(made / "empty.xlsx")["Settings"]

    listed = {row[0] for row in sheet.iter_rows(values_only=True)}
    assert {each.threshold for each in settings(load_rulebook())} <= listed
    assert {"Day first", "Decimal comma", "Language"} <= listed


def test_the_settings_sheet_as_it_is_changes_nothing(made: Path) -> None:
    for name in ("empty", *SAMPLES):
        assessment = assess(read_project(files.read(made / f"{name}.xlsx", wanted)))
        assert assessment.rulebook.changed == ()
        assert not any(problem.code.startswith("PX-3") for problem in assessment.problems)


def test_a_workbook_that_is_there_already_is_left_alone(made: Path) -> None:
    before = (made / "empty.xlsx").read_bytes()

    with pytest.raises(OutputError):
        write_blank(made / "empty.xlsx")

    assert (made / "empty.xlsx").read_bytes() == before
