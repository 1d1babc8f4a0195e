"""What all services have in common: batches, and knowing which model it is that answers."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from segue.domain.errors import EmbeddingError
from segue.embedding.embedder import Kind
from segue.embedding.services.numbers import vectors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from segue.embedding.embedder import Vectors
    from segue.embedding.services.http import Http

BATCH: Final = 16
"""Texts of one request: to read the numbers of more would hold up the loop for longer than two milliseconds."""
KNOWN_SECONDS: Final = 60.0
"""For how long a service is believed to have the model that it had."""

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Identity(NamedTuple):
    """A model and its revision, as a service tells them."""

    name: str
    revision: str


class Service(ABC):
    """An embedder that asks over HTTP. It forgets which model answers whenever something goes wrong.

    Args:
        http: where to ask.
        model: what to ask for; "" where a service has but one.
        dimensions: how many numbers to ask for, None for as many as the model has.
        sizes: what that model was trained for (see matryoshka.py), which no service tells.
        clock: seconds, never running backwards.
        batch: how many texts to send at once.
    """

    def __init__(
        self,
        http: Http,
        model: str,
        *,
        clock: Callable[[], float],
        dimensions: int | None = None,
        sizes: Collection[int] = (),
        batch: int = BATCH,
    ) -> None:
        self.sizes = sizes
        self._http = http
        self._model = model
        self._dimensions = {"dimensions": dimensions} if dimensions else {}
        self._clock = clock
        self._batch = batch
        self._identity = Identity(model, http.where)
        self._known_until: float | None = None

    @property
    def name(self) -> str:
        """The model, as the service calls it."""
        return self._identity.name

    @property
    def revision(self) -> str:
        """What the service tells of the state of the model, else where it is: two services may differ."""
        return self._identity.revision

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT) -> Vectors:
        """Return the service's vectors, all of the model that `name` and `revision` tell afterwards.

        Raises:
            EmbeddingError: there is no text, no answer, none that can be right, or the model has changed meanwhile.
        """
        if not texts:
            raise EmbeddingError("there is no text to embed")
        try:
            return await self._embed([_sendable(text) for text in texts], kind)
        except BaseException:
            self._forget()
            raise

    async def close(self) -> None:
        """Close the connections; the next request opens others."""
        self._forget()
        await self._http.close()

    async def _embed(self, texts: list[str], kind: Kind) -> Vectors:
        if self._known_until is None or self._clock() >= self._known_until:
            self._identity = await self._identify()
            self._known_until = self._clock() + KNOWN_SECONDS
        identity = self._identity
        found = []
        for start in range(0, len(texts), self._batch):
            batch = texts[start : start + self._batch]
            found.append(vectors_of(await self._ask(batch, kind), len(batch)))
        if self._identity != identity or len({rows.shape[1] for rows in found}) > 1:
            raise EmbeddingError(f"{self._http.where} has changed its model while it answered")
        return np.concatenate(found)

    def _forget(self) -> None:
        """Ask anew for whatever was known of the service."""
        self._known_until = None

    async def _identify(self) -> Identity:
        """Return what tells apart the models that the service may have; nothing does, unless it can be asked."""
        return Identity(self._model, self._http.where)

    @abstractmethod
    async def _ask(self, texts: list[str], kind: Kind) -> object:
        """Return a list with a row for each text, as JSON has it."""


def _sendable(text: str) -> str:
    """Return a text that every service takes: none is empty, and all can be written as UTF-8."""
    return _LONE_SURROGATE.sub("\ufffd", text) or " "
