"""A service that runs MLX elsewhere, or here beside segue.

Two ways of asking are in use. Both take `dimensions`, for fewer numbers; which one a service understands shows in its
first answer.

* `POST /embed {"texts": [...]}` → `{"embeddings": [[…]], "dimensions": 384}`
* `POST /embed/batch {"texts": [...]}` → `{"embeddings": [[…]]}`, where `/embed` takes a single `text`

`GET /health` → `{"model": …}` is asked for the model, if it is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from segue.domain.errors import EmbeddingError
from segue.embedding.services.http import StatusError
from segue.embedding.services.service import Identity, Service

if TYPE_CHECKING:
    from segue.embedding.embedder import Kind

NOT_UNDERSTOOD: Final = frozenset({404, 405, 422})
"""How a service answers where it expects another path or other fields."""
NO_HEALTH: Final = frozenset({404, 405})


class MlxService(Service):
    """Asks an MLX service by its address; it has one model, which its health tells without loading it."""

    _path = ""

    def _forget(self) -> None:
        super()._forget()
        self._path = ""

    async def _identify(self) -> Identity:
        try:
            health = await self._http.get("/health")
        except StatusError as error:
            if error.status not in NO_HEALTH:
                raise
            health = None
        model = health.get("model") if isinstance(health, dict) else None
        name = model if isinstance(model, str) and model else self._model or "unknown"
        if self._model and name != self._model:
            raise EmbeddingError(f"{self._http.where} has the model {name[:100]}, not {self._model}")
        return Identity(name[:200], self._http.where)

    async def _ask(self, texts: list[str], kind: Kind) -> object:  # noqa: ARG002 - these services know no kinds
        if self._path:
            return await self._post(self._path, texts)
        try:
            return await self._post("/embed", texts)
        except StatusError as refused:
            if refused.status not in NOT_UNDERSTOOD:
                raise
            try:
                return await self._post("/embed/batch", texts)
            except StatusError:
                raise refused from None

    async def _post(self, path: str, texts: list[str]) -> object:
        answer = await self._http.post(path, {"texts": texts, **self._dimensions}, private=texts)
        self._path = path
        return answer.get("embeddings") if isinstance(answer, dict) else answer
