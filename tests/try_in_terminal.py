"""What `make try` does where there is no terminal: the same shell, driven by keys, looked at by a terminal emulator.

Exit status 0 means that the suggestion really stood on the screen, in grey, right of the cursor.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from tests.helpers.terminal import Terminal

SEGUE: Final = Path(sys.executable).with_name("segue")
SAMPLE: Final = Path(__file__).parent / "data" / "sample.zsh_history"
WORKFLOW: Final = ("mkdir -p demo", "cd demo", "echo '# demo' > README.md", "cd ..")
"""Harmless wherever it runs, and it runs in a scratch directory."""
PROMPT: Final = "❯"


def main() -> int:
    """Teach the shell a workflow of four commands, begin it again, and show what it suggests."""
    with tempfile.TemporaryDirectory(prefix="segue-demo-") as scratch:
        argv = [str(SEGUE), "try", "--fallback", str(SAMPLE)]
        with Terminal(argv, env=dict(os.environ), cwd=Path(scratch), rows=50) as terminal:
            at_prompt = f"a prompt with {PROMPT}"
            terminal.wait_until(lambda t: PROMPT in t.before_cursor, at_prompt, seconds=120)
            for line in WORKFLOW * 3 + WORKFLOW[:1]:
                row = terminal.cursor.row
                terminal.send(line + "\r")
                terminal.wait_until(lambda t, row=row: t.cursor.row > row and PROMPT in t.before_cursor, at_prompt)  # type: ignore[misc]
            terminal.wait_until(lambda t: any(WORKFLOW[1] in hint for hint in t.hints()), f"{WORKFLOW[1]!r} in grey")
            print(terminal)  # noqa: T201 - this is the demonstration
            print(f"\nsuggested: {WORKFLOW[1]}")  # noqa: T201
            terminal.send("exit\r")
            return terminal.wait_for_exit()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except AssertionError as error:
        sys.exit(f"no suggestion was shown:\n{error}")
