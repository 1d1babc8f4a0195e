"""The memory is searched: by meaning where there is a model, by words where there is none in time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from segue.domain.observation import Observation
from segue.domain.search import CommandHit, Ending, Found, HitKind, RunFilter, SearchQuery, WorkflowHit
from segue.domain.workflow import Slot, Step, Tally, Workflow
from segue.embedding.embedder import Kind
from segue.retrieval import line_ranking
from segue.retrieval import search as search_module
from segue.retrieval.cached_embedder import CachedEmbedder
from segue.retrieval.encoder import Encoder
from segue.retrieval.search import MemorySearch
from tests.helpers.waiting import eventually

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.retrieval.scene import Scene

NOW = 1_700_000_000.0
HOUR = 3_600.0
ANY = RunFilter()
LINES = ("git push origin main", "git push", "docker compose up", "docker ps", "ls")
DEPLOY = Workflow(
    id="1",
    steps=(Step(("make build",), "make build"), Step(("scp ", 0, " prod:"), "scp <FILE> prod:")),
    slots=(Slot("FILE"),),
    title="build and copy",
    category="deploy",
    tally=Tally(succeeded=3, failed=1),
    last_run=NOW - HOUR,
    first_run=NOW - 9 * HOUR,
    places=("/srv/api",),
    hosts=("box",),
    shells=("zsh",),
)
TIDY = Workflow(id="2", steps=(Step(("git gc",), "git gc"),), title="tidy up", category="git", last_run=NOW - HOUR)


@pytest.fixture
async def search(scene: Scene) -> AsyncIterator[MemorySearch]:
    """Give a search of the scene's history, with two workflows."""
    searching = MemorySearch(scene.paths.database, scene.service, lambda: [DEPLOY, TIDY])
    yield searching
    await searching.close()


def asked(*texts: str, count: int = 20, kinds: set[HitKind] | None = None, wait: float = 5.0) -> SearchQuery:
    """Return a query for commands, unless others are named."""
    return SearchQuery(texts, kinds=frozenset(kinds or {HitKind.COMMAND}), count=count, decay=0.0, wait=wait)


def lines(found: Found) -> list[str]:
    """Return the commands that were found."""
    return [hit.line for hit in found.hits if isinstance(hit, CommandHit)]


async def test_the_model_that_has_compared_is_named(scene: Scene, search: MemorySearch) -> None:
    """Lines without a single word of the query come up by what they mean, with their share of it."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    found = await search.find(asked("git push"), NOW)
    assert found.by == "memory"
    assert lines(found)[:2] == ["git push", "git push origin main"]
    assert found.hits[0].match.meaning == pytest.approx(1, abs=0.05)


async def test_without_a_model_there_are_the_words(scene: Scene, search: MemorySearch) -> None:
    """A model that fails is said not to have been asked; the words find what they find."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    scene.embedders[0].down = True
    found = await search.find(asked("git push"), NOW)
    assert found.by == ""
    assert set(lines(found)) == {"git push", "git push origin main"}


async def test_a_model_that_takes_too_long_is_not_waited_for(scene: Scene, search: MemorySearch) -> None:
    """What it has begun it ends, so that it is awake for the next question; no queue of questions builds up."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    before = len(scene.embedders[0].asked)
    scene.embedders[0].gate.clear()
    for _ in range(6):
        assert (await search.find(asked("docker ps", wait=0.0), NOW)).by == ""
    assert len(scene.embedders[0].asked) <= before + 3
    scene.embedders[0].gate.set()

    # The questions that nobody waited for are answered before this one.
    await eventually(lambda: not search._asking._late, "them to be answered")
    assert (await search.find(asked("docker ps"), NOW)).by == "memory"


async def test_a_question_is_not_kept(scene: Scene, search: MemorySearch) -> None:
    """The cache has the vectors of lines, and not that of what somebody looked for."""
    embedder = scene.embedders[0]
    cached = CachedEmbedder(embedder, scene.cache, scene.thread, embedder.space.dims)
    await scene.service.use(Encoder(cached, embedder.space, seconds=0.0))
    scene.record("ls")
    await scene.until_indexed("ls")
    assert (await search.find(asked("where is it"), NOW)).by == "memory"
    assert scene.cache.find(embedder.space, Kind.QUERY, ["where is it"]) == {}
    assert set(scene.cache.find(embedder.space, Kind.DOCUMENT, ["ls"])) == {"ls"}


async def test_of_lines_of_one_second_the_last_comes_first(scene: Scene, search: MemorySearch) -> None:
    """Old shells tell no more than the second in which a command began."""
    scene.store.append((NOW, Observation(line, start=NOW)) for line in ("one", "two", "one", "three"))
    assert lines(await search.find(asked(), NOW)) == ["three", "one", "two"]


async def test_a_narrow_filter_finds_what_many_better_lines_hide(
    scene: Scene, search: MemorySearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many lines fit better, those that were run in the directory are found."""
    monkeypatch.setattr(search_module, "MOST_NEAR", 5)
    monkeypatch.setattr(line_ranking, "MOST_BY_WORDS", 5)
    many = [f"git push {number}" for number in range(40)]
    scene.record(*many)
    scene.store.append([(2.0, Observation("git status", cwd="/opt", start=1.0))])
    scene.service.recorded("git status")
    await scene.until_indexed(*many, "git status")
    query = SearchQuery(("git push",), RunFilter(cwd="/opt"), kinds=frozenset({HitKind.COMMAND}))
    assert lines(await search.find(query, NOW)) == ["git status"]


