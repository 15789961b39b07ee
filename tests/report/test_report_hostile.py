"""Templates that mean harm: each is refused, and the refusal says where."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from papers import changed, fill, paper, part, rows, texts

from partnerxl.report.faults import BrokenTemplate
from partnerxl.report.template import Template

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2006/relationships"
XS = list(range(100))


# --- what a template says -------------------------------------------------------------------------


def loops(deep: int) -> list[str]:
    """Loops inside each other, which print nothing."""
    return [
        *(f"{{%p for x{at} in xs %}}" for at in range(deep)),
        "x",
        *["{%p endfor %}"] * deep,
    ]


SAYS: dict[str, tuple[list[str], str]] = {
    "class_of_a_text": (["{{ s.__class__ }}"], "underscore"),
    "class_by_item": (["{{ s['__class__'] }}"], "no parts"),
    "all_classes": (["{{ ''.__class__.__mro__[1].__subclasses__() }}"], "calls a function"),
    "globals_of_a_function": (["{{ s.upper.__globals__ }}"], "underscore"),
    "attribute_by_filter": (["{{ s|attr('__class__') }}"], "not a filter of ours"),
    "private_part": (["{{ a._secret }}"], "underscore"),
    "call_of_a_method": (["{{ s.upper() }}"], "calls a function"),
    "format_string_walk": (["{{ '{0.__class__}'.format(s) }}"], "calls a function"),
    "percent_format": (["{{ '%999999999d' % 1 }}"], "may not do"),
    "environment": (["{{ self.__init__.__globals__ }}"], "underscore"),
    "configuration": (["{{ config }}"], "'config' is unknown"),
    "request": (["{{ request.application }}"], "'request' is unknown"),
    "cycler": (["{{ cycler('a').next() }}"], "calls a function"),
    "lipsum": (["{{ lipsum(n=99999) }}"], "calls a function"),
    "import": (["{% import 'os' as os %}"], "whole paragraphs"),
    "include_paragraph": (["{%p include 'secret.docx' %}"], "'include' is not known"),
    "macro": (["{%p macro x() %}", "{%p endmacro %}"], "'macro' is not known"),
    "set": (["{%p set x = 1 %}"], "'set' is not known"),
    "raw": (["{%p raw %}", "{%p endraw %}"], "'raw' is not known"),
    "do": (["{%p do xs.append(1) %}"], "'do' is not known"),
    "huge_text": (["{{ 'x' * 1000000000 }}"], "multiplies"),
    "huge_power": (["{{ 9 ** 9 ** 9 }}"], "multiplies"),
    "huge_range": (["{%p for x in range(1000000000) %}", "{%p endfor %}"], "calls a function"),
    "huge_repeats": (loops(8), "too large"),
    "endless_depth": (["{{ " + "(" * 140 + "s" + ")" * 140 + " }}"], "cannot be read"),
    "very_long": (["{{ " + "s ~ " * 200 + "s }}"], "longer than"),
    "change_of_a_list": (["{{ xs.clear() }}"], "calls a function"),
    "loop_over_a_text": (["{%p for c in s %}", "{%p endfor %}"], "not a list"),
    "loop_with_unpacking": (["{%p for k, v in a %}", "{%p endfor %}"], "for name in list"),
    "loop_with_recursion": (["{%p for x in xs recursive %}", "{%p endfor %}"], "cannot be read"),
    "lambda": (["{{ lambda: 1 }}"], "cannot be read"),
    "two_statements": (["{{ s }}{{ s; s }}"], "cannot be read"),
    "tag_in_a_tag": (["{{ {{ s }} }}"], "other half"),
    "dictionary": (["{{ {'a': 1} }}"], "dictionary"),
    "test_for_a_kind": (["{{ s is callable }}"], "uses 'is'"),
}


@pytest.mark.parametrize("name", SAYS)
def test_what_a_hostile_template_says_is_refused_with_its_place(name: str) -> None:
    lines, expected = SAYS[name]
    document = Document()
    document.add_heading("Where we are", 1)
    for line in lines:
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)

    with pytest.raises(BrokenTemplate) as caught:
        Template(target.getvalue(), "ours.docx").render({"s": "Word", "a": {"b": 1}, "xs": XS})

    assert expected in str(caught.value)
    assert str(caught.value).startswith("ours.docx, under “Where we are”, ")


# --- what its file holds --------------------------------------------------------------------------


def relation(kind: str, target: str, *, outside: bool = True, space: str = OFFICE) -> tuple[str, bytes]:
    """A relation of the document."""
    mode = ' TargetMode="External"' if outside else ""
    entry = f'<Relationship Id="r1" Type="{space}/{kind}" Target="{target}"{mode}/>'
    return "word/_rels/extra.xml.rels", f'<Relationships xmlns="{RELATIONS}">{entry}</Relationships>'.encode()


def field(instruction: str) -> tuple[str, bytes]:
    """A header with a field."""
    inner = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        + "".join(
            f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (instruction[:-3], instruction[-3:])
        )
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return "word/header9.xml", f'<w:hdr xmlns:w="{WORD}"><w:p>{inner}</w:p></w:hdr>'.encode()


def xml(name: str, inner: str) -> tuple[str, bytes]:
    """A part that holds some XML."""
    return name, f'<w:x xmlns:w="{WORD}">{inner}</w:x>'.encode()


HOLDS: dict[str, tuple[tuple[str, bytes], str, str]] = {
    "macros": (("word/vbaProject.bin", b"\xd0"), "macros", ""),
    "macro_relation": (relation("vbaProject", "m.bin", outside=False, space=MICROSOFT), "can run", ""),
    "remote_template": (relation("attachedTemplate", "https://example.org/t.dotm"), "attachedTemplate", ""),
    "local_template": (relation("attachedTemplate", "t.dotm", outside=False), "attachedTemplate", ""),
    "linked_image": (relation("image", "https://example.org/pixel.png"), "fetches", ""),
    "linked_image_on_a_share": (relation("image", "\\\\server\\share\\a.png"), "fetches", ""),
    "link_to_a_file": (relation("hyperlink", "file:///etc/passwd"), "fetches", ""),
    "link_with_a_script": (relation("hyperlink", "javascript:alert(1)"), "fetches", ""),
    "embedded_object": (relation("oleObject", "embeddings/o.bin", outside=False), "can run", ""),
    "other_format_inside": (relation("aFChunk", "chunk.html", outside=False), "can run", ""),
    "document_inside": (relation("subDocument", "b.docx", outside=False), "can run", ""),
    "frame": (relation("frame", "b.htm", outside=False), "can run", ""),
    "active_control": (relation("control", "activeX/a.xml", outside=False), "can run", ""),
    "ribbon": (relation("ui/extensibility", "u.xml", outside=False, space=MICROSOFT), "can run", ""),
    "web_add_in": (relation("webextension", "w.xml", outside=False, space=MICROSOFT), "can run", ""),
    "mail_merge": (
        xml("word/settings.xml", "<w:mailMerge><w:query w:val='x'/></w:mailMerge>"),
        "mail merge",
        "",
    ),
    "document_type": (
        ("word/header9.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'),
        "document type",
        "header9",
    ),
    "billion_laughs": (
        ("word/header9.xml", b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>'),
        "document type",
        "header9",
    ),
    "another_code": (("word/header9.xml", "<a/>".encode("utf-16")), "UTF-16", "header9"),
    "disguised_code": (
        ("word/header9.xml", b'<?xml version="1.0" encoding="utf-7"?><a/>'),
        "code",
        "header9",
    ),
    "swelling_part": (("word/header9.xml", b" " * (3 << 20)), "unpacks to 3 MB", "header9"),
    "escape_from_the_folder": (("../evil.xml", b"<a/>"), "not safe", "evil"),
    "absolute_name": (("/etc/evil.xml", b"<a/>"), "not safe", "evil"),
    "name_with_backslash": (("word\\evil.xml", b"<a/>"), "not safe", "evil"),
    "two_documents": (("WORD/Document.xml", b"<a/>"), "occurs twice", "document"),
    "field_include_text": (field("INCLUDETEXT c:\\a.docx"), "INCLUDETEXT", "header9"),
    "field_include_picture": (field("includepicture http://x"), "INCLUDEPICTURE", "header9"),
    "field_dde": (field('DDEAUTO c:\\cmd.exe "/k calc"'), "DDEAUTO", "header9"),
    "field_dde_in_letters": (field("&#68;&#68;EAUTO cmd"), "DDEAUTO", "header9"),
    "field_link": (field("LINK Excel.Sheet"), "LINK", "header9"),
    "field_database": (field("DATABASE \\d x"), "DATABASE", "header9"),
    "field_print": (field("PRINT 27"), "PRINT", "header9"),
    "field_macro_button": (field("MACROBUTTON x"), "MACROBUTTON", "header9"),
    "field_asks": (field('ASK name "Password?"'), "ASK", "header9"),
    "field_referenced_document": (field("RD secret.docx"), "RD", "header9"),
    "field_made_of_a_quote": (field('"INCLUDETEXT" x'), "fetches, runs or asks", "header9"),
    "field_link_to_a_file": (field('HYPERLINK \\o "safe" "file:///c:/a.exe"'), "file:///c:/a.exe", "header9"),
    "field_link_to_a_program": (field('HYPERLINK "setup.exe"'), "setup.exe", "header9"),
    "simple_field": (
        xml("word/header9.xml", '<w:fldSimple w:instr=" INCLUDETEXT x "/>'),
        "INCLUDETEXT",
        "header9",
    ),
    "tag_in_a_footnote": (xml("word/footnotes.xml", "<w:t>see {{ a }}</w:t>"), "not in", "footnotes"),
    "tag_in_an_endnote": (xml("word/endnotes.xml", "<w:t>{% if a %}</w:t>"), "not in", "endnotes"),
    "tag_in_a_style": (xml("word/styles.xml", "<w:t>{{ a }}</w:t>"), "not in", "styles"),
}


@pytest.mark.parametrize("name", HOLDS)
def test_what_a_hostile_file_holds_is_refused_with_its_place(name: str) -> None:
    change, expected, place = HOLDS[name]

    with pytest.raises(BrokenTemplate) as caught:
        Template(changed(paper("x"), [change]), "ours.docx")

    assert expected in str(caught.value)
    assert str(caught.value).startswith("ours.docx")
    assert place in str(caught.value)


def test_the_list_of_payloads_is_long() -> None:
    assert len(SAYS) + len(HOLDS) >= 40


@pytest.mark.parametrize(
    "instruction",
    [
        " PAGE ",
        " NUMPAGES ",
        ' HYPERLINK "https://example.org" ',
        ' HYPERLINK \\l "here" \\o "Go" ',
        " = 1 + 1 ",
    ],
)
def test_harmless_fields_may_stay(instruction: str) -> None:
    assert Template(changed(paper("x"), [field(instruction)]))


def test_a_nested_field_is_read_by_itself() -> None:
    inner = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> IF 1 = </w:instrText>'
        '<w:fldChar w:fldCharType="begin"/><w:instrText> INCLUDETEXT x </w:instrText>'
        '<w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )

    with pytest.raises(BrokenTemplate, match="INCLUDETEXT"):
        Template(changed(paper("x"), [xml("word/header9.xml", inner)]))


def test_the_end_of_a_field_that_never_began_is_no_field() -> None:
    end = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'

    assert Template(changed(paper("x"), [xml("word/header9.xml", end)]))


def bomb() -> bytes:
    """A file of very many parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for at in range(500):
            package.writestr(f"word/p{at}.xml", "<a/>")
    return target.getvalue()


