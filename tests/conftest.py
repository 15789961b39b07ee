"""What all tests share: examples that Hypothesis finds are looked for without a clock."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("partnerxl", deadline=None, print_blob=True)
settings.load_profile("partnerxl")
