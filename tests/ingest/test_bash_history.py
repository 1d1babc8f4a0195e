"""I use bash: my history file is read as bash itself reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from segue.ingest.history.bash import MAX_LINES, stamp
from segue.ingest.history.entry import Damage, Entry
from tests.ingest.reading import DATA, lines_of, needs_bash, read, read_by_bash, written_by_bash

if TYPE_CHECKING:
    from pathlib import Path

ONE_LINE = ["ls", "echo a\\", ": > file", "echo Zażółć ‹›", "  leading", "trailing  ", "# a note", "a\ttab", "\\"]
MANY_LINES = ["for f in *; do\n  echo $f\ndone", "cat <<'END'\ntwo\n\nlines\nEND", "a \\\n  b"]

texts = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1, max_size=60)
commands = texts.filter(
    lambda line: (
        bool(line.encode().strip())
        and not line.startswith("\n")
        and not line.endswith("\n")
        and not any(stamp(part) for part in line.encode().split(b"\n"))
    )
)
times = st.integers(1_000_000_000, 4_000_000_000)


@given(st.lists(st.tuples(commands, times)), st.integers(1, 40))
def test_timed_history_comes_back_whole(entries: list[tuple[str, int]], piece: int) -> None:
    """With HISTTIMEFORMAT even commands of several lines come back in one piece, with their times."""
    data = b"".join(b"#%d\n%s\n" % (start, line.encode()) for line, start in entries)
    assert read("bash", data, piece)[0] == [Entry(line, float(start)) for line, start in entries]


@given(st.lists(commands.filter(lambda line: "\n" not in line)))
def test_plain_history_comes_back_whole(lines: list[str]) -> None:
    """Without timestamps every line is a command."""
    assert lines_of("bash", b"".join(line.encode() + b"\n" for line in lines)) == lines


@needs_bash
def test_what_bash_writes_is_read(tmp_path: Path) -> None:
    """The real bash writes it, with and without timestamps, and nothing is lost."""
    assert lines_of("bash", written_by_bash(tmp_path, ONE_LINE, None)) == ONE_LINE
    lines = ONE_LINE + MANY_LINES
    assert lines_of("bash", written_by_bash(tmp_path, lines, "%F ")) == lines


@needs_bash
def test_files_mean_what_they_mean_to_bash() -> None:
    """Plain and mixed files give the commands that bash finds in them."""
    for name in ("plain.bash_history", "mixed.bash_history"):
        assert lines_of("bash", (DATA / name).read_bytes()) == read_by_bash(DATA / name)


def test_a_timed_file_keeps_blank_lines_and_skips_empty_records() -> None:
    """A blank line inside a command stays; a timestamp without a command is nothing."""
    entries, report = read("bash", (DATA / "timed.bash_history").read_bytes())
    assert entries == [
        Entry("make test", 1772438400.0),
        Entry('for host in a b; do\n    ssh "$host" uptime\n\ndone', 1772438460.0),
        Entry("git push", 1772438520.0),
    ]
    assert report.skipped == {Damage.TRUNCATED: 1}


def test_only_the_next_line_is_timed_when_timestamps_began_later() -> None:
    """When the file began without timestamps, later ones time one line each, as in bash."""
    entries, _ = read("bash", (DATA / "mixed.bash_history").read_bytes())
    assert entries == [Entry("before timestamps"), Entry("timed", 1772438400.0), Entry("after timestamps")]


def test_a_history_is_no_endless_command() -> None:
    """When I gave up timestamps long ago, what I typed since is not one command of a thousand lines."""
    later = [f"echo {number}" for number in range(2 * MAX_LINES)]
    lines = lines_of("bash", b"#1772438400\n" + "".join(f"{line}\n" for line in later).encode())
    assert lines == later
