"""What an expression may do, and the long list of what it may not."""

from __future__ import annotations

from typing import Any

import pytest

from partnerxl.report.expressions import Unusable, read

SCOPE: dict[str, Any] = {
    "a": {"b": [10, 20], "c": "text", "items": "mine"},
    "n": 3,
    "s": "Word",
    "xs": ["p", "q"],
    "none": None,
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("n", 3),
        ("a.b[1]", 20),
        ("a['c']", "text"),
        ("a.items", "mine"),
        ("n + 1", 4),
        ("n - 1", 2),
        ("-n", -3),
        ("s ~ '!'", "Word!"),
        ("'many' if n > 2 else 'few'", "many"),
        ("n == 3 and not none", True),
        ("n < 3 or s != 'Word'", False),
        ("'p' in xs", True),
        ("n not in [1, 2]", True),
        ("xs|length", 2),
        ("xs|join(', ')", "p, q"),
        ("s|upper|lower", "word"),
        ("xs|first ~ xs|last", "pq"),
        ("2 < n <= 3", True),
    ],
)
def test_harmless_expressions_are_worked_out(source: str, expected: object) -> None:
    assert read(source).value(SCOPE) == expected


@pytest.mark.parametrize(
    "source",
    [
        "s.__class__",
        "s['__class__']",
        "''.__class__.__mro__",
        "a._private",
        "_x",
        "s|attr('__class__')",
        "s.upper()",
        "s.format(n)",
        "'{0.__class__}'.format(s)",
        "'%s' % s",
        "range(10)",
        "range(10**9)",
        "dict(x=1)",
        "cycler('a')",
        "joiner()",
        "lipsum()",
        "namespace()",
        "self",
        "self.__init__",
        "config",
        "request.application",
        "''.join(xs)",
        "s * 1000000000",
        "10 ** 10 ** 10",
        "n / 0",
        "n // 0",
        "n % 0",
        "s[0:2]",
        "s[::-1]",
        "{'a': 1}",
        "n is defined",
        "s is string",
        "xs|map('upper')",
        "xs|select",
        "s|safe",
        "s|replace('a', 'b' * 9)",
        "s|pprint",
        "s|tojson",
        "a|items",
        "caller()",
        "a.b.append(1)",
        "xs.clear()",
        "super()",
        "n if",
        "n }} {{ s",
        "n %}{% import 'os' as o %}{{ o",
        "n #}",
        "lambda: 1",
        "xs|batch(1)",
        "x" * 400,
        "(" * 150 + "n" + ")" * 140,
        "'a' 'b' n",
        "n; s",
        "{% raw %}",
        "",
    ],
)
def test_what_a_template_may_not_do_is_refused_in_a_sentence(source: str) -> None:
    with pytest.raises(Unusable) as caught:
        read(source).value(SCOPE)

    assert str(caught.value).endswith((".", "?"))


def test_a_missing_name_offers_the_nearest() -> None:
    with pytest.raises(Unusable, match="Did you mean 'xs'"):
        read("xss").value(SCOPE)
