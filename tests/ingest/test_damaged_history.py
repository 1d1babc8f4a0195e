"""My history file is damaged, huge or none at all: what is readable is read, the rest is counted."""

from __future__ import annotations

from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.errors import HistoryFormatError
from segue.ingest.history.entry import MAX_ENTRY, Damage, Report
from segue.ingest.history.formats import SHELLS, complete_length, detect_shell, parse_history
from tests.ingest.reading import read

pieces = st.sampled_from(
    [b"\n", b"\\\n", b": 1700000000:0;", b":", b";", b"#1700000000\n", b"- cmd: ", b"  when: 17", b"\0", b"\x83",
     b"\r\n", b"\xff", b"\\", b" ", b"ls", b"\xef\xbb\xbf"]
)  # fmt: skip
junk = st.lists(st.one_of(pieces, st.binary(max_size=8))).map(b"".join)


@pytest.mark.parametrize("shell", SHELLS)
@given(data=junk, piece=st.integers(1, 20))
def test_no_bytes_stop_a_reader(shell: str, data: bytes, piece: int) -> None:
    """Any bytes are read to their end, the same in any pieces, and give printable counts."""
    entries, report = read(shell, data, piece)
    assert report.read == len(entries)
    assert all(entry.line.strip(" \t\n\v\f\r") and "\0" not in entry.line for entry in entries)
    whole, whole_report = read(shell, data, len(data) or 1)
    assert (entries, report) == (whole, whole_report)


@given(data=junk)
def test_no_bytes_stop_the_recognition(data: bytes) -> None:
    """Any head of a file belongs to some shell."""
    assert detect_shell("history", data) in SHELLS


@pytest.mark.parametrize("shell", SHELLS)
@given(data=junk, more=junk)
def test_whole_entries_stay_the_same_when_a_file_grows(shell: str, data: bytes, more: bytes) -> None:
    """What is taken from a growing file is never a part of an entry that the next write completes."""
    length = complete_length(shell, data)
    assert length == 0 or data[:length].endswith(b"\n")
    assert complete_length(shell, data[:length]) == length
    assert complete_length(shell, data + more) >= length or shell == "zsh"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_monstrous_line_is_left_out_and_counted(shell: str) -> None:
    """A pasted line of 5 MB is no command; those around it are."""
    head = {"fish": b"- cmd: ", "zsh": b": 1700000000:0;", "bash": b""}[shell]
    data = head + b"before\n" + head + b"x" * 5_000_000 + b"\n" + head + b"after\n"
    entries, report = read(shell, data)
    assert [entry.line for entry in entries] == ["before", "after"]
    assert report.skipped == {Damage.TOO_LONG: 1}


def test_a_monstrous_continued_command_is_left_out_whole() -> None:
    """No part of a command that is too long is taken for another command."""
    part = b"y" * 100 + b"\\\n"
    entries, report = read("zsh", b"before\n" + part * 1000 + b"its end\nafter\n")
    assert [entry.line for entry in entries] == ["before", "after"]
    assert report.skipped == {Damage.TOO_LONG: 1}


@pytest.mark.parametrize("shell", SHELLS)
def test_reading_is_lazy(shell: str) -> None:
    """The first command is there before the file has ended, so memory does not grow with it."""
    record = {"fish": b"- cmd: ls\n  when: 1700000000\n", "zsh": b": 1700000000:0;ls\n", "bash": b"#1700000000\nls\n"}
    endless = chain([record[shell]], repeat(record[shell]))
    entries = parse_history(shell, endless, Report())
    assert [next(entries).line for _ in range(3)] == ["ls", "ls", "ls"]


def test_a_long_entry_is_read_up_to_the_cap() -> None:
    """A command of exactly the longest size is read."""
    assert len(read("bash", b"x" * MAX_ENTRY + b"\n")[0]) == 1
    assert read("bash", b"x" * (MAX_ENTRY + 1) + b"\n")[1].skipped == {Damage.TOO_LONG: 1}


def test_an_unknown_shell_is_named() -> None:
    """A shell without a reader is refused with the list of those that have one."""
    with pytest.raises(HistoryFormatError, match="bash, fish, zsh"):
        parse_history("xonsh", [], Report())
