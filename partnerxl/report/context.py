"""From an assessment to what a template is filled with: the one gate for consent, contact data and small numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from partnerxl.core.contact import mask
from partnerxl.core.texts import in_percent
from partnerxl.core.view import View
from partnerxl.report.wording import FEW, Wording, number, of


@dataclass(frozen=True)
class Gate:
    """Decides what of the records may be printed in the shared report (F8, F10, R123)."""

    view: View
    words: Wording

    @cached_property
    def consenting(self) -> frozenset[str]:
        """Keys of the partners that agreed to be shown."""
        partners = self.view.partners
        return frozenset(partners[partners["ShareConsent"]]["key"])

    def may_show(self, key: object) -> bool:
        """True for a partner that agreed to be shown."""
        return isinstance(key, str) and key in self.consenting

    def name(self, key: object, otherwise: str = "") -> str:
        """A partner's name if it agreed to be shown, else the words given."""
        return self.view.name_of(str(key)) if self.may_show(key) else otherwise

    @staticmethod
    def people(count: float) -> str:
        """A number of people; one to four are printed as <5.

        >>> Gate.people(3), Gate.people(0), Gate.people(12)
        ('<5', '0', '12')
        """
        return f"<{FEW}" if 0 < count < FEW else number(count)

    @staticmethod
    def share(part: float, whole: float) -> str:
        """A percentage, or "3 of 4" where fewer than five are counted."""
        if whole < FEW:
            return of(number(part), number(whole))
        return in_percent(str(int(100 * part / whole + 0.5)))

    def printed(self, value: Any) -> Any:
        """A value of the context with contact data masked in every text of it."""
        if isinstance(value, str):
            return mask(value)
        if isinstance(value, Mapping):
            return {key: self.printed(inner) for key, inner in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.printed(inner) for inner in value]
        return cast("Any", value)
