"""I decide which commands are kept, and every refusal tells me why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.ingest.rules import MAX_LINE, Reason, Rejection, Rules


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n ", Reason.EMPTY),
        (" export TOKEN=abc", Reason.BLANK),
        ("\tls", Reason.BLANK),
        ("# remember the milk", Reason.COMMENT),
        ("#!/bin/sh", Reason.COMMENT),
        ("# one\n\n  # two", Reason.COMMENT),
        ("x" * (MAX_LINE + 1), Reason.TOO_LONG),
        ("ż" * (MAX_LINE // 2 + 1), Reason.TOO_LONG),
        ("printf '\x1b[31m'", Reason.CONTROL),
        ("ls\0", Reason.CONTROL),
        ("echo \x9b31m", Reason.CONTROL),
        ("segue forget 'open sesame'", Reason.FORGETTING),
        ("~/bin/segue  forget x", Reason.FORGETTING),
    ],
)
def test_refused_lines_have_a_reason(line: str, reason: Reason) -> None:
    """Private, empty, commented, monstrous and unprintable lines are refused, and whoever forgets a line names it."""
    assert Rules().rejection(line) == Rejection(reason)


@pytest.mark.parametrize(
    "line",
    [
        "ls",
        "x" * MAX_LINE,
        "make # with a comment",
        "# a comment\nmake",
        "for f in *; do\n\techo $f\ndone",
        "echo café \udce9",
        ": > file",
        "segue forgetful",
        "echo segue forget",
    ],
)
def test_commands_are_kept(line: str) -> None:
    """A command is kept, also with a comment, with tabs, over several lines, or with bytes that are not UTF-8."""
    assert Rules().rejection(line) is None


def test_my_patterns_are_obeyed_and_named() -> None:
    """A pattern matches the whole line, as in HISTORY_IGNORE, and the refusal names it."""
    rules = Rules(ignore=("ls", "cd *", "*[Ss]ecret*"))
    assert rules.rejection("ls ") == Rejection(Reason.IGNORED, "ls")
    assert rules.rejection("cd /srv") == Rejection(Reason.IGNORED, "cd *")
    assert rules.rejection("open\nmy Secret") == Rejection(Reason.IGNORED, "*[Ss]ecret*")
    assert rules.rejection("ls -l") is None
    assert rules.rejection("LS") is None


@given(st.text(max_size=50), st.lists(st.text(max_size=10), max_size=3))
def test_no_line_and_no_pattern_is_too_strange(line: str, patterns: list[str]) -> None:
    """Any line with any patterns gets an answer."""
    found = Rules(tuple(patterns)).rejection(line)
    assert found is None or found.reason in Reason
