"""The daemon's index holds what a person has run, whatever happens to the daemon."""

from __future__ import annotations

import resource
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from segue.domain.digest import text_key
from segue.embedding.index import VectorIndex
from segue.embedding.lexical import DIMS, NAME, REVISION
from segue.embedding.space import Space
from segue.protocol.messages import VERSION, Forget, Hello, Import, Record
from tests.helpers.daemon import SESSION, running_daemon
from tests.helpers.embedders import MemoryEmbedder
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.daemon import RunningDaemon

ROOT = Path(__file__).parent.parent.parent
LEXICAL = Space(NAME, REVISION, DIMS)
LINES = ["git add -A", "git commit -m wip", "git push", "make deploy"]


@pytest.fixture
def modelled() -> Iterator[RunningDaemon]:
    """Give a real daemon with the model `small` in memory."""
    with running_daemon(SEGUE_TEST_MODELS="small", PYTHONPATH=str(ROOT)) as running:
        running.stop()
        running.program = (
            "-m",
            "tests.helpers.memory_daemon",
        )
        for path in running.paths.state.glob("vectors-*"):
            path.unlink()
        running.start()
        yield running


def vectors(daemon: RunningDaemon) -> dict[str, Any]:
    """Return the figures of the index."""
    figures: dict[str, Any] = daemon.status()["vectors"]
    return figures


def wait_for_lines(daemon: RunningDaemon, count: int) -> None:
    """Wait until so many lines are in the index, and nothing is under way."""

    def is_filled() -> bool:
        figures = vectors(daemon)
        return figures["lines"] == count and figures["progress"] is None and figures["serving"] == figures["model"]

    wait_until(is_filled, f"{count} lines to be in the index")


def indexed(daemon: RunningDaemon, space: Space = LEXICAL) -> set[int]:
    """End the daemon and return the keys in its index."""
    daemon.stop()
    index = VectorIndex(daemon.paths.vector_index(space.digest), space)
    keys, _ = index.entries()
    index.close()
    return set(keys.tolist())


def keys(*lines: str) -> set[int]:
    """Return the keys of lines."""
    return {text_key(line) for line in lines}


def import_lines(daemon: RunningDaemon, lines: list[str]) -> None:
    """Import a history of these lines."""
    entries = [[line, 1_600_000_000.0 + place, None, None, None] for place, line in enumerate(lines)]
    daemon.ask(Import(1, "import-1", "/home/me/.zsh_history", "zsh", socket.gethostname(), entries, last=True))


def test_recorded_commands_come_into_the_index(daemon: RunningDaemon) -> None:
    """Those of a person, each once, with holes for secrets; not those of agents, and not what is private."""
    daemon.learn(LINES, times=3)
    daemon.learn(["mysql --password=hunter22 prod", " private", ""])
    daemon.ask(Hello(1, "900001-agent", VERSION, "zsh", 1, "claude"))
    daemon.ask(Record(2, "900001-agent", "cargo fmt", "/srv", None, None, 0))
    wait_for_lines(daemon, len(LINES) + 1)
    redacted = next(line for line, _, _ in daemon.events() if line.startswith("mysql"))
    assert "hunter22" not in redacted
    assert indexed(daemon) == keys(*LINES, redacted)


def test_forgetting_a_line_removes_its_vector(daemon: RunningDaemon) -> None:
    """The answer says how many events and vectors were removed, and the file has nothing of it."""
    daemon.learn([*LINES, "make oops"])
    wait_for_lines(daemon, len(LINES) + 1)
    assert daemon.ask(Forget(1, SESSION, "make oops")) == [1, 1]
    assert vectors(daemon)["lines"] == len(LINES)
    assert daemon.ask(Forget(2, SESSION, "make oops")) == [0, 0]
    trace = text_key("make oops").to_bytes(8, "little")
    assert not any(trace in path.read_bytes() for path in daemon.paths.state.glob("vectors*"))
    assert indexed(daemon) == keys(*LINES)


