r"""fish's history file, as `src/history/yaml_backend.rs` reads it: nearly YAML, but not quite.

    - cmd: make test
      when: 1700000000
      paths:
        - Makefile

In a command a newline is written `\n` and a backslash `\\`. `paths` are arguments that were files, not the
directory that the command ran in, so they tell nothing that an entry holds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from segue.ingest.history.entry import Damage, Entry, Report
from segue.ingest.history.lines import split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COMMAND: Final = b"- cmd:"
REPEATED: Final = b"- cmd: - cmd: "
OLD_FIELD: Final = b"- cmd:    when:"
YAML_MARKS: Final = (b"%", b"---", b"...")
_ESCAPE: Final = re.compile(rb"\\([\\n])")
_WHEN: Final = re.compile(rb" +when:[ \t]*(\d{1,18})[ \t]*")


def parse_fish(chunks: Iterable[bytes], report: Report) -> Iterator[Entry]:
    """Yield the entries of a fish history file."""
    for command, when in _records(split_lines(chunks, report, keep_last=False), report):
        if (entry := report.entry(unescape(command), when)) is not None:
            yield entry


def _records(lines: Iterable[bytes], report: Report) -> Iterator[tuple[bytes, float | None]]:
    command: bytes | None = None
    when: float | None = None
    for line in lines:
        if line.startswith(b" "):
            if command is not None and (field := _WHEN.fullmatch(line)):
                when = float(field[1]) or None
            continue
        if command is not None:
            yield command, when
        command = when = None
        if line.startswith(COMMAND) and not line.startswith(OLD_FIELD):
            command = _value(line)
        elif line and not line.startswith((*YAML_MARKS, OLD_FIELD)):
            report.skip(Damage.CORRUPT)
    if command is not None:
        yield command, when


def _value(line: bytes) -> bytes:
    """Return what follows the key; fish 1 could write the key several times."""
    while line.startswith(REPEATED):
        line = line[len(COMMAND) + 1 :]
    return line[len(COMMAND) :].lstrip(b" \t")


def unescape(text: bytes) -> bytes:
    """Return the command that fish escaped to `text`."""
    if b"\\" not in text:
        return text
    return _ESCAPE.sub(lambda escape: b"\n" if escape[1] == b"n" else b"\\", text)
