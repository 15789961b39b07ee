"""The sheets of the catalogue say what the workbook schema says."""

import unicodedata

import pytest

from partnerxl.core.catalogue import ColumnSpec, load_sheets

SHEETS = load_sheets()
COLUMNS = [(sheet, name) for sheet, spec in SHEETS.items() for name in spec.columns]

# Identifiers in workbook order; "!" marks required, "+" recommended.
SCHEMA = {
    "Initiative": """
        InitiativeName! Region! Sector! ConvenerOrg! CoConveners OurRole+ ConvenerRoleDoc StartDate!
        LaunchDate+ PeriodStart! PeriodEnd! VisionText VisionAgreed+ VisionAgreedDate VisionRereadDate
        PlanUpdated+ LandscapeScanDate+ LandscapeScanResult+ EligibilityReviewDate+ CoordFTENeeded+
        TargetPools+ Facilitator CoordinatorIndustryBackground Currency PreparedBy! PreparedOn!""",
    "Partners": """
        PartnerID! PartnerName! PartnerType! Role! JoinedDate! LeftDate LeftReason AgreementStatus+
        AgreementDate AgreementEnds AgreementRef RepLevel MeetingsInvited+ MeetingsAttended+
        LastContactDate+ LastInputDate+ LastInputHow+ EngagementLevel LaborPoolServed+
        OtherSameSectorInitiative+ OtherInitiativeName OtherInitiativeStart ConvenerSeenAs+
        BenefitSought HowWeSupport CostHoursPerMonth CostNote ShareConsent+ ContactName ContactEmail""",
    "Resources": """
        ResourceID! PartnerID! Kind! Description+ Status! CommittedAmount+ ReceivedAmount+ Unit+
        EstValueUSD AskedDate CommittedDate+ DueDate+ ReceivedDate UsedFor+ New+ EligibilityOnly+
        ApplyBy ReasonNotUsed EvidenceRef""",
    "Progress": """
        ProgressID! Kind! Title! ResponsiblePartnerID! DueDate! DoneDate Status! RevisedDate DecisionID
        ReasonLate Target+ Actual+ Unit+ Period+ ProgramID LaborPool PromisedTo+ DecidedBy+
        EmployerInputUsed+ NotedDate Significance Direction ResponseDate ResponseType SourceRef""",
    "Meetings": """
        MeetingID! Date! Type! Chair AgendaSetBy+ LearningItem Usefulness NRatings PartnersPresent
        MinutesRef""",
    "Attendance": "MeetingID! PartnerID! Present! DecisionMaker",
    "Decisions": """
        DecisionID! MeetingID Date! Title! Category! ProgramID ProposedBy DecidedBy! EmployersTookPart+
        Disagreement+ Reopened OwnerPartnerID DueDate DoneDate File""",
    "EmployerInput": """
        InputID! Date! PartnerID+ EmployerName StakeholderType Method! Stage! ProgramID+ NeedStated
        WhatChanged""",
    "Programs": """
        ProgramID! Name! StartDate! Status+ Occupation LastReviewDate+ LastChangedDate DemandNow Enrolled
        Completed Placed RelatedPlaced PrevRelatedRate""",
    "LaborPools": """
        Pool! TargetNumber+ RecruitedNumber+ ReachingPartnerID Relationship+ NeedsFound NeedSource
        NeedDate""",
    "Landscape": """
        OtherInitiative! OtherConvener SectorOverlap+ RegionOverlap+ StartDate+ IndustryRecognized
        Relationship+ LastContact""",
    "IndustryChanges": """
        ChangeID! NotedDate+ Source Direction Significance+ ProgramID ResponseDate+ ResponseType+
        DecisionID""",
    "Pulse": """
        Round! RespondentCode! Group+ GettingToKnow PurposeOpen PartOpen WaysAgreed Goodwill Untested
        HarderThanThought Differences PromisesSlip DoneAsPromised SharedLoad HelpSeen Comment""",
    "Settings": "Threshold! Title Default Current Unit SourceMark ChangedBy ChangedOn",
    "Overrides": "Pitfall! Status! Reason! Name! Date!",
    "Replies": "Reference! Topic! Partner! Answer Agree Name Date File",
    "Actions": "Action! Topic Tip Owner+ DueDate+ Status+ DecidedOn File",
    "Corrections": "Sheet Cell Old Proposed! Partner! Date Accept Done File",
    "Sign-off": "Reference! Partner! Agreement! Comment Name Date File",
}

NEEDS = {"!": "required", "+": "recommended"}

