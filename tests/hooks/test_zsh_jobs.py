"""In a real zsh, suggestions know whether a job is stopped or running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.protocol.messages import Kind
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_zsh

STOP = "sh -c 'kill -TSTP $$'"
"""Stops as with Ctrl-Z, at a moment that is certain."""


def test_the_number_of_jobs_is_told(zsh: str) -> None:
    """With each question those of its prompt, and with each line those of the prompt at which it was typed."""
    with ScriptedDaemon() as daemon, open_zsh(zsh, daemon.paths) as shell:
        shell.settle()
        for line in ("sleep 600 &", STOP, "fg", "kill %1; wait", "true"):
            shell.run(line)
            shell.settle()
        assert [(fields[0], fields[8]) for fields in daemon.of(Kind.RECORD)] == [
            ("sleep 600 &", 0),
            (STOP, 1),
            ("fg", 2),
            ("kill %1; wait", 1),
            ("true", 0),
        ]
        assert [fields[5] for fields in daemon.of(Kind.SUGGEST) if not fields[0]] == [0, 1, 2, 1, 0, 0]
        shell.press("ec", typed="ec")
        shell.settle()
        assert daemon.of(Kind.SUGGEST)[-1] == ["ec", str(daemon.home), 5, None, 1, 0]


def test_who_comes_back_to_what_was_stopped_is_offered_fg(zsh: str, daemon: RunningDaemon) -> None:
    """After the same line comes `fg` while something is stopped, and what else this person does while nothing is."""
    with open_zsh(zsh, daemon.paths, environ={"SEGUE_THRESHOLD": "0"}, rows=120) as shell:
        for _ in range(4):
            for line in (STOP, "echo look", "fg", "echo look", "echo rest"):
                shell.run(line)
        shell.run(STOP)
        shell.run("echo look")
        shell.see("fg")
        shell.run("fg")
        shell.run("echo look")
        shell.see("echo rest")
    assert [(seen.line, seen.jobs) for seen in daemon.observations()][:4] == [
        (STOP, 0),
        ("echo look", 1),
        ("fg", 1),
        ("echo look", 0),
    ]
