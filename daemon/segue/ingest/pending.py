"""A bounded memory of commands, found again by text and time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from segue.ingest.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

TOLERANCE: Final = 2.0
"""Seconds between a hook's clock and the whole second that a history file keeps."""


class _Item(NamedTuple, Generic[T]):
    key: int
    start: float | None
    value: T


class Pending(Generic[T]):
    """Commands in the order they came; the oldest go when there are too many.

    A line is kept as the hash of its redacted words, so that no secret stays in memory, and blanks that
    HIST_REDUCE_BLANKS takes out make no difference.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._items: dict[int, _Item[T]] = {}
        self._places: dict[int, list[int]] = {}
        self._last = 0

    def __len__(self) -> int:
        return len(self._items)

    def add(self, line: str, start: float | None, value: T) -> T | None:
        """Remember a command; return what had to go for it."""
        key = _key(line)
        self._last += 1
        self._items[self._last] = _Item(key, start, value)
        self._places.setdefault(key, []).append(self._last)
        return self.pop() if len(self._items) > self._capacity else None

    def take(self, line: str, start: float | None) -> T | None:
        """Forget and return the oldest command with this text that can have begun at `start`."""
        for place in self._places.get(_key(line), ()):
            if _agree(self._items[place].start, start):
                return self._remove(place)
        return None

    def pop(self) -> T | None:
        """Forget and return what was remembered first."""
        return self._remove(next(iter(self._items))) if self._items else None

    def values(self) -> Iterator[T]:
        """Yield all that is remembered, in the order it came."""
        return (item.value for item in self._items.values())

    def pop_where(self, chosen: Callable[[T], bool]) -> list[T]:
        """Forget and return what is chosen, in the order it came."""
        places = [place for place, item in self._items.items() if chosen(item.value)]
        return [self._remove(place) for place in places]

    def _remove(self, place: int) -> T:
        item = self._items.pop(place)
        places = self._places[item.key]
        places.remove(place)
        if not places:
            del self._places[item.key]
        return item.value


def _agree(one: float | None, other: float | None) -> bool:
    return one is None or other is None or abs(one - other) <= TOLERANCE


def _key(line: str) -> int:
    return hash(" ".join(redact(line).split()))
