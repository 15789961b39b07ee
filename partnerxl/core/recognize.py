"""Which sheet of the catalogue a table is, told by its headings alone."""

from __future__ import annotations

from partnerxl.core.catalogue import SheetSpec, load_sheets
from partnerxl.core.forms import find_labels
from partnerxl.core.grids import Grid
from partnerxl.core.tables import LEAST_HEADINGS, find_table


def sheet_of(grid: Grid) -> str | None:
    """The sheet with most of its headings in a grid, or None when no sheet has two of them there.

    >>> sheet_of(Grid("", [1], [["Tip", "Action", "Owner"]])), sheet_of(Grid("", [1], [["Owner"]]))
    ('Actions', None)
    """
    known = {name: _known(grid, spec) for name, spec in load_sheets().items()}
    best = max(known, key=lambda name: (known[name], known[name] / len(load_sheets()[name].columns)))
    return best if known[best] >= LEAST_HEADINGS else None


def _known(grid: Grid, spec: SheetSpec) -> int:
    """How many headings of a sheet, or labels of a form, stand in a grid."""
    if spec.form:
        return len(find_labels(grid, spec).cells)
    table = find_table(grid, spec)
    return len(table.columns) if table else 0
