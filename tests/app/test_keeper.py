"""The learned state survives every kind of end, because it can always be made again from the events."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from segue.app.keeper import LARGEST_TAIL, Keeper
from segue.config.config import Config
from segue.config.paths import Paths
from segue.domain.observation import Observation
from segue.store.database import open_database
from segue.store.events import EventStore
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon

NOW = 1_700_000_000.0
DEPLOY = ["git add -A", "git commit -m wip", "git push", "make deploy"]


def fill(database: Path, lines: list[str], *, forgotten: str = "") -> None:
    """Store lines as if an import had brought them, and forget one of them."""
    with closing(EventStore(open_database(database, NOW))) as store:
        store.append((NOW, Observation(line, "/srv", exit=0, session="1-old", trains=False)) for line in lines)
        if forgotten:
            store.forget(forgotten, NOW)


def test_a_restart_remembers(daemon: RunningDaemon) -> None:
    """After a clean end and a start, the same line comes next."""
    daemon.learn(DEPLOY, times=4)
    daemon.stop()
    assert daemon.paths.snapshot.exists()
    daemon.start()
    assert daemon.predict("git commit -m wip")[0] == "git push"


def test_a_crash_loses_nothing_that_was_acknowledged_and_written(daemon: RunningDaemon) -> None:
    """After SIGKILL what was recorded is learned from the events again, without a snapshot, before the first answer."""
    daemon.learn(DEPLOY, times=4)
    daemon.status()
    daemon.kill()
    assert not daemon.paths.snapshot.exists()
    daemon.start()
    assert daemon.predict("git commit -m wip")[0] == "git push"


def test_a_short_history_is_learned_before_the_first_answer(tmp_path: Path) -> None:
    """Without a snapshot as well: the prompts that stand when the daemon starts ask it at once, and only once."""
    config = Config(Paths(state=tmp_path, run=tmp_path / "run"))
    fill(config.paths.database, DEPLOY, forgotten="make deploy")
    keeper = Keeper(config)
    with closing(EventStore(open_database(config.paths.database, NOW))) as store:
        model = keeper.load(store)
    assert not keeper.incomplete
    assert list(model.lines.ids) == DEPLOY[:-1]
    assert not model.lines.may_be_made_up("make deploy")


def test_a_long_history_is_learned_while_the_daemon_answers(daemon: RunningDaemon) -> None:
    """Without a snapshot that takes a while; what is run meanwhile counts as well."""
    daemon.stop()
    daemon.paths.snapshot.unlink()
    fill(daemon.paths.database, DEPLOY * LARGEST_TAIL)
    daemon.start()
    daemon.learn(["git fetch"])
    wait_until(lambda: not daemon.status()["incomplete"], "the history to be relearned")
    assert daemon.predict("git commit -m wip")[0] == "git push"
    assert "git fetch" in daemon.predict(prefix="git f")


@pytest.mark.parametrize("damage", [b"", b"garbage", None])
def test_a_damaged_snapshot_is_rebuilt(daemon: RunningDaemon, damage: bytes | None) -> None:
    """A snapshot that is empty, foreign or altered in one byte is replaced by replaying the events."""
    daemon.learn(DEPLOY, times=4)
    daemon.stop()
    content = bytearray(daemon.paths.snapshot.read_bytes())
    content[len(content) // 2] ^= 1
    daemon.paths.snapshot.write_bytes(content if damage is None else damage)
    daemon.start()
    assert daemon.predict("git commit -m wip")[0] == "git push"
    assert "rebuilt" in daemon.log_text()


def test_events_behind_the_snapshot_are_learned_at_start(daemon: RunningDaemon) -> None:
    """What was recorded after the last snapshot counts as well."""
    daemon.learn(["make"])
    daemon.stop()
    daemon.start()
    daemon.learn(DEPLOY, times=4)
    daemon.status()
    daemon.kill()
    daemon.start()
    assert daemon.predict("git commit -m wip")[0] == "git push"


def test_a_damaged_database_does_not_keep_the_daemon_from_starting(daemon: RunningDaemon) -> None:
    """It is set aside with a message, and new commands are kept."""
    daemon.learn(DEPLOY)
    daemon.stop()
    daemon.paths.database.write_bytes(b"not a database at all" * 300)
    daemon.start()
    daemon.learn(["ls"])
    assert [line for line, _, _ in daemon.events()] == ["ls"]
    assert "damaged" in daemon.log_text()
    assert list(daemon.paths.state.glob("segue.db.damaged-*"))


def test_forgotten_lines_leave_no_byte_anywhere(daemon: RunningDaemon) -> None:
    """Database, side files and snapshot are all free of it, at once and after a restart."""
    from segue.protocol.messages import Forget  # noqa: PLC0415 - only here

    line = "mysql --host staging-3391"
    daemon.learn([*DEPLOY, line], times=3)
    assert daemon.ask(Forget(1, "test", line))[0] == 3
    assert line not in daemon.predict("make deploy", count=20)
    for file in daemon.paths.state.iterdir():
        assert file.is_dir() or b"staging-3391" not in file.read_bytes(), file
    daemon.stop()
    daemon.start()
    assert line not in daemon.predict("make deploy", count=20)