KINDS = {
    "flag": """
        Initiative.CoordinatorIndustryBackground Partners.ShareConsent Resources.New
        Resources.EligibilityOnly Meetings.LearningItem Attendance.DecisionMaker Decisions.Reopened
        Corrections.Accept Corrections.Done""",
    "partner": """
        Initiative.ConvenerOrg Partners.ConvenerSeenAs Resources.PartnerID Progress.ResponsiblePartnerID
        Attendance.PartnerID Decisions.OwnerPartnerID EmployerInput.PartnerID EmployerInput.EmployerName
        LaborPools.ReachingPartnerID Replies.Partner Corrections.Partner Sign-off.Partner""",
    "partners": "Initiative.CoConveners Meetings.PartnersPresent",
    "list": "Initiative.TargetPools Partners.LaborPoolServed",
    "period": "Progress.Period",
    "number": """
        Initiative.CoordFTENeeded Partners.MeetingsInvited Partners.MeetingsAttended
        Partners.EngagementLevel Partners.CostHoursPerMonth Resources.CommittedAmount
        Resources.ReceivedAmount Resources.EstValueUSD Progress.Target Progress.Actual
        Meetings.Usefulness Meetings.NRatings Programs.Enrolled Programs.Completed Programs.Placed
        Programs.RelatedPlaced Programs.PrevRelatedRate LaborPools.TargetNumber
        LaborPools.RecruitedNumber Pulse.GettingToKnow Pulse.PurposeOpen Pulse.PartOpen Pulse.WaysAgreed
        Pulse.Goodwill Pulse.Untested Pulse.HarderThanThought Pulse.Differences Pulse.PromisesSlip
        Pulse.DoneAsPromised Pulse.SharedLoad Pulse.HelpSeen""",
    "date": """
        Initiative.StartDate Initiative.LaunchDate Initiative.PeriodStart Initiative.PeriodEnd
        Initiative.VisionAgreedDate Initiative.VisionRereadDate Initiative.PlanUpdated
        Initiative.LandscapeScanDate Initiative.EligibilityReviewDate Initiative.PreparedOn
        Partners.JoinedDate Partners.LeftDate Partners.AgreementDate Partners.AgreementEnds
        Partners.LastContactDate Partners.LastInputDate Partners.OtherInitiativeStart
        Resources.AskedDate Resources.CommittedDate Resources.DueDate Resources.ReceivedDate
        Resources.ApplyBy Progress.DueDate Progress.DoneDate Progress.RevisedDate Progress.NotedDate
        Progress.ResponseDate Meetings.Date Decisions.Date Decisions.DueDate Decisions.DoneDate
        EmployerInput.Date Programs.StartDate Programs.LastReviewDate Programs.LastChangedDate
        LaborPools.NeedDate Landscape.StartDate Landscape.LastContact IndustryChanges.NotedDate
        IndustryChanges.ResponseDate Settings.ChangedOn Overrides.Date Replies.Date Actions.DueDate
        Actions.DecidedOn Corrections.Date Sign-off.Date""",
}

YES_NO_UNKNOWN = "Yes; No; Don't know"
DECIDED_BY = (
    "Full partnership; Employers; Steering group; Working group; Convener alone; Funder; Not recorded"
)
DIRECTION = "Demand up; Demand down; Skill change; Technology; Rule change; Opening/closing"
RESPONSE = "Changed; Ended; Added; Reviewed – no change needed; None yet"
METHOD = "One-to-one; Site visit; Survey; Roundtable; Advisory meeting; Data check; Curriculum review"

