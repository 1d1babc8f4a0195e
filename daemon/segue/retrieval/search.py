"""Searches the memory: commands, sessions and workflows, by meaning and words.

SQLite is read on a thread of its own, vectors are compared on theirs; the loop only waits for both.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from segue.domain.errors import StoreError
from segue.domain.search import Found, HitKind
from segue.retrieval.asking import Asking
from segue.retrieval.line_ranking import Held, Near, Ranked, best_commands, hold_words, latest_commands, rank_lines
from segue.retrieval.line_texts import LineTexts
from segue.retrieval.session_ranking import best_sessions
from segue.retrieval.workflow_ranking import WorkflowTexts, WorkflowVectors, best_workflows
from segue.store.search import MOST_FITTING, SearchReader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from segue.domain.search import Hit, SearchQuery
    from segue.domain.workflow import Workflow
    from segue.retrieval.question import Question
    from segue.retrieval.ranking import Meaning
    from segue.retrieval.service import LineRetrieval

T = TypeVar("T")

MOST_NEAR: Final = 500
"""Lines that are nearest by meaning, of which those count that pass the filter."""
IDLE_SECONDS: Final = 300.0
"""After so long without a search the texts of all lines are let go; they are read again in some 50 ms."""
SESSIONS: Final = 4
"""Among commands, one hit of so many may be a session: otherwise those of a common word would be all there is."""


class MemorySearch:
    """Finds what a person has done. `workflows` returns those that are known at the moment."""

    def __init__(
        self, database: Path, retrieval: LineRetrieval, workflows: Callable[[], Sequence[Workflow]] = tuple
    ) -> None:
        self._database, self._retrieval, self._workflows = database, retrieval, workflows
        self._asking = Asking(retrieval)
        self._workflow_texts, self._workflow_vectors = WorkflowTexts(), WorkflowVectors(self._asking)
        self._lines = LineTexts()
        self._resting: asyncio.TimerHandle | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="search")

    async def find(self, query: SearchQuery, now: float) -> Found:
        """Return what fits, best first; without a text what was run last.

        Raises:
            StoreError: the history cannot be read.
        """
        texts = tuple(text for text in query.texts if text.strip())
        query = replace(query, texts=texts)
        question = await self._asking.embed(texts, query.wait) if texts else None
        readings = await self._asking.meaning(question, query.wait) if question else None
        if readings is None:
            question = None
        hits: list[Hit] = []
        if query.kinds & {HitKind.COMMAND, HitKind.SESSION}:
            hits += await self._history(query, question, readings or (), now)
        if HitKind.WORKFLOW in query.kinds:
            hits += await self._procedures(query, question, readings or (), now)
        if texts:
            hits.sort(key=lambda hit: -hit.match.score)
        return Found(tuple(hits[: query.count]), question.space.name if question else "")

    def forgot(self) -> None:
        """Something was forgotten: hold nothing that was made of texts."""
        self._workflow_texts.clear()
        self._workflow_vectors.clear()
        self._rest()

    async def close(self) -> None:
        """Stop; nothing has to be kept."""
        if self._resting:
            self._resting.cancel()
        await self._asking.close()
        self._thread.shutdown()

    async def _history(
        self, query: SearchQuery, question: Question | None, readings: Sequence[Meaning], now: float
    ) -> list[Hit]:
        if not query.texts:
            return list(await self._read(lambda reader: latest_commands(reader, query, now)))
        if query.filter.is_narrow:
            fitting = await self._read(lambda reader: reader.fitting(query.filter))
            if not fitting:
                return []
            if len(fitting) < MOST_FITTING:
                return (await self._rank(query, *await self._look(query, question, readings, fitting), now, fitting))[1]
        held, near = await self._look(query, question, readings)
        ranked, hits = await self._rank(query, held, near, now)
        if len(hits) < query.count and ranked.cut:
            # What fits best may all have been run elsewhere: look only at what was run where it shall have been.
            fitting = await self._read(lambda reader: reader.fitting(query.filter))
            near = await self._near(question, readings, fitting)
            _, hits = await self._rank(query, held, near, now, fitting)
        return hits

    async def _look(
        self,
        query: SearchQuery,
        question: Question | None,
        readings: Sequence[Meaning],
        allowed: Sequence[int] | None = None,
    ) -> tuple[list[Held], Near]:
        """Look for words and meaning at the same time, each on its thread."""
        return await asyncio.gather(self._hold_words(query.texts), self._near(question, readings, allowed))

    async def _hold_words(self, texts: Sequence[str]) -> list[Held]:
        lines = self._lines
        if self._resting:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._rest)
        return await self._read(lambda reader: hold_words(reader, lines, texts))

    def _rest(self) -> None:
        """Hold no lines; another object, for the thread may be using this one."""
        self._lines = LineTexts()

    async def _rank(
        self,
        query: SearchQuery,
        held: Sequence[Held],
        near: Near,
        now: float,
        allowed: Sequence[int] | None = None,
    ) -> tuple[Ranked, list[Hit]]:
        chosen = None if allowed is None else frozenset(allowed)

        def rank(reader: SearchReader) -> tuple[Ranked, list[Hit]]:
            ranked = rank_lines(reader, held, near, MOST_NEAR, chosen)
            hits: list[Hit] = []
            if HitKind.COMMAND in query.kinds:
                hits += best_commands(reader, ranked.lines, query, now)
            if HitKind.SESSION in query.kinds:
                hits += best_sessions(reader, ranked.lines, _beside(query, hits), now)
            return ranked, hits

        return await self._read(rank)

    async def _near(
        self, question: Question | None, readings: Sequence[Meaning], allowed: Sequence[int] | None
    ) -> Near:
        if question is None:
            return Near()
        lines = None
        if allowed is not None:
            lines = [line.text for line in await self._read(lambda reader: reader.lines(allowed))]
        try:
            return Near(await self._retrieval.nearest(question, MOST_NEAR, lines), readings)
        except StoreError:
            # The model was changed this very moment.
            return Near()

    async def _procedures(
        self, query: SearchQuery, question: Question | None, readings: Sequence[Meaning], now: float
    ) -> list[Hit]:
        workflows = self._workflows()
        cosines: Sequence[dict[str, float]] = ()
        texts = self._workflow_texts.of(workflows)
        if question and workflows:
            cosines = await self._workflow_vectors.cosines(question, texts, query.wait)
        return list(best_workflows(workflows, texts, query, now, cosines=cosines, readings=readings))

    async def _read(self, work: Callable[[SearchReader], T]) -> T:
        def read() -> T:
            with SearchReader.open(self._database) as reader:
                return work(reader)

        return await asyncio.get_running_loop().run_in_executor(self._thread, read)


def _beside(query: SearchQuery, commands: Sequence[Hit]) -> SearchQuery:
    """Return a query for the few sessions that are to stand among commands, or for as many as are asked for."""
    return replace(query, count=max(1, query.count // SESSIONS)) if commands else query
