"""The whole history is learned anew beside the daemon, which goes on whatever becomes of that."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Final

import psutil
import pytest

from segue.domain.observation import Observation
from segue.protocol.messages import Forget, Import, Why
from segue.store.database import open_database
from segue.store.events import EventStore
from tests.helpers.command import SEGUE, segue
from tests.helpers.full_disk import set_largest_file
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from tests.helpers.daemon import RunningDaemon

ROUNDS: Final = 5_000
PAST: Final = ("ssh staging-3391", "tail -f app.log", "exit", "cd ~/api")
"""Commands of long ago, so many rounds of them that a test has time to take hold of who learns them."""


@pytest.fixture
def daemon(daemon: RunningDaemon) -> RunningDaemon:
    """Give a daemon that has begun to learn a long past; the process that does it is suspended."""
    daemon.stop()
    daemon.paths.snapshot.unlink(missing_ok=True)
    with closing(EventStore(open_database(daemon.paths.database, time.time()))) as store:
        lines = enumerate(PAST * ROUNDS)
        store.append(
            (float(at), Observation(line=line, cwd="/srv", session="past", trains=False)) for at, line in lines
        )
    daemon.start()
    suspend(daemon)
    return daemon


def learners(daemon: RunningDaemon) -> list[psutil.Process]:
    """Return the daemon's processes that learn, none that is only about to become one."""
    assert daemon.process is not None
    children = psutil.Process(daemon.process.pid).children()
    return [child for child in children if not has_ended(child) and "segue.app.relearning" in child.cmdline()]


def suspend(daemon: RunningDaemon) -> psutil.Process:
    """Stop the process that learns as soon as it is there."""
    wait_until(lambda: bool(learners(daemon)), "a process that learns")
    (learner,) = learners(daemon)
    learner.suspend()
    return learner


