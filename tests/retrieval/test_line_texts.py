"""Lines are looked through for words all at once, whatever has come and gone since the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from segue.domain.observation import Observation
from segue.retrieval import line_texts
from segue.retrieval.line_texts import LineTexts
from segue.store.database import open_database
from segue.store.events import EventStore
from segue.store.search import SearchReader

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.retrieval.scene import Scene

WORDS = st.text(min_size=1, max_size=5).filter(lambda word: not any(each.isspace() for each in word))
LINES = st.lists(st.text(min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=20, unique=True)


def held(texts: LineTexts, reader: SearchReader, *words: str) -> dict[int, set[str]]:
    """Return the lines that hold the words, by which."""
    return {
        mask: {line.text for line in reader.lines(numbers.tolist())} for mask, numbers in texts.holding(words).items()
    }


@given(LINES, st.lists(WORDS, min_size=1, max_size=4))
def test_every_line_that_holds_a_word_is_found(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], words: list[str]
) -> None:
    """By which of the words it holds, in small letters, as if each line had been looked at by itself."""
    database = tmp_path_factory.mktemp("store") / "segue.db"
    store = EventStore(open_database(database, 0.0))
    store.append((1.0, Observation(line)) for line in lines)
    texts = LineTexts()
    with SearchReader.open(database) as reader:
        texts.follow(reader)
        known = [text for _, text in reader.lines_after(0, 100)]
        expected: dict[int, set[str]] = {}
        lowered = [word.lower() for word in words]
        for line in known:
            mask = sum((word in line.lower()) << place for place, word in enumerate(lowered))
            if mask:
                expected.setdefault(mask, set()).add(line)
        assert held(texts, reader, *lowered) == expected


def test_what_comes_and_goes_is_followed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """New lines are added, in however many parts they are read; one that was forgotten makes all be read anew."""
    monkeypatch.setattr(line_texts, "AT_ONCE", 2)
    texts = LineTexts()
    with SearchReader.open(scene.paths.database) as reader:
        for lines in (["git push", "git pull", "ls"], ["git gc"]):
            scene.store.append((1.0, Observation(line)) for line in lines)
            texts.follow(reader)
        assert held(texts, reader, "git") == {1: {"git push", "git pull", "git gc"}}
        scene.store.forget("git pull", 1.0)
        scene.store.append([(1.0, Observation("make"))])
        texts.follow(reader)
        assert held(texts, reader, "git", "make") == {1: {"git push", "git gc"}, 2: {"make"}}


def test_the_latest_of_many_are_those_that_were_run_last(scene: Scene) -> None:
    """However long ago they were run first."""
    texts = LineTexts()
    lines = [f"git show {number}" for number in range(9)]
    with SearchReader.open(scene.paths.database) as reader:
        scene.store.append((place, Observation(line, start=place)) for place, line in enumerate(lines, 1))
        texts.follow(reader)
        scene.store.append([(20.0, Observation(lines[2], start=20.0))])
        texts.follow(reader)
        numbers = texts.holding(["show"])[1]
        latest = {line.text for line in reader.lines(texts.latest(numbers, 3).tolist())}
        assert latest == {lines[2], lines[7], lines[8]}
        assert np.array_equal(texts.latest(numbers, 9), numbers)


def test_an_empty_history_holds_nothing(tmp_path: Path) -> None:
    """Neither words nor lines."""
    open_database(tmp_path / "segue.db", 0.0)
    texts = LineTexts()
    with SearchReader.open(tmp_path / "segue.db") as reader:
        texts.follow(reader)
    assert len(texts) == 0
    assert texts.holding(["git"]) == {}
