"""What each partner promised and where it stands, in lines for its message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from partnerxl.core import texts
from partnerxl.core.actions import read_actions
from partnerxl.core.file_names import one_line
from partnerxl.core.follow_up import is_open
from partnerxl.core.measures.delivery import due_items
from partnerxl.core.measures.resources import due_resources
from partnerxl.core.view import View, certain
from partnerxl.send.wording import say

DONE = "Done"
OVER = frozenset({DONE, "Dropped"})
Told = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class OwnLines:
    """Lines for one partner.

    Attributes:
        promised: What it promised for the period, and where that stands.
        waiting: Open decisions and actions it carries out.
        late: The first promised thing that is not done, or nothing.
    """

    promised: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    late: str = ""


def own_lines(view: View) -> Mapping[str, OwnLines]:
    """The lines of each partner that has some, by its key; none where nothing says when the period ends."""
    if not view.dated:
        return {}
    promised = _by_partner(_items(view), _resources(view))
    waiting = _by_partner(_decisions(view), _actions(view))
    late = dict(reversed(list(_late(view))))
    keys = {*promised, *waiting, *late}
    return {
        key: OwnLines(tuple(promised[key]), tuple(waiting[key]), late.get(key, "")) for key in sorted(keys)
    }


def _by_partner(*told: Told) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for each in told:
        for key, line in each:
            found[key].append(line)
    return found


# --- promised -------------------------------------------------------------------------------------

ITEM = ("ResponsiblePartnerID", "Title", "Kind", "Status", "DueDate", "RevisedDate", "DoneDate")


def _items(view: View) -> Told:
    for key, title, kind, status, due, new, done in due_items(view).rows(*ITEM):
        if key is not None:
            yield str(key), _item(one_line(title or _word(kind)), status, due, new, done)


def _item(title: str, status: str | None, due: int | None, new: int | None, done: int | None) -> str:
    if status == DONE:
        return say("line", "done_on" if done else "done", title=title, done=_day(done))
    key = "moved" if new else "waiting"
    return say("line", key, title=title, status=_status(status), due=_day(due), new=_day(new))


def _word(typed: str | None) -> str:
    """A word of a list in the language that is spoken; empty when there is none."""
    return texts.word(typed) if typed else ""


def _status(typed: str | None) -> str:
    return (_word(typed) or say("line", "untold")).lower()


def _late(view: View) -> Told:
    for key, title, kind, status, *_ in due_items(view).rows(*ITEM):
        if key is not None and status not in OVER:
            yield str(key), one_line(title or _word(kind))


RESOURCE = ("PartnerID", "Kind", "Description", "Status", "CommittedAmount", "ReceivedAmount", "Unit")


def _resources(view: View) -> Told:
    for key, kind, what, status, committed, received, unit in due_resources(view).rows(*RESOURCE):
        if key is None:
            continue
        words = _word(kind)
        name = say("line", "resource", kind=words, what=what) if words and what else words or what or ""
        slots = {"what": one_line(name), "status": _status(status)}
        if committed is None or received is None:
            yield str(key), say("line", "status", **slots)
        else:
            sizes = {"committed": _size(committed), "received": _size(received)}
            beside = {**slots, "unit": texts.unit_word(unit or "", committed)}
            yield str(key), say("line", "amount", **sizes, **beside)


def _size(amount: float) -> str:
    return texts.plain(Fraction(amount))


# --- open -----------------------------------------------------------------------------------------


def _decisions(view: View) -> Told:
    frame = view.frame("Decisions")
    waiting = frame[~certain(frame["DoneDate"] <= view.end)]
    for key, title, due in waiting.rows("OwnerPartnerID", "Title", "DueDate"):
        if key is not None and title:
            yield str(key), _action(title, due)


def _actions(view: View) -> Told:
    """Open actions whose owner is a partner; other owners get no message."""
    for action in read_actions(view.project):
        if action.partner and is_open(action, view):
            yield action.partner, _action(action.says, action.due.toordinal() if action.due else None)


def _action(title: str, due: int | None) -> str:
    return say("line", "action_due" if due else "action", title=one_line(title), due=_day(due))


def _day(day: int | None) -> str:
    return "" if day is None else texts.long_date(date.fromordinal(int(day)))
