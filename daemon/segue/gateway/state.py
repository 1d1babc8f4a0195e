"""The endpoints that say how the embedders are, and tell them what to do. None of them loads a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from segue.gateway.answers import Cleared, Health, Statistics, Unloaded
from segue.gateway.health import health_of

if TYPE_CHECKING:
    from segue.gateway.daemon import Daemon

COUNTED: Final = ("entries", "bytes", "hits", "misses", "evictions")


def state_routes(daemon: Daemon) -> APIRouter:
    """Return the endpoints beside /embed."""
    routes = APIRouter(tags=["state"])

    @routes.get("/health")
    def health() -> Health:
        """Say which model would answer, and whether it is loaded."""
        return health_of(daemon.embedders("health"), daemon.last)

    @routes.post("/unload")
    def unload() -> Unloaded:
        """Give the model's memory back; the next text loads it again."""
        daemon.embedders("unload")
        return Unloaded()

    @routes.get("/stats")
    def stats() -> Statistics:
        """Say how the cache has done."""
        spaces = daemon.embedders("stats")["cache"]
        total = {what: sum(space[what] for space in spaces) for what in COUNTED}
        asked = total["hits"] + total["misses"]
        return Statistics(**total, hit_rate=total["hits"] / asked if asked else 0.0, spaces=spaces)

    @routes.post("/cache/clear")
    def clear() -> Cleared:
        """Empty the cache of vectors."""
        return Cleared(cleared=daemon.embedders("clear")["cleared"])

    return routes
