"""I use zsh: my history file is read as zsh itself reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.ingest.history.entry import Entry
from tests.ingest.reading import DATA, lines_of, needs_zsh, read, read_by_zsh, written_by_zsh

if TYPE_CHECKING:
    from pathlib import Path

NASTY = [
    "ls",
    "echo a\\",
    "echo a\\ ",
    "echo a\\   ",
    "two\nlines",
    "quoted newline \\\n  here",
    "blank line\n\n  inside",
    "a backslash and a blank \\ \nbefore the end",
    ": > file",
    "echo Zażółć gęślą jaźń ‹›",
    "bytes that zsh metafies: \u0083\u0084\u00a2",
    "trailing blanks  ",
    "\\",
    "\\\\",
    "  leading blanks",
    "# a note",
    "a\ttab",
    "ends in a newline and a backslash\n\\",
]

commands = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda line: bool(line.encode().strip())
)
times = st.integers(1_000_000_000, 4_000_000_000)


def as_zsh_writes(line: str, start: int | None, duration: int) -> bytes:
    """Return the record that zsh's savehistfile makes of a command."""
    text = line.encode()
    meta = b"".join(bytes([0x83, byte ^ 32]) if byte == 0 or 0x83 <= byte <= 0xA2 else bytes([byte]) for byte in text)
    head = b": %d:%d;" % (start, duration) if start else b"\\" * meta.startswith(b":")
    guard = b" " if meta.rstrip(b" ").endswith(b"\\") else b""
    return head + meta.replace(b"\n", b"\\\n") + guard + b"\n"


@given(st.lists(st.tuples(commands, times, st.integers(0, 9999))), st.integers(1, 40))
def test_extended_history_comes_back_whole(entries: list[tuple[str, int, int]], piece: int) -> None:
    """Whatever I typed comes back with its times, however the file is cut into pieces."""
    data = b"".join(as_zsh_writes(*entry) for entry in entries)
    found, report = read("zsh", data, piece)
    assert found == [Entry(line, float(start), float(duration)) for line, start, duration in entries]
    assert report.read == len(entries)
    assert not report.skipped


@given(st.lists(commands.filter(lambda line: not line.startswith("\\:"))))
def test_plain_history_comes_back_whole(lines: list[str]) -> None:
    """Without EXTENDED_HISTORY the commands come back all the same; zsh itself loses a backslash before a colon."""
    data = b"".join(as_zsh_writes(line, None, 0) for line in lines)
    assert read("zsh", data)[0] == [Entry(line) for line in lines]


@needs_zsh
@pytest.mark.parametrize("options", ["extendedhistory", "noextendedhistory"])
def test_what_zsh_writes_is_read(tmp_path: Path, options: str) -> None:
    """The real zsh writes it, and not a character is lost."""
    assert lines_of("zsh", written_by_zsh(tmp_path, NASTY, options)) == NASTY


@needs_zsh
def test_a_strange_file_means_what_it_means_to_zsh() -> None:
    """A file that mixes formats, versions and encodings gives the commands that zsh finds in it."""
    file = DATA / "nasty.zsh_history"
    assert lines_of("zsh", file.read_bytes()) == read_by_zsh(file)


def test_a_strange_file_keeps_its_times() -> None:
    """Times are read where they are written; an old zsh wrote the end where the duration stands now."""
    entries, _ = read("zsh", (DATA / "nasty.zsh_history").read_bytes())
    times = [(entry.start, entry.duration) for entry in entries]
    assert times[1] == (1772438410.0, 3.0)
    assert times[4:7] == [(None, None), (None, None), (1772438440.0, 10.0)]


def test_a_damaged_file_gives_what_is_left() -> None:
    """A mark, CRLF, a broken header, NULs and a cut end cost only the records that they hit."""
    entries, report = read("zsh", (DATA / "damaged.zsh_history").read_bytes())
    assert [entry.line.split(",")[0] for entry in entries] == ["first", "second", "third", "fourth"]
    assert {str(why): count for why, count in report.skipped.items()} == {
        "corrupt record": 1,
        "NUL byte": 1,
        "empty line": 1,
        "cut off at the end of the file": 1,
    }