async def test_of_many_lines_with_the_same_words_the_latest_count(
    scene: Scene, search: MemorySearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where not all can be looked at, those are that were run last, whenever they were run first."""
    monkeypatch.setattr(line_ranking, "MOST_BY_WORDS", 5)
    scene.embedders[0].down = True
    old = [(float(number), Observation(f"git {number}", start=float(number))) for number in range(40)]
    scene.store.append([*old, (50.0, Observation("git 7", start=50.0))])
    query = SearchQuery(("git",), kinds=frozenset({HitKind.COMMAND}), decay=1.0)
    assert lines(await search.find(query, 60.0)) == ["git 7", "git 39", "git 38", "git 37", "git 36"]


async def test_workflows_are_found_by_words_and_meaning(scene: Scene, search: MemorySearch) -> None:
    """By title, category and the patterns of the steps; with the figures of their runs."""
    await scene.until_indexed()
    found = await search.find(asked("scp", kinds={HitKind.WORKFLOW}), NOW)
    hits = [hit for hit in found.hits if isinstance(hit, WorkflowHit)]
    assert [hit.id for hit in hits] == ["1"]
    assert (hits[0].title, hits[0].steps) == ("build and copy", ("make build", "scp <FILE> prod:"))
    assert (hits[0].runs, hits[0].success_rate, hits[0].last) == (4, 0.75, NOW - HOUR)
    assert hits[0].match.meaning > 0


async def test_a_workflows_text_is_embedded_once_until_something_is_forgotten(
    scene: Scene, search: MemorySearch
) -> None:
    """Its vector is in memory alone."""
    await scene.until_indexed()
    embedder = scene.embedders[0]

    async def embedded() -> int:
        before = len(embedder.asked)
        await search.find(asked("deploy", kinds={HitKind.WORKFLOW}), NOW)
        return sum("build and copy" in text for texts in embedder.asked[before:] for text in texts)

    assert [await embedded(), await embedded()] == [1, 0]
    search.forgot()
    assert await embedded() == 1


@pytest.mark.parametrize(
    ("runs", "passes"),
    [
        (RunFilter(host="box", cwd="/srv/api", exit=Ending.FAILED, since=NOW - 2 * HOUR), True),
        (RunFilter(repo="/srv"), True),
        (RunFilter(host="laptop"), False),
        (replace(ANY, shell="zsh"), True),  # noqa: S604 - names one, starts none
        (replace(ANY, shell="bash"), False),  # noqa: S604 - names one, starts none
        (RunFilter(cwd="/srv"), False),
        (RunFilter(repo="/srv/ap"), False),
        (RunFilter(since=NOW), False),
        (RunFilter(until=NOW - 10 * HOUR), False),
        (RunFilter(author="codex"), False),
        (RunFilter(within="41-9f"), False),
    ],
)
async def test_workflows_pass_filters(scene: Scene, search: MemorySearch, runs: RunFilter, *, passes: bool) -> None:
    """As far as it is known where and when they ran."""
    await scene.until_indexed()
    query = SearchQuery(("scp",), runs, kinds=frozenset({HitKind.WORKFLOW}))
    assert bool((await search.find(query, NOW)).hits) is passes


async def test_the_number_of_a_forgotten_line_finds_no_other_one(scene: Scene, search: MemorySearch) -> None:
    """A line that has the number of one that is gone is not taken for what the index says of that."""
    scene.record(*LINES)
    await scene.until_indexed(*LINES)
    scene.store.forget("ls", 1.0)
    scene.record("rm -rf /tmp/x", announced=False)
    assert "rm -rf /tmp/x" not in lines(await search.find(asked("ls"), NOW))


async def test_the_rooms_close_while_a_question_waits(scene: Scene) -> None:
    """A daemon that ends waits for no model."""
    scene.record("ls")
    await scene.until_indexed("ls")
    searching = MemorySearch(scene.paths.database, scene.service)
    scene.embedders[0].gate.clear()
    await searching.find(asked("ls", wait=0.0), NOW)
    await searching.close()
    scene.embedders[0].gate.set()
