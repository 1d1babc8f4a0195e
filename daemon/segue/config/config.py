"""The settings of one process, read once from the environment and the configuration file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from segue.config.embedding import EmbeddingSettings
from segue.config.embedding_file import read_embedding
from segue.config.history_files import history_candidates
from segue.config.model_places import ModelPlaces
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
    embedding: EmbeddingSettings = field(default_factory=EmbeddingSettings)
    models: ModelPlaces | None = None
    """Where models may lie; None where no model is looked for by its name."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Return the configuration that the environment describes.

        Raises:
            ConfigError: the file cannot be read, or a value cannot be right.
        """
        paths = resolve_paths(environ)
        return cls(
            paths=paths,
            histories=history_candidates(environ),
            embedding=read_embedding(environ),
            models=ModelPlaces.from_environment(environ, paths),
        )
