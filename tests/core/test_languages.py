"""Every text of the catalogue exists in Spanish, says the same things and is Spanish."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import partnerxl
from partnerxl.core import texts as texts_of
from partnerxl.core.assessment import Status, TipState
from partnerxl.core.catalogue import load_rules, load_sheets
from partnerxl.core.explain import explain, load_explanations
from partnerxl.core.language import laid_over, speaking
from partnerxl.core.measures import MEASURES
from partnerxl.core.readings import State
from partnerxl.core.rulebook import load_rulebook

CATALOGUE = Path(partnerxl.__file__).parent / "catalogue"
FILES = sorted(
    file.name
    for file in CATALOGUE.glob("*.toml")
    if file.name not in {"rules.toml", "sheets.toml", "words.toml", "languages.toml"}
)
NO_TEXT = {
    "measure",
    "keep",
    "empty",
    "speaks_of",
    "kind",
    "source",
    "at",
    "from",
    "to",
    "seen",
    "partly",
    "clear_when",
    "tips",
    "priority",
    "when",
}
RULES = re.compile(r"period\.toml \S+ (keep|empty \d)|pulse\.toml phases \w+")
FORMS = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")
SLOT = re.compile(r"\{(\w*)\}")
SAME_IN_BOTH = {
    "explain.toml units FTE",
    "report.toml cover place",
    "report.toml cover no_number",
    "report.toml celebrating words celebration",
    "report.toml phases no_score",
    "report.toml phases help",
    "report.toml phases other_item",
    "report.toml promises done_by",
    "report.toml topics reason",
    "report.toml contributions amount",
    "report.toml contributions cost",
    "report.toml contributions item",
    "report.toml partner item",
    "send.toml PX-506 found",
    "send.toml line action",
    "send.toml line resource",
    "send.toml line status",
    "send.toml log state",
    "send.toml log way",
    "texts.toml numbers none",
    "texts.toml phase sentence",
    "texts.toml pitfall record",
}
ONLY_SLOTS = re.compile(r"[\W\d_]*")
ENGLISH = re.compile(
    r"\b(the|and|of|with|is|are|was|were|our|this|that|not|for|yet|from|have|has|partners?|partnership|employers?"
    r"|conveners?|workforce|board|milestones?|commitments?|meetings?|sheet|row|cell|record|due|done|owner|grant)\b",
    re.IGNORECASE,
)
KEPT_ENGLISH = (
    "“Partnership Building Pitfalls and Tips”",
    "Refresh scores",
    "New workbook",
    "Merge & Center",
    "Open and Repair",
    "Open the log",
    "Partnership",
)
WHAT_PROGRAMS_SAY = re.compile(
    r"En Word: (clic derecho, )?[A-Z][^.]*\.|for, if, elif, else, endif o endfor|'for nombre in lista'|'is'|'Document structure[^']*'"
    r"|\((File|Review|Table Layout|Table Design)[^)]*\)"
)
"""Menus of Office and words of templates, which are what they are in every language."""
WISH = re.compile(r"\b\w+(ra|ran)\b")


def texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text with its place."""
    if isinstance(value, str):
        if not RULES.fullmatch(place):
            yield place, value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in NO_TEXT:
                yield from texts(part, f"{place} {key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            named = part.get("measure", number) if isinstance(part, dict) else number
            yield from texts(part, f"{place} {named}")


def both(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """English and Spanish texts of a file by their places; Spanish without what is only English."""
    english = tomllib.loads((CATALOGUE / name).read_text(encoding="utf-8"))
    spanish = tomllib.loads((CATALOGUE / "es" / name).read_text(encoding="utf-8"))
    return dict(texts(english, name)), dict(texts(laid_over(blanked(english), spanish), name))


def blanked(value: Any) -> Any:
    """The same shape with every text empty, so that what Spanish lacks is seen."""
    if isinstance(value, dict):
        return {key: part if key in NO_TEXT else blanked(part) for key, part in value.items()}
    return (
        [blanked(part) for part in value]
        if isinstance(value, list)
        else ""
        if isinstance(value, str)
        else value
    )


@pytest.mark.parametrize("name", FILES)
def test_every_text_exists_in_spanish_and_no_other(name: str) -> None:
    english, spanish = both(name)
    assert set(spanish) == set(english)
    missing = [
        place for place, text in english.items() if text and not spanish[place] and place not in SAME_IN_BOTH
    ]
    assert not missing


@pytest.mark.parametrize("name", FILES)
def test_a_spanish_text_has_the_slots_of_the_english_one(name: str) -> None:
    english, spanish = both(name)
    for place, text in spanish.items():
        if text:
            assert slots(text) == slots(english[place]), place


def slots(text: str) -> set[str]:
    """What a text is filled with; the choice of a word for one or several is grammar."""
    return set(SLOT.findall(FORMS.sub("", text)))


@pytest.mark.parametrize("name", FILES)
def test_a_spanish_text_differs_from_the_english_one_but_for_a_few(name: str) -> None:
    english, spanish = both(name)
    same = {
        place
        for place, text in spanish.items()
        if text == english[place] and not ONLY_SLOTS.fullmatch(bare(text))
    }
    assert same <= SAME_IN_BOTH


def bare(text: str) -> str:
    """A text without its slots."""
    return SLOT.sub("", FORMS.sub(r"\2", text))


@pytest.mark.parametrize("name", FILES)
def test_no_english_word_is_left_in_a_spanish_text(name: str) -> None:
    _, spanish = both(name)
    for place, text in spanish.items():
        if place not in SAME_IN_BOTH:
            left = without_names(WHAT_PROGRAMS_SAY.sub("", bare(text)))
            assert not ENGLISH.search(left), f"{place}: {text}"


def without_names(text: str) -> str:
    """A text without what stands in the workbook and so stays English in a Spanish sentence."""
    return names_in_a_workbook().sub("", text)


@cache
def names_in_a_workbook() -> re.Pattern[str]:
    """Sheets, headings and words of lists, the longest first, and what else keeps its English name."""
    names = {"Checks", "Sent", *KEPT_ENGLISH}
    for name, sheet in load_sheets().items():
        names |= {name, re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).capitalize()}
        for column in sheet.columns.values():
            names |= {column.heading, *column.aliases, *column.choices}
    written = {name[0].upper() + name[1:] for name in names}
    longest = sorted(written, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")


def test_a_spanish_record_names_the_same_places_of_the_workbook() -> None:
    for name in ("pitfalls.toml", "phases.toml"):
        english, spanish = both(name)
        for place in (place for place in english if place.endswith(" record")):
            assert places(english[place]) == places(spanish[place]), place


def places(text: str) -> Counter[str]:
    """The names of a workbook that a text holds."""
    return Counter(names_in_a_workbook().findall(text))


def test_a_change_is_a_wish_in_spanish() -> None:
    """The verb stands in the imperfect subjunctive."""
    _, spanish = both("pitfalls.toml")
    changes = {place: text for place, text in spanish.items() if place.endswith(" change") and text}
    assert len(changes) > 20
    for place, text in changes.items():
        for form in (r"\2", r"\3"):
            assert WISH.search(FORMS.sub(form, text)), place


@pytest.mark.parametrize(("name", "inner"), [("pitfalls.toml", "signals"), ("phases.toml", "indicators")])
def test_spanish_names_no_measure_that_english_does_not(name: str, inner: str) -> None:
    english = tomllib.loads((CATALOGUE / name).read_text(encoding="utf-8"))
    spanish = tomllib.loads((CATALOGUE / "es" / name).read_text(encoding="utf-8"))
    for key, rule in spanish.items():
        assert set(rule[inner]) == {each["measure"] for each in english[key][inner]}


@pytest.mark.parametrize("name", FILES)
def test_both_forms_of_a_word_are_given_and_differ(name: str) -> None:
    _, spanish = both(name)
    for place, text in spanish.items():
        for _slot, one, several in FORMS.findall(text):
            assert one != several, place


def test_the_rules_in_spanish_are_the_same_rules() -> None:
    english = load_rulebook()
    with speaking("es"):
        spanish = load_rulebook()
    assert [(key, [each.measure for each in rule.signals]) for key, rule in spanish.pitfalls.items()] == [
        (key, [each.measure for each in rule.signals]) for key, rule in english.pitfalls.items()
    ]
    assert all(rule.title != english.pitfalls[key].title for key, rule in spanish.pitfalls.items())


# --- words of drop-down lists ---------------------------------------------------------------------

KEPT = {"No", "Idea", "USD", "FTE", "Plan", "%"}
CODES = re.compile(r"[PT]\d+")


def words() -> set[str]:
    """Every word that a cell may hold from a list, or that we set as a status."""
    choices = {
        word
        for sheet in load_sheets().values()
        for column in sheet.columns.values()
        for word in column.choices
    }
    states = {*Status, *TipState, *State, *load_rules().bands, "New date", "other"}
    return {str(word) for word in choices | states if not CODES.fullmatch(str(word))}


def test_every_word_of_a_list_has_a_spanish_word() -> None:
    with speaking("es"):
        same = {english for english in words() if texts_of.word(english) == english}
    assert same == KEPT & words()


def test_a_word_that_is_printed_is_found_again() -> None:
    with speaking("es"):
        for status in (*Status, *TipState):
            assert texts_of.in_english(texts_of.word(status)) == status


def test_english_prints_the_words_as_they_stand() -> None:
    assert {texts_of.word(english) for english in words()} == words()


# --- measures, lists and changes ------------------------------------------------------------------


def test_every_measure_and_no_other_is_explained_in_spanish() -> None:
    with speaking("es"):
        found = load_explanations()
        told = "\n".join(explain("delivered"))
    assert set(found) == set(MEASURES)
    assert not [text for text in found.values() if ENGLISH.search(without_names(text))]
    assert found["delivered"] in told
    assert MEASURES["delivered"].explanation in "\n".join(explain("delivered"))


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_would_change_a_status_is_a_whole_sentence(language: str) -> None:
    with speaking(language):
        pitfalls = load_rulebook().pitfalls.values()
    changes = [signal.change for pitfall in pitfalls for signal in pitfall.signals if signal.change]
    assert changes
    assert all("{status}" in text and text[0].isupper() and text.endswith(".") for text in changes)


def test_spanish_says_e_before_the_sound_of_an_i() -> None:
    with speaking("es"):
        lists = [texts_of.listed(["Agua", last]) for last in ("Luz", "Imprenta", "Hilos", "Hierro")]
    assert lists == ["Agua y Luz", "Agua e Imprenta", "Agua e Hilos", "Agua y Hierro"]
