"""What a report says of itself: its reference and the records and rules it was made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from partnerxl.core.assessment import Assessment
from partnerxl.core.rulebook import fingerprint
from partnerxl.report.guard import look
from partnerxl.report.review import SHORT, review_name
from partnerxl.report.wordml import parse

ENDING = ".docx"
PROPERTIES = "docProps/custom.xml"
REFERENCE = re.compile("R-[0-9A-F]{8}")


@dataclass(frozen=True)
class Marks:
    """The marks of a report; empty in a Word file that is none of ours.

    Attributes:
        reference: Its reference.
        records: The first signs of the hash of the records.
        rules: The first signs of the hash of the rules and limits.
    """

    reference: str = ""
    records: str = ""
    rules: str = ""

    def fit(self, assessment: Assessment) -> bool:
        """True for a report that was made from these records and limits."""
        now = assessment.view.project.fingerprint, fingerprint(assessment.rulebook)
        return (self.records, self.rules) == tuple(each[:SHORT] for each in now)


def read_marks(report: bytes, name: str) -> Marks:
    """The marks of a Word file.

    Raises:
        BrokenTemplate: If it is no Word file, or one that could harm whoever opens it.
    """
    part = look(report, name).get(PROPERTIES)
    try:
        root = None if part is None else parse(part)
    except etree.XMLSyntaxError:
        return Marks()
    found = {each.get("name"): "".join(each.itertext()) for each in (() if root is None else root)}
    reference = found.get("Reference", "")
    if not REFERENCE.fullmatch(reference):
        return Marks()
    return Marks(reference, found.get("Records hash", ""), found.get("Rules hash", ""))


def newest_report(assessment: Assessment, folder: Path) -> Path | None:
    """The report of this workbook and period that was written last, as staff left it; None without one."""
    found = [path for path in folder.glob(f"*{ENDING}") if path.stem.startswith(review_name(assessment))]
    return max(found, key=lambda path: path.stat().st_mtime_ns, default=None)
