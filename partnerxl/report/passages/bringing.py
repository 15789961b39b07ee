"""What each partner brings: only partners that agreed to be shown, sorted by role, never ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerxl.core.texts import unit_word
from partnerxl.report.wording import number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnerxl.report.passages.desk import Desk, Record
    from partnerxl.report.shape import Bringing

ROLES = ("Convener", "Co-convener", "Champion", "Core", "Supporting")
MONEY = {"USD": "$", "EUR": "€", "GBP": "£"}


def shown_partners(desk: Desk) -> list[Record]:
    """Active partners that agreed to be shown, by role and then by name."""
    active = [
        record for record in desk.records("Partners", desk.view.active) if desk.gate.may_show(record["key"])
    ]
    return sorted(active, key=lambda partner: (_rank(partner), _name(desk, partner).casefold()))


def _rank(partner: Record) -> int:
    role = partner.text("Role")
    return ROLES.index(role) if role in ROLES else len(ROLES)


def _name(desk: Desk, partner: Record) -> str:
    return desk.view.name_of(str(partner["key"]))


def bringing(
    desk: Desk, contributed: Sequence[Record], due: Sequence[Record], arrived: Sequence[Record]
) -> list[Bringing]:
    """One row for each partner that agreed to be shown.

    Args:
        desk: Records, gate and wording.
        contributed: Resources that count as a contribution.
        due: Resources that were due.
        arrived: Those of them that arrived.
    """
    return [
        {
            "name": _name(desk, partner),
            "role": ", ".join(
                each for each in (partner.word("Role"), partner.word("PartnerType").lower()) if each
            ),
            "brings": _brings(desk, _of(contributed, partner)),
            "arrived": _arrived(desk, _of(due, partner), _of(arrived, partner)),
        }
        for partner in shown_partners(desk)
    ]


def _of(resources: Sequence[Record], partner: Record) -> list[Record]:
    return [resource for resource in resources if resource["PartnerID"] == partner["key"]]


def _brings(desk: Desk, contributed: Sequence[Record]) -> str:
    if not contributed:
        return desk.words.say("contributions.nothing")
    return "; ".join(_item(desk, resource) for resource in contributed)


def _item(desk: Desk, resource: Record) -> str:
    kind, what = resource.word("Kind"), resource.text("Description")
    named = desk.words.say("contributions.item", kind=kind, what=what) if kind and what else kind or what
    size = amount(resource, "CommittedAmount") or amount(resource, "ReceivedAmount")
    return named + (desk.words.say("contributions.amount", amount=size) if size else "")


def amount(resource: Record, column: str) -> str:
    """An amount with its unit, or nothing."""
    value, unit = resource.number(column), resource.text("Unit")
    if value is None:
        return ""
    return (
        f"{MONEY[unit]}{number(value)}"
        if unit in MONEY
        else f"{number(value)} {unit_word(unit, value)}".strip()
    )


def _arrived(desk: Desk, due: Sequence[Record], arrived: Sequence[Record]) -> str:
    if not due:
        return desk.words.say("contributions.none_due")
    return desk.words.say("contributions.arrived", part=len(arrived), whole=len(due))


def costs(desk: Desk) -> list[str]:
    """Costs that partners wrote down and agreed to show."""
    found = [(partner, _cost(desk, partner)) for partner in shown_partners(desk)]
    return [
        desk.words.say("contributions.cost", name=_name(desk, partner), what=what)
        for partner, what in found
        if what
    ]


def _cost(desk: Desk, partner: Record) -> str:
    hours = partner.number("CostHoursPerMonth")
    spent = desk.words.say("contributions.hours", n=number(hours)) if hours else ""
    return "; ".join(text for text in (spent, partner.text("CostNote")) if text)
