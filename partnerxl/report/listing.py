"""Every name a template may use, in words: for the screen and for the page in the docs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from partnerxl.report.kinds import KINDS, Kind
from partnerxl.report.names import Many, Record, Simple

PAGE_HEAD = """\
# Names for templates

Every name a Word template may use; `partnerxl template list` prints the same. Written by `python -m partnerxl.report.listing`.

* `{{ report.initiative }}` prints a text or a number.
* `{%p for topic in topics.rows %}` … `{%p endfor %}`, each in a paragraph of its own, repeats the paragraphs between them for each item of a list; `{%tr for … %}` … `{%tr endfor %}`, each in a row of its own, repeats table rows. Inside, `{{ loop.index }}` counts from 1; `loop.first`, `loop.last` and `loop.length` are there as well.
* `{%p if celebrating.thanks %}` … `{%p elif … %}` … `{%p else %}` … `{%p endif %}` keeps paragraphs only when there is something to say; `{%tr if … %}` does the same for rows.
* `{{p phase.bar|bar }}` and `{{p phase.last_bar|bar_last }}` draw a bar, `{{p topic.status|chip }}` a chip, `{{p phases.trend|chart }}` a chart, each in a paragraph of its own.
* `{{ "one" if n == 1 else "many" }}`, `and`, `or`, `not`, `in`, `==`, `<`, `~`, `+`, `-` work; so do the filters `capitalize`, `count`, `first`, `join`, `last`, `length`, `lower`, `trim`, `upper`.
* Titles, tags and list entries of content controls may hold tags; other attributes may not. `{# a note #}` is not printed.
* Look before you rely on it: `partnerxl template check FILE` and `partnerxl template preview FILE`.
"""


@dataclass(frozen=True)
class Line:
    """One name: its kind and what it is; ``inside`` is the loop it stands in, and ``deep`` how deep."""

    name: str
    kind: str
    says: str
    inside: str = ""
    deep: int = 0


def lines(kind: Kind) -> list[Line]:
    """The names of a kind of paper, each list followed by what stands in it."""
    return list(_below(kind.names, "", "", 0))


def _below(record: Record, prefix: str, inside: str, deep: int) -> Iterator[Line]:
    for name, kind in record.entries.items():
        path = f"{prefix}.{name}".lstrip(".")
        says = record.says.get(name, "")
        if isinstance(kind, Record):
            yield from _below(kind, path, inside, deep)
        elif isinstance(kind, Simple):
            yield Line(path, kind.word, says, inside, deep)
        else:
            item = item_name(path)
            yield Line(path, _list_word(kind, item), says, inside, deep)
            if isinstance(kind.of, Record):
                yield from _below(kind.of, item, path, deep + 1)


def _list_word(kind: Many, item: str) -> str:
    of = kind.of
    return f"list of {of.word}s" if isinstance(of, Simple) else f"list, one {item} each"


def item_name(path: str) -> str:
    """A good name for one item of a list.

    >>> item_name("topics.rows"), item_name("key_numbers"), item_name("topics.quiet")
    ('topic', 'key_number', 'item')
    """
    word = path.removesuffix(".rows").rpartition(".")[2]
    return word[:-1] if word.endswith("s") else "item"


def page() -> str:
    """The page for the docs."""
    return PAGE_HEAD + "".join(_section(kind) for kind in KINDS.values())


def _section(kind: Kind) -> str:
    found = lines(kind)
    groups = dict.fromkeys(line.inside for line in found)
    tables = "".join(_table(group, [line for line in found if line.inside == group]) for group in groups)
    return f"\n## {kind.name.capitalize()}: {kind.about}\n{tables}"


def _table(group: str, found: list[Line]) -> str:
    head = f"\nInside `{{%p for {item_name(group)} in {group} %}}`:\n" if group else ""
    rows = "".join(f"| `{line.name}` | {line.kind} | {line.says} |\n" for line in found)
    return f"{head}\n| name | kind | what it is |\n|---|---|---|\n{rows}"


if __name__ == "__main__":
    sys.stdout.write(page())
