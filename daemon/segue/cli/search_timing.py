"""Times searches of a real daemon that has a made-up history, over its own socket."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from functools import partial
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any, Final

from segue.cli.background import start_in_background
from segue.cli.daemon_timing import LEARNING_PATIENCE, PATIENCE, Timed, rss, time_request
from segue.cli.learning import wait_until_learned
from segue.cli.scratch import scratch_state
from segue.cli.synthetic_history import Person
from segue.cli.synthetic_store import fill_store
from segue.client.client import Client
from segue.domain.errors import SegueError
from segue.protocol.memory_messages import Search
from segue.protocol.messages import VERSION, Hello, Status, Suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from segue.cli.daemon_timing import Progress
    from segue.domain.observation import Observation

POLL_SECONDS: Final = 0.05
WARM_UP: Final = 3
COUNT: Final = 20
HOST: Final = "bench"
LATEST: Final = 10_000
"""The commands that queries are made from, the latest."""


def time_searches(environ: Mapping[str, str], events: int, rounds: int, seed: int, progress: Progress) -> Timed:
    """Fill a scratch store, wait until a daemon has learned and indexed it, and search it in many ways.

    Raises:
        SegueError: the daemon does not start, learn or index.
    """
    searched = Timed()
    with ExitStack() as stack:
        paths, variables = stack.enter_context(scratch_state(environ))
        history = list(islice(Person(seed, variables["HOME"]).commands(), events))
        fill_store(paths.database, iter(history), events, partial(progress, "writing a history"))
        daemon = start_in_background(paths, variables)
        stack.callback(daemon.wait, PATIENCE)
        stack.callback(daemon.terminate)
        client = stack.enter_context(Client(paths.socket, PATIENCE))
        wait_until_learned(client, LEARNING_PATIENCE, partial(progress, "learning it"))
        _wait_until_indexed(client, partial(progress, "indexing it"))
        searched.once["rss_before_mb"] = rss(client)
        kinds = searches(history[-LATEST:], Random(seed))  # noqa: S311 - a benchmark keeps no secret
        for name, make in kinds.items():
            taken = [time_request(client, make()) for _ in range(rounds + WARM_UP)]
            searched.times[name] = taken[WARM_UP:]
            progress("searching it", len(searched.times) * rounds, len(kinds) * rounds)
        searched.times["null"] = [time_request(client, Hello(1, "bench", VERSION, "zsh", 0)) for _ in range(rounds)]
        searched.times["key_meanwhile"] = _type_meanwhile(stack, paths.socket, client, kinds["two_words"], rounds)
        searched.once["rss_after_mb"] = rss(client)
    return searched


def searches(history: Sequence[Observation], random: Random) -> dict[str, Callable[[], Search]]:
    """Return what makes a request of each kind: common and rare words, a new one, filters, and no word at all."""

    def word(place: int) -> str:
        words = random.choice(history).line.split()
        return words[min(place, len(words) - 1)]

    def make(*queries: str, **options: Any) -> Search:
        return Search(1, "bench", list(queries), host=HOST, count=COUNT, **options)

    def seen() -> Observation:
        return random.choice(history)

    return {
        "program": lambda: make(word(0)),
        "two_words": lambda: make(f"{word(0)} {word(1)}"),
        "line": lambda: make(seen().line),
        "sentence": lambda: make(f"how to {word(0)} the {word(1)} and {word(2)} of unheard-of things"),
        "three_queries": lambda: make(word(0), word(1), word(2)),
        "commands_only": lambda: make(f"{word(0)} {word(1)}", kinds=["command"]),
        "here": lambda: make(f"{word(0)} {word(1)}", cwd=seen().cwd),
        "failed": lambda: make(word(0), exit="failed"),
        "session": lambda: make(f"{word(0)} {word(1)}", within=seen().session),
        "nowhere": lambda: make(f"{word(0)} {word(1)}", cwd="/nowhere"),
        "latest": make,
        "latest_here": lambda: make(cwd=seen().cwd),
    }


def _type_meanwhile(
    stack: ExitStack, socket: Path, client: Client, make: Callable[[], Search], rounds: int
) -> list[float]:
    """Press keys while another client searches without a pause."""
    ended = threading.Event()
    other = stack.enter_context(Client(socket, PATIENCE))

    def search() -> None:
        while not ended.is_set():
            other.ask(make())

    thread = threading.Thread(target=search)
    thread.start()
    try:
        return [time_request(client, Suggest(2, "bench", "g", "/", 5)) for _ in range(rounds)]
    finally:
        ended.set()
        thread.join()


def _wait_until_indexed(client: Client, progress: Callable[[int, int | None], None]) -> None:
    deadline = time.monotonic() + LEARNING_PATIENCE
    while time.monotonic() < deadline:
        status: dict[str, Any] = client.ask(Status(1, "bench"))[0]
        vectors = status["vectors"]
        if vectors["lines"] and vectors["progress"] is None and vectors["serving"] == vectors["model"]:
            return
        progress(*(vectors["progress"] or (0, None)))
        time.sleep(POLL_SECONDS)
    raise SegueError("the daemon has not indexed the history")