def test_a_file_of_very_many_parts_is_refused() -> None:
    with pytest.raises(BrokenTemplate, match="500 parts"):
        Template(bomb())


# --- what people type -----------------------------------------------------------------------------

VALUES = [
    "& < > \" ' {{ secret }} {% for x in y %} {%p endfor %} {# no #}",
    "a\x0bb\x07c\x00d\x1be",
    "]]> <!-- --> <?px 0?> &amp; &#65; \\n \\x41",
    "w" * 5000,
    "one\ntwo\r\nthree\u2028four",
    "😀👩‍🏭🇺🇸 é é ﬁ ǆ",
    "مرحبا بالعالم שלום \u202ertl\u202c",
    "=HYPERLINK(1) @x -1 +1",
    "</w:t></w:r></w:p><w:p/>",
    "tab\tand nbsp\u00a0end ",
]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("make", [lambda v: v, lambda v: v * 3], ids=["once", "thrice"])
def test_hostile_values_are_printed_as_typed_wherever_they_stand(
    value: str, make: Callable[[str], str]
) -> None:
    typed = make(value)
    raw = paper(
        "[{{ v }}]", "{%p for x in xs %}", "{{ x.n }}", "{%p endfor %}", table=[["{{ v }}"]], title="{{ v }}"
    )

    filled = fill(raw, v=typed, xs=[{"n": typed}], secret="leaked", y=[1])

    shown = "".join(sign for sign in typed if sign in "\t\n\r" or ord(sign) >= 32)
    shown = shown.replace("\r\n", "\n").replace("\u2028", "\n")
    assert texts(filled) == [f"[{shown}]", shown]
    assert rows(filled) == [[shown]]
    assert " ".join(filled.core_properties.title.split()) == " ".join(shown.split())


def test_hostile_values_change_no_byte_of_other_parts() -> None:
    template = Template(paper("{{ v }}"))
    plain: dict[str, Any] = {name: part(template.render({"v": "x"}), name) for name in ("word/styles.xml",)}

    assert {name: part(template.render({"v": VALUES[0]}), name) for name in plain} == plain
