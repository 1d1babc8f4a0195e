"""`segue why` typed at the prompt of a real bash, about what that prompt showed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.helpers.command import SEGUE
from tests.helpers.lessons import teach
from tests.hooks.bash_support import every_bash, open_bash

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_bash


def test_the_suggestion_and_what_was_filtered(bash: str, daemon: RunningDaemon) -> None:
    """The shell is found by its process id, and its prompt is the one that is explained."""
    teach(daemon, "cat missing.txt")
    path = f"{SEGUE.parent}{os.pathsep}{os.environ['PATH']}"
    environ = {"PATH": path, "SEGUE_HOME": str(daemon.paths.state), "SEGUE_THRESHOLD": "0"}
    with open_bash(bash, daemon.paths, environ=environ, columns=120) as shell:
        shell.run("echo go")
        shell.see("echo else")
        words = " ".join(shell.run("segue why").split())
        assert words.startswith("echo else probability ")
        assert "not suggested here: `cat missing.txt`" in words
        assert "missing-path: missing.txt is not there" in words
        assert "run 8 times" in " ".join(shell.run("segue why cat missing.txt").split())
