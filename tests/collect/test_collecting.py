"""Copies that came back in every state, differing answers, and corrections that people accept."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from circle import FIRST, ODD_NAMES, circle, collect, rows, said
from command_line import ROOT, CommandLine, changed, snapshot
from keeper_corpus import stored
from lxml import etree
from openpyxl import load_workbook
from papers import changed as with_parts
from papers import paper, part
from returning import (
    Written,
    edited,
    filled,
    properties_of,
    tag_of,
    with_property,
    without_fields,
    write,
)

from partnerxl import workflow
from partnerxl.core.errors import SheetError
from partnerxl.core.grids import column_letters
from partnerxl.core.sent import COLUMNS
from partnerxl.report.wordml import CONTROL

KILLS = Path(__file__).with_name("collecting_kills.py")
PARTNER = "Copper Basin Workforce Office"  # in row 4 of the sheet Partners


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(circle().workbook)
    return path


def page(tmp_path: Path, name: str = "copy.docx", partner: str = PARTNER, **answers: str) -> Path:
    """A partner's page that came back; the names of its fields with _ for - and a cell as fix_K7."""
    tags = {tag.replace("fix_", "fix-Partners!").replace("_", "-"): text for tag, text in answers.items()}
    return kept(tmp_path, filled(circle().pages[partner], tags), name)


def report(tmp_path: Path, name: str = "report.docx", **answers: str) -> Path:
    """A report that came back."""
    return kept(
        tmp_path,
        filled(circle().report, {tag.replace("_", "-"): text for tag, text in answers.items()}),
        name,
    )


def kept(tmp_path: Path, raw: bytes, name: str = "copy.docx") -> Path:
    folder = tmp_path / "returned"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(raw)
    return folder / name


# --- the same and different -----------------------------------------------------------------------


def test_the_same_answers_under_another_name_add_nothing(book: Path, tmp_path: Path) -> None:
    one = page(tmp_path, question="Why?", fix_Z4="12")
    other = kept(tmp_path, one.read_bytes(), "copy (2).docx")

    found = collect(book, one, other)

    assert len(rows(book, "Replies")) == len(rows(book, "Corrections")) == 1
    assert found.collected.found[1].added == {}
    assert not collect(book, other).is_new


def test_different_answers_of_one_partner_stand_side_by_side_and_are_named(
    book: Path, tmp_path: Path
) -> None:
    one = page(tmp_path, "a.docx", question="Why?", fix_Z4="1.5")
    other = page(tmp_path, "b.docx", question="Why not?", fix_Z4="15")

    found = collect(book, one, other)

    assert said(book, "Replies", "Partner", "Answer") == {(PARTNER, "Why?"), (PARTNER, "Why not?")}
    assert said(book, "Corrections", "Cell", "Proposed") == {("Z4", "1.5"), ("Z4", "15")}
    assert [line.startswith("b.docx: ") for line in found.conflicts] == [True, True]
    assert f"Own question, {properties_of(one.read_bytes())['Reference']}, {PARTNER}" in found.conflicts[0]


def test_rows_that_people_changed_since_stay_and_come_in_no_second_time(book: Path, tmp_path: Path) -> None:
    copy = page(tmp_path, question="Wy?")
    collect(book, copy)
    with changed(book) as content:
        content["Replies"]["D2"].value = "Why?"
        content["Replies"]["E2"].value = "With comment"

    assert not collect(book, copy).is_new

    assert said(book, "Replies", "Answer", "Agree") == {("Why?", "With comment")}


def test_rows_go_below_those_that_people_wrote(book: Path, tmp_path: Path) -> None:
    with changed(book) as content:
        content["Actions"]["A4"].value = "Call the college"
        content["Actions"]["J3"].value = "Our own column"
        content["Actions"]["J4"].value = "ours"

    collect(book, report(tmp_path, step_P4_what="Hire a coordinator", step_P4_who=PARTNER))

    sheet = load_workbook(book)["Actions"]
    assert [sheet.cell(row, 1).value for row in (4, 5)] == ["Call the college", "Hire a coordinator"]
    assert (sheet["D5"].value, sheet["F5"].value, sheet["J4"].value) == (PARTNER, "Open", "ours")
    assert sheet.tables["Actions"].ref.endswith("5")


