"""Files that are refused before anything opens them."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from papers import changed, opened, paper, part, texts

from partnerxl.report.faults import BrokenTemplate
from partnerxl.report.guard import look
from partnerxl.report.template import Template

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind: str, target: str, mode: str = "") -> tuple[str, bytes]:
    """A relationship part with one entry."""
    outside = f' TargetMode="{mode}"' if mode else ""
    entry = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"{outside}/>'
    return (
        "word/_rels/header9.xml.rels",
        f'<Relationships xmlns="{RELATIONS}">{entry}</Relationships>'.encode(),
    )


def field(instruction: str) -> tuple[str, bytes]:
    """A part with a field in three pieces."""
    pieces = "".join(f"<w:instrText>{piece}</w:instrText>" for piece in (instruction[:3], instruction[3:]))
    return "word/extra.xml", f'<w:ftr xmlns:w="x">{pieces}</w:ftr>'.encode()


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (("word/vbaProject.bin", b"x"), "macros"),
        (relation("attachedTemplate", "https://example.org/a.dotm", "External"), "attachedTemplate"),
        (relation("image", "https://example.org/a.png", "External"), "image"),
        (relation("image", "file:///etc/passwd"), "image"),
        (relation("image", "\\\\server\\share\\a.png"), "image"),
        (relation("hyperlink", "file:///etc/passwd", "External"), "hyperlink"),
        (relation("hyperlink", "javascript:alert(1)", "External"), "hyperlink"),
        (relation("oleObject", "embeddings/o.bin"), "oleObject"),
        (relation("aFChunk", "chunk.html"), "aFChunk"),
        (relation("subDocument", "b.docx"), "subDocument"),
        (relation("frame", "b.htm"), "frame"),
        (relation("package", "embeddings/b.xlsx"), "package"),
        (relation("control", "activeX/a.xml"), "control"),
        (("word/extra.xml", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "document type"),
        (("word/extra.xml", "<a/>".encode("utf-16")), "UTF-16"),
        (field("INCLUDETEXT c:\\a.docx"), "INCLUDETEXT"),
        (field("includepicture http://x"), "INCLUDEPICTURE"),
        (field("DDEAUTO cmd"), "DDEAUTO"),
        (field("LINK Excel.Sheet"), "LINK"),
        (field("MACROBUTTON x"), "MACROBUTTON"),
        (("word/_rels/header9.xml.rels", b"<Relationships"), "header9.xml.rels"),
        (("word/big.xml", b" " * (3 << 20)), "unpacks to 3 MB"),
        (("../evil.xml", b"<a/>"), "not safe"),
        (("/abs.xml", b"<a/>"), "not safe"),
        (("word\\x.xml", b"<a/>"), "not safe"),
        (("WORD/Document.xml", b"<a/>"), "occurs twice"),
    ],
)
def test_a_file_that_could_run_fetch_or_swell_is_refused(part: tuple[str, bytes], expected: str) -> None:
    with pytest.raises(BrokenTemplate) as caught:
        look(changed(paper("x"), [part]), "t.docx")

    assert expected in str(caught.value)
    assert str(caught.value).startswith("t.docx: ")


@pytest.mark.parametrize("target", ["https://example.org", "http://example.org", "mailto:a@example.org"])
def test_web_and_mail_links_may_leave_the_file(target: str) -> None:
    parts = look(changed(paper("x"), [relation("hyperlink", target, "External")]), "t.docx")

    assert "word/document.xml" in parts


def test_a_large_part_that_was_hardly_packed_is_no_bomb() -> None:
    photo = random.Random(1).randbytes(2 << 20)

    assert look(changed(paper("x"), [("word/media/photo.jpeg", photo)]), "t.docx")


def test_a_chart_may_hold_its_workbook() -> None:
    name, text = relation("package", "../embeddings/b.xlsx")
    chart = (name.replace("word/_rels/header9", "word/charts/_rels/chart1"), text)

    assert look(changed(paper("x"), [chart]), "t.docx")


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "not a Word file"),
        (b"plain text", "not a Word file"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
    ],
)
def test_what_is_no_word_file_is_named(raw: bytes, expected: str) -> None:
    with pytest.raises(BrokenTemplate, match=expected):
        look(raw, "t.docx")


def test_another_office_file_is_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("xl/workbook.xml", "<a/>")

    with pytest.raises(BrokenTemplate, match="not a Word document"):
        look(target.getvalue(), "t.docx")


def test_a_file_without_its_list_of_types_is_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("word/document.xml", part(paper("x"), "word/document.xml"))

    with pytest.raises(BrokenTemplate, match="not a Word document"):
        look(target.getvalue(), "t.docx")


def test_a_damaged_file_is_named() -> None:
    raw = bytearray(paper("x"))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as package:
        start = package.getinfo("word/document.xml").header_offset + 60
    raw[start : start + 40] = b"\xff" * 40

    with pytest.raises(BrokenTemplate, match="damaged"):
        look(bytes(raw), "t.docx")


def test_macro_documents_and_strict_documents_are_named() -> None:
    types = changed(
        paper("x"), [("[Content_Types].xml", b'<Types a="ms-word.document.macroEnabled.main+xml"/>')]
    )
    strict = b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'

    with pytest.raises(BrokenTemplate, match="macros"):
        look(types, "t.docx")
    with pytest.raises(BrokenTemplate, match="Strict"):
        look(changed(paper("x"), [("word/document.xml", strict)]), "t.docx")


def test_a_chart_that_staff_put_into_a_template_is_taken_and_stays_as_it_is() -> None:
    _, link = relation("package", "../embeddings/Sheet1.xlsx")
    chart = {
        "word/charts/chart1.xml": b"<c:chartSpace xmlns:c='c'/>",
        "word/charts/_rels/chart1.xml.rels": link,
        "word/embeddings/Sheet1.xlsx": b"their workbook",
    }
    template = changed(paper("{{ name }}"), chart.items())

    filled = Template(template, "t.docx").render({"name": "Ours"})

    assert {name: part(filled, name).encode() for name in chart} == chart
    assert texts(opened(filled)) == ["Ours"]
