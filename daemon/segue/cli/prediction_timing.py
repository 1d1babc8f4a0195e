"""Times a real daemon that has learned a made-up history, over its own socket."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from segue.cli.background import launch_daemon, start_in_background
from segue.cli.daemon_timing import LEARNING_PATIENCE, MEGABYTE, PATIENCE, rss, time_request
from segue.cli.learning import has_learned, wait_until_learned
from segue.cli.scratch import scratch_state
from segue.cli.synthetic_disk import lay_out
from segue.cli.synthetic_history import Person
from segue.cli.synthetic_store import fill_store
from segue.client.client import Client
from segue.domain.errors import DaemonUnavailableError, SegueError
from segue.protocol.memory_messages import Workflows
from segue.protocol.messages import VERSION, Hello, Import, Record, Suggest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping

    from segue.cli.daemon_timing import Progress
    from segue.config.paths import Paths
    from segue.domain.observation import Observation

KEYS: Final = 12
"""Keys that are timed of each line."""
LINE_SECONDS: Final = 0.2
"""Between two lines that are typed while something else goes on: few enough to be little beside that."""
ASKED: Final = 5
WARM_UP: Final = 20
FIRST_POLL_SECONDS: Final = 0.002
SETTLED_SECONDS: Final = 3.0
"""From the end of learning until the daemon has saved what it learned and given memory back."""


@dataclass(slots=True)
class Measured:
    """Milliseconds of each request, and figures that are taken once, in seconds and megabytes."""

    null: list[float] = field(default_factory=list)
    empty_prompt: list[float] = field(default_factory=list)
    keystroke: list[float] = field(default_factory=list)
    record: list[float] = field(default_factory=list)
    keystroke_relearning: list[float] = field(default_factory=list)
    keystroke_alone: list[float] = field(default_factory=list)
    keystroke_searching: list[float] = field(default_factory=list)
    once: dict[str, float] = field(default_factory=dict)


def time_predictions(environ: Mapping[str, str], events: int, prompts: int, seed: int, progress: Progress) -> Measured:
    """Fill a scratch store, let a daemon learn it, use it, once more while it learns all anew, and start it again.

    Raises:
        SegueError: the daemon does not start, or does not learn.
    """
    measured = Measured()
    with ExitStack() as stack:
        paths, variables = stack.enter_context(scratch_state(environ))
        person = Person(seed, variables["HOME"])
        lay_out(person)
        history = person.commands()
        with _timed(measured, "fill_s"):
            fill_store(paths.database, islice(history, events), events, partial(progress, "writing a history"))
        daemon = start_in_background(paths, variables)
        stack.callback(_end, daemon)
        with _timed(measured, "learn_s"), Client(paths.socket, PATIENCE) as client:
            wait_until_learned(client, LEARNING_PATIENCE, partial(progress, "learning it"))
        with Client(paths.socket, PATIENCE) as client:
            _use(client, islice(history, prompts + WARM_UP), prompts, measured, progress)
            measured.once["rss_after_learning_mb"] = rss(client)
            with _timed(measured, "relearn_s"):
                _type_while_relearning(client, history, measured, progress)
            time.sleep(SETTLED_SECONDS)
            measured.once["rss_after_relearning_mb"] = rss(client)
            _type_while_searching(client, paths, history, measured, progress)
            time.sleep(SETTLED_SECONDS)
            measured.once["rss_after_searching_mb"] = rss(client)
        _end(daemon)
        measured.once["snapshot_mb"] = paths.snapshot.stat().st_size / MEGABYTE
        measured.once["database_mb"] = paths.database.stat().st_size / MEGABYTE
        with _timed(measured, "first_answer_s"):
            stack.callback(_end, launch_daemon(paths, variables))
            _wait_for_an_answer(paths)
        with Client(paths.socket, PATIENCE) as client:
            measured.once["rss_mb"] = rss(client)
    return measured


def _use(client: Client, history: Iterator[Observation], prompts: int, measured: Measured, progress: Progress) -> None:
    """Work as a person would: look at the empty prompt, type the line key by key, run it."""
    # Right behind a record comes the next empty prompt, as in a shell, where both are one write.
    for number, seen in enumerate(history):
        times = measured if number >= WARM_UP else Measured()
        cwd = seen.cwd or ""
        for length in range(min(KEYS, len(seen.line)) + 1):
            kind = times.keystroke if length else times.empty_prompt
            kind.append(time_request(client, Suggest(2, seen.session, seen.line[:length], cwd, ASKED)))
        times.null.append(time_request(client, Hello(1, seen.session, VERSION, "zsh", 0)))
        times.record.append(time_request(client, Record(3, seen.session, seen.line, cwd, None, None, seen.exit)))
        progress("using it", max(number + 1 - WARM_UP, 0), prompts)


def _type_while_relearning(
    client: Client, history: Iterator[Observation], measured: Measured, progress: Progress
) -> None:
    """Import a command of long ago, which puts the whole history out of date, and type until it is learned anew."""
    entry = ["echo long ago", 1.0, None, 0, None]
    client.ask(Import(1, "bench", "/bench", "zsh", socket.gethostname(), [entry], last=True))
    for seen in history:
        _type(client, seen, measured.keystroke_relearning)
        if has_learned(client, partial(progress, "learning it anew")):
            return


def _type_while_searching(
    client: Client, paths: Paths, history: Iterator[Observation], measured: Measured, progress: Progress
) -> None:
    """Have the history searched for workflows, and type meanwhile; type as much with nothing else going on."""
    with _timed(measured, "search_s"), ThreadPoolExecutor(1) as asking, Client(paths.socket, PATIENCE) as other:
        asking.submit(other.ask, Workflows(1, "bench", "list", {}))
        for number, seen in enumerate(history):
            _type(client, seen, measured.keystroke_searching)
            progress("searching it", number + 1, None)
            if not client.ask(Workflows(3, "bench", "list", {"fresh": False}))[0]["searching"]:
                break
    for seen in islice(history, number + 1):
        _type(client, seen, measured.keystroke_alone)


def _type(client: Client, seen: Observation, times: list[float]) -> None:
    """Type a line key by key, and time the keys."""
    for length in range(min(KEYS, len(seen.line)) + 1):
        taken = time_request(client, Suggest(2, seen.session, seen.line[:length], seen.cwd or "", ASKED))
        if length:
            times.append(taken)
    time.sleep(LINE_SECONDS)


@contextmanager
def _timed(measured: Measured, name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    measured.once[name] = time.perf_counter() - started


def _wait_for_an_answer(paths: Paths) -> None:
    """Return as soon as a daemon that was just launched has answered with suggestions."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with Client(paths.socket, PATIENCE) as client:
                client.ask(Suggest(1, "bench", "", "/", ASKED))
        except DaemonUnavailableError:
            time.sleep(FIRST_POLL_SECONDS)
        else:
            return
    raise SegueError("the daemon that was started again does not answer")


def _end(daemon: subprocess.Popen[bytes]) -> None:
    daemon.terminate()
    daemon.wait(PATIENCE)
