"""What a returned form of the pulse says, and that nothing else of the file is read."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from returned_forms import UNSURE, Said, Sender, blank, returned

from partnerxl.core.language import speaking
from partnerxl.core.pulse import Given, given, items, load_words
from partnerxl.report import accessibility
from partnerxl.report.design.language import load_words as template_words
from partnerxl.report.returned import read_bytes

ANA, BO = Sender("Ana Diaz"), Sender("Bo Berg", datetime(2027, 1, 1, tzinfo=UTC))


def read_form(content: bytes, name: str) -> Given | None:
    return given(read_bytes(content, name))


SAID = Said((1, 2, 3, 4, 5, UNSURE, 0, 1, 2, 3, 4, 5), 1, "More time, please")
READ = Given("2026-09", (1, 2, 3, 4, 5, "Don't know", None, 1, 2, 3, 4, 5), "Employer", "More time, please")


@pytest.mark.parametrize("name", ["pulse.docx", "pulse-a4.docx"])
@pytest.mark.parametrize("language", ["", "es"])
def test_a_form_reads_the_same_on_every_paper_and_in_every_language(name: str, language: str) -> None:
    assert read_form(returned(SAID, ANA, blank(name, language)), "x.docx") == READ


def test_a_form_that_nobody_filled_in_is_a_form_and_says_nothing() -> None:
    assert read_form(blank(), "x.docx") == Given("2026-09", (None,) * 12)


def test_the_other_group_and_a_comment_of_several_lines() -> None:
    found = read_form(returned(Said((3,) * 12, 2, "One\nTwo"), ANA), "x.docx")

    assert found == Given("2026-09", (3,) * 12, "Other", "One\nTwo")


def test_who_sent_it_and_when_is_not_read() -> None:
    assert read_form(returned(SAID, ANA), "a.docx") == read_form(returned(SAID, BO), "b.docx")


def test_another_word_file_is_no_form() -> None:
    plain = io.BytesIO()
    Document().save(plain)

    assert read_form(plain.getvalue(), "x.docx") is None
    assert read_form(b"no zip", "x.docx") is None


def test_forms_of_two_rounds_in_one_file_are_no_form() -> None:
    raw = returned(SAID, ANA)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Goodwill-2026-09", b"Goodwill-2025-09"))

    assert read_form(out.getvalue(), "x.docx") is None


def test_what_is_typed_over_a_list_is_no_answer() -> None:
    raw = returned(Said((3,) * 12), ANA)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(b"<w:t>3 [^<]*</w:t>", b"<w:t>33</w:t>", part))

    found = read_form(out.getvalue(), "x.docx")
    assert found is not None
    assert found.answers == (None,) * 12


def test_the_form_has_no_serial_number_and_no_hurdle() -> None:
    assert blank() == blank()
    assert list(accessibility.check(blank(), "pulse.docx")) == []


def test_the_statements_stand_on_the_form_mixed_over_the_phases() -> None:
    with zipfile.ZipFile(io.BytesIO(blank())) as package:
        tags = re.findall(r'<w:tag w:val="pulse-(\w+)-2026-09"', package.read("word/document.xml").decode())

    assert sorted(tags[:12]) == sorted(items())
    assert tags[:4] == items()[::3]
    assert tags[12:] == ["Group", "Comment"]


def test_the_spanish_form_says_what_the_spanish_catalogue_says() -> None:
    english = load_words()["items"]
    with speaking("es"):
        assert {item: template_words("es")[text] for item, text in english.items()} == load_words()["items"]
