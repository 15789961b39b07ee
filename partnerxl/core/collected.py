"""From returned copies to new rows of Replies, Actions, Decisions, Corrections and Sign-off; nothing is overwritten."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from partnerxl.core.catalogue import load_sheets
from partnerxl.core.grids import Book, CellEdit, Odd, ResultTable, column_number
from partnerxl.core.logs import Log
from partnerxl.core.matching import clean
from partnerxl.core.records import Project
from partnerxl.core.returned import Answer, Returned
from partnerxl.core.signed import OWN_QUESTION
from partnerxl.core.values import trimmed, typed_date

REPLIES, ACTIONS, DECISIONS = "Replies", "Actions", "Decisions"
CORRECTIONS, SIGN_OFF = "Corrections", "Sign-off"
SHEETS = (REPLIES, ACTIONS, DECISIONS, CORRECTIONS, SIGN_OFF)
OPEN = "Open"
REVIEW_DATE, QUESTION = "review-date", "question"
REPLY = re.compile(r"reply-(P\d+)")
ANSWER = re.compile(r"answer-(\d+)")
STEP = re.compile(r"step-(P\d+)-(what|who|when)")
DECISION = re.compile(r"decision-(\d+)-(what|who|when)")
SIGN = re.compile(r"sign-(\d+)-(agree|comment|name|date)")
FIX = re.compile(r"fix-(?:(.+)!)?([A-Z]{1,3})(\d{1,7})")
OTHER_FIX = re.compile(r"correction-(\d+)-(what|new)")
MARK_LENGTH = 6
Row = dict[str, object]


@dataclass(frozen=True)
class Found:
    """What one copy held, and what became of it.

    Attributes:
        copy: The copy.
        partner: Who answered, as the workbook calls the partner; empty when nobody says.
        added: Sheet -> how many rows it adds.
        conflicts: What stands beside another answer of the same partner: sheet and what it is about.
        strays: Fields for corrections that point to no cell of that partner.
    """

    copy: Returned
    partner: str
    added: Mapping[str, int]
    conflicts: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()


@dataclass(frozen=True)
class Collected:
    """What copies add to a workbook: cells of its own sheets, and sheets that it did not have."""

    found: tuple[Found, ...]
    edits: tuple[CellEdit, ...]
    tables: tuple[ResultTable, ...]


def collected(copies: Iterable[Returned], book: Book, project: Project, today: date) -> Collected:
    """What returned copies add to a workbook; what stands there already is added no second time.

    Args:
        copies: The copies, those that cannot be read among them.
        book: The workbook's sheets.
        project: What was read from it.
        today: The day of those that name no other.

    Raises:
        SheetError: If a sheet for answers has no headings, or none for what somebody said.
    """
    logs = {name: Log.read(book, name) for name in SHEETS}
    desk = _Desk(project, book, logs, today)
    found = tuple(desk.take(copy) for copy in copies)
    for log in logs.values():
        log.check()
    edits = tuple(edit for log in logs.values() for edit in log.edits())
    tables = tuple(log.table() for log in logs.values() if log.is_new and log.added)
    return Collected(found, edits, tables)


def mark_of(copy: Returned) -> str:
    """The name of a copy with a mark of its answers: the same answers of the same partner's page have the same mark."""
    said = "\0".join(f"{each.tag}\1{each.text}" for each in copy.answers)
    whole = f"{copy.reference}\x00{copy.partner}\x00{said}"
    return f"{copy.file} #{hashlib.sha256(whole.encode()).hexdigest()[:MARK_LENGTH]}"


