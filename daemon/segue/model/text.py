"""What a command line looks like once its particulars are taken away.

Shapes hold hashes, never text, so nothing of a forgotten line outlives it here.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from zlib import crc32

# Longer lines are pasted scripts; their beginning tells them apart well enough.
SCANNED: Final = 2_000
TEMPLATE_WORDS: Final = 12
WORDS: Final = 3

WRAPPERS: Final = frozenset({"sudo", "doas", "env", "command", "builtin", "exec", "nohup", "time", "noglob"})
ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=")
SUBCOMMAND: Final = re.compile(r"[a-z][a-z-]+")
MARKS: Final = "-|&;<>"  # how flags and operators begin
NO_WORD: Final = 0


class Shape(NamedTuple):
    """Hashes of a line's head, template and last three arguments (latest first), and three facts."""

    head: int
    template: int
    word1: int
    word2: int
    word3: int
    arguments: bool
    changes_directory: bool
    trivial: bool

    @property
    def words(self) -> tuple[int, int, int]:
        """The last three arguments, latest first, NO_WORD where there are fewer."""
        return self.word1, self.word2, self.word3


def hash_text(text: str) -> int:
    """Return a hash in 1..2^31-1, the same in every process."""
    return crc32(text.encode("utf-8", "surrogatepass")) % 0x7FFFFFFF + 1


def shape_of(line: str) -> Shape:
    """Describe a line; whatever the text is, there is a shape."""
    words = line[:SCANNED].split()
    start = _head_index(words)
    head = words[start] if words else ""
    arguments = words[start + 1 :]
    plain = [hash_text(word) for word in last_arguments(line)]
    plain += [NO_WORD] * (WORDS - len(plain))
    return Shape(
        head=hash_text(head),
        template=hash_text(_template(head, arguments)),
        word1=plain[0],
        word2=plain[1],
        word3=plain[2],
        arguments=bool(arguments),
        changes_directory=head in {"cd", "pushd", "popd"},
        trivial=not arguments or head == "cd",
    )


def last_arguments(line: str) -> list[str]:
    """Return the last few arguments that are neither flags nor operators, latest first."""
    arguments = line[-SCANNED:].split()[1:]
    return [word for word in reversed(arguments[-8:]) if word[0] not in MARKS][:WORDS]


def stem_of(line: str) -> str:
    """Return the line up to its last word, empty if that is the only one."""
    words = line.rsplit(maxsplit=1)
    return line.rstrip()[: -len(words[1])] if len(words) > 1 else ""


def _head_index(words: list[str]) -> int:
    """Skip assignments and wrappers, unless nothing would be left."""
    for index, word in enumerate(words):
        if word not in WRAPPERS and not ASSIGNMENT.match(word):
            return index
    return 0


def _template(head: str, arguments: list[str]) -> str:
    kinds = [head]
    for index, word in enumerate(arguments[:TEMPLATE_WORDS]):
        kinds.append(_kind(word, second=index == 0))
    return " ".join(kinds)


def _kind(word: str, *, second: bool) -> str:
    """Keep flags, operators and what may be a subcommand; replace the rest by its class."""
    if word[0] == "-":
        return word.split("=", 1)[0]
    if word[0] in "|&;<>":
        return word
    if second and SUBCOMMAND.fullmatch(word):
        return word
    if word[0] in "'\"":
        return '"'
    if "/" in word or "." in word:
        return "/"
    return "#" if any(letter.isdigit() for letter in word) else "_"
