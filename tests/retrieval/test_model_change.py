"""Another model: everything is embedded anew, in the background, and vectors of two models never meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.retrieval import indexer
from tests.helpers.embedders import MemoryEmbedder
from tests.helpers.waiting import eventually
from tests.retrieval.scene import encoder

if TYPE_CHECKING:
    import pytest

    from tests.retrieval.scene import Scene

LINES = ("git push origin main", "git push", "docker compose up", "docker ps", "ls")


def is_filled(scene: Scene, model: str) -> bool:
    """Tell whether a model's index answers and nothing is under way."""
    figures = scene.service.figures()
    return bool(figures["serving"] == model and figures["progress"] is None)


async def test_the_old_index_answers_until_the_new_one_is_complete(scene: Scene) -> None:
    """Then it is removed and its embedder closed."""
    old, new = scene.embedders[0], MemoryEmbedder("better", dims=64)
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    new.gate.clear()
    await scene.service.use(encoder(new))
    await eventually(lambda: new.asked != [], "the new model to be asked")
    assert (await scene.service.search("git push", 1))[0][0] == "git push"
    assert scene.service.figures()["serving"] == "memory"
    assert scene.service.figures()["model"] == "better"
    assert scene.service.figures()["progress"] == [0, len(LINES)]
    assert old.asked[-1] == ["git push"]
    new.gate.set()
    await eventually(lambda: is_filled(scene, "better"), "the new model to take over")
    assert (await scene.service.search("git push", 1))[0][0] == "git push"
    assert new.asked[-1] == ["git push"]
    assert old.closed
    assert scene.index_file() == scene.paths.vector_index(new.space.digest)


async def test_a_restart_in_the_middle_goes_on_where_it_was(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is embedded with the new model is not embedded again, and the old index answers meanwhile."""
    monkeypatch.setattr(indexer, "SLICE", 2)
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    new = MemoryEmbedder("better", dims=64)
    new.failing = {"compose"}
    await scene.service.use(encoder(new))
    await eventually(lambda: scene.service.figures()["problem"] != "", "the new model to fail at the third line")
    embedded = {text for request in new.asked for text in request if "compose" not in request[0]}
    assert embedded == {"git push origin main", "git push"}

    scene.embedders.append(MemoryEmbedder("better", dims=64))
    scene.embedders[-1].gate.clear()
    await scene.restart()
    await eventually(lambda: scene.service.figures()["serving"] == "memory", "the old index to answer")
    assert (await scene.service.search("git push", 1))[0][0] == "git push"
    scene.embedders[-1].gate.set()
    await eventually(lambda: is_filled(scene, "better"), "the new model to take over")
    assert sorted(text for request in scene.embedders[-1].asked for text in request) == sorted(LINES[2:])
    await scene.until_indexed(*LINES)


async def test_lines_that_come_meanwhile_are_in_the_new_index(scene: Scene) -> None:
    """What is recorded and what is forgotten while everything is embedded anew is so in both."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    new = MemoryEmbedder("better")
    new.gate.clear()
    await scene.service.use(encoder(new))
    await eventually(lambda: new.asked != [], "the new model to be asked")
    scene.record("htop")
    assert await scene.forget("docker ps") == 1
    assert "docker ps" not in await scene.indexed()
    new.gate.set()
    await eventually(lambda: is_filled(scene, "better"), "the new model to take over")
    await scene.until_indexed("htop", *(line for line in LINES if line != "docker ps"))


async def test_another_revision_or_length_is_another_model(scene: Scene) -> None:
    """Both are embedded anew, and nothing of the one before is found."""
    scene.record("ls", "make")
    await scene.until_indexed("ls", "make")
    for embedder in (MemoryEmbedder(revision="2"), MemoryEmbedder(revision="2", dims=16)):
        await scene.service.use(encoder(embedder))
        await eventually(lambda: is_filled(scene, "memory"), "the new vectors to take over")
        await scene.until_indexed("ls", "make")
        assert {text for request in embedder.asked for text in request} >= {"ls", "make"}


async def test_without_the_old_model_the_new_index_answers_with_what_it_has(scene: Scene) -> None:
    """A model that was removed cannot embed questions any more."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    await scene.service.close()
    scene.embedders[:] = [MemoryEmbedder("better")]
    await scene.restart()
    await scene.until_indexed(*LINES)
    assert scene.service.figures()["serving"] == "better"


async def test_going_back_before_it_is_complete_keeps_the_old_index(scene: Scene) -> None:
    """Nothing has to be embedded again, and the beginnings of the other index are removed."""
    old, new = scene.embedders[0], MemoryEmbedder("better")
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    new.gate.clear()
    await scene.service.use(encoder(new))
    await eventually(lambda: new.asked != [], "the new model to be asked")
    asked = len(old.asked)
    await scene.service.use(encoder(old))
    await eventually(lambda: is_filled(scene, "memory"), "the old index to be chosen")
    assert len(old.asked) == asked
    await scene.until_indexed(*LINES)
    assert scene.index_file() == scene.paths.vector_index(old.space.digest)
