"""In a real zsh, suggestions know whether a job is stopped or running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.protocol.messages import Kind
from tests.helpers.lessons import SHOW_ALL, STOP, come_back_to_what_was_stopped
from tests.helpers.scripted import ScriptedDaemon
from tests.helpers.zsh import every_zsh, open_zsh

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = every_zsh


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
        assert daemon.of(Kind.SUGGEST)[-1] == ["ec", str(daemon.home), 5, None, 2, 0]


def test_who_comes_back_to_what_was_stopped_is_offered_fg(zsh: str, daemon: RunningDaemon) -> None:
    """After the same line comes `fg` while something is stopped, and what else this person does while nothing is."""
    with open_zsh(zsh, daemon.paths, environ=SHOW_ALL, rows=120) as shell:
        come_back_to_what_was_stopped(shell, daemon)
