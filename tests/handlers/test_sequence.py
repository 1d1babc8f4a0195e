"""sequence: commands in a row, and what they make together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from segue.domain.errors import EmbeddingError
from segue.embedding.lexical import DIMS
from segue.handlers.sequence import sequence
from segue.protocol.messages import Sequence

if TYPE_CHECKING:
    from segue.handlers.rooms import Rooms


async def test_the_whole_leans_to_what_is_recent(rooms: Rooms) -> None:
    """A row for each command, one for all, one for each transition, its length, and the decay in thousandths."""
    commands = ["git add -A", "git commit", "docker ps"]
    fields = await sequence(Sequence(1, "cli", commands, 500, None, 0), rooms)
    rows, whole, transitions = (np.frombuffer(data, "<f4") for data in fields[5:8])
    assert fields[8:] == [2 * DIMS, 500]
    assert len(transitions) == 2 * 2 * DIMS
    first, _, last = rows.reshape(3, DIMS)
    assert whole @ last > whole @ first
    assert np.linalg.norm(whole) == pytest.approx(1, abs=1e-5)


async def test_a_decay_that_is_none_is_an_error(rooms: Rooms) -> None:
    """It is above 0 and at most 1."""
    for decay in (0, -1, 1001):
        with pytest.raises(EmbeddingError, match="decay"):
            await sequence(Sequence(1, "cli", ["ls"], decay, None, 0), rooms)
