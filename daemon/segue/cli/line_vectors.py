"""The lines of a history and their vectors: the daemon's, or without one those made from words and letters."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import click

from segue.cli.bars import result_bar
from segue.client.client import Client
from segue.client.vectors import stream_vectors
from segue.config.paths import resolve_paths
from segue.domain.errors import DaemonUnavailableError, SegueError
from segue.protocol.messages import MAX_TEXTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Vectors
    from segue.store.figures import LineRuns
    from segue.store.selection import Selection

MOST_LINES: Final = 20_000
"""Lines that are compared with each other, those that were run most."""
PATIENCE: Final = 1_800.0
"""Seconds for a page: a large model may have to be loaded first, and works on it for a while."""
ATTEMPTS: Final = 2


def history_lines(selection: Selection) -> list[LineRuns]:
    """Return the lines that were run most; a blank one has no vector.

    Raises:
        StoreError: the history cannot be read.
    """
    from segue.store.reading import open_figures

    with open_figures(resolve_paths(os.environ).database) as history:
        return [line for line in history.lines(selection, MOST_LINES) if line.text.strip()]


def vectors_of(lines: Sequence[str]) -> tuple[Vectors, dict[str, Any] | None]:
    """Return a row of unit length for each line, and of which model, revision and length they are, None without any.

    All rows are of the same model. What the cache of the daemon holds is not made again.

    Raises:
        SegueError: the daemon refuses, or the model keeps changing.
    """
    if not lines:
        return _nothing(), None
    try:
        client = Client(resolve_paths(os.environ).socket, PATIENCE)
    except DaemonUnavailableError:
        return _lexical(lines)
    with client:
        for _ in range(ATTEMPTS):
            if answer := _asked(client, lines):
                return answer
    raise SegueError("the model has changed while the lines were embedded: ask again")


def _asked(client: Client, lines: Sequence[str]) -> tuple[Vectors, dict[str, Any]] | None:
    """Ask page by page; None where the model has changed in between."""
    import numpy as np

    pages: list[Vectors] = []
    spaces: list[dict[str, Any]] = []
    with result_bar() as bar:
        task = bar.add_task("embedding", total=len(lines))
        for _, answer in stream_vectors(client, lines, size=MAX_TEXTS, progress=lambda done: bar.advance(task, done)):
            spaces.append({name: answer["origin"][name] for name in ("model", "revision", "dimensions")})
            if spaces[-1] != spaces[0]:
                return None
            pages.append(np.array(answer["embeddings"], np.float32))
    return np.concatenate(pages), spaces[0]


def _nothing() -> Vectors:
    import numpy as np

    return np.empty((0, 0), np.float32)


def _lexical(lines: Sequence[str]) -> tuple[Vectors, dict[str, Any]]:
    from segue.embedding.lexical import DIMS, NAME, REVISION, lexical_vectors

    click.echo("The daemon is not running: lines are compared by their words and letters alone.", err=True)
    return lexical_vectors(lines), {"model": NAME, "revision": REVISION, "dimensions": DIMS}
