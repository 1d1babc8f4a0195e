"""I ran a command: what is kept of it is true, and nothing of it is private."""

from __future__ import annotations

import math

import pytest

from segue.domain.observation import Observation
from segue.ingest.history.entry import Entry
from segue.ingest.observation import Source, observation_from
from segue.ingest.rules import Reason, Rejection, Rules
from segue.protocol.messages import Record

SHELL = Source("41-a", "zsh", "box")


def recorded(line: str, cwd: str = "/srv", start: int | None = None, duration: int | None = None) -> Record:
    """Return what a hook reports."""
    return Record(7, "41-a", line, cwd, start, duration, 0)


def test_a_report_of_a_hook_is_kept_in_seconds() -> None:
    """Milliseconds of the wire become seconds, and what the shell said of itself stands with the command."""
    assert observation_from(recorded("make", start=1_700_000_000_250, duration=1500), SHELL) == Observation(
        "make", "/srv", 0, 1_700_000_000.25, 1.5, "41-a", "zsh", "box"
    )


def test_an_entry_of_a_history_file_is_kept() -> None:
    """What the file does not know stays unknown."""
    assert observation_from(Entry("make", 1_700_000_000.0, 3.0), Source("history", "fish")) == Observation(
        "make", None, None, 1_700_000_000.0, 3.0, "history", "fish"
    )


def test_an_agent_stays_the_author() -> None:
    """What a coding agent typed is kept under its name; without a name a person typed it."""
    for author, kept in (("robot", "robot"), ("", "human")):
        found = observation_from(recorded("make"), Source(author=author))
        assert isinstance(found, Observation)
        assert found.author == kept


def test_secrets_are_out_before_anything_is_kept() -> None:
    """The observation never holds the secret."""
    found = observation_from(recorded("export TOKEN=abc"), SHELL)
    assert isinstance(found, Observation)
    assert found.line == "export TOKEN=‹token›"
    assert "abc" not in repr(found)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("git status  ", "git status"), ("ls\n", "ls"), ("cd my\\ ", "cd my\\ "), ("a\n\tb \t\n", "a\n\tb")],
)
def test_blanks_at_the_end_make_no_other_command(typed: str, kept: str) -> None:
    """Blanks at the end go, unless a backslash makes them part of a word."""
    found = observation_from(recorded(typed), SHELL)
    assert isinstance(found, Observation)
    assert found.line == kept


@pytest.mark.parametrize("start", [0.0, -5.0, 1e300, math.nan, math.inf])
def test_an_impossible_time_is_unknown(start: float) -> None:
    """A clock that jumped, or a damaged file, costs the time and not the command."""
    found = observation_from(Entry("make", start, -start), SHELL)
    assert isinstance(found, Observation)
    assert found.start is None
    assert found.duration in {None, 0.0, 5.0}


def test_a_quick_command_has_a_duration() -> None:
    """Zero seconds are a duration; unknown ones are not zero."""
    quick, unknown = (observation_from(Entry("ls", 1.0, duration), SHELL) for duration in (0.0, None))
    assert isinstance(quick, Observation)
    assert isinstance(unknown, Observation)
    assert (quick.duration, unknown.duration) == (0.0, None)


@pytest.mark.parametrize("cwd", ["", "srv", "/a\0b", "/" + "x" * 5000])
def test_an_impossible_directory_is_unknown(cwd: str) -> None:
    """Only an absolute path of possible length is a directory."""
    found = observation_from(recorded("make", cwd=cwd), SHELL)
    assert isinstance(found, Observation)
    assert found.cwd is None


def test_a_refused_line_is_not_kept() -> None:
    """A refusal says why, from hooks and files alike."""
    assert observation_from(recorded(" make"), SHELL) == Rejection(Reason.BLANK)
    assert observation_from(Entry("ls"), SHELL, Rules(("ls",))) == Rejection(Reason.IGNORED, "ls")
