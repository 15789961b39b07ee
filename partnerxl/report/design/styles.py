"""The styles of a report: every look has a name that staff can change in Word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from partnerxl.report import tokens as t
from partnerxl.report.wordml import MAIN

if TYPE_CHECKING:
    from partnerxl.report.tokens import Chip, Paper

FACE = f'<w:rFonts w:ascii="{t.FONT}" w:hAnsi="{t.FONT}" w:eastAsia="{t.FONT}" w:cs="{t.FONT}"/>'
BUILT_IN = {
    "Normal",
    "Title",
    "Subtitle",
    "Heading1",
    "Heading2",
    "ListBullet",
    "ListNumber",
    "Header",
    "Footer",
}
TOP = '<w:outlineLvl w:val="0"/>'  # a chapter in the outline
SIDES = ("top", "left", "bottom", "right")


def type_of(size: int = 0, color: str = "", *, bold: bool = False, extra: str = "") -> str:
    """Look of the letters: size in half-points, color, weight."""
    strong = "<w:b/><w:bCs/>" if bold else ""
    caps = "<w:caps/>" if extra == "caps" else ""
    tint = f'<w:color w:val="{color}"/>' if color else ""
    tracked = '<w:spacing w:val="40"/>' if extra == "caps" else ""
    points = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return f"<w:rPr>{strong}{caps}{tint}{tracked}{points}</w:rPr>"


def space(before: float, after: float, line: int = 264, rule: str = "auto") -> str:
    """Space before and after in points, line height in 240ths (or twips when exact)."""
    above, below = round(before * t.POINT), round(after * t.POINT)
    return f'<w:spacing w:before="{above}" w:after="{below}" w:line="{line}" w:lineRule="{rule}"/>'


def fill(color: str) -> str:
    """A color behind a paragraph."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{color}"/>'


def box(color: str, gaps: tuple[int, int, int, int], size: int = 4, line: str = "single") -> str:
    """A line around a paragraph, with gaps (top, left, bottom, right) in points."""
    pairs = zip(SIDES, gaps, strict=True)
    lines = "".join(
        f'<w:{side} w:val="{line}" w:sz="{size}" w:space="{gap}" w:color="{color}"/>' for side, gap in pairs
    )
    return f"<w:pBdr>{lines}</w:pBdr>"


def indent(left: int, right: int) -> str:
    """Indents in twips."""
    return f'<w:ind w:left="{left}" w:right="{right}"/>'


def numbered(number: int) -> str:
    """The mark of a list."""
    return f'<w:numPr><w:numId w:val="{number}"/></w:numPr>'


@dataclass(frozen=True)
class Style:
    """One paragraph style."""

    id: str
    name: str
    paragraph: str = ""
    letters: str = ""
    based: str = "Normal"
    next: str = ""

    def xml(self) -> str:
        """The style as WordprocessingML."""
        first = ' w:default="1"' if self.id == "Normal" else ""
        own = "" if self.id in BUILT_IN else ' w:customStyle="1"'
        based = "" if self.id == "Normal" else f'<w:basedOn w:val="{self.based}"/>'
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        return (
            f'<w:style w:type="paragraph"{first}{own} w:styleId="{self.id}"><w:name '
            f'w:val="{self.name}"/>{based}'
            f"{following}<w:qFormat/><w:pPr>{self.paragraph}</w:pPr>{self.letters}</w:style>"
        )


def _cover() -> list[Style]:
    band = box(t.NAVY, (24, 15, 24, 15)) + fill(t.NAVY)
    inside = indent(310, 310)
    keep = "<w:keepNext/>"
    return [
        Style(
            "CoverKicker",
            "Cover kicker",
            keep + band + space(0, 4) + inside,
            type_of(t.KICKER, t.ON_NAVY, bold=True, extra="caps"),
        ),
        Style(
            "Title",
            "Title",
            keep + band + space(0, 0, 230) + inside,
            type_of(t.TITLE, t.WHITE, bold=True),
            next="Subtitle",
        ),
        Style(
            "Subtitle",
            "Subtitle",
            keep + band + space(7, 0) + inside + "<w:contextualSpacing/>",
            type_of(t.SUBTITLE, t.ON_NAVY),
        ),
        Style("CoverPartners", "Cover partners", space(9, 0), type_of(t.SMALL, t.MUTED)),
        Style("Lead", "Lead paragraph", space(7, 6, 276), type_of(t.LEAD, t.NAVY)),
    ]


