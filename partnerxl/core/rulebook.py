"""The pitfalls, phases and tips of the catalogue, checked against the measures there are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import msgspec

from partnerxl.core.catalogue import FOLDER, Rules, load_rules, read_blocks
from partnerxl.core.errors import CatalogueError
from partnerxl.core.language import each_language
from partnerxl.core.limits import Limit
from partnerxl.core.measures import MEASURES
from partnerxl.core.readings import Reading

Source = Literal["published", "analogy", "own choice"]
SLOT = re.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")
ALWAYS = frozenset({"part", "whole", "share", "value", "mean", "none"})
FILES = ("pitfalls.toml", "phases.toml", "tips.toml", "rules.toml")
KEYS = re.compile(r"(\d+) key signals at discuss")
BLANK = " or not recorded"


class Block(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every block of the catalogue has in common."""


class Phrase:
    """A part of a joint condition: ``delivered under 75 %`` or ``3 key signals at discuss``.

    Attributes:
        text: The phrase as written.
        measure: The measure it speaks of; empty when it counts key signals.
        limit: The limit that must hold.
        blank_counts: True when a reading that is not recorded holds too.
        keys: How many key signals must be at discuss.
    """

    __slots__ = ("blank_counts", "keys", "limit", "measure", "text")

    def __init__(self, text: str, measure: str = "", limit: Limit | None = None, keys: int = 0) -> None:
        """A phrase from its parts."""
        self.text, self.measure, self.limit, self.keys = text, measure, limit, keys
        self.blank_counts = text.endswith(BLANK)

    @classmethod
    def parse(cls, text: str) -> Phrase:
        """Read a phrase.

        Raises:
            ValueError: If it is none.
        """
        found = KEYS.fullmatch(text)
        if found:
            return cls(text, keys=int(found[1]))
        name, _, limit = text.removesuffix(BLANK).partition(" ")
        return cls(text, name, Limit.parse(limit))

    def holds(self, reading: Reading) -> bool:
        """True when the reading is past the limit, or blank where a blank counts (R38)."""
        if reading.known is None:
            return self.blank_counts
        return self.limit is not None and self.limit.holds(reading.known)


class Bound(Block, frozen=True):
    """A limit and where it comes from."""

    at: Limit
    source: Source
    why: str = ""


class Minimum(Block, frozen=True):
    """A minimum number and where it comes from."""

    at: int
    source: Source
    why: str = ""


class Signal(Block, frozen=True, kw_only=True):
    """One signal of a pitfall."""

    measure: str
    title: str
    kind: Literal["key", "supporting"]
    weight: int
    says: tuple[str, ...]
    record: str
    watch: Bound | None = None
    discuss: Bound | None = None
    least: Minimum | None = None
    quiet: tuple[str, ...] = ()
    change: str = ""
    people: bool = False

    @property
    def key(self) -> bool:
        """True for a key signal."""
        return self.kind == "key"

    @property
    def bounds(self) -> tuple[Bound, ...]:
        """The limits that stand: watch first."""
        return tuple(bound for bound in (self.watch, self.discuss) if bound)


class Also(Block, frozen=True):
    """A sentence that is added when every phrase holds."""

    when: tuple[Phrase, ...]
    says: str


class Pitfall(Block, frozen=True, kw_only=True):
    """One of the eight pitfalls."""

    title: str
    tips: tuple[str, ...]
    prompt: str
    priority: tuple[tuple[Phrase, ...], ...]
    signals: tuple[Signal, ...]
    clear_when: Phrase | None = None
    clear_says: str = ""
    also: tuple[Also, ...] = ()


class Indicator(Block, frozen=True, kw_only=True):
    """One indicator of a phase: 0 at start, 1 at finish."""

    measure: str
    title: str
    weight: int
    start: Fraction = msgspec.field(name="from")
    finish: Fraction = msgspec.field(name="to")
    says: tuple[str, ...]
    record: str
    least: int = 0
    quiet: tuple[str, ...] = ()


class Phase(Block, frozen=True, kw_only=True):
    """One of the four phases."""

    title: str
    nick: str
    tips: tuple[str, ...]
    prompt: str
    indicators: tuple[Indicator, ...]


class Condition(Block, frozen=True, kw_only=True):
    """One condition of a tip."""

    measure: str
    seen: Limit
    partly: Limit | None = None
    least: int = 0
    counts: bool = True
    why: str = ""

    @property
    def loosely(self) -> Limit:
        """The limit that counts towards Partly seen."""
        return self.partly or self.seen


class Tip(Block, frozen=True, kw_only=True):
    """One of the 13 tips; ``partly`` conditions give Partly seen."""

    title: str
    partly: int
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class ChangedLimit:
    """A limit that a workbook's Settings changed.

    Attributes:
        limit: Its name, like ``P4 delivered discuss``.
        usual: The limit of the catalogue, in words.
        now: The limit in force, in words.
        who: Who changed it; empty when not noted.
        when: The day, ISO; empty when not noted.
    """

    limit: str
    usual: str
    now: str
    who: str
    when: str