def test_who_when_and_which_file_stand_beside_an_answer(book: Path, tmp_path: Path) -> None:
    number = next(number for number, name in circle().signers.items() if name == PARTNER)
    answers: dict[str, Written] = {
        "reply-P4": "We agree",
        "review-date": date(2026, 10, 8),
        f"sign-{number}-name": "Ana Ruiz",
    }
    copy = kept(tmp_path, filled(circle().report, {**answers, f"sign-{number}-date": date(2026, 10, 9)}))

    collect(book, copy)

    (reply,) = rows(book, "Replies")
    assert (reply["Partner"], reply["Name"], reply["Date"]) == (PARTNER, "Ana Ruiz", date(2026, 10, 9))
    assert str(reply["File"]).startswith("copy.docx #")
    assert said(book, "Sign-off", "Partner", "Name", "Date") == {(PARTNER, "Ana Ruiz", date(2026, 10, 9))}


# --- texts of every kind --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "+1 555 0100",
        "-",
        "x" * 5000,
        "\u202b\u0634\u0643\u0631\u0627\u202c",
        "two\nlines\tand a tab",
        "_x0041_",
        "'quoted",
        "\U0001f44d",
        "007",
        "a\u0085b\u2028c\u00a0d",
    ],
)
def test_a_text_stays_the_text_it_is(text: str, book: Path, tmp_path: Path) -> None:
    collect(book, page(tmp_path, question=text))

    assert said(book, "Replies", "Answer") == {(text,)}
    assert all(cell.data_type != "f" for row in load_workbook(book)["Replies"] for cell in row)
    assert not collect(book, page(tmp_path, question=text)).is_new


def test_a_text_longer_than_a_cell_takes_is_cut_and_comes_in_once(book: Path, tmp_path: Path) -> None:
    copy = page(tmp_path, question="long " * 10_000)

    collect(book, copy)

    (reply,) = rows(book, "Replies")
    assert str(reply["Answer"]).startswith("long long")
    assert not collect(book, copy).is_new


@pytest.mark.parametrize("partner", ODD_NAMES)
def test_partners_with_odd_names_are_found(partner: str, book: Path, tmp_path: Path) -> None:
    found = collect(book, page(tmp_path, "\u202egpj #1 {x}.docx", partner, question="Why?"))

    assert said(book, "Replies", "Partner") == {(partner,)}
    assert found.notes == ()


# --- copies in every state ------------------------------------------------------------------------


def a_page() -> bytes:
    return filled(circle().pages[PARTNER], {"question": "Why?"})


@pytest.mark.parametrize(
    ("name", "make", "note", "answers"),
    [
        ("stranger.docx", lambda: paper("Hello"), "its reference is missing", 0),
        ("junk.docx", lambda: b"junk", "not a Word file", 0),
        ("half.docx", lambda: a_page()[:5000], "not a Word file", 0),
        ("empty.docx", lambda: b"", "not a Word file", 0),
        ("macros.docm", lambda: with_parts(a_page(), [("word/vbaProject.bin", b"x")]), "macros", 0),
        ("old.doc", lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "old .doc", 0),
        ("pages.docx", lambda: without_fields(a_page()), "has lost its fields", 0),
        ("blank.docx", lambda: circle().pages[PARTNER], "none of its fields is filled in", 0),
        (
            "other.docx",
            lambda: with_property(a_page(), "Initiative", "Not ours"),
            "was made for 'Not ours'",
            0,
        ),
        (
            "gone.docx",
            lambda: with_property(a_page(), "Partner", "Nobody"),
            "names 'Nobody', which is not on",
            1,
        ),
        (
            "said.docx",
            lambda: with_parts(
                a_page(),
                [("word/comments.xml", b'<w:comments xmlns:w="urn:x"><w:comment/><w:comment/></w:comments>')],
            ),
            "holds 2 comments",
            1,
        ),
    ],
)
def test_a_copy_in_any_state_is_named_and_the_others_go_on(  # noqa: PLR0913, PLR0917  one for each column
    name: str, make: Callable[[], bytes], note: str, answers: int, book: Path, tmp_path: Path
) -> None:
    copies = [kept(tmp_path, make(), name), report(tmp_path, "z.docx", decision_1_what="We go on")]

    found = collect(book, *copies)

    (line,) = [line for line in found.notes if line.startswith(name) or f" {name}" in line]
    assert note in line
    assert len(rows(book, "Replies")) == answers
    assert ("We go on",) in said(book, "Decisions", "Title")


