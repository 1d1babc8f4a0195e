"""The bounds of a worker."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MlxLimits:
    """Bounds of one worker; times are seconds.

    Attributes:
        gather_seconds: how long texts wait for company when nothing is under way.
        request_seconds: for each batch that a request fills, waiting included; also for what the worker does at once.
        load_seconds: to start and load the model, on top of that.
        idle_seconds: after which the worker ends.
        waiting: texts that may wait.
    """

    gather_seconds: float = 0.002
    request_seconds: float = 30.0
    load_seconds: float = 120.0
    idle_seconds: float = 900.0
    waiting: int = 4096
