"""Secrets that stand in or behind an option of a command."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from segue.ingest.secrets.names import secret_kind, weak_kind
from segue.ingest.secrets.places import header_in
from segue.ingest.secrets.tools import (
    ASKING,
    COOKIE_FLAGS,
    HEADER_FLAGS,
    HEADER_TOOLS,
    MATCHERS,
    OPTIONS,
    PROMPTS_WITHOUT_VALUE,
    SETTERS,
    WRAPPERS,
    Option,
    Takes,
)
from segue.ingest.secrets.values import is_secret, looks_random

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from segue.ingest.secrets.words import Command, Found

    Taking = Callable[[int, str], Iterator[Found]]
    """Finds the secret in an option's value, given where the value stands."""

_LONG: Final = re.compile(r"--([A-Za-z][\w.-]*+)|-([A-Za-z][\w.-]{3,}+)")
_VARIABLE: Final = re.compile(r"[A-Za-z_]\w*+\+?=")
_BUNDLE: Final = re.compile(r"-[A-Za-z]{2,6}")


def options_in(command: Command) -> Iterator[Found]:
    """Yield the secrets that a command's options take."""
    reader = _Reader()
    taking: Taking | None = None
    for word in command.words:
        is_option = word.text.startswith("-")
        if taking is not None and not is_option:
            yield from taking(*word.inner())
            taking = None
            continue
        if not is_option:
            reader.enter(word.text)
        yield from reader.attached(word.start, word.text)
        taking = reader.taking(word.text)
    texts = {word.text for word in command.words}
    if len(command.words) > 2 and any(o.flag in texts for o in reader.options if o.takes is Takes.LAST):  # noqa: PLR2004
        yield from take_value("password", *command.words[-1].inner())


class _Reader:
    """What is known of a command while its words are read from left to right."""

    def __init__(self) -> None:
        self.head = ""
        self.tool = ""
        self.options: tuple[Option, ...] = ()
        self.seen: set[str] = set()

    def enter(self, word: str) -> None:
        """Take note of a word that is no option: the command, its operands, or a command behind a wrapper."""
        name = word.rpartition("/")[2]
        if not self.head:
            if _VARIABLE.match(word):
                return
            self.head = name
            self._use(name)
        elif self.head == "sshpass":
            if self.tool == "sshpass":
                self._use(name)
        elif self.head in WRAPPERS and name in OPTIONS and (self.head != "ssh" or len(self.seen) > 1):
            self._use(name)
        self.seen.add(word)

    def _use(self, tool: str) -> None:
        self.tool = tool
        self.options = OPTIONS.get(tool, ())

    def attached(self, start: int, text: str) -> Iterator[Found]:
        """Yield the secrets that a word carries itself: -pX, --user=name:X, -H'Name: X'."""
        for option in self._options():
            value = _behind(option, text)
            if value is not None:
                yield from _taking(option)(*_unquoted(start + len(text) - len(value), value))
        if text.startswith(HEADER_FLAGS) and self.head not in MATCHERS:
            value = text.partition("=")[2] if text.startswith("--") else text[2:]
            yield from header_in(*_unquoted(start + len(text) - len(value), value))
        elif self.head in HEADER_TOOLS:
            yield from header_in(*_unquoted(start, text))
        if text.startswith("--from-literal=") and "secret" in self.seen:
            yield from take_pair("secret", "=", start + len("--from-literal="), text[len("--from-literal=") :])

    def taking(self, text: str) -> Taking | None:
        """Return what to do with the word behind this one, if it is a secret."""
        for option in self._options():
            if text == option.flag and option.takes in {Takes.VALUE, Takes.PAIR, Takes.NEXT}:
                return _taking(option)
            if option.takes is Takes.PAIR and _BUNDLE.fullmatch(text) and text[-1] == option.flag[-1]:
                return _taking(option) if len(option.flag) == 2 else None  # noqa: PLR2004
        if text in HEADER_FLAGS and self.head not in MATCHERS:
            return header_in
        if text in COOKIE_FLAGS.get(self.tool, ()):
            return partial(take_pair, "cookie", "=")
        if text == "--from-literal" and "secret" in self.seen:
            return partial(take_pair, "secret", "=")
        return self._named(text)

    def _named(self, text: str) -> Taking | None:
        """Judge an option, a setting or a field by its name alone."""
        if long := _LONG.fullmatch(text):
            name = long[1] or long[2]
            if name.partition("-")[0] in ASKING or self.tool in PROMPTS_WITHOUT_VALUE:
                return None
        elif (self.seen & SETTERS and not {"=", "\u2039"} & set(text)) or (text.endswith(":") and self.seen == {text}):
            name = text
        else:
            return None
        if kind := secret_kind(name):
            return partial(take_value, kind)
        kind = weak_kind(name)
        return partial(_take_random, kind) if kind else None

    def _options(self) -> Iterator[Option]:
        return (option for option in self.options if not option.needs or option.needs in self.seen)


def take_value(kind: str, start: int, value: str) -> Iterator[Found]:
    """Yield the whole value."""
    if is_secret(value):
        yield start, start + len(value), kind


def take_pair(kind: str, separator: str, start: int, value: str) -> Iterator[Found]:
    """Yield the part behind the first separator: the password of `user:password`."""
    name, found, secret = value.partition(separator)
    if found and is_secret(value):
        yield from take_value(kind, start + len(name) + len(found), secret)


def _take_random(kind: str, start: int, value: str) -> Iterator[Found]:
    if looks_random(value):
        yield from take_value(kind, start, value)


def _taking(option: Option) -> Taking:
    if option.takes is Takes.PAIR:
        return partial(take_pair, option.kind, option.separator)
    return partial(take_value, option.kind)


def _behind(option: Option, text: str) -> str | None:
    """Return the value that is written in one word with an option."""
    if option.takes in {Takes.NEXT, Takes.LAST} or not text.startswith(option.flag) or text == option.flag:
        return None
    value = text[len(option.flag) :]
    if option.flag.startswith("--"):
        return value[1:] if value.startswith("=") else None
    return value


def _unquoted(start: int, value: str) -> tuple[int, str]:
    """Return a value and its place without the quotes around it."""
    if len(value) > 1 and value[0] in "'\"" and value[-1] == value[0]:
        return start + 1, value[1:-1]
    return start, value
