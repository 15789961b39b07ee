"""A person may set another status, with reason, name and date; the computed one stays beside it (F3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from build import project

from partnerxl.core import summary
from partnerxl.core.assess import assess
from partnerxl.core.assessment import Assessment, Override, Status

Row = dict[str, Any]
END: Row = {"PeriodStart": date(2025, 7, 1), "PeriodEnd": date(2026, 6, 30)}
SET: Row = {
    "Pitfall": "P4",
    "Status": "Watch",
    "Reason": "Two items came the week after",
    "Name": "Ana",
    "Date": date(2026, 7, 8),
}


def look(*rows: Row) -> Assessment:
    items = [{"Kind": "Milestone", "DueDate": date(2026, 1, at + 1), "Status": "Late"} for at in range(5)]
    return assess(project(Initiative=END, Progress=items, Overrides=list(rows)))


def flags(assessment: Assessment) -> Row:
    table = next(table for table in summary.tables(assessment, date(2026, 10, 1)) if table.name == "Flags")
    return dict(zip(table.columns, table.rows[3], strict=True))


def test_the_status_that_people_set_stands_beside_the_computed_one() -> None:
    found = flags(look(SET))

    assert (found["Status"], found["Computed status"]) == ("Watch", "Discuss")
    assert found["Override"] == (
        "Set to Watch by Ana on July 8, 2026; computed: Discuss (on partial evidence). "
        "Reason: Two items came the week after"
    )


def test_without_one_the_computed_status_stands_alone() -> None:
    found = flags(look())

    assert (found["Status"], found["Computed status"], found["Override"]) == (
        "Discuss (on partial evidence)",
        "Discuss",
        None,
    )


def test_evidence_and_computed_status_of_an_overridden_topic_stay() -> None:
    one, other = (summary.as_json(look(*rows)) for rows in ([SET], []))

    assert one == other


def test_of_several_the_latest_counts_and_the_lower_row_of_one_day() -> None:
    older = SET | {"Status": "Priority", "Date": date(2026, 7, 7)}
    later = SET | {"Status": "No sign so far"}

    found = [each.override for each in look(SET, later, older).pitfalls if each.override]

    assert found == [Override(Status.NO_SIGN_SO_FAR, SET["Reason"], "Ana", date(2026, 7, 8))]


@pytest.mark.parametrize("missing", list(SET))
def test_a_row_without_everything_is_a_problem_and_changes_nothing(missing: str) -> None:
    assessment = look(SET | {missing: None})

    assert [each.override for each in assessment.pitfalls if each.override] == []
    (wrong,) = [each for each in assessment.problems if each.code == "PX-303"]
    assert (wrong.where, wrong.found) == ("Overrides!A2", f"a row without {missing}")


def test_a_word_that_is_no_status_is_a_problem_and_changes_nothing() -> None:
    assessment = look(SET | {"Status": "Fine"})

    assert [each.override for each in assessment.pitfalls if each.override] == []
    assert {each.where for each in assessment.problems if each.where.startswith("Overrides")} == {
        "Overrides!A2",
        "Overrides!B2",
    }