CHOICES = {
    "Initiative.OurRole": "Convener; Co-convener; Supporting",
    "Initiative.VisionAgreed": "Yes; No; In work",
    "Initiative.LandscapeScanResult": "None found; Found – see Landscape; Not checked",
    "Partners.PartnerType": (
        "Employer; Employer association; Labor organization; Education K-12; College/university; "
        "Training provider; Workforce board/job center; Economic development; "
        "Community-based organization; Philanthropy; Government; Other"
    ),
    "Partners.Role": "Convener; Co-convener; Champion; Core; Supporting; Invited; Left",
    "Partners.AgreementStatus": "None; Discussed; Draft; Signed; Lapsed; Not needed",
    "Partners.RepLevel": "Executive; Manager; Staff; Don't know",
    "Partners.LastInputHow": METHOD,
    "Partners.LaborPoolServed": (
        "Youth; Veterans; Immigrants/English learners; Returning citizens; Long-term unemployed; "
        "Low-wage incumbent; People with disabilities; TANF/SNAP; Rural; None; Other"
    ),
    "Partners.OtherSameSectorInitiative": YES_NO_UNKNOWN,
    "Resources.Kind": (
        "Cash; Grant/funding stream; Staff time; Space; Equipment; Instruction; "
        "Work-based learning places; Paid release time; Data; Supportive services; Other"
    ),
    "Resources.Status": ("Idea; Asked; Declined; Pledged; Committed; Partly received; Received; Withdrawn"),
    "Resources.Unit": "USD; hours; FTE; places; seats; items",
    "Resources.UsedFor": (
        "Coordination; Training; Support to workers; Partner costs; Outreach; Research; Other"
    ),
    "Progress.Kind": (
        "Milestone; Output; Outcome; Recruitment; Product; Research; Plan change; Industry change; "
        "Celebration; Lesson"
    ),
    "Progress.Status": "Not started; On track; At risk; Late; Done; Changed; Dropped",
    "Progress.Unit": (
        "people enrolled; completions; credentials; placements; training-related placements; "
        "retained Q2; retained Q4; %; other"
    ),
    "Progress.PromisedTo": "Employers; Funder; Partners; Public; Nobody outside",
    "Progress.DecidedBy": DECIDED_BY,
    "Progress.EmployerInputUsed": YES_NO_UNKNOWN,
    "Progress.Significance": "Low; Medium; High",
    "Progress.Direction": DIRECTION,
    "Progress.ResponseType": RESPONSE,
    "Meetings.Type": "Launch; Full partnership; Steering; Working group; Employer roundtable; Review",
    "Meetings.AgendaSetBy": "Convener; Employers; Jointly; Funder",
    "Attendance.Present": "Yes; Apology; No",
    "Decisions.Category": "Strategy; Program design; Budget; Partners; Operations",
    "Decisions.DecidedBy": DECIDED_BY,
    "Decisions.EmployersTookPart": "Yes; No; Not recorded",
    "Decisions.Disagreement": "None; Raised and settled; Raised and open; Not recorded",
    "EmployerInput.Method": METHOD,
    "EmployerInput.Stage": "Research; Plan; Design; Delivery; Review",
    "Programs.Status": "Active; Paused; Ended",
    "Programs.DemandNow": "Growing; Steady; Falling; Don't know",
    "LaborPools.Relationship": "None; Named; Contacted; Meeting; Joint activity; Agreement",
    "LaborPools.NeedSource": "Workers asked; Partner's knowledge; Agency data; Assumed",
    "Landscape.SectorOverlap": "Same; Related",
    "Landscape.RegionOverlap": "Same; Partial; None",
    "Landscape.IndustryRecognized": YES_NO_UNKNOWN,
    "Landscape.Relationship": "None; Talking; Agreement; Merged; We support them; They support us",
    "IndustryChanges.Source": "Employer; LMI; Association; News; Layoff notice",
    "IndustryChanges.Direction": DIRECTION,
    "IndustryChanges.Significance": "Low; Medium; High",
    "IndustryChanges.ResponseType": RESPONSE,
    "Pulse.Group": "Employer; Other",
    "Overrides.Pitfall": "P1; P2; P3; P4; P5; P6; P7; P8",
    "Overrides.Status": (
        "Priority; Discuss; Watch; No sign in the records; No sign so far; Not enough evidence; Too early"
    ),
    "Replies.Agree": "Yes; With comment; No",
    "Actions.Tip": "T1; T2; T3; T4; T5; T6; T7; T8; T9; T10; T11; T12; T13",
    "Actions.Status": "Open; Under way; Done; Dropped",
    "Sign-off.Agreement": "Agree; Agree with comment; Do not agree",
}

KEYS = {
    "Partners": "PartnerID",
    "Resources": "ResourceID",
    "Progress": "ProgressID",
    "Meetings": "MeetingID",
    "Attendance": "MeetingID",
    "Decisions": "DecisionID",
    "EmployerInput": "InputID",
    "Programs": "ProgramID",
    "LaborPools": "Pool",
    "Landscape": "OtherInitiative",
    "IndustryChanges": "ChangeID",
    "Pulse": "RespondentCode",
}


def spec_of(place: str) -> ColumnSpec:
    """The column named like ``Partners.Role``."""
    sheet, column = place.split(".")
    return SHEETS[sheet].columns[column]


