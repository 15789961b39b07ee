"""What if: the smallest change that lowers a status, the fewest inputs that decide one (R122)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from build import desk, recorded

from partnerxl.core.readings import Reading, State, not_recorded

NEVER = recorded("0")


def share(part: int, whole: int, *, flips: bool = True) -> Reading:
    number = Fraction(part, whole)
    return Reading(State.RECORDED, number, Fraction(part), Fraction(whole), Fraction(whole), flips=flips)


def count(number: int, *, flips: bool = True) -> Reading:
    return Reading(State.RECORDED, Fraction(number), flips=flips)


def change(pitfall: str, **readings: Reading) -> tuple[str, int] | None:
    """The measure and the number of rows of the smallest change."""
    found = desk(readings).finding(pitfall).change
    return (found.signal.measure, found.rows) if found else None


# --- the smallest change --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ({"partner_overlap": share(10, 10)}, ("partner_overlap", 7)),  # 3 of 10 is under a third: Watch
        ({"partner_overlap": share(2, 10)}, ("partner_overlap", 1)),  # 1 of 10 is not over 15 %
        ({"partner_overlap": share(1, 10)}, None),  # nothing to lower
        ({"partner_overlap": share(10, 10, flips=False)}, None),
        ({"other_unagreed": count(3)}, ("other_unagreed", 3)),
        ({"scan_age": recorded("13")}, None),  # months are no rows
    ],
)
def test_less_is_the_way_down_for_p1(readings: dict[str, Reading], expected: tuple[str, int] | None) -> None:
    assert change("P1", **readings) == expected


@pytest.mark.parametrize(
    ("readings", "expected"),
    [
        ({"delivered": share(2, 10)}, ("delivered", 4)),  # 6 of 10 is not under 60 %: Watch
        ({"delivered": share(7, 10)}, ("delivered", 1)),
        ({"delivered": share(0, 5)}, ("delivered", 3)),
        ({"delivered": share(8, 10)}, None),
    ],
)
def test_more_is_the_way_down_for_p4(readings: dict[str, Reading], expected: tuple[str, int] | None) -> None:
    assert change("P4", **readings) == expected


def test_a_count_rises_as_far_as_its_highest_limit() -> None:
    assert change("P5", n_employers=count(0)) == ("n_employers", 2)
    assert change("P5", n_employers=count(2)) == ("n_employers", 1)
    assert change("P6", new_res_12m=count(0)) == ("new_res_12m", 1)
    assert change("P6", untapped_noreason=count(3)) == ("untapped_noreason", 2)


def test_of_two_signals_the_one_with_fewer_rows_changes_then_the_first() -> None:
    both = {"untapped_noreason": count(1), "contrib_share": share(5, 10)}
    assert change("P6", **both) is None  # either alone leaves Watch
    joint = {"pools_reached": share(1, 5), "recruit_ratio": share(4, 10, flips=False)}
    assert change("P7", **joint) == ("pools_reached", 2)  # 3 of 5 ends the joint condition
    tied = {"pools_reached": share(2, 5), "recruit_ratio": share(2, 5)}
    assert change("P7", **tied) == ("pools_reached", 1)
    fewer = {"pools_reached": share(1, 5), "recruit_ratio": share(2, 5)}
    assert change("P7", **fewer) == ("recruit_ratio", 1)


def test_a_change_says_which_status_follows() -> None:
    found = desk({"delivered": share(2, 10)}).finding("P4").change
    assert found is not None
    assert found.status == "Watch"


# --- the fewest inputs ----------------------------------------------------------------------------


def inputs(pitfall: str, **readings: Reading) -> tuple[str, ...]:
    found = desk(readings).finding(pitfall)
    assert found.status == "Not enough evidence"
    return found.inputs


def test_inputs_are_the_key_signals_that_are_missing() -> None:
    assert inputs("P1") == ("other_unagreed", "partner_overlap")
    assert inputs("P1", other_unagreed=NEVER) == ("partner_overlap",)
    assert inputs("P4", staff_ratio=recorded("1"), delivered=recorded("1")) == ("attain",)


def test_more_is_needed_where_key_signals_weigh_too_little() -> None:
    keys = {"untapped_noreason": NEVER, "contrib_share": recorded("1")}
    assert inputs("P6", **keys) == ("fulfil",)  # 7 of 10 is enough


def test_half_answered_signals_count_as_open() -> None:
    half = Reading(State.RECORDED, Fraction(0), size=Fraction(9), answered=Fraction(1, 10))
    found = inputs("P1", partner_overlap=half, other_unagreed=NEVER, scan_age=not_recorded())
    assert found == ("partner_overlap",)


def test_a_decided_pitfall_asks_for_nothing() -> None:
    found = desk({"other_unagreed": NEVER, "partner_overlap": NEVER, "scan_age": NEVER}).finding("P1")
    assert (found.status, found.inputs) == ("No sign in the records", ())
