"""Feedback: what a hook says of a suggestion is kept when it can be true, and never costs the line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.feedback import Feedback, Outcome
from segue.ingest.feedback import feedback_from
from segue.protocol.messages import Record

RAN = Record(1, "41-a", "git push", "/srv", None, None, 0)


@pytest.mark.parametrize("outcome", [Outcome.IN_PART, Outcome.TYPED_OVER, Outcome.DISMISSED])
def test_what_the_hook_saw_is_kept(outcome: Outcome) -> None:
    """The line that was shown, the outcome and the characters saved."""
    report = replace(RAN, shown="git pull", outcome=int(outcome), saved=4)
    assert feedback_from(report, "git push") == Feedback("git pull", outcome, 4)


def test_nothing_shown_and_nothing_taken_is_nothing() -> None:
    """Most prompts have nothing to tell."""
    assert feedback_from(RAN, "git push") is None


def test_what_was_taken_while_typing_counts_without_a_suggestion_before() -> None:
    """The characters are counted though the empty prompt had been empty."""
    assert feedback_from(replace(RAN, saved=6), "git push") == Feedback("", Outcome.NONE_SHOWN, 6)


@pytest.mark.parametrize("outcome", [0, 2, 3, 4])
def test_what_was_run_as_it_stood_was_accepted(outcome: int) -> None:
    """However it came about, and with whatever blanks behind it: the suggestion was right."""
    report = replace(RAN, line="git push ", shown="git push", outcome=outcome)
    assert feedback_from(report, "git push") == Feedback("git push", Outcome.ACCEPTED)


def test_what_was_edited_was_not_accepted_whole() -> None:
    """A hook that says so is believed only in part."""
    report = replace(RAN, shown="git pull", outcome=1)
    assert feedback_from(report, "git push") == Feedback("git pull", Outcome.IN_PART)


@given(st.builds(Record, st.just(1), st.just("s"), st.text(), st.just("/"), st.none(), st.none(), st.none(),
                 st.text(), st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1)))  # fmt: skip
def test_nonsense_is_dropped_or_brought_within_reason(report: Record) -> None:
    """An unknown outcome is no feedback, and nobody saves more characters than a line has."""
    feedback = feedback_from(report, report.line)
    assert feedback is None or 0 <= feedback.saved <= 4000
