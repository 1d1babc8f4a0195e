"""The part of the graph around some commands, and which commands a person can mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.workflows.neighbourhood import named, neighbourhood

WEIGHTS = {("a", "b"): 5.0, ("b", "c"): 9.0, ("c", "d"): 9.0, ("z", "a"): 2.0, ("a", "a"): 1.0, ("x", "y"): 99.0}


@pytest.mark.parametrize(
    ("depth", "most", "edges"),
    [
        (1, 9, ["ab", "za", "aa"]),
        (2, 9, ["ab", "za", "aa", "bc"]),
        (5, 9, ["ab", "za", "aa", "bc", "cd"]),
        (5, 2, ["ab", "za"]),
    ],
)
def test_the_nearest_come_first_then_the_heaviest(depth: int, most: int, edges: list[str]) -> None:
    """In both directions, and only what is connected."""
    assert ["".join(edge) for edge in neighbourhood(WEIGHTS, ["a"], depth, most)] == edges


def test_around_what_is_not_there() -> None:
    """Nothing."""
    assert neighbourhood(WEIGHTS, ["q"], 3, 9) == []


@given(
    st.dictionaries(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), st.floats(0, 9), max_size=20),
    st.integers(1, 4),
    st.integers(1, 9),
)
def test_each_edge_once_and_never_too_many(weights: dict[tuple[str, str], float], depth: int, most: int) -> None:
    """A smaller neighbourhood is the beginning of a larger one."""
    edges = neighbourhood(weights, "a", depth, most)
    assert len(set(edges)) == len(edges) <= most
    assert neighbourhood(weights, "a", depth, 99)[: len(edges)] == edges


def test_a_line_or_the_words_that_commands_begin_with() -> None:
    """Whole words: `git commit` is no `git commit-tree`. Nothing is meant by nothing."""
    templates = ["git commit -m <STR>", "git commit", "git commit-tree <HASH>", "git push", "legit commit"]
    assert named(templates, "git  commit", "git commit") == {"git commit", "git commit -m <STR>"}
    assert named(templates, 'git commit -m "x"', "git commit -m <STR>") == {"git commit -m <STR>"}
    assert named(templates, " ", "") == set()
