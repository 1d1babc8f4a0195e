"""The index of known lines by their beginning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segue.model.prefixes import PENDING, Prefixes


@given(
    lines=st.lists(st.text("ab \udc80", max_size=6), unique=True),
    prefix=st.text("ab \udc80", max_size=3),
    settle=st.booleans(),
)
def test_finds_exactly_the_lines_that_extend_a_prefix(lines: list[str], prefix: str, *, settle: bool) -> None:
    """Whether settled or pending, all lines that extend the prefix are found, and nothing else."""
    texts: list[str | None] = list(lines)
    index = Prefixes(texts)
    for line in range(len(lines)):
        index.add(line)
    if settle:
        index.rebuild()
    found = sorted(index.starting_with(prefix).tolist())
    assert found == [i for i, line in enumerate(lines) if line.startswith(prefix) and line != prefix]


def test_merging_loses_nothing() -> None:
    """More newcomers than the pending list holds are all found afterwards, until they are removed."""
    texts: list[str | None] = [f"make target{i}" for i in range(2 * PENDING + 10)]
    index = Prefixes(texts)
    for line in range(len(texts)):
        index.add(line)
    assert len(index.starting_with("make ")) == len(texts)
    index.remove(0)
    index.remove(len(texts) - 1)
    assert len(index.starting_with("make ")) == len(texts) - 2
