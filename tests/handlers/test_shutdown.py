"""shutdown: the daemon ends when it is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.protocol.messages import Record, Shutdown

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon


def test_it_answers_and_ends(daemon: RunningDaemon) -> None:
    """The request is answered, the process ends with status 0, and what was recorded is on disk."""
    daemon.ask(Record(1, "41-a", "ls", "/srv", None, None, 0))
    assert daemon.ask(Shutdown(2, "41-a")) == []
    assert daemon.process is not None
    assert daemon.process.wait(timeout=20) == 0
    daemon.start()
    assert [line for line, _, _ in daemon.events()] == ["ls"]
