"""New files: whole, under the next free name, with nothing left over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from partnerxl.core.errors import OutputError
from partnerxl.report import saving


@pytest.mark.parametrize("links", [True, False])
def test_each_file_gets_the_next_free_name_on_disks_with_and_without_second_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    places = [saving.save(content, tmp_path, "page") for content in (b"first", b"second", b"third")]
    assert [place.read_bytes() for place in places] == [b"first", b"second", b"third"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page 2.docx", "page 3.docx", "page.docx"]


def _no_links(*_names: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_file_may_be_read_by_those_who_may_read_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    place = saving.save(b"page", tmp_path, "page")
    assert place.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="Choose another folder"):
        saving.save(b"page", tmp_path / "file", "page")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
