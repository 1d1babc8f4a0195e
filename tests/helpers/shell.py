"""What a shell with the hook can do in a terminal, whichever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final

from tests.helpers.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

PROMPT: Final = "> "


class HookedShell(Terminal, ABC):
    """An interactive shell with its dot files in `folder`."""

    folder: Path
    prompt: str = PROMPT

    @property
    @abstractmethod
    def suggestion(self) -> str:
        """The suggestion that is on the screen, where it belongs and nowhere else; "" for none."""

    @property
    def prompts(self) -> int:
        """How many prompts stand on the screen, the present one included."""
        return sum(line.startswith(self.prompt.rstrip()) for line in self.lines)

    def run(self, line: str | bytes) -> str:
        """Type a command and Enter; return what it printed, once the next prompt is there."""
        before, row = self.prompts, self.cursor.row
        self.send(line)
        self.send("\r")
        self.wait_until(lambda t: self.prompts > before and t.before_cursor == self.prompt, f"a prompt after {line!r}")
        return "\n".join(self.lines[row + 1 : self.cursor.row])

    def press(self, keys: str, *, typed: str) -> None:
        """Press keys and wait until the line up to the cursor is this."""
        self.send(keys)
        self.wait_until(lambda t: t.before_cursor == self.prompt + typed, f"{typed!r} after {keys!r}")

    def see(self, suggestion: str, typed: str = "") -> None:
        """Wait until the suggestion is exactly this while that is typed."""
        self.wait_until(
            lambda t: self.suggestion == suggestion and t.before_cursor == self.prompt + typed,
            f"{suggestion!r} while {typed!r} is typed",
        )