def test_a_report_that_another_one_followed_is_named_and_collected_all_the_same(
    book: Path, tmp_path: Path
) -> None:
    with changed(book) as content:
        sheet = content.create_sheet("Sent")
        sheet.append(COLUMNS)
        for day, reference in (("2026-07-01", circle().reference), ("2026-10-01", "R-00000000")):
            sheet.append([f"{day} 10:00:00", *[None] * 6, reference, None, None])

    found = collect(book, report(tmp_path, decision_1_what="We go on"))

    (line,) = found.notes
    assert line.startswith(f"report.docx answers an earlier report (reference {circle().reference})")
    assert said(book, "Decisions", "Title") == {("We go on",)}


def test_a_copy_of_everybody_that_nobody_signed_says_that_somebody_must_be_named(
    book: Path, tmp_path: Path
) -> None:
    found = collect(book, report(tmp_path, reply_P4="Hm"))

    assert said(book, "Replies", "Partner", "Answer") == {(None, "Hm")}
    assert found.notes == (
        "report.docx does not say which partner answered. Write it into the column Partner.",
    )


def test_of_a_field_that_stands_twice_the_first_is_taken_and_it_is_named(book: Path, tmp_path: Path) -> None:
    def double(document: etree._Element) -> None:
        control = next(each for each in document.iter(CONTROL) if tag_of(each) == "decision-1-what")
        again = deepcopy(control)
        write(again, "We stop")
        control.addnext(again)

    raw = filled(circle().report, {"decision-1-what": "We go on"})
    found = collect(book, kept(tmp_path, edited(raw, double)))

    assert said(book, "Decisions", "Title") == {("We go on",)}
    (line,) = found.notes
    assert line.startswith("copy.docx has a field twice, filled in differently: New decision 1.")


def test_a_folder_is_read_with_its_folders_and_without_lock_and_hidden_files(
    book: Path, tmp_path: Path
) -> None:
    copy = page(tmp_path, "a.docx", question="Why?")
    inner = copy.parent / "more" / "copies.docx"  # a folder may be called like a file
    inner.mkdir(parents=True)
    (inner / "b.DOCX").write_bytes(page(tmp_path, "c.docx", "Partner 30", question="Why?").read_bytes())
    for name in ("~$a.docx", ".hidden.docx", "notes.txt", "photo.png"):
        (copy.parent / name).write_bytes(b"junk")

    found = collect(book, copy.parent)

    assert {each.copy.file for each in found.collected.found} == {"a.docx", "b.DOCX", "c.docx"}
    assert found.notes == ()


def test_the_same_file_named_twice_is_read_once(book: Path, tmp_path: Path) -> None:
    copy = page(tmp_path, question="Why?")

    assert len(collect(book, copy, copy.parent, copy).collected.found) == 1


def test_a_sheet_of_peoples_called_replies_is_refused_and_nothing_is_written(
    book: Path, tmp_path: Path
) -> None:
    with changed(book) as content:
        content.create_sheet("Replies")["A1"].value = "Our notes"
    before = book.read_bytes()

    with pytest.raises(SheetError, match="Replies"):
        collect(book, page(tmp_path, question="Why?"))

    assert book.read_bytes() == before


# --- corrections ----------------------------------------------------------------------------------


def decide(book: Path, accept: str = "Yes", **cells: object) -> None:
    """Set Accept in every row of Corrections, and other cells of the workbook."""
    with changed(book) as content:
        sheet = content["Corrections"]
        for row in range(2, sheet.max_row + 1):
            sheet[f"G{row}"].value = accept
        for place, value in cells.items():
            content["Partners"][place].value = value


