"""From grids to a project: tables, headings, rows, references, and problems with addresses (R1 to R12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest
from build import book, project

from partnerxl.core.catalogue import load_sheets
from partnerxl.core.errors import SheetError
from partnerxl.core.grids import Block, Book, ExcelTable, Grid, Odd
from partnerxl.core.records import Project, read_project, wanted
from partnerxl.core.tables import find_grid, find_table, letter

FORM = Grid("Initiative", [1], [["Initiative name", "Harbor"]])
RESOURCES = Grid("Resources", [1], [["Resource ID", "Partner ID"]])
PROGRESS = Grid("Progress", [1], [["Progress ID", "Kind"]])


def partners(*rows: list[object], start: int = 1, **more: Any) -> Grid:
    return Grid("Partners", range(start, start + len(rows)), rows, **more)


def read(*grids: Grid, **more: Any) -> Project:
    known = {grid.name: grid for grid in (FORM, partners(["Partner ID", "Role"]), RESOURCES, PROGRESS)}
    known |= {grid.name: grid for grid in grids}
    return read_project(Book("b.xlsx", tuple(known), tuple(known.values()), **more))


def codes(found: Project) -> list[tuple[str, str]]:
    return [
        (problem.code, problem.where)
        for problem in found.problems
        if problem.code not in {"PX-150", "PX-152"}
    ]


# --- headings -------------------------------------------------------------------------------------


def test_headings_are_found_below_title_rows_and_beside_other_columns() -> None:
    grid = partners(
        ["Our partners", None, None, None],
        [None, "Partner ID", "Shoe size", "PARTNER-NAME"],
        [None, "P01", 43, "Acme"],
        [None, None, None, None],
        [None, "P02", None, "Bolt"],
        start=3,
    )

    frame = read(grid).sheets["Partners"].frame

    assert frame.index.tolist() == [5, 7]
    assert frame["PartnerName"].tolist() == ["Acme", "Bolt"]


def test_merged_cells_among_headings_and_records_are_named_and_a_merged_title_is_not() -> None:
    title, heading, entry, beside = Block(1, 1, 1, 3), Block(2, 2, 2, 3), Block(3, 1, 4, 1), Block(3, 9, 4, 9)
    grid = partners(
        ["Our partners"],
        ["Partner ID", "Partner name", None, "Role"],
        ["P01", "Acme", None, "Core"],
        merged=(title, heading, entry, beside),
    )

    (each,) = (each for each in read(grid).problems if each.code == "PX-155")

    assert (each.where, each.found) == ("Partners!B2:C2", "merged cells: B2:C2, A3:A4")
    assert "Unmerge them" in each.mend


def test_of_many_merged_cells_the_first_few_are_named() -> None:
    many = tuple(Block(row, 1, row + 1, 1) for row in range(3, 20, 2))
    grid = partners(["Partner ID", "Role"], ["P01", "Core"], merged=many)

    (each,) = (each for each in read(grid).problems if each.code == "PX-155")

    assert each.found == "merged cells: A3:A4, A5:A6, A7:A8, A9:A10, A11:A12 and 4 more"


@pytest.mark.parametrize(
    ("block", "touches"),
    [
        (Block(1, 1, 1, 9), False),  # above
        (Block(1, 2, 2, 2), True),
        (Block(2, 1, 9, 1), False),  # before
        (Block(3, 1, 3, 2), True),
        (Block(3, 3, 3, 4), True),
        (Block(2, 4, 9, 5), False),  # behind
    ],
)
def test_only_merged_cells_that_touch_the_table_matter(block: Block, *, touches: bool) -> None:
    grid = partners([None, "Partner ID", "Role"], [None, "P01", "Core"], start=2, merged=(block,))

    assert any(code == "PX-155" for code, _ in codes(read(grid))) is touches


def test_entries_below_a_blank_heading_are_named_once_for_the_column() -> None:
    grid = partners(
        ["Partner ID", None, " ", "Role", None],
        ["P01", None, None, "Core", "aside"],
        ["P02", "Acme", None, "Core"],
        ["P03", "Bolt"],
    )

    found = read(grid)

    assert [each for each in codes(found) if each[0] == "PX-156"] == [("PX-156", "Partners!B1")]
    assert "an entry in B3" in next(each.found for each in found.problems if each.code == "PX-156")


def test_the_row_with_most_headings_wins_and_the_first_of_equals() -> None:
    grid = partners(
        ["Partner ID", "Role"], ["Partner ID", "Role", "Left date"], ["Role", "Partner ID", "Left date"]
    )

    table = find_table(grid, load_sheets()["Partners"])

    assert table is not None
    assert (table.heading, table.numbers) == (2, (3,))


def test_headings_below_the_first_fifty_rows_are_not_found() -> None:
    late = Grid("Partners", [51, 52], [["Partner ID", "Role"], ["P01", "Core"]])
    just = Grid("Partners", [50, 51], [["Partner ID", "Role"], ["P01", "Core"]])

    assert find_table(late, load_sheets()["Partners"]) is None
    assert find_table(just, load_sheets()["Partners"]) is not None


def test_a_single_known_heading_is_no_heading_row() -> None:
    with pytest.raises(SheetError, match="Sheet 'Partners' has no heading row"):
        read(partners(["Partner ID", "Shoe size"], ["P01", 4]))


def test_a_doubled_heading_is_read_from_its_first_place() -> None:
    found = read(partners(["Partner ID", "Role", "Partner Id"], ["P01", "Core", "P99"]))

    assert found.sheets["Partners"].frame["PartnerID"].tolist() == ["P01"]
    assert ("PX-151", "Partners!C1") in codes(found)


def test_a_missing_column_is_a_problem_unless_it_is_optional() -> None:
    problems = [problem for problem in read().problems if problem.where == "Partners"]

    expected = {problem.expected for problem in problems}
    assert "the heading 'Partner name'" in expected
    assert "the heading 'Left reason'" not in expected


def test_every_column_of_the_catalogue_is_in_the_frame_with_its_kind_of_value() -> None:
    kinds = {
        "text": "string",
        "choice": "string",
        "partner": "string",
        "flag": "boolean",
        "number": "Float64",
    }
    kinds |= {"date": "Int64", "period": "Int64", "list": "object", "partners": "object"}

    for name, records in project().sheets.items():
        for column, spec in load_sheets()[name].columns.items():
            assert records.frame[column].dtype == kinds[spec.kind], (name, column)


def test_letters_of_columns() -> None:
    assert [letter(at) for at in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


# --- sheets ---------------------------------------------------------------------------------------


def test_a_sheet_is_found_whatever_its_case_and_the_exact_name_first() -> None:
    loud, exact = Grid("PARTNERS ", [], []), Grid("Partners", [], [])

    assert find_grid(Book("b", (), (loud,)), "Partners") is loud
    assert find_grid(Book("b", (), (loud, exact)), "Partners") is exact
    assert find_grid(Book("b", (), (loud, Grid("partners", [], []))), "Partners") is loud


def test_an_excel_table_of_that_name_is_read_from_another_sheet() -> None:
    rows: list[list[object]] = [
        ["Partner ID", "Role", None, "Meeting ID", "Date"],
        ["P01", "Core", None, "M1", date(2026, 1, 1)],
        ["P02", None, None, None, None],
        ["P03", "Core", None, None, None],
    ]
    meetings = ExcelTable("Meetings", 1, 4, 2, 5)
    grid = Grid("All", range(1, 5), rows, (ExcelTable("Partners", 1, 1, 3, 2), meetings))
    found = read_project(Book("b", ("All",), (FORM, grid, RESOURCES, PROGRESS)))

    assert found.sheets["Partners"].frame.index.tolist() == [2, 3, 4]
    assert found.sheets["Partners"].sheet == "All"
    assert found.sheets["Meetings"].frame.index.tolist() == [2]


def test_a_missing_core_sheet_is_refused_with_what_is_there_and_the_nearest() -> None:
    with pytest.raises(SheetError) as refusal:
        read_project(Book("b", ("Initiative", "Partnres"), (FORM, Grid("Partnres", [], []))))

    text = str(refusal.value)
    assert "Sheet 'Partners' is not in this workbook, which has Initiative, Partnres." in text
    assert "Rename 'Partnres' to 'Partners'" in text


def test_a_missing_core_sheet_without_anything_near_names_the_way_out() -> None:
    with pytest.raises(SheetError, match="Use New workbook"):
        read_project(Book("b", ("Initiative", "Data"), (FORM,)))


def test_a_missing_form_and_a_form_without_labels_are_refused() -> None:
    with pytest.raises(SheetError, match="Sheet 'Initiative' is not in this workbook"):
        read_project(Book("b", ("Partners",), (partners(["Partner ID", "Role"]), RESOURCES, PROGRESS)))
    with pytest.raises(SheetError, match="has none of its labels"):
        read(Grid("Initiative", [1], [["Hello"]]))


def test_an_optional_sheet_without_headings_is_a_problem_and_an_empty_one_is_none() -> None:
    assert ("PX-154", "Meetings") in codes(read(Grid("Meetings", [1], [["Hello", 1]])))
    assert "Meetings" not in [where for _, where in codes(read(Grid("Meetings", [], [])))]


def test_sheets_and_tables_that_hold_records_are_wanted() -> None:
    assert wanted("partners")
    assert wanted("Sign-off")
    assert not wanted("Dashboard")


def test_hidden_rows_are_read_and_counted() -> None:
    found = read(partners(["Partner ID", "Role"], ["P01", "Core"], hidden_rows=1))

    assert found.hidden == {"Partners": 1}
    assert len(found.sheets["Partners"].frame) == 1


# --- rows -----------------------------------------------------------------------------------------


def test_a_row_counts_when_one_known_cell_is_filled() -> None:
    rows: list[list[object]] = [["Shoe", "Partner ID", "Role"], [4, None, " "], [None, None, "Core"], [], [5]]

    assert read(partners(*rows)).sheets["Partners"].frame.index.tolist() == [3]


def test_a_row_of_totals_is_left_out_with_a_problem() -> None:
    found = read(
        partners(["Role", "Partner ID"], ["Core", "P01"], ["Core", " TOTAL "], ["Core"], ["Core", 3])
    )

    assert found.sheets["Partners"].frame.index.tolist() == [2, 4, 5]
    assert ("PX-160", "Partners!B3") in codes(found)


def test_a_partner_id_that_stands_twice_counts_once() -> None:
    found = read(
        partners(["Partner ID", "Role"], ["P01", "Core"], ["p 01", "Left"], [None, "Core"], [None, "Core"])
    )

    assert found.sheets["Partners"].frame["key"].tolist() == ["p01", "#row4", "#row5"]
    assert ("PX-161", "Partners!A3") in codes(found)


def test_on_other_sheets_rows_with_the_same_id_all_count() -> None:
    found = project(Resources=[{"ResourceID": "R1"}, {"ResourceID": "R1"}])

    assert len(found.sheets["Resources"].frame) == 2


def test_cells_that_cannot_be_read_become_problems_with_their_address() -> None:
    rows: list[list[object]] = [
        ["Progress ID", "Due date", "Target"],
        ["G1", "soon", Odd("error", "#N/A")],
        ["G2", "later", 4],
    ]
    found = read(Grid("Progress", [4, 5, 9], rows))

    assert codes(found) == [("PX-120", "Progress!B5"), ("PX-120", "Progress!B9"), ("PX-101", "Progress!C5")]
    assert found.sheets["Progress"].frame["Target"].isna().tolist() == [True, False]


def test_dates_typed_as_text_are_one_problem_for_the_column() -> None:
    rows: list[list[object]] = [
        ["Progress ID", "Due date"],
        ["G1", "2026-01-01"],
        ["G2", datetime(2026, 1, 2)],
        ["G3", "1/13/2026"],
    ]
    found = read(Grid("Progress", range(1, 5), rows))

    assert codes(found) == [("PX-122", "Progress!B2")]
    assert found.sheets["Progress"].frame["DueDate"].notna().all()


def test_texts_with_two_readings_are_one_problem_for_the_column_that_shows_both() -> None:
    rows: list[list[object]] = [
        ["Progress ID", "Due date", "Target"],
        ["G1", "2026-01-01", 3],
        ["G2", "1/3/2026", "1.200"],
        ["G3", "2/3/2026", "1,500"],
    ]
    found = read(Grid("Progress", range(1, 5), rows))

    said = {problem.code: problem for problem in found.problems}
    assert (said["PX-124"].where, said["PX-113"].where) == ("Progress!B3", "Progress!C3")
    assert said["PX-122"].found == "1 typed as text, the first '2026-01-01'"
    assert said["PX-124"].found == (
        "2 typed as text that can be read in two, the first '1/3/2026' as 2026-01-03 or 2026-03-01"
    )
    assert said["PX-113"].found.endswith("the first '1.200' as 1.2 or 1200")
    assert found.sheets["Progress"].frame["Target"].tolist() == [3, 1.2, 1500]


def test_with_the_settings_rows_the_same_texts_have_one_reading() -> None:
    rows: list[list[object]] = [["Progress ID", "Due date", "Target"], ["G2", "1/3/2026", "1.200"]]
    settings = Grid(
        "Settings",
        range(1, 4),
        [["Threshold", "Current"], ["Day first", "Yes"], ["Decimal comma", "Yes"]],
    )
    found = read(Grid("Progress", range(1, 3), rows), settings)

    frame = found.sheets["Progress"].frame
    assert (date.fromordinal(frame["DueDate"][2]), frame["Target"][2]) == (date(2026, 3, 1), 1200)
    assert codes(found) == [("PX-122", "Progress!B2")]


def test_true_one_and_their_text_stay_three_cells() -> None:
    rows: list[list[object]] = [["Progress ID", "Target"], ["G1", True], ["G2", 1], ["G3", "1"], ["G4", 1.0]]

    assert read(Grid("Progress", range(1, 6), rows)).sheets["Progress"].frame["Target"].tolist() == [
        pd.NA,
        1.0,
        1.0,
        1.0,
    ]


def test_dont_know_is_remembered_with_its_row() -> None:
    found = project(Partners=[{"PartnerID": "P01", "ConvenerSeenAs": "Don't know"}])

    assert found.sheets["Partners"].unsure == {"ConvenerSeenAs": (2,)}
    assert found.sheets["Partners"].frame["ConvenerSeenAs"].isna().all()


# --- references -----------------------------------------------------------------------------------


def test_a_reference_is_matched_with_the_id_first_and_then_with_the_name() -> None:
    people = [{"PartnerID": "P01", "PartnerName": "P02"}, {"PartnerID": "P02", "PartnerName": "Bolt"}]
    rows = [{"PartnerID": text} for text in ("p-02", "BOLT", "P 01")]

    found = project(Partners=people, Resources=rows)

    assert found.sheets["Resources"].frame["PartnerID"].tolist() == ["p02", "p02", "p01"]


def test_whole_numbers_are_ids() -> None:
    found = project(Partners=[{"PartnerID": "7", "PartnerName": "Acme"}], Resources=[{"PartnerID": 7.0}])

    assert found.sheets["Resources"].frame["PartnerID"].tolist() == ["7"]


def test_what_matches_no_partner_is_an_organization_outside() -> None:
    found = project(
        Partners=[{"PartnerID": "P01", "ConvenerSeenAs": "Metro Hub"}],
        Resources=[{"PartnerID": "P99"}],
        Meetings=[{"PartnersPresent": "P01; P98"}],
        EmployerInput=[{"EmployerName": "Corner Shop"}],
    )

    assert found.sheets["Partners"].frame["ConvenerSeenAs"].tolist() == ["outside:metrohub"]
    assert found.names["outside:metrohub"] == "Metro Hub"
    assert found.outside == (("Resources!B2", "P99"), (f"Meetings!{letter(8)}2", "P98"))
    assert found.sheets["Meetings"].frame["PartnersPresent"].tolist() == [("p01", "outside:p98")]


def test_a_reference_left_empty_by_comparing_matches_nothing() -> None:
    found = project(Partners=[{"PartnerID": "–", "PartnerName": "?"}], Resources=[{"PartnerID": "?"}])

    assert found.sheets["Partners"].frame["key"].tolist() == ["#row2"]
    assert found.sheets["Resources"].frame["PartnerID"].tolist() == ["outside:?"]


def test_names_are_the_partner_name_else_the_id_else_the_row() -> None:
    rows = [{"PartnerID": "P01", "PartnerName": "Acme"}, {"PartnerID": "P02"}, {"Role": "Core"}]

    assert project(Partners=rows).names == {"p01": "Acme", "p02": "P02", "#row4": "Partner in row 4"}


def test_partners_without_an_id_column_have_their_row_as_key() -> None:
    found = read(partners(["Partner name", "Role"], ["Acme", "Core"]))

    assert found.sheets["Partners"].frame["key"].tolist() == ["#row2"]
    assert found.names == {"#row2": "Acme"}


# --- the form -------------------------------------------------------------------------------------


def test_labels_of_the_form_are_read_wherever_they_stand() -> None:
    rows: list[list[object]] = [
        ["About us", None, None, None],
        [None, "REGION", "Polk County", None],
        ["Initiative name", "Sector", "Period end", date(2026, 6, 30)],
        ["Target pools", "Youth; Veterans", "Convener org", "P01"],
        ["Coord FTE needed", 0.5, "Coordinator industry background", "Yes"],
        ["Facilitator"],
    ]
    values = read(Grid("Initiative", range(2, 8), rows)).form.values

    assert values["Region"] == "Polk County"
    assert values["InitiativeName"] == "Sector"
    assert values["Sector"] is None
    assert values["PeriodEnd"] == date(2026, 6, 30)
    assert values["TargetPools"] == ("Youth", "Veterans")
    assert values["ConvenerOrg"] == "outside:p01"
    assert (values["CoordFTENeeded"], values["CoordinatorIndustryBackground"]) == (0.5, True)
    assert (values["Facilitator"], values["CoConveners"]) == (None, ())


def test_a_label_that_stands_twice_is_read_from_its_first_place() -> None:
    found = read(Grid("Initiative", [1, 2], [["Region", "Polk"], [None, "Region", "Dane"]]))

    assert found.form.values["Region"] == "Polk"
    assert ("PX-153", "Initiative!B2") in codes(found)


def test_a_missing_label_is_a_problem_and_its_field_is_blank() -> None:
    found = read()

    assert found.form.values["Region"] is None
    assert any(problem.code == "PX-152" and "'Region'" in problem.expected for problem in found.problems)


def test_the_answer_to_a_merged_label_stands_to_the_right_of_all_its_cells() -> None:
    wide = (Block(1, 1, 1, 3),)
    found = read(Grid("Initiative", [1], [["Region", None, None, "Polk"]], merged=wide))

    assert (found.form.values["Region"], found.form.cells["Region"]) == ("Polk", "Initiative!D1")


# --- habits and settings --------------------------------------------------------------------------


def test_reading_habits_of_the_settings_sheet_are_followed() -> None:
    rows = [{"Threshold": "Day first", "Current": "Yes"}, {"Threshold": "decimal comma", "Current": "y"}]

    found = project(
        Settings=rows, Progress=[{"ProgressID": "G1", "DueDate": "3/4/2026", "Target": "1.234,5"}]
    )

    frame = found.sheets["Progress"].frame
    assert frame["DueDate"].tolist() == [date(2026, 4, 3).toordinal()]
    assert frame["Target"].tolist() == [1234.5]


def test_a_1904_workbook_shifts_plain_days() -> None:
    rows: list[list[object]] = [["Progress ID", "Due date"], ["G1", 46084 - 1462]]

    found = read(Grid("Progress", [1, 2], rows), date1904=True)

    assert found.sheets["Progress"].frame["DueDate"].tolist() == [date(2026, 3, 3).toordinal()]


def test_rows_of_settings_are_kept_with_their_address() -> None:
    row = {"Threshold": "P4 delivered watch", "Current": 0.75, "Default": "80 %", "ChangedBy": "Ana"}
    (setting,) = project(Settings=[row | {"ChangedOn": date(2026, 5, 1)}, {"Title": "a note"}]).settings

    assert (setting.threshold, setting.current, setting.default) == ("P4 delivered watch", "0.75", "80 %")
    assert (setting.changed_by, setting.changed_on, setting.where) == ("Ana", date(2026, 5, 1), "Settings!D2")
    (bare,) = project(Settings=[{"Threshold": "P4 delivered watch"}]).settings
    assert (bare.current, bare.default, bare.changed_by, bare.changed_on) == (None, None, "", None)


# --- contact data ---------------------------------------------------------------------------------


def test_contact_data_is_masked_in_frames_names_and_form_and_its_cell_is_named() -> None:
    contact = "pat@example.org"
    found = project(
        Initiative={"PreparedBy": contact},
        Partners=[
            {
                "PartnerID": "P01",
                "PartnerName": f"Acme {contact}",
                "ContactEmail": contact,
                "LeftReason": contact,
            }
        ],
        LaborPools=[{"Pool": contact}],
        Resources=[{"PartnerID": contact}],
        Meetings=[{"PartnersPresent": f"P01; {contact}"}],
    )

    texts = "".join(
        sheet.frame.whole().drop(columns=["PartnerID"], errors="ignore").to_string()
        for sheet in found.sheets.values()
    )
    assert contact not in texts.replace("outside:patexampleorg", "")
    assert contact not in str(found.names) + str(found.form.values)
    named = {problem.where for problem in found.problems if problem.code == "PX-140"}
    assert {"Partners!B2", "LaborPools!A2", "Resources!B2", "Meetings!I2"} <= named
    assert not any(where.startswith("Partners!A") for where in named)
    email = found.sheets["Partners"].letters["ContactEmail"]
    assert f"Partners!{email}2" not in named
    assert not any(contact in str(problem) for problem in found.problems)


def test_the_builder_refuses_columns_that_do_not_exist() -> None:
    with pytest.raises(AssertionError, match="no such column"):
        book(Partners=[{"Shoe": 1}])


def test_only_the_cell_with_contact_data_is_named() -> None:
    found = project(LaborPools=[{"Pool": "Youth"}, {"Pool": "ask pat@example.org"}])

    assert [problem.where for problem in found.problems if problem.code == "PX-140"] == ["LaborPools!A3"]
