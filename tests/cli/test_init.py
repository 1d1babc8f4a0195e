"""init: text that a shell can evaluate."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.helpers.command import segue

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon


@pytest.mark.parametrize("shell", ["zsh", "bash"])
def test_the_text_names_this_users_paths(shell: str, tmp_path: Path) -> None:
    """Quotes and blanks in a path survive: the hook computes no path itself."""
    state = tmp_path / "it's here"
    text = segue({"SEGUE_HOME": str(state), "HOME": str(tmp_path)}, "init", shell).stdout
    shown = subprocess.run(
        ["/bin/sh", "-c", text.partition("\n_segue_version")[0] + '\nprintf %s "$_segue_state"'],
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == str(state)


def test_the_daemon_keeps_the_same_text_in_a_file(daemon: RunningDaemon) -> None:
    """Rc files can source it, which starts no Python."""
    for shell in ("zsh", "bash"):
        text = segue(daemon.environ, "init", shell).stdout
        assert daemon.paths.init_script(shell).read_text("utf-8") == text


def test_an_unknown_shell_is_refused() -> None:
    """The error names the shells that there are."""
    refused = segue({}, "init", "tcsh")
    assert refused.returncode == 2
    assert "'zsh', 'bash'" in refused.stderr
