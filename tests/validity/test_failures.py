"""keeps-failing: lines that do not work here."""

from __future__ import annotations

import pytest

from segue.domain.outcomes import Outcomes
from segue.validity.verdict import Rule
from tests.validity.judging import AROUND, objection


def failed(line: str, times: int, *, succeeded: bool = False, here: bool = True, just_now: bool = False) -> str | None:
    """Return the rule against a line that failed so often."""
    outcomes = Outcomes(times, succeeded, here, just_now)
    found = objection(line, AROUND, outcomes)
    return found.rule if found else None


def test_twice_without_any_success() -> None:
    """A line that never did anything but fail is not worth another try."""
    assert failed("git psuh", 1) is None
    assert failed("git psuh", 2) is Rule.KEEPS_FAILING


def test_twice_after_successes() -> None:
    """What has worked before may work once something else has been run, but not at once."""
    assert failed("git push", 2, succeeded=True) is None
    assert failed("git push", 2, succeeded=True, just_now=True) is Rule.KEEPS_FAILING


def test_three_times() -> None:
    """Three failures in a row count whatever was before."""
    assert failed("git push", 3, succeeded=True) is Rule.KEEPS_FAILING


def test_elsewhere() -> None:
    """Failures in another directory say nothing about this one."""
    assert failed("git push", 5, here=False) is None


@pytest.mark.parametrize(
    "line", ["grep x src", "make test", "./run.sh", "ls | grep x", "[[ -f x ]]", "python src/main.py", "fg", "wait %1"]
)
def test_answers_and_work_in_progress(line: str) -> None:
    """Some commands answer by failing, others fail until their files are right, and `fg` ends as the job does."""
    assert failed(line, 9) is None


def test_the_detail_counts() -> None:
    """A person can see how often it failed."""
    found = objection("git push", AROUND, Outcomes(3, succeeded_before=False, here=True))
    assert found
    assert found.detail == "it failed the last 3 times here"
