"""Workflows are listed, named, pinned, edited, forgotten, imported and gone through, over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from segue.domain.errors import WorkflowError
from segue.handlers.hello import hello
from segue.handlers.suggest import suggest
from segue.handlers.workflows import workflows
from segue.protocol.memory_messages import Workflows
from segue.protocol.messages import VERSION, Hello, Suggest
from segue.workflows.interface import NoProcedures
from tests.workflows.making import DEPLOY, workflow

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms


@pytest.fixture
def rooms(rooms: Rooms) -> Rooms:
    """Give rooms that know one workflow."""
    rooms.procedures = NoProcedures([workflow(*DEPLOY)])
    return rooms


async def ask(rooms: Rooms, action: str, session: str = "cli", **arguments: Any) -> dict[str, Any]:
    """Return the answer to one request."""
    (answer,) = await workflows(Workflows(1, session, action, arguments), rooms)
    assert isinstance(answer, dict)
    return answer


async def test_they_are_listed_and_shown(rooms: Rooms) -> None:
    """By title, whatever the case, or by the beginning of the id."""
    (listed,) = (await ask(rooms, "list"))["workflows"]
    for key in ("Deploy api", "deploy API", listed["id"][:4]):
        assert (await ask(rooms, "show", key=key))["workflow"] == listed


async def test_an_unknown_one_is_an_error(rooms: Rooms) -> None:
    """It says how to find those that there are."""
    with pytest.raises(WorkflowError, match="segue workflows"):
        await ask(rooms, "show", key="nothing")
    with pytest.raises(WorkflowError, match="key"):
        await ask(rooms, "show")


async def test_a_name_and_a_pin_stay(rooms: Rooms) -> None:
    """The name finds it from then on."""
    await ask(rooms, "name", key="Deploy api", name="Ship it")
    await ask(rooms, "pin", key="ship it")
    shown = (await ask(rooms, "show", key="Ship it"))["workflow"]
    assert (shown["name"], shown["pinned"]) == ("Ship it", True)
    await ask(rooms, "pin", key="Ship it", pinned=False)
    assert not (await ask(rooms, "show", key="Ship it"))["workflow"]["pinned"]


async def test_steps_are_edited(rooms: Rooms) -> None:
    """Lines with slots by their names; a question mark makes a step optional."""
    answer = await ask(
        rooms, "edit", key="Deploy api", steps=["make test", "? git tag <VERSION>", "deploy <VERSION> <HOST2>"]
    )
    edited = answer["workflow"]
    assert [step["optional"] for step in edited["steps"]] == [False, True, False]
    assert [slot["name"] for slot in edited["slots"]] == ["VERSION", "HOST2"]
    assert edited["origin"] == "edited"
    assert [each["id"] for each in (await ask(rooms, "list"))["workflows"]] == [edited["id"]]


@pytest.mark.parametrize("steps", [None, [], ["make"], [1, 2], "make"])
async def test_what_is_no_workflow_is_refused(rooms: Rooms, steps: Any) -> None:
    """And the workflow stays as it was."""
    before = await ask(rooms, "show", key="Deploy api")
    with pytest.raises(WorkflowError):
        await ask(rooms, "edit", key="Deploy api", steps=steps)
    assert await ask(rooms, "show", key="Deploy api") == before


async def test_a_forgotten_one_is_gone(rooms: Rooms) -> None:
    """From the list, and from what is offered."""
    await ask(rooms, "forget", key="Deploy api")
    assert (await ask(rooms, "list"))["workflows"] == []


async def test_one_is_exported_and_imported(rooms: Rooms) -> None:
    """What one daemon shows another can take; what it knows already stays as it is."""
    shown = (await ask(rooms, "show", key="Deploy api"))["workflow"]
    rooms.procedures = NoProcedures()
    assert await ask(rooms, "import", workflows=[shown]) == {"added": 1, "known": 0}
    assert await ask(rooms, "import", workflows=[shown]) == {"added": 0, "known": 1}
    imported = (await ask(rooms, "show", key="Deploy api"))["workflow"]
    assert imported["steps"] == shown["steps"]
    assert imported["origin"] == "imported"


@pytest.mark.parametrize("damage", [{"steps": []}, {"steps": [{"parts": [9], "template": "x"}]}, {"title": 3}])
async def test_of_a_damaged_import_nothing_is_taken(rooms: Rooms, damage: dict[str, Any]) -> None:
    """Not even what is whole."""
    shown = (await ask(rooms, "show", key="Deploy api"))["workflow"]
    rooms.procedures = NoProcedures()
    with pytest.raises(WorkflowError):
        await ask(rooms, "import", workflows=[shown, shown | damage])
    assert (await ask(rooms, "list"))["workflows"] == []


async def test_a_shell_is_led_through_one(rooms: Rooms) -> None:
    """Its prompt shows the first step, with the value that was given, and which step of how many it is."""
    await hello(Hello(1, "41-a", VERSION, "zsh", 41), rooms)
    answer = await ask(rooms, "walk", key="Deploy api", cwd="/srv", processes=[7, 41], values={"VERSION": "v9.9.9"})
    assert answer["shell"] == "41-a"
    fields = await suggest(Suggest(2, "41-a", "", "/srv", 3, None, 2), rooms)
    assert fields[0] == "git tag v9.9.9"
    assert fields[fields.index("") + 2] == 105


async def test_without_a_shell_nothing_is_led(rooms: Rooms) -> None:
    """The answer says so."""
    assert (await ask(rooms, "walk", key="Deploy api", cwd="/srv", processes=[7]))["shell"] is None


async def test_a_slot_that_there_is_not_is_refused(rooms: Rooms) -> None:
    """By its name."""
    await hello(Hello(1, "41-a", VERSION, "zsh", 41), rooms)
    with pytest.raises(WorkflowError, match="COLOUR"):
        await ask(rooms, "walk", key="Deploy api", cwd="/srv", processes=[41], values={"COLOUR": "red"})
