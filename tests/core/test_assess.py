"""From records to an assessment, its sentences, tables and explanations."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from build import desk, project

from partnerxl.core import places, summary, wording
from partnerxl.core.assess import Desk, assess
from partnerxl.core.assessment import Assessment, Sign, Status
from partnerxl.core.errors import PartnerxlError
from partnerxl.core.explain import explain
from partnerxl.core.readings import Reading, Rows, State
from partnerxl.core.records import read_project, wanted
from partnerxl.core.rulebook import load_rulebook
from partnerxl.core.view import View
from partnerxl.core.whatif import fewest_inputs, smallest_change
from partnerxl.hosts import files

SAMPLES = ("new", "mature", "second-wave", "troubled", "nearly-empty", "empty")
END = {"PeriodEnd": date(2026, 6, 30)}


@cache
def sample(name: str) -> Assessment:
    folder = Path(__file__).parents[2] / "workbooks"
    return assess(read_project(files.read(folder / f"{name}.xlsx", wanted)))


def found(assessment: Assessment, key: str) -> Any:
    return next(each for each in assessment.pitfalls if each.key == key)


# --- no period, and the supporting role -----------------------------------------------------------


def test_without_an_end_of_the_period_nothing_is_assessed() -> None:
    partners = [{"PartnerID": f"P{n}", "OtherSameSectorInitiative": "Yes"} for n in range(6)]
    assessment = assess(project(Partners=partners))
    told = summary.as_json(assessment)

    assert (told["period_start"], told["period_end"], told["young"]) == (None, None, False)
    assert {each["state"] for each in told["signals"].values()} == {"not recorded"}
    assert {each.status for each in assessment.pitfalls} == {Status.NOT_ENOUGH}


def test_other_rules_can_be_given() -> None:
    book = load_rulebook()
    one = replace(book, pitfalls={"P4": book.pitfalls["P4"]})

    assert [each.key for each in assess(project(Initiative=END), one).pitfalls] == ["P4"]


@pytest.mark.parametrize(("answered", "partial"), [("9/20", False), ("89/200", True)])
def test_evidence_is_partial_under_65_percent(answered: str, partial: bool) -> None:
    """Coverage of P1 is 3 of 6 for the initiative found, and 2 of 6 for the share of partners who answered."""
    book = load_rulebook()
    overlap = Reading(State.RECORDED, Fraction(0), size=Fraction(9), answered=Fraction(answered))
    readings = {"other_unagreed": Reading(State.RECORDED, Fraction(1)), "partner_overlap": overlap}

    finding = Desk(View(project(Initiative=END), book.rules), book, readings).finding("P1")

    assert (finding.status, finding.partial) == (Status.DISCUSS, partial)


def test_without_a_sign_no_evidence_is_called_partial() -> None:
    findings = assess(project(Initiative=END)).pitfalls

    assert {(each.status, each.partial) for each in findings} == {(Status.NOT_ENOUGH, False)}


def test_a_condition_of_a_tip_keeps_its_own_minimum() -> None:
    """T10 asks for five partners who name the convener, whatever Settings ask for in P2 (R121)."""
    partners = [{"PartnerID": f"P{n}", "Role": "Core", "ConvenerSeenAs": "Hub"} for n in range(4)]
    settings = [{"Threshold": "P2 convener_agree least", "Current": 3}]
    assessment = assess(
        project(Initiative=END | {"ConvenerOrg": "Hub"}, Partners=partners, Settings=settings)
    )
    tip = next(each for each in assessment.tips if each.key == "T10")

    assert found(assessment, "P2").verdict.signs[0].level == 0
    assert [each.seen for each in tip.met] == [None, None, None]


def test_a_condition_of_a_tip_reads_a_signal_as_it_is_judged() -> None:
    """A stand-in may not clear a signal (R35), so it shows no tip either."""
    whole = Reading(State.RECORDED, Fraction(1))

    met = [
        next(
            each.seen
            for each in desk({"staff_ratio": found}).tip("T10").met
            if each.condition.measure == "staff_ratio"
        )
        for found in (whole, replace(whole, stand_in=True))
    ]

    assert met == [True, None]


def test_a_start_without_an_end_is_told() -> None:
    told = summary.as_json(assess(project(Initiative={"PeriodStart": date(2026, 1, 1)})))

    assert (told["period_start"], told["period_end"]) == ("2026-01-01", None)


def test_a_supporting_role_next_to_a_recognized_initiative_is_no_sign() -> None:
    landscape = [
        {
            "OtherInitiative": "Metro",
            "IndustryRecognized": "Yes",
            "SectorOverlap": "Same",
            "RegionOverlap": "Partial",
        }
    ]
    assessment = assess(project(Initiative=END | {"OurRole": "Supporting"}, Landscape=landscape))

    second = found(assessment, "P2")
    assert (second.status, second.verdict.coverage, second.partial) == (Status.NO_SIGN, 0, False)
    assert wording.sentences(second, assessment) == ("We hold a supporting role next to Metro.",)


def test_settings_and_their_problems_reach_the_assessment() -> None:
    rows = [
        {"Threshold": "P4 delivered watch", "Current": 0.7},
        {"Threshold": "P4 delivered watch", "Current": "lots"},
    ]
    assessment = assess(project(Initiative=END, Settings=rows))

    assert [each.now for each in assessment.rulebook.changed] == ["under 70 %"]
    assert [each.where for each in assessment.problems if each.code == "PX-302"] == ["Settings!D3"]


# --- what if (R122) -------------------------------------------------------------------------------


def again_and_judge(assessment: Assessment, key: str) -> tuple[Any, Any]:
    from partnerxl.core import engine
    from partnerxl.core.assess import Desk

    desk = Desk(assessment.view, assessment.rulebook)
    pitfall = assessment.rulebook.pitfalls[key]
    return (lambda signs: desk.judge(pitfall, signs)), (
        lambda sign, reading: engine.sign(sign.signal, reading, young=desk.young)
    )


@pytest.mark.parametrize("name", ["troubled", "new", "second-wave"])
def test_the_change_makes_the_status_fall_and_one_row_less_does_not(name: str) -> None:
    for finding in sample(name).pitfalls:
        if finding.change is None:
            continue
        judge, again = again_and_judge(sample(name), finding.key)
        at = [sign.signal.measure for sign in finding.verdict.signs].index(finding.change.signal.measure)

        for rows, falls in ((finding.change.rows, True), (finding.change.rows - 1, False)):
            signs = list(finding.verdict.signs)
            signs[at] = again(signs[at], moved(signs[at], rows))
            assert (judge(signs).status.severity < finding.status.severity) is falls


def moved(sign: Sign, rows: int) -> Reading:
    """The reading with so many rows counted the other way, written without the code under test."""
    reading = sign.reading
    step = rows if sign.signal.bounds[0].at.word in {"under", "at most"} else -rows
    part, value = reading.part, reading.value
    if part is not None and reading.whole is not None:
        part, value = part + step, (part + step) / reading.whole
    elif value is not None:
        value += step
    return Reading(
        reading.state,
        value,
        part,
        reading.whole,
        reading.size,
        least=reading.least,
        stand_in=reading.stand_in,
    )


def test_a_quiet_pitfall_has_no_change_and_an_undecided_one_has_inputs() -> None:
    assert all(each.change is None and each.inputs == () for each in sample("mature").pitfalls)
    assert all(each.inputs for each in sample("empty").pitfalls)
    assert all(each.inputs == () for each in sample("troubled").pitfalls)


def test_the_fewest_inputs_decide_and_one_less_does_not() -> None:
    for finding in sample("nearly-empty").pitfalls:
        judge, _ = again_and_judge(sample("nearly-empty"), finding.key)
        for left_out in (None, *finding.inputs):
            signs = [
                Sign(sign.signal, Reading(State.RECORDED), 0)
                if sign.signal.measure in finding.inputs and sign.signal.measure != left_out
                else sign
                for sign in finding.verdict.signs
            ]
            decided = judge(signs).status in {Status.NO_SIGN, Status.NO_SIGN_SO_FAR}
            assert decided is (left_out is None)


def test_what_is_too_early_cannot_be_decided_by_an_input() -> None:
    verdict = found(sample("new"), "P3").verdict

    assert found(sample("new"), "P3").inputs == ()
    assert fewest_inputs(verdict, lambda _signs: verdict) == ()
    assert smallest_change(verdict, lambda _signs: verdict, lambda sign, _reading: sign) is None


def test_a_new_resource_lowers_a_count_that_wants_more() -> None:
    rows = [
        {
            "ResourceID": f"R{n}",
            "PartnerID": "P1",
            "Status": "Received",
            "New": "No",
            "CommittedDate": date(2026, 1, 1),
        }
        for n in range(3)
    ]
    form = END | {"EligibilityReviewDate": date(2026, 1, 1)}
    assessment = assess(project(Initiative=form, Partners=[{"PartnerID": "P1"}], Resources=rows))

    change = found(assessment, "P6").change
    assert change is not None
    assert (change.signal.measure, change.rows) == ("new_res_12m", 1)
    assert (
        wording.change(found(assessment, "P6"))
        == "If 1 new resource were on record, this would be Not enough evidence."
    )


# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("covered", "word"),
    [("1", "high"), ("4/5", "high"), ("799/1000", "moderate"), ("13/20", "moderate"), ("649/1000", "low")],
)
def test_confidence_words(covered: str, word: str) -> None:
    assert wording.confidence(Fraction(covered), load_rulebook().rules) == word


def test_coverage_never_contradicts_its_word() -> None:
    assert wording.coverage(Fraction(6499, 10000), load_rulebook().rules) == "64.99 %"
    assert wording.coverage(None, load_rulebook().rules) == ""


def test_short_delivery_with_full_staff_says_that_staffing_does_not_explain_it() -> None:
    items = [
        {"Kind": "Milestone", "DueDate": date(2026, 1, n), "Status": status}
        for n, status in enumerate(["Done", "Late", "Late", "Late", "Late"], start=1)
    ]
    staff = [{"UsedFor": "Coordination", "Unit": "FTE", "Status": "Received", "ReceivedAmount": 1}]
    assessment = assess(project(Initiative=END | {"CoordFTENeeded": 1}, Progress=items, Resources=staff))

    fourth = found(assessment, "P4")
    assert fourth.status is Status.DISCUSS
    assert wording.sentences(fourth, assessment)[-1] == "Staffing on record does not explain this."
    assert wording.status_words(fourth) == "Discuss"


@pytest.mark.parametrize(
    ("done", "fte", "said"), [(59, 1, True), (60, 1, False), (59, 0.75, True), (59, 0.74, False)]
)
def test_staffing_does_not_explain_less_than_60_percent_with_three_quarters_of_the_staff(
    done: int, fte: float, said: bool
) -> None:
    items = [
        {"Kind": "Milestone", "DueDate": date(2026, 1, 1), "Status": "Done" if at < done else "Late"}
        for at in range(100)
    ]
    staff = [{"UsedFor": "Coordination", "Unit": "FTE", "Status": "Received", "ReceivedAmount": fte}]
    assessment = assess(project(Initiative=END | {"CoordFTENeeded": 1}, Progress=items, Resources=staff))

    told = wording.sentences(found(assessment, "P4"), assessment)

    assert ("Staffing on record does not explain this." in told) == said


def test_partial_evidence_is_said() -> None:
    partners = [{"PartnerID": f"P{n}", "OtherSameSectorInitiative": "Yes"} for n in range(6)]
    first = found(assess(project(Initiative=END, Partners=partners)), "P1")

    assert (first.status, first.partial) == (Status.DISCUSS, True)
    assert wording.status_words(first) == "Discuss (on partial evidence)"


def test_too_few_records_say_how_many_there_are() -> None:
    partners = [{"PartnerID": f"P{n}", "OtherSameSectorInitiative": "Yes"} for n in range(3)]
    first = found(assess(project(Initiative=END, Partners=partners)), "P1")

    assert any("3 on record, 5 needed" in line for line in wording.record(first))


def test_few_people_are_not_told_apart_in_what_to_record() -> None:
    programs = [{"ProgramID": "A", "Enrolled": 3, "Completed": 2}]
    seventh = found(assess(project(Initiative=END, Programs=programs)), "P7")

    assert any("<5 on record, 10 needed" in line for line in wording.record(seventh))


def test_a_pitfall_without_a_change_says_nothing() -> None:
    assert wording.change(found(sample("mature"), "P1")) == ""


def test_phases_are_told_with_band_score_and_clauses() -> None:
    rules = load_rulebook().rules
    troubled = {each.key: wording.phase_sentence(each, rules) for each in sample("troubled").phases}

    assert troubled["Storming"].startswith(
        "Storming – strong signs (100): 9 of 14 (64 %) due items are late;"
    )
    early = next(each for each in sample("new").phases if each.key == "Storming")
    assert "cannot be judged yet" in wording.phase_sentence(early, rules)
    forming = next(each for each in sample("mature").phases if each.key == "Forming")
    assert wording.phase_sentence(forming, rules) == "Forming – not seen (0): nothing on record points to it."


def test_a_phase_that_is_all_too_early_says_so() -> None:
    items = [{"Kind": "Milestone", "DueDate": date(2027, 1, 1)}]
    assessment = assess(project(Initiative=END, Progress=items))
    storming = next(each for each in assessment.phases if each.key == "Storming")
    alone = replace(storming, coverage=None, score=None, band=None)

    assert (
        wording.phase_sentence(alone, load_rulebook().rules)
        == "Storming cannot be judged yet: it is too early."
    )


# --- tables and JSON ------------------------------------------------------------------------------


@pytest.mark.parametrize("at", range(7))
def test_rows_of_result_sheets_are_told_apart_and_known_as_ours(at: int) -> None:
    table = summary.tables(sample("troubled"), date(2026, 10, 1))[at]
    keys = [table.key_of(row) for row in table.rows]

    assert len(keys) == len(set(keys)) > 0
    assert all(re.fullmatch(table.own, key[0]) for key in keys)


def test_the_result_sheets_have_the_columns_of_the_schema() -> None:
    tables = {table.name: table for table in summary.tables(sample("troubled"), date(2026, 10, 1))}

    assert list(tables) == ["Highlights", "Scores", "Flags", "Evidence", "Tips", "Checks", "History"]
    assert tables["Scores"].columns == ("Phase", "Score", "Band", "Coverage", "Last score", "Sentence")
    assert [len(tables[name].rows) for name in ("Scores", "Flags", "Tips")] == [4, 8, 13]
    assert len(tables["Evidence"].rows) == 37 + 25
    assert all(len(row) == len(table.columns) for table in tables.values() for row in table.rows)


def test_every_row_with_evidence_links_to_its_cells() -> None:
    table = next(
        table for table in summary.tables(sample("troubled"), date(2026, 10, 1)) if table.name == "Evidence"
    )

    for at, row in enumerate(table.rows):
        has_rows = row[table.columns.index("Rows")] is not None
        assert ((at, "Link") in table.links) is has_rows
    assert places.link(Rows.of("Our 'list'", [7, 3])) == "'Our ''list'''!3:3"
    assert places.link(Rows()) is None
    assert places.target("My sheet!B4") == "'My sheet'!B4"


def test_at_most_fifty_addresses_stand_in_a_cell() -> None:
    assert places.addresses(Rows.of("A", range(1, 51))) == ", ".join(f"A!{n}" for n in range(1, 51))
    assert str(places.addresses(Rows.of("A", range(1, 61)))).endswith("A!50 and 10 more")
    assert places.addresses(Rows()) is None


def test_the_object_for_programs_has_the_agreed_keys() -> None:
    told = summary.as_json(sample("troubled"))

    assert set(told) == {
        "period_start",
        "period_end",
        "young",
        "signals",
        "pitfalls",
        "phases",
        "tips",
        "last_time",
        "changes",
        "actions",
        "problems",
    }
    assert set(told["signals"]["P4.delivered"]) == {"state", "part", "whole", "value", "level", "rows"}
    assert set(told["pitfalls"]["P4"]) == {"status", "coverage", "partial_evidence", "sentences", "record"}
    assert set(told["phases"]["Storming"]) == {"score", "coverage", "band", "indicators"}
    assert set(told["phases"]["Storming"]["indicators"]["overdue"]) == {
        "state",
        "part",
        "whole",
        "value",
        "m",
        "rows",
    }
    assert set(told["tips"]["T1"]) == {"state", "rows"}
    assert set(told["problems"][0]) == {"code", "where", "expected", "found", "mend"}
    assert told["signals"]["P4.delivered"] | {"rows": []} == {
        "state": "recorded",
        "part": 5,
        "whole": 14,
        "value": 5 / 14,
        "level": 2,
        "rows": [],
    }
    assert told["signals"]["P4.attain"]["part"] == pytest.approx(2.1325, abs=0.01)
    assert told["signals"]["P4.late_days"]["part"] is None


def test_rows_of_two_sheets_are_put_together() -> None:
    rows = Rows.of("A", [3, 1]) + Rows.of("B", [2]) + Rows.of("A", [2])

    assert list(rows) == ["A!1", "A!2", "A!3", "B!2"]
    assert len(rows) == 4


# --- explanations ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, *SAMPLES])
def test_everything_explains_itself(name: str | None) -> None:
    assessment = sample(name) if name else None
    book = load_rulebook()

    for what in (
        *book.pitfalls,
        *book.phases,
        *book.tips,
        "delivered",
        "completion",
        "falling_unreviewed",
        "overdue",
        "age",
    ):
        lines = list(explain(what.lower(), assessment))
        assert lines[0].lower().startswith(what.lower())
        assert len(lines) > 2


def test_an_explanation_shows_rule_limits_sources_values_and_rows() -> None:
    text = "\n".join(explain("P4", sample("troubled")))

    for words in (
        "watch under 80 % (own choice)",
        "published: START",
        "Status: Priority",
        "part and whole: 5 of 14",
        "rows: Progress!6",
        "Priority when staff_ratio under 75 % and delivered under 75 % or attain under 75 %.",
    ):
        assert words in text
    assert "No sign whatever the signals say" in "\n".join(explain("P2"))
    assert "Storming – strong signs" in "\n".join(explain("storming", sample("troubled")))
    assert "Used by: P4" in "\n".join(explain("delivered"))
    assert "joint conditions only" in "\n".join(explain("falling_unreviewed"))


@pytest.mark.parametrize(("what", "hint"), [("P44", "Did you mean P4?"), ("qqqqqq", "Name P1 to P8")])
def test_an_unknown_rule_is_refused_with_the_way_out(what: str, hint: str) -> None:
    with pytest.raises(PartnerxlError) as refusal:
        explain(what)

    assert f"There is no rule '{what}'" in str(refusal.value)
    assert hint.split(" ", maxsplit=1)[0] in str(refusal.value)
