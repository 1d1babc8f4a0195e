"""The worker starts when it is needed, ends when it is not, and whatever happens to it stays there."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind
from segue.embedding.mlx.embedder import MlxEmbedder
from segue.embedding.mlx.limits import MlxLimits
from segue.embedding.models.installed import open_model
from tests.helpers.waiting import PATIENCE, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BATCH = [f"git checkout -b feature-{number}" for number in range(32)]
"""As many texts as the worker is given at once."""


async def until(condition: Callable[[], bool]) -> None:
    """Return once the condition holds; the loop goes on meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in other processes
            await asyncio.sleep(0.005)


async def loaded(embedder: MlxEmbedder) -> int:
    """Let the embedder load its model and return the worker's process."""
    await embedder.embed(["ls"])
    pid = embedder.health()["pid"]
    assert isinstance(pid, int)
    return pid


def freeze(pid: int) -> None:
    """Stop a process where it is, and wait until the kernel says so."""
    os.kill(pid, signal.SIGSTOP)
    wait_until(lambda: psutil.Process(pid).status() == psutil.STATUS_STOPPED, "the worker to stop")


async def under_way(embedder: MlxEmbedder, texts: list[str]) -> asyncio.Task[np.typing.NDArray[np.float32]]:
    """Ask for texts and return once the worker has them."""
    task = asyncio.create_task(embedder.embed(texts))
    await asyncio.sleep(0)
    await until(lambda: embedder.health()["waiting"] == 0)
    return task


class Timers:
    """Takes the place of the loop's timers: nothing happens before the test says so."""

    def __init__(self) -> None:
        self.pending: list[tuple[float, Callable[[], None]]] = []

    def __call__(self, seconds: float, callback: Callable[[], None]) -> Timers.Handle:
        """Take note of a timer."""
        self.pending.append((seconds, callback))
        return Timers.Handle(self)

    def fire(self) -> None:
        """Let its time come."""
        _, callback = self.pending.pop()
        callback()

    class Handle:
        """A timer that can be called off; there is one at a time."""

        def __init__(self, timers: Timers) -> None:
            self._timers = timers

        def cancel(self) -> None:
            """Call it off."""
            self._timers.pending.clear()


async def test_nothing_runs_before_the_first_text(embedder: Callable[..., MlxEmbedder]) -> None:
    """Health is known without a worker; the first text starts one, and close ends and reaps it."""
    bert = embedder()
    before = bert.health()
    assert (before["loaded"], before["pid"], before["rss"], before["dims"]) == (False, None, None, 64)
    assert before["starts"] == 0

    pid = await loaded(bert)
    health = bert.health()
    assert health["loaded"]
    assert health["rss"] > 10_000_000
    assert health["mlx"]["device"] in {"cpu", "metal"}
    assert 0 < health["mlx"]["active_bytes"] <= health["mlx"]["peak_bytes"]

    await bert.close()
    assert not psutil.pid_exists(pid)
    assert not bert.health()["loaded"]


async def test_concurrent_requests_share_batches(embedder: Callable[..., MlxEmbedder]) -> None:
    """Forty calls at once are two batches, and each gets its own rows."""
    bert = embedder()
    texts = [*BATCH, *(f"ls {number}" for number in range(8))]
    rows = await asyncio.gather(*(bert.embed([text]) for text in texts))
    assert bert.health()["batches"] == 2
    assert np.concatenate(rows) == pytest.approx(await bert.embed(texts), abs=1e-5)


async def test_fifteen_idle_minutes_end_the_worker(embedder: Callable[..., MlxEmbedder]) -> None:
    """The time begins after the last answer; the next text starts another worker."""
    timers = Timers()
    bert = embedder(after=timers)
    pid = await loaded(bert)
    await until(lambda: bool(timers.pending))
    assert [seconds for seconds, _ in timers.pending] == [900]

    freeze(pid)
    task = await under_way(bert, ["ls"])
    assert timers.pending == []
    os.kill(pid, signal.SIGCONT)
    await task
    await until(lambda: bool(timers.pending))

    timers.fire()
    await until(lambda: not psutil.pid_exists(pid))
    assert not bert.health()["loaded"]
    assert await loaded(bert) != pid


async def test_unload_gives_the_memory_back_at_once(embedder: Callable[..., MlxEmbedder]) -> None:
    """The worker is gone when unload returns; to unload what is not loaded does nothing."""
    bert = embedder()
    assert not await bert.unload()
    pid = await loaded(bert)
    assert await bert.unload()
    assert not psutil.pid_exists(pid)


async def test_a_killed_worker_fails_its_request_and_the_next_starts_another(
    embedder: Callable[..., MlxEmbedder],
) -> None:
    """SIGKILL in the midst of a batch is an error that names it."""
    bert = embedder()
    pid = await loaded(bert)
    freeze(pid)
    task = await under_way(bert, BATCH)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(EmbeddingError, match="SIGKILL"):
        await task
    assert not psutil.pid_exists(pid)
    assert (await bert.embed(["ls"])).shape == (1, 64)
    assert (bert.health()["starts"], bert.health()["failures"]) == (2, 1)


async def test_a_hung_worker_is_killed_at_the_deadline(embedder: Callable[..., MlxEmbedder]) -> None:
    """SIGSTOP costs a request its deadline and no more; the next is answered by another worker."""
    bert = embedder("bert", MlxLimits(request_seconds=3))
    pid = await loaded(bert)
    freeze(pid)
    with pytest.raises(EmbeddingError, match="within 3 s"):
        await bert.embed(["ls"])
    await until(lambda: not psutil.pid_exists(pid))
    await bert.close()
    bert = embedder()
    assert (await bert.embed(["ls"])).shape == (1, 64)


