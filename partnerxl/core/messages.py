"""What we tell the people who use partnerxl, from messages.toml: refusals, notes, hints and what is being done."""

from __future__ import annotations

from partnerxl.core.catalogue import read_blocks
from partnerxl.core.language import each_language


@each_language
def load_messages() -> dict[str, dict[str, str]]:
    """Every message by its block and its name."""
    return read_blocks("messages.toml", dict[str, str])


def message(block: str, key: str, **slots: object) -> str:
    """A message with its slots filled."""
    return load_messages()[block][key].format(**slots)
