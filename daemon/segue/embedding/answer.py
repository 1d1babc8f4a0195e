"""What a chain answers: vectors, and where they come from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from segue.embedding.matryoshka import reduced

if TYPE_CHECKING:
    from collections.abc import Collection

    from segue.embedding.embedder import Vectors
    from segue.embedding.space import Space


class Tried(NamedTuple):
    """A step that has not answered, and why."""

    step: str
    reason: str


class Answer(NamedTuple):
    """Vectors, the space they are of, the step that has made them, and the steps before it.

    Vectors of another answer can be compared with these only if they are of the same space. `sizes` are those that the
    model was trained for, if it is known.
    """

    vectors: Vectors
    space: Space
    by: str
    tried: tuple[Tried, ...] = ()
    sizes: Collection[int] = ()

    def origin(self) -> list[Any]:
        """Return plain values: name, revision and length of the vectors, who has made them, who has not and why."""
        return [self.space.name, self.space.revision, self.space.dims, self.by, [list(tried) for tried in self.tried]]

    def reduced(self, dims: int, *, untrained: bool = False) -> Self:
        """Return the answer with smaller vectors, which are of another space.

        Raises:
            VectorSizeError: the vectors are shorter, or the model was not trained for that size.
        """
        vectors = reduced(self.vectors, dims, self.sizes, untrained=untrained)
        return self._replace(vectors=vectors, space=replace(self.space, dims=dims))
