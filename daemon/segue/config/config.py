"""The settings of one process, read once from the environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from segue.config.history_files import history_candidates
from segue.config.paths import Paths, resolve_paths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one bad peer, file or day from harming the rest; times are seconds, sizes bytes."""

    frame: int = 1 << 20
    backlog: int = 1024
    connections: int = 512
    frame_seconds: float = 5.0
    request_seconds: float = 2.0
    drain_seconds: float = 0.6
    snapshot_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class Config:
    """Paths and limits, frozen and passed down; nothing below reads the environment again."""

    paths: Paths
    histories: tuple[Path, ...] = ()
    """The history files to follow, whether they exist yet or not."""
    limits: Limits = field(default_factory=Limits)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Return the configuration that the environment describes."""
        return cls(paths=resolve_paths(environ), histories=history_candidates(environ))
