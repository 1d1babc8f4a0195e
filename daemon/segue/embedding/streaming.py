"""Many texts, a batch at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from segue.domain.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence

Answer = TypeVar("Answer")

SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class Batch(Generic[Answer]):
    """Some of the texts, the place of the first among all, and the answer for them or why there is none."""

    start: int
    texts: Sequence[str]
    answer: Answer | None
    error: EmbeddingError | None


async def stream(
    ask: Callable[[Sequence[str]], Awaitable[Answer]],
    texts: Iterable[str],
    *,
    size: int = SIZE,
    progress: Callable[[int, int], None] | None = None,
) -> AsyncIterator[Batch[Answer]]:
    """Yield the batches in the order of the texts, each as soon as it is there; texts are taken as they are needed.

    A batch without an answer stands in its place with the error, and those after it are asked for all the same.

    Args:
        ask: `embed` of an embedder or of a chain. The batches of a chain may be of different spaces.
        texts: any number of them.
        size: how many texts a batch has.
        progress: called after each batch with the number of texts so far, and of those among them without an answer.
    """
    waiting = iter(texts)
    done = failed = 0
    while batch := list(islice(waiting, size)):
        answer, error = None, None
        try:
            answer = await ask(batch)
        except EmbeddingError as missing:
            error = missing
            failed += len(batch)
        start, done = done, done + len(batch)
        if progress:
            progress(done, failed)
        yield Batch(start, batch, answer, error)
