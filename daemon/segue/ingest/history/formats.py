"""Which shell wrote a history file, and the reader for it."""

from __future__ import annotations

import re
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Final

from segue.domain.errors import HistoryFormatError
from segue.ingest.history.bash import parse_bash, stamp
from segue.ingest.history.fish import COMMAND, parse_fish
from segue.ingest.history.lines import BOM
from segue.ingest.history.zsh import HEADER, META, parse_zsh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from segue.ingest.history.entry import Entry, Report

CHUNK: Final = 1 << 16
SHELLS: Final = ("bash", "fish", "zsh")
READERS: Final[dict[str, Callable[[Iterable[bytes], Report], Iterator[Entry]]]] = {
    "bash": parse_bash,
    "fish": parse_fish,
    "zsh": parse_zsh,
}

# Behind a line that is not continued; in front of a timestamp if there is one, since bash may join lines behind it.
_ENTRY_START: Final = {
    "bash": re.compile(rb"\n(?=#\d+[ \t]*\n)|\A[^\n]*\n(?!.*\n#\d+[ \t]*\n)", re.DOTALL),
    "fish": re.compile(rb"\n(?=- cmd:)"),
    "zsh": re.compile(rb"(?<!\\)\n"),
}


def parse_history(shell: str, chunks: Iterable[bytes], report: Report) -> Iterator[Entry]:
    """Yield the entries of a shell's history, counting in `report` what is read and what is left out.

    Raises:
        HistoryFormatError: no reader is known for this shell.
    """
    try:
        reader = READERS[shell]
    except KeyError:
        raise HistoryFormatError(f"no reader for {shell!r} history; one of {', '.join(SHELLS)} is") from None
    return reader(chunks, report)


def chunks_of(file: BinaryIO, size: int = CHUNK) -> Iterator[bytes]:
    """Yield a binary file's bytes in pieces."""
    return iter(partial(file.read, size), b"")


def detect_shell(path: PurePath | str, head: bytes, default: str = "bash") -> str:
    """Return the shell that wrote a history file, from its name and its first bytes.

    What is written tells more than the name: only fish writes `- cmd:`, only zsh `: time:duration;` or
    metafied bytes, only bash timestamps. Plain lines are the `default` shell's unless the name says otherwise.

    Raises:
        HistoryFormatError: the file is binary, such as another tool's database.
    """
    if head.startswith(b"SQLite format 3\0"):
        raise HistoryFormatError(f"{path} is a database, not a shell's history file")
    lines = head.removeprefix(BOM).replace(b"\r\n", b"\n").split(b"\n")
    for line in (line.lstrip(b"\0") for line in lines):
        if line.startswith(COMMAND):
            return "fish"
        if HEADER.match(line):
            return "zsh"
        if stamp(line) is not None:
            return "bash"
    name = PurePath(path).name.lower()
    named = (shell for shell in ("fish", "zsh", "bash") if shell in name)
    return next(named, "zsh" if META in head or name in {".zhistory", ".histfile"} else default)


def complete_length(shell: str, data: bytes) -> int:
    """Return how many bytes of a growing file hold whole entries; the rest is still being written."""
    end = data.rfind(b"\n") + 1
    while end:
        start = data.rfind(b"\n", 0, end - 1) + 1
        line = data[start:end].rstrip(b"\r\n")
        goes_on = {
            "zsh": line.endswith(b"\\"),
            "bash": stamp(line) is not None,
            "fish": line.startswith(COMMAND),
        }.get(shell, False)
        if not goes_on:
            break
        end = start
    return end


def first_entry(shell: str, data: bytes) -> int:
    """Return where the first entry begins in a piece from the middle of a file; its end when there is none."""
    match = _ENTRY_START[shell].search(data)
    return match.end() if match else len(data)
