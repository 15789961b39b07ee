"""Numbers, dates and sentences in words (R43, F10), limits and exact numbers (R36)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from partnerxl.core import texts
from partnerxl.core.limits import Limit, shortest
from partnerxl.core.numbers import exact, median, total
from partnerxl.core.readings import Fact, Reading, Rows, State


def test_numbers_are_taken_as_they_are_read() -> None:
    assert exact(0.1) + exact(0.2) == exact(0.3)
    assert total([]) == 0
    assert total([Fraction(1, 3)] * 3) == 1
    assert total([Fraction(1, 2)] * 4) == 2


@pytest.mark.parametrize(
    ("numbers", "middle"), [("1", "1"), ("3 1 2", "2"), ("1 2", "3/2"), ("9 1 5 3", "4")]
)
def test_the_median(numbers: str, middle: str) -> None:
    assert median(map(Fraction, numbers.split())) == Fraction(middle)


@pytest.mark.parametrize(
    ("phrase", "value", "holds"),
    [
        ("under 80 %", "4/5", False),
        ("under 80 %", "79/100", True),
        ("over 12", "12", False),
        ("over 12", "121/10", True),
        ("at least 1/3", "1/3", True),
        ("at least 1/3", "33/100", False),
        ("at most 0", "0", True),
        ("at most 0", "1", False),
    ],
)
def test_a_limit_holds_on_its_side(phrase: str, value: str, *, holds: bool) -> None:
    limit = Limit.parse(phrase)

    assert limit.holds(Fraction(value)) is holds
    assert str(limit) == phrase


@pytest.mark.parametrize("phrase", ["80 %", "about 3", "under lots", "under", ""])
def test_other_phrases_are_no_limits(phrase: str) -> None:
    with pytest.raises(ValueError, match="is no limit"):
        Limit.parse(phrase)


def test_small_values_are_past_under_and_at_most() -> None:
    assert [Limit.parse(f"{word} 1").low for word in ("under", "at most", "over", "at least")] == [
        True,
        True,
        False,
        False,
    ]


def test_numbers_of_limits_are_short() -> None:
    assert [shortest(Fraction(text)) for text in ("2", "5/2", "1/3")] == ["2", "2.5", "1/3"]


@pytest.mark.parametrize(
    ("value", "decimals", "limits", "shown"),
    [
        ("1/2", 0, [], "1"),
        ("5/2", 0, [], "3"),
        ("-5/2", 0, [], "-3"),
        ("1/4", 1, [], "0.3"),
        ("1234", 0, [], "1,234"),
        ("799/10", 0, ["under 80"], "79.9"),
        ("7996/100", 0, ["under 80"], "79.96"),
        ("79996/1000", 0, ["under 80"], "79.996"),
        ("799999/10000", 0, ["under 80"], "80.000"),
        ("80", 0, ["under 80"], "80"),
        ("100/3", 0, ["at least 100/3"], "33"),
        ("1204/100", 1, ["over 12"], "12.04"),
    ],
)
def test_a_rounded_number_never_stands_on_the_other_side_of_a_limit(
    value: str, decimals: int, limits: list[str], shown: str
) -> None:
    assert texts.shown(Fraction(value), decimals, [Limit.parse(each) for each in limits]) == shown


def test_no_percentage_on_fewer_than_five() -> None:
    assert texts.of(Fraction(3), Fraction(4)) == "3 of 4"
    assert texts.of(Fraction(2), Fraction(5)) == "2 of 5 (40 %)"


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (1200, "1,200")])
def test_one_to_four_people_are_not_told_apart(count: int, shown: str) -> None:
    assert texts.people(Fraction(count)) == shown


@pytest.mark.parametrize(
    ("words", "listed"),
    [
        ((), ""),
        (("A",), "A"),
        (("A", "B"), "A and B"),
        (("A", "B", "C"), "A, B and C"),
        (tuple("ABCDEFGH"), "A, B, C, D, E, F and 2 more"),
    ],
)
def test_words_in_a_row(words: tuple[str, ...], listed: str) -> None:
    assert texts.listed(words) == listed


def test_the_first_sentence_whose_slots_all_have_a_value_is_taken() -> None:
    choices = ["{part} of {names}", "{part} {part|item|items}"]

    assert texts.sentence(choices, {"part": "1", "names": ""}) == "1 item"
    assert texts.sentence(choices, {"part": "2"}) == "2 items"
    assert texts.sentence(choices, {"part": "2", "names": "A"}) == "2 of A"
    assert texts.sentence(choices, {}) == ""


def reading(part: int, whole: int, **facts: Fact) -> Reading:
    value, size = Fraction(part, whole), Fraction(whole)
    return Reading(State.RECORDED, value, Fraction(part), size, size, Rows(), facts=facts)


def test_slots_of_a_share() -> None:
    found = texts.slots(
        reading(2, 5, names=("A", "B"), none=None, day=date(2026, 6, 3), months=Fraction(7, 3), n=0), "share"
    )

    assert found == {
        "names": "A and B",
        "none": "",
        "day": "June 3, 2026",
        "months": "2.3",
        "n": "0",
        "value": "40 %",
        "part": "2",
        "whole": "5",
        "share": "2 of 5 (40 %)",
        "mean": "40 %",
    }


def test_slots_of_a_mean_over_few_rows_have_no_percentage() -> None:
    assert texts.slots(reading(3, 4), "share")["mean"] == "0.75"


def test_slots_of_people_keep_small_numbers_small() -> None:
    found = texts.slots(reading(3, 12), "share", mask_people=True)

    assert (found["part"], found["whole"]) == ("<5", "12")
    assert "share" not in found


def test_slots_of_a_number_without_a_whole() -> None:
    months = Reading(State.RECORDED, Fraction(25, 2))

    assert texts.slots(months, "months") == {"value": "12.5", "none": ""}
    assert texts.slots(Reading(State.NOT_RECORDED), "months") == {}


def test_a_sentence_can_say_that_there_are_none() -> None:
    says = ["{none} promises wait.", "{value} {value|promise waits|promises wait}."]

    told = [
        texts.sentence(says, texts.slots(Reading(State.RECORDED, Fraction(count)), "count"))
        for count in range(3)
    ]

    assert told == ["No promises wait.", "1 promise waits.", "2 promises wait."]


def test_a_reading_without_a_value_has_no_mean() -> None:
    empty = Reading(State.NOT_RECORDED, None, Fraction(3), Fraction(10))

    assert texts.slots(empty, "share")["part"] == "3"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("12", "months", "12"),
        ("1/2", "FTE", "0.5"),
        ("7/2", "days", "4"),
        ("3", "count", "3"),
        ("1/4", "share", "25 %"),
    ],
)
def test_values_in_their_units(value: str, unit: str, shown: str) -> None:
    assert texts.in_words(Fraction(value), unit) == shown  # type: ignore[arg-type]
