"""Full meetings: who was there, who set the agenda, what came of them (R46, R58, R64, R103, R109, R118, R120)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from build import project

from partnerxl.core.catalogue import load_rules
from partnerxl.core.measures import meetings
from partnerxl.core.readings import Reading, State
from partnerxl.core.view import View

Row = dict[str, object]
END: Row = {"PeriodEnd": "2026-06-30"}


def look(**sheets: object) -> View:
    return View(project(**{"Initiative": END, **sheets}), load_rules())


def meeting(number: int = 1, **cells: object) -> Row:
    day = f"2026-{number:02}-10"
    return {"MeetingID": f"M{number}", "Date": day, "Type": "Full partnership", **cells}


def partner(key: str, **cells: object) -> Row:
    return {"PartnerID": key, "Role": "Core", "PartnerType": "Employer", **cells}


def present(meeting_id: str, **answers: str | None) -> list[Row]:
    """Attendance of one meeting, partner by partner."""
    return [{"MeetingID": meeting_id, "PartnerID": key, "Present": word} for key, word in answers.items()]


def numbers(reading: Reading) -> tuple[State, Fraction | None, Fraction | None]:
    return reading.state, reading.part, reading.whole


# --- full meetings and agenda (R46, R58) --------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ({"Type": "Full partnership"}, True),
        ({"Type": "Launch"}, True),
        ({"Type": "Review"}, True),
        ({"Type": "Steering"}, False),
        ({"Type": "Working group"}, False),
        ({"Type": "Employer roundtable"}, False),
        ({"Type": None}, False),
        ({"Date": "2025-07-01"}, True),
        ({"Date": "2025-06-30"}, False),
        ({"Date": "2026-06-30"}, True),
        ({"Date": "2026-07-01"}, False),
        ({"Date": None}, False),
    ],
)
def test_a_full_meeting_has_a_full_type_and_a_day_in_the_period(cells: Row, *, counts: bool) -> None:
    found = meetings.full_meetings(look(Meetings=[meeting() | cells]))

    assert len(found) == int(counts)


def test_agenda_alone_counts_the_convener_among_meetings_that_say() -> None:
    rows = [meeting(AgendaSetBy=who) for who in ["Convener", "Employers", "Jointly", "Funder", None]]

    reading = meetings.agenda_alone(look(Meetings=rows))

    assert numbers(reading) == (State.RECORDED, 1, 4)


# --- core_attendance (R103) ---------------------------------------------------------------------


def test_core_attendance_is_the_mean_of_the_core_partners_rates() -> None:
    log = [
        *present("M1", A="Yes", B="No", C="Yes", D="Yes"),
        *present("m-2", A="Apology", B=None, C="Yes", D="Yes"),
        *present("M9", A="Yes"),
    ]
    partners = [
        partner("A"),
        partner("B", Role="Champion"),
        partner("C", Role="Supporting"),
        partner("D", Role="Left"),
    ]

    reading = meetings.core_attendance(
        look(Meetings=[meeting(1), meeting(2)], Attendance=log, Partners=partners)
    )

    assert numbers(reading) == (State.RECORDED, Fraction(1, 2), 2)
    assert list(reading.rows) == ["Attendance!2", "Attendance!3", "Attendance!6"]


def test_of_several_rows_for_one_meeting_and_partner_yes_wins() -> None:
    log = [
        *present("M1", A="No"),
        *present("M1", A="Yes"),
        *present("M1", A="Apology"),
        *present("M2", A="No"),
    ]

    reading = meetings.core_attendance(
        look(Meetings=[meeting(1), meeting(2)], Attendance=log, Partners=[partner("A")])
    )

    assert numbers(reading) == (State.RECORDED, Fraction(1, 2), 1)


def test_of_several_rows_the_first_that_decides_is_shown() -> None:
    log = [*present("M1", A="No"), *present("M1", A="Yes"), *present("M1", A="Yes"), *present("M2", A="No")]
    log += present("M2", A="Apology")

    reading = meetings.core_attendance(
        look(Meetings=[meeting(1), meeting(2)], Attendance=log, Partners=[partner("A")])
    )

    assert list(reading.rows) == ["Attendance!3", "Attendance!5"]


@pytest.mark.parametrize(("joined", "counted"), [("2026-04-01", 1), ("2026-04-02", 0), (None, 1)])
def test_newcomers_stay_out_of_core_attendance(joined: str | None, counted: int) -> None:
    view = look(
        Meetings=[meeting(1)], Attendance=present("M1", A="Yes"), Partners=[partner("A", JoinedDate=joined)]
    )

    assert meetings.core_attendance(view).whole == counted


def test_a_meeting_without_an_id_has_no_attendance() -> None:
    log: list[Row] = [
        {"PartnerID": "A", "Present": "Yes"},
        {"MeetingID": "-", "PartnerID": "A", "Present": "Yes"},
    ]
    rows = [meeting(MeetingID=None), meeting(MeetingID="--")]

    reading = meetings.core_attendance(look(Meetings=rows, Attendance=log, Partners=[partner("A")]))

    assert numbers(reading) == (State.NOT_RECORDED, 0, 0)


def test_lists_of_partners_present_count_meetings_since_each_joined() -> None:
    rows = [
        meeting(1, PartnersPresent="A; B"),
        meeting(2, PartnersPresent="B, B"),
        meeting(3, PartnersPresent="A; E"),
        meeting(4),
    ]
    joined = {"A": None, "B": "2026-02-10", "C": None, "D": "2026-03-11", "E": "2026-03-10"}
    partners = [partner(key, JoinedDate=day) for key, day in joined.items()]

    reading = meetings.core_attendance(look(Meetings=rows, Partners=partners))

    assert numbers(reading) == (State.RECORDED, Fraction(2, 3) + Fraction(1, 2) + 1, 4)
    assert list(reading.rows) == ["Meetings!2", "Meetings!3", "Meetings!4"]


def test_an_existing_attendance_log_is_the_only_source() -> None:
    log = present("M9", A="Yes")
    tallied = partner("A", MeetingsInvited=4, MeetingsAttended=4)
    view = look(Meetings=[meeting(PartnersPresent="A")], Attendance=log, Partners=[tallied])

    assert numbers(meetings.core_attendance(view)) == (State.NOT_RECORDED, 0, 0)
    assert numbers(meetings.emp_seat_share(view)) == (State.NOT_RECORDED, 0, 0)


def test_tallies_speak_when_nothing_else_does_and_never_say_over_1() -> None:
    tallies = [(4, 3), (1, 2), (0, 0), (None, 3), (4, None)]
    rows = [partner(f"P{n}", MeetingsInvited=a, MeetingsAttended=b) for n, (a, b) in enumerate(tallies)]

    reading = meetings.core_attendance(look(Meetings=[meeting()], Partners=rows))

    assert numbers(reading) == (State.RECORDED, Fraction(7, 4), 2)
    assert list(reading.rows) == ["Partners!2", "Partners!3"]


# --- attendance_fall (R109) ---------------------------------------------------------------------


def attended(*counts: int) -> list[Row]:
    """Meetings at which so many of the partners A, B, C and D were present."""
    log: list[Row] = []
    for number, count in enumerate(counts, start=1):
        answers = {key: "Yes" if place < count else "No" for place, key in enumerate("ABCD")}
        log += present(f"M{number}", **answers)
    return log


FOUR = [partner(key) for key in "ABCD"]


@pytest.mark.parametrize(
    ("counts", "fall"),
    [
        ((4, 4, 2, 2), 50),
        ((2, 2, 4, 4), 0),
        ((4, 3, 0, 2, 1), 50),
        ((4, 4, 4, 3), Fraction(25, 2)),
    ],
)
def test_attendance_fall_compares_the_halves_without_the_middle(
    counts: tuple[int, ...], fall: Fraction
) -> None:
    rows = [meeting(number) for number in range(1, len(counts) + 1)]

    reading = meetings.attendance_fall(look(Meetings=rows[::-1], Attendance=attended(*counts), Partners=FOUR))

    assert (reading.value, reading.size) == (fall, len(counts))
    assert reading.facts["meetings"] == len(counts)


def test_attendance_fall_tells_both_means() -> None:
    rows = [meeting(number) for number in range(1, 5)]

    reading = meetings.attendance_fall(look(Meetings=rows, Attendance=attended(4, 4, 3, 2), Partners=FOUR))

    assert (reading.facts["first"], reading.facts["second"]) == (1, Fraction(5, 8))
    assert list(reading.rows) == [f"Meetings!{row}" for row in range(2, 6)]


def test_meetings_on_one_day_do_not_depend_on_the_order_of_rows() -> None:
    rows = [meeting(1), meeting(2), meeting(3, Date="2026-02-10"), meeting(4)]
    log = attended(4, 1, 3, 0)

    one = meetings.attendance_fall(look(Meetings=rows, Attendance=log, Partners=FOUR))
    other = meetings.attendance_fall(look(Meetings=rows[::-1], Attendance=log[::-1], Partners=FOUR))

    assert one.value == other.value == 25


def test_of_two_meetings_on_one_day_the_emptier_goes_first() -> None:
    rows = [meeting(1), meeting(2), meeting(3, Date="2026-02-10"), meeting(4)]
    log = [*present("M3", A="Yes"), *(row for row in attended(4, 3, 0, 0) if row["MeetingID"] != "M3")]

    reading = meetings.attendance_fall(look(Meetings=rows, Attendance=log, Partners=FOUR))

    assert (reading.facts["first"], reading.facts["second"]) == (Fraction(7, 8), Fraction(1, 2))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_meetings_with_attendance_leave_the_word_to_the_minimum(count: int) -> None:
    view = look(Meetings=[meeting(n) for n in range(1, 6)], Attendance=attended(*[4] * count), Partners=FOUR)

    assert meetings.attendance_fall(view).size == count


def test_tallies_beside_the_log_do_not_hide_the_fall() -> None:
    tallied = [row | {"MeetingsInvited": 4, "MeetingsAttended": 3} for row in FOUR]
    rows = [meeting(number) for number in range(1, 5)]

    reading = meetings.attendance_fall(look(Meetings=rows, Attendance=attended(4, 4, 2, 2), Partners=tallied))

    assert reading.value == 50


def test_newcomers_and_strangers_stay_out_of_the_meeting_rates() -> None:
    partners = [*FOUR[:3], partner("D", JoinedDate="2026-05-01")]
    rows = [meeting(number) for number in range(1, 6)]
    log = [*attended(4, 4, 3, 3), *present("M1", Z="Yes"), *present("M4", Z="No"), *present("M5", Z="Yes")]

    reading = meetings.attendance_fall(look(Meetings=rows, Attendance=log, Partners=partners))

    assert (reading.value, reading.size) == (0, 4)


def test_lists_compare_with_the_partners_who_had_joined_by_then() -> None:
    partners = [*FOUR[:2], partner("C", JoinedDate="2026-03-10"), partner("D", JoinedDate="2026-03-11")]
    lists = {1: "A; B; C", 2: "A", 3: "A; C", 4: "Z"}
    rows = [meeting(number, PartnersPresent=text) for number, text in lists.items()]

    reading = meetings.attendance_fall(look(Meetings=rows, Partners=partners))

    assert reading.facts["first"] == Fraction(3, 4)
    assert reading.facts["second"] == Fraction(1, 3)


def test_a_listed_meeting_before_anyone_joined_has_no_rate() -> None:
    partners = [partner("A", JoinedDate="2026-02-01")]
    rows = [meeting(number, PartnersPresent="A") for number in range(1, 5)]

    assert meetings.attendance_fall(look(Meetings=rows, Partners=partners)).size == 3


def test_tallies_do_not_say_whether_attendance_fell() -> None:
    tallied = meetings.attendance_fall(look(Partners=[partner("A", MeetingsAttended=0)]))
    nothing = meetings.attendance_fall(look(Partners=[partner("A")]))

    assert (tallied.state, tallied.size) == (State.NOT_RECORDED, None)
    assert (nothing.state, nothing.size) == (State.NOT_RECORDED, 0)


# --- emp_seat_share (R64) -----------------------------------------------------------------------

KINDS = [
    partner("E", PartnerType="Employer"),
    partner("F", PartnerType="Employer association", Role="Left"),
    partner("G", PartnerType="Government"),
    partner("U", PartnerType=None),
]


def test_emp_seat_share_counts_distinct_seats_of_partners_with_a_known_type() -> None:
    log = [
        *present("M1", E="Yes", F="Yes", G="Yes", U="Yes", Z="Yes"),
        *present("M1", E="Yes"),
        *present("M2", E="No", G="Yes"),
        *present("M3", U="Yes"),
    ]
    view = look(Meetings=[meeting(n) for n in (1, 2, 3)], Attendance=log, Partners=KINDS)

    reading = meetings.emp_seat_share(view)

    assert numbers(reading) == (State.RECORDED, 2, 4)
    assert (reading.size, reading.least, reading.stand_in, reading.flips) == (2, 3, False, True)
    assert reading.facts == {"meetings": 2}


def test_emp_seat_share_reads_lists_without_the_log() -> None:
    rows = [
        meeting(1, PartnersPresent="E; G; E"),
        meeting(2, PartnersPresent="G"),
        meeting(3, Type="Steering"),
    ]

    reading = meetings.emp_seat_share(look(Meetings=rows, Partners=KINDS))

    assert numbers(reading) == (State.RECORDED, 1, 3)
    assert (reading.size, reading.least) == (2, 3)
    assert list(reading.rows) == ["Meetings!2", "Meetings!3"]


def test_emp_seat_share_reads_tallies_without_lists() -> None:
    tallies = [(5, 4), (4, 9), (3, 3), (None, 1)]
    rows = [
        kind | {"MeetingsInvited": a, "MeetingsAttended": b}
        for kind, (a, b) in zip(KINDS, tallies, strict=True)
    ]

    reading = meetings.emp_seat_share(look(Meetings=[meeting()], Partners=rows))

    assert numbers(reading) == (State.RECORDED, 4, 8)
    assert (reading.size, reading.least, reading.stand_in, reading.flips) == (5, 3, False, False)
    assert reading.facts == {"meetings": None}


def test_tallies_without_invitations_have_the_size_0() -> None:
    reading = meetings.emp_seat_share(look(Partners=[partner("E", MeetingsAttended=2)]))

    assert (reading.value, reading.size) == (1, 0)


def test_tallies_of_0_are_not_replaced_by_the_roster() -> None:
    reading = meetings.emp_seat_share(look(Partners=[partner("E", MeetingsAttended=0, MeetingsInvited=3)]))

    assert (reading.state, reading.stand_in) == (State.NOT_RECORDED, False)


def test_the_roster_stands_in_when_nothing_says_who_came() -> None:
    reading = meetings.emp_seat_share(look(Partners=KINDS))

    assert numbers(reading) == (State.RECORDED, 1, 3)
    assert (reading.size, reading.least, reading.stand_in, reading.flips) == (3, 5, True, True)
    assert reading.facts == {"meetings": None}


def test_one_listed_seat_is_enough_not_to_read_the_tallies() -> None:
    rows = [meeting(PartnersPresent="G")]
    tallied = partner("E", MeetingsInvited=9, MeetingsAttended=9)

    reading = meetings.emp_seat_share(
        look(Meetings=rows, Partners=[tallied, partner("G", PartnerType="Other")])
    )

    assert numbers(reading) == (State.RECORDED, 0, 1)


def test_without_any_partner_type_seats_say_nothing() -> None:
    partners = [partner("U", PartnerType=None, MeetingsAttended=3, MeetingsInvited=3)]

    reading = meetings.emp_seat_share(look(Partners=partners))

    assert (reading.state, reading.size) == (State.NOT_RECORDED, None)


# --- review_held (R118) -------------------------------------------------------------------------


def party(**cells: object) -> Row:
    return {"Kind": "Celebration", **cells}


@pytest.mark.parametrize(
    ("rows", "progress", "value"),
    [
        ([meeting(Type="Review")], [], 1),
        ([meeting(Type="Review", Date="2025-06-30")], [], 0),
        ([meeting(Type="Review", Date="2026-07-01")], [], 0),
        ([meeting(Type="Steering")], [], 0),
        ([], [party(DoneDate="2026-06-30")], 1),
        ([], [party(DoneDate="2026-07-01")], 0),
        ([], [party(DoneDate="2025-06-30")], 0),
        ([], [party(Status="Done", DueDate="2026-03-01")], 1),
        ([], [party(Status="Done")], 0),
        ([], [party(DueDate="2026-03-01")], 0),
        ([], [party(DoneDate="2026-03-01", Status="Dropped")], 0),
        ([], [{"Kind": "Milestone", "DoneDate": "2026-03-01"}], None),
        ([], [], None),
    ],
)
def test_review_held(rows: list[Row], progress: list[Row], value: int | None) -> None:
    reading = meetings.review_held(look(Meetings=rows, Progress=progress))

    assert reading.value == value
    assert reading.recorded == (value is not None)


def test_review_held_shows_both_sheets() -> None:
    reading = meetings.review_held(
        look(Meetings=[meeting(Type="Review")], Progress=[party(DoneDate="2026-06-30")])
    )

    assert list(reading.rows) == ["Meetings!2", "Progress!2"]


# --- review_turnout (R120 T8) -------------------------------------------------------------------


def test_review_turnout_is_that_of_the_best_attended_review() -> None:
    rows = [meeting(1, Type="Review"), meeting(2, Type="Review"), meeting(3, Type="Review"), meeting(4)]
    log = [
        *present("M1", A="Yes", B="No"),
        *present("M2", A="Yes", B="Yes", Z="Yes"),
        *present("M4", A="Yes", B="Yes"),
    ]
    partners = [*FOUR[:3], partner("D", JoinedDate="2026-05-01")]

    reading = meetings.review_turnout(look(Meetings=rows, Attendance=log, Partners=partners))

    assert numbers(reading) == (State.RECORDED, 2, 3)
    assert reading.facts == {"date": date(2026, 2, 10)}
    assert list(reading.rows) == ["Meetings!2", "Meetings!3"]


def test_review_turnout_reads_lists_without_the_log() -> None:
    reading = meetings.review_turnout(
        look(Meetings=[meeting(Type="Review", PartnersPresent="A; B")], Partners=FOUR),
    )

    assert numbers(reading) == (State.RECORDED, 2, 4)


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([], None),
        ([meeting()], 0),
        ([meeting(Type="Review", Date="2027-01-01")], 0),
        ([meeting(Type="Review")], None),
    ],
)
def test_review_turnout_is_0_without_a_review_and_unknown_without_attendance(
    rows: list[Row], value: int | None
) -> None:
    reading = meetings.review_turnout(look(Meetings=rows, Partners=FOUR))

    assert reading.value == value
    assert reading.recorded == (value is not None)


def test_review_turnout_without_active_partners_there_is_0() -> None:
    log = [*present("M1", A="No"), *present("M2", Z="Yes")]
    rows = [meeting(1, Type="Review"), meeting(2, Type="Review")]

    reading = meetings.review_turnout(look(Meetings=rows, Attendance=log, Partners=FOUR))

    assert (numbers(reading), reading.facts) == ((State.RECORDED, 0, 4), {"date": date(2026, 2, 10)})


# --- what came of meetings (R120 T11) -----------------------------------------------------------


def test_meetings_with_both_need_a_decision_and_something_learned() -> None:
    rows = [
        meeting(1, LearningItem="Yes"),
        meeting(2, LearningItem="No"),
        meeting(3),
        meeting(4, LearningItem="Yes"),
        meeting(5, LearningItem="Yes", MeetingID=None),
        meeting(6, LearningItem="Yes"),
    ]
    taken: list[Row] = [
        {"MeetingID": "m 1", "Date": "2026-06-30"},
        {"MeetingID": "M2"},
        {"MeetingID": "M3"},
        {},
    ]
    taken += [{"MeetingID": "M4"}, {"MeetingID": "M6", "Date": "2026-07-01"}]

    reading = meetings.meetings_with_both(look(Meetings=rows, Decisions=taken))

    assert numbers(reading) == (State.RECORDED, 2, 6)


@pytest.mark.parametrize(
    ("rows", "taken"),
    [
        ([meeting(LearningItem="Yes")], []),
        ([meeting()], [{"MeetingID": "M1"}]),
        ([], [{"MeetingID": "M1"}]),
    ],
)
def test_meetings_with_both_are_unknown_without_meetings_decisions_or_learning(
    rows: list[Row], taken: list[Row]
) -> None:
    assert meetings.meetings_with_both(look(Meetings=rows, Decisions=taken)).state is State.NOT_RECORDED


def test_usefulness_is_the_mean_over_meetings_rated_by_five_each_counted_once() -> None:
    rows = [
        meeting(1, Usefulness=4.1, NRatings=5),
        meeting(2, Usefulness=4.2, NRatings=50),
        meeting(3, Usefulness=1, NRatings=4),
        meeting(4, Usefulness=1),
        meeting(5, NRatings=9),
    ]

    reading = meetings.usefulness(look(Meetings=rows))

    assert (reading.value, reading.facts) == (Fraction(83, 20), {"meetings": 2})
    assert list(reading.rows) == ["Meetings!2", "Meetings!3"]


@pytest.mark.parametrize(
    "rows", [[], [meeting(NRatings=4, Usefulness=1)], [meeting(NRatings=9)], [meeting(Type="Steering")]]
)
def test_without_a_rated_meeting_nothing_speaks_against_usefulness(rows: list[Row]) -> None:
    reading = meetings.usefulness(look(Meetings=rows))

    assert (reading.value, reading.facts, len(reading.rows)) == (5, {"meetings": 0}, 0)


# --- who was at a full meeting (R117) -----------------------------------------------------------


@pytest.mark.parametrize(
    ("tallies", "expected"), [([0, 1, 2, None], [False, True, True, False]), ([None, None], None)]
)
def test_without_the_log_tallies_say_who_came(tallies: list[int | None], expected: list[bool] | None) -> None:
    view = look(Partners=[{"PartnerID": f"P{at}", "MeetingsAttended": n} for at, n in enumerate(tallies)])

    found = meetings.came(view, view.partners)

    assert (None if found is None else found.tolist()) == expected


def test_the_log_says_who_came_before_the_tallies() -> None:
    partners = [{"PartnerID": "P1", "MeetingsAttended": 3}, {"PartnerID": "P2"}]
    there = [{"MeetingID": "M1", "PartnerID": "P2", "Present": "Yes"}]
    view = look(Meetings=[meeting() | {"MeetingID": "M1"}], Attendance=there, Partners=partners)

    found = meetings.came(view, view.partners)

    assert found is not None
    assert found.tolist() == [False, True]
