"""What a request passes before any endpoint sees it: where it comes from, who sends it, and how large it is."""

from __future__ import annotations

import asyncio
import hmac
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers

from segue.gateway.failures import failure
from segue.gateway.request_body import LARGEST, SECONDS, BodyTooLargeError, ClientGoneError, read_body, replayed

if TYPE_CHECKING:
    from collections.abc import Collection

    from fastapi.responses import JSONResponse
    from starlette.types import ASGIApp, Receive, Scope, Send

log = logging.getLogger(__name__)

BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is let in.

    `hosts` are the names by which clients may call this machine, None for any. A web page whose name is made to point
    here (DNS rebinding) calls it by another. `token` is the one that everybody has to know, "" for none.
    """

    hosts: Collection[str] | None
    token: str = ""

    def refusal(self, headers: Headers) -> JSONResponse | None:
        """Return the answer to whoever is not let in, None for all others."""
        host = headers.get("host", "")
        if self.hosts is not None and _name(host) not in self.hosts:
            return failure(HTTPStatus.FORBIDDEN, "nothing is served under that name: use 127.0.0.1 or localhost")
        # Pages may send some requests anywhere without asking first, but they say where they come from.
        if "origin" in headers and headers["origin"].partition("://")[2] != host:
            return failure(HTTPStatus.FORBIDDEN, "pages of other sites are not served")
        if self.token and not hmac.compare_digest(_told(headers).encode(), self.token.encode()):
            return failure(
                HTTPStatus.UNAUTHORIZED, "the bearer token is missing or wrong", {"WWW-Authenticate": "Bearer"}
            )
        return None


class Edge:
    """Lets requests in, each with its whole body, and ends without a traceback whatever happens behind it."""

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        try:
            headers = Headers(scope=scope)
            answer = self._admission.refusal(headers) or _announced_too_large(headers)
            if answer is None:
                await self._serve(scope, receive, send)
            else:
                await answer(scope, receive, send)
        except ClientGoneError:
            log.debug("a client hung up before its request was complete")
        except asyncio.CancelledError:
            log.warning("a request was cut off by the end of the gateway")
        except Exception as error:  # noqa: BLE001 - it has been answered; what is left is to say so
            log.error("a request failed: %s", type(error).__name__)  # noqa: TRY400 - a traceback may hold what was sent

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await read_body(receive)
        except BodyTooLargeError:
            await _too_large()(scope, receive, send)
        except TimeoutError:
            late = failure(HTTPStatus.REQUEST_TIMEOUT, f"the request was not complete within {SECONDS:g} s")
            await late(scope, receive, send)
        else:
            await self._app(scope, replayed(body, receive), send)


def _name(host: str) -> str:
    """Return the name in a Host header, without the port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _told(headers: Headers) -> str:
    """Return the token that a client knows, "" for none."""
    credentials = headers.get("authorization", "")
    return credentials[len(BEARER) :].strip() if credentials.lower().startswith(BEARER) else ""


def _announced_too_large(headers: Headers) -> JSONResponse | None:
    length = headers.get("content-length", "")
    return _too_large() if length.isdecimal() and int(length) > LARGEST else None


def _too_large() -> JSONResponse:
    return failure(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a request has at most {LARGEST} bytes")
