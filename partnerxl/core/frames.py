"""The records of a sheet, column by column, each column made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, overload

import numpy as np
import pandas as pd


class Frame:
    """Some rows of a sheet; most sheets have many columns, and most questions need a few.

    Attributes:
        index: Worksheet row numbers.
        columns: Column ids.
    """

    __slots__ = ("_made", "_make", "columns", "index")

    def __init__(self, index: pd.Index, columns: Iterable[str], make: Callable[[str], pd.Series]) -> None:
        """Rows by their numbers, and a function that makes a column, indexed by them."""
        self.index = index
        self.columns = tuple(columns)
        self._make = make
        self._made: dict[str, pd.Series] = {}

    def __len__(self) -> int:
        return len(self.index)

    @overload
    def __getitem__(self, asked: str) -> pd.Series: ...
    @overload
    def __getitem__(self, asked: pd.Series) -> Frame: ...
    def __getitem__(self, asked: str | pd.Series) -> pd.Series | Frame:
        """A column by its id, or the rows where a three-valued test is yes."""
        if isinstance(asked, str):
            if asked not in self._made:
                self._made[asked] = self._make(asked)
            return self._made[asked]
        yes = asked.to_numpy(dtype=bool, na_value=False)
        return self if yes.all() else self._taken(np.flatnonzero(yes))

    def at(self, numbers: Iterable[int]) -> Frame:
        """The rows of these numbers, in their order."""
        return self._taken(self.index.get_indexer(pd.Index(numbers)))

    def rows(self, *columns: str) -> Iterator[tuple[Any, ...]]:
        """The cells of some columns, row by row; None where blank."""
        picked = (self[name].astype(object) for name in columns)
        yield from zip(*(each.where(each.notna(), None).tolist() for each in picked), strict=True)

    def renamed(self, names: Mapping[str, str]) -> Frame:
        """The same rows, some columns under another id (old to new)."""
        old = {new: name for name, new in names.items()}
        return Frame(
            self.index, (names.get(name, name) for name in self.columns), lambda new: self[old.get(new, new)]
        )

    def whole(self) -> pd.DataFrame:
        """All columns."""
        return pd.DataFrame({name: self[name] for name in self.columns}, index=self.index)

    def _taken(self, places: np.ndarray) -> Frame:
        index = self.index.take(places)
        return Frame(
            index,
            self.columns,
            lambda name: pd.Series(self[name].array.take(places), index=index, copy=False),
        )
