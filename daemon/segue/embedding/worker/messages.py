"""What the daemon and the worker say to each other: frames of protocol/frames.py over a socketpair.

The daemon says a task and waits for its answer before it says the next.

    ["load", {LoadTask}]    → ["loaded", {Figures}]              at most once, before everything else
    ["embed", [text, …]]    → ["vectors", rows, dims, float32 little-endian, {Figures}]
    anything                → ["failed", message]

`failed` after `load` is final; after `embed` the next task may go well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

CAP: Final = 64 << 20
"""Bytes of the largest frame in either direction."""
LOAD: Final = "load"
EMBED: Final = "embed"
LOADED: Final = "loaded"
VECTORS: Final = "vectors"
FAILED: Final = "failed"


@dataclass(frozen=True, slots=True)
class LoadTask:
    """What the worker has to know of a model; see `InstalledModel`."""

    path: str
    pooling: str
    max_tokens: int
    ends_with: str
    precision: str
    weight_bytes: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How the worker is: bytes of MLX's memory, and where it computes."""

    device: str
    active_bytes: int
    peak_bytes: int
    cache_bytes: int
