"""A workbook's Settings over the limits of the catalogue (R121)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from partnerxl.core.records import SettingRow
from partnerxl.core.rulebook import Rulebook, load_rulebook
from partnerxl.core.settings import backups, in_force, on_a4, settings


def row(threshold: str, current: object, default: object = None, **more: object) -> SettingRow:
    kept = {"changed_by": "", "changed_on": None, "where": "Settings!D9"} | more
    return SettingRow(threshold, current, default, **kept)  # type: ignore[arg-type]


def limit(book: Rulebook, threshold: str) -> Fraction:
    pitfall, measure, which = threshold.split()
    (signal,) = (each for each in book.pitfalls[pitfall].signals if each.measure == measure)
    bound = getattr(signal, which)
    return Fraction(bound.at) if which == "least" else bound.at.number


@pytest.mark.parametrize(
    ("threshold", "current", "number"),
    [
        ("P4 delivered discuss", 0.5, "1/2"),
        ("P4 delivered discuss", "50 %", "1/2"),
        ("p4-DELIVERED discuss", 50, "1/2"),
        ("P4 delivered discuss", "50", "1/2"),
        ("P4 delivered discuss", "1/4", "1/4"),
        ("P4 delivered discuss", 1, "1"),
        ("P4 delivered discuss", 0, "0"),
        ("P1 scan_age watch", 9, "9"),
        ("P5 months_since_input watch", "7.5", "15/2"),
        ("P4 delivered least", 3, "3"),
        ("P4 delivered least", "7", "7"),
    ],
)
def test_a_number_takes_the_place_of_the_limit(threshold: str, current: object, number: str) -> None:
    usual = load_rulebook()

    book, problems = in_force(usual, (row(threshold, current),))

    assert limit(
        book, " ".join(("P" + threshold[1:].replace("-", " ")).split()).replace("DELIVERED", "delivered")
    ) == Fraction(number)
    assert not problems
    assert len(book.changed) == 1
    assert limit(usual, "P4 delivered discuss") == Fraction(6, 10)


def test_only_the_number_changes_never_the_direction() -> None:
    book, _ = in_force(load_rulebook(), (row("P4 delivered discuss", 0.5),))

    (signal,) = (each for each in book.pitfalls["P4"].signals if each.measure == "delivered")
    assert str(signal.discuss.at) == "under 50 %"  # type: ignore[union-attr]
    assert str(signal.watch.at) == "under 80 %"  # type: ignore[union-attr]


def test_a_change_is_remembered_with_who_and_when() -> None:
    setting = row("P4 delivered discuss", 0.5, changed_by="Ana", changed_on=date(2026, 5, 1))

    book, _ = in_force(load_rulebook(), (setting, row("P4 delivered least", 4)))

    first, second = book.changed
    assert (first.limit, first.usual, first.now) == ("P4 delivered discuss", "under 60 %", "under 50 %")
    assert (first.who, first.when) == ("Ana", "2026-05-01")
    assert (second.usual, second.now, second.when) == ("at least 5", "at least 4", "")


@pytest.mark.parametrize(
    ("threshold", "current", "default"),
    [
        ("P4 delivered discuss", None, None),
        ("P4 delivered discuss", 0.6, None),
        ("P4 delivered discuss", "60 %", None),
        ("P4 delivered discuss", 60, None),
        ("P6 contrib_share discuss", 1 / 3, None),
        ("P6 contrib_share discuss", "0.33", "0.33"),
        ("P4 delivered least", 5, None),
        ("Day first", "Yes", None),
        ("Decimal comma", "No", None),
        ("Language", "English", None),
        ("Paper", "a4", None),
        ("Paper", "Letter", None),
    ],
)
def test_the_default_and_reading_habits_change_nothing(
    threshold: str, current: object, default: object
) -> None:
    book, problems = in_force(load_rulebook(), (row(threshold, current, default),))

    assert (book.changed, problems) == ((), ())


@pytest.mark.parametrize(
    ("threshold", "current", "wanted"),
    [
        ("P4 delivered discuss", "half", "50 % or 0.5"),
        ("P4 delivered discuss", -1, "50 % or 0.5"),
        ("P4 delivered discuss", True, "50 % or 0.5"),
        ("P4 delivered discuss", date(2026, 1, 1), "50 % or 0.5"),
        ("P1 scan_age watch", "long", "such as 12"),
        ("P4 delivered least", 2.5, "whole number"),
        ("P4 delivered least", 0, "whole number"),
        ("Paper", "A3", "Letter or A4"),
        ("Paper", 4, "Letter or A4"),
    ],
)
def test_a_wrong_entry_is_a_problem_and_the_default_is_used(
    threshold: str, current: object, wanted: str
) -> None:
    book, (problem,) = in_force(load_rulebook(), (row(threshold, current),))

    assert (problem.code, problem.where) == ("PX-302", "Settings!D9")
    assert wanted in problem.expected
    assert book.changed == ()


@pytest.mark.parametrize(
    ("threshold", "example"),
    [("P4 delivred discuss", "P4 delivered discuss"), ("zzzz", "P1 other_unagreed discuss")],
)
def test_an_unknown_limit_is_a_problem_that_names_the_nearest(threshold: str, example: str) -> None:
    _, (problem,) = in_force(load_rulebook(), (row(threshold, 1),))

    assert problem.code == "PX-301"
    assert example in problem.expected


def test_every_limit_is_listed_with_its_unit_and_source() -> None:
    listed = {each.threshold: each for each in settings(load_rulebook())}

    assert (listed["P4 delivered discuss"].usual, listed["P4 delivered discuss"].unit) == ("60 %", "share")
    assert (listed["P4 delivered least"].usual, listed["P4 delivered least"].unit) == ("5", "number")
    assert (listed["P6 contrib_share discuss"].usual, listed["P1 scan_age watch"].unit) == ("1/3", "months")
    assert listed["P4 staff_ratio discuss"].source == "published"
    assert listed["P5 emp_seat_share watch"].source == "analogy"


@pytest.mark.parametrize(
    ("typed", "kept", "wrong"),
    [(3, 3, 0), ("25", 25, 0), (None, 10, 0), (0, 10, 1), (2.5, 10, 1), ("many", 10, 1), (-1, 10, 1)],
)
def test_how_many_backups_stay_is_a_setting(typed: object, kept: int, wrong: int) -> None:
    rows = (row("P4 delivered watch", 0.7), row("backups to keep", typed))

    _, problems = in_force(load_rulebook(), rows)

    assert backups(rows) == kept
    assert [each.code for each in problems] == ["PX-302"] * wrong
    assert all("a whole number from 1 on, such as 10" in each.expected for each in problems)


def test_without_the_row_ten_backups_stay() -> None:
    assert backups(()) == 10


@pytest.mark.parametrize(
    ("typed", "expected"), [(None, False), ("A4", True), (" a4 ", True), ("Letter", False), ("A3", False)]
)
def test_papers_are_for_letter_unless_the_settings_say_a4(typed: object, expected: bool) -> None:
    assert on_a4([row("Paper", typed), row("P4 delivered discuss", "A4")]) is expected
