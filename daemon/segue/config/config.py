"""What one process works with, read once from the environment and the configuration file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Self

from segue.config.history_files import history_candidates
from segue.config.model_places import ModelPlaces
from segue.config.paths import Paths, resolve_paths
from segue.config.settings import Settings, read_settings
from segue.config.tables import AUTO
from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.config.embedding import EmbeddingSettings
    from segue.config.limits import Limits


@dataclass(frozen=True, slots=True)
class Config:
    """Paths and settings, frozen and passed down.

    Attributes:
        histories: the history files to follow, whether they exist yet or not.
        models: where models may lie; None where no model is looked for by its name.
        problem: why the settings are the defaults and not those of the file; "" where they are the file's.
        environ: where the settings come from, to read them anew.
    """

    paths: Paths
    histories: tuple[Path, ...] = ()
    settings: Settings = field(default_factory=Settings)
    models: ModelPlaces | None = None
    problem: str = ""
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def limits(self) -> Limits:
        """The bounds that hold."""
        return self.settings.limits

    @property
    def embedding(self) -> EmbeddingSettings:
        """Who is asked for vectors."""
        return self.settings.embedding

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Return the configuration that the environment describes.

        Raises:
            ConfigError: the file cannot be read, or a value cannot be right.
        """
        return cls._of(environ, read_settings(environ))

    @classmethod
    def in_spite_of_errors(cls, environ: Mapping[str, str]) -> Self:
        """Return the same, with the default settings where the file is broken, and then `problem`."""
        try:
            return cls.from_environment(environ)
        except ConfigError as error:
            return cls._of(environ, Settings(), str(error))

    @classmethod
    def _of(cls, environ: Mapping[str, str], settings: Settings, problem: str = "") -> Self:
        paths = resolve_paths(environ)
        return cls(
            paths=paths,
            histories=followed(settings.history.follow, environ),
            settings=settings,
            models=ModelPlaces.from_environment(environ, paths),
            problem=problem,
            environ=environ,
        )


def followed(names: tuple[str, ...], environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the history files that the setting `history.follow` names, those of the shells where it says auto."""
    files: list[Path] = []
    for name in names:
        files += history_candidates(environ) if name == AUTO else [expanded(name, environ)]
    return tuple(dict.fromkeys(files))


def expanded(name: str, environ: Mapping[str, str]) -> Path:
    """Return a path with `~` as the home directory."""
    home = Path(environ.get("HOME") or Path.home())
    return home / name[2:] if name.startswith("~/") else Path(name)
