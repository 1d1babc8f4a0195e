"""Settings of one table: from the configuration file, and from the environment on top, each checked as it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from segue.config.toml_lines import line_of
from segue.domain.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_TRUTHS: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Source:
    """What settings are read from: the file and its text, and the environment."""

    file: Path
    text: str
    environ: Mapping[str, str]


class Table:
    """Reads keys of a table, `embedding.ollama.url` from SEGUE_EMBEDDING_OLLAMA_URL if that is set.

    Every method that returns a value raises ConfigError when it is none of that kind.
    """

    def __init__(
        self,
        source: Source,
        path: tuple[str, ...],
        values: Mapping[str, Any],
        aliases: Mapping[str, str] | None = None,
        named: Mapping[str, str] | None = None,
    ) -> None:
        self._source = source
        self._aliases = aliases or {}
        self._named = named or {}
        self._path = path
        self._values = dict(values)
        self._read: set[str] = set()

    def text(
        self, key: str, default: str, *, must: str = "be text", right: Callable[[str], bool] = str.isprintable
    ) -> str:
        """Return a text for which `right` holds; the error says what it `must`, and does not repeat it."""
        value = self._value(key, default)
        if not isinstance(value, str) or not right(value):
            raise self.error(key, must)
        return value

    def number(self, key: str, default: float, low: float, high: float) -> float:
        """Return a number within the bounds."""
        value = self._value(key, default, _number)
        if type(value) not in {int, float} or not low <= value <= high:
            raise self.error(key, f"be a number from {low:g} to {high:g}")
        return float(value)

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        """Return a whole number within the bounds."""
        value = self._value(key, default, _number)
        if type(value) is not int or not low <= value <= high:
            raise self.error(key, f"be a whole number from {low} to {high}")
        return value

    def size(self, key: str, names: Mapping[str, int], high: int) -> int | None:
        """Return a whole number from 1, or the one that has one of the names; None when nothing is set."""
        value = self._value(key, None, lambda text: _number(text) or text)
        found = names.get(value) if isinstance(value, str) else value
        if value is not None and (type(found) is not int or not 1 <= found <= high):
            raise self.error(key, " or ".join([f"be a whole number from 1 to {high}", *names]))
        return found

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._value(key, default, lambda text: _TRUTHS.get(text.lower()))
        if type(value) is not bool:
            raise self.error(key, "be true or false")
        return value

    def words(self, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """Return a list of words; in the environment commas stand between them."""
        value = self._value(key, default, lambda text: [word.strip() for word in text.split(",")])
        if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
            raise self.error(key, "be a list of words")
        return tuple(value)

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """Return a list of whole numbers within the bounds, empty when there is none."""
        value = self._value(key, (), lambda text: [_number(word) for word in text.split(",")])
        numbers = value if isinstance(value, list | tuple) else [None]
        if not all(type(number) is int and low <= number <= high for number in numbers):
            raise self.error(key, f"be a list of whole numbers from {low} to {high}")
        return tuple(numbers)

    def table(
        self, key: str, *, aliases: Mapping[str, str] | None = None, named: Mapping[str, str] | None = None
    ) -> Table:
        """Return a table within this one, empty when there is none.

        Aliases are variables that set its keys as well, `named` those that do it instead, "" for none.
        """
        self._read.add(key)
        values = self._values.get(key, {})
        if not isinstance(values, dict):
            raise self.error(key, "be a table")
        return Table(self._source, (*self._path, key), values, aliases, named)

    def names(self) -> list[str]:
        """Return the names of what the file has here, where a person chooses them."""
        return list(self._values)

    def done(self) -> None:
        """Let nothing pass that has not been read.

        Raises:
            ConfigError: there is a key that nobody knows.
        """
        for key in self._values:
            if key not in self._read:
                near = get_close_matches(key, self._read, 1)
                hint = f"did you mean {near[0]}?" if near else f"here are {', '.join(sorted(self._read))}"
                raise ConfigError(f"{self._place(key)}: there is no such setting; {hint}")

    def error(self, key: str, must: str) -> ConfigError:
        """Return an error that names a key, with the line or the variable that sets it."""
        return ConfigError(f"{self._place(key)} must {must}")

    def variable(self, key: str) -> str:
        """Return the name that a key has in the environment."""
        if key in self._named:
            return self._named[key]
        own = re.sub(r"\W", "_", "_".join(("segue", *self._path, key))).upper()
        other = self._aliases.get(key, own)
        return own if self._source.environ.get(own) or not self._source.environ.get(other) else other

    def _value(self, key: str, default: object, parse: Callable[[str], object] = str) -> Any:
        """Return what is set, not checked yet; `parse` reads what the environment has, which is always text."""
        self._read.add(key)
        told = self._source.environ.get(self.variable(key))
        return parse(told) if told else self._values.get(key, default)

    def _place(self, key: str) -> str:
        if self._source.environ.get(self.variable(key)):
            return self.variable(key)
        path = (*self._path, key)
        line = line_of(self._source.text, path)
        return f"{self._source.file}{f', line {line}' if line else ''}: {'.'.join(path)}"


def _number(text: str) -> float | None:
    """Return a number as it is written in the environment."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None