def has_ended(process: psutil.Process) -> bool:
    """Tell whether nothing runs of a process, even if its parent has not yet asked what became of it."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until_learned(daemon: RunningDaemon) -> None:
    """Let everything go on, and return when the model holds the whole history."""
    for learner in learners(daemon):
        learner.resume()
    wait_until(lambda: not daemon.status()["incomplete"], "the history to be relearned")


def runs(daemon: RunningDaemon, line: str) -> int:
    """Return how often the line was run as far as the model knows."""
    (explained,) = daemon.ask(Why(1, "test", line, "/srv", []))
    return int(explained["runs"]["count"]) if explained["runs"] else 0


def test_shells_are_served_meanwhile(daemon: RunningDaemon) -> None:
    """What is recorded is learned and suggested at once, and is still known when the past has joined it."""
    daemon.learn(["make", "git push"], times=100)
    assert daemon.predict("make")[0] == "git push"
    wait_until_learned(daemon)
    assert [runs(daemon, line) for line in ("git push", *PAST)] == [100, *[ROUNDS] * len(PAST)]


def test_progress_is_shown(daemon: RunningDaemon) -> None:
    """`segue status` counts the commands that are learned, of all."""
    total = len(PAST) * ROUNDS
    assert f"0 of {total:,} commands" in segue(daemon.environ, "status").stdout
    shown: list[list[int] | None] = []

    def is_learned() -> bool:
        shown.append(daemon.status()["rebuild"])
        return shown[-1] is None

    learners(daemon)[0].resume()
    wait_until(is_learned, "the history to be relearned")
    assert [0 < done < of == total for done, of in filter(None, shown)].count(True)


def test_what_is_forgotten_meanwhile_stays_forgotten(daemon: RunningDaemon) -> None:
    """Though the process has read the line by then, it is in no suggestion and in no file."""
    (learner,) = learners(daemon)
    learner.resume()
    wait_until(lambda: (daemon.status()["rebuild"] or [1])[0] > 0, "the line to be read")
    assert daemon.ask(Forget(1, "test", "ssh staging-3391"))[0] == ROUNDS
    wait_until_learned(daemon)
    assert [runs(daemon, line) for line in PAST] == [0, *[ROUNDS] * len(PAST[1:])]
    daemon.stop()
    for file in daemon.paths.state.iterdir():
        assert file.is_dir() or b"staging-3391" not in file.read_bytes(), file


def test_an_import_meanwhile_is_learned_as_well(daemon: RunningDaemon) -> None:
    """What enters the past behind the back of the process is learned in one more go."""
    history = [["terraform plan", 1.0, None, 0, None], ["terraform apply", 2.0, None, 0, None]]
    daemon.ask(Import(1, "test", "/history", "zsh", "box", history, last=True))
    wait_until_learned(daemon)
    assert [runs(daemon, line) for line in ("terraform plan", *PAST)] == [1, *[ROUNDS] * len(PAST)]


def test_an_end_of_the_process_is_survived(daemon: RunningDaemon) -> None:
    """The log and `status` say what has ended it; what is known is suggested, and the next start learns the rest."""
    (learner,) = learners(daemon)
    learner.kill()
    wait_until(lambda: daemon.status()["failure"] != "", "the failure to be noticed")
    assert "SIGKILL" in daemon.log_text()
    assert "SIGKILL" in segue(daemon.environ, "status").stdout
    daemon.learn(["make", "git push"], times=4)
    assert daemon.predict("make")[0] == "git push"
    assert daemon.status()["incomplete"]
    daemon.stop()
    daemon.start()
    wait_until_learned(daemon)
    assert [runs(daemon, line) for line in ("git push", *PAST)] == [4, *[ROUNDS] * len(PAST)]


def test_an_import_says_that_it_was_not_learned(daemon: RunningDaemon) -> None:
    """`segue import` ends with the reason when the process that learns for it is killed."""
    history = daemon.paths.state / "history"
    history.write_text("terraform plan\n", "utf-8")
    wait_until_learned(daemon)
    with subprocess.Popen(
        [SEGUE, "import", history], env=daemon.environ, stderr=subprocess.PIPE, text=True
    ) as importing:
        suspend(daemon).kill()
        _, error = importing.communicate(timeout=20)
    assert importing.returncode == 1
    assert "SIGKILL" in error


def test_a_damaged_page_is_survived(daemon: RunningDaemon) -> None:
    """The log says that the database cannot be read, and the daemon answers."""
    size = daemon.paths.database.stat().st_size
    with daemon.paths.database.open("r+b") as file:
        file.seek(size // 4)
        file.write(b"\xff" * (size // 2))
    for learner in learners(daemon):
        learner.resume()
    wait_until(lambda: "could not be relearned" in daemon.log_text(), "the failure to be logged")
    assert "malformed" in daemon.log_text()
    daemon.predict("make")


def test_the_daemon_ends_at_once(daemon: RunningDaemon) -> None:
    """It neither waits for the process nor leaves it behind."""
    (learner,) = learners(daemon)
    assert daemon.stop() == 0
    assert has_ended(learner)
    assert "could not be relearned" not in daemon.log_text()


def test_the_process_ends_with_the_daemon(daemon: RunningDaemon) -> None:
    """When the daemon is killed, the process that learns for it ends before it is through, and leaves no file."""
    (learner,) = learners(daemon)
    files = sorted(path.name for path in daemon.paths.state.iterdir())
    daemon.kill()
    learner.resume()
    wait_until(lambda: has_ended(learner), "the process to end")
    assert sorted(path.name for path in daemon.paths.state.iterdir()) == files
    assert "Traceback" not in daemon.log_text()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit another process's files")
def test_a_full_disk_only_delays_it(daemon: RunningDaemon) -> None:
    """While commands wait in memory the past waits as well; once there is room both are known."""
    set_largest_file(daemon, 0)
    daemon.learn(["make", "git push"], times=4)
    wait_until(lambda: daemon.status()["problem"] != "", "the problem to be said")
    (learner,) = learners(daemon)
    learner.resume()
    wait_until(lambda: has_ended(learner), "the process to end")
    assert daemon.predict("make")[0] == "git push"
    assert daemon.status()["incomplete"]
    set_largest_file(daemon, resource.RLIM_INFINITY)
    wait_until_learned(daemon)
    assert [runs(daemon, line) for line in ("git push", *PAST)] == [4, *[ROUNDS] * len(PAST)]