def cell(book: Path, place: str) -> object:
    return load_workbook(book)["Partners"][place].value


def test_a_correction_waits_until_somebody_accepts_it(book: Path, tmp_path: Path) -> None:
    was = cell(book, "Z4")

    collect(book, page(tmp_path, fix_Z4="12.5"))
    assert not collect(book).is_new

    assert cell(book, "Z4") == was
    assert said(book, "Corrections", "Sheet", "Cell", "Old", "Proposed", "Partner") == {
        ("Partners", "Z4", str(was), "12.5", PARTNER)
    }


def test_an_accepted_correction_is_written_once_as_its_column_asks_and_noted(
    book: Path, tmp_path: Path
) -> None:
    collect(book, page(tmp_path, fix_Z4="12.5", fix_E4="2024-02-01", fix_X4="=1+1"))
    decide(book)

    found = collect(book)

    assert found.done == 3
    assert cell(book, "Z4") == 12.5
    assert str(cell(book, "E4")).startswith("2024-02-01")
    assert load_workbook(book)["Partners"]["X4"].data_type != "f"
    assert cell(book, "X4") == "=1+1"
    assert {done for (done,) in said(book, "Corrections", "Done")} == {"Yes"}
    assert not collect(book).is_new


def test_an_error_and_a_day_stand_as_people_see_them(book: Path, tmp_path: Path) -> None:
    with changed(book) as content:
        content["Partners"]["H4"].value = "#N/A"

    collect(book, page(tmp_path, fix_H4="Signed", fix_J4="2027-03-01"))

    assert said(book, "Corrections", "Cell", "Old") == {("H4", "#N/A"), ("J4", "2027-01-31")}
    decide(book)
    assert collect(book).done == 2
    assert cell(book, "H4") == "Signed"


@pytest.mark.parametrize(
    ("setting", "typed", "day"),
    [
        ("No", "03/04/2027", "2027-03-04"),
        ("Yes", "03/04/2027", "2027-04-03"),
        ("No", "April 3, 2027", "2027-04-03"),
    ],
)
def test_a_day_is_read_as_the_workbook_writes_days(
    setting: str, typed: str, day: str, book: Path, tmp_path: Path
) -> None:
    with changed(book) as content:
        settings_of = content["Settings"]
        (row,) = [row[0].row for row in settings_of.iter_rows() if row[0].value == "Day first"]
        settings_of.cell(row, 4, setting)
    collect(book, page(tmp_path, fix_J4=typed))
    decide(book)

    collect(book)

    assert str(cell(book, "J4")).startswith(day)


def test_nothing_but_that_cell_and_its_note_changes(book: Path, tmp_path: Path) -> None:
    collect(book, page(tmp_path, fix_Z4="12.5"))
    decide(book)
    before = book.read_bytes()
    cells = everything(book)

    collect(book)

    changed_cells = {place for place, value in everything(book).items() if value != cells.get(place)}
    assert changed_cells == {("Partners", "Z4"), ("Corrections", "H2")}
    old, new = stored(before), stored(book.read_bytes())
    parts = {name for name in old if old[name] != new.get(name)}
    assert {name for name in parts if "worksheets/" in name or "tables/" in name} == sheet_parts(
        book, "Partners", "Corrections"
    )


def everything(book: Path) -> dict[tuple[str, str], object]:
    """Every filled cell of the workbook."""
    return {
        (sheet.title, each.coordinate): each.value
        for sheet in load_workbook(book)
        for row in sheet
        for each in row
        if each.value is not None
    }


def sheet_parts(book: Path, *names: str) -> set[str]:
    """The parts of sheets, numbered in the order openpyxl saved them."""
    order = load_workbook(book).sheetnames
    return {f"xl/worksheets/sheet{order.index(name) + 1}.xml" for name in names}


def test_a_correction_that_is_declined_or_undecided_changes_nothing(book: Path, tmp_path: Path) -> None:
    collect(book, page(tmp_path, fix_Z4="12.5"))
    decide(book, "No")

    assert not collect(book).is_new
    assert cell(book, "Z4") == 30


