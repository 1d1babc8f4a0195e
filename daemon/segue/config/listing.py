"""The settings by their keys, such as `suggestions.threshold`: what each means, what it is, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from segue.config.embedding import EmbeddingSettings
from segue.config.embedding_keys import KEYS, embedding_value
from segue.config.setting import specs
from segue.config.settings import TABLES, Settings
from segue.config.toml_lines import line_of
from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting; `variable` is its name in the environment."""

    key: str
    default: Any
    help: str
    bounds: str
    variable: str
    per_shell: bool
    live: bool

    @property
    def path(self) -> tuple[str, ...]:
        """Where it stands in the file."""
        return tuple(self.key.split("."))

    @property
    def is_array(self) -> bool:
        """Whether its variable is one of a shell alone: neither arrays nor patterns reach other programs."""
        return self.per_shell and isinstance(self.default, tuple)


@cache
def entries() -> Mapping[str, Entry]:
    """Return every setting by its key, in the order of the file."""
    found: dict[str, Entry] = {}
    for table, kind in TABLES.items():
        for name, default, spec in specs(kind):
            key = f"{table}.{name}"
            bounds = f"{spec.low:g} to {spec.high:g}" if spec.high else ""
            variable = spec.variable or _variable(key)
            found[key] = Entry(key, default, spec.help, bounds, variable, spec.per_shell, spec.live)
    for name, text in KEYS.items():
        key = f"embedding.{name}"
        default = embedding_value(EmbeddingSettings(), name)
        found[key] = Entry(key, default, text, "", _variable(key), per_shell=False, live=False)
    return found


def _variable(key: str) -> str:
    return f"SEGUE_{key.replace('.', '_')}".upper()


def entry(key: str) -> Entry:
    """Return the setting of that key.

    Raises:
        ConfigError: there is none; the message has the nearest one.
    """
    found = entries().get(key)
    if found is not None:
        return found
    if key.startswith("embedding.profiles."):
        return Entry(key, 0, "A size by name.", "", _variable(key), per_shell=False, live=False)
    raise ConfigError(f"there is no setting {key}{_hint(key)} `segue config list` shows all")


def _hint(key: str) -> str:
    known = entries()
    names = {each.rpartition(".")[2]: each for each in reversed(list(known))}
    near = get_close_matches(key, known, 1) or [
        names[name] for name in get_close_matches(key.rpartition(".")[2], names, 1)
    ]
    return f"; did you mean {near[0]}?" if near else ";"


def value_of(settings: Settings, key: str) -> Any:
    """Return the value of a setting; None where a profile of that name is none."""
    table, _, name = key.partition(".")
    if table != "embedding":
        return getattr(getattr(settings, table), name)
    try:
        return embedding_value(settings.embedding, name)
    except KeyError:
        return None


def plain_values(settings: Settings) -> dict[str, Any]:
    """Return every value by its key, as JSON can hold it."""
    return {key: plain(value_of(settings, key)) for key in keys_of(settings)}


def keys_of(settings: Settings) -> list[str]:
    """Return the keys of all settings, with the profiles that the person has named."""
    own = [f"embedding.profiles.{name}" for name in settings.embedding.profiles]
    return list(dict.fromkeys([*entries(), *own]))


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    return list(value) if isinstance(value, tuple) else value


def origin(found: Entry, environ: Mapping[str, str], text: str, values: Mapping[str, Any]) -> str:
    """Return who says what a setting is: `default`, `line 3`, or the variable.

    Args:
        found: the setting.
        environ: the environment of the shell that asks.
        text: the file's text.
        values: what that holds.
    """
    if not found.is_array and environ.get(found.variable):
        return found.variable
    inner: Any = values
    for part in found.path:
        if not isinstance(inner, dict) or part not in inner:
            return "default"
        inner = inner[part]
    line = line_of(text, found.path)
    return f"line {line}" if line else "file"
