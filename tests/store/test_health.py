"""The history database, looked at from outside."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from segue.store.health import examine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon


def test_a_sound_database(daemon: RunningDaemon) -> None:
    """While the daemon writes it, too: size and schema are told, and nothing is wrong."""
    daemon.learn(["make", "make test"])
    daemon.status()
    health = examine(daemon.paths.database, time.time())
    assert health is not None
    assert (health.damage, health.ahead, health.schema) == ("", 0, health.known)
    assert health.size > 0


def test_commands_of_the_future_are_counted(daemon: RunningDaemon) -> None:
    """By what the clock says now."""
    daemon.learn(["make"])
    daemon.status()
    health = examine(daemon.paths.database, time.time() - 1e6)
    assert health is not None
    assert health.ahead == 1


def test_there_may_be_none(tmp_path: Path) -> None:
    """Looking makes no file."""
    assert examine(tmp_path / "segue.db", 0) is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_database_is_damage(tmp_path: Path) -> None:
    """SQLite's words say what is wrong."""
    path = tmp_path / "segue.db"
    path.write_bytes(b"no database at all" * 500)
    health = examine(path, 0)
    assert health is not None
    assert "not a database" in health.damage
