"""Bounds that keep one bad peer, file or day from harming the rest."""

from __future__ import annotations

from dataclasses import dataclass

from segue.config.setting import setting


@dataclass(frozen=True, slots=True)
class Limits:
    """Times are seconds, sizes bytes. Those that are no setting follow from the others, or nobody would change them."""

    backlog: int = 1024
    drain_seconds: float = 0.6
    frame: int = setting(
        1 << 20,
        "Bytes of the longest request.",
        low=1 << 13,
        high=1 << 26,
        live=False,
    )
    connections: int = setting(
        512,
        "How many programs may be connected at once.",
        low=16,
        high=65_536,
        live=False,
    )
    frame_seconds: float = setting(
        5.0,
        "Seconds in which a request must have arrived once it has begun.",
        low=0.1,
        high=600,
        live=False,
    )
    request_seconds: float = setting(
        2.0,
        "Seconds in which an answer must be ready, else the shell is told that there is none.",
        low=0.05,
        high=600,
        live=False,
    )
    snapshot_seconds: float = setting(
        300.0,
        "Seconds after which what was learned is saved; a crash costs learning that much again.",
        low=1,
        high=86_400,
        live=False,
    )
