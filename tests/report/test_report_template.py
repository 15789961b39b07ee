"""Filling a template: values, loops, choices, places of errors, the same bytes."""

from __future__ import annotations

import io
import itertools
import random
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import add, changed, fill, opened, paper, part, rows, saved, texts

from partnerxl.core.errors import TemplateError
from partnerxl.report.faults import BrokenTemplate
from partnerxl.report.program import Page
from partnerxl.report.template import Template


def faults_of(raw: bytes, **context: Any) -> list[str]:
    """What a template and its values are refused for."""
    with pytest.raises(BrokenTemplate) as caught:
        Template(raw, "sample.docx").render(context)
    return [str(fault) for fault in caught.value.faults]


def test_a_value_stands_where_its_tag_stood() -> None:
    raw = paper("Dear {{ name }}, welcome.")

    filled = fill(raw, name="Ada")

    assert texts(filled) == ["Dear Ada, welcome."]


def test_a_tag_cut_into_runs_is_put_together_and_takes_the_look_of_its_first_run() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("A {").bold = True
    for text in ("{ na", "me", " }", "} b"):
        paragraph.add_run(text)

    filled = fill(saved(document), name="Ada")

    assert texts(filled) == ["A Ada b"]
    assert [run.text for run in filled.paragraphs[0].runs if run.bold] == ["A Ada"]


@given(cuts=st.lists(st.integers(1, 60), max_size=8), data=st.data())
@settings(max_examples=40, deadline=None)
def test_wherever_word_cuts_a_paragraph_the_text_is_the_same(cuts: list[int], data: st.DataObject) -> None:
    line = "{{ a }}{{ b.c }} and {{ a ~ '!' }} {# not printed #}{{ b['c'] }} end {{ a }}"
    bounds = sorted({min(cut, len(line)) for cut in cuts} | {0, len(line)})
    pieces = [line[start:end] for start, end in itertools.pairwise(bounds)]
    value = data.draw(st.text(st.characters(min_codepoint=32, blacklist_categories=["Cs", "Cc"]), max_size=5))

    filled = fill(paper(pieces), a=value, b={"c": "x"})

    assert texts(filled) == [f"{value}x and {value}! x end {value}"]


LINES = [
    "{%p for x in xs %}",
    "{{ loop.index }}: {{ x.n|upper }} {# a note #}",
    "{%p if x.good and 'y' in x.n %}",
    "yes",
    "{%p else %}",
    "no",
    "{%p endif %}",
    "{%p endfor %}",
]
ROWS = [["{%tr for x in xs %}"], ["{{ x.n }} & {{ x.good }}"], ["{%tr endfor %}"]]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_wherever_word_cuts_any_tag_the_document_is_the_same(data: st.DataObject) -> None:
    def cut(line: str) -> list[str]:
        cuts = data.draw(st.sets(st.integers(1, max(1, len(line) - 1)), max_size=6))
        return [line[start:end] for start, end in itertools.pairwise(sorted({0, len(line), *cuts}))]

    xs = [{"n": "Ay", "good": True}, {"n": "B", "good": True}]

    def document(pieces: Callable[[str], list[str]]) -> bytes:
        made = Document()
        for line in LINES:
            add(made.add_paragraph(), pieces(line))
        table = made.add_table(3, 1)
        for at, [line] in enumerate(ROWS):
            add(table.cell(at, 0).paragraphs[0], pieces(line))
        add(made.sections[0].footer.paragraphs[0], pieces("{{ xs|length }} of {{ xs[0].n }}"))
        return saved(made)

    whole, cut_up = fill(document(lambda line: [line]), xs=xs), fill(document(cut), xs=xs)

    assert texts(cut_up) == texts(whole) == ["1: AY ", "yes", "2: B ", "no"]
    assert rows(cut_up) == rows(whole) == [["Ay & True"], ["B & True"]]
    assert cut_up.sections[0].footer.paragraphs[0].text == "2 of Ay"


def test_smart_quotes_inside_a_tag_are_mended() -> None:
    raw = paper("{{ “yes” if a == \u2018x\u2019 else “no” }}")

    assert texts(fill(raw, a="x")) == ["yes"]


