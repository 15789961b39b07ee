"""How the phases' scores went from period to period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from partnerxl.core.assessment import Assessment
from partnerxl.core.history import period_end

FEWEST, MOST = 3, 8  # periods that make a trend, and those a chart has room for


@dataclass(frozen=True)
class Period:
    """One period.

    Attributes:
        end: Its last day.
        scores: The score of each phase from 0 to 100, in the source's order; None where there was none.
    """

    end: date
    scores: tuple[Fraction | None, ...]


def trend(assessment: Assessment) -> tuple[Period, ...]:
    """The last periods up to the present one, the oldest first; nothing when they are too few.

    Of the runs of one period the last one counts, and the assessment itself stands for the present period.
    """
    end = period_end(assessment)
    keys = [found.key for found in assessment.phases]
    found = {
        run.period_end: tuple(run.score_in(key) for key in keys)
        for run in assessment.view.project.runs
        if run.period_end and end and run.period_end < end
    }
    if end is None or len(found) + 1 < FEWEST:
        return ()
    found[end] = tuple(phase.score for phase in assessment.phases)
    return tuple(Period(day, found[day]) for day in sorted(found)[-MOST:])