def cleaned(text: str) -> str:
    """Letters and digits of a text, in one case: what ruling R1 compares."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def names_of(column: str, spec: ColumnSpec) -> set[str]:
    """Every cleaned text that means this column."""
    return {cleaned(column), cleaned(spec.heading), *map(cleaned, spec.aliases)}


def test_sheets_stand_in_workbook_order() -> None:
    assert list(SHEETS) == list(SCHEMA)


@pytest.mark.parametrize("sheet", SCHEMA)
def test_columns_and_their_needs_are_those_of_the_schema(sheet: str) -> None:
    expected = {word.rstrip("!+"): NEEDS.get(word[-1], "optional") for word in SCHEMA[sheet].split()}

    found = {name: spec.need for name, spec in SHEETS[sheet].columns.items()}

    assert list(found.items()) == list(expected.items())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_exactly_its_columns(kind: str) -> None:
    found = {f"{sheet}.{name}" for sheet, name in COLUMNS if SHEETS[sheet].columns[name].kind == kind}

    assert found == set(KINDS[kind].split())


def test_choices_are_spelled_as_in_the_schema() -> None:
    found = {
        f"{sheet}.{name}": "; ".join(SHEETS[sheet].columns[name].choices)
        for sheet, name in COLUMNS
        if SHEETS[sheet].columns[name].choices
    }

    assert found == CHOICES


def test_choices_stand_exactly_where_the_kind_is_choice_or_a_closed_list() -> None:
    coded = {f"{sheet}.{name}" for sheet, name in COLUMNS if SHEETS[sheet].columns[name].kind == "choice"}

    assert set(CHOICES) == coded | {"Partners.LaborPoolServed"}


def test_only_words_for_method_and_action_status_may_go_beyond_their_list() -> None:
    found = {f"{sheet}.{name}" for sheet, name in COLUMNS if SHEETS[sheet].columns[name].open}

    assert found == {"EmployerInput.Method", "Actions.Status"}


def test_core_form_and_key_mark_the_right_sheets() -> None:
    core = [name for name, spec in SHEETS.items() if spec.core]
    forms = [name for name, spec in SHEETS.items() if spec.form]
    keys = {name: spec.key for name, spec in SHEETS.items() if spec.key}

    assert core == ["Initiative", "Partners", "Resources", "Progress"]
    assert forms == ["Initiative"]
    assert keys == KEYS


@pytest.mark.parametrize(("sheet", "column"), COLUMNS)
def test_heading_is_the_identifier_in_plain_words(sheet: str, column: str) -> None:
    spec = SHEETS[sheet].columns[column]

    assert cleaned(spec.heading) == cleaned(column)
    assert len(spec.heading) <= 32


@pytest.mark.parametrize(("sheet", "column"), COLUMNS)
def test_help_is_one_plain_sentence_that_fits_an_input_message(sheet: str, column: str) -> None:
    text = SHEETS[sheet].columns[column].help

    assert 0 < len(text) <= 200
    assert text.endswith(".")
    assert ". " not in text


@pytest.mark.parametrize("sheet", SCHEMA)
def test_no_heading_or_alias_means_two_columns_of_a_sheet(sheet: str) -> None:
    taken = [word for name, spec in SHEETS[sheet].columns.items() for word in names_of(name, spec)]

    assert len(taken) == len(set(taken))
    assert "" not in taken


@pytest.mark.parametrize(("sheet", "column"), COLUMNS)
def test_every_alias_adds_a_spelling(sheet: str, column: str) -> None:
    spec = SHEETS[sheet].columns[column]

    assert len(names_of(column, spec)) == 1 + len(spec.aliases)


def test_no_label_of_the_form_is_a_value_a_field_can_hold() -> None:
    form = SHEETS["Initiative"].columns
    labels = {word for name, spec in form.items() for word in names_of(name, spec)}
    values = {cleaned(choice) for spec in form.values() for choice in (*spec.choices, "Yes", "No")}
    roles = {cleaned(choice) for choice in spec_of("Partners.Role").choices}

    assert not labels & (values | roles)


def test_numbers_alone_carry_bounds_and_formats() -> None:
    bounded = {
        SHEETS[sheet].columns[name].kind
        for sheet, name in COLUMNS
        if SHEETS[sheet].columns[name]
        != ColumnSpec(
            heading=SHEETS[sheet].columns[name].heading,
            kind=SHEETS[sheet].columns[name].kind,
            need=SHEETS[sheet].columns[name].need,
            help=SHEETS[sheet].columns[name].help,
            aliases=SHEETS[sheet].columns[name].aliases,
            choices=SHEETS[sheet].columns[name].choices,
            open=SHEETS[sheet].columns[name].open,
        )
    }

    assert bounded == {"number"}


@pytest.mark.parametrize(
    ("place", "least", "most", "whole"),
    [
        ("Initiative.CoordFTENeeded", 0, 10, False),
        ("Partners.EngagementLevel", 1, 5, True),
        ("Partners.MeetingsAttended", 0, None, True),
        ("Meetings.Usefulness", 1, 5, False),
        ("Programs.PrevRelatedRate", 0, 100, False),
        ("Resources.ReceivedAmount", None, None, False),  # "(1,200)" is minus 1,200 by R7
    ],
)
def test_bounds_follow_the_schema(place: str, least: float | None, most: float | None, whole: bool) -> None:
    spec = spec_of(place)

    assert (spec.least, spec.most, spec.whole) == (least, most, whole)
