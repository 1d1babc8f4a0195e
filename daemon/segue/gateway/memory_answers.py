"""What clients of procedural memory are answered."""

from __future__ import annotations

from pydantic import BaseModel


class Further(BaseModel):
    """What mostly follows a command, and its share."""

    command: str
    template: str
    share: float


class StepOf(BaseModel):
    """The workflow that a prediction is a step of, and how alike the context is to the steps before."""

    id: str
    title: str
    step: int
    of: int
    similarity: float


class Prediction(BaseModel):
    """A command that may be next."""

    command: str
    confidence: float
    reason: str
    workflow: StepOf | None
    further: list[Further]


class Predictions(BaseModel):
    """The commands that may be next, the most certain first, and what the graph knows of the last one."""

    predictions: list[Prediction]
    further: list[Further]


class Pattern(BaseModel):
    """A workflow; `last_seen` is in epoch seconds."""

    id: str
    title: str
    category: str
    commands: list[str]
    success_count: int
    failure_count: int
    success_rate: float
    confidence: float
    frequency: int
    last_seen: float | None
    hosts: list[str]


class Patterns(BaseModel):
    """All workflows, and what they add up to."""

    patterns: list[Pattern]
    total_patterns: int
    total_runs: int
    success_count: int
    failure_count: int
    success_rate: float


class Learned(BaseModel):
    """What was taken of a session, and the patterns that it belongs to."""

    status: str = "learned"
    learned: int
    left_out: dict[str, int]
    outcome: str
    patterns: list[Pattern]


class Saved(BaseModel):
    """What the file holds."""

    status: str = "saved"
    commands: int
    workflows: int


class Loaded(BaseModel):
    """What the file has brought; `known` commands were there already, or are forgotten here."""

    status: str = "loaded"
    commands: int
    known: int
    workflows: int
