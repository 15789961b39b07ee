"""The page of one partner: what is on record about it, and about nobody else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from partnerxl.core.measures.meetings import at_full
from partnerxl.core.texts import word
from partnerxl.core.view import certain
from partnerxl.report.passages.bringing import amount
from partnerxl.report.passages.closing import decision
from partnerxl.report.wording import listed, number, short_date

if TYPE_CHECKING:
    from partnerxl.core.measures.presence import Pair
    from partnerxl.report import page_shapes
    from partnerxl.report.passages.desk import Desk, Record

Show = Callable[["Desk", "Record", str], str]
FIXES = 4
WANTED = ("AgreementStatus", "LaborPoolServed", "BenefitSought", "HowWeSupport", "CostHoursPerMonth")
OVER = "Dropped"


@dataclass(frozen=True)
class Ledger:
    """The records of all partners, sorted by partner once.

    Attributes:
        resources: Rows of Resources by partner.
        items: Rows of Progress by the partner that leads them.
        decisions: Open decisions by the partner that carries them out.
        told: Rows of EmployerInput in the period by the partner that gave them.
        presence: Who could be at which full meeting of the period.
    """

    resources: dict[str, list[Record]]
    items: dict[str, list[Record]]
    decisions: dict[str, list[Record]] = field(default_factory=dict)
    told: dict[str, list[Record]] = field(default_factory=dict)
    presence: dict[str, list[Pair]] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk) -> Ledger:
        """The ledger of a desk."""
        view = desk.view
        resources = _sorted(desk.records("Resources"), "PartnerID")
        items = _sorted(desk.records("Progress"), "ResponsiblePartnerID")
        if not view.dated:
            return cls(resources, items)
        decisions, told = view.frame("Decisions"), view.frame("EmployerInput")
        waiting = decisions[~certain(decisions["DoneDate"] <= view.end)]
        heard = told[certain(view.in_period(told["Date"])) & told["NeedStated"].notna()]
        return cls(
            resources,
            items,
            _sorted(desk.records("Decisions", waiting), "OwnerPartnerID"),
            _sorted(desk.records("EmployerInput", heard), "PartnerID"),
            _presence(desk),
        )


def _sorted(records: Iterator[Record], column: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        if record[column] is not None:
            found.setdefault(str(record[column]), []).append(record)
    return found


def _presence(desk: Desk) -> dict[str, list[Pair]]:
    """Pairs of the Attendance log by partner; lists of those present say nothing of absence."""
    presence = at_full(desk.view)
    found: dict[str, list[Pair]] = {}
    for pair in presence.of(desk.view.active) if presence.logged else ():
        found.setdefault(pair.key, []).append(pair)
    return found


def own_pages(desk: Desk) -> Iterator[page_shapes.Own]:
    """What is on record about each active partner, by name."""
    ledger = Ledger.of(desk)
    for partner in partners_by_name(desk):
        yield own(desk, ledger, partner)


def partners_by_name(desk: Desk) -> list[Record]:
    """The active partners that have a page, by name."""
    active = desk.view.active if desk.view.dated else desk.view.partners
    return sorted(desk.records("Partners", active), key=lambda partner: _name(desk, partner).casefold())


def own(desk: Desk, ledger: Ledger, partner: Record) -> page_shapes.Own:
    """What is on record about one partner."""
    key = str(partner["key"])
    shown = "partner.shown" if desk.gate.may_show(key) else "partner.hidden"
    items = [item for item in ledger.items.get(key, []) if item["Status"] != OVER]
    return {
        "name": _name(desk, partner),
        "facts": list(_facts(desk, partner)),
        "missing": _missing(desk, partner),
        "shown": desk.words.say(shown),
        "meetings": _meetings(desk, ledger.presence.get(key, [])),
        "resources": [_resource(desk, record) for record in ledger.resources.get(key, [])],
        "items": [_item(desk, record) for record in items],
        "decisions": [decision(desk, record) for record in ledger.decisions.get(key, [])],
        "told": [_told(record) for record in ledger.told.get(key, [])],
        "fixes": [str(at) for at in range(1, FIXES + 1)],
    }


def _name(desk: Desk, partner: Record) -> str:
    return desk.view.name_of(str(partner["key"]))


# --- the sheet Partners ---------------------------------------------------------------------------


def _day(_desk: Desk, partner: Record, column: str) -> str:
    day = partner.day(column)
    return "" if day is None else short_date(day)


def _words(_desk: Desk, partner: Record, column: str) -> str:
    return listed([word(str(each)) for each in partner[column] or ()])


def _number(_desk: Desk, partner: Record, column: str) -> str:
    value = partner.number(column)
    return "" if value is None else number(value)


def _level(desk: Desk, partner: Record, column: str) -> str:
    level = _number(desk, partner, column)
    return desk.words.say("partner.level", n=level) if level else ""


def _partner(desk: Desk, partner: Record, column: str) -> str:
    return "" if partner[column] is None else desk.view.name_of(str(partner[column]))


def _text(_desk: Desk, partner: Record, column: str) -> str:
    return partner.text(column)


def _choice(_desk: Desk, partner: Record, column: str) -> str:
    return partner.word(column)


FACTS: dict[str, Show] = {
    "PartnerType": _choice,
    "Role": _choice,
    "JoinedDate": _day,
    "AgreementStatus": _choice,
    "AgreementDate": _day,
    "AgreementEnds": _day,
    "RepLevel": _choice,
    "LaborPoolServed": _words,
    "EngagementLevel": _level,
    "BenefitSought": _text,
    "HowWeSupport": _text,
    "CostHoursPerMonth": _number,
    "CostNote": _text,
    "ConvenerSeenAs": _partner,
    "OtherInitiativeName": _text,
    "LastInputDate": _day,
    "LastContactDate": _day,
}


def _facts(desk: Desk, partner: Record) -> Iterator[page_shapes.OwnFact]:
    sheet = desk.view.records("Partners")
    for column, show in FACTS.items():
        value = show(desk, partner, column)
        if value:
            label = desk.words.say(f"partner.facts.{column}")
            yield {
                "label": label,
                "value": value,
                "where": f"{sheet.sheet}!{sheet.letters[column]}{partner.row}",
            }


def _missing(desk: Desk, partner: Record) -> str:
    blank = [column for column in WANTED if not FACTS[column](desk, partner, column)]
    labels = [desk.words.say(f"partner.facts.{column}").lower() for column in blank]
    return desk.words.say("partner.missing", what=listed(labels)) if labels else ""


def _meetings(desk: Desk, pairs: list[Pair]) -> str:
    if not pairs:
        return ""
    present = sum(pair.present for pair in pairs)
    return desk.words.say("partner.at_meetings", part=present, whole=len(pairs))


# --- the other sheets -----------------------------------------------------------------------------


def _resource(desk: Desk, record: Record) -> page_shapes.OwnResource:
    kind, what, due = record.word("Kind"), record.text("Description"), record.day("DueDate")
    sizes = {"committed": amount(record, "CommittedAmount"), "received": amount(record, "ReceivedAmount")}
    return {
        "what": desk.words.say("partner.item", kind=kind, what=what) if kind and what else kind or what,
        "status": record.word("Status"),
        "amount": ", ".join(
            desk.words.say(f"partner.{key}", amount=size) for key, size in sizes.items() if size
        ),
        "due": "" if due is None else short_date(due),
        "where": record.source,
    }


def _item(desk: Desk, record: Record) -> page_shapes.OwnItem:
    due, new = record.day("DueDate"), record.day("RevisedDate")
    return {
        "title": record.text("Title") or record.word("Kind"),
        "due": "" if due is None else short_date(due),
        "status": record.word("Status") or desk.words.say("decisions.open"),
        "new_date": "" if new is None else short_date(new),
        "reason": record.text("ReasonLate"),
        "where": record.source,
    }


def _told(record: Record) -> page_shapes.OwnInput:
    day: date | None = record.day("Date")
    return {
        "when": "" if day is None else short_date(day),
        "need": record.text("NeedStated"),
        "changed": record.text("WhatChanged"),
        "where": record.source,
    }
