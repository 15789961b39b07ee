"""Writes the pictures of pages in docs anew: ``python tests/report/report_pictures.py``.

Needs LibreOffice and pdftoppm. The pages are those of an invented partnership.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from partnerxl import circle, shipped, workflow

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SHOWN = "troubled"
DOTS = 80  # per inch
SIGN_OFF = 13  # the page of the signed-off copy on which it begins


def picture(pdf: Path, page: int, name: str) -> None:
    """Write one page of a PDF as a picture."""
    pages = ["-f", str(page), "-l", str(page), "-singlefile", "-r", str(DOTS)]
    subprocess.run(["pdftoppm", "-png", *pages, pdf, IMAGES / name], check=True)  # noqa: S607  by hand only


def main() -> None:
    """Make the papers of the partnership and a picture of some of their pages."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(shutil.copyfile(shipped.workbooks() / f"{SHOWN}.xlsx", Path(folder) / f"{SHOWN}.xlsx"))
        report = workflow.pdf(workflow.report(book))
        partner = workflow.pdf(workflow.partner_pages(book)[0])
        facilitator = workflow.pdf(workflow.facilitator_page(book))
        for pdf, page, name in (
            (report, 1, "report-page"),
            (report, 5, "report-topics"),
            (partner, 1, "partner-page"),
            (facilitator, 1, "facilitator-page"),
        ):
            picture(pdf, page, name)
    circle_pictures()


def circle_pictures() -> None:
    """Play the whole circle and picture a form, a page that came back, and the sign-off."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "circle"
        list(circle.play(folder))
        for pattern, page, picture_name in (
            ("* pulse *.docx", 1, "pulse-form"),
            ("returned copies/* page.docx", 1, "returned-page"),
            ("* signed-off copy *.docx", SIGN_OFF, "signed-off"),
        ):
            pdf = workflow.pdf(next(iter(sorted(folder.glob(pattern)))))
            picture(pdf, page, picture_name)


if __name__ == "__main__":
    main()
