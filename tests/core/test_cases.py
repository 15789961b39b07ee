"""Rule cases: every limit of the catalogue with hand-written answers on each side of it (tests/cases).

A case gives readings, as if the records had said so, and what must follow from them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from build import LARGE, desk, recorded

from partnerxl.core.assessment import Sign, Status
from partnerxl.core.limits import Limit
from partnerxl.core.readings import Reading, State, not_recorded, too_early
from partnerxl.core.rulebook import load_rulebook

FOLDER = Path(__file__).parents[1] / "cases"
BOOK = load_rulebook()


def cases(name: str) -> dict[str, Any]:
    """The cases of a file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


SIGNALS = {
    (pitfall, name): case for pitfall, each in cases("pitfalls").items() for name, case in each.items()
}
INDICATORS = {(phase, name): case for phase, each in cases("phases").items() for name, case in each.items()}


def listed(name: str) -> list[Any]:
    """Every case of a file of lists, with the block it stands in."""
    blocks = cases(name).items()
    return [
        pytest.param(key, case, id=f"{key}-{at}") for key, found in blocks for at, case in enumerate(found, 1)
    ]


def found_sign(pitfall: str, name: str, reading: Reading, *, young: bool = False) -> Sign:
    """What a signal says of a reading."""
    signs = desk({name: reading}, young=young).finding(pitfall).verdict.signs
    return next(sign for sign in signs if sign.signal.measure == name)


# --- signals --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "case"), list(SIGNALS.items()), ids=[".".join(where) for where in SIGNALS])
def test_signal(where: tuple[str, str], case: dict[str, Any]) -> None:
    levels = {text: found_sign(*where, recorded(text)).level for text in case["levels"]}
    signal = found_sign(*where, not_recorded()).signal
    assert levels == case["levels"]
    assert (signal.key, signal.weight) == (case["key"], case["weight"])


@pytest.mark.parametrize(("where", "case"), list(SIGNALS.items()), ids=[".".join(where) for where in SIGNALS])
def test_signal_that_is_blank_or_too_small_says_nothing(where: tuple[str, str], case: dict[str, Any]) -> None:
    least = case.get("least", 0)
    few, enough = recorded("1", max(least - 1, 0)), recorded("1", least)
    assert found_sign(*where, not_recorded()).level is None
    assert found_sign(*where, too_early()).level is None
    assert found_sign(*where, enough).reading.state is State.RECORDED
    assert found_sign(*where, few).reading.state is (State.NOT_RECORDED if least else State.RECORDED)
    assert found_sign(*where, few, young=True).reading.state is (State.TOO_EARLY if least else State.RECORDED)


def test_every_signal_has_cases_at_each_limit_and_beyond() -> None:
    known = {(key, signal.measure): signal for key, each in BOOK.pitfalls.items() for signal in each.signals}
    assert set(known) == set(SIGNALS)
    for where, signal in known.items():
        for bound in signal.bounds:
            assert is_surrounded(bound.at, map(Fraction, SIGNALS[where]["levels"])), (where, str(bound.at))


def is_surrounded(limit: Limit, values: Iterator[Fraction]) -> bool:
    """True when there are values on both sides of a limit, at it and not more than a step away."""
    step = Fraction(1, 100) if limit.percent or 0 < limit.number < 1 else Fraction(1)
    near = [value for value in values if abs(value - limit.number) <= step]
    return limit.number in near and {limit.holds(value) for value in near} == {True, False}


# --- joint conditions -----------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "case"), listed("joint"))
def test_joint_condition(key: str, case: dict[str, Any]) -> None:
    of = {name: recorded(text) for name, text in case["of"].items()}
    of |= {name: too_early() for name in case.get("early", ())}
    status = desk(of).finding("P2" if key == "clear" else key).status
    assert (status is (Status.NO_SIGN if key == "clear" else Status.PRIORITY)) is case["is"]


def test_every_joint_condition_has_cases_on_each_side_of_each_phrase() -> None:
    for key, pitfall in BOOK.pitfalls.items():
        found = [case["of"] for case in cases("joint")[key]]
        phrases = [phrase for line in pitfall.priority for phrase in line if phrase.limit]
        for phrase in phrases:
            assert phrase.limit
            values = (Fraction(of[phrase.measure]) for of in found if phrase.measure in of)
            assert is_surrounded(phrase.limit, values), (key, phrase.text)
            assert any(phrase.measure not in of for of in found), (key, phrase.text)
        assert {case["is"] for case in cases("joint")[key]} == {True, False}


# --- phases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "case"), list(INDICATORS.items()), ids=[".".join(where) for where in INDICATORS]
)
def test_indicator(where: tuple[str, str], case: dict[str, Any]) -> None:
    phase, name = where
    points = {text: mark(phase, name, recorded(text)) for text in case["points"]}
    assert points == {text: Fraction(m) for text, m in case["points"].items()}
    assert mark(phase, name, not_recorded()) is None
    assert mark(phase, name, too_early()) is None
    least = case.get("least", 0)
    assert (mark(phase, name, recorded("1", max(least - 1, 0))) is None) is bool(least)
    assert mark(phase, name, recorded("1", least)) is not None
    indicators = {each.measure: each for each in BOOK.phases[phase].indicators}
    assert indicators[name].weight == case["weight"]


def mark(phase: str, name: str, reading: Reading) -> Fraction | None:
    """What an indicator adds for a reading."""
    marks = desk({name: reading}).phase(phase).marks
    return next(each.m for each in marks if each.indicator.measure == name)


def test_every_indicator_has_cases_at_both_ends_and_between() -> None:
    known = {(key, each.measure) for key, phase in BOOK.phases.items() for each in phase.indicators}
    assert known == set(INDICATORS)
    for case in INDICATORS.values():
        found = {Fraction(m) for m in case["points"].values()}
        assert {Fraction(0), Fraction(1)} < found


# --- tips -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "case"), listed("tips"))
def test_tip(key: str, case: dict[str, Any]) -> None:
    size = case.get("size", LARGE)
    of = {name: recorded(text, size) for name, text in case["of"].items()}
    assert desk(of).tip(key).state == case["is"]


def test_every_tip_has_cases_on_each_side_of_each_condition_and_unknown() -> None:
    assert set(cases("tips")) == set(BOOK.tips)
    for key, tip in BOOK.tips.items():
        found = [case["of"] for case in cases("tips")[key]]
        for condition in tip.conditions:
            values = [Fraction(of[condition.measure]) for of in found if condition.measure in of]
            limits = [limit for limit in (condition.seen, condition.partly) if limit]
            assert all(is_surrounded(limit, iter(values)) for limit in limits), (key, condition.measure)
            assert len(values) < len(found), (key, condition.measure)