def _text() -> list[Style]:
    kept = "<w:keepNext/><w:keepLines/>"
    return [
        Style("Normal", "Normal", space(0, 6), type_of(t.BODY, t.INK)),
        Style(
            "Heading1",
            "heading 1",
            kept + numbered(1) + space(24, 6, 240) + TOP,
            type_of(t.HEADING_1, t.NAVY, bold=True),
            next="Normal",
        ),
        Style(
            "Heading2",
            "heading 2",
            kept + space(14, 4, 240) + '<w:outlineLvl w:val="1"/>',
            type_of(t.HEADING_2, t.NAVY, bold=True),
            next="Normal",
        ),
        Style(
            "CoverHeading",
            "Cover heading",
            kept + space(10, 3, 240) + TOP,
            type_of(t.HEADING_2, t.NAVY, bold=True),
        ),
        Style("ListBullet", "List Bullet", numbered(2) + space(0, 4)),
        Style("ListNumber", "List Number", "<w:keepNext/>" + numbered(3) + space(10, 4), type_of(bold=True)),
        Style("Note", "Note", space(4, 4, 252), type_of(t.SMALL, t.MUTED)),
        Style("NoteBullet", "Note bullet", numbered(5) + space(0, 2, 252), "", "Note"),
        Style(
            "TableGap",
            "Gap between tables",
            '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>',
        ),
        Style("Panel", "Panel", box(t.PANEL, (7, 7, 7, 7)) + fill(t.PANEL) + space(12, 6) + indent(150, 150)),
        Style(
            "AnswerBox",
            "Answer box text",
            box(t.EDGE, (6, 6, 31, 6), 6) + space(3, 12, 300) + indent(397, 140),
        ),
        Style("TagLine", "Tag line", "<w:keepNext/>" + space(0, 0, 240), type_of(t.SMALL, t.MUTED)),
    ]


def _table_text() -> list[Style]:
    right = '<w:jc w:val="right"/>'
    table = "TableText"
    return [
        Style(table, "Table text", space(0, 0, 250), type_of(t.TABLE)),
        Style("TableStrong", "Table text strong", "", type_of(color=t.NAVY, bold=True), table),
        Style("TableNumber", "Table number", right, "", table),
        Style("TableStrongNumber", "Table number strong", right, type_of(color=t.NAVY, bold=True), table),
        Style(
            "TableHead",
            "Table head",
            "<w:keepNext/>" + space(0, 0, 240),
            type_of(t.SMALL, t.NAVY, bold=True),
            table,
        ),
        Style("TableHeadNumber", "Table head number", right, "", "TableHead"),
        Style("TableNote", "Table note", space(1, 0, 240), type_of(t.SMALL, t.MUTED), table),
        Style("TableNoteNumber", "Table note number", right, "", "TableNote"),
        Style("TableItem", "Table item", space(0, 3, 250), "", table),
        Style("ChipNote", "Note under a chip", space(3, 0, 240), "", "TableNote"),
        Style("TableBullet", "Table bullet", numbered(4) + space(0, 1.5, 250), "", table),
        Style(
            "KeyNumber",
            "Key number",
            "<w:keepNext/>" + space(0, 0, 216),
            type_of(t.KEY_NUMBER, t.NAVY, bold=True),
            table,
        ),
    ]


def _bars() -> list[Style]:
    def bar(color: str, height: int, gap: int) -> str:
        painted = fill(color) if color else ""
        return f'{painted}<w:spacing w:before="{gap}" w:after="0" w:line="{height}" w:lineRule="exact"/>'

    tiny = type_of(6)
    return [
        Style("Bar", "Bar now", bar(t.NAVY, t.BAR_NOW, 0), tiny, "TableText"),
        Style("BarLast", "Bar last", bar(t.STEEL, t.BAR_LAST, t.BAR_GAP), tiny, "TableText"),
        Style("BarEmpty", "Bar empty", bar("", t.BAR_NOW, 0), tiny, "TableText"),
    ]


def _chip(word: str, chip: Chip) -> Style:
    look = (
        box(chip.edge, (1, 1, 1, 1), chip.width, chip.line)
        + fill(chip.fill)
        + space(1, 1, 250)
        + indent(40, 40)
        + '<w:jc w:val="center"/>'
    )
    name = "Chip" + "".join(part.capitalize() for part in word.split())
    return Style(name, f"Chip {word}", look, type_of(t.SMALL, chip.text, bold=True), "TableText")


