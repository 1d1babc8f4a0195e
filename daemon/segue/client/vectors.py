"""Asks the daemon for vectors, and makes plain numbers of its answer."""

from __future__ import annotations

from array import array
from itertools import islice
from sys import byteorder
from typing import TYPE_CHECKING, Any, Final, TypedDict

from segue.protocol.messages import Embed, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from segue.client.client import Client

BATCH: Final = 32
"""Texts that models take at once."""
THOUSANDTHS: Final = 1000


class Tried(TypedDict):
    """A step that has not answered."""

    step: str
    reason: str


class Origin(TypedDict):
    """Where vectors come from: the model, the step that has answered, and those before it that have not."""

    model: str
    revision: str
    dimensions: int
    by: str
    tried: list[Tried]


class VectorsAnswer(TypedDict):
    """A row for each text."""

    origin: Origin
    embeddings: list[list[float]]


class SequenceAnswer(TypedDict):
    """Vectors of commands in a row: of each, of all together, and of each step from one to the next."""

    origin: Origin
    decay: float
    embeddings: list[list[float]]
    sequence: list[float]
    transitions: list[list[float]]


def ask_for_vectors(
    client: Client, texts: list[str], *, purpose: str = "document", dims: int | None = None, fresh: bool = False
) -> VectorsAnswer:
    """Return the vectors of up to 256 texts.

    Raises:
        SegueError: there is no answer.
    """
    fields = client.ask(Embed(1, "cli", texts, purpose, dims, int(fresh)))
    origin = _origin(fields)
    return {"origin": origin, "embeddings": _rows(fields[5], origin["dimensions"])}


def stream_vectors(
    client: Client,
    texts: Iterable[str],
    *,
    purpose: str = "document",
    dims: int | None = None,
    fresh: bool = False,
    size: int = BATCH,
    progress: Callable[[int], object] = lambda _done: None,
) -> Iterator[tuple[list[str], VectorsAnswer]]:
    """Yield any number of texts with their vectors, a batch at a time and in their order; they are taken as needed.

    A batch has `size` texts, at most 256.
    `progress` is told after each batch how many texts it had.

    Raises:
        SegueError: there is no answer for a batch; those before it have been yielded.
    """
    waiting = iter(texts)
    while batch := list(islice(waiting, size)):
        yield batch, ask_for_vectors(client, batch, purpose=purpose, dims=dims, fresh=fresh)
        progress(len(batch))


def ask_for_sequence(
    client: Client, texts: list[str], *, decay: float | None = None, dims: int | None = None, fresh: bool = False
) -> SequenceAnswer:
    """Return the vectors of up to 256 commands, oldest first, and what they make together.

    Raises:
        SegueError: there is no answer.
    """
    thousandths = None if decay is None else round(decay * THOUSANDTHS)
    fields = client.ask(Sequence(1, "cli", texts, thousandths, dims, int(fresh)))
    origin = _origin(fields)
    commands, whole, transitions, transition_dims, made_with = fields[5:10]
    return {
        "origin": origin,
        "decay": made_with / THOUSANDTHS,
        "embeddings": _rows(commands, origin["dimensions"]),
        "sequence": _rows(whole, origin["dimensions"])[0],
        "transitions": _rows(transitions, transition_dims),
    }


def _origin(fields: list[Any]) -> Origin:
    name, revision, dims, by, tried = fields[:5]
    reasons: list[Tried] = [{"step": step, "reason": reason} for step, reason in tried]
    return {"model": name, "revision": revision, "dimensions": dims, "by": by, "tried": reasons}


def _rows(data: bytes, dims: int) -> list[list[float]]:
    """Read rows of so many little-endian float32."""
    numbers = array("f", data)
    if byteorder == "big":
        numbers.byteswap()
    return [numbers[start : start + dims].tolist() for start in range(0, len(numbers), dims)]
