"""How commands ended is told alike by every command that counts it."""

from __future__ import annotations

import json
from typing import Any

from segue.client.client import Client
from segue.protocol.messages import Record
from tests.helpers.command import segue
from tests.helpers.daemon import SESSION, running_daemon

BROKEN_OFF = (129, 130, 131, 137, 141, 143, 146, 148)


def test_what_was_broken_off_is_no_failure_for_anyone() -> None:
    """`segue graph` and `segue stats` count a success and two failures, and nothing for what a signal stopped."""
    with running_daemon() as daemon:
        with Client(daemon.paths.socket, timeout=20) as client:
            for status in (0, 1, 127, *BROKEN_OFF):
                client.ask(Record(2, SESSION, "make", "/srv", None, None, status))
        daemon.status()

        def said(command: str) -> dict[str, Any]:
            done = segue(daemon.environ, command, "--json")
            assert (done.returncode, done.stderr) == (0, "")
            values: dict[str, Any] = json.loads(done.stdout)
            return values

        (node,) = said("graph")["nodes"]
        (line,) = said("stats")["lines"]
    assert (node["successes"], node["failures"]) == (1, 2)
    assert (line["succeeded"], line["failed"]) == (1, 2)
