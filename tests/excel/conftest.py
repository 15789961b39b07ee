"""What the tests of the add-in share."""

from __future__ import annotations

from pathlib import Path

import pytest
from addins import write_addin


@pytest.fixture(scope="session")
def addin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The add-in, built once."""
    return write_addin(tmp_path_factory.mktemp("addin") / "partnerxl.xlam")
