"""The index of known lines by their beginning."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segue.model.prefixes import LAST_CHARACTER, PENDING, Prefixes


@given(
    lines=st.lists(st.text("ab \udc80" + LAST_CHARACTER, min_size=1, max_size=6), unique=True),
    prefix=st.text("ab \udc80" + LAST_CHARACTER, max_size=3),
    settle=st.booleans(),
)
def test_finds_exactly_the_lines_that_extend_a_prefix(lines: list[str], prefix: str, *, settle: bool) -> None:
    """Whether settled or pending, all lines that extend the prefix are found, and nothing else."""
    index = Prefixes(lines)
    for line in range(len(lines)):
        index.add(line)
    if settle:
        index.rebuild()
    expected = [i for i, line in enumerate(lines) if line.startswith(prefix) and line != prefix]
    found = index.find(prefix)
    assert found.ids().tolist() == expected
    assert len(found) == len(expected)
    assert index.extends(prefix) == bool(expected)


@given(st.lists(st.builds(str.__add__, st.sampled_from(["git commit ", "git co", ""]), st.text("ab "))))
def test_rebuilding_gives_the_order_of_the_alphabet(lines: list[str]) -> None:
    """However much of their beginnings lines share."""
    index = Prefixes(lines)
    index.rebuild()
    assert [lines[line] for line in index.settled] == sorted(line for line in lines if line)


def test_merging_loses_nothing() -> None:
    """More newcomers than the pending list holds are all found afterwards, until they are removed."""
    texts = [f"make target{i}" for i in range(2 * PENDING + 10)]
    index = Prefixes(texts)
    for line in range(len(texts)):
        index.add(line)
    assert len(index.find("make ")) == len(texts)
    gone = np.zeros(len(texts), dtype=np.bool_)
    gone[[0, -1]] = True
    index.remove(gone)
    assert len(index.find("make ")) == len(texts) - 2
