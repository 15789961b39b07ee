"""Whatever stands in a package beside our sheets keeps its stored bytes."""

from __future__ import annotations

import io
import re
import zipfile

from corpus import content, corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from keeper_corpus import stored

from partnerxl.core.grids import ResultTable
from partnerxl.hosts import keeper
from partnerxl.hosts.package import Package

CORPUS = corpus()
OURS = {"[content_types].xml", "workbook.xml", "_rels/workbook.xml.rels", "styles.xml"}

WORD = st.text(
    st.characters(codec="utf-8", exclude_characters='/\\:*?"<>|\0', exclude_categories=["Cc", "Cs"]),
    min_size=1,
    max_size=12,
)
NAME = st.lists(WORD, min_size=1, max_size=4).map("/".join).filter(lambda name: name.strip(". /") != "")
PART = st.tuples(st.binary(max_size=300), st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, width=32),
    st.text(max_size=40),
)
ROWS = st.lists(st.tuples(st.text(max_size=8), CELL, CELL), max_size=6)
COMMENT = st.binary(max_size=20).filter(lambda text: b"PK\x05\x06" not in text)  # no other end of a zip file


def package(base: bytes, parts: dict[str, tuple[bytes, int]], comment: bytes) -> bytes:
    """A workbook with more parts, none of them named like one that is there."""
    found = content(base)
    known = {name.lower() for name in found}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in found.items():
            target.writestr(name, part)
        for name, (part, packing) in parts.items():
            if (key := Package.key(name)) not in known:
                known.add(key)
                target.writestr(name, part, packing)
        target.comment = comment
    return out.getvalue()


@given(
    st.sampled_from(sorted(CORPUS)),
    st.dictionaries(NAME, PART, max_size=6),
    COMMENT,
    ROWS,
    ROWS,
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_other_part_keeps_its_stored_bytes(
    name: str,
    parts: dict[str, tuple[bytes, int]],
    comment: bytes,
    first: list[tuple[object, ...]],
    second: list[tuple[object, ...]],
) -> None:
    raw = package(CORPUS[name], parts, comment)
    before = stored(raw)

    for rows in (first, second):
        table = ResultTable("Scores", ("Phase", "Score", "Sentence"), tuple(rows), key=("Phase",))
        raw, _ = keeper.patched(raw, name, [table])

        after = stored(raw)
        changed = {part for part in before if before[part] != after.get(part)}
        assert {re.sub(r"^(xl|office)/", "", part.lower().replace("\\", "/")) for part in changed} <= OURS
        assert keeper.patched(raw, name, [table])[0] == raw
