"""The settings make the chain."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from segue.config.embedding import EmbeddingSettings, ServiceSettings
from segue.domain.errors import EmbeddingError
from segue.embedding.building import build_chain
from segue.embedding.lexical import LexicalEmbedder, lexical_vectors
from tests.helpers.http_service import http_service, mlx_service, ollama, openai


def names(settings: EmbeddingSettings, *, mlx: bool = True) -> list[str]:
    """Return the steps of the chain, with or without a model here."""
    chain = build_chain(settings, LexicalEmbedder() if mlx else None, time.monotonic)
    return [state.step for state in chain.states()]


def test_the_steps_stand_in_the_configured_order() -> None:
    """Under their names; a model that is not there is left out."""
    everyone = EmbeddingSettings(chain=("openai", "mlx", "remote", "ollama", "lexical"))
    assert names(everyone) == ["openai", "mlx", "remote", "ollama", "lexical"]
    assert names(everyone, mlx=False) == ["openai", "remote", "ollama", "lexical"]
    assert names(EmbeddingSettings(), mlx=False) == ["lexical"]


async def test_a_chain_without_a_step_says_so() -> None:
    """No model here, and the lexical embedder turned off."""
    chain = build_chain(EmbeddingSettings(chain=("mlx",)), None, time.monotonic)
    with pytest.raises(EmbeddingError, match="there is no step"):
        await chain.embed(["ls"])


async def test_every_service_is_built_from_its_settings() -> None:
    """Each is asked at its own address, for its own model, with its own key."""
    with http_service(mlx_service) as first, http_service(ollama) as second, http_service(openai) as third:
        settings = EmbeddingSettings(
            remote=ServiceSettings(first.url),
            ollama=ServiceSettings(second.url, "nomic-embed-text"),
            openai=ServiceSettings(third.url, "any", key="sk-right"),
        )
        for name in ("remote", "ollama", "openai"):
            chain = build_chain(replace(settings, chain=(name,)), None, time.monotonic)
            answer = await chain.embed(["git push"])
            await chain.close()
            assert answer.by == name
            assert answer.vectors == pytest.approx(lexical_vectors(["git push"]), abs=1e-6)


async def test_vectors_are_as_long_as_configured() -> None:
    """A size that the model was trained for is taken; another is an answer of the next step, which says why."""
    with http_service(mlx_service) as running:
        for dims, untrained, by in ((128, False, "remote"), (100, False, "lexical"), (100, True, "remote")):
            settings = EmbeddingSettings(
                chain=("remote", "lexical"),
                dims=dims,
                untrained_dims=untrained,
                remote=ServiceSettings(running.url, sizes=(128,)),
            )
            chain = build_chain(settings, None, time.monotonic)
            answer = await chain.embed(["git push"])
            await chain.close()
            assert (answer.by, answer.space.dims) == (by, dims if by == "remote" else 256)
            assert answer.sizes == ((128,) if by == "remote" else ())
            assert all("not trained for 100" in reason for _, reason in answer.tried)


async def test_long_texts_are_read_in_pieces_but_not_by_the_lexical_step() -> None:
    """What the predictor makes by itself is the same as what the chain answers."""
    text = "git commit -m 'wip'; " * 100
    with http_service(mlx_service) as running:
        settings = EmbeddingSettings(chain=("remote", "lexical"), remote=ServiceSettings(running.url))
        chain = build_chain(settings, None, time.monotonic)
        await chain.embed([text])
        await chain.close()
        assert len(running.asked[-1].body["texts"]) == 3
    chain = build_chain(EmbeddingSettings(), None, time.monotonic)
    assert np.array_equal((await chain.embed([text])).vectors, lexical_vectors([text]))
