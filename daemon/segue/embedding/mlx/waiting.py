"""Requests that wait for an embedder which works on few texts at a time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Final

from segue.domain.errors import EmbeddingError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

BATCH: Final = 32
"""Texts that the worker is given at once, unless they are long."""
BATCH_CHARACTERS: Final = 4096
"""Characters that it is given at once, unless one text has more; commands seldom come to half of that."""


@dataclass(eq=False)
class Request:
    """One call: its texts, the rows that are there already, and who waits for them."""

    texts: Sequence[str]
    urgent: bool
    answer: asyncio.Future[list[NDArray[np.float32]]]
    rows: dict[int, NDArray[np.float32]] = field(default_factory=dict)
    waiting: deque[int] = field(init=False)

    def __post_init__(self) -> None:
        # Texts of like length together cost the least padding.
        self.waiting = deque(sorted(range(len(self.texts)), key=lambda position: len(self.texts[position])))

    @property
    def batches(self) -> int:
        """How many batches it would fill alone, about."""
        return ceil(max(len(self.texts) / BATCH, sum(map(len, self.texts)) / BATCH_CHARACTERS))

    def put(self, position: int, row: NDArray[np.float32]) -> None:
        """Take one text's row; the last one answers the request."""
        self.rows[position] = row
        if len(self.rows) == len(self.texts) and not self.answer.done():
            self.answer.set_result([self.rows[number] for number in range(len(self.texts))])

    def fail(self, error: EmbeddingError) -> None:
        """Answer with an error, unless there is an answer."""
        if not self.answer.done():
            # Each waiter gets an exception of its own, for a raised one collects tracebacks.
            self.answer.set_exception(EmbeddingError(str(error)))


class Waiting:
    """The texts that wait, bounded; a question comes before all documents."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._urgent: list[Request] = []
        self._patient: list[Request] = []

    def __len__(self) -> int:
        return sum(len(request.waiting) for request in self.requests())

    def requests(self) -> list[Request]:
        """Return every request of which a text waits, in the order in which they will be served."""
        return [*self._urgent, *self._patient]

    def add(self, request: Request) -> None:
        """Let a request wait.

        Raises:
            EmbeddingError: too many texts are waiting.
        """
        if len(self) + len(request.texts) > self._bound:
            raise EmbeddingError(f"{len(self)} texts are waiting, and {self._bound} may: try again later")
        (self._urgent if request.urgent else self._patient).append(request)

    def take(self) -> list[tuple[Request, int]]:
        """Take out the texts of one batch, as request and position, of as many requests as it takes."""
        taken: list[tuple[Request, int]] = []
        characters = 0
        for request in self.requests():
            while request.waiting:
                characters += len(request.texts[request.waiting[0]])
                if taken and (len(taken) == BATCH or characters > BATCH_CHARACTERS):
                    return taken
                taken.append((request, request.waiting.popleft()))
            self.drop(request)
        return taken

    def drop(self, request: Request) -> None:
        """Take out whatever still waits of a request."""
        request.waiting.clear()
        for queue in (self._urgent, self._patient):
            if request in queue:
                queue.remove(request)
