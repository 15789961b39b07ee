"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import CommandLine
from hypothesis import settings

from partnerxl.core.language import ENGLISH, speaking

settings.register_profile("partnerxl", deadline=None, print_blob=True)  # a slow machine is no failure
settings.load_profile("partnerxl")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """Every test begins in English, whatever a workbook of the one before it said."""
    with speaking(ENGLISH):
        yield


@pytest.fixture
def partnerxl(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> CommandLine:
    """The command line; its log goes to a folder of the test."""
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp()))
    return CommandLine(capsys)


@pytest.fixture(scope="session")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in for Excel, built once."""
    from addins import write_addin

    return write_addin(tmp_path_factory.mktemp("addin") / "partnerxl.xlam")
