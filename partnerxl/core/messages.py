"""What we tell the people who use partnerxl, from messages.toml: refusals, notes, hints and what is being done."""

from __future__ import annotations

from partnerxl.core.catalogue import read_blocks
from partnerxl.core.errors import CatalogueError
from partnerxl.core.language import each_language

MESSAGES, STEPS = "messages.toml", "steps.toml"


@each_language
def load_messages() -> dict[str, dict[str, str]]:
    """Every message by its block and its name."""
    return read_blocks(MESSAGES, dict[str, str])


@each_language
def load_steps() -> dict[str, str]:
    """What is being done, by its name; in a file of its own, because every run needs it."""
    return read_blocks(STEPS, str)


def message(block: str, key: str, **slots: object) -> str:
    """A message with its slots filled.

    Raises:
        CatalogueError: If there is no such message, or it has a slot that is not given.
    """
    return _filled(f"{MESSAGES} [{block}]", load_messages().get(block, {}), key, slots)


def doing(key: str, **slots: object) -> str:
    """What is being done now, with its slots filled.

    Raises:
        CatalogueError: If there is no such step, or it has a slot that is not given.
    """
    return _filled(STEPS, load_steps(), key, slots)


def _filled(place: str, texts: dict[str, str], key: str, slots: dict[str, object]) -> str:
    if key not in texts:
        reason = f"{place}: '{key}' is unknown; choose from {', '.join(texts) or 'another block'}."
        raise CatalogueError(reason)
    try:
        return texts[key].format(**slots)
    except KeyError as fault:
        reason = f"{place}: '{key}' has the slot {fault}; there are {', '.join(slots) or 'none'}."
        raise CatalogueError(reason) from fault
