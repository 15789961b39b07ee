"""The records of a sheet, column by column."""

from __future__ import annotations

import pandas as pd

from partnerxl.core.frames import Frame


def frame() -> Frame:
    index = pd.Index([4, 5, 7])
    columns = {"Who": ["a", "b", "c"], "Much": [1, 2, 3]}
    return Frame(index, columns, lambda name: pd.Series(columns[name], index=index))


def test_rows_are_picked_by_a_test_and_unknown_is_no() -> None:
    test = pd.Series([True, pd.NA, False], index=[4, 5, 7], dtype="boolean")

    assert frame()[test].index.tolist() == [4]
    assert frame()[test]["Who"].tolist() == ["a"]
    assert len(frame()[test.notna()]) == 2


def test_rows_are_picked_by_number_in_the_order_asked_for() -> None:
    assert frame().at([7, 4])["Much"].to_dict() == {7: 3, 4: 1}


def test_a_column_under_another_name_and_all_columns() -> None:
    renamed = frame().renamed({"Who": "Name"})

    assert renamed["Name"].tolist() == ["a", "b", "c"]
    assert renamed.whole().to_dict("list") == {"Name": ["a", "b", "c"], "Much": [1, 2, 3]}
