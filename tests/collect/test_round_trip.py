"""What partners write into the fields of forty papers stands on the sheets afterwards, and nothing else does."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from circle import SHEETS, SIZE, circle, collect, said, title_of
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from keeper_corpus import stored
from returning import Written, fields, filled, options, properties_of

TEXT = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zs", "Zl", "Zp"], include_characters=" \n=_+-"
    ),
    min_size=1,
    max_size=30,
).filter(lambda text: text.strip() == text)
DAY = st.dates(date(2026, 1, 1), date(2027, 12, 31))
WRITTEN_INTO = {"xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a workbook for each try takes its time
Wanted = dict[str, set[tuple[object, ...]]]
COLUMNS = {
    "Replies": ("Reference", "Topic", "Partner", "Answer"),
    "Actions": ("Topic", "Action", "Owner", "Due date"),
    "Decisions": ("Title", "Owner partner ID", "Due date"),
    "Sign-off": ("Reference", "Partner", "Agreement", "Comment", "Name"),
    "Corrections": ("Sheet", "Cell", "Proposed", "Partner"),
}


def wanted() -> Wanted:
    return defaultdict(set)


def written(data: st.DataObject, raw: bytes, tag: str) -> Written:
    """Something that fits into a field."""
    field = fields(raw)[tag]
    if tag.endswith(("-when", "-date")):
        return data.draw(DAY)
    return data.draw(st.sampled_from(list(options(field))) if list(options(field)) else TEXT)


def page_of(data: st.DataObject, partner: str) -> tuple[bytes, Wanted]:
    """A partner's page, some of it filled in, and the rows it makes."""
    raw, rows = circle().pages[partner], wanted()
    tags = data.draw(st.lists(st.sampled_from(sorted(fields(raw))), max_size=6, unique=True))
    answers = {tag: data.draw(TEXT) for tag in tags}
    for tag, text in answers.items():
        kind, _, rest = tag.partition("-")
        if kind == "fix":
            sheet, cell = rest.split("!")
            rows["Corrections"].add((sheet, cell, text, partner))
        elif kind == "question":
            rows["Replies"].add((properties_of(raw)["Reference"], "Own question", partner, text))
        elif kind == "correction":
            rows["Corrections"].add((None, None, answers.get(f"correction-{rest[0]}-new"), partner))
    return filled(raw, answers), rows


def report_of(data: st.DataObject, number: str, partner: str) -> tuple[bytes, Wanted]:
    """A report that one partner filled in and signed, and the rows it makes."""
    raw, rows = circle().report, wanted()
    open_fields = [tag for tag in fields(raw) if not tag.startswith(("sign", "review"))]
    tags = data.draw(st.lists(st.sampled_from(open_fields), max_size=8, unique=True))
    tags += [
        f"sign-{number}-{part}"
        for part in ("agree", *data.draw(st.sets(st.sampled_from(["comment", "name"]))))
    ]
    answers = {tag: written(data, raw, tag) for tag in tags}
    for tag, text in answers.items():
        kind, *rest = tag.split("-")
        if kind == "reply":
            rows["Replies"].add((circle().reference, rest[0], partner, text))
        elif kind == "answer":
            rows["Replies"].add((circle().reference, f"Question {rest[0]}", partner, text))
    rows["Actions"] = {(topic, *step) for topic, step in _steps(answers, "step").items()}
    rows["Decisions"] = set(_steps(answers, "decision").values())
    row = tuple(answers.get(f"sign-{number}-{part}") for part in ("agree", "comment", "name"))
    rows["Sign-off"] = {(circle().reference, partner, *row)}
    return filled(raw, answers), rows


def _steps(answers: Mapping[str, Written], kind: str) -> dict[str, tuple[object, ...]]:
    """What, who and when by topic or number."""
    keys = {tag.split("-")[1] for tag in answers if tag.startswith(f"{kind}-")}
    return {
        key: tuple(answers.get(f"{kind}-{key}-{part}") for part in ("what", "who", "when")) for key in keys
    }


def papers(data: st.DataObject) -> Iterator[tuple[bytes, Wanted]]:
    """Some papers that came back."""
    pages = data.draw(st.lists(st.sampled_from(sorted(circle().pages)), max_size=4, unique=True))
    yield from (page_of(data, partner) for partner in pages)
    signers = data.draw(st.lists(st.sampled_from(sorted(circle().signers.items())), max_size=3, unique=True))
    yield from (report_of(data, number, partner) for number, partner in signers)


@settings(max_examples=15, phases=WITHOUT_SHRINKING, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_exactly_what_was_written_stands_in_the_workbook_once(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(list(papers(data)), Path(folder))


def check(made: list[tuple[bytes, Wanted]], folder: Path) -> None:
    book, returned = folder / "ours.xlsx", folder / "returned"
    returned.mkdir()
    book.write_bytes(circle().workbook)
    for at, (paper, _) in enumerate(made):
        (returned / f"{at}.docx").write_bytes(paper)

    collect(book, returned)

    for sheet in SHEETS:
        assert said(book, sheet, *COLUMNS[sheet]) == set().union(*(rows[sheet] for _, rows in made)), sheet
    assert_rest_is_untouched(circle().workbook, book.read_bytes())
    once = book.read_bytes()
    assert not collect(book, returned).is_new
    assert book.read_bytes() == once


def assert_rest_is_untouched(old: bytes, new: bytes) -> None:
    """Every part but those of Decisions, Actions and of the workbook itself has its stored bytes."""
    before, after = stored(old), stored(new)
    changed = {name for name in before if before[name] != after.get(name)}
    logs = {name for name in changed if name.startswith(("xl/worksheets/", "xl/tables/"))}
    assert changed - logs <= WRITTEN_INTO
    assert len(logs) <= 2 * 2  # the sheets Actions and Decisions with their tables


def test_forty_partners_answer(tmp_path: Path) -> None:
    assert SIZE == 40
    answers = {"question": "Why {}?", "correction-1-what": "Line {}", "correction-1-new": "New {}"}
    for at, (partner, raw) in enumerate(circle().pages.items()):
        mine = {tag: text.format(partner) for tag, text in answers.items()}
        (tmp_path / f"page {at}.docx").write_bytes(filled(raw, mine))
    for number, partner in circle().signers.items():
        agree = {
            f"sign-{number}-agree": "Agree",
            f"sign-{number}-name": f"For {partner}",
            "reply-P4": partner,
        }
        (tmp_path / f"report {number}.docx").write_bytes(filled(circle().report, agree))
    book = tmp_path / "ours.xlsx"
    book.write_bytes(circle().workbook)

    found = collect(book, tmp_path)

    names = set(circle().pages)
    assert set(circle().signers.values()) == names
    assert len(names) > 30
    assert {row[0] for row in said(book, "Sign-off", "Partner")} == names
    assert said(book, "Replies", "Partner", "Topic", "Answer") == {
        *((name, "Own question", f"Why {name}?") for name in names),
        *((name, "P4", name) for name in names),
    }
    assert said(book, "Corrections", "Partner", "Old", "Proposed") == {
        (name, f"Line {name}", f"New {name}") for name in names
    }
    assert found.conflicts == ()


def test_titles_of_the_sign_off_name_partners() -> None:
    assert title_of(circle().report, "sign-001-agree").endswith(circle().signers["001"])