@dataclass(frozen=True)
class _Desk:
    """A workbook to which copies are added one after another."""

    project: Project
    book: Book
    logs: Mapping[str, Log]
    today: date

    def take(self, copy: Returned) -> Found:
        """Add what a copy holds."""
        if copy.refusal or not copy.reference:
            return Found(copy, "", {})
        signed = _grouped(copy, SIGN)
        partner = self._partner(copy, signed)
        day = self._day(_first(copy, REVIEW_DATE)) or self.today
        reading = _Reading(copy, partner, day, mark_of(copy), signed)
        before = {name: len(log.added) for name, log in self.logs.items()}
        conflicts: list[str] = []
        for name, row in (*reading.rows(self._day, self._known), *self._corrections(reading)):
            if self.logs[name].put(row):
                conflicts.append(f"{name}: {self.logs[name].about(row)}")
        added = {name: len(log.added) - before[name] for name, log in self.logs.items()}
        strays = tuple(
            each.title for each in copy.answers if FIX.fullmatch(each.tag) and not self._cell(reading, each)
        )
        return Found(
            copy, partner, {name: count for name, count in added.items() if count}, tuple(conflicts), strays
        )

    # --- who and when -----------------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, str]:
        """Names of partners as they are compared, with the name to print."""
        keys = self.project.sheets["Partners"].frame["key"]
        return {clean(self.project.names[str(key)]): self.project.names[str(key)] for key in keys}

    def _known(self, name: str) -> str:
        """A partner's name as the workbook writes it; another name stays as it is."""
        return self._names.get(clean(name), name)

    def _partner(self, copy: Returned, signed: Mapping[str, Mapping[str, Answer]]) -> str:
        """The partner of a page; of a report for all, the only one that signed."""
        if copy.partner:
            return self._known(copy.partner)
        names = {_signer(fields) for fields in signed.values() if fields}
        return self._known(names.pop()) if len(names) == 1 else ""

    def _day(self, text: str) -> date | None:
        return typed_date(text, day_first=self.project.habits.day_first) if text else None

    # --- corrections ------------------------------------------------------------------------------

    def _corrections(self, reading: _Reading) -> Iterator[tuple[str, Row]]:
        """Proposed values of cells, and corrections in people's own words."""
        usual: Row = {"Partner": reading.partner, "Date": self.today, "File": reading.mark}
        for answer in reading.copy.answers:
            place = self._cell(reading, answer)
            if place:
                sheet, cell, old = place
                if old != answer.text:
                    yield (
                        CORRECTIONS,
                        {"Sheet": sheet, "Cell": cell, "Old": old, "Proposed": answer.text, **usual},
                    )
        for fields in _grouped(reading.copy, OTHER_FIX).values():
            what, new = (fields[part].text if part in fields else "" for part in ("what", "new"))
            yield CORRECTIONS, {"Old": what, "Proposed": new, **usual}

    def _cell(self, reading: _Reading, answer: Answer) -> tuple[str, str, str] | None:
        """Sheet, cell and content of a cell of that partner's row, wherever the row stands now."""
        found = FIX.fullmatch(answer.tag)
        records = self.project.sheets["Partners"]
        if found is None or clean(found[1] or records.sheet) != clean(records.sheet):
            return None
        column = next((name for name, letters in records.letters.items() if letters == found[2]), "")
        rows = records.frame.index.tolist()
        names = [self.project.names[str(key)] for key in records.frame["key"]]
        row = next((row for row, name in zip(rows, names, strict=True) if name == reading.partner), None)
        if row is None or column not in load_sheets()["Partners"].columns:
            return None
        return records.sheet, f"{found[2]}{row}", self._shown(records.sheet, row, found[2])

    def _shown(self, sheet: str, row: int, letters: str) -> str:
        return shown(cell_of(self.book, sheet, f"{letters}{row}"))


