"""A bounded mapping forgets what was set longest ago."""

from __future__ import annotations

from segue.domain.bounded import BoundedDict


def test_the_one_that_was_set_longest_ago_makes_room() -> None:
    """Setting a key anew counts as well, and takes nobody's place."""
    kept: BoundedDict[str, int] = BoundedDict(2)
    kept["one"] = 1
    kept["two"] = 2
    kept["one"] = 11
    assert list(kept.items()) == [("two", 2), ("one", 11)]
    kept["three"] = 3
    assert list(kept.items()) == [("one", 11), ("three", 3)]
    assert kept.setdefault("four", 4) == 4
    assert list(kept) == ["three", "four"]


def test_what_is_used_can_be_kept_longer() -> None:
    """A key that is moved to the end makes room last."""
    kept: BoundedDict[str, int] = BoundedDict(2)
    kept["one"] = 1
    kept["two"] = 2
    kept.move_to_end("one")
    kept["three"] = 3
    assert list(kept) == ["one", "three"]
