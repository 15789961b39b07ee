"""A template that another word processor has saved again still works."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from papers import opened, part
from sample_context import sample

from partnerxl.report import tokens
from partnerxl.report.design import build
from partnerxl.report.names import names_of
from partnerxl.report.shape import ReportContext
from partnerxl.report.template import Template


def test_a_template_saved_by_libreoffice_is_filled_all_the_same(tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    before = tmp_path / "review.docx"
    before.write_bytes(build(tokens.LETTER))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    folder = tmp_path / "saved"

    command = [soffice, profile, "--headless", "--convert-to", "docx", "--outdir", str(folder), str(before)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = Template(folder / "review.docx", names=names_of(ReportContext)).render(dict(sample()))

    assert words(again) == words(Template(before).render(dict(sample())))
    assert opened(again).core_properties.title.startswith("Gulf Coast")


def words(raw: bytes) -> list[str]:
    """The words of the document in their order, whatever marks stand between them."""
    return re.sub(
        r"<[^>]+>", " ", re.sub(r"<w:t[ >][^<]*</w:t>|<[^>]+>", _text, part(raw, "word/document.xml"))
    ).split()


def _text(found: re.Match[str]) -> str:
    return found.group() if found.group().startswith(("<w:t>", "<w:t ")) else ""
