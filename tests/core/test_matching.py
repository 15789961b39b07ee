"""How names are compared (R1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnerxl.core.matching import clean, nearest


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Joined date", "JOINED-DATE"),
        ("Joined date", "JoinedDate"),
        ("Don’t know", "Don't know"),
        ("Ｆｕｌｌ", "full"),
        ("Straße", "STRASSE"),
        ("P\u00a001", "p01"),
        ("e\u0301cole", "École"),
        ("Har\u200bbor\u200d Works\ufeff", "harbor works"),
        ("\u202eHarbor\u202c", "Harbor"),
        ("Harbor 🚢", "Harbor"),
        ("Harbor ❤\ufe0f", "Harbor ❤"),
        ("ﬁnance", "FINANCE"),
        ("İzmir", "i\u0307zmir"),
    ],
)
def test_names_that_differ_in_case_spaces_and_signs_are_one(one: str, other: str) -> None:
    assert clean(one) == clean(other)


def test_accents_stay() -> None:
    assert clean("Café") != clean("Cafe")


@pytest.mark.parametrize(("one", "other"), [("की", "का"), ("กา", "กี"), ("שָׁלוֹם", "שׁוֹלֵם"), ("ملك", "ملاك")])
def test_vowels_that_are_marks_tell_names_apart(one: str, other: str) -> None:
    assert clean(one) != clean(other)


def test_a_text_without_letters_and_digits_is_left_empty() -> None:
    assert clean("–  –") == ""


@given(st.text(max_size=20))
def test_comparing_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_the_nearest_name_is_proposed() -> None:
    assert nearest("Partnres", ["Partners", "Progress"]) == "Partners"
    assert nearest("Zebra", ["Partners", "Progress"]) == ""