@pytest.mark.parametrize(
    "value",
    [
        "R&D <b>bold</b>",
        "{{ secret }}",
        "{% for x in y %}",
        "{%p endfor %}",
        "]]>",
        "<?px 0?>",
        "&lt;",
        "😀 مرحبا",
    ],
)
def test_a_value_is_text_and_never_markup_or_template(value: str) -> None:
    raw = paper("[{{ v }}]", title="[{{ v }}]")

    filled = fill(raw, v=value, secret="leaked")

    assert texts(filled) == [f"[{value}]"]
    assert filled.core_properties.title == f"[{value}]"


def test_line_ends_become_line_breaks_and_what_xml_forbids_is_dropped() -> None:
    raw = paper("{{ v }}")

    filled = fill(raw, v="one\ntwo\r\nthree\x0b\x00\x07\ufffe\ud800 four\tfive")

    assert texts(filled) == ["one\ntwo\nthree four\tfive"]


def test_numbers_are_printed_and_nothing_prints_nothing() -> None:
    assert texts(fill(paper("{{ a }}|{{ b }}|{{ c }}"), a=7, b=1.5, c=None)) == ["7|1.5|"]


def test_paragraphs_repeat_and_know_their_turn() -> None:
    raw = paper(
        "{%p for x in xs %}", "{{ loop.index }} of {{ loop.length }}: {{ x.n }}", "{%p endfor %}", "after"
    )

    assert texts(fill(raw, xs=[{"n": "a"}, {"n": "b"}])) == ["1 of 2: a", "2 of 2: b", "after"]
    assert texts(fill(raw, xs=[])) == ["after"]


@pytest.mark.parametrize(("a", "expected"), [(1, "one"), (2, "two"), (3, "other")])
def test_the_first_branch_that_holds_is_printed(a: int, expected: str) -> None:
    raw = paper(
        "{%p if a == 1 %}", "one", "{%p elif a == 2 %}", "two", "{%p else %}", "other", "{%p endif %}"
    )

    assert texts(fill(raw, a=a)) == [expected]


def test_loops_and_choices_nest() -> None:
    raw = paper(
        "{%p for x in xs %}",
        "{%p if x.ys %}",
        "{%p for y in x.ys %}",
        "{{ x.n }}{{ y }}{{ loop.index }}",
        "{%p endfor %}",
        "{%p else %}",
        "{{ x.n }} none {{ loop.index }}",
        "{%p endif %}",
        "{%p endfor %}",
    )

    assert texts(fill(raw, xs=[{"n": "a", "ys": ["p", "q"]}, {"n": "b", "ys": []}])) == [
        "ap1",
        "aq2",
        "b none 2",
    ]


def test_table_rows_repeat_and_the_rows_of_the_tags_vanish() -> None:
    raw = paper(
        table=[
            ["Name", "Sum"],
            ["{%tr for x in xs %}", ""],
            ["{{ x.n }}", "{{ x.s }}"],
            ["{%tr endfor %}", ""],
        ]
    )

    filled = fill(raw, xs=[{"n": "a", "s": 1}, {"n": "b", "s": 2}])

    assert rows(filled) == [["Name", "Sum"], ["a", "1"], ["b", "2"]]


def test_a_table_that_loses_every_row_vanishes() -> None:
    raw = paper("before", table=[["{%tr for x in xs %}"], ["{{ x }}"], ["{%tr endfor %}"]])

    assert len(fill(raw, xs=["a"]).tables) == 1
    assert fill(raw, xs=[]).tables == []


def test_a_cell_whose_paragraphs_vanish_keeps_an_empty_one() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "{%p if a %}"
    cell.add_paragraph("yes")
    cell.add_paragraph("{%p endif %}")

    filled = fill(saved(document), a=False)

    assert rows(filled) == [[""]]
    assert len(filled.tables[0].cell(0, 0).paragraphs) == 1


def test_headers_footers_and_properties_are_filled() -> None:
    document = Document()
    document.core_properties.title = "Report on {{ what }}"
    add(document.sections[0].header.paragraphs[0], "Head {{ what }}")
    add(document.sections[0].footer.paragraphs[0], "Foot {{ what }}")

    filled = fill(saved(document), what="R&D")

    section = filled.sections[0]
    assert section.header.paragraphs[0].text == "Head R&D"
    assert section.footer.paragraphs[0].text == "Foot R&D"
    assert filled.core_properties.title == "Report on R&D"