@dataclass(frozen=True)
class _Reading:
    """A copy with who answered and when."""

    copy: Returned
    partner: str
    day: date
    mark: str
    signed: Mapping[str, Mapping[str, Answer]]

    def rows(
        self, day_of: Callable[[str], date | None], known: Callable[[str], str]
    ) -> Iterator[tuple[str, Row]]:
        """Rows of Replies, Actions, Decisions and Sign-off."""
        yield from ((REPLIES, row) for row in self._replies(day_of))
        for topic, fields in _grouped(self.copy, STEP).items():
            what, who, when = _step(fields)
            row: Row = {"Action": what, "Topic": topic, "Owner": known(who), "DueDate": day_of(when) or when}
            yield ACTIONS, {**row, "Status": OPEN, "DecidedOn": self.day, "File": self.mark}
        for number, fields in _grouped(self.copy, DECISION).items():
            what, who, when = _step(fields)
            row = {"DecisionID": f"{self.copy.reference}-{number}", "Date": self.day, "Title": what}
            yield (
                DECISIONS,
                {**row, "OwnerPartnerID": known(who), "DueDate": day_of(when) or when, "File": self.mark},
            )
        for signature in self.signed.values():
            agree, comment, name, when = (
                _text(signature, part) for part in ("agree", "comment", "name", "date")
            )
            row = {"Reference": self.copy.reference, "Partner": known(_signer(signature)), "Agreement": agree}
            row |= {"Comment": comment, "Name": name, "Date": day_of(when) or when or self.day}
            yield SIGN_OFF, {**row, "File": self.mark}

    def _replies(self, day_of: Callable[[str], date | None]) -> Iterator[Row]:
        """What was written to topics and questions, by whom and when as far as one partner signed."""
        fields = next(iter(self.signed.values()), {}) if len(self.signed) == 1 else {}
        name, when = _text(fields, "name"), day_of(_text(fields, "date")) or self.day
        for answer in self.copy.answers:
            topic = _topic(answer.tag)
            if topic:
                said: Row = {"Reference": self.copy.reference, "Topic": topic, "Partner": self.partner}
                yield {**said, "Answer": answer.text, "Name": name, "Date": when, "File": self.mark}


def _topic(tag: str) -> str:
    """What a reply is about: a pitfall, a question of the report, or the partner's own question."""
    if tag == QUESTION:
        return OWN_QUESTION
    if found := ANSWER.fullmatch(tag):
        return f"Question {found[1]}"
    found = REPLY.fullmatch(tag)
    return found[1] if found else ""


def _grouped(copy: Returned, pattern: re.Pattern[str]) -> dict[str, dict[str, Answer]]:
    """Fields that belong together by what they share: number or topic -> part -> answer."""
    groups: dict[str, dict[str, Answer]] = {}
    for answer in copy.answers:
        if found := pattern.fullmatch(answer.tag):
            groups.setdefault(found[1], {}).setdefault(found[2], answer)
    return groups


def _step(fields: Mapping[str, Answer]) -> tuple[str, str, str]:
    return _text(fields, "what"), _text(fields, "who"), _text(fields, "when")


def _text(fields: Mapping[str, Answer], part: str) -> str:
    return fields[part].text if part in fields else ""


def _signer(fields: Mapping[str, Answer]) -> str:
    """The partner of a row of the sign-off, which stands in the titles of its fields behind a colon."""
    title = next(iter(fields.values())).title
    return title.partition(": ")[2] or title


def _first(copy: Returned, tag: str) -> str:
    return next((each.text for each in copy.answers if each.tag == tag), "")


# --- cells ----------------------------------------------------------------------------------------


def cell_of(book: Book, sheet: str, cell: str) -> object:
    """What a cell of a workbook holds; None for nothing."""
    letters, number = re.fullmatch(r"([A-Z]+)(\d+)", cell.upper()).groups()  # type: ignore[union-attr]
    grid = next((each for each in book.grids if each.name == sheet), None)
    if grid is None or int(number) not in grid.numbers:
        return None
    row: Sequence[object] = grid.rows[list(grid.numbers).index(int(number))]
    at = column_number(letters) - 1
    return row[at] if at < len(row) else None


def shown(value: object) -> str:
    """A cell's content as people see it.

    >>> shown(30.0), shown(Odd("error", "#N/A")), shown(None)
    ('30', '#N/A', '')
    """
    if isinstance(value, Odd):
        return value.text
    return "" if value is None else trimmed(value)
