"""predict: what comes next, asked from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from segue.protocol.memory_messages import Predict
from segue.protocol.messages import Record
from tests.helpers.command import segue
from tests.helpers.teaching import COMMANDS, teach

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

WORKFLOW = ["git add -A", "git commit -m wip", "git push"]


def predicted(daemon: RunningDaemon, *arguments: str) -> dict[str, Any]:
    """Return what --json prints."""
    answer: dict[str, Any] = json.loads(segue(daemon.environ, "predict", "--json", *arguments).stdout)
    return answer


def test_after_lines(daemon: RunningDaemon) -> None:
    """Lines are the past, oldest first; the answer begins with the likeliest line, and says why."""
    daemon.learn(WORKFLOW, times=5)
    shown = segue(daemon.environ, "predict", *WORKFLOW[:2], "--cwd", "/srv").stdout.splitlines()
    assert shown[0].split()[1:] == ["%", "git", "push"]
    assert "run 5×" in shown[1]


def test_json(daemon: RunningDaemon) -> None:
    """--json gives what the socket answers, best first, for a place and a prefix."""
    daemon.learn(WORKFLOW, times=5)
    answer = predicted(daemon, "--prefix", "git c", "--cwd", "/srv", WORKFLOW[0])
    assert answer["predictions"][0]["command"] == "git commit -m wip"
    assert 0 <= answer["predictions"][0]["confidence"] <= 1
    assert answer == daemon.ask(Predict(1, "cli", WORKFLOW[:1], "/srv", 5, "git c"))[0]


def test_the_step_of_a_taught_session(daemon: RunningDaemon) -> None:
    """With the workflow, the step, how its runs ended, and what comes further."""
    teach(daemon)
    best = predicted(daemon, *COMMANDS[:2], "--cwd", "")["predictions"][0]
    assert best["command"] == COMMANDS[2]
    assert (best["workflow"]["step"], best["workflow"]["of"]) == (3, 4)
    assert "succeeded 2 of 3 times" in best["reason"]
    shown = segue(daemon.environ, "predict", *COMMANDS[:2], "--cwd", "").stdout
    assert "step 3 of 4" in shown
    assert "then: git push (100%)" in shown


def test_no_more_than_wanted(daemon: RunningDaemon) -> None:
    """--count bounds the answer."""
    daemon.learn(WORKFLOW, times=5)
    assert len(predicted(daemon, "--count", "1", "git add -A")["predictions"]) == 1


def test_the_shell_in_which_it_is_called(daemon: RunningDaemon) -> None:
    """Without lines it goes on from what that shell, which is this test's process, has run; not in a private one."""
    daemon.learn(WORKFLOW, times=6)
    daemon.learn(WORKFLOW[:2])
    daemon.ask(Record(1, "77-other", "git add -A", "/srv", None, None, 0))
    assert predicted(daemon, "--cwd", "/srv")["predictions"][0]["command"] == "git push"
    private = segue({**daemon.environ, "SEGUE_PRIVATE": "1"}, "predict", "--cwd", "/srv", "--json")
    assert json.loads(private.stdout)["predictions"][0]["confidence"] < 0.9


def test_nothing_known(daemon: RunningDaemon) -> None:
    """Without any past the answer is empty, and that is no error."""
    shown = segue(daemon.environ, "predict")
    assert (shown.returncode, shown.stdout) == (0, "")
