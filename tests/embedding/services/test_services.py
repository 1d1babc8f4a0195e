"""Each service is asked in its own words, and answers with vectors of the texts in their order."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.domain.errors import EmbeddingError
from segue.embedding.lexical import lexical_vectors
from segue.embedding.services.http import Http
from segue.embedding.services.mlx_service import MlxService
from segue.embedding.services.ollama import Ollama
from segue.embedding.services.openai import OpenAI
from tests.helpers.http_service import Asked, Reply, batch_service, http_service, mlx_service, ollama, openai

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.embedding.embedder import Vectors
    from segue.embedding.services.service import Service

TEXTS = ["git push", "docker ps -a", "ls"] * 7


class Clock:
    """A clock that stands still until it is set."""

    now = 1_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def service(kind: type[Service], url: str, model: str = "", key: str = "", **options: object) -> Service:
    """Return an embedder that asks there."""
    return kind(Http(url, seconds=20, key=key), model, clock=Clock(), **options)  # type: ignore[arg-type] # any options


@pytest.mark.parametrize(
    ("played", "kind", "model", "key", "name", "revision"),
    [
        (mlx_service, MlxService, "", "", "all-minilm-l6-v2", None),
        (batch_service, MlxService, "minilm", "", "minilm", None),
        (batch_service, MlxService, "", "", "unknown", None),
        (ollama, Ollama, "nomic-embed-text", "", "nomic-embed-text", "0a109f422b47e3a3"),
        (openai, OpenAI, "text-embedding-3-small", "sk-right", "text-embedding-3-small", None),
    ],
)
async def test_a_service_answers(
    *, played: Callable[[Asked], Reply], kind: type[Service], model: str, key: str, name: str, revision: str | None
) -> None:
    """Its vectors are those of the texts, under the name that the service has for its model."""
    with http_service(played) as running:
        embedder = service(kind, running.url, model, key)
        found = await embedder.embed(TEXTS)
        again = await embedder.embed(["ls"])
        await embedder.close()
    assert found == pytest.approx(lexical_vectors(TEXTS), abs=1e-6)
    assert again == pytest.approx(lexical_vectors(["ls"]), abs=1e-6)
    assert embedder.name == name
    assert embedder.revision == (revision or running.url.removeprefix("http://"))


async def test_many_texts_are_many_requests() -> None:
    """Sixteen at once, so that reading the answer does not hold up the loop."""
    with http_service(mlx_service) as running:
        embedder = service(MlxService, running.url)
        await embedder.embed(["ls"] * 40)
        await embedder.close()
        assert [len(asked.body["texts"]) for asked in running.asked if asked.path == "/embed"] == [16, 16, 8]


async def test_the_way_of_asking_is_found_once() -> None:
    """A service that does not understand `texts` at /embed is not asked there again."""
    with http_service(batch_service) as running:
        embedder = service(MlxService, running.url)
        await embedder.embed(["ls"])
        await embedder.embed(["cd"])
        await embedder.close()
        assert running.paths() == ["/health", "/embed", "/embed/batch", "/embed/batch"]


async def test_base64_is_read_as_well() -> None:
    """OpenAI is asked for it, for it is shorter."""
    rows = lexical_vectors(["ls", "cd"])

    def answer(asked: Asked) -> Reply:
        assert asked.body["encoding_format"] == "base64"
        encoded = [base64.b64encode(row.astype("<f4").tobytes()).decode() for row in rows]
        return Reply({"data": [{"index": place, "embedding": row} for place, row in enumerate(encoded)]})

    with http_service(answer) as running:
        embedder = service(OpenAI, running.url, "any")
        assert np.array_equal(await embedder.embed(["ls", "cd"]), rows)
        await embedder.close()


@pytest.mark.parametrize("kind", [MlxService, OpenAI])
async def test_fewer_numbers_can_be_asked_for(kind: type[Service]) -> None:
    """`dimensions` is sent, and the vectors are of unit length whatever the service does about it."""
    with http_service(openai if kind is OpenAI else mlx_service) as running:
        embedder = service(kind, running.url, "" if kind is MlxService else "any", "sk-right", dimensions=64)
        found = await embedder.embed(["git push"])
        await embedder.close()
        assert running.asked[-1].body["dimensions"] == 64
    assert np.linalg.norm(found) == pytest.approx(1)
    assert found.shape[1] == (64 if kind is OpenAI else 256)


async def test_texts_are_sent_so_that_services_take_them() -> None:
    """No text is empty, none has half a character; NUL and long ones go as they are."""
    with http_service(mlx_service) as running:
        embedder = service(MlxService, running.url)
        await embedder.embed(["", "a\udcffb", "\0", "x" * 100_000])
        await embedder.close()
        assert running.asked[-1].body["texts"] == [" ", "a\ufffdb", "\0", "x" * 100_000]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text() | st.text(st.characters(categories=["Cs"])), min_size=1, max_size=3))
def test_any_text_can_be_asked_for(texts: list[str]) -> None:
    """There and back through a real server: finite rows of unit length."""

    async def embed() -> Vectors:
        embedder = service(OpenAI, running.url, "any", "sk-right")
        try:
            return await embedder.embed(texts)
        finally:
            await embedder.close()

    with http_service(openai) as running:
        assert np.linalg.norm(asyncio.run(embed()), axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


async def test_no_text_is_not_sent() -> None:
    """The error is the same as everywhere."""
    with http_service(mlx_service) as running:
        with pytest.raises(EmbeddingError, match="no text"):
            await service(MlxService, running.url).embed([])
        assert running.asked == []


async def test_another_model_is_another_name() -> None:
    """A service whose model was exchanged is noticed within a minute, or at once after an error."""
    model = "first"

    def answer(asked: Asked) -> Reply:
        return Reply({"model": model}) if asked.path == "/health" else mlx_service(asked)

    with http_service(answer) as running:
        clock = Clock()
        embedder = MlxService(Http(running.url, seconds=20), "", clock=clock)
        await embedder.embed(["ls"])
        assert embedder.name == "first"
        model = "second"
        clock.now += 61
        await embedder.embed(["ls"])
        assert embedder.name == "second"
        await embedder.close()


async def test_a_service_with_another_model_than_configured_is_no_answer() -> None:
    """Its vectors would be of another space."""
    with http_service(mlx_service) as running:
        embedder = service(MlxService, running.url, "mpnet")
        with pytest.raises(EmbeddingError, match="has the model all-minilm-l6-v2, not mpnet"):
            await embedder.embed(["ls"])
        await embedder.close()


async def test_ollama_without_the_model_says_how_to_get_it() -> None:
    """Nothing is pulled without the person's word."""
    with http_service(ollama) as running:
        embedder = service(Ollama, running.url, "mxbai-embed-large")
        with pytest.raises(EmbeddingError, match="ollama pull mxbai-embed-large"):
            await embedder.embed(["ls"])
        await embedder.close()


async def test_a_wrong_key_is_named_as_such() -> None:
    """The service's message is passed on, the key is not."""
    with http_service(openai) as running:
        embedder = service(OpenAI, running.url, "any", "sk-wrong-key")
        with pytest.raises(EmbeddingError, match="status 401: Incorrect API key provided") as caught:
            await embedder.embed(["ls"])
        await embedder.close()
    assert "sk-wrong" not in str(caught.value)
