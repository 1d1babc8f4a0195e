"""Slips of the fingers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.insight.spelling import is_slip, slips
from segue.store.figures import LineRuns


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gti status", "git status"),
        ("git stauts", "git status"),
        ("git statu", "git status"),
        ("git statuss", "git status"),
        ("git ststus", "git status"),
        ("gitstatus", "git status"),
        ("cd..", "cd .."),
        ("sl", "ls"),
    ],
)
def test_one_letter_is_a_slip(written: str, meant: str) -> None:
    """Missing, too many, another, in the wrong order; or a blank."""
    assert is_slip(written, meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("git status", "git status"),
        ("kill 123", "kill 124"),
        ("kill 12", "kill 21"),
        ("ls -l", "ls -a"),
        ("ls -l", "ls"),
        ("cp a b", "mp a b"),
        ("git push", "git pull"),
        ("git checkout --ours", "git checkout --yours"),
    ],
)
def test_something_else_is_none(written: str, meant: str) -> None:
    """Other numbers, other flags, other short words, more than one letter."""
    assert not is_slip(written, meant)


def test_only_what_never_succeeded_is_a_slip_of_what_did() -> None:
    """The place of each, with the place of the line that was run most; a line of unknown ends is neither."""
    lines = [
        LineRuns("git status", 9, 9, 0),
        LineRuns("git stats", 5, 5, 0),
        LineRuns("gti status", 2, 0, 2),
        LineRuns("git statu", 2, 0, 0),
        LineRuns("git statsu", 3, 0, 1),
        LineRuns("make tset", 1, 0, 1),
        LineRuns("make test", 3, 0, 3),
    ]
    assert slips(lines) == {2: 0, 4: 0}


@given(st.text(alphabet="ab -1", max_size=8), st.text(alphabet="ab -1", max_size=8))
def test_whatever_is_a_slip_is_found(written: str, meant: str) -> None:
    """The search by shortened lines misses none that a comparison of all pairs finds."""
    lines = [LineRuns(meant, 1, 1, 0), LineRuns(written, 1, 0, 1)]
    assert slips(lines) == ({1: 0} if is_slip(written, meant) else {})
