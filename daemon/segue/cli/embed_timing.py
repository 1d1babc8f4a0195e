"""Times the embedders of a real daemon, over its own socket, and weighs them."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from segue.cli.background import start_in_background
from segue.cli.daemon_timing import MEGABYTE, Timed, milliseconds, rss
from segue.cli.scratch import scratch_state
from segue.cli.synthetic_history import synthetic_history
from segue.client.client import Client
from segue.client.vectors import ask_for_sequence, ask_for_vectors
from segue.domain.errors import SegueError
from segue.embedding.lexical import lexical_vectors
from segue.embedding.models.choice import choose
from segue.protocol.messages import Embedders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.embedding.models.installed import InstalledModel

PATIENCE: Final = 600.0
BATCH: Final = 32
ROW: Final = 5
"""Commands of a sequence."""
THROUGHPUT: Final = 20_000
"""Commands that are embedded at once by their words."""


def time_embedder(environ: Mapping[str, str], model: InstalledModel | None, rounds: int) -> Timed:
    """Let a scratch daemon embed with a model, or without one by the words of a line.

    Raises:
        SegueError: the daemon does not start, or somebody else has answered.
    """
    timed, lines = Timed(), synthetic_history()
    with ExitStack() as stack:
        paths, variables = stack.enter_context(scratch_state(environ))
        step = "mlx" if model else "lexical"
        variables |= {"SEGUE_EMBEDDING_CHAIN": step, "SEGUE_EMBEDDING_MLX_SECONDS": str(PATIENCE)}
        choose(paths, model)
        daemon = start_in_background(paths, variables)
        stack.callback(daemon.wait, PATIENCE)
        stack.callback(daemon.terminate)
        client = stack.enter_context(Client(paths.socket, PATIENCE))

        def texts(count: int) -> list[str]:
            return [seen.line for seen in islice(lines, count)]

        def embed(batch: list[str], *, fresh: bool = True) -> None:
            answer = ask_for_vectors(client, batch, fresh=fresh)
            if answer["origin"]["by"] != step:
                reasons = "; ".join(tried["reason"] for tried in answer["origin"]["tried"])
                raise SegueError(f"{step} does not answer: {reasons}")

        timed.once["rss_idle_mb"] = _whole_rss(client)
        timed.once["cold_start_s"] = milliseconds(partial(embed, texts(1))) / 1000
        timed.times["single"] = [milliseconds(partial(embed, texts(1))) for _ in range(rounds)]
        timed.times["batch_32"] = [milliseconds(partial(embed, texts(BATCH))) for _ in range(max(rounds // 10, 3))]
        timed.times["sequence_of_5"] = [
            milliseconds(partial(ask_for_sequence, client, texts(ROW), fresh=True)) for _ in range(max(rounds // 2, 3))
        ]
        if model:
            known = texts(rounds)
            for start in range(0, rounds, BATCH):
                embed(known[start : start + BATCH], fresh=False)
            timed.times["cache_hit"] = [milliseconds(partial(embed, [line], fresh=False)) for line in known]
        else:
            many = texts(THROUGHPUT)
            timed.once["commands_per_s"] = len(many) / (milliseconds(partial(lexical_vectors, many)) / 1000)
        timed.once["rss_loaded_mb"] = _whole_rss(client)
        client.ask(Embedders(1, "bench", "unload"))
        timed.once["rss_unloaded_mb"] = _whole_rss(client)
    return timed


def _whole_rss(client: Client) -> float:
    """Return the megabytes of the daemon and of the process that holds the model."""
    health: dict[str, Any] = client.ask(Embedders(1, "bench", "health"))[0]
    worker = (health["mlx"] or {}).get("rss") or 0
    return rss(client) + float(worker) / MEGABYTE
