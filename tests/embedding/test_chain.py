"""The first step that can answers; what fails is left alone for a while, said once, and asked again."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pytest

from segue.domain.errors import EmbeddingError
from segue.embedding.chain import Chain, Step, StepState
from segue.embedding.lexical import LexicalEmbedder, lexical_vectors
from segue.embedding.services.http import Http
from segue.embedding.services.mlx_service import MlxService
from segue.embedding.services.openai import OpenAI
from segue.embedding.space import Space
from tests.helpers.http_service import Asked, HttpService, Reply, http_service, mlx_service, openai

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LEXICAL = Space("lexical", "1", 256)


class Clock:
    """A clock that stands still until it is set."""

    now = 1_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def broken(_: Asked) -> Reply:
    """Answer as a service that has failed."""
    return Reply({"error": "out of memory"}, 500)


@contextmanager
def chain_with(
    answer: Callable[[Asked], Reply], *, clock: Clock | None = None, seconds: float = 20, lexical: bool = True
) -> Iterator[tuple[Chain, HttpService]]:
    """Yield a chain of a remote service and, behind it, the lexical embedder."""
    clock = clock or Clock()
    with http_service(answer) as running:
        remote = Step("remote", MlxService(Http(running.url, seconds=20), "", clock=clock), seconds)
        last = [Step("lexical", LexicalEmbedder(), 20)] if lexical else []
        yield Chain([remote, *last], clock), running


async def test_the_first_step_answers() -> None:
    """The answer says who that was, of which space, and that nobody had to be asked before."""
    with chain_with(mlx_service) as (chain, running):
        answer = await chain.embed(["git push"])
        await chain.close()
    assert answer.vectors == pytest.approx(lexical_vectors(["git push"]), abs=1e-6)
    assert answer.by == "remote"
    assert answer.space == Space("all-minilm-l6-v2", running.url.removeprefix("http://"), 256)
    assert answer.tried == ()


async def test_the_next_step_answers_for_one_that_fails() -> None:
    """All texts are of one space, and the answer says what the step before had to say."""
    with chain_with(broken) as (chain, running):
        answer = await chain.embed(["git push", "ls"])
        await chain.close()
    assert np.array_equal(answer.vectors, lexical_vectors(["git push", "ls"]))
    assert (answer.by, answer.space) == ("lexical", LEXICAL)
    where = running.url.removeprefix("http://")
    assert answer.tried == (("remote", f"{where} answers GET /health with status 500: out of memory"),)


async def test_a_step_has_so_many_seconds() -> None:
    """One that hangs is an answer of the next step, and a failure of its own."""
    released = threading.Event()
    with chain_with(lambda _: Reply({}, held=released), seconds=0.2) as (chain, _running):
        answer = await chain.embed(["ls"])
        released.set()
        await chain.close()
    assert (answer.by, answer.tried) == ("lexical", (("remote", "no answer within 0.2 s"),))


async def test_what_fails_is_left_alone_for_longer_and_longer() -> None:
    """A second, two, four, up to five minutes; meanwhile it is not asked at all."""
    clock = Clock()
    with chain_with(broken, clock=clock) as (chain, running):
        rests = []
        for _ in range(12):
            await chain.embed(["ls"])
            asked = len(running.asked)
            resting = await chain.embed(["ls"])
            assert len(running.asked) == asked
            assert "left alone" in resting.tried[0].reason
            rests.append(chain.states()[0].rest)
            clock.now += rests[-1]
        await chain.close()
    assert rests == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


async def test_an_answer_makes_good_for_all_failures() -> None:
    """The next failure is the first again."""
    clock = Clock()
    with chain_with(broken, clock=clock) as (chain, running):
        for _ in range(3):
            await chain.embed(["ls"])
            clock.now += 10
        running.answer = mlx_service
        assert (await chain.embed(["ls"])).by == "remote"
        assert chain.states() == [StepState("remote", 0, "", 0), StepState("lexical", 0, "", 0)]
        running.answer = broken
        await chain.embed(["ls"])
        assert chain.states()[0].rest == 1
        await chain.close()


async def test_a_failure_is_logged_once_and_so_is_its_end(caplog: pytest.LogCaptureFixture) -> None:
    """Another reason is news, the same one is not; the log never has the text of a command."""
    clock = Clock()
    caplog.set_level(logging.INFO, "segue.embedding.chain")
    with chain_with(broken, clock=clock) as (chain, running):
        for answer in (broken, broken, lambda _: Reply(b"?"), mlx_service, mlx_service):
            running.answer = answer
            for _ in range(3):
                await chain.embed(["deploy --secretly"])
            clock.now += 60
        await chain.close()
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 3
    assert "embedding by remote fails" in said[0]
    assert "out of memory" in said[0]
    assert "no JSON" in said[1]
    assert "embedding by remote works again: all-minilm-l6-v2" in said[2]
    assert "secretly" not in "".join(said)


async def test_requests_at_once_fail_once() -> None:
    """Ten requests that find a service broken are one failure, and each has its answer."""
    with chain_with(broken) as (chain, _running):
        answers = await asyncio.gather(*(chain.embed([f"ls {number}"]) for number in range(10)))
        assert chain.states()[0].failures == 1
        await chain.close()
    assert [answer.by for answer in answers] == ["lexical"] * 10


async def test_one_request_at_a_time_tries_a_failed_step_again() -> None:
    """While that one waits, the others are answered by the next step at once."""
    clock, released, arrived = Clock(), threading.Event(), threading.Event()

    def held(asked: Asked) -> Reply:
        arrived.set()
        return Reply(mlx_service(asked).body, held=released)

    with chain_with(broken, clock=clock) as (chain, running):
        await chain.embed(["ls"])
        running.answer = held
        clock.now += 2
        trying = asyncio.ensure_future(chain.embed(["ls"]))
        assert await asyncio.to_thread(arrived.wait, 20)
        meanwhile = await chain.embed(["ls"])
        released.set()
        assert (await trying).by == "remote"
        assert meanwhile.by == "lexical"
        assert "being tried again" in meanwhile.tried[0].reason
        assert (await chain.embed(["ls"])).by == "remote"
        await chain.close()


async def test_many_requests_at_once_are_all_answered() -> None:
    """Each with the vectors of its own texts."""
    with chain_with(mlx_service) as (chain, _running):
        texts = [[f"git checkout {name}", f"make {name}"] for name in "abcdefghijklmnop"]
        answers = await asyncio.gather(*(chain.embed(pair) for pair in texts))
        await chain.close()
    for pair, answer in zip(texts, answers, strict=True):
        assert answer.vectors == pytest.approx(lexical_vectors(pair), abs=1e-6)


async def test_a_request_that_is_given_up_is_no_failure() -> None:
    """Whoever stops waiting says nothing about the service."""
    released, arrived = threading.Event(), threading.Event()

    def held(_: Asked) -> Reply:
        arrived.set()
        return Reply({}, held=released)

    with chain_with(held) as (chain, running):
        waiting = asyncio.ensure_future(chain.embed(["ls"]))
        assert await asyncio.to_thread(arrived.wait, 20)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert chain.states()[0].failures == 0
        released.set()
        running.answer = mlx_service
        assert (await chain.embed(["ls"])).by == "remote"
        await chain.close()


async def test_without_a_last_resort_the_error_tells_of_every_step() -> None:
    """Nobody answers when the lexical step is turned off and all others fail."""
    with http_service(broken) as first, http_service(openai) as second:
        steps = [
            Step("remote", MlxService(Http(first.url, seconds=20), "", clock=Clock()), 20),
            Step("openai", OpenAI(Http(second.url, seconds=20), "any", clock=Clock()), 20),
        ]
        chain = Chain(steps, Clock())
        with pytest.raises(EmbeddingError, match=r"remote: .*status 500.*; openai: .*status 401"):
            await chain.embed(["ls"])
        await chain.close()


async def test_no_text_is_nobodys_failure() -> None:
    """The error is the caller's, and no step is asked."""
    with chain_with(mlx_service) as (chain, running):
        with pytest.raises(EmbeddingError, match="no text"):
            await chain.embed([])
        assert running.asked == []
        assert chain.states()[0].failures == 0


async def test_a_closed_chain_begins_anew() -> None:
    """Closing gives connections back; the next request opens others."""
    with chain_with(mlx_service) as (chain, _running):
        await chain.embed(["ls"])
        await chain.close()
        assert (await chain.embed(["ls"])).by == "remote"
        await chain.close()
