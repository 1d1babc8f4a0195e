"""What comes after some lines is predicted, with how sure that is and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.domain.observation import Observation
from segue.handlers.hello import hello
from segue.handlers.predict import predict
from segue.protocol.memory_messages import Predict
from segue.protocol.messages import VERSION, Hello
from segue.workflows.interface import NoProcedures
from tests.workflows.making import DEPLOY, deployment, workflow

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms


async def ask(rooms: Rooms, *context: str, cwd: str = "", count: int = 3) -> list[dict[str, Any]]:
    """Return the predictions."""
    (answer,) = await predict(Predict(1, "cli", list(context), cwd, count), rooms)
    predictions: list[dict[str, Any]] = answer["predictions"]
    return predictions


def deploy_often(rooms: Rooms) -> None:
    """Let somebody deploy six times."""
    rooms.procedures = NoProcedures([workflow(*DEPLOY)])
    for number in range(6):
        for line in deployment(f"v1.0.{number}"):
            rooms.remember(Observation(line, session="a", exit=0, cwd="/srv"))


async def test_the_step_of_a_workflow_is_predicted(rooms: Rooms) -> None:
    """With the values of this context, its place, and how its runs ended."""
    deploy_often(rooms)
    best = (await ask(rooms, *deployment("v8.8.8")[:2]))[0]
    assert best["command"] == "docker push api:v8.8.8"
    assert best["confidence"] > 0.5
    assert "step 3 of 5 of “Deploy api”, which succeeded 6 of 6 times" in best["reason"]
    assert (best["workflow"]["step"], best["workflow"]["of"]) == (3, 5)


async def test_something_like_a_workflow_is_less_sure(rooms: Rooms) -> None:
    """What was run is not the workflow, but alike: confidence × similarity, and both are told."""
    deploy_often(rooms)
    context = ["git tag --annotate v8.8.8", "docker build --tag api:v8.8.8 ."]
    exact = (await ask(rooms, *deployment("v8.8.8")[:2]))[0]
    near = next(each for each in await ask(rooms, *context, count=20) if each["workflow"])
    assert 0.7 <= near["workflow"]["similarity"] < 1
    assert near["confidence"] < exact["confidence"]
    assert "similar" in near["reason"]


async def test_who_begins_in_the_middle_is_understood(rooms: Rooms) -> None:
    """The steps that were run are like those of the workflow, and their values are used."""
    deploy_often(rooms)
    best = (await ask(rooms, *deployment("v8.8.8")[1:3]))[0]
    assert best["command"] == "kubectl set image deploy/api api=api:v8.8.8"
    assert best["workflow"]["step"] == 4


async def test_history_alone_predicts_too(rooms: Rooms) -> None:
    """What has followed is predicted, with how often it was run."""
    for _ in range(5):
        for line in ("make", "make test", "git push"):
            rooms.remember(Observation(line, session="a", exit=0))
    best = (await ask(rooms, "make", "make test"))[0]
    assert best["command"] == "git push"
    assert best["workflow"] is None
    assert best["reason"] == "run 5×"


async def test_nothing_known_is_no_error(rooms: Rooms) -> None:
    """An empty daemon and an empty context have no predictions."""
    assert await ask(rooms) == []
    assert await ask(rooms, "make") == [] or (await ask(rooms, "make"))[0]["confidence"] < 1


async def test_asking_changes_nothing(rooms: Rooms) -> None:
    """The lines of a question are neither learned nor stored, nor followed."""
    deploy_often(rooms)
    before = await ask(rooms, *deployment("v8.8.8")[:2])
    assert await ask(rooms, *deployment("v8.8.8")[:2]) == before
    assert rooms.procedures.following.offers("imagined", "", rooms.clock()) == []
    assert await rooms.writer.call(lambda store: store.count()) == 30


async def test_a_shell_asks_from_where_it_is(rooms: Rooms) -> None:
    """Without any lines it is what the shell among the asker's parents has run, with the values of its own run."""
    deploy_often(rooms)
    await hello(Hello(1, "41-a", VERSION, "zsh", 41), rooms)
    for line in deployment("v7.7.7")[:2]:
        rooms.remember(Observation(line, session="41-a", exit=0, cwd=""))
    (answer,) = await predict(Predict(2, "cli", [], "", 3, None, [7, 41]), rooms)
    assert answer["predictions"][0]["command"] == "docker push api:v7.7.7"
    (answer,) = await predict(Predict(3, "cli", [], "", 3, None, [7]), rooms)
    assert all("v7.7.7" not in each["command"] for each in answer["predictions"])


async def test_what_is_typed_narrows(rooms: Rooms) -> None:
    """Only lines that go on from it are predicted."""
    deploy_often(rooms)
    (answer,) = await predict(Predict(2, "cli", ["make"], "", 5, "git t"), rooms)
    assert answer["predictions"]
    assert all(each["command"].startswith("git t") for each in answer["predictions"])
