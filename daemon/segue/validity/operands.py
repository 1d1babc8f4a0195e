"""Which words of a command must name something that exists.

A command that is not in these tables may take anything. Editors, `touch`, `mkdir`, `ln` and `git` are missing on
purpose: they make what is not there, or (`git add`, `git checkout`) work on what is no longer there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from segue.validity.verdict import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from segue.validity.words import Word


@dataclass(frozen=True, slots=True)
class Operands:
    """What a command takes: its files are the operands from `first` up to `end`, as in a slice.

    Attributes:
        first: how many operands before them are something else.
        end: where they end: -1 leaves out the last operand, which is the target.
        values: options whose next word is a value, as they are written.
        excuses: options with which a missing file is no failure, or the order of the operands another.
        leading: only a word right behind the command counts; behind an option it may be something else.
        kind: what must be there.
    """

    first: int = 0
    end: int | None = None
    values: frozenset[str] = frozenset()
    excuses: frozenset[str] = frozenset()
    leading: bool = False
    kind: Kind = Kind.ANYTHING


def _files(values: str = "", excuses: str = "", *, first: int = 0, end: int | None = None) -> Operands:
    return Operands(first, end, frozenset(values.split()), frozenset(excuses.split()))


_DIRECTORY: Final = Operands(leading=True, end=1, kind=Kind.DIRECTORY)
_SCRIPT: Final = Operands(leading=True, end=1)

OPERANDS: Final[dict[str, Operands]] = {
    **dict.fromkeys(["cd", "chdir", "pushd"], _DIRECTORY),
    **dict.fromkeys(["python", "python3", "perl", "ruby"], _SCRIPT),
    **dict.fromkeys(["cat", "tac", "nl", "rev", "file", "readlink", "realpath", "rmdir", "unlink"], _files()),
    **dict.fromkeys(["gzip", "bzip2", "xz", "zstd"], _files("-S -T --suffix --threads")),
    **dict.fromkeys(["md5sum", "sha1sum", "sha256sum", "sha512sum"], _files()),
    **dict.fromkeys(["head", "tail"], _files("-n -c -s --lines --bytes --pid --sleep-interval", "-F --retry")),
    **dict.fromkeys(["cp", "mv"], _files("-S --suffix", "-t --target-directory", end=-1)),
    **dict.fromkeys(["chmod", "chown", "chgrp"], _files("", "-f --silent --quiet --reference", first=1)),
    "bat": _files("-l -m -r -H --language --line-range --map-syntax --style --theme --pager --paging --color --wrap"),
    "cmp": _files("-n -i --bytes --ignore-initial"),
    "diff": _files("-U -C -x -X -I -W -F --label --exclude", "-N --new-file"),
    "du": _files("-d -t -B --max-depth --threshold --exclude --block-size"),
    "ls": _files("-I -w -T --ignore --hide --width --tabsize"),
    "rm": _files("", "-f --force"),
    "shasum": _files("-a --algorithm"),
    "sort": _files("-k -t -o -T -S --key --output --field-separator --buffer-size --parallel"),
    "stat": _files("-c -f -t --format --printf"),
    "wc": _files("--files0-from"),
}

SOURCES: Final = frozenset({"source", "."})
"""These look along PATH for a name without a slash."""

FILE_OPTIONS: Final[dict[str, dict[str, Kind]]] = {
    "docker-compose": {"-f": Kind.ANYTHING, "--file": Kind.ANYTHING},
    "make": {"-C": Kind.DIRECTORY, "-f": Kind.ANYTHING, "--directory": Kind.DIRECTORY, "--file": Kind.ANYTHING},
    "pip": {"-r": Kind.ANYTHING, "--requirement": Kind.ANYTHING},
    "pip3": {"-r": Kind.ANYTHING, "--requirement": Kind.ANYTHING},
}
"""Options whose value must exist."""

# A sign and a number is an old way of writing one; chmod's +x is none.
_OPTION: Final = re.compile(r"-.|\+\d")
# user@host:path, host:path and URLs.
_ELSEWHERE: Final = re.compile(r"[\w.@-]+:.*", re.DOTALL)


def needed_words(head: str, arguments: tuple[Word, ...]) -> Iterator[tuple[Word, Kind]]:
    """Yield the arguments that must name something that exists, and what it must be."""
    options = FILE_OPTIONS.get(head, {})
    for option, value in pairwise(arguments):
        if option.text in options:
            yield value, options[option.text]
    if head in SOURCES and arguments and "/" in arguments[0].text:
        yield arguments[0], Kind.ANYTHING
    table = OPERANDS.get(head)
    if table is None:
        return
    operands = _operands(table, arguments)
    for word in operands[table.first : table.end]:
        if not _ELSEWHERE.fullmatch(word.text):
            yield word, table.kind


def _operands(table: Operands, arguments: tuple[Word, ...]) -> list[Word]:
    """Return what is no option and no value of one; nothing when the options change what the operands mean."""
    found: list[Word] = []
    rest = iter(arguments)
    for word in rest:
        if word.text == "--":
            return [*found, *rest]
        if _OPTION.match(word.text):
            if table.leading and not found:
                return []
            if _is_among(word.text, table.excuses):
                return []
            if word.text in table.values:
                next(rest, None)
        elif word.text != "-":
            found.append(word)
    return found


def _is_among(option: str, options: frozenset[str]) -> bool:
    """Tell whether a word is one of these options, alone, with `=value` or in a cluster of short ones."""
    if option[:2] == "--":
        return option.split("=", 1)[0] in options
    return any(f"-{letter}" in options for letter in option[1:])
