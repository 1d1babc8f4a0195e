"""A session can be taught, with how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from segue.handlers.learn import learn
from segue.protocol.memory_messages import Learn

if TYPE_CHECKING:
    from segue.domain.observation import Observation
    from segue.handlers.rooms import Rooms

SESSION = ["git add .", "git commit -m 'Fix'", "git push"]


async def teach(rooms: Rooms, lines: list[str], outcome: str, exits: list[int | None] | None = None) -> dict[str, Any]:
    """Teach a session and return the answer."""
    commands = [list(each) for each in zip(lines, exits or [None] * len(lines), strict=True)]
    (answer,) = await learn(Learn(1, "cli", commands, outcome), rooms)
    assert isinstance(answer, dict)
    return answer


async def stored(rooms: Rooms) -> list[Observation]:
    """Return what the store holds."""
    events = await rooms.writer.call(lambda store: list(store.after()))
    return [event.observation for event in events]


@pytest.mark.parametrize(
    ("outcome", "told", "exits"),
    [
        ("success", None, [0, 0, 0]),
        ("failure", None, [0, 0, 1]),
        ("unknown", None, [None, None, None]),
        ("failure", [0, 128, None], [0, 128, None]),
        ("success", [None, 1, None], [0, 1, 0]),
    ],
)
async def test_the_outcome_tells_how_commands_ended(
    rooms: Rooms, outcome: str, told: list[int | None] | None, exits: list[int | None]
) -> None:
    """Where that is not told for each: a failed session has failed at its end."""
    assert (await teach(rooms, SESSION, outcome, told))["learned"] == 3
    assert [seen.exit for seen in await stored(rooms)] == exits


async def test_a_session_stands_for_itself(rooms: Rooms) -> None:
    """Two that are taught are two sessions, of this host and of no shell; what they hold is predicted at once."""
    for _ in range(3):
        await teach(rooms, SESSION, "success")
    seen = await stored(rooms)
    assert len({each.session for each in seen}) == 3
    assert {each.host for each in seen} == {"box"}
    assert rooms.predictor.suggest(rooms.prompt("41-a", "/srv", ("git add .",)), "", 1)[0].line == "git commit -m 'Fix'"


async def test_secrets_are_taken_out_and_comments_left_out(rooms: Rooms) -> None:
    """As of what a shell reports; the answer counts what was left out."""
    answer = await teach(
        rooms, ["export TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345", "# a comment", "make"], "success"
    )
    assert answer["learned"] == 2
    assert sum(answer["left_out"].values()) == 1
    assert "ghp_" not in str(await stored(rooms))
