"""A disk that takes no more bytes: nothing stored is lost, nothing new is lost, and prompts go on."""

from __future__ import annotations

import resource
import sys
from typing import TYPE_CHECKING

import pytest

from tests.helpers.full_disk import set_largest_file
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit another process's files")


def test_commands_wait_in_memory_until_there_is_room(daemon: RunningDaemon) -> None:
    """While nothing can be written commands are learned and suggested, `status` says why, and later all are stored."""
    daemon.learn(["make"])
    assert [line for line, _, _ in daemon.events()] == ["make"]
    set_largest_file(daemon, 0)
    daemon.learn(["make test", "git push"], times=3)
    assert daemon.predict("make test")[0] == "git push"
    wait_until(lambda: daemon.status()["problem"] != "", "the problem to be said")
    assert daemon.status()["waiting"] == 6
    set_largest_file(daemon, resource.RLIM_INFINITY)
    daemon.learn(["git pull"])
    wait_until(lambda: daemon.status()["waiting"] == 0, "what waited to be written")
    assert [line for line, _, _ in daemon.events()] == ["make", *["make test", "git push"] * 3, "git pull"]
    assert daemon.status()["problem"] == ""


def test_it_ends_cleanly_and_starts_again(daemon: RunningDaemon) -> None:
    """A daemon that can write nothing still ends when it is told to, and what was stored before is there."""
    daemon.learn(["make"])
    daemon.status()
    set_largest_file(daemon, 0)
    daemon.learn(["lost with the disk"])
    assert daemon.stop() == 0
    daemon.start()
    assert [line for line, _, _ in daemon.events()] == ["make"]