CONTROL = (
    "<w:p {0}><w:sdt><w:sdtPr><w:alias w:val='Answer of {{{{ n }}}}'/><w:tag w:val='a-{{{{ id }}}}'/>"
    "<w:dropDownList><w:listItem w:displayText='Choose' w:value=''/>"
    "<w:listItem w:displayText='{{{{ names }}}}' w:value='x'/></w:dropDownList></w:sdtPr>"
    "<w:sdtContent><w:r><w:t>Choose</w:t></w:r></w:sdtContent></w:sdt></w:p>"
)


def with_control() -> bytes:
    """A file with one content control."""
    document = Document()
    document.element.body.insert(0, parse_xml(CONTROL.format(nsdecls("w"))))
    return saved(document)


def test_title_tag_and_entries_of_a_content_control_are_filled() -> None:
    raw = Template(with_control()).render({"n": 'Ann & "Co"', "id": "P4", "names": ["R&D", "B", "B", " "]})

    xml = part(raw, "word/document.xml")
    assert 'w:alias w:val="Answer of Ann &amp; &quot;Co&quot;"' in xml
    assert 'w:tag w:val="a-P4"' in xml
    assert xml.count("<w:listItem") == 3
    assert 'w:displayText="R&amp;D" w:value="R&amp;D"' in xml
    opened(raw)


def test_a_long_control_title_is_cut_but_a_long_tag_is_a_fault() -> None:
    xml = part(Template(with_control()).render({"n": "N" * 99, "id": "P4", "names": []}), "word/document.xml")

    assert f'w:alias w:val="Answer of {"N" * 53}…"' in xml
    assert "longer than 64" in faults_of(with_control(), n="", id="I" * 99, names=[])[0]


def test_what_may_stand_only_once_is_dropped_inside_a_loop() -> None:
    document = Document()
    for text in ("{%p for x in xs %}", "{{ x }}", "{%p endfor %}", "end"):
        document.add_paragraph(text)
    for at in (1, 3):
        mark = f"<w:bookmarkStart {nsdecls('w')} w:id='{at}' w:name='m{at}'/>"
        document.paragraphs[at]._p.append(parse_xml(mark))  # noqa: SLF001  python-docx has no public way

    xml = part(Template(saved(document)).render({"xs": ["a", "b"]}), "word/document.xml")

    assert "m1" not in xml
    assert xml.count('w:name="m3"') == 1


def test_comments_are_for_those_who_write_the_template_and_leave_with_it() -> None:
    document = Document()
    runs = document.add_paragraph("Dear {{ a }}").runs
    document.add_comment(runs, text="too friendly?", author="Ana Diaz")

    raw = Template(saved(document)).render({"a": "Ada"})

    assert texts(opened(raw)) == ["Dear Ada"]
    assert "comment" not in part(raw, "word/document.xml")
    assert "Ana Diaz" not in part(raw, "word/comments.xml")
    assert "friendly" not in part(raw, "word/comments.xml")


