"""All settings: read from the configuration file, with the environment on top."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from segue.config.embedding import EmbeddingSettings
from segue.config.embedding_file import read_embedding
from segue.config.limits import Limits
from segue.config.paths import config_file
from segue.config.setting import read_table, specs
from segue.config.table import Source, Table
from segue.config.tables import History, Keys, Log, Privacy, Suggestions, WorkflowSettings
from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLES: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {
        "suggestions": Suggestions,
        "keys": Keys,
        "history": History,
        "privacy": Privacy,
        "workflows": WorkflowSettings,
        "log": Log,
        "limits": Limits,
    }
)
"""The classes of all tables but `embedding`, which is read by a file of its own."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person can set."""

    suggestions: Suggestions = field(default_factory=Suggestions)
    keys: Keys = field(default_factory=Keys)
    history: History = field(default_factory=History)
    privacy: Privacy = field(default_factory=Privacy)
    workflows: WorkflowSettings = field(default_factory=WorkflowSettings)
    log: Log = field(default_factory=Log)
    limits: Limits = field(default_factory=Limits)
    embedding: EmbeddingSettings = field(default_factory=EmbeddingSettings)


def read_settings(environ: Mapping[str, str], *, text: str | None = None, in_shell: bool = False) -> Settings:
    """Return the settings of the file, or of `text` in its place, and the environment.

    Args:
        environ: names the file, and sets single settings.
        text: what the file would hold.
        in_shell: whether the environment is that of the shell whose settings are wanted. The daemon's is not: what
            somebody has exported in the shell that it was started from holds for that shell alone.

    Raises:
        ConfigError: the file cannot be read, or a value cannot be right; the message names the key, and the line.
    """
    file = config_file(environ)
    if text is None:
        text = read_text(file, needed=bool(environ.get("SEGUE_CONFIG")))
    everything = Table(Source(file, text, environ), (), parse_toml(file, text))
    tables = {
        name: read_table(everything.table(name, named=_variables(kind, in_shell=in_shell)), kind)
        for name, kind in TABLES.items()
    }
    embedding = read_embedding(everything.table("embedding"), environ)
    everything.done()
    return Settings(**tables, embedding=embedding)


def alone(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without the variables that set single settings."""
    places = ("SEGUE_HOME", "SEGUE_CONFIG")
    return {name: value for name, value in environ.items() if name in places or not name.startswith("SEGUE_")}


def read_text(file: Path, *, needed: bool) -> str:
    """Return the text of the file, "" where there is none.

    Raises:
        ConfigError: it cannot be read, or it is `needed` and not there.
    """
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        if needed:
            raise ConfigError(f"SEGUE_CONFIG names {file}, which is not there") from None
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file} cannot be read: {error}") from None


def parse_toml(file: Path, text: str) -> dict[str, Any]:
    """Return what a file's text holds.

    Raises:
        ConfigError: it is no TOML; the message has the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is no TOML: {error}") from None


def _variables(kind: type[Any], *, in_shell: bool) -> dict[str, str]:
    """Return the variables that have names of their own; a list of a shell's is an array, which no program is given."""
    return {
        name: spec.variable if in_shell and not isinstance(default, tuple) else ""
        for name, default, spec in specs(kind)
        if spec.variable is not None
    }
