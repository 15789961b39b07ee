"""The wheel holds what a user needs, and works from any folder of a new environment."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a command prints; it has to succeed, and it cannot see this checkout by a setting."""
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(*PIP, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, ROOT)
    return next(folder.glob("partnerxl-*.whl"))


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of a new environment that holds the wheel and sees what it depends on."""
    folder = tmp_path_factory.mktemp("new") / "environment"
    venv.create(folder, with_pip=False)
    places = {"base": str(folder), "platbase": str(folder)}
    commands = Path(sysconfig.get_path("scripts", "venv", places))
    beside = Path(sysconfig.get_path("purelib", "venv", places)) / "beside.pth"
    beside.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = commands / Path(sys.executable).name
    run(
        *PIP, "--python", python, "install", "--quiet", "--no-deps", "--no-index", "--ignore-installed", wheel
    )
    return commands


def test_the_wheel_holds_workbooks_templates_and_catalogue(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder in ("workbooks", "report_templates", "docs"):
        shipped = {path.name for path in (ROOT / folder).iterdir() if path.is_file()}
        assert shipped
        assert {f"partnerxl/_shipped/{folder}/{name}" for name in shipped} <= names
    rules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "partnerxl/catalogue").rglob("*.toml")}
    assert rules
    assert rules <= names
    assert "partnerxl/py.typed" in names
    assert not any(name.startswith("tests") for name in names)


def test_the_demo_works_from_another_folder(scripts: Path, tmp_path: Path) -> None:
    place = run(scripts / "python", "-c", "import partnerxl; print(partnerxl.__file__)", cwd=tmp_path)
    assert Path(place.strip()).is_relative_to(scripts.parent)

    said = run(scripts / "partnerxl", "demo", cwd=tmp_path)

    folder = tmp_path / "partnerxl-demo"
    assert str(folder.resolve()) in said
    assert len(list(folder.glob("*.docx"))) == 2  # the report and the facilitator page
    assert list(folder.glob("* partner pages */*.docx"))
    assert {path.name for path in (ROOT / "workbooks").glob("*.xlsx")} <= {p.name for p in folder.iterdir()}


def test_the_addin_is_built_from_it(scripts: Path, tmp_path: Path) -> None:
    said = run(scripts / "partnerxl", "addin", "build", cwd=tmp_path)

    assert str(scripts) in said
    assert zipfile.is_zipfile(tmp_path / "partnerxl.xlam")


def test_it_runs_as_a_module_too(scripts: Path, tmp_path: Path) -> None:
    said = run(scripts / "python", "-m", "partnerxl", "new", "ours", cwd=tmp_path)

    assert "ours.xlsx" in said
    assert (tmp_path / "ours.xlsx").stat().st_size > 0
