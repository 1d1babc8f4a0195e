"""What the benchmarks of a real daemon share: the time that a request takes, and the memory of the daemon."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from segue.protocol.messages import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from segue.client.client import Client
    from segue.protocol.messages import Request

    Progress = Callable[[str, int, int | None], None]
    """Told what is being done, how much of it is done, and of how much, if that is known."""

PATIENCE: Final = 60.0
LEARNING_PATIENCE: Final = 3_600.0
MEGABYTE: Final = 1e6


@dataclass(slots=True)
class Timed:
    """Milliseconds of each kind of request, and figures that are taken once: seconds, megabytes, commands a second."""

    times: dict[str, list[float]] = field(default_factory=dict)
    once: dict[str, float] = field(default_factory=dict)


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def time_request(client: Client, request: Request) -> float:
    """Ask, and return the milliseconds until the answer was there."""
    return milliseconds(lambda: client.ask(request))


def rss(client: Client) -> float:
    """Return the megabytes of the daemon."""
    status: dict[str, Any] = client.ask(Status(1, "bench"))[0]
    return float(status["rss"]) / MEGABYTE
