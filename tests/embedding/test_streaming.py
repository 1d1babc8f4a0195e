"""Many texts come back in batches, in their order, whatever becomes of one batch."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import numpy as np
import pytest

from segue.domain.errors import EmbeddingError
from segue.embedding.lexical import LexicalEmbedder, lexical_vectors
from segue.embedding.streaming import Batch, stream

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

    from segue.embedding.embedder import Vectors

LEXICAL = LexicalEmbedder()
TEXTS = [f"git checkout branch-{number}" for number in range(70)]


def collect(
    texts: Iterable[str],
    ask: Callable[[Sequence[str]], Awaitable[Vectors]] = LEXICAL.embed,
    progress: Callable[[int, int], None] | None = None,
) -> list[Batch[Vectors]]:
    """Return every batch."""

    async def batches() -> list[Batch[Vectors]]:
        return [batch async for batch in stream(ask, texts, progress=progress)]

    return asyncio.run(batches())


async def ask_unless_forty(texts: Sequence[str]) -> Vectors:
    """Answer for every batch but the one with the fortieth text."""
    if TEXTS[40] in texts:
        raise EmbeddingError("out of order")
    return await LEXICAL.embed(texts)


def test_batches_come_in_the_order_of_the_texts() -> None:
    """All vectors together are those of all texts."""
    found = collect(TEXTS)
    assert [(batch.start, len(batch.texts)) for batch in found] == [(0, 32), (32, 32), (64, 6)]
    rows = [batch.answer for batch in found if batch.answer is not None]
    assert np.concatenate(rows) == pytest.approx(lexical_vectors(TEXTS), abs=1e-6)


def test_a_failed_batch_stands_in_its_place() -> None:
    """It carries its error, and those after it have their answers."""
    first, second, third = collect(TEXTS, ask_unless_forty)
    assert first.error is None
    assert first.answer is not None
    assert second.answer is None
    assert str(second.error) == "out of order"
    assert third.error is None
    assert third.answer is not None


def test_progress_counts_texts_and_failures() -> None:
    """After each batch: how many so far, and how many of them without an answer."""
    seen: list[tuple[int, int]] = []
    collect(TEXTS, ask_unless_forty, lambda done, failed: seen.append((done, failed)))
    assert seen == [(32, 0), (64, 32), (70, 32)]


def test_texts_are_taken_as_they_are_needed() -> None:
    """An endless source is no trouble for one who stops listening."""

    def endless() -> Iterator[str]:
        while True:
            yield "ls"

    async def first_start() -> int:
        async for batch in stream(LEXICAL.embed, endless()):
            return batch.start
        return -1

    assert asyncio.run(first_start()) == 0


def test_no_texts_are_no_batches() -> None:
    """Nothing is asked for."""
    assert collect([]) == []
