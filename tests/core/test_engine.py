"""The engine: readings, levels, statuses, coverage, phases, tips (R32 to R42, R92, R119)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest

from partnerxl.core import engine
from partnerxl.core.assessment import Mark, Met, Sign, Status, TipState
from partnerxl.core.catalogue import load_rules
from partnerxl.core.limits import Limit
from partnerxl.core.readings import Reading, State, not_recorded, too_early
from partnerxl.core.rulebook import Bound, Condition, Indicator, Minimum, Phrase, Pitfall, Signal, Tip

RULES = load_rules()
ENOUGH = Fraction(65, 100)


def bound(phrase: str) -> Bound:
    return Bound(Limit.parse(phrase), "own choice")


def signal(name: str = "one", *, key: bool = True, weight: int = 1, least: int | None = None) -> Signal:
    return Signal(
        measure=name,
        title=name,
        kind="key" if key else "supporting",
        weight=weight,
        says=("x",),
        record="x",
        watch=bound("under 80 %"),
        discuss=bound("under 60 %") if key else None,
        least=Minimum(least, "own choice") if least else None,
    )


def share(part: int, whole: int, **more: object) -> Reading:
    number = Fraction(part, whole) if whole else None
    state = State.RECORDED if whole else State.NOT_RECORDED
    return Reading(state, number, Fraction(part), Fraction(whole), Fraction(whole), **more)  # type: ignore[arg-type]


# --- minimum numbers (R32) ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "least", "young", "state"),
    [
        (share(1, 4), 5, False, State.NOT_RECORDED),
        (share(1, 4), 5, True, State.TOO_EARLY),
        (share(1, 5), 5, True, State.RECORDED),
        (share(1, 4), None, True, State.RECORDED),
        (share(0, 0), 5, True, State.TOO_EARLY),
        (share(0, 0), 5, False, State.NOT_RECORDED),
        (share(0, 0), None, True, State.NOT_RECORDED),
        (not_recorded(), 5, True, State.NOT_RECORDED),
        (too_early(), 5, False, State.TOO_EARLY),
        (share(1, 4, least=Fraction(3)), 5, True, State.RECORDED),
        (share(1, 4, least=Fraction(6)), None, False, State.NOT_RECORDED),
    ],
)
def test_a_whole_below_the_minimum_is_too_early_or_not_recorded(
    reading: Reading, least: int | None, young: bool, state: State
) -> None:
    assert engine.enough(reading, least, young=young).state is state


# --- levels (R35, R37) ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "reading", "level"),
    [
        (True, share(80, 100), 0),
        (True, share(79, 100), 1),
        (True, share(60, 100), 1),
        (True, share(59, 100), 2),
        (False, share(59, 100), 1),
        (False, share(80, 100), 0),
        (True, not_recorded(), None),
        (True, too_early(), None),
        (True, share(0, 0), None),
        (True, Reading(State.RECORDED), None),
        (True, share(79, 100, stand_in=True), 1),
        (True, share(59, 100, stand_in=True), 2),
    ],
)
def test_the_level_of_a_signal(key: bool, reading: Reading, level: int | None) -> None:
    assert engine.sign(signal(key=key), reading, young=False).level == level


def test_a_stand_in_never_clears() -> None:
    found = engine.sign(signal(), share(9, 10, stand_in=True), young=False)

    assert (found.level, found.reading.state) == (None, State.NOT_RECORDED)


def test_a_signal_below_its_minimum_has_no_level() -> None:
    found = engine.sign(signal(least=5), share(0, 4), young=False)

    assert (found.level, found.reading.state) == (None, State.NOT_RECORDED)


def test_a_signal_with_discuss_only_is_at_discuss_or_not() -> None:
    only = Signal(
        measure="n", title="n", kind="key", weight=1, says=("x",), record="x", discuss=bound("at least 1")
    )

    levels = [engine.sign(only, Reading(State.RECORDED, Fraction(n)), young=False).level for n in (0, 1)]

    assert levels == [0, 2]


# --- statuses (R40, R41); one sign per signal: d(iscuss) w(atch) -(nothing) ?(not recorded) e(arly) ---------

READINGS = {
    "d": share(1, 100),
    "w": share(70, 100),
    "-": share(100, 100),
    "?": not_recorded(),
    "e": too_early(),
}
WEIGHTS = (3, 2, 1)


def signs(code: str, kinds: str = "KKS") -> list[Sign]:
    return [
        engine.sign(signal(f"s{at}", key=kinds[at] == "K", weight=WEIGHTS[at]), READINGS[letter], young=False)
        for at, letter in enumerate(code)
    ]


def pitfall(*priority: tuple[str, ...]) -> Pitfall:
    lines = tuple(tuple(Phrase.parse(text) for text in line) for line in priority)
    return Pitfall(title="t", tips=(), prompt="p", priority=lines, signals=())


NEVER = pitfall(("s0 over 2",))


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("---", Status.NO_SIGN),
        ("d--", Status.DISCUSS),
        ("w--", Status.WATCH),
        ("-w-", Status.WATCH),
        ("wd-", Status.DISCUSS),
        ("--d", Status.WATCH),  # alone, a supporting signal can only say watch
        ("--?", Status.NO_SIGN_SO_FAR),
        ("-?-", Status.NOT_ENOUGH),  # well covered, but a key signal is missing
        ("?--", Status.NOT_ENOUGH),
        ("?d?", Status.DISCUSS),
        ("???", Status.NOT_ENOUGH),
        ("eee", Status.TOO_EARLY),
        ("ee-", Status.NOT_ENOUGH),
        ("e--", Status.NOT_ENOUGH),
        ("--e", Status.NO_SIGN_SO_FAR),  # too early is not recorded
        ("ed-", Status.DISCUSS),
        ("eew", Status.WATCH),
    ],
)
def test_status(code: str, status: Status) -> None:
    assert engine.judge(NEVER, signs(code), {}, RULES).status is status


@pytest.mark.parametrize(
    ("code", "covered"),
    [
        ("---", Fraction(1)),
        ("--?", Fraction(5, 6)),
        ("?--", Fraction(1, 2)),
        ("-e?", Fraction(3, 4)),
        ("???", Fraction(0)),
        ("eee", None),
        ("d?e", Fraction(3, 5)),
    ],
)
def test_coverage_is_recorded_weight_over_weight_that_is_not_too_early(
    code: str, covered: Fraction | None
) -> None:
    assert engine.coverage(signs(code)) == covered


def test_unanswered_questions_lower_coverage() -> None:
    asked = engine.sign(signal(weight=3), share(9, 10, answered=Fraction(1, 3)), young=False)
    other = engine.sign(signal(weight=1), share(9, 10), young=False)

    assert engine.coverage([asked, other]) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("answered", "status"),
    [(Fraction(65, 100), Status.NO_SIGN_SO_FAR), (Fraction(64, 100), Status.NOT_ENOUGH)],
)
def test_no_sign_so_far_needs_two_thirds_of_the_records(answered: Fraction, status: Status) -> None:
    key = engine.sign(signal("s0", weight=100), share(9, 10, answered=answered), young=False)
    early = engine.sign(signal(key=False), too_early(), young=False)

    assert engine.judge(NEVER, [key, early], {}, RULES).status is status


# --- the joint condition (R38) --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "code", "others", "status"),
    [
        ((("s0 under 60 %",),), "d--", {}, Status.PRIORITY),
        ((("s0 under 60 %",), ("s1 under 80 %",)), "dw-", {}, Status.PRIORITY),
        ((("s0 under 60 %",), ("s1 under 80 %",)), "d--", {}, Status.DISCUSS),
        ((("s0 under 60 %",), ("s1 under 80 %",)), "d?-", {}, Status.DISCUSS),
        ((("s0 under 60 %",), ("s1 under 80 %",)), "de-", {}, Status.DISCUSS),
        ((("s0 under 60 %",), ("s1 under 80 %", "s2 under 80 %")), "d-w", {}, Status.PRIORITY),
        ((("s0 under 60 %",), ("s1 under 80 % or not recorded",)), "d?-", {}, Status.PRIORITY),
        ((("s0 under 60 %",), ("s1 under 80 % or not recorded",)), "d--", {}, Status.DISCUSS),
        (
            (("s0 under 60 %",), ("far at least 1",)),
            "d--",
            {"far": Reading(State.RECORDED, Fraction(1))},
            Status.PRIORITY,
        ),
        (
            (("s0 under 60 %",), ("far at least 1",)),
            "d--",
            {"far": Reading(State.RECORDED, Fraction(0))},
            Status.DISCUSS,
        ),
        ((("2 key signals at discuss",),), "dd-", {}, Status.PRIORITY),
        ((("2 key signals at discuss",),), "dwd", {}, Status.DISCUSS),
    ],
)
def test_priority_needs_every_line(
    lines: Sequence[tuple[str, ...]], code: str, others: dict[str, Reading], status: Status
) -> None:
    assert engine.judge(pitfall(*lines), signs(code), others, RULES).status is status


def test_only_key_signals_count_as_key_signals_at_discuss() -> None:
    key, supporting = (Sign(signal(name, key=name == "s0"), share(1, 100), 2) for name in ("s0", "s1"))
    both = pitfall(("2 key signals at discuss",))

    assert engine.judge(both, [key, supporting], {}, RULES).status is Status.DISCUSS


# --- phases (R92) ---------------------------------------------------------------------------------


def indicator(weight: int = 1, start: str = "1/10", finish: str = "1/2", least: int = 0) -> Indicator:
    return Indicator(
        measure="m",
        title="m",
        weight=weight,
        start=Fraction(start),
        finish=Fraction(finish),
        says=("x",),
        record="x",
        least=least,
    )


@pytest.mark.parametrize(
    ("start", "finish", "value", "m"),
    [
        ("1/10", "1/2", "1/10", "0"),
        ("1/10", "1/2", "1/2", "1"),
        ("1/10", "1/2", "3/10", "1/2"),
        ("1/10", "1/2", "0", "0"),
        ("1/10", "1/2", "9/10", "1"),
        ("18", "6", "12", "1/2"),
        ("18", "6", "24", "0"),
        ("18", "6", "3", "1"),
    ],
)
def test_an_indicator_lies_on_its_ramp(start: str, finish: str, value: str, m: str) -> None:
    found = engine.mark(indicator(1, start, finish), Reading(State.RECORDED, Fraction(value)), young=False)

    assert found.m == Fraction(m)


def test_an_indicator_below_its_minimum_is_too_early_or_not_recorded() -> None:
    assert engine.mark(indicator(least=5), share(1, 4), young=True).reading.state is State.TOO_EARLY
    assert engine.mark(indicator(least=5), share(1, 4), young=False).m is None


def test_an_indicator_without_a_number_is_not_on_its_ramp() -> None:
    assert engine.mark(indicator(), Reading(State.RECORDED), young=False).m is None


def marks(*heights: str) -> list[Mark]:
    found = []
    for height in heights:
        reading = {"?": not_recorded(), "e": too_early()}.get(height)
        found.append(
            engine.mark(
                indicator(1, "0", "1"), reading or Reading(State.RECORDED, Fraction(height)), young=False
            )
        )
    return found


@pytest.mark.parametrize(
    ("heights", "covered", "score"),
    [
        (("1", "1/2", "0"), "1", "50"),
        (("1", "1", "?"), "2/3", None),  # fewer than three
        (("1", "1", "1", "?", "?", "?"), "1/2", "100"),
        (("1", "1", "1", "?", "?", "?", "?"), "3/7", None),  # less than half
        (("1", "1", "1", "e", "e", "e", "e"), "1", "100"),
        (("e",), None, None),
    ],
)
def test_a_score_needs_half_of_the_weight_and_three_indicators(
    heights: tuple[str, ...], covered: str | None, score: str | None
) -> None:
    found = marks(*heights)

    assert engine.phase_coverage(found) == (None if covered is None else Fraction(covered))
    assert engine.score(found, engine.phase_coverage(found), RULES) == (
        None if score is None else Fraction(score)
    )


def test_without_any_coverage_there_is_no_score() -> None:
    assert engine.score(marks("1", "1", "1"), None, RULES) is None


@pytest.mark.parametrize(("covered", "scored"), [("1/2", True), ("499/1000", False)])
def test_a_score_needs_half_exactly(covered: str, scored: bool) -> None:
    assert (engine.score(marks("1", "1", "1"), Fraction(covered), RULES) is not None) == scored


def test_a_score_is_weighted() -> None:
    found = [
        engine.mark(indicator(weight, "0", "1"), Reading(State.RECORDED, Fraction(height)), young=False)
        for weight, height in ((3, 1), (2, 0), (1, 0))
    ]

    assert engine.score(found, Fraction(1), RULES) == 50


@pytest.mark.parametrize(
    ("points", "band"),
    [
        ("100", "strong signs"),
        ("70", "strong signs"),
        ("69.999", "present"),
        ("40", "present"),
        ("39.9", "traces"),
        ("20", "traces"),
        ("19.9", "not seen"),
        ("0", "not seen"),
    ],
)
def test_bands_use_the_exact_score(points: str, band: str) -> None:
    assert engine.band(Fraction(points), RULES) == band


# --- tips (R119) ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reading", "seen", "loosely"),
    [
        (Reading(State.RECORDED, Fraction(8, 10)), True, True),
        (Reading(State.RECORDED, Fraction(6, 10)), False, True),
        (Reading(State.RECORDED, Fraction(4, 10)), False, False),
        (not_recorded(), None, None),
        (too_early(), None, None),
        (Reading(State.NOT_RECORDED, Fraction(8, 10)), None, None),
        (Reading(State.RECORDED), None, None),
    ],
)
def test_a_condition_is_met_unmet_or_unknown(
    reading: Reading, seen: bool | None, loosely: bool | None
) -> None:
    condition = Condition(measure="m", seen=Limit.parse("at least 80 %"), partly=Limit.parse("at least 50 %"))

    found = engine.met(condition, reading)

    assert (found.seen, found.loosely) == (seen, loosely)


def conditions(code: str, counts: str) -> list[Met]:
    """One sign per condition: y(es), n(o), ?(unknown), l(oosely only)."""
    words = {"y": (True, True), "n": (False, False), "?": (None, None), "l": (False, True)}
    return [
        Met(
            Condition(measure="m", seen=Limit.parse("at least 1"), counts=counts[at] == "c"),
            not_recorded(),
            *words[letter],
        )
        for at, letter in enumerate(code)
    ]


@pytest.mark.parametrize(
    ("code", "counts", "partly", "state"),
    [
        ("yy", "cc", 1, TipState.SEEN),
        ("yn", "cc", 1, TipState.PARTLY),
        ("ny", "cc", 1, TipState.PARTLY),
        ("nn", "cc", 1, TipState.NOT_SEEN),
        ("n?", "cc", 1, TipState.NOT_RECORDED),
        ("??", "cc", 1, TipState.NOT_RECORDED),
        ("y?", "cc", 1, TipState.PARTLY),
        ("ny", "c-", 1, TipState.NOT_SEEN),
        ("n?", "c-", 1, TipState.NOT_SEEN),
        ("?n", "c-", 1, TipState.NOT_RECORDED),
        ("?y", "c-", 1, TipState.NOT_RECORDED),
        ("ln", "c-", 1, TipState.PARTLY),
        ("ynn", "ccc", 2, TipState.NOT_SEEN),
        ("yyn", "ccc", 2, TipState.PARTLY),
        ("yn?", "ccc", 2, TipState.NOT_RECORDED),
        ("nn?", "ccc", 2, TipState.NOT_SEEN),
        ("?", "-", 1, TipState.NOT_RECORDED),  # with yes it would be Seen, though never Partly
    ],
)
def test_the_state_of_a_tip(code: str, counts: str, partly: int, state: TipState) -> None:
    assert engine.tip_state(Tip(title="t", partly=partly, conditions=()), conditions(code, counts)) is state