def test_a_run_with_several_comments_and_one_with_text_beside_its_comment_are_no_trouble() -> None:
    document = Document()
    marks = "".join(f"<w:commentReference w:id='{at}'/>" for at in (1, 2))
    runs = f"<w:r><w:rPr><w:b/></w:rPr>{marks}</w:r><w:r>{marks}<w:t>kept</w:t></w:r>"
    document.add_paragraph("a")._p.addnext(parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"))  # noqa: SLF001  python-docx has no public way

    raw = Template(saved(document)).render({})

    assert texts(opened(raw)) == ["a", "kept"]
    assert "commentReference" not in part(raw, "word/document.xml")


def test_braces_that_are_no_tag_stay() -> None:
    assert texts(fill(paper("a {b c} d { 1 } {", "}"))) == ["a {b c} d { 1 } {", "}"]


# --- errors ---------------------------------------------------------------------------------------


def test_an_error_names_file_heading_table_row_column_and_tag() -> None:
    document = Document()
    document.add_heading("Topics", 1)
    document.add_table(1, 1).cell(0, 0).text = "x"
    document.add_table(2, 3).cell(1, 2).text = "{{ flag.evidense }}"

    found = faults_of(saved(document), flag={"evidence": "e"})

    place = "sample.docx, under “Topics”, table 2, row 2, column 3, {{ flag.evidense }}"
    assert found == [f"{place}: 'evidense' is unknown. Did you mean 'evidence'?"]


def test_all_faults_come_in_one_run_and_each_once() -> None:
    raw = paper("{%p for x in xs %}", "{{ x.a }} {{ y }}", "{%p endfor %}", "{{ z }}", title="{{ t }}")

    found = faults_of(raw, xs=[{"b": 1}, {"b": 2}], zz="")

    assert [line.split(": ", 1)[1] for line in found] == [
        "'a' is unknown.",
        "'y' is unknown.",
        "'z' is unknown. Did you mean 'zz'?",
        "'t' is unknown.",
    ]
    assert "document properties" in found[3]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["{%p for x in xs %}", "a"], "'endfor' is missing"),
        (["{%p endif %}"], "there is no 'if' before it"),
        (["{%p if a %}", "{%p endfor %}", "{%p endif %}"], "still open"),
        (["{%p else %}"], "there is no 'if'"),
        (["{%p while a %}"], "'while' is not known"),
        (["{%p endfro %}"], "Did you mean 'endfor'?"),
        (["{%p for x of xs %}"], "for name in list"),
        (["a {%p if a %} b"], "a paragraph of its own"),
        (["{% if a %}"], "whole paragraphs"),
        (["{%tc for x in xs %}"], "columns cannot repeat"),
        (["{%tr if a %}"], "outside a table"),
        (["{{ a"], "other half"),
        (["a }} b"], "other half"),
        (["{{ a", "}}"], "goes over two paragraphs, its other half stands in the next one"),
        (["{{ a", "}}"], "goes over two paragraphs, its other half stands in the last one"),
        (["{%p for x", "in xs %}"], "goes over two paragraphs"),
        (["{{ a }"], "a tag has two braces on each side; write {{ a }}"),
        (["{ a }}"], "write {{ a }}"),
        (["{ a.b|upper }"], "write {{ a.b|upper }}"),
        (["{p for x in xs %}"], "reads {%p for x in xs %}"),
        (["{%p endfor }"], "reads {%p endfor %}"),
        (["{% if a }"], "reads {%p if a %}"),
        (["{{ a } and {{ a }}"], "write {{ a }}"),
        (["{{p a }}"], "a block slot ends with"),
        (["{{p a|barr }}"], "Did you mean 'bar'?"),
        (["{{p a|bar }}"], "no style named 'Bar now'"),
        (["see {{p a|chip }}"], "a paragraph of its own"),
        (["{{ }}"], "empty"),
        (["{{ a b }}"], "cannot be read"),
    ],
)
def test_a_tag_that_cannot_be_used_is_refused_with_its_place(lines: list[str], expected: str) -> None:
    found = faults_of(paper(*lines), a=1, xs=[])

    assert expected in " ".join(found)
    assert found[0].startswith("sample.docx")


def test_every_unfinished_tag_is_named_in_one_run() -> None:
    found = faults_of(
        paper(
            "{%p endfor %}",
            "{{ a }",
            "{%p for x in xs %}",
            "{%p if a %}",
            "{%p endfor %}",
            "{%p else %}",
            "{{ b",
        ),
        a=1,
        xs=[],
    )

    assert [line.split(": ", 1)[1].split(";")[0] for line in found] == [
        "a tag has two braces on each side",
        "the other half of this tag is missing in its paragraph.",
        "there is no 'for' before it.",
        "'{%p if a %}' is still open and comes first.",
        "there is no 'if' before it.",
    ]


def test_tracked_changes_are_to_be_settled_first() -> None:
    document = Document()
    change = f"<w:ins {nsdecls('w')} w:id='1' w:author='A'><w:r><w:t>new</w:t></w:r></w:ins>"
    document.add_paragraph("old")._p.append(parse_xml(change))  # noqa: SLF001  python-docx has no public way

    assert "accept or reject them all" in faults_of(saved(document))[0]


def test_a_tag_in_the_title_of_a_control_names_its_place() -> None:
    document = Document()
    document.add_heading("Sign-off", 1)
    document.add_paragraph()._p.addnext(parse_xml(CONTROL.format(nsdecls("w"))))  # noqa: SLF001  the same

    found = faults_of(saved(document), n="", id="", nmaes=[])

    assert found == ["sample.docx, under “Sign-off”, {{ names }}: 'names' is unknown. Did you mean 'nmaes'?"]


