"""The program of a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.insight.heads import by_head, head_of
from segue.store.figures import LineRuns


@pytest.mark.parametrize(
    ("line", "head"),
    [
        ("git push", "git"),
        ("sudo -u www systemctl restart nginx", "systemctl"),
        ("sudo -E apt update", "apt"),
        ("LANG=C TZ=UTC date", "date"),
        ("env A=1 make", "make"),
        ("time ./run.sh", "./run.sh"),
        ("(cd x && ls)", "cd"),
        ("A=1", "A=1"),
        ("sudo", "sudo"),
        ("  ", ""),
    ],
)
def test_assignments_and_wrappers_are_passed_over(line: str, head: str) -> None:
    """What counts is what the person wanted to run."""
    assert head_of(line) == head


@given(st.text())
def test_whatever_the_text_there_is_an_answer(line: str) -> None:
    """No line raises; one with a word has a head."""
    assert bool(head_of(line)) == bool(line.split())


def test_lines_of_one_program_are_added_up() -> None:
    """Runs, successes and failures are sums, the last run is the latest."""
    lines = [LineRuns("git push", 5, 3, 1, 10.0), LineRuns("ls", 7), LineRuns("sudo git gc", 4, 4, 0, 20.0)]
    assert by_head(lines) == [LineRuns("git", 9, 7, 1, 20.0), LineRuns("ls", 7)]
