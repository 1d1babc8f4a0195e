"""A private shell leaves nothing, neither through its hook nor through its own history file."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from segue.assets.hooks import init_script
from segue.protocol.messages import VERSION
from tests.helpers.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon


@pytest.mark.parametrize("shell", ["zsh", "bash"])
def test_nothing_of_a_private_shell_is_kept(shell: str, daemon: RunningDaemon, tmp_path: Path) -> None:
    """With SEGUE_PRIVATE set when the shell starts, no line is stored and no history file is written."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    history = tmp_path / "history"
    settings = f"HISTFILE={history}\nSAVEHIST=100\nHISTSIZE=100\nPS1='> '\n"
    name, options = (".zshrc", ["-d", "-i"]) if shell == "zsh" else ("rc", ["--rcfile", str(tmp_path / "rc"), "-i"])
    (tmp_path / name).write_text(settings + init_script(shell, daemon.paths, VERSION))
    environ = {**os.environ, "ZDOTDIR": str(tmp_path), "HOME": str(tmp_path), "SEGUE_PRIVATE": "1"}
    with Terminal([program, *options], env=environ, cwd=tmp_path) as terminal:
        terminal.wait_until(lambda t: t.before_cursor == "> ", "a prompt")
        terminal.send("echo confidential\r")
        terminal.wait_until(lambda t: "confidential" in t.lines and t.before_cursor == "> ", "the next prompt")
        terminal.send("exit\r")
        assert terminal.wait_for_exit() == 0
    assert not history.exists()
    assert daemon.events() == []
