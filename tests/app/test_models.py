"""A real daemon with a real model: chosen, loaded, lost, hung, unloaded; whatever happens, somebody answers."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from segue.app.models import ChosenModel
from segue.client.client import Client
from segue.client.vectors import ask_for_vectors
from segue.config.config import Config
from segue.config.paths import Paths
from segue.embedding.models.choice import choose as choose_model
from segue.embedding.models.installed import open_model
from segue.protocol.messages import Embedders
from tests.helpers.command import segue
from tests.helpers.daemon import running_daemon
from tests.helpers.waiting import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.helpers.daemon import RunningDaemon

TEXTS = ["git status", "docker compose up", "make test"]
SECONDS = "3"
"""Of the model's step: long enough for a worker that works, on a busy machine as well."""


@pytest.fixture
def daemon(tiny_models: Path) -> Iterator[RunningDaemon]:
    """Give a daemon that uses a tiny model."""
    with running_daemon(SEGUE_EMBEDDING_MLX_SECONDS="60") as running:
        choose(running, tiny_models / "bert")
        yield running


def choose(daemon: RunningDaemon, model: Path) -> None:
    """Take a model into use while the daemon runs."""
    said = segue(daemon.environ, "models", "use", model)
    assert said.returncode == 0, said.stderr


def health(daemon: RunningDaemon) -> dict[str, Any]:
    """Return what `segue embed health --json` shows."""
    answer: dict[str, Any] = daemon.ask(Embedders(1, "test", "health"))[0]
    return answer


def ask(daemon: RunningDaemon, *, fresh: bool = True) -> dict[str, Any]:
    """Embed the texts and return where the vectors come from."""
    with Client(daemon.paths.socket, timeout=100) as client:
        return dict(ask_for_vectors(client, TEXTS, fresh=fresh)["origin"])


def taken_up(daemon: RunningDaemon, texts: int) -> bool:
    """Tell whether so many texts were asked for, and none of them waits any more."""
    mlx = health(daemon)["mlx"]
    return bool(mlx["texts"] == texts and mlx["waiting"] == 0)


def worker(daemon: RunningDaemon) -> int:
    """Return the process of the model, once it is loaded."""
    assert ask(daemon)["by"] == "mlx"
    pid = health(daemon)["mlx"]["pid"]
    assert isinstance(pid, int)
    return pid


def test_health_never_loads_the_model(daemon: RunningDaemon) -> None:
    """What is known of it comes from its files."""
    mlx = health(daemon)["mlx"]
    assert (mlx["model"], mlx["dims"], mlx["loaded"], mlx["pid"]) == ("bert", 64, False, None)


def test_memory_is_given_back_when_the_model_is_unloaded(daemon: RunningDaemon) -> None:
    """The process is gone, and the daemon is as large as before the first embedding, within 5 MB."""
    before = daemon.status()["rss"]
    pid = worker(daemon)
    assert segue(daemon.environ, "embed", "unload").stdout == "the model is unloaded\n"
    assert not psutil.pid_exists(pid)
    assert daemon.status()["rss"] - before < 5e6
    assert segue(daemon.environ, "embed", "unload").stdout == "no model was loaded\n"


def test_a_worker_that_is_killed_in_the_middle_is_made_up_for(daemon: RunningDaemon) -> None:
    """The next step answers what it was doing, and the request after that starts another one."""
    pid = worker(daemon)
    os.kill(pid, signal.SIGSTOP)
    before = health(daemon)["mlx"]["texts"]
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(ask, daemon)
        wait_until(lambda: taken_up(daemon, before + len(TEXTS)), "the worker to have the texts")
        os.kill(pid, signal.SIGKILL)
        assert answer.result()["by"] == "lexical"
    wait_until(lambda: ask(daemon)["by"] == "mlx", "a new worker to answer")
    assert health(daemon)["mlx"]["pid"] != pid


def test_a_hung_worker_is_left_behind_at_the_deadline(tiny_models: Path) -> None:
    """The next step answers, and says why this one has not; the worker does not outlive the daemon."""
    with running_daemon(SEGUE_EMBEDDING_MLX_SECONDS=SECONDS) as daemon:
        choose(daemon, tiny_models / "bert")
        wait_until(lambda: ask(daemon)["by"] == "mlx", "the model to be loaded in time")
        pid = worker(daemon)
        os.kill(pid, signal.SIGSTOP)
        origin = ask(daemon)
        assert origin["by"] == "lexical"
        assert origin["tried"] == [{"step": "mlx", "reason": f"no answer within {SECONDS} s"}]
        assert daemon.stop() == 0
        assert not psutil.pid_exists(pid)


def test_the_cache_answers_the_second_time(daemon: RunningDaemon) -> None:
    """Without a worker; what is asked for fresh is neither looked up nor kept, and `clear` empties it."""
    ask(daemon, fresh=False)
    assert segue(daemon.environ, "embed", "unload").returncode == 0
    assert ask(daemon, fresh=False)["by"] == "mlx"
    assert health(daemon)["mlx"]["pid"] is None
    (cache,) = daemon.ask(Embedders(1, "test", "stats"))[0]["cache"]
    assert (cache["entries"], cache["hits"]) == (3, 3)
    assert daemon.ask(Embedders(1, "test", "clear")) == [{"cleared": 3}]
    assert ask(daemon, fresh=True)["by"] == "mlx"
    assert daemon.ask(Embedders(1, "test", "stats"))[0]["cache"] == []


def test_every_line_is_embedded_anew_when_the_model_changes(daemon: RunningDaemon, tiny_models: Path) -> None:
    """The index is of one model; the one before answers until all lines are in the new one."""
    daemon.learn(["git status", "make test"])
    segue(daemon.environ, "models", "use", "--none")
    wait_until(lambda: daemon.status()["vectors"]["lines"] == 2, "the lines to be indexed by their words")
    assert daemon.status()["vectors"]["serving"] == "lexical"
    choose(daemon, tiny_models / "qwen3")
    wait_until(lambda: daemon.status()["vectors"]["serving"] == "qwen3", "the new index to answer", seconds=50)
    assert daemon.status()["vectors"]["lines"] == 2
    assert len(list(daemon.paths.state.glob("vectors-*.index"))) == 1


def test_a_model_that_is_gone_is_said_and_done_without(daemon: RunningDaemon, tmp_path: Path) -> None:
    """The words answer, and the log says why."""
    daemon.stop()
    daemon.paths.model_choice.write_text(f'{{"name": "gone", "path": "{tmp_path}/gone"}}')
    daemon.start()
    assert ask(daemon)["by"] == "lexical"
    assert "lines are embedded by their words" in daemon.log_text()


async def test_requests_and_the_index_agree_about_long_lines(tiny_models: Path, tmp_path: Path) -> None:
    """They remember with the same cache, so a line of several pieces has one vector, whoever asks first."""
    config = Config(Paths(state=tmp_path, run=tmp_path / "run"))
    choose_model(config.paths, open_model(tiny_models / "bert", None))
    models = ChosenModel(config)
    assert models.look()
    line = "docker compose up " * 100
    answer, indexed = await models.chain(None).embed([line]), await models.chosen().embedder.embed([line])
    assert models.mlx
    await models.mlx.close()
    assert answer.by == "mlx"
    assert indexed == pytest.approx(answer.vectors, abs=1e-5)
