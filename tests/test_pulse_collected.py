"""From returned forms to the sheet Pulse: no order, no name and no time leads from an answer to a partner."""

from __future__ import annotations

import email
import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest
from command_line import CommandLine, changed, sample
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from returned_forms import Said, Sender, returned

from partnerxl import workflow
from partnerxl.collecting import Gathered
from partnerxl.core.pulse import Given, Heard, heard
from partnerxl.core.records import read_project, wanted
from partnerxl.core.rulebook import load_rulebook
from partnerxl.core.view import View
from partnerxl.hosts import files
from partnerxl.send.drafts import Draft

VOICES = [Said(tuple(1 + (at * step) % 5 for step in range(12)), 1 + at % 2) for at in range(1, 7)]
LOUD = Said((5,) * 12, 1, "Ana Diaz asks: call 617-555-0123")
HEADINGS = 3


def folder_of(place: Path, said: Sequence[Said], seed: int = 0) -> Path:
    """Returned forms in a folder; who sent which, under what name, when and in what order is drawn."""
    dice = random.Random(seed)
    senders = [
        Sender(f"Partner {at}", datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=at))
        for at in range(len(said))
    ]
    dice.shuffle(senders)
    place.mkdir()
    order = list(zip(said, senders, strict=True))
    dice.shuffle(order)
    for voice, sender in order:
        (place / f"{sender.name} {dice.randrange(10**6)}.docx").write_bytes(returned(voice, sender))
    return place


def collect(book: Path, place: Path) -> Gathered:
    return workflow.collect(book, [place])


def rows(book: Path) -> list[tuple[object, ...]]:
    """The records of the sheet Pulse."""
    found = load_workbook(book)["Pulse"].iter_rows(min_row=HEADINGS + 1, values_only=True)
    return [row for row in found if any(row)]


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    return sample("mature", tmp_path)


# --- anonymous ------------------------------------------------------------------------------------


def test_the_same_answers_give_the_same_bytes_whoever_sent_them_when_and_in_what_order(
    tmp_path: Path,
) -> None:
    books = []
    for seed in range(3):
        place = tmp_path / str(seed)
        place.mkdir()
        books.append(sample("mature", place))
        collect(books[-1], folder_of(place / "returned", [*VOICES, LOUD], seed))

    assert len({book.read_bytes() for book in books}) == 1
    assert len(rows(books[0])) == 8


def test_no_trace_of_a_file_reaches_the_workbook(ours: Path, tmp_path: Path) -> None:
    collect(ours, folder_of(tmp_path / "returned", VOICES))

    for part in _parts(ours):
        assert b"Partner 0" not in part
        assert b"2026-10-0" not in part


def _parts(book: Path) -> list[bytes]:
    import zipfile

    with zipfile.ZipFile(book) as package:
        return [package.read(name) for name in package.namelist()]


FORMS = st.builds(
    Given,
    st.sampled_from(["R1", "R2"]),
    st.tuples(*[st.sampled_from([None, 1, 5, "Don't know"])] * 12),
    st.sampled_from(["", "Employer", "Other"]),
    st.sampled_from(["", "Well done", "More time"]),
)


def empty_view() -> View:
    project = read_project(files.read(Path(__file__).parents[1] / "workbooks" / "mature.xlsx", wanted))
    return View(project, load_rulebook().rules)


VIEW = empty_view()


def hear(forms: list[Given]) -> Heard:
    return heard(VIEW.frame("Pulse"), forms, 5)


@given(st.lists(FORMS, max_size=14), st.randoms(use_true_random=False))
def test_law_rows_depend_on_what_is_said_and_on_no_order(forms: list[Given], dice: random.Random) -> None:
    again = forms[:]
    dice.shuffle(again)

    assert hear(again) == hear(forms)


@given(st.lists(FORMS, max_size=14))
def test_law_no_group_and_no_batch_is_smaller_than_five(forms: list[Given]) -> None:
    found = hear(forms)

    answers = [row for row in found.rows if "Comment" not in row]
    for name in ("R1", "R2"):
        batch = [row for row in answers if row["Round"] == name]
        sizes = [sum(row["Group"] == group for row in batch) for group in {row["Group"] for row in batch}]
        assert all(size >= 5 for size in sizes)
        assert len(batch) in {0, sum(form.round == name and any(form.answers) for form in forms)}
    codes = [(row["Round"], row["RespondentCode"]) for row in found.rows]
    assert len(set(codes)) == len(codes)


@given(st.lists(FORMS, max_size=14))
def test_law_no_comment_stands_beside_answers(forms: list[Given]) -> None:
    for row in hear(forms).rows:
        assert set(row) in (
            {"Round", "RespondentCode", "Comment"},
            {"Round", "RespondentCode", "Group", *VIEW.frame("Pulse").columns[3:15]},
        )


# --- again and later ------------------------------------------------------------------------------


def test_collected_twice_adds_nothing_and_leaves_the_file_alone(ours: Path, tmp_path: Path) -> None:
    returned_forms = folder_of(tmp_path / "returned", VOICES)
    collect(ours, returned_forms)
    before = ours.read_bytes()

    again = collect(ours, returned_forms)

    assert again.pulse == Heard(6, (), 0)
    assert not again.written
    assert ours.read_bytes() == before


