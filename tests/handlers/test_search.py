"""search: what was recorded a moment ago is found, and the answer says how."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from segue.config.paths import Paths
from segue.domain.observation import Observation
from segue.domain.workflow import Step, Tally, Workflow
from segue.embedding.lexical import DIMS, NAME, REVISION, LexicalEmbedder
from segue.embedding.space import Space
from segue.handlers import search as search_module
from segue.handlers.search import search
from segue.protocol.codec import pack, unpack
from segue.protocol.memory_messages import Search
from segue.retrieval.encoder import Encoder
from segue.retrieval.search import MemorySearch
from segue.retrieval.service import LineRetrieval
from segue.store.line_reader import LineReader
from tests.handlers.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from segue.handlers.rooms import Rooms

TIDY = Workflow(
    id="1",
    steps=(Step(("git gc",), "git gc"), Step(("git prune",), "git prune")),
    title="tidy up",
    category="git",
    tally=Tally(succeeded=3, failed=1),
    last_run=NOW,
)


@pytest.fixture
async def searching(rooms: Rooms, tmp_path: Path) -> AsyncIterator[Rooms]:
    """Give rooms that search what three shells on two machines have run."""
    ran = [
        ("git push", "box", "zsh"),
        ("git status", "box", "zsh"),
        ("git clone x", "laptop", "bash"),
    ]
    await rooms.writer.call(
        lambda store: store.append(
            (NOW, Observation(line, "/srv", 0, NOW - 60, 0.5, "41-a", shell, host)) for line, host, shell in ran
        )
    )
    paths = Paths(tmp_path, tmp_path / "run")
    encoder = Encoder(LexicalEmbedder(), Space(NAME, REVISION, DIMS))
    with ThreadPoolExecutor(1) as thread:
        # Never started: its index is not open, as in the first moments of a daemon.
        retrieval = LineRetrieval(paths, LineReader(paths.database), thread, encoder)
        room = MemorySearch(paths.database, retrieval, lambda: [TIDY])
        rooms.search = room
        yield rooms
        await room.close()


async def ask(rooms: Rooms, *queries: str, **options: Any) -> dict[str, Any]:
    """Search, and see that the answer crosses the wire."""
    (answer,) = await search(Search(1, "cli", list(queries), **options), rooms)
    assert unpack(pack(answer)) == answer
    assert isinstance(answer, dict)
    return answer


async def test_every_kind_of_hit_says_what_it_is(searching: Rooms) -> None:
    """Commands with their figures, sessions with their commands, workflows with their steps."""
    answer = await ask(searching, "git")
    assert answer["by"] == "words"
    hits = {hit["kind"]: hit for hit in reversed(answer["hits"])}
    assert hits["command"]["line"] in {"git push", "git status"}
    assert (hits["command"]["runs"], hits["command"]["last"], hits["command"]["duration"]) == (1, NOW - 60, 0.5)
    assert [each["line"] for each in hits["session"]["commands"]] == ["git push", "git status"]
    assert (hits["workflow"]["title"], hits["workflow"]["steps"]) == ("tidy up", ["git gc", "git prune"])
    assert all(0 <= hit[name] <= 1 for hit in answer["hits"] for name in ("score", "meaning", "words"))


async def test_the_machine_is_this_one_and_the_author_a_person_unless_others_are_named(searching: Rooms) -> None:
    """`all` stands for any."""
    assert {hit["line"] for hit in (await ask(searching, kinds=["command"]))["hits"]} == {"git push", "git status"}
    anywhere = await ask(searching, kinds=["command"], host="all")
    assert {hit["line"] for hit in anywhere["hits"]} == {"git push", "git status", "git clone x"}
    assert (await ask(searching, kinds=["command"], author="codex"))["hits"] == []


async def test_an_answer_has_room_in_a_frame(searching: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pasted scripts are lines, too: as many hits as have room are told, the best ones."""
    every = (await ask(searching, "git", kinds=["command"]))["hits"]
    monkeypatch.setattr(search_module, "MOST_TEXT", len(every[0]["line"]))
    assert (await ask(searching, "git", kinds=["command"]))["hits"] == every[:1]