def _ends(paper: Paper) -> list[Style]:
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{paper.text_width}"/></w:tabs>'

    def line(side: str) -> str:
        return f'<w:pBdr><w:{side} w:val="single" w:sz="4" w:space="6" w:color="{t.RULE}"/></w:pBdr>'

    small = type_of(t.SMALL, t.MUTED)
    return [
        Style("Header", "header", line("bottom") + tab + space(0, 0, 240), small),
        Style("HeaderFirst", "Header first page", tab + space(0, 0, 240), small),
        Style("Footer", "footer", line("top") + tab + space(0, 0, 240), small),
    ]


def _character_styles() -> str:
    return (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="PlaceholderText"><w:name w:val="Placeholder Text"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="{t.MUTED}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="SourceRows"><w:name w:val="Source rows"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>{type_of(t.SMALL, t.MUTED)}</w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="{t.TEAL}"/><w:u '
        'w:val="single"/></w:rPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
    )


def _padding(above: int, beside: int) -> str:
    sizes = zip(SIDES, (above, beside, above, beside), strict=True)
    return (
        "<w:tblCellMar>"
        + "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in sizes)
        + "</w:tblCellMar>"
    )


def _table_style(style: str, name: str, borders: dict[str, tuple[int, str]], head: str) -> str:
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'
        for side, (size, color) in borders.items()
    )
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{style}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders>{_padding(t.CELL_ABOVE, t.CELL_BESIDE)}</w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>{head}</w:tcPr></w:tblStylePr></w:style>'
    )


def _tables() -> str:
    panel = fill(t.PANEL) + '<w:vAlign w:val="bottom"/>'
    ruled = {"top": (8, t.NAVY), "bottom": (8, t.NAVY), "insideH": (4, t.RULE)}
    boxed = dict.fromkeys((*SIDES, "insideH", "insideV"), (6, t.EDGE))
    keyed = {"top": (12, t.TEAL), "insideV": (4, t.RULE)}
    normal = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal '
        'Table"/><w:semiHidden/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{_padding(0, 108)}</w:tblPr></w:style>'
    )
    return (
        normal
        + _table_style("ReportTable", "Report table", ruled, panel)
        + _table_style("BoxTable", "Answer table", boxed, panel)
        + _table_style("KeyTable", "Key number table", keyed, "")
    )


def styles_part(paper: Paper) -> str:
    """The styles part for a sheet of paper."""
    chips = [_chip(word, chip) for word, chip in t.CHIPS.items()]
    named = [*_text(), *_cover(), *_table_text(), *_bars(), *chips, *_ends(paper)]
    usual = f'<w:rPr>{FACE}<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr>'
    return (
        f'<w:styles xmlns:w="{MAIN}"><w:docDefaults><w:rPrDefault>{usual}</w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + "".join(style.xml() for style in named)
        + _character_styles()
        + _tables()
        + "</w:styles>"
    )


def _list(number: int, level: str) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/>{level}</w:lvl></w:abstractNum>'
    )


def _level(style: str, shape: str, shown: str, left: int, hanging: int) -> str:
    place = f'<w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>'
    tint = f'<w:rPr><w:color w:val="{t.TEAL}"/></w:rPr>'
    return (
        f'<w:numFmt w:val="{shape}"/><w:pStyle w:val="{style}"/><w:lvlText w:val="{shown}"/>'
        '<w:lvlJc w:val="left"/>'
        f"{place}{tint}"
    )


def numbering_part() -> str:
    """The lists: numbered headings, bullets, numbered questions, bullets in tables."""
    lists = {
        1: _level("Heading1", "decimal", "%1", 480, 480),
        2: _level("ListBullet", "bullet", "•", 340, 227),
        3: _level("ListNumber", "decimal", "%1.", 397, 397),
        4: _level("TableBullet", "bullet", "•", 190, 190),
        5: _level("NoteBullet", "bullet", "•", 340, 227),
    }
    shapes = "".join(_list(number, level) for number, level in lists.items())
    used = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in lists
    )
    return f'<w:numbering xmlns:w="{MAIN}">{shapes}{used}</w:numbering>'
