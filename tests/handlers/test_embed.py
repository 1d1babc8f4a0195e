"""embed: a row for each text, and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from segue.domain.errors import EmbeddingError
from segue.embedding.lexical import DIMS, REVISION, lexical_vectors
from segue.handlers.embed import embed
from segue.protocol.messages import Embed

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms


async def test_rows_come_as_float32_with_their_origin(rooms: Rooms) -> None:
    """Name, revision, length, who has answered, who has not, and the numbers in the order of the texts."""
    texts = ["git push", "make test", "caf\udce9"]
    *origin, rows = await embed(Embed(1, "cli", texts, "document", None, 0), rooms)
    assert origin == ["lexical", REVISION, DIMS, "lexical", []]
    assert np.array_equal(np.frombuffer(rows, "<f4").reshape(3, DIMS), lexical_vectors(texts))


async def test_a_size_that_the_model_does_not_have_is_an_error(rooms: Rooms) -> None:
    """Words are no Matryoshka model: neither smaller nor larger."""
    for dims in (128, 512):
        with pytest.raises(EmbeddingError):
            await embed(Embed(1, "cli", ["ls"], "query", dims, 0), rooms)
