"""The cover: what the report is, four key numbers and what stands out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from partnerxl.core.view import certain
from partnerxl.report.findings import QUIET, RAISED
from partnerxl.report.passages.phases import strongest
from partnerxl.report.wording import FEW, long_date, number, of, span

if TYPE_CHECKING:
    from partnerxl.core.readings import Reading
    from partnerxl.report.findings import Findings
    from partnerxl.report.passages.desk import Desk
    from partnerxl.report.shape import Celebrating, Facts, KeyNumber

WIDEST_NAMES, WIDEST_HEADER = 190, 64
MOST_STANDOUTS, MOST_WINS = 3, 1


def facts(desk: Desk, last: date | None = None) -> Facts:
    """The report itself, as far as the workbook tells.

    Args:
        desk: Records, gate and wording.
        last: The day that is compared with.
    """
    view = desk.view
    name, sector, region = (_text(desk, field) for field in ("InitiativeName", "Sector", "Region"))
    prepared = view.field("PreparedOn")
    return {
        "initiative": name or view.project.book_name,
        "short_name": _cut(name or view.project.book_name),
        "place": desk.words.say("cover.place", sector=sector, region=region)
        if sector and region
        else sector or region,
        "period": _period(desk),
        "last_period": long_date(last) if last else desk.words.say("cover.last_time"),
        "has_last": last is not None,
        "review_date": "",
        "partners": _partners(desk),
        "prepared_by": _text(desk, "PreparedBy"),
        "prepared_on": long_date(prepared) if isinstance(prepared, date) else "",
        "as_of": long_date(date.fromordinal(view.end)) if view.dated else "",
        "workbook": view.project.book_name,
        "reference": "",
        "rules": "",
        "records_hash": view.project.fingerprint[:16],
        "rules_hash": "",
        "template_hash": "",
    }


def _text(desk: Desk, field: str) -> str:
    value = desk.view.field(field)
    return value if isinstance(value, str) else ""


def _cut(name: str) -> str:
    return name if len(name) <= WIDEST_HEADER else name[: WIDEST_HEADER - 1].rstrip() + "…"


def _period(desk: Desk) -> str:
    if not desk.view.dated:
        return ""
    return span(date.fromordinal(desk.view.start), date.fromordinal(desk.view.end))


def partner_names(desk: Desk) -> list[str]:
    """Names of the active partners, in alphabetical order."""
    return sorted({desk.view.name_of(key) for key in partner_keys(desk)}, key=str.casefold)


def partner_keys(desk: Desk) -> frozenset[str]:
    """Keys of the active partners, or of all where nothing says when the period ends."""
    return frozenset(desk.view.active["key"] if desk.view.dated else desk.view.partners["key"])


def _partners(desk: Desk) -> str:
    names = partner_names(desk)
    shown = len(names)
    while shown > 1 and len(", ".join(names[:shown])) > WIDEST_NAMES:
        shown -= 1
    line = ", ".join(names[:shown])
    return (
        line
        if shown == len(names)
        else desk.words.say("cover.more_partners", names=line, n=len(names) - shown)
    )


# --- key numbers ----------------------------------------------------------------------------------


def key_numbers(desk: Desk, findings: Findings) -> list[KeyNumber]:
    """Partners active, promised items done, resources arrived, topics to discuss."""
    return [_active(desk), _done(desk, findings), _arrived(desk, findings), _discuss(desk, findings)]


def _active(desk: Desk) -> KeyNumber:
    view = desk.view
    if not view.dated:
        return _unknown(desk, "cover.active", None)
    joined = int(certain(view.within(view.active["JoinedDate"], view.rules.months["year"])).sum())
    note = desk.words.say("cover.active_note", n=joined) if joined else desk.words.say("cover.active_none")
    return {"label": desk.words.say("cover.active"), "value": str(len(view.active)), "note": note}


def _done(desk: Desk, findings: Findings) -> KeyNumber:
    reading = findings.readings["delivered"]
    if not reading.recorded or reading.part is None or reading.whole is None:
        return _unknown(desk, "cover.done", reading)
    value = of(number(reading.part), number(reading.whole))
    return {"label": desk.words.say("cover.done"), "value": value, "note": desk.words.say("cover.done_note")}


def _arrived(desk: Desk, findings: Findings) -> KeyNumber:
    reading = findings.readings["fulfil"]
    if not reading.recorded or reading.part is None or reading.whole is None:
        return _unknown(desk, "cover.arrived", reading)
    part, whole = number(reading.part), number(reading.whole)
    few = reading.whole < FEW
    note = (
        desk.words.say("cover.arrived_few")
        if few
        else desk.words.say("cover.arrived_note", part=part, whole=whole)
    )
    value = desk.gate.share(float(reading.part), float(reading.whole))
    return {"label": desk.words.say("cover.arrived"), "value": value, "note": note}


def _unknown(desk: Desk, label: str, reading: Reading | None) -> KeyNumber:
    early = reading is not None and reading.state == "too early"
    note = desk.words.say("cover.too_early" if early else "cover.not_recorded")
    return {"label": desk.words.say(label), "value": desk.words.say("cover.no_number"), "note": note}


def _discuss(desk: Desk, findings: Findings) -> KeyNumber:
    raised, quiet = findings.topics_with(*RAISED), findings.topics_with(*QUIET)
    left = len(findings.topics) - len(raised) - len(quiet)
    note = desk.words.say("cover.discuss_note", n=left) if left else desk.words.say("cover.discuss_clear")
    return {"label": desk.words.say("cover.discuss"), "value": str(len(raised)), "note": note}


# --- what stands out ------------------------------------------------------------------------------


def standouts(desk: Desk, findings: Findings, success: Celebrating) -> list[str]:
    """What stands out, success first."""
    lines = success["wins"][:MOST_WINS]
    raised = [topic for topic in findings.topics_with(*RAISED) if topic.said]
    if raised:
        lines.append(desk.words.say("cover.first_topic", title=raised[0].title, says=raised[0].said[0].says))
    first = strongest(findings.phases)
    if first is not None:
        band = desk.words.say(f"phases.bands.{first.band}").lower()
        lines.append(desk.words.say("cover.phase", name=first.name, band=band, score=first.shown))
    return lines[:MOST_STANDOUTS] or [desk.words.say("cover.nothing")]