@pytest.mark.parametrize(
    ("proposed", "change", "note"),
    [
        ("12.5", {"Z4": 31}, "holds '31' by now"),
        ("12.5", {"Z4": None}, "the cell is empty by now"),
        ("twelve", {}, "'twelve' does not fit"),
    ],
)
def test_a_cell_that_changed_meanwhile_or_takes_no_such_value_is_left_and_named(
    proposed: str, change: dict[str, object], note: str, book: Path, tmp_path: Path
) -> None:
    collect(book, page(tmp_path, fix_Z4=proposed))
    decide(book, "Yes", **change)
    was = cell(book, "Z4")

    found = collect(book)

    assert (found.is_new, cell(book, "Z4")) == (False, was)
    assert note in found.notes[0]
    assert "Corrections!" in found.notes[0]


def worked_out(book: Path, place: str, text: str) -> None:
    """Let a cell of Partners hold a formula whose result Excel has saved."""
    with changed(book) as content:
        content["Partners"][place].value = f'="{text}"'
        number = content.sheetnames.index("Partners") + 1
    name = f"xl/worksheets/sheet{number}.xml"
    cell = re.compile(rf'<c r="{place}"([^>]*)><f>([^<]*)</f>(?:<v ?/>|<v></v>)</c>')
    xml, found = cell.subn(
        rf'<c r="{place}"\1 t="str"><f>\2</f><v>{text}</v></c>', part(book.read_bytes(), name)
    )
    assert found == 1
    book.write_bytes(with_parts(book.read_bytes(), [(name, xml.encode())]))


def test_a_formula_is_never_overwritten(book: Path, tmp_path: Path) -> None:
    collect(book, page(tmp_path, fix_X4="Jobs"))
    decide(book)
    worked_out(book, "X4", "Placements for job seekers")

    found = collect(book)

    assert cell(book, "X4") == '="Placements for job seekers"'
    assert found.notes == (
        "Corrections!D2: the cell holds a formula. Correct what it is worked out from, and set Done to Yes.",
    )
    assert (found.done, found.is_new) == (0, False)


def test_corrections_in_people_s_own_words_are_made_by_hand(book: Path, tmp_path: Path) -> None:
    collect(book, page(tmp_path, correction_1_what="Our address", correction_1_new="Main Street 1"))
    decide(book)

    found = collect(book)

    assert found.notes[0].endswith("Make it by hand and set Done to Yes.")
    assert not found.done


def test_a_partner_corrects_its_own_row_only(book: Path, tmp_path: Path) -> None:
    raw = with_property(filled(circle().pages[PARTNER], {"fix-Partners!Z4": "99"}), "Partner", "Partner 30")

    collect(book, kept(tmp_path, raw))

    places = said(book, "Corrections", "Sheet", "Cell", "Partner")
    assert places <= {("Partners", f"Z{row_of(book, 'Partner 30')}", "Partner 30")}


def row_of(book: Path, partner: str) -> int:
    sheet = load_workbook(book)["Partners"]
    return next(row for row in range(FIRST, sheet.max_row + 1) if sheet[f"B{row}"].value == partner)


def test_a_partner_that_is_not_on_the_sheet_corrects_no_cell(book: Path, tmp_path: Path) -> None:
    copy = kept(tmp_path, with_property(page(tmp_path, fix_Z4="99").read_bytes(), "Partner", "Nobody"))

    found = collect(book, copy)

    assert rows(book, "Corrections") == []
    assert any("not this partner's own: Correction: Hours a month" in note for note in found.notes)


def test_a_row_that_moved_is_found_where_it_stands_now(book: Path, tmp_path: Path) -> None:
    copy = page(tmp_path, partner="Partner 30", **{f"fix_C{row_of(book, 'Partner 30')}": "Employer"})
    with changed(book) as content:
        sheet = content["Partners"]
        there, here = row_of(book, "Partner 30"), row_of(book, "Partner 31")
        for column in map(column_letters, range(1, 31)):
            one, other = sheet[f"{column}{there}"], sheet[f"{column}{here}"]
            one.value, other.value = other.value, one.value

    collect(book, copy)

    assert said(book, "Corrections", "Cell", "Proposed") == {(f"C{here}", "Employer")}


