"""Each part of a template to its program: those with text, and the document's properties."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from partnerxl.core.messages import message
from partnerxl.report.blocks import Styles
from partnerxl.report.compiler import Compiler, swap
from partnerxl.report.faults import Fault, Place
from partnerxl.report.program import PrintPlain, Step
from partnerxl.report.tags import Tag, gather, may_hold_tags, slips, tags_in
from partnerxl.report.wordml import RUN, Node, W, parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from partnerxl.report.names import Record

MARKED = re.compile(rb"=\s*(?:\"[^\"]*\{[{%]|'[^']*\{[{%])")  # an attribute that holds a tag
TRACKED = tuple(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
RUN_LOOK = W + "rPr"
COMMENTED = tuple(W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))


def compile_part(
    raw: bytes, place: Place, styles: Styles, names: Record | None, faults: list[Fault]
) -> list[Step]:
    """The program of one part with text, a fault in the list for each thing to mend."""
    root = parse(raw)
    if b"comment" in raw:
        _drop_comments(root)
    if next(root.iter(*TRACKED), None) is not None:
        faults.append(Fault(place, "", message("template", "tracked")))
    marked = MARKED.search(raw) is not None
    return Compiler(root, _mark(raw), place.file, place.part, styles, names, faults, marked).program()


def _mark(raw: bytes) -> str:
    return "px" + hashlib.sha256(raw).hexdigest()[:16]


def _drop_comments(root: Node) -> None:
    """Take out the marks of comments, which are for the people who write the template."""
    for found in list(root.iter(*COMMENTED)):
        parent = found.getparent()
        parent.remove(found)
        if parent.tag == RUN and all(child.tag == RUN_LOOK for child in parent):
            parent.getparent().remove(parent)


def compile_properties(raw: bytes, place: Place, names: Record | None, faults: list[Fault]) -> list[Step]:
    """The program of a part whose values are plain texts, such as the document's properties."""
    compiler = Compiler(parse(raw), _mark(raw), place.file, place.part, Styles(), names, faults)
    for element in [found for found in compiler.root.iter() if may_hold_tags(found.text or "")]:
        tags = tags_in(element.text)
        faults += [Fault(place, shown, reason) for shown, reason in slips(element.text, tags)]
        _fill_property(compiler, element, tags, place)
    return compiler.finished()


def _fill_property(compiler: Compiler, element: Node, tags: Sequence[Tag], place: Place) -> None:
    for mark, tag in gather([element], tags):
        source = compiler.source(tag.text, place, tag.shown) if tag.kind == "value" else None
        if tag.kind not in ("value", "note"):
            compiler.faults.append(Fault(place, tag.shown, message("template", "property_value")))
        swap(mark, None if source is None else compiler.note(PrintPlain(source)))
