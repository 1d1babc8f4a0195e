"""I use fish: my history file is read as fish itself reads it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from segue.ingest.history.entry import Damage, Entry
from tests.ingest.reading import DATA, read

commands = st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), min_size=1, max_size=60).filter(
    lambda line: bool(line.encode().strip()) and line[0] not in " \t" and not line.startswith("- cmd: ")
)
times = st.integers(1_000_000_000, 4_000_000_000)
paths = st.lists(st.sampled_from(["setup.py", "- cmd: odd", "a b"]))


def as_fish_writes(line: str, when: int, paths: list[str]) -> bytes:
    """Return the record that fish makes of a command."""
    escaped = line.replace("\\", "\\\\").replace("\n", "\\n")
    listed = "".join(["  paths:\n", *(f"    - {path}\n" for path in paths)]) if paths else ""
    return f"- cmd: {escaped}\n  when: {when}\n{listed}".encode()


@given(st.lists(st.tuples(commands, times, paths)), st.integers(1, 40))
def test_history_comes_back_whole(entries: list[tuple[str, int, list[str]]], piece: int) -> None:
    """Whatever I typed comes back with its time."""
    data = b"".join(as_fish_writes(*entry) for entry in entries)
    assert read("fish", data, piece)[0] == [Entry(line, float(when)) for line, when, _ in entries]


def test_a_strange_file_gives_what_fish_finds() -> None:
    """Escapes, old versions' mistakes, foreign lines and a cut end cost only what they hit."""
    entries, report = read("fish", (DATA / "fish_history").read_bytes())
    assert entries == [
        Entry("make test", 1772438400.0),
        Entry("for f in *.py\n    wc -l $f\nend", 1772438410.0),
        Entry("printf 'a\\nb' C:\\new", 1772438420.0),
        Entry("git status", 1772438430.0),
        Entry('echo "key: value"'),
        Entry("git push", 1772438460.0),
    ]
    assert report.skipped == {Damage.CORRUPT: 1, Damage.TRUNCATED: 1}
