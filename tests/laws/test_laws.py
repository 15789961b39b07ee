"""Laws that hold for every workbook: fairness, addresses, order, privacy (evidence-model 4.1, 4.2)."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerxl.core import summary
from partnerxl.core.assess import assess
from partnerxl.core.assessment import Assessment, Status
from partnerxl.core.catalogue import load_sheets
from partnerxl.core.explain import explain
from partnerxl.core.grids import Book, ExcelTable, Grid
from partnerxl.core.history import history_table
from partnerxl.core.language import asked_for
from partnerxl.core.matching import clean
from partnerxl.core.records import read_project, wanted
from partnerxl.core.rulebook import load_rulebook
from partnerxl.core.tables import find_table
from partnerxl.hosts import files
from partnerxl.report.review import review_context
from partnerxl.report.template import Template

ROOT = Path(__file__).parents[2]
SAMPLES = ("new", "mature", "second-wave", "troubled", "nearly-empty")
BANNED = {
    "en": ("fail", "refus", "fighting", "unwilling", "blam", "poor", "bad partner"),
    "es": (
        *("fracas", "falla", "fallo", "falló", "incumpl", "deficien", "negligen", "ineficaz", "incompet"),
        *("culpa", "reproch", "castig", "moros", "plazo vencid", "perezos", "pobre", "lucha", "pelea"),
        *(
            "negars",
            "se nieg",
            "se neg",
            "negó",
            "rehus",
            "rehús",
            "no quiso",
            "no quisi",
            "mal socio",
            "malos socios",
        ),
        *("peor", "mejor socio", "mejores socios", "primer lugar", "último lugar", "ranking"),
    ),
}
"""Words that blame or rank, or begin like one; never in a sentence of ours (F1)."""
PATIENT = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NO_SIGN = (Status.NO_SIGN, Status.NO_SIGN_SO_FAR)

Change = Callable[[Grid, random.Random], Grid]


@cache
def sample(name: str) -> Book:
    return files.read(ROOT / "workbooks" / f"{name}.xlsx", wanted)


def assessed(book: Book) -> Assessment:
    return assess(read_project(book))


def outcome(book: Book) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(summary.as_json(assessed(book))))
    return found


def without_addresses(found: Any) -> Any:
    """The outcome without rows and places, and with the number of rows instead."""
    if isinstance(found, dict):
        kept = {key: value for key, value in found.items() if key not in {"where", "rows"}}
        return {key: without_addresses(value) for key, value in kept.items()} | {
            "n": len(found.get("rows", ()))
        }
    return [without_addresses(value) for value in found] if isinstance(found, list) else found


def changed(book: Book, change: Change, seed: int) -> Book:
    dice = random.Random(seed)
    return replace(book, grids=tuple(change(grid, dice) for grid in book.grids))


def is_form(grid: Grid) -> bool:
    return clean(grid.name) == "initiative"


def heading_at(grid: Grid) -> int:
    """Position of the heading row; -1 where there is none."""
    spec = load_sheets().get(grid.name)
    table = find_table(grid, spec) if spec else None
    return list(grid.numbers).index(table.heading) if table else -1


# --- missing never acquits ------------------------------------------------------------------------


def blanked(grid: Grid, dice: random.Random) -> Grid:
    """Some columns, fields or a whole log blank."""
    if is_form(grid):
        rows: list[Sequence[object]] = [
            [row[0], *row[1:]] if dice.random() < 0.8 or not row else [row[0]] for row in grid.rows
        ]
        keep = {"periodend", "periodstart", "preparedon"}
        rows = [
            old if old and clean(str(old[0])) in keep else new
            for old, new in zip(grid.rows, rows, strict=True)
        ]
        return replace(grid, rows=rows)
    at = heading_at(grid)
    if at < 0 or (not load_sheets()[grid.name].core and dice.random() < 0.2):
        return replace(grid, rows=grid.rows[: at + 1], numbers=grid.numbers[: at + 1])
    gone = {column for column in range(len(grid.rows[at])) if dice.random() < 0.2}
    records: list[Sequence[object]] = [
        row if number <= at else [None if column in gone else cell for column, cell in enumerate(row)]
        for number, row in enumerate(grid.rows)
    ]
    return replace(grid, rows=records)


@PATIENT
@given(name=st.sampled_from(("troubled", "second-wave", "new")), seed=st.integers(0, 10**6))
def test_missing_never_acquits(name: str, seed: int) -> None:
    before = {found.key: found.status for found in assessed(sample(name)).pitfalls}

    after = {found.key: found.status for found in assessed(changed(sample(name), blanked, seed)).pitfalls}

    for key, status in before.items():
        if status in (Status.PRIORITY, Status.DISCUSS):
            assert after[key] not in NO_SIGN, (key, status)


@pytest.mark.parametrize(
    "field", [name for name in load_sheets()["Initiative"].columns if name != "PeriodEnd"]
)
def test_no_single_field_acquits_when_it_is_blank(field: str) -> None:
    def without(grid: Grid, _dice: random.Random) -> Grid:
        words = {clean(field), clean(load_sheets()["Initiative"].columns[field].heading)}
        rows = [[row[0]] if row and clean(str(row[0])) in words else row for row in grid.rows]
        return replace(grid, rows=rows) if is_form(grid) else grid

    before = {found.key: found.status for found in assessed(sample("troubled")).pitfalls}
    after = {found.key: found.status for found in assessed(changed(sample("troubled"), without, 0)).pitfalls}

    for key, status in before.items():
        if status in (Status.PRIORITY, Status.DISCUSS):
            assert after[key] not in NO_SIGN, (key, status)


def test_an_empty_workbook_has_not_enough_evidence_eight_times() -> None:
    found = assessed(files.read(ROOT / "workbooks" / "empty.xlsx", wanted))

    assert [each.status for each in found.pitfalls] == [Status.NOT_ENOUGH] * 8
    assert all(each.inputs for each in found.pitfalls)


# --- addresses, order, and what does not belong -----------------------------------------------------


def moved(grid: Grid, dice: random.Random) -> Grid:
    """The whole sheet lower and further to the right."""
    down, right = dice.randrange(1, 8), dice.randrange(1, 6)
    rows = [[None] * right + list(row) for row in grid.rows]
    tables = tuple(
        ExcelTable(
            one.name,
            one.first_row + down,
            one.first_column + right,
            one.last_row + down,
            one.last_column + right,
        )
        for one in grid.tables
    )
    return replace(grid, numbers=[number + down for number in grid.numbers], rows=rows, tables=tables)


@PATIENT
@given(name=st.sampled_from(SAMPLES), seed=st.integers(0, 10**6))
def test_moving_a_table_moves_its_addresses_and_nothing_else(name: str, seed: int) -> None:
    before, after = outcome(sample(name)), outcome(changed(sample(name), moved, seed))

    assert by_measure(after) == by_measure(before)
    assert [each["code"] for each in after["problems"]] == [each["code"] for each in before["problems"]]


def shuffled(grid: Grid, dice: random.Random) -> Grid:
    """The records in another order."""
    at = heading_at(grid)
    if is_form(grid) or at < 0:
        return grid
    rows = list(grid.rows)
    records = rows[at + 1 :]
    dice.shuffle(records)
    return replace(grid, rows=[*rows[: at + 1], *records])


def by_measure(found: dict[str, Any]) -> Any:
    """The outcome without problems, whose order and first rows follow the rows."""
    return {key: value for key, value in without_addresses(found).items() if key != "problems"}


@PATIENT
@given(name=st.sampled_from(SAMPLES), seed=st.integers(0, 10**6))
def test_the_order_of_rows_does_not_matter(name: str, seed: int) -> None:
    before, after = outcome(sample(name)), outcome(changed(sample(name), shuffled, seed))

    assert by_measure(after) == by_measure(before)


def cluttered(grid: Grid, dice: random.Random) -> Grid:
    """Blank rows between the records and a column of our own."""
    at = heading_at(grid)
    if is_form(grid) or at < 0:
        return grid
    rows: list[Sequence[object]] = list(grid.rows[:at])
    width = max(len(row) for row in grid.rows)
    for number, row in enumerate(grid.rows[at:]):
        note = "Shoe size" if number == 0 else dice.choice([None, 43, "large"])
        rows.append([*row, *[None] * (width - len(row)), note])
        rows += [[None] * width] * dice.choice([0, 0, 1])
    return replace(grid, numbers=range(1, len(rows) + 1), rows=rows, tables=())


@PATIENT
@given(name=st.sampled_from(SAMPLES), seed=st.integers(0, 10**6))
def test_other_columns_sheets_and_blank_rows_change_nothing(name: str, seed: int) -> None:
    book = changed(sample(name), cluttered, seed)
    book = replace(book, grids=(Grid("Lunch", [1], [["Partner ID", "Role"]]), *book.grids))

    after = outcome(book)

    assert by_measure(after) == by_measure(outcome(sample(name)))


# --- words and privacy ----------------------------------------------------------------------------


def all_texts(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [text for value in found.values() for text in all_texts(value)]
    if isinstance(found, (list, tuple)):
        return [text for value in found for text in all_texts(value)]
    return [str(found)]


def outputs(found: Assessment) -> list[str]:
    """Every text that can leave the engine: result sheets, JSON, explanations, report."""
    texts = all_texts(summary.as_json(found))
    texts += [text for table in summary.tables(found, date(2026, 10, 1)) for text in all_texts(table.rows)]
    context = review_context(found, "digest")
    context.pop("source")
    texts += all_texts(context)
    return texts + [line for rule in load_rulebook().pitfalls for line in explain(rule, found)]


@pytest.mark.parametrize("language", BANNED)
@pytest.mark.parametrize("name", [*SAMPLES, "empty"])
def test_no_sentence_of_ours_blames(name: str, language: str) -> None:
    with asked_for(language):
        found = assessed(files.read(ROOT / "workbooks" / f"{name}.xlsx", wanted))

        for text in outputs(found):
            assert not any(word in text.lower() for word in BANNED[language]), text


@pytest.mark.parametrize(("language", "folder"), [("en", "."), ("es", "es")])
def test_no_word_of_the_catalogue_blames(language: str, folder: str) -> None:
    files = list((ROOT / "partnerxl" / "catalogue" / folder).glob("*.toml"))
    assert files
    for file in files:
        ours = tomllib.loads(file.read_text(encoding="utf-8"))
        ours.pop("source", None)
        for text in all_texts(ours):
            assert not [word for word in BANNED[language] if word in text.lower()], f"{file.name}: {text}"


CONTACTS = ("pat.lee@example.org", "(212) 555-0100", "+44 20 7946 0000")


def filled_with_contacts(grid: Grid, dice: random.Random) -> Grid:
    """Contact data behind every text."""
    at = heading_at(grid)
    if at < 0 and not is_form(grid):
        return grid
    rows = [
        [
            _private(cell, dice) if number > at and (column or not is_form(grid)) else cell
            for column, cell in enumerate(row)
        ]
        for number, row in enumerate(grid.rows)
    ]
    return replace(grid, rows=rows)


def _private(cell: object, dice: random.Random) -> object:
    return f"{cell} {dice.choice(CONTACTS)}" if isinstance(cell, str) and cell else cell


def remembering(book: Book, before: Book) -> Book:
    """A workbook with the History of an earlier refresh."""
    history = history_table(assessed(before), date(2026, 10, 1))
    past = Grid(history.name, range(1, len(history.rows) + 2), [history.columns, *history.rows])
    return replace(book, grids=(*(grid for grid in book.grids if grid.name != history.name), past))


@pytest.mark.parametrize("name", SAMPLES)
def test_contact_data_appears_in_no_output_of_a_second_time(name: str) -> None:
    before = changed(sample(name), filled_with_contacts, 1)
    now = remembering(changed(before, blanked, 2), before)
    (past,) = (grid for grid in now.grids if grid.name == "History")
    typed = replace(
        past,
        rows=[
            past.rows[0],
            *([row[0], *(_private(cell, random.Random(3)) for cell in row[1:])] for row in past.rows[1:]),
        ],
    )

    for book in (now, replace(now, grids=(*now.grids[:-1], typed))):
        for text in outputs(assessed(book)):
            assert not any(contact in text for contact in (*CONTACTS, "555-0100", "@example"))
    assert summary.as_json(assessed(now))["changes"] or name in {"nearly-empty", "new"}


@pytest.mark.parametrize("language", BANNED)
@pytest.mark.parametrize("name", SAMPLES)
def test_no_sentence_about_changes_blames(name: str, language: str) -> None:
    with asked_for(language):
        found = assessed(remembering(changed(sample(name), blanked, 2), sample(name)))

        assert found.view.project.runs
        for text in outputs(found):
            assert not any(word in text.lower() for word in BANNED[language]), text


@pytest.mark.parametrize("name", SAMPLES)
def test_contact_data_appears_in_no_output(name: str) -> None:
    found = assessed(changed(sample(name), filled_with_contacts, 1))

    for text in outputs(found):
        assert not any(contact in text for contact in (*CONTACTS, "555-0100", "@example"))
    assert any(problem.code == "PX-140" for problem in found.problems)


def test_contact_data_is_masked_where_texts_are_kept() -> None:
    def titled(grid: Grid, _dice: random.Random) -> Grid:
        rows = [
            [
                f"{cell} {CONTACTS[0]}"
                if isinstance(cell, str) and at > heading_at(grid) and column in {2, 3}
                else cell
                for column, cell in enumerate(row)
            ]
            for at, row in enumerate(grid.rows)
        ]
        return replace(grid, rows=rows) if grid.name in {"Progress", "Resources"} else grid

    found = assessed(changed(sample("troubled"), titled, 0))

    texts = outputs(found)
    assert any("[contact removed]" in text for text in texts)
    assert not any("example.org" in text for text in texts)


# --- numbers and bytes ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_every_number_printed_can_be_traced_to_its_rows(name: str) -> None:
    found = outcome(sample(name))

    readings = {**found["signals"]}
    for phase, each in found["phases"].items():
        readings |= {f"{phase}.{key}": value for key, value in each["indicators"].items()}
    for key, reading in readings.items():
        if reading["state"] == "recorded" and (reading["value"] or reading["whole"]):
            assert reading["rows"], key
        for row in reading["rows"]:
            assert re.fullmatch(r".+!\d+", row)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_workbook_gives_the_same_bytes(name: str) -> None:
    template = Template(ROOT / "report_templates" / "review.docx")

    first, second = (
        template.render(review_context(assessed(sample(name)), template.digest)) for _ in range(2)
    )

    assert first == second
    assert summary.tables(assessed(sample(name)), date(2026, 10, 1)) == summary.tables(
        assessed(sample(name)), date(2026, 10, 1)
    )


def test_the_samples_together_reach_every_status_band_and_tip_state() -> None:
    found = [assessed(sample(name)) for name in SAMPLES]

    assert {each.status for one in found for each in one.pitfalls} == set(Status)
    assert {each.band for one in found for each in one.phases} >= set(load_rulebook().rules.bands)
    assert len({each.state for one in found for each in one.tips}) == 4


def test_the_healthy_sample_shows_no_sign_and_the_troubled_one_priorities() -> None:
    healthy, troubled = assessed(sample("mature")), assessed(sample("troubled"))

    assert [each.status for each in healthy.pitfalls] == [Status.NO_SIGN] * 8
    statuses = [each.status for each in troubled.pitfalls]
    assert (statuses.count(Status.PRIORITY), statuses.count(Status.DISCUSS)) == (7, 1)
