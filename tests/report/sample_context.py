"""An invented, lifelike context, so that the template can be filled and looked at without any records."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from partnerxl.report.passages.signing import no_copy

if TYPE_CHECKING:
    from partnerxl.report.shape import PhaseRow, Promise, ReportContext, Topic

SPACE = "\u00a0"
NAMES = [
    "Bayline Workforce Alliance",
    "Delta Precision & Tool Co.",
    "Harbor Fabrication LLC",
    "Southwind Composites",
    "Gulf Coast Community College",
    "Region 7 Workforce Board",
    "Local 482 Machinists",
    "Open Door Adult Learning",
    "Neighbors First",
]
TIPS = [
    "Start early to build informal and formal relationships",
    "Do in-depth research for a shared long-term vision",
    "Formally organize and launch",
    "Create a vision in which everyone sees their part",
    "Recognize that all partners have costs",
    "Ask all partners to seek and contribute resources",
    "Include employers and others from beginning to end",
    "Assess progress and celebrate together",
    "Adjust the strategy by a clear process",
    "Have an intermediary with skills and capacity",
    "Make meetings worth learning and deciding in",
    "Be honest that collaboration takes time",
    "Work for new resources and needed partners",
]
STATES = ["Seen", "Partly seen", "Not seen in the records", "Not recorded"]


def _topic(key: str, title: str, status: str) -> Topic:
    return {
        "id": key,
        "title": title,
        "status": status,
        "records": "92 % recorded: high confidence",
        "override": "",
        "evidence": [
            {
                "says": "0.4 FTE of coordination is in place; the partnership estimated 1.0.",
                "source": "Source: Resources, rows 5 and 9; Initiative, row 24",
            },
            {
                "says": "6 of 14 promised items that were due are done; 3 were promised to employers.",
                "source": "Source: Progress, rows 8 to 19, 22 and 31",
            },
            {
                "says": "The open items are a median of 41 days late.",
                "source": "Source: Progress, rows 8, 11, 14, 19 and 22",
            },
        ],
        "explains": ["Welding cell installed: the supplier moved delivery to May (Progress, row 14)."],
        "well": ["Ask all partners to seek and contribute resources: seen (Resources, rows 4 to 21)."],
        "ideas": [
            "Recognize that all partners have costs that must be supported (not seen yet).",
            "Be honest that collaboration can be cumbersome, and takes time (partly seen).",
        ],
        "change": "If 3 of the 8 open items were done, this topic would be at Watch.",
        "unknown": "",
        "prompt": "What did we promise that we should re-plan together?",
        "replies": [],
        "steps": [],
    }


def _phase(name: str, nick: str, bar: float | None, says: str) -> PhaseRow:
    return {
        "name": name,
        "nick": nick,
        "score": "\u2013" if bar is None else str(round(bar)),
        "bar": bar,
        "last_score": "",
        "last_bar": None,
        "band": "Cannot be judged yet" if bar is None else "Present",
        "coverage": "85 % recorded: high confidence",
        "says": says,
    }


def _promise(title: str, status: str, due: str, who: str) -> Promise:
    late = status == "Late"
    return {
        "title": title,
        "who": who,
        "due": due.replace(" ", SPACE),
        "status": status,
        "new_date": f"May{SPACE}29,{SPACE}2026" if late else "",
        "reason": "Supplier moved the delivery date" if late else "",
    }


def sample() -> ReportContext:
    """A context for nine partners, without a last report."""
    return {
        "report": {
            "initiative": "Gulf Coast Advanced Manufacturing Partnership",
            "short_name": "Gulf Coast Advanced Manufacturing Partnership",
            "place": "Advanced manufacturing, Region 7",
            "period": "April 2025 \u2013 March 2026",
            "last_period": "",
            "has_last": False,
            "review_date": "April 16, 2026",
            "partners": ", ".join(NAMES),
            "prepared_by": "Bayline Workforce Alliance",
            "prepared_on": "April 2, 2026",
            "as_of": "March 31, 2026",
            "workbook": "GCAMP partners 2026.xlsx",
            "reference": "GCAMP-2026Q1-7F3A19C2",
            "rules": "1",
            "records_hash": "7f3a19c2d00b",
            "rules_hash": "51d2a9e07c11",
            "template_hash": "aa01be77f3c4",
        },
        "key_numbers": [
            {"label": "Partners active", "value": "9", "note": "1 joined in the last 12 months"},
            {"label": "Promised items done", "value": "6 of 14", "note": "due in this period"},
            {"label": "Resources arrived", "value": "84 %", "note": "16 of 19 commitments that were due"},
            {"label": "Topics to discuss", "value": "3", "note": "of eight; 1 cannot be judged yet"},
        ],
        "standouts": [
            "38 of 42 trainees finished the CNC course; 31 work in jobs they trained for.",
            "Local 482 and the College signed one set of apprenticeship standards.",
            "Staffing and delivery is our first topic: 6 of 14 promised items are done.",
            "Signs of Storming are strong (72): plans meet daily work.",
        ],
        "celebrating": {
            "lead": "Three things worked well enough to say so together.",
            "wins": [
                "31 people work in jobs they trained for, 4 more than planned.",
                "Local 482 and the College signed one set of apprenticeship standards.",
                "The CNC course opened on the day we promised.",
            ],
            "thanks": "Thank you, Delta Precision & Tool Co., for opening the shop floor on Saturdays.",
        },
        "promises": {
            "lead": "14 promised items were due: 6 are done, 2 have an agreed new date and 6 are open.",
            "rows": [
                _promise("Evening math refresher", "Late", "Mar 20, 2026", "Open Door Adult Learning"),
                _promise("Welding cell installed", "Late", "Jan 29, 2026", "Harbor Fabrication LLC"),
                _promise("Second group enrolled", "New date", "Feb 24, 2026", "Region 7 Workforce Board"),
                _promise("Year-two budget signed", "Late", "Mar 30, 2026", "All partners"),
                _promise(
                    "Skills map agreed with employers", "Done", "Oct 15, 2025", "Delta Precision & Tool Co."
                ),
                _promise("CNC course, first group", "Done", "Jan 30, 2026", "Gulf Coast Community College"),
                _promise("Apprenticeship standards filed", "Done", "Feb 27, 2026", "Local 482 Machinists"),
            ],
            "more": "3 more items are done: Progress, rows 21, 25 and 27.",
        },
        "actions": {
            "rows": [
                {
                    "action": "Ask two employers for a second instructor",
                    "who": "Bayline Workforce Alliance",
                    "due": f"June{SPACE}30,{SPACE}2026",
                    "status": "Open",
                    "answers": "P4 Staffing and delivery; T6 Ask all partners to seek and contribute resources",
                    "says": "P4 Staffing and delivery was Discuss on January 12, 2026 and still is. "
                    "What reads otherwise now: Promised items done, 4 of 14 then and 6 of 14 now.",
                }
            ],
            "more": "One more action stands on our sheet Actions.",
        },
        "phases": {
            "lead": "The strongest signs are those of Storming (72 of 100), while Norming stays "
            "present (61).",
            "rows": [
                _phase("Forming", "Getting to know you", 28, "1 of 9 partners joined in the last 180 days."),
                _phase(
                    "Norming",
                    "Honeymoon",
                    61,
                    "8 of 9 core partners came to most meetings; 5 of 20 milestones are not yet due.",
                ),
                _phase(
                    "Storming",
                    "Reality hits",
                    72,
                    "8 of 14 due items are late, a quarter of commitments due has not arrived, 2 "
                    "differences are open.",
                ),
                _phase(
                    "Performing",
                    "Settling in and moving forward",
                    None,
                    "On-time delivery and outcomes are not recorded.",
                ),
            ],
            "trend": {"title": "", "lead": "", "rows": [], "labels": [], "lines": [], "says": ""},
            "helps": [
                "Storming: assess progress and celebrate success together.",
                "Storming: be honest that collaboration can be cumbersome, and takes time.",
            ],
            "talk": ["What are we finding hard, and is it safe to say?", "What have we not tested yet?"],
            "changes": [],
        },
        "topics": {
            "lead": "Of eight topics, 1 is a priority, 1 is to discuss, 1 to watch; 4 show no "
            "sign and 1 cannot be judged yet.",
            "overview": [
                {
                    "title": "Staffing and delivery",
                    "status": "Priority",
                    "records": "92 % recorded: high confidence",
                },
                {
                    "title": "Labor pools and workers",
                    "status": "Discuss",
                    "records": "70 % recorded: moderate confidence",
                },
                {
                    "title": "Who charts the course",
                    "status": "Watch",
                    "records": "55 % recorded: partial evidence",
                },
                {
                    "title": "Another initiative was there first",
                    "status": "No sign in the records",
                    "records": "All recorded",
                },
                {
                    "title": "Who convenes",
                    "status": "No sign so far",
                    "records": "83 % recorded: high confidence",
                },
                {
                    "title": "Connection to employers",
                    "status": "No sign in the records",
                    "records": "All recorded",
                },
                {
                    "title": "Bringing in resources",
                    "status": "No sign in the records",
                    "records": "All recorded",
                },
                {
                    "title": "Adapting",
                    "status": "Not enough evidence",
                    "records": "40 % recorded: low confidence",
                },
            ],
            "rows": [
                _topic("P4", "Staffing and delivery", "Priority"),
                _topic("P7", "Labor pools and workers", "Discuss"),
                _topic("P3", "Who charts the course", "Watch"),
            ],
            "quiet": [
                {
                    "title": "Another initiative was there first",
                    "status": "No sign in the records",
                    "says": "Someone looked on March 3, 2026 and found none.",
                },
                {
                    "title": "Who convenes",
                    "status": "No sign so far",
                    "says": "7 of 8 partners who answered see Bayline Workforce Alliance as "
                    "convener. Not recorded: whether the role is written down.",
                },
                {
                    "title": "Connection to employers",
                    "status": "No sign in the records",
                    "says": "The last employer input was recorded 1.2 months ago.",
                },
                {
                    "title": "Bringing in resources",
                    "status": "No sign in the records",
                    "says": "8 of 9 partners have something committed or contributed on record.",
                },
            ],
            "unknown": [
                {
                    "title": "Adapting",
                    "status": "Not enough evidence",
                    "record": [
                        (
                            "Changes in the industry, with date, significance and our response "
                            "(Industry changes)"
                        ),
                        "When each program was last reviewed (Programs, Last review date)",
                    ],
                },
            ],
        },
        "contributions": {
            "lead": "8 partners agreed to be shown. The table is sorted by role and ranks nobody.",
            "rows": [
                {
                    "name": NAMES[0],
                    "role": "Convener",
                    "brings": "Staff time for coordination; meeting space",
                    "arrived": "3 of 3 due",
                },
                {
                    "name": NAMES[1],
                    "role": "Core, employer",
                    "brings": "Shop floor for 24 trainees; paid release time ($60,000)",
                    "arrived": "2 of 2 due",
                },
                {
                    "name": NAMES[4],
                    "role": "Core, college",
                    "brings": "Two instructors; CNC lab",
                    "arrived": "2 of 3 due",
                },
                {
                    "name": NAMES[8],
                    "role": "Supporting, community-based organization",
                    "brings": "Outreach to job seekers",
                    "arrived": "Nothing due yet",
                },
            ],
            "more": "1 partner is not shown here because consent to share is not recorded.",
            "costs": ["Delta Precision & Tool Co.: 22 hours a month; one mentor leaves the line on Fridays."],
        },
        "voices": {
            "employers": [
                (
                    "12 inputs from 3 of 3 employers in this period; the latest on February 23, 2026 "
                    "(Site visit)."
                )
            ],
            "needs": [
                {
                    "when": f"Feb{SPACE}23,{SPACE}2026",
                    "who": NAMES[1],
                    "need": "Operators who read GD&T <quickly>",
                    "changed": "Module added to the CNC course",
                },
                {
                    "when": f"Dec{SPACE}4,{SPACE}2025",
                    "who": "Employer association",
                    "need": "Evening welding",
                    "changed": "",
                },
            ],
            "workers": ["3 of 9 partners reach possible workers."],
            "pools": [
                {
                    "name": "Veterans",
                    "reached": "Neighbors First",
                    "joined": "12 of 15",
                    "asked": "Asked in the last 24 months",
                },
                {
                    "name": "Immigrants/English learners",
                    "reached": "Nobody yet",
                    "joined": "<5 of 15",
                    "asked": "Not yet",
                },
            ],
            "pulse": [],
        },
        "tips": {
            "lead": "Of 13 tips, 4 are seen in our records, 3 partly; 3 are not seen and 3 not recorded.",
            "rows": [
                {
                    "number": str(at),
                    "title": title,
                    "state": STATES[at % 4],
                    "source": "Partners, rows 4 to 12" if at % 4 < 2 else "",
                }
                for at, title in enumerate(TIPS, 1)
            ],
        },
        "questions": [
            "Which of these figures would you correct, and why?",
            "What did Storming cost us in this period, and what did it teach us?",
            "Which partner or resource is missing at our table?",
        ],
        "decisions": [],
        "new_decisions": ["1", "2", "3", "4", "5"],
        "partner_names": NAMES,
        "sign_off": [{"name": name, "tag": f"p{at:02}"} for at, name in enumerate(NAMES, 1)],
        "about": {
            "method": [
                (
                    "Every status is computed from the rows named as sources, by rules that are the "
                    "same for everyone."
                ),
                "Missing records never count as good news: what is not recorded is called not recorded.",
                (
                    "No percentage is printed on fewer than five; groups of one to four people are "
                    "printed as <5."
                ),
            ],
            "limits": [
                {
                    "topic": "Staffing and delivery",
                    "signal": "Coordination staff in place of what is needed",
                    "watch": "under 100 %",
                    "discuss": "under 75 %",
                    "least": "",
                    "reason": "Published reason",
                },
                {
                    "topic": "Staffing and delivery",
                    "signal": "Promised items done of those due",
                    "watch": "under 80 %",
                    "discuss": "under 60 %",
                    "least": "5",
                    "reason": "Our own choice",
                },
            ],
            "changed": [],
            "overrides": [],
            "checks": [
                {
                    "where": "Progress!F11",
                    "expected": "a number",
                    "found": "'lots'",
                    "mend": "Type a number or leave the cell empty.",
                },
            ],
            "more_checks": "",
        },
        "source": {
            "credit": "From “Partnership Building Pitfalls and Tips”, a page of the START "
            "sector-strategy toolkit.",
            "pitfalls_lead": "Intermediaries, watch out for these early- and mid-course roadblocks:",
            "pitfalls": [
                (
                    "Launching a competing initiative when another group already has begun one in the "
                    "same region and industry sector"
                )
            ],
            "phases": "1) The “Forming” or “Getting to Know You” phase; 2) the “Norming” or "
            "“Honeymoon” phase …",
            "tips_lead": "Here are some tips to get you through:",
            "tips": ["Start early to build informal and formal relationships"],
        },
        "signed": no_copy(),
    }


def with_last() -> ReportContext:
    """The sample with a last report beside it."""
    context = copy.deepcopy(sample())
    context["report"] |= {"has_last": True, "last_period": "April 2024 \u2013 March 2025"}
    for row, last in zip(context["phases"]["rows"], (40, 65, 58, 38), strict=True):
        row["last_bar"], row["last_score"] = last, str(last)
    context["phases"]["changes"] = [
        "Storming rose from 58 to 72: 5 more items are late (Progress, rows 8 to 14)."
    ]
    return context


def bare() -> ReportContext:
    """A context in which nearly every list is empty."""
    context = copy.deepcopy(sample())
    context["report"] |= {"review_date": ""}
    context["standouts"] = ["Our records do not hold enough yet to say what stands out."]
    context["celebrating"] = {
        "lead": "No celebration is recorded yet. What worked? Please add it.",
        "wins": [],
        "thanks": "",
    }
    context["promises"] = {"lead": "No promised item was due in this period.", "rows": [], "more": ""}
    context["phases"] |= {"helps": [], "talk": [], "changes": []}
    context["topics"] |= {"rows": [], "quiet": []}
    context["contributions"] |= {"rows": [], "more": "", "costs": []}
    context["voices"] |= {"needs": [], "pools": []}
    context["sign_off"] = []
    context["actions"] = {"rows": [], "more": ""}
    context["about"] |= {"checks": []}
    return context


def with_trend() -> ReportContext:
    """The sample with four periods."""
    context = with_last()
    labels = [f"Mar{SPACE}31,{SPACE}{year}" for year in (2023, 2024, 2025, 2026)]
    names = [row["name"] for row in context["phases"]["rows"]]
    values: list[list[float | None]] = [
        [60, 52, 40, 28],
        [30, 58, 65, 61],
        [12, 44, 58, 72],
        [None, 20, 38, None],
    ]
    shown = [["\u2013" if each is None else f"{each:g}" for each in line] for line in values]
    context["phases"]["trend"] = {
        "title": "The four phases over the last 4 periods",
        "lead": "Each period is named by its last day.",
        "rows": [
            {"period": label, "scores": [line[at] for line in shown]} for at, label in enumerate(labels)
        ],
        "labels": labels,
        "lines": [{"name": name, "values": line} for name, line in zip(names, values, strict=True)],
        "says": "Line chart of the four phases.",
    }
    return context


def signed_off() -> ReportContext:
    """The sample as a signed-off copy."""
    context = with_last()
    for topic in context["topics"]["rows"]:
        topic["replies"] = [
            {
                "who": NAMES[1],
                "says": "We can lend an instructor\nfrom May on.",
                "agree": "Agree with comment",
            },
            {"who": NAMES[6], "says": "Not before the contract is settled.", "agree": ""},
        ]
        topic["steps"] = [
            {"what": "Draft a shared post", "who": NAMES[0], "due": f"May{SPACE}29,{SPACE}2026"}
        ]
    context["signed"] = {
        "mark": "Signed-off copy, with what partners said up to April 20, 2026",
        "note": "Our workbook also holds answers to other reports, which are not printed here: R-0000AAAA.",
        "lead": "Agree: 6. Agree with a comment: 1. Do not agree: 1. No answer yet: 1.",
        "hidden": "One answer is counted but not printed.",
        "conflicts": f"Two different answers came from {NAMES[6]}; both are printed.",
        "signatures": [
            {
                "name": name,
                "agreement": "Agree" if at else "Do not agree",
                "comment": "" if at else "The records leave out our night classes.",
                "signed_by": "Pat Doe",
                "date": f"Apr{SPACE}20,{SPACE}2026",
            }
            for at, name in enumerate(sorted([*NAMES, NAMES[6]]))
        ],
        "questions": [
            {
                "question": question,
                "replies": [] if at else [{"who": NAMES[3], "says": "Row 12: it was March.", "agree": ""}],
            }
            for at, question in enumerate(context["questions"])
        ],
        "decisions": [{"what": "We meet every six weeks.", "who": "", "due": ""}],
        "others": [{"about": "Own question", "who": NAMES[2], "says": "Who speaks for small firms?"}],
    }
    return context
