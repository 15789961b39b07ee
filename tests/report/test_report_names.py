"""Tags are held against the names a report has, in every branch, before anything is filled in."""

from __future__ import annotations

from typing import Any, TypedDict

import pytest
from docx import Document
from docx.oxml import parse_xml
from papers import add, fill, paper, saved

from partnerxl.report.faults import BrokenTemplate
from partnerxl.report.names import Many, names_of
from partnerxl.report.shape import ReportContext
from partnerxl.report.template import Template


class Step(TypedDict):
    """One step.

    Attributes:
        title: What it is,
            in a line.
        bar: How far it is.
    """

    title: str
    bar: float | None


class Report(TypedDict):
    """A small report."""

    name: str
    ready: bool
    steps: list[Step]
    words: list[str]
    first: Step


NAMES = names_of(Report)


def faults(*lines: str, raw: bytes = b"") -> list[str]:
    """What is wrong with the names of a template."""
    try:
        Template(raw or paper(*lines), "ours.docx", NAMES)
    except BrokenTemplate as found:
        return [str(fault) for fault in found.faults]
    return []


def test_a_shape_says_kinds_and_what_each_name_is() -> None:
    steps = NAMES.entries["steps"]

    assert isinstance(steps, Many)
    assert steps.of == names_of(Step)
    assert names_of(Step).title == "One step."
    assert names_of(Step).says == {"title": "What it is, in a line.", "bar": "How far it is."}


@pytest.mark.parametrize(
    "line",
    [
        "{{ name }} {{ name|upper }} {{ steps|length + 1 }}",
        "{{ first.title }} {{ steps[0].title }} {{ (steps|first).title }}",
        "{{ 'yes' if ready and steps|count > 2 else name ~ '!' }}",
        "{{ words|join(', ') }} {{ words[0] }} {{ words|last }}",
        "{{ words[steps|length - 1] }} {{ steps[words|count].any }}",
    ],
)
def test_names_that_are_there_are_taken(line: str) -> None:
    assert faults(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{{ nane }}", "'nane' is unknown. Did you mean 'name'?"),
        ("{{ first.titel }}", "'titel' is unknown. Did you mean 'title'?"),
        ("{{ steps[0].titel }}", "Did you mean 'title'?"),
        ("{{ (steps|last).titel }}", "Did you mean 'title'?"),
        ("{{ name.first }}", "no parts"),
        ("{{ steps.title }}", "no parts"),
        ("{{ steps }}", "use a loop"),
        ("{{ first }}", "use a loop"),
        ("{{ 'x' if nane else nome }}", "'nane' is unknown"),
        ("{{ words|join(sep) }}", "'sep' is unknown"),
        ("{{ loop.index }}", "'loop' is unknown"),
        ("{{ words[nane] }}", "'nane' is unknown"),
    ],
)
def test_a_name_that_is_not_there_is_a_fault(line: str, expected: str) -> None:
    found = faults(line)

    assert len(found) == 1
    assert expected in found[0]


def test_every_branch_and_every_loop_is_looked_at_whatever_the_values_are() -> None:
    found = faults(
        "{%p if ready %}", "{{ nane }}", "{%p elif redy %}", "{{ name }}", "{%p else %}", "{{ nome }}", "{%p endif %}",
        "{%p for step in steps %}", "{{ step.titel }}{{ loop.index }}", "{%p for w in words %}", "{{ w.x }}",
        "{%p endfor %}", "{%p endfor %}", "{{ step.title }}", "{%p for x in name %}", "{{ x.any }}", "{%p endfor %}",
    )  # fmt: skip

    assert [line.split(": ", 1)[1] for line in found] == [
        "'nane' is unknown. Did you mean 'name'?",
        "'redy' is unknown. Did you mean 'ready'?",
        "'nome' is unknown. Did you mean 'name'?",
        "'titel' is unknown. Did you mean 'title'?",
        "'x' is asked of something that has no parts.",
        "'step' is unknown. Did you mean 'steps'?",
        "it is not a list.",
    ]


def test_names_are_checked_together_with_everything_else() -> None:
    found = faults(
        "{{ nane }}", "{%p for step in steps %}", "{{ step.titel", "{{ step.bra }}", "{%p endif %}"
    )

    assert [line.split(": ", 1)[1].split(".")[0] for line in found] == [
        "the other half of this tag is missing in its paragraph",
        "'{%p for step in steps %}' is still open and comes first",
        "'endfor' is missing",
        "'nane' is unknown",
        "'bra' is unknown",
    ]


def test_a_loop_that_cannot_be_read_brings_no_other_fault() -> None:
    found = faults(
        "{%p for step of steps %}", "{{ step.any }}", "{%p if step. %}", "{%p else %}", "{%p endif %}", "{%p endfor %}",
        "{%p for %}", "{%p endfor %}",
    )  # fmt: skip

    assert [line.split(": ", 1)[1].split("(")[0] for line in found] == [
        "a loop reads 'for name in list'.",
        "it cannot be read ",
        "a loop reads 'for name in list'.",
    ]


def test_bars_chips_and_content_controls_need_values_of_their_kind() -> None:
    document = Document()
    for name in ("Bar now", "Bar empty"):
        document.styles.add_style(name, 1)
    for line in ("{{p steps[0].bar|bar }}", "{{p first.bar|bar }}", "{{p name|bar }}", "{{p steps|chip }}"):
        document.add_paragraph(line)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document.paragraphs[0]._p.addnext(  # noqa: SLF001  python-docx has no public way
        parse_xml(
            f"<w:p xmlns:w='{space}'><w:sdt><w:sdtPr><w:alias w:val='{{{{ nane }}}}'/><w:dropDownList>"
            "<w:listItem w:displayText='{{ name }}' w:value=''/>"
            "<w:listItem w:displayText='{{ words }}' w:value=''/></w:dropDownList></w:sdtPr>"
            "<w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        )
    )

    found = faults(raw=saved(document))

    assert [line.split(": ", 1)[1] for line in found] == [
        "'nane' is unknown. Did you mean 'name'?",
        "a drop-down list needs a list of texts.",
        "a bar needs a number from 0 to 100, or None.",
        "it is a list or has parts; use a loop, or name one part.",
    ]


def test_header_and_properties_are_checked_too() -> None:
    document = Document()
    document.core_properties.title = "{{ tilte }}"
    add(document.sections[0].header.paragraphs[0], "{{ nane }}")

    found = faults(raw=saved(document))

    assert [line.split("'")[0] for line in found] == [
        "ours.docx, document properties, {{ tilte }}: ",
        "ours.docx, header, {{ nane }}: ",
    ]


def test_without_names_only_what_is_printed_is_asked() -> None:
    raw = paper("{%p if a %}", "{{ missing }}", "{%p endif %}", "end")

    assert [paragraph.text for paragraph in fill(raw, a=False).paragraphs] == ["end"]


def test_every_name_of_the_report_has_a_kind() -> None:
    def walk(kind: Any) -> int:
        return sum(map(walk, kind.entries.values())) if hasattr(kind, "entries") else 1 + walk_items(kind)

    def walk_items(kind: Any) -> int:
        return walk(kind.of) if isinstance(kind, Many) else 0

    assert walk(names_of(ReportContext)) > 100
