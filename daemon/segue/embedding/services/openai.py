"""OpenAI, and whatever else speaks its `POST /embeddings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.embedding.services.service import Service

if TYPE_CHECKING:
    from segue.embedding.embedder import Kind


class OpenAI(Service):
    """Asks for a model by its name, which stands for its state as well: the host is the revision."""

    async def _ask(self, texts: list[str], kind: Kind) -> object:  # noqa: ARG002 - it knows no kinds
        # In base64 the numbers are a quarter as long and read at once; who does not know of it sends a list.
        body = {"model": self._model, "input": texts, "encoding_format": "base64", **self._dimensions}
        answer = await self._http.post("/embeddings", body, private=texts)
        rows = answer.get("data") if isinstance(answer, dict) else None
        return sorted(rows, key=_place) if isinstance(rows, list) else None


def _place(row: Any) -> int:
    place = row.get("index", 0) if isinstance(row, dict) else 0
    return place if isinstance(place, int) else 0
