"""A workflow that is under way is shown in bash, and can be gone through step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.lessons import SHOW_ALL
from tests.hooks.bash_support import accept_key, every_bash, open_bash
from tests.hooks.workflows_support import FUNCTIONS, deploy_often, live_through, mined, see_step
from tests.workflows.making import deployment

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

ROWS = 400
"""So that no prompt scrolls away."""


@every_bash
def test_it_lives(bash: str, daemon: RunningDaemon) -> None:
    """Done eight times among other things, it is found, shown, accepted, resumed, renamed and forgotten."""
    with open_bash(bash, daemon.paths, before=FUNCTIONS, rows=ROWS, environ=SHOW_ALL) as shell:
        live_through(shell, daemon, accept_key(bash))


@every_bash
def test_another_shell_goes_on(bash: str, daemon: RunningDaemon) -> None:
    """At its first prompt in the same directory, and with the value of the run that was left."""
    lines = deployment("v9.9.9")
    with open_bash(bash, daemon.paths, before=FUNCTIONS, rows=ROWS) as shell:
        deploy_often(shell)
        mined(daemon)
        shell.run(lines[0])
        shell.run(lines[1])
        see_step(shell, lines[2], 3)
    with open_bash(bash, daemon.paths, before=FUNCTIONS, rows=ROWS) as shell:
        see_step(shell, lines[2], 3)


@every_bash
def test_how_far_it_is_can_be_left_out(bash: str, daemon: RunningDaemon) -> None:
    """With SEGUE_PROGRESS=0 the line stands there alone."""
    with open_bash(bash, daemon.paths, before=FUNCTIONS, rows=ROWS, environ={"SEGUE_PROGRESS": "0"}) as shell:
        deploy_often(shell)
        mined(daemon)
        shell.run("git tag v9.9.9")
        shell.see("docker build -t api:v9.9.9 .")
