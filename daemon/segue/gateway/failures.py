"""From what goes wrong to a status and one sentence of JSON. No sentence repeats what was sent."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from segue.client.client import RequestFailedError
from segue.domain.errors import DaemonUnavailableError, FileFormatError, SegueError

if TYPE_CHECKING:
    from fastapi import FastAPI, Request


def answer_failures(app: FastAPI) -> None:
    """Let the application answer every failure with JSON."""
    for kind in (RequestValidationError, HTTPException, SegueError, Exception):
        app.add_exception_handler(kind, _answer)


def failure(status: int, sentence: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """Return the answer that says why there is no other."""
    return JSONResponse({"error": sentence}, status, headers)


def _answer(request: Request, error: Exception) -> JSONResponse:  # noqa: ARG001 - Starlette's signature
    match error:
        case RequestValidationError():
            return failure(HTTPStatus.BAD_REQUEST, _what_is_wrong(error))
        case HTTPException():
            return failure(error.status_code, error.detail, dict(error.headers or {}))
        case RequestFailedError(code="fields"):
            return failure(HTTPStatus.BAD_REQUEST, str(error))
        case DaemonUnavailableError():
            return failure(HTTPStatus.SERVICE_UNAVAILABLE, str(error))
        case FileFormatError():
            return failure(HTTPStatus.BAD_REQUEST, str(error))
        case SegueError():
            return failure(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
    return failure(HTTPStatus.INTERNAL_SERVER_ERROR, "an internal error of the gateway")


def _what_is_wrong(error: RequestValidationError) -> str:
    """Return the first complaint and where it belongs."""
    first = error.errors()[0]
    if first["loc"] == ("body",) and first["type"] == "model_attributes_type":
        return "an object is needed as JSON, with Content-Type: application/json"
    place = ".".join(str(part) for part in first["loc"] if part != "body")
    return f"{place}: {first['msg']}" if place else str(first["msg"])