def test_a_pair_in_two_cells_is_refused() -> None:
    raw = paper(table=[["{%p if a %}", "{%p endif %}"]])

    assert "another cell" in faults_of(raw, a=1)[0]


def test_a_row_tag_beside_other_text_is_refused() -> None:
    raw = paper(table=[["{%tr for x in xs %}", "lost"], ["{%tr endfor %}", ""]])

    assert "would vanish" in faults_of(raw, xs=[])[0]


def test_a_tag_in_an_attribute_is_refused() -> None:
    document = Document()
    box = (
        f"<w:p {nsdecls('w')}><w:hyperlink w:anchor='{{{{ a }}}}'><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>"
    )
    document.element.body.insert(0, parse_xml(box))

    assert "hyperlink" in faults_of(saved(document), a="x")[0]


def test_a_tag_in_a_footnote_is_refused() -> None:
    notes = b"<w:footnotes xmlns:w='x'><w:t>see {{ a }}</w:t></w:footnotes>"

    found = faults_of(changed(paper("x"), [("word/footnotes.xml", notes)]), a="x")

    assert "not in word/footnotes.xml" in found[0]


@pytest.mark.parametrize(
    ("line", "context", "expected"),
    [
        ("{{ xs }}", {"xs": [1]}, "use a loop"),
        ("{{ a.b }}", {"a": "text"}, "has no parts"),
        ("{{ a[3] }}", {"a": [1]}, "a list of 1"),
        ("{{ a + 1 }}", {"a": "x"}, "cannot be worked out"),
        ("{{ 'x' if a }}", {"a": 0}, "has parts"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(line: str, context: dict[str, Any], expected: str) -> None:
    assert expected in faults_of(paper(line), **context)[0]


def test_a_loop_over_something_that_is_no_list_is_refused() -> None:
    assert "not a list" in faults_of(paper("{%p for x in a %}", "{%p endfor %}"), a="text")[0]


@pytest.mark.parametrize("value", [object(), b"x", {1, 2}, lambda: 1, Template])
def test_only_plain_values_are_taken(value: object) -> None:
    found = faults_of(paper("{{ a.b[0] }}"), a={"b": ["fine", value]})

    assert found[0].startswith("sample.docx, a.b[1]: is of kind")


def test_every_refusal_is_a_template_error() -> None:
    with pytest.raises(TemplateError):
        Template(paper("{{ a b }}"))


# --- bytes and time -------------------------------------------------------------------------------


def test_the_same_values_give_the_same_bytes() -> None:
    raw = paper("{{ a }}", "{%p for x in xs %}", "{{ x }}", "{%p endfor %}", title="{{ a }}")

    once = Template(raw).render({"a": "1", "xs": ["p", "q"]})
    again = Template(raw).render({"xs": ["p", "q"], "a": "1"})

    assert once == again
    with zipfile.ZipFile(io.BytesIO(once)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_one_template_is_filled_many_times() -> None:
    template = Template(paper("{{ a }}"))

    assert [texts(opened(template.render({"a": n}))) for n in range(3)] == [["0"], ["1"], ["2"]]


def test_what_holds_no_tag_stays_byte_for_byte() -> None:
    raw = paper("{{ a }}")

    filled = Template(raw).render({"a": "x"})

    for name in ("word/styles.xml", "word/theme/theme1.xml", "[Content_Types].xml"):
        assert part(filled, name) == part(raw, name)


def test_filling_costs_what_loops_and_not_what_stands_still() -> None:
    plain = Template(paper(*["static"] * 20, "{{ a }}"))
    long = Template(paper(*["static"] * 2000, "{{ a }}"))

    def seconds(template: Template) -> float:
        begin = time.perf_counter()
        template._fill(template._programs["word/document.xml"], {"a": "x"}, Page())  # noqa: SLF001
        return time.perf_counter() - begin

    assert min(seconds(long) for _ in range(20)) < 10 * min(seconds(plain) for _ in range(20)) + 0.001


def test_order_of_tags_and_text_survives_a_long_random_document() -> None:
    pick = random.Random(4)
    words = [pick.choice(["plain", "{{ a }}", "{{ b }}", "x{{ a }}{{ b }}y"]) for _ in range(300)]

    filled = fill(paper(*words), a="<1>", b="&2")

    assert texts(filled) == [word.replace("{{ a }}", "<1>").replace("{{ b }}", "&2") for word in words]
