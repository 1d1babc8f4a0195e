"""The chain that the settings describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.embedding.chain import Chain, Step
from segue.embedding.lexical import LexicalEmbedder
from segue.embedding.pieces import PiecedEmbedder
from segue.embedding.reduction import ReducedEmbedder
from segue.embedding.services.http import Http
from segue.embedding.services.mlx_service import MlxService
from segue.embedding.services.ollama import Ollama
from segue.embedding.services.openai import OpenAI

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.config.embedding import EmbeddingSettings, ServiceSettings
    from segue.embedding.embedder import Embedder
    from segue.embedding.services.service import Service

LEXICAL_SECONDS: Final = 600.0
"""It waits for nobody, and many texts are not cut off."""
LEXICAL: Final = Step("lexical", LexicalEmbedder(), LEXICAL_SECONDS)
"""What the predictor makes without a chain must be the same: neither pieces nor other sizes."""


def build_chain(
    settings: EmbeddingSettings,
    mlx: Embedder | None,
    clock: Callable[[], float],
    remembering: Callable[[Embedder], Embedder] | None = None,
) -> Chain:
    """Return the chain, of which no step has been asked for anything yet.

    Every step but the lexical one reads long texts in pieces, and answers with vectors of `settings.dims` numbers.

    Args:
        settings: which steps there are.
        mlx: the model on this machine; None where there is none, and then the chain goes on without that step.
        clock: seconds, never running backwards.
        remembering: makes of an embedder one that remembers its answers; the lexical one is quicker than any memory.
    """

    def step(name: str, embedder: Embedder, seconds: float) -> Step:
        fresh = fitted(embedder, settings)
        return Step(name, remembering(fresh), seconds, fresh) if remembering else Step(name, fresh, seconds)

    services: dict[str, tuple[type[Service], ServiceSettings]] = {
        "remote": (MlxService, settings.remote),
        "ollama": (Ollama, settings.ollama),
        "openai": (OpenAI, settings.openai),
    }
    steps = []
    for name in settings.chain:
        if name == "lexical":
            steps.append(LEXICAL)
        elif name == "mlx":
            if mlx:
                steps.append(step(name, mlx, settings.mlx.seconds))
        else:
            kind, service = services[name]
            steps.append(step(name, _service(kind, service, clock), service.seconds))
    return Chain(steps, clock)


def _service(kind: type[Service], settings: ServiceSettings, clock: Callable[[], float]) -> Service:
    return kind(
        Http(settings.url, seconds=settings.seconds, key=settings.key),
        settings.model,
        clock=clock,
        dimensions=settings.dimensions,
        sizes=settings.sizes,
        batch=settings.batch,
    )


def fitted(embedder: Embedder, settings: EmbeddingSettings) -> Embedder:
    """Return an embedder that reads long texts in pieces, and answers with vectors of the configured size."""
    pieced = PiecedEmbedder(embedder)
    if settings.dims is None:
        return pieced
    return ReducedEmbedder(pieced, settings.dims, untrained=settings.untrained_dims)
