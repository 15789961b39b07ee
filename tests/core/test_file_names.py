"""Names that people typed, as one line and as the name of a file."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerxl.core.file_names import MOST_BYTES, ascii_name, file_name, one_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CON", "CON page"),
        ("con.txt", "con.txt page"),
        ("LPT¹", "LPT¹ page"),
        ("Concord", "Concord"),
        ("dot.", "dot"),
        ("~$-x", "x"),
        ("a/b\\c:d*e?f", "a b c d e f"),
        ("50%#1", "50 1"),
        ("\uff0f\u2215a", "a"),
        ("\u202egpj.exe\u200b", "gpj.exe"),
        ("\ud800\x00", "page"),
        ("Ω" * 5000, "Ω" * 50),
        ("e\u0301", "é"),
    ],
)
def test_a_name_becomes_one_that_every_system_takes(text: str, expected: str) -> None:
    assert file_name(text, "page") == expected


@given(st.text())
def test_no_name_leaves_its_folder_or_is_too_long(text: str) -> None:
    name = file_name(text, "page")

    assert name
    assert not set(name) & set('<>:"/\\|?*%#')
    assert len(name.encode()) <= MOST_BYTES + len(" page")
    assert name.strip(" .~$-") == name
    assert not any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in name)


@given(st.text())
def test_an_ascii_name_is_ascii(text: str) -> None:
    assert ascii_name(text, "page").isascii()


def test_a_long_text_is_cut_where_it_can_be_seen() -> None:
    assert one_line("abc def", 5) == "abc…"
    assert one_line("abcde", 5) == "abcde"
