"""WordprocessingML written by hand: paragraphs, tables and content controls as text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from partnerxl.report.tokens import EDGE, MUTED, RULE

if TYPE_CHECKING:
    from collections.abc import Sequence

BOLD = re.compile(r"\*\*(.+?)\*\*")
DATE_CONTROL = (
    '<w:date><w:dateFormat w:val="MMM d, yyyy"/><w:lid w:val="en-US"/>'
    '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
)
NEW_PAGE = (
    '<w:pageBreakBefore/><w:spacing w:before="0" w:after="120"/>'  # looks of a heading on top of a page
)
TEXT_CONTROL = '<w:text w:multiLine="1"/>'


def runs(text: str) -> str:
    """Runs of a text in which ``**words**`` are bold."""
    pieces = BOLD.split(text)
    return "".join(_run(piece, "<w:b/>" if at % 2 else "") for at, piece in enumerate(pieces) if piece)


def _run(text: str, look: str) -> str:
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def styled(text: str, style: str) -> str:
    """A run in a character style."""
    return _run(text, f'<w:rStyle w:val="{style}"/>')


def para(text: str, style: str = "", *, keep: bool = False, bookmark: str = "", look: str = "") -> str:
    """A paragraph of text."""
    return para_of(runs(text), style, keep=keep, bookmark=bookmark, look=look)


def para_of(inner: str, style: str = "", *, keep: bool = False, bookmark: str = "", look: str = "") -> str:
    """A paragraph of ready runs; ``look`` is what stands at the end of its properties."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    kept = "<w:keepNext/>" if keep else ""
    marked = _bookmark(inner, bookmark) if bookmark else inner
    return f"<w:p><w:pPr>{named}{kept}{look}</w:pPr>{marked}</w:p>"


def _bookmark(inner: str, name: str) -> str:
    number = sum(map(ord, name))  # any number will do, as long as no two bookmarks share it
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{number}"/>'


def steer(tag: str) -> str:
    """A paragraph that holds nothing but a tag, as staff see it."""
    return para(f"{{%p {tag} %}}", "TagLine")


def each(name: str, items: str, *inner: str) -> str:
    """Paragraphs repeated for each item of a list."""
    return steer(f"for {name} in {items}") + "".join(inner) + steer("endfor")


def when(condition: str, *inner: str, otherwise: str = "") -> str:
    """Paragraphs that stand only when a condition holds, and those that stand otherwise."""
    other = steer("else") + otherwise if otherwise else ""
    return steer(f"if {condition}") + "".join(inner) + other + steer("endif")


def widths(parts: Sequence[float], total: int) -> list[int]:
    """Column widths in proportion, which add up to the total."""
    found = [round(part * total / sum(parts)) for part in parts]
    found[-1] += total - sum(found)
    return found


def cell(width: int, inner: str, *, axis: bool = False) -> str:
    """A table cell; with an axis it is drawn for bars, which start at its left edge."""
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if axis:
        look += (
            f'<w:tcBorders><w:left w:val="single" w:sz="4" w:space="0" w:color="{EDGE}"/>'
            f'<w:right w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tcBorders>'
            '<w:tcMar><w:top w:w="110" w:type="dxa"/><w:left w:w="0" w:type="dxa"/></w:tcMar>'
        )
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, head: bool = False, height: int = 0) -> str:
    """A table row that does not break over pages; a head row repeats on each page."""
    tall = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    top = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{top}</w:trPr>{''.join(cells)}</w:tr>"


class Table:
    """A table that is being written: its columns, then its rows."""

    def __init__(
        self, parts: Sequence[float], total: int, *, style: str = "ReportTable", keep: bool = False
    ) -> None:
        """Begin a table.

        Args:
            parts: Widths of the columns, in any unit.
            total: Width of the table in twips.
            style: Id of the table style.
            keep: True for a short table that stays on one page with what follows.
        """
        self.widths = widths(parts, total)
        self.style = style
        self.keep = keep
        self.rows: list[str] = []

    def head(self, *titles: str) -> Table:
        """Add the head row; a title that ends with > stands right."""
        cells = [self._title(width, title) for width, title in zip(self.widths, titles, strict=True)]
        self.rows.append(row(*cells, head=True))
        return self

    def _title(self, width: int, title: str) -> str:
        style = "TableHeadNumber" if title.endswith(">") else "TableHead"
        return cell(width, para(title.rstrip(">"), style))

    def row(self, *inner: str, height: int = 0, axis: int = -1) -> Table:
        """Add a row of ready paragraphs; ``axis`` is the column of bars."""
        pairs = enumerate(zip(self.widths, inner, strict=True))
        cells = [cell(width, content, axis=at == axis) for at, (width, content) in pairs]
        self.rows.append(row(*cells, height=height))
        return self

    def tag(self, tag: str) -> Table:
        """Add a row that holds nothing but a tag, over all columns; it vanishes."""
        look = f'<w:tcW w:w="{sum(self.widths)}" w:type="dxa"/><w:gridSpan w:val="{len(self.widths)}"/>'
        inner = para(f"{{%tr {tag} %}}", "TagLine")
        self.rows.append(
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr>{look}</w:tcPr>{inner}</w:tc></w:tr>"
        )
        return self

    def text(self, paragraph: str, style: str = "TableText") -> str:
        """A paragraph for a cell of this table."""
        return para(paragraph, style, keep=self.keep)

    def done(self, title: str, description: str) -> str:
        """The table, with a title and a description for those who hear it."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        look = (
            f'<w:tblStyle w:val="{self.style}"/><w:tblW w:w="{sum(self.widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0620" w:firstRow="1" w:lastRow="0" '
            'w:firstColumn="0" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(title)}/><w:tblDescription w:val={quoteattr(description)}/>"
        )
        return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(self.rows)}</w:tbl>"


def control(tag: str, title: str, kind: str, prompt: str, *, color: str = MUTED) -> str:
    """A content control inside a paragraph; people write, choose or pick a date here."""
    names = f"<w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/>"
    inner = (
        f'<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/><w:color w:val="{color}"/></w:rPr>'
        f"<w:t>{escape(prompt)}</w:t></w:r>"
    )
    return (
        f"<w:sdt><w:sdtPr>{names}<w:showingPlcHdr/>{kind}</w:sdtPr>"
        f"<w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )


def choices(*entries: str, prompt: str = "Choose") -> str:
    """The kind of a control in which one of several entries is chosen."""
    items = "".join(
        f"<w:listItem w:displayText={quoteattr(entry)} w:value={quoteattr(entry)}/>" for entry in entries
    )
    first = f'<w:listItem w:displayText="{escape(prompt)}" w:value=""/>'
    return f"<w:dropDownList>{first}{items}</w:dropDownList>"


def link(bookmark: str, text: str) -> str:
    """A link to a bookmark of the document."""
    look = '<w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>'
    inner = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{inner}</w:hyperlink>'


def page_field(instruction: str, shown: str) -> str:
    """A field that Word works out, such as the page number."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    text = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return (
        mark.format("begin")
        + text
        + mark.format("separate")
        + f"<w:r><w:t>{shown}</w:t></w:r>"
        + mark.format("end")
    )
