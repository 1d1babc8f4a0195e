"""How many keys ghost text saves, by typing a line as a person would who takes it as soon as it is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from segue.domain.observation import Prompt
    from segue.evaluation.strategy import Strategy


def keystrokes_saved(strategy: Strategy, prompt: Prompt, line: str) -> int:
    """Return the characters of the line that need not be typed; taking the ghost text costs one key."""
    for typed in range(len(line)):
        shown = strategy.suggest(prompt, line[:typed], 1)
        if shown and shown[0].line == line:
            return len(line) - typed - 1
    return 0
