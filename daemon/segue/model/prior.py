"""The weights that a new person starts with, learned from other people's histories."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from segue.model.tables import Doubles


@cache
def _prior() -> dict[str, dict[str, float]]:
    text = files("segue.model").joinpath("prior.json").read_text(encoding="utf-8")
    prior: dict[str, dict[str, float]] = json.loads(text)
    return prior


def starting_weights(part: str, names: Iterable[str]) -> Doubles:
    """Return one part's weights in the order of these names; what the prior does not name starts at 0."""
    weights = _prior()[part]
    return np.array([weights.get(name, 0.0) for name in names])
