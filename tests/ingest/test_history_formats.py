"""I name a history file: segue sees which shell wrote it."""

from __future__ import annotations

import pytest

from segue.domain.errors import HistoryFormatError
from segue.ingest.history.formats import complete_length, detect_shell, first_entry
from tests.ingest.reading import DATA


@pytest.mark.parametrize(
    ("name", "shell"),
    [
        ("plain.bash_history", "bash"),
        ("timed.bash_history", "bash"),
        ("mixed.bash_history", "bash"),
        ("nasty.zsh_history", "zsh"),
        ("damaged.zsh_history", "zsh"),
        ("fish_history", "fish"),
    ],
)
def test_content_tells_the_shell(name: str, shell: str) -> None:
    """A file under its own name, or under none that tells, belongs to the shell that wrote it."""
    head = (DATA / name).read_bytes()
    assert detect_shell(name, head) == shell
    if not name.startswith("plain"):
        assert detect_shell("backup.txt", head) == shell


@pytest.mark.parametrize(
    ("name", "shell"),
    [
        (".zsh_history", "zsh"),
        (".zhistory", "zsh"),
        (".histfile", "zsh"),
        (".bash_history", "bash"),
        ("old.fish_history", "fish"),
        ("history", "bash"),
    ],
)
def test_the_name_tells_the_shell_of_plain_lines(name: str, shell: str) -> None:
    """Plain lines could be anyone's, so the name decides."""
    assert detect_shell(name, b"ls\ncd /srv\n") == shell


def test_metafied_bytes_are_zsh() -> None:
    """Only zsh writes an escape byte into its file."""
    assert detect_shell("history", b"echo \xc5\x83\xa4\n") == "zsh"


def test_a_caller_can_know_better() -> None:
    """When neither name nor content tells, the shell that named the file does."""
    assert detect_shell("history", b"ls\n", "zsh") == "zsh"


def test_a_database_is_refused() -> None:
    """Another tool's database is not taken for a history file."""
    with pytest.raises(HistoryFormatError, match="database"):
        detect_shell("history.db", b"SQLite format 3\0rest")


@pytest.mark.parametrize(
    ("shell", "data", "whole"),
    [
        ("zsh", b": 1:0;ls\n: 2:0;ec", b": 1:0;ls\n"),
        ("zsh", b": 1:0;ls\n: 2:0;for x\\\ndo\\\n", b": 1:0;ls\n"),
        ("bash", b"#1700000000\nls\n#1700000001\n", b"#1700000000\nls\n"),
        ("bash", b"ls\npw", b"ls\n"),
        ("fish", b"- cmd: ls\n  when: 1\n- cmd: pwd\n", b"- cmd: ls\n  when: 1\n"),
        ("zsh", b"", b""),
        ("zsh", b"\\\n", b""),
    ],
)
def test_a_growing_file_is_read_up_to_its_last_whole_entry(shell: str, data: bytes, whole: bytes) -> None:
    """What is still being written waits for its rest."""
    assert data[: complete_length(shell, data)] == whole


@pytest.mark.parametrize(
    ("shell", "data", "entries"),
    [
        ("zsh", b"in x\\\ndo\\\ndone\n: 1:0;ls\n", b": 1:0;ls\n"),
        ("bash", b"  echo\ndone\n#1700000000\nls\n", b"#1700000000\nls\n"),
        ("bash", b"status\nls\npwd\n", b"ls\npwd\n"),
        ("fish", b"  when: 1\n- cmd: ls\n", b"- cmd: ls\n"),
        ("fish", b"  when: 1\n", b""),
        ("zsh", b"", b""),
    ],
)
def test_a_piece_from_the_middle_is_read_from_its_first_entry(shell: str, data: bytes, entries: bytes) -> None:
    """A long file is searched near its end first, and no half command is found there."""
    assert data[first_entry(shell, data) :] == entries
