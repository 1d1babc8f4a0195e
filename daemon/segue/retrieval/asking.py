"""Turns the texts of a search into vectors as long as somebody waits, and says how to read their cosines."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import numpy as np

from segue.domain.errors import SegueError
from segue.embedding.embedder import Kind
from segue.embedding.lexical import NAME as LEXICAL
from segue.retrieval.ranking import Meaning

if TYPE_CHECKING:
    from collections.abc import Sequence

    from segue.embedding.embedder import Vectors
    from segue.embedding.space import Space
    from segue.retrieval.question import Question
    from segue.retrieval.service import LineRetrieval

log = logging.getLogger(__name__)

BY_LETTERS: Final = Meaning(floor=0.2, ceiling=1.0, least=0.4, weight=0.25)
"""Lexical vectors say again what the words say, and forgive a slip of the fingers."""
MODEL_WEIGHT: Final = 0.6
MODEL_LEAST: Final = 0.15
BACKGROUND: Final = (
    "ls -la",
    "cd ..",
    "vim notes.txt",
    "make install",
    "ssh -p 2222 host",
    "sudo reboot",
    "echo $PATH",
    "curl -s localhost:8000",
    "tar xf data.tar",
    "kubectl get pods",
    "npm run dev",
)
"""Commands of all kinds, of which few have to do with any one question: models differ in what they say of these."""
MOST_LATE: Final = 2
"""Questions that nobody waits for any more, and that are still being embedded: beyond that no other is begun."""


class Asking:
    """Embeds for one service."""

    def __init__(self, retrieval: LineRetrieval) -> None:
        self._retrieval = retrieval
        self._late: set[asyncio.Task[Question]] = set()
        self._background: tuple[Space, Vectors] | None = None

    async def embed(self, texts: Sequence[str], wait: float, kind: Kind = Kind.QUERY) -> Question | None:
        """Return a question, None where there is none within so many seconds.

        A model that is only just starting is not interrupted: it will be there for the next question.
        """
        if not texts or len(self._late) > MOST_LATE:
            return None
        task = asyncio.get_running_loop().create_task(self._retrieval.question(texts, kind))
        self._late.add(task)
        task.add_done_callback(self._ended)
        await asyncio.wait({task}, timeout=wait)
        return task.result() if task.done() and not task.cancelled() and task.exception() is None else None

    async def meaning(self, question: Question, wait: float) -> list[Meaning] | None:
        """Return how the cosines of each text of a question are to be read, None where nobody can say in time."""
        space = question.space
        if space.name == LEXICAL:
            return [BY_LETTERS] * len(question.vectors)
        if self._background is None or self._background[0] != space:
            found = await self.embed(BACKGROUND, wait, Kind.DOCUMENT)
            if found is None or found.space != space:
                return None
            self._background = (space, found.vectors)
        floors = np.median(self._background[1] @ question.vectors.T, axis=0).tolist()
        return [Meaning(min(0.9, floor), 1.0, MODEL_LEAST, MODEL_WEIGHT) for floor in floors]

    async def close(self) -> None:
        """Give up what is still being embedded."""
        for task in tuple(self._late):
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Question]) -> None:
        self._late.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            expected = isinstance(error, SegueError)
            log.log(
                logging.DEBUG if expected else logging.ERROR,
                "a search has to do without meaning: %s",
                error,
                exc_info=None if expected else error,
            )
