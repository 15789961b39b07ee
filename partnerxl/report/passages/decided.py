"""What we decided last time: earlier actions and how the signals of their topics moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerxl.core.texts import say, word
from partnerxl.report.wording import short_date

if TYPE_CHECKING:
    from partnerxl.core.actions import Action
    from partnerxl.core.follow_up import FollowUp
    from partnerxl.report.circle_shapes import EarlierAction, EarlierActions
    from partnerxl.report.findings import Findings
    from partnerxl.report.passages.desk import Desk

MOST = 20


def earlier_actions(desk: Desk, findings: Findings) -> EarlierActions:
    """Actions of earlier reviews; those decided after the period belong to the review of this report."""
    found = [each for each in findings.followed if not after_period(desk, each.action)]
    left = len(found) - MOST
    return {
        "rows": [_row(desk, each) for each in found[:MOST]],
        "more": desk.words.count("decided.more", left) if left > 0 else "",
    }


def after_period(desk: Desk, action: Action) -> bool:
    """True for an action that was decided after the end of the period."""
    return action.decided is not None and action.decided.toordinal() > desk.view.end


def owner(desk: Desk, action: Action) -> str:
    """A partner that agreed to be shown; anybody else stands on the sheet."""
    return desk.gate.name(action.partner, desk.words.say("decided.on_sheet") if action.owner else "")


def _row(desk: Desk, found: FollowUp) -> EarlierAction:
    action = found.action
    return {
        "action": action.says,
        "who": owner(desk, action),
        "due": "" if action.due is None else short_date(action.due),
        "status": word(action.status) if action.status else say("follow_up", "no_status"),
        "answers": "; ".join(filter(None, (found.topic, found.tip))),
        "says": found.says,
    }
