"""What a signed-off copy holds: answers, next steps, decisions and the word of each partner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from partnerxl.core.actions import Action, read_actions
from partnerxl.core.texts import word
from partnerxl.report.passages.cover import partner_keys
from partnerxl.report.passages.decided import after_period, owner
from partnerxl.report.wording import listed, long_date, short_date

if TYPE_CHECKING:
    from partnerxl.core import signed
    from partnerxl.report import circle_shapes as shapes
    from partnerxl.report.passages.desk import Desk
    from partnerxl.report.shape import ReportContext

AGREEMENTS = ("Agree", "Agree with comment", "Do not agree")
AGREE = {"Yes": "Agree", "With comment": "Agree with comment", "No": "Do not agree"}


def no_copy() -> shapes.SignedCopy:
    """What a report holds that asks for answers."""
    return {
        "mark": "",
        "note": "",
        "lead": "",
        "hidden": "",
        "conflicts": "",
        "signatures": [],
        "questions": [],
        "decisions": [],
        "others": [],
    }


def fill_in(desk: Desk, context: ReportContext, came: signed.Signed) -> None:
    """Put into a report what came back on it."""
    own = {topic["id"] for topic in context["topics"]["rows"]}
    steps = [action for action in read_actions(desk.view.project) if after_period(desk, action)]
    for topic in context["topics"]["rows"]:
        topic["replies"] = _replies(desk, (reply for reply in came.replies if reply.topic == topic["id"]))
        topic["steps"] = [_step(desk, action) for action in steps if action.topic == topic["id"]]
    asked = context["questions"]
    context["signed"] = {
        "mark": _mark(desk, came),
        "note": _note(desk, came, context["report"]["reference"]),
        "lead": _lead(desk, came.signatures),
        "hidden": _hidden(desk, came),
        "conflicts": _conflicts(desk, came),
        "signatures": list(_signatures(desk, came.signatures)),
        "questions": [
            {
                "question": question,
                "replies": _replies(desk, (reply for reply in came.replies if reply.question == number)),
            }
            for number, question in enumerate(asked, 1)
        ],
        "decisions": [
            *(_decision(desk, each) for each in came.decisions),
            *(_step(desk, action) for action in steps if action.topic not in own),
        ],
        "others": list(_others(desk, came.replies, own, len(asked))),
    }


# --- what it says of itself -----------------------------------------------------------------------


def _mark(desk: Desk, came: signed.Signed) -> str:
    if came.day is None:
        return desk.words.say("signed.undated")
    return desk.words.say("signed.mark", date=long_date(came.day))


def _note(desk: Desk, came: signed.Signed, reference: str) -> str:
    """Whether it is the report that partners signed, and which others have answers on our sheets."""
    same = reference == came.reference
    notes = [] if same else [desk.words.say("signed.changed", reference=came.reference)]
    if came.others:
        notes.append(desk.words.say("signed.others", references=listed(came.others)))
    if came.own_questions:
        notes.append(desk.words.say("signed.own_questions"))
    return " ".join(notes)


# --- answers --------------------------------------------------------------------------------------


def _replies(desk: Desk, replies: Iterable[signed.Reply]) -> list[shapes.Reply]:
    """Answers of partners that agreed to be shown, by name."""
    shown = [reply for reply in replies if desk.gate.may_show(reply.partner)]
    return [
        {"who": desk.gate.name(reply.partner), "says": reply.says, "agree": _agree(reply)}
        for reply in sorted(shown, key=lambda reply: desk.gate.name(reply.partner).casefold())
    ]


def _agree(reply: signed.Reply) -> str:
    return word(AGREE.get(reply.agree, reply.agree))


def _others(
    desk: Desk, replies: Iterable[signed.Reply], own: set[str], questions: int
) -> Iterator[shapes.OtherReply]:
    """Answers to what is no topic to discuss and no question of this report."""
    for reply in replies:
        placed = reply.topic in own or 1 <= reply.question <= questions
        if not placed and desk.gate.may_show(reply.partner):
            yield {"about": reply.about, "who": desk.gate.name(reply.partner), "says": reply.says}


def _step(desk: Desk, action: Action) -> shapes.Step:
    return {
        "what": action.says,
        "who": owner(desk, action),
        "due": "" if action.due is None else short_date(action.due),
    }


def _decision(desk: Desk, made: signed.NewDecision) -> shapes.Step:
    return {
        "what": made.title,
        "who": desk.gate.name(made.owner),
        "due": "" if made.due is None else short_date(made.due),
    }


# --- sign-off -------------------------------------------------------------------------------------


def _lead(desk: Desk, signatures: Sequence[signed.Signature]) -> str:
    """How many said what, partners that are not shown among them, so that no disagreement is lost."""
    known = partner_keys(desk)
    said = {
        each.partner: {one.agreement for one in signatures if one.partner == each.partner}
        for each in signatures
    }
    counts = [sum(agreement in words for words in said.values()) for agreement in AGREEMENTS]
    waiting = len(known - said.keys())
    slots = dict(zip(("agree", "comment", "differ"), counts, strict=True))
    return desk.words.say("signed.lead", **slots, waiting=waiting)


def _signatures(desk: Desk, signatures: Sequence[signed.Signature]) -> Iterator[shapes.Signature]:
    """Every active partner and every other that signed, in alphabetical order; two answers stand side by side."""
    inside = set(desk.view.partners["key"])
    keys = partner_keys(desk) | {each.partner for each in signatures if each.partner in inside}
    for key in sorted(keys, key=lambda key: desk.view.name_of(key).casefold()):
        said = [each for each in signatures if each.partner == key]
        if not said:
            yield _unsigned(desk, key, "signed.waiting")
        elif desk.gate.may_show(key):
            yield from (_signature(desk, each) for each in said)
        else:
            yield _unsigned(desk, key, "signed.not_shown")


def _unsigned(desk: Desk, key: str, why: str) -> shapes.Signature:
    name, agreement = desk.view.name_of(key), desk.words.say(why)
    return {"name": name, "agreement": agreement, "comment": "", "signed_by": "", "date": ""}


def _signature(desk: Desk, said: signed.Signature) -> shapes.Signature:
    return {
        "name": desk.view.name_of(said.partner),
        "agreement": word(said.agreement) or desk.words.say("signed.no_choice"),
        "comment": said.comment,
        "signed_by": said.name,
        "date": "" if said.day is None else short_date(said.day),
    }


def _hidden(desk: Desk, came: signed.Signed) -> str:
    """How many answers are left out because nobody agreed that they are shown."""
    partners = [*(each.partner for each in came.replies), *(each.partner for each in came.signatures)]
    hidden = sum(not desk.gate.may_show(partner) for partner in partners)
    return desk.words.count("signed.hidden", hidden) if hidden else ""


def _conflicts(desk: Desk, came: signed.Signed) -> str:
    """Partners with two different answers to one thing, both of which are printed."""
    asked = [(each.partner, each.about) for each in came.replies]
    asked += [(each.partner, "") for each in came.signatures]
    twice = {key for key, about in asked if asked.count((key, about)) > 1 and desk.gate.may_show(key)}
    names = sorted((desk.gate.name(key) for key in twice), key=str.casefold)
    return desk.words.say("signed.conflicts", names=listed(names)) if names else ""
