"""E-mail addresses and telephone numbers are never printed (R123)."""

from __future__ import annotations

import time

import pytest

from partnerxl.core.contact import REMOVED, holds_contact, mask

CONTACTS = (
    "pat@example.org",
    "Pat.O'Brien+news@mail.example.co.uk",
    "(212) 555-0100",
    "212-555-0100",
    "212.555.0100",
    "212 555 0100",
    "1-212-555-0100",
    "+1 212 555 0100",
    "+44 20 7946 0000",
    "2125550100",
    "555-0100",
)


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("around", ["{}", "Call {}.", "Pat ({}) said so", "{}; room 4", "ask\n{}"])
def test_contact_data_is_masked_wherever_it_stands(contact: str, around: str) -> None:
    text = around.format(contact)

    assert holds_contact(text)
    assert contact not in mask(text)
    assert REMOVED in mask(text)
    assert not holds_contact(mask(text))


@pytest.mark.parametrize(
    "text",
    [
        "P01",
        "2026-03-31",
        "2026-Q2",
        "$1,200,000",
        "12 of 25",
        "MOU 2024-17",
        "29 USC 3122(b)(2)(A)",
        "NAICS 62",
        "",
        "@",
    ],
)
def test_other_texts_stay(text: str) -> None:
    assert mask(text) == text
    assert not holds_contact(text)


@pytest.mark.parametrize("text", ["x" * 32_767 + "@ 123", "555-" * 8_000, "+1 " * 10_000, "a@" * 16_000])
def test_the_longest_cell_is_looked_through_at_once(text: str) -> None:
    begin = time.perf_counter()

    mask(text)

    assert time.perf_counter() - begin < 1.0  # a few hundredths are usual
