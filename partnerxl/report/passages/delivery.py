"""Celebrating what worked, and progress against what we promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnerxl.core.readings import Rows
from partnerxl.core.texts import word
from partnerxl.core.view import certain
from partnerxl.report.wording import listed, number, rows_in_words, short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from partnerxl.core.frames import Frame
    from partnerxl.core.readings import Reading
    from partnerxl.report.passages.desk import Desk, Record
    from partnerxl.report.shape import Celebrating, Promise, Promises

MOST_WINS, MOST_DONE = 6, 15
PEOPLE = frozenset(
    {
        "people enrolled",
        "completions",
        "credentials",
        "placements",
        "training-related placements",
        "retained Q2",
        "retained Q4",
    }
)
PROMISED = ("Milestone", "Output")


@dataclass(frozen=True)
class Item:
    """A promised item that was due: done or not by the end of the period."""

    record: Record
    done: bool
    on_time: bool


def due_items(desk: Desk, delivered: Reading) -> list[Item]:
    """The items a reading of promised items counts, open ones first, each group by due date."""
    numbers = {
        number
        for sheet, rows in delivered.rows.parts
        for number in rows
        if sheet == desk.view.records("Progress").sheet
    }
    frame = desk.view.frame("Progress")
    found = [_item(desk, record) for record in desk.records("Progress", frame.at(sorted(numbers)))]
    return sorted(found, key=lambda item: (item.done, item.record["DueDate"] or 0, item.record.row))


def _item(desk: Desk, record: Record) -> Item:
    day = record["DoneDate"]
    done = record["Status"] != "Dropped" and (
        record["Status"] == "Done" if day is None else day <= desk.view.end
    )
    return Item(record, done, done and day is not None and day <= (effective(record) or 0))


def effective(record: Record) -> int | None:
    """The effective due date: the new date where a decision re-agreed it, else the first (R61)."""
    agreed = record["RevisedDate"] is not None and record["DecisionID"] is not None
    day = record["RevisedDate"] if agreed else record["DueDate"]
    return None if day is None else int(day)


# --- promises -------------------------------------------------------------------------------------


def promises(desk: Desk, delivered: Reading) -> Promises:
    """Progress against what we promised."""
    items = due_items(desk, delivered)
    moved = _moved(desk, {item.record.row for item in items})
    done = [item for item in items if item.done]
    printed = [item for item in items if not item.done] + done[:MOST_DONE]
    rows = [_promise(desk, item.record, _status(item)) for item in printed if not item.done]
    rows += [_promise(desk, record, "New date") for record in moved]
    rows += [_promise(desk, item.record, "Done") for item in printed if item.done]
    return {"lead": _lead(desk, delivered, items, moved), "rows": rows, "more": _more(desk, done[MOST_DONE:])}


def _moved(desk: Desk, due: set[int]) -> list[Record]:
    """Promised items whose first due date has come and whose agreed new date has not."""
    view, frame = desk.view, desk.view.frame("Progress")
    kinds = frame["Kind"].isin(PROMISED) & ~certain(frame["Status"] == "Dropped")
    agreed = frame["RevisedDate"].notna() & frame["DecisionID"].notna() & certain(frame["DoneDate"].isna())
    waiting = certain(frame["DueDate"] <= view.end) & certain(frame["RevisedDate"] > view.end)
    inside = certain(frame["PromisedTo"] == "Nobody outside") & (frame["Kind"] == "Output").fillna(
        value=False
    )
    picked = frame[kinds & agreed & waiting & ~inside & ~frame.index.isin(due)]
    return list(desk.records("Progress", picked))


def _status(item: Item) -> str:
    return "Done" if item.done else "Late"


def _promise(desk: Desk, record: Record, status: str) -> Promise:
    due, new = record.day("DueDate"), record.day("RevisedDate")
    return {
        "title": record.text("Title") or record.word("Kind"),
        "who": _who(desk, record),
        "due": "" if due is None else short_date(due),
        "status": word(status),
        "new_date": "" if new is None or status == "Done" else short_date(new),
        "reason": "" if status == "Done" else record.text("ReasonLate"),
    }


def _who(desk: Desk, record: Record) -> str:
    """Who leads it, if that partner agreed to be shown, and to whom it was promised."""
    name = desk.gate.name(record["ResponsiblePartnerID"])
    outside = record["PromisedTo"] not in (None, "Nobody outside")
    to = desk.words.say("promises.promised_to", to=record.word("PromisedTo").lower()) if outside else ""
    return "; ".join(words for words in (name, to) if words)


def _lead(desk: Desk, delivered: Reading, items: Sequence[Item], moved: Sequence[Record]) -> str:
    if not items:
        return desk.words.say(_nothing(desk, delivered)) + _new_dates(desk, "promises.only_moved", moved)
    done = sum(item.done for item in items)
    lead = desk.words.count("promises.lead", len(items), done=done, open=len(items) - done)
    return lead + _new_dates(desk, "promises.moved", moved)


def _nothing(desk: Desk, delivered: Reading) -> str:
    if delivered.state == "too early":
        return "promises.early"
    if (delivered.whole or 0) == 0 and desk.view.frame("Progress")["Status"].notna().any():
        return "promises.none"
    return "promises.not_recorded"


def _new_dates(desk: Desk, text: str, moved: Sequence[Record]) -> str:
    return desk.words.count(text, len(moved)) if moved else ""


def _more(desk: Desk, left: Sequence[Item]) -> str:
    if not left:
        return ""
    return desk.words.count("promises.more", len(left), rows=_rows(item.record for item in left))


def _rows(records: Iterable[Record]) -> str:
    found = list(records)
    return rows_in_words(Rows.of(found[0].sheet, [record.row for record in found]))


# --- celebrating ----------------------------------------------------------------------------------


def celebrating(desk: Desk, delivered: Reading, arrived: Sequence[Record]) -> Celebrating:
    """What worked in the period, and thanks to partners that agreed to be named."""
    wins = [*_celebrations(desk), *_outcomes(desk), *_done(desk, due_items(desk, delivered))]
    shown = [says for says, _ in wins[:MOST_WINS]]
    if len(wins) > MOST_WINS:
        left = [record for _, record in wins[MOST_WINS:]]
        shown.append(desk.words.count("celebrating.more", len(left), rows=_rows(left)))
    lead = desk.words.count("celebrating.some", len(wins)) if wins else desk.words.say("celebrating.none")
    return {"lead": lead, "wins": shown, "thanks": _thanks(desk, [record for _, record in wins], arrived)}


Win = tuple[str, "Record"]


def _say(desk: Desk, key: str, record: Record, **slots: str) -> Win:
    title = record.text("Title") or record.word("Kind")
    return desk.words.say(f"celebrating.words.{key}", title=title, rows=record.source, **slots), record


def _in_period(desk: Desk, frame: Frame, days: pd.Series) -> list[Record]:
    return list(desk.records("Progress", frame[certain(desk.view.in_period(days))]))


def _celebrations(desk: Desk) -> list[Win]:
    frame = desk.view.frame("Progress")
    held = frame[certain(frame["Kind"] == "Celebration") & ~certain(frame["Status"] == "Dropped")]
    held = held[held["DoneDate"].notna() | certain(held["Status"] == "Done")]
    return [
        _say(desk, "celebration", record)
        for record in _in_period(desk, held, held["DoneDate"].fillna(held["DueDate"]))
    ]


def _done(desk: Desk, items: Sequence[Item]) -> list[Win]:
    on_time = [_say(desk, "on_time", item.record) for item in items if item.on_time]
    return on_time + [_say(desk, "done", item.record) for item in items if item.done and not item.on_time]


def _outcomes(desk: Desk) -> list[Win]:
    """Outcomes of the period that reached what was planned."""
    frame = desk.view.frame("Progress")
    known = (
        certain(frame["Kind"] == "Outcome")
        & certain(frame["Target"] > 0)
        & ~certain(frame["Status"] == "Dropped")
    )
    reached = frame[known & certain(frame["Actual"] >= frame["Target"])]
    ends = reached["Period"].fillna(reached["DueDate"])
    return [_outcome(desk, record) for record in _in_period(desk, reached, ends)]


def _outcome(desk: Desk, record: Record) -> Win:
    unit, actual, target = record.text("Unit"), record.number("Actual") or 0, record.number("Target") or 0
    if unit == "%":
        times = 100 if max(actual, target) <= 1 else 1
        return _say(
            desk, "outcome_percent", record, actual=number(times * actual), target=number(times * target)
        )
    count = desk.gate.people if unit in PEOPLE else number
    return _say(
        desk,
        "outcome",
        record,
        actual=count(actual),
        target=count(target),
        unit="" if unit == "other" else word(unit),
    )


def _thanks(desk: Desk, won: Sequence[Record], arrived: Sequence[Record]) -> str:
    keys = [record["ResponsiblePartnerID"] for record in won] + [record["PartnerID"] for record in arrived]
    names = sorted({desk.gate.name(key) for key in keys if desk.gate.may_show(key)}, key=str.casefold)
    return desk.words.say("celebrating.words.thanks", names=listed(names)) if names else ""