async def test_what_is_cancelled_is_not_embedded(embedder: Callable[..., MlxEmbedder]) -> None:
    """The waiting texts of a cancelled call are taken out; the others are answered."""
    bert = embedder()
    pid = await loaded(bert)
    freeze(pid)
    first = await under_way(bert, BATCH)
    second = asyncio.create_task(bert.embed(BATCH))
    await until(lambda: bert.health()["waiting"] == 32)
    second.cancel()
    await until(lambda: bert.health()["waiting"] == 0)
    os.kill(pid, signal.SIGCONT)
    assert (await first).shape == (32, 64)
    with pytest.raises(asyncio.CancelledError):
        await second
    assert bert.health()["batches"] == 2


async def test_beyond_the_bound_a_request_is_refused_at_once(embedder: Callable[..., MlxEmbedder]) -> None:
    """Texts do not pile up; those that wait already are answered."""
    bert = embedder("bert", MlxLimits(waiting=40))
    pid = await loaded(bert)
    freeze(pid)
    first = await under_way(bert, BATCH)
    second = asyncio.create_task(bert.embed(BATCH))
    await until(lambda: bert.health()["waiting"] == 32)
    with pytest.raises(EmbeddingError, match="32 texts are waiting"):
        await bert.embed(BATCH[:9])
    os.kill(pid, signal.SIGCONT)
    assert (await first).shape == (await second).shape == (32, 64)


async def test_a_question_comes_before_the_documents_that_wait(embedder: Callable[..., MlxEmbedder]) -> None:
    """A person waits for the one, nobody for the others."""
    bert = embedder()
    pid = await loaded(bert)
    freeze(pid)
    first = await under_way(bert, BATCH)
    answered: list[str] = []

    async def ask(name: str, texts: list[str], kind: Kind) -> None:
        await bert.embed(texts, kind)
        answered.append(name)

    documents = asyncio.create_task(ask("documents", BATCH * 2, Kind.DOCUMENT))
    await until(lambda: bert.health()["waiting"] == 64)
    question = asyncio.create_task(ask("question", ["ls"], Kind.QUERY))
    await until(lambda: bert.health()["waiting"] == 65)
    os.kill(pid, signal.SIGCONT)
    await asyncio.gather(first, documents, question)
    assert answered == ["question", "documents"]


async def test_what_keeps_failing_is_left_alone_for_longer_and_longer(
    tiny_models: Path, tmp_path: Path, embedder: Callable[..., MlxEmbedder]
) -> None:
    """A model that cannot be loaded is tried twice; then requests fail at once until the time has come."""
    broken = tmp_path / "broken"
    shutil.copytree(tiny_models / "bert", broken)
    (broken / "model.safetensors").write_bytes(b"no weights")
    now = [0.0]
    bert = embedder(broken, clock=lambda: now[0])
    for starts in (1, 2):
        with pytest.raises(EmbeddingError, match="safetensors"):
            await bert.embed(["ls"])
        assert bert.health()["starts"] == starts
    with pytest.raises(EmbeddingError, match="failed 2 times in a row and rests for another 1 s"):
        await bert.embed(["ls"])
    assert bert.health()["starts"] == 2
    now[0] = 1.0
    shutil.copy(tiny_models / "bert" / "model.safetensors", broken)
    assert (await bert.embed(["ls"])).shape == (1, 64)
    assert bert.health()["retry_seconds"] == 0


async def test_closing_answers_whatever_waits(embedder: Callable[..., MlxEmbedder]) -> None:
    """Nobody is left waiting, not even behind a hung worker, and the next request begins anew."""
    bert = embedder()
    pid = await loaded(bert)
    freeze(pid)
    tasks = [await under_way(bert, BATCH), asyncio.create_task(bert.embed(["ls"]))]
    await until(lambda: bert.health()["waiting"] == 1)
    await bert.close()
    for error in await asyncio.gather(*tasks, return_exceptions=True):
        assert isinstance(error, EmbeddingError)
    assert not psutil.pid_exists(pid)
    assert await loaded(bert) != pid


async def test_a_model_that_has_gone_is_an_error(tiny_models: Path, tmp_path: Path) -> None:
    """A missing directory is never taken for the name of something to download."""
    gone = tmp_path / "gone"
    shutil.copytree(tiny_models / "bert", gone)
    bert = MlxEmbedder(open_model(gone, None), os.environ)
    shutil.rmtree(gone)
    with pytest.raises(EmbeddingError, match="the model's directory is gone"):
        await bert.embed(["ls"])


def test_the_worker_ends_with_its_daemon(tiny_models: Path) -> None:
    """Killed without warning, a daemon leaves no worker behind."""
    script = (
        "import asyncio, os, pathlib, sys\n"
        "from segue.embedding.mlx.embedder import MlxEmbedder\n"
        "from segue.embedding.models.installed import open_model\n"
        "async def main():\n"
        "    embedder = MlxEmbedder(open_model(pathlib.Path(sys.argv[1]), None), os.environ)\n"
        "    await embedder.embed(['ls'])\n"
        "    print(embedder.health()['pid'], flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tiny_models / "bert")], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        parent.kill()
        wait_until(lambda: not psutil.pid_exists(worker) or _is_zombie(worker), "the worker to end")


def _is_zombie(pid: int) -> bool:
    """Say whether a process has ended; in a container without an init nobody may reap it."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