def test_two_partners_may_say_the_same(ours: Path, tmp_path: Path) -> None:
    found = collect(ours, folder_of(tmp_path / "returned", [VOICES[0]] * 5))

    assert len(found.pulse.rows) == 5
    assert len({row[1] for row in rows(ours)}) == 5


def test_four_forms_wait_until_a_fifth_comes(ours: Path, tmp_path: Path) -> None:
    before = ours.read_bytes()
    four = collect(ours, folder_of(tmp_path / "four", VOICES[:4]))

    assert four.pulse == Heard(4, (), 4)
    assert ours.read_bytes() == before

    five = collect(ours, folder_of(tmp_path / "five", VOICES[:5], seed=1))
    assert (len(five.pulse.rows), five.pulse.waiting) == (5, 0)


def test_a_few_late_forms_wait_too(ours: Path, tmp_path: Path) -> None:
    collect(ours, folder_of(tmp_path / "first", VOICES[:5]))
    late = collect(ours, folder_of(tmp_path / "all", [*VOICES, LOUD], seed=2))

    assert late.pulse == Heard(7, (), 2)


def test_a_form_is_one_form_however_its_folder_is_named(
    ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder_of(tmp_path / "returned", VOICES[:2])
    monkeypatch.chdir(place)

    found = workflow.collect(ours, [place, Path(), Path("../returned"), *place.iterdir()])

    assert (found.pulse.forms, found.written) == (2, False)


def test_a_small_group_is_written_for_nobody(ours: Path, tmp_path: Path) -> None:
    mixed = [Said((at % 5 + 1,) * 12, 1 if at < 4 else 2) for at in range(9)]
    collect(ours, folder_of(tmp_path / "mixed", mixed))

    assert {row[2] for row in rows(ours)} == {None}


def test_groups_of_five_are_written(ours: Path, tmp_path: Path) -> None:
    mixed = [Said((at % 5 + 1,) * 12, 1 if at < 5 else 2) for at in range(10)]
    collect(ours, folder_of(tmp_path / "mixed", mixed))

    assert sorted(str(row[2]) for row in rows(ours)) == ["Employer"] * 5 + ["Other"] * 5


def test_a_comment_stands_apart_and_without_contact_data(ours: Path, tmp_path: Path) -> None:
    collect(ours, folder_of(tmp_path / "returned", [*VOICES, LOUD]))

    (comment,) = [row for row in rows(ours) if row[15]]
    assert "617" not in str(comment[15])
    assert not any(comment[3:15])
    assert not comment[2]


def test_a_comment_that_stands_there_is_not_written_again_with_later_answers(
    ours: Path, tmp_path: Path
) -> None:
    first, later = [*VOICES[:4], LOUD], [Said((at % 5 + 1,) * 12) for at in range(5)]
    collect(ours, folder_of(tmp_path / "first", first))
    collect(ours, folder_of(tmp_path / "all", [*first, *later], seed=3))

    assert sum(bool(row[15]) for row in rows(ours)) == 1
    assert len(rows(ours)) == 5 + 5 + 1


# --- the sheet ------------------------------------------------------------------------------------


def test_what_people_typed_stays_and_new_rows_stand_below(ours: Path, tmp_path: Path) -> None:
    with changed(ours) as book:
        for column, value in zip("ABCD", ("2025", "by hand", "Other", 4), strict=True):
            book["Pulse"][f"{column}4"] = value
        book["Pulse"]["S5"] = "a note of ours"
    old = {sheet: list(load_workbook(ours)[sheet].values) for sheet in ("Partners", "Progress")}

    collect(ours, folder_of(tmp_path / "returned", VOICES))

    book = load_workbook(ours)
    assert rows(ours)[0][:4] == ("2025", "by hand", "Other", 4)
    assert len(rows(ours)) == 7
    assert book["Pulse"]["S5"].value == "a note of ours"
    assert book["Pulse"].tables["Pulse"].ref == "A3:P10"
    assert {sheet: list(book[sheet].values) for sheet in old} == old
    assert (ours.parent / "partnerxl-backups").is_dir()


@pytest.mark.parametrize("column", ["Round", "Respondent code", "Getting to know"])
def test_a_sheet_without_the_columns_gets_nothing_and_it_is_said(
    column: str, ours: Path, tmp_path: Path
) -> None:
    with changed(ours) as book:
        heading = next(cell for cell in book["Pulse"][HEADINGS] if cell.value == column)
        heading.value = "Something else"

    found = collect(ours, folder_of(tmp_path / "returned", VOICES))

    assert not found.written
    assert any("Copy the sheet Pulse from a new workbook" in note for note in found.notes)


def test_a_workbook_without_the_sheet_gets_one(ours: Path, tmp_path: Path) -> None:
    with changed(ours) as book:
        del book["Pulse"]

    assert len(collect(ours, folder_of(tmp_path / "returned", VOICES)).pulse.rows) == 6
    assert load_workbook(ours)["Pulse"]["A2"].value == "2026-09"
    assert collect(ours, tmp_path / "returned").pulse == Heard(6, (), 0)


def test_the_names_of_the_forms_are_shown_nowhere(ours: Path, tmp_path: Path, partnerxl: CommandLine) -> None:
    place = folder_of(tmp_path / "returned", VOICES)

    for more in ([], ["--json"]):
        shown = partnerxl("collect", ours, place, *more)
        assert shown.code == 0
        assert "Partner 0" not in shown.out
    assert "Partner 0" not in repr(collect(ours, place))


def test_a_form_that_nobody_filled_in_is_not_named_either(
    ours: Path, tmp_path: Path, partnerxl: CommandLine
) -> None:
    folder = folder_of(tmp_path / "in", [*VOICES[:5], Said((0,) * 12)])

    found = partnerxl("collect", ours, folder)

    assert "6 forms of the pulse" in found.out
    assert not any(f"Partner {at}" in found.out for at in range(6))


def test_the_report_shows_them_beside_the_records(ours: Path, tmp_path: Path) -> None:
    from docx import Document

    collect(ours, folder_of(tmp_path / "returned", VOICES))

    paper = Document(str(workflow.report(ours)))
    told = [paragraph.text for paragraph in paper.paragraphs]
    assert any(text.startswith("6 partners answered the pulse of 2026-09") for text in told)
    assert any(text.startswith("Performing: ") and "in our records" in text for text in told)


# --- the command line -----------------------------------------------------------------------------


def test_from_the_form_to_the_sheet(ours: Path, tmp_path: Path, partnerxl: CommandLine) -> None:
    made = partnerxl("pulse", "new", ours)
    form = ours.parent / "mature pulse 2026-09.docx"
    assert made.code == 0
    assert str(form) in made.out
    assert f"partnerxl collect {ours} FOLDER" in " ".join(made.out.split())

    back = tmp_path / "back"
    back.mkdir()
    for at, voice in enumerate(VOICES):
        (back / f"{at}.docx").write_bytes(returned(voice, Sender("x"), form.read_bytes()))

    preview = partnerxl("collect", ours, back, "--preview")
    assert "6 forms of the pulse; whose they are is not looked at." in preview.out
    assert rows(ours) == []

    shown = partnerxl("collect", ours, back)
    assert "6 new rows on Pulse" in shown.out
    assert len(rows(ours)) == 6

    told = json.loads(partnerxl("collect", ours, back, "--json").out)
    assert told["pulse"] == {"forms": 6, "added": 0, "waiting": 0}
    assert told["copies"] == []


def test_too_few_forms_are_told(ours: Path, tmp_path: Path, partnerxl: CommandLine) -> None:
    shown = partnerxl("collect", ours, folder_of(tmp_path / "two", VOICES[:2]))

    assert "2 new forms of the pulse wait: fewer than 5" in shown.out


def test_a_round_may_be_named_and_a4_chosen(ours: Path, partnerxl: CommandLine) -> None:
    told = json.loads(partnerxl("pulse", "new", ours, "--round", "2026-Q3", "--a4", "--json").out)

    assert Path(told["form"]).name == "mature pulse 2026-Q3.docx"
    assert told["hurdles"] == []


def test_without_the_end_of_the_period_a_round_must_be_named(tmp_path: Path, partnerxl: CommandLine) -> None:
    book = sample("empty", tmp_path)

    assert partnerxl("pulse", "new", book).code == 2
    assert partnerxl("pulse", "new", book, "--round", "Spring").code == 0
    refused = partnerxl("pulse", "new", book, "--round", "The spring of the year 2026")
    assert (refused.code, "at most 20 letters" in refused.err) == (2, True)


def test_nothing_is_collected_from_nothing() -> None:
    assert hear([]) == Heard(0, (), 0)


# --- with the drafts ------------------------------------------------------------------------------


def drafts(book: Path) -> list[Draft]:
    found: list[Draft] = []

    def look(made: tuple[Draft, ...]) -> bool:
        found.extend(made)
        return False

    workflow.prepare(book, None, look)
    return found


def test_the_form_beside_the_workbook_goes_along_with_each_draft_and_is_the_same_for_all(ours: Path) -> None:
    without = drafts(ours)
    workflow.pulse_form(ours)

    made = drafts(ours)

    assert {len(draft.attachments) for draft in without} == {2}
    assert {len(draft.attachments) for draft in made} == {3}
    assert len({draft.attachments[2].content for draft in made}) == 1
    assert {draft.attachments[2].name for draft in made} == {"mature pulse 2026-09.docx"}
    told = email.message_from_bytes(made[0].content, policy=default).get_body(("plain",))
    assert told is not None
    assert "It needs no name" in told.get_content()


def test_a_form_that_somebody_filled_in_or_of_another_round_goes_to_nobody(ours: Path) -> None:
    form = workflow.pulse_form(ours)
    workflow.pulse_form(ours, called="2025-Q1")
    form.write_bytes(returned(VOICES[0], Sender("Ana"), form.read_bytes()))

    assert {len(draft.attachments) for draft in drafts(ours)} == {2}
