"""What a user asks for, each a few lines over the rooms below; a room is opened only when it is needed."""

from __future__ import annotations

from partnerxl.workflow.books import (
    DASHBOARD,
    Refreshed,
    Restored,
    assess,
    check,
    explain,
    new,
    refresh,
    restore,
)
from partnerxl.workflow.circle import collect, next_period, prepare, returned_folder
from partnerxl.workflow.demonstration import Demo, begin_folder, demo
from partnerxl.workflow.papers import (
    facilitator_page,
    partner_pages,
    pdf,
    pulse_form,
    report,
    report_as_pdf,
    signed_copy,
)
from partnerxl.workflow.steps import Step, quietly
from partnerxl.workflow.templates import (
    check_template,
    list_names,
    new_template,
    own_templates,
    preview_template,
)

__all__ = [
    "DASHBOARD",
    "Demo",
    "Refreshed",
    "Restored",
    "Step",
    "assess",
    "begin_folder",
    "check",
    "check_template",
    "collect",
    "demo",
    "explain",
    "facilitator_page",
    "list_names",
    "new",
    "new_template",
    "next_period",
    "own_templates",
    "partner_pages",
    "pdf",
    "prepare",
    "preview_template",
    "pulse_form",
    "quietly",
    "refresh",
    "report",
    "report_as_pdf",
    "restore",
    "returned_folder",
    "signed_copy",
]
