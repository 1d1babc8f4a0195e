"""Ollama, through `POST /api/embed`, which it has since version 0.3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.domain.errors import EmbeddingError
from segue.embedding.services.service import Identity, Service

if TYPE_CHECKING:
    from segue.embedding.embedder import Kind


class Ollama(Service):
    """Asks Ollama for a model that it has pulled; the digest of its weights is the revision."""

    async def _identify(self) -> Identity:
        tags = await self._http.get("/api/tags")
        models = tags.get("models") if isinstance(tags, dict) else None
        for model in models if isinstance(models, list) else []:
            if isinstance(model, dict) and model.get("name") in {self._model, f"{self._model}:latest"}:
                return Identity(self._model, str(model.get("digest", ""))[:16])
        raise EmbeddingError(f"Ollama at {self._http.where} has no model {self._model}; `ollama pull {self._model}`")

    async def _ask(self, texts: list[str], kind: Kind) -> object:  # noqa: ARG002 - Ollama knows no kinds
        body = {"model": self._model, "input": texts, **self._dimensions}
        answer = await self._http.post("/api/embed", body, private=texts)
        return answer.get("embeddings") if isinstance(answer, dict) else None
