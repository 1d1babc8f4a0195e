"""What is embedded together: enough to be quick, and no more than memory and patience hold."""

from __future__ import annotations

import asyncio

import pytest

from segue.domain.errors import EmbeddingError
from segue.embedding.mlx.waiting import Request, Waiting
from segue.embedding.worker.batches import batches


def test_texts_of_like_length_share_a_batch() -> None:
    """Every text is in one batch; a batch is small where texts are long, and pads short ones little."""
    assert list(batches([3, 200, 5, 4, 180])) == [[0, 3, 2], [4, 1]]
    assert [len(batch) for batch in batches([7] * 70)] == [32, 32, 6]
    assert [len(batch) for batch in batches([1000] * 9)] == [4, 4, 1]
    assert list(batches([9000])) == [[0]]
    assert list(batches([])) == []


async def test_a_batch_is_taken_of_all_requests_and_questions_come_first() -> None:
    """Up to 32 texts, fewer where they are long, at least one; what is left stays in its order."""
    waiting = Waiting(100)
    documents, long, question = request("a", "bbb", "cc"), request("x" * 5000, "y" * 4095), request("q", urgent=True)
    for each in (documents, long, question):
        waiting.add(each)
    assert waiting.take() == [(question, 0), (documents, 0), (documents, 2), (documents, 1)]
    assert waiting.take() == [(long, 1)]
    assert waiting.take() == [(long, 0)]
    assert waiting.take() == []
    assert [each.batches for each in (documents, long, request(*"a" * 33))] == [1, 3, 2]


async def test_a_request_is_answered_when_all_its_rows_are_there_and_only_once() -> None:
    """Rows come in any order; an error after the answer changes nothing."""
    asked = request("a", "b")
    asked.put(1, one := object())  # type: ignore[arg-type] # rows are not looked at
    assert not asked.answer.done()
    asked.put(0, two := object())  # type: ignore[arg-type] # the same
    asked.fail(EmbeddingError("too late"))
    assert asked.answer.result() == [two, one]


async def test_more_than_may_wait_is_refused_as_a_whole() -> None:
    """A request that does not fit leaves no text behind."""
    waiting = Waiting(3)
    waiting.add(request("a", "b"))
    with pytest.raises(EmbeddingError, match="2 texts are waiting, and 3 may"):
        waiting.add(request("c", "d"))
    assert len(waiting) == 2


def request(*texts: str, urgent: bool = False) -> Request:
    """Return a request that somebody might wait for."""
    return Request(texts, urgent, asyncio.get_running_loop().create_future())
