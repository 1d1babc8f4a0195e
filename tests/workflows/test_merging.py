"""Which ways of taking a step are one, and which are two."""

from __future__ import annotations

import pytest

from segue.workflows.alignment import common_template
from segue.workflows.found import Found, Run
from segue.workflows.merging import merge_alike


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("deploy staging", "deploy prod", "deploy <ARG>"),
        ("git add .", "git add <FILE>", "git add <ARG>"),
        ("git push", "git push origin <BRANCH>", "git push <ARG>"),
        ("git commit -m <STR>", "git commit -am <STR>", "git commit <ARG> <STR>"),
        ("git push <ARG>", "git push --force", "git push <ARG>"),
        ("git add .", "git rm .", None),
        ("git push", "git push && make deploy", None),
        ("docker run -it --rm a", "docker run b", None),
        ("make", "cmake", None),
        ("git commit <ARG> <STR>", "git commit -m <FILE>", "git commit <ARG>"),
    ],
)
def test_ways_of_taking_a_step(one: str, other: str, common: str | None) -> None:
    """They do the same with a few other words; whose most words differ, or who do something else, stay apart."""
    assert common_template(one, other) == common
    assert common_template(other, one) == common
    assert common_template(one, one) == one


def found(templates: list[str], begin: int, runs: int = 4) -> Found:
    """Return a chain whose runs come one after the other, from a place in the history on."""
    size = len(templates)
    return Found(
        tuple(templates),
        [Run(at, at + size - 1, at, tuple(range(at, at + size))) for at in range(begin, begin + runs * size, size)],
        runs,
    )


def test_a_chain_that_does_other_things_stays() -> None:
    """Chains are merged by what is done, not by how the lines look."""
    push = found(["git add <FILE>", "git commit -m <STR>", "git push"], 0)
    test = found(["vim <FILE>", "pytest <FILE>", "make docs"], 100)

    assert merge_alike([push, test]) == [push, test]


def test_a_step_that_only_some_have_is_missing_in_the_runs_of_the_others() -> None:
    """No run is lost, and none is counted twice."""
    short = found(["git add <FILE>", "git commit -m <STR>", "git push"], 0, runs=6)
    long = found(["git add <FILE>", "make check", "git commit -m <STR>", "git push"], 100, runs=5)
    again = found(["git add <FILE>", "make check", "git commit -m <STR>", "git push"], 100, runs=5)
    (merged,) = merge_alike([short, long, again])

    assert merged.templates == ("git add <FILE>", "make check", "git commit -m <STR>", "git push")
    assert len(merged.runs) == 11
    assert [run.lines[1] < 0 for run in merged.runs] == [True] * 6 + [False] * 5
