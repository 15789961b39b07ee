"""What a cell says (R6 to R10, R20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from partnerxl.core.catalogue import ColumnSpec, load_sheets
from partnerxl.core.grids import Odd
from partnerxl.core.values import Habits, Reader, Value, trimmed

SHEETS = load_sheets()
NUMBER = ColumnSpec(heading="Amount", kind="number", need="optional", help="")
DATE = ColumnSpec(heading="Date", kind="date", need="optional", help="")
FLAG = ColumnSpec(heading="New", kind="flag", need="optional", help="")
PERIOD = ColumnSpec(heading="Period", kind="period", need="optional", help="")
TEXT = ColumnSpec(heading="Title", kind="text", need="optional", help="")
LIST = ColumnSpec(
    heading="Pools", kind="list", need="optional", help="", choices=("Youth", "Veterans", "None")
)
WORDS = ColumnSpec(heading="Pools", kind="list", need="optional", help="")
ROLE = SHEETS["Partners"].columns["Role"]
OTHER = SHEETS["Partners"].columns["OtherSameSectorInitiative"]
METHOD = SHEETS["EmployerInput"].columns["Method"]


def read(spec: ColumnSpec, cell: object, **habits: bool) -> Value:
    return Reader(spec, Habits(**habits)).read(cell)


def code(value: Value) -> str | None:
    return value.fault.code if value.fault else None


@pytest.mark.parametrize("spec", [NUMBER, DATE, FLAG, PERIOD, TEXT, LIST, ROLE])
@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0", "\u200b"])
def test_an_empty_cell_is_blank_without_a_problem(spec: ColumnSpec, cell: object) -> None:
    assert read(spec, cell) == Value()


@pytest.mark.parametrize(
    ("odd", "expected"),
    [
        (Odd("error", "#N/A"), "PX-101"),
        (Odd("never calculated", "=A1"), "PX-102"),
        (Odd("unreadable", "x"), "PX-103"),
        (float("nan"), "PX-103"),
        (float("inf"), "PX-103"),
    ],
)
@pytest.mark.parametrize("spec", [NUMBER, DATE, TEXT, ROLE])
def test_errors_uncalculated_and_unreadable_cells_stay_different_things(
    spec: ColumnSpec, odd: object, expected: str
) -> None:
    value = read(spec, odd)

    assert (value.value, code(value)) == (None, expected)


@pytest.mark.parametrize("spec", [NUMBER, DATE, FLAG, TEXT, ROLE, OTHER, WORDS, LIST])
@pytest.mark.parametrize("cell", ["Don't know", "don’t know", " DON'T KNOW "])
def test_dont_know_is_blank_everywhere_and_remembered(spec: ColumnSpec, cell: str) -> None:
    value = read(spec, cell)

    assert value.value in {None, ()}
    assert (value.fault, value.unsure) == (None, True)


# --- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (7, 7.0),
        (0.1, 0.1),
        ("1,200", 1200.0),
        ("$1,200.50", 1200.5),
        ("€ 3", 3.0),
        ("£4", 4.0),
        (" 1 200 ", 1200.0),
        ("1\u00a0200", 1200.0),
        ("(45)", -45.0),
        ("45 %", 0.45),
        ("(45 %)", -0.45),
        ("-3", -3.0),
        ("\u22123", -3.0),
        ("+3", 3.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("12345", 12345.0),
    ],
)
def test_numbers_and_numbers_typed_as_text_are_read(cell: object, number: float) -> None:
    assert replace(read(NUMBER, cell), readings=()) == Value(number)


@pytest.mark.parametrize(
    ("cell", "readings"),
    [
        ("1.200", ("1.2", "1200")),
        ("1,200", ("1200", "1.2")),
        ("-1,200 %", ("-12", "-0.012")),
        ("1,200.50", ()),
        ("1,200,000", ()),
        ("1.25", ()),
        ("0.125", ()),
        ("1200", ()),
        (1.2, ()),
    ],
)
def test_a_text_that_could_be_two_numbers_shows_both(cell: object, readings: tuple[str, ...]) -> None:
    assert read(NUMBER, cell).readings == readings
    assert read(NUMBER, cell, decimal_comma=True).readings == ()


@pytest.mark.parametrize(("cell", "comma"), [("0,125", False), ("0.125", True)])
def test_a_nought_begins_no_thousands(cell: str, *, comma: bool) -> None:
    assert read(NUMBER, cell, decimal_comma=comma).value is None
    assert read(NUMBER, cell, decimal_comma=not comma).value == 0.125


@pytest.mark.parametrize(
    "cell", ["lots", "12 people", "1,2,3", "--3", "%", "$", "1.2.3", True, datetime(2026, 1, 1)]
)
def test_what_is_no_number_is_blank_with_a_problem(cell: object) -> None:
    value = read(NUMBER, cell)

    assert (value.value, code(value)) == (None, "PX-110")


@pytest.mark.parametrize("cell", ["1.234,50", "1,2", "0,5"])
def test_a_number_only_with_a_decimal_comma_is_proposed(cell: str) -> None:
    assert code(read(NUMBER, cell)) == "PX-111"


@pytest.mark.parametrize(
    ("cell", "number"), [("1.234,50", 1234.5), ("1.200", 1200.0), ("1,2", 1.2), ("45,5 %", 0.455)]
)
def test_the_decimal_comma_setting_reads_them(cell: str, number: float) -> None:
    assert read(NUMBER, cell, decimal_comma=True) == Value(number)


def test_with_a_decimal_comma_other_texts_stay_unread() -> None:
    assert code(read(NUMBER, "1,234.50", decimal_comma=True)) == "PX-110"


@pytest.mark.parametrize(
    ("bounds", "cell", "fits"),
    [
        ({"least": 0}, 0, True),
        ({"least": 0}, -0.5, False),
        ({"least": 1, "most": 5}, 5, True),
        ({"least": 1, "most": 5}, 5.5, False),
        ({"least": 0, "whole": True}, 2.5, False),
        ({"least": 0, "whole": True}, 2, True),
    ],
)
def test_a_number_out_of_bounds_is_kept_with_a_problem(
    bounds: dict[str, float], cell: float, *, fits: bool
) -> None:
    spec = ColumnSpec(heading="Amount", kind="number", need="optional", help="", **bounds)  # type: ignore[arg-type]

    value = read(spec, cell)

    assert value.value == cell
    assert code(value) == (None if fits else "PX-112")


# --- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        (date(2026, 3, 3), False),
        (datetime(2026, 3, 3, 14, 30), False),
        (46084, False),
        (46084.75, False),
        ("2026-03-03", True),
        ("2026-03-03T10:00:00", True),
        ("3/3/2026", True),
        ("March 3, 2026", True),
        ("Mar 3, 2026", True),
        ("3 March 2026", True),
        ("Mar. 3 2026", True),
        ("3\u00a0March\u00a02026", True),
    ],
)
def test_dates_in_every_spelling_are_read(cell: object, *, typed: bool) -> None:
    assert read(DATE, cell) == Value(date(2026, 3, 3).toordinal(), typed=typed)


def test_a_text_that_could_be_two_days_shows_both() -> None:
    assert read(DATE, "3/4/2026").readings == ("2026-03-04", "2026-04-03")
    assert read(DATE, "3/4/2026", day_first=True).readings == ()
    assert read(DATE, "3/14/2026").readings == ()


def test_slashed_dates_are_read_month_first_unless_the_setting_says_day_first() -> None:
    assert read(DATE, "3/4/2026").value == date(2026, 3, 4).toordinal()
    assert read(DATE, "3/4/2026", day_first=True).value == date(2026, 4, 3).toordinal()


def test_a_date_only_with_the_day_first_is_proposed() -> None:
    assert code(read(DATE, "31/12/2024")) == "PX-121"
    assert code(read(DATE, "12/31/2024", day_first=True)) == "PX-120"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (32873, None),
        (32874, date(1990, 1, 1)),
        (73050, date(2099, 12, 31)),
        (73051, None),
        (-5, None),
        (99999999, None),
    ],
)
def test_a_plain_number_is_an_excel_day_within_bounds(cell: int, day: date | None) -> None:
    value = read(DATE, cell)

    assert value.value == (day.toordinal() if day else None)
    assert code(value) == (None if day else "PX-120")


def test_days_of_a_1904_workbook_are_shifted() -> None:
    assert read(DATE, 46084 - 1462, date1904=True).value == date(2026, 3, 3).toordinal()


@pytest.mark.parametrize(
    "cell",
    [
        "soon",
        "2026",
        "31.12.2024",
        "2026-02-30",
        "13/13/2026",
        "Foo 3, 2026",
        "3 Foo 2026",
        True,
        time(3),
        timedelta(1),
    ],
)
def test_what_is_no_date_is_blank_with_a_problem(cell: object) -> None:
    value = read(DATE, cell)

    assert (value.value, code(value)) == (None, "PX-120")


@pytest.mark.parametrize("cell", [date(1899, 12, 31), date(2200, 1, 1), "1/1/0026", "9999-12-31"])
def test_days_of_other_centuries_are_slips(cell: object) -> None:
    assert code(read(DATE, cell)) == "PX-120"


@pytest.mark.parametrize("cell", [date(1900, 1, 1), date(2199, 12, 31)])
def test_days_of_these_centuries_are_read(cell: date) -> None:
    assert read(DATE, cell).value == cell.toordinal()


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-Q2", date(2026, 6, 30)),
        ("2026-q1", date(2026, 3, 31)),
        ("2026 - Q4", date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 29)),
        ("2026-6", date(2026, 6, 30)),
        ("2026-12", date(2026, 12, 31)),
        ("2026", date(2026, 12, 31)),
        (2026.0, date(2026, 12, 31)),
        (datetime(2026, 6, 1), date(2026, 6, 30)),
    ],
)
def test_a_period_ends_on_its_last_day(cell: object, day: date) -> None:
    assert read(PERIOD, cell) == Value(day.toordinal())


@pytest.mark.parametrize(
    "cell", ["Q2 2026", "2026-Q5", "2026-13", "2026-00", "0000", "1899", "2200", "spring"]
)
def test_other_periods_are_blank_with_a_problem(cell: str) -> None:
    value = read(PERIOD, cell)

    assert (value.value, code(value)) == (None, "PX-123")


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["Yes", "y", "TRUE", True, 1, 1.0, "1"])
def test_yes_in_other_words(cell: object) -> None:
    assert read(FLAG, cell).value is True
    assert read(OTHER, cell).value == "Yes"


@pytest.mark.parametrize("cell", ["No", "n", "False", False, 0, "0"])
def test_no_in_other_words(cell: object) -> None:
    assert read(FLAG, cell).value is False
    assert read(OTHER, cell).value == "No"


def test_another_answer_to_yes_or_no_is_blank_with_a_problem() -> None:
    assert code(read(FLAG, "perhaps")) == "PX-131"
    assert code(read(OTHER, "perhaps")) == "PX-130"


def test_yes_is_no_choice_where_the_list_has_none() -> None:
    assert code(read(ROLE, "Yes")) == "PX-130"


def test_a_choice_is_read_in_the_spelling_of_the_list() -> None:
    assert read(ROLE, " co convener ") == Value("Co-convener")


@pytest.mark.parametrize(
    ("typed", "hint"), [("Convenor", "Did you mean 'Convener'?"), ("Boss", "Choose one from the list.")]
)
def test_a_word_outside_the_list_is_blank_with_a_problem_that_helps(typed: str, hint: str) -> None:
    value = read(ROLE, typed)

    assert value.value is None
    assert value.fault is not None
    assert (value.fault.code, value.fault.slots["hint"]) == ("PX-130", hint)


def test_an_open_list_keeps_other_words() -> None:
    assert read(METHOD, "Carrier pigeon") == Value("Carrier pigeon")


def test_a_list_is_split_at_semicolons_commas_and_line_breaks_never_at_slashes() -> None:
    assert read(WORDS, "A/B; C, D\nE;;").value == ("A/B", "C", "D", "E")


def test_a_closed_list_is_checked_word_by_word() -> None:
    value = read(LIST, "youth; Martians; VETERANS; Don't know")

    assert value.value == ("Youth", "Veterans")
    assert code(value) == "PX-130"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (7.0, "7"),
        (7.5, "7.5"),
        (True, "Yes"),
        (False, "No"),
        (date(2026, 3, 3), "2026-03-03"),
        (datetime(2026, 3, 3), "2026-03-03"),
        (datetime(2026, 3, 3, 10), "2026-03-03T10:00:00"),
        ("\u00a0 NA \u200b", "NA"),
        (12, "12"),
    ],
)
def test_anything_can_stand_in_a_text_column(cell: object, text: str) -> None:
    assert trimmed(cell) == text
    assert read(TEXT, cell) == Value(text)
