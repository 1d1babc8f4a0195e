"""Every line that a person has run comes into the index, and no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from segue.embedding.index import VectorIndex
from segue.retrieval import background, indexer, quiet
from tests.helpers.waiting import eventually

if TYPE_CHECKING:
    import pytest

    from tests.retrieval.scene import Scene


async def test_recorded_lines_are_indexed_once(scene: Scene) -> None:
    """However often a line is run, it is embedded a single time."""
    scene.record("ls", "make", "ls")
    await scene.until_indexed("ls", "make")
    scene.record("make", "git push", "git push")
    await scene.until_indexed("ls", "make", "git push")
    texts = [text for request in scene.embedders[0].asked for text in request]
    assert sorted(text for text in texts if text != "anything") == ["git push", "ls", "make"]


async def test_what_is_no_line_of_a_person_stays_out(scene: Scene) -> None:
    """What agents ran, what was forgotten, private commands, blank lines and those that are nothing but a hole."""
    scene.record("cargo fmt", author="agent")
    scene.record("make oops", announced=False)
    scene.store.forget("make oops", 1.0)
    scene.record("", "   ", "\u2039password\u203a", "export TOKEN=\u2039token\u203a")
    await scene.until_indexed("export TOKEN=\u2039token\u203a")


async def test_a_line_of_any_bytes_is_indexed(scene: Scene) -> None:
    """Not valid UTF-8, or very long: what is embedded is text of a bounded length, what is found is the line."""
    long = "echo " + "x" * 100_000
    scene.record("cat \udcff", long)
    await scene.until_indexed("cat \udcff", long)
    for text in (text for request in scene.embedders[0].asked for text in request):
        assert len(text.encode()) < 10_000


async def test_what_was_recorded_before_is_found_at_start(scene: Scene) -> None:
    """Lines that came while there was no service, in more than one slice, are embedded when there is one."""
    await scene.service.close()
    lines = [f"echo {number}" for number in range(indexer.SLICE * 2 + 10)]
    scene.record(*lines, announced=False)
    await scene.restart()
    await scene.until_indexed(*lines)
    assert scene.embedders[0].asked.count(["anything"]) == 1
    assert sum(len(request) for request in scene.embedders[0].asked) == len(lines) + 1


async def test_an_import_is_caught_up_with_and_shows_progress(scene: Scene) -> None:
    """After many events that nobody announced a single word is enough, and figures say how far it is."""
    await scene.until_indexed()
    embedder = scene.embedders[0]
    embedder.gate.clear()
    lines = [f"echo {number}" for number in range(indexer.SLICE + 10)]
    scene.record(*lines, announced=False)
    scene.service.look_anew()
    await eventually(lambda: scene.service.figures()["progress"] == [0, len(lines)], "progress to be told")
    embedder.gate.set()
    await scene.until_indexed(*lines)


async def test_the_index_holds_nothing_that_the_store_does_not(scene: Scene) -> None:
    """A line that was forgotten while nothing could be told of it is gone after the next start."""
    scene.record("ls", "make oops", "make")
    await scene.until_indexed("ls", "make oops", "make")
    await scene.service.close()
    scene.store.forget("make oops", 1.0)
    await scene.restart()
    await scene.until_indexed("ls", "make")


async def test_another_history_replaces_the_one_before(scene: Scene) -> None:
    """When the store was set aside and a new one begun, its lines are found under their own texts."""
    scene.record("ls", "make", "git push")
    await scene.until_indexed("ls", "make", "git push")
    await scene.service.close()
    for line in ("ls", "make", "git push"):
        scene.store.forget(line, 1.0)
    scene.record("git push", "htop", announced=False)
    await scene.restart()
    await scene.until_indexed("git push", "htop")


async def test_a_damaged_index_is_filled_anew(scene: Scene) -> None:
    """What was in it comes back from the store."""
    scene.record("ls", "make")
    await scene.until_indexed("ls", "make")
    await scene.service.close()
    scene.index_file().write_bytes(b"damaged" * 100)
    await scene.restart()
    await scene.until_indexed("ls", "make")


async def test_a_model_that_is_away_is_asked_again(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines wait, the problem is said, and once the model answers everything is embedded."""
    monkeypatch.setattr(background, "FIRST_RETRY", 0.01)
    scene.embedders[0].down = True
    scene.record("ls", "make")
    await eventually(lambda: scene.service.figures()["problem"] == "the model is not there", "the problem to be said")
    scene.embedders[0].down = False
    await scene.until_indexed("ls", "make")
    await eventually(lambda: scene.service.figures()["problem"] == "", "the problem to be over")


