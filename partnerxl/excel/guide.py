"""The pages for people as web pages beside the add-in, so that Help opens them without a network."""

from __future__ import annotations

import re
import shutil
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt

from partnerxl import shipped

GUIDE = "excel-guide.html"
IMAGES = "images"
TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
PAGE_LINK = re.compile(r'href="([\w-]+)\.md')
FRAME = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 "Segoe UI", "Helvetica Neue", sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222; }}
img {{ max-width: 100%; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #ccc; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
code {{ background: #f3f3f3; padding: .1rem .3rem; }}
</style>
<body>
{body}</body>
</html>
"""


def write_pages(folder: Path) -> None:
    """Write every page of the docs, and their pictures, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in shipped.docs().glob("*.md"):
        page = web_page(source.read_text(encoding="utf-8"))
        (folder / source.name).with_suffix(".html").write_text(page, encoding="utf-8")
    shutil.copytree(shipped.docs() / IMAGES, folder / IMAGES, dirs_exist_ok=True)


def web_page(text: str) -> str:
    """A page in Markdown as a web page; links to other pages lead to their web pages.

    >>> "<h1>Guide</h1>" in web_page("# Guide")
    True
    """
    body = MarkdownIt("commonmark").enable("table").render(text)
    title = TITLE.search(text)
    return FRAME.format(title=escape(title[1] if title else ""), body=PAGE_LINK.sub(r'href="\1.html', body))