@dataclass(frozen=True)
class Rulebook:
    """All rules in force for one workbook."""

    rules: Rules
    pitfalls: Mapping[str, Pitfall]
    phases: Mapping[str, Phase]
    tips: Mapping[str, Tip]
    changed: tuple[ChangedLimit, ...] = ()


@each_language
def load_rulebook() -> Rulebook:
    """The catalogue's own rules.

    Raises:
        CatalogueError: If a file contradicts itself; the text names file, block and choices.
    """
    pitfalls: dict[str, Pitfall] = read_blocks("pitfalls.toml", Pitfall)
    phases: dict[str, Phase] = read_blocks("phases.toml", Phase)
    tips: dict[str, Tip] = read_blocks("tips.toml", Tip)
    book = Rulebook(load_rules(), pitfalls, phases, tips)
    check(book)
    return book


def fingerprint(book: Rulebook) -> str:
    """SHA-256 of all rules in force: the files of the catalogue and the changed limits."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((FOLDER / name).read_bytes())
    for change in book.changed:
        digest.update(f"{change.limit} {change.now}\n".encode())
    return digest.hexdigest()


# --- refusing contradictions ----------------------------------------------------------------------


def check(book: Rulebook) -> None:
    """Refuse what cannot be right.

    Raises:
        CatalogueError: At the first contradiction.
    """
    for place, measure in _measures(book):
        _known(place, "measure", measure, MEASURES)
    for place, tip in _tips(book):
        _known(place, "tip", tip, book.tips)
    for place, measure, sentence in _sentences(book):
        _check_slots(place, measure, sentence)
    for key, pitfall in book.pitfalls.items():
        for signal in pitfall.signals:
            _check_limits(f"pitfalls.toml [{key}] {signal.measure}", signal)


def _known(place: str, kind: str, name: str, choices: Iterable[str]) -> None:
    if name not in choices:
        text = f"{place}: {kind} '{name}' is unknown; choose from {', '.join(sorted(choices))}."
        raise CatalogueError(text)


def _measures(book: Rulebook) -> Iterator[tuple[str, str]]:
    for key, pitfall in book.pitfalls.items():
        place = f"pitfalls.toml [{key}]"
        yield from ((place, signal.measure) for signal in pitfall.signals)
        yield from ((place, phrase.measure) for phrase in _phrases(pitfall) if not phrase.keys)
    for key, phase in book.phases.items():
        yield from ((f"phases.toml [{key}]", indicator.measure) for indicator in phase.indicators)
    for key, tip in book.tips.items():
        yield from ((f"tips.toml [{key}]", condition.measure) for condition in tip.conditions)


def _phrases(pitfall: Pitfall) -> Iterator[Phrase]:
    for line in pitfall.priority:
        yield from line
    for also in pitfall.also:
        yield from also.when
    if pitfall.clear_when:
        yield pitfall.clear_when


def _tips(book: Rulebook) -> Iterator[tuple[str, str]]:
    for key, pitfall in book.pitfalls.items():
        yield from ((f"pitfalls.toml [{key}]", tip) for tip in pitfall.tips)
    for key, phase in book.phases.items():
        yield from ((f"phases.toml [{key}]", tip) for tip in phase.tips)


def _sentences(book: Rulebook) -> Iterator[tuple[str, str, str]]:
    for key, pitfall in book.pitfalls.items():
        place = f"pitfalls.toml [{key}]"
        for signal in pitfall.signals:
            yield from ((place, signal.measure, sentence) for sentence in signal.says + signal.quiet)
    for key, phase in book.phases.items():
        place = f"phases.toml [{key}]"
        for indicator in phase.indicators:
            yield from ((place, indicator.measure, sentence) for sentence in indicator.says + indicator.quiet)


def _check_slots(place: str, measure: str, sentence: str) -> None:
    known = ALWAYS | set(MEASURES[measure].facts)
    for slot in SLOT.finditer(sentence):
        _known(f"{place} {measure}", "slot", slot[1], known)


def _check_limits(place: str, signal: Signal) -> None:
    if not signal.bounds:
        text = f"{place}: a limit is missing; write watch or discuss."
        raise CatalogueError(text)
    if not signal.key and signal.discuss:
        text = f"{place}: a supporting signal can only say Watch; leave out discuss."
        raise CatalogueError(text)
    if signal.weight < 1:
        text = f"{place}: weight {signal.weight} counts for nothing; write a whole number from 1 on."
        raise CatalogueError(text)
    for watch, discuss in [signal.bounds] if len(signal.bounds) > 1 else []:
        if _contradict(watch.at, discuss.at):
            text = f"{place}: discuss '{discuss.at}' begins before watch '{watch.at}'; swap the two."
            raise CatalogueError(text)


def _contradict(watch: Limit, discuss: Limit) -> bool:
    """True unless whatever is past discuss is also past watch."""
    if discuss.low != watch.low:
        return True
    return discuss.number > watch.number if watch.low else discuss.number < watch.number