# --- cut off in the middle ------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_a_run_that_dies_at_any_step_leaves_a_whole_workbook_and_the_next_one_completes_it(
    book: Path, tmp_path: Path
) -> None:
    collect(book, page(tmp_path, fix_Z4="12.5"))
    decide(book)
    folder = report(tmp_path, decision_1_what="We go on", reply_P4="Hm").parent
    book.rename(folder / "ours.xlsx")
    command: list[str | Path] = [sys.executable, "-W", "ignore", KILLS, folder]
    places = os.pathsep.join(map(str, (KILLS.parents[1] / "send", ROOT)))

    told = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": places}
    )

    found = json.loads(told.stdout)
    assert found["wrong"] == []
    assert found["killed"] > 5


# --- the command line -----------------------------------------------------------------------------


def test_a_preview_shows_the_table_and_writes_nothing(
    partnerxl: CommandLine, book: Path, tmp_path: Path
) -> None:
    copy = page(tmp_path, question="Why?")
    kept(tmp_path, b"junk", "junk.docx")
    before = snapshot(tmp_path)

    outcome = partnerxl("collect", book, copy.parent, "--preview")

    assert outcome.code == 0
    assert snapshot(tmp_path) == before
    for words in ("copy.docx", PARTNER, "Replies 1", "To look at:", "junk.docx", "Nothing was written."):
        assert words in outcome.out


def test_the_table_stands_before_what_was_written(partnerxl: CommandLine, book: Path, tmp_path: Path) -> None:
    copy = page(tmp_path, question="Why?", fix_Z4="12")

    outcome = partnerxl("collect", book, copy)

    assert outcome.out.index("Reference") < outcome.out.index("Written into")
    assert "1 new row on Replies" in outcome.out
    assert "set Accept to Yes or No" in outcome.out
    assert "Nothing new" in partnerxl("collect", book, copy).out


def test_a_program_gets_the_same(partnerxl: CommandLine, book: Path, tmp_path: Path) -> None:
    found = json.loads(partnerxl("collect", book, page(tmp_path, question="Why?"), "--json").out)

    assert found["written"]
    assert found["copies"][0]["added"] == {"Replies": 1}


def test_without_copies_it_says_what_to_name(partnerxl: CommandLine, book: Path, tmp_path: Path) -> None:
    (tmp_path / "returned").mkdir()

    assert "No copies were found" in partnerxl("collect", book, tmp_path / "returned").out
    assert "No such file" in partnerxl("collect", book, tmp_path / "gone.docx").out


def test_scores_and_reference_of_the_next_report_follow_the_records_only(book: Path, tmp_path: Path) -> None:
    before = workflow.assess(book).view.project.fingerprint

    collect(book, page(tmp_path, question="Why?", fix_Z4="12"))

    assert workflow.assess(book).view.project.fingerprint == before


def test_rows_go_below_a_row_of_totals_and_nothing_there_is_overwritten(book: Path, tmp_path: Path) -> None:
    with changed(book) as content:
        sheet = content["Decisions"]
        total = sheet.max_row + 1
        sheet[f"A{total}"].value, sheet[f"D{total}"].value = "Total", "all of them"
    collect(book, report(tmp_path, decision_1_what="We go on"))

    sheet = load_workbook(book)["Decisions"]
    assert (sheet[f"A{total}"].value, sheet[f"D{total}"].value) == ("Total", "all of them")
    assert sheet[f"D{total + 1}"].value == "We go on"


# --- nothing that somebody said is lost -----------------------------------------------------------

REPLIES = ["Reference", "Topic", "Partner", "Answer", "Agree", "Name", "Date", "File"]


def test_the_same_words_of_two_partners_both_come_in(book: Path, tmp_path: Path) -> None:
    pages = [page(tmp_path, f"{at}.docx", name, question="None.") for at, name in enumerate(ODD_NAMES)]

    collect(book, *pages)

    assert said(book, "Replies", "Partner", "Answer") == {(name, "None.") for name in ODD_NAMES}
    assert not collect(book, *pages).is_new


