"""From one XML part to a program: tags become marks in the tree, which is written out once and cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from partnerxl.core.messages import message
from partnerxl.report.blocks import (
    BARS,
    BLOCKS,
    BarIndent,
    BarStyle,
    ChipStyle,
    Styles,
    bare,
    room,
    set_right_indent,
    set_style,
)
from partnerxl.report.charts import ChartSlot
from partnerxl.report.expressions import Unusable, read, split_filter
from partnerxl.report.faults import Fault, Place, did_you_mean
from partnerxl.report.names import Record, check_names
from partnerxl.report.program import Choices, Container, Name, Print, RowsOrNothing, Source, Step
from partnerxl.report.structure import Ends, Starts, Steer, assemble, pair
from partnerxl.report.tags import Tag, alone, gather, may_hold_tags, slips, tags_in
from partnerxl.report.wordml import (
    BODY,
    BOX_CONTENT,
    CELL,
    CONTROL,
    CONTROL_CONTENT,
    FOOTER,
    HEADER,
    MAIN,
    PARAGRAPH,
    PARAGRAPH_STYLE,
    ROW,
    TABLE,
    TEXT,
    VALUE,
    Node,
    W,
    holder,
    plain,
    position,
    style_of,
    texts_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANY_ATTRIBUTE = "//*[@*[contains(., '{{') or contains(., '{%')]]"
NEED_ENDING = (CELL, HEADER, FOOTER, CONTROL_CONTENT, BOX_CONTENT)
NAMED = (W + "alias", W + "tag")
ENTRY = W + "listItem"
TURNED = str.maketrans("{}", "}{")


@dataclass
class Compiler:
    """The work on one part.

    Attributes:
        root: The part's tree; it is changed.
        mark: A word that occurs nowhere in the part.
        marked: False when no attribute of the part holds a tag.
        styles: The template's styles.
        names: What the template will be filled with, if its names are to be checked.
        faults: Where faults go.
    """

    root: Node
    mark: str
    file: str
    part: str
    styles: Styles
    names: Record | None
    faults: list[Fault]
    marked: bool = True
    steps: list[Step | Steer | Starts | Ends] = field(default_factory=list)

    @property
    def prefix(self) -> str:
        """Prefix of the part's WordprocessingML names, with its colon."""
        names = [name for name, space in self.root.nsmap.items() if space == MAIN]
        return f"{names[0]}:" if names and names[0] else ""

    def program(self) -> list[Step]:
        """The program of the part; empty when there are faults."""
        named = set(self.root.xpath(ANY_ATTRIBUTE)) if self.marked else set()
        for element, place in list(self._tagged(named)):
            if element in named:
                self._attributes(element, place)
            else:
                self._paragraph(element, place)
        if pair([step for step in self.steps if isinstance(step, Steer)], self.faults) and not self.faults:
            self._wrap()
        return self.finished()

    # --- finding ----------------------------------------------------------------------------------

    def _tagged(self, named: set[Node]) -> Iterator[tuple[Node, Place]]:
        """Paragraphs with braces and elements with tags in attributes, each once and with its place."""
        heading, tables = "", 0
        seen = set()
        for element in self.root.iter(TABLE, PARAGRAPH_STYLE, TEXT, *{found.tag for found in named}):
            if element.tag == TABLE:
                tables += 1
            elif element.tag == PARAGRAPH_STYLE:
                heading = self._heading(element) or heading
            found = element if element in named else _paragraph_with_tags(element)
            if found is not None and found not in seen:
                seen.add(found)
                yield found, self._place(found, heading, tables)

    def _heading(self, style: Node) -> str:
        """The text of a heading, from the mark of its style; nothing for other styles."""
        if style.get(VALUE) not in self.styles.headings:
            return ""
        return plain(holder(style, PARAGRAPH))[:60]

    def _place(self, element: Node, heading: str, tables: int) -> Place:
        row, cell = holder(element, ROW), holder(element, CELL)
        path = self.root.getroottree().getelementpath(_nearest_paragraph(element))
        if row is None:
            return Place(self.file, self.part, heading, path=path)
        column = 0 if cell is None else position(cell)
        return Place(self.file, self.part, heading, tables, position(row), column, path)

    # --- marks ------------------------------------------------------------------------------------

    def _add(self, step: Step | Steer | Starts | Ends) -> str:
        """Remember a step; its number comes back as text."""
        self.steps.append(step)
        return str(len(self.steps) - 1)

    def note(self, step: Step | Steer | Starts | Ends) -> Node:
        """A mark that may stand between elements or inside text."""
        return etree.ProcessingInstruction(self.mark, self._add(step))

    def _in_attribute(self, step: Step) -> str:
        """A mark that may stand in an attribute."""
        return f"<?{self.mark} {self._add(step)}?>"

    def source(self, text: str, place: Place, shown: str) -> Source | None:
        """An expression with its place, or None with a fault."""
        try:
            return Source(read(text), place, shown)
        except Unusable as reason:
            self.faults.append(Fault(place, shown, str(reason)))
            return None

    def _fault(self, place: Place, tag: str, text: str) -> None:
        self.faults.append(Fault(place, tag, text))

    # --- paragraphs -------------------------------------------------------------------------------

    def _paragraph(self, paragraph: Node, place: Place) -> None:
        texts = texts_of(paragraph)
        text = "".join(piece.text or "" for piece in texts)
        tags = tags_in(text)
        for shown, reason in slips(text, tags):
            self._fault(
                place, shown, _beside(paragraph, shown) if reason == message("tag", "half") else reason
            )
        if alone(text, tags) and tags[0].kind in ("paragraph", "row"):
            self._steer(paragraph, tags[0], place)
        elif alone(text, tags) and tags[0].kind == "block":
            self._block(paragraph, tags[0], place)
        else:
            self._fill(texts, tags, place)

    def _fill(self, texts: Sequence[Node], tags: Sequence[Tag], place: Place) -> None:
        for mark, tag in gather(texts, tags):
            if tag.kind == "note":
                note = None
            elif tag.kind == "value":
                source = self.source(tag.text, place, tag.shown)
                note = source and self.note(Print(source, self.prefix))
            else:
                self._fault(place, tag.shown, _misplaced(tag))
                note = None
            swap(mark, note)

    def _steer(self, paragraph: Node, tag: Tag, place: Place) -> None:
        element = paragraph if tag.kind == "paragraph" else holder(paragraph, ROW)
        if element is None:
            self._fault(place, tag.shown, message("tag", "outside_table"))
            return
        if tag.kind == "row" and plain(element).strip() != plain(paragraph).strip():
            self._fault(
                place,
                tag.shown,
                message("tag", "row_text"),
            )
            return
        if element.find(f"{W}pPr/{W}sectPr") is not None:
            self._fault(place, tag.shown, message("tag", "section_end"))
            return
        step = self._steering(tag, place)
        if step is not None:
            step.mark = self.note(step)
            swap(element, step.mark)

    def _steering(self, tag: Tag, place: Place) -> Steer | None:
        try:
            return Steer.read(tag, place)
        except Unusable as reason:
            self._fault(place, tag.shown, str(reason))
            return Steer.broken(tag, place)

    def _block(self, paragraph: Node, tag: Tag, place: Place) -> None:
        inner, name = split_filter(tag.text)
        if name not in BLOCKS:
            known = ", ".join(f"|{block}" for block in BLOCKS)
            text = message("tag", "block_end", known=known, hint=did_you_mean(name, BLOCKS))
            self._fault(place, tag.shown, text)
            return
        source = self.source(inner, place, tag.shown)
        if source is not None and name in BARS:
            self._bar(paragraph, source, BARS[name])
        elif source is not None and name == "chart":
            self._chart(paragraph, source)
        elif source is not None:
            self._chip(paragraph, source)

    def _chart(self, paragraph: Node, source: Source) -> None:
        if paragraph.getparent().tag != BODY:
            text = message("tag", "chart_place")
            self._fault(source.place, source.shown, text)
            return
        properties = bare(paragraph)
        if properties.find(W + "sectPr") is not None:
            text = message("tag", "section_end")
            self._fault(source.place, source.shown, text)
            return
        look = etree.tostring(properties, encoding="unicode", with_tail=False)
        swap(paragraph, self.note(ChartSlot(source, look)))

    def _bar(self, paragraph: Node, source: Source, look: str) -> None:
        style = self.styles.ids.get(look)
        if style is None:
            self._fault(source.place, source.shown, message("tag", "no_style", style=look.capitalize()))
            return
        empty = self.styles.ids.get("bar empty", style)
        properties = bare(paragraph)
        set_style(properties, self._in_attribute(BarStyle(source, style, empty)))
        width = room(paragraph, self.styles)
        set_right_indent(properties, self._in_attribute(BarIndent(source, width)))

    def _chip(self, paragraph: Node, source: Source) -> None:
        properties = bare(paragraph)
        own = style_of(paragraph)
        otherwise = self.styles.ids.get("chip other", own)
        set_style(properties, self._in_attribute(ChipStyle(source, self.styles.ids, otherwise)))
        run = etree.SubElement(paragraph, W + "r")
        text = etree.SubElement(run, W + "t")
        text.append(self.note(Print(source, self.prefix)))

    # --- attributes -------------------------------------------------------------------------------

    def _attributes(self, element: Node, place: Place) -> None:
        if element.tag in NAMED:
            self._name(element, place)
        elif element.tag == ENTRY:
            self._entry(element, place)
        else:
            kind = etree.QName(element).localname
            self._fault(place, "", message("tag", "attribute", kind=kind))

    def _name(self, element: Node, place: Place) -> None:
        text = str(element.get(VALUE, ""))
        tags = tags_in(text)
        parts: list[str | Source] = []
        at = 0
        for tag in tags:
            source = self.source(tag.text, place, tag.shown) if tag.kind == "value" else None
            if tag.kind != "value":
                self._fault(place, tag.shown, message("tag", "control_value"))
            parts += [text[at : tag.start], *([source] if source else [])]
            at = tag.end
        name = Name((*parts, text[at:]), cut=element.tag == NAMED[0])
        element.set(VALUE, self._in_attribute(name))

    def _entry(self, element: Node, place: Place) -> None:
        text = str(element.get(W + "displayText") or element.get(VALUE, ""))
        tags = tags_in(text)
        if not alone(text, tags) or tags[0].kind != "value":
            self._fault(place, text, message("tag", "entry"))
            return
        source = self.source(tags[0].text, place, tags[0].shown)
        if source is not None:
            swap(element, self.note(Choices(source, self.prefix)))

    # --- writing out ------------------------------------------------------------------------------

    def _wrap(self) -> None:
        """Mark containers that might lose their last paragraph, and tables that might lose their rows."""
        steered = [step.mark for step in self.steps if isinstance(step, Steer)]
        for parent in dict.fromkeys(mark.getparent() for mark in steered if mark is not None):
            if parent.tag == TABLE:
                _around(parent, self.note(Starts(self._table)), self.note(Ends()))
            elif parent.tag in NEED_ENDING:
                _inside(parent, self.note(Starts(self._container)), self.note(Ends()))

    def _container(self, body: Sequence[Step]) -> Step:
        return Container(body, f"</{self.prefix}p>", f"<{self.prefix}p/>")

    def _table(self, body: Sequence[Step]) -> Step:
        return RowsOrNothing(body, re.compile(rf"<{self.prefix}tr[\s>]"))

    def finished(self) -> list[Step]:
        """The steps between the texts that stay; none when there are faults."""
        text = etree.tostring(self.root, encoding="unicode")
        pieces = re.split(rf"(?:<|&lt;)\?{self.mark} (\d+)\?(?:>|&gt;)", text)
        steps = [self.steps[int(number)] for number in pieces[1::2]]
        if self.names is not None:
            check_names(steps, self.names, self.faults)
        if self.faults:
            return []
        pieces[1::2] = steps
        return assemble(pieces)


