"""What the tests of either shell teach a daemon, and what they then see at the prompt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from segue.domain.feedback import Feedback
    from tests.helpers.daemon import RunningDaemon
    from tests.helpers.shell import HookedShell

WORKFLOW: Final = ("echo build", "echo check it", "echo ship")
CHECK: Final = WORKFLOW[1]

STOP: Final = "sh -c 'kill -TSTP $$'"
"""Stops as with Ctrl-Z, at a moment that is certain."""

CERTAIN: Final = 60
"""How often a line has to follow another until hardly anything else can."""

SHOW_ALL: Final = {"SEGUE_THRESHOLD": "0"}
"""What stands in for a line that cannot work is seldom probable enough to be shown unasked."""


def teach_workflow(daemon: RunningDaemon) -> None:
    """Let a daemon know one workflow by heart."""
    daemon.learn(WORKFLOW, cwd=daemon.home, times=8)


def come_to_the_suggestion(shell: HookedShell) -> None:
    """Run what comes before the workflow's second line, and wait until that is suggested."""
    shell.run(WORKFLOW[0])
    shell.see(CHECK)


def become(shell: HookedShell, daemon: RunningDaemon, line: str) -> Feedback | None:
    """Return what the store has about the suggestion at the prompt where the line was run last."""
    shell.wait_until(lambda _: daemon.feedback()[-1][0] == line, f"the record of {line!r}")
    return daemon.feedback()[-1][1]


def teach(daemon: RunningDaemon, usual: str, *, times: int = 8) -> None:
    """Teach that a line usually follows `echo go`, and now and then `echo else`."""
    daemon.learn(["echo go", "echo else"], cwd=daemon.home, times=2)
    daemon.learn(["echo go", usual], cwd=daemon.home, times=times)


def go(shell: HookedShell, daemon: RunningDaemon, usual: str, suggestion: str, *, times: int = 8) -> None:
    """Teach what follows `echo go`, run that, and see what is suggested."""
    teach(daemon, usual, times=times)
    shell.run("echo go")
    shell.see(suggestion)


def come_back_to_what_was_stopped(shell: HookedShell, daemon: RunningDaemon) -> None:
    """Do so again and again, and see `fg` suggested while something is stopped, and not while nothing is."""
    for _ in range(4):
        for line in (STOP, "echo look", "fg", "echo look", "echo rest"):
            shell.run(line)
    shell.run(STOP)
    shell.run("echo look")
    shell.see("fg")
    shell.run("fg")
    shell.run("echo look")
    shell.see("echo rest")
    first = [(seen.line, seen.jobs) for seen in daemon.observations()][:4]
    assert first == [(STOP, 0), ("echo look", 1), ("fg", 1), ("echo look", 0)]
