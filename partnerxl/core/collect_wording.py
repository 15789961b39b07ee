"""The words of Collect answers, from collect.toml."""

from __future__ import annotations

from partnerxl.core import texts
from partnerxl.core.catalogue import read_blocks
from partnerxl.core.contact import mask
from partnerxl.core.language import each_language


@each_language
def load_words() -> dict[str, dict[str, str]]:
    """Every sentence by its block and its name."""
    return read_blocks("collect.toml", dict[str, str])


def say(block: str, key: str, **slots: object) -> str:
    """A sentence with its slots filled, without contact data (R123)."""
    return mask(texts.sentence([load_words()[block][key]], {name: str(slot) for name, slot in slots.items()}))
