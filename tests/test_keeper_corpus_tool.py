"""The tool that puts a result sheet into every workbook of a folder."""

from __future__ import annotations

from pathlib import Path

import keeper_corpus
import pytest
from corpus import corpus
from refused import refused

from partnerxl.core.grids import ResultTable
from partnerxl.hosts import keeper


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three workbooks, one of them in a folder below, and two files that are none."""
    found = corpus()
    (tmp_path / "below").mkdir()
    (tmp_path / "charts.xlsx").write_bytes(found["charts.xlsx"])
    (tmp_path / "below" / "macros.xlsm").write_bytes(found["macros and a ribbon.xlsm"])
    (tmp_path / "damaged.xlsx").write_bytes(found["charts.xlsx"][:-50])
    (tmp_path / "~$charts.xlsx").write_bytes(b"Ana")
    (tmp_path / "notes.txt").write_bytes(b"notes")
    return tmp_path


def test_copies_are_patched_and_the_originals_stay(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    out = tmp_path_factory.mktemp("out")

    code = keeper_corpus.main([str(folder), "--out", str(out), "--without-libreoffice"])

    told = capsys.readouterr().out.splitlines()
    assert code == 0
    assert told[:2] == ["written: 2", "refused: 1"]
    assert {"any other part changed: 0", "could be opened before but not after: 0"} <= set(told)
    assert "damaged" in told[2]
    assert {str(path.relative_to(out)) for path in out.rglob("*.xls?")} == {
        "charts.xlsx",
        "below/macros.xlsm",
    }
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_part_that_changes_is_counted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = keeper.patched

    def careless(raw: bytes, name: str, tables: list[ResultTable]) -> tuple[bytes, tuple[str, ...]]:
        new, notes = real(raw, name, tables)
        return new.replace(b"docProps/core.xml", b"docProps/cure.xml"), notes

    monkeypatch.setattr(keeper, "patched", careless)
    code = keeper_corpus.main([str(folder), "--without-libreoffice"])

    assert code == 1
    assert "any other part changed: 2" in capsys.readouterr().out


def test_of_the_test_corpus_everything_is_written_or_refused_as_it_should_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = refused()
    for name, raw in corpus().items():
        (tmp_path / name).write_bytes(raw)
    for name, each in files.items():
        (tmp_path / f"{name}.xlsx").write_bytes(each.raw)
    to_be_refused = sum(each.on_write for each in files.values())

    code = keeper_corpus.main([str(tmp_path), "--without-libreoffice"])

    told = capsys.readouterr().out.splitlines()
    assert code == 0
    assert told[:2] == [
        f"written: {len(corpus()) + len(files) - to_be_refused}",
        f"refused: {to_be_refused}",
    ]
