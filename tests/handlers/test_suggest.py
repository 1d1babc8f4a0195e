"""suggest: what may come next, as flat fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from segue.handlers.record import record
from segue.handlers.suggest import suggest
from segue.protocol.messages import Record, Suggest

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms

WORKFLOW = ["git add -A", "git commit -m wip", "git push"]


@pytest.fixture
async def taught(rooms: Rooms) -> Rooms:
    """Give rooms that know the workflow."""
    for line in WORKFLOW * 5:
        await record(Record(1, "41-a", line, "/srv", None, None, 0), rooms)
    return rooms


async def test_lines_and_thousandths_in_turn(taught: Rooms) -> None:
    """The likeliest line comes first; every second field is an integer that zsh can read."""
    fields = await suggest(Suggest(1, "41-a", "", "/srv", 3), taught)
    assert fields[0] == "git add -A"
    assert all(isinstance(milli, int) and 0 <= milli <= 1000 for milli in fields[1::2])


async def test_never_more_than_asked_for(taught: Rooms) -> None:
    """`count` is a cap."""
    assert len(await suggest(Suggest(1, "41-a", "", "/srv", 1), taught)) == 2


async def test_a_prefix_restricts(taught: Rooms) -> None:
    """Only lines that begin with what is typed, and go on."""
    fields = await suggest(Suggest(1, "41-a", "git pu", "/srv", 5), taught)
    assert fields[::2] == ["git push"]
    assert await suggest(Suggest(1, "41-a", "git push", "/srv", 5), taught) == []


async def test_after_imagines_another_past(taught: Rooms) -> None:
    """`after` asks what would come next had these lines been run."""
    fields = await suggest(Suggest(1, "9-z", "", "/srv", 1, WORKFLOW[:2]), taught)
    assert fields[0] == "git push"


async def test_nothing_is_known_at_first(rooms: Rooms) -> None:
    """A daemon that has learned nothing suggests nothing."""
    assert await suggest(Suggest(1, "41-a", "", "/srv", 5), rooms) == []
