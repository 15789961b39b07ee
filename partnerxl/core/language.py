"""The language that sentences are in: English, or one whose texts are laid over the English ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

ENGLISH = "en"
NAMED_BY = "measure"

_spoken = ContextVar("spoken", default=ENGLISH)
_asked = ContextVar("asked", default="")
Loaded = TypeVar("Loaded")


def spoken() -> str:
    """The code of the language that sentences are in now, like ``en``."""
    return _spoken.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let sentences be in a language meanwhile.

    >>> with speaking("es"):
    ...     spoken()
    'es'
    """
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


@contextmanager
def asked_for(language: str) -> Iterator[None]:
    """Let sentences be in a language meanwhile, whatever a workbook says.

    >>> with asked_for("es"):
    ...     follow("en")
    ...     spoken()
    'es'
    """
    before = _asked.set(language)
    try:
        with speaking(language):
            yield
    finally:
        _asked.reset(before)


def follow(language: str) -> None:
    """Let sentences be in the language of a workbook from here on, unless somebody asked for another."""
    _spoken.set(_asked.get() or language)


def each_language(load: Callable[[], Loaded]) -> Callable[[], Loaded]:
    """Load once for each language that is spoken."""
    kept: dict[str, Loaded] = {}

    @wraps(load)
    def loaded() -> Loaded:
        language = spoken()
        if language not in kept:
            kept[language] = load()
        return kept[language]

    return loaded


def laid_over(english: Any, other: Any) -> Any:  # noqa: ANN401  whatever a TOML file holds
    """English texts with those of another language in their places; what has none stays.

    A list of tables is met by a list in the same order, or by a table that names each by its measure.

    >>> laid_over({"says": "One", "weight": 2}, {"says": "Uno"})
    {'says': 'Uno', 'weight': 2}
    >>> laid_over([{"measure": "late", "says": "One"}], {"late": {"says": "Uno"}})
    [{'measure': 'late', 'says': 'Uno'}]
    """
    if isinstance(english, dict):
        return english | {key: laid_over(english.get(key), text) for key, text in other.items()}
    if not _is_tables(english):
        return other
    by_name: Mapping[str, Any] = other if isinstance(other, dict) else {}
    laid = [by_name.get(each[NAMED_BY], {}) for each in english] if by_name else other
    return [laid_over(each, text) for each, text in zip(english, laid, strict=True)]


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value) and bool(value)