def test_the_files_are_private(daemon: RunningDaemon) -> None:
    """Index and cache can be read by their owner alone."""
    daemon.learn(LINES)
    wait_for_lines(daemon, len(LINES))
    modes = {path.name: path.stat().st_mode & 0o777 for path in daemon.paths.state.glob("vectors*")}
    assert len(modes) >= 2
    assert set(modes.values()) == {0o600}


def test_a_daemon_that_was_killed_goes_on_where_it_was(modelled: RunningDaemon) -> None:
    """After SIGKILL in the middle of an import's embedding, what is in the index stays and the rest follows."""
    modelled.stop()
    modelled.environ["SEGUE_TEST_PAUSE"] = "0.02"
    modelled.start()
    lines = [f"echo {number}" for number in range(1200)]
    import_lines(modelled, lines)
    wait_until(lambda: vectors(modelled)["lines"] > 0, "the first lines to be in the index", seconds=40)
    progress = vectors(modelled)["progress"]
    assert progress is None or progress[1] == len(lines)
    modelled.kill()
    modelled.environ["SEGUE_TEST_PAUSE"] = "0"
    modelled.start()
    wait_for_lines(modelled, len(lines))
    assert indexed(modelled, MemoryEmbedder("small").space) == keys(*lines)


def test_another_model_takes_over_when_everything_is_embedded_with_it(modelled: RunningDaemon) -> None:
    """The index of the one before answers until then, also after a crash, and is gone afterwards."""
    small, large = MemoryEmbedder("small").space, MemoryEmbedder("large").space
    modelled.learn(LINES)
    wait_for_lines(modelled, len(LINES))
    modelled.stop()
    modelled.environ |= {"SEGUE_TEST_MODELS": "small large", "SEGUE_TEST_PAUSE": "3600"}
    modelled.start()
    for _ in range(2):
        wait_until(lambda: vectors(modelled)["serving"] == "small", "the old index to answer")
        assert vectors(modelled)["model"] == "large"
        modelled.kill()
        modelled.start()
    modelled.kill()
    modelled.environ["SEGUE_TEST_PAUSE"] = "0"
    modelled.start()
    wait_for_lines(modelled, len(LINES))
    assert vectors(modelled)["serving"] == "large"
    assert not modelled.paths.vector_index(small.digest).exists()
    assert indexed(modelled, large) == keys(*LINES)


@pytest.mark.parametrize("damaged", ["vectors.db", "vectors-*.index"])
def test_a_damaged_file_is_made_anew(modelled: RunningDaemon, damaged: str) -> None:
    """Cache and index are derived: the daemon starts, says so, and has every line again."""
    modelled.learn(LINES)
    wait_for_lines(modelled, len(LINES))
    modelled.stop()
    (path,) = modelled.paths.state.glob(damaged)
    path.write_bytes(b"damaged" * 1000)
    modelled.start()
    wait_for_lines(modelled, len(LINES))
    modelled.learn(["htop"])
    wait_for_lines(modelled, len(LINES) + 1)
    assert path.name in modelled.log_text()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit another process's files")
def test_a_full_disk_does_not_hurt_recording(daemon: RunningDaemon) -> None:
    """While nothing can be written commands are learned and suggested; when there is room all are in the index."""
    daemon.learn(["make"])
    wait_for_lines(daemon, 1)
    assert daemon.process is not None
    process = psutil.Process(daemon.process.pid)
    process.rlimit(psutil.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    daemon.learn(["make test", "git push"], times=3)
    assert daemon.predict("make test")[0] == "git push"
    wait_until(lambda: daemon.status()["problem"] != "", "the problem to be said")
    process.rlimit(psutil.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    daemon.learn(["git pull"])
    wait_until(lambda: daemon.status()["waiting"] == 0, "what waited to be written")
    daemon.learn(["git fetch"])
    wait_for_lines(daemon, 5)
