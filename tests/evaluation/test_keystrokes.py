"""Counting the keys that ghost text saves."""

from __future__ import annotations

import pytest

from segue.domain.observation import Prompt
from segue.evaluation.keystrokes import keystrokes_saved
from segue.evaluation.most_recent import MostRecent
from tests.evaluation.events import observe, run


@pytest.mark.parametrize(
    ("line", "saved"),
    [
        ("git push", 7),  # shown on the empty prompt: all but the key that takes it
        ("git status", 4),  # shown once `git s` is typed: ten characters, less five, less one
        ("git stash", 0),  # never shown
        ("git", 0),  # typed in full, while something longer is shown
    ],
)
def test_it_is_taken_as_soon_as_it_is_right(line: str, saved: int) -> None:
    """What need not be typed is the rest of the line, less the one key that takes it."""
    strategy = MostRecent()
    observe(strategy, run("git status", "git push"))
    assert keystrokes_saved(strategy, Prompt(), line) == saved


def test_the_last_character_is_never_saved() -> None:
    """Taking one character costs as much as typing it."""
    strategy = MostRecent()
    observe(strategy, run("make b", "make a", "make"))
    assert keystrokes_saved(strategy, Prompt(), "make b") == 0
