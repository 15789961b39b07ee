"""The catalogue refuses what contradicts itself, and names file, block and choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from partnerxl.core import catalogue
from partnerxl.core.catalogue import load_rules, read_blocks
from partnerxl.core.errors import CatalogueError
from partnerxl.core.limits import Limit
from partnerxl.core.rulebook import Bound, ChangedLimit, Phrase, Rulebook, check, fingerprint, load_rulebook


def own(phrase: str) -> Bound:
    return Bound(Limit.parse(phrase), "own choice")


def with_signal(**changes: Any) -> Rulebook:
    """The catalogue with the second signal of P4 (delivered) changed."""
    book = load_rulebook()
    signals = list(book.pitfalls["P4"].signals)
    signals[1] = msgspec.structs.replace(signals[1], **changes)
    return with_pitfall(signals=tuple(signals))


def with_pitfall(**changes: Any) -> Rulebook:
    book = load_rulebook()
    return replace(
        book, pitfalls={**book.pitfalls, "P4": msgspec.structs.replace(book.pitfalls["P4"], **changes)}
    )


def with_phase(**changes: Any) -> Rulebook:
    book = load_rulebook()
    return replace(book, phases={"Storming": msgspec.structs.replace(book.phases["Storming"], **changes)})


def with_indicator(**changes: Any) -> Rulebook:
    first = msgspec.structs.replace(load_rulebook().phases["Storming"].indicators[0], **changes)
    return with_phase(indicators=(first,))


def with_condition(**changes: Any) -> Rulebook:
    book = load_rulebook()
    first = msgspec.structs.replace(book.tips["T1"].conditions[0], **changes)
    return replace(
        book, tips={**book.tips, "T1": msgspec.structs.replace(book.tips["T1"], conditions=(first,))}
    )


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: with_signal(measure="delivred"), ["pitfalls.toml [P4]", "measure 'delivred'", "delivered"]),
        (
            lambda: with_pitfall(priority=((Phrase.parse("nothing at least 1"),),)),
            ["pitfalls.toml [P4]", "measure 'nothing'"],
        ),
        (lambda: with_pitfall(clear_when=Phrase.parse("nothing at least 1")), ["measure 'nothing'"]),
        (lambda: with_pitfall(tips=("T99",)), ["pitfalls.toml [P4]", "tip 'T99'", "T13"]),
        (lambda: with_phase(tips=("T99",)), ["phases.toml [Storming]", "tip 'T99'"]),
        (lambda: with_indicator(measure="late"), ["phases.toml [Storming]", "measure 'late'"]),
        (
            lambda: with_indicator(says=("{shares}",)),
            ["phases.toml [Storming] overdue", "slot 'shares'", "share"],
        ),
        (lambda: with_condition(measure="late"), ["tips.toml [T1]", "measure 'late'"]),
        (
            lambda: with_signal(says=("{nobody} is late",)),
            ["pitfalls.toml [P4] delivered", "slot 'nobody'", "promised_to"],
        ),
        (lambda: with_signal(quiet=("{nobody|a|b}",)), ["slot 'nobody'"]),
        (lambda: with_signal(watch=None, discuss=None), ["pitfalls.toml [P4] delivered", "limit is missing"]),
        (lambda: with_signal(kind="supporting"), ["supporting signal can only say Watch"]),
        (lambda: with_signal(weight=0), ["weight 0 counts for nothing"]),
        (
            lambda: with_signal(watch=own("under 50 %")),
            ["discuss 'under 60 %' begins before watch 'under 50 %'"],
        ),
        (lambda: with_signal(watch=own("over 20 %"), discuss=own("over 10 %")), ["begins before"]),
        (lambda: with_signal(watch=own("over 80 %")), ["begins before"]),
    ],
)
def test_a_contradiction_is_refused_with_its_place(make: Callable[[], Rulebook], words: list[str]) -> None:
    with pytest.raises(CatalogueError) as refusal:
        check(make())

    for word in words:
        assert word in str(refusal.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"watch": own("under 60 %")},
        {"watch": own("over 5 %"), "discuss": own("over 10 %")},
        {"watch": None},
        {"discuss": None},
        {"kind": "supporting", "discuss": None},
    ],
)
def test_what_fits_together_is_taken(changes: dict[str, Any]) -> None:
    check(with_signal(**changes))


def test_a_file_of_the_wrong_shape_is_refused_with_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    (tmp_path / "rules.toml").write_text('[days]\nnewcomer = "many"\n', encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"rules.toml \[days\]: Expected `int`"):
        read_blocks("rules.toml", dict[str, int])
    with pytest.raises(CatalogueError, match=r"rules.toml: .*days"):
        load_rules.__wrapped__()


@pytest.mark.parametrize("text", ["delivered about 75 %", "delivered", "3 keys at discuss"])
def test_what_is_no_phrase_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no limit"):
        Phrase.parse(text)


def test_the_fingerprint_follows_the_limits_in_force() -> None:
    book = load_rulebook()
    other = replace(book, changed=(ChangedLimit("P4 delivered watch", "under 80 %", "under 70 %", "", ""),))

    assert fingerprint(book) == fingerprint(load_rulebook())
    assert fingerprint(book) != fingerprint(other)


def test_every_pitfall_phase_and_tip_of_the_model_is_there() -> None:
    book = load_rulebook()

    assert list(book.pitfalls) == [f"P{number}" for number in range(1, 9)]
    assert list(book.phases) == ["Forming", "Norming", "Storming", "Performing"]
    assert list(book.tips) == [f"T{number}" for number in range(1, 14)]
    reached = {tip for pitfall in book.pitfalls.values() for tip in pitfall.tips}
    reached |= {tip for phase in book.phases.values() for tip in phase.tips}
    assert reached == set(book.tips)
