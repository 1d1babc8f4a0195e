"""Whatever a service answers, there are vectors or one clear error, which repeats nothing of what was sent."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import EmbeddingError
from segue.embedding.services.excerpt import excerpt_of
from segue.embedding.services.http import Http
from segue.embedding.services.numbers import vectors_of
from segue.embedding.services.openai import OpenAI
from tests.helpers.http_service import Asked, Reply, http_service, openai

if TYPE_CHECKING:
    from collections.abc import Callable

LINE = "deploy --to Production-Cluster"


def rows(*found: Any) -> dict[str, Any]:
    """Return an answer of these vectors."""
    return {"data": [{"index": place, "embedding": row} for place, row in enumerate(found)]}


def always(reply: Reply) -> Callable[[Asked], Reply]:
    """Answer everything so."""
    return lambda _: reply


async def error_of(answer: Callable[[Asked], Reply], *, seconds: float = 20, texts: tuple[str, ...] = (LINE,)) -> str:
    """Return what is raised when a service answers so."""
    with http_service(answer) as running:
        embedder = OpenAI(Http(running.url, seconds=seconds, key="sk-0123456789"), "any", clock=lambda: 0.0)
        with pytest.raises(EmbeddingError) as caught:
            await embedder.embed(texts)
        await embedder.close()
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (b"", "no JSON"),
        (b"<html>garbage", "no JSON"),
        (b"\xff\xfe\0", "no JSON"),
        (b"[" * 200_000, "no JSON"),
        (b"9" * 10_000, "no JSON"),
        ({}, "something else than vectors"),
        ([], "something else than vectors"),
        ({"data": {}}, "something else than vectors"),
        ({"data": []}, "0 vectors for 1 texts"),
        (rows([1, 2], [3, 4]), "2 vectors for 1 texts"),
        (rows([]), "shape"),
        (rows([[1, 2]]), "shape"),
        (rows(None), "vectors that are none"),
        (rows({}), "vectors that are none"),
        (rows("no base64!"), "vectors that are none"),
        (rows("AAAA"), "vectors that are none"),
        (rows(["a", "b"]), "vectors that are none"),
        (rows([1, {}]), "vectors that are none"),
        (rows([10**400]), "vectors that are none"),
        (rows([None, 1]), "NaN or infinite"),
        (rows([float("nan"), 1.0]), "NaN or infinite"),
        (rows([float("inf"), 1.0]), "NaN or infinite"),
        (rows([1e200, 1.0]), "NaN or infinite"),
        (rows([0, 0]), "no length"),
    ],
)
async def test_an_answer_that_cannot_be_right_is_an_error(body: Any, error: str) -> None:
    """Garbage, wrong shapes, numbers that are none."""
    assert error in await error_of(always(Reply(body)))


async def test_vectors_of_unequal_lengths_are_an_error() -> None:
    """In one answer and across the answers of one request."""
    assert "vectors that are none" in await error_of(always(Reply(rows([1, 2], [1, 2, 3]))), texts=("a", "b"))
    lengths = iter([2, 3])
    assert "changed its model" in await error_of(
        lambda asked: Reply(rows(*[[1] * length for length in [next(lengths)] for _ in asked.body["input"]])),
        texts=("ls",) * 20,
    )


async def test_a_status_is_an_error_that_repeats_nothing_of_the_line() -> None:
    """The service's words are kept, those that were sent to it are not, however it writes them."""

    def answer(asked: Asked) -> Reply:
        return Reply({"error": {"message": f"cannot embed {asked.body['input'][0].upper()} with sk-0123456789"}}, 500)

    error = await error_of(answer)
    assert "answers POST /embeddings with status 500: cannot embed … --TO …-… with sk-…" in error


async def test_redirects_are_not_followed() -> None:
    """They would carry command lines elsewhere."""
    with http_service(openai) as elsewhere:
        away = Reply(status=307, headers={"Location": f"{elsewhere.url}/embeddings"})
        assert "status 307" in await error_of(always(away))
        assert elsewhere.asked == []


async def test_a_slow_answer_is_waited_for_until_the_deadline() -> None:
    """Then the error says how long that was."""
    released = threading.Event()
    try:
        error = await error_of(always(Reply(rows([1]), held=released)), seconds=0.2)
    finally:
        released.set()
    assert "has not answered within 0.2 s" in error


async def test_an_answer_that_never_ends_is_cut_off() -> None:
    """Only so many bytes are read."""
    assert "more than 4194304 bytes" in await error_of(always(Reply(b" " * (5 << 20))))


async def test_an_answer_may_not_be_compressed() -> None:
    """It could grow beyond any bound."""
    assert "compressed" in await error_of(always(Reply(b"", headers={"Content-Encoding": "gzip"})))


async def test_an_answer_that_breaks_off_is_an_error() -> None:
    """Fewer bytes than announced."""
    error = await error_of(always(Reply(b"{}", headers={"Content-Length": "100", "Connection": "close"})))
    assert "cannot be asked" in error


async def test_closing_ends_what_is_under_way() -> None:
    """With an error like any other."""
    released, arrived = threading.Event(), threading.Event()

    def held(_: Asked) -> Reply:
        arrived.set()
        return Reply(held=released)

    with http_service(held) as running:
        embedder = OpenAI(Http(running.url, seconds=20), "any", clock=lambda: 0.0)
        waiting = asyncio.ensure_future(embedder.embed(["ls"]))
        assert await asyncio.to_thread(arrived.wait, 20)
        await embedder.close()
        with pytest.raises(EmbeddingError, match="cannot be asked: ReadError"):
            await waiting
        released.set()


async def test_nobody_there_is_an_error() -> None:
    """It names the address."""
    with http_service(openai) as running:
        url = running.url
    embedder = OpenAI(Http(url, seconds=20), "any", clock=lambda: 0.0)
    with pytest.raises(EmbeddingError, match=r"127\.0\.0\.1:\d+ cannot be asked"):
        await embedder.embed(["ls"])
    await embedder.close()


async def test_no_proxy_stands_between_this_machine_and_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment is for what is elsewhere."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with http_service(openai) as running:
        embedder = OpenAI(Http(running.url, seconds=20, key="sk-right"), "any", clock=lambda: 0.0)
        assert len(await embedder.embed(["ls"])) == 1
        await embedder.close()


async def test_a_proxy_is_used_for_what_is_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """As every program does."""
    with http_service(openai) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("NO_PROXY", "")
        embedder = OpenAI(Http("http://embeddings.invalid/v1", seconds=20, key="sk-right"), "any", clock=lambda: 0.0)
        assert len(await embedder.embed(["ls"])) == 1
        await embedder.close()
        assert proxy.paths() == ["http://embeddings.invalid/v1/embeddings"]


@given(st.text(), st.lists(st.text(max_size=30), max_size=3))
def test_an_excerpt_is_short_and_without_private_words(message: str, private: list[str]) -> None:
    """Whatever is said, in JSON or not."""
    for body in (message.encode("utf-8", "replace"), json.dumps({"detail": message}).encode()):
        found = excerpt_of(body, private)
        assert len(found) <= 120
        assert found == "" or found.isprintable()
    assert "secretword" not in excerpt_of(
        f"{message} secretword".encode("utf-8", "replace"), [*private, "a secretword"]
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["embedding", "x"]), inner, max_size=2),
)


@given(JSON, st.integers(1, 4))
def test_any_json_is_vectors_or_an_error(answer: Any, count: int) -> None:
    """No other error comes out, and no warning."""
    try:
        found = vectors_of(answer, count)
    except EmbeddingError:
        return
    assert len(found) == count