def _paragraph_with_tags(element: Node) -> Node:
    """The paragraph of a text that holds a brace, or None."""
    return holder(element, PARAGRAPH) if element.tag == TEXT and may_hold_tags(element.text or "") else None


def _nearest_paragraph(element: Node) -> Node:
    """The paragraph an element is, stands in or holds; the element itself where there is none."""
    if element.tag == PARAGRAPH:
        return element
    control = holder(element, CONTROL)
    inside = None if control is None else next(control.iter(PARAGRAPH), None)
    outside = holder(element, PARAGRAPH)
    return next((found for found in (outside, inside) if found is not None), element)


def _beside(paragraph: Node, half: str) -> str:
    """What to do about half a tag, whose other half may stand in the paragraph beside it."""
    is_first, missing = half[0] == "{", message("tag", "half")
    other = paragraph.getnext() if is_first else paragraph.getprevious()
    text = plain(other) if other is not None and other.tag == PARAGRAPH else ""
    if (half[::-1].translate(TURNED), missing) not in slips(text, tags_in(text)):
        return missing
    return message("tag", "half_next" if is_first else "half_last")


def _misplaced(tag: Tag) -> str:
    if tag.kind == "block":
        return message("tag", "block_alone")
    if tag.kind == "column":
        return message("tag", "columns")
    if tag.kind == "inline":
        return message("tag", "inline")
    return message("tag", "alone")


def swap(element: Node, other: Node | None) -> None:
    """Put another node, or nothing, in an element's place; text after it stays."""
    parent, tail = element.getparent(), element.tail or ""
    if other is not None:
        parent.replace(element, other)
        other.tail = tail
        return
    before = element.getprevious()
    parent.remove(element)
    if before is None:
        parent.text = (parent.text or "") + tail
    else:
        before.tail = (before.tail or "") + tail


def _around(element: Node, start: Node, end: Node) -> None:
    element.addprevious(start)
    tail, element.tail = element.tail, None
    element.addnext(end)
    end.tail = tail


def _inside(element: Node, start: Node, end: Node) -> None:
    element.insert(0, start)
    element.append(end)
