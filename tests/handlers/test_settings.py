"""settings: which are in use, and that the files are to be read anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from segue.handlers.hello import hello
from segue.handlers.record import record
from segue.handlers.settings import settings
from segue.protocol.messages import VERSION, Hello, Record, Settings

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms


class CountingSettings:
    """Counts how often the files were read; the real one is tested with a real daemon in tests/app."""

    problem = ""

    def __init__(self) -> None:
        self.reloads = 0

    def pause(self) -> dict[str, Any] | None:
        """Return none."""
        return None

    def figures(self) -> dict[str, Any]:
        """Return the count."""
        return {"reloads": self.reloads}

    async def reload(self) -> None:
        """Count."""
        self.reloads += 1


async def test_showing_changes_nothing(rooms: Rooms) -> None:
    """Only "reload" reads the files, and answers once it has."""
    rooms.settings = CountingSettings()
    assert await settings(Settings(1, "cli", "show"), rooms) == [{"reloads": 0}]
    assert await settings(Settings(2, "cli", "reload"), rooms) == [{"reloads": 1}]


async def test_shells_hear_of_their_settings(rooms: Rooms) -> None:
    """A number behind the replies to hello and record, where there are any settings."""
    said = Hello(1, "41-a", VERSION, "zsh", 41)
    ran = Record(2, "41-a", "ls", "/srv", None, None, 0)
    assert (len(await hello(said, rooms)), await record(ran, rooms)) == (2, [1])
    rooms.policy = replace(rooms.policy, mark=77)
    assert ((await hello(said, rooms))[2:], await record(ran, rooms)) == ([77], [1, 77])
