"""One service at one address: JSON there and back, within bounds.

Redirects are not followed, for they would carry command lines elsewhere. Proxies come from the environment as usual,
but never stand between this machine and itself. Answers are taken only as they are: a compressed one could grow beyond
any bound at once.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from segue.config.urls import is_loopback
from segue.domain.errors import EmbeddingError
from segue.embedding.services.excerpt import excerpt_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from httpx2 import AsyncClient, Response

LARGEST: Final = 4 << 20
"""Bytes of an answer: 16 texts with 4096 numbers of 22 letters each are less than 2 MB."""
OK: Final = 200


class StatusError(EmbeddingError):
    """A service has answered with another status than 200."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class Http:
    """Asks one service; connections are kept between requests and opened anew when they are needed."""

    def __init__(self, url: str, *, seconds: float, key: str = "", largest: int = LARGEST) -> None:
        self._url = url.rstrip("/")
        self._seconds = seconds
        self._key = key
        self._largest = largest
        self._client: AsyncClient | None = None
        self._connecting = asyncio.Lock()

    @property
    def where(self) -> str:
        """Host and port."""
        return urlsplit(self._url).netloc

    async def get(self, path: str) -> Any:
        """Return what the service says there.

        Raises:
            StatusError: it says another status than 200.
            EmbeddingError: it does not answer in time, or with no JSON, or with too much.
        """
        return await self._ask("GET", path)

    async def post(self, path: str, body: Mapping[str, object], *, private: Sequence[str] = ()) -> Any:
        """Return what the service answers to a body; an error repeats no word of the private texts.

        Raises:
            StatusError: it says another status than 200.
            EmbeddingError: it does not answer in time, or with no JSON, or with too much.
        """
        return await self._ask("POST", path, json.dumps(body).encode(), private)

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client:
            await client.aclose()

    async def _ask(self, method: str, path: str, content: bytes | None = None, private: Sequence[str] = ()) -> Any:
        try:
            async with asyncio.timeout(self._seconds):
                status, body = await self._exchange(method, path, content)
        except TimeoutError:
            raise EmbeddingError(f"{self.where} has not answered within {self._seconds:g} s") from None
        if status != OK:
            said = excerpt_of(body, [*private, self._key])
            message = f"{self.where} answers {method} {path} with status {status}"
            raise StatusError(f"{message}: {said}" if said else message, status)
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise EmbeddingError(f"{self.where} answers {method} {path} with what is no JSON") from None

    async def _exchange(self, method: str, path: str, content: bytes | None) -> tuple[int, bytes]:
        async with self._connecting:
            if self._client is None:
                self._client = await asyncio.to_thread(self._connect)
            client = self._client
        from httpx2 import HTTPError  # noqa: PLC0415 - the thread has loaded it

        try:
            async with client.stream(method, self._url + path, content=content) as response:
                return response.status_code, await self._body(response)
        except HTTPError as error:
            raise EmbeddingError(f"{self.where} cannot be asked: {str(error) or type(error).__name__}") from None

    async def _body(self, response: Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise EmbeddingError(f"{self.where} sends a compressed answer though none was asked for")
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > self._largest:
                raise EmbeddingError(f"{self.where} sends more than {self._largest} bytes")
        return bytes(body)

    def _connect(self) -> AsyncClient:
        """Load the library and the certificates, which takes too long for the loop."""
        import httpx2  # noqa: PLC0415 - only who turns a service on pays for it

        headers = {"Accept-Encoding": "identity", "Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return httpx2.AsyncClient(
            headers=headers, timeout=None, follow_redirects=False, trust_env=not is_loopback(self._url)
        )
