"""The four phases over the periods: one set of numbers for the table, the chart and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerxl.core import wording
from partnerxl.core.language import ENGLISH, speaking
from partnerxl.report.wording import listed, short_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnerxl.core.trend import Period
    from partnerxl.report.passages.desk import Desk
    from partnerxl.report.shape import Trend, TrendLine, TrendRow


def trend(desk: Desk, names: Sequence[str], periods: Sequence[Period]) -> Trend:
    """The trend of phases with these names; everything is empty without periods."""
    if not periods:
        return {"title": "", "lead": "", "rows": [], "labels": [], "lines": [], "says": ""}
    rows = [_row(desk, period) for period in periods]
    first, last = rows[0]["period"], rows[-1]["period"]
    return {
        "title": desk.words.say("phases.trend.title", n=len(rows)),
        "lead": desk.words.say("phases.trend.lead"),
        "rows": rows,
        "labels": [row["period"] for row in rows],
        "lines": [_line(desk, at, name, periods) for at, name in enumerate(names)],
        "says": desk.words.say("phases.trend.says", first=first, last=last, scores=_moves(desk, names, rows)),
    }


def _row(desk: Desk, period: Period) -> TrendRow:
    none = desk.words.say("phases.no_score")
    return {"period": short_date(period.end), "scores": [each or none for each in _shown(desk, period)]}


def _shown(desk: Desk, period: Period) -> list[str]:
    """The scores as they are printed everywhere else; empty where there was none."""
    rules = desk.view.rules
    return ["" if score is None else wording.score(score, rules) for score in period.scores]


def _line(desk: Desk, at: int, name: str, periods: Sequence[Period]) -> TrendLine:
    with speaking(ENGLISH):  # digits that a chart can read
        scores, rules = [period.scores[at] for period in periods], desk.view.rules
    values = [None if score is None else wording.drawn_score(score, rules) for score in scores]
    return {"name": name, "values": values}


def _moves(desk: Desk, names: Sequence[str], rows: Sequence[TrendRow]) -> str:
    ends = zip(names, rows[0]["scores"], rows[-1]["scores"], strict=True)
    moves = (
        desk.words.say("phases.trend.move", name=name, first=first, last=last) for name, first, last in ends
    )
    return listed(list(moves))
