"""The same simple template, filled by us and by docxtpl, reads the same."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docxtpl import DocxTemplate
from papers import fill, opened, paper, rows, texts

LINES = [
    "{{ name }} and {{ person.name }} ({{ xs|length }})",
    "{%p for x in xs %}",
    "{{ loop.index }}. {{ x.n }}",
    "{%p if x.good %}",
    "good",
    "{%p else %}",
    "fair",
    "{%p endif %}",
    "{%p endfor %}",
    "end",
]
TABLE = [["Name", "Number"], ["{%tr for x in xs %}", ""], ["{{ x.n }}", "{{ x.v }}"], ["{%tr endfor %}", ""]]


@pytest.mark.parametrize("count", [0, 1, 3, 40])
def test_both_engines_say_the_same(count: int) -> None:
    raw = paper(*LINES, table=TABLE)
    xs = [{"n": f"Partner {at}", "v": at * 1.5, "good": at % 2 == 0} for at in range(count)]
    context: dict[str, Any] = {"name": "Ada", "person": {"name": "Zoë 😀"}, "xs": xs}

    theirs = DocxTemplate(io.BytesIO(raw))
    theirs.render(context)
    target = io.BytesIO()
    theirs.save(target)

    ours = fill(raw, **context)
    other = opened(target.getvalue())
    assert texts(ours) == texts(other)
    assert rows(ours) == rows(other)
