"""`segue workflows run-through` typed at the prompt of a real zsh, which is then led through the steps."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tests.helpers.command import SEGUE
from tests.helpers.keys import RIGHT
from tests.helpers.zsh import every_zsh, open_zsh
from tests.hooks.workflows_support import FUNCTIONS, mined, see_step
from tests.workflows.making import deployment

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_zsh


def test_the_prompt_offers_step_after_step(zsh: str, daemon: RunningDaemon) -> None:
    """With the value that was given, from the first to the last, each taken with a key, as in the checklist before."""
    for number, noise in enumerate(("ls", "true", "umask", "htop")):
        daemon.learn([*deployment(f"v1.{number}.0"), noise], cwd="/elsewhere")
    key = mined(daemon)["id"]
    path = f"{SEGUE.parent}{os.pathsep}{os.environ['PATH']}"
    variables = {"PATH": path, "SEGUE_HOME": str(daemon.paths.state)}
    with open_zsh(zsh, daemon.paths, before=FUNCTIONS, rows=100, columns=120, environ=variables) as shell:
        # Until it has said hello, the nearest shell above is the one whose part the test has played.
        shell.settle()
        shown = shell.run(f"segue workflows run-through {key} --set VERSION=v7.0.0")
        lines = deployment("v7.0.0")
        assert all(f"{number}/5" in shown and line in shown for number, line in enumerate(lines, 1)), shown
        for number, line in enumerate(lines, 1):
            see_step(shell, line, number)
            shell.press(RIGHT, typed=line)
            shell.run("")
    ran = [event[0] for event in daemon.events() if event[0] in lines]
    assert ran[-5:] == lines
