"""Texts of another language lie over the English ones."""

from __future__ import annotations

import pytest

from partnerxl.core import language
from partnerxl.core.language import each_language, laid_over, speaking, spoken


def test_english_is_spoken_unless_somebody_asks_and_again_afterwards() -> None:
    heard = [spoken()]
    with speaking("es"), speaking("fr"):
        heard.append(spoken())
    with pytest.raises(KeyError), speaking("es"):
        raise KeyError
    assert [*heard, spoken()] == ["en", "fr", "en"]


def test_what_was_loaded_in_one_language_is_not_given_out_in_another() -> None:
    loads = []

    @each_language
    def load() -> str:
        loads.append(language.spoken())
        return f"in {language.spoken()}"

    with speaking("es"):
        assert load() == load() == "in es"
    assert load() == "in en"
    assert loads == ["es", "en"]


def test_tables_in_a_list_are_met_by_measure_or_in_their_order() -> None:
    signals = [{"measure": "late", "says": "One"}, {"measure": "open", "says": "Two"}]
    assert laid_over(signals, {"open": {"says": "Dos"}})[1] == {"measure": "open", "says": "Dos"}
    assert laid_over([{"when": "x", "says": "One"}], [{"says": "Uno"}]) == [{"when": "x", "says": "Uno"}]


def test_sentences_in_a_list_are_replaced_together() -> None:
    assert laid_over({"says": ["One", "Two"]}, {"says": ["Uno"]}) == {"says": ["Uno"]}


def test_a_list_in_another_order_of_tables_is_refused_when_one_is_missing() -> None:
    with pytest.raises(ValueError, match="zip"):
        laid_over([{"says": "One"}, {"says": "Two"}], [{"says": "Uno"}])
