"""The application: every endpoint that the gateway has, and how failures are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import Depends, FastAPI

from segue import __version__
from segue.gateway.answers import Failure
from segue.gateway.callers import refuse_others
from segue.gateway.embedding import embedding_routes
from segue.gateway.failures import answer_failures
from segue.gateway.procedures import procedure_routes
from segue.gateway.state import state_routes

if TYPE_CHECKING:
    from segue.gateway.daemon import Daemon

FAILURES: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Failure, "description": "The request cannot be right"},
    500: {"model": Failure, "description": "The daemon could not do it"},
    503: {"model": Failure, "description": "The daemon does not run"},
}


def build_application(daemon: Daemon, *, open_to_all: bool) -> FastAPI:
    """Return the application, with its documentation at /docs and /redoc.

    With `open_to_all` anybody on this machine may connect; what was run is then told to its owner alone.
    """
    admission = [Depends(refuse_others)] if open_to_all else []
    app = FastAPI(
        title="segue",
        version=__version__,
        summary="Procedural memory and vectors of commands, from the daemon on this machine.",
        responses=FAILURES,
        strict_content_type=False,
    )
    app.include_router(embedding_routes(daemon))
    app.include_router(procedure_routes(daemon, admission))
    app.include_router(state_routes(daemon, admission))
    answer_failures(app)
    return app
