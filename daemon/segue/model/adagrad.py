"""AdaGrad: each weight has its own step size, which shrinks as its gradients add up.

Duchi, Hazan and Singer, "Adaptive subgradient methods" (JMLR 12, 2011).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from segue.domain.errors import SnapshotError
from segue.model.tables import Doubles, Floats, array_from, plain_array


class Weights:
    """A weight vector that learns online; `rate` and `warmth` (the first accumulator) are fixed."""

    def __init__(self, start: Doubles, *, rate: float, warmth: float) -> None:
        self.values = start.astype(np.float64)
        self.squares = np.full(len(start), warmth)
        self.single: Floats = self.values.astype(np.float32)
        self.rate = rate

    def descend(self, gradient: Doubles) -> None:
        """Take one step against the gradient."""
        self.squares += gradient * gradient
        self.values -= self.rate * gradient / np.sqrt(self.squares)
        self.single = self.values.astype(np.float32)

    def silence(self, index: int) -> None:
        """Hold one weight at 0 for good."""
        self.values[index] = 0.0
        self.squares[index] = np.inf
        self.single = self.values.astype(np.float32)

    def to_plain(self) -> dict[str, Any]:
        """Return values and accumulators."""
        return {"values": plain_array(self.values), "squares": plain_array(self.squares)}

    def restore(self, plain: dict[str, Any]) -> None:
        """Take over what `to_plain` gave.

        Raises:
            SnapshotError: The vector has another length, or numbers that no learning reaches.
        """
        values = array_from(plain["values"], np.float64, self.values.shape)
        squares = array_from(plain["squares"], np.float64, self.squares.shape)
        if not (np.isfinite(values).all() and (squares > 0).all()):
            raise SnapshotError("A snapshot holds impossible weights; rebuild it from the history.")
        self.values, self.squares = values, squares
        self.single = values.astype(np.float32)
