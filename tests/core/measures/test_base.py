"""The few ways in which all measures count (R28 to R32, R36)."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import base
from partnerxl.core.readings import Reading, Rows, State, not_recorded
from partnerxl.core.view import View

TEXT = pd.StringDtype("python")


@pytest.fixture(name="view")
def three_partners() -> View:
    rows = [
        {"PartnerID": key, "PartnerName": name}
        for key, name in (("P1", "bolt"), ("P2", "Acme"), ("P3", "Bolt"))
    ]
    return View(project(Initiative={"PeriodEnd": "2026-06-30"}, Partners=rows), load_rules())


def test(*answers: bool | None) -> pd.Series:
    values = [pd.NA if answer is None else answer for answer in answers]
    return pd.Series(values, index=range(2, 2 + len(values)), dtype="boolean")


test.__test__ = False  # type: ignore[attr-defined]  # pytest shall not collect it


def test_a_share_leaves_unknown_rows_out(view: View) -> None:
    reading = base.share(view, "Partners", test(True, False, None), note="x")

    assert (reading.state, reading.value, reading.part, reading.whole) == (
        State.RECORDED,
        Fraction(1, 2),
        1,
        2,
    )
    assert (reading.size, reading.flips, list(reading.rows)) == (2, True, ["Partners!2", "Partners!3"])
    assert reading.facts == {"note": "x"}


def test_a_share_of_nothing_is_not_recorded(view: View) -> None:
    reading = base.share(view, "Partners", test(None))

    assert (reading.state, reading.value, reading.size) == (State.NOT_RECORDED, None, 0)


@pytest.mark.parametrize(
    ("answers", "looked", "value"),
    [
        ((True, None), False, 1),
        ((True, True, False), True, 2),
        ((False,), True, 0),
        ((False,), False, None),
        ((False, None), True, None),
        ((), True, 0),
        ((), False, None),
    ],
)
def test_a_count_is_recorded_by_one_yes_or_by_someone_who_looked(
    view: View,
    answers: tuple[bool | None, ...],
    value: int | None,
    *,
    looked: bool,
) -> None:
    reading = base.count(view, "Partners", test(*answers), looked=looked)

    assert (reading.value, reading.recorded) == (value, value is not None)


def test_a_share_of_keys_counts_things_without_a_row() -> None:
    reading = base.share_of_keys({"a": True, "b": False}, Rows())

    assert (reading.part, reading.whole, reading.flips) == (1, 2, True)


def test_an_answer_is_1_or_0() -> None:
    assert (base.answer(yes=True, rows=Rows()).value, base.answer(yes=False, rows=Rows()).value) == (1, 0)


@pytest.mark.parametrize(
    ("cells", "in_use", "unused"),
    [(["a", pd.NA], True, False), ([pd.NA], False, True), ([], False, False)],
)
def test_a_column_is_in_use_once_a_row_has_it(cells: list[object], *, in_use: bool, unused: bool) -> None:
    column = pd.Series(cells, dtype=TEXT)

    assert (base.in_use(column), base.unused(column)) == (in_use, unused)


def test_texts_are_listed_in_alphabetical_order(view: View) -> None:
    keys = pd.Series(["p1", "p3", "p2", pd.NA, "p1", "outside"], dtype=TEXT)

    assert base.listed(["b", "a", "B", "b", pd.NA]) == ("a", "B", "b")
    assert base.names(view, keys) == ("Acme", "Bolt", "bolt", "outside")


def test_references_are_compared_by_letters_and_digits() -> None:
    column = pd.Series(["A-1", "a1", "–", pd.NA, "b"], index=[5, 6, 7, 8, 9], dtype=TEXT, name="ProgramID")

    found = base.joinable(column)

    assert found.dropna().to_dict() == {5: "a1", 6: "a1", 9: "b"}
    assert found.index.tolist() == [5, 6, 7, 8, 9]


def test_sums_are_exact() -> None:
    column = pd.Series([0.1, 0.2, 0.1, pd.NA], dtype="Float64")

    assert base.exact_sum(column) == Fraction(4, 10)
    assert base.exact_sum(column[:0]) == 0


def test_sums_of_very_large_numbers_are_exact() -> None:
    column = pd.Series([1e23, 1, 1e23, -1e16], dtype="Float64")

    assert base.exact_sum(column) == 2 * 10**23 + 1 - 10**16


def test_pairs_of_numbers_are_counted() -> None:
    one = pd.Series([0.1, 0.1, 2], dtype="Float64")
    other = pd.Series([3, 3, 4], dtype="Float64")

    assert sorted(base.exact_pairs(one, other)) == [(Fraction(1, 10), 3, 2), (2, 4, 1)]


def test_a_measure_is_entered_under_its_own_name_and_explains_itself(view: View) -> None:
    def hours(_: View) -> Reading:
        """Hours spent.

        All told.
        """
        return base.value(7, Rows())

    base.measure("count", "who what")(hours)
    entered = base.MEASURES.pop("hours")

    assert (entered.name, entered.unit, entered.facts) == ("hours", "count", ("who", "what"))
    assert entered.explanation == "Hours spent. All told."
    assert entered.read(view).value == 7


def test_what_is_not_recorded_shows_the_rows_that_were_read() -> None:
    assert list(not_recorded(Rows.of("Partners", [3, 2])).rows) == ["Partners!2", "Partners!3"]
    assert list(not_recorded().rows) == []
