"""A look at a template: what to mend, the copy with comments, the filled sample, the list of names."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from papers import add, changed, opened, paper, saved, texts

from partnerxl import shipped
from partnerxl.core.assess import assess
from partnerxl.core.assessment import Assessment
from partnerxl.core.errors import TemplateError
from partnerxl.core.records import read_project, wanted
from partnerxl.hosts import files
from partnerxl.report import listing
from partnerxl.report.checking import check_template, preview_template
from partnerxl.report.kinds import KINDS, kind_named, kind_of
from partnerxl.report.names import Many, Record

REVIEW = KINDS["review"]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample() -> Assessment:
    return assess(read_project(files.read(shipped.workbooks() / "troubled.xlsx", wanted)))


def broken() -> bytes:
    """A template with five faults in several places."""
    document = Document()
    add(document.sections[0].header.paragraphs[0], "{{ report.perod }}")
    document.add_heading("Topics", 1)
    document.add_paragraph("{%p for topic in topics.rows %}")
    add(document.add_paragraph(), ["See {{ topic.", "titel }} and { topic.id }"])
    table = document.add_table(1, 2)
    table.cell(0, 1).text = "{{ topic.evidence }}"
    document.add_paragraph("{%p endif %}")
    return saved(document)


# --- check ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("a4", [False, True])
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_our_own_templates_have_nothing_to_mend(kind: object, a4: bool, sample: Assessment) -> None:
    assert hasattr(kind, "packaged")

    found = check_template(kind.packaged(a4=a4), sample)

    assert found.faults == found.hurdles == ()
    assert found.copy is None


def test_every_fault_is_listed_with_its_place_and_has_a_comment_where_it_stands(
    tmp_path: Path, sample: Assessment
) -> None:
    (tmp_path / "review ours.docx").write_bytes(broken())

    found = check_template(tmp_path / "review ours.docx", sample)

    assert [str(fault).removeprefix("review ours.docx, ").split(". ")[0] for fault in found.faults] == [
        "under “Topics”, { topic.id }: a tag has two braces on each side; write {{ topic.id }}, or take the braces away.",
        "under “Topics”, {%p endif %}: '{%p for topic in topics.rows %}' is still open and comes first.",
        "under “Topics”, {%p for topic in topics.rows %}: 'endfor' is missing.",
        "under “Topics”, {{ topic.titel }}: 'titel' is unknown",
        "under “Topics”, table 1, row 1, column 2, {{ topic.evidence }}: it is a list or has parts; use a loop, or name one part.",
        "header, {{ report.perod }}: 'perod' is unknown",
    ]
    assert found.copy == tmp_path / "review ours checked.docx"
    document = Document(str(found.copy))
    said = {comment.comment_id: comment for comment in document.comments}
    marks = document.element.body.xpath("//w:commentRangeStart")
    around = {int(mark.get(mark.nsmap["w"].join("{}") + "id")): mark.getparent() for mark in marks}
    beside = {said[number].text: node.text for number, node in around.items()}
    assert beside["{{ topic.titel }}: 'titel' is unknown. Did you mean 'title'?"].startswith(
        "See {{ topic.titel }}"
    )
    assert (
        beside["{{ topic.evidence }}: it is a list or has parts; use a loop, or name one part."]
        == "{{ topic.evidence }}"
    )
    assert beside[str(found.faults[-1])] == "Topics"
    assert len(beside) == 6
    assert {comment.author for comment in said.values()} == {"partnerxl"}


def test_the_copy_with_comments_can_be_checked_again(tmp_path: Path, sample: Assessment) -> None:
    (tmp_path / "review.docx").write_bytes(broken())
    first = check_template(tmp_path / "review.docx", sample)
    assert first.copy

    again = check_template(first.copy, sample)

    assert [fault.text for fault in again.faults] == [fault.text for fault in first.faults]


def test_a_file_that_is_refused_unopened_gets_no_copy(tmp_path: Path, sample: Assessment) -> None:
    (tmp_path / "review.docx").write_bytes(changed(paper("x"), [("word/vbaProject.bin", b"x")]))

    found = check_template(tmp_path / "review.docx", sample)

    assert [fault.text for fault in found.faults] == [
        "the file holds macros; save it as a Word Document (.docx)."
    ]
    assert found.copy is None
    assert len(list(tmp_path.iterdir())) == 1


def test_a_fault_in_a_template_without_any_text_still_gets_its_comment(
    tmp_path: Path, sample: Assessment
) -> None:
    (tmp_path / "review.docx").write_bytes(paper(title="{{ report.titel }}"))

    found = check_template(tmp_path / "review.docx", sample)

    assert found.copy
    assert [comment.text for comment in Document(str(found.copy)).comments] == [str(found.faults[0])]


def test_what_some_people_could_not_read_is_told(tmp_path: Path, sample: Assessment) -> None:
    (tmp_path / "review.docx").write_bytes(paper("{{ report.initiative }}", table=[["a", "b"]]))

    found = check_template(tmp_path / "review.docx", sample)

    assert found.faults == ()
    assert any("no header row" in fault.text for fault in found.hurdles)


def test_a_template_that_is_not_there_is_said_so(tmp_path: Path, sample: Assessment) -> None:
    with pytest.raises(TemplateError, match="there is no such file"):
        check_template(tmp_path / "gone.docx", sample)
    with pytest.raises(TemplateError, match="cannot be read"):
        check_template(tmp_path, sample)


# --- preview --------------------------------------------------------------------------------------


def test_a_preview_is_filled_with_the_sample_and_overwrites_nothing(
    tmp_path: Path, sample: Assessment
) -> None:
    (tmp_path / "review.docx").write_bytes(paper("{{ report.workbook }}"))

    first = preview_template(tmp_path / "review.docx", sample, tmp_path)
    second = preview_template(tmp_path / "review.docx", sample, tmp_path)

    assert texts(opened(first.read_bytes())) == ["troubled.xlsx"]
    assert [first.name, second.name] == ["review preview.docx", "review preview 2.docx"]


# --- which template, which names ------------------------------------------------------------------


def test_the_template_given_comes_before_the_one_beside_the_workbook_and_that_before_ours(
    tmp_path: Path,
) -> None:
    ours = shipped.report_templates() / "review.docx"
    given = tmp_path / "given.docx"

    assert REVIEW.template(None, tmp_path) == ours
    (tmp_path / "review.docx").write_bytes(b"")
    assert REVIEW.template(None, tmp_path) == tmp_path / "review.docx"
    assert REVIEW.template(given, tmp_path) == given


def test_the_name_of_a_template_says_its_kind() -> None:
    assert kind_of(Path("Review 2026.docx")) is REVIEW
    assert kind_of(Path("ours.docx")) is REVIEW
    with pytest.raises(TemplateError, match="no template 'letter'"):
        kind_named("letter")


def test_the_page_of_names_is_fresh() -> None:
    page = (ROOT / "docs" / "template-names.md").read_text(encoding="utf-8")

    assert page == listing.page(), (
        "write it again: python -m partnerxl.report.listing > docs/template-names.md"
    )


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_name_says_what_it_is(kind: object) -> None:
    assert hasattr(kind, "names")

    def silent(record: Record) -> list[str]:
        """Names without a word, in a record and below it."""
        inner = [value.of if isinstance(value, Many) else value for value in record.entries.values()]
        below = [name for value in inner if isinstance(value, Record) for name in silent(value)]
        return [f"{record.title} {name}" for name in record.entries if not record.says.get(name)] + below

    assert silent(kind.names) == []


def test_every_name_of_the_list_can_be_used_where_it_is_listed(tmp_path: Path, sample: Assessment) -> None:
    lines: list[str] = []
    inside: list[str] = []
    for line in listing.lines(REVIEW):
        while inside and inside[-1] != line.inside:
            inside.pop()
            lines.append("{%p endfor %}")
        if line.kind.startswith("list"):
            lines.append(f"{{%p for {listing.item_name(line.name)} in {line.name} %}}")
            inside.append(line.name)
        else:
            lines.append(f"{{{{ {line.name} }}}}")
    lines += ["{%p endfor %}"] * len(inside)
    (tmp_path / "review.docx").write_bytes(paper(*lines))

    found = check_template(tmp_path / "review.docx", sample)

    assert [str(fault) for fault in found.faults] == []


def test_the_report_is_packed_as_every_program_reads_it(tmp_path: Path, sample: Assessment) -> None:
    (tmp_path / "review.docx").write_bytes(paper("x"))

    with zipfile.ZipFile(preview_template(tmp_path / "review.docx", sample, tmp_path)) as package:
        assert package.testzip() is None
