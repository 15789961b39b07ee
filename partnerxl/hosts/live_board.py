"""Draws the Dashboard on a new sheet of a workbook open in Excel, which works its formulas out by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from partnerxl.core import dashboard
from partnerxl.core.dashboard import Board, Spot
from partnerxl.hosts import native
from partnerxl.hosts.board import BAR_COLORS, CHIPS, LOOKS
from partnerxl.hosts.earlier import Place
from partnerxl.hosts.typed import entry, runs

if TYPE_CHECKING:
    import xlwings

USUAL_CHART = (355.0, 211.0)  # width and height in points


class LiveBoard:
    """A new sheet on which the Dashboard is drawn."""

    def __init__(self, book: xlwings.Book, sheet: xlwings.Sheet) -> None:
        """Draw on an empty sheet."""
        self._book = book
        self._sheet = sheet

    def draw(self, board: Board) -> None:
        """Type all cells in one go; then looks, bars, chips and charts, each as far as Excel takes them."""
        rows, columns = max(spot.row for spot in board.spots), dashboard.LAST
        cells: list[list[object]] = [[None] * columns for _ in range(rows)]
        for spot in board.spots:
            cells[spot.row - 1][spot.column - 1] = f"={spot.formula}" if spot.formula else entry(spot.value)
        self._sheet.range((1, 1), (rows, columns)).value = cells
        self._size(board)
        for look, first, last in areas(board.spots):
            self._dress(look, self._sheet.range(first, last))
        for spot in board.spots:
            if spot.last > spot.column:
                with suppress(Exception):
                    self._sheet.range((spot.row, spot.column), (spot.row, spot.last)).merge()
        native.look(self._sheet, show_gridlines=False)
        self._add_rules(board)
        self._add_charts()

    def _size(self, board: Board) -> None:
        for number, width in enumerate(dashboard.WIDTHS, start=1):
            native.look(self._sheet.range((1, number)), column_width=native.column_width(self._book, width))
        for height, rows in _swapped(board.heights).items():
            for run in runs(rows):
                native.look(self._sheet.range((run[0], 1), (run[-1], 1)), row_height=height)

    def _dress(self, name: str, cells: xlwings.Range) -> None:
        look = LOOKS[name]
        native.look(cells, vertical_alignment="center")
        if look.wrap:
            native.look(cells, wrap_text=True)
        if look.number_format:
            native.look(cells, number_format=look.number_format)
        if look.ink is None:
            return
        native.look(cells, horizontal_alignment=look.ink.across)
        native.look(cells.font, size=look.ink.size, color=f"#{look.ink.color}", bold=look.ink.bold)
        if look.ink.fill:
            native.look(cells, color=f"#{look.ink.fill}")

    def _add_rules(self, board: Board) -> None:
        """Bars and chips follow the values."""
        for cells, look in board.bars:
            with suppress(Exception):
                self._sheet.range(cells).conditional_formats.add_data_bar(
                    f"#{BAR_COLORS[look]}", minimum=0, maximum=100, gradient=False
                )
        first = board.chips.partition(":")[0]
        for word, ink in CHIPS.items():
            with suppress(Exception):
                self._sheet.range(board.chips).conditional_formats.add_custom(
                    f'=LEFT(${first},{len(word)})="{word}"',
                    fill_color=f"#{ink.fill}",
                    font_color=f"#{ink.color}",
                    font_bold=True,
                )

    def _add_charts(self) -> None:
        """Phases now and last as bars, and phases over time as lines."""
        heads, last = dashboard.HEADS, dashboard.BARS_PLACE[1] - 2
        figures = f"B{dashboard.FIGURES}:F{dashboard.FIGURES + dashboard.RUNS}"
        for kind, source, place in (
            ("bar_clustered", f"B{heads}:D{last}", dashboard.BARS_PLACE),
            ("line_markers", figures, dashboard.LINES_PLACE),
        ):
            left, top, right, bottom = place
            covered = self._sheet.range((top, left), (bottom, right))
            width, height = USUAL_CHART
            with suppress(Exception):  # on a server nobody can tell
                width, height = covered.width, covered.height
            with suppress(Exception):
                cells = self._sheet.range(source)
                self._sheet.charts.add(
                    width=width, height=height, chart_type=kind, source=cells, anchor=covered
                )


def areas(spots: tuple[Spot, ...]) -> Iterator[tuple[str, Place, Place]]:
    """Blocks of cells that look alike: look, first and last cell."""
    alike: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for spot in spots:
        alike[spot.look, spot.column, max(spot.column, spot.last)].append(spot.row)
    for (look, first, last), rows in alike.items():
        for run in runs(rows):
            yield look, (run[0], first), (run[-1], last)


def _swapped(heights: Mapping[int, float]) -> dict[float, list[int]]:
    """Height -> its rows."""
    found: dict[float, list[int]] = defaultdict(list)
    for row, height in heights.items():
        found[height].append(row)
    return found
