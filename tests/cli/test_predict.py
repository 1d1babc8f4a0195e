"""predict: what comes next, asked from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.helpers.command import segue

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

WORKFLOW = ["git add -A", "git commit -m wip", "git push"]


def test_after_lines(daemon: RunningDaemon) -> None:
    """Repeated --after gives the past, oldest first; the answer begins with the likeliest line."""
    daemon.learn(WORKFLOW, times=5)
    shown = segue(daemon.environ, "predict", "--after", WORKFLOW[0], "--after", WORKFLOW[1]).stdout
    first = shown.splitlines()[0].split(maxsplit=2)
    assert first[1:] == ["%", "git push"]


def test_json(daemon: RunningDaemon) -> None:
    """--json gives lines and probabilities, best first, for a place and a prefix."""
    daemon.learn(WORKFLOW, times=5)
    answer = json.loads(segue(daemon.environ, "predict", "--prefix", "git c", "--cwd", "/srv", "--json").stdout)
    assert answer[0]["line"] == "git commit -m wip"
    assert 0 <= answer[0]["probability"] <= 1


def test_nothing_known(daemon: RunningDaemon) -> None:
    """Without any past the answer is empty, and that is no error."""
    shown = segue(daemon.environ, "predict")
    assert (shown.returncode, shown.stdout) == (0, "")
