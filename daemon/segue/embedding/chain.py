"""Embedders in the order in which they are asked: the first that can answers, and the answer says who that was.

A step that fails rests for a second, then two, four, up to five minutes; the others answer meanwhile. When its rest is
over, one request tries it again, and those that come while it is being tried go on to the next step at once: a service
that hangs keeps one of them waiting, not all. A single answer ends it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final, NamedTuple

from segue.domain.errors import EmbeddingError
from segue.embedding.answer import Answer, Tried
from segue.embedding.embedder import Kind
from segue.embedding.matryoshka import sizes_of
from segue.embedding.space import Space

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from segue.embedding.embedder import Embedder, Vectors

FIRST_REST: Final = 1.0
LONGEST_REST: Final = 300.0
"""Seconds."""

log = logging.getLogger(__name__)


class Step(NamedTuple):
    """An embedder under the name that the configuration has for it, and the seconds that it has for each request.

    `fresh` is the same without a memory of what it has answered, where it has one.
    """

    name: str
    embedder: Embedder
    seconds: float
    fresh: Embedder | None = None


class StepState(NamedTuple):
    """How a step is: its failures in a row, the reason of the last, and the seconds until it is asked again."""

    step: str
    failures: int
    reason: str
    rest: float


class Chain:
    """Asks one step after the other. Any number of requests may be under way.

    Args:
        steps: in the order of asking.
        clock: seconds, never running backwards.
    """

    def __init__(self, steps: Sequence[Step], clock: Callable[[], float]) -> None:
        self._links = [_Link(step, clock) for step in steps]

    async def embed(self, texts: Sequence[str], kind: Kind = Kind.DOCUMENT, *, fresh: bool = False) -> Answer:
        """Return the answer of the first step that has one, with all texts in one space.

        With `fresh` nothing is answered from memory, or remembered. Many texts are best asked for in batches: the
        time that a step has is for one request.

        Raises:
            EmbeddingError: there is no text, or no step has an answer; then it says what each step had to say.
        """
        if not texts:
            raise EmbeddingError("there is no text to embed")
        tried: list[Tried] = []
        for link in self._links:
            try:
                vectors, space = await link.embed(texts, kind, fresh=fresh)
            except EmbeddingError as error:
                tried.append(Tried(link.step.name, str(error)))
            else:
                return Answer(vectors, space, link.step.name, tuple(tried), sizes_of(link.step.embedder))
        told = "; ".join(f"{step}: {reason}" for step, reason in tried) or "there is no step"
        raise EmbeddingError(f"nothing has turned the text into a vector ({told})")

    def states(self) -> list[StepState]:
        """Return how every step is, without asking any."""
        return [link.state() for link in self._links]

    async def close(self) -> None:
        """Close every step; the next request begins anew."""
        for link in self._links:
            await link.step.embedder.close()


class _Link:
    """A step and its health."""

    def __init__(self, step: Step, clock: Callable[[], float]) -> None:
        self.step = step
        self._clock = clock
        self._failures = 0
        self._reason = ""
        self._until = 0.0
        self._trying_again = False

    def state(self) -> StepState:
        rest = max(0.0, self._until - self._clock()) if self._failures else 0.0
        return StepState(self.step.name, self._failures, self._reason, rest)

    async def embed(self, texts: Sequence[str], kind: Kind, *, fresh: bool) -> tuple[Vectors, Space]:
        """Return what the embedder answers.

        Raises:
            EmbeddingError: it has failed, now or a short while ago.
        """
        failures = self._failures
        embedder = (self.step.fresh if fresh else None) or self.step.embedder
        if not failures:
            return await self._ask(embedder, texts, kind, failures)
        rest = self._until - self._clock()
        if rest > 0:
            raise EmbeddingError(f"left alone for another {rest:.0f} s, for it failed {failures} ×: {self._reason}")
        if self._trying_again:
            raise EmbeddingError(f"being tried again, for it failed {failures} ×: {self._reason}")
        self._trying_again = True
        try:
            return await self._ask(embedder, texts, kind, failures)
        finally:
            self._trying_again = False

    async def _ask(self, embedder: Embedder, texts: Sequence[str], kind: Kind, failures: int) -> tuple[Vectors, Space]:
        try:
            async with asyncio.timeout(self.step.seconds):
                vectors = await embedder.embed(texts, kind)
        except TimeoutError:
            error = EmbeddingError(f"no answer within {self.step.seconds:g} s")
            self._failed(failures, error)
            raise error from None
        except EmbeddingError as error:
            self._failed(failures, error)
            raise
        # Nothing runs between the answer and this: name and revision are those of the vectors.
        space = Space(embedder.name, embedder.revision, vectors.shape[1])
        self._answered(space)
        return vectors, space

    def _failed(self, failures: int, error: EmbeddingError) -> None:
        """Count a failure, but those of requests that were under way together only once."""
        if str(error) != self._reason:
            self._reason = str(error)
            log.warning("embedding by %s fails: %s", self.step.name, self._reason)
        if self._failures == failures:
            self._failures += 1
            # The exponent is bounded, for two to the power of a thousand failures is no float.
            self._until = self._clock() + min(FIRST_REST * 2 ** min(failures, 30), LONGEST_REST)

    def _answered(self, space: Space) -> None:
        if self._failures:
            log.info("embedding by %s works again: %s", self.step.name, space)
        self._failures, self._reason = 0, ""
