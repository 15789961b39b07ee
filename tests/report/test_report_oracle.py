"""The same simple template, filled by us and by docxtpl, reads the same."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import add, opened, rows, saved, texts

from partnerxl.report.template import Template

TABLE = [["Name", "Number"], ["{%tr for x in xs %}", ""], ["{{ x.n }}", "{{ x.v }}"], ["{%tr endfor %}", ""]]
SHOWN = [
    "plain words",
    "{{ name }} and {{ person.name|upper }} ({{ xs|length }})",
    "{{ 'many' if xs|length > 2 else 'few' }}: {{ names|join(', ') }}",
    "{{ name ~ '!' }} {{ names[0] }} {{ names|first }} {{ person['name'] }}",
]
EACH = [
    "{{ loop.index }}. {{ x.n }} of {{ loop.length }}",
    "{{ x.n|trim }}{{ '' if loop.last else ';' }}",
    "{{ x.v + 1 }}",
]
TRUE = ["x.good", "not x.good", "x.v > 1 and x.good", "x.n in names", "loop.first or x.v == 3"]
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="{}%#<>&"), max_size=9
)


def filled_by_docxtpl(raw: bytes, context: dict[str, Any]) -> bytes:
    theirs = DocxTemplate(io.BytesIO(raw))
    theirs.render(context, autoescape=True)
    target = io.BytesIO()
    theirs.save(target)
    return target.getvalue()


def template(lines: list[str]) -> bytes:
    """A template with a line in the header, lines, a table and a last line."""
    document = Document()
    add(document.sections[0].header.paragraphs[0], "Head {{ name }}")
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(len(TABLE), 2)
    for at, row in enumerate(TABLE):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    document.add_paragraph("end")
    return saved(document)


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """Lines of a template that uses only what both engines know."""
    found = draw(st.lists(st.sampled_from(SHOWN), max_size=3))
    for _ in range(draw(st.integers(0, 2))):
        condition, one, other = (draw(st.sampled_from(words)) for words in (TRUE, EACH, EACH))
        choice = [f"{{%p if {condition} %}}", one, "{%p else %}", other, "{%p endif %}"]
        inner = draw(st.sampled_from([choice, choice[:2] + choice[-1:], [one, *choice], [one]]))
        found += ["{%p for x in xs %}", *inner, "{%p endfor %}"]
    return found


@given(
    lines(),
    st.lists(st.fixed_dictionaries({"n": TEXTS, "v": st.integers(0, 5), "good": st.booleans()}), max_size=4),
    TEXTS,
)
@settings(max_examples=60, deadline=None)
def test_both_engines_say_the_same(found: list[str], xs: list[dict[str, Any]], name: str) -> None:
    context = {"name": name, "person": {"name": "Zoë 😀"}, "xs": xs, "names": ["Ada", "R2"]}
    raw = template(found)

    ours, theirs = opened(Template(raw).render(context)), opened(filled_by_docxtpl(raw, context))

    assert texts(ours) == texts(theirs)
    assert rows(ours) == rows(theirs)
    assert ours.sections[0].header.paragraphs[0].text == theirs.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_both_engines_repeat_rows_as_often(count: int) -> None:
    xs = [{"n": f"Partner {at}", "v": at * 1.5, "good": at % 2 == 0} for at in range(count)]
    context: dict[str, Any] = {"name": "R&D <b>", "person": {"name": "é"}, "xs": xs, "names": ["x"]}
    raw = template(SHOWN)

    ours, theirs = opened(Template(raw).render(context)), opened(filled_by_docxtpl(raw, context))

    assert rows(ours) == rows(theirs)
    assert texts(ours) == texts(theirs)