async def test_a_line_that_the_model_cannot_embed_holds_up_no_other(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is left out, and all others are in."""
    monkeypatch.setattr(background, "FIRST_RETRY", 0.001)
    scene.embedders[0].failing = {"poison"}
    lines = [f"echo {number}" for number in range(40)]
    scene.record(*lines[:20], "echo poison", *lines[20:])
    await scene.until_indexed(*lines)


async def test_vectors_of_another_length_are_refused(scene: Scene) -> None:
    """A model that suddenly answers with other vectors is an error, and nothing of it comes into the index."""
    scene.record("ls")
    await scene.until_indexed("ls")
    embedder = scene.embedders[0]
    other = type(embedder)(dims=8)
    embedder.embed = other.embed  # type: ignore[method-assign]
    scene.record("make")
    await eventually(lambda: "8 numbers" in scene.service.figures()["problem"], "the problem to be said")
    assert scene.service.figures()["lines"] == 1


async def test_what_is_embedded_stays_when_the_model_fails(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches that were answered before the error are in the index."""
    monkeypatch.setattr(background, "FIRST_RETRY", 3600)
    scene.embedders[0].failing = {"poison"}
    lines = [f"echo {number}" for number in range(indexer.BATCH)]
    scene.record(*lines, "echo poison", "echo more")
    await eventually(lambda: scene.service.figures()["lines"] == len(lines), "the first batch to be in the index")


async def test_a_full_disk_is_waited_for(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the index cannot be written the problem is said; afterwards everything is in."""
    monkeypatch.setattr(background, "FIRST_RETRY", 0.01)
    put = VectorIndex.put
    with monkeypatch.context() as full:

        def refuse(*_arguments: object) -> None:
            raise OSError(28, "No space left on device")

        full.setattr(VectorIndex, "put", refuse)
        scene.record("ls")
        await eventually(lambda: "No space" in scene.service.figures()["problem"], "the problem to be said")
    assert VectorIndex.put is put
    await scene.until_indexed("ls")


async def test_nothing_is_embedded_while_the_daemon_works(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the history is relearned the lines wait, and nothing is even read."""
    monkeypatch.setattr(quiet, "BUSY", 0.001)
    await scene.until_indexed()
    scene.busy = True
    scene.record("ls")
    looked = scene.looked
    await eventually(lambda: scene.looked > looked + 3, "the service to look whether it may go on")
    assert scene.service.figures()["lines"] == 0
    assert scene.embedders[0].asked == [["anything"]]
    scene.busy = False
    await scene.until_indexed("ls")


async def test_a_model_that_has_to_be_woken_waits_for_a_batch(scene: Scene) -> None:
    """With a patient encoder a few lines wait until there are enough different ones."""
    scene.lines, scene.seconds = 4, 3600
    await scene.restart()
    await eventually(lambda: scene.service.figures()["serving"] != "", "the index to be open")
    for line in ("ls", "make", "ls", "make", "git push", "git pull"):
        scene.record(line)
        await asyncio.sleep(0)
    await scene.until_indexed("ls", "make", "git push", "git pull")
    assert scene.embedders[0].asked[0] == ["ls", "make", "git push", "git pull"]


async def test_a_model_that_has_to_be_woken_is_woken_in_the_end(scene: Scene) -> None:
    """When the first line has waited for long enough, the few that there are have to do."""
    scene.lines, scene.seconds = 4, 0.01
    await scene.restart()
    scene.record("ls", "make")
    await scene.until_indexed("ls", "make")