def test_a_sheet_without_a_column_for_what_was_said_is_refused_before_anything_is_written(
    book: Path, tmp_path: Path
) -> None:
    with changed(book) as content:
        content.create_sheet("Replies").append(["Topic", "Partner", "File"])
    before = book.read_bytes()

    with pytest.raises(SheetError, match="no column for what came back: Answer and Reference"):
        collect(book, page(tmp_path, question="Why?", fix_Z4="12"))
    assert book.read_bytes() == before


def test_rows_go_below_cells_that_are_merged(book: Path, tmp_path: Path) -> None:
    with changed(book) as content:
        sheet = content.create_sheet("Replies")
        sheet.append(REPLIES)
        sheet.merge_cells("D1:D3")

    collect(book, page(tmp_path, question="Why?"))

    assert load_workbook(book)["Replies"]["D4"].value == "Why?"


def test_a_sheet_in_use_down_to_its_last_row_is_refused_in_plain_words(book: Path, tmp_path: Path) -> None:
    with changed(book) as content:
        sheet = content.create_sheet("Replies")
        sheet.append(REPLIES)
        sheet["A1048576"] = "end"

    with pytest.raises(SheetError, match="'Replies' has no room for new rows"):
        collect(book, page(tmp_path, question="Why?"))


def test_rows_go_below_formulas_that_wait_for_them(book: Path, tmp_path: Path) -> None:
    with changed(book) as content:
        sheet = content.create_sheet("Replies")
        sheet.append(REPLIES)
        sheet["D4"] = '=IF(B4="","",B4)'
    book.write_bytes(_showing_nothing(book.read_bytes()))

    collect(book, page(tmp_path, question="Why?"))

    found = load_workbook(book)["Replies"]
    assert (found["D4"].value, found["D5"].value) == ('=IF(B4="","",B4)', "Why?")
    assert not collect(book, page(tmp_path, question="Why?")).is_new


def _showing_nothing(raw: bytes) -> bytes:
    """The workbook after Excel worked out its waiting formula to an empty text."""
    formula = re.compile(r'<c r="D4"([^>]*)><f>(.*?)</f><v ?(?:/>|></v>)')
    sheets = [name for name in stored(raw) if name.startswith("xl/worksheets/sheet")]
    found = {
        name: formula.sub(r'<c r="D4" t="str"\1><f>\2</f><v></v>', part(raw, name)).encode()
        for name in sheets
    }
    different = [(name, xml) for name, xml in found.items() if xml.decode() != part(raw, name)]
    assert len(different) == 1
    return with_parts(raw, different)


# --- after a correction was accepted --------------------------------------------------------------


def test_a_correction_never_goes_into_the_row_of_another_partner(book: Path, tmp_path: Path) -> None:
    collect(book, page(tmp_path, fix_Z4="12.5"))
    names = {place: cell(book, place) for place in ("B4", "B5")}
    decide(book, "Yes", B4=names["B5"], B5=names["B4"])

    found = collect(book)

    assert (found.done, cell(book, "Z4")) == (0, 30)
    assert "Z4 is no cell of that partner's row now" in found.notes[0]


def test_a_correction_never_goes_where_merged_cells_hide_it(book: Path, tmp_path: Path) -> None:
    collect(book, page(tmp_path, fix_Z4="12.5"))
    decide(book)
    with changed(book) as content:
        content["Partners"].merge_cells("Y4:Z4")

    found = collect(book)

    assert found.done == 0
    assert "Z4 is merged with the cells before it" in found.notes[0]


@pytest.mark.parametrize(("proposed", "as_accepted", "then"), [("12.5", "13", 13), ("1,200", "1,200", 1200)])
def test_the_same_copy_proposes_nothing_again_once_its_correction_was_accepted(
    proposed: str, as_accepted: str, then: float, book: Path, tmp_path: Path
) -> None:
    copy = page(tmp_path, fix_Z4=proposed)
    collect(book, copy)
    decide(book)
    with changed(book) as content:
        content["Corrections"]["D2"].value = as_accepted

    assert collect(book, copy).done == 1

    assert cell(book, "Z4") == then
    assert not collect(book, copy).is_new
