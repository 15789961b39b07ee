"""Voices: what employers and others told us, and the workers we set out to reach."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from partnerxl.core.matching import clean
from partnerxl.core.texts import word
from partnerxl.core.view import certain
from partnerxl.report.wording import month, of, short_date

if TYPE_CHECKING:
    from partnerxl.core.frames import Frame
    from partnerxl.core.readings import Reading
    from partnerxl.report.passages.desk import Desk, Record
    from partnerxl.report.shape import Need, Pool

MOST_NEEDS = 8
EMPLOYER = "Employer"
REACHING = ("Joint activity", "Agreement")


def needs(desk: Desk) -> list[Need]:
    """What was stated in the period, latest first."""
    frame = desk.view.frame("EmployerInput")
    told = frame[certain(desk.view.in_period(frame["Date"])) & frame["NeedStated"].notna()]
    latest = told["Date"].sort_values(ascending=False, kind="stable").head(MOST_NEEDS)
    return [_need(desk, record) for record in desk.records("EmployerInput", told.at(latest.index))]


def _need(desk: Desk, record: Record) -> Need:
    day = record.day("Date")
    return {
        "when": "" if day is None else short_date(day),
        "who": _giver(desk, record),
        "need": record.text("NeedStated"),
        "changed": record.text("WhatChanged"),
    }


def _giver(desk: Desk, record: Record) -> str:
    """A name with consent, else what kind of partner it is."""
    key = record["PartnerID"] or record["EmployerName"]
    return desk.gate.name(key, word(_kind(desk, record)))


def _kind(desk: Desk, record: Record) -> str:
    """What kind of partner gave an input; an employer where nothing says otherwise (R47)."""
    return record.text("StakeholderType") or desk.view.types.get(str(record["PartnerID"]), EMPLOYER)


def pools(desk: Desk) -> list[Pool]:
    """The groups of workers we set out to reach, in the order they are written."""
    if desk.view.exists("LaborPools"):
        return _logged(desk)
    targets = [pool for pool in desk.view.words("TargetPools") if clean(pool) != "none"]
    return [
        {"name": word(pool), "reached": _reached_by(desk, pool), "joined": "", "asked": ""}
        for pool in targets
    ]


def _logged(desk: Desk) -> list[Pool]:
    found: dict[str, list[Record]] = {}
    for record in desk.records("LaborPools"):
        if record["Pool"]:
            found.setdefault(clean(record.text("Pool")), []).append(record)
    return [_pool(desk, rows) for rows in found.values()]


def _pool(desk: Desk, rows: list[Record]) -> Pool:
    counted = [
        row for row in rows if row.number("TargetNumber") and row.number("RecruitedNumber") is not None
    ]
    joined = sum(row.number("RecruitedNumber") or 0 for row in counted)
    planned = sum(row.number("TargetNumber") or 0 for row in counted)
    return {
        "name": rows[0].word("Pool"),
        "reached": _reachers(
            desk, [row["ReachingPartnerID"] for row in rows if row["Relationship"] in REACHING]
        ),
        "joined": of(desk.gate.people(joined), desk.gate.people(planned)) if counted else "",
        "asked": _asked(desk, rows),
    }


def _asked(desk: Desk, rows: list[Record]) -> str:
    asked = [row for row in rows if row["NeedSource"] == "Workers asked"]
    days = [day for row in asked if (day := row.day("NeedDate")) is not None]
    if days:
        return desk.words.say("voices.asked_on", date=month(max(days)))
    if asked:
        return desk.words.say("voices.asked")
    sources = [row.word("NeedSource").lower() for row in rows if row["NeedSource"]]
    return (
        desk.words.say("voices.known_from", source=sources[0])
        if sources
        else desk.words.say("voices.not_asked")
    )


def _reached_by(desk: Desk, pool: str) -> str:
    others = desk.view.active[~desk.view.is_employer(desk.view.active)]
    serving = others["LaborPoolServed"].map(lambda served: clean(pool) in {clean(word) for word in served})
    return _reachers(desk, list(others[serving]["key"]))


def _reachers(desk: Desk, keys: list[object]) -> str:
    """Names with consent; how many others there are."""
    distinct = list(dict.fromkeys(keys))
    if not distinct:
        return desk.words.say("voices.nobody")
    shown = [desk.gate.name(key) for key in distinct if desk.gate.may_show(key)]
    hidden = len(distinct) - len(shown)
    rest = [desk.words.say("voices.partner") if hidden == 1 else desk.words.say("voices.partners", n=hidden)]
    return ", ".join(shown + (rest if hidden else []))


def latest_input(given: Frame) -> tuple[date, str] | None:
    """Day and method of the latest of some inputs, or None."""
    days = given["Date"].dropna().sort_values(kind="stable")
    if not len(days):
        return None
    method = given["Method"][days.index[-1]]
    return date.fromordinal(int(days.iloc[-1])), method if isinstance(method, str) else ""


# --- sentences ------------------------------------------------------------------------------------


def employers(desk: Desk) -> list[str]:
    """How much employers told us in the period, and when last."""
    log = desk.view.frame("EmployerInput")
    given = log[certain(desk.view.in_period(log["Date"]))]
    employer = desk.view.rules.words["employer types"]
    rows = [record.row for record in desk.records("EmployerInput", given) if _kind(desk, record) in employer]
    theirs = given.at(rows)
    others = len(given) - len(theirs)
    told = [_told(desk, theirs)]
    return [*told, desk.words.count("voices.other_input", others)] if others else told


def _told(desk: Desk, given: Frame) -> str:
    latest = latest_input(given)
    if latest is None:
        return desk.words.say("voices.no_input")
    keys = set(given["PartnerID"].fillna(given["EmployerName"]).dropna()) & set(desk.view.employers["key"])
    says = desk.words.count("voices.input", len(given), employers=len(keys), whole=len(desk.view.employers))
    day, method = latest
    key = "voices.latest" if method else "voices.latest_plain"
    return says + desk.words.say(key, date=short_date(day), method=word(method).lower())


def workers(desk: Desk, reach: Reading) -> list[str]:
    """Who reaches possible workers."""
    if reach.part is None or reach.whole is None or not reach.recorded:
        return [desk.words.say("voices.no_workers")]
    return [desk.words.say("voices.workers", part=int(reach.part), whole=int(reach.whole))]
