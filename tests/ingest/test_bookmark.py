"""My shell rewrites its history file in its own way: reading goes on where it stopped."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.ingest.bookmark import KNOWN, Bookmark
from segue.ingest.history.entry import Entry


def mark(lines: list[str], offset: int = 100) -> Bookmark:
    """Return the bookmark behind these commands."""
    return Bookmark().moved(offset, b"window", [Entry(line, 5.0) for line in lines])


def rest(before: list[str], after: list[str], needed: int = 1) -> list[str] | None:
    """Return what counts as new when a file has been rewritten."""
    entries = mark(before).rest(map(Entry, after), needed)
    return None if entries is None else [entry.line for entry in entries]


@pytest.mark.parametrize(
    ("after", "new"),
    [
        ("a b c d x", "x"),
        ("b c d x y", "x y"),
        ("d x", "x"),
        ("a c d b", "b"),
        ("x y a b c d z", "z"),
        ("a b c d", ""),
        ("d x d y", "y"),
        ("a b d c", "c"),
        ("b d a", "a"),
    ],
)
def test_reading_goes_on_behind_what_is_known(after: str, new: str) -> None:
    """The oldest lines may be gone, duplicates moved, other lines put before: what follows is new."""
    assert rest(list("abcd"), after.split()) == new.split()


def test_a_foreign_file_has_no_known_place() -> None:
    """Nothing of the known lines is there, or not enough of them."""
    assert rest(["a", "b"], ["x", "y"]) is None
    assert rest(["a", "b"], ["b", "y"], needed=2) is None
    assert rest([], ["x"]) is None


@given(st.lists(st.sampled_from("abc"), min_size=1), st.lists(st.sampled_from("xyz")), st.integers(0, 5))
def test_what_was_cut_off_at_the_front_does_not_matter(before: list[str], new: list[str], cut: int) -> None:
    """However much of the front is gone, only the new lines are new."""
    kept = before[min(cut, len(before) - 1) :]
    assert rest(before, kept + new) == new


def test_a_bookmark_fits_only_the_same_bytes() -> None:
    """A change right before the offset is seen."""
    assert mark(["a"]).fits(b"window")
    assert not mark(["a"]).fits(b"windows")


def test_a_bookmark_survives_json() -> None:
    """A bookmark is plain values that come back; other values are none."""
    bookmark = mark([str(number) for number in range(100)])
    assert len(bookmark.known) == KNOWN
    assert Bookmark.from_plain(json.loads(json.dumps(bookmark.plain()))) == bookmark
    damaged: list[Any] = [None, {}, [], {**bookmark.plain(), "offset": "1"}, {**bookmark.plain(), "known": [1]}]
    assert not any(map(Bookmark.from_plain, damaged))


def test_no_command_stands_in_a_bookmark() -> None:
    """What I typed stays in my own file."""
    assert "hunter2" not in json.dumps(mark(["export TOKEN=hunter2"]).plain())


def test_an_emptied_file_is_still_recognised_when_it_comes_back() -> None:
    """A file that is empty for a moment and then restored brings nothing old."""
    emptied = mark(["a", "b"]).moved(0, b"", [])
    assert not emptied.fits(b"")
    assert emptied.rest(map(Entry, ["a", "b", "x"])) == [Entry("x")]
    assert emptied.newest == 5.0
