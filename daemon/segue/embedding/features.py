"""What of a command line its lexical vector is made of: weighted words, pairs of words, file extensions.

The weights are lengths: all that is seen of a line shares one vector, and what tells two lines apart must not drown in
what does not. Particulars (numbers, hashes, hosts) are taken away before anything is hashed.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from zlib import crc32

SCANNED: Final = 2_000
"""Characters that are looked at: longer lines are pasted scripts, of which the beginning says enough."""

HEAD: Final = 1.5
SUBCOMMAND: Final = 1.0
PAIR: Final = 1.0
ARGUMENT: Final = 0.8
FLAG: Final = 0.4
QUOTED: Final = 0.25
DIRECTORY: Final = 0.3
EXTENSION: Final = 0.8
STEM: Final = 0.6
OPERATOR: Final = 0.15
WRAPPER: Final = 0.3
EXACT: Final = 0.2
"""What a word counts with its numbers, as a share of what it counts without."""

WRAPPERS: Final = frozenset(
    {"sudo", "doas", "env", "command", "builtin", "exec", "nohup", "time", "noglob", "nice", "watch", "xargs", "npx"}
)
"""What runs the command after it."""
RUNNERS: Final = frozenset({("uv", "run"), ("poetry", "run"), ("pipenv", "run"), ("bundle", "exec"), ("python", "-m")})
"""Pairs of words that do."""

_TOKEN: Final = re.compile(r"""'[^']*'|"[^"]*"|[|;&\n]+|[^\s'"|;&()<>`$]+|[<>]+""")
_VERSION: Final = re.compile(r"(?<=[a-z])[\d.]+$")
_DIGITS: Final = re.compile(r"\d+")
_HASH: Final = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*\+?=")
_SUBCOMMAND: Final = re.compile(r"[a-z][a-z:_-]+")

_SECOND: Final = 2
_WORD, _PAIR, _EXTENSION, _EXACT = range(4)
"""What begins a checksum, so that a word and an extension of the same letters are two things."""


class Features(NamedTuple):
    """Checksums with their weights, and words of which the letters count as well, with theirs."""

    checksums: list[int]
    weights: list[float]
    words: list[bytes]
    word_weights: list[float]


def features_of(line: str) -> Features:
    """Describe a line; whatever the text is, there is a description, of a blank one an empty description."""
    reader = _Reader()
    reader.read(line[:SCANNED])
    return reader.features


class _Reader:
    """Goes through the words of a line; `place` is the number of words that the present command has so far."""

    def __init__(self) -> None:
        self.features = Features([], [], [], [])
        self._place = 0
        self._head = ""
        self._encoded_head = b""
        self._arguments: list[tuple[str, float]] = []

    def read(self, text: str) -> None:
        for token in _TOKEN.findall(text):
            first = token[0]
            if first in "|;&\n<>":
                self._operator(token)
            elif first in "'\"":
                self._quoted(token)
            elif first == "-":
                self._flag(token)
            elif not self._place:
                self._begin(token)
            else:
                self._argument(token)
        self._end_command()

    def _operator(self, token: str) -> None:
        self._add(_encode(token), OPERATOR)
        if token[0] not in "<>":
            self._end_command()

    def _quoted(self, token: str) -> None:
        self._arguments += [(word, QUOTED) for word in _TOKEN.findall(token[1:-1])]
        self._place += 1

    def _flag(self, token: str) -> None:
        name, _, value = token.partition("=")
        if self._place == 1 and (self._head, name) in RUNNERS:
            self._run_another()
            return
        # An option of a wrapper leaves open which command follows.
        self._place += bool(self._place)
        self._add(_encode(name), FLAG)
        if value:
            self._arguments.append((value, ARGUMENT))

    def _begin(self, token: str) -> None:
        name = _VERSION.sub("", token.rstrip("/").rpartition("/")[2]) or token
        if _ASSIGNMENT.match(token):
            self._arguments.append((token, FLAG))
        elif name in WRAPPERS:
            self._word(name, WRAPPER)
        else:
            self._head, self._place = name, 1
            self._encoded_head = self._word(name, HEAD)

    def _argument(self, token: str) -> None:
        self._place += 1
        if self._place != _SECOND or not _SUBCOMMAND.fullmatch(token):
            self._arguments.append((token, ARGUMENT))
        elif (self._head, token) in RUNNERS:
            self._run_another()
        else:
            word = self._word(token, SUBCOMMAND)
            self._add(self._encoded_head + b" " + word, PAIR, _PAIR)

    def _run_another(self) -> None:
        """Take what looked like a command for a wrapper: the command comes now."""
        self.features.weights[-1] = self.features.word_weights[-1] = WRAPPER
        self._place = 0

    def _end_command(self) -> None:
        """Weigh the arguments of a command together: ten files say no more than one about what it does."""
        if self._arguments:
            share = len(self._arguments) ** -0.5
            for token, weight in self._arguments:
                self._particular(token, weight * share)
            self._arguments.clear()
        self._place = 0

    def _particular(self, token: str, weight: float) -> None:
        """Take a path, an address or a plain word apart."""
        if "://" in token:
            host, _, token = token.partition("://")[2].partition("/")
            self._add(b"://", weight)
            self._word(host.rpartition("@")[2].partition(":")[0], weight)
        directory, _, name = token.rstrip("/").rpartition("/")
        for part in directory.rsplit("/", 2)[-2:]:
            self._word(part, weight * DIRECTORY)
        stem, _, extension = name.rpartition(".")
        if stem and extension.isalpha():
            self._add(_encode(extension), weight * EXTENSION, _EXTENSION)
            weight *= STEM
        self._word(name or token, weight)

    def _word(self, word: str, weight: float) -> bytes:
        """Add a word without its particulars, and its letters; return it so."""
        encoded = b"#" if _HASH.fullmatch(word) else _encode(_DIGITS.sub("0", word))
        if encoded:
            self._add(encoded, weight)
            self.features.words.append(encoded)
            self.features.word_weights.append(weight)
            exact = _encode(word)
            if exact != encoded:
                self._add(exact, weight * EXACT, _EXACT)
        return encoded

    def _add(self, encoded: bytes, weight: float, kind: int = _WORD) -> None:
        self.features.checksums.append(crc32(encoded, kind))
        self.features.weights.append(weight)


def _encode(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
