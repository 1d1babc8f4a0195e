"""try: the main job at one command, without a trace."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.command import SEGUE
from tests.helpers.terminal import Terminal
from tests.try_in_terminal import PROMPT, SAMPLE, WORKFLOW

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Give a scratch directory of its own, so that other tests leave nothing in it."""
    with tempfile.TemporaryDirectory(prefix="segue-") as folder:
        yield Path(folder)


@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
def test_a_shell_with_segue_in_it_and_nothing_left_behind(shell: str, tmp_path: Path, scratch: Path) -> None:
    """The suggestion stands on the screen; after `exit` neither home nor scratch directory has anything new."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    home = tmp_path / "home"
    home.mkdir()
    (home / ".bash_history").write_text("make\n")
    environ = {name: value for name, value in os.environ.items() if name not in {"HISTFILE", "ZDOTDIR"}}
    argv = [str(SEGUE), "try", "--shell", shell, "--fallback", str(SAMPLE)]
    with Terminal(argv, env={**environ, "HOME": str(home), "TMPDIR": str(scratch)}, cwd=tmp_path) as terminal:
        terminal.wait_until(lambda t: PROMPT in t.before_cursor, "a prompt", seconds=60)
        assert ".bash_history" in terminal.text
        for line in WORKFLOW * 3 + WORKFLOW[:1]:
            prompts = terminal.text.count(PROMPT)
            terminal.send(line + "\r")
            terminal.wait_until(lambda t, n=prompts: t.text.count(PROMPT) > n, "the next prompt")  # type: ignore[misc]
        terminal.wait_until(lambda t: any(WORKFLOW[1] in hint for hint in t.hints()), "the suggestion")
        terminal.send("exit\r")
        assert terminal.wait_for_exit() == 0
    assert [path.name for path in home.iterdir()] == [".bash_history"]
    assert list(scratch.iterdir()) == []
