"""What each command shows a person, and what it gives a program."""

from __future__ import annotations

from partnerxl.screens.addin import condition_json, show_built, show_condition, show_installed
from partnerxl.screens.books import (
    assessment_json,
    problem_json,
    problems_json,
    refreshed_json,
    restored_json,
    show_assessment,
    show_problems,
    show_refreshed,
    show_restored,
)
from partnerxl.screens.circle import (
    gathered_json,
    prepared_json,
    said,
    show_collected,
    show_drafts,
    show_gathered,
    show_prepared,
    show_stations,
    stations_json,
)
from partnerxl.screens.papers import (
    checked_json,
    demo_json,
    names_json,
    show_checked,
    show_demo,
    show_hurdles,
    show_names,
)
from partnerxl.screens.period import new_book_json, show_new_book

__all__ = [
    "assessment_json",
    "checked_json",
    "condition_json",
    "demo_json",
    "gathered_json",
    "names_json",
    "new_book_json",
    "prepared_json",
    "problem_json",
    "problems_json",
    "refreshed_json",
    "restored_json",
    "said",
    "show_assessment",
    "show_built",
    "show_checked",
    "show_collected",
    "show_condition",
    "show_demo",
    "show_drafts",
    "show_gathered",
    "show_hurdles",
    "show_installed",
    "show_names",
    "show_new_book",
    "show_prepared",
    "show_problems",
    "show_refreshed",
    "show_restored",
    "show_stations",
    "stations_json",
]
