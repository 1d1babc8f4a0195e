"""A workflow that is under way is shown in zsh, and can be gone through step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.keys import ALT_N, RIGHT
from tests.helpers.lessons import SHOW_ALL
from tests.helpers.zsh import every_zsh, open_zsh
from tests.hooks.workflows_support import FUNCTIONS, ask, deploy_often, live_through, mined, see_step
from tests.workflows.making import deployment

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_zsh
ROWS = 400
"""So that no prompt scrolls away."""


def test_it_lives(zsh: str, daemon: RunningDaemon) -> None:
    """Done eight times among other things, it is found, shown, accepted, resumed, renamed and forgotten."""
    with open_zsh(zsh, daemon.paths, before=FUNCTIONS, rows=ROWS, environ=SHOW_ALL) as shell:
        live_through(shell, daemon, RIGHT)


def test_another_shell_goes_on(zsh: str, daemon: RunningDaemon) -> None:
    """At its first prompt in the same directory, and with the value of the run that was left."""
    lines = deployment("v9.9.9")
    with open_zsh(zsh, daemon.paths, before=FUNCTIONS, rows=ROWS) as shell:
        deploy_often(shell)
        mined(daemon)
        shell.run(lines[0])
        shell.run(lines[1])
        see_step(shell, lines[2], 3)
    with open_zsh(zsh, daemon.paths, before=FUNCTIONS, rows=ROWS) as shell:
        see_step(shell, lines[2], 3)
        shell.press(RIGHT, typed=lines[2])
        shell.run("")
        see_step(shell, lines[3], 4)


def test_the_first_step_counts_up(zsh: str, daemon: RunningDaemon) -> None:
    """Where versions went up one by one, the next one stands there once the step is begun to be typed."""
    with open_zsh(zsh, daemon.paths, before=FUNCTIONS, rows=ROWS) as shell:
        deploy_often(shell)
        mined(daemon)
        shell.run("pwd")
        shell.press("git ta", typed="git ta", ghost="g v1.2.8  1/5")


def test_a_step_can_be_passed_over(zsh: str, daemon: RunningDaemon) -> None:
    """The key for the next alternative shows the step behind; when that is run, the one behind it is next."""
    lines = deployment("v9.9.9")
    with open_zsh(zsh, daemon.paths, before=FUNCTIONS, rows=ROWS) as shell:
        deploy_often(shell)
        mined(daemon)
        shell.run(lines[0])
        see_step(shell, lines[1], 2)
        shell.press(ALT_N, typed="", ghost=f"{lines[2]}  3/5")
        shell.press(RIGHT, typed=lines[2])
        shell.run("")
        see_step(shell, lines[3], 4)


def test_a_shell_is_led_from_the_first_step_on(zsh: str, daemon: RunningDaemon) -> None:
    """`segue workflows run-through` makes the prompt show step after step; nothing is run without Enter."""
    with open_zsh(zsh, daemon.paths, before=FUNCTIONS, rows=ROWS) as shell:
        deploy_often(shell)
        key = mined(daemon)["id"]
        before = len(daemon.events())
        values = {"VERSION": "v3.0.0"}
        ask(daemon, "walk", key=key, cwd=str(daemon.home), processes=[shell.pid], values=values)
        shell.run("pwd")
        for step, line in enumerate(deployment("v3.0.0"), 1):
            see_step(shell, line, step)
            shell.press(RIGHT, typed=line)
            shell.run("")
        assert len(daemon.events()) == before + 6


def test_how_far_it_is_can_be_left_out(zsh: str, daemon: RunningDaemon) -> None:
    """With SEGUE_PROGRESS=0 the line stands there alone."""
    with open_zsh(zsh, daemon.paths, before=FUNCTIONS, rows=ROWS, environ={"SEGUE_PROGRESS": "0"}) as shell:
        deploy_often(shell)
        mined(daemon)
        shell.run("git tag v9.9.9")
        shell.see("docker build -t api:v9.9.9 .")
