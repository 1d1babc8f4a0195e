"""embedders: how they are, and what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.handlers.embedders import embedders
from segue.protocol.messages import Embedders

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms


async def test_without_a_model_there_is_little_to_say(rooms: Rooms) -> None:
    """The words always answer; nothing is cached, cleared or unloaded."""
    (health,) = await embedders(Embedders(1, "cli", "health"), rooms)
    assert health == {
        "steps": [{"step": "lexical", "failures": 0, "reason": "", "rest": 0.0}],
        "mlx": None,
        "index": {},
    }
    answers = [(await embedders(Embedders(1, "cli", what), rooms))[0] for what in ("stats", "clear", "unload")]
    assert answers == [{"cache": []}, {"cleared": 0}, {"unloaded": False}]


async def test_a_model_is_looked_for_when_it_is_asked(rooms: Rooms) -> None:
    """By whoever has chosen another one."""
    looked: list[bool] = []

    async def look() -> None:
        looked.append(True)

    rooms.reload_models = look
    await embedders(Embedders(1, "cli", "health"), rooms)
    assert not looked
    await embedders(Embedders(1, "cli", "reload"), rooms)
    assert looked
