"""What clients are answered."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel


class Origin(BaseModel):
    """Where vectors come from: those of different models or revisions must never be compared."""

    dimensions: int
    model: str
    revision: str
    by: str
    """The step of the daemon's chain that has answered."""


class Vector(Origin):
    """The vector of one text."""

    embedding: list[float]


class Vectors(Origin):
    """A vector for each text, in their order."""

    embeddings: list[list[float]]


class SequenceMetadata(Origin):
    """What a sequence was made of."""

    count: int
    decay: float
    transition_dimensions: int


class Sequence(BaseModel):
    """A vector for each command, one for all, and one for each step from a command to the next."""

    command_embeddings: list[list[float]]
    sequence_embedding: list[float]
    transition_embeddings: list[list[float]]
    metadata: SequenceMetadata


class Health(BaseModel):
    """How the embedders are; model and size are null until a service of which nothing is known has answered."""

    status: str
    model: str | None
    dimensions: int | None
    loaded: bool
    """Whether a text would be embedded without loading a model first."""


class Unloaded(BaseModel):
    """No model is loaded any more."""

    status: str = "unloaded"


class Cleared(BaseModel):
    """The cache is empty; `cleared` vectors were in it."""

    status: str = "cleared"
    cleared: int


class Statistics(BaseModel):
    """What is remembered, and how the cache of vectors has done: of each model, revision and size, and altogether."""

    entries: int
    bytes: int
    hits: int
    misses: int
    evictions: int
    hit_rate: float
    spaces: list[dict[str, Any]]
    commands: int
    patterns: int
    nodes: int
    """Of the graph: kinds of commands."""
    edges: int
    """Of the graph: which of them has followed which."""
    success_count: int
    failure_count: int
    success_rate: float
    """Of the runs of patterns."""


class Failure(BaseModel):
    """Why there is no answer, in one sentence."""

    error: str
