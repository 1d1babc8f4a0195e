"""The embedding models that are known by name: what `models.toml` says about each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from segue.domain.errors import EmbeddingError

if TYPE_CHECKING:
    from collections.abc import Mapping

BARE: Final = "{text}"
"""The prompt of a model that wants none."""


class Pooling(StrEnum):
    """How the vectors of a text's tokens become the vector of the text."""

    MEAN = "mean"
    CLS = "cls"
    LAST = "last"
    MODEL = "model"
    """As the model itself does it: EmbeddingGemma has layers behind the mean."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model by name; `models.toml` explains the fields."""

    name: str
    hub: str
    revision: str
    dims: int
    pooling: Pooling
    max_tokens: int
    megabytes: int
    licence: str
    sizes: tuple[int, ...] = ()
    query: str = BARE
    document: str = BARE
    ends_with: str = ""
    precision: str = ""
    variable: str = ""
    refused: str = ""


@cache
def known_models() -> Mapping[str, ModelSpec]:
    """Return every model of the registry by its name."""
    text = (files("segue.embedding.models") / "models.toml").read_text("utf-8")
    return {name: _spec(name, fields) for name, fields in tomllib.loads(text).items()}


def known_model(name: str) -> ModelSpec:
    """Return the model of that name.

    Raises:
        EmbeddingError: there is none, or it cannot be had.
    """
    spec = known_models().get(name.lower())
    if spec is None:
        raise EmbeddingError(f"no model is called {name!r}: `segue models list` shows those that are known")
    if spec.refused:
        raise EmbeddingError(f"{spec.name} cannot be used: {spec.refused}")
    return spec


def _spec(name: str, fields: dict[str, Any]) -> ModelSpec:
    return ModelSpec(
        name=name,
        **{**fields, "pooling": Pooling(fields["pooling"]), "sizes": tuple(fields.get("sizes", ()))},
    )
