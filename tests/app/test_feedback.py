"""What a person has turned down stays so, whatever happens to the daemon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.protocol.messages import Record
from tests.helpers.daemon import SESSION

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

WORKFLOW = ("make", "make test", "git push")


def dismiss(daemon: RunningDaemon, line: str, *, after: str) -> None:
    """Dismiss a suggestion twice at the same prompt."""
    for _ in range(2):
        daemon.learn([after])
        daemon.ask(Record(1, SESSION, "ls", "/srv", None, None, 0, line, 4, 0))


def test_a_refusal_outlives_a_restart_a_crash_and_the_snapshot(daemon: RunningDaemon) -> None:
    """From the snapshot, from the events behind it, and from all events anew: the line stays away, there alone."""
    daemon.learn(WORKFLOW, times=5)
    assert daemon.predict("make")[0] == "make test"
    dismiss(daemon, "make test", after="make")
    assert "make test" not in daemon.predict("make", count=50)

    daemon.stop()
    daemon.start()
    assert "make test" not in daemon.predict("make", count=50)

    dismiss(daemon, "git push", after="make test")
    assert "git push" not in daemon.predict("make test", count=50)
    assert daemon.status()["feedback"]["dismissed"] == 4
    daemon.kill()
    daemon.start()
    assert "git push" not in daemon.predict("make test", count=50)

    daemon.kill()
    daemon.paths.snapshot.unlink()
    daemon.start()
    assert "make test" not in daemon.predict("make", count=50)
    assert "git push" not in daemon.predict("make test", count=50)
    assert "make test" in daemon.predict("git push", count=50)
    assert "make test" in daemon.predict("make", cwd="/opt", count=50)
    assert daemon.predict("make", prefix="make t")[0] == "make test"
