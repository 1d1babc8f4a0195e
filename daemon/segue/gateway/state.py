"""The endpoints that say how the embedders and the memory are, and what the embedders do. None loads a model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fastapi import APIRouter

from segue.gateway.answers import Cleared, Health, Statistics, Unloaded
from segue.gateway.health import health_of
from segue.protocol.memory_messages import Graph
from segue.protocol.messages import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi.params import Depends

    from segue.gateway.daemon import Daemon

COUNTED: Final = ("entries", "bytes", "hits", "misses", "evictions")


def state_routes(daemon: Daemon, admission: Sequence[Depends]) -> APIRouter:
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

    @routes.get("/stats", dependencies=admission)
    def stats() -> Statistics:
        """Say how much is remembered, and how the cache of vectors has done."""
        spaces = daemon.embedders("stats")["cache"]
        total = {what: sum(space[what] for space in spaces) for what in COUNTED}
        asked = total["hits"] + total["misses"]
        found, graph = daemon.patterns(), daemon.ask(Graph(1, "http", "", 1, 1))
        return Statistics(
            **total,
            hit_rate=total["hits"] / asked if asked else 0.0,
            spaces=spaces,
            commands=daemon.ask(Status(1, "http"))["events"],
            patterns=found["total_patterns"],
            nodes=graph["size"]["nodes"],
            edges=graph["size"]["edges"],
            success_count=found["success_count"],
            failure_count=found["failure_count"],
            success_rate=found["success_rate"],
        )

    @routes.post("/cache/clear")
    def clear() -> Cleared:
        """Empty the cache of vectors."""
        return Cleared(cleared=daemon.embedders("clear")["cleared"])

    return routes
