"""patterns: workflows in the shape of a procedural memory engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from segue.client.patterns import patterns_of
from segue.protocol.memory_messages import Workflows
from tests.helpers.command import segue
from tests.helpers.teaching import COMMANDS, teach

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


def test_the_shape(daemon: RunningDaemon) -> None:
    """Each pattern with its counts; what they add up to; the same as over the socket."""
    teach(daemon)
    found = json.loads(segue(daemon.environ, "patterns", "--json").stdout)
    (pattern,) = found["patterns"]
    assert pattern["commands"] == list(COMMANDS)
    assert (pattern["success_count"], pattern["failure_count"], pattern["frequency"]) == (2, 1, 3)
    assert (pattern["success_rate"], pattern["confidence"], pattern["last_seen"]) == (0.667, 0.6, None)
    assert pattern["category"] == "git"
    assert pattern["hosts"]
    assert (found["total_patterns"], found["total_runs"], found["success_rate"]) == (1, 3, 0.667)
    assert found == patterns_of(daemon.ask(Workflows(1, "test", "list", {}))[0]["workflows"])


def test_the_table(daemon: RunningDaemon) -> None:
    """Every command on a line of its own."""
    assert "no pattern is known yet" in segue(daemon.environ, "patterns").stdout
    teach(daemon)
    shown = segue(daemon.environ, "patterns").stdout
    assert all(line in shown for line in COMMANDS)
    assert "60%" in shown
