"""Five invented initiatives: young, mature, growing again, in difficulty, and hardly recorded."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from partnerxl.core.catalogue import ColumnSpec, load_sheets
from partnerxl.hosts.blank import write_blank, write_filled

CONTENT = Path(__file__).with_name("sample_content")
SAMPLES = ("new", "mature", "second-wave", "troubled", "nearly-empty")
FULL_MEETINGS = frozenset({"Launch", "Full partnership", "Review"})
EMPLOYERS = frozenset({"Employer", "Employer association"})

Row = dict[str, Any]
Rows = list[Row]


def main() -> None:
    """Write the empty workbook and the samples anew into the folder ``workbooks``."""
    folder = Path(__file__).parents[2] / "workbooks"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.xlsx"):
        old.unlink()
    write_blank(folder / "empty.xlsx")
    write_samples(folder)


def write_samples(folder: Path) -> tuple[Path, ...]:
    """Write the five sample workbooks into a folder and say where they are.

    Raises:
        OutputError: If one of them is there already or the folder cannot be written.
    """
    return tuple(write_sample(name, folder) for name in SAMPLES)


def write_sample(name: str, folder: Path) -> Path:
    """Write one sample workbook into a folder and say where it is."""
    path = folder / f"{name}.xlsx"
    form, rows = read_sample(name)
    write_filled(path, form, rows)
    return path


def read_sample(name: str) -> tuple[Row, Mapping[str, Rows]]:
    """The form and the rows of a sample, by sheet."""
    blocks = tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))
    form = blocks.pop("Initiative")
    attendance = blocks.pop("Attendance", None)
    rows = {sheet: _rows(sheet, block["columns"], block["rows"]) for sheet, block in blocks.items()}
    if attendance:
        rows["Attendance"] = list(_attendance(attendance["rows"]))
        _tally_meetings(form, rows)
    if "EmployerInput" in rows:
        _tally_inputs(rows)
    return form, rows


def _rows(sheet: str, columns: str, lines: str) -> Rows:
    """The rows of a sheet from lines with a bar between cells."""
    specs = {name: load_sheets()[sheet].columns[name] for name in _cells(columns)}
    return [
        {
            name: _value(spec, text)
            for (name, spec), text in zip(specs.items(), _cells(line), strict=True)
            if text
        }
        for line in lines.strip().splitlines()
    ]


def _cells(line: str) -> list[str]:
    """The texts between the bars of a line."""
    return [cell.strip() for cell in line.split("|")]


def _value(spec: ColumnSpec, text: str) -> object:
    """A cell's value as its column wants it; what does not fit stays text, as staff would leave it."""
    try:
        if spec.kind == "date":
            return date.fromisoformat(text)
        if spec.kind == "number":
            return float(text) if "." in text else int(text)
    except ValueError:
        return text
    return text


def _attendance(lines: str) -> Iterator[Row]:
    """One row for each partner at each meeting, from lines of meeting, present, apology, not there."""
    for line in lines.strip().splitlines():
        meeting, *groups = _cells(line)
        for present, partners in zip(("Yes", "Apology", "No"), groups, strict=True):
            for partner in partners.split():
                yield {"MeetingID": meeting, "PartnerID": partner, "Present": present}


def _tally_meetings(form: Row, rows: Mapping[str, Rows]) -> None:
    """Fill the tallies on Partners from the attendance at full meetings in the period."""
    start, end = form["PeriodStart"], form["PeriodEnd"]
    full = {
        meeting["MeetingID"]
        for meeting in rows["Meetings"]
        if meeting["Type"] in FULL_MEETINGS and start <= meeting["Date"] <= end
    }
    for partner in rows["Partners"]:
        seats = [
            row["Present"]
            for row in rows["Attendance"]
            if row["MeetingID"] in full and row["PartnerID"] == partner["PartnerID"]
        ]
        if seats:
            partner["MeetingsInvited"], partner["MeetingsAttended"] = len(seats), seats.count("Yes")


def _tally_inputs(rows: Mapping[str, Rows]) -> None:
    """Fill the last input of each employer from the log of inputs."""
    for partner in rows["Partners"]:
        inputs = [row for row in rows["EmployerInput"] if row.get("PartnerID") == partner["PartnerID"]]
        if inputs and partner["PartnerType"] in EMPLOYERS:
            last = max(inputs, key=lambda row: row["Date"])
            partner["LastInputDate"], partner["LastInputHow"] = last["Date"], last["Method"]


if __name__ == "__main__":
    main()
